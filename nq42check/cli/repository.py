"""Commands on a repository of plans: the settings that hold in it, and its waivers."""

from datetime import date
from textwrap import wrap

import click

from nq42check.api import Report
from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, usual_language
from nq42check.cli.complaints import complain
from nq42check.cli.options import as_of_option, config_option, in_place
from nq42check.cli.place import Shared
from nq42check.flagging.scene import WaiverState
from nq42check.inert import in_line
from nq42check.model.document import Waiver
from nq42check.reports.reference import table
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, PlanReport
from nq42check.run.settings import each_setting, written
from nq42check.run.tally import Exit


@command("config")
@config_option
@in_place
def config(shared: Shared) -> None:
    """Show the settings, each with the line that declares it or the default that holds."""
    place, wording = shared
    rows = []
    for name, setting in each_setting(place.settings):
        at = place.keys.get(name)
        source = f"{place.file}:{at[0]}" if at else wording.text("setting.default")
        value = written(setting) or wording.text("setting.none")
        if name == "language" and not at:
            value, variable = usual_language()
            source = variable or source
        rows.append((name, value, source))
    heads = [wording.text(f"column.{name}") for name in ("setting", "set", "from")]
    outputs.write(table(heads, rows, terminal.width(), whole=1))


@command("waivers")
@click.argument("paths", nargs=-1, required=True)
@as_of_option
@in_place
def waivers(shared: Shared, paths: tuple[str, ...], as_of: date) -> Exit:
    """List waivers. There is nothing to list where there is no plan."""
    wording = shared.wording
    checker = Checker(shared.knowledge(), as_of=as_of, limits=shared.place.settings.require.limits)
    report = Report.of(checker, shared.files(paths))
    listed = sorted(
        (waiver.until, plan.path, waiver.route, _told(plan, waiver, state, as_of, wording))
        for plan in report.plans
        for waiver, state in plan.waivers
    )
    outputs.write("\n".join(text for *_, text in listed) if listed else wording.text("waiver.none") + "\n")
    if complain(report.results, wording):
        return Exit.UNREADABLE
    return Exit.CLEAN if report.plans else Exit.NOTHING


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
