"""From what a reader found, paragraphs and tables in their order, to blocks."""

import re
from collections.abc import Iterable, Iterator

from nq42check.drafting.formats.flow import Row, Table
from nq42check.drafting.formats.markup import freed
from nq42check.drafting.formats.paragraphs import BULLET
from nq42check.drafting.issued import Block

_SIGNS = re.compile(BULLET)
_HEAD = re.compile(r"[^\W\d_]|^\s*20\d\d\s*$")
_MARKS = "+-–—"


def paragraph(text: str, heading: bool = False) -> Block:
    """The block of a paragraph that is set in `text`, a bullet of whatever shape before it as a dash."""
    words = freed(text).split()
    if len(words) > 1 and _SIGNS.fullmatch(words[0]) and words[0] not in _MARKS:
        words[0] = "-"
    return Block(" ".join(words), heading=heading)


def row(cells: Iterable[str], table: int) -> Block:
    """The block of a row of the table with this number."""
    whole = tuple(" ".join(freed(cell).split()) for cell in cells)
    return Block(" | ".join(whole), whole, table)


def numbered(parts: Iterable[Block | Table]) -> Iterator[Block]:
    """The blocks of paragraphs and tables in their order; a table that pages cut is one, and has its header once."""
    tables = 0
    header: Row = ()
    last: Row = ()
    for part in parts:
        if isinstance(part, Block):
            header = ()
            yield part
            continue
        rows = [cells for cells in part.rows if any(cells)]
        again = bool(rows) and rows[0] == header and _is_header(header)
        if rows and not (again or (len(header) == len(rows[0]) and _follows(rows[0], last))):
            tables += 1
            header = rows[0]
            yield row(header, tables)
            rows = rows[1:]
        for cells in rows:
            if cells != header or not _is_header(header):
                yield row(cells, tables)
                last = cells


def _is_header(row: Row) -> bool:
    """Whether `row` says what is below it, and has no figure but years."""
    return all(_HEAD.search(cell) for cell in row if cell)


def _follows(row: Row, above: Row) -> bool:
    """Whether a row has the running number behind that of the row above."""
    one, other = row[0].strip(" ."), "".join(above[:1]).strip(" .")
    return one.isdecimal() and other.isdecimal() and int(one) == int(other) + 1
