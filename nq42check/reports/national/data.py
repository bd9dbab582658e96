"""The nation for programs: JSON, which `schemas/prospects.json` describes."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from nq42check.judging.join import Turning
from nq42check.model.promise import Nudge, Promise
from nq42check.model.values import promise_of
from nq42check.reports.data import as_number, encoded
from nq42check.reports.national import Given, Line, Nation
from nq42check.reports.national.words import OUTLOOKS, VERDICTS, Words, reason
from nq42check.reports.wording import Wording

_DECIMALS = 6


def as_json(nation: Nation, wording: Wording) -> Iterator[str]:
    """Whose plans there are, then each norm with both answers, those who promise and those who do not."""
    words = Words(wording)
    head = {"language": wording.language, "filter": _filter(nation), **_presence(nation)}
    yield "{\n" + "".join(f"{encoded({name: value})[1:-1]},\n" for name, value in head.items()) + '"norms": [\n'
    for place, line in enumerate(nation.lines):
        yield (",\n" if place else "") + encoded(_norm(line, nation, words))
    yield "\n]\n}\n"


def _filter(nation: Nation) -> dict[str, Any]:
    return {
        "indicators": [*nation.filter.indicators],
        "areas": [*nation.filter.areas],
        "left_out": nation.left_out,
    }


def _presence(nation: Nation) -> dict[str, Any]:
    seating = nation.seating
    return {
        "plans": len(nation.voices),
        "places": {
            "today": len(nation.places.all),
            "whole": [seat.name for seat in seating.whole],
            "parts": [
                {"place": seat.name, "there": [*seat.there], "lacking": [*seat.lacking]} for seat in seating.in_part
            ],
            "none": [place.name for place in seating.silent],
            "unlisted": [seat.name for seat in seating.unlisted],
        },
        "replaced": [nation.voices[number].path for number in seating.replaced],
        "beneath": [nation.voices[number].path for number in seating.beneath],
    }


def _norm(line: Line, nation: Nation, words: Words) -> dict[str, Any]:
    norm, indicator = line.norm, line.norm.target.indicator
    asked = promise_of(norm.target.stated)
    return {
        "indicator": indicator.id,
        "name": words.show(indicator),
        "area": indicator.id.partition(".")[0],
        "document": norm.document.name,
        "by": norm.target.by,
        "value": words.asked(line),
        "number": as_number(asked.number) if asked else None,
        "operator": operator(asked),
        "unit": indicator.unit.id if indicator.unit else None,
        "certain": norm.is_certain,
        "binds": norm.binds.value,
        "join": line.join,
        "by_now": _by_now(line),
        "promised": _promised(line, words),
        "nation": _outlook(line, words),
        "denominator": _denominator(line, words),
        "places": [_given(line, given) for given in line.given],
        "silent": [*_silent(line, nation)],
    }


def _by_now(line: Line) -> dict[str, Any] | None:
    """What the nation has reached, where that is known."""
    if line.reached is None:
        return None
    latest, promise = line.reached.latest, line.reached.latest.figure.promise
    return {
        "value": latest.text,
        "number": as_number(promise.number) if promise else None,
        "year": latest.year,
        "sources": [*line.reached.sources],
        "evidence": line.reached.evidence.value,
    }


def _promised(line: Line, words: Words) -> dict[str, Any]:
    """What those who promise come to, as far as their words alone say it."""
    found = line.prospect
    return {
        "verdict": VERDICTS[found.promised] if found else "none",
        "reached": _exact(Fraction(found.reached.number)) if found and found.reached else None,
        "break_even": _turning(words.sides(line, found.turning), found.turning) if found and found.turning else None,
        "told": words.promised(line),
    }


def _turning(names: Sequence[str], turning: Turning) -> dict[str, Any]:
    weak, strong = ([*dict.fromkeys(names[each] for each in places)] for places in (turning.weak, turning.strong))
    met, missed = _exact(turning.met), _exact(turning.missed)
    return {"weak": weak, "strong": strong, "met": met, "missed": missed, "below": turning.below}


def _outlook(line: Line, words: Words) -> dict[str, Any]:
    """What follows for the nation, where anything does, and what the others must average or add."""
    found, best = line.prospect, line.best
    return {
        "outlook": OUTLOOKS[found.outlook] if found else "no-word",
        "owed": _exact(found.owed) if found and found.owed is not None else None,
        "beyond": bool(found and found.beyond),
        "share": _exact(found.share) if found and found.share is not None else None,
        "best_possible": as_number(line.norm.target.indicator.best),
        "best_promise": best and {"place": best.name, "number": as_number(best.said.number), "value": best.said.value},
        "told": words.outlook(line),
    }


def _denominator(line: Line, words: Words) -> dict[str, Any] | None:
    id, known = line.norm.target.indicator.of, line.weighing
    if id is None or line.join not in ("mean", "steps"):
        return None
    return {
        "id": id,
        "name": words.denominator(line),
        "series": known.series if known else None,
        "year": known.year if known else None,
        "total": as_number(known.total) if known else None,
        "sources": [*known.sources] if known else [],
        "evidence": known.evidence.value if known else None,
    }


def _given(line: Line, given: Given) -> dict[str, Any]:
    said = given.said
    return {
        "place": given.name,
        "part_of": given.of or None,
        "file": given.path,
        "line": said.line or None,
        "value": said.value,
        "number": as_number(given.said.number),
        "promises": [{"number": as_number(promise.number), "operator": operator(promise)} for promise in said.promises],
        "kind": "figure" if said.promises else "step",
        "outcome": said.outcome.value,
        "distance": as_number(given.said.over) if line.join != "sum" else None,
        "on_a_reading": bool(said.rests_on),
        "allotted": said.allotted or None,
        "regional": [{"document": document, "value": value} for document, value in said.beside],
        "weight": as_number(given.weight),
    }


def _silent(line: Line, nation: Nation) -> Iterator[dict[str, Any]]:
    for given in line.without:
        yield {
            "place": given.name,
            "part_of": given.of or None,
            "reason": reason(given),
            "file": given.path,
            "line": given.said.line or None,
            "value": given.said.value or None,
        }
    for name, of in nation.seating.unplanned:
        yield {
            "place": name,
            "part_of": of or None,
            "reason": "no-plan",
            "file": None,
            "line": None,
            "value": None,
        }


def operator(promise: Promise | None) -> str | None:
    """The sign of a promise: which outcomes beside its number keep it; None where there is no figure."""
    if promise is None:
        return None
    if promise.nudge is Nudge.ABOUT:
        return "≈"
    return (">" if promise.upward else "<") if promise.nudge is Nudge.STRICT else ("≥" if promise.upward else "≤")


def rounded(number: Fraction) -> Decimal:
    """`number` to six decimals."""
    return Decimal(round(number * 10**_DECIMALS)).scaleb(-_DECIMALS)


def _exact(number: Fraction) -> dict[str, Any]:
    """A number as a fraction, which is exact, and as a decimal."""
    return {"exact": str(number), "decimal": as_number(rounded(number))}
