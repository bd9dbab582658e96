"""Rows of a plan that are not filled in yet: what they are, and what is told of them where all are asked for."""

from nq42check.language.figures import example
from nq42check.model.catalogue import Catalogue
from nq42check.model.document import Route, Unfilled
from nq42check.reading.naming import count_at, groups_at, indicator_at
from nq42check.reading.nodes import Field, Node, Problem, place_at
from nq42check.reading.shape import Fields, flag, maybe, text, year

LEFT_OPEN = ("where", "quote", "note", "owner")
"""The keys of a plan's target that a form has and a plan may leave empty."""


def unfilled(entry: Fields, catalogue: Catalogue, by: int, route: Route) -> Unfilled:
    """The row that the fields of an entry without a value make; they are held to what those of a target are.

    Raises Refused.
    """
    indicator = indicator_at(entry["indicator"], catalogue)
    for name in ("only", *LEFT_OPEN):
        maybe(entry, name, text)
    maybe(entry, "counts", lambda node: count_at(node, catalogue, indicator))
    return Unfilled(
        indicator=indicator,
        by=year(entry["by"]) if "by" in entry else by,
        groups=groups_at(entry, indicator) or indicator.groups,
        task=maybe(entry, "task", flag) or False,
        route=route,
        line=entry["value"].line,
    )


def demanded(row: Unfilled, root: Node) -> Problem:
    """What is wrong with a row that is not filled in where all must be, at its value in the file of `root`."""
    fields: dict[str, Field] = {"indicator": row.indicator, "id": row.indicator.id, "example": example(row.indicator)}
    return Problem("unfilled.row", *place_at(root, (*row.route, "value")), fields)
