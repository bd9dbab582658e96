"""The list of changes that a test must see still fits the code. `python tests/mutations.py` makes them."""

import re

import pytest
from mutations import HERE, PACKAGE, ROOT, TABLE, Mutation, mutations
from test_assess import ROWS

MUTATIONS = mutations()
FACTS = {f"{TABLE}[{row['fact']}]" for row in ROWS}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_every_change_can_still_be_made(mutation: Mutation) -> None:
    text = (ROOT / PACKAGE / mutation.file).read_text(encoding="utf-8")
    changed = mutation.applied(text)
    assert changed != text
    if mutation.file.endswith(".py"):
        compile(changed, mutation.file, "exec")


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_every_change_names_tests_that_there_are_or_the_issue_that_brings_them(mutation: Mutation) -> None:
    assert bool(mutation.tests) != bool(mutation.held_by) and bool(mutation.held_by) == bool(mutation.reason)
    assert mutation.held_by in ("", "issue on values", "issue on judging")
    for test in mutation.tests:
        file, _, name = test.partition("::")
        written = (HERE / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {name.partition('[')[0]}\(", written, re.MULTILINE), test
        assert not test.startswith(TABLE) or test in FACTS, test


def test_names_are_unique() -> None:
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)
