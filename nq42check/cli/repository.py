"""Commands on a repository of plans: the settings that hold in it, and its waivers."""

from datetime import date, datetime
from textwrap import wrap

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.options import (
    Command,
    Option,
    checked,
    complain,
    default_language,
    knowledge_of,
    lang_option,
    language_variable,
    shared,
)
from nq42check.flagging.rulebook import Severity
from nq42check.flagging.scene import WaiverState
from nq42check.inert import in_line
from nq42check.model.document import Waiver
from nq42check.reports.reference import table
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, PlanReport
from nq42check.run.settings import Settings
from nq42check.run.tally import Exit


@click.command("config", cls=Command, help="config")
@lang_option
@click.pass_context
def config(ctx: click.Context, lang: str | None) -> None:
    """Show the settings, each with the line that declares it or the default that holds."""
    place, wording = shared(ctx).place, shared(ctx).wording
    rows = []
    for name in Settings._fields:
        line = place.lines.get(name)
        source = f"{place.file}:{line}" if line else wording.text("setting.default")
        value = _shown(getattr(place.settings, name)) or wording.text("setting.none")
        if name == "language" and not line:
            value, source = default_language(), language_variable() or source
        rows.append((name, value, source))
    heads = [wording.text(f"column.{name}") for name in ("setting", "set", "from")]
    outputs.write(table(heads, rows, terminal.width(), whole=1))


def _shown(value: object) -> str:
    """A setting as its file would have it."""
    match value:
        case Severity():
            return value.name.lower()
        case (str() as name, Severity() as level):
            return f"{name}: {_shown(level)}"
        case tuple():
            return ", ".join(_shown(each) for each in value)
    return str(value or "")


@click.command("waivers", cls=Command, help="waivers")
@click.argument("paths", nargs=-1, required=True)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", cls=Option, help="as-of")
@lang_option
@click.pass_context
def waivers(ctx: click.Context, paths: tuple[str, ...], as_of: datetime | None, lang: str | None) -> Exit:
    """List waivers. There is nothing to list where there is no plan."""
    place, wording = shared(ctx).place, shared(ctx).wording
    today = as_of.date() if as_of else date.today()
    checker = Checker(knowledge_of(place.additions, wording), as_of=today)
    results = checked(paths, checker, shared(ctx))
    listed = sorted(
        (waiver.until, plan.path, waiver.route, _told(plan, waiver, state, today, wording))
        for plan in results
        if isinstance(plan, PlanReport)
        for waiver, state in plan.waivers
    )
    outputs.write("\n".join(text for *_, text in listed) if listed else wording.text("waiver.none") + "\n")
    if complain(results, wording):
        return Exit.UNREADABLE
    return Exit.CLEAN if any(isinstance(result, PlanReport) for result in results) else Exit.NOTHING


def _told(plan: PlanReport, waiver: Waiver, state: WaiverState, today: date, wording: Wording) -> str:
    """One waiver: what it is for, in force or not, until when, by whom and why."""
    days = (waiver.until - today).days
    left = wording.text("waiver.left" if days >= 0 else "waiver.over", until=waiver.until, days=str(abs(days)))
    value = f": {waiver.text}" if waiver.text else ""
    lines = (
        f"{plan.document.name} · {wording.show(waiver.indicator)}{value}",
        f"  {waiver.rule} · {wording.text(f'waiver.{state.value}')} · {left}",
        f"  {waiver.authority or wording.text('waiver.without-authority')} · {waiver.reason}",
    )
    width = terminal.width()
    return "".join(f"{line}\n" for text in lines for line in wrap(in_line(text), width, subsequent_indent="  "))
