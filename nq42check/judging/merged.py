"""Merged places: what a place of today comes to for a norm, while only those that it was made of have plans.

What binds each, and what is a commitment, is as good as the least of the parts; rates lie between them, counts add up.
A part that is silent is never assumed to promise anything: what the others say is then for a part of the place only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from nq42check.judging.assess import Status
from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Contribution, Silence, join_of
from nq42check.judging.join import Part, Turning, Verdict, mean, turning
from nq42check.judging.nation import Member, Whole, prospect_of_sum
from nq42check.judging.seats import Seat, Speaker, seated
from nq42check.model.document import Norm, NormKey
from nq42check.model.places import Places
from nq42check.model.promise import Nudge, Promise
from nq42check.model.values import promise_of
from nq42check.text import same_name

_UNSAID = (Silence.MISSING, Silence.TASK)
_DOUBTS = (Silence.AWAY, Silence.UNREAD, Silence.OPEN)
_STATUS_OF = {
    Silence.LATER: Status.LATER,
    Silence.NARROWER: Status.NARROWER,
    Silence.OTHER_COUNT: Status.UNDECIDED,
    Silence.NO_LEVEL: Status.UNDECIDED,
    Silence.AWAY: Status.CONFLICT,
    Silence.WORDS: Status.NOT_MEASURABLE,
    Silence.UNREAD: Status.UNDECIDED,
    Silence.OPEN: Status.UNDECIDED,
}
_ORDER = {status: place for place, status in enumerate(Status)}


class Asked(NamedTuple):
    """What a norm asks, as far as parts join for it: how they do, and its figure, None where it has none.

    `about` says that the mean of its parts makes the whole only nearly.
    """

    join: str
    promise: Promise | None
    about: bool = False


class Comes(NamedTuple):
    """What parts come to: the status; where it depends on their weights, from which share on, by their numbers."""

    status: Status
    turning: Turning | None = None
    turned: tuple[int, ...] = ()


def comes_to(asked: Asked, parts: Sequence[Contribution | None]) -> Comes:
    """What `parts` come to for a norm, None for one without a plan; of several plans of one, the first by `weakness`.

    Of what holds the gravest is the status, as for a plan.
    """
    there = [part for part in parts if part is None or not part.absent]
    if not there:
        return Comes(Status.NOT_APPLICABLE)
    unsaid = sum(part is None or part.silence in _UNSAID for part in there)
    wanting = {_STATUS_OF[part.silence] for part in there if part and part.silence in _STATUS_OF}
    promising = [(at, part) for at, part in enumerate(parts) if part and not part.absent and part.silence is None]
    if not promising:
        grave = wanting | {Status.NARROWER} if unsaid and wanting else wanting
        return Comes(min(grave or {Status.MISSING}, key=_ORDER.__getitem__))
    found = _joined(asked, promising, whole=not (unsaid or wanting))
    if found.status is not Status.NARROWER:  # for certain, whatever the others say
        return found
    return Comes(min(wanting | ({Status.NARROWER} if unsaid else set()), key=_ORDER.__getitem__))


def weakness(given: Contribution) -> tuple[Decimal | int, ...]:
    """By which of several plans of a part the first counts: what raises doubts, else what promises least.

    What promises nothing counts where none promises anything: that there is nothing of the kind, else what is said.
    """
    if given.silence in _DOUBTS:
        return 0, _ORDER[_STATUS_OF[given.silence]]
    if given.absent:
        return (2,)
    if given.silence is None:
        ends = [(each.number if each.upward else -each.number, each.nudge) for each in given.promises]
        return 1, -given.outcome.rank, *min(ends, default=())
    return 3, _ORDER[_STATUS_OF[given.silence]] if given.silence in _STATUS_OF else len(_ORDER)


def _joined(asked: Asked, promising: Sequence[tuple[int, Contribution]], *, whole: bool) -> Comes:
    """What those who promise come to, NARROWER where they are not the `whole` and nothing falls short for certain."""
    outcomes = {part.outcome for _, part in promising}
    if asked.join == "least":
        if Outcome.WEAKER in outcomes:
            return Comes(Status.WEAKER)
        return Comes(_of_each(outcomes) if whole else Status.NARROWER)
    if asked.join == "sum" and asked.promise:
        return _added(asked.promise, [part for _, part in promising], whole=whole)
    if not whole:
        return Comes(Status.NARROWER)
    if len(promising) == 1:
        return Comes(_of_each(outcomes))
    if asked.join == "mean" and asked.promise:
        return _between(asked.promise, promising, about=asked.about)
    if asked.join == "none" or len(outcomes) > 1:
        return Comes(Status.UNDECIDED)
    return Comes(_of_each(outcomes))


def _of_each(outcomes: Iterable[Outcome]) -> Status:
    """What they come to where each counts: the gravest."""
    found = set(outcomes)
    for outcome, status in ((Outcome.WEAKER, Status.WEAKER), (Outcome.LOOSENED, Status.LOOSENED)):
        if outcome in found and found <= {Outcome.MET, Outcome.LOOSENED, Outcome.WEAKER}:
            return status
    return Status.MET if found == {Outcome.MET} else Status.UNDECIDED


def _added(norm: Promise, parts: Sequence[Contribution], *, whole: bool) -> Comes:
    """What counts add up to; what is counted is never below nothing, so that the silent can only add."""
    found = prospect_of_sum([Member(part.outcome, part.promises) for part in parts], norm, Whole(whole))
    if found.promised is Verdict.MET:
        return Comes(Status.MET)
    if found.promised is not Verdict.SHORT:
        return Comes(Status.NARROWER)
    return Comes(Status.LOOSENED if whole and found.owed == 0 else Status.WEAKER)


def _between(norm: Promise, promising: Sequence[tuple[int, Contribution]], *, about: bool) -> Comes:
    """What rates come to whatever the weights of the parts; else it depends on them."""
    told = [(at, promise) for at, part in promising for promise in part.promises]
    promises = [promise for _, promise in told]
    verdict = mean([Part(promise) for promise in promises], norm, about=about).verdict
    if verdict is Verdict.DEPENDS:
        return Comes(Status.UNDECIDED, turning(promises, norm, about=about), tuple(at for at, _ in told))
    return Comes({Verdict.MET: Status.MET, Verdict.LOOSENED: Status.LOOSENED}.get(verdict, Status.WEAKER))


# The plans of a run


class Stated(NamedTuple):
    """What a plan says for a norm: what it contributes, without its targets; its value in words, on a line of its file.

    `own` is what the norm allots to its place, in words, empty where it asks the same of all. The norm `holds` for it
    where the plan is compared with it, and is `behind` where a stronger one stands before it.
    """

    contribution: Contribution
    value: str
    line: int
    own: str
    holds: bool
    behind: bool


class Voice(NamedTuple):
    """A plan of a place of today, or of one that it was made of: whose it is, its document and file; how many errors
    and findings count in it, and what it says for each norm.
    """

    speaker: Speaker
    document: str
    path: str
    errors: int
    found: int
    said: Mapping[NormKey, Stated]


class Word(NamedTuple):
    """What a part says for a norm, by the plan that counts; None where there is none, or where it has no plan."""

    part: str
    voice: Voice | None
    stated: Stated | None


class Line(NamedTuple):
    """What a place comes to for a norm, and what each of its parts says; `behind` as for a plan."""

    norm: Norm
    comes: Comes
    words: tuple[Word, ...]
    behind: bool


Parts = tuple[tuple[str, tuple[Voice, ...]], ...]
"""The parts of a place by their names, each with its plans."""


class Merged(NamedTuple):
    """A place of today without a plan of its own: its parts, and norm by norm what they come to."""

    name: str
    parts: Parts
    lines: tuple[Line, ...]

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The plans of all parts."""
        return tuple(voice for _, voices in self.parts for voice in voices)

    @property
    def silent(self) -> tuple[str, ...]:
        """The parts without a plan."""
        return tuple(name for name, voices in self.parts if not voices)


class Successor(NamedTuple):
    """A place of today with plans of its `own`, which take the place of those of its `parts`."""

    name: str
    own: tuple[Voice, ...]
    parts: Parts


class Today(NamedTuple):
    """The places of today that plans of former places speak for, or did until they had a plan of their own."""

    merged: tuple[Merged, ...]
    successors: tuple[Successor, ...]


def today(voices: Sequence[Voice], norms: Mapping[NormKey, Norm], places: Places) -> Today:
    """What the places of today come to, by the plans of those they were made of; `norms` are all that any holds to.

    The order of places and norms is that of the plans.
    """
    seats = [seat for seat in seated([voice.speaker for voice in voices], places).seats if seat.place]
    return Today(
        tuple(_merged(seat, voices, norms) for seat in seats if seat.is_joined),
        tuple(_successors([seat for seat in seats if not seat.is_joined], voices)),
    )


def _successors(seats: Iterable[Seat], voices: Sequence[Voice]) -> Iterator[Successor]:
    for seat in seats:
        assert seat.place
        former: dict[str, list[Voice]] = {each.name: [] for each in seat.place.predecessors}
        for voice in voices:
            belonging = voice.speaker.belonging
            if belonging and belonging.former and belonging.place.code == seat.place.code and not voice.speaker.within:
                former[belonging.former.name].append(voice)
        if any(former.values()):
            own = tuple(voices[number] for number in seat.plans[0])
            yield Successor(seat.name, own, tuple((name, tuple(found)) for name, found in former.items()))


def _merged(seat: Seat, voices: Sequence[Voice], norms: Mapping[NormKey, Norm]) -> Merged:
    plans = [sorted((voices[number] for number in numbers), key=attrgetter("path")) for numbers in seat.plans]
    parts = tuple((name, tuple(found)) for name, found in zip(seat.parts, plans, strict=True))
    said = (voice.said.items() for found in plans for voice in found)
    held = dict.fromkeys(key for each in said for key, stated in each if stated.holds)
    return Merged(seat.name, parts, tuple(_line(norms[key], parts) for key in held))


def _line(norm: Norm, parts: Parts) -> Line:
    words = tuple(_word(norm.key, name, voices) for name, voices in parts)
    held = [said for _, voices in parts for voice in voices if (said := voice.said.get(norm.key)) and said.holds]
    asked = Asked(join_of(norm), promise_of(norm.target.stated), norm.target.indicator.joins_about)
    if any(stated.own for stated in held):  # each part is asked for what is allotted to it
        total = _allotted(norm, [name for name, _ in parts])
        asked = Asked("sum", total) if total else asked._replace(join="least")
    comes = comes_to(asked, [word.stated.contribution if word.stated else None for word in words])
    return Line(norm, comes, words, behind=all(stated.behind for stated in held))


def _allotted(norm: Norm, parts: Sequence[str]) -> Promise | None:
    """What a norm allots to all parts together, where it counts and allots a number to each; else None."""
    own = {name: promise_of(each.stated) for name in parts for each in norm.allotted if same_name(each.place, name)}
    given = [promise for promise in own.values() if promise]
    if norm.target.indicator.join != "sum" or len(given) < len(parts) or len({each.upward for each in given}) > 1:
        return None
    nudge = min((each.nudge for each in given), default=Nudge.CLOSED)
    return Promise(given[0].upward, sum((each.number for each in given), Decimal()), min(nudge, Nudge.CLOSED))


def _word(key: NormKey, part: str, voices: Sequence[Voice]) -> Word:
    there = [voice for voice in voices if key in voice.said]
    voice = min(there, key=lambda voice: weakness(voice.said[key].contribution), default=None)
    return Word(part, voice, voice.said[key] if voice else None)
