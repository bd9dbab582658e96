"""Which candidates are targets, of which indicators; what is sure, and what is left to a person."""

from collections.abc import Iterable, Sequence

from nq42check.drafting.candidates import Candidate
from nq42check.drafting.drafts import Reason, Row, Unplaced
from nq42check.drafting.speech import UNEXPLAINED, Match
from nq42check.drafting.worded import Worded
from nq42check.model.catalogue import Indicator
from nq42check.model.values import NotALevel, NotUnderstood, Words

_LIKELY = 0.5
"""How well words must be about an indicator for a figure to be its."""
_SURE = 0.8
_MARGIN = 0.12
_MOST_UNEXPLAINED = 2
"""How much better than by anything else the words of a sure row are understood."""
_NEARLY = 0.8
"""How nearly as well as the first a second indicator of one figure must be named."""


def settled(
    candidates: Sequence[Candidate], by: int | None, *, listed: bool
) -> tuple[list[Row], list[Unplaced], list[Candidate]]:
    """The rows, what found no place, and the candidates that say again what a row has said.

    `by` is the year in which the document's targets fall due.
    """
    rows: list[tuple[int, Row]] = []
    unplaced: list[tuple[int, Unplaced]] = []
    again: list[Candidate] = []
    taken: dict[tuple[str, int | None, tuple[str, ...]], Worded] = {}
    left: list[tuple[int, Candidate]] = []
    order = sorted(enumerate(candidates), key=lambda each: -_best(each[1]))
    for at, candidate in order:
        placed = False
        chosen = _chosen(candidate)
        for match in chosen:
            indicator = match.subject.indicator
            assert indicator is not None
            spoken = candidate.value(match)
            if isinstance(spoken.stated, NotUnderstood) and not candidate.figure:
                continue
            groups = _groups(spoken, indicator)
            key = indicator.id, candidate.year or by, groups
            if key in taken:
                if taken[key].stated == spoken.stated:
                    again.append(candidate)
                    placed = True
                continue
            if not candidate.figure and any(each[:2] == key[:2] for each in taken):
                placed = True
                continue
            taken[key] = spoken
            rows.append((at, _row(candidate, match, chosen, spoken, groups, by, listed=listed)))
            placed = True
        if not placed and candidate.figure:
            left.append((at, candidate))
    for at, candidate in left:
        unplaced.append((at, _unplaced(candidate)))
    return (
        [row for _, row in sorted(rows, key=lambda each: each[0])],
        [each for _, each in sorted(unplaced, key=lambda each: each[0])],
        again,
    )


def _best(candidate: Candidate) -> float:
    return max((match.likeness for match in candidate.matches), default=0.0)


def _chosen(candidate: Candidate) -> Sequence[Match]:
    """The indicators that a candidate is a target of: the likeliest, and those of its area that are named beside it."""
    matches = candidate.matches
    if not matches or matches[0].subject.indicator is None or matches[0].covered < _LIKELY:
        return ()
    first = _read_best(candidate)
    chosen = [first]
    for match in matches[1:]:
        if match.subject.indicator is None or _area(match) != _area(first) or match.covered < _NEARLY * first.covered:
            continue
        if all(match.named & other.unexplained and other.named & match.unexplained for other in chosen):
            chosen.append(match)
    return chosen if _likeness(first, chosen) >= _LIKELY else ()


def _likeness(first: Match, chosen: Sequence[Match]) -> float:
    """How well a clause is understood where it is about several indicators: each explains words that the others leave."""
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


def _area(match: Match) -> str:
    assert match.subject.indicator is not None
    return match.subject.indicator.id.partition(".")[0]


def _groups(spoken: Worded, indicator: Indicator) -> tuple[str, ...]:
    """The groups that a target names, where they are fewer than its indicator covers."""
    named = spoken.scope.groups
    return named if named and set(named) != set(indicator.groups) else ()


def _row(
    candidate: Candidate,
    match: Match,
    chosen: Sequence[Match],
    spoken: Worded,
    groups: tuple[str, ...],
    by: int | None,
    *,
    listed: bool,
) -> Row:
    indicator = match.subject.indicator
    assert indicator is not None
    reasons = [*_reasons(candidate, match, chosen, spoken, listed=listed)]
    counts = spoken.scope.counts if spoken.scope.counts != indicator.counts else None
    return Row(
        indicator=indicator,
        value=spoken.value,
        by=candidate.year if candidate.year != by else None,
        groups=groups,
        counts=counts,
        only=spoken.scope.only,
        where=candidate.where,
        quote=spoken.quote,
        owner=candidate.owner,
        sure=not reasons,
        reasons=tuple(reasons),
        block=candidate.block,
    )


def _reasons(
    candidate: Candidate, match: Match, chosen: Sequence[Match], spoken: Worded, *, listed: bool
) -> Iterable[Reason]:
    """What speaks against a row."""
    if not listed:
        yield Reason("no-list")
    if candidate.doubt:
        yield Reason(candidate.doubt)
    if match.covered < _SURE or _unexplained(match, chosen) > _MOST_UNEXPLAINED:
        yield Reason("named-in-part")
    other = next(
        (
            each
            for each in candidate.matches
            if each not in chosen and each.likeness > match.likeness - _MARGIN and not each.named <= match.named
        ),
        None,
    )
    if other is not None:
        name = other.subject.outside or (other.subject.indicator.names if other.subject.indicator else None)
        assert name is not None
        yield Reason("resembles", (("other", name.vi),))
    if isinstance(spoken.stated, NotUnderstood | NotALevel | Words) or not spoken.is_read:
        yield Reason("no-level")
    if not spoken.proved:
        yield Reason("not-proved")


def _unexplained(match: Match, chosen: Sequence[Match]) -> int:
    """How many words of a clause none of the indicators that it is about explains."""
    return len(match.unexplained.intersection(*(each.unexplained for each in chosen)))


def _unplaced(candidate: Candidate) -> Unplaced:
    first = candidate.matches[0] if candidate.matches else None
    outside = first.subject.outside if first else None
    near = next((match.subject.indicator for match in candidate.matches if match.subject.indicator), None)
    return Unplaced(candidate.words, candidate.where, near, outside, candidate.block)
