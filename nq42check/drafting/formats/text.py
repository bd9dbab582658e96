"""Plain text and Markdown, as blocks: as it is copied, saved from Word, or set line by line."""

import re
from collections.abc import Iterable, Iterator, Sequence

from nq42check.drafting.formats.blocks import numbered, paragraph
from nq42check.drafting.formats.decoding import decoded, refuse_garbled, shown
from nq42check.drafting.formats.flow import Table
from nq42check.drafting.formats.furniture import TABLE, without_furniture
from nq42check.drafting.formats.markup import unmarked
from nq42check.drafting.formats.paragraphs import Width, breaks_off, is_rule, joined, width
from nq42check.drafting.formats.rows import parts
from nq42check.drafting.issued import Block, Issued, Unread

_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(?=\S)|[ ]{0,3}#{1,6}$")
_LARGEST, _MOST_LINES = 2_000_000, 30_000
"""How many bytes and lines a text has at most: some hundred pages."""
_UNDERLINE = re.compile(r"={3,}\s*")
_HTML_TABLE = re.compile(r"<table\b(?:[^<]++|<(?!/?table\b))*+</table\s*>", re.IGNORECASE)


def issued(data: bytes) -> Issued:
    """The document in a text file. Raises Unread where there is no text in Unicode."""
    if len(data) > _LARGEST:
        raise Unread("too-large")
    text = decoded(data)
    refuse_garbled(text)
    text, tables = _without_tables(text)
    text, dropped = unmarked(text)
    lines = [line.rstrip() for line in shown(text).replace("\f", "\n\f\n").split("\n")]
    if len(lines) > _MOST_LINES:
        raise Unread("too-large")
    found = [*_parts(without_furniture(lines), tables)]
    prose = [[*_chunks(part)] for part in found if isinstance(part, list)]
    wide = width(lines for chunks in prose for heading, lines in chunks if not heading)
    blocks = tuple(numbered(_blocks(found, wide)))
    if not blocks:
        raise Unread("no-text")
    return Issued(blocks, "text", dropped)


def _without_tables(text: str) -> tuple[str, list[list[Block | Table]]]:
    """`text` with a sign on a line of its own for each table in HTML, and what is in those."""
    tables: list[list[Block | Table]] = []

    def taken(table: re.Match[str]) -> str:
        from nq42check.drafting.formats import html

        tables.append(html.parts(table[0]))
        return f"\n{TABLE}\n"

    return _HTML_TABLE.sub(taken, text) if "</table" in text.lower() else text, tables


def _parts(lines: Sequence[str], tables: Iterable[list[Block | Table]]) -> Iterator[list[str] | Block | Table]:
    """What a text consists of, in its order: runs of lines, and what stands in tables."""
    at = 0
    for table in tables:
        end = lines.index(TABLE, at)
        yield from parts(lines[at:end])
        yield from table
        at = end + 1
    yield from parts(lines[at:])


def _blocks(found: Iterable[list[str] | Block | Table], wide: Width | None) -> Iterator[Block | Table]:
    for part in found:
        if isinstance(part, list):
            yield from _paragraphs(part, wide)
        else:
            yield part


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
