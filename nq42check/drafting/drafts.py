"""Drafts: what is understood of a document as issued, and what is left to the person who reviews it."""

import datetime
from typing import NamedTuple

from nq42check.model.catalogue import Indicator, Names


class Reason(NamedTuple):
    """Why a row is not sure, or what was understood for it: the id of a text, and its fields."""

    id: str
    fields: tuple[tuple[str, str], ...] = ()


class Row(NamedTuple):
    """One target as drafted. `by` is None where it falls due with the document.

    `quote` are the fewest words of the document that carry the value, in the block of this number; `sure` says that
    nothing speaks against it, else `reasons` say what does.
    """

    indicator: Indicator
    value: str
    by: int | None
    groups: tuple[str, ...]
    counts: str | None
    only: str | None
    where: str
    quote: str
    owner: str | None
    sure: bool
    reasons: tuple[Reason, ...]
    block: int


class Unplaced(NamedTuple):
    """A figure or clause that looks like a target and found no indicator: its words, and what they resemble.

    `resembles` is an indicator that comes near; `outside` the name of what the words are about, where that is something
    which no indicator measures.
    """

    words: str
    where: str
    resembles: Indicator | None
    outside: Names | None
    block: int


class Head(NamedTuple):
    """What the document says of itself, None or empty where it was not found."""

    place: str | None
    number: str | None
    date: datetime.date | None
    title: str | None
    issuer: str | None
    implements: tuple[str, ...]
    by: int | None


class Masked(NamedTuple):
    """A figure of a list of targets that is no target: where it stands (block, start, end), and why."""

    block: int
    start: int
    end: int
    reason: str


class Draft(NamedTuple):
    """What was drafted from a document.

    `listed` says whether a list of targets was found: else figures were looked for everywhere, and nothing is sure.
    """

    head: Head
    rows: tuple[Row, ...]
    unplaced: tuple[Unplaced, ...]
    masked: tuple[Masked, ...]
    listed: bool

    @property
    def is_sure(self) -> bool:
        """Whether there is nothing to review."""
        return self.listed and not self.unplaced and all(row.sure for row in self.rows)
