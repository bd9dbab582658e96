"""Mistakes in how a plan is written, line by line, each with the text to write instead.

What is mended are spaces, dashes, quotes, brackets, colons and the case of keys: no mend changes what a value says,
and each is held to that (`_says_the_same`). The messages of a refused plan and `nq42check fix` both rest on this.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nq42check.reading.lines import Line, is_quoted, keys, lines
from nq42check.reading.nodes import Field, Problem
from nq42check.reading.placing import Level, Place, places
from nq42check.reading.quoting import mended, plain, quoted
from nq42check.reading.shape import CUTS_OFF, GLUED
from nq42check.text import fold, visible

_HARD = re.compile(r"[^\S \t\n]")
_MOST_LINES = 5_000
"""Nobody has typed a plan of more lines, and to read them all would take long."""


class Mend(NamedTuple):
    """A line as it is, and what to write in its place; both may be several lines.

    `reason` says what is wrong, in a text of messages that `fields` fill, and `column` where in the line. `sure` is
    whether there is no other way to read it; `harmless` whether it is read so as it stands. `told_at` is the line that
    a message is about, where that is not the first.
    """

    line: int
    column: int
    old: str
    new: str
    reason: str
    fields: dict[str, Field]
    sure: bool = True
    harmless: bool = False
    told_at: int | None = None

    @property
    def problem(self) -> Problem:
        """What is wrong, as it is told of a file that is refused: why, what stands there, and what to type."""
        first, *more = self.new.split("\n")
        told: dict[str, Field] = {
            "mend": self.reason,
            "written": self.old.strip(),
            "typed": first.strip(),
            "whole": first,
        }
        told["then"] = "; ".join(line.strip() for line in more)
        how = "write-lines" if more else _HOW.get(self.reason, "write")
        how = "write-margin" if how == "write-set-in" and not first.startswith(" ") else how
        kind = "shape" if self.reason in _OF_SHAPE else "syntax"
        if self.reason == "hash" and self.fields["key"] in _OF_ONE_LINE:
            kind = "value"
        return Problem(f"{kind}.{how}", self.told_at or self.line, self.column, told | self.fields)


_OF_SHAPE = ("quoted-key", "key-case", "list", "smart-quotes", "ending", "stray-dash", "brackets")
_SET_IN = ("tab", "hard-space", "indent", "indent-like", "indent-dash", "indent-dash-like", "no-dash", "stray-dash")
_HOW = dict.fromkeys(_SET_IN, "write-set-in") | {"continued": "write-on", "hash": "write-hash"}
"""How a message tells what to type, where it is not just the line."""


_MENDABLE = ("syntax", "shape", "duplicate-key", "unknown-name", "value")


def is_of_writing(problem: Problem) -> bool:
    """Whether a file with this problem may be mended: it is a plan, and one text."""
    kind, _, reason = problem.reason.partition(".")
    return kind in _MENDABLE and not reason.startswith("is-") and reason not in ("conflict", "two-documents")


def mends(text: str) -> list[Mend]:
    """What is to be mended in `text`, which has line feeds only, in the order of its lines; nothing in a huge one."""
    if text.count("\n") > _MOST_LINES:
        return []
    read = lines(text)
    placed = places(read)
    found = (_mend(line, placed[line.number]) for line in read if line.number in placed)
    lone = _lone(read, placed)
    return sorted(filter(_is_kept, filter(None, (*found, *lone))), key=lambda mend: mend.line)


def applied(text: str, mends: Iterable[Mend]) -> str:
    """`text` with the `mends`, of which no two are of one line."""
    rows = text.split("\n")
    for mend in sorted(mends, key=lambda mend: -mend.line):
        rows[mend.line - 1 : mend.line - 1 + len(mend.old.split("\n"))] = mend.new.split("\n")
    return "\n".join(rows)


def _is_kept(mend: Mend) -> bool:
    return mend.old != mend.new and _says_the_same(mend)


_SAYING = re.compile(r"[^\W_]|[<>≤≥=~±%‰/]|(?<=\d)[.,](?=\d)|(?<=\s)[-–—+](?=\s*\d)")
_SEPARATOR = re.compile(r"(?<=[a-z_])\s*=")
_START = re.compile(r"\s*(?:[^\w\s\"'\[({]+|\(?(?:\d{1,3}|[a-z])[.)])?\s*")


def _says_the_same(mend: Mend) -> bool:
    """Whether both texts have the same words, figures and signs of comparison, in the same order."""
    old, new = (_START.sub("", fold(text), count=1) for text in (mend.old, mend.new))
    if mend.reason == "equals":
        old = _SEPARATOR.sub(":", old, count=1)
    return _SAYING.findall(old) == _SAYING.findall(new)


def _mend(line: Line, place: Place) -> Mend | None:
    """What is to be mended in one line."""
    if place.level is Level.ENTRY:
        return _entry(line, place)
    spaces, of_spaces = _set_in(line, place)
    dash, of_dash = _dash(line, place)
    key, of_key = _key(line)
    value, of_value, more = _value(line, place)
    reason = "no-dash" if of_dash == "no-dash" else of_spaces or of_dash or of_key or of_value
    fields: dict[str, Field] = {"key": line.name, "column": len(spaces), "found": line.column}
    fields["sign"] = _named(line.bullet if of_dash else line.value[:1] or " ")
    if reason == "hard-space" and (hard := _HARD.search(line.indent)):
        fields["sign"] = _named(hard[0])
    if reason in ("indent", "indent-dash") and place.like and place.like is not line:
        reason, fields = f"{reason}-like", fields | {"like": place.like.name, "at": place.like.number}
    behind = 2 if of_dash == "space" else 1
    column = 1 if of_spaces else line.column + behind if of_dash else _column(line, of_key)
    harmless = not reason or (reason, line.name) in (("ending", "value"), ("smart-quotes", "province"))
    new = spaces + dash + key + value + (line.comment if of_value != "hash" else "") + more
    sure = of_value != "hash"
    return Mend(line.number, column, line.text, new, reason or "spaces", fields, sure=sure, harmless=harmless)


def _named(sign: str) -> str:
    """A sign, or its number where nobody can tell it from another."""
    return sign if sign.isprintable() and not sign.isspace() else f"U+{ord(sign[0]):04X}"


def _column(line: Line, of_key: str) -> int:
    """Where a mistake in the key or colon of `line` shows, or one in its value."""
    if of_key in ("quoted-key", "key-case"):
        return line.key_column + 1
    colon = line.key_column + len(line.word) + len(line.colon.rstrip())
    if of_key:
        return colon + (of_key in ("space", "no-colon"))
    return line.key_column + len(line.word) + len(line.colon) + 1


def _set_in(line: Line, place: Place) -> tuple[str, str]:
    """The spaces before a line, and what is wrong with those that it has."""
    column = place.column if place.level is Level.START else place.key_column
    given = line.column if not line.dashed or place.level is Level.START else line.key_column
    if "\t" in line.indent:
        return " " * column, "tab"
    if given == column or (line.dashed and place.level is not Level.START):
        return " " * column, ""
    if _HARD.search(line.indent):
        return " " * column, "hard-space"
    return " " * column, "indent-dash" if line.dashed and place.level is Level.START else "indent"


def _dash(line: Line, place: Place) -> tuple[str, str]:
    """The dash of a line with the spaces behind it, and what is wrong with its own."""
    if place.level is not Level.START:
        return "", "stray-dash" if line.dashed else ""
    new = "-" + " " * (place.key_column - place.column - 1)
    if not line.bullet:
        return new, "no-dash"
    if line.bullet != "-":
        return new, "number" if line.bullet[-1] in ".)" else "bullet"
    if not line.gap:
        return new, "space"
    if "\t" in line.gap:
        return new, "tab"
    return new, "" if len(line.gap) == len(new) - 1 else "indent"


def _key(line: Line) -> tuple[str, str]:
    """The key of a line with its colon, and what is wrong with them."""
    sign = line.colon.strip()
    space = line.colon[len(line.colon.rstrip()) :]
    plain_word = visible(line.word.strip("\"'") if is_quoted(line.word) else line.word)
    colon = ":" + (_HARD.sub(" ", space) or " " * bool(line.value))
    if plain_word == line.name and sign == ":":
        before = line.colon[: line.colon.index(":")]
        wrong = "space" if line.value and not space else ""
        return visible(line.word) + _HARD.sub(" ", before) + colon, wrong
    if not sign:
        return line.name + colon, "no-colon"
    if sign != ":":
        return line.name + (colon if space else ": " if line.value else ":"), "equals" if sign == "=" else "wide-colon"
    return line.name + colon, "quoted-key" if line.word.lower() != line.name else "key-case"


def _value(line: Line, place: Place) -> tuple[str, str, str]:
    """The value of a line, what is wrong with it, and the lines to write below, for keys that stand in its value."""
    if line.goes_on:
        return line.value, "", ""
    pieces = [] if is_quoted(line.value) else _pieces(line, place)
    if len(pieces) > 1:
        column = place.key_column if place.level is not Level.TOP else place.column
        (_, first), *others = [(key, mended(key, value)[0]) for key, value in pieces]
        return first, "two-keys", "".join(f"\n{' ' * column}{key}: {value}".rstrip() for key, value in others)
    if commented := _commented(line):
        return commented, "hash", ""
    value, reason = mended(line.name, line.value)
    return value, reason, ""


_OF_ONE_LINE = ("value", "by", "date", "until")
_IDS = ("indicator", "counts", "task", "rule", *_OF_ONE_LINE)


def _commented(line: Line) -> str:
    """The value of `line` with the comment that cuts it off, in quotes; empty where none does."""
    if line.name in keys().lists or line.name in keys().parts or is_quoted(line.value):
        return ""
    cut_off = GLUED if line.name in _OF_ONE_LINE else None if line.name in _IDS else CUTS_OFF
    behind = line.comment if line.value else " " + line.comment
    return quoted(line.value + line.comment) if cut_off and cut_off.match(behind) else ""


_KEY_WITHIN = re.compile(r"(?<=[\s;,])([a-z_]+)\s*[:：=](?:\s+|\Z)")


def _pieces(line: Line, place: Place) -> list[tuple[str, str]]:
    """The keys of one part that stand in the line, each with its value."""
    known = keys().top if place.level is Level.TOP else keys().parts.get(place.part, frozenset())
    pieces, name, start = [], line.name, 0
    for found in _KEY_WITHIN.finditer(line.value):
        if found[1] in known and found[1] != name and line.value[start : found.start()].strip(" ;,"):
            pieces.append((name, line.value[start : found.start()].rstrip(" ;,.")))
            name, start = found[1], found.end()
    return [*pieces, (name, line.value[start:])]


def _entry(line: Line, place: Place) -> Mend | None:
    """What is to be mended in an item of a list that is a text."""
    value, of_value = (f"[{line.value}]", "") if is_quoted(line.value) else mended("groups", f"[{line.value}]")
    reason = "" if line.bullet == "-" else "number" if line.bullet[-1] in ".)" else "bullet"
    reason = reason or ("tab" if "\t" in line.indent + line.gap else "" if line.gap else "space")
    reason = reason or ("" if line.column == place.column else "indent") or of_value
    new = " " * place.column + "- " + value[1:-1] + line.comment
    fields: dict[str, Field] = {"key": place.like.name if place.like else "", "column": place.column}
    fields |= {"found": line.column, "sign": _named(line.bullet)}
    return Mend(line.number, line.column + 1, line.text, new, reason or "spaces", fields, harmless=not reason)


def _lone(read: list[Line], placed: dict[int, Place]) -> Iterator[Mend]:
    """Mends of lines that have no key: what goes on with the value of the line before, and items in braces."""
    last: Line | None = None
    for line in read:
        if line.inside:
            last = None if last and last.value and line.text.strip() else last
        elif line.name:
            last = line
        elif line.bullet == "-" and line.value.startswith("{"):
            if unbraced := _unbraced(line):
                yield unbraced
        elif last and last.number == line.number - 1 and _breaks_off(last, line, placed):
            yield _joined(last, line)


def _breaks_off(last: Line, line: Line, placed: dict[int, Place]) -> bool:
    """Whether `line` goes on with the value of the one before, and YAML does not see it."""
    words = last.value and not line.dashed and ":" not in line.value
    return bool(words) and last.number in placed and line.column <= placed[last.number].key_column


def _joined(last: Line, line: Line) -> Mend:
    """What to write for a value that goes on in a line which is not set in."""
    joined = f"{last.value} {line.value}"
    value = quoted(joined) if last.value[0] in "\"'" else plain(joined)
    typed = f"{last.name}: {value}"
    old = f"{last.text}\n{line.text}"
    new = last.text[: len(last.text) - len(last.value)] + value if last.text.endswith(last.value) else old
    fields: dict[str, Field] = {"key": last.name, "at": last.number, "typed": typed}
    return Mend(last.number, line.column + 1, old, new, "continued", fields, sure=False, told_at=line.number)


_BETWEEN = re.compile(r"\s*[,;]\s*(?=([a-z_]+)\s*:)")


def _unbraced(line: Line) -> Mend | None:
    """What to write for an item in braces that are open, or in which a comma does not part two keys."""
    whole = line.value.endswith("}")
    inner = line.value[1 : len(line.value) - whole].strip().rstrip(",;")
    known = frozenset().union(*keys().parts.values())
    pieces, start = [], 0
    for found in _BETWEEN.finditer(inner):
        if found[1] in known:
            pieces.append(inner[start : found.start()])
            start = found.end()
    pieces.append(inner[start:])
    pairs = [piece.partition(":") for piece in pieces]
    sound = whole and all("," not in value or value.strip()[:1] in "\"'[" for *_, value in pairs)
    if sound or any(key.strip() not in known or not colon for key, colon, _ in pairs):
        return None
    rows = [f"{key.strip()}: {mended(key.strip(), value.strip())[0]}" for key, _, value in pairs]
    new = f"{line.indent}- " + f"\n{' ' * (line.column + 2)}".join(rows)
    return Mend(line.number, line.key_column + 1, line.text, new, "braces", {"key": pairs[0][0].strip()})
