"""A Word file (.docx) as issued: its blocks in order, as they stand once all tracked changes are accepted."""

from collections.abc import Iterator
from posixpath import dirname, join
from xml.etree.ElementTree import Element

from nq42check.drafting.formats.decoding import garbled
from nq42check.drafting.formats.word.package import Package
from nq42check.drafting.formats.word.paragraphs import PAGE_BREAK, Line, Paragraphs
from nq42check.drafting.formats.word.tables import CELL, ROW, grid, is_deleted
from nq42check.drafting.formats.word.xml import ELSEWHERE, W, within
from nq42check.drafting.issued import Block, Issued, Unread

_PARAGRAPH, _TABLE = W + "p", W + "tbl"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_MOST_SIGNS = 8_000_000  # cells that span much repeat what they hold

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join
from typing import NamedTuple
from xml.etree.ElementTree import Element

from nq42check.drafting.formats.word.numbering import Numbers
from nq42check.drafting.formats.word.package import Package
from nq42check.drafting.formats.word.signs import known_signs, old_code, shifted, symbol
from nq42check.drafting.formats.word.styles import Styles, font_of, heading_of
from nq42check.drafting.formats.word.tables import CELL, grid, is_deleted
from nq42check.drafting.formats.word.xml import (
    DELETED,
    ELSEWHERE,
    MC,
    SILENT,
    M,
    W,
    attribute,
    chosen,
    has,
    switched,
    within,
)  # fmt: skip
from nq42check.drafting.issued import Block, Issued, Unread
from nq42check.text import nfc, visible

_P, _TABLE, _ROW = W + "p", W + "tbl", W + "tr"
_PAGE_BREAK = W + "lastRenderedPageBreak"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")

_MOST_SIGNS = 8_000_000  # cells that span much repeat what they hold

# Controls and signs that turn the direction of writing, which no plan may hold; the last two turn digits, too.
_TURNING = re.compile("[\x7f-\x84\x86-\x9f\u061c\u200f\u202a-\u202c\u2066-\u2069\ufffe\uffff]")
_TURNED = re.compile("[\u202d\u202e]")


def issued(data: bytes) -> Issued:
    """The document in the bytes of a .docx file, .docm or .dotx. Raises Unread where they hold none."""
    package = Package(data)
    document = package.related("").get("officeDocument", "/word/document.xml")
    root = package.xml(document)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise Unread("docx-no-document")
    related = package.related(document)
    usual = {kind: join(dirname(document), f"{kind}.xml") for kind in _PARTS}
    reader = _Reader(Paragraphs(*(package.xml(related.get(kind, usual[kind])) for kind in _PARTS)))
    blocks = reader.blocks(body)
    if not blocks:
        raise Unread("docx-no-text")
    if next(body.iter(PAGE_BREAK), None) is None:  # it was never laid out in pages
        blocks = [block._replace(page=None) for block in blocks]
    if encoding := garbled("\n".join(block.text for block in blocks)):
        raise Unread(encoding)
    return Issued(tuple(blocks), "docx", reader.dropped)


class _Reader:
    """Makes blocks of paragraphs and tables, from the beginning of a document to its end."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs
        self._tables, self._deleted_rows, self._left = 0, 0, _MOST_SIGNS

    @property
    def dropped(self) -> int:
        """How many deletions were dropped so far."""
        return self._paragraphs.dropped + self._deleted_rows
    reader = _Reader(*(package.xml(related.get(kind, join(dirname(document), f"{kind}.xml"))) for kind in _PARTS))
    blocks = reader.blocks(body)
    if not blocks:
        raise Unread("docx-no-text")
    if next(body.iter(_PAGE_BREAK), None) is None:  # it was never laid out in pages
        blocks = [block._replace(page=None) for block in blocks]
    return Issued(tuple(blocks), "docx", reader.dropped)


class _Look(NamedTuple):
    """How text looks, as far as it changes what is read."""

    font: str
    hidden: bool
    shift: str = ""


class _Line:
    """A paragraph that is being read: its text so far, where its fields began, and what hangs on it."""

    def __init__(self) -> None:
        self.label: str | None = None
        self.heading = False
        self.ends = False
        self.page: int | None = None
        self.parts: list[str] = []
        self.fields: list[int | None] = []
        self.hanging: list[tuple[str, Element]] = []

    @property
    def text(self) -> str:
        """What stands there, without its label."""
        text = _TURNED.sub("\ufffd", _TURNING.sub("", "".join(self.parts)))
        return " ".join(nfc(visible(text)).split())


class _Reader:
    """Reads a document once from its beginning to its end, since its numbers and pages are counted on the way."""

    def __init__(
        self, styles: Element | None, numbering: Element | None, footnotes: Element | None, endnotes: Element | None
    ) -> None:
        self._styles = Styles(styles)
        self._numbers = Numbers(numbering, self._styles)
        self._notes = {
            (kind, note.get(W + "id")): note
            for kind, part in (("footnote", footnotes), ("endnote", endnotes))
            for note in (() if part is None else part.iterfind(W + kind))
        }
        self._noted = dict.fromkeys(("footnote", "endnote"), 0)
        self._tables, self._left = 0, _MOST_SIGNS
        self._page, self._is_broken = 1, False
        self.dropped = 0

    # Blocks

    def blocks(self, story: Element) -> list[Block]:
        """The blocks in `story`: the body of the document, a text box, a note."""
        blocks: list[Block] = []
        for part in self._parts(story):
        for part in self._lines(story):
            if isinstance(part, Element):
                blocks += self._table(part)
                continue
            if text := part.text:
                self._spend(len(text))
                text = f"{part.label} {text}" if part.label else text
                blocks.append(Block(text, page=part.page, heading=part.heading))
            blocks += self._hanging(part)
        return blocks

    def _parts(self, story: Element) -> Iterator[Line | Element]:
        """The paragraphs of `story`, one whose end is deleted or hidden joined with the next; and its tables."""
        line = None
        for part in within(story, _PARAGRAPH, _TABLE, *ELSEWHERE):
            if part.tag in ELSEWHERE:
                raise Unread("docx-elsewhere")
            if part.tag == _PARAGRAPH:
                line = self._paragraphs.read(part, line or Line())
                blocks.append(self._block(f"{part.label} {text}" if part.label else text, part))
            blocks += self._hanging(part)
        return blocks

    def _block(self, text: str, line: _Line) -> Block:
        self._spend(len(text))
        return Block(text, page=line.page, heading=line.heading)

    def _lines(self, story: Element) -> Iterator[_Line | Element]:
        """The paragraphs of `story`, one whose end is deleted or hidden joined with the next; and its tables."""
        line = None
        for part in within(story, _P, _TABLE, *ELSEWHERE):
            if part.tag in ELSEWHERE:
                raise Unread("docx-elsewhere")
            if part.tag == _P:
                line = self._paragraph(part, line or _Line())
            if line and (line.ends or part.tag == _TABLE):
                yield line
                line = None
            if part.tag == _TABLE:
                yield part
        if line:
            yield line

    def _hanging(self, line: Line) -> list[Block]:
    def _hanging(self, line: _Line) -> list[Block]:
        """The blocks of text boxes and notes that hang on a paragraph; a note has its number in square brackets."""
        blocks: list[Block] = []
        for label, story in line.hanging:
            found = self.blocks(story)
            if label and found:
                found[0] = found[0]._replace(text=f"{label} {found[0].text}")
            blocks += found
        return blocks

    def _table(self, table: Element) -> list[Block]:
        """The rows of `table`, and behind them what hangs on its text and the tables that stand in it."""
        rows = list(within(table, ROW))
        rows = list(within(table, _ROW))
        if len(rows) == 1 and len(cells := list(within(rows[0], CELL))) == 1:
            return self.blocks(cells[0])  # it is a frame around what stands in it
        self._tables += 1
        place = self._tables
        self._deleted_rows += sum(map(is_deleted, rows))
        self.dropped += sum(map(is_deleted, rows))
        blocks: list[Block] = []
        hanging: list[Block] = []
        pages: list[int] = []
        for texts in grid(table, rows, lambda cell: self._cell(cell, hanging, pages)):
            self._spend(sum(map(len, texts)) + 3 * len(texts))
            if any(texts):
                blocks.append(Block(" | ".join(texts), tuple(texts), place, pages[0] if pages else None))
            pages.clear()
        return blocks + hanging

    def _cell(self, cell: Element, hanging: list[Block], pages: list[int]) -> str:
        """The text of a cell; blocks of their own go to `hanging`, and the pages of the text to `pages`."""
        texts: list[str] = []
        for part in self._parts(cell):
        """The text of a cell; what is a block of its own goes to `hanging`, and the pages of the text to `pages`."""
        texts: list[str] = []
        for part in self._lines(cell):
            if isinstance(part, Element):
                hanging += self._table(part)
                continue
            texts += filter(None, (part.label, part.text))
            pages += filter(None, (part.page,))
            hanging += self._hanging(part)
        return " ".join(texts)

    def _spend(self, signs: int) -> None:
        self._left -= signs
        if self._left < 0:
            raise Unread("docx-too-large")

    # Paragraphs

    def _paragraph(self, paragraph: Element, line: _Line) -> _Line:
        """`line` with what is in `paragraph`, which is counted if any of it is there."""
        properties = paragraph.find(W + "pPr")
        style = self._styles.paragraph(properties)
        end = None if properties is None else properties.find(W + "rPr")
        line.ends = not (has(end, *DELETED) or switched(end, "vanish"))
        before = len(line.parts)
        self._inside(paragraph, line, _Look(style.font or self._styles.font, bool(style.hidden)))
        if line.label is None and (line.ends or len(line.parts) > before):
            line.label = self._numbers.label(properties, style)
            own = heading_of(properties)
            line.heading = bool(style.heading if own is None else own)
        return line

    def _inside(self, parent: Element, line: _Line, look: _Look) -> None:
        for child in parent:
            tag = child.tag
            if tag in _READERS:
                _READERS[tag](self, child, line, look)
            elif tag not in SILENT:
                self._inside(child, line, look)

    def _run(self, run: Element, line: _Line, look: _Look) -> None:
        properties = run.find(W + "rPr")
        if properties is not None:
            style = self._styles[attribute(properties, "rStyle")]
            hidden = (switched(properties, "vanish"), style.hidden, look.hidden)
            look = _Look(
                font_of(properties) or style.font or look.font,
                next(each for each in hidden if each is not None),
                attribute(properties, "vertAlign") or look.shift,
            )
        if not look.hidden:
            self._inside(run, line, look)

    def _text(self, text: Element, line: _Line, look: _Look) -> None:
        self._add(text.text or "", line, look)

    def _add(self, text: str, line: _Line, look: _Look) -> None:
        if not text:
            return
        if look.shift:
            text = shifted(text, look.shift, line.parts[-1][-1] if line.parts else "")
        if not text.isascii():
            if code := old_code(text, look.font):
                raise Unread(f"docx-{code}", font=look.font[:40])
            text = known_signs(text, look.font)
        line.parts.append(text)
        if not text.isspace():
            self._is_broken = False
            line.page = line.page or self._page

    def _symbol(self, sign: Element, line: _Line, look: _Look) -> None:
        try:
            code = int(sign.get(W + "char", ""), 16)
        except ValueError:
            code = 0
        self._add(symbol(code, sign.get(W + "font", "")), line, look)

    def _sign(self, sign: Element, line: _Line, look: _Look) -> None:
        if sign.get(W + "type") == "page":
            self._page += 1
            self._is_broken = True
        self._add(_SIGNS[sign.tag], line, look)

    def _next_page(self, sign: Element, line: _Line, look: _Look) -> None:
        self._page += not self._is_broken  # behind a break that was typed, it is the same one
        self._is_broken = False

    def _deleted(self, change: Element, line: _Line, look: _Look) -> None:
        self.dropped += any(text.text for tag in _TEXTS for text in change.iter(tag))

    def _field(self, sign: Element, line: _Line, look: _Look) -> None:
        """Takes out what stands in a field before its result; a field that has none in this paragraph keeps it."""
        kind, fields = sign.get(W + "fldCharType"), line.fields
        if kind == "begin":
            fields.append(len(line.parts))
        elif fields and (began := fields.pop()) is not None:
            del line.parts[began:]
        if kind == "separate":
            fields.append(None)

    def _hangs(self, story: Element, line: _Line, look: _Look) -> None:
        line.hanging.append(("", story))

    def _note(self, sign: Element, line: _Line, look: _Look) -> None:
        kind = sign.tag.removeprefix(W).removesuffix("Reference")
        self._noted[kind] += 1
        if (note := self._notes.pop((kind, sign.get(W + "id")), None)) is not None:
            line.hanging.append((f"[{self._noted[kind]}]", note))

    def _forms(self, alternates: Element, line: _Line, look: _Look) -> None:
        self._inside(chosen(alternates), line, look)

    def _raised(self, power: Element, line: _Line, look: _Look) -> None:
        self._inside(power, line, look._replace(shift="superscript"))

    def _below(self, denominator: Element, line: _Line, look: _Look) -> None:
        self._add("/", line, look)
        self._inside(denominator, line, look)

    def _elsewhere(self, sign: Element, line: _Line, look: _Look) -> None:
        raise Unread("docx-elsewhere")


_TEXTS = (W + "t", W + "delText", M + "t")
_SIGNS = {W + "tab": " ", W + "br": " ", W + "cr": " ", W + "ptab": " ", W + "noBreakHyphen": "-"}
_READERS: dict[str, Callable[[_Reader, Element, _Line, _Look], None]] = {
    W + "r": _Reader._run,
    M + "r": _Reader._run,
    W + "t": _Reader._text,
    M + "t": _Reader._text,
    **dict.fromkeys(_SIGNS, _Reader._sign),
    W + "sym": _Reader._symbol,
    _PAGE_BREAK: _Reader._next_page,
    W + "fldChar": _Reader._field,
    **dict.fromkeys(DELETED, _Reader._deleted),
    W + "txbxContent": _Reader._hangs,
    W + "footnoteReference": _Reader._note,
    W + "endnoteReference": _Reader._note,
    MC + "AlternateContent": _Reader._forms,
    M + "sup": _Reader._raised,
    M + "den": _Reader._below,
    **dict.fromkeys(ELSEWHERE, _Reader._elsewhere),
}
