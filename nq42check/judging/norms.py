"""Norms: which targets of the documents that stand above a plan bind it, and which make others superfluous."""

from collections.abc import Iterable, Sequence
from enum import Enum
from operator import attrgetter
from typing import NamedTuple, TypeVar

from nq42check.judging.compare import at_least_as_strong, ends, is_best
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Baseline, Binds, Document, Evidence, Norm, Plan, Route, Target, Unfilled
from nq42check.model.values import Figure
from nq42check.text import name_key, same_name

Row = TypeVar("Row", Target, Unfilled)

IMPLEMENTS: Route = ("document", "implements")
DATE: Route = ("document", "date")
BY: Route = ("document", "by")
PLACE: Route = ("place",)
TARGETS: Route = ("targets",)
SOURCE: Route = ("document", "source")


class Aside(Enum):
    """Why a norm is shown and not compared."""

    DECLARED = "declared"
    ACHIEVED = "achieved"
    NATION = "nation"
    PAST = "past"
    BEYOND = "beyond"
    ELSEWHERE = "elsewhere"


class Standing(NamedTuple):
    """How a norm stands for a plan.

    `aside` is why it is not compared, None where it is. `behind` is the norm that makes this one superfluous and itself
    stands behind none; `hides` are those it makes so. `beside` are norms on the same that regional documents, which the
    plan does not name, set for its place.
    """

    norm: Norm
    aside: Aside | None = None
    behind: Norm | None = None
    hides: tuple[Norm, ...] = ()
    beside: tuple[Norm, ...] = ()


def standings(baselines: Iterable[Baseline]) -> tuple[Standing, ...]:
    """The norms of `baselines`, the one that stands highest first, as they stand for any plan; of each document once.

    An average of 100% binds each province, for it is reached only if all do.
    """
    norms = [
        norm._replace(binds=Binds.EACH)
        if norm.binds is Binds.AVERAGE and is_best(norm.target.stated, norm.target.indicator)
        else norm
        for baseline in {baseline.document.key: baseline for baseline in baselines}.values()
        for norm in baseline.norms
    ]
    return _ranked([(norm, _aside(norm)) for norm in norms])


def deciding(plan: Plan) -> list[Route]:
    """The ways to all in a plan's file by which a version of it can take something back, its targets as a whole."""
    accepting = (entry.route for entries in (plan.waivers, plan.not_applicable) for entry in entries)
    return [IMPLEMENTS, DATE, BY, PLACE, TARGETS, SOURCE, *accepting]


def as_norms(plan: Plan) -> Baseline:
    """A plan as norms for others: its targets bind each, in the groups that their words leave; tasks are none."""
    targets = (target for target in plan.targets if not target.task)
    asked = (target._replace(groups=target.covers or target.groups) for target in targets)
    return Baseline(plan.document, tuple(Norm(plan.document, target, Binds.EACH) for target in asked))


def as_wide(one: Target, other: Target) -> bool:
    """Whether `one` is limited by no words, or by those that limit `other` too."""
    return one.only is None or (other.only is not None and same_name(one.only, other.only))


def _aside(norm: Norm) -> Aside | None:
    if norm.context:
        return Aside.DECLARED
    if norm.achieved:
        return Aside.ACHIEVED
    return Aside.NATION if norm.binds is Binds.NATION else None


def for_plan(standing: tuple[Standing, ...], plan: Plan, regional: Sequence[Baseline] = ()) -> tuple[Standing, ...]:
    """The norms as they stand for `plan`: with what is allotted to its place, and what its dates leave aside.

    `regional` are documents for some places that the plan does not name; what they set for its place is kept beside.
    """
    latest = latest_years(plan)
    own = [_for_plan(each, plan.document, latest.get(each.norm.target.indicator, 0)) for each in standing]
    if any(norm is not each.norm or aside is not each.aside for (norm, aside), each in zip(own, standing, strict=True)):
        standing = _ranked(own)
    beside: dict[Indicator, list[Norm]] = {}
    named = {each.norm.document.key for each in standing}
    others = (each for each in regional if _is_for(each.document, plan.document) and each.document.key not in named)
    for other in standings(others):
        beside.setdefault(other.norm.target.indicator, []).append(other.norm)
    if not beside:
        return standing
    return tuple(each._replace(beside=tuple(beside.get(each.norm.target.indicator, ()))) for each in standing)


def latest_years(plan: Plan) -> dict[Indicator, int]:
    """The latest year for which `plan` states anything, by indicator: as far as norms of later years concern it."""
    latest: dict[Indicator, int] = {}
    for target in plan.targets:
        latest[target.indicator] = max(target.by, latest.get(target.indicator, 0))
    return latest


def _is_for(document: Document, plan: Document) -> bool:
    """Whether `document` is one for some places only, the plan's among them."""
    return plan.place is not None and any(same_name(place, plan.place) for place in document.places)


def _for_plan(standing: Standing, plan: Document, latest: int) -> tuple[Norm, Aside | None]:
    """The norm for `plan`, whose latest target on the same falls due in `latest`, and why it is not compared."""
    norm, aside = standing.norm, standing.aside
    for allotted in norm.allotted:
        if plan.place is not None and same_name(allotted.place, plan.place):
            own = norm.target._replace(text=allotted.text, stated=allotted.stated, line=allotted.line)
            norm = norm._replace(target=own, binds=Binds.EACH)
            aside = None if aside is Aside.NATION else aside
    if aside is None:
        aside = _aside_for(norm, plan, latest)
    return norm, aside


def _aside_for(norm: Norm, plan: Document, latest: int) -> Aside | None:
    """Why a norm that others are held against is not compared with `plan`: its places or its year."""
    by = norm.target.by
    if norm.document.places and not _is_for(norm.document, plan):
        return Aside.ELSEWHERE
    if plan.date is not None and by < plan.date.year:
        return Aside.PAST
    return Aside.BEYOND if by > max(plan.by, norm.document.by, latest) else None


# Which norms make others superfluous


def _ranked(norms: Sequence[tuple[Norm, Aside | None]]) -> tuple[Standing, ...]:
    """How the norms stand to each other; one that is not compared stands neither before nor behind."""
    alike: dict[tuple[object, ...], list[_Ranked]] = {}
    for place, (norm, aside) in enumerate(norms):
        if aside is None:
            alike.setdefault(_scope(norm.target), []).append(_Ranked(place, norm))
    leading = {scope: _leading(ranked) for scope, ranked in alike.items()}
    behind: dict[int, _Ranked] = {}
    for scope, ranked in alike.items():
        rivals = sorted({*leading[scope], *leading.get((*scope[:-1], None), ())}, key=attrgetter("place"))
        first = [one for one in rivals if not any(_stands_before(other, one) for other in rivals)]
        for one in ranked:
            before = next((other for other in first if _stands_before(other, one)), None)
            if before is not None:
                behind[one.place] = before
    hides: dict[int, list[Norm]] = {}
    for place in sorted(behind):
        hides.setdefault(behind[place].place, []).append(norms[place][0])
    return tuple(
        Standing(norm, aside, behind[place].norm if place in behind else None, tuple(hides.get(place, ())))
        for place, (norm, aside) in enumerate(norms)
    )


class _Ranked:
    """A norm that is compared, and its place among all; of equals the first counts."""

    def __init__(self, place: int, norm: Norm) -> None:
        self.place, self.norm = place, norm


def _scope(target: Target) -> tuple[object, ...]:
    """The same for norms of which one may make the other superfluous, as may one without the limiting words at its end.

    A norm of an earlier year makes none of a later year superfluous: a plan may fall back in between.
    """
    stated = target.stated
    alone = stated if isinstance(stated, Figure) and stated.promise is None else None  # only its equal is as strong
    return target.indicator, target.by, target.counts, alone, target.only and name_key(target.only)


def _leading(ranked: Sequence[_Ranked]) -> Sequence[_Ranked]:
    """The norms of one scope before which the others may have to stand back; of equals the first."""
    if len(ranked) == 1:
        return ranked
    alike: dict[tuple[object, ...], list[_Ranked]] = {}
    for one in ranked:
        alike.setdefault((one.norm.binds, one.norm.evidence, frozenset(one.norm.target.groups)), []).append(one)
    indicator = ranked[0].norm.target.indicator
    leading: list[_Ranked] = []
    for group in alike.values():
        leading += ends(group, attrgetter("norm.target.stated"), indicator) or group[:1]
    return leading


_BINDING = {Binds.NATION: 0, Binds.AVERAGE: 1, Binds.EACH: 2}
_CERTAINTY = {Evidence.CORROBORATED: 0, Evidence.REPORTED: 1, Evidence.VERIFIED: 2, None: 2}


def _stands_before(one: _Ranked, other: _Ranked) -> bool:
    """Whether `one` makes `other` superfluous; of two equals the surer, then the first."""
    if one is other or not _dominates(one.norm, other.norm):
        return False
    if not _dominates(other.norm, one.norm):
        return True
    certainty = [_CERTAINTY[each.norm.evidence] for each in (one, other)]
    return one.place < other.place if certainty[0] == certainty[1] else certainty[0] > certainty[1]


def _dominates(one: Norm, other: Norm) -> bool:
    """Whether `one` is at least as strong in value, groups and binding, and no less verified.

    What has been read word for word is not made superfluous by what has only been reported: a finding must rest on the
    text that can be shown.
    """
    strong, weak = one.target, other.target
    return (
        set(weak.groups) <= set(strong.groups)
        and _BINDING[one.binds] >= _BINDING[other.binds]
        and not (other.is_certain and not one.is_certain)
        and at_least_as_strong(strong.stated, weak.stated, weak.indicator)
    )


def by_indicator(rows: Iterable[Row]) -> dict[Indicator, list[Row]]:
    """Targets, or rows left empty, by what they measure, in their order."""
    alike: dict[Indicator, list[Row]] = {}
    for row in rows:
        alike.setdefault(row.indicator, []).append(row)
    return alike
