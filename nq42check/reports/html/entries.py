"""The entries of a plan's section, as plain data: a norm with what answers for it, and what was found on it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nq42check.flagging.scene import Flag, Quantity
from nq42check.judging.assess import Assessment
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Norm, Target
from nq42check.reports.html.bullet import Bullet, bullet
from nq42check.reports.html.marks import NONE, level, level_name
from nq42check.reports.wording import Wording
from nq42check.run.checking import Located, PlanReport


class NormView(NamedTuple):
    """A norm, in words. `source` is the file and line where the checker has it, `context` why it is not compared."""

    document: str
    where: str
    value: str
    by: int
    binds: str
    evidence: str
    verified: bool
    basis: str
    source: str
    context: str


class Answer(NamedTuple):
    """What the plan has for a norm: a target as worded, its place, and the bar of both.

    `implied` says from what it follows, or on what reading of its words it rests.
    """

    value: str
    implied: str
    by: int
    place: str
    quote: str
    bar: Bullet | None


class FindingView(NamedTuple):
    """One finding, in words; `level` is one of LEVELS, `severity` the word for its severity."""

    rule: str
    name: str
    level: str
    severity: str
    message: str
    advice: str
    caveats: list[str]
    value: str
    place: str
    where: str
    quote: str
    witness: str
    gap: str
    suggestion: str


class Entry(NamedTuple):
    """An indicator in a plan: one norm with what answers for it, and the findings. `marks` are what a filter knows.

    `remarks` say what of the norm does not apply.
    """

    id: str
    indicator: str
    status: str
    marks: str
    norm: NormView | None
    answers: list[Answer]
    remarks: list[str]
    findings: list[FindingView]


class Writer:
    """Writes the entries of one plan in one language."""

    def __init__(self, report: PlanReport, wording: Wording) -> None:
        self.report, self.wording = report, wording

    def on_norm(self, id: str, assessment: Assessment, findings: Sequence[Located]) -> Entry:
        """The entry of a norm, with the findings on it and on its indicator."""
        norm = assessment.norm
        indicator = norm.target.indicator
        more = [] if norm.is_certain else ["unverified"]
        more += ["reading"] if assessment.met_on_a_reading else []
        return Entry(
            id=id,
            indicator=self.wording.show(indicator),
            status=assessment.status.value,
            marks=_marks(assessment.status.value, findings, more),
            norm=self._norm(norm),
            answers=self._answers(assessment),
            remarks=[self.wording.exempt(e) for e in self.report.plan.not_applicable if e.indicator is indicator],
            findings=[self._finding(located) for located in findings],
        )

    def on_no_norm(self, id: str, indicator: Indicator, findings: Sequence[Located]) -> Entry:
        """The entry of an indicator that no norm asks for, with the findings on it."""
        return Entry(
            id=id,
            indicator=self.wording.show(indicator),
            status=NONE,
            marks=_marks(NONE, findings),
            norm=None,
            answers=[],
            remarks=[],
            findings=[self._finding(located) for located in findings],
        )

    def _norm(self, norm: Norm) -> NormView:
        document, target = norm.document, norm.target
        return NormView(
            document=document.name,
            where=target.where or "",
            value=self.wording.value(target),
            by=target.by,
            binds=self.wording.binds(norm.binds),
            evidence=self.wording.evidence(norm.evidence),
            verified=norm.is_certain,
            basis=norm.basis or "",
            source=self._place(document.file, target.line) if document.file else "",
            context=norm.context or "",
        )

    def _answers(self, assessment: Assessment) -> list[Answer]:
        """What answers for a norm; where nothing does, what the plan states for the indicator all the same."""
        norm, indicator = assessment.norm, assessment.norm.target.indicator
        if assessment.judgements:
            return [
                self._answer(judgement.target, self.wording.provisos(judgement), bullet(judgement, norm, self.wording))
                for judgement in assessment.judgements
            ]
        return [self._answer(target) for target in self.report.plan.targets if target.indicator is indicator]

    def _answer(self, target: Target, provisos: Iterable[str] = (), bar: Bullet | None = None) -> Answer:
        where = f" · {target.where}" if target.where else ""
        return Answer(
            value=self.wording.value(target),
            implied="; ".join(provisos),
            by=target.by,
            place=self._place(self.report.path, target.line) + where,
            quote=target.quote or "",
            bar=bar,
        )

    def _place(self, path: str, line: int) -> str:
        return self.wording.text("html.place", path=path, line=line)

    def _finding(self, located: Located) -> FindingView:
        finding, wording = located.finding, self.wording
        flag, unit = finding.flag, finding.flag.indicator.unit
        witness = flag.judgement.comparison.witness if flag.judgement else None
        return FindingView(
            rule=finding.rule.id,
            name=wording.show(finding.rule.title),
            level=level(located),
            severity=level_name(finding.severity.name.lower(), wording),
            message=wording.message(finding),
            advice=wording.advice(finding),
            caveats=wording.caveats(finding),
            value=wording.show(flag.target),
            place=self._place(self.report.path, located.line),
            where=(flag.target.where or "") if flag.target else "",
            quote=(flag.target.quote or "") if flag.target else "",
            witness=wording.show(Quantity(witness, flag.indicator)) if witness is not None and unit else "",
            gap=wording.gap(finding),
            suggestion=self._suggested(flag),
        )

    def _suggested(self, flag: Flag) -> str:
        """A value that would settle a finding, with its unit in Vietnamese, the language in which it is typed."""
        if flag.suggestion is None or flag.norm is None or self.wording.language != "vi":
            return flag.suggestion or ""
        return self.wording.value(flag.norm.target)


def _marks(status: str, findings: Iterable[Located], more: Iterable[str] = ()) -> str:
    """What a filter knows of an entry: its status, the levels of its findings, and `more`."""
    return " ".join([status, *sorted({level(located) for located in findings}), *more])
