"""Excuses: what a plan says does not apply, and whether it may say so."""

from enum import Enum

from nq42check.model.catalogue import Indicator
from nq42check.model.document import NotApplicable, Plan


class Fault(Enum):
    """Why an entry of `not_applicable` does not hold."""

    CANNOT_BE_ABSENT = "cannot-be-absent"
    STATED = "stated"


def faults(plan: Plan) -> list[tuple[NotApplicable, Fault | None]]:
    """The excuses of `plan`, each with why it does not hold: what it excuses is in every province, or is stated."""
    stated: dict[Indicator, set[str]] = {}
    for target in plan.targets if plan.not_applicable else ():
        if not target.task:
            stated.setdefault(target.indicator, set()).update(target.covers)
    return [(entry, _fault(entry, stated.get(entry.indicator))) for entry in plan.not_applicable]


def _fault(entry: NotApplicable, stated: set[str] | None) -> Fault | None:
    """Why an entry does not hold; `stated` are the groups that targets of its indicator cover, None without any."""
    indicator, groups = entry.indicator, entry.groups
    if not (indicator.may_be_absent or (groups and set(groups) <= set(indicator.absentable))):
        return Fault.CANNOT_BE_ABSENT
    return Fault.STATED if stated is not None and (not groups or stated & set(groups)) else None
