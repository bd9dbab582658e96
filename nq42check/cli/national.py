"""Whether the nation gets there: `nation`."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.choosing import chosen
from nq42check.cli.complaints import unusable_file
from nq42check.cli.destinations import separator_for, separator_option
from nq42check.cli.gathering import gathering
from nq42check.cli.options import color_option, completing, in_place
from nq42check.cli.place import Shared
from nq42check.cli.running import gather
from nq42check.reports.national import Facts, Nation, prospects
from nq42check.reports.national.head import unfound
from nq42check.reports.national.voices import Voices
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import BadKnowledge, document_for, places, weights, weights_with
from nq42check.run.knowledge import nation as reached
from nq42check.run.tally import Exit, gravest

_FORMATS = ("table", "json", "csv", "markdown")


class _Request(NamedTuple):
    """What a command line asks for; an empty list asks for all, and None leaves it to the machine."""

    paths: tuple[str, ...]
    against: tuple[str, ...]
    weights: str | None
    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    explained: tuple[str, ...]
    format_: str
    csv_separator: str | None
    jobs: int | None
    color: str


@command("nation", texts=("nation", "nation-explain", "nation-codes"))
@click.argument("paths", nargs=-1, required=True, shell_complete=completing("paths"))
@option("--against", multiple=True, metavar="DOCUMENT", shell_complete=completing("documents"))
@option("--weights", metavar="FILE", shell_complete=completing("paths"))
@option(
    "--indicator",
    "indicators",
    multiple=True,
    metavar="INDICATORS",
    shell_complete=completing("chosen_indicators"),
)
@option("--area", "areas", multiple=True, metavar="AREAS", shell_complete=completing("areas"))
@option(
    "--explain",
    "explained",
    text="explain-sum",
    multiple=True,
    metavar="INDICATORS",
    shell_complete=completing("chosen_indicators"),
)
@option("--format", "format_", text="nation-format", type=click.Choice(_FORMATS), default=_FORMATS[0])
@separator_option
@option("--jobs", type=click.IntRange(min=1), metavar="N")
@in_place
@color_option
def nation(shared: Shared, **asked: Any) -> Exit:
    """Say what follows for the nation if each place keeps its word; nothing where no plan says anything."""
    request, wording = _Request(**asked), shared.wording
    if request.explained and (request.indicators or request.areas or request.format_ != _FORMATS[0]):
        raise click.UsageError(wording.text("usage.explain-alone"))
    knowledge, inputs = shared.knowledge(), shared.place.inputs(request.paths)
    wanted = chosen(request.explained or request.indicators, request.areas, (), knowledge.catalogue, wording)
    against = shared.held_against(request.against, knowledge)
    setup = gathering(Voices, inputs, against, shared, flagging=False)
    separator = separator_for(request.csv_separator, [(request.format_, None)], wording)
    shared.tell_of(inputs, request.paths)
    try:
        weighing = weights_with(request.weights) if request.weights else weights()
        tally, voices = gather(inputs.files, setup, request.jobs or terminal.processors())
    except BadKnowledge as error:
        raise unusable_file(error, knowledge, wording) from None
    if narrowed := wording.narrowed(tally):
        click.echo(narrowed, err=True)
    documents = [*knowledge.baselines, *(document_for(name, knowledge) for name in against)]
    facts = Facts(knowledge.catalogue, places(), weighing, reached())
    found = prospects(voices, documents, facts).narrowed(wanted)
    code = tally.exit_code(fail_on=None)
    # What no norm of its own is compared with may still add to the nation.
    code = Exit.CLEAN if code is Exit.NOTHING and found.lines else code
    if not found.lines:
        click.echo(unfound(found, wording), err=True)
        code = gravest(code, Exit.NOTHING)
    if found.lines or request.format_ == "json":
        with outputs.StandardOutput() as sink:
            for text in _told(found, request, separator, wording):
                sink.write(text)
    return code


def _told(found: Nation, request: _Request, separator: str, wording: Wording) -> Iterable[str]:
    """The report in the format that is asked for, in texts of whole lines; no other format is loaded."""
    match request.format_:
        case "json":
            from nq42check.reports.national.data import as_json

            return as_json(found, wording)
        case "csv":
            from nq42check.reports.national.sheet import as_csv

            return as_csv(found, separator, wording)
        case "markdown":
            from nq42check.reports.national.markdown import as_markdown

            return as_markdown(found, wording)
    screen = terminal.screen(request.color)
    if request.explained:
        from nq42check.reports.national.steps import in_steps

        return [in_steps(found, wording, screen, spoken=terminal.spoken())]
    if terminal.spoken():
        from nq42check.reports.national.aloud import in_sentences

        return [in_sentences(found, wording, screen)]
    from nq42check.reports.national.table import as_table

    return [as_table(found, wording, screen)]
