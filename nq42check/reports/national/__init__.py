"""The nation, norm by norm: what those who promise come to, what follows for all, and what each plan adds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Silence, join_of
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
from nq42check.model.document import Baseline, Norm
from nq42check.model.nation import Reached
from nq42check.model.places import Places
from nq42check.model.values import promise_of
from nq42check.model.weights import Weighing, Weights
from nq42check.reports.national.voices import Said, Voice
from nq42check.reports.together import Filter


class Given(NamedTuple):
    """What one plan says for a norm: `name` is its place, `of` the place of today that this is a part of, if any.

    `weight` is what it weighs in the denominator, None where that is not known.
    """

    name: str
    of: str
    path: str
    said: Said
    weight: Decimal | None = None

    @property
    def counts(self) -> bool:
        """Whether it promises something."""
        return self.said.silence is None and not self.said.absent

    @property
    def rank(self) -> tuple[Decimal, int]:
        """The worst first: what takes most away from the nation, or adds least to it."""
        lacks = self.said.over or _NOTHING
        return lacks * self.weight if self.weight else lacks, -self.said.outcome.rank

    @property
    def ends(self) -> tuple[tuple[Decimal, int], ...]:
        """What it promises, the less the nearer to the front: of two with one number the one that is less firm."""
        return tuple(sorted((each.number if each.upward else -each.number, each.nudge) for each in self.said.promises))


_NOTHING = Decimal()


class Line(NamedTuple):
    """A norm of the nation: what follows, which plans add to it, the worst first, and which do not.

    `join` is how its places make the nation: "mean", "steps" (a mean of what has no numbers), "sum", "least", or
    "none", of which nothing follows. `members` are those that the prospect counts, and `names` the places whose
    promises these are, one for each promise. `silent` are those of today, or parts of them, that promise nothing.
    `denominator` is what weighs in a mean, None where nobody says, and `weighing` what is known of it. `reached` is
    what the nation has by now, where that is known. `unweighed` are those who promise of whom nobody says what they
    weigh, each with the place of today that it is a part of, if any.
    """

    norm: Norm
    join: str
    prospect: Prospect | None
    given: tuple[Given, ...]
    without: tuple[Given, ...]
    members: tuple[Member, ...]
    names: tuple[str, ...]
    silent: tuple[str, ...]
    denominator: Names | None
    weighing: Weighing | None
    reached: Reached | None
    unweighed: tuple[tuple[str, str], ...]

    @property
    def best(self) -> Given | None:
        """Who promises most, of equals the last; None where nobody promises a figure."""
        overs = enumerate(given.said.over for given in self.given)
        figures = [(over, place) for place, over in overs if over is not None]
        return self.given[max(figures)[1]] if figures else None

    @property
    def weak(self) -> tuple[Given, ...]:
        """Those whose promises do not reach the norm, and not for how their own parts weigh where each counts."""
        if self.join != "least":
            return tuple(given for given in self.given if given.said.outcome is not Outcome.MET)
        return tuple(given for given in self.given if given.said.outcome in (Outcome.LOOSENED, Outcome.WEAKER))


class Facts(NamedTuple):
    """What is known besides the plans: the catalogue, the places of today, what each weighs, what the nation has."""

    catalogue: Catalogue
    places: Places
    weights: Weights
    reached: Mapping[str, Reached]


class Nation(NamedTuple):
    """All norms, the worst prospects among them where they stand; the plans, and the places that they speak for.

    `left_out` is how many other norms there are that `filter` leaves out.
    """

    lines: tuple[Line, ...]
    voices: tuple[Voice, ...]
    seating: Seating
    places: Places
    filter: Filter = Filter()
    left_out: int = 0

    def narrowed(self, filter: Filter) -> "Nation":
        """The same with those norms only that `filter` takes."""
        lines = tuple(line for line in self.lines if filter.takes(line.norm.target.indicator.id))
        return self._replace(lines=lines, filter=filter, left_out=len(self.lines) - len(lines))


def prospects(voices: Sequence[Voice], baselines: Iterable[Baseline], facts: Facts) -> Nation:
    """What follows for each norm that any of the plans was held against, from what all of them say.

    `baselines` are all that are known, the highest first where several ask for the same. A norm behind a stronger one
    is left out; those of one area stand together.
    """
    seating = seated([voice.speaker for voice in voices], facts.places)
    named = {key for voice in voices for key in voice.norms}
    held = [baseline for baseline in baselines if baseline.document.key in named and not baseline.document.places]
    norms = [each.norm for each in standings(held) if each.aside in (None, Aside.NATION) and each.behind is None]
    areas = [*dict.fromkeys(norm.target.indicator.area.heading for norm in norms)]
    norms.sort(key=lambda norm: areas.index(norm.target.indicator.area.heading))
    lines = tuple(_line(norm, voices, seating, facts) for norm in norms)
    return Nation(lines, tuple(voices), seating, facts.places)


def _line(norm: Norm, voices: Sequence[Voice], seating: Seating, facts: Facts) -> Line:
    indicator = norm.target.indicator
    join, weighing = join_of(norm), facts.weights.of(indicator.of)
    given: list[Given] = []
    without: list[Given] = []
    members: list[Member] = []
    names: list[str] = []
    silent = [place.name for place in seating.silent]
    unweighed: list[tuple[str, str]] = []
    for seat in seating.seats:
        speaking: list[Given] = []
        lacking: list[str] = []
        for part, name in enumerate(seat.parts):
            of_part = _part(norm, voices, seat, part, weighing)
            promising = of_part[:1] if of_part and of_part[0].counts else []
            speaking += promising
            without += of_part[len(promising) :]
            if not promising and not any(each.said.absent for each in of_part):
                lacking.append(name)
        given += speaking
        as_one = join == "mean" and not lacking  # elsewhere each part counts by itself
        speaks = [*_members(seat, speaking, whole=as_one, weighing=weighing)]
        members += speaks
        if any(member.weight is None for member in speaks):
            unweighed += ((each.name, each.of) for each in speaking if each.weight is None)
        names += (each.name for each in speaking for _ in each.said.promises)
        silent += lacking if seat.place else ()
    complete = not silent and all(seat.place for seat in seating.seats)
    whole = Whole(complete, weighing and weighing.total, indicator.best, _worst(indicator))
    return Line(
        norm,
        join,
        _prospect(norm, join, members, whole),
        tuple(sorted(given, key=lambda each: each.rank)),
        tuple(without),
        tuple(members),
        tuple(names),
        tuple(silent),
        facts.catalogue.denominators.get(indicator.of or ""),
        weighing,
        facts.reached.get(indicator.id),
        tuple(unweighed),
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
    name, of, key = seat.parts[part], seat.name if seat.is_joined else "", norm.key
    weight = _weight(seat, name, weighing)
    given = [Given(name, of, voices[number].path, voices[number].said[key], weight) for number in seat.plans[part]]
    if len(given) > 1:
        given.sort(key=lambda each: (not each.counts, *each.rank, each.ends, each.path))
        given[1:] = [
            each._replace(said=each.said._replace(silence=Silence.OTHER_PLAN)) if each.counts else each
            for each in given[1:]
        ]
    return given


def _weight(seat: Seat, name: str, weighing: Weighing | None) -> Decimal | None:
    """What a part of a place weighs; a name that was kept stands for the place of today, which is more.

    What is no place of today has no weight, though a commune may be called as a province is or was.
    """
    kept = seat.is_joined and name == seat.name
    return None if weighing is None or kept or seat.place is None else weighing.weight(name)


def _members(seat: Seat, speaking: Sequence[Given], *, whole: bool, weighing: Weighing | None) -> Iterator[Member]:
    """What promises of a place: all of it as one, or the parts that do."""
    if not (whole and speaking and seat.is_joined and seat.place):
        yield from (Member(given.said.outcome, given.said.promises, given.weight) for given in speaking)
        return
    weights = [given.weight for given in speaking]
    added = sum(filter(None, weights), Decimal()) if all(weights) else None
    yield Member(
        max((given.said.outcome for given in speaking), key=lambda outcome: outcome.rank),
        tuple(promise for given in speaking for promise in given.said.promises),
        weighing and (weighing.weight(seat.place.name) or added),
    )


def _worst(indicator: Indicator) -> Decimal | None:
    """The worst outcome that can occur, where there is one."""
    return indicator.domain.low if indicator.better is Better.HIGHER else indicator.domain.high
