"""`nq42check PATH…`: the main job."""

import os
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import date

import click

from nq42check.cli import terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.complaints import unknown_rule, unusable_file
from nq42check.cli.destinations import FormatOption, format_for, refuse_to_overwrite, sinks_for, tell_of
from nq42check.cli.options import as_of_option, completing, in_place, rules_option
from nq42check.cli.outputs import Sink
from nq42check.cli.place import Place, Shared
from nq42check.cli.running import Setup, prepare, run
from nq42check.flagging.rulebook import matching
from nq42check.reports.wording import Wording
from nq42check.run.files import MAX_BYTES
from nq42check.run.inputs import Input, absolute, is_among
from nq42check.run.knowledge import BadKnowledge, Knowledge
from nq42check.run.settings import FAIL_ON
from nq42check.run.tally import Exit, Tally, gravest


@command("check", hidden=True, texts=("main", "paths", "codes"))
@click.argument("paths", nargs=-1, required=True, shell_complete=completing("paths"))
@option("--against", multiple=True, metavar="DOCUMENT", shell_complete=completing("documents"))
@option(
    "--format",
    "formats",
    type=FormatOption(),
    multiple=True,
    metavar="NAME[=FILE]",
    shell_complete=completing("formats"),
)
@option("--fail-on", type=click.Choice(list(FAIL_ON)))
@option("--select", multiple=True, metavar="RULES", shell_complete=completing("patterns"))
@option("--ignore", multiple=True, metavar="RULES", shell_complete=completing("patterns"))
@as_of_option
@option("--all/--short", "show_all", default=None)
@option("--max-size", type=click.IntRange(min=1), default=MAX_BYTES // 1024, metavar="KIB")
@option("--jobs", type=click.IntRange(min=1), metavar="N")
@option("--known", metavar="FILE")
@option("--write-known", metavar="FILE")
@rules_option
@in_place
@option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def check(
    shared: Shared,
    paths: tuple[str, ...],
    against: tuple[str, ...],
    formats: tuple[tuple[str, str | None], ...],
    fail_on: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_of: date,
    show_all: bool | None,
    max_size: int,
    jobs: int | None,
    known: str | None,
    write_known: str | None,
    rule_folders: tuple[str, ...],
    color: str,
) -> Exit:
    """Check plans: the main job."""
    place, wording = shared
    settings = place.settings
    additions, knowledge = place.additions_with(rule_folders), shared.knowledge(rule_folders)
    held_against = shared.held_against(against, knowledge)
    known = None if write_known else _known_file(known, place, wording)
    if write_known:
        formats = (*formats, ("known", write_known))
    formats = formats or terminal.usual_formats()
    found = place.inputs(paths)
    setup = Setup(
        as_of=as_of,
        formats=tuple(format_for(asked, color, some_norms=bool(against)) for asked in formats),
        language=wording.language,
        additions=additions,
        against=held_against,
        rules=_chosen(knowledge, select or settings.select, ignore or settings.ignore, wording),
        max_bytes=max_size * 1024,
        show_all=show_all,
        known=known,
        root=terminal.repository(),
        unchecked=tuple(found.unchecked),
    )
    chosen = [file.path for file in found.files]
    inputs = [*chosen, *additions.rules, *additions.baselines, *held_against, *filter(None, (known, place.file))]
    refuse_to_overwrite(formats, inputs, wording)
    if not chosen and all(os.path.isfile(path) for path in paths):  # a hook that was handed excluded files only
        click.echo(wording.text("report.excluded", file=place.file), err=True)
        return Exit.CLEAN
    sinks = sinks_for(formats, wording)
    try:
        tally = _run_and_write(found.files, setup, jobs or terminal.processors(), sinks)
    except BadKnowledge as error:
        raise unusable_file(error, knowledge, wording) from None
    tell_of(formats, sinks, tally, wording)
    if write_known and tally.plans:
        click.echo(wording.text("known.written", file=write_known), err=True)
    code = tally.exit_code(None if write_known else FAIL_ON[fail_on or settings.fail_on])
    shared.tell_of(found, paths)
    unchecked = _unchecked_folders(paths, chosen)
    for folder in unchecked:
        click.echo(wording.text("report.empty-folder", folder=folder), err=True)
    return gravest(code, *(Exit.NOTHING for _ in unchecked))


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


def _run_and_write(files: Sequence[Input], setup: Setup, jobs: int, sinks: Sequence[Sink]) -> Tally:
    """Check `files` and write the reports as it goes; complaints and progress go to standard error."""
    _, reporters = prepare(setup)
    tally = Tally()
    held: list[list[tuple[str, ...]]] = [[] for _ in reporters]
    between = [""] * len(sinks)
    progress = terminal.Progress(len(files))
    with ExitStack() as stack:
        for sink, reporter in zip(sinks, reporters, strict=True):
            stack.enter_context(sink)
            sink.write(reporter.opening())
        # Closed here, so that whatever ends this ends the workers at once.
        for outcome in stack.enter_context(closing(run(files, setup, jobs))):
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
