"""Commands on several plans at once: `compare` and `diff`."""

import json
import os
from collections.abc import Iterable, Sequence
from datetime import date

import click

from nq42check.api import Report
from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.complaints import complain
from nq42check.cli.options import in_place
from nq42check.cli.place import Shared
from nq42check.cli.revisions import NoVersions, versions
from nq42check.inert import in_json, in_line
from nq42check.judging.changes import Changed, changes
from nq42check.model.document import Plan
from nq42check.reports import together
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, PlanReport
from nq42check.run.files import shown
from nq42check.run.knowledge import document_for
from nq42check.run.tally import Exit


def _checker(shared: Shared, against: tuple[str, ...] = ()) -> Checker:
    """What checks plans by the settings. Raises Unusable and UsageError."""
    knowledge = shared.knowledge()
    documents = [document_for(name, knowledge) for name in shared.held_against(against, knowledge)]
    return Checker(knowledge, as_of=date.today(), against=documents)


@command("compare")
@click.argument("paths", nargs=-1, required=True)
@option("--against", multiple=True, metavar="DOCUMENT")
@in_place
def compare(shared: Shared, paths: tuple[str, ...], against: tuple[str, ...]) -> Exit:
    """Show plans side by side; a plan that is held against nothing leaves nothing to compare."""
    report = Report.of(_checker(shared, against), shared.files(paths))
    refused = complain(report.results, shared.wording)
    held = [plan for plan in report.plans if plan.compared]
    if held:
        outputs.write(together.side_by_side(held, shared.wording, terminal.width()))
    else:
        click.echo(shared.wording.text("report.nothing"), err=True)
    if refused:
        return Exit.UNREADABLE
    return Exit.CLEAN if held and len(held) == len(report.plans) else Exit.NOTHING


@command("diff", texts=("diff", "diff-codes"))
@click.argument("old")
@click.argument("new")
@option("--format", "format_", text="diff-format", type=click.Choice(["table", "json"]), default="table")
@in_place
def diff(shared: Shared, old: str, new: str, format_: str) -> Exit:
    """Say what has changed; a target that was weakened is a finding."""
    checker, wording = _checker(shared), shared.wording
    before, after = _version(old, new, checker, shared), _version(new, old, checker, shared)
    refused = complain([*before.results, *after.results], wording)
    if refused or _complain_of_twins((before.plans, after.plans), wording):
        return Exit.UNREADABLE
    pairs = [
        (heading, changes(then, now, checker.knowledge.catalogue))
        for heading, then, now in _paired(before.plans, after.plans)
    ]
    if not pairs:
        click.echo(wording.text("report.nothing"), err=True)
        return Exit.NOTHING
    outputs.write(_report(pairs, format_, wording))
    weakened = any(one.change.weakens for _, changed in pairs for one in changed)
    return Exit.FINDINGS if weakened else Exit.CLEAN


def _complain_of_twins(sides: Iterable[Sequence[PlanReport]], wording: Wording) -> bool:
    """Say which plans of one side have the same province, so that none can be told from the other; whether any has."""
    told = False
    for plans in sides:
        first: dict[str, PlanReport] = {}
        for plan in plans:
            name, path = plan.document.name, plan.path
            if (twin := first.setdefault(name, plan)) is not plan:
                click.echo(wording.text("diff.twins", name=name, one=twin.path, other=path), err=True)
                told = True
    return told


def _version(name: str, other: str, checker: Checker, shared: Shared) -> Report:
    """Every file that `name` stands for, checked; `other` is the other side. Raises UsageError."""
    try:
        return Report(checker.as_of, tuple(map(checker.check, versions(name, shared.place))))
    except NoVersions as error:
        like = shown(other) if os.path.exists(other) else "provinces"
        raise click.UsageError(shared.wording.text(error.reason, name=name, like=like, **error.fields)) from None


def _paired(before: Sequence[PlanReport], after: Sequence[PlanReport]) -> list[tuple[str, Plan, Plan]]:
    """Each plan then and now, under a heading; one plan on each side is a pair whatever its name.

    A plan that is missing on one side is held against one without targets.
    """
    if len(before) == len(after) == 1:
        return [_pair(before[0], after[0])]
    then = {plan.document.name: plan for plan in before}
    now = {plan.document.name: plan for plan in after}
    return [_pair(then.get(name), now.get(name)) for name in sorted({*then, *now})]


def _pair(before: PlanReport | None, after: PlanReport | None) -> tuple[str, Plan, Plan]:
    """A plan then and now, under a heading; in place of one that is missing stands the other without its targets."""
    there = [plan for plan in (before, after) if plan]
    names = dict.fromkeys(plan.document.name for plan in there)
    empty = there[0].plan._replace(targets=())
    heading = f"{' → '.join(names)} · {before.path if before else '∅'} → {after.path if after else '∅'}"
    return in_line(heading), before.plan if before else empty, after.plan if after else empty


def _report(pairs: Sequence[tuple[str, Sequence[Changed]]], format_: str, wording: Wording) -> str:
    if format_ == "table":
        return together.differences(pairs, wording, terminal.width())
    rows = [row for heading, changed in pairs for row in together.differences_data(heading, changed)]
    return in_json(json.dumps({"changes": rows}, ensure_ascii=False, indent=1)) + "\n"
