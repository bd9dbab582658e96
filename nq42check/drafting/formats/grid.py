"""Tables whose cells span columns and rows, as rows with a cell for each column."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nq42check.drafting.issued import Unread

_WIDEST = 1_000
_MOST_CELLS, _MOST_SIGNS = 200_000, 8_000_000
"""How many cells a table has at most, and how many signs in them: what spans much is repeated."""


class Cell(NamedTuple):
    """The text of a cell, and how many columns and rows it spans; 0 rows where it goes on to the end of the table."""

    text: str
    columns: int = 1
    rows: int = 1


def filled(rows: Iterable[Iterable[Cell]]) -> list[tuple[str, ...]]:
    """The texts of each row, one for each column; what spans several stands in each. Raises Unread if it never ends."""
    grid: list[list[str]] = []
    cells = signs = 0
    for row in _filled(rows):
        cells, signs = cells + len(row), signs + sum(map(len, row))
        if len(row) > _WIDEST or cells > _MOST_CELLS or signs > _MOST_SIGNS:
            raise Unread("too-large")
        grid.append(row)
    width = max(map(len, grid), default=0)
    return [(*row, *[""] * (width - len(row))) for row in grid]


def _filled(rows: Iterable[Iterable[Cell]]) -> Iterator[list[str]]:
    above: dict[int, Cell] = {}
    for cells in rows:
        row: dict[int, Cell] = {}
        column = 0
        for cell in cells:
            for _ in range(min(cell.columns, _WIDEST)):
                while column in above:
                    column += 1
                row[column] = cell
                column += 1
        row = above | row
        above = {place: cell._replace(rows=max(cell.rows - 1, 0)) for place, cell in row.items() if cell.rows != 1}
        yield [row[place].text if place in row else "" for place in range(max(row, default=-1) + 1)]
