"""Several plans at once, norm by norm, as plain data: what is compared, and what of it a filter leaves to be shown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from nq42check.judging.assess import Status
from nq42check.model.catalogue import Names
from nq42check.reports import Brief, Piece, Reporter
from nq42check.reports.grid import BEHIND, Cell, Column, Row, Sharing, Totals, columns_in, grid, statuses
from nq42check.reports.progress import READING, UNCONFIRMED
from nq42check.reports.wording import Wording
from nq42check.reports.words import STATUS_SIGNS
from nq42check.run.checking import Checker
from nq42check.run.results import PlanReport, Result
from nq42check.run.tally import Tally
from nq42check.text import name_key

SHOWN = ("values", "symbols", "counts")
"""How much is shown of each cell, the most first: its sign and value, its sign, or only how many have which."""

ON_A_READING, SETTLED, UNCERTAIN = "*", "§", "◌"
"""The signs of what is met by more than its figures, of what is not met and is waived or known, and of a norm without
its full text."""

SIGNS = {
    STATUS_SIGNS[Status.MET]: Status.MET,
    ON_A_READING: Status.MET,
    **{sign: status for status, sign in STATUS_SIGNS.items() if status is not Status.MET},
}
"""The signs that cells have, but for SETTLED, with the status of each, best first."""


NOT_COMPARED, NONE = "·", "–"
"""What stands in place of a sign where a plan is not compared with a norm, and in place of a count of none."""

MOST = 100
"""How many plans may have a sign for each norm unasked, and how many have a row where signs are only counted."""


class Held(NamedTuple):
    """What is held of a plan: its column and what its document is called; or why it was held against nothing."""

    column: Column | None = None
    document: str = ""
    uncompared: str = ""


class Columns(Reporter[Held]):
    """Makes of each plan its column as it is checked, so that no more of it is kept. It writes nothing."""

    def __init__(self, brief: Brief, checker: Checker) -> None:
        super().__init__(brief)
        self._column, self._sharing = columns_in(brief.wording), Sharing()

    def piece(self, result: Result) -> Piece[Held]:
        """The column of a plan."""
        if not isinstance(result, PlanReport):
            return Piece()
        if not result.compared:
            return Piece(held=Held(uncompared=f"{result.path}: {self.wording.uncompared(result)}"))
        return Piece(held=self._shared(Held(self._column(result), result.document.own_name)))

    def keep(self, held: list[Held], new: Held) -> None:
        """Add a plan, with all that it has in common with others as one."""
        held.append(self._shared(new))

    def _shared(self, held: Held) -> Held:
        return held._replace(column=held.column and self._sharing.column(held.column))

    def closing(self, tally: Tally, held: Sequence[Held]) -> Iterator[str]:
        """Nothing."""
        return iter(())


class Filter(NamedTuple):
    """What is to be shown: norms on these indicators or areas, and cells of these statuses; of an empty kind all.

    Indicators and areas have their names by their ids.
    """

    indicators: Mapping[str, Names] = {}
    areas: Mapping[str, Names] = {}
    statuses: tuple[Status, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there is one at all."""
        return any(self)

    def takes(self, indicator: str) -> bool:
        """Whether norms on the indicator of this id are to be shown."""
        area = indicator.partition(".")[0]
        return not (self.indicators or self.areas) or indicator in self.indicators or area in self.areas

    def shows(self, cell: Cell | None) -> bool:
        """Whether there is a cell that is to be shown."""
        return cell is not None and (not self.statuses or Status(cell.status) in self.statuses)


class Place(NamedTuple):
    """A plan that is compared: its place among all, the worst first; what it is called, its document and its totals."""

    rank: int
    name: str
    document: str
    totals: Totals


class Line(NamedTuple):
    """A norm: its number among all, and what each plan makes of it, in the order of their ranks.

    Of a plan that is not held against it, or only against a stronger one, there is None.
    """

    number: int
    row: Row
    cells: Sequence[Cell | None]


class Comparison(NamedTuple):
    """What is to be shown of all plans: the norms, and the plans, each with a cell at least.

    `norms` and `plans` say how many of them there are in all, and `statuses` what all of the plans come to.
    """

    filter: Filter
    lines: Sequence[Line]
    places: Sequence[Place]
    norms: int
    plans: int
    statuses: Counter[Status]

    def shown(self, line: Line, place: Place) -> Cell | None:
        """What a plan makes of a norm; None where there is nothing to show."""
        cell = line.cells[place.rank - 1]
        return cell if self.filter.shows(cell) else None

    def of_line(self, line: Line) -> list[Cell]:
        """The cells of a norm that are shown."""
        return [cell for cell in line.cells if cell and self.filter.shows(cell)]

    def of_place(self, place: Place) -> list[Cell]:
        """The cells of a plan that are shown."""
        return [cell for line in self.lines if (cell := self.shown(line, place))]

    def stands(self, line: Line, place: Place) -> str:
        """The sign of a plan for a norm; empty for what is not to be shown."""
        cell = line.cells[place.rank - 1]
        return NOT_COMPARED if cell is None else sign(cell) if self.filter.shows(cell) else ""

    def signs(self) -> list[str]:
        """The signs of all cells that are shown, in the order in which a legend has them."""
        used = {sign(cell) for line in self.lines for cell in self.of_line(line)}
        return [each for each in (*SIGNS, SETTLED) if each in used]


def comparison(held: Iterable[Held], filter: Filter) -> Comparison:
    """What of all plans that were held against norms `filter` leaves, the worst plan first."""
    plans = [(each.column, each.document) for each in held if each.column]
    order = sorted(range(len(plans)), key=lambda place: plans[place][0].totals.rank)
    named = Counter(name_key(column.totals.name) for column, _ in plans)
    places = [
        Place(rank, _called(column.totals.name, document, named), document, column.totals)
        for rank, (column, document) in enumerate((plans[place] for place in order), 1)
    ]
    rows = grid([column for column, _ in plans])
    lines = [Line(number, row, _compared(cells, order)) for number, (row, cells) in enumerate(rows.items(), 1)]
    left = [line for line in lines if filter.takes(line.row.id) and any(map(filter.shows, line.cells))]
    came_to = sum((place.totals.statuses for place in places), Counter[Status]())
    having = {rank for line in left for rank, cell in enumerate(line.cells, 1) if filter.shows(cell)}
    shown = [place for place in places if place.rank in having]
    return Comparison(filter, left, shown, len(lines), len(places), came_to)


def _called(name: str, document: str, named: Mapping[str, int]) -> str:
    """What a plan is called: its place, and its document where another has the same place."""
    return name if named[name_key(name)] == 1 else f"{name} · {document}"


def _compared(cells: Sequence[Cell | None], order: Sequence[int]) -> list[Cell | None]:
    """`cells` in this order, without those of plans that are held against a stronger norm."""
    return [None if cell and cell.status == BEHIND else cell for cell in (cells[place] for place in order)]


def sign(cell: Cell) -> str:
    """The sign of a cell: what is met on a reading, or is settled, has one of its own."""
    if cell.reading:
        return ON_A_READING
    return SETTLED if cell.settled and cell.status not in _FINE else _SIGN_OF[cell.status]


_SIGN_OF = {status.value: sign for status, sign in STATUS_SIGNS.items()}
_FINE = (Status.MET.value, Status.NOT_APPLICABLE.value)


def valued(cell: Cell | None) -> str:
    """The signs of a cell with the plan's value, and with what the norm asks of this place where each has its own."""
    if cell is None:
        return ""
    signs = _SIGN_OF[cell.status] + SETTLED * (sign(cell) == SETTLED)
    return " ".join(filter(None, (signs, cell.value, cell.asked and f"→ {cell.asked}")))


def counted(cells: Iterable[Cell], signs: Sequence[str]) -> list[str]:
    """How many of `cells` have each of `signs`."""
    counts = Counter(map(sign, cells))
    return [str(counts[each] or NONE) for each in signs]


def value(cell: Cell) -> str:
    """What a plan has for a norm, without the sign that it is met on a reading."""
    return cell.value.replace(ON_A_READING, "") if cell.reading else cell.value


def met(line: Line) -> tuple[int, int]:
    """How many plans meet a norm, of how many that are compared with it, whatever is shown."""
    counts = statuses(line.cells)
    return counts[Status.MET.value], counts.total()


def of_norm(line: Line) -> str:
    """How many plans meet a norm, and how many are compared with it."""
    return "{}/{}".format(*met(line))


def of_plan(place: Place) -> str:
    """How many norms a plan meets, and with how many it is compared."""
    return f"{place.totals.statuses[Status.MET]}/{place.totals.compared}"


def least_met(lines: Sequence[Line]) -> list[Line]:
    """The norms, first those that the smallest part of the plans meets; last those with which none is compared."""
    return sorted(lines, key=lambda line: Fraction(*met(line)) if met(line)[1] else 2)


def to_count(comparison: Comparison) -> list[str]:
    """The signs that are shown of cells which are not met, or not compared: how many are met is told besides."""
    return [each for each in comparison.signs() if SIGNS.get(each) is not Status.MET]


def in_words(comparison: Comparison, wording: Wording) -> str:
    """Which filter holds, and how much it leaves out; empty where none does."""
    filter = described(comparison.filter, wording)
    norms, plans = comparison.norms - len(comparison.lines), comparison.plans - len(comparison.places)
    return wording.text("together.filter", filter=filter, norms=norms, plans=plans) if filter else ""


def unfound(comparison: Comparison, wording: Wording) -> str:
    """That there is nothing to show: no plan was compared, or nothing passes the filter."""
    if not comparison.plans:
        return wording.text("report.nothing")
    chosen = described(comparison.filter, wording)
    return wording.text("together.none", filter=chosen, plans=comparison.plans, norms=comparison.norms)


def described(filter: Filter, wording: Wording) -> str:
    """What a filter chooses, in words; empty where none does."""
    kinds = (
        ("indicator", map(wording.show, filter.indicators.values())),
        ("area", map(wording.show, filter.areas.values())),
        ("status", map(wording.status, filter.statuses)),
    )
    named = ((kind, ", ".join(names)) for kind, names in kinds)
    return "; ".join(f"{wording.text(f'together.{kind}')} {names}" for kind, names in named if names)


def titles(comparison: Comparison) -> dict[int, str]:
    """What each norm is called, by its number: what it is about and asks for, and all else by which two may differ.

    One whose text is not known word for word has a sign in front.
    """
    rows = [line.row for line in comparison.lines]
    years, twice = {row.by for row in rows}, Counter((row.id, row.by) for row in rows)
    return {
        line.number: _title(line.row, len(years) > 1, twice[line.row.id, line.row.by] > 1) for line in comparison.lines
    }


def _title(row: Row, dated: bool, among_others: bool) -> str:
    facts = f"{UNCERTAIN * (not row.certain)} {row.indicator}: {row.asked}".lstrip()
    beside = "; ".join(filter(None, (str(row.by) if dated else "", row.document if among_others else "")))
    return f"{facts} ({beside})" if beside else facts


def heading(comparison: Comparison, wording: Wording) -> str:
    """The head over the norms, with their year where all have one."""
    years = {line.row.by for line in comparison.lines}
    return wording.text("together.norm-by", by=years.pop()) if len(years) == 1 else wording.text("column.norm")


def legend(comparison: Comparison, wording: Wording) -> list[str]:
    """What each sign stands for that is shown."""
    cells = [cell for line in comparison.lines for cell in line.cells if cell]
    read = UNCONFIRMED if any(cell.reading == UNCONFIRMED for cell in cells) else READING
    own = {ON_A_READING: f"together.{read}", SETTLED: "together.settled"}
    said = [
        wording.text(own[each]) if each in own else f"{each} {wording.status(SIGNS[each])}"
        for each in comparison.signs()
    ]
    uncertain = not all(line.row.certain for line in comparison.lines)
    return said + [wording.text("together.uncertain")] * uncertain
