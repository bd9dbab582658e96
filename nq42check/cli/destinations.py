"""Where the reports of a run go: which format to which file, none over what is read, and what is said of it."""

import os
from collections.abc import Sequence
from typing import Any

import click

from nq42check.cli import terminal
from nq42check.cli.bilingual import Option, option
from nq42check.cli.options import completing
from nq42check.cli.outputs import Sink, StandardOutput, Summary, is_folder, is_standard_output, sink
from nq42check.cli.running import Destination, Setup
from nq42check.reports import OVERVIEW
from nq42check.reports.registry import AUDIENCES, FORMATS
from nq42check.reports.wording import Wording
from nq42check.run.files import real
from nq42check.run.inputs import is_among
from nq42check.run.tally import Tally


class _FormatType(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click only
    """A format, and the file or folder that takes it: NAME, NAME=FILE or NAME=FOLDER/; one that is there may lack its
    last sign.
    """

    name = "format"
    expected = f"{', '.join(FORMATS)}; NAME=FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Destination:
        """What is asked for."""
        if isinstance(value, tuple):
            return value
        name, equals, file = value.partition("=")
        if name not in FORMATS or (equals and not file):
            self.fail(self.expected, param, ctx)
        if not file or is_standard_output(file):
            return name, None
        return name, os.path.join(file, "") if os.path.isdir(file) else file


class _FormatOption(Option):
    """The option that takes formats; its help names them by whom they are for."""

    def summary(self, wording: Wording) -> str:
        """What the formats are."""
        names = {audience: ", ".join(format.name for format in formats) for audience, formats in AUDIENCES.items()}
        return wording.text("help.format", **names)


formats_option = option(
    "--format",
    "formats",
    cls=_FormatOption,
    type=_FormatType(),
    multiple=True,
    metavar="NAME[=FILE]",
    shell_complete=completing("formats"),
)

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


class _Separator(click.Choice):  # type: ignore[type-arg]  # generic in newer releases of click only
    """The name of a sign that parts the cells of CSV, or the sign itself."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The sign."""
        return value if value in _SEPARATORS.values() else _SEPARATORS[super().convert(value, param, ctx)]


separator_option = option("--csv-separator", type=_Separator(list(_SEPARATORS)))


def separator_for(asked: str | None, formats: Sequence[Destination], wording: Wording) -> str:
    """What parts the cells of CSV: what is `asked` for, else a comma. Raises UsageError where no CSV is written."""
    if asked is not None and "csv" not in (name for name, _ in formats):
        raise click.UsageError(wording.text("usage.csv-separator"))
    return asked or _SEPARATORS["comma"]


def refuse_to_overwrite(setup: Setup, inputs: Sequence[str], wording: Wording) -> None:
    """Refuse a folder for what writes one file, and to write over what a run reads or into a folder that has any of it.

    Raises UsageError.
    """
    for name, file in setup.formats:
        if file and is_folder(file) and not FORMATS[name].pages:
            raise click.UsageError(wording.text("usage.no-folder", folder=file))
    read = {real(path) for path in inputs} if any(setup.files) else set()
    for file in setup.files:
        if file and real(file) in read:
            raise click.UsageError(wording.text("usage.overwrite", file=file))
    for folder in setup.folders:
        if any(is_among(path, (real(folder),)) for path in read):
            raise click.UsageError(wording.text("usage.overwrite-folder", folder=folder))


def sinks_for(setup: Setup, wording: Wording) -> list[Sink]:
    """What takes each of the files that a run writes; no two go to one place. Raises UsageError."""
    places = [file and real(file) for file in setup.files]
    for index, place in enumerate(places):
        if place in places[:index]:
            raise click.UsageError(wording.text("usage.one-output", file=place or wording.text("usage.stdout")))
    _refuse_in_folders(setup, wording)
    commands = any(FORMATS[name].commands for name, file in setup.formats if file is None)
    return [StandardOutput(str) if commands and file is None else _sink(file) for file in setup.files]


def _refuse_in_folders(setup: Setup, wording: Wording) -> None:
    """Refuse a file in the folder of a report. Raises UsageError."""
    for folder in setup.folders:
        for file in setup.files:
            if file and file != folder and is_among(real(file), (real(folder),)):
                raise click.UsageError(wording.text("usage.in-folder", file=file, folder=folder))


def _sink(file: str | None) -> Sink:
    """What takes a report that is to go to `file`."""
    if file and is_folder(file):
        from nq42check.cli.folder import Folder

        return Folder(file)
    return sink(file, terminal.summary_file())


def tell_of(setup: Setup, sinks: Sequence[Sink], tally: Tally, wording: Wording) -> None:
    """Say on standard error which reports were written and, where nothing else does, what the run came to."""
    lost = {taker.path: taker.lost for taker in sinks if isinstance(taker, Summary) and taker.lost}
    for path, error in lost.items():
        click.echo(wording.text("usage.summary", file=path, reason=wording.system(error)), err=True)
    files = [file + OVERVIEW if is_folder(file) else file for _, file in setup.formats if file and file not in lost]
    said = [wording.text("report.written", files=", ".join(files))] if files else []
    if (files or lost) and None not in setup.files:
        said += wording.totals(tally)
    if said:
        click.echo("\n".join(said), err=True)
