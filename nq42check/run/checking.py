"""The main job: a file in, what was found in it out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from io import BytesIO

from nq42check.flagging.find import find
from nq42check.flagging.nation import beside_nation
from nq42check.flagging.scene import Limits, Scene
from nq42check.judging.assess import assess
from nq42check.judging.norms import PLACE, deciding, for_plan, standings
from nq42check.model.document import Baseline, Document, Known, Plan
from nq42check.model.values import NotUnderstood
from nq42check.reading.documents import problem_of
from nq42check.reading.naming import place_named
from nq42check.reading.nodes import Node, Problem, Refused, first_of, node_at, place_at
from nq42check.reading.unfilled import demanded
from nq42check.run.files import DISK, MAX_BYTES, Files, Source, source
from nq42check.run.inputs import Input
from nq42check.run.kinds import other_kind
from nq42check.run.knowledge import Knowledge, UnknownDocument, nation_in, norms_for, plan_from
from nq42check.run.results import Identity, Located, OtherFile, PlanReport, Refusal, RefusedFile, Result, Since
from nq42check.text import name_key, same_name


def today() -> date:
    """The day of a run: that of Việt Nam, wherever it takes place and whatever its environment says of time zones."""
    return day_of(datetime.now(UTC))


def day_of(moment: datetime) -> date:
    """The day in Việt Nam at a moment, which knows its time zone."""
    return moment.astimezone(timezone(timedelta(hours=7))).date()


class Checker:
    """Checks files one by one, with all that is the same for each.

    `against` are the documents to hold plans against, in place of those that each plan implements. `rules` limits what
    is reported, by id; waivers are held against all rules of `knowledge` in any case. `as_of` is the date at which
    waivers are judged, and `limits` what is asked of them. `known` are the records of known findings. Of a `complete`
    plan every row is filled in: one that is not is refused, as a value is that is not understood. Without `flagging`
    it is only judged what plans make of norms. Documents as issued that plans name are read among `documents`, and not
    at all where that is None.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        *,
        as_of: date,
        against: Sequence[Baseline] = (),
        rules: Iterable[str] | None = None,
        known: Iterable[Known] = (),
        limits: Limits = Limits(),  # noqa: B008 (immutable)
        max_bytes: int = MAX_BYTES,
        complete: bool = False,
        flagging: bool = True,
        documents: Files | None = DISK,
    ) -> None:
        self.knowledge, self.as_of, self.limits, self.max_bytes = knowledge, as_of, limits, max_bytes
        self.complete, self.against, self.documents = complete, tuple(against), documents
        self.asked = knowledge.rules if flagging else ()
        self.shown = frozenset(rule.id for rule in knowledge.rules) if rules is None else frozenset(rules)
        self.known: dict[str, list[Known]] = {}
        for record in known:
            self.known.setdefault(name_key(record.plan), []).append(record)
        given = standings(against)
        self.norms = lru_cache(maxsize=64)(lambda implements: given if against else norms_for(implements, knowledge))

    def records_of(self, plan: Document) -> list[Known]:
        """The records of known findings that are about `plan`."""
        alike = self.known.get(name_key(plan.name), [])
        return [record for record in alike if record.document is None or same_name(record.document, plan.own_name)]

    def results(self, file: Input) -> list[Result]:
        """All that is to be told of a file."""
        return [self.check(file)]

    def last(self, files: Sequence[Input], plans: Sequence[Identity]) -> tuple[list[Result], Since | None]:
        """What can be told once all `files` were checked, of which these are the `plans`; and what they are held to."""
        return [*self.clashes(plans)], None

    def check(self, file: Input) -> Result:
        """What is found in a file; one in a folder of plans that is none is refused."""
        read = source(file.path, file.stream, self.max_bytes, file.problem)
        if file.sha256:  # a document that was drafted: it cannot be mended as plans are
            return self._found(read._replace(sha256=file.sha256, drafted=True), file.given)
        found = self._found(read, file.given)
        return self._answered(found, read) if isinstance(found, RefusedFile | PlanReport) and found.refusals else found

    def _found(self, read: Source, given: bool) -> Result:
        """What is found in a file as read, each problem at the place where reading came to its end."""
        if read.node is None:
            return self._refused(read, read.problems)
        kind = other_kind(read.node)
        if kind and given:
            return OtherFile(read.path, read.sha256, kind)
        if kind:
            return self._refused(read, [Problem(f"shape.is-{kind}", 1, 1)])
        try:
            plan = plan_from(read.node, self.knowledge)
        except Refused as refusal:
            from nq42check.reading.answers import explained

            return self._refused(read, explained(refusal.problems, read.node))
        return self._check(plan, read.node, read)

    def _answered(self, found: RefusedFile | PlanReport, read: Source) -> RefusedFile | PlanReport:
        """What was `found`, its mistakes told with what to type."""
        from nq42check.reading.answers import answered

        answer = answered(read.data, [refusal.problem for refusal in found.refusals], self.problems_in)
        if isinstance(found, PlanReport):  # its values stay what they are, in this run
            return found._replace(mendable=answer.mendable)
        return self._refused(read, answer.problems)._replace(mendable=answer.mendable)

    def problems_in(self, data: bytes) -> list[Problem]:
        """What is wrong with a plan of these bytes, each at the place where reading came to its end."""
        found = self._found(source("", BytesIO(data), len(data)), given=True)
        return [] if isinstance(found, OtherFile) else [refusal.problem for refusal in found.refusals]

    def plan_in(self, file: Input) -> Plan | None:
        """The plan in a file, without what is found in it; None where there is none that can be used."""
        read = source(file.path, file.stream, self.max_bytes, file.problem)
        if read.node is None or other_kind(read.node):
            return None
        try:
            return plan_from(read.node, self.knowledge)
        except Refused:
            return None

    def _check(self, plan: Plan, node: Node, read: Source) -> PlanReport | RefusedFile:
        """A plan held against its norms; refused for a date or a document in it that cannot be."""
        document, catalogue = plan.document, self.knowledge.catalogue
        if document.date is not None and document.date > self.as_of:
            at = place_at(node, ("document", "date"))
            return self._refused(read, [Problem("shape.date-ahead", *at, {"date": document.date, "as_of": self.as_of})])
        try:
            held_against = for_plan(self.norms(document.implements), plan, self.knowledge.regional)
        except UnknownDocument as unknown:
            at = place_at(node, ("document", "implements", unknown.index))
            from nq42check.run.likely import unknown_document

            return self._refused(read, [unknown_document(unknown.name, self.knowledge, *at)])
        plan, unread = self._traced(plan, node, read)
        assessments = () if plan.is_blank else assess(plan, held_against, catalogue)
        scene = Scene(plan, assessments, catalogue)
        findings, waivers = find(scene, self.asked, self.as_of, self.limits, self.records_of(document))
        shown = [beside_nation(finding, nation_in) for finding in findings if finding.rule.id in self.shown]
        left_out = [finding for finding in findings if finding.rule.id not in self.shown and not finding.settled]
        located = [Located(finding, *place_at(node, finding.flag.route)) for finding in shown]
        located.sort(key=lambda one: (one.line, one.column, one.finding.rule.id))
        documents = tuple({standing.norm.document.key: standing.norm.document for standing in held_against}.values())
        unusable = self._refusals([*unread, *self._unusable(plan, node)])
        places = {route: place_at(node, route) for route in deciding(plan)}
        places[PLACE] = place_at(node, (place_named(node),))
        told = PlanReport(
            read.path, read.sha256, plan, documents, assessments, tuple(located), tuple(waivers), unusable, places
        )
        return told._replace(left_out=tuple(left_out))

    def _traced(self, plan: Plan, node: Node, read: Source) -> tuple[Plan, list[Problem]]:
        """A plan with what the document that it names says of its quotes, or why that cannot be read.

        Nothing is asked where quotes concern nobody, nor of a text that is only tried, and has no path, or that was
        drafted from the document just now.
        """
        source = plan.document.source
        if source is None or self.documents is None or not read.path or read.drafted:
            return plan, []
        from nq42check.run.sourcing import traced

        found = traced(plan, source, read.path, self.documents)
        if isinstance(found, Problem):
            line, column = place_at(node, ("document", "source"))
            return plan, [found._replace(line=line, column=column)]
        return plan._replace(traced=found), []

    def _unusable(self, plan: Plan, node: Node) -> Iterator[Problem]:
        """What is wrong with the values of a plan by themselves: they are not understood, or not there and must be."""
        for target in plan.targets:
            if isinstance(target.stated, NotUnderstood):
                value = node_at(node, (*target.route, "value"))
                yield problem_of(target.stated, value, target.text, target.indicator)
            if target.start and isinstance(target.start.stated, NotUnderstood):
                value = node_at(node, (*target.route, "from", "value"))
                yield problem_of(target.start.stated, value, target.start.text, target.indicator)
        for row in plan.unfilled if self.complete else ():
            yield demanded(row, node)

    def _refused(self, file: Source | Identity, problems: Iterable[Problem]) -> RefusedFile:
        return RefusedFile(file.path, file.sha256, self._refusals(problems))

    def _refusals(self, problems: Iterable[Problem]) -> tuple[Refusal, ...]:
        """The first problems in the order of the file, each with its rule."""
        ordered = sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))
        return tuple(Refusal(self.knowledge.rule_of_problem(problem), problem) for problem in first_of(ordered))

    def clashes(self, plans: Iterable[Identity]) -> list[RefusedFile]:
        """The files among `plans` that cannot be told from another: two of one place and document.

        So are two of one place while known findings do not say for which of them they hold.
        """
        first: dict[tuple[str, str], Identity] = {}
        places: dict[str, Identity] = {}
        clashes = []
        for plan in plans:
            place = name_key(plan.place)
            twin = first.setdefault((place, name_key(plan.document)), plan)
            other = places.setdefault(place, plan)
            fields = {"name": plan.place, "document": plan.document}
            if twin is not plan:
                problem = Problem("same-place.document", fields={**fields, "other": twin.path})
            elif other is not plan and any(record.document is None for record in self.known.get(place, ())):
                problem = Problem("same-place.known", fields={**fields, "other": other.path})
            else:
                continue
            clashes.append(self._refused(plan, [problem]))
        return clashes
