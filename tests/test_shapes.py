"""The targets of plans are found in documents of every shape: hardly one is missed or wrong."""

import sys

import pytest
from conftest import ROOT
from shapes_written import documents
from targets import lists

sys.path.insert(0, str(ROOT / "benchmarks"))
from drafting import Gold, count, draft_of

PLANS = [wanted for name, wanted in lists().items() if not name.startswith("wording")]
MADE = documents(list({each.words: each for wanted in PLANS for each in wanted}.values())[::2])
ENOUGH = 0.97


@pytest.mark.parametrize("shape", MADE)
def test_a_shape_is_understood(shape: str) -> None:
    data, targets = MADE[shape]
    counts = count(draft_of(data), [Gold(*each) for each in targets]).counts
    assert (counts.recall >= ENOUGH, counts.precision >= ENOUGH) == (True, True), counts
