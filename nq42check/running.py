"""A run: many files, in one process or several, and one report written as it goes."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from nq42check.checking import Checker, Identity, Passed, PlanReport, Result
from nq42check.files import MAX_BYTES
from nq42check.inputs import Input
from nq42check.knowledge import Additions, Knowledge, document_for, known_in, load_knowledge
from nq42check.reading import MOST_PROBLEMS
from nq42check.reports import Piece, Reporter
from nq42check.reports.wording import Wording
from nq42check.tally import Tally

# Below so many files a second process costs more than it saves: it takes some 30 ms to start by fork, 200 by spawn.
_WORTH_A_POOL = {"fork": 60, "spawn": 250}
_CHUNK = 25

FORMATS = ("table", "json", "sarif", "junit", "github", "gitlab", "markdown", "csv", "html")
"""The kinds of report."""

STDIN = "-"
"""The path that stands for standard input."""


class Format(NamedTuple):
    """One of the `FORMATS` in which a run reports; width and colour matter to the table only.

    "known" is the file of known findings; those of plans that are not checked are taken over from the file `previous`.
    """

    name: str
    previous: str | None = None
    width: int = 80
    color: bool = False


class Setup(NamedTuple):
    """All that a run needs to know besides its files; it can be handed to another process."""

    as_of: date
    formats: tuple[Format, ...] = (Format("table"),)
    language: str = "vi"
    additions: Additions = Additions()
    against: tuple[str, ...] = ()
    rules: frozenset[str] | None = None
    max_bytes: int = MAX_BYTES
    show_all: bool | None = None
    known: str | None = None


class Outcome(NamedTuple):
    """What some files came to: totals, what each report says of each, why files were refused, and of which places."""

    tally: Tally
    pieces: list[tuple[Piece, ...]]
    complaints: list[str]
    plans: list[Identity]


@lru_cache(maxsize=1)
def prepare(setup: Setup) -> tuple[Checker, tuple[Reporter, ...]]:
    """What checks, and what reports in each format. Raises BadKnowledge and LookupError as `knowledge` does."""
    knowledge = load_knowledge(setup.additions)
    checker = Checker(
        knowledge,
        as_of=setup.as_of,
        against=[document_for(name, knowledge) for name in setup.against],
        rules=setup.rules,
        known=known_in(setup.known, knowledge) if setup.known else (),
        max_bytes=setup.max_bytes,
    )
    return checker, tuple(_reporter(format, setup, knowledge) for format in setup.formats)


def _reporter(format: Format, setup: Setup, knowledge: Knowledge) -> Reporter:
    """The reporter of the format asked for; the others' modules are not loaded."""
    wording = Wording(setup.language)
    match format.name:
        case "json":
            from nq42check.reports.data import Json

            return Json(wording, setup.as_of, with_met=setup.show_all is not False)
        case "sarif":
            from nq42check.reports.sarif import Sarif

            return Sarif(wording, setup.as_of, knowledge.rules)
        case "junit":
            from nq42check.reports.junit import Junit

            return Junit(wording, setup.as_of)
        case "github":
            from nq42check.reports.github import Github

            return Github(wording, setup.as_of)
        case "gitlab":
            from nq42check.reports.gitlab import Gitlab

            return Gitlab(wording, setup.as_of)
        case "markdown":
            from nq42check.reports.markdown import Markdown

            return Markdown(wording, setup.as_of)
        case "known":
            from nq42check.reports.known import KnownFindings

            return KnownFindings(known_in(format.previous, knowledge) if format.previous else (), setup.rules)
        case "csv":
            from nq42check.reports.sheet import Csv

            return Csv(wording, setup.as_of)
        case "html":
            from nq42check.reports.html import Html

            return Html(wording, setup.as_of, some_rules_only=setup.rules is not None)
    from nq42check.reports.table import TableReport

    return TableReport(
        wording,
        setup.as_of,
        width=format.width,
        color=format.color,
        show_all=bool(setup.show_all),
        some_rules_only=setup.rules is not None,
    )


def run(files: Sequence[Input], setup: Setup, jobs: int) -> Iterator[Outcome]:
    """Check all `files` with up to `jobs` processes; the outcomes come in their order.

    Files that cannot be told from another plan of their place come once more at the end, refused.
    """
    plans: list[Identity] = []
    for outcome in _outcomes(files, setup, jobs):
        plans += outcome.plans
        yield outcome
    if clashes := prepare(setup)[0].clashes(plans):
        yield _outcome(clashes, setup)


def _outcomes(files: Sequence[Input], setup: Setup, jobs: int) -> Iterator[Outcome]:
    size = min(_CHUNK, len(files) // (4 * jobs) + 1)
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    # A forked process has what this one has prepared; one that is spawned prepares for itself.
    method = "fork" if sys.platform == "linux" else "spawn"
    if jobs == 1 or len(files) < _WORTH_A_POOL[method]:
        for chunk in chunks:
            yield _check_all(chunk, setup)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context(method)
    with ProcessPoolExecutor(jobs, context, _leave_interrupts_to_the_parent) as pool:
        try:
            yield from pool.map(_check_all, chunks, [setup] * len(chunks))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_all(files: Sequence[Input], setup: Setup) -> Outcome:
    checker, _ = prepare(setup)
    read = (file._replace(stream=sys.stdin.buffer) if file.path == STDIN else file for file in files)
    return _outcome(map(checker.check_input, read), setup)


def _outcome(results: Iterable[Result], setup: Setup) -> Outcome:
    _, reporters = prepare(setup)
    wording = Wording(setup.language)
    outcome = Outcome(Tally(), [], [], [])
    for result in results:
        outcome.tally.add(result)
        outcome.pieces.append(tuple(reporter.piece(result) for reporter in reporters))
        if isinstance(result, PlanReport):
            outcome.plans.append(result.identity)
        if not isinstance(result, Passed) and result.refusals:
            outcome.complaints.extend(wording.refusal(result.path, refusal) for refusal in result.refusals)
            if len(result.refusals) == MOST_PROBLEMS:
                outcome.complaints.append(wording.text("report.first-only", limit=MOST_PROBLEMS, path=result.path))
    return outcome
