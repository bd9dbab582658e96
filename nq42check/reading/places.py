"""From nodes to the places of today: what `baselines/places.yaml` says of them."""

import re
from collections.abc import Collection, Iterable, Sequence

from nq42check.model.places import Former, Place, PlaceKind, Places, place_key
from nq42check.reading.nodes import Node, Problem, Refused, refused
from nq42check.reading.shape import Fields, choice, day, each, entries, fields, items, maybe, plain, text, texts

_CODE = re.compile(r"\d\d", re.ASCII)
_POSITION = re.compile(r"\d\d?", re.ASCII)


def load_places(node: Node) -> Places:
    """The places of today. Raises Refused, also where two have one name, code or tile, or share a former place."""
    given = fields(node, ("version", "since", "places"), ("sources",))
    text(given["version"])
    sources = {group: texts(addresses) for group, addresses in entries(given["sources"])} if "sources" in given else {}
    rows = items(given["places"])
    places = each(rows, lambda row: _place(row, sources))
    _refuse_twins(rows, ((place_key(place.name), place.code, place.tile) for place in places))
    older = [(row, former) for row, place in zip(rows, places, strict=True) for former in place.predecessors]
    _refuse_twins((row for row, _ in older), ((place_key(former.name), former.code) for _, former in older))
    _refuse_shared(rows, places)
    return Places(day(given["since"]), places)


def _place(node: Node, sources: Collection[str]) -> Place:
    given = fields(node, ("code", "name", "kind", "tile"), ("short", "also", "predecessors", "has"))
    name = text(given["name"])
    older = each(items(given["predecessors"]), lambda row: _former(row, sources)) if "predecessors" in given else ()
    if [place_key(former.name) for former in older] == [place_key(name)]:
        raise refused("shape.own-predecessor", node.line, node.column, name=name)
    has = (*_has(given, sources), *(group for former in older for group in former.has))
    return Place(
        code=_code(given["code"]),
        name=name,
        kind=choice(given["kind"], PlaceKind),
        short=maybe(given, "short", text) or name,
        tile=_tile(given["tile"]),
        also=maybe(given, "also", texts) or (),
        predecessors=older,
        has=tuple(dict.fromkeys(has)),
    )


def _former(node: Node, sources: Collection[str]) -> Former:
    given: Fields = fields(node, ("code", "name"), ("short", "also", "has"))
    name = text(given["name"])
    short = maybe(given, "short", text) or name
    return Former(_code(given["code"]), name, short, maybe(given, "also", texts) or (), _has(given, sources))


def _has(given: Fields, sources: Collection[str]) -> tuple[str, ...]:
    """The groups that are known to be in a place. Raises Refused at one for which there is no source."""

    def sourced(node: Node) -> str:
        if (group := plain(node)) not in sources:
            raise refused("shape.no-source", node.line, node.column, name=group)
        return group

    return each(items(given["has"]), sourced) if "has" in given else ()


def _code(node: Node) -> str:
    code = plain(node)
    if not _CODE.fullmatch(code):
        raise refused("shape.code", node.line, node.column, found=code)
    return code


def _tile(node: Node) -> tuple[int, int]:
    """A column and a row, counted from 0. Raises Refused."""
    parts = [plain(part) for part in items(node)]
    if len(parts) != 2 or not all(map(_POSITION.fullmatch, parts)):
        raise refused("shape.tile", node.line, node.column)
    column, row = map(int, parts)
    return column, row


def _refuse_twins(rows: Iterable[Node], marks: Iterable[tuple[object, ...]]) -> None:
    """Refuse rows of which two have a mark of one kind in common. Raises Refused at the second."""
    seen: set[tuple[int, object]] = set()
    problems: list[Problem] = []
    for row, marked in zip(rows, marks, strict=True):
        if not seen.isdisjoint(enumerate(marked)):
            problems += refused("duplicate-key.place", row.line, row.column).problems
        seen.update(enumerate(marked))
    if problems:
        raise Refused(*problems)


def _refuse_shared(rows: Sequence[Node], places: Sequence[Place]) -> None:
    """Refuse places of which one has a name of another, or of what that was made of. Raises Refused at the second."""
    owners: dict[str, Place] = {}
    problems: list[Problem] = []
    for row, place in zip(rows, places, strict=True):
        named = {place_key(name) for each in place.named for name in (each.name, *each.also)}
        if any(owners.setdefault(name, place) is not place for name in named):
            problems += refused("duplicate-key.place", row.line, row.column).problems
    if problems:
        raise Refused(*problems)
