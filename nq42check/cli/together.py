"""Two versions of plans beside each other: `diff`."""

import os
from collections.abc import Sequence

import click

from nq42check.api import Report
from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.complaints import complain
from nq42check.cli.options import color_option, in_place
from nq42check.cli.place import Shared
from nq42check.cli.revisions import NoVersions, committed, versions
from nq42check.reports.changes import as_json
from nq42check.reports.changes_markdown import as_markdown
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, today
from nq42check.run.difference import Difference, Version, differences
from nq42check.run.files import shown
from nq42check.run.knowledge import document_for
from nq42check.run.tally import Exit


def _checker(shared: Shared) -> Checker:
    """What checks plans by the settings, their quotes left alone. Raises Unusable and UsageError."""
    knowledge = shared.knowledge()
    documents = [document_for(name, knowledge) for name in shared.held_against((), knowledge)]
    return Checker(knowledge, as_of=today(), against=documents, documents=None)


def _as_table(differences: Sequence[Difference], wording: Wording, color: str) -> str:
    from nq42check.reports import changes_table  # as what lays out tables, which no format for programs needs

    told = changes_table.as_sentences if terminal.spoken() else changes_table.as_table
    return told(differences, wording, terminal.screen(color))


def _as_html(differences: Sequence[Difference], wording: Wording, old: str, new: str) -> str:
    from nq42check.reports.html.changes import as_html  # what lays out pages is imported for a page alone

    return as_html(differences, wording, [Version(name, committed(name)) for name in (old, new)])


_TABLE, _HTML, _OTHERS = "table", "html", {"json": as_json, "markdown": as_markdown}


@command("diff", texts=("diff", "diff-codes"))
@click.argument("old")
@click.argument("new")
@option("--format", "format_", text="diff-format", type=click.Choice([_TABLE, *_OTHERS, _HTML]), default=_TABLE)
@in_place
@color_option
def diff(shared: Shared, old: str, new: str, format_: str, color: str) -> Exit:
    """Say what has changed; what a plan asks less of itself is a finding."""
    checker, wording = _checker(shared), shared.wording
    sides = _version(old, new, checker, shared), _version(new, old, checker, shared)
    twins = (twin for side in sides for twin in checker.clashes(plan.identity for plan in side.plans))
    if complain([*(result for side in sides for result in side.results), *twins], wording):
        return Exit.UNREADABLE
    found = differences(sides[0].plans, sides[1].plans, checker.knowledge)
    if not found:
        click.echo(wording.text("report.nothing"), err=True)
        return Exit.NOTHING
    if format_ == _HTML:
        text = _as_html(found, wording, old, new)
    else:
        text = _OTHERS[format_](found, wording) if format_ in _OTHERS else _as_table(found, wording, color)
    outputs.write(text)
    return Exit.FINDINGS if any(each.weakens for each in found) else Exit.CLEAN


def _version(name: str, other: str, checker: Checker, shared: Shared) -> Report:
    """Every file that `name` stands for, checked; `other` is the other side. Raises UsageError."""
    try:
        return Report(checker.as_of, tuple(map(checker.check, versions(name, shared.place))))
    except NoVersions as error:
        like = shown(other) if os.path.exists(other) else "provinces"
        raise click.UsageError(shared.wording.text(error.reason, name=name, like=like, **error.fields)) from None
