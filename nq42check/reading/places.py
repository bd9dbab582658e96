"""From nodes to the places of today: what `baselines/places.yaml` says of them."""

import re
from collections.abc import Iterable

from nq42check.model.places import Former, Place, PlaceKind, Places, place_key
from nq42check.reading.nodes import Node, Problem, Refused, refused
from nq42check.reading.shape import Fields, choice, day, each, fields, items, maybe, plain, text, texts

_CODE = re.compile(r"\d\d", re.ASCII)
_POSITION = re.compile(r"\d\d?", re.ASCII)


def load_places(node: Node) -> Places:
    """The places of today. Raises Refused, also where two have one name, code or tile."""
    given = fields(node, ("version", "since", "places"))
    text(given["version"])
    rows = items(given["places"])
    places = each(rows, _place)
    _refuse_twins(rows, ((place_key(place.name), place.code, place.tile) for place in places))
    older = [(row, former) for row, place in zip(rows, places, strict=True) for former in place.predecessors]
    _refuse_twins((row for row, _ in older), ((place_key(former.name), former.code) for _, former in older))
    return Places(day(given["since"]), places)


def _place(node: Node) -> Place:
    given = fields(node, ("code", "name", "kind", "tile"), ("short", "also", "predecessors"))
    name = text(given["name"])
    return Place(
        code=_code(given["code"]),
        name=name,
        kind=choice(given["kind"], PlaceKind),
        short=maybe(given, "short", text) or name,
        tile=_tile(given["tile"]),
        also=maybe(given, "also", texts) or (),
        predecessors=each(items(given["predecessors"]), _former) if "predecessors" in given else (),
    )


def _former(node: Node) -> Former:
    given: Fields = fields(node, ("code", "name"), ("short", "also"))
    name = text(given["name"])
    short = maybe(given, "short", text) or name
    return Former(_code(given["code"]), name, short, maybe(given, "also", texts) or ())


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
