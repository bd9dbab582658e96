"""Excuses: what a plan says does not apply, and whether it may say so."""

from enum import Enum

from nq42check.model.catalogue import Indicator
from nq42check.model.document import NotApplicable, Plan


class Fault(Enum):
    """Why an entry of `not_applicable` does not hold."""

    CANNOT_BE_ABSENT = "cannot-be-absent"
    IS_THERE = "is-there"
    STATED = "stated"


def faults(plan: Plan) -> list[tuple[NotApplicable, Fault | None]]:
    """The excuses of `plan`, each with why it does not hold.

    What it excuses is in every province, is known to be in this one, or is stated.
    """
    stated: dict[Indicator, set[str]] = {}
    for target in plan.targets if plan.not_applicable else ():
        if not target.task:
            stated.setdefault(target.indicator, set()).update(target.covers)
    has = plan.belongs.has if plan.belongs else ()
    return [(entry, _fault(entry, stated.get(entry.indicator), has)) for entry in plan.not_applicable]


def _fault(entry: NotApplicable, stated: set[str] | None, has: tuple[str, ...]) -> Fault | None:
    """Why an entry does not hold.

    `stated` are the groups that targets of its indicator cover, None without any; `has` those that the place has.
    """
    indicator, groups = entry.indicator, entry.groups
    if not (indicator.may_be_absent or (groups and set(groups) <= set(indicator.absentable))):
        return Fault.CANNOT_BE_ABSENT
    if not set(groups).isdisjoint(has):
        return Fault.IS_THERE
    return Fault.STATED if stated is not None and (not groups or stated & set(groups)) else None
