"""The heat map, as plain data: a column for each plan, with a cell for each norm that it is held against."""

from typing import NamedTuple

from nq42check.judging.assess import Assessment
from nq42check.model.document import Norm, NormKey
from nq42check.reports.html.marks import BEHIND, level
from nq42check.reports.html.section import Layout, Section, area
from nq42check.reports.wording import Wording


class Row(NamedTuple):
    """A norm, as the head of a row of the heat map. `key` is the same for the same norm in every plan."""

    key: NormKey
    area: str
    indicator: str
    norm: str
    document: str
    by: int
    verified: bool


class Cell(NamedTuple):
    """What one plan makes of one norm: the status, the plan's value, and the entry that tells more.

    `settled` is "waived" or "known" where no finding on it counts, else empty.
    """

    status: str
    value: str
    settled: str
    entry: str


class Column(NamedTuple):
    """One plan in the heat map: how its section is linked to, its name, and its cells with the norm of each.

    `marks` are all that its cells and entries have, which a legend must explain and a filter can ask for.
    """

    plan: str
    name: str
    path: str
    marks: list[str]
    cells: list[tuple[Row, Cell]]


def column_of(layout: Layout, section: Section, wording: Wording) -> Column:
    """The column of a plan: a cell for every norm that is compared, also for one behind a stronger norm."""
    compared = [assessment for assessment in layout.report.assessments if assessment.standing.aside is None]
    cells = [(_row(assessment.norm, wording), _cell(assessment, layout, wording)) for assessment in compared]
    marks = {mark for part in section.areas for entry in part.entries for mark in entry.marks.split()}
    marks |= {cell.status for _, cell in cells}
    return Column(layout.id, section.name, section.path, sorted(marks), cells)


def _row(norm: Norm, wording: Wording) -> Row:
    target = norm.target
    return Row(
        key=norm.key,
        area=area(target.indicator, wording),
        indicator=wording.show(target.indicator),
        norm=wording.value(target),
        document=norm.document.name,
        by=target.by,
        verified=norm.is_certain,
    )


def _cell(assessment: Assessment, layout: Layout, wording: Wording) -> Cell:
    norm, before = assessment.norm, assessment.standing.behind
    findings = [] if before else layout.on(norm)
    return Cell(
        status=BEHIND if before else assessment.status.value,
        value=wording.cell(assessment),
        settled=level(findings[0]) if findings and all(located.finding.settled for located in findings) else "",
        entry=layout.anchor_of(before or norm),
    )
