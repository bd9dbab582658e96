"""Where a place stood before a target: what `from` says under it."""

from nq42check.language.phrase import statement
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Start
from nq42check.reading.nodes import Node, refused
from nq42check.reading.shape import fields, filled, maybe, one_line, text, year


def start_at(node: Node, indicator: Indicator, by: int) -> Start:
    """What `from` says of a target on `indicator` that falls due in the year `by`. A value may be not understood.

    Raises Refused, also for a year after `by`.
    """
    entry = filled(fields(node, ("value", "year"), ("where",)), "where")
    worded, at = one_line(entry["value"]), year(entry["year"])
    if at > by:
        raise refused("shape.start-after", entry["year"].line, entry["year"].column, found=at, by=by)
    said = statement(worded, indicator)
    return Start(worded, said.stated, said.scope, at, maybe(entry, "where", text))
