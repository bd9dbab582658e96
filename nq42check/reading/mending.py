"""Mistakes in how a plan is written, line by line, each with the text to write instead.

The messages of a refused plan and `nq42check fix` both rest on this.
"""

import re

from nq42check.reading.lines import Line, is_quoted, keys, lines
from nq42check.reading.loose import headless, is_braced, lone
from nq42check.reading.mend import IDS, OF_ONE_LINE, Mend
from nq42check.reading.nodes import Field
from nq42check.reading.placing import Level, Place, places
from nq42check.reading.quoting import mended, quoted
from nq42check.reading.shape import CUTS_OFF, GLUED
from nq42check.text import visible

_HARD = re.compile(r"[^\S \t\n]")
_OF_A_PLAN = {"place", "province", "document", "targets"}
_HARMLESS = {("ending", "value"), ("smart-quotes", "place"), ("smart-quotes", "province"), ("smart-quotes", "within")}
_MOST_LINES = 5_000
"""Nobody has typed a plan of more lines, and to read them all would take long."""


def mends(text: str) -> list[Mend]:
    """What is to be mended in `text`, which has line feeds only, in the order of its lines.

    Nothing where it has fewer than two of the keys that every plan has, or is far longer than a plan.
    """
    if text.count("\n") > _MOST_LINES or text.lstrip().startswith(("{", "[")):
        return []
    read = lines(text)
    if len(_OF_A_PLAN & {line.name for line in read}) < 2:
        return []
    placed = places(read)
    found = (_mend(line, placed[line.number]) for line in read if line.number in placed and not is_braced(line))
    others = (*lone(read, placed), *headless(read, placed))
    return sorted((mend for mend in (*found, *others) if mend and mend.is_one), key=lambda mend: mend.line)


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
    harmless = not reason or (reason, line.name) in _HARMLESS
    if reason and line.is_translated:  # who writes the line anew writes its key, too
        key, fields["word"] = key.replace(visible(line.word), line.name, 1), line.word
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
    if sign == ":" and (plain_word == line.name or line.is_translated):
        before = line.colon[: line.colon.index(":")]
        if line.value and not space:
            return visible(line.word) + colon, "space"
        return visible(line.word) + _HARD.sub(" ", before) + colon, ""
    if sign in ("", ";", ".", ","):
        return line.name + colon, "no-colon"
    if sign.strip(":") == "" and len(sign) > 1:
        return line.name + (colon if space else ": " if line.value else ":"), "colons"
    if sign != ":":
        return line.name + (colon if space else ": " if line.value else ":"), "equals" if "=" in sign else "wide-colon"
    return line.name + colon, "quoted-key" if line.word.lower() != line.name else "key-case"


def _value(line: Line, place: Place) -> tuple[str, str, str]:
    """The value of a line, what is wrong with it, and the lines to write below, for keys that stand in its value."""
    if line.goes_on:
        return line.value, "", ""
    whole = is_quoted(line.value) or line.name in keys().mappings
    pieces = [] if whole else _pieces(line, place)
    if len(pieces) > 1:
        column = place.key_column if place.level is not Level.TOP else place.column
        (_, first), *others = [(key, mended(key, value)[0]) for key, value in pieces]
        return first, "two-keys", "".join(f"\n{' ' * column}{key}: {value}".rstrip() for key, value in others)
    if commented := _commented(line):
        return commented, "hash", ""
    value, reason = mended(line.name, line.value)
    return value, reason, ""


def _commented(line: Line) -> str:
    """The value of `line` with the comment that cuts it off, in quotes; empty where none does."""
    if line.name in keys().lists or line.name in keys().parts or is_quoted(line.value):
        return ""
    cut_off = GLUED if line.name in OF_ONE_LINE else None if line.name in IDS else CUTS_OFF
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
