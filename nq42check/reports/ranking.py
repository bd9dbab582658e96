"""Who fell back and who moved ahead from one version to the next, as plain data: plans and indicators, worst first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from nq42check.judging.changes import Change
from nq42check.judging.verdicts import Verdict
from nq42check.model.catalogue import Indicator
from nq42check.run.difference import Difference

LOSSES, LAPSED, REACHED = "losses", "lapsed", "reached"

SIGNS = {
    LOSSES: "!",
    Change.WEAKENED.value: "▼",
    Change.DROPPED.value: "✕",
    Change.UNDECIDED.value: "?",
    Change.RAISED.value: "▲",
    Change.ADDED.value: "+",
    Change.SAME.value: "=",
    LAPSED: "↓",
    REACHED: "↑",
}
"""The sign of each thing that is counted of a plan: what it takes back, its targets, then the norms' other verdicts."""

_BACK = (LOSSES, Change.WEAKENED.value, Change.DROPPED.value)
_AHEAD = (Change.RAISED.value, Change.ADDED.value)


class Course(Enum):
    """Which way a plan went as a whole; OPEN where something changed that tells neither."""

    BACK = "back"
    BOTH = "both"
    AHEAD = "ahead"
    OPEN = "open"
    SAME = "unchanged"
    NEW = "new"
    GONE = "gone"


COURSE_SIGNS = {
    Course.BACK: "▼",
    Course.BOTH: "▼▲",
    Course.AHEAD: "▲",
    Course.OPEN: "?",
    Course.SAME: "=",
    Course.NEW: "+",
    Course.GONE: "✕",
}


class Moved(NamedTuple):
    """What has become of one plan, counted by the keys of SIGNS, and which way it went."""

    difference: Difference
    counts: Counter[str]
    course: Course


def moved(difference: Difference) -> Moved:
    """What has become of a plan, counted."""
    verdicts = difference.verdicts
    counts = Counter(each.change.value for each in difference.changed)
    counts[LOSSES] = len(difference.losses)
    counts.update(_turned(verdicts))
    unsure = bool(counts[Change.UNDECIDED.value] or difference.others or verdicts)
    return Moved(difference, counts, _course(difference, counts, unsure))


def _course(difference: Difference, counts: Counter[str], unsure: bool) -> Course:
    """Which way a plan went, where it is `unsure` whether what changed otherwise is any."""
    if difference.new is None:
        return Course.GONE
    if difference.old is None:
        return Course.NEW
    back = any(counts[key] for key in (*_BACK, LAPSED))
    ahead = any(counts[key] for key in (*_AHEAD, REACHED))
    if back or ahead:
        return Course.BOTH if back and ahead else Course.BACK if back else Course.AHEAD
    return Course.OPEN if unsure else Course.SAME


def _turned(verdicts: Iterable[Verdict]) -> Counter[str]:
    turned = list(verdicts)
    return Counter({LAPSED: sum(each.lapsed for each in turned), REACHED: sum(each.reached for each in turned)})


def ranked(differences: Iterable[Difference]) -> tuple[list[Moved], list[Moved]]:
    """The plans of which there is something to say, the worst first; and the others. What is alike keeps its order.

    A plan that is gone is the worst, whatever it promised; one that is new has nothing to fall back from.
    """
    told: list[Moved] = []
    same: list[Moved] = []
    for each in map(moved, differences):
        (same if each.course is Course.SAME else told).append(each)
    return sorted(told, key=_rank), same


def _rank(plan: Moved) -> tuple[int, ...]:
    return plan.course is not Course.GONE, plan.course is Course.NEW, *_grave(plan.counts)


class Hit(NamedTuple):
    """What has become of the targets on one indicator, and of the norms on it: in all plans, and in each by its place.

    `cells` has no entry for a plan that has nothing on it.
    """

    indicator: Indicator
    counts: Counter[str]
    cells: dict[int, Counter[str]]


def by_indicator(plans: Sequence[Moved]) -> list[Hit]:
    """The indicators on which any of `plans` has changed, that which was weakened or dropped most often first.

    Plans that are gone do not count: each of their targets went with them, which says nothing of an indicator.
    """
    hits: dict[Indicator, Hit] = {}
    there = ((place, plan) for place, plan in enumerate(plans) if plan.course is not Course.GONE)
    for place, plan in there:
        told = [(each.indicator, Counter([each.change.value])) for each in plan.difference.changed]
        told += [(each.norm.target.indicator, _turned([each])) for each in plan.difference.verdicts]
        for indicator, counts in told:
            hit = hits.setdefault(indicator, Hit(indicator, Counter(), {}))
            hit.counts.update(counts)
            hit.cells.setdefault(place, Counter()).update(counts)
    changed = (hit for hit in hits.values() if any(hit.counts[key] for key in SIGNS if key != Change.SAME.value))
    return sorted(changed, key=lambda hit: _grave(hit.counts))


def _grave(counts: Counter[str]) -> tuple[int, ...]:
    """What is graver comes first: what is taken back, weakened or dropped; norms that lapsed; what is undecided.

    Of things alike in all that, the one with the fewest gains is the graver.
    """
    back, ahead = (sum(counts[key] for key in keys) for keys in (_BACK, _AHEAD))
    return -back, -counts[LAPSED], -counts[Change.UNDECIDED.value], ahead + counts[REACHED]
