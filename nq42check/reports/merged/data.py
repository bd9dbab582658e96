"""Places of today in the report as JSON, which `schemas/report.json` describes, and as rows of CSV."""

from collections.abc import Callable, Iterator
from typing import Any

from nq42check.model.document import Norm
from nq42check.reports.cells import Cell
from nq42check.reports.merged import Answer, Part, Place, Told, told
from nq42check.reports.wording import Wording
from nq42check.run.successors import PlacesOfToday, Succession


def as_data(today: PlacesOfToday, norm: Callable[[Norm], Any], wording: Wording) -> dict[str, Any]:
    """The merged places, and those with plans of their own that were held against the plans before them.

    `norm` gives a norm as the rest of the report has it.
    """
    return {
        "joined": [
            {**_place(place), "norms": [_norm(each, place, norm(each.norm)) for each in place.told]}
            for place in told(today, wording)
        ],
        "succeeded": [_succession(each, wording) for each in today.successions],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "parts": [
            {"name": part.name, "plans": [{"path": path, "document": document} for path, document in part.plans]}
            for part in place.parts
        ],
        "silent": [part.name for part in place.parts if not part.plans],
    }


def _norm(told: Told, place: Place, norm: Any) -> dict[str, Any]:
    return {
        "indicator": told.row.id,
        "norm": norm,
        "status": told.status.value,
        "parts": [_answer(*each) for each in zip(told.answers, place.parts, strict=True)],
        "depends": told.depends or None,
    }


def _answer(answer: Answer, part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "value": answer.value or None,
        "meets": answer.meets,
        "silence": answer.kind or None,
        "path": answer.path or None,
        "line": answer.line or None,
    }


def _succession(succession: Succession, wording: Wording) -> dict[str, Any]:
    return {
        "name": succession.name,
        "plans": [voice.path for voice in succession.own],
        "before": [{"name": voice.speaker.name, "path": voice.path} for voice in succession.former],
        "weakened": succession.weakened,
        "depends": [
            {"indicator": each.fields["id"], "line": each.line, "message": wording.problem(each)}
            for each in succession.depends
        ],
    }


def rows(today: PlacesOfToday, wording: Wording) -> Iterator[dict[str, Cell]]:
    """A row for every norm of every merged place, after those of the plans; and one for all that depends."""
    kind: dict[str, Cell] = {"kind": wording.text("row.joined")}
    for place in told(today, wording):
        for each in place.told:
            target = each.norm.target
            yield kind | {
                "plan": place.name,
                "file": "; ".join(place.paths),
                "id": each.row.id,
                "indicator": each.row.indicator,
                "value": each.cell.value,
                "plan_number": each.cell.number,
                "norm": wording.value(target),
                "norm_number": each.row.number,
                "by": target.by,
                "unit": wording.show(target.indicator.measure).strip(),
                "document": each.row.document,
                "where": target.where,
                "evidence": wording.evidence(each.norm.evidence),
                "binds": wording.binds(each.norm.binds),
                "status": wording.status(each.status),
                "message": " ".join(filter(None, (place.silent, each.depends))),
            }
    for succession in today.successions:
        for problem in succession.depends:
            own: dict[str, Cell] = {"plan": succession.name, "file": "; ".join(voice.path for voice in succession.own)}
            yield kind | own | {"id": str(problem.fields["id"]), "message": wording.problem(problem)}
