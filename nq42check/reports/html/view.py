"""What the page shows, as plain data: the heat map's cells, and a plan's section with its entries."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from nq42check.flagging.rulebook import Severity
from nq42check.flagging.scene import Flag, Quantity
from nq42check.judging.assess import Assessment, Status
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Norm, NotApplicable, Target
from nq42check.reports.html.bullet import Bullet, bullet
from nq42check.reports.wording import Wording
from nq42check.reports.words import STATUS_SIGNS
from nq42check.run.checking import Located, PlanReport

BEHIND = "behind"
"""The status of a norm that stands behind a stronger one: it is held, and no finding is drawn from it."""

UNVERIFIED = "unverified"
"""The mark of a norm whose text has not been read word for word."""

READING = "reading"
"""The mark of a norm that is met on more than its figures say."""

NONE = "none"
"""The status of an entry that is about no norm."""

SIGNS = {**{status.value: sign for status, sign in STATUS_SIGNS.items()}, BEHIND: "↑", NONE: "·"}
"""The sign of each status, best first; what is not judged comes last."""


class Row(NamedTuple):
    """A norm, as the head of a row of the heat map. `key` is the same for the same norm in every plan."""

    key: str
    area: str
    indicator: str
    norm: str
    document: str
    by: int
    verified: bool


class Cell(NamedTuple):
    """What one plan makes of one norm: the status, the plan's value, and the entry that tells more.

    `settled` is "waived" or "known" where no finding on it counts, else empty.
    """

    status: str
    value: str
    settled: str
    entry: str


class Column(NamedTuple):
    """One plan in the heat map: how its section is linked to, its name, and its cells with the norm of each.

    `marks` are all that its cells and entries have, which a legend must explain and a filter can ask for.
    """

    plan: str
    name: str
    path: str
    marks: list[str]
    cells: list[tuple[Row, Cell]]


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


class Area(NamedTuple):
    """The entries of one area, such as health."""

    name: str
    entries: list[Entry]


class Section(NamedTuple):
    """All that the page says of one plan."""

    id: str
    name: str
    path: str
    sha256: str
    title: str
    issuer: str
    against: str
    statuses: list[tuple[str, int]]
    levels: list[tuple[str, int]]
    unread: list[str]
    exempt: list[str]
    areas: list[Area]


def plan_id(path: str) -> str:
    """The anchor of the plan at `path`, which no other file of the run has."""
    return f"p{sha256(path.encode(errors='surrogateescape')).hexdigest()[:10]}"


def laid_out(plan: PlanReport, wording: Wording) -> tuple[Column, Section]:
    """What the page says of `plan`: its column of the heat map, and its section."""
    page = _Page(plan, wording)
    section = page.section()
    return page.column(section), section


class _Page:
    """One plan being laid out: which entry each norm and each finding belongs to."""

    def __init__(self, plan: PlanReport, wording: Wording) -> None:
        self.plan, self.wording, self.id = plan, wording, plan_id(plan.path)
        self.shown = [found for found in plan.assessments if found.standing.behind is None]
        self.places = {found.norm.key: place for place, found in enumerate(self.shown)}
        self.findings: dict[int | Indicator, list[Located]] = {}
        for located in plan.findings:
            self.findings.setdefault(self._owner(located.finding.flag), []).append(located)

    def _owner(self, flag: Flag) -> int | Indicator:
        """The place of the norm under which a finding is told, or its indicator where there is no norm for it."""
        if flag.norm and flag.norm.key in self.places:
            return self.places[flag.norm.key]
        same = (place for place, found in enumerate(self.shown) if found.norm.target.indicator is flag.indicator)
        return next(same, flag.indicator)

    def section(self) -> Section:
        document, wording, findings = self.plan.document, self.wording, self.plan.findings
        statuses = Counter(found.status.value for found in self.shown)
        levels = Counter(_level(located) for located in findings)
        documents = [
            wording.text("report.version", document=norm.name, version=norm.version) if norm.version else norm.name
            for norm in self.plan.norms
        ]
        return Section(
            id=self.id,
            name=document.name,
            path=self.plan.path,
            sha256=self.plan.sha256 or "",
            title=document.title,
            issuer=document.issuer or "",
            against=", ".join(documents) if self.plan.compared else "",
            statuses=[(status, statuses[status]) for status in SIGNS if statuses[status]],
            levels=[(level, levels[level]) for level in LEVELS if levels[level]],
            unread=[wording.refusal(self.plan.path, refusal) for refusal in self.plan.refusals],
            exempt=[self._exempt(each) for each in self.plan.plan.not_applicable],
            areas=list(self._areas()),
        )

    def column(self, section: Section) -> Column:
        """A cell for every norm that is compared, also for one behind a stronger norm."""
        cells = [
            (self._row(found.norm), self._cell(found))
            for found in self.plan.assessments
            if found.standing.aside is None
        ]
        marks = {mark for part in section.areas for entry in part.entries for mark in entry.marks.split()}
        marks |= {cell.status for _, cell in cells}
        return Column(self.id, section.name, section.path, sorted(marks), cells)

    def _row(self, norm: Norm) -> Row:
        target = norm.target
        return Row(
            key=f"{norm.document.name}\n{target.route}",
            area=area(target.indicator, self.wording),
            indicator=self.wording.show(target.indicator),
            norm=self.wording.value(target),
            document=norm.document.name,
            by=target.by,
            verified=norm.is_certain,
        )

    def _cell(self, found: Assessment) -> Cell:
        front = found.standing.behind or found.norm  # what stands in front stands behind none
        place = self.places.get(front.key)
        key = found.norm.key
        about = [each for each in self.plan.findings if each.finding.flag.norm and each.finding.flag.norm.key == key]
        return Cell(
            status=found.status.value if found.standing.behind is None else BEHIND,
            value=self.wording.cell(found),
            settled=_level(about[0]) if about and all(located.finding.settled for located in about) else "",
            entry=self.id if place is None else self._anchor(place),
        )

    def _anchor(self, place: int) -> str:
        return f"{self.id}-{place + 1}"

    def _areas(self) -> Iterator[Area]:
        """The entries by area, in the order of the norms; what no norm asks for comes after those of its area."""
        areas: dict[str, list[Entry]] = {}
        for place, found in enumerate(self.shown):
            areas.setdefault(area(found.norm.target.indicator, self.wording), []).append(self._entry(place, found))
        others = (indicator for indicator in self.findings if isinstance(indicator, Indicator))
        for place, indicator in enumerate(others, len(self.shown)):
            entry = self._entry_without_norm(place, indicator)
            areas.setdefault(area(indicator, self.wording), []).append(entry)
        return (Area(name, entries) for name, entries in areas.items())

    def _entry(self, place: int, found: Assessment) -> Entry:
        norm, mine = found.norm, self.findings.get(place, [])
        indicator = norm.target.indicator
        return Entry(
            id=self._anchor(place),
            indicator=self.wording.show(indicator),
            status=found.status.value,
            marks=_marks(found.status.value, mine, verified=norm.is_certain, reading=_is_reading(found)),
            norm=_norm(norm, self.wording),
            answers=self._answers(found),
            remarks=[self._exempt(each) for each in self.plan.plan.not_applicable if each.indicator is indicator],
            findings=[self._finding(located) for located in mine],
        )

    def _entry_without_norm(self, place: int, indicator: Indicator) -> Entry:
        mine = self.findings[indicator]
        return Entry(
            id=self._anchor(place),
            indicator=self.wording.show(indicator),
            status=NONE,
            marks=_marks(NONE, mine, verified=True),
            norm=None,
            answers=[],
            remarks=[],
            findings=[self._finding(located) for located in mine],
        )

    def _exempt(self, exempt: NotApplicable) -> str:
        return self.wording.exempt(exempt)

    def _answers(self, found: Assessment) -> list[Answer]:
        """What answers for a norm; where nothing does, what the plan states for the indicator all the same."""
        norm, indicator = found.norm, found.norm.target.indicator
        if found.judgements:
            return [
                self._answer(each.target, self.wording.provisos(each), bullet(each, norm, self.wording))
                for each in found.judgements
            ]
        return [self._answer(each, (), None) for each in self.plan.plan.targets if each.indicator is indicator]

    def _answer(self, target: Target, provisos: Iterable[str], bar: Bullet | None) -> Answer:
        return Answer(
            value=self.wording.value(target),
            implied="; ".join(provisos),
            by=target.by,
            place=self._place(target),
            quote=target.quote or "",
            bar=bar,
        )

    def _place(self, target: Target) -> str:
        where = f" · {target.where}" if target.where else ""
        return self.wording.text("html.place", path=self.plan.path, line=target.line) + where

    def _finding(self, located: Located) -> FindingView:
        finding, wording = located.finding, self.wording
        flag, unit = finding.flag, finding.flag.indicator.unit
        witness = flag.judgement.comparison.witness if flag.judgement else None
        return FindingView(
            rule=finding.rule.id,
            name=wording.show(finding.rule.title),
            level=_level(located),
            severity=level_name(finding.severity.name.lower(), wording),
            message=wording.message(finding),
            advice=wording.advice(finding),
            caveats=wording.caveats(finding),
            value=wording.show(flag.target),
            place=wording.text("html.place", path=self.plan.path, line=located.line),
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


def _norm(norm: Norm, wording: Wording) -> NormView:
    document, target = norm.document, norm.target
    source = wording.text("html.place", path=document.file, line=target.line) if document.file else ""
    return NormView(
        document=document.name,
        where=target.where or "",
        value=wording.value(target),
        by=target.by,
        binds=wording.text(f"binds.{norm.binds.value}"),
        evidence=wording.text(f"evidence.{norm.evidence.value}") if norm.evidence else "",
        verified=norm.is_certain,
        basis=norm.basis or "",
        source=source,
        context=norm.context or "",
    )


def _is_reading(found: Assessment) -> bool:
    return found.status is Status.MET and any(judgement.rests_on_a_reading for judgement in found.judgements)


def _marks(status: str, findings: Iterable[Located], *, verified: bool, reading: bool = False) -> str:
    """What a filter knows of an entry: its status, the levels of its findings, how well the norm is known."""
    levels = {_level(located) for located in findings}
    return " ".join([status, *sorted(levels), *([] if verified else [UNVERIFIED]), *([READING] if reading else [])])


def _level(located: Located) -> str:
    finding = located.finding
    if finding.settled:
        return "waived" if finding.waived else "known"
    return finding.severity.name.lower()


SETTLED = ("waived", "known")
LEVELS = (*(level.name.lower() for level in sorted(Severity, reverse=True)), *SETTLED)
"""The severities, worst first, and what does not count."""


def level_name(level: str, wording: Wording) -> str:
    """A severity as a word in a sentence's case, which texts for the terminal write in capitals."""
    return wording.text(f"html.{level}" if level in SETTLED else f"severity.{level}").capitalize()


def status_name(status: str, wording: Wording) -> str:
    """A status as a word; BEHIND and NONE are known to this page only."""
    return wording.text(f"html.{status}" if status in (BEHIND, NONE) else f"status.{status}")


def area(indicator: Indicator, wording: Wording) -> str:
    """The area that the first part of the indicator's id stands for."""
    return wording.text(f"area.{indicator.id.partition('.')[0]}")
