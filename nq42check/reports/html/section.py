"""What the page says of one plan: its section, with an entry for each norm and each other finding."""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple

from nq42check.judging.assess import Assessment
from nq42check.judging.word import Judgement
from nq42check.model.catalogue import Indicator
from nq42check.model.document import NormKey, Plan, Target
from nq42check.reports import PAGES
from nq42check.reports.html.marks import NONE, anchor, level
from nq42check.reports.progress import READING, UNCONFIRMED
from nq42check.reports.wording import Wording
from nq42check.run.results import Located, PlanReport
from nq42check.text import without_marks

_OTHER_SIGNS = re.compile(r"[^a-z0-9_]+")
_LONGEST_SLUG = 40


class Entry(NamedTuple):
    """An indicator in a plan: one norm with what the plan makes of it, None where no norm asks for it; the findings.

    `indicator` is None for what is found on the document, or on words of it, and not on an indicator.
    `answers` are the targets that answer for the norm, each with what is judged of it; where none does, what the plan
    states for the indicator all the same. `id` is the entry's anchor.
    """

    id: str
    indicator: Indicator | None
    findings: Sequence[Located]
    assessment: Assessment | None = None
    answers: Sequence[tuple[Target, Judgement | None]] = ()

    @property
    def status(self) -> str:
        """What the plan makes of the norm, NONE where there is no norm."""
        return self.assessment.status.value if self.assessment else NONE

    @property
    def marks(self) -> list[str]:
        """What a filter knows of it: its status, the levels of its findings, how sure the norm and the answer are."""
        marks = [self.status, *sorted({level(located) for located in self.findings})]
        if self.assessment:
            marks += [] if self.assessment.norm.is_certain else ["unverified"]
            marks += [READING] if self.assessment.met_on_a_reading else []
            marks += [UNCONFIRMED] if self.assessment.met_unconfirmed else []
        return marks


class Section:
    """The entries of a plan, and which of them each norm and each finding belongs to.

    There is one for what is found on no indicator, if anything, one for each norm that stands behind no other, then one
    for each indicator that has findings and no norm.
    """

    def __init__(self, report: PlanReport) -> None:
        self.report = report
        digest = _digest(report.path)
        self.id = f"p{digest}"
        """The anchor of the plan, which no other file of the run has."""
        self.page = f"{PAGES}/{_slug(report.path)}-{digest}.html"
        """Where its page lies, seen from the overview, where it has one of its own."""
        shown = [assessment for assessment in report.assessments if assessment.standing.behind is None]
        places: dict[NormKey | Indicator, int] = {}
        for place, assessment in enumerate(shown):
            places[assessment.norm.key] = place
            places.setdefault(assessment.norm.target.indicator, place)
        findings: dict[int | Indicator | None, list[Located]] = {}
        for located in report.findings:
            flag = located.finding.flag
            about = flag.norm.key if flag.norm else flag.indicator
            owner = places.get(about, flag.indicator) if about else None
            findings.setdefault(owner, []).append(located)
        others = [owner for owner in findings if isinstance(owner, Indicator)]
        self.entries = [Entry(f"{self.id}-0", None, findings[None])] if None in findings else []
        self.entries += [
            Entry(
                f"{self.id}-{anchor(assessment.norm.key)}",
                assessment.norm.target.indicator,
                findings.get(place, ()),
                assessment,
                _answers(assessment, report.plan),
            )
            for place, assessment in enumerate(shown)
        ]
        for number, indicator in enumerate(others, len(shown) + 1):
            self.entries.append(Entry(f"{self.id}-{number}", indicator, findings[indicator]))
        self.statuses = Counter(assessment.status.value for assessment in shown)
        self.levels = Counter(level(located) for located in report.findings)

    @property
    def marks(self) -> frozenset[str]:
        """All that its entries have."""
        return frozenset(mark for entry in self.entries for mark in entry.marks)

    def areas(self, wording: Wording) -> dict[str, list[Entry]]:
        """The entries by area, in the order of the norms; what no norm asks for comes after those of its area."""
        areas: dict[str, list[Entry]] = {}
        for entry in self.entries:
            area = wording.show(entry.indicator.area.heading) if entry.indicator else wording.text("html.of-document")
            areas.setdefault(area, []).append(entry)
        return areas


def _digest(path: str) -> str:
    """Ten signs that stand for `path`."""
    return sha256(path.encode(errors="surrogateescape")).hexdigest()[:10]


def _slug(path: str) -> str:
    """The name of the file at `path` as far as it can be said in small letters, digits, - and _ alone."""
    stem = without_marks(PurePosixPath(path).stem).lower()
    return _OTHER_SIGNS.sub("-", stem)[:_LONGEST_SLUG].strip("-") or "plan"


def _answers(assessment: Assessment, plan: Plan) -> list[tuple[Target, Judgement | None]]:
    if assessment.judgements:
        return [(judgement.target, judgement) for judgement in assessment.judgements]
    return [(target, None) for target in plan.targets if target.indicator is assessment.norm.target.indicator]
