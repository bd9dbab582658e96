"""Commands on a repository of plans: the settings that hold in it, and its waivers."""

from datetime import date

import click

from nq42check.api import Report
from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, usual_language
from nq42check.cli.complaints import complain
from nq42check.cli.options import as_of_option, color_option, config_option, in_place
from nq42check.cli.place import Shared
from nq42check.flagging.scene import WaiverState
from nq42check.model.document import Waiver
from nq42check.reports.screen import FAINT, STRONG, Column, Screen
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker
from nq42check.run.results import PlanReport
from nq42check.run.settings import each_setting, written
from nq42check.run.tally import Exit


@command("config")
@config_option
@in_place
@color_option
def config(shared: Shared, color: str) -> None:
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
    columns = [Column(head, style=STRONG if place == 0 else "", whole=place == 0) for place, head in enumerate(heads)]
    outputs.write(terminal.screen(color).table(columns, rows))


@command("waivers")
@click.argument("paths", nargs=-1, required=True)
@as_of_option
@in_place
@color_option
def waivers(shared: Shared, paths: tuple[str, ...], as_of: date, color: str) -> Exit:
    """List waivers. There is nothing to list where there is no plan."""
    wording, screen = shared.wording, terminal.screen(color)
    checker = Checker(shared.knowledge(), as_of=as_of, limits=shared.place.settings.require.limits)
    report = Report.of(checker, shared.files(paths))
    listed = sorted(
        (waiver.until, plan.path, waiver.route, _told(plan, waiver, state, as_of, wording, screen))
        for plan in report.plans
        for waiver, state in plan.waivers
    )
    outputs.write("\n".join(text for *_, text in listed) if listed else screen.text(wording.text("waiver.none")))
    if complain(report.results, wording):
        return Exit.UNREADABLE
    return Exit.CLEAN if report.plans else Exit.NOTHING


def _told(plan: PlanReport, waiver: Waiver, state: WaiverState, today: date, wording: Wording, screen: Screen) -> str:
    """One waiver: what it is for, in force or not, until when, by whom and why."""
    days = (waiver.until - today).days
    left = wording.text("waiver.left" if days >= 0 else "waiver.over", until=waiver.until, days=str(abs(days)))
    value = f": {waiver.text}" if waiver.text else ""
    authority = waiver.authority or wording.text("waiver.without-authority")
    return (
        screen.text(f"{plan.document.name} · {wording.show(waiver.indicator)}{value}", STRONG)
        + screen.text(f"{waiver.rule} · {wording.text(f'waiver.{state.value}')} · {left}", indent=2)
        + screen.text(f"{authority} · {waiver.reason}", FAINT, indent=2)
    )
