"""Whether the nation gets there: `nation`."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.complaints import unusable_file
from nq42check.cli.gathering import gathering
from nq42check.cli.options import color_option, completing, in_place
from nq42check.cli.place import Shared
from nq42check.cli.running import gather
from nq42check.reports.national import Facts, Nation, prospects
from nq42check.reports.national.voices import Voices
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import BadKnowledge, document_for, places, weights, weights_with
from nq42check.run.knowledge import nation as reached
from nq42check.run.tally import Exit, gravest

_FORMATS = ("table",)


class _Request(NamedTuple):
    """What a command line asks for; None leaves it to the machine."""

    paths: tuple[str, ...]
    against: tuple[str, ...]
    weights: str | None
    format_: str
    jobs: int | None
    color: str


@command("nation", texts=("nation", "nation-codes"))
@click.argument("paths", nargs=-1, required=True, shell_complete=completing("paths"))
@option("--against", multiple=True, metavar="DOCUMENT", shell_complete=completing("documents"))
@option("--weights", metavar="FILE", shell_complete=completing("paths"))
@option("--format", "format_", text="nation-format", type=click.Choice(_FORMATS), default=_FORMATS[0])
@option("--jobs", type=click.IntRange(min=1), metavar="N")
@in_place
@color_option
def nation(shared: Shared, **asked: Any) -> Exit:
    """Say what follows for the nation if each place keeps its word; nothing where no plan says anything."""
    request, wording = _Request(**asked), shared.wording
    knowledge, inputs = shared.knowledge(), shared.place.inputs(request.paths)
    against = shared.held_against(request.against, knowledge)
    setup = gathering(Voices, inputs, against, shared)
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
    found = prospects(voices, documents, facts)
    code = tally.exit_code(fail_on=None)
    if not found.lines:
        click.echo(wording.text("report.nothing"), err=True)
        return gravest(code, Exit.NOTHING)
    with outputs.StandardOutput() as sink:
        for text in _told(found, request, wording):
            sink.write(text)
    return code


def _told(found: Nation, request: _Request, wording: Wording) -> Iterable[str]:
    """The report in the format that is asked for; no other format is loaded."""
    from nq42check.reports.national.table import as_table

    return [as_table(found, wording, terminal.screen(request.color))]
