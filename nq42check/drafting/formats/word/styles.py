"""The styles of a Word file: what each says of its paragraphs and runs, by itself or by those it is based on."""

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from nq42check.drafting.formats.word.xml import W, attribute, number, switched

_LONGEST = 20  # styles that are based on each other and are remembered
_HEADING = re.compile(r"heading [1-9]", re.IGNORECASE)
_CONTENTS = re.compile(r"toc [1-9]|table of figures", re.IGNORECASE)
_BODY_TEXT = 9  # the outline level of what is no heading


class Style(NamedTuple):
    """What a style says; None or empty where it says nothing.

    `chain` are the ids of the style and of those next to it that it is based on; `number` and `level` those of a list;
    `contents` says that it is made for lines of a table of contents.
    """

    chain: tuple[str, ...] = ()
    number: int | None = None
    level: int | None = None
    heading: bool | None = None
    contents: bool = False
    hidden: bool | None = None
    font: str = ""


class Styles:
    """The styles by their ids; `root` is that of their part, None where there is none."""

    def __init__(self, root: Element | None) -> None:
        root = Element("none") if root is None else root
        self._elements = {style.get(W + "styleId"): style for style in root.iterfind(W + "style")}
        self._known: dict[str | None, Style] = {}
        self._usual = next((id for id, style in self._elements.items() if _is_usual(style)), None)
        self.font = font_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def paragraph(self, properties: Element | None) -> Style:
        """The style of a paragraph with these properties."""
        id = attribute(properties, "pStyle")
        return self[id if id in self._elements else self._usual]

    def __getitem__(self, id: str | None) -> Style:
        above: list[str | None] = []
        while id in self._elements and id not in self._known:
            self._known[id] = Style()  # which ends a circle
            above.append(id)
            id = attribute(self._elements[id], "basedOn")
        found = self._known.get(id, Style())
        for id in reversed(above):
            found = self._known[id] = _read(self._elements[id], found)
        return found


def _read(style: Element, base: Style) -> Style:
    """What `style` says, and where it says nothing, that which it is based on."""
    paragraphs, runs = style.find(W + "pPr"), style.find(W + "rPr")
    number, level = list_of(paragraphs)
    name = attribute(style, "name") or ""
    heading = True if _HEADING.fullmatch(name) else heading_of(paragraphs)
    hidden = switched(runs, "vanish")
    return Style(
        (style.get(W + "styleId", ""), *base.chain[:_LONGEST]),
        base.number if number is None else number,
        base.level if level is None else level,
        base.heading if heading is None else heading,
        bool(_CONTENTS.fullmatch(name)),
        base.hidden if hidden is None else hidden,
        font_of(runs) or base.font,
    )


def heading_of(properties: Element | None) -> bool | None:
    """Whether paragraphs with these properties are headings in the outline; None where it is not said."""
    level = number(attribute(properties, "outlineLvl"))
    return None if level is None else 0 <= level < _BODY_TEXT


def font_of(properties: Element | None) -> str:
    """The font of text with these properties, empty where it is not said."""
    fonts = None if properties is None else properties.find(W + "rFonts")
    names = () if fonts is None else (fonts.get(W + name) for name in ("hAnsiTheme", "hAnsi", "asciiTheme", "ascii"))
    return next(filter(None, names), "")


def list_of(properties: Element | None) -> tuple[int | None, int | None]:
    """The number of the list, and the level in it, of paragraphs with these properties."""
    listed = None if properties is None else properties.find(W + "numPr")
    return number(attribute(listed, "numId")), number(attribute(listed, "ilvl"))


def _is_usual(style: Element) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default", "0") in ("1", "true", "on")
