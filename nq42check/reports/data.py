"""The report as JSON, for machines. `schemas/report.json` describes it and says how it may change."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from json import JSONEncoder
from typing import Any

from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_json
from nq42check.judging.assess import Assessment, Status
from nq42check.judging.word import Judgement
from nq42check.model.document import Norm, Target
from nq42check.reports import Piece
from nq42check.reports.wording import Wording
from nq42check.run.checking import Located, OtherFile, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally
from nq42check.version import __version__

SCHEMA_VERSION = "1.1"


class Json:
    """One JSON document; `with_met` says whether its coverage has the norms that are met.

    `unchecked` is what in the folders given looks like a plan and is not checked.
    """

    separator = ",\n"

    def __init__(self, wording: Wording, as_of: date, *, with_met: bool, unchecked: Sequence[str] = ()) -> None:
        self.wording, self.as_of, self.with_met, self.unchecked = wording, as_of, with_met, unchecked

    def opening(self) -> str:
        """The head, up to the findings."""
        head = {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "nq42check", "version": __version__},
            "language": self.wording.language,
            "as_of": self.as_of.isoformat(),
        }
        return "{\n" + "".join(f"{_line({name: value})[1:-1]},\n" for name, value in head.items()) + '"findings": [\n'

    def piece(self, result: Result) -> Piece:
        """The findings of a file; then its input, its coverage and its errors, to be held."""
        kind = result.kind if isinstance(result, OtherFile) else "plan"
        entry = _line({"path": result.path, "sha256": result.sha256, "kind": kind})
        if isinstance(result, PlanReport):
            findings = (_finding(located, result, self.wording) for located in result.findings)
            rows = (_row(each, result) for each in result.assessments if self.with_met or each.status is not Status.MET)
            return _lines(findings), entry, _line(list(rows))[1:-1], self._errors(result)
        return "", entry, "", self._errors(result) if isinstance(result, RefusedFile) else ""

    def _errors(self, result: PlanReport | RefusedFile) -> str:
        return _lines(_error(each, result.path, self.wording) for each in result.refusals)

    def closing(self, tally: Tally, held: list[Piece]) -> Iterator[str]:
        """Coverage, errors, inputs and totals."""
        for name, place in (("coverage", 1), ("errors", 2), ("inputs", 0)):
            yield f'\n],\n"{name}": [\n'
            between = ""
            for rows in (piece[place] for piece in held if piece[place]):
                yield between + rows
                between = self.separator
        baselines = [
            {"document": name, "title": title, "version": version}
            for name, (title, version) in sorted(tally.baselines.items())
        ]
        last = {"baselines": baselines, "unchecked": self.unchecked, "counts": _counts(tally)}
        yield "\n],\n" + ",\n".join(_line({name: value})[1:-1] for name, value in last.items()) + "\n}\n"


_encode = JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _line(value: Any) -> str:
    return in_json(_encode(value))


def _lines(values: Iterable[Any]) -> str:
    return Json.separator.join(map(_line, values))


def _counts(tally: Tally) -> dict[str, int]:
    """Findings that count, by severity; and what must be known beside them."""
    return {
        "plans": tally.plans,
        **{level.name.lower(): tally.severities[level] for level in sorted(Severity, reverse=True)},
        "waived": tally.waived,
        "known": tally.known,
        "undecided": tally.undecided,
        "not_applicable": tally.not_applicable,
        "not_verified": len(tally.unverified),
    }


def _finding(located: Located, plan: PlanReport, wording: Wording) -> dict[str, Any]:
    finding, flag = located.finding, located.finding.flag
    comparison = flag.judgement.comparison if flag.judgement else None
    waiver = finding.waived
    return {
        "rule": finding.rule.id,
        "name": finding.rule.name,
        "severity": finding.severity.name.lower(),
        "plan": finding.plan,
        "indicator": flag.indicator.id,
        "path": plan.path,
        "line": located.line,
        "column": located.column,
        "message": wording.message(finding),
        "advice": wording.advice(finding),
        "caveats": wording.caveats(finding),
        "value": flag.target.text if flag.target else None,
        "where": flag.target.where if flag.target else None,
        "by": flag.target.by if flag.target else None,
        "norm": _norm(flag.norm) if flag.norm else None,
        "witness": _number(comparison.witness) if comparison else None,
        "gap": _number(comparison.gap) if comparison else None,
        "unit": flag.indicator.unit.id if flag.indicator.unit else None,
        "suggestion": flag.suggestion,
        "waived": waiver is not None,
        "waiver": waiver
        and {"reason": waiver.reason, "authority": waiver.authority, "until": waiver.until.isoformat()},
        "known": finding.waived is None and finding.known is not None,
        "fingerprint": finding.fingerprint,
    }


def _norm(norm: Norm) -> dict[str, Any]:
    target = norm.target
    return {
        "document": norm.document.name,
        "where": target.where,
        "value": target.text,
        "by": target.by,
        "evidence": norm.evidence.value if norm.evidence else None,
        "binds": norm.binds.value,
    }


def _row(found: Assessment, plan: PlanReport) -> dict[str, Any]:
    return {
        "plan": plan.document.name,
        "path": plan.path,
        "indicator": found.norm.target.indicator.id,
        "norm": _norm(found.norm),
        "status": found.status.value,
        "values": [target.text for judgement in found.judgements for target in _answering(judgement)],
        "implied_by": sorted(
            {source.indicator.id for judgement in found.judgements for source in judgement.implied_by}
        ),
        "by": [target.by for judgement in found.judgements for target in _answering(judgement)],
        "assumed": any(judgement.target.assumed for judgement in found.judgements),
        "left_out": list(found.left_out),
        "not_applicable": list(found.not_applicable),
        "behind": found.standing.behind.document.name if found.standing.behind else None,
    }


def _answering(judgement: Judgement) -> tuple[Target, ...]:
    """The targets that answer: all parts where a whole is worked out from them."""
    return judgement.implied_by if judgement.joined else (judgement.target,)


def _error(refusal: Refusal, path: str, wording: Wording) -> dict[str, Any]:
    problem = refusal.problem
    return {
        "rule": refusal.rule.id,
        "name": refusal.rule.name,
        "path": path,
        "line": problem.line,
        "column": problem.column,
        "message": wording.problem(problem),
    }


def _number(number: Decimal | None) -> int | float | None:
    """A decimal as the JSON number with the same digits."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
