"""A Word file (.docx) as issued: its blocks in order, as they stand once all tracked changes are accepted."""

from collections.abc import Iterator
from posixpath import dirname, join
from xml.etree.ElementTree import Element

from nq42check.drafting.formats.decoding import refuse_garbled
from nq42check.drafting.formats.word.package import Package
from nq42check.drafting.formats.word.paragraphs import PAGE_BREAK, Line, Paragraphs
from nq42check.drafting.formats.word.tables import CELL, ROW, grid, is_deleted
from nq42check.drafting.formats.word.xml import ELSEWHERE, W, within
from nq42check.drafting.issued import Block, Issued, Unread

_PARAGRAPH, _TABLE = W + "p", W + "tbl"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")
# How many signs are read, those of cells that span much again and again; a table, a paragraph, a cell count as so many.
_MOST = 4_000_000
_OF_A_TABLE, _OF_A_PARAGRAPH, _OF_A_CELL = 200, 80, 20
_DEEPEST = 60  # tables, boxes and notes within each other


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
        raise Unread("no-text")
    if next(body.iter(PAGE_BREAK), None) is None:  # it was never laid out in pages
        blocks = [block._replace(page=None) for block in blocks]
    refuse_garbled("\n".join(block.text for block in blocks))
    return Issued(tuple(blocks), "docx", reader.dropped)


class _Reader:
    """Makes blocks of paragraphs and tables, from the beginning of a document to its end."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs
        self._tables, self._deleted_rows = 0, 0
        self._left, self._depth = _MOST, 0

    @property
    def dropped(self) -> int:
        """How many deletions were dropped so far."""
        return self._paragraphs.dropped + self._deleted_rows

    def blocks(self, story: Element) -> list[Block]:
        """The blocks in `story`: the body of the document, a text box, a note."""
        blocks: list[Block] = []
        for part in self._parts(story):
            if isinstance(part, Element):
                blocks += self._table(part)
                continue
            text = part.text
            if text and not (part.contents and text[-1].isdigit()):  # such a line repeats a heading with its page
                text = f"{part.label} {text}" if part.label else text
                self._spend(len(text))
                blocks.append(Block(text, page=part.page, heading=part.heading))
            blocks += self._hanging(part)
        return blocks

    def _parts(self, story: Element) -> Iterator[Line | Element]:
        """The paragraphs of `story`, one whose end is deleted or hidden joined with the next; and its tables."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unread("too-deep")
        line = None
        for part in within(story, _PARAGRAPH, _TABLE, *ELSEWHERE):
            if part.tag in ELSEWHERE:
                raise Unread("docx-elsewhere")
            if part.tag == _PARAGRAPH:
                self._spend(_OF_A_PARAGRAPH)
                line = self._paragraphs.read(part, line or Line())
            if line and (line.ends or part.tag == _TABLE):
                yield line
                line = None
            if part.tag == _TABLE:
                yield part
        if line:
            yield line
        self._depth -= 1

    def _hanging(self, line: Line) -> list[Block]:
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
        if len(rows) == 1 and len(cells := list(within(rows[0], CELL))) == 1:
            return self.blocks(cells[0])  # it is a frame around what stands in it
        self._tables += 1
        place = self._tables
        self._deleted_rows += sum(map(is_deleted, rows))
        self._spend(_OF_A_TABLE + _OF_A_CELL * sum(map(len, rows)))
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
            raise Unread("too-large")
