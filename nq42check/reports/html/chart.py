"""Charts of norms: what every plan promises beside what a norm asks for, from the worst to the best, as plain data.

Up to MOST_NAMED plans have a row each with its name. More make a curve of points, and of more than MOST_POINTS only
some are drawn, evenly by rank, the worst and the best among them.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from nq42check.judging.assess import Status
from nq42check.model.catalogue import Better, Catalogue, Indicator
from nq42check.model.nation import Reached
from nq42check.model.values import Operator
from nq42check.reports.grid import ASIDE, Cell, Row, statuses
from nq42check.reports.html.marks import SIGNS
from nq42check.reports.html.scale import Scale, scale_for
from nq42check.reports.wording import Wording

MOST_NAMED = 40
MOST_POINTS = 200
POINTS = 120
"""How many of more than MOST_POINTS plans are drawn."""

_HEAD, _LINE, _FOOT, _CURVE = 22, 15, 20, 120  # heights in pixels
_ROWS_FROM, _ROWS_TO = Decimal(41), Decimal(75)  # in percent of the width: names stand before, values behind
_CURVE_FROM, _CURVE_TO = Decimal(2), Decimal(98)
_WORST_NAMED = 3
_LONGEST_NORM, _LONGEST_NAME = 16, 22

MET, SHORT, OPEN = "met", "short", "open"
"""What a plan makes of the norm, as its shape tells: full, hollow, or undecided."""


class Point(NamedTuple):
    """One plan: where it stands, in percent of the width and in pixels from the top; its shape; `name` as shown."""

    x: str
    y: int
    shape: str
    about: bool
    name: str = ""
    value: str = ""
    sign: str = ""


class Line(NamedTuple):
    """A number that all are seen against, at a place across: what is written at it, and which end of that is there."""

    at: str
    text: str
    anchor: str


class Chart(NamedTuple):
    """One chart. `label` says in words all that is drawn, `below` what is not; `sources` are the nation's value's.

    With `named` each point is a row; lines stand upright, and places on them are in percent of the width. Else points
    make a curve; lines lie, and their places are in pixels from the top. What keeps the norm is the band from `good`
    over `reach`. `low` and `high` are the ends of the scale. What is drawn ends at `bottom`; words stand beneath.
    """

    label: str
    title: str
    caption: str
    below: tuple[str, ...]
    sources: tuple[str, ...]
    named: bool
    bottom: int
    height: int
    points: tuple[Point, ...]
    norm: Line
    good: str
    reach: str
    nation: Line | None
    low: str
    high: str

    @property
    def shapes(self) -> list[tuple[str, list[Point]]]:
        """The points by what they look like, as classes."""

        def looks(point: Point) -> str:
            return f"{point.shape} about" if point.about else point.shape

        return [(look, [*points]) for look, points in groupby(sorted(self.points, key=looks), looks)]


def charts(
    rows: Mapping[Row, Sequence[Cell | None]],
    names: Sequence[str],
    catalogue: Catalogue,
    nation: Mapping[str, Reached],
    wording: Wording,
) -> dict[Row, Chart]:
    """A chart for each of `rows` that has one; `names` are those of the columns, `nation` has values by indicators."""
    made = {}
    for row, cells in rows.items():
        drawn = chart(row, cells, names, catalogue.indicators[row.id], nation.get(row.id), wording)
        if drawn:
            made[row] = drawn
    return made


class _Promise(NamedTuple):
    """What one plan promises: the plan's name, its cell, and the number in it."""

    name: str
    cell: Cell
    number: Decimal


def chart(
    row: Row,
    cells: Sequence[Cell | None],
    names: Sequence[str],
    indicator: Indicator,
    reached: Reached | None,
    wording: Wording,
) -> Chart | None:
    """The chart of a norm; None where it asks for no number, or no plan that is compared with it promises one."""
    promises = [
        _Promise(name, cell, cell.number)
        for name, cell in zip(names, cells, strict=True)
        if cell and cell.number is not None and cell.status not in ASIDE
    ]
    if row.number is None or indicator.better is None or not promises:
        return None
    upward = indicator.better is Better.HIGHER
    promises.sort(key=lambda promise: (promise.number if upward else -promise.number, promise.name))
    words = _Words(row, indicator, reached, wording)
    national = [reached.latest.figure.low] if reached else []
    scale = scale_for([row.number, *national, *(promise.number for promise in promises)], indicator.domain)
    named = len(promises) <= MOST_NAMED
    drawing = (_Rows if named else _Curve)(scale, len(promises), upward=upward)
    good, reach = drawing.band(row.number)
    return Chart(
        label=words.label(promises, cells),
        title=row.indicator,
        caption=words.caption(cells),
        below=words.below(cells),
        sources=reached.sources if reached else (),
        named=named,
        bottom=drawing.bottom,
        height=drawing.bottom + (2 * _FOOT if reached or not named else _FOOT),
        points=tuple(drawing.points(promises, words)),
        norm=drawing.line(row.number, above=True)._replace(text=words.norm()),
        good=good,
        reach=reach,
        nation=drawing.line(national[0], above=False)._replace(text=words.nation()) if national else None,
        low=words.figure(scale.low),
        high=words.figure(scale.high),
    )


class _Rows:
    """A row for each plan, the worst at the top; the scale lies."""

    def __init__(self, scale: Scale, many: int, *, upward: bool) -> None:
        self.scale, self.upward, self.bottom = scale, upward, _HEAD + _LINE * many

    def points(self, promises: Sequence[_Promise], words: "_Words") -> Iterable[Point]:
        for place, promise in enumerate(promises):
            yield words.point(promise, _percent(self._across(promise.number)), _HEAD + _LINE * place + _LINE // 2)

    def line(self, number: Decimal, *, above: bool) -> Line:
        """The line at `number`; its text stands above or below all rows, at the side where there is more room."""
        across = self._across(number)
        return Line(_percent(across), "", "end" if across > (_ROWS_FROM + _ROWS_TO) / 2 else "start")

    def band(self, number: Decimal) -> tuple[str, str]:
        across = self._across(number)
        start, end = (across, _ROWS_TO) if self.upward else (_ROWS_FROM, across)
        return _percent(start), _percent(end - start)

    def _across(self, number: Decimal) -> Decimal:
        return _ROWS_FROM + (_ROWS_TO - _ROWS_FROM) * self.scale.share(number)


class _Curve:
    """A point for each plan, the worst at the left; the scale stands."""

    def __init__(self, scale: Scale, many: int, *, upward: bool) -> None:
        self.scale, self.upward, self.bottom = scale, upward, _HEAD + _CURVE

    def points(self, promises: Sequence[_Promise], words: "_Words") -> Iterable[Point]:
        last = len(promises) - 1
        places = range(last + 1)
        if len(promises) > MOST_POINTS:
            places = [place * last // (POINTS - 1) for place in range(POINTS)]  # type: ignore[assignment]
        for place in places:
            across = _CURVE_FROM + (_CURVE_TO - _CURVE_FROM) * place / last
            yield words.point(promises[place], _percent(across), self._down(promises[place].number))._replace(name="")

    def line(self, number: Decimal, *, above: bool) -> Line:
        """The line at `number`; its text stands above or below it, at the side where the curve is not."""
        return Line(str(self._down(number)), "", "start" if above is self.upward else "end")

    def band(self, number: Decimal) -> tuple[str, str]:
        down = self._down(number)
        start, end = (_HEAD, down) if self.upward else (down, self.bottom)
        return str(start), str(end - start)

    def _down(self, number: Decimal) -> int:
        return _HEAD + int(_CURVE * (1 - self.scale.share(number)))


def _percent(number: Decimal) -> str:
    return f"{number:.1f}%"


class _Words:
    """All that a chart says, in one language."""

    def __init__(self, row: Row, indicator: Indicator, reached: Reached | None, wording: Wording) -> None:
        self.row, self.indicator, self.reached, self.wording = row, indicator, reached, wording

    def figure(self, number: Decimal) -> str:
        """A number with its sign where it is a percentage; units in words are said once, by the title."""
        percent = self.indicator.unit is not None and self.indicator.unit.is_percent
        return self.wording.show(number) + ("%" if percent else "")

    def point(self, promise: _Promise, x: str, y: int) -> Point:
        """A plan at its place."""
        status, cell = promise.cell.status, promise.cell
        name = promise.name if len(promise.name) <= _LONGEST_NAME else f"{promise.name[: _LONGEST_NAME - 1]}…"
        shape = MET if status == Status.MET.value else OPEN if status == Status.UNDECIDED.value else SHORT
        mark = " §" if cell.settled else ""
        return Point(x, y, shape, cell.sign == Operator.ABOUT.value, name + mark, self.value(promise), SIGNS[status])

    def value(self, promise: _Promise) -> str:
        """What a plan promises, with a star where it meets the norm on a reading."""
        read = "*" if promise.cell.reading else ""
        return promise.cell.sign + self.figure(promise.number) + read

    def norm(self) -> str:
        """What stands at the norm's line."""
        assert self.row.number is not None
        short = len(self.row.asked) <= _LONGEST_NORM
        return self.wording.text("chart.norm", value=self.row.asked if short else self.figure(self.row.number))

    def nation(self) -> str:
        """What stands at the nation's line."""
        assert self.reached
        latest, sure = self.reached.latest, "" if self.reached.evidence.value == "verified" else " ◌"
        value = latest.figure.operator.value + self.figure(latest.figure.low) + sure
        return self.wording.text("chart.nation", year=latest.year, value=value)

    def caption(self, cells: Sequence[Cell | None]) -> str:
        """What is asked for, and how many meet it."""
        row, text = self.row, self.wording.text
        norm = text("chart.asked", value=row.asked, document=row.document, by=row.by)
        unsure = "" if row.certain else f" ◌ {text('html.unverified')}"
        found = statuses(cells)
        return f"{norm}{unsure}. {text('chart.met', met=found[Status.MET.value], compared=found.total())}"

    def label(self, promises: Sequence[_Promise], cells: Sequence[Cell | None]) -> str:
        """All that is drawn, in words."""
        first, last = promises[0].number, promises[-1].number
        ends = {"worst": self._those(promises, first), "best": self._those(promises, last)}
        said = [
            f"{self.row.indicator}. {self.caption(cells)}",
            self.wording.text("chart.order", count=len(promises), better=self.indicator.better, **ends),
        ]
        return " ".join([*said, *self.below(cells)])

    def _those(self, promises: Sequence[_Promise], number: Decimal) -> str:
        """The plans that promise `number`, a few by name, and what they promise."""
        those = [promise for promise in promises if promise.number == number]
        named = ", ".join(promise.name for promise in those[:_WORST_NAMED])
        if len(those) > _WORST_NAMED:
            named += f" {self.wording.text('chart.others', count=len(those) - _WORST_NAMED)}"
        return f"{named} ({self.figure(number)})"

    def _national(self) -> str:
        assert self.reached
        said = self.nation().removesuffix(" ◌")
        return f"{said[0].upper()}{said[1:]} ({self.wording.evidence(self.reached.evidence)})"

    def below(self, cells: Sequence[Cell | None]) -> tuple[str, ...]:
        """What is not drawn, counted by why, and what the nation has reached, as far as there is any."""
        there = [cell for cell in cells if cell]
        counts = {
            "missing": sum(cell.status == Status.MISSING.value for cell in there),
            "no-figure": sum(
                cell.number is None and cell.status not in (Status.MISSING.value, *ASIDE) for cell in there
            ),
            "aside": len(cells) - len(there) + sum(cell.status in ASIDE for cell in there),
        }
        left_out = [self.wording.text(f"chart.{why}", count=count) for why, count in counts.items() if count]
        said = [self.wording.text("chart.left-out", reasons="; ".join(left_out))] if left_out else []
        return (*said, *([f"{self._national()}."] if self.reached else []))
