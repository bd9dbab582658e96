"""Assessment: a plan held against every norm, once, with what is met as well.

Everything a report says of norms rests on what is decided here: which target is the plan's word for the year of a
norm, what is implied, what parts come to, and what does not apply.
"""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from nq42check.judging.compare import Outcome
from nq42check.judging.excuses import faults
from nq42check.judging.implied import implied
from nq42check.judging.norms import Standing, as_wide, by_indicator
from nq42check.judging.word import Contenders, Judgement, answer, word
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Norm, Plan, Route, Target, Unfilled


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


class Assessment(NamedTuple):
    """What a plan makes of one norm.

    `left_out` and `not_applicable` are groups of the norm. Where nothing answers, `near` are targets that look alike
    and `tasks` what the plan has as a task only. `unfilled` is a row whose value, were it filled in, would be nearer to
    what is asked for than what answers.
    """

    standing: Standing
    status: Status
    judgements: tuple[Judgement, ...] = ()
    left_out: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    near: tuple[Target, ...] = ()
    tasks: tuple[Target, ...] = ()
    unfilled: Unfilled | None = None

    @property
    def norm(self) -> Norm:
        """The norm itself."""
        return self.standing.norm

    @property
    def compared(self) -> bool:
        """Whether the plan is held to it: it is neither set aside nor excused."""
        return self.status not in (Status.CONTEXT, Status.NOT_APPLICABLE)

    @property
    def decisive(self) -> bool:
        """Whether findings are drawn from it: it is compared, and no stronger norm stands before it."""
        return self.standing.behind is None and self.compared

    @property
    def met_on_a_reading(self) -> bool:
        """Whether it is met, and a person reads more into what answers than the figures say."""
        return self.status is Status.MET and any(judgement.rests_on_a_reading for judgement in self.judgements)

    @property
    def met_unconfirmed(self) -> bool:
        """Whether it is met on the word of a row that nobody has confirmed yet."""
        return self.status is Status.MET and any(judgement.is_unconfirmed for judgement in self.judgements)


def assess(plan: Plan, norms: Iterable[Standing], catalogue: Catalogue) -> tuple[Assessment, ...]:
    """Hold `plan` against each of `norms`; one assessment per norm, in their order."""
    read = _Plan(plan, catalogue)
    return tuple(_assess(standing, read) for standing in norms)


class _Plan:
    """What assessment looks at in a plan: its targets and tasks by indicator, and the excuses that hold."""

    def __init__(self, plan: Plan, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.stated = by_indicator(target for target in plan.targets if not target.task)
        self.tasks = by_indicator(target for target in plan.targets if target.task)
        self._rows = by_indicator(row for row in plan.unfilled if not row.task)
        self.excused: dict[Indicator, set[str] | None] = {}
        for entry, fault in faults(plan):
            if fault is None:
                before = self.excused.get(entry.indicator, set())
                whole = not entry.groups or before is None
                self.excused[entry.indicator] = None if whole else (before or set()) | set(entry.groups)
        # What was worked out for one norm holds for the next: a plan of thousands of targets may serve as norms.
        self._contenders: dict[tuple[Indicator, str | None], Contenders | None] = {}
        self._words: dict[tuple[Indicator, int], Target | None] = {}
        self._unfilled: dict[tuple[Indicator, tuple[str, ...], int], Unfilled | None] = {}
        self._instead: dict[Indicator, tuple[tuple[Target, ...], tuple[Target, ...]]] = {}

    def contenders(self, indicator: Indicator, group: str | None) -> "Contenders | None":
        """The targets that may answer for an indicator, or for one of its groups; None where there are none."""
        key = indicator, group
        if key not in self._contenders:
            targets = self.stated.get(indicator, ())
            covering = [target for target in targets if group in target.covers] if group else targets
            self._contenders[key] = Contenders(covering) if covering else None
        return self._contenders[key]

    def word(self, indicator: Indicator, year: int) -> Target | None:
        """Its word for all that an indicator covers, for a year."""
        key = indicator, year
        if key not in self._words:
            self._words[key] = word(self.stated.get(indicator, ()), year)
        return self._words[key]

    def unfilled(self, indicator: Indicator, groups: tuple[str, ...], year: int) -> Unfilled | None:
        """The row left empty that would be its word for a year, for some of `groups`; else the first due later."""
        key = indicator, groups, year
        if indicator in self._rows and key not in self._unfilled:
            rows = [row for row in self._rows[indicator] if not groups or set(groups) & set(row.groups)]
            self._unfilled[key] = min(rows, key=lambda row: (row.by > year, abs(row.by - year)), default=None)
        return self._unfilled.get(key)

    def instead(self, indicator: Indicator) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
        """What it has where it has no target on an indicator: targets that look alike, and tasks."""
        if indicator not in self._instead:
            alike = (self.catalogue.indicators[id] for id in indicator.near)
            near = tuple(target for other in alike for target in self.stated.get(other, ()))
            self._instead[indicator] = near, tuple(self.tasks.get(indicator, ()))
        return self._instead[indicator]


def _assess(standing: Standing, plan: _Plan) -> Assessment:
    norm = standing.norm
    target = norm.target
    if standing.aside is not None:
        return Assessment(standing, Status.CONTEXT)
    without = plan.excused.get(target.indicator, set())
    exempt = target.groups if without is None else tuple(group for group in target.groups if group in without)
    if without is None or (target.groups and exempt == target.groups):
        return Assessment(standing, Status.NOT_APPLICABLE, not_applicable=exempt)
    asked = tuple(group for group in target.groups if group not in exempt)
    judgements, left_out = _answers(norm, asked, plan)
    if not judgements or (not left_out and all(judgement.later for judgement in judgements)):
        follows = implied(norm, asked, lambda indicator: plan.word(indicator, target.by), plan.catalogue)
        if follows is not None and not (judgements and follows.later):
            judgements, left_out = (follows,), ()
    if not judgements:
        near, tasks = plan.instead(target.indicator)
        row = plan.unfilled(target.indicator, asked, target.by)
        return Assessment(standing, Status.MISSING, not_applicable=exempt, near=near, tasks=tasks, unfilled=row)
    statuses = [_STATUS_OF[judgement.comparison.outcome] for judgement in judgements]
    statuses += [Status.LATER for judgement in judgements if judgement.later]
    narrowed = left_out or any(not as_wide(judgement.target, target) for judgement in judgements)
    statuses += [Status.NARROWER] if narrowed else []
    judged = Assessment(standing, min(statuses, key=_ORDER.__getitem__), judgements, left_out, exempt)
    return judged if judged.status is Status.MET else judged._replace(unfilled=_awaited(judged, plan))


def _awaited(judged: Assessment, plan: _Plan) -> Unfilled | None:
    """The row left empty that is for groups which nothing covers, or nearer to the norm's year than what answers."""
    norm = judged.norm.target
    row = plan.unfilled(norm.indicator, judged.left_out, norm.by)
    if row is None or judged.left_out:
        return row
    latest = max((judgement.target.by for judgement in judged.judgements if not judgement.later), default=0)
    return row if latest < row.by <= norm.by else None


def _answers(norm: Norm, asked: tuple[str, ...], plan: _Plan) -> tuple[tuple[Judgement, ...], tuple[str, ...]]:
    """The target that answers for each group asked for, judged; and the groups for which none does."""
    indicator = norm.target.indicator
    if not asked or indicator not in plan.stated:
        contenders = plan.contenders(indicator, None)
        return ((answer(norm, contenders),), ()) if contenders else ((), asked)
    answers: dict[Route, tuple[Judgement, list[str]]] = {}
    left_out: list[str] = []
    for group in asked:
        contenders = plan.contenders(indicator, group)
        if contenders is None:
            left_out.append(group)
            continue
        judgement = answer(norm, contenders)
        answers.setdefault(judgement.target.route, (judgement, []))[1].append(group)
    in_order = [answers[route] for route in sorted(answers)]
    return tuple(judgement._replace(groups=tuple(groups)) for judgement, groups in in_order), tuple(left_out)
