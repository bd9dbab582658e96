"""`nq42check PATH…`: the main job."""

import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import update_wrapper
from typing import Any, NamedTuple

import click

from nq42check.cli import terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.complaints import unknown_rule, unusable_file
from nq42check.cli.destinations import (
    formats_option,
    refuse_to_overwrite,
    separator_for,
    separator_option,
    sinks_for,
    tell_of,
)
from nq42check.cli.options import (
    as_of_option,
    color_option,
    completing,
    config_option,
    in_place,
    places_option,
    rules_option,
)
from nq42check.cli.place import Shared
from nq42check.cli.running import Destination, Setup, check_and_write
from nq42check.flagging.rulebook import matching
from nq42check.reports import Detail
from nq42check.reports.wording import Wording
from nq42check.run.files import MAX_BYTES
from nq42check.run.inputs import Inputs, absolute, is_among
from nq42check.run.knowledge import BadKnowledge, Knowledge
from nq42check.run.settings import FAIL_ON
from nq42check.run.tally import Exit, gravest


class _Request(NamedTuple):
    """What a command line asks for; None or an empty list leaves it to the settings, or to where the command runs."""

    paths: tuple[str, ...]
    against: tuple[str, ...]
    formats: tuple[Destination, ...]
    csv_separator: str | None
    fail_on: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    as_of: date
    show_all: bool | None
    detail: str | None
    complete: bool
    max_size: int
    jobs: int | None
    known: str | None
    write_known: str | None
    places: str | None
    rule_folders: tuple[str, ...]
    color: str


def _watched(command: Callable[..., Exit]) -> Callable[..., Exit]:
    """Give `command` the option `--watch`, by which it is run again whenever what it rests on is saved."""

    def run(watch: bool, **asked: Any) -> Exit:
        if not watch:
            return command(**asked)
        from nq42check.cli.watching import watch_over

        return watch_over(command, asked)

    return option("--watch", is_flag=True)(update_wrapper(run, command))  # type: ignore[no-any-return]


@command("check", hidden=True, texts=("main", "paths", "codes"))
@click.argument("paths", nargs=-1, required=True, shell_complete=completing("paths"))
@option("--against", multiple=True, metavar="DOCUMENT", shell_complete=completing("documents"))
@formats_option
@separator_option
@option("--fail-on", type=click.Choice(list(FAIL_ON)))
@option("--select", multiple=True, metavar="RULES", shell_complete=completing("patterns"))
@option("--ignore", multiple=True, metavar="RULES", shell_complete=completing("patterns"))
@as_of_option
@option("--all/--short", "show_all", default=None)
@option("--full", "detail", flag_value=Detail.FULL.value)
@option("--brief", "detail", flag_value=Detail.BRIEF.value)
@option("--complete", is_flag=True)
@option("--max-size", type=click.IntRange(min=1), default=MAX_BYTES // 1024, metavar="KIB")
@option("--jobs", type=click.IntRange(min=1), metavar="N")
@option("--known", metavar="FILE")
@option("--write-known", metavar="FILE")
@places_option
@rules_option
@config_option
@_watched
@in_place
@color_option
def check(shared: Shared, **asked: Any) -> Exit:
    """Check plans: the main job."""
    request, wording = _Request(**asked), shared.wording
    knowledge, chosen = shared.knowledge(request.rule_folders), shared.place.inputs(request.paths)
    setup = _setup(request, chosen, knowledge, shared)
    added = (*setup.additions.rules, *setup.additions.baselines, *setup.against, setup.known, shared.place.file)
    refuse_to_overwrite(setup, [*(file.path for file in chosen.files), *filter(None, added)], wording)
    if not chosen.files and all(map(os.path.isfile, request.paths)):  # a hook that was handed excluded files only
        click.echo(wording.text("report.excluded", file=shared.place.file), err=True)
        return Exit.CLEAN
    sinks = sinks_for(setup, wording)
    files = chosen.files
    if any(file.may_be_document for file in files):
        from nq42check.cli.drafting import drafted_in_memory

        files = drafted_in_memory(files, shared, knowledge)
    try:
        tally = check_and_write(files, setup, request.jobs or terminal.processors(), sinks)
    except BadKnowledge as error:
        raise unusable_file(error, knowledge, wording) from None
    tell_of(setup, sinks, tally, wording)
    if setup.write_known and tally.plans:
        click.echo(wording.text("known.written", file=setup.write_known), err=True)
    shared.tell_of(chosen, request.paths)
    empty = _empty_folders(request.paths, chosen)
    for folder in empty:
        click.echo(wording.text("report.empty-folder", folder=folder), err=True)
    fail_on = None if request.write_known else FAIL_ON[request.fail_on or shared.place.settings.fail_on]
    return gravest(tally.exit_code(fail_on), *(Exit.NOTHING for _ in empty))


def _setup(request: _Request, chosen: Inputs, knowledge: Knowledge, shared: Shared) -> Setup:
    """What a run needs to know. Raises UsageError and Unusable where what is asked for is not there."""
    return Setup(
        formats=request.formats or (() if request.write_known else terminal.usual_formats()),
        width=terminal.width(),
        color=terminal.colored(request.color),
        as_of=request.as_of,
        language=shared.wording.language,
        additions=shared.place.additions(request.rule_folders),
        against=shared.held_against(request.against, knowledge),
        some_norms=bool(request.against),
        known=None if request.write_known else _known_file(request.known, shared),
        write_known=request.write_known,
        limits=shared.place.settings.require.limits,
        required=shared.place.required_of(request.paths),
        rules=rules_selected(
            request.select or shared.place.settings.select,
            request.ignore or shared.place.settings.ignore,
            knowledge,
            shared.wording,
        ),
        max_bytes=request.max_size * 1024,
        show_all=request.show_all,
        detail=Detail(request.detail or Detail.SHORT.value),
        spoken=terminal.spoken(),
        csv_separator=separator_for(request.csv_separator, request.formats, shared.wording),
        complete=request.complete,
        root=terminal.repository(),
        unchecked=tuple(chosen.unchecked),
        excluded=tuple(sorted(chosen.excluded.items())),
        merging=request.places is not None,
    )


def _known_file(asked: str | None, shared: Shared) -> str | None:
    """The file of known findings asked for, or else that of the settings. Raises UsageError where it is missing."""
    file = asked or shared.place.known
    if file and not os.path.exists(file):
        raise click.UsageError(shared.wording.text("usage.no-file" if asked else "usage.no-known", file=file))
    return file


def rules_selected(
    select: Sequence[str], ignore: Sequence[str], knowledge: Knowledge, wording: Wording
) -> frozenset[str] | None:
    """The ids of the rules selected and not ignored; None where all are. Raises UsageError."""
    if not select and not ignore:
        return None
    wanted = _matching(select, knowledge, wording) if select else {rule.id for rule in knowledge.rules}
    return frozenset(wanted - _matching(ignore, knowledge, wording))


def _matching(lists: Sequence[str], knowledge: Knowledge, wording: Wording) -> set[str]:
    """The ids of the rules that comma-separated patterns stand for. Raises UsageError."""
    ids: set[str] = set()
    for pattern in (pattern.strip() for patterns in lists for pattern in patterns.split(",")):
        matched = matching(knowledge.rules, pattern)
        if not matched:
            raise unknown_rule(pattern, knowledge, wording)
        ids |= matched
    return ids


def _empty_folders(paths: Sequence[str], chosen: Inputs) -> list[str]:
    """The folders among `paths` in which none of the files chosen lies."""
    files = [absolute(file.path) for file in chosen.files]
    folders = [path for path in paths if os.path.isdir(path)]
    return [path for path in folders if not any(is_among(file, (absolute(path),)) for file in files)]
