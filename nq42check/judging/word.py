"""The plan's word for a year: which of its targets answers for a norm."""

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from nq42check.judging.compare import Comparison, Outcome, at_least_as_strong, compare, ends, inherent_flaw
from nq42check.judging.join import Joined
from nq42check.model.document import Norm, Target
from nq42check.model.values import Figure, Operator, Step, Words
from nq42check.text import fold, name_key


class Judgement(NamedTuple):
    """One target held against one norm, for the `groups` of the norm that it answers for.

    `later` says that it falls due after the norm, and `short` is what does not but falls short of it. `implied_by` are
    the targets from which it follows, where the plan does not state it itself; where these are the parts of a whole,
    `joined` is what they come to.
    """

    target: Target
    groups: tuple[str, ...]
    comparison: Comparison
    later: bool
    implied_by: tuple[Target, ...] = ()
    joined: Joined | None = None
    short: Target | None = None

    @property
    def rests_on_a_reading(self) -> bool:
        """Whether a person reads more into it than its figure says: a unit, a note, what parts come to; or nobody has
        confirmed the figure.
        """
        read = self.target.assumed or self.target.note is not None or self.joined is not None
        return read or self.is_unconfirmed

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it rests on a row that nobody has confirmed yet."""
        return self.target.draft or any(target.draft for target in self.implied_by)


class Contenders:
    """The targets of a plan that may answer for a norm: those of each scope, and whichever there are of narrower ones.

    What can never be the word for a norm is left out, so that a thousand targets on one thing are weighed once and not
    anew for every norm.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        scopes: dict[tuple[str | None, str | None], list[Target]] = {}
        for target in targets:
            scopes.setdefault((target.only and name_key(target.only), target.counts), []).append(target)
        self._scopes = {scope: _contenders(same) for scope, same in scopes.items()}
        self.any = _contenders([target for target in targets if not _is_empty(target)] or targets)

    def as_wide_as(self, norm: Target) -> list[Target]:
        """The targets of the norm's full scope that count the same."""
        unlimited = self._scopes.get((None, norm.counts), [])
        return [*unlimited, *self._scopes.get((name_key(norm.only), norm.counts), [])] if norm.only else unlimited


def _contenders(targets: Sequence[Target]) -> list[Target]:
    """Of each year and kind of value the targets that none surpasses, of equals the first as they are spelt."""
    if len(targets) == 1:
        return list(targets)
    alike: dict[tuple[int, bool, Outcome | None], list[Target]] = {}
    for target in targets:
        kind = None if _is_level(target) else inherent_flaw(target.stated, target.indicator)
        alike.setdefault((target.by, target.only is None, kind), []).append(target)
    contenders: list[Target] = []
    for (_, _, kind), group in alike.items():
        group.sort(key=_spelling)
        if kind is None:
            contenders += {_strength(target): target for target in reversed(_unsurpassed(group))}.values()
        else:
            contenders.append(group[0])
    return contenders


def _strength(target: Target) -> object:
    """The same for values of one indicator that no comparison tells apart."""
    stated = target.stated
    if isinstance(stated, Figure) and stated.promise is not None:
        return stated.promise, stated.operator is Operator.EXACT and stated.low == stated.high
    return stated


def answer(norm: Norm, contenders: Contenders) -> Judgement:
    """What answers for a norm: the plan's word for its year, or a later target where that one is wanting.

    The word is chosen among the targets of full scope that state a figure or a step, where there are any: the one
    with the latest deadline, of those the strongest. What states nothing displaces nothing; what is no level leaves
    the norm undecided, if it comes after the word.
    """
    year = norm.target.by
    full = contenders.as_wide_as(norm.target)
    levels = [target for target in full if _is_level(target)]
    pool = levels or contenders.any
    due = [target for target in pool if target.by <= year]
    if not due:
        return _soonest(norm, pool)
    word = _latest(norm, due)
    doubts = [each for each in full if word.target.by < each.by <= year and not _is_level(each) and not _is_empty(each)]
    if levels and doubts:
        return _latest(norm, doubts)
    if word.comparison.outcome is Outcome.WEAKER:
        better = _soonest(norm, [target for target in pool if target.by > year] or [word.target])
        return better._replace(short=word.target) if better.comparison.outcome is Outcome.MET else word
    return word


def _soonest(norm: Norm, targets: Sequence[Target]) -> Judgement:
    """Of late targets the one that comes nearest to the norm, of several such the soonest."""
    return min((judged(norm, target) for target in targets), key=_preference)


def _is_level(target: Target) -> bool:
    stated = isinstance(target.stated, Figure | Step)
    return stated and inherent_flaw(target.stated, target.indicator) is not Outcome.UNIT_MISMATCH


def _is_empty(target: Target) -> bool:
    return isinstance(target.stated, Words)


def _latest(norm: Norm, targets: Sequence[Target]) -> Judgement:
    """The strongest of the targets that fall due last."""
    last = max(target.by for target in targets)
    return _best(norm, [target for target in targets if target.by == last])


def judged(norm: Norm, target: Target) -> Judgement:
    """`target` held against `norm`."""
    comparison = compare(target.stated, norm.target.stated, norm.target.indicator)
    return Judgement(target, (), comparison, target.by > norm.target.by)


def _best(norm: Norm, targets: Sequence[Target]) -> Judgement:
    """The strongest of several, which none of them surpasses; of several such that with the best outcome."""
    if len(targets) == 1:
        return judged(norm, targets[0])
    return min((judged(norm, target) for target in _unsurpassed(targets)), key=_preference)


def _unsurpassed(targets: Sequence[Target]) -> Sequence[Target]:
    """The targets that no other surpasses; all where each is surpassed."""
    if len(targets) == 1:
        return targets
    rivals = ends(targets, attrgetter("stated"), targets[0].indicator)
    return [one for one in targets if not any(_surpasses(rival, one) for rival in rivals)] or targets


def _surpasses(one: Target, other: Target) -> bool:
    indicator = one.indicator
    return at_least_as_strong(one.stated, other.stated, indicator) and not at_least_as_strong(
        other.stated, one.stated, indicator
    )


_NONE = Decimal(0)


def _preference(judgement: Judgement) -> tuple[object, ...]:
    """The order of targets of which none surpasses the other: full scope first, then the best outcome, the sooner."""
    target, comparison = judgement.target, judgement.comparison
    gap = comparison.gap or _NONE
    return (target.only is not None, comparison.outcome.rank, gap, target.by, *_spelling(target))


def _spelling(target: Target) -> tuple[object, ...]:
    """What tells apart targets that promise the same, so that their order in the file decides only between twins."""
    own = target.counts == target.indicator.counts
    return (fold(target.text), not own, target.counts or "", target.only or "", sorted(target.covers), target.route)


def word(targets: Sequence[Target], year: int) -> Target | None:
    """The plan's word for all that an indicator covers, for a year; else the soonest after it.

    What is no level, and comes after the word, leaves none.
    """
    full = [target for target in targets if target.only is None and set(target.covers) == set(target.indicator.groups)]
    levels = [target for target in full if _is_level(target)]
    levels = [target for target in levels if target.counts == target.indicator.counts] or levels
    if not levels:
        return None
    due = [target.by for target in levels if target.by <= year]
    chosen = max(due) if due else min(target.by for target in levels)
    if any(chosen < target.by <= year and not _is_level(target) and not _is_empty(target) for target in full):
        return None
    top = _unsurpassed([target for target in levels if target.by == chosen])
    return min(top, key=lambda one: (inherent_flaw(one.stated, one.indicator) is not None, *_spelling(one)))
