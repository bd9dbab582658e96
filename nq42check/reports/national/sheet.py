"""The nation for a spreadsheet: a row for each norm with both answers, then a row for each place."""

from collections.abc import Iterator

from nq42check.model.values import promise_of
from nq42check.reports.cells import BYTE_ORDER_MARK, Cell, lines
from nq42check.reports.national import Line, Nation
from nq42check.reports.national.data import rounded
from nq42check.reports.national.head import head
from nq42check.reports.national.words import OUTLOOKS, VERDICTS, Words
from nq42check.reports.wording import Wording

_COLUMNS = (
    *("kind", "id", "indicator", "norm", "norm_number", "unit", "by", "document", "evidence", "binds"),
    *("place", "part_of", "file", "line", "value", "plan_number", "gap_to_norm", "allotted", "weight"),
    *("promised", "promised_told", "nation", "nation_told", "owed", "remarks"),
)

_Row = dict[str, Cell]


def as_csv(nation: Nation, separator: str, wording: Wording) -> Iterator[str]:
    """The rows as spreadsheets read them, norm by norm; last whose plans there are and what a filter leaves out."""
    words = Words(wording)
    yield BYTE_ORDER_MARK + lines([[wording.text(f"column.{name}") for name in _COLUMNS]], separator, wording.language)
    for line in nation.lines:
        rows = _rows(line, nation, words)
        yield lines(([row.get(name) for name in _COLUMNS] for row in rows), separator, wording.language)
    last: _Row = {"kind": wording.text("row.extent"), "remarks": " ".join(head(nation, wording))}
    yield lines([[last.get(name) for name in _COLUMNS]], separator, wording.language)


def _rows(line: Line, nation: Nation, words: Words) -> Iterator[_Row]:
    norm, indicator, say = line.norm, line.norm.target.indicator, words.say
    asked, found = promise_of(norm.target.stated), line.prospect
    about: _Row = {
        "id": indicator.id,
        "indicator": words.show(indicator),
        "norm": words.asked(line),
        "norm_number": asked.number if asked else None,
        "unit": words.show(indicator.measure).strip(),
        "by": norm.target.by,
        "document": norm.document.name,
        "evidence": words.wording.evidence(norm.evidence),
        "binds": words.wording.binds(norm.binds),
    }
    yield about | {
        "kind": say("row.norm"),
        "promised": say(f"national.promised-word.{VERDICTS[found.promised] if found else 'none'}"),
        "promised_told": words.promised(line),
        "nation": say(f"national.outlook-word.{OUTLOOKS[found.outlook] if found else 'no-word'}"),
        "nation_told": words.outlook(line),
        "owed": rounded(found.owed) if found and found.owed is not None else None,
        "remarks": " ".join(filter(None, (words.beside(line), words.reached(line), words.share(line)))),
    }
    for given in line.given:
        yield about | {
            "kind": say("row.promise"),
            "place": given.name,
            "part_of": given.of,
            "file": given.path,
            "line": given.said.line or None,
            "value": given.said.value,
            "plan_number": given.said.number,
            "gap_to_norm": given.said.over if line.join != "sum" else None,
            "allotted": given.said.allotted,
            "weight": given.weight,
            "remarks": "; ".join(words.remarks(given)),
        }
    for given in line.without:
        yield about | {
            "kind": say("row.silent"),
            "place": given.name,
            "part_of": given.of,
            "file": given.path,
            "line": given.said.line or None,
            "value": given.said.value,
            "remarks": words.silence(given),
        }
    for name, of in nation.seating.unplanned:
        yield about | {"kind": say("row.silent"), "place": name, "part_of": of, "remarks": say("silence.no-plan")}
