"""A round scale on which numbers of one kind are placed."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from nq42check.model.promise import Domain

_STEPS = [Decimal(step) for step in ("1", "2", "2.5", "5", "10")]
_PARTS = 4


class Scale(NamedTuple):
    """The numbers from `low` to `high`, both round, which are not equal."""

    low: Decimal
    high: Decimal

    def share(self, number: Decimal) -> Decimal:
        """Where `number` stands, as a part of the length from the low end: 0 to 1."""
        return (number - self.low) / (self.high - self.low)


def scale_for(numbers: Iterable[Decimal], domain: Domain) -> Scale:
    """The narrowest round scale that holds all `numbers`, of which there are some, and nothing outside `domain`."""
    found = [*numbers]
    lowest, highest = min(found), max(found)
    wanted = (highest - lowest or abs(highest) / 10 or Decimal(1)) / _PARTS
    power = Decimal(10) ** wanted.adjusted()
    step = next(step * power for step in _STEPS if step * power >= wanted)
    low = (lowest / step).to_integral_value(ROUND_FLOOR) * step
    high = (highest / step).to_integral_value(ROUND_CEILING) * step
    if low == high:  # one number, and a round one
        low, high = low - step, high + step
    return Scale(max(low, domain.low), high if domain.high is None else min(high, domain.high))
