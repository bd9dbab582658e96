"""The main job: plans in, a report out."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from nq42check.assess import Assessment, Norm, assess, norms_of
from nq42check.document import Document
from nq42check.files import Source, other_kind, plan_paths, source
from nq42check.findings import Finding, find
from nq42check.knowledge import Knowledge, UnknownDocument, norms_for
from nq42check.loading import load_plan
from nq42check.reading import Node, Problem, Refused, place, refused
from nq42check.rulebook import Rule, Scene, Severity


class Located(NamedTuple):
    """A finding and its place in the plan's file."""

    finding: Finding
    line: int
    column: int


class PlanReport(NamedTuple):
    """What was found in one plan. `norms` are the documents it was held against, the highest first."""

    path: str
    sha256: str | None
    document: Document
    norms: tuple[Document, ...]
    assessments: tuple[Assessment, ...]
    findings: tuple[Located, ...]

    @property
    def compared(self) -> bool:
        """Whether the plan was held against any norm at all."""
        return any(assessment.decisive for assessment in self.assessments)


class Refusal(NamedTuple):
    """An input that could not be used, and one reason."""

    path: str
    rule: Rule
    problem: Problem


class Passed(NamedTuple):
    """A file that is no plan, and what it is instead."""

    path: str
    kind: str


class Report(NamedTuple):
    """The result of one run; the same input gives the same report."""

    as_of: date
    plans: tuple[PlanReport, ...]
    refusals: tuple[Refusal, ...]
    passed: tuple[Passed, ...]

    def exit_code(self, fail_on: Severity | None = Severity.ERROR) -> int:
        """The exit code: 4 where an input was refused, 1 where a finding is at or above `fail_on` and not waived,

        3 where a plan was held against nothing or there was none, else 0. `fail_on` None lets findings pass.
        """
        if self.refusals:
            return 4
        found = (located.finding for plan in self.plans for located in plan.findings)
        if fail_on and any(finding.severity >= fail_on and not finding.waived for finding in found):
            return 1
        return 0 if self.plans and all(plan.compared for plan in self.plans) else 3


def check_paths(
    paths: Iterable[str],
    knowledge: Knowledge,
    *,
    against: Sequence[Document] = (),
    as_of: date,
    rules: Sequence[Rule] | None = None,
    stdin: BinaryIO | None = None,
) -> Report:
    """Check every plan that `paths` name; "-" is read from `stdin`.

    `against` are the documents to hold plans against, in place of those that each plan implements. `rules` limits
    what is reported; waivers are held against all rules of `knowledge` in any case.
    """
    names = list(paths)
    sources = [source("-", stdin) for name in names if name == "-" and stdin is not None][:1]
    sources += [source(path) for path in plan_paths(name for name in names if name != "-")]
    shown = {rule.id for rule in (knowledge.rules if rules is None else rules)}
    given = norms_of(tuple(against)) if against else None

    @lru_cache(maxsize=64)
    def norms(implements: tuple[str, ...]) -> tuple[Norm, ...]:
        return given if given is not None else norms_for(implements, knowledge)

    plans: list[PlanReport] = []
    refusals: list[Refusal] = []
    passed: list[Passed] = []
    for read in sources:
        kind = other_kind(read.node) if read.node else None
        if kind:
            passed.append(Passed(read.path, kind))
            continue
        try:
            if read.refusal:
                raise read.refusal
            plans.append(_check(read, knowledge, norms, as_of, shown))
        except Refused as refusal:
            refusals += [Refusal(read.path, knowledge.rule_of_problem(each), each) for each in refusal.problems]
    return Report(
        as_of,
        tuple(sorted(plans, key=lambda plan: plan.path)),
        tuple(sorted(refusals, key=lambda refusal: (refusal.path, refusal.problem.line or 0))),
        tuple(sorted(passed)),
    )


def _check(
    read: Source,
    knowledge: Knowledge,
    norms: Callable[[tuple[str, ...]], tuple[Norm, ...]],
    as_of: date,
    shown: set[str],
) -> PlanReport:
    """One plan held against its norms. Raises Refused."""
    node = read.node
    assert node is not None
    plan = _plan(node, knowledge)
    try:
        held_against = norms(plan.implements)
    except UnknownDocument as unknown:
        line, column = place(node, ("document", "implements", unknown.index))
        known = ", ".join(baseline.document.name for baseline in knowledge.baselines)
        raise refused("unknown-name.document", line, column, name=unknown.name, known=known) from None
    assessments = assess(plan, held_against, knowledge.catalogue)
    findings = find(Scene(plan, assessments, knowledge.catalogue), knowledge.rules, as_of)
    located = [Located(finding, *place(node, finding.flag.route)) for finding in findings if finding.rule.id in shown]
    located.sort(key=lambda found: (found.line, found.column, found.finding.rule.id))
    documents = tuple({norm.document.name: norm.document for norm in held_against}.values())
    return PlanReport(read.path, read.sha256, plan, documents, assessments, tuple(located))


def _plan(node: Node, knowledge: Knowledge) -> Document:
    """The plan that `node` declares; where its shape is wrong, the schema says all that is wrong with it."""
    try:
        return load_plan(node, knowledge.catalogue, knowledge.waivable)
    except Refused as refusal:
        others = [problem for problem in refusal.problems if not problem.text.startswith("shape.")]
        if len(others) == len(refusal.problems):
            raise
        from nq42check.schemas import explain

        raise Refused(*(explain(node, "plan") or refusal.problems), *others) from None
