"""Assessment: a plan held against every norm, once, with what is met as well.

Everything a report says of norms rests on what is decided here: which target is the plan's word for the year of a
norm, what is implied, what parts come to, and what does not apply.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import NamedTuple

from nq42check.judging.compare import Comparison, Outcome, at_least_as_strong, compare, ends, inherent_flaw, is_best
from nq42check.judging.join import Joined, Part, Verdict, mean
from nq42check.judging.norms import Norm, as_wide, by_indicator
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Document, NotApplicable, Route, Target
from nq42check.model.promise import Promise
from nq42check.model.values import Figure, Operator, Step, Words
from nq42check.text import fold, name_key


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


class Judgement(NamedTuple):
    """One target held against one norm, for the `groups` of the norm that it answers for.

    `later` says that it falls due after the norm. `implied_by` are the targets from which it follows, where the plan
    does not state it itself; where these are the parts of a whole, `joined` is what they come to.
    """

    target: Target
    groups: tuple[str, ...]
    comparison: Comparison
    later: bool
    implied_by: tuple[Target, ...] = ()
    joined: Joined | None = None

    @property
    def rests_on_a_reading(self) -> bool:
        """Whether a person reads more into it than its figure says: a unit, a note, what parts come to."""
        return self.target.assumed or self.target.note is not None or self.joined is not None


class Assessment(NamedTuple):
    """What a plan makes of one norm.

    `left_out` and `not_applicable` are groups of the norm. Where nothing answers, `near` are targets that look alike
    and `tasks` what the plan has as a task only.
    """

    norm: Norm
    status: Status
    judgements: tuple[Judgement, ...] = ()
    left_out: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    near: tuple[Target, ...] = ()
    tasks: tuple[Target, ...] = ()

    @property
    def decisive(self) -> bool:
        """Whether findings are drawn from it: it is compared, and no stronger norm stands before it."""
        return self.norm.behind is None and self.status not in (Status.CONTEXT, Status.NOT_APPLICABLE)


class Fault(Enum):
    """Why an entry of `not_applicable` does not hold."""

    CANNOT_BE_ABSENT = "cannot-be-absent"
    STATED = "stated"


def faults(plan: Document) -> list[tuple[NotApplicable, Fault | None]]:
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


def assess(plan: Document, norms: Iterable[Norm], catalogue: Catalogue) -> tuple[Assessment, ...]:
    """Hold `plan` against each of `norms`; one assessment per norm, in their order."""
    scene = _Plan(plan, catalogue)
    return tuple(_assess(norm, scene) for norm in norms)


class _Plan:
    """What assessment looks at in a plan: its targets and tasks by indicator, and the excuses that hold."""

    def __init__(self, plan: Document, catalogue: Catalogue) -> None:
        self.catalogue, self.indicator = catalogue, catalogue.indicators.__getitem__
        self.stated = by_indicator(target for target in plan.targets if not target.task)
        self.tasks = by_indicator(target for target in plan.targets if target.task)
        self.excused: dict[Indicator, set[str] | None] = {}
        for entry, fault in faults(plan):
            if fault is None:
                before = self.excused.get(entry.indicator, set())
                whole = not entry.groups or before is None
                self.excused[entry.indicator] = None if whole else (before or set()) | set(entry.groups)
        # What was worked out for one norm holds for the next: a plan of thousands of targets may serve as norms.
        self._said: dict[tuple[Indicator, str | None], _Said | None] = {}
        self._words: dict[tuple[Indicator, int], Target | None] = {}
        self._instead: dict[Indicator, tuple[tuple[Target, ...], tuple[Target, ...]]] = {}

    def said(self, indicator: Indicator, group: str | None) -> "_Said | None":
        """What it says on an indicator, or on one of its groups; None where it has no target for it."""
        key = indicator, group
        if key not in self._said:
            targets = self.stated.get(indicator, ())
            covering = [target for target in targets if group in target.covers] if group else targets
            self._said[key] = _Said(covering) if covering else None
        return self._said[key]

    def word(self, indicator: Indicator, year: int) -> Target | None:
        """Its word for all that an indicator covers, for a year."""
        key = indicator, year
        if key not in self._words:
            self._words[key] = _word(self.stated.get(indicator, ()), year)
        return self._words[key]

    def instead(self, indicator: Indicator) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
        """What it has where it has no target on an indicator: targets that look alike, and tasks."""
        if indicator not in self._instead:
            near = tuple(found for id in indicator.near for found in self.stated.get(self.indicator(id), ()))
            self._instead[indicator] = near, tuple(self.tasks.get(indicator, ()))
        return self._instead[indicator]


def _assess(norm: Norm, plan: _Plan) -> Assessment:
    target = norm.target
    if norm.context:
        return Assessment(norm, Status.CONTEXT)
    without = plan.excused.get(target.indicator, set())
    exempt = target.groups if without is None else tuple(group for group in target.groups if group in without)
    if without is None or (target.groups and exempt == target.groups):
        return Assessment(norm, Status.NOT_APPLICABLE, not_applicable=exempt)
    asked = tuple(group for group in target.groups if group not in exempt)
    judgements, left_out = _answers(norm, asked, plan)
    if not judgements or (not left_out and all(judgement.later for judgement in judgements)):
        implied = _implied(norm, asked, plan)
        if implied is not None and not (judgements and implied.later):
            judgements, left_out = (implied,), ()
    if not judgements:
        return Assessment(norm, Status.MISSING, (), (), exempt, *plan.instead(target.indicator))
    statuses = [_STATUS_OF[judgement.comparison.outcome] for judgement in judgements]
    statuses += [Status.LATER for judgement in judgements if judgement.later]
    narrowed = left_out or any(not as_wide(judgement.target, target) for judgement in judgements)
    statuses += [Status.NARROWER] if narrowed else []
    return Assessment(norm, min(statuses, key=_ORDER.__getitem__), judgements, left_out, exempt)


# The plan's word for a year


def _answers(norm: Norm, asked: tuple[str, ...], plan: _Plan) -> tuple[tuple[Judgement, ...], tuple[str, ...]]:
    """The target that answers for each group asked for, judged; and the groups for which none does."""
    indicator = norm.target.indicator
    if not asked or indicator not in plan.stated:
        said = plan.said(indicator, None)
        return ((_answer(norm, said),), ()) if said else ((), asked)
    answers: dict[Route, tuple[Judgement, list[str]]] = {}
    left_out: list[str] = []
    for group in asked:
        said = plan.said(indicator, group)
        if said is None:
            left_out.append(group)
            continue
        judgement = _answer(norm, said)
        answers.setdefault(judgement.target.route, (judgement, []))[1].append(group)
    found = [answers[route] for route in sorted(answers)]
    return tuple(judgement._replace(groups=tuple(groups)) for judgement, groups in found), tuple(left_out)


class _Said:
    """The targets of a plan that may answer for a norm: those of each scope, and whichever there are of narrower ones.

    What can never be the word for a norm is left out, so that a thousand targets on one thing are weighed once and not
    anew for every norm.
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        scopes: dict[tuple[str | None, str | None], list[Target]] = {}
        for target in targets:
            scopes.setdefault((target.only and name_key(target.only), target.counts), []).append(target)
        self._scopes = {scope: _contenders(found) for scope, found in scopes.items()}
        self.any = _contenders([target for target in targets if not _is_empty(target)] or targets)

    def as_wide_as(self, norm: Target) -> list[Target]:
        """The targets of the norm's full scope that count the same."""
        found = self._scopes.get((None, norm.counts), [])
        return [*found, *self._scopes.get((name_key(norm.only), norm.counts), [])] if norm.only else found


def _contenders(targets: Sequence[Target]) -> list[Target]:
    """Of each year and kind of value the targets that none surpasses, of equals the first as they are spelt."""
    if len(targets) == 1:
        return list(targets)
    alike: dict[tuple[int, bool, Outcome | None], list[Target]] = {}
    for target in targets:
        kind = None if _is_level(target) else inherent_flaw(target.stated, target.indicator)
        alike.setdefault((target.by, target.only is None, kind), []).append(target)
    found: list[Target] = []
    for (_, _, kind), group in alike.items():
        group.sort(key=_spelling)
        if kind is None:
            found += {_strength(target): target for target in reversed(_unsurpassed(group))}.values()
        else:
            found.append(group[0])
    return found


def _strength(target: Target) -> object:
    """The same for values of one indicator that no comparison tells apart."""
    stated = target.stated
    if isinstance(stated, Figure) and stated.promise is not None:
        return stated.promise, stated.operator is Operator.EXACT and stated.low == stated.high
    return stated


def _answer(norm: Norm, said: _Said) -> Judgement:
    """What answers for a norm: the plan's word for its year, or a later target where that one is wanting.

    The word is chosen among the targets of full scope that state a figure or a step, where there are any: the one
    with the latest deadline, of those the strongest. What states nothing displaces nothing; what is no level leaves
    the norm undecided, if it comes after the word.
    """
    year = norm.target.by
    full = said.as_wide_as(norm.target)
    levels = [target for target in full if _is_level(target)]
    pool = levels or said.any
    due = [target for target in pool if target.by <= year]
    if not due:
        return _soonest(norm, pool)
    word = _latest(norm, due)
    doubts = [each for each in full if word.target.by < each.by <= year and not _is_level(each) and not _is_empty(each)]
    if levels and doubts:
        return _latest(norm, doubts)
    if word.comparison.outcome is Outcome.WEAKER:
        better = _soonest(norm, [target for target in pool if target.by > year] or [word.target])
        return better if better.comparison.outcome is Outcome.MET else word
    return word


def _soonest(norm: Norm, targets: Sequence[Target]) -> Judgement:
    """Of late targets the one that comes nearest to the norm, of several such the soonest."""
    return min((_judged(norm, target) for target in targets), key=_preference)


def _is_level(target: Target) -> bool:
    stated = isinstance(target.stated, Figure | Step)
    return stated and inherent_flaw(target.stated, target.indicator) is not Outcome.UNIT_MISMATCH


def _is_empty(target: Target) -> bool:
    return isinstance(target.stated, Words)


def _latest(norm: Norm, targets: Sequence[Target]) -> Judgement:
    """The strongest of the targets that fall due last."""
    last = max(target.by for target in targets)
    return _best(norm, [target for target in targets if target.by == last])


def _judged(norm: Norm, target: Target) -> Judgement:
    comparison = compare(target.stated, norm.target.stated, norm.target.indicator)
    return Judgement(target, (), comparison, target.by > norm.target.by)


def _best(norm: Norm, targets: Sequence[Target]) -> Judgement:
    """The strongest of several, which none of them surpasses; of several such that with the best outcome."""
    if len(targets) == 1:
        return _judged(norm, targets[0])
    return min((_judged(norm, target) for target in _unsurpassed(targets)), key=_preference)


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


# What follows from other targets


def _implied(norm: Norm, groups: tuple[str, ...], plan: _Plan) -> Judgement | None:
    """What follows for a norm from targets on other indicators.

    A whole at its best (100%) implies each part at its best. A whole that is not stated lies between its parts.
    """
    indicator = norm.target.indicator
    if whole := plan.catalogue.wholes.get(indicator.id):
        word = plan.word(whole, norm.target.by)
        if word is not None and _is_all(word):
            return _judged(norm, _moved(word, indicator, word.by))._replace(groups=groups, implied_by=(word,))
    if not indicator.parts or indicator.join != "mean":
        return None
    words = [plan.word(plan.indicator(id), norm.target.by) for id in indicator.parts]
    parts = [word for word in words if word is not None and word.by <= norm.target.by]
    return _joined(norm, groups, parts) if len(parts) == len(words) else None


def _is_all(target: Target) -> bool:
    """Whether a target promises the best there is for all that its indicator covers."""
    return isinstance(target.stated, Figure) and is_best(target.stated, target.indicator)


def _word(targets: Sequence[Target], year: int) -> Target | None:
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


def _moved(target: Target, indicator: Indicator, by: int) -> Target:
    """`target` as it answers for `indicator`, which it implies, in the year `by`."""
    return target._replace(indicator=indicator, groups=indicator.groups, covers=indicator.groups, by=by)


_OUTCOMES = {
    Verdict.MET: Outcome.MET,
    Verdict.LOOSENED: Outcome.LOOSENED,
    Verdict.SHORT: Outcome.WEAKER,
    Verdict.DEPENDS: Outcome.UNDECIDED,
}


def _joined(norm: Norm, groups: tuple[str, ...], parts: Sequence[Target]) -> Judgement | None:
    """What the parts of a whole come to for a norm; None where they are not figures in one direction."""
    asked, promises = _promise(norm.target), [promise for part in parts if (promise := _promise(part))]
    if asked is None or len(promises) < len(parts) or any(promise.upward != asked.upward for promise in promises):
        return None
    indicator = norm.target.indicator
    found = mean([Part(promise) for promise in promises], asked, about=indicator.joins_about)
    order = sorted(range(len(parts)), key=lambda place: promises[place].position, reverse=not asked.upward)
    weakest = tuple(parts[place] for place in order)
    answer = _moved(weakest[0], indicator, max(part.by for part in parts))
    otherwise = [part.counts for part in weakest if part.counts != part.indicator.counts]
    answer = answer._replace(counts=otherwise[0]) if otherwise else answer
    comparison = Comparison(_OUTCOMES[found.verdict])
    if found.verdict in (Verdict.SHORT, Verdict.LOOSENED):
        gap = min(abs(promise.number - asked.number) for promise in promises)
        # Where the strongest part has the norm's number and another falls short, no gap holds for all weights.
        comparison = comparison._replace(
            witness=found.nearest, gap=gap if gap or found.verdict is Verdict.LOOSENED else None
        )
    return Judgement(answer, groups, comparison, False, weakest, found)


def _promise(target: Target) -> Promise | None:
    return target.stated.promise if isinstance(target.stated, Figure) else None
