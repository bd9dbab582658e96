"""What the page says of one plan, as plain data: its section, with an entry for each norm and each other finding."""

from collections import Counter
from hashlib import sha256
from typing import NamedTuple

from nq42check.model.catalogue import Indicator
from nq42check.model.document import Norm, NormKey
from nq42check.reports.html.entries import Entry, Writer
from nq42check.reports.html.marks import LEVELS, SIGNS, level
from nq42check.reports.wording import Wording
from nq42check.run.checking import Located, PlanReport


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


class Layout:
    """Which entry of a plan's section each norm and each finding belongs to.

    There is one for each norm that stands behind no other, then one for each indicator that has findings and no norm.
    """

    def __init__(self, report: PlanReport) -> None:
        self.report = report
        self.id = f"p{sha256(report.path.encode(errors='surrogateescape')).hexdigest()[:10]}"
        """The anchor of the plan, which no other file of the run has."""
        self.shown = [assessment for assessment in report.assessments if assessment.standing.behind is None]
        self._numbers: dict[NormKey | Indicator, int] = {}
        for number, assessment in enumerate(self.shown, 1):  # a document that is named twice has its norms twice
            self._numbers.setdefault(assessment.norm.key, number)
            self._numbers.setdefault(assessment.norm.target.indicator, number)
        self.findings: dict[int | Indicator, list[Located]] = {}
        for located in report.findings:
            flag = located.finding.flag
            owner = self._numbers.get(flag.norm.key if flag.norm else flag.indicator, flag.indicator)
            self.findings.setdefault(owner, []).append(located)
        self.others = [owner for owner in self.findings if isinstance(owner, Indicator)]

    def anchor(self, number: int) -> str:
        """The anchor of an entry, by its number from 1 on."""
        return f"{self.id}-{number}"

    def anchor_of(self, norm: Norm) -> str:
        """The anchor of the entry of a norm."""
        return self.anchor(self._numbers[norm.key])

    def on(self, norm: Norm) -> list[Located]:
        """The findings on a norm that stands behind no other."""
        return [located for located in self.findings.get(self._numbers[norm.key], ()) if located.finding.flag.norm]


def section_of(layout: Layout, wording: Wording) -> Section:
    """The section of a plan."""
    report, document = layout.report, layout.report.document
    statuses = Counter(assessment.status.value for assessment in layout.shown)
    levels = Counter(level(located) for located in report.findings)
    return Section(
        id=layout.id,
        name=document.name,
        path=report.path,
        sha256=report.sha256 or "",
        title=document.title,
        issuer=document.issuer or "",
        against=wording.documents(report) if report.compared else "",
        statuses=[(status, statuses[status]) for status in SIGNS if statuses[status]],
        levels=[(name, levels[name]) for name in LEVELS if levels[name]],
        unread=[wording.refusal(report.path, refusal) for refusal in report.refusals],
        exempt=[wording.exempt(entry) for entry in report.plan.not_applicable],
        areas=_areas(layout, wording),
    )


def _areas(layout: Layout, wording: Wording) -> list[Area]:
    """The entries by area, in the order of the norms; what no norm asks for comes after those of its area."""
    writer = Writer(layout.report, wording)
    areas: dict[str, list[Entry]] = {}
    for number, assessment in enumerate(layout.shown, 1):
        indicator = assessment.norm.target.indicator
        entry = writer.on_norm(layout.anchor(number), assessment, layout.findings.get(number, []))
        areas.setdefault(area(indicator, wording), []).append(entry)
    for number, indicator in enumerate(layout.others, len(layout.shown) + 1):
        entry = writer.on_no_norm(layout.anchor(number), indicator, layout.findings[indicator])
        areas.setdefault(area(indicator, wording), []).append(entry)
    return [Area(name, entries) for name, entries in areas.items()]


def area(indicator: Indicator, wording: Wording) -> str:
    """The heading under which an indicator stands."""
    return wording.show(indicator.area.heading)
