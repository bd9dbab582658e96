"""From nodes to the weights of places: what `baselines/weights.yaml`, or a file like it, says of them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from nq42check.language.numbers import BadNumber, Number
from nq42check.model.catalogue import Catalogue
from nq42check.model.document import Evidence
from nq42check.model.places import Places
from nq42check.model.weights import Weighing, Weights
from nq42check.reading.nodes import Mapping, Node, Problem, Refused, first_of, refused
from nq42check.reading.shape import (
    choice,
    each,
    entries,
    fields,
    head,
    items,
    maybe,
    name_among,
    plain,
    text,
    texts,
    unknown,
    year,
)


def load_weights(node: Node, catalogue: Catalogue, places: Places) -> Weights:
    """The weights of places, by the ids of denominators.

    Raises Refused, also where a denominator comes twice, where something is no whole number above 0, where a place is
    not known, comes twice or is part of another that is there, and where all do not fit their total.
    """
    given = head(node, ("weights",), ("version",))
    maybe(given, "version", text)
    rows = items(given["weights"])
    known: dict[str, Weighing] = {}
    for row, weighing in zip(rows, each(rows, lambda row: _weighing(row, catalogue, places)), strict=True):
        first = known.setdefault(weighing.denominator, weighing)
        if first is not weighing:
            name = catalogue.denominators[first.denominator]
            counts = {"first": f"{first.series}, {first.year}", "second": f"{weighing.series}, {weighing.year}"}
            raise refused("duplicate-key.weights", row.line, row.column, name=name, **counts)
    return Weights(known)


def _weighing(node: Node, catalogue: Catalogue, places: Places) -> Weighing:
    required = ("denominator", "series", "year", "unit", "sources", "evidence", "places")
    given = fields(node, required, ("total", "note"))
    counted, total = _counted(given["places"], places), maybe(given, "total", _whole)
    if total is not None:
        _refuse_misfit(given["total"], counted, total, places)
    return Weighing(
        denominator=name_among(given["denominator"], catalogue.denominators, "denominator"),
        series=text(given["series"]),
        year=year(given["year"]),
        unit=text(given["unit"]),
        places=counted,
        sources=texts(given["sources"]),
        evidence=choice(given["evidence"], Evidence),
        total=total,
        note=maybe(given, "note", text),
    )


class _Row(NamedTuple):
    """A place by its name as it is or was, the place of today that it is or belongs to, and where it stands."""

    name: str
    today: str
    is_former: bool
    at: tuple[int, int]
    number: Decimal


def _counted(node: Node, places: Places) -> dict[str, Decimal]:
    """How many there are in each place. Raises Refused."""
    given = entries(node)
    if not given:
        raise refused("shape.empty-list", node.line, node.column)
    assert type(node) is Mapping
    rows = each((name for name, _ in given), lambda name: _row(name, node, places))
    if problems := first_of(_overlaps(rows)):
        raise Refused(*problems)
    return {row.name: row.number for row in rows}


def _row(name: str, node: Mapping, places: Places) -> _Row:
    at, meant = node.key_place(name), places.belonging(name)
    if meant is None:
        raise unknown(name, _every_name(places), "place", *at)
    place = meant.former if meant.former and meant.is_former else meant.place
    return _Row(place.name, meant.place.name, meant.is_former, at, _whole(node.entries[name]))


def _every_name(places: Places) -> list[str]:
    former = (former.name for place in places.all for former in place.predecessors)
    return [*(place.name for place in places.all), *former]


def _whole(node: Node) -> Decimal:
    """A whole number above 0, its thousands apart by dots or not. Raises Refused."""
    written = plain(node)
    try:
        number = Number(written, None).value(whole=True)
    except BadNumber:
        number = Decimal()
    if not number:
        raise refused("shape.weight", node.line, node.column, found=written)
    return number


def _overlaps(rows: Sequence[_Row]) -> Iterator[Problem]:
    """A problem for each place that comes twice, and each former one beside that of today which it belongs to."""
    names: set[str] = set()
    today = {row.today for row in rows if not row.is_former}
    for row in rows:
        if row.name in names:
            yield Problem("duplicate-key.weighed", *row.at, {"name": row.name})
        elif row.is_former and row.today in today:
            yield Problem("duplicate-key.overlap", *row.at, {"name": row.name, "today": row.today})
        names.add(row.name)


def _refuse_misfit(node: Node, counted: dict[str, Decimal], total: Decimal, places: Places) -> None:
    """Refuse a total that is less than its places, or more where no place is left, or just they where one is.

    Raises Refused.
    """
    together, left = sum(counted.values(), Decimal()), [each.name for each in places.all if each.name not in counted]
    if together > total:
        raise refused("shape.weights-above", node.line, node.column, sum=together, total=total)
    if together < total and not left:
        raise refused("shape.weights-below", node.line, node.column, sum=together, total=total)
    if together == total and left:  # of places that are listed only, which then would be taken for all
        raise refused("shape.weights-all", node.line, node.column, total=total, name=left[0], count=len(left))
