"""The heat map, as plain data: a column for each plan, with a cell for each norm that it is held against."""

from collections.abc import Sequence
from typing import NamedTuple

from nq42check.judging.assess import Assessment
from nq42check.model.document import Norm, NormKey
from nq42check.reports.grid import BEHIND
from nq42check.reports.html.marks import level
from nq42check.reports.html.section import Section
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


def column_of(section: Section, wording: Wording) -> Column:
    """The column of a plan: a cell for every norm that is compared, also for one behind a stronger norm."""
    report = section.report
    compared = [assessment for assessment in report.assessments if assessment.standing.aside is None]
    cells = [(_row(assessment.norm, wording), _cell(assessment, section, wording)) for assessment in compared]
    marks = {mark for entry in section.entries for mark in entry.marks} | {cell.status for _, cell in cells}
    return Column(section.id, report.document.name, report.path, sorted(marks), cells)


def _row(norm: Norm, wording: Wording) -> Row:
    target = norm.target
    return Row(
        key=norm.key,
        area=wording.show(target.indicator.area.heading),
        indicator=wording.show(target.indicator),
        norm=wording.value(target),
        document=norm.document.name,
        by=target.by,
        verified=norm.is_certain,
    )


def _cell(assessment: Assessment, section: Section, wording: Wording) -> Cell:
    before = assessment.standing.behind
    entry = section.entry_of(before or assessment.norm)
    findings = [] if before else [located for located in entry.findings if located.finding.flag.norm]
    return Cell(
        status=BEHIND if before else assessment.status.value,
        value=wording.cell(assessment),
        settled=level(findings[0]) if findings and all(located.finding.settled for located in findings) else "",
        entry=entry.id,
    )


def heat_map(columns: Sequence[Column]) -> dict[str, list[tuple[Row, list[Cell | None]]]]:
    """The rows by area, in the order in which the norms come; a norm that stands behind another everywhere is left out.

    Each row has as many cells as there are columns, None where a plan is not held against its norm.
    """
    rows: dict[NormKey, tuple[Row, list[Cell | None]]] = {}
    for place, column in enumerate(columns):
        for norm, cell in column.cells:
            _, cells = rows.setdefault(norm.key, (norm, [None] * len(columns)))
            cells[place] = cell
    areas: dict[str, list[tuple[Row, list[Cell | None]]]] = {}
    for norm, cells in rows.values():
        if any(cell and cell.status != BEHIND for cell in cells):
            areas.setdefault(norm.area, []).append((norm, cells))
    return areas
