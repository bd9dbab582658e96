"""The provinces and cities of today, and what became of those before them."""

import re
from datetime import date
from enum import Enum
from typing import NamedTuple

from nq42check.text import name_key


class PlaceKind(Enum):
    """What a place of the first tier is."""

    PROVINCE = "province"
    CITY = "city"


class Former(NamedTuple):
    """A province or city that is one no more, or was smaller: its code and name then.

    `short` is the name where there is little room; `also` are other spellings and names of it.
    """

    code: str
    name: str
    short: str
    also: tuple[str, ...] = ()


class Place(NamedTuple):
    """A province or city of today, by the name that a plan gives as its place.

    `short` is the name where there is little room, `tile` its column and row on a map of tiles, north at the top;
    `also` are other spellings and names of it. `predecessors` are those it was made of, none where it is as it was.
    """

    code: str
    name: str
    kind: PlaceKind
    short: str
    tile: tuple[int, int]
    also: tuple[str, ...] = ()
    predecessors: tuple[Former, ...] = ()


class Belonging(NamedTuple):
    """What a name stands for: the place of today that it is or belongs to, and the former one of that name, if any.

    `certain` is False for a name that was kept: it may mean the place of today as well as the former one.
    """

    place: Place
    former: Former | None
    certain: bool

    @property
    def is_former(self) -> bool:
        """Whether it is certainly a former place, of which that of today is more."""
        return self.former is not None and self.certain


class Places:
    """All places of today; they are what they are `since` a day."""

    def __init__(self, since: date, places: tuple[Place, ...]) -> None:
        self.since, self.all = since, places
        self._known: dict[str, Belonging] = {}
        for place in places:
            kept = next((former for former in place.predecessors if former.name == place.name), None)
            self._learn(place, Belonging(place, kept, certain=kept is None))
            for former in place.predecessors:
                if former is not kept:
                    self._learn(former, Belonging(place, former, certain=True))

    def _learn(self, named: Place | Former, meaning: Belonging) -> None:
        self._known.update((place_key(name), meaning) for name in (named.name, *named.also))

    def belonging(self, name: str) -> Belonging | None:
        """What `name` stands for, however it is spelt and with or without "tỉnh" or "thành phố"; None if nothing.

        What is called a city and is none stands for nothing: provinces had cities of their own name.
        """
        found = self._known.get(place_key(name))
        if found and _CITY.match(name_key(name)) and (found.is_former or found.place.kind is PlaceKind.PROVINCE):
            return None
        return found


_CITY = re.compile(r"(?:thành phố|tp\b)\.? *")
_KIND = re.compile(rf"^(?:tỉnh +|{_CITY.pattern})")
_DASHES = re.compile(r" *[-\u2010-\u2015\u2212] *")


def place_key(name: str) -> str:
    """The same for all spellings of one place's name, with what kind of place it is or without."""
    return _KIND.sub("", _DASHES.sub(" ", name_key(name)))
