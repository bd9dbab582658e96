"""The report as lines `file:line:column: severity: …`, as compilers write them: for editors, grep and head."""

from collections.abc import Iterator, Sequence

from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_line
from nq42check.judging.norms import IMPLEMENTS
from nq42check.reports import Piece, Reporter, live
from nq42check.run.results import Objected, OtherFile, PlanReport, Refusal, Result
from nq42check.run.settings import FILE
from nq42check.run.tally import Tally

_ERROR, _NOTE = "error", "note"
_WORDS = {Severity.ERROR: _ERROR, Severity.WARNING: "warning", Severity.NOTE: _NOTE}


class Lines(Reporter[str]):
    """One line per finding that counts, and per reason why a file is refused, not accepted or not held against a norm.

    The severity is in English in every language, since editors know it by that. Where these lines are not all there is,
    a last one has the totals; it stands at the first file, since each needs a place.
    """

    def piece(self, result: Result) -> Piece[str]:
        """The lines of one file, worst first; to be held is its path."""
        return Piece("".join(self._lines(result)), result.path)

    def closing(self, tally: Tally, held: Sequence[str]) -> Iterator[str]:
        """The totals where they count less than there is."""
        if tally.narrowed:
            yield _line(held[0] if held else FILE, None, None, _NOTE, self.wording.total(tally))

    def _lines(self, result: Result) -> Iterator[str]:
        if isinstance(result, OtherFile):
            kind = self.wording.text(f"kind.{result.kind}")
            yield _line(result.path, None, None, _NOTE, self.wording.text("lines.passed", kind=kind))
            return
        for refusal in result.refusals:
            said = self.wording.objection if isinstance(result, Objected) else self.wording.reason
            yield self._refusal(result.path, refusal, said(refusal))
        if isinstance(result, PlanReport):
            if not result.compared:
                yield _line(result.path, *result.places[IMPLEMENTS], _ERROR, self.wording.text("report.no-norms"))
            for finding, line, column in live(result):
                yield _line(result.path, line, column, _WORDS[finding.severity], self._told(finding))

    def _refusal(self, path: str, refusal: Refusal, said: str) -> str:
        rule, problem = refusal
        return _line(path, problem.line, problem.column, _ERROR, f"{self.wording.called(rule)}: {said}")

    def _told(self, finding: Finding) -> str:
        """A finding in one paragraph; an arrow leads to what to do."""
        message, *others = self.wording.sentences(finding)
        return f"{self.wording.called(finding.rule)}: {self.wording.about(finding)}: {message} → {' '.join(others)}"


def _line(path: str, line: int | None, column: int | None, severity: str, said: str) -> str:
    """One line; what is about a file as a whole stands at its beginning."""
    return in_line(f"{path}:{line or 1}:{column or 1}: {severity}: {said}") + "\n"
