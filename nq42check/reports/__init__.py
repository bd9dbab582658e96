"""Reports: what a run found, for people and for machines."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Protocol

from nq42check.judging.assess import Assessment
from nq42check.run.checking import Located, PlanReport, Result
from nq42check.run.tally import Tally

Piece = tuple[str, ...]
"""What a report says of one file: a text to write at once, and texts to hold until the end."""

Naming = Callable[[str], str]
"""How a server calls the file that other reports show under a path."""


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


def live(plan: PlanReport) -> list[Located]:
    """The findings that count, worst first; targets in the order of the file, then what is missing."""
    found = [located for located in plan.findings if not located.finding.settled]
    return sorted(found, key=lambda located: (-located.finding.severity, located.finding.flag.target is None))


def numbered(plan: PlanReport) -> Iterator[tuple[Located, str]]:
    """Every finding with a name that no other finding of its plan has: its fingerprint, counted where it recurs."""
    seen: Counter[str] = Counter()
    for located in plan.findings:
        fingerprint = located.finding.fingerprint
        seen[fingerprint] += 1
        yield located, f"{fingerprint}:{seen[fingerprint]}"


def by_norm(plan: PlanReport) -> Iterator[tuple[Assessment | None, list[Located]]]:
    """Every assessment with the findings on its norm, met ones too; then each finding that is on no norm."""
    on_norm: dict[tuple[object, ...], list[Located]] = {}
    on_none: list[Located] = []
    for located in plan.findings:
        norm = located.finding.flag.norm
        found = on_norm.setdefault((norm.document.name, norm.target.route), []) if norm else on_none
        found.append(located)
    for assessment in plan.assessments:
        norm = assessment.norm
        yield assessment, on_norm.get((norm.document.name, norm.target.route), [])
    yield from ((None, [located]) for located in on_none)
