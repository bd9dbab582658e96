"""Plans side by side in sentences, without columns and signs, to be read aloud."""

from collections import Counter
from collections.abc import Iterator

from nq42check.judging.assess import Status
from nq42check.reports.grid import Cell
from nq42check.reports.layout import aloud
from nq42check.reports.screen import Screen
from nq42check.reports.together import MOST, Comparison, Line, in_words, least_met, met, value
from nq42check.reports.wording import Wording


def in_sentences(comparison: Comparison, show: str | None, wording: Wording, screen: Screen) -> str:
    """Each norm, and below it what each plan makes of it; or, of more than MOST plans unasked, how many make what."""
    filtered = in_words(comparison, wording)
    counted = show == "counts" or (show is None and len(comparison.places) > MOST)
    norms = _counted(comparison, wording) if counted else _told(comparison, wording)
    before = [(filtered, 0), ("", 0)] if filtered else []
    return "".join(screen.text(aloud(said, wording), indent=indent) or "\n" for said, indent in (*before, *norms))


def _told(comparison: Comparison, wording: Wording) -> Iterator[tuple[str, int]]:
    """Sentences, each with its indent; an empty one between two norms."""
    for place, line in enumerate(comparison.lines):
        if place:
            yield "", 0
        yield _asked(line, wording), 0
        for plan in comparison.places:
            if cell := comparison.shown(line, plan):
                yield f"{plan.name}: {_answer(cell, wording)}", 2


def _asked(line: Line, wording: Wording) -> str:
    """What a norm is about and asks for, how many meet it, and how well it is known."""
    row = line.row
    number, of = met(line)
    counts = wording.text("report.counts", met=number, norms=of)
    uncertain = "" if row.certain else wording.text("together.uncertain-aloud")
    return " ".join(filter(None, (f"{row.indicator}: {row.asked} ({row.by}), {row.document}. {counts}.", uncertain)))


def _answer(cell: Cell, wording: Wording) -> str:
    """What a plan makes of a norm, and what it has for it."""
    facts = (
        wording.text(f"html.{cell.reading}") if cell.reading else wording.status(Status(cell.status)),
        wording.text(f"html.{cell.settled}") if cell.settled else "",
        value(cell),
        wording.text("together.asked", asked=cell.asked) if cell.asked else "",
    )
    return ", ".join(filter(None, facts))


def _counted(comparison: Comparison, wording: Wording) -> Iterator[tuple[str, int]]:
    """The norms, the one that most fall short of first, then the worst plans."""
    for line in least_met(comparison.lines):
        counts = Counter(cell.status for cell in comparison.of_line(line) if cell.status != Status.MET.value)
        said = [_count(Status(status), count, wording) for status, count in counts.most_common()]
        yield " ".join((_asked(line, wording), f"{', '.join(said)}." if said else "")).strip(), 0
    yield "", 0
    for place in comparison.places[:MOST]:
        yield f"{wording.counts(place.totals.statuses, f'{place.rank}. {place.name}')}.", 0
    if len(comparison.places) > MOST:
        yield wording.text("together.more", count=len(comparison.places) - MOST), 0


def _count(status: Status, count: int, wording: Wording) -> str:
    return wording.text("report.status", count=count, status=wording.status(status))
