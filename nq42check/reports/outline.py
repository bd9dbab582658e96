"""What a report says of a plan to a person, as data: counts, headings, rows and notes; nothing of how it looks."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from nq42check.flagging.rulebook import Rule, Severity
from nq42check.judging.assess import Assessment, Status
from nq42check.model.document import NormKey, Target
from nq42check.reports import alike, live
from nq42check.reports.caveats import caveats_of
from nq42check.reports.manner import Manner, Note
from nq42check.reports.wording import Wording, counted
from nq42check.reports.words import STATUS_SIGNS, shorten
from nq42check.run.results import Located, PlanReport

_MOST_LINES = 100
"""So many lines of a rule that is told by its lines alone are named: all that there are of a usual draft."""


class Row(NamedTuple):
    """What is said of one target or norm: the sign and the word for what it is, its line (None where it has none), the
    values with the numbers of the notes on each, the years, in sentences what else there is, and other findings on the
    same, each with its own notes.
    """

    sign: str
    word: str
    line: int | None
    indicator: str
    plan: str = ""
    norm: str = ""
    years: str = ""
    where: str = ""
    gap: str = ""
    remarks: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    on_plan: tuple[int, ...] = ()
    on_norm: tuple[int, ...] = ()
    on_beside: tuple[tuple[int, ...], ...] = ()


class Section(NamedTuple):
    """Rows of one kind under their heading: how grave they are (None where that is nothing to count), and what to do
    about all of them. `line` is where all of them stand, where that is one line of the file; `more` have no row.
    `about` is what is wrong with all of them, where that is the same, and tells of those that are `listed` there alone.
    """

    title: str
    severity: Severity | None
    rule: str
    advice: str
    line: int | None
    rows: tuple[Row, ...]
    more: int = 0
    about: str = ""
    listed: int = 0

    @property
    def total(self) -> int:
        """How many findings it has."""
        return len(self.rows) + self.more + self.listed


class Outline(NamedTuple):
    """All that is said of a plan. `belongs` is what a place of former times belongs to now, `filled` how much is filled
    in, where not all is. `unread` are the values that cannot be used with their lines, `sentences` what else to know.
    """

    heading: str
    path: str
    against: str
    belongs: str
    counts: str
    filled: str
    unread: tuple[tuple[int | None, str], ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sentences: tuple[str, ...]
    rest: tuple[Section, ...]


def outline(plan: PlanReport, manner: Manner, *, against: str, some_rules_only: bool, show_all: bool) -> Outline:
    """All that is said of `plan` in `manner`; `against` says what it was held against.

    Where findings of `some_rules_only` are shown, none found does not read as all is well. `show_all` adds the norms
    that are met, the targets that no norm asks for, and the known findings.
    """
    wording = manner.wording
    statuses = {each.norm.key: each.status for each in plan.assessments}
    sections = [*_sections(live(plan), statuses, manner)]
    waived = [each for each in plan.findings if each.finding.waived]
    known = [each for each in plan.findings if each.finding.settled and not each.finding.waived]
    for title, settled in (("waived", waived), ("known", known if show_all else [])):
        if settled:
            rows = tuple(_row([each], statuses, manner) for each in settled)
            sections.append(Section(wording.text(f"report.{title}"), None, "", "", None, rows))
    said = [wording.text("report.known-count", count=len(known))] if known and not show_all else []
    if plan.compared and not (plan.findings or plan.refusals):
        said.append(wording.text("report.none-chosen" if some_rules_only else "report.none"))
    said += map(wording.exempt, plan.plan.not_applicable)
    shown = [row for section in sections for row in section.rows]
    numbers = {number for row in shown for notes in (row.on_plan, row.on_norm, *row.on_beside) for number in notes}
    return Outline(
        plan.document.name,
        plan.path,
        against,
        wording.belongs(plan),
        wording.counts(counted(plan), plan.document.name) if plan.compared else plan.document.name,
        wording.filled_in(plan),
        tuple((each.problem.line, wording.against_line(each)) for each in plan.refusals),
        tuple(sections),
        tuple(note for note in manner.notes if note.number in numbers),
        tuple(said),
        (*(_rest(plan, wording) if show_all else ()), *_outside(plan, wording)),
    )


def _sections(counting: Sequence[Located], statuses: Mapping[NormKey, Status], manner: Manner) -> Iterator[Section]:
    """The findings under the rule of the gravest on each target and norm, the gravest first."""
    listed = [each for each in counting if manner.lists(each.finding.rule)]
    for rule, of_rule in groupby(listed, key=lambda each: each.finding.rule):
        yield _listed(rule, [*of_rule], manner)
    rest = [each for each in counting if not manner.lists(each.finding.rule)]
    order = sorted(alike(rest), key=lambda same: (-same[0].finding.severity, same[0].finding.rule.id))
    for (severity, rule), under in groupby(order, key=lambda same: (same[0].finding.severity, same[0].finding.rule)):
        every, about = [*under], manner.about(rule)
        told = (_row(same, statuses, manner) for same in every[: manner.most])
        rows = tuple(row._replace(remarks=tuple(each for each in row.remarks if each != about)) for row in told)
        lines = {row.line for row in rows}
        line = rows[0].line if len(rows) > 1 and len(lines) == 1 and not any(row.plan for row in rows) else None
        title = manner.wording.show(rule.title).upper()
        yield Section(title, severity, rule.id, manner.advice(rule), line, rows, len(every) - len(rows), about)


def _listed(rule: Rule, found: Sequence[Located], manner: Manner) -> Section:
    """All that a rule flags, by its lines alone."""
    wording, lines = manner.wording, sorted({each.line for each in found})
    more = [wording.text("clause.more", count=len(lines) - _MOST_LINES)] if len(lines) > _MOST_LINES else []
    about = wording.text("report.lines", lines=", ".join([*map(str, lines[:_MOST_LINES]), *more]))
    severity = found[0].finding.severity
    title = wording.show(rule.title).upper()
    return Section(title, severity, rule.id, manner.advice(rule), None, (), about=about, listed=len(found))


def _row(same: Sequence[Located], statuses: Mapping[NormKey, Status], manner: Manner) -> Row:
    """The row of findings on the same, of which the first is the gravest; one of them may alone name the norm."""
    (finding, line, _), *others = same
    held = next((each.finding for each in same if each.finding.flag.norm), finding)
    norm = held.flag.norm
    wording, flag = manner.wording, finding.flag
    status = statuses.get(flag.norm.key) if flag.norm else None
    caveats = [*caveats_of(finding)]
    remarks = [*manner.remarks(finding)]
    if finding.settled:
        remarks = [wording.called(finding.rule), *remarks, wording.settled(finding)]
    beside: list[str] = []
    on_beside: list[tuple[int, ...]] = []
    for other in others:
        further = manner.noted(caveat for caveat in caveats_of(other.finding) if caveat not in caveats)
        beside.append(manner.beside(other.finding))
        on_beside.append(further)
    return Row(
        STATUS_SIGNS[status] if status not in (None, Status.MET) else "!",
        wording.show(finding.rule.title),
        line,
        wording.show(flag.subject),
        shorten(wording.value(flag.target)) if flag.target else wording.instead(flag),
        shorten(wording.value(norm.target)) if norm else "",
        _years(flag.target, norm.target if norm else None),
        (flag.target.where or "") if flag.target else "",
        wording.gap(held),
        tuple(filter(None, remarks)),
        tuple(beside),
        manner.noted([caveat for caveat in caveats if caveat.on_plan]),
        manner.noted([caveat for caveat in caveats if not caveat.on_plan]),
        tuple(on_beside),
    )


def _years(plan: Target | None, norm: Target | None) -> str:
    """The year of plan and norm; both where they differ."""
    years = dict.fromkeys(target.by for target in (plan, norm) if target)
    return " → ".join(map(str, years))


def _rest(plan: PlanReport, wording: Wording) -> Iterator[Section]:
    """What no finding speaks of: norms that are met, targets beyond the norms, context."""
    judged = [each for each in plan.assessments if each.standing.behind is None]
    asked = {each.norm.target.indicator for each in plan.assessments}
    met = [_told(each, wording) for each in judged if each.status is Status.MET]
    aside = [_told(each, wording) for each in judged if not each.decisive]
    beyond = [
        Row("", "", target.line, wording.show(target.indicator), wording.value(target), years=str(target.by))
        for target in plan.plan.targets
        if target.indicator not in asked
    ]
    for title, rows in (("met", met), ("aside", aside), ("beyond", beyond)):
        if rows:
            yield Section(wording.text(f"report.{title}"), None, "", "", None, tuple(rows))


def _outside(plan: PlanReport, wording: Wording) -> Iterator[Section]:
    """The targets outside the catalogue, each with what was judged on the way."""
    if plan.plan.others:
        rows = tuple(
            Row(
                "",
                "",
                other.line,
                shorten(other.name),
                shorten(other.text),
                years=str(other.by),
                where=shorten(other.where or ""),
                remarks=(wording.text("caveat.note", note=other.note),) if other.note else (),
            )
            for other in plan.plan.others
        )
        yield Section(wording.text("report.others"), None, "", "", None, rows)


def _told(assessment: Assessment, wording: Wording) -> Row:
    """What a plan has for a norm on which there is no finding."""
    target, status, regional = assessment.norm.target, assessment.status, wording.regional(assessment.standing)
    return Row(
        STATUS_SIGNS[status],
        wording.status(status),
        None,
        wording.show(target.indicator),
        wording.answer(assessment),
        "; ".join(filter(None, (wording.value(target), regional))),
        str(target.by),
    )
