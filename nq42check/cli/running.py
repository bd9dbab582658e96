"""A run: many files, in one process or several, and one report written as it goes."""

import os
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, suppress
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nq42check.cli import terminal
from nq42check.reading.nodes import MOST_PROBLEMS
from nq42check.reports import Naming, Piece, Reporter
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, Identity, OtherFile, PlanReport, Result
from nq42check.run.files import MAX_BYTES, real, relative
from nq42check.run.inputs import Input
from nq42check.run.knowledge import Additions, Knowledge, document_for, known_in, load_knowledge
from nq42check.run.tally import Tally

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

# Below so many files a second process costs more than it saves: it takes some 30 ms to start by fork, 200 by spawn.
_WORTH_A_POOL = {"fork": 60, "spawn": 250}
_CHUNK = 25
_MOST_WORKERS = 61  # as many as Windows lets a process wait for

FORMATS = ("table", "json", "sarif", "junit", "github", "gitlab", "markdown", "csv", "html")
"""The kinds of report."""

STDIN = "-"
"""The path that stands for standard input."""


class Format(NamedTuple):
    """One of the `FORMATS` in which a run reports; width and colour matter to the table only.

    "known" is the file of known findings; those of plans that are not checked are taken over from the file `previous`,
    and where only `some_norms` are held against plans, those that are not found again.
    """

    name: str
    previous: str | None = None
    some_norms: bool = False
    width: int = 80
    color: bool = False


class Setup(NamedTuple):
    """All that a run needs to know besides its files; it can be handed to another process.

    `root` is the folder from which servers name files, None where nothing says which it is. `unchecked` is what in the
    folders given looks like a plan and is not checked.
    """

    as_of: date
    formats: tuple[Format, ...] = (Format("table"),)
    language: str = "vi"
    additions: Additions = Additions()
    against: tuple[str, ...] = ()
    rules: frozenset[str] | None = None
    max_bytes: int = MAX_BYTES
    show_all: bool | None = None
    known: str | None = None
    root: str | None = None
    unchecked: tuple[str, ...] = ()


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
    wording, named = Wording(setup.language), _naming(setup.root)
    match format.name:
        case "json":
            from nq42check.reports.data import Json

            return Json(wording, setup.as_of, with_met=setup.show_all is not False, unchecked=setup.unchecked)
        case "sarif":
            from nq42check.reports.sarif import Sarif

            return Sarif(wording, setup.as_of, knowledge.rules, named)
        case "junit":
            from nq42check.reports.junit import Junit

            return Junit(wording, setup.as_of, named)
        case "github":
            from nq42check.reports.github import Github

            return Github(wording, setup.as_of, named)
        case "gitlab":
            from nq42check.reports.gitlab import Gitlab

            return Gitlab(wording, setup.as_of, named)
        case "markdown":
            from nq42check.reports.markdown import Markdown

            return Markdown(wording, setup.as_of, setup.unchecked)
        case "known":
            from nq42check.reports.known import KnownFindings

            before = known_in(format.previous, knowledge) if format.previous else ()
            return KnownFindings(before, setup.rules, some_norms=format.some_norms)
        case "csv":
            from nq42check.reports.sheet import Csv

            return Csv(wording, setup.as_of)
        case "html":
            from nq42check.reports.html import Html

            return Html(wording, setup.as_of, some_rules_only=setup.rules is not None, unchecked=setup.unchecked)
    from nq42check.reports.table import TableReport

    return TableReport(
        wording,
        setup.as_of,
        width=format.width,
        color=format.color,
        show_all=bool(setup.show_all),
        some_rules_only=setup.rules is not None,
    )


def _naming(root: str | None) -> Naming:
    """How a server calls the file that reports show under a path: by its way from `root`, where it lies below it."""

    @lru_cache(maxsize=64)
    def way_to(folder: str) -> str:
        return relative(real(folder), real(root or os.curdir))

    def named(path: str) -> str:
        if root is None or path == STDIN:
            return path
        folder, name = os.path.split(path)
        way = os.path.normpath(os.path.join(way_to(folder), name)).replace(os.sep, "/")
        return path if way.startswith("../") or os.path.isabs(way) else way

    return named


def run(files: Sequence[Input], setup: Setup, jobs: int) -> Generator[Outcome, None, None]:
    """Check all `files` with up to `jobs` processes; the outcomes come in their order.

    What other processes cannot do, this one does. Files that cannot be told from another plan of their place come once
    more at the end, refused.
    """
    plans: list[Identity] = []
    with closing(_outcomes(files, setup, jobs)) as outcomes:
        for outcome in outcomes:
            plans += outcome.plans
            yield outcome
    if clashes := prepare(setup)[0].clashes(plans):
        yield _outcome(clashes, setup)


def _outcomes(files: Sequence[Input], setup: Setup, jobs: int) -> Generator[Outcome, None, None]:
    size = min(_CHUNK, len(files) // (4 * jobs) + 1)
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    # A forked process has what this one has prepared; one that is spawned prepares for itself.
    method = "fork" if sys.platform == "linux" else "spawn"
    from_stdin = any(file.path == STDIN for file in files)
    several = jobs > 1 and len(files) >= _WORTH_A_POOL[method] and not from_stdin
    workers = _workers(chunks, setup, min(jobs, len(chunks), _MOST_WORKERS), method) if several else []
    try:
        for place, chunk in enumerate(chunks):
            outcome = workers[place % len(workers)].next() if workers else None
            yield outcome or _check_all(chunk, setup)
    finally:
        for worker in workers:
            worker.end()


class _Worker(NamedTuple):
    """A process that checks some of the chunks, and the end of the pipe through which their outcomes come."""

    process: "BaseProcess"
    outcomes: "Connection"

    def next(self) -> Outcome | None:
        """The outcome of its next chunk; None where the process has come to an end before."""
        try:
            outcome: Outcome = self.outcomes.recv()
        except (EOFError, OSError):
            return None
        return outcome

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.process.kill()
        self.process.join()
        self.outcomes.close()


def _workers(chunks: Sequence[Sequence[Input]], setup: Setup, wanted: int, method: str) -> list[_Worker]:
    """Processes that between them check all `chunks` in turn; none where the system does not let us have them all."""
    workers: list[_Worker] = []
    try:
        from multiprocessing import get_context

        context: Any = get_context(method)
        for first in range(wanted):
            outcomes, end = context.Pipe(duplex=False)
            with end:  # once it is the worker's alone, it is closed when the worker ends
                process = context.Process(target=_work, args=(end, chunks[first::wanted], setup), daemon=True)
                process.start()
            workers.append(_Worker(process, outcomes))
    except Exception:  # whatever it is, the run goes on without
        for worker in workers:
            worker.end()
        return []
    return workers


def _work(end: "Connection", chunks: Sequence[Sequence[Input]], setup: Setup) -> None:
    """Check `chunks` in a process of its own, which ends with its parent; where that fails, the parent goes on."""
    from multiprocessing import parent_process
    from threading import Thread

    def end_with_parent() -> None:
        parent = parent_process()
        assert parent is not None
        parent.join()
        os._exit(1)

    terminal.end_at_once_on_signals()
    with suppress(Exception):
        Thread(target=end_with_parent, daemon=True).start()
        for chunk in chunks:
            end.send(_check_all(chunk, setup))


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
        if not isinstance(result, OtherFile) and result.refusals:
            outcome.complaints.extend(wording.refusal(result.path, refusal) for refusal in result.refusals)
            if len(result.refusals) == MOST_PROBLEMS:
                outcome.complaints.append(wording.text("report.first-only", limit=MOST_PROBLEMS, path=result.path))
    return outcome
