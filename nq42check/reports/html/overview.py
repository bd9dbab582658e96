"""The overview of many plans, as plain data: norms by plans with the totals of both, the worst plan first."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from nq42check.judging.assess import Status
from nq42check.reports.grid import ASIDE, Cell, Column, Row, grid, statuses
from nq42check.reports.html.marks import NEAR, NOT_HELD, anchor
from nq42check.reports.progress import READING, UNCONFIRMED
from nq42check.text import fold, without_marks

Thing = TypeVar("Thing")

MOST_TOLD = 70
"""So many plans are told in full in one file, of some 5 MB; of more it has the overview."""

MOST = 200
"""So many plans have a column in the overview; of more it has the totals, and the columns on demand."""

_AT_ONCE = 40
"""So many plans are shown at once, where there are more than the most."""

_NAMED = 20
"""So many places are named under a norm for each status, where there are more than the most."""


class Plan(NamedTuple):
    """A plan on the page: how its section or page is linked to (empty where it has none), and its place in the ranking.

    `id` is the anchor of its section, `file` its path where another plan has the same name.
    """

    id: str
    href: str
    file: str
    rank: int
    column: Column

    @property
    def name(self) -> str:
        """The plan's place."""
        return self.column.totals.name

    @property
    def met(self) -> str:
        """With how many of the norms that are compared it complies."""
        totals = self.column.totals
        return f"{totals.statuses[Status.MET]}/{totals.compared}"

    def count(self, status: str) -> int:
        """How many norms have a status."""
        return self.column.totals.statuses[Status(status)]

    def leads_to(self, entry: str) -> str:
        """The address of its entry for a norm."""
        return f"{self.href.partition('#')[0]}#{self.id}-{entry}" if self.href else ""


class Line(NamedTuple):
    """A norm with its totals: its anchor, the cells of the plans that are `shown`, and of all; and who stands where.

    `met` is how many of all plans comply, `compared` how many are compared with it. `places` has for each status, the
    gravest first, the plans and their cells as far as they are named, the nearest to the norm first, and how many there
    are.
    """

    id: str
    row: Row
    shown: Sequence[Cell | None]
    all: Sequence[Cell | None]
    met: int
    compared: int
    places: Mapping[str, tuple[Sequence[tuple[Plan, Cell]], int]]


class Overview(NamedTuple):
    """All of it: the plans, those that are `shown` at once, the norms by the headings of their areas.

    `more` says of the plans that are not shown what a script needs to show them, None where there are none. `marks` are
    all that cells have, which a legend must explain and a filter can ask for.
    """

    plans: Sequence[Plan]
    shown: Sequence[Plan]
    areas: dict[str, list[Line]]
    more: dict[str, Any] | None
    marks: set[str]

    def leads_to(self, line: Line) -> str:
        """The address of what is said of a norm: of every plan, or, where there is one alone, its entry or its row."""
        return f"#{line.id}-all" if len(self.plans) > 1 else self.plans[0].leads_to(line.id) or f"#{line.id}"

    @property
    def least_met(self) -> list[Line]:
        """The norms that the smallest part of all plans complies with, where any does not."""
        lines = [line for lines in self.areas.values() for line in lines if line.met < line.compared]
        return _first(sorted(lines, key=_part), _part)

    @property
    def worst(self) -> list[Plan]:
        """The worst plans, as far as anything is found in them."""
        return _first([plan for plan in self.plans if plan.column.totals.found], attrgetter("rank"))

    @property
    def by_name(self) -> list[Plan]:
        """The plans in the order of their names."""
        return sorted(self.plans, key=lambda plan: (without_marks(fold(plan.name)), plan.name, plan.file))

    @property
    def statuses(self) -> list[str]:
        """Those that count against a plan, as far as there are any, the gravest first."""
        passed = (*ASIDE, Status.MET.value)
        used = {status for plan in self.plans for status in plan.column.totals.statuses}
        return [status.value for status in Status if status in used and status.value not in passed]


def _part(line: Line) -> float:
    return line.met / line.compared


def _first(things: Sequence[Thing], order: Callable[[Thing], float]) -> list[Thing]:
    """The first three of sorted `things` and their equals; where these are more than five, those before the equals."""
    last = order(things[min(3, len(things)) - 1]) if things else 0
    first = [thing for thing in things if order(thing) <= last]
    return first if len(first) <= 5 else [thing for thing in first if order(thing) < last]


def ranked(columns: Sequence[tuple[str, str, Column]]) -> list[Plan]:
    """The plans, the worst first, of their ids, links and columns; equals have one place in the ranking."""
    names = Counter(column.totals.name for _, _, column in columns)
    ordered = sorted(columns, key=lambda each: each[2].totals.rank)
    plans: list[Plan] = []
    for _, equals in groupby(ordered, key=lambda each: each[2].totals.rank[:-1]):
        rank = len(plans) + 1
        for id, href, column in equals:
            file = column.totals.path if names[column.totals.name] > 1 else ""
            plans.append(Plan(id, href, file, rank, column))
    return plans


def overview(plans: Sequence[Plan]) -> Overview:
    """The overview of ranked plans."""
    many = len(plans) > MOST
    shown = plans[:_AT_ONCE] if many else plans
    rows = grid([plan.column for plan in plans])
    areas: dict[str, list[Line]] = {}
    for row, cells in rows.items():
        areas.setdefault(row.heading, []).append(_line(row, cells, plans, len(shown), _NAMED if many else len(plans)))
    marks = {mark for row, cells in rows.items() for cell in cells if cell for mark in marks_of(cell, row)}
    if any(not row.certain for row in rows):
        marks.add("unverified")
    return Overview(plans, shown, areas, _more(plans[len(shown) :], list(rows)) if many else None, marks)


def marks_of(cell: Cell, row: Row) -> list[str]:
    """What a filter knows of a cell: its status, how grave it is and whether that is settled, and what is beside it."""
    read, unconfirmed = bool(cell.reading), cell.reading == UNCONFIRMED
    beside = {READING: read, UNCONFIRMED: unconfirmed, NEAR: _is_near(cell, row)}
    known = (cell.status, cell.severity, cell.settled, *(mark for mark, holds in beside.items() if holds))
    return [mark for mark in known if mark]


def _is_near(cell: Cell, row: Row) -> bool:
    """Whether a plan falls short of a norm by a tenth of it at most."""
    if cell.status not in (Status.WEAKER.value, Status.LOOSENED.value) or cell.number is None or not row.number:
        return False
    return abs(cell.number - row.number) * 10 <= abs(row.number)


def _distance(cell: Cell, row: Row) -> Decimal:
    """How far a cell's figure is from its norm's; what has none is farthest."""
    if cell.number is None or row.number is None:
        return Decimal("Infinity")
    return abs(cell.number - row.number)


def _line(row: Row, cells: Sequence[Cell | None], plans: Sequence[Plan], shown: int, named: int) -> Line:
    counts = statuses(cells)
    of_status: dict[str, list[tuple[Plan, Cell]]] = {}
    for plan, cell in zip(plans, cells, strict=True):
        if cell:
            of_status.setdefault(cell.status, []).append((plan, cell))
    for alike in of_status.values():
        alike.sort(key=lambda each: _distance(each[1], row))
    order: list[str] = [status.value for status in Status if status.value in of_status]
    places = {status: (of_status[status][:named], len(of_status[status])) for status in order}
    return Line(anchor(row.key), row, cells[:shown], cells, counts[Status.MET.value], counts.total(), places)


def _more(plans: Sequence[Plan], rows: Sequence[Row]) -> dict[str, Any]:
    """What a script needs to show `plans`, each kind of cell and each text once.

    A plan has its name, link, id, file, rank, totals, and for each norm the numbers of its kind and of its text.
    """
    kinds: dict[tuple[str, ...], int] = {(NOT_HELD,): 0}
    texts: dict[str, int] = {"": 0}
    entries = []
    for plan in plans:
        held = dict(zip(plan.column.rows, plan.column.cells, strict=True))
        told = [held.get(row) for row in rows]
        cells = [
            kinds.setdefault(tuple(marks_of(cell, row)) if cell else (NOT_HELD,), len(kinds))
            for row, cell in zip(rows, told, strict=True)
        ]
        values = [texts.setdefault(said(cell), len(texts)) if cell else 0 for cell in told]
        totals = plan.column.totals
        counts = {status.value: count for status, count in totals.statuses.items() if status.value not in ASIDE}
        entries.append(
            [plan.name, plan.href, plan.id, plan.file, plan.rank, plan.met, totals.errors, counts, cells, values]
        )
    return {"kinds": list(kinds), "texts": list(texts), "plans": entries}


def said(cell: Cell) -> str:
    """A cell's value, with what is asked of the place where each has its own, and how far it falls short."""
    value = f"{cell.value or '–'} → {cell.asked}" if cell.asked else cell.value
    return f"{value} · {cell.gap}" if cell.gap else value
