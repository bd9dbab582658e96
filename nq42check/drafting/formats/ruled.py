"""Ruled tables on a page: from the boxes of their cells to rows with a cell for each column."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from nq42check.drafting.formats.layout import Line, Sign, lines
from nq42check.drafting.formats.paragraphs import together
from nq42check.language.syllables import is_syllable

Box = tuple[float, float, float, float]
_FIGURE, _FIGURE_END = re.compile(r"[\d.,]+"), re.compile(r"[\d.,]+$")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,4}(?:[.,]\d+)?")
_WORD, _WORD_END = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+$")
_SHORT = 4
"""How many letters an abbreviation has at most that is put together."""
_OPEN = 6.0
"""How high an open cell is at least, in points."""
_SAME = 2.0
"""How many points apart two rules are at most that are one."""


class Ruled(NamedTuple):
    """A table on a page: its rows, where it begins and ends from above, and which cells go on from the row above."""

    rows: list[tuple[str, ...]]
    spans: list[tuple[bool, ...]]
    top: float
    bottom: float


class Rules:
    """The rules of a table, from the boxes of its cells: where its columns and rows are."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.boxes = boxes
        self.columns = _edges(x for box in boxes for x in (box[0], box[2]))
        self.rows = _edges(y for box in boxes for y in (box[1], box[3]))
        self._cell: dict[tuple[int, int], int] = {}
        for number, box in enumerate(boxes):
            for row in range(_at(self.rows, box[1] + _SAME), _at(self.rows, box[3] - _SAME) + 1):
                for column in range(_at(self.columns, box[0] + _SAME), _at(self.columns, box[2] - _SAME) + 1):
                    self._cell.setdefault((row, column), number)

        for column in range(len(self.columns) - 1):  # a page that ends within a cell leaves it open
            self._close(column)

    def _close(self, column: int) -> None:
        """Makes one cell of those below each other that have no rules around them."""
        number = len(self.boxes)
        for row in range(len(self.rows) - 1):
            if (row, column) in self._cell:
                number += 1
            else:
                self._cell[row, column] = number + column * len(self.rows)

    @property
    def is_table(self) -> bool:
        """Whether it is no frame: there are several columns, and several cells in a row."""
        return len(self.columns) > 2 and len(self.boxes) > 1

    def cell(self, x: float, y: float) -> int | None:
        """The number of the cell at a place; None where there is none."""
        return self._cell.get((_at(self.rows, y), _at(self.columns, x)))

    def filled(self, signs: Iterable[tuple[int, Sign]]) -> Ruled:
        """The table with `signs`, each in the cell with its number."""
        within: dict[int, list[Sign]] = {}
        for number, sign in signs:
            within.setdefault(number, []).append(sign)
        width = range(len(self.columns) - 1)
        places = [[self._cell[row, column] for column in width] for row in range(len(self.rows) - 1)]
        ends = {number: self.columns[at + 1] for row in places for at, number in enumerate(row)}
        begins = {number: self.columns[at] for row in places for at, number in reversed([*enumerate(row)])}
        texts = {number: _text(lines(found), begins[number], ends[number]) for number, found in within.items()}
        rows = [tuple(texts.get(number, "") for number in row) for row in places]
        spans = [
            tuple(one == above for one, above in zip(row, before, strict=True))
            for row, before in zip(places, [[-1 for _ in width], *places], strict=False)
        ]
        return Ruled(rows, spans, self.rows[0], self.rows[-1])


def _text(found: Sequence[Line], left: float, right: float) -> str:
    """What stands between two rules; words and figures that are too long for them were cut where there was no room."""
    margin = min((min(line.x0 - left, right - line.x1) for line in found), default=0.0)
    texts = [line.text for line in found[:1]]
    for before, line in pairwise(found):
        word = line.words[0]
        sign = 1.3 * (word.x1 - word.x0) / len(word.text)  # the first may be wider than most
        is_full = before.x1 - before.x0 + sign > right - left - 2 * max(margin, 0.0)
        if is_full and _is_cut(texts[-1], line.text):
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return together(texts)


def _is_cut(text: str, after: str) -> bool:
    """Whether `text` ends within a word or a figure that `after` goes on with."""
    if (figure := _FIGURE_END.search(text)) and (rest := _FIGURE.match(after)):
        return bool(_NUMBER.fullmatch(figure[0] + rest[0]))
    if not ((word := _WORD_END.search(text)) and (rest := _WORD.match(after))):
        return False
    whole = word[0] + rest[0]
    return (whole.isupper() and len(whole) <= _SHORT) or (rest[0].islower() and is_syllable(whole))


def opened(boxes: Sequence[Box], upright: Iterable[tuple[float, float, float]]) -> list[Box]:
    """The boxes of a table's cells, and those that a page cuts: `upright` rules (x, top, bottom) go on there."""
    columns, rows = _edges(x for box in boxes for x in (box[0], box[2])), [y for box in boxes for y in (box[1], box[3])]
    top, bottom = min(rows), max(rows)
    ends = dict.fromkeys(columns, (top, bottom))
    for x, begin, end in upright:
        column = min(columns, key=lambda column: abs(column - x))
        if abs(column - x) < _SAME and begin < bottom + _SAME and end > top - _SAME:
            ends[column] = min(ends[column][0], begin), max(ends[column][1], end)
    found = [*boxes]
    for left, right in pairwise(columns):
        above, below = max(ends[left][0], ends[right][0]), min(ends[left][1], ends[right][1])
        found += [(left, above, right, top)] if above < top - _OPEN else []
        found += [(left, bottom, right, below)] if below > bottom + _OPEN else []
    return found


def _edges(values: Iterable[float]) -> list[float]:
    """The values in order, those that are as good as one once."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    """Between which two edges `value` is: the number of the first."""
    return bisect_right(edges, value) - 1
