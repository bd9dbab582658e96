"""Where a plan file comes from: what of it nobody has confirmed yet, and the document that it was written from."""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from nq42check.model.catalogue import Indicator


class Unplaced(NamedTuple):
    """Words of a document that look like a target and found no indicator.

    `where` is the place in the document, `resembles` an indicator that comes near, `outside` the name of what the words
    are about. `route` leads to the entry in its file, `line` is that of its words.
    """

    words: str
    where: str | None
    resembles: Indicator | None
    outside: str | None
    route: tuple[str | int, ...]
    line: int


class Source(NamedTuple):
    """The document as issued that a plan names: its path from the plan's file, and the SHA-256 that it had."""

    path: str
    sha256: str | None


class How(Enum):
    """How a quote stands in its document: to the letter; but for spaces and signs that say nothing; or not at all."""

    EXACT = "exact"
    NORMALISED = "normalised"
    MISSING = "not-found"


class Sighting(NamedTuple):
    """Where a quote stands in its document: each place once, none where they are too many.

    Of one that stands nowhere `nearest` is the passage that comes nearest to it, empty for none, and `at` its place.
    """

    how: How
    places: tuple[str, ...] = ()
    nearest: str = ""
    at: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether it stands nowhere."""
        return self.how is How.MISSING

    @property
    def is_loose(self) -> bool:
        """Whether it stands there, though not to the letter."""
        return self.how is How.NORMALISED


class Traced(NamedTuple):
    """What the document that a plan names says of it: the SHA-256 of its bytes, and how each quote stands there.

    The quotes are told by the ways to their rows in the plan's file.
    """

    sha256: str
    sightings: Mapping[tuple[str | int, ...], Sighting]
