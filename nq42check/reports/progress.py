"""How far a plan is filled in, and confirmed."""

from nq42check.flagging.scene import Several
from nq42check.judging.assess import Assessment
from nq42check.model.document import Other, Target
from nq42check.reports.belongings import Belongings
from nq42check.run.results import PlanReport

UNCONFIRMED, READING = "unconfirmed", "reading"


def rests_on(assessment: Assessment) -> str:
    """On what more than its figures a norm is met, for which there is a text "html.…": a row that nobody has confirmed,
    or a reading; empty for neither, or a norm that is not met.
    """
    if assessment.met_unconfirmed:
        return UNCONFIRMED
    return READING if assessment.met_on_a_reading else ""


class Progress(Belongings):
    """What is said of rows that nobody has filled in or confirmed."""

    def filled_in(self, plan: PlanReport) -> str:
        """How many rows of a plan are filled in, and which others no finding tells; how much nobody has confirmed; how
        many quotes stand in the document. Empty where all is filled in, or nothing, and confirmed, and names none.
        """
        return " ".join(filter(None, [self._filled(plan), self._unconfirmed(plan), self._traced(plan)]))

    def _filled(self, plan: PlanReport) -> str:
        if not plan.plan.unfilled or plan.plan.is_blank:
            return ""
        told = {each.finding.flag.unfilled.route for each in plan.findings if each.finding.flag.unfilled}
        untold = tuple(row.line for row in plan.plan.unfilled if row.route not in told)
        said = self.text("report.filled", filled=len(plan.plan.targets), rows=plan.plan.rows)
        return f"{said} {self.text('report.unfilled-lines', lines=Several(untold))}" if untold else said

    def _unconfirmed(self, plan: PlanReport) -> str:
        """What of a plan nobody has confirmed, and how many norms are met on the word of such rows."""
        rows, words = len(plan.plan.drafted), len(plan.plan.unplaced)
        parts = (
            self.text("unconfirmed.rows", count=rows, rows=plan.plan.rows) if rows else "",
            self.text("unconfirmed.words", count=words) if words else "",
            self.text("unconfirmed.document") if plan.document.draft else "",
        )
        if not any(parts):
            return ""
        met = sum(each.met_unconfirmed for each in plan.assessments if each.standing.behind is None)
        beside = self.text("unconfirmed.met", count=met) if met else ""
        return self.text("report.unconfirmed", parts=" · ".join(filter(None, parts)), met=beside)

    def _traced(self, plan: PlanReport) -> str:
        """How many quotes of a plan stand in the document that it names, and which of them not to the letter."""
        source, traced = plan.document.source, plan.plan.traced
        if source is None or traced is None or not traced.sightings:
            return ""
        rows: list[Target | Other] = [*plan.plan.targets, *plan.plan.others]
        quotes = [(row.line, traced.sightings[row.route]) for row in rows if row.route in traced.sightings]
        loose = tuple(line for line, each in quotes if each.is_loose)
        said = self.text("traced.loose", count=len(loose), lines=Several(loose)) if loose else ""
        found = sum(not each.is_missing for _, each in quotes)
        return self.text("report.traced", source=source.path, found=found, all=len(quotes), loose=said)
