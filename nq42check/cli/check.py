"""`nq42check PATH…`: the main job."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

import click

from nq42check import terminal
from nq42check.cli.options import (
    Command,
    Option,
    Place,
    color_option,
    completing,
    knowledge_of,
    lang_option,
    refuse_unknown_documents,
    rules_option,
    shared,
    tell_of_inputs,
    unknown_rule,
    unusable_file,
)
from nq42check.files import MAX_BYTES
from nq42check.inputs import Inputs, absolute, is_among
from nq42check.knowledge import BadKnowledge, Knowledge
from nq42check.outputs import AppendedFile, Device, Sink, StandardOutput, WholeFile
from nq42check.reports.wording import Wording
from nq42check.rulebook import matching
from nq42check.running import FORMATS, Format, Setup, prepare, run
from nq42check.settings import FAIL_ON
from nq42check.tally import Tally


class _FormatOption(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click only
    """A format, and the file that takes it: NAME or NAME=FILE."""

    name = "format"
    expected = f"{', '.join(FORMATS)}; NAME=FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str | None]:
        if isinstance(value, tuple):
            return value
        name, equals, file = value.partition("=")
        if name not in FORMATS or (equals and not file):
            self.fail(self.expected, param, ctx)
        return name, file if file not in ("", "-") else None


@click.command("check", cls=Command, hidden=True, help="main paths codes")
@click.argument("paths", nargs=-1, required=True, shell_complete=completing("paths"))
@click.option(
    "--against", multiple=True, metavar="DOCUMENT", cls=Option, help="against", shell_complete=completing("documents")
)
@click.option(
    "--format",
    "formats",
    type=_FormatOption(),
    multiple=True,
    metavar="NAME[=FILE]",
    cls=Option,
    help="format",
    shell_complete=completing("formats"),
)
@click.option("--fail-on", type=click.Choice(list(FAIL_ON)), cls=Option, help="fail-on")
@click.option(
    "--select", multiple=True, metavar="RULES", cls=Option, help="select", shell_complete=completing("patterns")
)
@click.option(
    "--ignore", multiple=True, metavar="RULES", cls=Option, help="ignore", shell_complete=completing("patterns")
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", cls=Option, help="as-of")
@click.option("--all/--short", "show_all", default=None, cls=Option, help="all")
@click.option(
    "--max-size", type=click.IntRange(min=1), default=MAX_BYTES // 1024, metavar="KIB", cls=Option, help="max-size"
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", cls=Option, help="jobs")
@click.option("--known", metavar="FILE", cls=Option, help="known")
@click.option("--write-known", metavar="FILE", cls=Option, help="write-known")
@rules_option
@lang_option
@color_option
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    against: tuple[str, ...],
    formats: tuple[tuple[str, str | None], ...],
    fail_on: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_of: datetime | None,
    show_all: bool | None,
    max_size: int,
    jobs: int | None,
    known: str | None,
    write_known: str | None,
    rule_folders: tuple[str, ...],
    lang: str | None,
    color: str,
) -> int:
    """Check plans: the main job."""
    place, wording = shared(ctx).place, shared(ctx).wording
    settings = place.settings
    additions = place.additions._replace(rules=(*place.additions.rules, *rule_folders))
    knowledge = knowledge_of(additions, wording)
    held_against = against or tuple(map(place.document, settings.against))
    refuse_unknown_documents(held_against, knowledge, wording)
    known = None if write_known else _known_file(known, place, wording)
    if write_known:
        formats = (*formats, ("known", write_known))
    formats = formats or terminal.usual_formats()
    setup = Setup(
        as_of=as_of.date() if as_of else date.today(),
        formats=tuple(_format(name, file, color) for name, file in formats),
        language=wording.language,
        additions=additions,
        against=held_against,
        rules=_chosen(knowledge, select or settings.select, ignore or settings.ignore, wording),
        max_bytes=max_size * 1024,
        show_all=show_all,
        known=known,
    )
    found = place.inputs(paths)
    chosen = [file.path for file in found.files]
    inputs = [*chosen, *additions.rules, *additions.baselines, *held_against, *filter(None, (known, place.file))]
    _refuse_to_overwrite([file for _, file in formats if file], inputs, wording)
    if not chosen and all(os.path.isfile(path) for path in paths):  # a hook that was handed excluded files only
        click.echo(wording.text("report.excluded", file=place.file), err=True)
        return 0
    try:
        tally = _run_and_write(found, setup, jobs or terminal.processors(), _sinks(formats, wording))
    except BadKnowledge as error:
        raise unusable_file(error, knowledge, wording) from None
    _tell_of_files([file for name, file in formats if file and name != "known"], tally, formats, wording)
    if write_known and tally.plans:
        click.echo(wording.text("known.written", file=write_known), err=True)
    code = tally.exit_code(None if write_known else FAIL_ON[fail_on or settings.fail_on])
    tell_of_inputs(found, paths, place, wording)
    unchecked = _unchecked_folders(paths, chosen)
    for folder in unchecked:
        click.echo(wording.text("report.empty-folder", folder=folder), err=True)
    return code or (_NOTHING if unchecked else 0)


_NOTHING = 3


def _known_file(asked: str | None, place: Place, wording: Wording) -> str | None:
    """The file of known findings asked for, or else that of the settings. Raises UsageError where it is missing."""
    file = asked or place.known
    if file and not os.path.exists(file):
        raise click.UsageError(wording.text("usage.no-file", file=file))
    return file


def _unchecked_folders(paths: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """The folders among `paths` in which none of the `chosen` files lies."""
    files = [absolute(path) for path in chosen]
    folders = [path for path in paths if os.path.isdir(path)]
    return [path for path in folders if not any(is_among(file, (absolute(path),)) for file in files)]


def _refuse_to_overwrite(files: Sequence[str], inputs: Sequence[str], wording: Wording) -> None:
    """Refuse to write a report over what the run reads. Raises UsageError."""
    read = {os.path.realpath(path) for path in inputs} if files else set()
    for file in files:
        if os.path.realpath(file) in read:
            raise click.UsageError(wording.text("usage.overwrite", file=file))


def _tell_of_files(
    files: Sequence[str], tally: Tally, formats: Sequence[tuple[str, str | None]], wording: Wording
) -> None:
    """Say on standard error which reports were written and, where nothing else does, what the run came to."""
    if not files:
        return
    totals = () if any(file is None for _, file in formats) else wording.totals(tally)
    click.echo("\n".join([wording.text("report.written", files=", ".join(files)), *totals]), err=True)


def _format(name: str, file: str | None, color: str) -> Format:
    """A table in a file is as wide as on a usual terminal, and has no colour."""
    if name == "known":
        return Format(name, previous=file if file and os.path.exists(file) else None)
    return Format(name) if file else Format(name, width=terminal.width(), color=terminal.colored(color))


def _sinks(formats: Sequence[tuple[str, str | None]], wording: Wording) -> list[Sink]:
    """Where each format goes; no two to one place."""
    files = [file and os.path.realpath(file) for _, file in formats]
    for place, file in enumerate(files):
        if file in files[:place]:
            raise click.UsageError(wording.text("usage.one-output", file=file or wording.text("usage.stdout")))
    return [_sink(file) for _, file in formats]


def _sink(file: str | None) -> Sink:
    """A file takes the place of what it held, but for the summary that the steps of a job share."""
    if file is None:
        return StandardOutput()
    if os.path.exists(file) and not os.path.isfile(file) and not os.path.isdir(file):
        return Device(file)
    return AppendedFile(file) if file == terminal.summary_file() else WholeFile(file)


def _run_and_write(found: Inputs, setup: Setup, jobs: int, sinks: Sequence[Sink]) -> Tally:
    """Check files and write the reports as it goes; complaints and progress go to standard error."""
    _, reporters = prepare(setup)
    tally = Tally()
    tally.unchecked = found.unchecked
    held: list[list[tuple[str, ...]]] = [[] for _ in reporters]
    between = [""] * len(sinks)
    progress = terminal.Progress(len(found.files))
    with ExitStack() as stack:
        for sink, reporter in zip(sinks, reporters, strict=True):
            stack.enter_context(sink)
            sink.write(reporter.opening())
        for outcome in run(found.files, setup, jobs):
            tally.merge(outcome.tally)
            for pieces in outcome.pieces:
                for at, (now, *later) in enumerate(pieces):
                    held[at].append(tuple(later))
                    if now:
                        sinks[at].write(between[at] + now)
                        between[at] = reporters[at].separator
            for sink in sinks:
                sink.flush()
            progress.clear()
            for complaint in outcome.complaints:
                click.echo(complaint, err=True)
            progress.advance(len(outcome.pieces))
        progress.clear()
        for sink, reporter, kept in zip(sinks, reporters, held, strict=True):
            for text in reporter.closing(tally, kept):
                sink.write(text)
    return tally


def _chosen(
    knowledge: Knowledge, select: Sequence[str], ignore: Sequence[str], wording: Wording
) -> frozenset[str] | None:
    """The ids of the rules selected and not ignored; None where all are."""
    if not select and not ignore:
        return None
    wanted = _matching(knowledge, select, wording) if select else {rule.id for rule in knowledge.rules}
    return frozenset(wanted - _matching(knowledge, ignore, wording))


def _matching(knowledge: Knowledge, patterns: Sequence[str], wording: Wording) -> set[str]:
    """The ids of the rules that comma-separated patterns stand for."""
    found: set[str] = set()
    for pattern in (each.strip() for patterns_ in patterns for each in patterns_.split(",")):
        ids = matching(knowledge.rules, pattern)
        if not ids:
            raise unknown_rule(pattern, knowledge, wording)
        found |= ids
    return found
