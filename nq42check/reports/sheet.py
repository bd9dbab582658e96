"""The report as CSV for a spreadsheet: every norm and every finding is a row."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_line
from nq42check.judging.assess import Assessment
from nq42check.model.document import Other, Plan
from nq42check.reports import Piece, Reporter, by_norm
from nq42check.run.results import Located, Objected, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally

_COLUMNS = (
    *("plan", "file", "line", "id", "indicator", "value", "norm", "by", "document", "where", "evidence", "binds"),
    *("status", "severity", "rule", "message", "advice", "waiver", "plan_by"),
)


class Csv(Reporter[None]):
    """A row per norm, met ones too, or a row for each finding on it; then the findings on no norm.

    It is made for Excel: UTF-8 with a byte order mark, and no cell is a formula. A cell that begins with =, +, -, @, a
    tab or a line end, from which Excel would make one, gets an apostrophe in front.
    """

    def opening(self) -> str:
        """The byte order mark and the names of the columns."""
        return "\ufeff" + _rows([{name: self.wording.text(f"column.{name}") for name in _COLUMNS}])

    def piece(self, result: Result) -> Piece[None]:
        """The rows of one file."""
        return Piece(_rows(self._cells(result)))

    def closing(self, tally: Tally, held: Sequence[None]) -> Iterator[str]:
        """A row for what settings and options leave out, if anything; other totals would be a row like any other."""
        narrowed = self.wording.narrowed(tally)
        yield _rows([{"message": narrowed}] if narrowed else [])

    def _cells(self, result: Result) -> Iterator[dict[str, object]]:
        file: dict[str, object] = {"file": result.path}
        if isinstance(result, PlanReport):
            file["plan"] = result.document.name
        if isinstance(result, Objected):
            file["plan"] = result.place
        if isinstance(result, PlanReport | RefusedFile | Objected):
            for refusal in result.refusals:
                yield file | self._refusal(refusal)
        if isinstance(result, PlanReport):
            if not result.compared:
                yield file | {"line": result.begins_at, "message": self.wording.uncompared(result)}
            for assessment, located in by_norm(result):
                about = self._norm(assessment) if assessment else {}
                if assessment and not located:
                    yield file | about | self._answered(assessment, result.plan)
                yield from (file | about | self._finding(each) for each in located)
            yield from (file | self._other(each) for each in result.plan.others)

    def _norm(self, assessment: Assessment) -> dict[str, object]:
        """The cells of a norm, and what the plan makes of it."""
        norm, target = assessment.norm, assessment.norm.target
        return {
            "id": target.indicator.id,
            "indicator": self.wording.show(target.indicator),
            "norm": self.wording.value(target),
            "by": target.by,
            "document": norm.document.name,
            "where": target.where,
            "evidence": self.wording.evidence(norm.evidence),
            "binds": self.wording.binds(norm.binds),
            "status": self.wording.status(assessment.status),
        }

    def _answered(self, assessment: Assessment, plan: Plan) -> dict[str, object]:
        """What the plan has for a norm on which there is no finding."""
        line = assessment.judgements[0].target.line if assessment.judgements else None
        years = "; ".join(str(judgement.target.by) for judgement in assessment.judgements)
        answer: dict[str, object] = {"line": line, "value": self.wording.answer(assessment), "plan_by": years}
        return answer | {"message": self.wording.aside(assessment, plan)}

    def _finding(self, located: Located) -> dict[str, object]:
        finding = located.finding
        flag = finding.flag
        return {
            "line": located.line,
            "id": flag.indicator.id,
            "indicator": self.wording.show(flag.indicator),
            "value": self.wording.show(flag.target) if flag.target else self.wording.instead(flag),
            "plan_by": flag.target.by if flag.target else None,
            "severity": self.wording.severity(finding.severity),
            "rule": finding.rule.id,
            "message": self.wording.message(finding),
            "advice": self.wording.advice(finding),
            "waiver": self.wording.settled(finding),
        }

    def _other(self, other: Other) -> dict[str, object]:
        """The cells of a target outside the catalogue."""
        return {
            "line": other.line,
            "indicator": other.name,
            "value": other.text,
            "where": other.where,
            "plan_by": other.by,
            "message": self.wording.text("csv.other"),
        }

    def _refusal(self, refusal: Refusal) -> dict[str, object]:
        return {
            "line": refusal.problem.line,
            "severity": self.wording.severity(Severity.ERROR),
            "rule": refusal.rule.id,
            "message": self.wording.reason(refusal),
            "advice": self.wording.show(refusal.rule.advice),
        }


def _rows(rows: Iterable[dict[str, object]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_inert(row.get(name)) for name in _COLUMNS] for row in rows)
    return text.getvalue()


def _inert(value: object) -> str:
    """`value` as a cell that Excel takes for what it says."""
    text = "" if value is None else in_line(str(value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
