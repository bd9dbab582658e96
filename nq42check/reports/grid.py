"""Norms by plans as plain data: what each plan makes of each norm, the totals of both, and which plan is the worst."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from nq42check.flagging.rulebook import Severity
from nq42check.judging.assess import Assessment, Status
from nq42check.judging.compare import inherent_flaw
from nq42check.model.catalogue import Better
from nq42check.model.document import Norm, NormKey, Target
from nq42check.model.values import Figure, Stated, promise_of
from nq42check.reports import live
from nq42check.reports.progress import rests_on
from nq42check.reports.wording import Wording, counted
from nq42check.run.results import Located, PlanReport

BEHIND = "behind"
"""The status of a norm that stands behind a stronger one: it is held, and no finding is drawn from it."""

ASIDE = (BEHIND, Status.CONTEXT.value, Status.NOT_APPLICABLE.value)
"""The statuses of norms with which a plan is not compared, or not by themselves."""

Thing = TypeVar("Thing")


class Totals(NamedTuple):
    """What a table of many plans says of one: its name and path, its errors, and how many norms have which status.

    `found` counts all findings that count, and the values that are not understood.
    """

    name: str
    path: str
    errors: int
    found: int
    statuses: Counter[Status]

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """The worst first: the most errors, then the most that is found at all, then the fewest norms that are met."""
        return -self.errors, -self.found, self.statuses[Status.MET], self.path

    @property
    def compared(self) -> int:
        """With how many norms it is compared that stand behind no other."""
        return self.statuses.total() - self.statuses[Status.CONTEXT] - self.statuses[Status.NOT_APPLICABLE]


def totals(plan: PlanReport) -> Totals:
    """The totals of a plan."""
    counting = live(plan)
    errors = sum(located.finding.severity is Severity.ERROR for located in counting)
    return Totals(plan.document.name, plan.path, errors, len(counting) + len(plan.refusals), counted(plan))


class Row(NamedTuple):
    """A norm, as the head of a row. `key` is the same for the same norm in every plan, and so is all the rest.

    `id` is its indicator's, `area` the first part of that, and `heading` what the area is called; `asked` is its value
    in words, `number` what that guarantees in the indicator's unit, None where each place has its own.
    """

    key: NormKey
    id: str
    area: str
    heading: str
    indicator: str
    asked: str
    number: Decimal | None
    document: str
    by: int
    certain: bool


class Cell(NamedTuple):
    """What one plan makes of one norm: the status, and the plan's value in words.

    `severity` is that of the gravest finding on it that counts, empty where none does; `settled` is then "waived" or
    "known" where there are others. `reading` says on what more than its figures it is met. `number` is what the value
    guarantees in the indicator's unit, the weakest of several, and `sign` the comparison before it, as a report prints
    it. `asked` is what the norm asks of this place, where each has its own. `gap` says how far it falls short.
    """

    status: str
    value: str
    severity: str
    settled: str
    reading: str
    number: Decimal | None
    asked: str
    sign: str = ""
    gap: str = ""


class Column(NamedTuple):
    """One plan: its totals, and a cell for each of the norms that it is held against, in their order."""

    totals: Totals
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]


def columns_in(wording: Wording) -> Callable[[PlanReport], Column]:
    """What makes the column of a plan in the language of `wording`; the head of a row is made once for many plans."""
    known: dict[NormKey, tuple[Norm, Row]] = {}

    def row(key: NormKey, norm: Norm) -> Row:
        found = known.get(key)
        if found is None or found[0] is not norm:  # norms of one key may differ: each place is allotted its own
            found = known[key] = norm, row_of(norm, wording)
        return found[1]

    def column(plan: PlanReport) -> Column:
        """What a plan makes of every norm that is not set aside, also of one behind a stronger norm."""
        findings: dict[NormKey, list[Located]] = {}
        for located in plan.findings:
            if norm := located.finding.flag.norm:
                findings.setdefault(norm.key, []).append(located)
        shown = [(each.norm.key, each) for each in plan.assessments if each.standing.aside is None]
        rows = tuple(row(key, each.norm) for key, each in shown)
        return Column(totals(plan), rows, tuple(_cell(each, findings.get(key, ()), wording) for key, each in shown))

    return column


def row_of(norm: Norm, wording: Wording) -> Row:
    """The head of the row of a norm."""
    target = norm.target
    return Row(
        key=norm.key,
        id=target.indicator.id,
        area=target.indicator.id.partition(".")[0],
        heading=wording.show(target.indicator.area.heading),
        indicator=wording.show(target.indicator),
        asked=wording.text("norm.allotted") if norm.allotted else wording.value(target),
        number=None if norm.allotted else guaranteed(target),
        document=norm.document.name,
        by=target.by,
        certain=norm.is_certain,
    )


def _cell(assessment: Assessment, located: Sequence[Located], wording: Wording) -> Cell:
    norm, behind = assessment.norm, assessment.standing.behind is not None
    findings = [] if behind else [each.finding for each in located]
    gravest = max((finding.severity for finding in findings if not finding.settled), default=None)
    settled = "" if gravest or not findings else "waived" if findings[0].waived else "known"
    number = promised(assessment)
    return Cell(
        status=BEHIND if behind else assessment.status.value,
        value=wording.cell(assessment),
        severity=gravest.name.lower() if gravest else "",
        settled=settled,
        reading="" if behind else rests_on(assessment),
        number=number,
        asked=wording.value(norm.target) if norm.allotted else "",
        sign=_sign([judgement.target.stated for judgement in assessment.judgements], number),
        gap="" if behind else _short(assessment, wording),
    )


def guaranteed(target: Target) -> Decimal | None:
    """The end of what `target` promises, in its indicator's unit.

    None where it promises no such figure, and where it points away from what is better: "below 97%" holds nobody to 97.
    """
    promise = promise_of(target.stated)
    return promise.number if promise and inherent_flaw(target.stated, target.indicator) is None else None


def promised(assessment: Assessment) -> Decimal | None:
    """What a plan's answers to a norm guarantee, the weakest of several; None where one promises no such figure.

    So it is with a whole that is worked out from its parts, where what it comes to is not known.
    """
    if assessment.status is Status.UNDECIDED and any(judgement.joined for judgement in assessment.judgements):
        return None
    numbers = [guaranteed(judgement.target) for judgement in assessment.judgements]
    known = [number for number in numbers if number is not None]
    if not known or len(known) < len(numbers):
        return None
    return max(known) if assessment.norm.target.indicator.better is Better.LOWER else min(known)


def _short(assessment: Assessment, wording: Wording) -> str:
    """How far an answer falls short of a norm, of several the farthest; empty where none does by so much."""
    gaps = [judgement.comparison.gap for judgement in assessment.judgements if judgement.comparison.gap]
    apart = wording.apart(max(gaps, default=None), assessment.norm.target.indicator)
    return wording.text("norm.gap", gap=apart) if apart else ""


def _sign(stated: Sequence[Stated], number: Decimal | None) -> str:
    """The comparison before the `number` that is the weakest of what is stated, the least firm of several."""
    ends = [(each.promise, each.operator) for each in stated if isinstance(each, Figure) and each.promise]
    return min([(end.nudge, operator.value) for end, operator in ends if end.number == number], default=(0, ""))[1]


class Sharing:
    """Gives the rows and cells of columns that are equal as one object each: thousands of plans take little room."""

    def __init__(self) -> None:
        self._known: dict[object, object] = {}

    def column(self, column: Column) -> Column:
        """`column`, made of what was seen before as far as that goes."""
        return column._replace(
            rows=self._one(tuple(map(self._one, column.rows))), cells=self._one(tuple(map(self._one, column.cells)))
        )

    def _one(self, thing: Thing) -> Thing:
        return self._known.setdefault(thing, thing)  # type: ignore[return-value]


def grid(columns: Sequence[Column]) -> dict[Row, list[Cell | None]]:
    """What all plans make of each norm, in the order in which the norms come.

    Each row has as many cells as there are columns, None where a plan is not held against its norm. A norm that stands
    behind another everywhere is left out.
    """
    rows: dict[Row, list[Cell | None]] = {}
    for place, each in enumerate(columns):
        for row, cell in zip(each.rows, each.cells, strict=True):
            rows.setdefault(row, [None] * len(columns))[place] = cell
    return {row: cells for row, cells in rows.items() if any(cell and cell.status != BEHIND for cell in cells)}


def statuses(cells: Iterable[Cell | None]) -> Counter[str]:
    """How many plans have which status in a row, those not compared aside."""
    return Counter(cell.status for cell in cells if cell and cell.status not in ASIDE)
