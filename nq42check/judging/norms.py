"""Norms: which targets of the documents that stand above a plan bind it, and which make others superfluous."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from nq42check.judging.compare import at_least_as_strong, ends, is_best
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Binds, Document, Evidence, Target
from nq42check.model.values import Figure
from nq42check.text import name_key, same_name


class Aside(Enum):
    """Why a norm is shown and not compared."""

    DECLARED = "declared"
    ACHIEVED = "achieved"
    NATION = "nation"
    PAST = "past"
    BEYOND = "beyond"
    ELSEWHERE = "elsewhere"


class Norm(NamedTuple):
    """A target of a document that plans are held against, for the year in which it falls due.

    `binds` is as the document has it, but for an average of 100%, which binds each province, and for what is allotted
    to the plan's own place. `aside` is why it is not compared, None where it is. `behind` is the norm that makes this
    one superfluous; `hides` are those it makes so. `beside` are norms on the same that regional documents set for the
    plan's place, which it does not name.
    """

    document: Document
    target: Target
    binds: Binds
    aside: Aside | None = None
    behind: "Norm | None" = None
    hides: "tuple[Norm, ...]" = ()
    beside: "tuple[Norm, ...]" = ()

    @property
    def context(self) -> bool:
        """Whether it is only shown."""
        return self.aside is not None


def norms_of(documents: Sequence[Document]) -> tuple[Norm, ...]:
    """The norms of `documents`, the document that stands highest first, as they are for any plan."""
    norms = []
    for document in documents:
        for target in asked_by(document):
            binds = Binds.EACH if target.binds is Binds.AVERAGE and _is_best(target) else target.binds
            norms.append(Norm(document, target, binds, _aside(target, binds)))
    return _ranked(norms)


def asked_by(document: Document) -> list[Target]:
    """What `document` asks for where it serves as norms: no tasks, and of groups those that its words leave."""
    targets = (target for target in document.targets if not target.task)
    return [target._replace(groups=target.covers or target.groups) for target in targets]


def as_wide(one: Target, other: Target) -> bool:
    """Whether `one` is limited by no words, or by those that limit `other` too."""
    return one.only is None or (other.only is not None and same_name(one.only, other.only))


def _is_best(target: Target) -> bool:
    return isinstance(target.stated, Figure) and is_best(target.stated, target.indicator)


def _aside(target: Target, binds: Binds) -> Aside | None:
    if target.context:
        return Aside.DECLARED
    if target.achieved:
        return Aside.ACHIEVED
    return Aside.NATION if binds is Binds.NATION else None


def for_plan(norms: tuple[Norm, ...], plan: Document, regional: Sequence[Document] = ()) -> tuple[Norm, ...]:
    """The norms as they are for `plan`: with what is allotted to its place, and what its dates leave aside.

    `regional` are documents for some places that the plan does not name; what they set for its place is kept beside.
    """
    latest: dict[Indicator, int] = {}
    for target in plan.targets:
        latest[target.indicator] = max(target.by, latest.get(target.indicator, 0))
    own = [_for_plan(norm, plan, latest.get(norm.target.indicator, 0)) for norm in norms]
    if any(one is not other for one, other in zip(own, norms, strict=True)):
        norms = _ranked([norm._replace(behind=None, hides=()) for norm in own])
    beside: dict[Indicator, list[Norm]] = {}
    named = {norm.document.name for norm in norms}
    others = [document for document in regional if is_for(document, plan) and document.name not in named]
    for norm in norms_of(others):
        beside.setdefault(norm.target.indicator, []).append(norm)
    if not beside:
        return norms
    return tuple(norm._replace(beside=tuple(beside.get(norm.target.indicator, ()))) for norm in norms)


def is_for(document: Document, plan: Document) -> bool:
    """Whether `document` is one for some places only, the plan's among them."""
    return plan.province is not None and any(same_name(place, plan.province) for place in document.places)


def _for_plan(norm: Norm, plan: Document, latest: int) -> Norm:
    """`norm` for `plan`, whose latest target on the same falls due in `latest`."""
    target = norm.target
    if plan.province is not None:
        for allotted in target.allotted:
            if same_name(allotted.place, plan.province):
                own = target._replace(text=allotted.text, stated=allotted.stated, line=allotted.line)
                aside = None if norm.aside is Aside.NATION else norm.aside
                norm = norm._replace(target=own, binds=Binds.EACH, aside=aside)
    if norm.aside is not None:
        return norm
    if norm.document.places and not is_for(norm.document, plan):
        return norm._replace(aside=Aside.ELSEWHERE)
    if plan.date is not None and target.by < plan.date.year:
        return norm._replace(aside=Aside.PAST)
    if target.by > max(plan.by, norm.document.by, latest):
        return norm._replace(aside=Aside.BEYOND)
    return norm


# Which norms make others superfluous


def _ranked(norms: Sequence[Norm]) -> tuple[Norm, ...]:
    """The norms with `behind` and `hides` filled in."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, norm in enumerate(norms):
        if not norm.context:
            alike.setdefault(_scope(norm.target), []).append(place)
    leading = {scope: _leading(norms, places) for scope, places in alike.items()}
    behind: dict[int, int] = {}
    for scope, places in alike.items():
        rivals = sorted({*leading[scope], *leading.get((*scope[:-1], None), ())})
        first = [one for one in rivals if not any(_stands_before(norms, other, one) for other in rivals)]
        for place in places:
            before = next((one for one in first if _stands_before(norms, one, place)), None)
            if before is not None:
                behind[place] = before
    hides: dict[int, list[Norm]] = {}
    for place in sorted(behind):
        hides.setdefault(behind[place], []).append(norms[place])
    return tuple(
        norm._replace(behind=norms[behind[place]] if place in behind else None, hides=tuple(hides.get(place, ())))
        for place, norm in enumerate(norms)
    )


def _scope(target: Target) -> tuple[object, ...]:
    """The same for norms of which one may make the other superfluous, as may one without the limiting words at its end.

    A norm of an earlier year makes none of a later year superfluous: a plan may fall back in between.
    """
    stated = target.stated
    alone = stated if isinstance(stated, Figure) and stated.promise is None else None  # only its equal is as strong
    return target.indicator, target.by, target.counts, alone, target.only and name_key(target.only)


def _leading(norms: Sequence[Norm], places: Sequence[int]) -> Sequence[int]:
    """The norms of one scope before which the others may have to stand back; of equals the first."""
    if len(places) == 1:
        return places
    alike: dict[tuple[object, ...], list[int]] = {}
    for place in places:
        target = norms[place].target
        alike.setdefault((norms[place].binds, target.evidence, frozenset(target.groups)), []).append(place)
    indicator = norms[places[0]].target.indicator
    found: list[int] = []
    for group in alike.values():
        found += ends(group, lambda place: norms[place].target.stated, indicator) or group[:1]
    return found


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
    """Whether `one` is at least as strong in value, groups and binding, and no less verified."""
    strong, weak = one.target, other.target
    return (
        set(weak.groups) <= set(strong.groups)
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
