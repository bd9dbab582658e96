"""The targets of four plans are found in documents of every shape: hardly one is missed or wrong."""

import sys

import pytest
from conftest import ROOT
from shapes_written import documents
from targets import lists

sys.path.insert(0, str(ROOT / "benchmarks"))
from drafting import Counts, Gold, count, draft_of

MADE = {name: documents(wanted) for name, wanted in lists().items() if not name.startswith("wording")}
ENOUGH = 0.97


@pytest.mark.parametrize("shape", next(iter(MADE.values())))
def test_a_shape_is_understood(shape: str) -> None:
    counts = []
    for made in MADE.values():
        data, targets = made[shape]
        counts.append(count(draft_of(data), [Gold(*each) for each in targets]).counts)
    pooled = Counts.pooled(counts)
    assert (pooled.recall >= ENOUGH, pooled.precision >= ENOUGH) == (True, True), pooled
