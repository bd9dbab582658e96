"""The provinces and cities of today, and what became of those before them."""

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from nq42check.text import name_key

if TYPE_CHECKING:
    from typing import Protocol

    class Placed(Protocol):
        """What a plan says of its place and its time, as a `Document` has it."""

        @property
        def place(self) -> str | None:
            """The name of its place."""

        @property
        def within(self) -> str | None:
            """The place that it lies within."""

        @property
        def replaces(self) -> tuple[str, ...]:
            """The places whose plans it replaces."""

        @property
        def date(self) -> date | None:
            """The day of issue."""

        @property
        def by(self) -> int:
            """The last year of its term."""


class PlaceKind(Enum):
    """What a place of the first tier is."""

    PROVINCE = "province"
    CITY = "city"


class Former(NamedTuple):
    """A province or city that is one no more, or was smaller: its code and name then.

    `short` is the name where there is little room; `also` are other spellings and names of it. `has` are the groups of
    the catalogue that are known to be there: it says nothing of the others.
    """

    code: str
    name: str
    short: str
    also: tuple[str, ...] = ()
    has: tuple[str, ...] = ()


class Place(NamedTuple):
    """A province or city of today, by the name that a plan gives as its place.

    `short` is the name where there is little room, `tile` its column and row on a map of tiles, north at the top;
    `also` are other spellings and names of it. `predecessors` are those it was made of, none where it is as it was.
    `has` are the groups of the catalogue that are known to be there, all that its predecessors had among them.
    """

    code: str
    name: str
    kind: PlaceKind
    short: str
    tile: tuple[int, int]
    also: tuple[str, ...] = ()
    predecessors: tuple[Former, ...] = ()
    has: tuple[str, ...] = ()

    @property
    def named(self) -> "tuple[Place | Former, ...]":
        """It and those it was made of."""
        return (self, *self.predecessors)


class Belonging(NamedTuple):
    """What a name stands for: the place of today that it is or belongs to, and the former one of that name, if any.

    `certain` is False for a name that was kept: it may mean the place of today as well as the former one. `since` is
    the day from which the places of today are what they are.
    """

    place: Place
    former: Former | None
    certain: bool
    since: date

    @property
    def is_former(self) -> bool:
        """Whether it is certainly a former place, of which that of today is more."""
        return self.former is not None and self.certain

    @property
    def has(self) -> tuple[str, ...]:
        """The groups that are there for certain, whichever of the two is meant."""
        return (self.former or self.place).has

    @property
    def others(self) -> tuple[Former, ...]:
        """The former places that are in that of today besides the one of this name."""
        return tuple(former for former in self.place.predecessors if former != self.former)


class Places:
    """All places of today; they are what they are `since` a day."""

    def __init__(self, since: date, places: tuple[Place, ...]) -> None:
        self.since, self.all = since, places
        self._known: dict[str, Belonging] = {}
        for place in places:
            kept = next((former for former in place.predecessors if former.name == place.name), None)
            self._learn(place, Belonging(place, kept, kept is None, since))
            for former in place.predecessors:
                if former is not kept:
                    self._learn(former, Belonging(place, former, certain=True, since=since))

    def _learn(self, named: Place | Former, meaning: Belonging) -> None:
        self._known.update((place_key(name), meaning) for name in (named.name, *named.also))

    def belonging(self, name: str) -> Belonging | None:
        """What `name` stands for, however it is spelt and with or without "tỉnh" or "thành phố"; None if nothing.

        What is called a city and is none stands for nothing: provinces had cities of their own name.
        """
        found = self._known.get(place_key(name))
        is_city, _ = _parted(name)
        if found and is_city and (found.is_former or found.place.kind is PlaceKind.PROVINCE):
            return None
        return found

    def meaning(self, document: "Placed") -> Belonging | None:
        """What the place of a plan is; None where it lies within another, or is none of those known here.

        A name that was kept is the former place by a date before the others were joined to it, or in a plan for years
        up to then, and today's by a later date, or where the plan replaces others; else it cannot be told.
        """
        found = self.belonging(document.place) if document.place and not document.within else None
        if found is None or found.certain:
            return found
        if document.date is not None:
            is_of_today = document.date >= self.since
        elif document.replaces or document.by <= self.since.year:
            is_of_today = bool(document.replaces)
        else:
            return found
        return found._replace(former=None if is_of_today else found.former, certain=True)


_CITIES = ("thành phố", "tp")
_DASHES = str.maketrans(dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212", " "))


def place_key(name: str) -> str:
    """The same for all spellings of one place's name, with what kind of place it is or without."""
    _, key = _parted(name)
    return key


def _parted(name: str) -> tuple[bool, str]:
    """Whether a name says that it is one of a city, and the name without what kind of place it is."""
    key = " ".join(name_key(name).translate(_DASHES).split())
    for kind in _CITIES:
        rest = key.removeprefix(kind)
        if rest != key and not rest[:1].isalnum():
            return True, rest.removeprefix(".").strip()
    return False, key.removeprefix("tỉnh ")
