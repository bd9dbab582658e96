"""Documents by other hands, in wordings unknown to those who wrote the cues: how much of them is understood.

They are made up, of made-up provinces, each with what an official would write down of it (`tests/drafting/hands`).
"""

import sys
from functools import cache

from conftest import KNOWN, ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
from drafting import Counts, count, draft_of, part, read_gold

HANDS = sorted((ROOT / "tests/drafting/hands").glob("*.txt"))
ABBREVIATED = "a08"
"""A document of which nearly every word is an abbreviation, and many an abbreviation has several meanings."""


@cache
def counted() -> dict[str, Counts]:
    golds = {path: read_gold(path.with_suffix(".tsv"), KNOWN.catalogue) for path in HANDS}
    return {path.stem: count(draft_of(path.read_bytes()), gold).counts for path, gold in golds.items()}


def test_nearly_all_targets_are_found_in_all_documents() -> None:
    whole = Counts.pooled(counted().values())
    assert (whole.recall >= 0.95, whole.precision >= 0.97) == (True, True), whole
    few = {name: counts.recall for name, counts in counted().items() if counts.recall < 0.9}
    assert list(few) == [ABBREVIATED], few


def test_what_is_called_sure_is_right_and_most_that_is_right_is_called_sure() -> None:
    whole = Counts.pooled(counted().values())
    assert part(whole.right_and_sure, whole.sure) >= 0.985, whole
    assert part(whole.right_and_sure, whole.right) >= 0.6, whole
