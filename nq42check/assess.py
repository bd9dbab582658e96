"""Assessment: a plan held against every norm, once, with what is met as well.

Everything a report says of norms rests on what is decided here: which target answers for which part of a norm, what
is implied, what does not apply, and which norms stand behind stronger ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from nq42check.catalogue import Catalogue, Indicator
from nq42check.compare import Comparison, Outcome, at_least_as_strong, compare, is_best
from nq42check.document import Binds, Document, Evidence, Target
from nq42check.values import Figure


class Status(Enum):
    """What a plan makes of a norm; of several that hold, the first is the status."""

    UNDECIDED = "undecided"
    CONFLICT = "conflict"
    NOT_MEASURABLE = "not_measurable"
    MISSING = "missing"
    WEAKER = "weaker"
    NARROWER = "narrower"
    LATER = "later"
    LOOSENED = "loosened"
    MET = "met"
    CONTEXT = "context"
    NOT_APPLICABLE = "not_applicable"


_STATUS_OF = {
    Outcome.MET: Status.MET,
    Outcome.LOOSENED: Status.LOOSENED,
    Outcome.WEAKER: Status.WEAKER,
    Outcome.UNDECIDED: Status.UNDECIDED,
    Outcome.UNKNOWN_STEP: Status.UNDECIDED,
    Outcome.NOT_A_LEVEL: Status.UNDECIDED,
    Outcome.NOT_UNDERSTOOD: Status.UNDECIDED,
    Outcome.UNIT_MISMATCH: Status.UNDECIDED,
    Outcome.OPPOSITE: Status.CONFLICT,
    Outcome.CONTRADICTS: Status.CONFLICT,
    Outcome.NOT_MEASURABLE: Status.NOT_MEASURABLE,
}
_ORDER = {status: place for place, status in enumerate(Status)}


class Norm(NamedTuple):
    """A target of a document that plans are held against.

    `binds` is as the document has it, but for an average of 100%, which binds each province. `context` says that it is
    shown and not compared. `behind` is the norm that makes this one superfluous; `hides` are those it makes so.
    """

    document: Document
    target: Target
    binds: Binds
    context: bool
    behind: "Norm | None" = None
    hides: "tuple[Norm, ...]" = ()


class Judgement(NamedTuple):
    """One target held against one norm, for the `groups` of the norm that it answers for.

    `implied_by` are the targets from which it follows, where the plan does not state it itself.
    """

    target: Target
    groups: tuple[str, ...]
    comparison: Comparison
    later: bool
    implied_by: tuple[Target, ...]


class Assessment(NamedTuple):
    """What a plan makes of one norm. `left_out` and `not_applicable` are groups of the norm."""

    norm: Norm
    status: Status
    judgements: tuple[Judgement, ...] = ()
    left_out: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    near: tuple[Target, ...] = ()

    @property
    def decisive(self) -> bool:
        """Whether findings are drawn from it: it is compared, and no stronger norm stands before it."""
        return self.norm.behind is None and self.status not in (Status.CONTEXT, Status.NOT_APPLICABLE)


def norms_of(documents: Sequence[Document]) -> tuple[Norm, ...]:
    """The norms of `documents`, the document that stands highest first, with what dominates what."""
    norms: list[Norm] = []
    for document in documents:
        last: dict[Indicator, int] = {}
        for target in document.targets:
            last[target.indicator] = max(target.by, last.get(target.indicator, 0))
        for target in document.targets:
            binds = Binds.EACH if target.binds is Binds.AVERAGE and _is_best(target) else target.binds
            context = bool(target.context) or binds is Binds.NATION or target.by < last[target.indicator]
            norms.append(Norm(document, target, binds, context))
    return _ranked(norms)


def _is_best(target: Target) -> bool:
    return isinstance(target.stated, Figure) and is_best(target.stated, target.indicator)


def _ranked(norms: Sequence[Norm]) -> tuple[Norm, ...]:
    """The norms with `behind` and `hides` filled in."""
    alike: dict[Indicator, list[int]] = {}
    for place, norm in enumerate(norms):
        if not norm.context:
            alike.setdefault(norm.target.indicator, []).append(place)
    behind: dict[int, int] = {}
    for places in alike.values():
        before = {place: [other for other in places if _stands_before(norms, other, place)] for place in places}
        for place in places:
            if before[place]:
                behind[place] = next(other for other in before[place] if not before[other])
    hides = {place: tuple(norms[other] for other in behind if behind[other] == place) for place in behind.values()}
    return tuple(
        norm._replace(behind=norms[behind[place]] if place in behind else None, hides=hides.get(place, ()))
        for place, norm in enumerate(norms)
    )


_BINDING = {Binds.NATION: 0, Binds.AVERAGE: 1, Binds.EACH: 2}
_CERTAINTY = {Evidence.CORROBORATED: 0, Evidence.REPORTED: 1, Evidence.VERIFIED: 2, None: 2}


def _stands_before(norms: Sequence[Norm], one: int, other: int) -> bool:
    """Whether the norm at `one` makes that at `other` superfluous; of two equals the surer, then the first."""
    if one == other or not _dominates(norms[one], norms[other]):
        return False
    if not _dominates(norms[other], norms[one]):
        return True
    certainty = [_CERTAINTY[norms[place].target.evidence] for place in (one, other)]
    return one < other if certainty[0] == certainty[1] else certainty[0] > certainty[1]


def _dominates(one: Norm, other: Norm) -> bool:
    """Whether `one` is at least as strong in value, deadline, scope and binding, and no less verified."""
    strong, weak = one.target, other.target
    return (
        strong.by <= weak.by
        and set(weak.groups) <= set(strong.groups)
        and strong.counts == weak.counts
        and _BINDING[one.binds] >= _BINDING[other.binds]
        and not (_CERTAINTY[weak.evidence] == 2 > _CERTAINTY[strong.evidence])
        and at_least_as_strong(strong.stated, weak.stated, weak.indicator)
    )


def by_indicator(targets: Iterable[Target]) -> dict[Indicator, list[Target]]:
    """`targets` by what they measure, in their order."""
    found: dict[Indicator, list[Target]] = {}
    for target in targets:
        found.setdefault(target.indicator, []).append(target)
    return found


def assess(plan: Document, norms: Iterable[Norm], catalogue: Catalogue) -> tuple[Assessment, ...]:
    """Hold `plan` against each of `norms`; one assessment per norm, in their order."""
    stated = by_indicator(plan.targets)
    excused: dict[Indicator, set[str] | None] = {}
    for entry in plan.not_applicable:
        before = excused.get(entry.indicator, set())
        excused[entry.indicator] = None if not entry.groups or before is None else before | set(entry.groups)
    return tuple(_assess(norm, stated, excused, catalogue) for norm in norms)


def _assess(
    norm: Norm,
    stated: Mapping[Indicator, list[Target]],
    excused: Mapping[Indicator, set[str] | None],
    catalogue: Catalogue,
) -> Assessment:
    target = norm.target
    if norm.context:
        return Assessment(norm, Status.CONTEXT)
    without = excused.get(target.indicator, set())
    exempt = target.groups if without is None else tuple(group for group in target.groups if group in without)
    if without is None or (target.groups and exempt == target.groups):
        return Assessment(norm, Status.NOT_APPLICABLE, not_applicable=exempt)
    asked = tuple(group for group in target.groups if group not in exempt)
    judgements, left_out = _judge(norm, asked, stated.get(target.indicator, ()))
    if not judgements:
        implied = _implied(target.indicator, stated, catalogue)
        if implied is None:
            near = tuple(found for id in target.indicator.near for found in stated.get(catalogue.indicators[id], ()))
            return Assessment(norm, Status.MISSING, (), (), exempt, near)
        answer, sources = implied
        judgements, left_out = (_judgement(norm, answer, asked, sources),), ()
    statuses = [_STATUS_OF[judgement.comparison.outcome] for judgement in judgements]
    statuses += [Status.LATER for judgement in judgements if judgement.later]
    narrowed = left_out or any(judgement.target.only for judgement in judgements)
    statuses += [Status.NARROWER] if narrowed else []
    return Assessment(norm, min(statuses, key=_ORDER.__getitem__), judgements, left_out, exempt)


def _judge(
    norm: Norm, asked: tuple[str, ...], targets: Sequence[Target]
) -> tuple[tuple[Judgement, ...], tuple[str, ...]]:
    """The target that answers for each group asked for, judged; and the groups for which none does."""
    judged = [_judgement(norm, target, (), ()) for target in targets]
    if len(judged) > 1:
        judged.sort(key=_preference)
    if not asked:
        return tuple(judged[:1]), ()
    answers: dict[int, list[str]] = {}
    left_out: list[str] = []
    for group in asked:
        best = next((place for place, each in enumerate(judged) if group in each.target.covers), None)
        if best is None:
            left_out.append(group)
        else:
            answers.setdefault(best, []).append(group)
    found = sorted(answers.items(), key=lambda answer: judged[answer[0]].target.route)
    return tuple(judged[place]._replace(groups=tuple(groups)) for place, groups in found), tuple(left_out)


def _judgement(norm: Norm, target: Target, groups: tuple[str, ...], sources: tuple[Target, ...]) -> Judgement:
    comparison = compare(target.stated, norm.target.stated, norm.target.indicator)
    return Judgement(target, groups, comparison, target.by > norm.target.by, sources)


_NONE = Decimal(0)


def _preference(judgement: Judgement) -> tuple[bool, bool, int, Decimal, int]:
    """The order in which targets answer for a norm: of full scope, in time, the strongest, the nearest in time."""
    comparison, by = judgement.comparison, judgement.target.by
    narrow = judgement.target.only is not None
    return (narrow, judgement.later, comparison.outcome.rank, comparison.gap or _NONE, by if judgement.later else -by)


def _implied(
    indicator: Indicator, stated: Mapping[Indicator, list[Target]], catalogue: Catalogue
) -> tuple[Target, tuple[Target, ...]] | None:
    """A target for `indicator` that follows from others, and those others, the one that decides it first.

    A whole at its best (100%) implies each part at its best. A whole that is not stated is at least as good as its
    worst part, where every part is stated.
    """
    if whole := catalogue.wholes.get(indicator.id):
        for target in stated.get(whole, ()):
            if _is_best(target) and target.covers == whole.groups and target.only is None:
                return _moved(target, indicator), (target,)
    parts = [stated.get(catalogue.indicators[id], ()) for id in indicator.parts]
    if not parts or not all(parts):
        return None
    last = [max(found, key=lambda target: target.by) for found in parts]
    worst = _worst(last, indicator)
    if worst is None:
        return None
    answer = _moved(worst, indicator)._replace(by=max(target.by for target in last))
    return answer, (worst, *(target for target in last if target is not worst))


def _moved(target: Target, indicator: Indicator) -> Target:
    """`target` as it answers for `indicator`, which it implies."""
    return target._replace(indicator=indicator, groups=indicator.groups, covers=indicator.groups)


def _worst(targets: Sequence[Target], indicator: Indicator) -> Target | None:
    """The weakest of `targets`; None where they cannot all be compared."""
    weakest = targets[0]
    for target in targets[1:]:
        if at_least_as_strong(weakest.stated, target.stated, indicator):
            weakest = target
        elif not at_least_as_strong(target.stated, weakest.stated, indicator):
            return None
    return weakest
