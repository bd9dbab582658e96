"""Text and tables for a person to read, laid out by rich: on a terminal with its colours, elsewhere plain."""

import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from nq42check.inert import in_line

ERROR, WARNING, NOTE = "bold red", "yellow", "cyan"
STRONG, GOOD, FAINT = "bold", "green", "dim"

NARROWEST = 40
"""How many cells wide a report is at least; a narrower terminal breaks its lines by itself."""

_READABLE = 16


class Column(NamedTuple):
    """A column of a table: its head, its width in cells (None for what its texts take), and how its texts stand.

    One that is `whole` has each of its texts in one line. `signs` are the styles of signs with which its texts begin.
    """

    head: str = ""
    width: int | None = None
    style: str = ""
    right: bool = False
    whole: bool = False
    signs: Mapping[str, str] | None = None


class Screen:
    """What lays out texts and tables, `width` cells wide, in the terminal's own colours where `color` says so.

    No word is cut: one that is too long for its place makes its line longer. A line feed in a text begins a new line.
    """

    def __init__(self, width: int, *, color: bool = False) -> None:
        self.width = max(width, NARROWEST)
        self._file = io.StringIO()
        self._console = Console(
            file=self._file,
            width=self.width,
            force_terminal=color,
            force_jupyter=False,
            color_system="standard" if color else None,
            no_color=False,  # what the environment says of colours has been heard
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def text(self, text: str, style: str = "", indent: int = 0) -> str:
        """A paragraph, all of it `indent` cells from the left."""
        width = max(self.width - indent, *map(cell_len, text.split()), 0)
        lines = _text(text, style).wrap(self._console, width)
        for line in lines:
            line.rstrip()
            line.pad_left(indent)
        return "".join(self._printed(line, width) for line in lines)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
        """Rows under the heads of their columns, without heads where no column has one."""
        grid = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="none")
        grid.show_header = any(column.head for column in columns)
        least = [_least(column, (column.head, *(row[place] for row in rows))) for place, column in enumerate(columns)]
        for column, width in zip(columns, least, strict=True):
            grid.add_column(
                _text(column.head, FAINT),
                width=column.width and max(column.width, width),
                min_width=width,
                justify="right" if column.right else "left",
                style=column.style,
                no_wrap=column.whole,
                overflow="fold",
            )
        for row in rows:
            grid.add_row(*(_signed(_text(cell), column.signs) for cell, column in zip(row, columns, strict=True)))
        needed = sum(max(width, column.width or 0) + 1 for column, width in zip(columns, least, strict=True)) - 1
        return self._printed(grid, max(self.width, needed))

    def _printed(self, part: RenderableType, width: int) -> str:
        self._console.width = width
        self._console.print(part, crop=False, soft_wrap=isinstance(part, Text))
        printed = self._file.getvalue()
        self._file.seek(0)
        self._file.truncate()
        return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def fits(text: str, width: int) -> bool:
    """Whether a text has room in one line of so many cells."""
    return cell_len(text) <= width


def _least(column: Column, cells: Sequence[str]) -> int:
    """How many cells wide a column must be, so that no word of Vietnamese is cut in it; other letters can be."""
    if column.whole:
        return max((cell_len(line) for cell in cells for line in cell.split("\n")), default=0)
    words = (word for cell in cells for word in cell.split())
    readable = min(_READABLE, max(map(cell_len, cells), default=0)) if column.width is None else 0
    return max(readable, *(len(word) for word in words if cell_len(word) == len(word)), 0)


def _text(text: str, style: str = "") -> Text:
    """`text`, in which each line is inert."""
    return Text("\n".join(map(in_line, text.split("\n"))), style)


def _signed(text: Text, signs: Mapping[str, str] | None) -> Text:
    """`text`, in which each of the `signs` with which it begins has its style; spaces may stand between them."""
    for place, sign in enumerate(text.plain if signs else ""):
        if signs and sign in signs:
            text.stylize(signs[sign], place, place + 1)
        elif sign != " ":
            break
    return text
