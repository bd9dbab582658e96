"""Plans side by side for programs: as JSON, which `schemas/compare.json` describes, and as CSV for a spreadsheet."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from nq42check.judging.assess import Status
from nq42check.reports.cells import BYTE_ORDER_MARK, lines
from nq42check.reports.cells import Cell as Field
from nq42check.reports.data import as_number, encoded
from nq42check.reports.grid import Cell, statuses
from nq42check.reports.together import Comparison, Line, Place, in_words, met, value
from nq42check.reports.wording import Wording

_COLUMNS = (
    *("plan", "file", "id", "indicator", "value", "plan_number", "norm", "norm_number", "by", "document", "evidence"),
    *("status", "remarks"),
)


def as_json(comparison: Comparison, wording: Wording) -> Iterator[str]:
    """The filter, the norms and the plans with the totals of all, and a cell for each pair that is shown."""
    yield f'{{\n"language": {encoded(wording.language)},\n"filter": {encoded(_filter(comparison))},\n'
    yield '"norms": [\n'
    yield from _items(_norm(line, wording) for line in comparison.lines)
    yield '\n],\n"plans": [\n'
    yield from _items(map(_plan, comparison.places))
    yield '\n],\n"cells": [\n'
    yield from _items(
        _cell(line, place, cell)
        for line in comparison.lines
        for place in comparison.places
        if (cell := comparison.shown(line, place))
    )
    totals = {"norms": comparison.norms, "plans": comparison.plans}
    yield f'\n],\n"totals": {encoded(totals)}\n}}\n'


def _items(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    between = ""
    for item in items:
        yield between + encoded(item)
        between = ",\n"


def _filter(comparison: Comparison) -> dict[str, list[str]]:
    chosen = comparison.filter
    statuses = [status.value for status in chosen.statuses]
    return {"indicators": [*chosen.indicators], "areas": [*chosen.areas], "statuses": statuses}


def _norm(line: Line, wording: Wording) -> dict[str, Any]:
    row = line.row
    reached, compared = met(line)
    return {
        "norm": line.number,
        "indicator": row.id,
        "name": row.indicator,
        "area": row.area,
        "document": row.document,
        "by": row.by,
        "value": row.asked,
        "number": as_number(row.number),
        "certain": row.certain,
        "met": reached,
        "compared": compared,
        "statuses": _by_status(statuses(line.cells)),
    }


def _plan(place: Place) -> dict[str, Any]:
    totals = place.totals
    return {
        "plan": place.rank,
        "name": totals.name,
        "document": place.document,
        "path": totals.path,
        "errors": totals.errors,
        "findings": totals.found,
        "met": totals.statuses[Status.MET],
        "compared": totals.compared,
        "statuses": _by_status(Counter({each.value: count for each, count in totals.statuses.items()})),
    }


def _by_status(counts: Counter[str]) -> dict[str, int]:
    """The counts of what is compared, of statuses that there are."""
    aside = (Status.CONTEXT, Status.NOT_APPLICABLE)
    return {each.value: counts[each.value] for each in Status if counts[each.value] and each not in aside}


def _cell(line: Line, place: Place, cell: Cell) -> dict[str, Any]:
    return {
        "norm": line.number,
        "plan": place.rank,
        "status": cell.status,
        "value": value(cell),
        "number": as_number(cell.number),
        "operator": cell.sign,
        "on_a_reading": bool(cell.reading),
        "settled": cell.settled or None,
        "asked": cell.asked or None,
    }


def as_csv(comparison: Comparison, separator: str, wording: Wording) -> Iterator[str]:
    """A row for each pair that is shown, as spreadsheets read it; last what the filter is, if any."""
    heads = [wording.text(f"column.{name}") for name in _COLUMNS]
    yield BYTE_ORDER_MARK + lines([heads], separator, wording.language)
    for place in comparison.places:
        shown = ((line, comparison.shown(line, place)) for line in comparison.lines)
        rows = [_fields(line, place, cell, wording) for line, cell in shown if cell]
        yield lines(rows, separator, wording.language)
    if said := in_words(comparison, wording):
        yield lines([[*[None] * (len(_COLUMNS) - 1), said]], separator, wording.language)


def _fields(line: Line, place: Place, cell: Cell, wording: Wording) -> list[Field]:
    row = line.row
    remarks = (f"html.{cell.settled}" if cell.settled else "", f"html.{cell.reading}" if cell.reading else "")
    return [
        place.name,
        place.totals.path,
        row.id,
        row.indicator,
        value(cell),
        cell.number,
        cell.asked or row.asked,
        row.number,
        row.by,
        row.document,
        "" if row.certain else wording.text("html.unverified"),
        wording.status(Status(cell.status)),
        "; ".join(wording.text(remark) for remark in remarks if remark),
    ]
