"""Findings on targets that lie below what the nation has reached: they are told with that, and nothing is flagged."""

from collections.abc import Callable

from nq42check.flagging.findings import Finding
from nq42check.judging.reached import is_of_nation, lies_below_nation
from nq42check.model.nation import Reached
from nq42check.model.values import Figure


def beside_nation(finding: Finding, reached_in: Callable[[str], Reached | None]) -> Finding:
    """`finding`, with what the nation has reached where its target lies below that.

    `reached_in` is asked with the id of an indicator, and only where a figure answers an average of the whole country.
    """
    target, norm = finding.answering, finding.flag.norm
    if target is None or norm is None or not is_of_nation(norm) or not isinstance(target.stated, Figure):
        return finding
    reached = reached_in(target.indicator.id)
    return finding._replace(nation=reached) if reached and lies_below_nation(target, reached.latest) else finding
