"""The report as JSON, for machines. `schemas/report.json` describes it and says how it may change."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from json import JSONEncoder
from typing import Any, NamedTuple

from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_json
from nq42check.judging.assess import Assessment, Status
from nq42check.judging.word import Judgement
from nq42check.model.document import Norm, Other, Target
from nq42check.reports import Piece, Reporter, joined
from nq42check.reports.wording import Wording
from nq42check.run.results import Located, Objected, OtherFile, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally
from nq42check.version import __version__

_SCHEMA_VERSION = "1.1"


class _Held(NamedTuple):
    """What is held of a file: its rows in the lists of these names, in the order in which they are written."""

    coverage: str = ""
    others: str = ""
    errors: str = ""
    objections: str = ""
    inputs: str = ""


class Json(Reporter[_Held]):
    """One JSON document; its coverage has the norms that are met unless the user asks for a short one."""

    separator = ",\n"

    def opening(self) -> str:
        """The head, up to the findings."""
        head = {
            "schema_version": _SCHEMA_VERSION,
            "tool": {"name": "nq42check", "version": __version__},
            "language": self.wording.language,
            "as_of": self.brief.as_of.isoformat(),
        }
        return "{\n" + "".join(f"{encoded({name: value})[1:-1]},\n" for name, value in head.items()) + '"findings": [\n'

    def piece(self, result: Result) -> Piece[_Held]:
        """The findings of a file."""
        if isinstance(result, Objected):
            return Piece(held=_Held(objections=_lines(self._objection(each, result) for each in result.refusals)))
        kind = result.kind if isinstance(result, OtherFile) else "plan"
        about = _about(result) if isinstance(result, PlanReport) else {}
        entry = encoded({"path": result.path, "sha256": result.sha256, "kind": kind, **about})
        if isinstance(result, PlanReport):
            findings = (_finding(located, result, self.wording) for located in result.findings)
            short = self.brief.show_all is False
            norms = [_row(each, result) for each in result.assessments if not (short and each.status is Status.MET)]
            others = _lines(_other(each, result) for each in result.plan.others)
            return Piece(_lines(findings), _Held(encoded(norms)[1:-1], others, self._errors(result), inputs=entry))
        return Piece(held=_Held(errors=self._errors(result) if isinstance(result, RefusedFile) else "", inputs=entry))

    def _errors(self, result: PlanReport | RefusedFile) -> str:
        return _lines(_error(each, result.path, self.wording) for each in result.refusals)

    def _objection(self, refusal: Refusal, file: Objected) -> dict[str, Any]:
        advice = self.wording.show(refusal.rule.advice)
        return _error(refusal, file.path, self.wording) | {
            "plan": file.place,
            "advice": advice,
            "lacking": file.lacking,
        }

    def closing(self, tally: Tally, held: Sequence[_Held]) -> Iterator[str]:
        """Coverage, targets outside the catalogue, errors, objections, inputs and totals."""
        for name in _Held._fields:
            yield f'\n],\n"{name}": [\n'
            yield from joined((getattr(file, name) for file in held), self.separator)
        baselines = [
            {"document": name, "title": title, "version": version}
            for name, (title, version) in sorted(tally.baselines.items())
        ]
        excluded = [{"pattern": pattern, "files": count} for pattern, count in sorted(tally.excluded.items())]
        last = {
            "base": tally.since and tally.since._asdict(),
            "baselines": baselines,
            "unchecked": self.brief.unchecked,
            "excluded": excluded,
            "counts": _counts(tally),
        }
        if tally.today:
            from nq42check.reports.merged.data import as_data

            last["places"] = as_data(tally.today, _norm, self.wording)
        yield "\n],\n" + ",\n".join(encoded({name: value})[1:-1] for name, value in last.items()) + "\n}\n"


_encode = JSONEncoder(ensure_ascii=False, check_circular=False).encode


def encoded(value: Any) -> str:
    """`value` as JSON, in one line that gives no orders."""
    return in_json(_encode(value))


def _lines(values: Iterable[Any]) -> str:
    return Json.separator.join(map(encoded, values))


def _about(plan: PlanReport) -> dict[str, Any]:
    """How much of a plan is filled in, and what its place belongs to now, where it is none of today or may not be."""
    belongs = plan.plan.belongs
    filled: dict[str, Any] = {"filled": len(plan.plan.targets), "rows": plan.plan.rows}
    filled |= {"source": _source(plan)} if plan.plan.traced else {}
    if belongs is None or belongs.former is None:
        return {**filled, "belongs": None}
    place = belongs.place
    now = {
        "place": place.name,
        "code": place.code,
        "since": belongs.since.isoformat(),
        "certain": belongs.certain,
        "predecessors": [former.name for former in place.predecessors],
    }
    return {**filled, "belongs": now}


def _source(plan: PlanReport) -> dict[str, Any]:
    """The document as issued that a plan names, and how each quote of the plan stands in it."""
    source, traced = plan.document.source, plan.plan.traced
    assert source and traced
    rows: list[Target | Other] = [*plan.plan.targets, *plan.plan.others]
    quotes = [(row.line, traced.sightings[row.route]) for row in rows if row.route in traced.sightings]
    found = [{"line": line, "found": each.how.value, "places": [*each.places]} for line, each in quotes]
    return {"path": source.path, "sha256": traced.sha256, "quotes": found}


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
        "comparisons": tally.comparisons,
        "objections": tally.objections + tally.lacking,
        "left_out": tally.left_out.total(),
        "left_out_errors": tally.left_out[Severity.ERROR],
        "lowered": tally.lowered,
        "excluded": tally.excluded.total(),
        "filled": tally.filled,
        "rows": tally.rows,
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
        "indicator": flag.indicator.id if flag.indicator else "",
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
        "witness": as_number(comparison.witness) if comparison else None,
        "gap": as_number(comparison.gap) if comparison else None,
        "unit": flag.indicator.unit.id if flag.indicator and flag.indicator.unit else None,
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


def _row(assessment: Assessment, plan: PlanReport) -> dict[str, Any]:
    answering = [target for judgement in assessment.judgements for target in _answering(judgement)]
    return {
        "plan": plan.document.name,
        "path": plan.path,
        "indicator": assessment.norm.target.indicator.id,
        "norm": _norm(assessment.norm),
        "status": assessment.status.value,
        "values": [target.text for target in answering],
        "implied_by": sorted(
            {source.indicator.id for judgement in assessment.judgements for source in judgement.implied_by}
        ),
        "by": [target.by for target in answering],
        **({"from": [_start(target) for target in answering]} if any(target.start for target in answering) else {}),
        "assumed": any(judgement.target.assumed for judgement in assessment.judgements),
        **({"unconfirmed": True} if any(each.is_unconfirmed for each in assessment.judgements) else {}),
        "left_out": list(assessment.left_out),
        "not_applicable": list(assessment.not_applicable),
        "behind": assessment.standing.behind.document.name if assessment.standing.behind else None,
        **({"regional": [*map(_regional, assessment.standing.beside)]} if assessment.standing.beside else {}),
    }


def _regional(norm: Norm) -> dict[str, Any]:
    """What a regional document, which the plan does not name, sets for its place."""
    return {"document": norm.document.name, "value": norm.target.text, "by": norm.target.by}


def _start(target: Target) -> dict[str, Any] | None:
    if (start := target.start) is None:
        return None
    return {"value": start.text, "year": start.year, "where": start.where}


def _other(other: Other, plan: PlanReport) -> dict[str, Any]:
    stated = {"name": other.name, "value": other.text, "by": other.by}
    beside = {"where": other.where, "quote": other.quote, "note": other.note, "owner": other.owner}
    return {"plan": plan.document.name, "path": plan.path, "line": other.line, **stated, **beside}


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


def as_number(number: Decimal | None) -> int | float | None:
    """A decimal as the JSON number with the same digits."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
