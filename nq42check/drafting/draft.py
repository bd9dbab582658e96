"""From a document as issued to the draft of a plan."""

from collections.abc import Sequence
from itertools import groupby

from nq42check.drafting.candidates import Bench, Candidate, of_paragraph
from nq42check.drafting.doubts import Doubts
from nq42check.drafting.drafts import Draft, Masked
from nq42check.drafting.head import head_of
from nq42check.drafting.issued import Block, Issued
from nq42check.drafting.outline import Kind, Spot, spots
from nq42check.drafting.rows import of_row
from nq42check.drafting.settling import Terms, settled
from nq42check.drafting.speech import Speech
from nq42check.drafting.tables import table_rows
from nq42check.model.catalogue import Catalogue
from nq42check.model.cues import Cues

_RESOLVED = 2024
"""Resolution 42-NQ/TW is of 24/11/2023: figures of the years before are how things were."""


def draft(issued: Issued, catalogue: Catalogue, cues: Cues, places: Sequence[str] = ()) -> Draft:
    """What is understood of a document; `places` are the names of provinces and cities that are known."""
    blocks = issued.blocks
    found = spots(blocks)
    head = head_of(blocks, found, places)
    past = max(_RESOLVED, head.date.year if head.date else 0)
    doubts = Doubts(cues)
    bench = Bench(catalogue, Speech(catalogue, cues), doubts, past)
    listed = [_is_listed(block, spot) for block, spot in zip(blocks, found, strict=True)]
    candidates, masked = _candidates(blocks, found, listed, bench)
    is_listed = bool(candidates)
    if not is_listed:
        candidates, masked = _candidates(blocks, found, [True] * len(blocks), bench)
    due = head.by or max((each.year for each in candidates if each.year), default=None)
    dated = [_dated(each, found[each.block], due) for each in candidates]
    rows, unplaced, again = settled(dated, Terms(due, is_listed, doubts))
    masked += [Masked(each.block, each.start, each.end, "again") for each in again]
    return Draft(head._replace(by=due), tuple(rows), tuple(unplaced), tuple(masked), is_listed)


def _dated(candidate: Candidate, spot: Spot, due: int | None) -> Candidate:
    """A candidate with the year of the headings above it where its own words name none."""
    return candidate if candidate.year else candidate._replace(year=spot.year or due)


def _is_listed(block: Block, spot: Spot) -> bool:
    """Whether targets are listed where a block stands."""
    return spot.kind is Kind.LIST or (bool(block.cells) and spot.kind is None)


def _candidates(
    blocks: Sequence[Block], found: Sequence[Spot], listed: Sequence[bool], bench: Bench
) -> tuple[list[Candidate], list[Masked]]:
    candidates: list[Candidate] = []
    masked: list[Masked] = []
    for table, numbers in groupby(range(len(blocks)), key=lambda at: blocks[at].table):
        here = [at for at in numbers if listed[at]]
        rows = table_rows(blocks, here, bench.past) if table and here else None
        if rows is not None:
            for row in rows:
                more, less = of_row(row, found[row.block], blocks[row.block].text, bench)
                candidates += more
                masked += less
            continue
        for at in here:
            more, less = of_paragraph(blocks[at].text, at, found[at], bench)
            candidates += more
            masked += less
    return candidates, masked
