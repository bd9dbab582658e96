"""What the nation has reached by now, as far as it is known."""

from typing import NamedTuple

from nq42check.model.catalogue import Indicator
from nq42check.model.document import Evidence
from nq42check.model.values import Figure


class Measured(NamedTuple):
    """What an indicator was for the whole nation in a year: as worded, and the figure that it states."""

    year: int
    text: str
    figure: Figure


class Reached(NamedTuple):
    """What is known of an indicator for the whole nation, the latest year first.

    `sources` are the addresses where it was read, `evidence` says how well it is known; `note` is what a reader must
    know besides.
    """

    indicator: Indicator
    values: tuple[Measured, ...]
    sources: tuple[str, ...]
    evidence: Evidence
    note: str | None = None

    @property
    def latest(self) -> Measured:
        """The value of the latest year."""
        return self.values[0]
