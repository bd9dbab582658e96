"""What each plan of a place that was merged says for every norm, as plain data that one process can send to another."""

from collections.abc import Mapping

from nq42check.judging.assess import Assessment, assess
from nq42check.judging.contribution import contribution
from nq42check.judging.merged import Stated, Voice
from nq42check.judging.norms import Standing, standings
from nq42check.judging.seats import Speaker
from nq42check.model.document import Norm, NormKey, Target
from nq42check.reports.grid import totals
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker
from nq42check.run.results import PlanReport


class Voices:
    """Makes of a plan what it says, in the language of `wording`. `norms` are all that `checker` knows of."""

    def __init__(self, checker: Checker, wording: Wording) -> None:
        self._wording, self._catalogue = wording, checker.knowledge.catalogue
        known = standings([*checker.knowledge.baselines, *checker.against])
        self.norms: Mapping[NormKey, Norm] = {each.norm.key: each.norm for each in known}
        self._questions = {
            key: Standing(norm) for key, norm in self.norms.items() if not (norm.context or norm.achieved)
        }

    def of(self, report: PlanReport) -> Voice | None:
        """What a plan says; of one of a whole place of today only whose it is.

        None for one of no merged place, and for a form in which nothing is filled in yet: it is no plan.
        """
        belonging = report.plan.belongs
        if belonging is None or not belonging.place.predecessors or report.plan.is_blank:
            return None
        its = totals(report)
        speaker = Speaker(report.document.name, belonging)
        said = self._said(report) if belonging.former else {}
        return Voice(speaker, report.document.own_name, report.path, its.errors, its.found, said)

    def _said(self, report: PlanReport) -> dict[NormKey, Stated]:
        """What it says for the norms that it is compared with, and then for all others, which bind another part."""
        said = {
            each.norm.key: self._stated(each, holds=True) for each in report.assessments if each.standing.aside is None
        }
        others = tuple(standing for key, standing in self._questions.items() if key not in said)
        for each in assess(report.plan, others, self._catalogue):
            said[each.norm.key] = self._stated(each, holds=False)
        return said

    def _stated(self, assessment: Assessment, *, holds: bool) -> Stated:
        given, norm, wording = contribution(assessment), assessment.norm, self._wording
        own = norm.target is not self.norms[norm.key].target and norm.allotted
        return Stated(
            given._replace(targets=()),
            "; ".join(self._due(each, norm.target.by) for each in given.targets),
            given.targets[0].line if given.targets else 0,
            wording.value(norm.target) if own else "",
            holds,
            assessment.standing.behind is not None,
        )

    def _due(self, target: Target, year: int) -> str:
        """A value, with its year where that is not `year`, and that nobody has confirmed it, where that is so."""
        said = self._wording.due(target, year)
        return f"{said} ({self._wording.text('report.on-draft')})" if target.draft else said
