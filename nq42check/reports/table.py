"""The report for a person at a terminal: counts first and last, what is wrong and what to do; many plans in a table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from nq42check.judging.assess import Status
from nq42check.reports import Brief, Detail, Piece, Reporter
from nq42check.reports.grid import Totals, totals
from nq42check.reports.layout import aloud, in_lines, in_sentences, in_tables
from nq42check.reports.manner import ADVICE, Full, Short
from nq42check.reports.outline import Outline, outline
from nq42check.reports.screen import ERROR, FAINT, GOOD, STRONG, Column, Screen
from nq42check.run.results import Objected, OtherFile, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally
from nq42check.version import __version__

if TYPE_CHECKING:
    from nq42check.model.places import Belonging

FEW = 3
"""So many plans are told one after the other; of more there is a table, and as many of the worst are told."""

_MOST_ROWS = 100
"""How many rows a table has at most."""

_NUMBER = 6

_ALWAYS = (Status.WEAKER, Status.MISSING, Status.CONFLICT, Status.UNDECIDED)
"""The statuses that have a column whether or not a norm has them; the others have one where there are any."""


class _Plan(NamedTuple):
    """What the table of plans says of one: its totals, and all that is said of it, while it may be among the worst.

    `uncompared` is why it was held against nothing, where it was; `belongs` what its place is.
    """

    totals: Totals
    outline: Outline | None
    uncompared: str = ""
    belongs: "Belonging | None" = None


class _Held(NamedTuple):
    """What is held of a file: that it is no plan, what stands against it, or its row in the table of plans."""

    passed: str = ""
    objections: str = ""
    plan: _Plan | None = None


class TableReport(Reporter[_Held]):
    """The report in one language, for one width and choice of colour.

    It says as much of each plan as was asked for; `show_all` adds the norms that are met and the targets that no norm
    asks for. Where findings of other rules were left out, none found does not read as all is well.
    """

    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)
        self.screen = Screen(brief.width, color=brief.color)
        self.worst_only = brief.files > FEW and brief.detail is Detail.SHORT
        self._worst: list[tuple[tuple[int, int, int, str], int]] = []

    def piece(self, result: Result) -> Piece[_Held]:
        """All that is said of a plan, or, of one among many, its row; what stands against files is named at the end."""
        if isinstance(result, OtherFile):
            kind = self.wording.text(f"kind.{result.kind}")
            return Piece(held=_Held(self.wording.text("report.passed", path=result.path, kind=kind)))
        if isinstance(result, Objected):
            return Piece(held=_Held(objections="".join(self._objections(result))))
        if isinstance(result, RefusedFile):
            return Piece()
        told = self._outline(result)
        why = "" if result.compared else self.wording.uncompared(result)
        kept = told if self.worst_only else None
        plan = _Plan(totals(result), kept, why, result.plan.belongs)
        return Piece("" if self.worst_only else self._laid_out(told), _Held(plan=plan))

    def keep(self, held: list[_Held], new: _Held) -> None:
        """Keep the outlines of the worst plans only."""
        held.append(new)
        if new.plan and new.plan.outline:
            self._worst.append((new.plan.totals.rank, len(held) - 1))
            if len(self._worst) > FEW:
                self._worst.sort()
                _, place = self._worst.pop()
                held[place] = _without_outline(held[place])

    def _outline(self, plan: PlanReport) -> Outline:
        found = [each.finding for each in plan.findings]
        shown = [each for each in found if self.brief.show_all or each.waived or not each.known]
        most = _MOST_ROWS if self.brief.detail is Detail.SHORT else None
        manner = Full(self.wording) if self.brief.detail is Detail.FULL else Short(self.wording, shown, most)
        return outline(
            plan,
            manner,
            against=self.wording.against(plan, self.brief.as_of),
            some_rules_only=self.brief.some_rules_only,
            show_all=bool(self.brief.show_all),
        )

    def _laid_out(self, told: Outline) -> str:
        if self.brief.detail is Detail.BRIEF:
            return "".join(f"{line}\n" for line in in_lines(told, self.wording))
        if self.brief.spoken:
            return "".join(in_sentences(told, self.screen, self.wording)) + "\n"
        return "".join(in_tables(told, self.screen, self.wording))

    def closing(self, tally: Tally, held: Sequence[_Held]) -> Iterator[str]:
        """Of many plans the table and the worst; what stands against files; the counts again, and what to do next."""
        plans = [file.plan for file in held if file.plan]
        if self.worst_only and plans:
            yield from self._many(sorted(plans, key=lambda plan: plan.totals.rank))
        if tally.today:
            from nq42check.reports.merged.table import in_table

            yield from in_table(tally.today, self.brief, self.screen)
        if count := tally.objections + tally.lacking:
            yield self._said(f"{self.wording.text('gate.section')} · {count}", ERROR)
            yield from (file.objections for file in held)
            yield "\n"
        yield from (self.screen.text(file.passed) for file in held if file.passed)
        yield from (self._said(line) for line in self.wording.totals(tally))
        if plans:
            yield from self._last(plans, tally)

    def _last(self, plans: Sequence[_Plan], tally: Tally) -> Iterator[str]:
        """The counts, as they stand at the top too, with the one command that comes next."""
        say = self.wording.text
        if self.brief.detail is Detail.FULL:
            yield self.screen.text(say("report.tool", version=__version__), FAINT)
        next_ = ""
        if tally.worst:
            command = say("report.next", rule=tally.worst[-1])
            next_ = say("outline.next", command=command) if self.brief.spoken else command
        elif not (self.brief.show_all or tally.uncompared or tally.unread):
            next_ = say("report.next-clean")
        counts = [self._came_to(plan, plan.totals.name if len(plans) > 1 else "") for plan in plans]
        *before, last = counts if len(plans) <= FEW else [self._total(plans)]
        yield from (self._said(each, STRONG) for each in before)
        between = ". " if self.brief.spoken else f" {ADVICE} "
        yield self._said(between.join(filter(None, (last, next_))), STRONG)

    def _came_to(self, plan: _Plan, name: str) -> str:
        """The counts of a plan that is called `name`, or why there are none."""
        if plan.uncompared:
            return ": ".join(filter(None, (name, plan.uncompared)))
        return self.wording.counts(plan.totals.statuses, name)

    def _total(self, plans: Sequence[_Plan]) -> str:
        """The counts of all plans."""
        statuses = sum((plan.totals.statuses for plan in plans), Counter[Status]())
        return self.wording.counts(statuses, self.wording.text("report.many", plans=len(plans)))

    def _many(self, plans: Sequence[_Plan]) -> Iterator[str]:
        """The counts of all, a row for each plan, the worst first, and what is said of the worst."""
        say = self.wording.text
        yield self._said(self._total(plans), STRONG)
        yield "\n"
        shown = plans[:_MOST_ROWS]
        if self.brief.spoken:
            yield from (self._said(f"{self.wording.counts(each.totals.statuses, each.totals.name)}.") for each in shown)
        else:
            yield self._rows([plan.totals for plan in shown])
        if len(plans) > _MOST_ROWS:
            yield self.screen.text(say("report.more", count=len(plans) - _MOST_ROWS))
        yield "\n"
        uncompared = [plan for plan in plans if plan.uncompared]
        yield from (self.screen.text(f"{plan.totals.path}: {plan.uncompared}", ERROR) for plan in uncompared)
        yield "\n" if uncompared else ""
        belong = self.wording.belong([(each.totals.name, each.belongs) for each in plans if each.belongs])
        yield from map(self._said, belong)
        yield "\n" if belong else ""
        worst = [plan.outline for plan in plans if plan.outline and plan.totals.found]
        if worst:
            yield self.screen.text(say("report.worst", count=len(worst)), STRONG)
            yield "\n"
        yield from map(self._laid_out, worst)

    def _said(self, text: str, style: str = "") -> str:
        """A paragraph of counts."""
        return self.screen.text(aloud(text, self.wording) if self.brief.spoken else text, style)

    def _rows(self, plans: Sequence[Totals]) -> str:
        """A table with a row for each plan."""
        used = {status for plan in plans for status in plan.statuses}
        columns = [*_ALWAYS, *(status for status in Status if status in used - {Status.MET, *_ALWAYS})]
        names = (self.wording.text("column.plan"), self.wording.text("column.errors"))
        heads = [*names, *map(self.wording.status, (Status.MET, *columns))]
        rows = [
            [plan.name, str(plan.errors), _met(plan), *(str(plan.statuses[each] or "–") for each in columns)]
            for plan in plans
        ]
        numbers = [Column(head, _NUMBER, right=True) for head in heads[1:]]
        return self.screen.table([Column(heads[0], style=STRONG), *numbers], rows)

    def _objections(self, file: Objected) -> Iterator[str]:
        """What stands against a file, each at its line, and what to do about all that stands under one rule."""
        yield self.screen.text(file.called, STRONG)
        by_rule: dict[str, list[Refusal]] = {}
        for refusal in file.refusals:
            by_rule.setdefault(refusal.rule.id, []).append(refusal)
        for alike in by_rule.values():
            said = [(str(each.problem.line or ""), self.wording.against_line(each)) for each in alike]
            advice = self.wording.show(alike[0].rule.advice)
            if self.brief.spoken:
                yield from map(self.screen.text, [*(". ".join(filter(None, each)) for each in said), advice])
            else:
                yield self.screen.table([Column(width=5, right=True), Column()], said)
                yield self.screen.text(f"{ADVICE} {advice}", GOOD, indent=6)


def _without_outline(held: _Held) -> _Held:
    return held._replace(plan=held.plan and held.plan._replace(outline=None))


def _met(plan: Totals) -> str:
    return f"{plan.statuses[Status.MET]}/{plan.compared}"
