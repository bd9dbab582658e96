"""Where the reports of a run go: which format to which file, none over what is read, and what is said of it."""

import os
from collections.abc import Sequence
from typing import Any

import click

from nq42check.cli import terminal
from nq42check.cli.outputs import CommandOutput, Sink, Summary, is_standard_output, sink
from nq42check.cli.running import FORMATS, Format
from nq42check.reports.wording import Wording
from nq42check.run.files import real
from nq42check.run.tally import Tally

Asked = tuple[str, str | None]
"""The name of a format, and the file that takes it; None is standard output."""


class FormatOption(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click only
    """A format, and the file that takes it: NAME or NAME=FILE."""

    name = "format"
    expected = f"{', '.join(FORMATS)}; NAME=FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Asked:
        """What is asked for."""
        if isinstance(value, tuple):
            return value
        name, equals, file = value.partition("=")
        if name not in FORMATS or (equals and not file):
            self.fail(self.expected, param, ctx)
        return name, None if not file or is_standard_output(file) else file


def format_for(asked: Asked, color: str, *, some_norms: bool) -> Format:
    """How a run reports what is asked for. A table in a file is as wide as on a usual terminal, and has no colour.

    `some_norms` says that plans are held against documents named on the command line.
    """
    name, file = asked
    if name == "known":
        before = file and os.path.isfile(file) and not os.path.islink(file)  # a link will be refused
        return Format(name, previous=file if before else None, some_norms=some_norms)
    return Format(name) if file else Format(name, width=terminal.width(), color=terminal.colored(color))


def refuse_to_overwrite(formats: Sequence[Asked], inputs: Sequence[str], wording: Wording) -> None:
    """Refuse to write a report over what the run reads. Raises UsageError."""
    files = [file for _, file in formats if file]
    read = {real(path) for path in inputs} if files else set()
    for file in files:
        if real(file) in read:
            raise click.UsageError(wording.text("usage.overwrite", file=file))


def sinks_for(formats: Sequence[Asked], wording: Wording) -> list[Sink]:
    """What takes the report of each format; no two go to one place. Raises UsageError."""
    places = [file and real(file) for _, file in formats]
    for index, place in enumerate(places):
        if place in places[:index]:
            raise click.UsageError(wording.text("usage.one-output", file=place or wording.text("usage.stdout")))
    summary = terminal.summary_file()
    return [CommandOutput() if asked == ("github", None) else sink(asked[1], summary) for asked in formats]


def tell_of(formats: Sequence[Asked], sinks: Sequence[Sink], tally: Tally, wording: Wording) -> None:
    """Say on standard error which reports were written and, where nothing else does, what the run came to."""
    lost = {each.path: each.lost for each in sinks if isinstance(each, Summary) and each.lost}
    for path, error in lost.items():
        click.echo(wording.text("usage.summary", file=path, reason=wording.system(error)), err=True)
    files = [file for name, file in formats if file and name != "known" and file not in lost]
    said = [wording.text("report.written", files=", ".join(files))] if files else []
    if (files or lost) and not any(file is None for _, file in formats):
        said += wording.totals(tally)
    if said:
        click.echo("\n".join(said), err=True)
