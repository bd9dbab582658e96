"""The report as JSON, for machines. `schemas/report.json` describes it and says how it may change."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from nq42check import __version__
from nq42check.assess import Assessment, Norm
from nq42check.checking import Located, PlanReport, Refusal, Report
from nq42check.document import Evidence
from nq42check.reports.wording import Wording

SCHEMA_VERSION = "1.0"


def render(report: Report, wording: Wording) -> str:
    """The whole report as one JSON document, ending in a newline."""
    return json.dumps(document(report, wording), ensure_ascii=False, indent=2) + "\n"


def document(report: Report, wording: Wording) -> dict[str, Any]:
    """The report as plain data."""
    baselines = {norm.name: norm for plan in report.plans for norm in plan.norms}
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "nq42check", "version": __version__},
        "language": wording.language,
        "as_of": report.as_of.isoformat(),
        "baselines": [
            {"document": name, "title": norm.title, "version": norm.version} for name, norm in sorted(baselines.items())
        ],
        "inputs": [
            *({"path": plan.path, "sha256": plan.sha256, "kind": "plan"} for plan in report.plans),
            *({"path": passed.path, "sha256": None, "kind": passed.kind} for passed in report.passed),
        ],
        "counts": counts(report),
        "findings": [_finding(located, plan, wording) for plan in report.plans for located in plan.findings],
        "coverage": [_row(found, plan) for plan in report.plans for found in plan.assessments],
        "errors": [_error(refusal, wording) for refusal in report.refusals],
    }


def counts(report: Report) -> dict[str, int]:
    """Findings that count, by severity; and what must be known beside them."""
    findings = [located.finding for plan in report.plans for located in plan.findings]
    live = Counter(finding.severity.name.lower() for finding in findings if not finding.waived)
    rows = [row for plan in report.plans for row in plan.assessments if row.norm.behind is None]
    statuses = Counter(row.status.value for row in rows)
    unsure = {
        (row.norm.document.name, row.norm.target.route)
        for row in rows
        if row.decisive and row.norm.target.evidence not in (None, Evidence.VERIFIED)
    }
    return {
        "plans": len(report.plans),
        "error": live["error"],
        "warning": live["warning"],
        "note": live["note"],
        "waived": sum(finding.waived is not None for finding in findings),
        "undecided": statuses["undecided"],
        "not_applicable": statuses["not_applicable"],
        "not_verified": len(unsure),
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
        "norm": _norm(flag.norm) if flag.norm else None,
        "witness": _number(comparison.witness) if comparison else None,
        "gap": _number(comparison.gap) if comparison else None,
        "unit": flag.indicator.unit.id if flag.indicator.unit else None,
        "suggestion": flag.suggestion,
        "waived": waiver is not None,
        "waiver": waiver
        and {"reason": waiver.reason, "authority": waiver.authority, "until": waiver.until.isoformat()},
        "fingerprint": finding.fingerprint,
    }


def _norm(norm: Norm) -> dict[str, Any]:
    target = norm.target
    return {
        "document": norm.document.name,
        "where": target.where,
        "value": target.text,
        "by": target.by,
        "evidence": target.evidence.value if target.evidence else None,
        "binds": norm.binds.value,
    }


def _row(found: Assessment, plan: PlanReport) -> dict[str, Any]:
    return {
        "plan": plan.document.name,
        "path": plan.path,
        "indicator": found.norm.target.indicator.id,
        "norm": _norm(found.norm),
        "status": found.status.value,
        "values": [judgement.target.text for judgement in found.judgements],
        "implied_by": sorted(
            {source.indicator.id for judgement in found.judgements for source in judgement.implied_by}
        ),
        "left_out": list(found.left_out),
        "not_applicable": list(found.not_applicable),
        "behind": found.norm.behind.document.name if found.norm.behind else None,
    }


def _error(refusal: Refusal, wording: Wording) -> dict[str, Any]:
    problem = refusal.problem
    return {
        "rule": refusal.rule.id,
        "name": refusal.rule.name,
        "path": refusal.path,
        "line": problem.line,
        "column": problem.column,
        "message": wording.text(problem.text, **problem.fields),
    }


def _number(number: Decimal | None) -> int | float | None:
    """A decimal as the JSON number with the same digits."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
