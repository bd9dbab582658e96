"""The paragraphs of a Word file: their text as it stands once tracked changes are accepted, and what hangs on it."""

from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from nq42check.drafting.formats.decoding import shown
from nq42check.drafting.formats.word.numbering import Numbers
from nq42check.drafting.formats.word.signs import known_signs, old_code, shifted, symbol
from nq42check.drafting.formats.word.styles import Styles, font_of, heading_of
from nq42check.drafting.formats.word.xml import DELETED, ELSEWHERE, MC, SILENT, M, W, attribute, chosen, has, switched
from nq42check.drafting.issued import Unread

PAGE_BREAK = W + "lastRenderedPageBreak"
"""Where a page began when Word last laid the document out."""

_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_SIGNS = {W + "tab": " ", W + "br": " ", W + "cr": " ", W + "ptab": " ", W + "noBreakHyphen": "-"}
_TEXTS = (W + "t", W + "delText", M + "t")


class Line:
    """A paragraph that is being read: its text so far, where its fields began, and what hangs on it."""

    def __init__(self) -> None:
        self.label: str | None = None
        self.heading = False
        self.contents = False
        self.ends = False
        self.page: int | None = None
        self.parts: list[str] = []
        self.fields: list[int | None] = []
        self.hanging: list[tuple[str, Element]] = []

    @property
    def text(self) -> str:
        """What stands there, without its label."""
        return " ".join(shown("".join(self.parts)).split())


class _Look(NamedTuple):
    """How text looks, as far as it changes what is read."""

    font: str
    hidden: bool
    shift: str = ""


class Paragraphs:
    """Reads the paragraphs of a document one by one in its order, since numbers and pages are counted on the way.

    `dropped` is how many deletions were dropped so far.
    """

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
        self._noted = dict.fromkeys(_NOTES.values(), 0)
        self._page, self._is_broken = 1, False
        self.dropped = 0

    def read(self, paragraph: Element, line: Line) -> Line:
        """`line` with what is in `paragraph`, which is counted if any of it is there. Raises Unread."""
        properties = paragraph.find(W + "pPr")
        style = self._styles.paragraph(properties)
        end = None if properties is None else properties.find(W + "rPr")
        hidden = switched(end, "vanish")
        line.ends = not (has(end, *DELETED) or (style.hidden if hidden is None else hidden))
        before = len(line.parts)
        self._inside(paragraph, line, _Look(style.font or self._styles.font, bool(style.hidden)))
        if line.label is None and (line.ends or len(line.parts) > before):
            line.label = self._numbers.label(properties, style)
            own = heading_of(properties)
            line.heading = bool(style.heading if own is None else own)
            line.contents = style.contents
        return line

    def _inside(self, parent: Element, line: Line, look: _Look) -> None:
        for child in parent:
            tag = child.tag
            if tag in _READERS:
                _READERS[tag](self, child, line, look)
            elif tag not in SILENT:
                self._inside(child, line, look)

    def _run(self, run: Element, line: Line, look: _Look) -> None:
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

    def _text(self, text: Element, line: Line, look: _Look) -> None:
        self._add(text.text or "", line, look)

    def _add(self, text: str, line: Line, look: _Look) -> None:
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

    def _symbol(self, sign: Element, line: Line, look: _Look) -> None:
        self._add(symbol(sign.get(W + "char", ""), sign.get(W + "font", "")), line, look)

    def _sign(self, sign: Element, line: Line, look: _Look) -> None:
        if sign.get(W + "type") == "page":
            self._page += 1
            self._is_broken = True
        self._add(_SIGNS[sign.tag], line, look)

    def _next_page(self, sign: Element, line: Line, look: _Look) -> None:
        self._page += not self._is_broken  # behind a break that was typed it is the same one
        self._is_broken = False

    def _deleted(self, change: Element, line: Line, look: _Look) -> None:
        self.dropped += any(text.text for tag in _TEXTS for text in change.iter(tag))

    def _field(self, sign: Element, line: Line, look: _Look) -> None:
        """Takes out what stands in a field before its result; where the paragraph has no result of it, it stays."""
        kind, fields = sign.get(W + "fldCharType"), line.fields
        if kind == "begin":
            fields.append(len(line.parts))
        elif fields and (began := fields.pop()) is not None:
            del line.parts[began:]
        if kind == "separate":
            fields.append(None)

    def _box(self, story: Element, line: Line, look: _Look) -> None:
        line.hanging.append(("", story))

    def _note(self, sign: Element, line: Line, look: _Look) -> None:
        kind = _NOTES[sign.tag]
        self._noted[kind] += 1
        if (note := self._notes.pop((kind, sign.get(W + "id")), None)) is not None:
            line.hanging.append((f"[{self._noted[kind]}]", note))

    def _alternates(self, forms: Element, line: Line, look: _Look) -> None:
        self._inside(chosen(forms), line, look)

    def _raised(self, power: Element, line: Line, look: _Look) -> None:
        self._inside(power, line, look._replace(shift="superscript"))

    def _divided(self, denominator: Element, line: Line, look: _Look) -> None:
        self._add("/", line, look)
        self._inside(denominator, line, look)

    def _elsewhere(self, sign: Element, line: Line, look: _Look) -> None:
        raise Unread("docx-elsewhere")


_READERS: dict[str, Callable[[Paragraphs, Element, Line, _Look], None]] = {
    W + "r": Paragraphs._run,
    M + "r": Paragraphs._run,
    W + "t": Paragraphs._text,
    M + "t": Paragraphs._text,
    **dict.fromkeys(_SIGNS, Paragraphs._sign),
    W + "sym": Paragraphs._symbol,
    PAGE_BREAK: Paragraphs._next_page,
    **dict.fromkeys(DELETED, Paragraphs._deleted),
    W + "fldChar": Paragraphs._field,
    W + "txbxContent": Paragraphs._box,
    **dict.fromkeys(_NOTES, Paragraphs._note),
    MC + "AlternateContent": Paragraphs._alternates,
    M + "sup": Paragraphs._raised,
    M + "den": Paragraphs._divided,
    **dict.fromkeys(ELSEWHERE, Paragraphs._elsewhere),
}
