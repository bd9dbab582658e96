"""Plans side by side: `compare`."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.choosing import chosen
from nq42check.cli.complaints import unusable_file
from nq42check.cli.destinations import separator_for, separator_option
from nq42check.cli.gathering import gathering
from nq42check.cli.options import color_option, completing, in_place, places_option
from nq42check.cli.place import Shared
from nq42check.cli.running import gather
from nq42check.reports.together import SHOWN, Columns, Comparison, Held, comparison, unfound
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import BadKnowledge
from nq42check.run.tally import Exit, gravest

if TYPE_CHECKING:
    from nq42check.run.successors import PlacesOfToday

_FORMATS = ("table", "json", "csv", "markdown")


class _Request(NamedTuple):
    """What a command line asks for; an empty list asks for all, and None leaves it to the screen or the machine."""

    paths: tuple[str, ...]
    against: tuple[str, ...]
    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    statuses: tuple[str, ...]
    show: str | None
    format_: str
    csv_separator: str | None
    places: str | None
    jobs: int | None
    color: str


@command("compare", texts=("compare", "compare-filter", "compare-codes"))
@click.argument("paths", nargs=-1, required=True, shell_complete=completing("paths"))
@option("--against", multiple=True, metavar="DOCUMENT", shell_complete=completing("documents"))
@option(
    "--indicator",
    "indicators",
    multiple=True,
    metavar="INDICATORS",
    shell_complete=completing("chosen_indicators"),
)
@option("--area", "areas", multiple=True, metavar="AREAS", shell_complete=completing("areas"))
@option("--status", "statuses", multiple=True, metavar="STATUSES", shell_complete=completing("statuses"))
@option("--show", type=click.Choice(SHOWN))
@option("--format", "format_", text="compare-format", type=click.Choice(_FORMATS), default=_FORMATS[0])
@separator_option
@places_option
@option("--jobs", type=click.IntRange(min=1), metavar="N")
@in_place
@color_option
def compare(shared: Shared, **asked: Any) -> Exit:
    """Show plans side by side; a plan that is held against nothing leaves nothing to compare."""
    request, wording = _Request(**asked), shared.wording
    knowledge, inputs = shared.knowledge(), shared.place.inputs(request.paths)
    wanted = chosen(request.indicators, request.areas, request.statuses, knowledge.catalogue, wording)
    setup = gathering(Columns, inputs, shared.held_against(request.against, knowledge), shared)
    setup = setup._replace(merging=request.places is not None)
    separator = separator_for(request.csv_separator, [(request.format_, None)], wording)
    shared.tell_of(inputs, request.paths)
    try:
        tally, held = gather(inputs.files, setup, request.jobs or terminal.processors())
    except BadKnowledge as error:
        raise unusable_file(error, knowledge, wording) from None
    for each in held:
        if each.uncompared:
            click.echo(each.uncompared, err=True)
    if narrowed := wording.narrowed(tally):
        click.echo(narrowed, err=True)
    if tally.today:
        held = _of_today(held, tally.today, wording)
    found = comparison(held, wanted)
    code = tally.exit_code(fail_on=None)
    if not found.lines:
        click.echo(unfound(found, wording), err=True)
        code = gravest(code, Exit.NOTHING)
    if found.lines or request.format_ == "json":
        with outputs.StandardOutput() as sink:
            for text in _told(found, request, separator, wording):
                sink.write(text)
    return code


def _of_today(held: Sequence[Held], today: "PlacesOfToday", wording: Wording) -> list[Held]:
    """The plans, with one column for each merged place in place of its parts; which are not shown is told."""
    from nq42check.reports.merged import replaced, told

    if said := replaced(today, wording):
        click.echo(said, err=True)
    places = told(today, wording)
    gone = {path for place in places for path in place.paths} | {voice.path for voice in today.replaced}
    kept = [each for each in held if each.column is None or each.column.totals.path not in gone]
    return [*kept, *(Held(place.column, place.document) for place in places)]


def _told(found: Comparison, request: _Request, separator: str, wording: Wording) -> Iterable[str]:
    """The report in the format that is asked for, in texts of whole lines; no other format is loaded."""
    match request.format_:
        case "json":
            from nq42check.reports.together.data import as_json

            return as_json(found, wording)
        case "csv":
            from nq42check.reports.together.data import as_csv

            return as_csv(found, separator, wording)
        case "markdown":
            from nq42check.reports.together.markdown import as_markdown

            return as_markdown(found, request.show, wording)
    screen = terminal.screen(request.color)
    if terminal.spoken():
        from nq42check.reports.together.aloud import in_sentences

        return [in_sentences(found, request.show, wording, screen)]
    from nq42check.reports.together.table import as_table

    return [as_table(found, request.show, wording, screen)]
