"""What a plan says of where its place lies and whose plans it replaces, held against the places that there are."""

from collections.abc import Iterator

from nq42check.model.document import Document
from nq42check.model.places import Belonging, Places, place_key
from nq42check.reading.nodes import Node, Problem, Refused, node_at
from nq42check.reading.shape import items, unknown


def belonging(node: Node, document: Document, places: Places) -> Belonging | None:
    """What the place of a plan is, whose file is `node`; None as for `Places.meaning`.

    Raises Refused where it lies within no place that is known, or within itself or what it has become a part of, or
    replaces what is no part of it.
    """
    meaning = places.meaning(document)
    problems = [*_within(node, document, places), *_replaced(node, document, meaning, places)]
    if problems:
        raise Refused(*problems)
    return meaning


def _within(node: Node, document: Document, places: Places) -> Iterator[Problem]:
    if document.within is None or document.place is None:
        return
    at = node_at(node, ("within",))
    around, own = places.belonging(document.within), places.belonging(document.place)
    if around is None:
        yield _unknown(document.within, places, at)
    elif own == around:
        yield Problem("shape.within-itself", at.line, at.column, {"name": document.within})
    elif own and own.place == around.place:
        names = {"name": document.place, "today": own.place.name}
        yield Problem("shape.within-whole", at.line, at.column, names)


def _replaced(node: Node, document: Document, meaning: Belonging | None, places: Places) -> Iterator[Problem]:
    """What is wrong with the former places whose plans are replaced, each at its line."""
    if not document.replaces:
        return
    seen: set[str] = set()
    for name, at in zip(document.replaces, items(node_at(node, ("replaces",))), strict=True):
        replaced, key = places.belonging(name), place_key(name)
        if replaced is None:
            yield _unknown(name, places, at)
        elif key in seen:
            yield Problem("duplicate-key.replaced", at.line, at.column, {"name": name})
        elif meaning is None or meaning.former or replaced.former is None or replaced.place != meaning.place:
            fields = {"name": name, "place": document.place}
            by_former = meaning is not None and meaning.former is not None
            reason = "shape.replaced-by-former" if by_former else "shape.not-replaced"
            yield Problem(reason, at.line, at.column, fields)
        seen.add(key)


def _unknown(name: str, places: Places, at: Node) -> Problem:
    names = (named.name for place in places.all for named in place.named)
    return unknown(name, names, "place", at.line, at.column).problems[0]
