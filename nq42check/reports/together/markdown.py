"""Plans side by side as Markdown, for a pull request."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from nq42check.reports.markdown import escaped
from nq42check.reports.together import (
    MOST,
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

_MOST = 60_000
"""The most characters of tables: GitHub takes comments of 65,536, and what stands around them needs room."""

_ABREAST = 8
"""So many plans at most have a column of values each unasked."""


def as_markdown(comparison: Comparison, show: str | None, wording: Wording) -> Iterator[str]:
    """As much of each cell as `show` says, one of SHOWN; where it is None, values of a few plans and signs of many."""
    page = _Page(comparison, wording)
    show = show or ("values" if len(comparison.places) <= _ABREAST else "symbols" if page.few else "counts")
    yield f"## {escaped(wording.text('together.title'))}\n\n"
    name = wording.text("report.many", plans=comparison.plans)
    yield f"**{escaped(wording.counts(comparison.statuses, name))}**\n\n"
    if filtered := in_words(comparison, wording):
        yield f"{escaped(filtered)}\n\n"
    yield from page.within_the_limit({"values": page.values, "symbols": page.symbols, "counts": page.counts}[show]())
    yield escaped(" · ".join(legend(comparison, wording))) + "\n"


class _Page:
    """The tables of a comparison, each as rows of Markdown, heads first."""

    def __init__(self, comparison: Comparison, wording: Wording) -> None:
        self.all, self.wording = comparison, wording
        self.lines, self.places = comparison.lines, comparison.places
        self.few = len(self.places) <= MOST
        self.titles = titles(comparison)

    def within_the_limit(self, tables: Iterable[Iterable[str]]) -> Iterator[str]:
        """As many rows as there is room for, and how many there is none for."""
        size = cut = 0
        for table in tables:
            for row in table:
                size += len(row)
                if cut or size > _MOST:
                    cut += 1
                else:
                    yield row
            yield "\n"
        if cut:
            yield escaped(self.wording.text("together.cut", count=cut)) + "\n\n"

    def values(self) -> Iterator[Iterator[str]]:
        """A row for each norm, a column for each plan."""
        yield self._values()

    def _values(self) -> Iterator[str]:
        names = (place.name for place in self.places)
        yield from _heads([heading(self.all, self.wording), *names, self.wording.text("column.met")])
        for line in self.lines:
            cells = (valued(cell) if (cell := self.all.shown(line, place)) else "" for place in self.places)
            yield _row([self.titles[line.number], *cells, of_norm(line)])
        yield _row([self.wording.text("together.of-all-norms"), *map(of_plan, self.places), ""])

    def symbols(self) -> Iterator[Iterator[str]]:
        """A row for each plan, with a sign for each norm; then the norms by their numbers."""
        yield self._plans([str(line.number) for line in self.lines], self._signs)
        yield self._norms(self.lines, numbered=True)

    def counts(self) -> Iterator[Iterator[str]]:
        """The norms, that which most fall short of first; then the plans."""
        yield self._norms(least_met(self.lines), numbered=False)
        yield self._plans(to_count(self.all), self._counts)

    def _plans(self, columns: Sequence[str], cells: Callable[[Place], Iterable[str]]) -> Iterator[str]:
        """A row for each plan, the worst first."""
        say = self.wording.text
        yield from _heads(["", say("column.plan"), say("column.errors"), say("column.met"), *columns])
        for place in self.places:
            own = (str(place.rank), place.name, str(place.totals.errors), of_plan(place))
            yield _row([*own, *cells(place)])

    def _signs(self, place: Place) -> list[str]:
        return [self.all.stands(line, place) for line in self.lines]

    def _counts(self, place: Place) -> list[str]:
        return counted(self.all.of_place(place), to_count(self.all))

    def _norms(self, lines: Sequence[Line], *, numbered: bool) -> Iterator[str]:
        """A row for each norm, in which order they come."""
        used = to_count(self.all)
        number = [""] * numbered
        yield from _heads([*number, heading(self.all, self.wording), self.wording.text("column.met"), *used])
        for line in lines:
            first = [str(line.number)] * numbered
            yield _row([*first, self.titles[line.number], of_norm(line), *counted(self.all.of_line(line), used)])


def _heads(heads: Sequence[str]) -> Iterator[str]:
    yield _row(heads)
    yield f"|{' --- |' * len(heads)}\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |\n"
