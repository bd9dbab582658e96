"""Word's automatic numbers: what stands before each paragraph of a list, counted as Word counts."""

import re
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from nq42check.drafting.formats.word.styles import Style, Styles, list_of
from nq42check.drafting.formats.word.xml import W, attribute, number, switched

_LEVELS = range(9)
_PLACE = re.compile(r"%([1-9])")
_LONGEST = 255
_BULLETS = ("+",)  # that of the second level in Vietnamese documents; of all others a dash says as much
_MOST_LETTERS, _MOST_ROMAN = 780, 3999
_ROMAN = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")]
_ROMAN += [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


class _Level(NamedTuple):
    """How numbers of a level are written, where they begin, and above which level each number begins them anew."""

    format: str
    text: str
    start: int
    restart: int
    legal: bool


class _List(NamedTuple):
    """A list as a paragraph names it: whose counters it shares, its levels, where it begins them once."""

    shared: int | None
    levels: dict[int, _Level]
    starts: dict[int, int]
    linked: dict[str, int]


class Numbers:
    """The numbers of a document, to be asked for paragraph by paragraph in its order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        root = Element("none") if root is None else root
        self._nums = {number(num.get(W + "numId")): num for num in root.iterfind(W + "num")}
        self._lists = {number(each.get(W + "abstractNumId")): each for each in root.iterfind(W + "abstractNum")}
        self._styles = styles
        self._known: dict[int, _List] = {}
        self._levels: dict[int | None, tuple[dict[int, _Level], dict[str, int]]] = {}
        self._counts: dict[int | None, dict[int, int]] = {}
        self._begun: set[int] = set()

    def label(self, properties: Element | None, style: Style) -> str:
        """Counts a paragraph with these properties; what stands before it, empty where it is in no list."""
        num, level = list_of(properties)
        num = style.number if num is None else num
        if not num or num not in self._nums:
            return ""
        if num not in self._known:
            self._known[num] = self._read(num)
        found = self._known[num]
        if level is None:
            linked = (found.linked[id] for id in style.chain if id in found.linked)
            level = next(linked, style.level or 0)
        return _written(found, level, self._counted(num, found, level)) if level in found.levels else ""

    def _counted(self, num: int, found: _List, level: int) -> dict[int, int]:
        """The counters of all levels at the next paragraph of this one."""
        counts = self._counts.setdefault(found.shared, {})
        if level in found.starts and num not in self._begun:
            self._begun.add(num)
            counts[level] = found.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else found.levels[level].start
        for each in found.levels:
            if each < level:
                counts.setdefault(each, found.levels[each].start)
            elif level < each and level < found.levels[each].restart:
                counts.pop(each, None)
        return counts

    def _read(self, num: int) -> _List:
        shared = self._shared(num)
        if shared not in self._levels:
            self._levels[shared] = _levels(self._lists.get(shared))
        levels, linked = self._levels[shared]
        starts: dict[int, int] = {}
        for change in self._nums[num].iterfind(W + "lvlOverride"):
            levels = levels | _levels(change)[0]
            level, start = number(change.get(W + "ilvl")), number(attribute(change, "startOverride"))
            if level in levels and start is not None:
                starts[level] = start
        return _List(shared, levels, starts, linked)

    def _shared(self, num: int | None) -> int | None:
        """The list whose levels and counters `num` has, which may be told by a style of lists."""
        shared = None
        for _ in _LEVELS:  # a style may lead to a list that leads back to it
            shared = number(attribute(self._nums.get(num), "abstractNumId"))
            link = attribute(self._lists.get(shared), "numStyleLink")
            if link is None:
                break
            num = self._styles[link].number
        return shared


def _levels(parent: Element | None) -> tuple[dict[int, _Level], dict[str, int]]:
    """The levels that are defined in `parent`, and those that belong to a style, by its id."""
    levels: dict[int, _Level] = {}
    linked: dict[str, int] = {}
    for level in () if parent is None else parent.iterfind(W + "lvl"):
        place = number(level.get(W + "ilvl"))
        if place is None or place not in _LEVELS:
            continue
        *_, format = "decimal", *(each.get(W + "val", "") for each in level.iter(W + "numFmt"))
        restart = number(attribute(level, "lvlRestart"))
        text = (attribute(level, "lvlText") or "")[:_LONGEST]
        start = number(attribute(level, "start")) or 0
        legal = switched(level, "isLgl") or False
        levels[place] = _Level(format, text, start, len(_LEVELS) if restart is None else restart, legal)
        if style := attribute(level, "pStyle"):
            linked[style] = place
    return levels, linked


def _written(found: _List, level: int, counts: dict[int, int]) -> str:
    own = found.levels[level]
    if own.format == "bullet":
        return own.text if own.text in _BULLETS else "-"

    def shown(place: re.Match[str]) -> str:
        named = int(place[1]) - 1
        if named > level or named not in counts or named not in found.levels:
            return ""
        return numeral(counts[named], "decimal" if own.legal else found.levels[named].format)

    return _PLACE.sub(shown, own.text).strip()


def numeral(count: int, format: str) -> str:
    """`count` as Word writes it in `format`, in digits where that is another or has no such number."""
    if format == "none":
        return ""
    if format == "decimalZero":
        return f"{count:02}"
    if format in ("lowerLetter", "upperLetter") and 0 < count <= _MOST_LETTERS:
        times, letter = divmod(count - 1, 26)
        return chr(ord("a" if format == "lowerLetter" else "A") + letter) * (times + 1)
    if format in ("lowerRoman", "upperRoman") and 0 < count <= _MOST_ROMAN:
        return _roman(count).lower() if format == "lowerRoman" else _roman(count)
    return str(count)


@lru_cache
def _roman(count: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        times, count = divmod(count, value)
        letters += letter * times
    return letters
