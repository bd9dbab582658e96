"""Reports: what a run found, for people and for machines."""

from collections.abc import Iterator
from typing import Protocol

from nq42check.checking import Result
from nq42check.tally import Tally

Piece = tuple[str, ...]
"""What a report says of one file: a text to write at once, and texts to hold until the end."""


class Reporter(Protocol):
    """Turns results into text, file by file, so that a run of any length can be written as it goes."""

    separator: str
    """What stands between the texts that are written at once."""

    def opening(self) -> str:
        """What comes before all files."""
        ...

    def piece(self, result: Result) -> Piece:
        """What is said of one file; it depends on nothing else."""
        ...

    def closing(self, tally: Tally, held: list[Piece]) -> Iterator[str]:
        """What comes after all files, with the totals and the texts that were held, bit by bit."""
        ...
