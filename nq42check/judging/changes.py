"""What has changed between two plans: the old plan's targets are taken as norms for the new one."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from nq42check.judging.assess import Assessment, Status, assess
from nq42check.judging.compare import Outcome, at_least_as_strong, inherent_flaw
from nq42check.judging.losses import AcceptedValues, Loss
from nq42check.judging.norms import Standing, as_norms, as_wide, by_indicator, latest_years
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Other, Plan, Target
from nq42check.model.values import Figure, Scope, Stated, Step, Words
from nq42check.text import fold, name_key, words


class Change(Enum):
    """What has become of a target, the gravest first."""

    WEAKENED = "weakened"
    DROPPED = "dropped"
    UNDECIDED = "undecided"
    RAISED = "raised"
    ADDED = "added"
    SAME = "same"

    @property
    def weakens(self) -> bool:
        """Whether the new plan promises less than the old."""
        return self in (Change.WEAKENED, Change.DROPPED)


class Changed(NamedTuple):
    """What has become of one target.

    `old` is None for a target that was added. `new` are the targets that answer for it now; they may follow from
    others. `left_out` are groups that the old target covered and the new ones do not. It is `excused` where the new
    plan has a waiver or an excuse for it that the old one had not, whether it changed or not.
    """

    change: Change
    indicator: Indicator
    old: Target | None
    new: tuple[Target, ...]
    left_out: tuple[str, ...] = ()
    excused: bool = False

    @property
    def unproven(self) -> tuple[Target, ...]:
        """The targets now that promise more people or places only because a quote which limited the old one is gone."""
        old = self.old
        return tuple(target for target in self.new if old is not None and is_unproven(target, old))

    @property
    def repairs(self) -> bool:
        """Whether it cannot be told what became of a target for the old one's sake alone: it stated nothing that can be
        compared, and what stands in its place does.
        """
        old, sound = self.old, all(inherent_flaw(target.stated, self.indicator) is None for target in self.new)
        if (
            old is None
            or self.change is not Change.UNDECIDED
            or any(target.counts != old.counts for target in self.new)
        ):
            return False
        return sound and inherent_flaw(old.stated, self.indicator) is not None


def changes(old: Plan, new: Plan, catalogue: Catalogue, lost: Iterable[Loss] = ()) -> tuple[Changed, ...]:
    """What has become of each target of `old`, in its order; then what `new` has added.

    `lost` is what else `new` takes back: the waivers and excuses in it tell which targets are excused.
    """
    excuses = _Excuses(lost)
    stated = {_statement(target): target for target in new.targets if not target.task}
    kept = [_changed(each, stated) for each in assess(new, map(Standing, as_norms(old).norms), catalogue)]
    answering = {target.route for changed in kept for target in changed.new}
    added = [target for target in new.targets if target.route not in answering and not target.task]
    found = (*kept, *(Changed(Change.ADDED, target.indicator, None, (target,)) for target in added))
    return tuple(each._replace(excused=excuses.hold_for(each)) for each in found)


class Reworded(NamedTuple):
    """A target outside the catalogue that reads otherwise now; `new` is None where it is gone. It is not judged."""

    old: Other
    new: Other | None


def reworded(old: Plan, new: Plan) -> tuple[Reworded, ...]:
    """What has become of the targets of `old` outside the catalogue that `new` does not have with the same words."""
    same = {_words_of(other) for other in old.others} & {_words_of(other) for other in new.others}
    left: dict[str, list[Other]] = {}
    for other in new.others:
        if _words_of(other) not in same:
            left.setdefault(name_key(other.name), []).append(other)
    changed = (other for other in old.others if _words_of(other) not in same)
    return tuple(Reworded(other, _next(left.get(name_key(other.name)))) for other in changed)


def _words_of(other: Other) -> tuple[str, str, int]:
    return name_key(other.name), name_key(other.text), other.by


def _next(others: list[Other] | None) -> Other | None:
    return others.pop(0) if others else None


def held_alike(old: Plan, new: Plan) -> bool:
    """Whether both plans are certainly compared with the same norms, by what they say of themselves and excuse."""
    mine, other = (
        (plan.document.place, plan.document.implements, plan.document.by, plan.document.date, latest_years(plan))
        for plan in (old, new)
    )
    return mine == other and not (old.not_applicable or new.not_applicable)


def without_unchanged(old: Plan, new: Plan) -> Plan:
    """`old` without the targets that `new` states, for all of an indicator, just as they were: nothing became of them.

    Where `new` excuses anything, all are kept.
    """
    if new.not_applicable:
        return old
    before, after = by_indicator(old.targets), by_indicator(new.targets)
    same = {each for each in before if _statements(before[each]) == _statements(after.get(each, ()))}
    return old._replace(targets=tuple(target for target in old.targets if target.indicator not in same))


def _statements(targets: Iterable[Target]) -> list[tuple[object, ...]]:
    """What targets state, and which of them are tasks."""
    return [(target.task, *_statement(target)) for target in targets]


_Statement = tuple[object, ...]


def _statement(target: Target) -> _Statement:
    """All that a target states; of two with the same one is no less than the other, whatever they state."""
    return target.indicator, target.text, target.by, target.groups, target.covers, target.only, target.counts


class _Excuses:
    """The waivers and excuses that are new in a plan, by their indicators."""

    def __init__(self, lost: Iterable[Loss]) -> None:
        self._waived: dict[Indicator, AcceptedValues] = {}
        self._absent: dict[Indicator, set[frozenset[str]]] = {}
        for loss in lost:
            if loss.waiver:
                indicator = loss.waiver.indicator
                self._waived.setdefault(indicator, AcceptedValues(indicator)).add(loss.waiver.value)
            if loss.excuse:
                self._absent.setdefault(loss.excuse.indicator, set()).add(frozenset(loss.excuse.groups))

    def hold_for(self, changed: Changed) -> bool:
        """Whether one of them is about what has become of a target."""
        waived = self._waived.get(changed.indicator)
        stated: list[Stated | None] = [target.stated for target in changed.new]
        if waived and any(map(waived.cover, stated or [None])):
            return True
        groups = {group for target in (changed.old, *changed.new) if target for group in target.groups}
        return any(not absent or groups & absent for absent in self._absent.get(changed.indicator, ()))


def _changed(assessment: Assessment, stated: Mapping[_Statement, Target]) -> Changed:
    old = assessment.norm.target
    same = stated.get(_statement(old))
    if same and not assessment.judgements:  # its words contradict its groups, so that it answers for none
        return Changed(Change.SAME, old.indicator, old, (same,))
    # Before a later target that keeps the old one stands what falls due in time and falls short of it.
    answers = ((judgement.short, judgement.target) for judgement in assessment.judgements)
    new = tuple(target for pair in answers for target in pair if target)
    return Changed(
        _change(assessment, old, new), old.indicator, old, new, assessment.left_out or assessment.not_applicable
    )


def _change(assessment: Assessment, old: Target, new: tuple[Target, ...]) -> Change:
    if not new:
        return Change.DROPPED
    if assessment.left_out or assessment.not_applicable or any(judgement.later for judgement in assessment.judgements):
        return Change.WEAKENED
    if not all(as_wide(target, old) for target in new):
        return Change.WEAKENED
    if any(target.counts != old.counts for target in new):
        return Change.UNDECIDED
    if _states_level(old) and not all(map(_states_level, new)):
        return Change.WEAKENED
    if all(target.stated == old.stated for target in new):
        return _reach(old, new)
    if assessment.status is Status.MET:
        weaker_before = not all(at_least_as_strong(old.stated, target.stated, old.indicator) for target in new)
        return Change.RAISED if weaker_before else _reach(old, new)
    if inherent_flaw(old.stated, old.indicator) is Outcome.OPPOSITE:
        return Change.UNDECIDED
    vague_before = assessment.status is Status.NOT_MEASURABLE and isinstance(old.stated, Words)
    return Change.UNDECIDED if assessment.status is Status.UNDECIDED or vague_before else Change.WEAKENED


def _states_level(target: Target) -> bool:
    return isinstance(target.stated, Figure | Step)


def _reach(old: Target, new: tuple[Target, ...]) -> Change:
    """What has become of a target that keeps its level: whether it falls due earlier, or covers more than it did."""
    if max(target.by for target in new) < old.by:
        return Change.RAISED
    wider = old.only is not None and all(target.only is None for target in new)
    covered = {group for target in new for group in target.covers}
    if not wider and covered <= set(old.groups):
        return Change.SAME
    return Change.UNDECIDED if any(is_unproven(target, old) for target in new) else Change.RAISED


def is_unproven(target: Target, old: Target) -> bool:
    """Whether the quote of `old` limits it where nothing limits `target`, and no quote says that this promises more.

    A quote does if it states the value, and not in words of the old quote alone: one from which words were merely taken
    away proves nothing new.
    """
    said = old.quoted.scope if old.quoted else Scope()
    unlimited = said.only is not None and target.only is None
    if not unlimited and not (said.groups and set(target.covers) - set(said.groups)):
        return False
    stated = target.quoted is not None and target.quoted.proves
    return not stated or _words_in(target.quote) <= _words_in(old.quote)


def _words_in(quote: str | None) -> set[str]:
    return {word for word in words(fold(quote or "")) if word.isalpha()}
