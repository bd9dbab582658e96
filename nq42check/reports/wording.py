"""What is said of findings, norms, plans, files and runs, in Vietnamese or English."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Severity
from nq42check.flagging.scene import Quantity, Several
from nq42check.judging.assess import Assessment, Status
from nq42check.judging.norms import Aside, Standing
from nq42check.judging.word import Judgement
from nq42check.language.figures import example
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Norm, NotApplicable, Other, Plan, Target
from nq42check.model.units import SHARE_A_YEAR
from nq42check.reports.caveats import Caveat, caveats_of
from nq42check.reports.progress import Progress
from nq42check.reports.words import MOST_NAMED, shorten
from nq42check.run.results import PlanReport
from nq42check.run.tally import Tally

_ASIDE = (Status.CONTEXT, Status.NOT_APPLICABLE)
_STATUS_ORDER = (*reversed(list(Status)[: -len(_ASIDE)]), *_ASIDE)


def counted(plan: PlanReport) -> Counter[Status]:
    """How many norms of a plan that stand behind no other have which status."""
    return Counter(each.status for each in plan.assessments if each.standing.behind is None)


class Wording(Progress):
    """All that reports say in one language, in sentences."""

    def message(self, finding: Finding) -> str:
        """What is wrong."""
        return self.filled(self.show(finding.rule.message), finding.flag.arguments)

    def advice(self, finding: Finding) -> str:
        """What to do about it."""
        return self.filled(self.show(finding.rule.advice), finding.flag.arguments)

    def caveats(self, finding: Finding) -> list[str]:
        """What a reader must know besides, with why the finding does not count where it does not."""
        said = [self.caveat(caveat) for caveat in caveats_of(finding)]
        return [*said, self.settled(finding)] if finding.settled else said

    def caveat(self, caveat: Caveat) -> str:
        """One thing that a reader must know besides, in a sentence."""
        return self.text(caveat.id, **caveat.fields)

    def told(self, finding: Finding) -> str:
        """All that is said of a finding in one paragraph, which begins with what it is about."""
        return f"{self.about(finding)}: {' '.join(self.sentences(finding))}"

    def about(self, finding: Finding) -> str:
        """What a finding is about: its indicator, with the years of plan and norm."""
        years = self.years(finding)
        return self.show(finding.flag.subject) + (f" ({years})" if years else "")

    def years(self, finding: Finding) -> str:
        """The years of plan and norm: one where they are the same."""
        target, norm = finding.flag.target, finding.flag.norm
        if target and norm and target.by != norm.target.by:
            return self.text("years.both", by=target.by, due=norm.target.by)
        due = target or (norm.target if norm else None)
        return self.text("years.one", by=due.by) if due else ""

    def sentences(self, finding: Finding) -> list[str]:
        """What is wrong, what to do about it, and the caveats."""
        said = (self.message(finding), self.advice(finding), *self.caveats(finding))
        return [text if text.endswith((".", "!", "?", "…")) else f"{text}." for text in said]

    def settled(self, finding: Finding) -> str:
        """Why a finding does not count: until when, by whom and why it is waived, or that it is known; else empty."""
        waiver = finding.waived
        if waiver is None:
            return self.text("caveat.known") if finding.settled else ""
        return self.text("caveat.waived", until=waiver.until, authority=waiver.authority, reason=waiver.reason)

    def aside(self, assessment: Assessment, plan: Plan) -> str:
        """Why there is no finding on a norm of `plan` that is not met; empty where it is met."""
        standing, status = assessment.standing, self.status(assessment.status)
        if standing.behind:
            return self.text("aside.behind", document=standing.behind.document.name)
        if assessment.status is Status.MET:
            return ""
        if assessment.decisive:
            return self.text("aside.none-chosen", status=status)
        if assessment.status is Status.CONTEXT:
            reasons = [self._set_aside(standing)]
        else:
            reasons = [
                entry.reason for entry in plan.not_applicable if entry.indicator is standing.norm.target.indicator
            ]
        return f"{status}: {'; '.join(reasons)}"

    def _set_aside(self, standing: Standing) -> str:
        """Why a norm is not compared."""
        norm, aside = standing.norm, standing.aside
        if aside is Aside.ACHIEVED and norm.achieved:
            return self.text("aside.achieved", on=norm.achieved.on, source=norm.achieved.source)
        if aside is Aside.ELSEWHERE:
            return self.text("aside.elsewhere", places=", ".join(norm.document.places))
        if aside in (Aside.PAST, Aside.BEYOND):
            return self.text(f"aside.{aside.value}")
        return norm.context or self.binds(norm.binds)

    def cited(self, norm: Norm) -> str:
        """What a norm asks for, and where it does."""
        where = norm.target.where
        document = self.text("norm.place", document=norm.document.name, where=where) if where else norm.document.name
        return f"{self.value(norm.target)} ({document})"

    def asked(self, norm: Norm) -> str:
        """What a norm asks for, where and by when, whom it binds, and how well its text is known."""
        facts = [self.cited(norm), self.text("norm.by", by=norm.target.by), self.binds(norm.binds)]
        facts.append(self.evidence(norm.evidence))
        return self.text("norm.asked", facts="; ".join(filter(None, facts)))

    def regional(self, standing: Standing) -> str:
        """What regional documents, which a plan does not name, set for its place; empty where none does."""
        return "; ".join(
            self.text(
                "norm.regional", document=other.document.name, norm=self.due(other.target, standing.norm.target.by)
            )
            for other in standing.beside
        )

    def uncertain(self, norm: Norm) -> str:
        """That the text of `norm` is not known word for word; empty where it is."""
        return "" if norm.is_certain or norm.evidence is None else self.text(f"uncertain.{norm.evidence.value}")

    def answer(self, assessment: Assessment) -> str:
        """What the plan has for a norm; empty where it has nothing."""
        year, answers = assessment.norm.target.by, []
        for judgement in assessment.judgements:
            answer = self.due(judgement.target, year)
            for aside in filter(None, (self.started(judgement.target), *self.provisos(judgement))):
                answer += f" ({aside})"
            answers.append(answer)
        return "; ".join(answers)

    def cell(self, assessment: Assessment) -> str:
        """What the plan has for a norm, for a cell of a table: marked where it is met on more than its figures."""
        year, met = assessment.norm.target.by, assessment.status is Status.MET
        return "; ".join(
            self.due(judgement.target, year) + ("*" if met and judgement.rests_on_a_reading else "")
            for judgement in assessment.judgements
        )

    def started(self, target: Target) -> str:
        """Where the place stood before a target, and where its document says so; empty where it does not."""
        start = target.start
        if start is None:
            return ""
        value = target.stating(start.text, start.stated)
        where = self.text("report.start-at", where=shorten(start.where)) if start.where else ""
        return self.text("report.start", year=start.year, value=value, where=where)

    def due(self, target: Target, year: int) -> str:
        """A value, with its year where that is not `year`."""
        return self.value(target) if target.by == year else self.dated(target)

    def provisos(self, judgement: Judgement) -> Iterator[str]:
        """What an answer rests on besides its figure: other targets, a reading of its words, a note."""
        if judgement.implied_by:
            kind = "joined" if judgement.joined else "implied"
            yield self.text(f"report.{kind}", targets=Several(judgement.implied_by))
        if judgement.target.assumed:
            yield self.text("report.assumed")
        if judgement.target.note:
            yield self.text("report.note", note=judgement.target.note)
        if judgement.is_unconfirmed:
            yield self.text("report.on-draft")

    def proviso(self, assessment: Assessment) -> str:
        """What a norm that is met rests on besides its figures; empty where on nothing else."""
        provisos = (proviso for judgement in assessment.judgements for proviso in self.provisos(judgement))
        return self.answer(assessment) if any(provisos) else ""

    def against(self, plan: PlanReport, as_of: date) -> str:
        """The documents that a plan was held against; or what to do where there were none."""
        if not plan.compared:
            return self.uncompared(plan)
        said = self.text("report.against", documents=self.documents(plan), as_of=as_of)
        if plan.undated(as_of.year):
            said += f" {self.text('report.undated', year=as_of.year)}"
        return said

    def uncompared(self, plan: PlanReport) -> str:
        """Why a plan was held against nothing, and what to do."""
        if plan.begins_at is None:
            return self.text("report.no-norms")
        first, *_ = plan.plan.unfilled
        return self.text("report.blank", line=first.line, count=plan.plan.rows, like=example(first.indicator))

    def documents(self, plan: PlanReport) -> str:
        """The documents that a plan was held against, with their versions."""
        return ", ".join(self.versioned(document.name, document.version) for document in plan.norms)

    def exempt(self, entry: NotApplicable) -> str:
        """That a norm, or some groups of it, cannot apply to a plan's place, and why."""
        groups = f" ({self.show(Several(entry.group_names))})" if entry.groups else ""
        return self.text("report.exempt", indicator=entry.indicator, groups=groups, reason=entry.reason)

    def other(self, entry: Other) -> str:
        """A target outside the catalogue, as worded, with its year, its place and what was judged on the way."""
        where = self.text("report.other-at", where=shorten(entry.where)) if entry.where else ""
        said = self.text("report.other", name=shorten(entry.name), value=shorten(entry.text), by=entry.by, where=where)
        return f"{said}. {self.text('caveat.note', note=entry.note)}" if entry.note else said

    def statuses(self, plan: PlanReport) -> str:
        """How many norms have which status, in one line; empty where there are no norms."""
        tally = counted(plan)
        parts = [
            self.text("report.status", count=tally[status], status=self.status(status))
            for status in _STATUS_ORDER
            if tally[status]
        ]
        total = self.text("report.norms", count=sum(tally.values()))
        return f"{plan.document.name}: {total} = {' + '.join(parts)}" if parts else ""

    def counts(self, statuses: Mapping[Status, int], name: str = "") -> str:
        """Of what is called `name`: how many of the norms that are compared are met, and how many are what else."""
        compared = sum(count for status, count in statuses.items() if status not in _ASIDE)
        parts = [self.text("report.counts", met=statuses.get(Status.MET, 0), norms=compared)]
        for status in _STATUS_ORDER:
            if status not in (Status.MET, Status.CONTEXT) and statuses.get(status):
                parts.append(self.text("report.status", count=statuses[status], status=self.status(status)))
        return ": ".join(filter(None, (name, " · ".join(parts))))

    def totals(self, tally: Tally) -> list[str]:
        """What a run came to, in a few lines."""
        narrowed = [*filter(None, [self.narrowed(tally)])]
        if not tally.plans:
            none = self.text("report.all-refused" if tally.refused else "report.nothing")
            return [none, *narrowed, *self.since(tally)]
        plans = [self.text("report.totals-plans", plans=tally.plans)] if tally.plans > 1 else []
        counts = self.text(
            "report.totals",
            errors=tally.severities[Severity.ERROR],
            warnings=tally.severities[Severity.WARNING],
            notes=tally.severities[Severity.NOTE],
            waived=tally.waived,
            uncertain=len(tally.unverified),
        )
        known = [self.text("report.totals-known", known=tally.known)] if tally.known else []
        plans += [self.text("report.filled", filled=tally.filled, rows=tally.rows)] if tally.filled < tally.rows else []
        if tally.not_applicable:
            counts += self.text("report.totals-exempt", exempt=tally.not_applicable)
        return [*plans, counts, *known, *narrowed, *self.since(tally)]

    def total(self, tally: Tally) -> str:
        """The same in one paragraph."""
        return ". ".join(line.removesuffix(".") for line in self.totals(tally))

    def narrowed(self, tally: Tally) -> str:
        """What settings and options leave out of a run, in one sentence; empty where nothing."""
        left_out, files = tally.left_out.total(), tally.excluded.total()
        errors, patterns = tally.left_out[Severity.ERROR], Several(tuple(map(shorten, sorted(tally.excluded))))
        facts = (
            self.text("narrowed.left-out", count=left_out, errors=errors) if left_out else "",
            self.text("narrowed.lowered", count=tally.lowered) if tally.lowered else "",
            self.text("narrowed.excluded", count=files, patterns=patterns) if files else "",
        )
        return self.text("report.narrowed", facts="; ".join(filter(None, facts))) if any(facts) else ""

    def since(self, tally: Tally) -> list[str]:
        """What stands against the run besides findings, and how many comparisons there are, at its base and now."""
        said = []
        if tally.since:
            base, now = tally.since, {"plans": tally.plans, "comparisons": tally.comparisons}
            before = {"before": base.comparisons, "plans_before": base.plans}
            said.append(self.text("gate.comparisons", base=base.name, **before, **now))
            if base.refused:
                said.append(self.text("gate.base-refused", base=base.name, count=base.refused))
        if objections := tally.objections + tally.lacking:
            said.append(self.text("gate.objections", count=objections))
        return said

    def unchecked(self, paths: Sequence[str]) -> str:
        """What in the folders given looks like a plan and is not checked: the first twenty, and how many in all."""
        files = ", ".join(paths[:MOST_NAMED])
        if len(paths) > MOST_NAMED:
            files = self.text("report.more-files", files=files, count=len(paths) - MOST_NAMED)
        return self.text("report.unchecked", count=len(paths), files=files)

    def witness(self, finding: Finding) -> str:
        """An outcome that keeps the plan and breaks the norm."""
        judgement, indicator = finding.flag.judgement, finding.flag.indicator
        witness = judgement.comparison.witness if judgement else None
        return (
            ""
            if witness is None or indicator is None or indicator.unit is None
            else self.show(Quantity(witness, indicator))
        )

    def gap(self, finding: Finding) -> str:
        """How far plan and norm lie apart."""
        judgement = finding.flag.judgement
        return self.apart(judgement.comparison.gap if judgement else None, finding.flag.indicator)

    def apart(self, gap: Decimal | None, indicator: Indicator | None) -> str:
        """So much between two values of an indicator, in its unit; empty where that is nothing."""
        if not gap or indicator is None or indicator.unit is None:
            return ""
        unit = indicator.unit
        if indicator.is_share or unit.dimension == SHARE_A_YEAR:
            return self.text("number.points", number=gap)
        measure = indicator.measure
        return self.show(gap) + (measure.vi.partition("/")[0] if self.language == "vi" else measure.en)
