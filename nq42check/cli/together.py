"""Commands on several plans at once: `compare` and `diff`."""

import json
import os
from collections.abc import Iterable, Sequence
from datetime import date

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.options import (
    Command,
    Option,
    Shared,
    checked,
    complain,
    knowledge_of,
    lang_option,
    refuse_unknown_documents,
    shared,
)
from nq42check.cli.revisions import NoVersions, versions
from nq42check.inert import in_json, in_line
from nq42check.judging.changes import Changed, changes
from nq42check.model.document import Plan
from nq42check.reports import together
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, PlanReport, Result
from nq42check.run.files import shown
from nq42check.run.knowledge import document_for
from nq42check.run.tally import Exit


def _checker(use: Shared, against: tuple[str, ...] = ()) -> Checker:
    """What checks plans by the settings. Raises Unusable and UsageError."""
    knowledge = knowledge_of(use.place.additions, use.wording)
    held_against = against or tuple(map(use.place.document, use.place.settings.against))
    refuse_unknown_documents(held_against, knowledge, use.wording)
    documents = [document_for(name, knowledge) for name in held_against]
    return Checker(knowledge, as_of=date.today(), against=documents)


@click.command("compare", cls=Command, help="compare")
@click.argument("paths", nargs=-1, required=True)
@click.option("--against", multiple=True, metavar="DOCUMENT", cls=Option, help="against")
@lang_option
@click.pass_context
def compare(ctx: click.Context, paths: tuple[str, ...], against: tuple[str, ...], lang: str | None) -> Exit:
    """Show plans side by side; a plan that is held against nothing leaves nothing to compare."""
    use = shared(ctx)
    checker = _checker(use, against)
    results = checked(paths, checker, use)
    refused, plans = complain(results, use.wording), _plans(results)
    held = [plan for plan in plans if plan.compared]
    if held:
        outputs.write(together.side_by_side(held, use.wording, terminal.width()))
    else:
        click.echo(use.wording.text("report.nothing"), err=True)
    if refused:
        return Exit.UNREADABLE
    return Exit.CLEAN if held and len(held) == len(plans) else Exit.NOTHING


@click.command("diff", cls=Command, help="diff diff-codes")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format", "format_", type=click.Choice(["table", "json"]), default="table", cls=Option, help="diff-format"
)
@lang_option
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, format_: str, lang: str | None) -> Exit:
    """Say what has changed; a target that was weakened is a finding."""
    use = shared(ctx)
    checker = _checker(use)
    before, after = _results(old, new, checker, use), _results(new, old, checker, use)
    if complain([*before, *after], use.wording) or _complain_of_twins((before, after), use.wording):
        return Exit.UNREADABLE
    pairs = [
        (heading, changes(one, other, checker.knowledge.catalogue))
        for heading, one, other in _paired(_plans(before), _plans(after))
    ]
    if not pairs:
        click.echo(use.wording.text("report.nothing"), err=True)
        return Exit.NOTHING
    outputs.write(_report(pairs, format_, use.wording))
    weakened = any(each.change.weakens for _, changed in pairs for each in changed)
    return Exit.FINDINGS if weakened else Exit.CLEAN


def _plans(results: Iterable[Result]) -> list[PlanReport]:
    return [result for result in results if isinstance(result, PlanReport)]


def _complain_of_twins(sides: Iterable[Sequence[Result]], wording: Wording) -> bool:
    """Say which plans of one side have the same province, so that none can be told from the other; whether any has."""
    found = False
    for side in sides:
        first: dict[str, str] = {}
        for plan in _plans(side):
            name = plan.document.name
            if name in first:
                found = True
                click.echo(wording.text("diff.twins", name=name, one=first[name], other=plan.path), err=True)
            first.setdefault(name, plan.path)
    return found


def _results(name: str, other: str, checker: Checker, use: Shared) -> list[Result]:
    """Every file that `name` stands for, checked; `other` is the other side. Raises UsageError."""
    try:
        return [checker.check_input(each) for each in versions(name, use.place.named, use.place.excluded_by)]
    except NoVersions as error:
        like = shown(other) if os.path.exists(other) else "provinces"
        raise click.UsageError(use.wording.text(error.reason, name=name, like=like, **error.fields)) from None


def _paired(before: Sequence[PlanReport], after: Sequence[PlanReport]) -> list[tuple[str, Plan, Plan]]:
    """Each plan then and now, under a heading; one plan on each side is a pair whatever its name.

    A plan that is missing on one side is held against one without targets.
    """
    if len(before) == len(after) == 1:
        return [(_heading(before[0], after[0]), before[0].plan, after[0].plan)]
    then = {report.document.name: report for report in before}
    now = {report.document.name: report for report in after}
    pairs = ((then.get(name), now.get(name)) for name in sorted({*then, *now}))
    return [(_heading(old, new), _plan_of(old, new), _plan_of(new, old)) for old, new in pairs]


def _plan_of(side: PlanReport | None, other: PlanReport | None) -> Plan:
    """The plan of one side, where it is missing that of the other without targets."""
    if side is not None:
        return side.plan
    assert other is not None
    return other.plan._replace(targets=())


def _heading(before: PlanReport | None, after: PlanReport | None) -> str:
    names = dict.fromkeys(plan.document.name for plan in (before, after) if plan)
    return in_line(f"{' → '.join(names)} · {before.path if before else '∅'} → {after.path if after else '∅'}")


def _report(pairs: Sequence[tuple[str, Sequence[Changed]]], format_: str, wording: Wording) -> str:
    if format_ == "table":
        return together.differences(pairs, wording, terminal.width())
    rows = [row for heading, changed in pairs for row in together.differences_data(heading, changed)]
    return in_json(json.dumps({"changes": rows}, ensure_ascii=False, indent=1)) + "\n"
