"""The units that targets are stated in, with exact factors between those that convert."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeGuard

SHARE, SHARE_A_YEAR, POINTS, PER_PEOPLE = "share", "share a year", "points", "per people"
"""The dimensions that mean something by themselves: of 100, of 100 in a year, between two shares, a rate."""


class Unit(NamedTuple):
    """One unit of measurement.

    `factor` turns a number in this unit into the dimension's base unit; units of one dimension convert. `vi` and `en`
    are what a report prints after a number, and `example` is such a number.
    """

    id: str
    dimension: str
    factor: Decimal
    vi: str
    en: str
    example: str

    @property
    def is_percent(self) -> bool:
        """Whether it is what shares are told in, so that 100 of it are all."""
        return self.dimension == SHARE and self.factor == 1


@lru_cache(maxsize=256)
def per_people(many: Decimal) -> Unit:
    """The unit "per so `many` people". No words are declared for it: a denominator is read as a number is."""
    english = f"{many:,f}"
    return Unit(
        id=f"per_{many:f}",
        dimension=PER_PEOPLE,
        factor=Decimal(10_000) / many,
        vi=f" trên {english.replace(',', '.')} dân",
        en=f" per {english} people",
        example=f"{many / 500:f}",
    )


def converts(into: Unit | None, unit: Unit) -> TypeGuard[Unit]:
    """Whether numbers of `unit` can be told in the unit `into`."""
    return into is not None and into.dimension == unit.dimension


def convert(number: Decimal, unit: Unit, into: Unit) -> Decimal:
    """`number` of `unit` as a number of `into`; both must be of one dimension."""
    return number if unit is into else number * unit.factor / into.factor
