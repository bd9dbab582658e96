"""Words for what the checker found, in Vietnamese or English."""

import errno
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module

from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Rule, Severity
from nq42check.flagging.scene import Asked, Clause, Quantity, Share
from nq42check.inert import in_line
from nq42check.judging.assess import Assessment, Status
from nq42check.judging.norms import Aside, Standing
from nq42check.judging.word import Judgement
from nq42check.language.numbers import comma
from nq42check.model.catalogue import Better, Indicator, Names
from nq42check.model.document import Norm, Plan, Target
from nq42check.model.units import UNITS, Unit
from nq42check.model.values import Figure, Operator, Step
from nq42check.reading.nodes import Problem
from nq42check.run.checking import PlanReport, Refusal
from nq42check.run.tally import Tally
from nq42check.texts import LANGUAGES as LANGUAGES

_LONGEST, _LONGEST_TEXT, _MOST_NAMED = 120, 1_000, 20
_ASIDE = (Status.CONTEXT, Status.NOT_APPLICABLE)
_STATUS_ORDER = (*reversed(list(Status)[: -len(_ASIDE)]), *_ASIDE)

STATUS_SIGNS = {
    Status.MET: "✓",
    Status.LOOSENED: "≈",
    Status.LATER: "»",
    Status.NARROWER: "⊂",
    Status.WEAKER: "▼",
    Status.MISSING: "○",
    Status.NOT_MEASURABLE: "~",
    Status.CONFLICT: "✕",
    Status.UNDECIDED: "?",
    Status.NOT_APPLICABLE: "–",
    Status.CONTEXT: "i",
}
"""The sign of each status, best first; what is not judged comes last."""


class Wording:
    """All texts of one language, and how values are written in it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts: Mapping[str, str] = import_module(f"nq42check.texts.{language}").TEXTS

    def text(self, id: str, /, **fields: object) -> str:
        """The text `id` with its fields filled in."""
        return self._texts[id].format_map(self._shown(fields))

    def message(self, finding: Finding) -> str:
        """What is wrong."""
        return self._of(finding.rule.message, finding)

    def advice(self, finding: Finding) -> str:
        """What to do about it."""
        return self._of(finding.rule.advice, finding)

    def caveats(self, finding: Finding) -> list[str]:
        """What a reader must know besides: how the norm binds, how well it is known, what was judged on the way."""
        flag, said = finding.flag, []
        if flag.judgement and flag.judgement.implied_by:
            said.append(self.text("caveat.implied", targets=flag.judgement.implied_by))
        if flag.standing:
            said += self._about(flag.standing)
        if flag.target and flag.target.assumed:
            said.append(self.text("caveat.assumed", value=flag.target, unit=flag.indicator.unit))
        if flag.target and flag.target.note:
            said.append(self.text("caveat.note", note=flag.target.note))
        if finding.settled:
            said.append(self.settled(finding))
        elif finding.worsened:
            said.append(self.text("caveat.known-worse", value=finding.worsened.text, by=finding.worsened.by))
        return said

    def told(self, finding: Finding) -> str:
        """All that is said of a finding in one paragraph, which begins with what it is about."""
        years = self.years(finding)
        about = self.show(finding.flag.indicator) + (f" ({years})" if years else "")
        return f"{about}: {' '.join(self.sentences(finding))}"

    def years(self, finding: Finding) -> str:
        """The years of plan and norm: one where they are the same."""
        target, norm = finding.flag.target, finding.flag.norm
        if target and norm and target.by != norm.target.by:
            return self.text("years.both", by=target.by, due=norm.target.by)
        due = target or (norm.target if norm else None)
        return self.text("years.one", by=due.by) if due else ""

    def dated(self, target: Target | None) -> str:
        """A value with its year, for the cell of a table; empty where there is none."""
        return f"{self.value(target)} ({target.by})" if target else ""

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

    def aside(self, found: Assessment, plan: Plan) -> str:
        """Why there is no finding on a norm of `plan` that is not met; empty where it is met."""
        norm, status = found.norm, self.text(f"status.{found.status.value}")
        if found.standing.behind:
            return self.text("aside.behind", document=found.standing.behind.document.name)
        if found.status is Status.MET:
            return ""
        if found.decisive:
            return self.text("aside.none-chosen", status=status)
        if found.status is Status.CONTEXT:
            reasons = [self._set_aside(found.standing)]
        else:
            reasons = [entry.reason for entry in plan.not_applicable if entry.indicator is norm.target.indicator]
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
        return norm.context or self.text(f"binds.{norm.binds.value}")

    def cited(self, norm: Norm) -> str:
        """What a norm asks for, and where it does."""
        where = norm.target.where
        document = self.text("norm.place", document=norm.document.name, where=where) if where else norm.document.name
        return f"{self.value(norm.target)} ({document})"

    def asked(self, norm: Norm) -> str:
        """What a norm asks for, where and by when, whom it binds, and how well its text is known."""
        facts = [self.cited(norm), self.text("norm.by", by=norm.target.by), self.text(f"binds.{norm.binds.value}")]
        facts += [self.text(f"evidence.{norm.evidence.value}")] if norm.evidence else []
        return self.text("norm.asked", facts="; ".join(facts))

    def _about(self, standing: Standing) -> list[str]:
        norm, said = standing.norm, []
        if norm.binds.value == "average":
            said.append(self.text("caveat.average"))
        if uncertain := self.uncertain(norm):
            said.append(uncertain)
        for other in standing.beside:
            said.append(self.text("caveat.beside", document=other.document.name, norm=other.target, by=other.target.by))
        if standing.hides:
            documents = ", ".join(sorted({hidden.document.name for hidden in standing.hides}))
            said.append(self.text("caveat.hides", documents=documents))
        return said

    def uncertain(self, norm: Norm) -> str:
        """That the text of `norm` is not known word for word; empty where it is."""
        return "" if norm.is_certain or norm.evidence is None else self.text(f"uncertain.{norm.evidence.value}")

    def severity(self, severity: Severity) -> str:
        """How grave a finding is."""
        return self.text(f"severity.{severity.name.lower()}")

    def called(self, rule: Rule) -> str:
        """A rule's id, and what it is called in this language."""
        return f"{rule.id} {self.show(rule.title)}"

    def gist(self, rule: Rule) -> str:
        """What a rule flags, in one sentence."""
        return self.show(rule.explanation).split(". ")[0].rstrip(".") + "."

    def answer(self, found: Assessment) -> str:
        """What the plan has for a norm; empty where it has nothing."""
        values = []
        for judgement in found.judgements:
            value = self.value(judgement.target)
            if judgement.target.by != found.norm.target.by:
                value += f" ({judgement.target.by})"
            for proviso in self.provisos(judgement):
                value += f" ({proviso})"
            values.append(value)
        return "; ".join(values)

    def provisos(self, judgement: Judgement) -> Iterator[str]:
        """What an answer rests on besides its figure: other targets, a reading of its words, a note."""
        if judgement.implied_by:
            kind = "joined" if judgement.joined else "implied"
            yield self.text(f"report.{kind}", targets=judgement.implied_by)
        if judgement.target.assumed:
            yield self.text("report.assumed")
        if judgement.target.note:
            yield self.text("report.note", note=judgement.target.note)

    def proviso(self, found: Assessment) -> str:
        """What a norm that is met rests on besides its figures; empty where on nothing else."""
        return self.answer(found) if any(True for each in found.judgements for _ in self.provisos(each)) else ""

    def against(self, plan: PlanReport, as_of: date) -> str:
        """The documents that a plan was held against; or what to do where there were none."""
        if not plan.compared:
            return self.text("report.no-norms")
        documents = ", ".join(
            self.text("report.version", document=norm.name, version=norm.version) if norm.version else norm.name
            for norm in plan.norms
        )
        said = self.text("report.against", documents=documents, as_of=as_of)
        if plan.undated(as_of.year):
            said += f" {self.text('report.undated', year=as_of.year)}"
        return said

    def statuses(self, plan: PlanReport) -> str:
        """How many norms have which status, in one line; empty where there are no norms."""
        tally = Counter(found.status for found in plan.assessments if found.standing.behind is None)
        parts = [
            self.text("report.status", count=tally[status], status=self.text(f"status.{status.value}"))
            for status in _STATUS_ORDER
            if tally[status]
        ]
        total = self.text("report.norms", count=sum(tally.values()))
        return f"{plan.document.name}: {total} = {' + '.join(parts)}" if parts else ""

    def totals(self, tally: Tally) -> list[str]:
        """What a run came to, in one line or two."""
        if not tally.plans:
            return [self.text("report.all-refused" if tally.refused else "report.nothing")]
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
        return [*plans, counts, *known]

    def unchecked(self, paths: Sequence[str]) -> str:
        """What in the folders given looks like a plan and is not checked: the first twenty, and how many in all."""
        files = ", ".join(paths[:_MOST_NAMED])
        if len(paths) > _MOST_NAMED:
            files = self.text("report.more-files", files=files, count=len(paths) - _MOST_NAMED)
        return self.text("report.unchecked", count=len(paths), files=files)

    def unwritten(self, file: str | None, error: OSError) -> str:
        """Why `file`, or standard output, cannot be written."""
        reason = self.system(error)
        return (
            self.text("usage.output", file=file, reason=reason) if file else self.text("usage.no-stdout", reason=reason)
        )

    def system(self, error: OSError) -> str:
        """What the system refuses."""
        known = f"system.{errno.errorcode.get(error.errno or 0, '')}"
        return self.text(known) if known in self._texts else error.strerror or str(error)

    def refusal(self, path: str, refusal: Refusal) -> str:
        """Why the file at `path` cannot be used, with the place, in one line."""
        problem = refusal.problem
        place = self.text("report.place", line=problem.line, column=problem.column) if problem.line else ""
        return self.text("report.refused", path=path, place=place, rule=refusal.rule.id, reason=self.reason(refusal))

    def reason(self, refusal: Refusal) -> str:
        """Why a file cannot be used, without the file and the place."""
        return f"{self.show(refusal.rule.message)}. {self.problem(refusal.problem)}"

    def problem(self, problem: Problem) -> str:
        """Why an input cannot be used, without its place; long texts from the file are shortened."""
        fields = {name: shorten(found) if isinstance(found, str) else found for name, found in problem.fields.items()}
        return self.text(problem.reason, **fields)

    def gap(self, finding: Finding) -> str:
        """How far plan and norm lie apart."""
        judgement, unit = finding.flag.judgement, finding.flag.indicator.unit
        gap = judgement.comparison.gap if judgement else None
        if not gap or unit is None:
            return ""
        if unit in (UNITS["percent"], UNITS["percent_a_year"]):
            return self.text("number.points", number=gap)
        measure = finding.flag.indicator.measure
        return self.show(gap) + (measure.vi.partition("/")[0] if self.language == "vi" else measure.en)

    def cell(self, found: Assessment) -> str:
        """What the plan has for a norm, for a cell of a table: marked where it is met on more than its figures."""
        year, met = found.norm.target.by, found.status is Status.MET
        values = []
        for judgement in found.judgements:
            target = judgement.target
            value = self.value(target) if target.by == year else self.dated(target)
            values.append(f"{value}*" if met and judgement.rests_on_a_reading else value)
        return "; ".join(values)

    def value(self, target: Target) -> str:
        """A target's value: as worded in Vietnamese, with the % that a table's column holds; in symbols in English."""
        stated, indicator = target.stated, target.indicator
        if self.language == "vi":
            bare = isinstance(stated, Figure) and stated.unit is indicator.unit and target.text[-1:].isdecimal()
            return f"{target.text}{indicator.measure.vi}" if bare else target.text
        if isinstance(stated, Figure):
            low, high = self.show(stated.low), self.show(stated.high)
            figures = low if low == high else f"{low}–{high}"
            return f"{stated.operator.value}{figures}{stated.unit.en}"
        if isinstance(stated, Step):
            first, last = (indicator.scale[step].names.en for step in stated)
            return first if first == last else f"{first} / {last}"
        return target.text

    def asked_for(self, norm: Target) -> str:
        """What a norm asks for, in words that can be typed as a value, and whether more would do as well.

        Of a range the guaranteed end is asked for; nothing is asked beyond the best there is.
        """
        stated, indicator = norm.stated, norm.indicator
        if isinstance(stated, Step):
            own = self.text("asked.exactly", value=norm)
            step = own if self.language == "vi" else self.text("asked.step", value=norm, words=norm.text)
            return step if stated.highest == len(indicator.scale) - 1 else self.text("asked.or-above", step=step)
        if not isinstance(stated, Figure) or stated.promise is None:
            return self.text("asked.exactly", value=norm)
        if stated.low != stated.high:
            number = self.show(stated.low if stated.promise.upward else stated.high)
            value: object = number + self.show(indicator.measure)
        else:
            value = norm
        firm = stated.operator not in (Operator.EXACT, Operator.ABOUT) or stated.promise.number == indicator.best
        kind = "exactly" if firm else "up" if stated.promise.upward else "down"
        return self.text(f"asked.{kind}", value=value)

    def show(self, value: object) -> str:
        """Anything that a text may name, as it is written in this language."""
        vietnamese = self.language == "vi"
        match value:
            case str():
                return in_line(value) if len(value) <= _LONGEST_TEXT else f"{in_line(value[:_LONGEST_TEXT])}…"
            case Indicator():
                return value.names.vi if vietnamese else value.names.en
            case Target():
                return self.value(value)
            case None:
                return ""
            case Names():
                return value.vi if vietnamese else value.en
            case Clause():
                return self.text(f"clause.{value.name}", **value.fields)
            case Quantity():
                return self.show(value.number) + self.show(value.indicator.measure)
            case Share():
                return f"{self.show(value.percent)}%"
            case Asked():
                return self.asked_for(value.norm)
            case Unit():
                return (value.vi if vietnamese else value.en).strip() or self.text("unit.none")
            case Better():
                return self.text(f"direction.{value.value}")
            case Decimal():
                return comma(value) if vietnamese else f"{value.normalize():,f}"
            case date():
                return value.strftime("%d/%m/%Y") if vietnamese else value.isoformat()
            case tuple():
                more = len(value) - _MOST_NAMED
                rest = [self.text("clause.more", count=more)] if more > 0 else []
                return "; ".join([*map(self._listed, value[:_MOST_NAMED]), *rest])
        return str(value)

    def _listed(self, item: object) -> str:
        if isinstance(item, Target):
            return self.text("clause.stated", value=item, indicator=item.indicator, line=item.line)
        return self.show(item)

    def _of(self, names: Names, finding: Finding) -> str:
        return self.show(names).format_map(self._shown(finding.flag.arguments))

    def _shown(self, fields: Mapping[str, object]) -> "_Shown":
        return _Shown(fields, self)


class _Shown(dict[str, str]):
    """The fields of a text as they are written, each worked out when the text first names it."""

    def __init__(self, fields: Mapping[str, object], wording: Wording) -> None:
        super().__init__()
        self._fields, self._wording = fields, wording

    def __missing__(self, name: str) -> str:
        written = self[name] = self._wording.show(self._fields[name])
        return written


def shorten(text: str) -> str:
    """`text`, or its beginning where it is longer than a message can hold."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
