"""By how much places weigh in a mean: how many of what an indicator is a share or a mean of each of them has."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from nq42check.model.document import Evidence


class Weighing(NamedTuple):
    """How many of a denominator there are in each place, all by one count.

    `series` says which count it is and `year` of when; two counts never mix. `places` has whole numbers of `unit` by
    the names that places.yaml has for places of today, or for former ones; a name that was kept is the place of today.
    `total` is that of the nation by the same count, None where its source has none. `sources`, `evidence` and `note`
    as of what the nation has reached.
    """

    denominator: str
    series: str
    year: int
    unit: str
    places: Mapping[str, Decimal]
    sources: tuple[str, ...]
    evidence: Evidence
    total: Decimal | None = None
    note: str | None = None

    def weight(self, name: str) -> Decimal | None:
        """How many there are in the place that places.yaml calls `name`, None where that is not known.

        A former place whose name was kept has none: its name stands for the place of today, which is more.
        """
        return self.places.get(name)


class Weights(NamedTuple):
    """What is known of the weights of places, by the ids of denominators."""

    known: Mapping[str, Weighing]

    def of(self, denominator: str | None) -> Weighing | None:
        """The weights by a denominator, None where they are not known, or where nobody says by what places weigh."""
        return self.known.get(denominator) if denominator else None

    def before(self, others: "Weights") -> "Weights":
        """These and, for denominators of which they say nothing, those of `others`: no two counts of one mix."""
        return Weights({**others.known, **self.known})
