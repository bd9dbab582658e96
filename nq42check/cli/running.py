"""A run: many files, in one process or several, and one report written as it goes."""

import os
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, closing
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from nq42check.cli import terminal
from nq42check.cli.outputs import Sink, is_folder
from nq42check.cli.workers import workers_on
from nq42check.flagging.scene import Limits
from nq42check.reports import Brief, Detail, Piece, Reporter, complaints
from nq42check.reports.registry import FORMATS
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker
from nq42check.run.files import STDIN, names_from
from nq42check.run.inputs import Input
from nq42check.run.knowledge import Additions, Knowledge, document_for, known_in, load_knowledge
from nq42check.run.results import Identity, PlanReport, Result
from nq42check.run.tally import Tally

if TYPE_CHECKING:
    from nq42check.judging.merged import Voice
    from nq42check.reports.merged.voices import Voices
    from nq42check.run.gate import Gate
    from nq42check.run.required import Declared

# Below so many files a second process costs more than it saves: it takes some 30 ms to start by fork, 200 by spawn.
_WORTH_A_POOL = {"fork": 60, "spawn": 250}
_CHUNK = 25

Destination = tuple[str, str | None]
"""The name of a format, and the file that takes the report; None is standard output."""


class Setup(NamedTuple):
    """All that a run needs to know besides its files; it can be handed to another process.

    `formats` are those of its reports, `width` and `color` are for the one on standard output. Known findings are those
    in the file `known`; the file `write_known` takes them anew and keeps those of plans that are not checked; where
    only `some_norms` are held against plans, those too that are not found again. `root` is the folder from which
    servers name files, None where nothing says which it is. `unchecked` is what in the folders given looks like a plan
    and is not checked; `excluded` are patterns of the settings, and how many files each left out. `required` is what
    all plans of the run together must have; of `complete` ones every row is filled in. `csv_separator` is a sign.
    Without `flagging` nothing is flagged, and it is only judged what plans make of norms.
    `gathering` makes one more reporter, of which nothing is written: what it holds is what `gather` gives. With
    `merging` plans of places that were merged are joined, too.
    """

    formats: tuple[Destination, ...]
    width: int
    color: bool
    as_of: date
    language: str
    additions: Additions
    against: tuple[str, ...]
    some_norms: bool
    limits: Limits
    required: "tuple[Declared, ...]"
    rules: frozenset[str] | None
    max_bytes: int
    show_all: bool | None
    detail: Detail
    spoken: bool
    csv_separator: str
    complete: bool
    known: str | None
    write_known: str | None
    root: str | None
    unchecked: tuple[str, ...]
    excluded: tuple[tuple[str, int], ...]
    flagging: bool = True
    gathering: Callable[[Brief, Checker], Reporter[Any]] | None = None
    merging: bool = False

    @property
    def files(self) -> list[str | None]:
        """What a run writes: the file of each report, None for standard output, and last that of known findings."""
        return [*(file for _, file in self.formats), *filter(None, [self.write_known])]

    @property
    def folders(self) -> list[str]:
        """Those of them that are folders of pages."""
        return [file for _, file in self.formats if file and is_folder(file)]


class _Prepared(NamedTuple):
    """What checks files by `setup`, and what reports on them: in each format, and last as known findings.

    `voices` makes of plans what is joined where places were merged, None where that is not asked for.
    """

    setup: Setup
    wording: Wording
    knowledge: Knowledge
    judge: "Checker | Gate"
    reporters: list[Reporter[Any]]
    voices: "Voices | None" = None


def _prepare(setup: Setup, files: int, gate: "Gate | None" = None) -> _Prepared:
    """All that a process needs to check so many `files` in all, by `gate` where there is one.

    Raises BadKnowledge and LookupError as `knowledge` does.
    """
    wording = Wording(setup.language)
    knowledge = gate.checker.knowledge if gate else load_knowledge(setup.additions)
    checker = (
        gate.checker
        if gate
        else Checker(
            knowledge,
            as_of=setup.as_of,
            against=[document_for(name, knowledge) for name in setup.against],
            rules=setup.rules,
            limits=setup.limits,
            known=known_in(setup.known, knowledge) if setup.known else (),
            max_bytes=setup.max_bytes,
            complete=setup.complete,
            flagging=setup.flagging,
        )
    )
    brief = Brief(
        wording,
        setup.as_of,
        rules=knowledge.rules,
        some_rules_only=setup.rules is not None,
        show_all=setup.show_all,
        unchecked=setup.unchecked,
        named=names_from(setup.root),
        files=files,
        detail=setup.detail,
        spoken=setup.spoken,
        csv_separator=setup.csv_separator,
        checker=checker,
    )
    on_screen = brief._replace(width=setup.width, color=setup.color)
    briefs = [brief._replace(apart=is_folder(file)) if file else on_screen for _, file in setup.formats]
    reporters = [FORMATS[name].reporter(brief) for (name, _), brief in zip(setup.formats, briefs, strict=True)]
    if file := setup.write_known:
        from nq42check.reports.known import KnownFindings

        there = os.path.isfile(file) and not os.path.islink(file)  # a link will be refused
        before = known_in(file, knowledge) if there else ()
        reporters.append(KnownFindings(before, setup.rules, some_norms=setup.some_norms))
    if setup.gathering:
        reporters.append(setup.gathering(brief, checker))
    prepared = _Prepared(setup, wording, knowledge, gate or checker, reporters)
    if setup.merging:
        from nq42check.reports.merged.voices import Voices

        return prepared._replace(voices=Voices(checker, wording))
    return prepared


class _Outcome(NamedTuple):
    """What some files came to: totals, what each report says of each, why files were refused, and of which places;
    and what plans of merged places say, where that is asked for.
    """

    files: int
    tally: Tally
    pieces: list[tuple[Piece[Any], ...]]
    complaints: list[str]
    plans: list[Identity]
    voices: "list[Voice]"


class _Report:
    """A report as it is being written: what makes it, what takes it, and what is held until its end."""

    def __init__(self, reporter: Reporter[Any], sink: Sink) -> None:
        self.reporter, self.sink = reporter, sink
        self.held: list[Any] = []
        self.between = ""

    def add(self, piece: Piece[Any]) -> None:
        """Write what `piece` says at once and its page, and keep the rest."""
        if piece.now:
            self.sink.write(self.between + piece.now)
            self.between = self.reporter.separator
        if piece.page is not None:
            self.sink.add(piece.page)
        if piece.held is not None:
            self.reporter.keep(self.held, piece.held)


def check_and_write(
    files: Sequence[Input], setup: Setup, jobs: int, sinks: Sequence[Sink], gate: "Gate | None" = None
) -> Tally:
    """Check `files` with up to `jobs` processes, by `gate` where there is one; write the reports to `sinks` as it goes.

    Complaints and progress go to standard error. Raises as `_prepare` does, before anything is written.
    """
    prepared = _prepare(setup, len(files), gate)
    reports = [_Report(*pair) for pair in zip(prepared.reporters, sinks, strict=True)]
    tally = Tally(setup.excluded)
    with ExitStack() as stack:
        for report in reports:
            stack.enter_context(report.sink)
            report.sink.write(report.reporter.opening())
        # Closed here, so that whatever ends this ends the workers at once.
        for outcome in stack.enter_context(closing(_outcomes(files, prepared, jobs, tally))):
            for pieces in outcome.pieces:
                for report, piece in zip(reports, pieces, strict=True):
                    report.add(piece)
            for report in reports:
                report.sink.flush()
        for report in reports:
            for text in report.reporter.closing(tally, report.held):
                report.sink.write(text)
    return tally


def gather(files: Sequence[Input], setup: Setup, jobs: int) -> tuple[Tally, list[Any]]:
    """Check `files` with up to `jobs` processes: the totals, and what the reporter that is `gathering` holds of them.

    Complaints and progress go to standard error. Raises as `_prepare` does.
    """
    prepared = _prepare(setup, len(files))
    tally, held, reporter = Tally(setup.excluded), list[Any](), prepared.reporters[-1]
    with closing(_outcomes(files, prepared, jobs, tally)) as outcomes:
        for piece in (pieces[-1] for outcome in outcomes for pieces in outcome.pieces):
            if piece.held is not None:
                reporter.keep(held, piece.held)
    return tally, held


def _outcomes(
    files: Sequence[Input], prepared: _Prepared, jobs: int, tally: Tally
) -> Generator["_Outcome", None, None]:
    """The outcomes of `_run`, counted in `tally`; then its complaints are told, and how far it is."""
    progress = terminal.Progress(len(files))
    with closing(_run(files, prepared, jobs)) as outcomes:
        for outcome in outcomes:
            tally.merge(outcome.tally)
            yield outcome
            progress.clear()
            for complaint in outcome.complaints:
                click.echo(complaint, err=True)
            progress.advance(outcome.files)
    progress.clear()


def _run(files: Sequence[Input], prepared: _Prepared, jobs: int) -> Generator[_Outcome, None, None]:
    """Check all `files` with up to `jobs` processes; the outcomes come in their order.

    What other processes cannot do, this one does. Files that cannot be told from another plan of their place come once
    more at the end, refused; and then comes what is required and not there.
    """
    size = min(_CHUNK, len(files) // (4 * jobs) + 1)
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    # A forked process has what this one has prepared; one that is spawned prepares for itself.
    method = "fork" if sys.platform == "linux" else "spawn"
    starting = partial(_prepare, prepared.setup, len(files)) if method == "spawn" else lambda: prepared
    from_stdin = any(file.path == STDIN for file in files)
    # A gate is not sent anywhere: it holds all that its base has.
    several = jobs > 1 and len(files) >= _WORTH_A_POOL[method] and not from_stdin
    several = several and (method == "fork" or isinstance(prepared.judge, Checker))
    workers = workers_on(chunks, starting, _check_all, min(jobs, len(chunks)), method) if several else []
    plans: list[Identity] = []
    voices: list[Voice] = []
    try:
        for place, chunk in enumerate(chunks):
            outcome = (workers and workers[place % len(workers)].next()) or _check_all(chunk, prepared)
            plans += outcome.plans
            voices += outcome.voices
            yield outcome
    finally:
        for worker in workers:
            worker.end()
    last, since = prepared.judge.last(files, plans)
    if prepared.setup.required:
        from nq42check.run.required import lacking

        last += [each for declared in prepared.setup.required for each in lacking(declared, plans, prepared.knowledge)]
    today = None
    if prepared.voices:
        from nq42check.run.successors import places_of_today

        assert isinstance(prepared.judge, Checker)
        today, against = places_of_today(voices, prepared.voices.norms, files, prepared.judge)
        last += [] if prepared.setup.gathering else against  # what is only gathered is not judged
    outcome = _outcome(last, prepared)
    outcome.tally.since, outcome.tally.today = since, today
    yield outcome


def _check_all(files: Sequence[Input], prepared: _Prepared) -> _Outcome:
    read = (file._replace(stream=sys.stdin.buffer) if file.path == STDIN else file for file in files)
    results = (result for file in read for result in prepared.judge.results(file))
    return _outcome(results, prepared)._replace(files=len(files))


def _outcome(results: Iterable[Result], prepared: _Prepared) -> _Outcome:
    outcome = _Outcome(0, Tally(), [], [], [], [])
    for result in results:
        outcome.tally.add(result)
        outcome.pieces.append(tuple(reporter.piece(result) for reporter in prepared.reporters))
        outcome.complaints.extend(complaints(result, prepared.wording))
        if isinstance(result, PlanReport):
            outcome.plans.append(result.identity)
            if prepared.voices and (voice := prepared.voices.of(result)):
                outcome.voices.append(voice)
    return outcome
