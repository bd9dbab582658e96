"""Which candidates are targets, of which indicators; what is sure, and what is left to a person."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nq42check.drafting.candidates import HINT, Candidate
from nq42check.drafting.doubts import Doubts
from nq42check.drafting.drafts import Reason, Row, Unplaced
from nq42check.drafting.speech import UNEXPLAINED, Match
from nq42check.drafting.worded import Worded
from nq42check.language.pieces import Piece, cut
from nq42check.model.catalogue import Area, Indicator
from nq42check.model.units import SHARE_A_YEAR
from nq42check.model.values import NotUnderstood, Stated
from nq42check.model.vocabulary import Word
from nq42check.text import Passage

_LIKELY = 0.5
"""How well words must be about an indicator for a figure to be its."""
_SURE = 0.8
"""What part of its name the words of a sure row say."""
_MARGIN = 0.12
"""How much better than by anything else the words of a sure row are understood."""
_MOST_UNEXPLAINED = 1
"""How many words of a sure row its indicator may leave unexplained."""
_NEARLY = 0.8
"""How nearly as well as the first a second indicator of one figure must be named."""


class Terms(NamedTuple):
    """What rows are settled by: the year in which the targets of the document fall due, and what speaks against rows.

    `listed` says whether the document has a list of targets.
    """

    by: int | None
    listed: bool
    doubts: Doubts


class Settled(NamedTuple):
    """The rows, what found no place, and the candidates that say again what a row has said."""

    rows: list[Row]
    unplaced: list[Unplaced]
    again: list[Candidate]


_Key = tuple[str, int | None, tuple[str, ...]]
"""What one figure is of: the indicator, the year, the groups."""


def settled(candidates: Sequence[Candidate], terms: Terms) -> Settled:
    """Which candidates are rows: of two for one indicator, year and groups the likelier; all in the order given."""
    taken: dict[_Key, Worded] = {}
    rows: dict[int, list[Row]] = {}
    unplaced: dict[int, Unplaced] = {}
    again: list[Candidate] = []
    for at, candidate in sorted(enumerate(candidates), key=lambda each: -_best(each[1])):
        if HINT in candidate.doubts:
            continue
        readings = [*_readings(candidate, terms)]
        rows[at] = [*_rows(candidate, readings, taken, terms)]
        if not rows[at] and any(_is_told(reading, taken) for reading in readings):
            again += [candidate] if candidate.figure else []
        elif not rows[at] and (candidate.figure or any(_is_another(reading, taken) for reading in readings)):
            unplaced[at] = _unplaced(candidate)
    known = {id for id, _, _ in taken}
    for at, candidate in enumerate(candidates):
        if HINT in candidate.doubts and _indicator(candidate.matches[0]).id not in known:
            unplaced[at] = _unplaced(candidate)
    return Settled([row for at in sorted(rows) for row in rows[at]], [unplaced[at] for at in sorted(unplaced)], again)


class _Reading(NamedTuple):
    """A candidate as a target of one indicator of those `chosen` for it: what it states, and of what."""

    match: Match
    chosen: Sequence[Match]
    spoken: Worded
    key: _Key

    @property
    def is_understood(self) -> bool:
        return not isinstance(self.spoken.stated, NotUnderstood)


def _readings(candidate: Candidate, terms: Terms) -> Iterator[_Reading]:
    chosen = _chosen(candidate)
    for match in chosen:
        spoken = candidate.value(match)
        yield _Reading(match, chosen, spoken, _key(candidate, match, spoken, terms))


def _rows(candidate: Candidate, readings: Sequence[_Reading], taken: dict[_Key, Worded], terms: Terms) -> Iterator[Row]:
    """The rows that a candidate makes, of what is not taken yet; a step is one of all groups."""
    for reading in readings:
        is_taken = reading.key in taken if candidate.figure else bool(_stated(reading, taken))
        if not is_taken and (candidate.figure or reading.is_understood):
            taken[reading.key] = reading.spoken
            yield _row(candidate, reading, terms)


def _stated(reading: _Reading, taken: dict[_Key, Worded]) -> list[Stated]:
    """What rows state of the indicator of a reading for its year, whatever their groups."""
    return [told.stated for key, told in taken.items() if key[:2] == reading.key[:2]]


def _is_told(reading: _Reading, taken: dict[_Key, Worded]) -> bool:
    """Whether a row states the same as a reading whose words name its indicator in full."""
    told, match = taken.get(reading.key), reading.match
    full = match.covered >= _SURE and len(match.unexplained) <= _MOST_UNEXPLAINED
    return full and told is not None and told.stated == reading.spoken.stated


def _is_another(reading: _Reading, taken: dict[_Key, Worded]) -> bool:
    """Whether what is understood of a reading is stated by none of the rows on its indicator, and there are some."""
    rows = _stated(reading, taken)
    return bool(rows) and reading.spoken.stated not in rows and reading.is_understood


def _key(candidate: Candidate, match: Match, spoken: Worded, terms: Terms) -> _Key:
    indicator = _indicator(match)
    named = spoken.scope.groups
    groups = named if named and set(named) != set(indicator.groups) else ()
    return indicator.id, candidate.year or terms.by, groups


def _indicator(match: Match) -> Indicator:
    assert match.subject.indicator is not None
    return match.subject.indicator


def _best(candidate: Candidate) -> float:
    return max((match.likeness for match in candidate.matches), default=0.0)


def _chosen(candidate: Candidate) -> Sequence[Match]:
    """The indicators that a candidate is a target of: the likeliest, and those of its area that are named beside it."""
    matches = candidate.matches
    if not matches or matches[0].subject.indicator is None or matches[0].covered < _LIKELY:
        return ()
    first = _read_best(candidate)
    chosen = [first]
    for match in (*matches[1:], *candidate.barred):
        if (
            match.subject.indicator is None
            or _area(match) != _area(first)
            or _is_part(match, first)
            or (match.barred and _indicator(match).id in _indicator(first).near)
            or match.covered < (_SURE if match.barred else _NEARLY * first.covered)
        ):
            continue
        if all(match.named & other.unexplained and other.named & match.unexplained for other in chosen):
            chosen.append(match)
    return chosen if _likeness(first, chosen) >= _LIKELY else ()


def _likeness(first: Match, chosen: Sequence[Match]) -> float:
    """How well a clause is understood that is about several indicators: each explains words that the others leave."""
    own = len(first.named | first.unexplained)
    left = len(first.unexplained.intersection(*(match.unexplained for match in chosen)))
    return max(first.likeness, first.covered * (1 - UNEXPLAINED * left / own)) if own else first.likeness


def _read_best(candidate: Candidate) -> Match:
    """The likeliest match; but where its value is no level of that one, one of its area that is nearly as likely.

    "Hộ nghèo giảm 1% mỗi năm" is of the yearly fall of poverty, and not of poverty.
    """
    first = candidate.matches[0]
    if candidate.value(first).is_read:
        return first
    near = [
        match
        for match in candidate.matches[1:]
        if match.subject.indicator and _area(match) == _area(first) and match.likeness >= _NEARLY * first.likeness
    ]
    return next((match for match in near if candidate.value(match).is_read), first)


def _is_part(one: Match, other: Match) -> bool:
    """Whether one indicator measures a part of what the other does."""
    of, whole = one.subject.indicator, other.subject.indicator
    return of is not None and whole is not None and (of.id in whole.parts or whole.id in of.parts)


def _area(match: Match) -> Area:
    return _indicator(match).area


def _row(candidate: Candidate, reading: _Reading, terms: Terms) -> Row:
    match, spoken = reading.match, reading.spoken
    reasons = (
        *(() if terms.listed else (Reason("no-list"),)),
        *_reasons(candidate, match, reading.chosen, spoken, terms.doubts),
    )
    return Row(
        indicator=_indicator(match),
        value=spoken.value,
        by=candidate.year if candidate.year != terms.by else None,
        groups=reading.key[2],
        counts=spoken.counts,
        only=spoken.scope.only,
        where=candidate.where,
        quote=spoken.quote,
        owner=candidate.owner,
        sure=not reasons,
        reasons=tuple(dict.fromkeys(reasons)),
        block=candidate.block,
    )


def _reasons(
    candidate: Candidate, match: Match, chosen: Sequence[Match], spoken: Worded, doubts: Doubts
) -> Iterator[Reason]:
    """What speaks against a row, whatever the document."""
    yield from map(Reason, candidate.doubts)
    unexplained = _unexplained(match, chosen)
    if spoken.denied:
        yield Reason("denied")
    if doubts.narrowed(unexplained) or spoken.scope.only or _is_of_a_part(candidate, match):
        yield Reason("narrowed")
    if _indicator(match).change and not _is_yearly(spoken, _indicator(match)):
        yield Reason("pace")
    if match.covered < _SURE or len(unexplained) > _MOST_UNEXPLAINED:
        yield Reason("named-in-part")
    if other := next((each for each in candidate.matches if _is_near(each, match, chosen)), None):
        name = other.subject.outside or _indicator(other).names
        yield Reason("resembles", (("other", name.vi),))
    if not spoken.is_read:
        yield Reason("no-level")
    if not spoken.proved:
        yield Reason("not-proved")


def _is_near(other: Match, match: Match, chosen: Sequence[Match]) -> bool:
    """Whether words may be about something else as well, by words that it has and the indicator has not."""
    return other not in chosen and other.likeness > match.likeness - _MARGIN and not other.named <= match.named


def _unexplained(match: Match, chosen: Sequence[Match]) -> frozenset[str]:
    """The words of a clause that none of the indicators which it is about explains."""
    return match.unexplained.intersection(*(each.unexplained for each in chosen))


def _is_of_a_part(candidate: Candidate, match: Match) -> bool:
    """Whether a clause that says "of these" inherits words which tell that something else is meant."""
    return any(each in candidate.beyond for each in match.subject.not_)


def _is_yearly(spoken: Worded, indicator: Indicator) -> bool:
    """Whether the words of a yearly change say that it is a year's."""
    said = f"{spoken.quote} {spoken.value}"
    return any(piece.word is Word.PACE or _is_a_year(piece) for piece in cut(Passage(said), indicator))


def _is_a_year(piece: Piece) -> bool:
    return piece.word is Word.UNIT and piece.meaning.dimension == SHARE_A_YEAR


def _unplaced(candidate: Candidate) -> Unplaced:
    first = candidate.matches[0] if candidate.matches else None
    outside = first.subject.outside if first else None
    near = next((match.subject.indicator for match in candidate.matches if match.subject.indicator), None)
    return Unplaced(candidate.words, candidate.where, near, outside, candidate.block)
