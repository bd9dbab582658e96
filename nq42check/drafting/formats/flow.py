"""Tables in text whose cells are divided by bars that stand on lines of their own: where a row ends is not written.

The header tells how many columns there are, and the column of numbers where a row begins: with a number, or with the
empty cell of a row that has none. The last cell may be missing: it spans rows, as the one in charge does.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nq42check.drafting.formats.paragraphs import together

Row = tuple[str, ...]


class Table(NamedTuple):
    """The rows of a table, one cell for each column."""

    rows: list[Row]


NUMBERS = re.compile(r"(?:S?TT|Số\s+(?:TT|thứ\s+tự)|Thứ\s+tự|No)\.?", re.IGNORECASE)
"""What stands above the column of running numbers."""
ORDINAL = re.compile(r"(?=\w)(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-ZĐa-zđ])[.)]?")
_FIRST = re.compile(r"0?1|I|A|a")
_OF_VALUES = re.compile(r"\d|mục tiêu|kế hoạch|giá trị|phấn đấu", re.IGNORECASE)
_FAR = 30
"""How many lines a cell has at most."""


def is_lone_bar(line: str) -> bool:
    """Whether `line` is a bar that divides two cells."""
    return line.strip() == "|"


def end_of_flow(lines: Sequence[str], at: int) -> int:
    """Behind the last of the bars that stand on lines of their own from `at` on, no cell being longer than any is."""
    last = at
    for place in range(at, len(lines)):
        if place - last > _FAR:
            break
        if is_lone_bar(lines[place]):
            last = place
    return last + 1


def flowing(lines: Sequence[str]) -> Iterator[list[str] | Table]:
    """What `lines`, the last of them a bar, consist of: prose, cell by cell, and the rows of tables with numbers."""
    cells = _cells(lines)
    heads = [place for place, cell in enumerate(cells) if cell and NUMBERS.fullmatch(cell[-1])]
    yield from cells[: heads[0]] if heads else cells
    for place, end in zip(heads, [*heads[1:], len(cells)], strict=False):
        yield cells[place][:-1]
        table = ["" if place == at else together(cell) for at, cell in enumerate(cells[place:end], place)]
        table[0] = cells[place][-1]
        yield from _table(table)


def _cells(lines: Sequence[str]) -> list[list[str]]:
    cells: list[list[str]] = [[]]
    for line in lines:
        if is_lone_bar(line):
            cells.append([])
        elif line.strip():
            cells[-1].append(line.strip())
    return cells[:-1]


def _table(cells: Sequence[str]) -> Iterator[list[str] | Table]:
    """The rows of a table that begins with its header; the cells as prose where it has no numbers."""
    columns = next((place for place, cell in enumerate(cells) if _FIRST.fullmatch(cell)), 0)
    if not 3 <= columns <= 15:
        yield from ([cell] for cell in cells)
        return
    header = tuple(cells[:columns])
    spans = not _OF_VALUES.search(header[-1])
    rows = [*_rows(cells[columns:], columns, columns - 1 if spans else columns)]
    yield Table([header, *(_filled(rows, columns) if spans else (_padded(row, columns) for row in rows))])


def _rows(cells: Sequence[str], columns: int, shortest: int) -> Iterator[list[str]]:
    """The cells of each row, of which `shortest` are written at least, but two in one that heads a group."""
    row: list[str] = []
    for cell, after in zip(cells, [*cells[1:], ""], strict=True):
        heads = len(row) == 2 and row[0] != ""
        if len(row) >= columns or (
            (heads or len(row) >= shortest) and (ORDINAL.fullmatch(cell) if cell else after and not _is_value(after))
        ):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _is_value(cell: str) -> bool:
    return not any(sign.isalpha() for sign in cell)


def _padded(row: Sequence[str], columns: int) -> Row:
    return (*row, *[""] * (columns - len(row)))


def _filled(rows: Sequence[list[str]], columns: int) -> list[Row]:
    """`rows` with the last cell of those above where it is missing, and whole where a page cut it in two."""
    lasts: list[str] = []
    begun = 0
    for place, row in enumerate(rows):
        last = row[columns - 1] if len(row) == columns else None
        if last and last[0].islower() and lasts and lasts[-1]:
            last = f"{lasts[-1]} {last}"
            lasts[begun:] = [each and last for each in lasts[begun:]]
        elif last is not None:
            begun = place
        lasts.append("" if len(row) <= 2 else last if last is not None else next(filter(None, reversed(lasts)), ""))
    return [(*_padded(row[: columns - 1], columns - 1), last) for row, last in zip(rows, lasts, strict=True)]
