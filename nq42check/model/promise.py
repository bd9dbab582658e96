"""Promises: the set of outcomes that keep a stated figure, and how two of them lie.

A promise is a ray on the number line: all outcomes from an end upward, or from an end downward. Ends at
the same number differ by a nudge only; with it every end has a position in one total order, and each
question about two promises is one comparison of positions.
"""

from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple


class Nudge(IntEnum):
    """How firm an end is, in the order in which the promise grows stronger."""

    ABOUT = -1
    CLOSED = 0
    STRICT = 1


class Domain(NamedTuple):
    """The outcomes that can occur at all, both ends included; `high` is None where there is no limit."""

    low: Decimal
    high: Decimal | None

    def holds(self, number: Decimal) -> bool:
        """Whether `number` is a possible outcome."""
        return self.low <= number and (self.high is None or number <= self.high)


class Promise(NamedTuple):
    """All outcomes from `number` upward (or downward); `nudge` says whether `number` is one of them."""

    upward: bool
    number: Decimal
    nudge: Nudge

    @property
    def position(self) -> tuple[Decimal, int]:
        """The place of the end on the line; positions of all promises are totally ordered."""
        return (self.number, self.nudge if self.upward else -self.nudge)

    def guarantees(self, other: "Promise") -> bool:
        """Whether keeping this promise always keeps `other` too (it is a subset)."""
        weaker, stronger = (other, self) if self.upward else (self, other)
        return self.upward == other.upward and weaker.position <= stronger.position

    def excludes(self, other: "Promise") -> bool:
        """Whether no outcome keeps both promises (they are disjoint)."""
        rising, falling = (self, other) if self.upward else (other, self)
        return self.upward != other.upward and rising.position > falling.position

    def keeps(self, outcome: Decimal) -> bool:
        """Whether `outcome` keeps the promise; the end itself of an "about" does."""
        if outcome == self.number:
            return self.nudge is not Nudge.STRICT
        return (outcome > self.number) == self.upward


def witness(promise: Promise, norm: Promise, domain: Domain) -> Decimal | None:
    """An outcome that keeps `promise` and breaks `norm`, or None where none can be named.

    It is the promise's own end where that is closed, the midpoint between the two ends where both point the
    same way, and the end of the domain where the promise points away from the norm. An "about" has no
    sharp end, so no witness is named for it.
    """
    if promise.nudge is Nudge.ABOUT:
        return None
    if promise.upward == norm.upward:
        open_end = (promise.number + norm.number) / 2
    else:
        limit = domain.high if promise.upward else domain.low
        if limit is None:
            return None
        open_end = limit
    for outcome in (promise.number, open_end):
        if promise.keeps(outcome) and not norm.keeps(outcome) and domain.holds(outcome):
            return outcome
    return None
