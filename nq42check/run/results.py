"""What a run finds in one file: what is said of a plan, why a file cannot be used, what stands against one."""

from collections.abc import Mapping
from typing import NamedTuple

from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Rule
from nq42check.flagging.scene import WaiverState
from nq42check.judging.assess import Assessment
from nq42check.judging.norms import IMPLEMENTS
from nq42check.model.document import Document, DocumentKey, Plan, Route, Waiver
from nq42check.reading.nodes import Problem
from nq42check.run.kinds import OtherKind
from nq42check.text import same_name


class Located(NamedTuple):
    """A finding and its place in the plan's file."""

    finding: Finding
    line: int
    column: int


class Refusal(NamedTuple):
    """One reason why a file, or a value in it, cannot be used or accepted, and the rule it is reported under."""

    rule: Rule
    problem: Problem


class Before(NamedTuple):
    """The plan of a base that has become another: its path there, and with how many norms it was compared."""

    path: str
    comparisons: int


class Since(NamedTuple):
    """What a run is held to: the name of its base, how many plans that has, how many comparisons they come to, and how
    many of its files cannot be used.
    """

    name: str
    plans: int
    comparisons: int
    refused: int


class Identity(NamedTuple):
    """Of which place and document a file is a plan, by their names; what it was held against, and what a gate counts.

    `norms` are the keys of these documents, `named_at` is where the file names them.
    """

    place: str
    document: str
    path: str
    sha256: str | None
    norms: tuple[DocumentKey, ...]
    named_at: tuple[int, int]
    comparisons: int
    before: Before | None

    def is_version_of(self, other: "Identity") -> bool:
        """Whether both are plans of one place and document."""
        return same_name(self.place, other.place) and same_name(self.document, other.document)


class PlanReport(NamedTuple):
    """What was found in one plan. `norms` are the documents it was held against, the highest first.

    `refusals` are the values that are not understood, or are left empty where all must be filled in; all else in the
    plan is checked. Of a form in which none is filled in yet nothing is found. `places` are the lines and
    columns of all by which a version of the plan can take something back. `left_out` are the findings that would count,
    of rules that were not asked for. `before` is what it was at the base of a gate, where that is known. A value that
    is not understood can be `mendable`.
    """

    path: str
    sha256: str | None
    plan: Plan
    norms: tuple[Document, ...]
    assessments: tuple[Assessment, ...]
    findings: tuple[Located, ...]
    waivers: tuple[tuple[Waiver, WaiverState], ...]
    refusals: tuple[Refusal, ...]
    places: Mapping[Route, tuple[int, int]]
    left_out: tuple[Finding, ...] = ()
    before: Before | None = None
    mendable: bool = False

    def undated(self, year: int) -> bool:
        """Whether norms from before `year` are compared because the plan does not say when it was issued."""
        compared = (assessment.norm for assessment in self.assessments if assessment.standing.aside is None)
        return self.document.date is None and any(norm.target.by < year for norm in compared)

    @property
    def document(self) -> Document:
        """What the plan says of itself."""
        return self.plan.document

    @property
    def identity(self) -> Identity:
        """What tells it from the other plans of a run."""
        name, own_name = self.document.name, self.document.own_name
        norms = tuple(document.key for document in self.norms)
        named_at = self.places[IMPLEMENTS]
        return Identity(name, own_name, self.path, self.sha256, norms, named_at, self.comparisons, self.before)

    @property
    def compared(self) -> bool:
        """Whether the plan was held against any norm at all."""
        return any(assessment.decisive for assessment in self.assessments)

    @property
    def begins_at(self) -> int | None:
        """The line of the first value to fill in, where none is filled in."""
        return self.plan.unfilled[0].line if self.plan.is_blank else None

    @property
    def comparisons(self) -> int:
        """How many norms the plan was compared with, those that stand behind another among them."""
        return sum(assessment.compared for assessment in self.assessments)


class RefusedFile(NamedTuple):
    """A file that cannot be used, and every reason found; whether it is `mendable` without a person's choice."""

    path: str
    sha256: str | None
    refusals: tuple[Refusal, ...]
    mendable: bool = False


class Objected(NamedTuple):
    """What stands against a file as it is, or against what has become of it, though all of it can be read.

    `lacking` says that something required is not there. `place` is that of the plan which the file is or was.
    """

    path: str
    refusals: tuple[Refusal, ...]
    lacking: bool = False
    place: str | None = None

    @property
    def called(self) -> str:
        """The place, where there is one, and the path."""
        return f"{self.place} · {self.path}" if self.place else self.path


class OtherFile(NamedTuple):
    """A file that is no plan, and what it is instead."""

    path: str
    sha256: str | None
    kind: OtherKind


Result = PlanReport | RefusedFile | Objected | OtherFile
