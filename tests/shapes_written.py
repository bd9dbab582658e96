"""Documents of every shape, as bytes: as text, and some as HTML, Word and PDF files."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from importlib.util import find_spec
from itertools import groupby

import shapes_spelt  # noqa: F401 (adds its shapes)
import shapes_tabled  # noqa: F401 (adds its shapes)
import word
from shapes import SHAPES, Body, Expected, Rows
from targets import Wanted

from nq42check.drafting.issued import Block

# HTML


def html(body: Body, spans: bool = False) -> str:
    """The document as HTML; where `spans`, equal cells of the first column are one cell."""
    parts = [_table(part, spans) if not isinstance(part, str) else f"<p>{escape(part)}</p>" for part in body]
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{"".join(parts)}</body></html>\n'


def _table(rows: Rows, spans: bool) -> str:
    lines = []
    for place, row in enumerate(rows):
        cells = [f"<td>{escape(cell)}</td>" for cell in row]
        if spans:
            same = sum(1 for _ in _same(rows[place:]))
            first = place == 0 or rows[place - 1][0] != row[0]
            cells[0] = f'<td rowspan="{same}">{escape(row[0])}</td>' if first else ""
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _same(rows: Rows) -> Rows:
    until = next((place for place, row in enumerate(rows) if row[0] != rows[0][0]), len(rows))
    return rows[:until]


# Word


def docx(body: Body) -> bytes:
    """The document as a Word file."""
    return word.docx(*(_typed(part) if isinstance(part, str) else _grid(part) for part in body))


def numbered(body: Body) -> bytes:
    """The same, the bullets of its lists and the numbers of its headings being Word's own."""
    levels = [("upperRoman", "%1."), ("decimal", "%2."), ("bullet", "-")]
    lists = word.lists(*(word.level(at, form, text) for at, (form, text) in enumerate(levels)))
    parts = [_numbered(part) if isinstance(part, str) else _grid(part) for part in body]
    return word.docx(*parts, numbering=lists)


def spanning(body: Body) -> bytes:
    """The same, equal cells of the first column of a table being one cell."""
    return word.docx(*(_typed(part) if isinstance(part, str) else _grid(part, spans=True) for part in body))


def _typed(text: str) -> str:
    return word.paragraph(_run(text))


def _run(text: str) -> str:
    return word.run(f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>')


def _numbered(text: str) -> str:
    mark, _, rest = text.partition(" ")
    level = {"-": 2, "1.": 1, "2.": 1, "3.": 1}.get(mark, 0 if mark in ("I.", "II.", "III.", "IV.") else None)
    return _typed(text) if level is None else word.paragraph(_run(rest), num=1, level=level)


def _grid(rows: Rows, spans: bool = False) -> str:
    """A table; a cell that goes on from the one above it says so, as Word has it."""
    lines = []
    for place, row in enumerate(rows):
        cells = [word.cell(_typed(cell)) for cell in row]
        if spans and sum(each[0] == row[0] for each in rows) > 1:
            on = place > 0 and rows[place - 1][0] == row[0]
            merged = "<w:vMerge/>" if on else '<w:vMerge w:val="restart"/>'
            cells[0] = word.cell(_typed("" if on else row[0]), form=merged)
        lines.append(word.row(*cells))
    return word.table(*lines)


# PDF


def pdf(body: Body) -> bytes:
    """The document as a PDF with ruled tables, page numbers and a running head."""
    import printing

    parts = [part if isinstance(part, str) else printing.Table(part, _widths(part)) for part in body]
    return printing.printed(parts, numbers=True, head="Kế hoạch thực hiện Nghị quyết số 42-NQ/TW")


def _widths(rows: Rows) -> list[float]:
    """The parts of the width that columns have: as their longest cells, within bounds, and as their longest words."""
    longest = [min(40, max(map(len, column))) for column in zip(*rows, strict=True)]
    words = [max(len(word) for cell in column for word in cell.split(" ")) for column in zip(*rows, strict=True)]
    return [max(6, each, 2 * word) for each, word in zip(longest, words, strict=True)]


# What a document is, as it was read


def body_of(blocks: Iterable[Block]) -> Body:
    """The paragraphs and tables of a document."""
    body: Body = []
    for table, some in groupby(blocks, key=lambda block: block.table):
        kept = [*some]
        body += [[[*block.cells] for block in kept]] if table else [block.text for block in kept]
    return body


# All of them

Write = Callable[[Body], bytes]
PRINTED = ("bullets under headings", "one paragraph with ;", "table with units", "table with two years")
WRITERS: dict[str, dict[str, Write]] = {
    "HTML": {
        "bullets -": lambda body: html(body).encode(),
        "table with units": lambda body: html(body).encode(),
        "table with fields that span rows": lambda body: html(body, spans=True).encode(),
    },
    "Word": {
        "no marks": docx,
        "bullets -": numbered,
        "one paragraph with ;": docx,
        "table with two years": docx,
        "table with rows for groups": docx,
        "table with fields that span rows": spanning,
    },
    "PDF": dict.fromkeys(PRINTED, pdf) if find_spec("pdfplumber") else {},
}
"""Shapes written in other formats, and how."""


def documents(wanted: Sequence[Wanted]) -> dict[str, tuple[bytes, list[Expected]]]:
    """The list in every shape, as a document, and the targets in it."""
    made = {name: shape(wanted) for name, shape in SHAPES.items()}
    texts = {name: (each.text.encode(), each.targets) for name, each in made.items()}
    for form, writers in WRITERS.items():
        for name, write in writers.items():
            texts[f"{form}: {name}"] = write(made[name].body), made[name].targets
    return texts
