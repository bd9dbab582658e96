"""Commands that write what a person or an editor starts from: a plan to fill in, and the JSON Schemas."""

import json
import os
from collections.abc import Sequence
from contextlib import ExitStack

import click

from nq42check.cli import outputs
from nq42check.cli.bilingual import command, option
from nq42check.cli.complaints import unknown_norms
from nq42check.cli.options import completing, in_place
from nq42check.cli.place import Shared
from nq42check.inert import in_line
from nq42check.judging.norms import Standing
from nq42check.reading.schemas import NAMES
from nq42check.reports.editor import schema_for_editors
from nq42check.reports.form import file_name, plan_to_fill_in
from nq42check.reports.wording import Wording
from nq42check.run.files import SCHEMA_FILE, shown
from nq42check.run.knowledge import Knowledge, UnknownDocument, named_baseline, norms_for
from nq42check.text import name_key

_LONGEST_NAME = 100
_VIETNAMESE = "vi"  # the language of plans, and so of what is written into them and shown beside them


@command("new", texts=("new", "new-what"))
@click.argument("province")
@option("--output", text="new-output", metavar="FILE", shell_complete=completing("paths"))
@option(
    "--against",
    text="new-against",
    multiple=True,
    default=("42-NQ/TW",),
    metavar="DOCUMENT",
    shell_complete=completing("documents"),
)
@in_place
def new(shared: Shared, province: str, output: str | None, against: tuple[str, ...]) -> None:
    """Write a plan file to fill in, and beside it the schema for editors."""
    wording = shared.wording
    if not name_key(province):
        raise _wrong_use(wording.text("usage.missing", name="PROVINCE"))
    if in_line(province) != province or len(province) > _LONGEST_NAME:
        raise _wrong_use(wording.text("usage.place-name", name=province, limit=str(_LONGEST_NAME)))
    knowledge = shared.knowledge()
    norms, names = _norms(against, knowledge, wording)
    form = plan_to_fill_in(province.strip(), norms, names, knowledge.catalogue, Wording(_VIETNAMESE), SCHEMA_FILE)
    if output == "-":
        outputs.write(form)
        return
    plan = output or file_name(province)
    if os.path.lexists(plan):
        raise _wrong_use(wording.text("usage.exists", file=shown(plan)))
    texts = {plan: form}
    schema_file = os.path.join(os.path.dirname(plan), SCHEMA_FILE)
    if not os.path.lexists(schema_file):
        texts[schema_file] = _schema("plan", knowledge)
    with ExitStack() as stack:  # all of them or none
        files = [stack.enter_context(outputs.WholeFile(path)) for path in texts]
        for file, text in zip(files, texts.values(), strict=True):
            file.write(text)
    argument = f'"{shown(plan)}"' if " " in shown(plan) else shown(plan)
    outputs.write(wording.text("new.done", files=", ".join(map(shown, texts)), plan=argument) + "\n")


def _wrong_use(message: str) -> click.UsageError:
    """A complaint that leads to the help of this command."""
    return click.UsageError(message, click.get_current_context())


def _norms(against: Sequence[str], knowledge: Knowledge, wording: Wording) -> tuple[tuple[Standing, ...], list[str]]:
    """The norms of the documents `against` and of those that they implement, and the documents' own names."""
    try:
        norms = norms_for(against, knowledge)
    except UnknownDocument as unknown:
        raise unknown_norms(unknown.name, knowledge, wording) from None
    baselines = [named_baseline(name, knowledge) for name in against]
    return norms, list(dict.fromkeys(baseline.document.name for baseline in baselines if baseline))


@command("schema")
@click.argument("name", type=click.Choice(NAMES))
@in_place
def schema(shared: Shared, name: str) -> None:
    """Print a JSON Schema."""
    outputs.write(_schema(name, shared.knowledge()))


def _schema(name: str, knowledge: Knowledge) -> str:
    """The schema `name` as editors use it."""
    schema = schema_for_editors(name, knowledge, Wording(_VIETNAMESE))
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
