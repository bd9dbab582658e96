"""`nq42check gate BASE [PATH…]`: a check by the settings of a base, and what stands against the changes since."""

import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from nq42check.cli import terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.check import rules_selected
from nq42check.cli.complaints import Unusable, unusable_file
from nq42check.cli.destinations import (
    formats_option,
    refuse_to_overwrite,
    separator_for,
    separator_option,
    sinks_for,
    tell_of,
)
from nq42check.cli.options import color_option, completing, in_place
from nq42check.cli.place import Place, Shared, find_place
from nq42check.cli.revisions import NoVersions, at_revision, is_revision, is_unborn, named_revision, to_fetch
from nq42check.cli.running import Destination, Setup, check_and_write
from nq42check.flagging.accepted import no_wider
from nq42check.flagging.scene import Limits
from nq42check.model.document import Known
from nq42check.reading.nodes import Field, Problem
from nq42check.reports import Detail
from nq42check.run.checking import Checker, today
from nq42check.run.files import DISK, MAX_BYTES, Files, Snapshot, folder_snapshot, shown
from nq42check.run.gate import Gate
from nq42check.run.inputs import Input, Inputs, inputs
from nq42check.run.knowledge import BadKnowledge, Knowledge, completed, document_for, known_in
from nq42check.run.required import Declared
from nq42check.run.results import Objected, Refusal
from nq42check.run.settings import FAIL_ON, each_setting, written
from nq42check.run.tally import Exit

_FOLDER = "provinces"
"""The folder of plans, where the base has it and no path is given."""


class _Request(NamedTuple):
    """What a command line asks for."""

    formats: tuple[Destination, ...]
    csv_separator: str | None
    fail_on: str | None
    accept_settings: bool
    show_all: bool | None
    detail: str | None
    complete: bool
    max_size: int
    jobs: int | None
    color: str

    @property
    def max_bytes(self) -> int:
        """As many bytes as are read of a file: settings may have their own number, however few a plan may."""
        return max(self.max_size * 1024, MAX_BYTES)


@command("gate", texts=("gate", "gate-base", "gate-settings", "gate-codes"))
@click.argument("base")
@click.argument("paths", nargs=-1, shell_complete=completing("paths"))
@option("--accept-settings", is_flag=True)
@formats_option
@separator_option
@option("--fail-on", text="gate-fail-on", type=click.Choice([name for name in FAIL_ON if FAIL_ON[name]]))
@option("--all/--short", "show_all", default=None)
@option("--full", "detail", flag_value=Detail.FULL.value)
@option("--brief", "detail", flag_value=Detail.BRIEF.value)
@option("--complete", is_flag=True)
@option("--max-size", type=click.IntRange(min=1), default=MAX_BYTES // 1024, metavar="KIB")
@option("--jobs", type=click.IntRange(min=1), metavar="N")
@in_place
@color_option
def gate(shared: Shared, base: str, paths: tuple[str, ...], **asked: Any) -> Exit:
    """Hold what is under judgement to a base."""
    request = _Request(**asked)
    if not base.strip():  # a variable that is not set would have the branch held to what is staged: to itself
        raise click.UsageError(shared.wording.text("gate.unnamed"))
    if "-" in paths:
        raise click.UsageError(shared.wording.text("gate.stdin"))
    then = _Side(shared._replace(place=_base(base, paths, request.max_bytes, shared)), base)
    now, paths = _judged(paths, then.place, request.max_bytes, shared)
    if is_unborn(base):  # there are no settings but those at hand
        then = now._replace(name=base)
    return _run(request, then, now, paths)


class _Side(NamedTuple):
    """The base, or what is under judgement: its settings and files, and what to call it (nothing for files on disk)."""

    shared: Shared
    name: str = ""

    @property
    def place(self) -> Place:
        """Where its settings hold."""
        return self.shared.place

    def knowledge(self) -> Knowledge:
        """What is known by its settings. Raises Unusable."""
        try:
            return self.shared.knowledge()
        except Unusable as error:
            raise Unusable(self.told(error.message), error.code) from None

    def known(self, knowledge: Knowledge) -> tuple[Known, ...]:
        """Its known findings. Raises Unusable, and UsageError where it lacks the file."""
        file = self.place.known
        if file is None:
            return ()
        if not self.place.files.exists(file):
            raise click.UsageError(self.told(self.shared.wording.text("usage.no-known", file=file)))
        try:
            return known_in(file, knowledge, self.place.files)
        except BadKnowledge as error:
            raise unusable_file(error, knowledge, self.shared.wording) from None

    def plans(self, paths: Sequence[str]) -> list[Input]:
        """What of `paths` is there; nothing before anything is committed."""
        here = () if is_unborn(self.name) else filter(self.place.files.exists, paths)
        return self.place.inputs([*here]).files

    def told(self, message: str) -> str:
        """A complaint about one of its files, which says whose it is."""
        return self.shared.wording.text("gate.at", base=self.name, message=message) if self.name else message

    def checker(self, knowledge: Knowledge, known: Sequence[Known], request: _Request, documents: Files) -> Checker:
        """What checks by its settings; documents as issued are read among `documents`."""
        against = self.shared.held_against((), knowledge)
        return Checker(
            knowledge,
            as_of=today(),
            against=[document_for(name, knowledge, self.place.files) for name in against],
            rules=rules_selected(
                self.place.settings.select, self.place.settings.ignore, knowledge, self.shared.wording
            ),
            known=known,
            limits=self.place.settings.require.limits,
            max_bytes=request.max_size * 1024,
            complete=request.complete,
            documents=documents,
        )


def _base(name: str, paths: Sequence[str], max_bytes: int, shared: Shared) -> Place:
    """The settings and files of the base called `name`, a folder or a revision. Raises UsageError and Unusable.

    A folder stands for the working folder; for the one of `paths`, where that is not in it.
    """
    try:
        if os.path.isdir(name):
            if is_revision(name):
                raise NoVersions("usage.revision-or-path", path=name)
            stands_for = [path for path in paths if not os.path.lexists(os.path.join(name, path))]
            under = stands_for[0] if len(paths) == len(stands_for) == 1 else os.curdir
            return find_place(folder_snapshot(name, under, max_bytes))
        return find_place(Snapshot() if is_unborn(name) else at_revision(name, max_bytes))
    except NoVersions as error:
        text = shared.wording.text
        if ":" in name:
            raise click.UsageError(text("gate.base-path", base=name)) from None
        if error.reason in ("usage.revision", "usage.revision-shallow"):
            raise click.UsageError(text("gate.no-base", base=name, command=to_fetch(name))) from None
        raise click.UsageError(text(error.reason, name=name, like="", **error.fields)) from None
    except Unusable as error:
        raise Unusable(shared.wording.text("gate.at", base=name, message=error.message), error.code) from None


def _judged(paths: Sequence[str], base: Place, max_bytes: int, shared: Shared) -> tuple[_Side, tuple[str, ...]]:
    """What is under judgement, on disk or at a revision, and the paths in it. Raises UsageError."""
    try:
        named = [named_revision(path) for path in paths]
    except NoVersions as error:
        raise click.UsageError(shared.wording.text(error.reason, name=paths[0], like="", **error.fields)) from None
    revisions = {revision for revision, _ in named}
    if len(revisions) > 1:
        raise click.UsageError(shared.wording.text("gate.mixed", paths=", ".join(paths)))
    revision = next(iter(revisions), None)
    files = DISK if revision is None else at_revision(revision, max_bytes)
    meant = tuple(path for _, path in named if path is not None)
    if len(meant) < len(named) or not meant:  # all of it
        has = base.files if base.files.exists(os.curdir) else files
        meant = (_FOLDER if has.exists(_FOLDER) else os.curdir,)
    return _Side(shared if files is DISK else shared._replace(place=find_place(files)), revision or ""), meant


def _run(request: _Request, then: _Side, now: _Side, paths: tuple[str, ...]) -> Exit:
    """Check, report, and say how it ends."""
    shared, wording = now.shared, now.shared.wording
    theirs, ours = then.knowledge(), now.knowledge()
    knowledge = completed(theirs, ours)
    before, known = then.known(knowledge), now.known(knowledge)
    added = [record for record in known if not any(no_wider(record, other) for other in before)]
    in_force = [record for record in known if request.accept_settings or record not in added]
    changes = [*_changed(then.place, now.place), *_added(added, now.place)]
    chosen = inputs(
        paths,
        [*then.place.named, *now.place.named],
        # What a person lets be excluded is no loss, as long as it is no plan of the base: that would be gone.
        lambda path: (request.accept_settings or then.place.excluded_by(path)) and now.place.excluded_by(path),
        now.place.files,
    )
    judge = Gate(
        then.checker(knowledge, in_force, request, now.place.files),
        then.name,
        then.plans(paths),
        own=now.checker(ours, in_force, request, now.place.files) if changes else None,
        objected=[] if request.accept_settings else _objected(changes, knowledge),
        whole=paths[0],
    )
    setup = _setup(request, chosen, judge, shared)._replace(required=_required(then.place, now.place, paths))
    read = [*(file.path for file in chosen.files), *then.place.named, *now.place.named]
    refuse_to_overwrite(setup, read, wording)
    sinks = sinks_for(setup, wording)
    tally = check_and_write(chosen.files, setup, request.jobs or terminal.processors(), sinks, judge)
    tell_of(setup, sinks, tally, wording)
    if chosen.unchecked:
        click.echo(wording.unchecked(chosen.unchecked), err=True)
    levels = [
        FAIL_ON[name] for name in (then.place.settings.fail_on, now.place.settings.fail_on, request.fail_on) if name
    ]
    return tally.exit_code(min((level for level in levels if level), default=None))


def _setup(request: _Request, chosen: Inputs, judge: Gate, shared: Shared) -> Setup:
    """What the run needs to know besides what checks it."""
    return Setup(
        formats=request.formats or terminal.usual_formats(),
        width=terminal.width(),
        color=terminal.colored(request.color),
        as_of=judge.checker.as_of,
        language=shared.wording.language,
        additions=shared.place.additions(),
        against=(),
        some_norms=False,
        known=None,
        write_known=None,
        limits=Limits(),
        required=(),
        rules=None,
        max_bytes=judge.checker.max_bytes,
        show_all=request.show_all,
        detail=Detail(request.detail or Detail.SHORT.value),
        spoken=terminal.spoken(),
        csv_separator=separator_for(request.csv_separator, request.formats, shared.wording),
        complete=request.complete,
        root=terminal.repository(),
        unchecked=tuple(chosen.unchecked),
        excluded=tuple(sorted(chosen.excluded.items())),
    )


def _required(then: Place, now: Place, paths: Sequence[str]) -> tuple[Declared, ...]:
    """What the base requires of all plans, and what those under judgement require otherwise."""
    differs = then.settings.require != now.settings.require
    return (*then.required_of(paths), *(now.required_of(paths) if differs else ()))


# What differs in the settings, and in the files that they name


def _changed(then: Place, now: Place) -> Iterator[tuple[str, Problem]]:
    """What is set otherwise now, and which of the files that settings name are not as they were; with their paths."""
    file = shown(now.file or then.file or "")
    set_before = dict(each_setting(then.settings))
    for name, after in each_setting(now.settings):
        before = set_before[name]
        if before != after:
            values = {"old": written(before) or "–", "new": written(after) or "–"}
            line, column = now.keys.get(name, (None, None))
            yield file, Problem("settings-changed.key", line, column, {"key": name, **values})
    old, new = _contents(then), _contents(now)
    for path in sorted({*old, *new}):
        if old.get(path) != new.get(path):
            what = "new" if path not in old else "changed" if path in new else "gone"
            yield path, Problem(f"settings-changed.file-{what}")


def _contents(place: Place) -> dict[str, bytes]:
    """The files of norms and rules that settings name, by the paths that reports show; however their lines end."""
    settings, files = place.settings, place.files
    declared = map(place.path, (*settings.rules, *settings.baselines, *settings.against))
    paths = [path for each in declared if files.exists(each) for path in files.yaml_at(each)]
    return {shown(path): files.read(path).replace(b"\r\n", b"\n") for path in paths}


def _added(records: Sequence[Known], place: Place) -> Iterator[tuple[str, Problem]]:
    """The known findings that the base does not have, one for each plan."""
    plans: dict[str, list[Known]] = {}
    for record in records:
        plans.setdefault(record.plan, []).append(record)
    for plan, own in plans.items():
        fields: dict[str, Field] = {"name": plan, "count": len(own), "indicator": own[0].indicator}
        yield shown(place.known or ""), Problem("settings-changed.known", fields=fields)


def _objected(changes: Sequence[tuple[str, Problem]], knowledge: Knowledge) -> list[Objected]:
    """What stands against changed settings, by file."""
    files: dict[str, list[Refusal]] = {}
    for path, problem in changes:
        files.setdefault(path, []).append(Refusal(knowledge.rule_of_problem(problem), problem))
    return [Objected(path, tuple(refusals)) for path, refusals in files.items()]
