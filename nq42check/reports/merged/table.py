"""Places of today at a terminal: each merged one with its parts, what is silent, and the norms that are not met."""

from collections.abc import Iterator, Sequence

from nq42check.judging.assess import Status
from nq42check.reports import Brief, Detail
from nq42check.reports.layout import aloud
from nq42check.reports.merged import Part, Place, Told, succeeded, told
from nq42check.reports.screen import ERROR, FAINT, GOOD, NOTE, STRONG, WARNING, Column, Screen
from nq42check.reports.words import STATUS_SIGNS
from nq42check.run.successors import PlacesOfToday, Succession

_STYLES = {
    **dict.fromkeys(STATUS_SIGNS.values(), ERROR),
    STATUS_SIGNS[Status.MET]: GOOD,
    STATUS_SIGNS[Status.LOOSENED]: WARNING,
    STATUS_SIGNS[Status.LATER]: WARNING,
    STATUS_SIGNS[Status.NARROWER]: WARNING,
    STATUS_SIGNS[Status.UNDECIDED]: NOTE,
    STATUS_SIGNS[Status.NOT_APPLICABLE]: FAINT,
}


def in_table(today: PlacesOfToday, brief: Brief, screen: Screen) -> Iterator[str]:
    """All of it as a part of the report by itself; nothing where no plan is one of a place that was merged."""
    places = told(today, brief.wording)
    if places or today.successions:
        section = _Section(brief, screen)
        yield from section.head(places)
        for place in places:
            yield from section.place(place)
        for succession in today.successions:
            yield from section.succession(succession)


class _Section:
    """What lays it out."""

    def __init__(self, brief: Brief, screen: Screen) -> None:
        self.brief, self.screen, self.wording = brief, screen, brief.wording

    def head(self, places: Sequence[Place]) -> Iterator[str]:
        """What the part is about; how plans are joined, and what the signs of norms mean, where there are any."""
        yield self.screen.text(self.wording.text("merged.title").upper(), STRONG)
        if places:
            yield self.screen.text(self.wording.text("merged.lead"), FAINT)
        found = {each.status for place in places for each in self._shown(place)}
        signs = [f"{STATUS_SIGNS[status]} {self.wording.status(status)}" for status in Status if status in found]
        if signs and not self.brief.spoken:
            yield self.screen.text(" · ".join(signs), FAINT)
        yield "\n"

    def _shown(self, place: Place) -> Sequence[Told]:
        if self.brief.detail is Detail.BRIEF:
            return ()
        return place.told if self.brief.show_all else place.unmet

    def place(self, place: Place) -> Iterator[str]:
        """One place: what it comes to and is made of, and its norms."""
        yield self._said(self.wording.counts(place.column.totals.statuses, place.name), STRONG)
        parts = (" ".join(filter(None, (part.called, _in_files(part)))) for part in place.parts)
        made_of = self.wording.text("merged.parts", parts=", ".join(parts))
        yield self._said(f"{made_of} {place.silent}".strip())
        yield from self._norms(self._shown(place))
        if place.waiting and self.brief.detail is not Detail.BRIEF and not self.brief.show_all:
            yield self._said(self.wording.text("merged.waiting", count=place.waiting), FAINT)
        yield "\n"

    def _norms(self, shown: Sequence[Told]) -> Iterator[str]:
        if self.brief.spoken:
            for each in shown:
                asked = f"{each.row.indicator}: {each.row.asked} ({each.row.by}), {self.wording.status(each.status)}"
                yield self._said(f"{asked}. {_answers(each)}".replace("\n", ". "))
        elif shown:
            heads = self.wording.text("column.norm"), self.wording.text("merged.column")
            columns = [Column(heads[0], self.screen.width // 2, signs=_STYLES), Column(heads[1])]
            yield self.screen.table(columns, [(_norm(each), _answers(each)) for each in shown])

    def succession(self, succession: Succession) -> Iterator[str]:
        """A place that has a plan of its own: how that one stands to those before it, and what depends."""
        yield from map(self._said, succeeded(succession, self.wording))
        yield "\n"

    def _said(self, text: str, style: str = "") -> str:
        return self.screen.text(aloud(text, self.wording) if self.brief.spoken else text, style)


def _in_files(part: Part) -> str:
    return f"({', '.join(path for path, _ in part.plans)})" if part.plans else ""


def _norm(told: Told) -> str:
    row = told.row
    return f"{STATUS_SIGNS[told.status]} {row.indicator}: {row.asked} ({row.by}, {row.document})"


def _answers(told: Told) -> str:
    """What each part that has a plan says, why that adds nothing, and on what it depends."""
    said = []
    for answer in (answer for answer in told.answers if answer.path):
        silence = f"({answer.silence})" if answer.silence and answer.value else answer.silence
        said.append(f"{answer.part}: {' '.join(filter(None, (answer.value, silence)))}")
    return "\n".join(filter(None, ("; ".join(said), told.depends)))
