"""Reports: what a run found, for people and for machines."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from nq42check.flagging.rulebook import Rule
from nq42check.judging.assess import Assessment
from nq42check.model.document import NormKey
from nq42check.reading.nodes import MOST_PROBLEMS
from nq42check.reports.wording import Wording
from nq42check.run.results import Located, Objected, OtherFile, PlanReport, Result
from nq42check.run.tally import Tally

if TYPE_CHECKING:
    from nq42check.run.checking import Checker

USUAL_WIDTH = 80
"""How wide a report is that goes to no terminal, or to one that does not know its own width."""

Held = TypeVar("Held")


OVERVIEW, PAGES = "index.html", "plans"
"""What a folder has to which a report goes: the file with what is written and held, and the folder of other pages."""


class Page(NamedTuple):
    """A file of its own in the folder to which a report goes: its path from there, with forward slashes, and text."""

    name: str
    text: str


class Piece(NamedTuple, Generic[Held]):
    """What a report says of one file: a text to write at once, what to hold until the end, and a page; None for none.

    Only a report that goes to a folder has pages.
    """

    now: str = ""
    held: Held | None = None
    page: Page | None = None


class Detail(Enum):
    """How much a report for a person says of each finding."""

    SHORT = "short"
    FULL = "full"
    BRIEF = "brief"


Naming = Callable[[str], str]
"""How a server calls the file that other reports show under a path."""


class Brief(NamedTuple):
    """What a report may need to know of a run before its first file.

    `rules` are all that a result may name; where findings of `some_rules_only` are shown, none does not mean that all
    is well. `show_all` asks for what is met as well, None leaves that to the format. `unchecked` is what in the folders
    given looks like a plan and is not checked, `files` how many files are. A table says as much as `detail` asks for,
    without columns and signs where it is to be `spoken`; in a file it is as wide as on a usual terminal, and plain.
    `csv_separator` stands between the cells of a CSV report.
    `apart` says that the report goes to a folder, in which each plan has a page of its own. `checker` is what checks
    the files: by what it knows a report may say more than results do.
    """

    wording: Wording
    as_of: date
    rules: tuple[Rule, ...] = ()
    some_rules_only: bool = False
    show_all: bool | None = None
    unchecked: tuple[str, ...] = ()
    named: Naming = str
    files: int = 1
    detail: Detail = Detail.SHORT
    spoken: bool = False
    width: int = USUAL_WIDTH
    color: bool = False
    csv_separator: str = ","
    apart: bool = False
    checker: "Checker | None" = None


class Reporter(ABC, Generic[Held]):
    """Turns results into text, file by file, so that a run of any length can be written as it goes.

    What it holds of a file until the end is a value that one process can send to another.
    """

    separator = ""
    """What stands between the texts that are written at once."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.wording = brief, brief.wording

    def opening(self) -> str:
        """What comes before all files."""
        return ""

    @abstractmethod
    def piece(self, result: Result) -> Piece[Held]:
        """What is said of one file; it depends on nothing else."""

    def keep(self, held: list[Held], new: Held) -> None:
        """Add what is to be held of one more file to what is held; what is not needed any more may go."""
        held.append(new)

    @abstractmethod
    def closing(self, tally: Tally, held: Sequence[Held]) -> Iterator[str]:
        """What comes after all files, with the totals and what was held, bit by bit."""


def complaints(result: Result, wording: Wording) -> list[str]:
    """Why a file, or values in it, cannot be used, a line each; that there may be more, where not all are collected."""
    if isinstance(result, OtherFile | Objected):
        return []
    said = [wording.refusal(result.path, refusal) for refusal in result.refusals]
    if len(said) == MOST_PROBLEMS:
        said.append(wording.text("report.first-only", limit=MOST_PROBLEMS, path=result.path))
    return [*said, *wording.mendable(result)]


def joined(texts: Iterable[str], separator: str) -> Iterator[str]:
    """Those of `texts` that are not empty, with `separator` between them."""
    between = ""
    for text in filter(None, texts):
        yield between + text
        between = separator


def live(plan: PlanReport) -> list[Located]:
    """The findings that count, worst first; targets in the order of the file, then what is missing."""
    counting = (located for located in plan.findings if not located.finding.settled)
    return sorted(counting, key=lambda located: (-located.finding.severity, located.finding.flag.target is None))


def alike(counting: Iterable[Located]) -> Iterator[list[Located]]:
    """The findings that have a row together: on one target and norm, with what is wrong with the target by itself."""
    by_subject: dict[object, list[Located]] = {}
    for each in counting:
        by_subject.setdefault(_subject(each), []).append(each)
    for same in by_subject.values():
        first = next((each.finding.flag.norm.key for each in same if each.finding.flag.norm), None)
        by_norm: dict[NormKey | None, list[Located]] = {}
        for each in same:
            norm = each.finding.flag.norm
            by_norm.setdefault(norm.key if norm else first, []).append(each)
        yield from by_norm.values()


def _subject(located: Located) -> object:
    """What a finding is about: a target, else a norm, else itself."""
    flag = located.finding.flag
    return flag.target.route if flag.target else flag.norm.key if flag.norm else id(located)


def numbered(plan: PlanReport) -> Iterator[tuple[Located, str]]:
    """Every finding with a name that no other finding of its plan has: its fingerprint, counted where it recurs."""
    seen: Counter[str] = Counter()
    for located in plan.findings:
        fingerprint = located.finding.fingerprint
        seen[fingerprint] += 1
        yield located, f"{fingerprint}:{seen[fingerprint]}"


def by_norm(plan: PlanReport) -> Iterator[tuple[Assessment | None, list[Located]]]:
    """Every assessment with the findings on its norm, met ones too; then each finding that is on no norm."""
    on_norms: dict[NormKey | None, list[Located]] = {}
    for located in plan.findings:
        norm = located.finding.flag.norm
        on_norms.setdefault(norm.key if norm else None, []).append(located)
    for assessment in plan.assessments:
        yield assessment, on_norms.get(assessment.norm.key, [])
    yield from ((None, [located]) for located in on_norms.get(None, []))
