"""The report as GitLab reads it for Code Quality: a JSON array of issues."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from nq42check.flagging.rulebook import Severity
from nq42check.reports import Piece, Reporter, numbered
from nq42check.reports.data import encoded
from nq42check.run.results import Objected, PlanReport, RefusedFile, Result
from nq42check.run.settings import FILE
from nq42check.run.tally import Tally

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


class _Held(NamedTuple):
    """What is held of a file: its path, and whether it has issues."""

    path: str
    has_issues: bool


class Gitlab(Reporter[_Held]):
    """One issue per finding that counts, and per reason why a file was refused or held against nothing.

    Where these are not all there is, a last one has the totals; it stands at the first file, since each needs a place.
    """

    separator = ",\n"

    def opening(self) -> str:
        """The start of the array."""
        return "[\n"

    def piece(self, result: Result) -> Piece[_Held]:
        """The issues of one file; to be held is its path."""
        issues = self.separator.join(self._issues(result))
        return Piece(issues, _Held(self.brief.named(result.path), bool(issues)))

    def closing(self, tally: Tally, held: Sequence[_Held]) -> Iterator[str]:
        """The totals where they count less than there is, and the end of the array."""
        if tally.narrowed:
            said, path = self.wording.total(tally), held[0].path if held else FILE
            yield self.separator * any(file.has_issues for file in held)
            yield _issue(path, 1, "info", "narrowed", said, "narrowed")
        yield "\n]\n"

    def _issues(self, result: Result) -> Iterator[str]:
        path = self.brief.named(result.path)
        if isinstance(result, RefusedFile | PlanReport):
            for place, refusal in enumerate(result.refusals):
                rule, line = refusal.rule.id, refusal.problem.line or 1
                yield _issue(path, line, "blocker", rule, self.wording.reason(refusal), f"{rule}:{place}")
        if isinstance(result, Objected):
            for place, refusal in enumerate(result.refusals):
                rule, said = refusal.rule.id, self.wording.objection(refusal)
                yield _issue(path, refusal.problem.line or 1, "blocker", rule, said, f"{rule}:{place}")
        if isinstance(result, PlanReport):
            if not result.compared:
                said, kind = self.wording.uncompared(result), "no-values" if result.begins_at else "no-norms"
                yield _issue(path, result.begins_at or 1, "blocker", kind, said, kind)
            for (finding, line, _), name in numbered(result):
                if not finding.settled:
                    severity, said = _SEVERITIES[finding.severity], self.wording.told(finding)
                    yield _issue(path, line, severity, finding.rule.id, said, name)


def _issue(path: str, begin: int, severity: str, check: str, description: str, name: str) -> str:
    """One issue; `name` tells it from the others of its file, and the path from those of other files."""
    return encoded(
        {
            "description": description,
            "check_name": check,
            "fingerprint": sha256(f"{path}\n{name}".encode(errors="backslashreplace")).hexdigest()[:32],
            "severity": severity,
            "location": {"path": path, "lines": {"begin": begin}},
        }
    )
