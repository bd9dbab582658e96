"""From nodes to what the nation has reached: what `baselines/nation.yaml` says of it."""

from nq42check.language.phrase import read
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Evidence
from nq42check.model.nation import Measured, Reached
from nq42check.model.values import Figure, NotUnderstood
from nq42check.reading.documents import problem_of
from nq42check.reading.naming import indicator_at
from nq42check.reading.nodes import Mapping, Node, Refused, Sequence, refused
from nq42check.reading.parsing import parse
from nq42check.reading.shape import choice, each, fields, items, maybe, one_line, text, texts, year

_KEYS = (("indicator", "values", "sources", "evidence"), ("note",))
_VALUE = (("year", "value"),)
_ITEM = "  - indicator: "
"""How each item of the list begins, before its id."""


def load_nation(node: Node, catalogue: Catalogue) -> dict[str, Reached]:
    """What the nation has reached, by the ids of indicators.

    Raises Refused, also where an indicator or a year of it comes twice, or a value is no figure in its unit.
    """
    given = fields(node, ("version", "nation"))
    text(given["version"])
    rows = items(given["nation"])
    known: dict[str, Reached] = {}
    for row, reached in zip(rows, each(rows, lambda row: _reached(row, catalogue)), strict=True):
        if known.setdefault(reached.indicator.id, reached) is not reached:
            raise refused("duplicate-key.reached", row.line, row.column, id=reached.indicator.id)
    return known


def latest_in(text: str, id: str, catalogue: Catalogue) -> Reached | None:
    """What the `text` of the file says of the indicator `id` in the latest year; None where it says nothing of it.

    Nothing else of the file is read, since a check waits for it. Raises Refused.
    """
    _, found, below = text.partition(f"{_ITEM}{id}\n")
    if not found:
        return None
    (item,) = items(parse(found + below.partition(_ITEM)[0]))
    given = fields(item, *_KEYS)
    newest = max(items(given["values"]), key=lambda row: year(fields(row, *_VALUE)["year"]))
    return _reached(Mapping({**given, "values": Sequence([newest], newest.line, newest.column)}, {}, 0, 0), catalogue)


def _reached(node: Node, catalogue: Catalogue) -> Reached:
    given = fields(node, *_KEYS)
    indicator = indicator_at(given["indicator"], catalogue)
    rows = items(given["values"])
    values = each(rows, lambda row: _measured(row, indicator))
    years = [value.year for value in values]
    for place, row in enumerate(rows):
        if years[place] in years[:place]:
            raise refused("duplicate-key.reached", row.line, row.column, id=indicator.id)
    return Reached(
        indicator=indicator,
        values=tuple(sorted(values, key=lambda value: value.year, reverse=True)),
        sources=texts(given["sources"]),
        evidence=choice(given["evidence"], Evidence),
        note=maybe(given, "note", text),
    )


def _measured(node: Node, indicator: Indicator) -> Measured:
    given = fields(node, *_VALUE)
    value, worded = given["value"], one_line(given["value"])
    stated = read(worded, indicator)
    if isinstance(stated, NotUnderstood):
        raise Refused(problem_of(stated, value, worded, indicator))
    if not isinstance(stated, Figure) or stated.unit is not indicator.unit:
        raise refused("shape.no-figure", value.line, value.column, found=worded, id=indicator.id)
    return Measured(year(given["year"]), worded, stated)
