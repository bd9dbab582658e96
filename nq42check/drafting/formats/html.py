"""Pages of the web, and what Word saves as one, as blocks."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from nq42check.drafting.formats.blocks import numbered, paragraph
from nq42check.drafting.formats.decoding import decoded, refuse_garbled, shown
from nq42check.drafting.formats.flow import Table
from nq42check.drafting.formats.grid import Cell, filled
from nq42check.drafting.formats.markup import without_comments
from nq42check.drafting.formats.paragraphs import is_rule, joined, width
from nq42check.drafting.formats.word.numbering import numeral
from nq42check.drafting.formats.word.signs import shifted
from nq42check.drafting.issued import Block, Issued, Unread

_LARGEST = 20_000_000
"""How many bytes a page has at most, the pictures in it and all."""
_MOST_TAGS = 100_000
_DEEPEST = 60
"""How many tables, or lists, stand within each other at most."""
_LONG = 12
"""How many paragraphs a cell has at most that is none of a page's layout."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
# What stands in "<!" and "<?" is for programs; of "<![if …]>" and "<![endif]>" only these signs, not what is between.
_DECLARED = re.compile(r"<[!?][^<>]*>?")

_DELETED = frozenset(("del", "s", "strike"))
_UNREAD = _DELETED.union(
    ("script", "style", "head", "title", "template", "noscript", "svg", "canvas", "object", "iframe", "audio", "video"),
    ("select", "button", "textarea", "datalist", "nav"),
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_LINES = _HEADINGS.union(
    (
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "blockquote",
        "figure",
        "figcaption",
        "form",
    ),
    ("fieldset", "address", "center", "hr", "body", "html", "dl", "dt", "dd", "caption", "details", "summary", "pre"),
)
_VOID = frozenset(
    ("br", "hr", "img", "meta", "link", "input", "wbr", "col", "area", "base", "embed", "source", "track")
)
# What ends these where it was not said: a tag that begins another of them.
_ENDED_BY = {
    "p": _LINES | {"table", "ul", "ol", "li", "td", "th", "tr"},
    "li": frozenset(("li",)),
    "td": frozenset(("td", "th", "tr")),
    "th": frozenset(("td", "th", "tr")),
    "tr": frozenset(("tr",)),
}
_AROUND = frozenset(("table", "tbody", "tr", "ul", "ol", "div", "body", "html"))
_LABEL = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:lower|upper)-(?:alpha|latin|roman)|\bnone\b", re.IGNORECASE)
# How lists are numbered, by their type and their style, as Word calls it.
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_FORMATS |= {"lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "lower-roman": "lowerRoman", "none": "none"}
_FORMATS |= {"upper-alpha": "upperLetter", "upper-latin": "upperLetter", "upper-roman": "upperRoman"}


def issued(data: bytes) -> Issued:
    """The document in a page. Raises Unread where there is no text in Unicode, or no end of it."""
    if len(data) > _LARGEST:
        raise Unread("too-large")
    data = _unpacked(data)
    declared = _CHARSET.search(data[:4_000])
    reader = _read(decoded(data, declared and declared[1].decode()))
    blocks = tuple(numbered(reader.parts()))
    if not blocks:
        raise Unread("no-text")
    refuse_garbled("\n".join(block.text for block in blocks))
    return Issued(blocks, "html", reader.dropped)


def parts(page: str) -> list[Block | Table]:
    """The paragraphs and tables in a piece of HTML, in their order. Raises Unread where there is no end of it."""
    return _read(page).parts()


def _read(page: str) -> "_Reader":
    reader = _Reader()
    reader.feed(_plain(page))
    reader.close()
    return reader


def _unpacked(data: bytes) -> bytes:
    """The page in a file that has its pictures with it, as browsers save it (.mht)."""
    if data.lstrip().startswith(b"<") or b"multipart/related" not in data[:8_000]:
        return data
    from email import message_from_bytes

    try:
        pages = (part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html")
        page = next(pages).get_payload(decode=True)
    except Exception:  # the library has its own for each kind of damage
        raise Unread("damaged") from None
    return page if isinstance(page, bytes) else b""


def _plain(page: str) -> str:
    """`page` without comments and declarations; what is no tag is none for the parser."""
    page = _DECLARED.sub("", without_comments(page))
    if page.count("<") > _MOST_TAGS:
        raise Unread("too-large")
    last = page.rfind(">") + 1
    return page[:last] + page[last:].replace("<", "&lt;")


class _List(NamedTuple):
    """A list that is open: how its items are numbered, or "bullet", and the next number."""

    format: str
    next: int


class _Content:
    """What was read of the page or of a cell: its parts, and the paragraph that is being read."""

    def __init__(self, columns: int = 1, rows: int = 1) -> None:
        self.columns, self.rows = columns, rows
        self.parts: list[Block | Table] = []
        self.text: list[str] = []
        self.label = ""
        self.labelled = False

    @property
    def cell(self) -> Cell:
        """What stands in a cell, but for tables."""
        return Cell(" ".join(part.text for part in self.parts if isinstance(part, Block)), self.columns, self.rows)

    @property
    def is_long(self) -> bool:
        """Whether it is no cell of a table, but a part of a page."""
        return len(self.parts) > _LONG or any(isinstance(part, Block) and part.heading for part in self.parts)

    def end(self, heading: bool) -> None:
        """Ends the paragraph that is being read."""
        lines = [" ".join(line.split()) for line in shown("".join(self.text)).split("\n")]
        lines = [line for line in lines if line and not is_rule(line)]
        self.text.clear()
        if lines and self.labelled and lines[0][1:2] == " " and not lines[0][0].isdigit():
            lines[0] = f"-{lines[0][1:]}"  # a sign of some font for bullets
        self.labelled = False
        for place, text in enumerate(joined(lines, width([lines]) if lines else None)):
            self.parts.append(paragraph(text if place else self.label + text, heading))
            self.label = ""


class _Open(NamedTuple):
    """A table that is being read: its rows, and how many contents are open around it."""

    rows: list[list[_Content]]
    depth: int


class _Reader(HTMLParser):
    """Reads a page once from its beginning to its end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dropped = 0
        self._contents = [_Content()]
        self._tables: list[_Open] = []
        self._lists: list[_List] = []
        self._unread: list[str] = []
        self._heading = self._pre = self._linked = False
        self._sup: list[str] | None = None
        self._starts = {"ul": self._start_list, "ol": self._start_list, "li": self._item, "table": self._start_table}
        self._starts |= {"tr": self._start_row, "td": self._start_cell, "th": self._start_cell}

    def parts(self) -> list[Block | Table]:
        """The parts of the page."""
        while self._tables:
            self._end_table()
        self._end_line()
        return self._contents[0].parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unread:
            if len(self._unread) > 1 or tag not in _ENDED_BY.get(self._unread[0], ()):
                self._unread += [tag] if tag == self._unread[0] else []
                return
            self._unread.clear()
        given = {name: value or "" for name, value in attrs}
        style = given.get("style", "")
        deleted = tag in _DELETED or bool(_STRUCK.search(style))
        if tag not in _VOID and (deleted or tag in _UNREAD or "hidden" in given or _HIDDEN.search(style)):
            self.dropped += deleted
            self._unread.append(tag)
        elif tag in _LINES:
            self._end_line()
            self._heading, self._pre = tag in _HEADINGS, tag == "pre"
        elif tag in self._starts:
            self._starts[tag](tag, given)
        elif tag == "br":
            self._contents[-1].text.append("\n")
        elif tag == "sup":
            self._sup = []
        elif tag == "a":
            self._linked = True
        elif _LABEL.search(style):
            self._contents[-1].labelled = True

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            if tag == self._unread[-1]:
                self._unread.pop()
                return
            if len(self._unread) > 1 or self._unread[0] not in _ENDED_BY or tag not in _AROUND:
                return
            self._unread.clear()
        if tag in _LINES or tag == "li":
            self._end_line()
            self._heading = self._pre = False
        elif tag in ("ul", "ol"):
            self._end_line()
            del self._lists[-1:]
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_table()
        elif tag == "sup":
            self._end_sup()
        elif tag == "a":
            self._linked = False

    def handle_data(self, data: str) -> None:
        if not self._unread:
            text = data if self._pre else data.replace("\n", " ")
            (self._contents[-1].text if self._sup is None else self._sup).append(text)

    def _end_sup(self) -> None:
        """Ends what is raised; a link from there leads to a note, whose mark belongs to no word."""
        text, self._sup = "".join(self._sup or ()), None
        line = self._contents[-1].text
        line.append(shifted(text, "superscript", "" if self._linked or not line else line[-1][-1:]))

    def _end_line(self) -> None:
        if self._sup is not None:
            self._end_sup()
        self._contents[-1].end(self._heading)

    def _start_list(self, tag: str, given: dict[str, str]) -> None:
        self._end_line()
        styled = _NUMBERED.search(given.get("style", ""))
        format = _FORMATS.get(styled[0].lower() if styled else given.get("type", ""), "decimal")
        self._lists.append(_List(format if tag == "ol" else "bullet", _count(given.get("start"), 0)))
        if len(self._lists) > _DEEPEST:
            raise Unread("too-deep")

    def _item(self, tag: str, given: dict[str, str]) -> None:
        self._end_line()
        if self._lists:
            format, next = self._lists[-1]
            number = _count(given.get("value"), 0) if "value" in given else next
            self._lists[-1] = _List(format, number + 1)
            shown = numeral(number, format)
            self._contents[-1].label = "- " if format == "bullet" else f"{shown}. " if shown else ""

    def _start_table(self, tag: str, given: dict[str, str]) -> None:
        self._end_line()
        self._tables.append(_Open([], len(self._contents)))
        if len(self._tables) > _DEEPEST:
            raise Unread("too-deep")

    def _start_row(self, tag: str, given: dict[str, str]) -> None:
        if self._tables:
            self._end_cell()
            self._tables[-1].rows.append([])

    def _start_cell(self, tag: str, given: dict[str, str]) -> None:
        if self._tables:
            self._end_cell()
            rows = self._tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append(_Content(_count(given.get("colspan"), 1), _count(given.get("rowspan"), 0)))
            self._contents.append(rows[-1][-1])

    def _end_cell(self) -> None:
        self._end_line()
        while self._tables and len(self._contents) > self._tables[-1].depth:
            self._contents.pop()

    def _end_table(self) -> None:
        """Ends a table; one that lays out the page is what stands in its cells, as is a frame."""
        self._end_cell()
        cells = self._tables[-1].rows
        inner = [part for row in cells for content in row for part in content.parts]
        parts = self._contents[-1].parts
        if max((sum(bool(content.parts) for content in row) for row in cells), default=0) < 2 or any(
            content.is_long for row in cells for content in row
        ):
            parts += inner
        else:
            rows = filled([content.cell for content in row] for row in cells)
            parts.append(Table([row for row in rows if any(row)]))
            parts += [part for part in inner if isinstance(part, Table)]
        self._tables.pop()


def _count(text: str | None, least: int) -> int:
    """The number that an attribute gives, not below `least`; 1 where it gives none."""
    return max(int(text), least) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1
