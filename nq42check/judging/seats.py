"""Which plans speak for which place of today: its own, or those of the places that it was made of."""

from collections.abc import Sequence
from typing import NamedTuple

from nq42check.model.places import Belonging, Place, Places
from nq42check.text import name_key


class Speaker(NamedTuple):
    """Whose plan it is: its name, what that stands for, and the place of today it lies within, where it says so."""

    name: str
    belonging: Belonging | None
    within: Place | None = None


class Seat(NamedTuple):
    """A place, and which plans speak for it: for each of its `parts` their numbers, none where a part is silent.

    With a plan of its own it has itself as its only part; else its parts are those that it was made of. `place` is
    None for one that is none of today's.
    """

    name: str
    place: Place | None
    parts: tuple[str, ...]
    plans: tuple[tuple[int, ...], ...]

    @property
    def is_joined(self) -> bool:
        """Whether it is spoken for by those that it was made of."""
        return self.place is not None and self.parts != (self.place.name,)

    @property
    def there(self) -> tuple[str, ...]:
        """The parts that have a plan."""
        return tuple(name for name, plans in zip(self.parts, self.plans, strict=True) if plans)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The parts that have none."""
        return tuple(name for name, plans in zip(self.parts, self.plans, strict=True) if not plans)


class Seating(NamedTuple):
    """All places that plans speak for, in the order of the plans, and those of today for which none does.

    `replaced` are the numbers of plans of former places that have another in their place, `beneath` of those of places
    within one that is spoken for.
    """

    seats: tuple[Seat, ...]
    silent: tuple[Place, ...]
    replaced: tuple[int, ...]
    beneath: tuple[int, ...]

    @property
    def whole(self) -> tuple[Seat, ...]:
        """The places of today with plans for all of them."""
        return tuple(seat for seat in self.seats if seat.place and not seat.lacking)

    @property
    def in_part(self) -> tuple[Seat, ...]:
        """The places of today with plans for a part of them only."""
        return tuple(seat for seat in self.seats if seat.place and seat.lacking)

    @property
    def unplanned(self) -> tuple[tuple[str, str], ...]:
        """The parts of places of today, each with its place, and the places that no plan speaks for."""
        parts = [(name, seat.name) for seat in self.in_part for name in seat.lacking]
        return (*parts, *((place.name, "") for place in self.silent))

    @property
    def counted(self) -> int:
        """How many places the nation is made of: those of today, or the parts of one that only these have plans for."""
        return len(self.silent) + sum(len(seat.parts) for seat in self.seats if seat.place)

    @property
    def unlisted(self) -> tuple[Seat, ...]:
        """What is no place of today."""
        return tuple(seat for seat in self.seats if not seat.place)


def seated(speakers: Sequence[Speaker], places: Places) -> Seating:
    """Which of the plans of `speakers`, by their numbers, speak for which place.

    A kept name of which it cannot be told whether it is the place of today is the former one: it is a part of it.
    """
    own: dict[str, list[int]] = {}
    former: dict[tuple[str, str], list[int]] = {}
    for number, speaker in enumerate(speakers):
        if speaker.belonging and not speaker.within:
            place = speaker.belonging.place
            if speaker.belonging.former:
                former.setdefault((place.code, speaker.belonging.former.code), []).append(number)
            else:
                own.setdefault(place.code, []).append(number)
    seats: dict[object, Seat] = {}
    replaced: list[int] = []
    beneath: list[int] = []
    spoken_for = {*own, *(code for code, _ in former)}
    for number, speaker in enumerate(speakers):
        if speaker.within:
            if speaker.within.code in spoken_for:
                beneath.append(number)
                continue
        elif speaker.belonging:
            place = speaker.belonging.place
            if speaker.belonging.former and place.code in own:
                replaced.append(number)
                continue
            seats.setdefault(place.code, _seat(place, own.get(place.code), former))
            continue
        key = name_key(speaker.name), speaker.within and speaker.within.code
        before = seats.get(key)
        plans = (*before.plans[0], number) if before else (number,)
        seats[key] = Seat(speaker.name, None, (speaker.name,), (plans,))
    silent = tuple(place for place in places.all if place.code not in spoken_for)
    return Seating(tuple(seats.values()), silent, tuple(replaced), tuple(beneath))


def _seat(place: Place, own: list[int] | None, former: dict[tuple[str, str], list[int]]) -> Seat:
    if own:
        return Seat(place.name, place, (place.name,), (tuple(own),))
    parts = tuple(each.name for each in place.predecessors)
    return Seat(
        place.name, place, parts, tuple(tuple(former.get((place.code, each.code), ())) for each in place.predecessors)
    )
