"""A new plan against those it takes the place of: what the plans of former places promised, joined, and it does not."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from nq42check.judging.changes import Change, Changed, changes
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Plan, Target
from nq42check.model.promise import Nudge, Promise
from nq42check.model.values import Figure, promise_of


class Outcome(Enum):
    """What has become of what the parts promised, the gravest first: it is certainly less, or that depends."""

    DROPPED = "dropped"
    WEAKENED = "weakened"
    DEPENDS = "depends"
    KEPT = "kept"


class Succeeded(NamedTuple):
    """What the parts promised on one thing for one year, each with its name, and what answers for it now.

    `plan` is the number of the new plan that answers.
    """

    outcome: Outcome
    promised: tuple[tuple[str, Target], ...]
    new: tuple[Target, ...]
    plan: int

    @property
    def indicator(self) -> Indicator:
        """What all of it is on."""
        return self.promised[0][1].indicator

    @property
    def by(self) -> int:
        """The year."""
        return self.promised[0][1].by


Parts = Sequence[tuple[str, Sequence[Plan]]]


def succeeded(parts: Parts, new: Sequence[Plan], catalogue: Catalogue) -> Iterator[Succeeded]:
    """What `new` plans of a place make of each thing that the plans of its `parts` promised, in the order of these.

    It is less for certain where it is less than what every part promised, or where there is nothing any more. Where it
    is less than what some did, or a part was silent, that depends on what each part weighs. Of several plans of a part
    the least counts, of several new ones the best.
    """
    found: dict[object, list[_Fate]] = {}
    for part, plans in parts:
        for number, plan in enumerate(plans):
            for same in _by_new(plan, new, catalogue):
                old = same[0].old
                assert old
                key = old.indicator, old.by, frozenset(old.covers or old.groups)
                found.setdefault(key, []).append(_fate(part, number, same))
    return (_judged(fates, len(parts), new, catalogue) for fates in found.values())


def _by_new(plan: Plan, new: Sequence[Plan], catalogue: Catalogue) -> Iterator[list[Changed]]:
    """For each target of `plan` what has become of it in each of the `new` plans."""
    each = [[changed for changed in changes(plan, one, catalogue) if changed.old] for one in new]
    return (list(same) for same in zip(*each, strict=True))


class _Fate(NamedTuple):
    """What has become of one target of a plan of a part: the best of what several new plans make of it."""

    part: str
    plan: int
    at: int
    changed: Changed

    @property
    def outcome(self) -> Outcome:
        """What that comes to."""
        return _OF[self.changed.change]


def _fate(part: str, plan: int, same: Sequence[Changed]) -> _Fate:
    at, changed = max(enumerate(same), key=lambda each: _ORDER[_OF[each[1].change]])
    return _Fate(part, plan, at, changed)


def _judged(fates: Sequence[_Fate], parts: int, new: Sequence[Plan], catalogue: Catalogue) -> Succeeded:
    promised = tuple((fate.part, fate.changed.old) for fate in fates if fate.changed.old)
    whole = len({fate.part for fate in fates}) == parts
    if (added := _added(promised)) and len(promised) == len(dict(promised)):
        (same,) = _by_new(new[0]._replace(targets=(added,)), new, catalogue)
        fate = _fate("", 0, same)
        open_ = fate.outcome is Outcome.WEAKENED and not (whole or _is_upward(added))
        return Succeeded(Outcome.DEPENDS if open_ else fate.outcome, promised, fate.changed.new, fate.at)
    least = promised[0][1].indicator.join == "least"
    answering = next((fate for fate in fates if fate.changed.new), fates[0])
    return Succeeded(_joined(fates, whole=whole, least=least), promised, answering.changed.new, answering.at)


_OF = {
    Change.DROPPED: Outcome.DROPPED,
    Change.WEAKENED: Outcome.WEAKENED,
    Change.UNDECIDED: Outcome.DEPENDS,
    Change.RAISED: Outcome.KEPT,
    Change.SAME: Outcome.KEPT,
}
_ORDER = {outcome: place for place, outcome in enumerate(Outcome)}


def _joined(fates: Iterable[_Fate], *, whole: bool, least: bool) -> Outcome:
    """What becomes of what parts promised together: of the targets of a plan the worst, of a part's plans the best."""
    of_plan: dict[tuple[str, int], Outcome] = {}
    for fate in fates:
        key = fate.part, fate.plan
        of_plan[key] = min(of_plan.get(key, fate.outcome), fate.outcome, key=_ORDER.__getitem__)
    of_part: dict[str, Outcome] = {}
    for (part, _), outcome in of_plan.items():
        of_part[part] = max(of_part.get(part, outcome), outcome, key=_ORDER.__getitem__)
    outcomes = set(of_part.values())
    if outcomes == {Outcome.DROPPED}:
        return Outcome.DROPPED
    if outcomes <= {Outcome.DROPPED, Outcome.WEAKENED}:
        return Outcome.WEAKENED if whole else Outcome.DEPENDS
    return Outcome.KEPT if outcomes == {Outcome.KEPT} or (least and Outcome.KEPT in outcomes) else Outcome.DEPENDS


def _added(promised: Sequence[tuple[str, Target]]) -> Target | None:
    """What counts of several parts add up to, as one target; None for all else."""
    first = promised[0][1]
    promises = [promise_of(target.stated) for _, target in promised]
    if first.indicator.join != "sum" or not isinstance(first.stated, Figure) or None in promises:
        return None
    known = [promise for promise in promises if promise]
    if len({promise.upward for promise in known}) > 1:
        return None
    number = sum((promise.number for promise in known), Decimal())
    nudge = Nudge.ABOUT if any(promise.nudge is Nudge.ABOUT for promise in known) else Nudge.CLOSED
    stated = first.stated._replace(promise=Promise(known[0].upward, number, nudge))
    return first._replace(stated=stated, text=" + ".join(target.text for _, target in promised))


def _is_upward(target: Target) -> bool:
    promise = promise_of(target.stated)
    return promise is not None and promise.upward
