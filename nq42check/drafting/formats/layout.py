"""From signs on a page, each with its place, to lines and columns as a reader sees them.

Measures are points, from the left and from the top.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from nq42check.drafting.formats.decoding import shown
from nq42check.drafting.formats.word.signs import shifted


class Sign(NamedTuple):
    """A sign on a page: its text, its box, and the size of its font."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return (self.top + self.bottom) / 2


class Word(NamedTuple):
    """A word on a line, and where it stands."""

    text: str
    x0: float
    x1: float


class Line(NamedTuple):
    """A line on a page, or a part of one: its words, where it stands, and the size of most of its signs."""

    words: tuple[Word, ...]
    top: float
    bottom: float
    size: float

    @property
    def text(self) -> str:
        """Its words, composed and without signs that nobody sees."""
        return " ".join(shown(" ".join(word.text for word in self.words)).split())

    @property
    def x0(self) -> float:
        """Where its first word begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where its last word ends."""
        return self.words[-1].x1

    def _is_motto(self, place: int) -> bool:
        """Whether the word there begins what always stands in a column of its own: the state's name in a letterhead."""
        first = self.words[place].text
        return first == "CỘNG" and self.words[place - 1].text != "NƯỚC" and bool(_STATE.search(self.text))

    def parts(self) -> list["Line"]:
        """What stands apart on it, from the left."""
        cuts = [
            place
            for place, (word, after) in enumerate(pairwise(self.words), 1)
            if after.x0 - word.x1 > _APART * self.size or self._is_motto(place)
        ]
        return [self._replace(words=self.words[a:b]) for a, b in zip([0, *cuts], [*cuts, None], strict=True)]


_STATE = re.compile(r"CỘNG (?:HÒA|HOÀ) XÃ HỘI CHỦ NGHĨA(?: VIỆT NAM)?$")
_SMALL = 0.9
"""What part of the usual size signs have that are raised, lowered, or in a note."""
_SPACE, _TWICE, _APART = 0.18, 0.12, 1.1
"""What part of its size is between two words, at least; between two prints of one sign, which make it bold, at most;
and between two columns, at least."""


def lines(signs: Iterable[Sign]) -> list[Line]:
    """The lines in which `signs` stand, from above; what is raised or lowered is on the line to which it belongs."""
    signs = [*signs]
    sizes = [sign.size for sign in signs if not sign.text.isspace()]
    if not sizes:
        return []
    usual = median(sizes)
    rows = _rows(sign for sign in signs if sign.size >= _SMALL * usual)
    left: list[Sign] = []
    for sign in sorted(signs, key=lambda sign: sign.x0):
        if sign.size < _SMALL * usual:
            row = next((row for row in rows if _hangs_on(sign, row)), left)
            row.append(sign)
    found = [_line(row) for row in rows if not all(sign.text.isspace() for sign in row)]
    return sorted([*found, *lines(left)], key=lambda line: line.bottom)


def _rows(signs: Iterable[Sign]) -> list[list[Sign]]:
    """Signs that stand beside each other: the middle of each is in the height of the first."""
    rows: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: sign.middle):
        if rows and sign.middle < (rows[-1][0].middle + rows[-1][0].bottom) / 2:
            rows[-1].append(sign)
        else:
            rows.append([sign])
    return rows


def _hangs_on(sign: Sign, row: Sequence[Sign]) -> bool:
    """Whether `sign` is raised or lowered beside one of a row."""
    first = row[0]
    return first.top - 0.3 * first.size < sign.middle < first.bottom + 0.2 * first.size and any(
        each.x0 - each.size < sign.x0 < each.x1 + 0.4 * each.size for each in row
    )


def _line(row: list[Sign]) -> Line:
    size = max(sign.size for sign in row if not sign.text.isspace())
    usual = [sign for sign in row if sign.size >= _SMALL * size]
    bottom = median(sign.bottom for sign in usual)
    words: list[Word] = []
    last: Sign | None = None
    for sign in sorted(row, key=lambda sign: sign.x0):
        if sign.text.isspace():
            last = None
            continue
        if last and sign.text == last.text and sign.x0 - last.x0 < _TWICE * sign.size:
            continue
        text, before = sign.text, words[-1].text if words else ""
        if sign.size < _SMALL * size:
            how = "superscript" if sign.bottom < bottom - 0.1 * size else "subscript"
            text = shifted(text, how, before[-1:])
        if not last or sign.x0 - words[-1].x1 > _SPACE * size:
            words.append(Word(text, sign.x0, sign.x1))
        else:
            words[-1] = Word(words[-1].text + text, words[-1].x0, max(sign.x1, words[-1].x1))
        last = sign
    return Line(tuple(words), min(sign.top for sign in usual), bottom, size)


# Columns


_VALUE = re.compile(r"[<>≤≥=~±]?\s*\d[\d.,]*\s*[%‰]?|[%‰]")
_FEWEST, _WIDE = 3, 30.0
"""How many lines two columns share at least, fewer only where the gutter is so many points wide."""
_LEAST = 0.1
"""What part of its size is between two columns on all lines."""
_ALIGNED = 12.0
"""How many points figures below each other differ in their place at most."""
_NARROW = 0.12
"""What part of the width of all a column has at least."""


def columns(found: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines as they are read: whole ones, then the left and the right ones beside a gutter, and so on in turn."""
    bands = _bands(found)
    whole: list[Line] = []
    at = 0
    while at < len(bands):
        end, gutter = _gutter(bands, at)
        if end == at:
            whole += bands[at].lines
            at += 1
            continue
        yield whole
        whole = []
        yield [part for band in bands[at:end] for part in band.parts if part.x0 < gutter]
        yield [part for band in bands[at:end] for part in band.parts if part.x0 > gutter]
        at = end
    yield whole


class _Band(NamedTuple):
    """Lines beside each other, and their parts from the left."""

    lines: list[Line]
    parts: list[Line]


def _bands(found: Sequence[Line]) -> list[_Band]:
    """The lines in bands: those of two columns may be a little higher or lower than each other."""
    bands: list[_Band] = []
    for line in found:
        beside = bands[-1].lines if bands else []
        if beside and all(line.top < each.bottom - 0.3 * each.size and _is_beside(line, each) for each in beside):
            beside.append(line)
            bands[-1].parts[:] = sorted((*bands[-1].parts, *line.parts()), key=lambda part: part.x0)
        else:
            bands.append(_Band([line], line.parts()))
    return bands


def _is_beside(line: Line, other: Line) -> bool:
    return line.x0 > other.x1 + _APART * line.size or other.x0 > line.x1 + _APART * line.size


def _gutter(bands: Sequence[_Band], at: int) -> tuple[int, float]:
    """Behind the last of the bands from `at` on that a gutter divides, and where it is; `at` if there is none."""
    first = bands[at].parts
    gutters = [(before.x1, after.x0) for before, after in pairwise(first)]
    if at + 1 < len(bands) and len(first) == len(below := bands[at + 1].parts) == 1 and _is_beside(first[0], below[0]):
        gutters = [(min(first[0].x1, below[0].x1), max(first[0].x0, below[0].x0))]
    best, middle, most = at, 0.0, 0
    for gutter in gutters:
        end, shared, left, right = _run(bands, at, *gutter)
        enough = shared >= _FEWEST or (shared > 1 and right - left > _WIDE)
        if enough and shared > most and _are_columns(bands[at:end], left, right, bands):
            best, middle, most = end, (left + right) / 2, shared
    return best, middle


def _run(bands: Sequence[_Band], at: int, left: float, right: float) -> tuple[int, int, float, float]:
    """How far the gutter from `left` to `right` goes: behind which band, how many each side has, how wide it is."""
    sides = [0, 0]
    for place in range(at, len(bands)):
        parts = bands[place].parts
        before = [part.x1 for part in parts if _is_left(part, left, right)]
        after = [part.x0 for part in parts if not _is_left(part, left, right)]
        edges = max([left, *before]), min([right, *after])
        far = place > at and parts[0].top - bands[place - 1].lines[-1].bottom > 2 * parts[0].size
        if edges[0] + _LEAST * parts[0].size > edges[1] or (far and not (before and after)):
            return place, min(sides), left, right
        left, right = edges
        sides = [sides[0] + bool(before), sides[1] + bool(after)]
    return len(bands), min(sides), left, right


def _is_left(part: Line, left: float, right: float) -> bool:
    """Whether `part` is rather on the left of a gutter: it begins before it, or is within it and near its left."""
    return part.x0 < left or (part.x1 <= right and part.x0 + part.x1 < left + right)


def _are_columns(run: Sequence[_Band], left: float, right: float, bands: Sequence[_Band]) -> bool:
    """Whether both sides of a gutter are wide enough for text: signs before items of a list are no column."""
    least = _NARROW * (max(map(_end, bands)) - min(map(_begin, bands)))
    return left - min(map(_begin, run)) > least and max(map(_end, run)) - right > least


def _begin(band: _Band) -> float:
    return band.parts[0].x0


def _end(band: _Band) -> float:
    return max(part.x1 for part in band.parts)


def is_table(found: Sequence[Line]) -> bool:
    """Whether figures stand below each other apart from other words, as in a table, and no rules divide them."""
    begin, end = min((line.x0 for line in found), default=0), max((line.x1 for line in found), default=0)
    values = sorted(
        (part.x0 + part.x1) / 2
        for line in found
        for part in line.parts()
        if part.x0 > begin + 0.3 * (end - begin) and _VALUE.fullmatch(part.text)
    )
    return any(last - first < _ALIGNED for first, last in zip(values, values[_FEWEST - 1 :], strict=False))
