"""Plans side by side at a terminal: their values, their signs, or how many have which."""

from collections.abc import Iterable, Iterator, Sequence

from nq42check.judging.assess import Status
from nq42check.reports.screen import ERROR, FAINT, GOOD, NOTE, STRONG, WARNING, Column, Screen
from nq42check.reports.together import (
    MOST,
    NOT_COMPARED,
    SETTLED,
    SIGNS,
    Comparison,
    Line,
    Place,
    counted,
    heading,
    in_words,
    least_met,
    legend,
    of_norm,
    of_plan,
    titles,
    to_count,
    valued,
)
from nq42check.reports.wording import Wording

_NORM, _PLAN, _WIDEST_PLAN, _NAME = 19, 12, 30, 14
"""How many cells wide the columns of norms and of plans are at least, those of plans at most, and a name at least."""

_READABLE = 55
"""How many cells must be left for what norms are called where beside signs it is also counted how many have which."""

_GROUP = 5
"""So many signs stand side by side."""

_AT_ONCE = 100
"""How many rows are laid out together, since that takes much memory for each; all columns have their widths."""

_STYLES = {
    Status.MET: GOOD,
    Status.LOOSENED: WARNING,
    Status.LATER: WARNING,
    Status.NARROWER: WARNING,
    Status.UNDECIDED: NOTE,
    Status.NOT_APPLICABLE: FAINT,
}
_PAINTED = {each: _STYLES.get(status, ERROR) for each, status in SIGNS.items()}
_PAINTED |= {SETTLED: FAINT, NOT_COMPARED: FAINT}


def as_table(comparison: Comparison, show: str | None, wording: Wording, screen: Screen) -> str:
    """As much of each cell as `show` says, one of SHOWN; where it is None as much as the screen holds."""
    table = _Table(comparison, wording, screen)
    show = show or table.fitting()
    laid_out = {"values": table.values, "symbols": table.symbols, "counts": table.counts}[show]()
    filtered = in_words(comparison, wording)
    before = [screen.text(filtered), "\n"] if filtered else []
    signs = screen.text(" · ".join(legend(comparison, wording)), FAINT)
    return "".join((*before, *laid_out, "\n", signs))


class _Table:
    """What is laid out of a comparison, and the widths that it takes."""

    def __init__(self, comparison: Comparison, wording: Wording, screen: Screen) -> None:
        self.all, self.wording, self.screen = comparison, wording, screen
        self.lines, self.places = comparison.lines, comparison.places
        self.titles, self.to_count = titles(comparison), to_count(comparison)
        self.width_of_met = _width(map(of_norm, self.lines))

    def fitting(self) -> str:
        """How much of each cell there is room for."""
        if len(self.places) <= self._plans_abreast():
            return "values"
        return "symbols" if len(self.places) <= MOST and len(self.lines) <= self._signs_abreast() else "counts"

    def _plans_abreast(self) -> int:
        """How many plans have room side by side with their values."""
        return max(1, (self.screen.width - _NORM - self.width_of_met - 1) // (_PLAN + 1))

    def _signs_abreast(self) -> int:
        """How many norms have room side by side with their signs, in whole groups."""
        room = self.screen.width - _taken(self._heading(_NAME))
        return max(1, (room + 1) // (_GROUP + 1)) * _GROUP

    def values(self) -> Iterator[str]:
        """A row for each norm, a column for each plan, and how many meet the norm; as many tables as it takes."""
        count = self._plans_abreast()
        for start in range(0, len(self.places), count):
            yield "\n" * bool(start) + self._block(self.places[start : start + count])

    def _block(self, places: Sequence[Place]) -> str:
        count = self.width_of_met
        room = self.screen.width - count - 1
        plan = min((room - _NORM) // len(places) - 1, _WIDEST_PLAN)
        columns = [Column(heading(self.all, self.wording), room - len(places) * (plan + 1))]
        columns += [Column(place.name, plan, signs=_PAINTED) for place in places]
        columns += [Column(self.wording.text("column.met"), count, right=True)]
        rows = [
            (self.titles[line.number], *(valued(self.all.shown(line, place)) for place in places), of_norm(line))
            for line in self.lines
        ]
        return self.screen.table(columns, [*rows, (self._of_all_norms(), *map(of_plan, places), "")])

    def _of_all_norms(self) -> str:
        return self.wording.text("together.of-all-norms")

    def symbols(self) -> Iterator[str]:
        """A row for each plan, the worst first, with a sign for each norm; then the norms by their numbers."""
        yield from self._total()
        count = self._signs_abreast()
        for start in range(0, len(self.lines), count):
            lines = self.lines[start : start + count]
            numbers = _numbers([line.number for line in lines])
            signs = Column(numbers, numbers.find("\n") if "\n" in numbers else len(numbers), whole=True, signs=_PAINTED)
            rows = [(*self._plan(place), self._signs(place, lines)) for place in self.places]
            yield from self._plans([signs], rows)
            yield "\n"
        number = Column("", _width(str(line.number) for line in self.lines), right=True)
        beside = _taken([number, *self._counting(self._by_norm(self.lines))]) + self.width_of_met
        yield self._norms(self.lines, [number], counting=self.screen.width - beside >= _READABLE)

    def counts(self) -> Iterator[str]:
        """How many plans make what of each norm, the one that most fall short of first; then of the worst plans."""
        yield from self._total()
        yield self._norms(least_met(self.lines), [], counting=True)
        yield "\n"
        told = self.places[:MOST]
        cells = [counted(self.all.of_place(place), self.to_count) for place in told]
        rows = [(*self._plan(place), *row) for place, row in zip(told, cells, strict=True)]
        yield from self._plans(self._counting(cells), rows)
        if len(self.places) > MOST:
            yield self.screen.text(self.wording.text("together.more", count=len(self.places) - MOST))

    def _total(self) -> Iterator[str]:
        """What all plans come to."""
        name = self.wording.text("report.many", plans=self.all.plans)
        yield self.screen.text(self.wording.counts(self.all.statuses, name), STRONG)
        yield "\n"

    def _norms(self, lines: Sequence[Line], first: Sequence[Column], *, counting: bool) -> str:
        """A row for each norm, with its number where `first` has a column for it: how many meet it, and what else."""
        cells = self._by_norm(lines) if counting else [[]] * len(lines)
        met_head = Column(self.wording.text("column.met"), self.width_of_met, right=True, whole=True)
        columns = [*first, Column(heading(self.all, self.wording)), met_head, *self._counting(cells)]
        rows = [
            (*[str(line.number)] * len(first), self.titles[line.number], of_norm(line), *row)
            for line, row in zip(lines, cells, strict=True)
        ]
        return self.screen.table(columns, rows)

    def _by_norm(self, lines: Sequence[Line]) -> list[list[str]]:
        """How many plans have which of the signs that are counted, for each norm."""
        return [counted(self.all.of_line(line), self.to_count) for line in lines]

    def _counting(self, cells: Sequence[Sequence[str]]) -> list[Column]:
        """The columns of these counts, each under its sign."""
        columns = zip(self.to_count, zip(*cells, strict=True), strict=False)  # there may be no counts
        return [Column(each, _width((each, *texts)), right=True, whole=True) for each, texts in columns]

    def _plans(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """A table with a row for each plan; its name has what room the other columns leave, as far as it is needed."""
        room = self.screen.width - _taken([*self._heading(0), *columns]) + 1
        names = [self.wording.text("column.plan"), *(place.name for place in self.places)]
        name = max(min(_width(names), room), _width(word for name in names for word in name.split()))
        every = [*self._heading(name), *columns]
        for start in range(0, len(rows), _AT_ONCE):
            yield self.screen.table(every, rows[start : start + _AT_ONCE])
            every = [column._replace(head="") for column in every]

    def _heading(self, name: int) -> list[Column]:
        """The columns of what stands in front of what a plan has: its rank, its name, its errors, how many are met."""
        errors, met = self.wording.text("column.errors"), self.wording.text("column.met")
        return [
            Column("", _width(str(place.rank) for place in self.places), FAINT, right=True),
            Column(self.wording.text("column.plan"), name, STRONG),
            Column(errors, _width([errors, *(str(place.totals.errors) for place in self.places)]), right=True),
            Column(met, _width([met, *map(of_plan, self.places)]), right=True),
        ]

    def _plan(self, place: Place) -> tuple[str, str, str, str]:
        return str(place.rank), place.name, str(place.totals.errors), of_plan(place)

    def _signs(self, place: Place, lines: Sequence[Line]) -> str:
        """The signs of a plan, in groups; a space for what is not to be shown."""
        return _grouped("".join(self.all.stands(line, place) or " " for line in lines))


def _numbers(numbers: Sequence[int]) -> str:
    """Numbers over signs, each from top to bottom, in groups."""
    width = len(str(max(numbers)))
    digits = (f"{number:>{width}}" for number in numbers)
    return "\n".join(_grouped("".join(row)) for row in zip(*digits, strict=True))


def _grouped(signs: str) -> str:
    return " ".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))


def _taken(columns: Iterable[Column]) -> int:
    """How many cells columns take, each with the space behind it."""
    return sum((column.width or 0) + 1 for column in columns)


def _width(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)
