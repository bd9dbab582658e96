"""Where each line of a plan belongs, by its key: at the margin, in a part, in an item of a list; and how far set in.

A key says of which part it is, and so the spaces before it are never needed to know that. What most lines of a part
have counts for all of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from nq42check.reading.lines import Keys, Line, keys

_STEP = 2
"""How much deeper a part is set in where no line of it tells."""


class Level(Enum):
    """What a line is."""

    TOP = "top"
    FIELD = "field"
    START = "start"
    ENTRY = "entry"
    """An item that is a text, of a list such as `groups`."""


class Place(NamedTuple):
    """Where a line belongs: its level, the column of its dash or key, and that of its key; both begin with 0.

    `within` is the key or dash under which it stands, `like` a line that is rightly placed at the same level.
    """

    level: Level
    part: str
    column: int
    key_column: int
    like: Line | None = None


class _Item(NamedTuple):
    """The lines of one item of a list, or of `document`: how it starts, its other keys, and entries of their lists."""

    start: Line | None
    fields: list[Line]
    entries: list[tuple[Line, Line]]


class _Part(NamedTuple):
    """A part of a plan: its key's line and its items."""

    top: Line
    items: list[_Item]


def places(lines: Iterable[Line]) -> dict[int, Place]:
    """Where the lines belong of which that is known, by their numbers."""
    parts = list(_parts(lines, keys()))
    margin = _usual(part.top for part in parts)
    found: dict[int, Place] = {}
    for part in parts:
        name = part.top.name
        found[part.top.number] = Place(Level.TOP, name, margin, margin, _like((each.top for each in parts), margin))
        placed = _in_list(part, margin) if name != "document" else _in_mapping(part, margin)
        found.update((line.number, place) for line, place in placed)
    return found


def _parts(lines: Iterable[Line], known: Keys) -> Iterator[_Part]:
    """The parts of a plan, in the order of the file."""
    part: _Part | None = None
    above: Line | None = None  # the last line with a key
    for line in lines:
        if line.inside:
            continue
        if line.name in known.top and not _is_other(line, known):
            if part:
                yield part
            part = _Part(line, [])
        elif part and part.top.name == "document" and line.dashed and line.name not in ("", *known.parts["document"]):
            yield part
            part = None  # here begins a list whose key is missing
        elif part and part.top.name in known.parts:
            _sort_in(line, part, above, known)
        above = line if line.name else above
    if part:
        yield part


def _is_other(line: Line, known: Keys) -> bool:
    """Whether a line with the key of a part cannot begin that part, for its value is a text, set in under another."""
    return line.column > 0 and line.name in known.parts and line.value[:1] not in ("", "[", "{", "#")


def _sort_in(line: Line, part: _Part, above: Line | None, known: Keys) -> None:
    """Put a line below the key of `part` where it belongs in it, if that is known."""
    items, name = part.items, part.top.name
    if line.bullet == "-" and line.value.startswith("{"):
        if name != "document" and not line.name:
            items.append(_Item(line, [], []))
    elif not line.name:
        if line.dashed and above and items and above.name in known.lists and not above.value:
            items[-1].entries.append((line, above))
    elif line.name in known.parts[name]:
        if name == "document":
            if not items:
                items.append(_Item(None, [], []))
            items[-1].fields.append(line)
        elif _starts(line, items[-1] if items else None):
            items.append(_Item(line, [], []))
        else:
            items[-1].fields.append(line)


def _starts(line: Line, item: _Item | None) -> bool:
    """Whether `line` begins an item: with its dash, or where a second indicator shows that this is forgotten."""
    if item is None or item.start is None:
        return True
    has = {item.start.name, *(field.name for field in item.fields)}
    if not line.dashed:
        return line.name == item.start.name == "indicator" and len(has) > 1
    strays = any(field.dashed for field in item.fields)
    missing = line.name == "value" or (strays and line.name not in ("indicator", "rule"))
    return not ("indicator" in has and line.name not in has and missing)


def _in_mapping(part: _Part, margin: int) -> Iterator[tuple[Line, Place]]:
    """Where the keys of `document` belong."""
    name = part.top.name
    for item in part.items:
        column = _usual((field for field in item.fields if field.column > margin), margin + _STEP)
        for field in item.fields:
            yield field, Place(Level.FIELD, name, column, column, _like(item.fields, column))
        yield from _entries(item, column, name)


def _in_list(part: _Part, margin: int) -> Iterator[tuple[Line, Place]]:
    """Where the lines of a list of items belong."""
    name, items = part.top.name, part.items
    starts = [item.start for item in items if item.start]
    dash = _usual((line for line in starts if line.dashed and line.column >= margin), margin + _STEP)
    fields = (field for item in items for field in item.fields if not field.dashed and field.column > dash)
    usual = _usual(fields, dash + _STEP)
    for item in items:
        start = item.start
        assert start is not None
        column = start.key_column if _is_sound(start, item, dash, usual) else usual
        yield start, Place(Level.START, name, dash, column, _like(starts, dash))
        for field in item.fields:
            yield field, Place(Level.FIELD, name, column, column, start)
        yield from _entries(item, column, name)


def _is_sound(start: Line, item: _Item, dash: int, usual: int) -> bool:
    """Whether the key behind the dash of `item` says where its other keys belong."""
    if start.bullet != "-" or not start.name or not start.gap or "\t" in start.gap:
        return False
    if not _counts(start) or start.column != dash:
        return False
    columns = {field.column for field in item.fields if not field.dashed}
    return not columns or start.key_column in columns or start.key_column == usual


def _entries(item: _Item, column: int, part: str) -> Iterator[tuple[Line, Place]]:
    """Where the items of lists below the keys of `item` belong, which stand in `column`."""
    usual: dict[int, int] = {}
    for line, above in item.entries:
        own = line.column if _counts(line) and line.column >= column else column + _STEP
        at = usual.setdefault(above.number, own)
        yield line, Place(Level.ENTRY, part, at, at + _STEP, above)


def _usual(lines: Iterable[Line], otherwise: int = 0) -> int:
    """The column in which most of `lines` stand."""
    columns = Counter(line.column for line in lines if _counts(line))
    return columns.most_common(1)[0][0] if columns else otherwise


def _counts(line: Line) -> bool:
    """Whether a line is set in by plain spaces, whose number an editor shows."""
    return not line.indent.strip(" ")


def _like(lines: Iterable[Line], column: int) -> Line | None:
    """The first of `lines` that stands in `column`."""
    return next((line for line in lines if _counts(line) and line.column == column), None)
