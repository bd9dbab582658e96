"""The nation, norm by norm: what those who promise come to, what follows for all, and what each plan adds."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Silence
from nq42check.judging.nation import (
    Member,
    Prospect,
    Whole,
    prospect_of_each,
    prospect_of_mean,
    prospect_of_steps,
    prospect_of_sum,
)
from nq42check.judging.norms import Aside, standings
from nq42check.judging.seats import Seat, Seating, seated
from nq42check.model.catalogue import Better, Catalogue, Indicator, Names
from nq42check.model.document import Baseline, Binds, Norm
from nq42check.model.places import Places
from nq42check.model.values import promise_of
from nq42check.model.weights import Weighing, Weights
from nq42check.reports.national.voices import Said, Voice


class Given(NamedTuple):
    """What one plan says for a norm: `name` is its place, `of` the place of today that this is a part of, if any.

    `number` is what it promises at least, the weakest of several, None where it states no figure; `over` says how much
    better that is than the norm, less than nothing where it is worse. `weight` is what it weighs in the denominator.
    """

    name: str
    of: str
    path: str
    said: Said
    number: Decimal | None = None
    over: Decimal | None = None
    weight: Decimal | None = None

    @property
    def counts(self) -> bool:
        """Whether it promises something."""
        return self.said.silence is None and not self.said.absent

    @property
    def rank(self) -> tuple[Decimal, int]:
        """The worst first: what takes most away from the nation, or adds least to it."""
        lacks = (self.over or Decimal()) * (self.weight or Decimal(1))
        return lacks, -self.said.outcome.rank


class Line(NamedTuple):
    """A norm of the nation: what follows, which plans add to it, the worst first, and which do not.

    `join` is how its places make the nation: "mean", "steps" (a mean of what has no numbers), "sum", "least", or
    "none", of which nothing follows. `names` are the places whose promises the prospect counts, in its order. `silent`
    are those of today, or parts of them, that promise nothing. `denominator` is what weighs in a mean, None where
    nobody says, and `weighing` what is known of it.
    """

    norm: Norm
    join: str
    prospect: Prospect | None
    given: tuple[Given, ...]
    without: tuple[Given, ...]
    names: tuple[str, ...]
    silent: tuple[str, ...]
    denominator: Names | None
    weighing: Weighing | None

    @property
    def best(self) -> Given | None:
        """Who promises most, of equals the last; None where nobody promises a figure."""
        figures = [(given.over, place) for place, given in enumerate(self.given) if given.over is not None]
        return self.given[max(figures)[1]] if figures else None

    @property
    def weak(self) -> tuple[Given, ...]:
        """Those whose promises do not reach the norm."""
        return tuple(given for given in self.given if given.said.outcome is not Outcome.MET)


class Nation(NamedTuple):
    """All norms, the worst prospects among them where they stand; the plans, and the places that they speak for."""

    lines: tuple[Line, ...]
    voices: tuple[Voice, ...]
    seating: Seating
    places: Places


def prospects(
    voices: Sequence[Voice], baselines: Iterable[Baseline], catalogue: Catalogue, places: Places, weights: Weights
) -> Nation:
    """What follows for each norm that any of the plans was held against, from what all of them say.

    `baselines` are all that are known, the highest first where several ask for the same. A norm behind a stronger one
    is left out; those of one area stand together.
    """
    seating = seated([voice.speaker for voice in voices], places)
    named = {key for voice in voices for key in voice.norms}
    held = [baseline for baseline in baselines if baseline.document.key in named and not baseline.document.places]
    norms = [each.norm for each in standings(held) if each.aside in (None, Aside.NATION) and each.behind is None]
    areas = [*dict.fromkeys(norm.target.indicator.area.heading for norm in norms)]
    norms.sort(key=lambda norm: areas.index(norm.target.indicator.area.heading))
    lines = tuple(_line(norm, voices, seating, catalogue, weights) for norm in norms)
    return Nation(lines, tuple(voices), seating, places)


def join_of(norm: Norm) -> str:
    """How the places of the nation join for a norm: one that binds each asks for the least of them."""
    indicator = norm.target.indicator
    if norm.binds is Binds.EACH:
        return "least"
    if indicator.join in ("sum", "none"):
        return indicator.join
    return "mean" if indicator.join == "mean" and promise_of(norm.target.stated) else "steps"


def _line(norm: Norm, voices: Sequence[Voice], seating: Seating, catalogue: Catalogue, weights: Weights) -> Line:
    weighing = weights.of(norm.target.indicator.of)
    promising: list[tuple[Member, tuple[str, ...]]] = []
    told: list[Given] = []
    silent: list[str] = [place.name for place in seating.silent]
    unlisted = False
    for seat in seating.seats:
        parts = [_part(norm, voices, seat, part, weighing) for part in range(len(seat.parts))]
        told += [given for part in parts for given in part]
        speaking = [next((given for given in part if given.counts), None) for part in parts]
        absent = [any(given.said.absent for given in part) for part in parts]
        lacking = [name for name, given, gone in zip(seat.parts, speaking, absent, strict=True) if not (given or gone)]
        promising += _members(seat, [given for given in speaking if given], whole=not lacking, weighing=weighing)
        silent += lacking
        unlisted = unlisted or seat.place is None
    join, members = join_of(norm), [member for member, _ in promising]
    indicator = norm.target.indicator
    whole = Whole(not silent and not unlisted, weighing and weighing.total, indicator.best, _worst(indicator))
    return Line(
        norm,
        join,
        _prospect(norm, join, members, whole),
        tuple(sorted((given for given in told if given.counts), key=lambda given: given.rank)),
        tuple(given for given in told if not given.counts),
        tuple(name for _, names in promising for name in names),
        tuple(silent),
        catalogue.denominators.get(indicator.of or ""),
        weighing,
    )


def _prospect(norm: Norm, join: str, members: Sequence[Member], whole: Whole) -> Prospect | None:
    asked = promise_of(norm.target.stated)
    if join == "least":
        return prospect_of_each(members, whole)
    if join == "none":
        return None
    if join == "steps" or asked is None:
        return prospect_of_steps(members, whole)
    if join == "sum":
        return prospect_of_sum(members, asked, whole)
    return prospect_of_mean(members, asked, whole, about=norm.target.indicator.joins_about)


def _part(norm: Norm, voices: Sequence[Voice], seat: Seat, part: int, weighing: Weighing | None) -> list[Given]:
    """What the plans of a part of a place say, first the one that counts: of several that promise, the least."""
    name = seat.parts[part]
    given = []
    for number in seat.plans[part]:
        voice = voices[number]
        said = voice.said[norm.key]
        of = seat.name if seat.is_joined else ""
        given.append(_given(norm, name, of, voice.path, said)._replace(weight=_weight(seat, name, weighing)))
    given.sort(key=lambda each: (not each.counts, *each.rank))
    return [
        each._replace(said=each.said._replace(silence=Silence.OTHER_PLAN)) if place and each.counts else each
        for place, each in enumerate(given)
    ]


def _given(norm: Norm, name: str, of: str, path: str, said: Said) -> Given:
    asked = promise_of(norm.target.stated)
    if said.silence or not said.promises or asked is None:
        return Given(name, of, path, said)
    numbers = [promise.number for promise in said.promises]
    number = min(numbers) if asked.upward else max(numbers)
    return Given(name, of, path, said, number, number - asked.number if asked.upward else asked.number - number)


def _weight(seat: Seat, name: str, weighing: Weighing | None) -> Decimal | None:
    """What a part of a place weighs; a name that was kept stands for the place of today, which is more."""
    kept = seat.is_joined and name == seat.name
    return None if weighing is None or kept else weighing.weight(name)


def _members(
    seat: Seat, speaking: Sequence[Given], *, whole: bool, weighing: Weighing | None
) -> Iterator[tuple[Member, tuple[str, ...]]]:
    """What promises of a place, with a name for each promise: all of it as one, or the parts that do."""
    if whole and speaking and seat.place:
        promises = tuple((promise, given.name) for given in speaking for promise in given.said.promises)
        outcome = max((given.said.outcome for given in speaking), key=lambda outcome: outcome.rank)
        weights = [given.weight for given in speaking]
        added = sum(filter(None, weights), Decimal()) if all(weights) else None
        weight = weighing and (weighing.weight(seat.place.name) or added)
        yield Member(outcome, tuple(promise for promise, _ in promises), weight), tuple(name for _, name in promises)
        return
    for given in speaking:
        yield Member(given.said.outcome, given.said.promises, given.weight), (given.name,) * len(given.said.promises)


def _worst(indicator: Indicator) -> Decimal | None:
    """The worst outcome that can occur, where there is one."""
    return indicator.domain.low if indicator.better is Better.HIGHER else indicator.domain.high
