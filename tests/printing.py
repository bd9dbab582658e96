"""Makes PDFs as word processors print them: paragraphs, ruled tables, columns, page numbers. No font is needed for it.

The file names a font and does not have it, so that nobody could look at the letters; it says which they are, how wide.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import EllipsisType

Cell = str | None | EllipsisType
"""The text of a cell; None where that above goes on, ... where that on its left does."""

_WIDE, _HIGH = 595, 842
_TOP, _BOTTOM, _LEFT, _RIGHT = 60, 780, 85, 540
_GUTTER = 30
_NARROW, _BROAD = frozenset("iljtfrI.,;:!'|()[] "), frozenset("mwMW%…")


@dataclass
class Table:
    """A table: its rows, of which each page repeats the first; the columns' parts of the width; whether it is ruled.

    A line end within a cell is one on the page. `wide` is its width in points.
    """

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float] = ()
    ruled: bool = True
    wide: float = _RIGHT - _LEFT


@dataclass
class _Printer:
    """Prints from above to below, and begins a new page where one is full."""

    size: float
    columns: int
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = _TOP
    column: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def write(self, text: str, x: float, y: float, size: float) -> None:
        """Writes `text` on the line at `y`; what is raised stands there smaller and higher."""
        for raised, signs in groupby(text, "⁰¹²³⁴⁵⁶⁷⁸⁹".find):
            run = "".join(signs) if raised < 0 else str(raised)
            high, small = (0.0, size) if raised < 0 else (0.35 * size, 0.65 * size)
            ids = "".join(f"{self.ids.setdefault(sign, len(self.ids) + 1):04x}" for sign in run)
            self.pages[-1].append(f"BT /F {small} Tf {x} {_HIGH - y + high} Td <{ids}> Tj ET")
            x += _width(run, small)

    def paragraph(self, text: str) -> None:
        wide = (_RIGHT - _LEFT - _GUTTER * (self.columns - 1)) / self.columns
        for place, line in enumerate(_lines(text, wide, self.size, 28)):
            self.room(1.35 * self.size)
            x = _LEFT + self.column * (wide + _GUTTER) + 28 * (place == 0)
            self.write(line, x, self.y, self.size)
        self.y += 0.45 * self.size

    def room(self, high: float) -> None:
        """Goes down by this height, to the next column or page where there is none left."""
        if self.y + high > _BOTTOM:
            self.column = (self.column + 1) % self.columns
            if self.column == 0:
                self.pages.append([])
            self.y = _TOP
        self.y += high

    def table(self, table: Table) -> None:
        count = len(table.rows[0])
        parts = table.widths or [1.0] * count
        edges = [_LEFT + table.wide * sum(parts[:place]) / sum(parts) for place in range(count + 1)]
        begins = True
        for place, row in enumerate(table.rows):
            if self.y + self.high(row, edges) > _BOTTOM:
                self.rule(edges[0], self.y, edges[-1], self.y, table.ruled)
                self.pages.append([])
                self.y = _TOP
                if place:
                    self.row(table.rows[0], edges, table.ruled, True)
                begins = True
            self.row(row, edges, table.ruled, begins)
            begins = False
        self.rule(edges[0], self.y, edges[-1], self.y, table.ruled)
        self.y += self.size

    def cells(self, row: Sequence[Cell], edges: Sequence[float]) -> list[list[str]]:
        wides = [edges[_end(row, at)] - edges[at] - 8 for at in range(len(row))]
        both = zip(row, wides, strict=True)
        return [[*_lines(text, wide, self.size, 0)] if isinstance(text, str) else [] for text, wide in both]

    def high(self, row: Sequence[Cell], edges: Sequence[float]) -> float:
        return 1.3 * self.size * max(1, *map(len, self.cells(row, edges))) + 6

    def row(self, row: Sequence[Cell], edges: Sequence[float], ruled: bool, begins: bool) -> None:
        """Prints a row; where it `begins` what is on a page below the header, cells that go on are closed above."""
        high = self.high(row, edges)
        for at, lines in enumerate(self.cells(row, edges)):
            for place, line in enumerate(lines, 1):
                self.write(line, edges[at] + 4, self.y + 1.3 * self.size * place, self.size)
            if row[at] is not None or begins:
                self.rule(edges[at], self.y, edges[at + 1], self.y, ruled)
            if row[at] is not ...:
                self.rule(edges[at], self.y, edges[at], self.y + high, ruled)
        self.rule(edges[-1], self.y, edges[-1], self.y + high, ruled)
        self.y += high

    def rule(self, x0: float, y0: float, x1: float, y1: float, ruled: bool) -> None:
        if ruled:
            self.pages[-1].append(f"{x0} {_HIGH - y0} m {x1} {_HIGH - y1} l S")


def printed(
    parts: Iterable[str | Table],
    *,
    size: float = 13,
    columns: int = 1,
    numbers: bool = False,
    head: str = "",
    font: str = "Times",
    note: str = "",
) -> bytes:
    """A PDF of paragraphs and tables, on pages with numbers, a running head, a note on the first, if wished."""
    printer = _Printer(size, columns)
    for part in parts:
        printer.paragraph(part) if isinstance(part, str) else printer.table(part)
    pages, printer.pages = printer.pages, []
    for number, page in enumerate(pages, 1):
        printer.pages.append(page)
        if head:
            printer.write(head, _LEFT, 40, size)
        if note and number == 1:
            printer.write(note, _LEFT, _BOTTOM + 30, 0.75 * size)
        if numbers:
            printer.write(str(number), _WIDE / 2, 30, size)
    return document(["\n".join(page).encode() for page in pages], _font(printer.ids, font))


def document(
    contents: Sequence[bytes], font: Sequence[bytes] = (b"<<>>",), resources: bytes = b"", packed: bool = True
) -> bytes:
    """A PDF with these contents of pages; `font` is an object and those to which it refers, by numbers from 4 on."""
    first = 3 + len(font)
    kids = b" ".join(b"%d 0 R" % (first + 1 + 2 * place) for place in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Font << /F 4 0 R >> %s >>" % resources,
        *font,
    ]
    for content in contents:
        packing = b"/Filter /FlateDecode " if packed else b""
        content = zlib.compress(content) if packed else content
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources 3 0 R /Contents %d 0 R >>"
            % (_WIDE, _HIGH, len(objects) + 2)
        )
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (packing, len(content), content))
    return file(objects)


def file(objects: Iterable[bytes], more: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1 on; the first is its catalogue, and `more` is said at its end."""
    data, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        count, table, count, more, len(data),
    )  # fmt: skip
    return data


def _font(ids: dict[str, int], name: str) -> list[bytes]:
    """A font that has these signs by their ids, and says which they are."""
    letters = "\n".join(f"<{id:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, id in ids.items())
    widths = " ".join(f"{id} [{_width(sign, 1000):.0f}]" for sign, id in ids.items())
    unicode = (
        "begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{len(ids)} beginbfchar\n{letters}\nendbfchar\nendcmap"
    )
    font = f"<< /Type /Font /BaseFont /{name} /Subtype"
    objects = [
        f"{font} /Type0 /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 7 0 R >>",
        f"{font} /CIDFontType2 /FontDescriptor 6 0 R /W [{widths}] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [-100 -220 1000 900] /Ascent 890 /Descent -210 "
        "/CapHeight 660 /ItalicAngle 0 /StemV 80 >>",
        f"<< /Length {len(unicode)} >>\nstream\n{unicode}\nendstream",
    ]
    return [each.encode() for each in objects]


def _width(text: str, size: float) -> float:
    return size * sum(
        0.28 if sign in _NARROW else 0.85 if sign in _BROAD else 0.68 if sign.isupper() else 0.5 for sign in text
    )


def _lines(text: str, wide: float, size: float, first: float) -> Iterator[str]:
    """The lines of `text`, the first of them shorter by `first`."""
    line = ""
    for word in text.replace("\n", " \n ").split(" "):
        if word == "\n":
            yield line
            line, first = "", 0
            continue
        if line and _width(f"{line} {word}", size) > wide - first:
            yield line
            line, first = word, 0
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def _end(row: Sequence[Cell], at: int) -> int:
    """Behind which column the cell ends that begins at `at`."""
    end = at + 1
    while end < len(row) and row[end] is ...:
        end += 1
    return end
