"""The totals of a run and the exit code that follows from them."""

from collections import Counter
from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING

from nq42check.flagging.rulebook import Severity
from nq42check.judging.assess import Status
from nq42check.model.document import NormKey
from nq42check.run.results import Objected, PlanReport, RefusedFile, Result, Since

if TYPE_CHECKING:
    from nq42check.run.successors import PlacesOfToday


class Exit(IntEnum):
    """What the command exits with, the least grave first."""

    CLEAN = 0
    """No finding counts."""
    NOTHING = 3
    """There is nothing to check, or nothing to check it against."""
    FINDINGS = 1
    """A finding counts, or a target was weakened."""
    UNREADABLE = 4
    """An input cannot be read, or cannot be used as it is."""
    USAGE = 2
    """The command, its settings or the system does not let it run."""
    FAULT = 70
    """The program is at fault (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """The reader ended it, as a shell tells of SIGINT."""


def gravest(*exits: Exit) -> Exit:
    """The gravest of `exits`; clean where there are none."""
    return max(exits, key=list(Exit).index, default=Exit.CLEAN)


class Tally:
    """What a run came to, file by file. Tallies of parts of a run add up to that of the whole.

    `filled` is how many `rows` of its plans have a value. `severities` has the findings that count, and `lowered`
    how many of them are less grave than by their rule's file; `left_out` has those of rules that were not asked for,
    each as grave as it would be or usually is. `excluded` says how many files each pattern left out. `today` are the
    places of today, where these are asked for.
    """

    def __init__(self, excluded: Iterable[tuple[str, int]] = ()) -> None:
        self.plans = self.refused = self.unread = self.uncompared = self.comparisons = 0
        self.objections = self.lacking = self.filled = self.rows = 0
        self.since: Since | None = None
        self.today: PlacesOfToday | None = None
        self.severities: Counter[Severity] = Counter()
        self.waived = self.known = self.undecided = self.not_applicable = self.lowered = 0
        self.left_out: Counter[Severity] = Counter()
        self.excluded = Counter(dict(excluded))
        self.unverified: set[NormKey] = set()
        self.baselines: dict[str, tuple[str, str | None]] = {}
        self.worst: tuple[int, bool, str] | None = None

    def add(self, result: Result) -> None:
        """Count one file."""
        if isinstance(result, PlanReport):
            self._add_plan(result)
        elif isinstance(result, RefusedFile):
            self.refused += 1
        elif isinstance(result, Objected):
            self.objections += 0 if result.lacking else len(result.refusals)
            self.lacking += len(result.refusals) if result.lacking else 0
            for refusal in result.refusals:
                self._worst_of((Severity.ERROR + 1, True, refusal.rule.id))

    def _add_plan(self, plan: PlanReport) -> None:
        self.plans += 1
        self.uncompared += not plan.compared
        self.comparisons += plan.comparisons
        self.filled += len(plan.plan.targets)
        self.rows += plan.plan.rows
        self.unread += bool(plan.refusals)
        for document in plan.norms:
            self.baselines[document.name] = (document.title, document.version)
        for finding, _, _ in plan.findings:
            if finding.settled:
                self.waived += finding.waived is not None
                self.known += finding.waived is None
                continue
            self.severities[finding.severity] += 1
            self.lowered += finding.severity < finding.usual_severity
            self._worst_of((finding.severity, finding.flag.target is not None, finding.rule.id))
        self.left_out.update(max(finding.severity, finding.usual_severity) for finding in plan.left_out)
        for assessment in plan.assessments:
            if assessment.standing.behind is None:
                self.undecided += assessment.status is Status.UNDECIDED
                self.not_applicable += assessment.status is Status.NOT_APPLICABLE
                if assessment.decisive and not assessment.norm.is_certain:
                    self.unverified.add(assessment.norm.key)

    def _worst_of(self, finding: tuple[int, bool, str]) -> None:
        """Keep the gravest finding, or what is graver still; of equals one that is about a target, then the first."""
        if self.worst is None or finding[:2] > self.worst[:2]:
            self.worst = finding

    def merge(self, later: "Tally") -> None:
        """Add the totals of the files that come after."""
        self.plans += later.plans
        self.refused += later.refused
        self.unread += later.unread
        self.uncompared += later.uncompared
        self.comparisons += later.comparisons
        self.filled += later.filled
        self.rows += later.rows
        self.objections += later.objections
        self.lacking += later.lacking
        self.since = self.since or later.since
        self.today = self.today or later.today
        self.waived += later.waived
        self.known += later.known
        self.undecided += later.undecided
        self.not_applicable += later.not_applicable
        self.lowered += later.lowered
        self.left_out.update(later.left_out)
        self.excluded.update(later.excluded)
        self.severities.update(later.severities)
        self.unverified |= later.unverified
        self.baselines |= later.baselines
        if later.worst:
            self._worst_of(later.worst)

    @property
    def narrowed(self) -> bool:
        """Whether settings, options, known findings or a plan's own word keep anything from counting in full."""
        accepted = self.waived or self.known or self.not_applicable
        return bool(accepted or self.lowered or self.left_out or self.excluded)

    def exit_code(self, fail_on: Severity | None = Severity.ERROR) -> Exit:
        """The exit code of the run; `fail_on` None lets findings pass.

        A file that was refused or has a value that is not understood is unreadable. What stands against a change counts
        whatever `fail_on` says. There is nothing to check where a plan was held against nothing or states nothing yet,
        where there was none, or where something required is not there.
        """
        counting = fail_on and any(self.severities[level] for level in Severity if level >= fail_on)
        reasons = {
            Exit.UNREADABLE: self.refused or self.unread,
            Exit.FINDINGS: self.objections or counting,
            Exit.NOTHING: self.uncompared or self.lacking or not self.plans,
        }
        return gravest(*(code for code, holds in reasons.items() if holds))
