"""Plain text and Markdown, as blocks: as it is copied, saved from Word, or set line by line."""

import re
from collections.abc import Iterable, Iterator

from nq42check.drafting.formats.decoding import decoded, refuse_garbled, shown
from nq42check.drafting.formats.flow import Table
from nq42check.drafting.formats.furniture import without_furniture
from nq42check.drafting.formats.markup import freed, unmarked
from nq42check.drafting.formats.paragraphs import BULLET, Width, breaks_off, is_rule, joined, width
from nq42check.drafting.formats.rows import parts
from nq42check.drafting.issued import Block, Issued, Unread

_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(?=\S)|[ ]{0,3}#{1,6}$")


_LARGEST, _MOST_LINES = 2_000_000, 30_000
"""How many bytes and lines a text has at most: some hundred pages."""
_UNDERLINE = re.compile(r"={3,}\s*")
_SIGNS = re.compile(BULLET)
_MARKS = "+-–—"


def issued(data: bytes) -> Issued:
    """The document in a text file. Raises Unread where there is no text in Unicode."""
    if len(data) > _LARGEST:
        raise Unread("too-large")
    text = decoded(data)
    refuse_garbled(text)
    text, dropped = unmarked(text)
    lines = [line.rstrip() for line in shown(text).replace("\f", "\n\f\n").split("\n")]
    if len(lines) > _MOST_LINES:
        raise Unread("too-large")
    lines = without_furniture(lines)
    found = [*parts(lines)]
    prose = [[*_chunks(part)] for part in found if not isinstance(part, Table)]
    wide = width(lines for chunks in prose for heading, lines in chunks if not heading)
    blocks: list[Block] = []
    tables = 0
    for part in found:
        if isinstance(part, Table):
            tables += 1
            blocks += [row(cells, tables) for cells in part.rows if any(cells)]
        else:
            blocks += _paragraphs(part, wide)
    if not blocks:
        raise Unread("no-text")
    return Issued(tuple(blocks), "text", dropped)


def _paragraphs(lines: Iterable[str], wide: Width | None) -> list[Block]:
    blocks: list[Block] = []
    for heading, chunk in _chunks(lines):
        for place, text in enumerate(joined(chunk, wide)):
            cut = not place and blocks and not heading and not blocks[-1].heading and breaks_off(blocks[-1].text, text)
            blocks.append(paragraph(f"{blocks.pop().text} {text}" if cut else text, heading))
    return [block for block in blocks if block.text]


def _chunks(lines: Iterable[str]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines without a blank one, a heading for itself, and whether each is one."""
    chunk: list[str] = []
    for line in [*lines, ""]:
        underlined = bool(chunk) and bool(_UNDERLINE.fullmatch(line))
        heading = _HEADING.match(line)
        if (heading or not line.strip() or is_rule(line)) and chunk:
            if underlined:
                yield False, chunk[:-1]
            yield underlined, chunk[-1:] if underlined else chunk
            chunk = []
        if heading:
            yield True, [line[heading.end() :].rstrip("# ")]
        elif line.strip() and not is_rule(line):
            chunk.append(" ".join(line.split()))


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
