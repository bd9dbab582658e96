"""The nation as a part of the page: what follows for each norm, and what each place promises, said in words."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from nq42check.judging.compare import Outcome
from nq42check.judging.join import Verdict
from nq42check.judging.nation import Outlook
from nq42check.reports.grid import BEHIND
from nq42check.reports.html.marks import NONE
from nq42check.reports.html.overview import MOST_TOLD, Overview, Plan
from nq42check.reports.national import Facts, Given, Line, prospects
from nq42check.reports.national.head import extent, part_told, remarks, wanting
from nq42check.reports.national.voices import Voice
from nq42check.reports.national.words import OUTLOOK_SIGNS, PROMISED_SIGNS, Words
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker
from nq42check.run.knowledge import nation, places, weights

_NAMED = 20
"""So many places are named under a norm for each mark and reason, where there are more than MOST_TOLD plans."""

_PROMISED = {
    Verdict.MET: "met",
    Verdict.LOOSENED: "loosened",
    Verdict.SHORT: "weaker",
    Verdict.DEPENDS: "undecided",
    Verdict.SILENT: NONE,
}
_OUTLOOKS = {
    Outlook.CERTAIN: "met",
    Outlook.OUT_OF_REACH: "weaker",
    Outlook.DEPENDS: "undecided",
    Outlook.UNKNOWN: NONE,
}
_OUTCOMES = {Outcome.MET: "met", Outcome.LOOSENED: "loosened", Outcome.UNDECIDED: "undecided"}

_SIGNS = {
    **{mark: PROMISED_SIGNS[verdict] for verdict, mark in _PROMISED.items()},
    **{mark: OUTLOOK_SIGNS[outlook] for outlook, mark in _OUTLOOKS.items()},
}


class Column(NamedTuple):
    """What one of the two columns says of a norm: a `mark`, which gives it its tone, its sign, and sentences."""

    mark: str
    sign: str
    said: tuple[str, ...]


class Told(NamedTuple):
    """A plan under a norm: its place, the link to what it says there (empty where it has none), and what it says."""

    name: str
    href: str
    said: str = ""


class Group(NamedTuple):
    """Plans of which the same holds: the status that their promises have, or why they add nothing; and how many more.

    Of statuses the page knows the words, reasons are words.
    """

    about: str
    all: int
    told: tuple[Told, ...]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.all - len(self.told)


class Row(NamedTuple):
    """A norm: its anchor in the map, empty where that has no row for it, and what is said of it.

    `given` are those who promise, the worst first, `without` those who add nothing.
    """

    id: str
    indicator: str
    asked: str
    document: str
    by: int
    certain: bool
    promised: Column
    nation: Column
    given: tuple[Group, ...]
    without: tuple[Group, ...]


class National(NamedTuple):
    """The part of the page: whose plans there are, the norms by the headings of their areas, and the signs that occur.

    `wanting` are the norms that are not certain, by what they come to, where there are many norms.
    `whole`, `parts` and `silent` are the places of today that have a plan for all of them, for a part only, and none.
    """

    extent: str
    counted: str
    remarks: list[str]
    wanting: list[tuple[str, list[str]]]
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    silent: tuple[str, ...]
    areas: dict[str, list[Row]]
    signs: dict[str, str]


def national(
    voices: Sequence[Voice], checker: Checker, plans: Sequence[Plan], overall: Overview, wording: Wording
) -> National | None:
    """What `voices` come to, with links to the rows of `overall` and to `plans`, which it may show joined.

    None where there are plans of one place only, or of none of their norms anything follows.
    """
    knowledge = checker.knowledge
    facts = Facts(knowledge.catalogue, places(), weights(), nation())
    found = prospects(voices, [*knowledge.baselines, *checker.against], facts)
    if len(found.seating.seats) < 2 or not found.lines:
        return None
    areas: dict[str, list[Row]] = {}
    rows = _Rows(plans, overall, Words(wording))
    for line in found.lines:
        areas.setdefault(wording.show(line.norm.target.indicator.area.heading), []).append(rows.row(line))
    occurring = {column.mark for lines in areas.values() for row in lines for column in (row.promised, row.nation)}
    return National(
        extent=extent(found, wording),
        counted=Words(wording).counted(found),
        remarks=remarks(found, wording),
        wanting=wanting(found, wording),
        whole=tuple(seat.name for seat in found.seating.whole),
        parts=tuple(part_told(seat, wording) for seat in found.seating.in_part),
        silent=tuple(place.name for place in found.seating.silent),
        areas=areas,
        signs={mark: sign for mark, sign in _SIGNS.items() if mark in occurring},
    )


class _Rows:
    """Makes rows, with links to where the page says more."""

    def __init__(self, plans: Sequence[Plan], overall: Overview, words: Words) -> None:
        self.words = words
        self.most = _NAMED if len(plans) > MOST_TOLD else len(plans)
        self.anchors = {line.row.key: line.id for lines in overall.areas.values() for line in lines}
        self.plans = {plan.column.totals.path: plan for plan in plans}
        self.held = {
            path: {row.key for row, cell in zip(column.rows, column.cells, strict=True) if cell.status != BEHIND}
            for path, column in ((path, plan.column) for path, plan in self.plans.items())
        }

    def row(self, line: Line) -> Row:
        """What is said of a norm."""
        norm, found, words = line.norm, line.prospect, self.words
        promised = _PROMISED[found.promised] if found else NONE
        outlook = _OUTLOOKS[found.outlook] if found else NONE
        follows = (words.outlook(line), words.beside(line), words.reached(line), words.share(line))
        return Row(
            id=self.anchors.get(norm.key, ""),
            indicator=words.show(norm.target.indicator),
            asked=words.asked(line),
            document=norm.document.name,
            by=norm.target.by,
            certain=norm.is_certain,
            promised=Column(promised, _SIGNS[promised], (words.promised(line),)),
            nation=Column(outlook, _SIGNS[outlook], tuple(filter(None, follows))),
            given=self._groups(line, line.given, _status, lambda given: self._said(line, given)),
            without=self._groups(line, sorted(line.without, key=words.silence), words.silence, lambda _: ""),
        )

    def _groups(
        self, line: Line, all_: Iterable[Given], about: Callable[[Given], str], said: Callable[[Given], str]
    ) -> tuple[Group, ...]:
        """Those of whom the same holds, as they follow one another."""
        alike = [(same, [*those]) for same, those in groupby(all_, about)]
        return tuple(
            Group(same, len(those), tuple(self._told(line, given, said(given)) for given in those[: self.most]))
            for same, those in alike
        )

    def _told(self, line: Line, given: Given, said: str) -> Told:
        plan = self.plans.get(given.path)
        name = self.words.say("place.former", name=given.name) if given.of else given.name
        return Told(name, self._leads_to(line, plan) if plan else "", said)

    def _said(self, line: Line, given: Given) -> str:
        """What a plan promises, how far that is from the norm, and what else is asked of its place."""
        beside = "; ".join(filter(None, (self.words.distance(line, given), *self.words.remarks(given))))
        return given.said.value + (f" ({beside})" if beside else "")

    def _leads_to(self, line: Line, plan: Plan) -> str:
        """The address of a plan's entry for a norm, or of the plan, where it is not held against that."""
        key = line.norm.key
        held = key in self.anchors and key in self.held[plan.column.totals.path]
        return plan.leads_to(self.anchors[key]) if held else plan.href


def _status(given: Given) -> str:
    """The status by which the page shows what a promise comes to for the norm."""
    return _OUTCOMES.get(given.said.outcome, "weaker")
