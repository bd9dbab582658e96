"""A run: many files, in one process or several, and one report written as it goes."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from nq42check.checking import Checker, RefusedFile
from nq42check.files import MAX_BYTES
from nq42check.knowledge import document_for, load_knowledge
from nq42check.reports import Piece, Reporter
from nq42check.reports.wording import Wording
from nq42check.tally import Tally

# Below so many files a second process costs more than it saves: it takes some 30 ms to start by fork, 200 by spawn.
_WORTH_A_POOL = {"fork": 60, "spawn": 250}
_CHUNK = 25

STDIN = "-"
"""The path that stands for standard input."""


class Setup(NamedTuple):
    """All that a run needs to know besides its files; it can be handed to another process."""

    as_of: date
    format: str = "table"
    language: str = "vi"
    rule_folders: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    rules: frozenset[str] | None = None
    max_bytes: int = MAX_BYTES
    show_all: bool | None = None
    width: int = 80
    color: bool = False


class Outcome(NamedTuple):
    """What some files came to: totals, what the report says of each, and why files were refused."""

    tally: Tally
    pieces: list[Piece]
    complaints: list[str]


@lru_cache(maxsize=1)
def prepare(setup: Setup) -> tuple[Checker, Reporter]:
    """What checks and what reports. Raises BadKnowledge and LookupError as `knowledge` does."""
    knowledge = load_knowledge(setup.rule_folders)
    checker = Checker(
        knowledge,
        as_of=setup.as_of,
        against=[document_for(name, knowledge) for name in setup.against],
        rules=setup.rules,
        max_bytes=setup.max_bytes,
    )
    return checker, _reporter(setup)


def _reporter(setup: Setup) -> Reporter:
    wording = Wording(setup.language)
    if setup.format == "json":
        from nq42check.reports.data import Json

        return Json(wording, setup.as_of, with_met=setup.show_all is not False)
    if setup.format == "html":
        from nq42check.reports.html import Html

        return Html(wording, setup.as_of, some_rules_only=setup.rules is not None)
    from nq42check.reports.table import TableReport

    return TableReport(
        wording,
        setup.as_of,
        width=setup.width,
        color=setup.color,
        show_all=bool(setup.show_all),
        some_rules_only=setup.rules is not None,
    )


def run(paths: Sequence[str], setup: Setup, jobs: int) -> Iterator[Outcome]:
    """Check all files at `paths` with up to `jobs` processes; the outcomes come in the order of `paths`."""
    size = min(_CHUNK, len(paths) // (4 * jobs) + 1)
    chunks = [paths[start : start + size] for start in range(0, len(paths), size)]
    # A forked process has what this one has prepared; one that is spawned prepares for itself.
    method = "fork" if sys.platform == "linux" else "spawn"
    if jobs == 1 or len(paths) < _WORTH_A_POOL[method]:
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


def _check_all(paths: Sequence[str], setup: Setup) -> Outcome:
    checker, reporter = prepare(setup)
    wording = Wording(setup.language)
    outcome = Outcome(Tally(), [], [])
    for path in paths:
        result = checker.check(path, sys.stdin.buffer if path == STDIN else None)
        outcome.tally.add(result)
        outcome.pieces.append(reporter.piece(result))
        if isinstance(result, RefusedFile):
            outcome.complaints.extend(wording.refusal(result.path, refusal) for refusal in result.refusals)
    return outcome
