"""The lines of a plan as an officer meant them, however they are written: dash, key and value of each.

YAML is not asked, so that a file can be read in which YAML does not find its way: the keys of a plan are known, and of
which part of it each of them is. What stands inside a text of several lines is left alone.
"""

import re
from functools import cache
from typing import NamedTuple

from nq42check.reading.encoding import HARD_SPACES
from nq42check.reading.keys import meant as called
from nq42check.reading.schemas import schema
from nq42check.text import visible

_BLANK = f" \t{HARD_SPACES}"
_QUOTES = "\"'“”„‟‘’‚«»"
# What a word processor begins a list with, and a number or letter before each thing listed.
_BULLETS = "•‣◦⁃∙·●○■□▪▫◆◇►▶➢➤✓✔–—−－﹣*+\ue000-\uf8ff"
_WORD = r"[^\W\d][\w\xad\u200b-\u200d\u2060\ufeff]*+"
_FAR = 50
"""How many rows behind one in which a text opens are looked at for its end."""

_KEY = rf"""
    (?P<indent>[{_BLANK}]*+)
    (?P<bullet>(?:-(?:[{_BLANK}]*+-)*+(?=[{_BLANK}]|[^\W\d])|[{_BULLETS}]++|\(?\d{{1,3}}[.)]|[a-z][.)])(?P<gap>[{_BLANK}]*+))?
    (?P<quote>[{_QUOTES}]?)(?P<word>{_WORD}(?:[ -]{_WORD}){{0,4}}?)(?P<closing>[{_QUOTES}]?)
    """
_LINE = re.compile(rf"{_KEY}(?P<colon>[{_BLANK}]*+[:：﹕︓=]++[{_BLANK}]*+)(?P<value>.*)", re.VERBOSE)
_LINE_WITHOUT_COLON = re.compile(
    rf"{_KEY}(?P<colon>[{_BLANK}]*+[;.,][{_BLANK}]++|[{_BLANK}]++(?=[^:：﹕︓=])|\Z)(?P<value>.*)", re.VERBOSE
)
_ITEM = re.compile(
    rf"(?P<indent>[{_BLANK}]*+)(?P<bullet>-|[{_BULLETS}]|\(?\d{{1,3}}[.)])(?P<gap>[{_BLANK}]*+)(?P<value>.*)"
)
_BLOCK = re.compile(r"[|>](?:[+-]?\d?|\d?[+-]?)(?:\s+#.*)?\Z")
_COMMENT = re.compile(rf"(?:(?<=[{_BLANK}])|\A)#")


class Line(NamedTuple):
    """A line: its number, its text as written, and the parts of it.

    `name` is the key that is meant, empty where there is none; `colon` what stands between key and value, with the
    spaces around it. `goes_on` says that its value does in the next lines; `inside` that it is such a line, or is blank
    or a comment: then it has no parts.
    """

    number: int
    text: str
    indent: str = ""
    bullet: str = ""
    gap: str = ""
    word: str = ""
    name: str = ""
    colon: str = ""
    value: str = ""
    comment: str = ""
    goes_on: bool = False
    inside: bool = False

    @property
    def column(self) -> int:
        """How many signs the line is set in by."""
        return len(self.indent)

    @property
    def key_column(self) -> int:
        """How many signs stand before its key, or before its text where it has none."""
        return len(self.indent) + len(self.bullet) + len(self.gap)

    @property
    def is_translated(self) -> bool:
        """Whether its key is written by what it is called in Vietnamese."""
        return self.name in keys().all and meant(self.word.strip(_QUOTES)) != self.name

    @property
    def dashed(self) -> bool:
        """Whether it begins an item of a list, by whatever sign."""
        return bool(self.bullet)


class Keys(NamedTuple):
    """The keys of a plan: the outermost ones, those of each part, those with a list and those with keys below them."""

    top: frozenset[str]
    parts: dict[str, frozenset[str]]
    lists: frozenset[str]
    mappings: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """All of them."""
        return self.top.union(*self.parts.values())


@cache
def keys() -> Keys:
    """The keys that plans have, as their schema says."""
    top = schema("plan")["properties"]
    below = {name: what.get("properties") or what.get("items", {}).get("properties") for name, what in top.items()}
    parts = {name: keys for name, keys in below.items() if keys}
    every = (top, *parts.values())
    kinds = [(name, what.get("type")) for keys in every for name, what in keys.items() if name not in parts]
    lists, mappings = (frozenset(name for name, kind in kinds if kind == type) for type in ("array", "object"))
    return Keys(frozenset(top), {name: frozenset(keys) for name, keys in parts.items()}, lists, mappings)


def meant(word: str) -> str:
    """The key of plans that `word` is, in whatever case; empty where it is none."""
    name = re.sub("[ -]", "_", visible(word)).lower()
    return name if name in keys().all else ""


def _translated(word: str, part: str, *, inside: bool) -> str:
    """The key that `word` is called in Vietnamese, in the `part` of a plan; empty where it is none."""
    own = called(word, keys().parts.get(part, ()))
    top = called(word, keys().top)
    return (own or top if inside else top or own) or ""


def lines(text: str) -> list[Line]:
    """The lines of `text`, which has line feeds only."""
    rows = text.split("\n")
    found: list[Line] = []
    last: Line | None = None
    part = ""
    while len(found) < len(rows):
        line = _line(len(found) + 1, rows[len(found)], last, part)
        part = line.name if line.name in keys().top else part
        found.append(line)
        if not line.inside:
            below = _inside(line, rows)
            found[-1] = last = line._replace(goes_on=len(below) > 0)
            found += [Line(number + 1, rows[number], inside=True) for number in below]
    return found


def _line(number: int, text: str, last: Line | None, part: str) -> Line:
    """The line that `text` is, in a `part` of a plan and behind the `last` line that had a text of its own."""
    start = text.lstrip(_BLANK)
    if not start or start.startswith("#") or text.rstrip(_BLANK) in ("---", "..."):
        return Line(number, text, inside=True)
    for pattern in (_LINE, _LINE_WITHOUT_COLON):
        if not (parts := pattern.fullmatch(text)) or not (name := _name(parts, last, part)):
            continue
        word = parts["quote"] + parts["word"] + parts["closing"]
        bullet, gap = (parts["bullet"] or "").rstrip(_BLANK), parts["gap"] or ""
        return Line(
            number, text, parts["indent"], bullet, gap, word, name, parts["colon"], *_uncommented(parts["value"])
        )
    if item := _ITEM.fullmatch(text):
        value, comment = _uncommented(item["value"])
        return Line(number, text, item["indent"], item["bullet"], item["gap"], value=value, comment=comment)
    value, comment = _uncommented(start)
    return Line(number, text, text[: len(text) - len(start)], value=value, comment=comment)


def _name(parts: re.Match[str], last: Line | None, part: str) -> str:
    """The key that a line has, as it is meant; empty where what looks like one is none."""
    name, colon = meant(parts["word"]), parts["colon"].strip(_BLANK)
    inside = bool(parts["indent"] or parts["bullet"])
    elsewhere = inside and name in keys().top and name not in keys().parts  # it may be a word for a key of this part
    if colon and (elsewhere or not name) and colon not in (";", ".", ","):
        name = _translated(parts["word"], part, inside=inside)
    if colon == ":" and not name:
        unspaced = parts["colon"].endswith(":") and parts["value"]
        return "" if unspaced or " " in parts["word"] else visible(parts["word"])
    if not name or colon not in ("", ";", ".", ","):
        return name
    parents = (*keys().parts, *keys().lists)  # without a colon, it is a key only where it cannot go on with a text
    deeper = last is not None and len(parts["indent"]) > last.key_column and last.name not in parents
    return "" if deeper else name


def _uncommented(value: str) -> tuple[str, str]:
    """A value, and the comment behind it with the spaces before that."""
    start = closed(value) if value[:1] in ('"', "'") else 0
    comment = _COMMENT.search(value, start)
    content = (value[: comment.start()] if comment else value).rstrip(_BLANK)
    return content, value[len(content) :] if comment else ""


def closed(value: str) -> int:
    """Where the text in quotes ends with which `value` begins; 0 where it does not."""
    pattern = r'"(?:[^"\\]|\\.)*+"' if value[0] == '"' else "'(?:[^']|'')*+'"
    found = re.match(pattern, value)
    return found.end() if found else 0


def is_quoted(value: str) -> bool:
    """Whether `value` is one text in quotes, as YAML has it."""
    return value[:1] in ('"', "'") and closed(value) == len(value)


def is_block(value: str) -> bool:
    """Whether `value` opens a text that stands in the lines below."""
    return _BLOCK.match(value) is not None


_OPEN = {'"': '"', "'": "'", "[": "]", "{": "}"}


def _inside(line: Line, rows: list[str]) -> range:
    """The indices of the rows behind `line` that are inside its value."""
    start, value = line.number, line.value
    if is_block(value) or (line.name in keys().mappings and not value):
        least = line.key_column if line.name else line.column
        return range(start, next((at for at in range(start, len(rows)) if _ends(rows[at], least)), len(rows)))
    closing = _OPEN.get(value[:1])
    if closing is None or (closed(value) if value[0] in "\"'" else _is_balanced(value)):
        return range(0)
    for at in range(start, min(start + _FAR, len(rows))):
        parts = _LINE.fullmatch(rows[at])
        if parts and meant(parts["word"]) and _stands_beside(parts, line, closing):
            break  # it was left open
        if closing in rows[at]:
            return range(start, at + 1)
    return range(0)


def _stands_beside(parts: re.Match[str], line: Line, closing: str) -> bool:
    """Whether the key of a row is not inside the value of `line`, which opened with the sign that `closing` closes."""
    if closing == "}":  # in which keys are
        return bool(parts["bullet"]) or meant(parts["word"]) in keys().top
    return len(parts["indent"]) <= line.key_column


def _is_balanced(value: str) -> bool:
    return all(value.count(sign) <= value.count(_OPEN[sign]) for sign in "[{")


def _ends(row: str, least: int) -> bool:
    """Whether a text that is set in by more than `least` does not go on in `row`."""
    content = row.lstrip(_BLANK)
    return content != "" and len(row) - len(content) <= least
