"""From the lines and tables of printed pages to blocks: what goes on over lines and pages is put together."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median, quantiles
from typing import NamedTuple

from nq42check.drafting.formats.blocks import paragraph, row
from nq42check.drafting.formats.flow import Row
from nq42check.drafting.formats.furniture import NUMBER
from nq42check.drafting.formats.layout import Line, columns
from nq42check.drafting.formats.paragraphs import ENDED, LABEL, asks_for, is_label, is_rule, is_small, together
from nq42check.drafting.formats.ruled import Ruled
from nq42check.drafting.issued import Block


class Page(NamedTuple):
    """A page: its width in points, its lines but for those in tables, from above, and its ruled tables."""

    width: float
    lines: list[Line]
    tables: list[Ruled]


class _Column(NamedTuple):
    """Where the lines of a column begin and end, and how far below each other they are within a paragraph."""

    left: float
    right: float
    pitch: float
    is_whole: bool


_NOTE = re.compile(r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹*\[(]")
_NOTE_SIZE = 0.88
"""What part of the usual size notes have at most."""
_HEADS = 3
"""How many lines a running head or foot has at most."""


def blocks(pages: Sequence[Page]) -> list[Block]:
    """The blocks of a document, in which each page's number is that of its place."""
    every = [line for page in pages for line in page.lines]
    usual = median([line.size for line in every] or [0.0])
    pages = _without_furniture(pages, _column(every, usual, True).pitch + 0.3 * usual)
    printed = _Printed()
    for number, page in enumerate(pages, 1):
        body, notes = _parted(page.lines, usual)
        around = _column([line for other in pages if other.width == page.width for line in other.lines], usual, True)
        printed.page = number
        for part in _ordered(body, page.tables):
            if isinstance(part, Ruled):
                printed.add_table(part)
                continue
            for place, column in enumerate(columns(part)):
                edges = around if place % 3 == 0 else _column(column, usual, False)
                for line in column:
                    if not is_rule(line.text):
                        printed.add(line, edges)
        printed.notes += [paragraph(text)._replace(page=number) for text in _notes(notes)]
    printed.end()
    return printed.blocks


def _without_furniture(pages: Sequence[Page], pitch: float) -> Sequence[Page]:
    """`pages` without page numbers, running heads and feet, which are farther than `pitch` from the text."""
    for _ in range(_HEADS):
        edges = [_edges(page) for page in pages]
        often = Counter(
            _likeness(line, place) for place, found in enumerate(edges, 1) for line, gap in found if gap > pitch
        )
        offsets = Counter(
            int(number[number.lastindex or 0]) - place
            for place, found in enumerate(edges, 1)
            for line, _ in found
            if (number := NUMBER.fullmatch(line.text))
        )
        least = max(2, len(pages) / 2)
        for place, found in enumerate(edges):
            gone = [
                line
                for line, _ in found
                if _is_number(line, place + 1, offsets) or often[_likeness(line, place + 1)] >= least
            ]
            left = [line for line in pages[place].lines if line not in gone]
            pages = [*pages[:place], pages[place]._replace(lines=left), *pages[place + 1 :]]
    return pages


def _edges(page: Page) -> list[tuple[Line, float]]:
    """The first line of a page and the last, where no table is above or below, and how far from the text each is."""
    top = min((table.top for table in page.tables), default=float("inf"))
    bottom = max((table.bottom for table in page.tables), default=0.0)
    found: list[tuple[Line, float]] = []
    if page.lines and page.lines[0].bottom < top:
        after = page.lines[1].bottom if len(page.lines) > 1 else float("inf")
        found.append((page.lines[0], min(after, top) - page.lines[0].bottom))
    if len(page.lines) > 1 and page.lines[-1].top > bottom:
        found.append((page.lines[-1], page.lines[-1].bottom - max(page.lines[-2].bottom, bottom)))
    return found


def _likeness(line: Line, number: int) -> str:
    """What a line says but for the number of its page."""
    return re.sub(rf"\b{number}\b", "#", line.text)


def _is_number(line: Line, place: int, offsets: Counter[int]) -> bool:
    number = NUMBER.fullmatch(line.text)
    if not number:
        return False
    offset = int(number[number.lastindex or 0]) - place
    return offset == 0 or offsets[offset] > 1 or not line.text.isdigit()


def _parted(found: Sequence[Line], usual: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page but for its notes, and its notes: what is smaller below all else, with a mark before it."""
    end = len(found)
    while end and found[end - 1].size < _NOTE_SIZE * usual:
        end -= 1
    begin = next((place for place in range(end, len(found)) if _NOTE.match(found[place].text)), len(found))
    return [*found[:begin]], [*found[begin:]] if end else []


def _notes(found: Iterable[Line]) -> list[str]:
    texts: list[str] = []
    for line in found:
        if texts and not _NOTE.match(line.text):
            texts[-1] += f" {line.text}"
        else:
            texts.append(line.text)
    return texts


def _ordered(found: Sequence[Line], tables: Sequence[Ruled]) -> Iterator[list[Line] | Ruled]:
    """What stands on a page, from above: runs of lines, and the tables between them."""
    at = 0
    for table in sorted(tables, key=lambda table: table.top):
        end = next((place for place in range(at, len(found)) if found[place].bottom > table.bottom), len(found))
        yield [*found[at:end]]
        yield table
        at = end
    yield [*found[at:]]


def _column(found: Sequence[Line], usual: float, is_whole: bool) -> _Column:
    pitches = [
        line.bottom - before.bottom
        for before, line in pairwise(found)
        if 0.8 * usual < line.bottom - before.bottom < 3 * usual
    ]
    pitch = quantiles(pitches, n=4)[0] if len(pitches) > 1 else 1.5 * usual
    left, right = min((line.x0 for line in found), default=0), max((line.x1 for line in found), default=0)
    return _Column(left, right, pitch, is_whole)


class _Printed:
    """Blocks that are read page by page; what goes on is joined with what was read before."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.page = 1
        self._lines: list[Line] = []
        self._begun = 1
        self._edges = _Column(0, 0, 0, True)
        self._tables = 0
        self._header: list[Row] = []
        self._spanned: tuple[bool, ...] = ()

    def add(self, line: Line, edges: _Column) -> None:
        """Adds a line of a column with these edges."""
        if not (self._lines and self._goes_on(line, edges)):
            self.end()
            self._begun = self.page
        self._lines.append(line)
        self._edges = edges
        self._header = []

    def end(self) -> None:
        """Ends the paragraph that is being read; notes on its pages stand behind it."""
        if self._lines:
            text = together(line.text for line in self._lines)
            self.blocks.append(paragraph(text)._replace(page=self._begun))
            self._lines = []
        self.blocks += self.notes
        self.notes = []

    def _goes_on(self, line: Line, edges: _Column) -> bool:
        """Whether `line` goes on with the paragraph that is being read."""
        before, text = self._lines[-1], line.text
        last = before.text
        ended = bool(ENDED.search(last))
        is_full = before.x1 + line.words[0].x1 - line.x0 + 0.2 * line.size > self._edges.right
        is_apart = edges == self._edges and line.bottom - before.bottom > edges.pitch + 0.3 * line.size
        is_in = line.x0 > edges.left + 0.8 * line.size
        if is_label(text):
            return text[0] in "-–—" and text[1:].lstrip()[:1].islower() and is_full and not (ended or is_in)
        if last.isupper() != text.isupper() and last.isupper():
            return False
        if asks_for(last, text) or (is_small(text) and not ended):
            return True
        if is_apart or (edges != self._edges and not (edges.is_whole and self._edges.is_whole)):
            return False
        if last.isupper():
            return not LABEL.fullmatch(last)
        begins = is_in and line.x0 > before.x0 + 0.8 * line.size if len(self._lines) > 1 else is_in and ended
        hangs = self._lines[0].x0 > line.x0 + 0.8 * line.size  # only the first lines of paragraphs are set in
        return is_full and not begins and (last[-1] not in ";:" or is_small(text) or hangs)

    def add_table(self, table: Ruled) -> None:
        """Adds the rows of a table; one that goes on from the page before may have its header again."""
        rows, spans = table.rows, table.spans
        if self._header and len(self._header[0]) == len(rows[0]):
            again = next(
                (n for n, (one, other) in enumerate(zip(rows, self._header, strict=False)) if one != other), len(rows)
            )
            rows, spans = rows[again:], spans[again:]
            if rows:
                rows = self._joined(rows, spans)
        else:
            self.end()
            self._tables += 1
            self._header = rows
        self._spanned = spans[-1] if spans else self._spanned
        self.blocks += [row(cells, self._tables)._replace(page=self.page) for cells in rows if any(cells)]

    def _joined(self, rows: list[Row], spans: Sequence[tuple[bool, ...]]) -> list[Row]:
        """`rows` of the table above, put together with it: a row that a page cut, and cells that span several rows."""
        for column, (cell, before) in enumerate(zip(rows[0], self.blocks[-1].cells, strict=True)):
            spanned = self._spanned[column]
            begins = len(spans) > 1 and spans[1][column]
            if ((begins or spanned) and _is_rest(cell, before)) or (spanned and not before):
                whole = f"{before} {cell}".strip()
                end = next((n for n, span in enumerate(spans[1:], 1) if not span[column]), len(rows))
                rows = [_with(cells, column, whole) if n < end else cells for n, cells in enumerate(rows)]
                self._replace(column, before, whole)
        above, first = self.blocks[-1].cells, rows[0]
        rests = ["" if cell == before else cell for cell, before in zip(first, above, strict=True)]
        if not first[0] and all(not rest or _is_rest(rest, before) for rest, before in zip(rests, above, strict=True)):
            whole_row = (f"{before} {rest}".strip() for rest, before in zip(rests, above, strict=True))
            self.blocks[-1] = row(whole_row, self._tables)._replace(page=self.blocks[-1].page)
            return rows[1:]
        return rows

    def _replace(self, column: int, text: str, whole: str) -> None:
        """Puts the `whole` into the cells at the end of a column of the table above that have `text`, a part of it."""
        for place in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[place]
            if block.table != self._tables or block.cells[column] != text or text == whole:
                break
            self.blocks[place] = row(_with(block.cells, column, whole), self._tables)._replace(page=block.page)


def _is_rest(cell: str, before: str) -> bool:
    """Whether `cell` can be the end of the one above, `before`."""
    return bool(before) and (not cell or (is_small(cell) and not is_label(cell) and not ENDED.search(before)))


def _with(cells: Row, column: int, text: str) -> Row:
    return (*cells[:column], text, *cells[column + 1 :])
