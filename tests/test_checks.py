"""What the checks see beyond what a plan of `cases/` can show."""

import pytest
from conftest import HEAD, entry, found_in
from test_assess import documents

from nq42check.rulebook import Flag


def flags(name: str, text: str, **norm: str) -> list[Flag]:
    """What the rule `name` flags in a plan, held against one norm or against 42-NQ/TW."""
    given = {"document": "A", "binds": "each", "evidence": "verified", "basis": "b", **norm}
    found = found_in(text, against=documents([given]) if norm else ())
    return [each.finding.flag for each in found.findings if each.finding.rule.name == name]


@pytest.mark.parametrize(
    "norm, plan, flagged",
    [
        (None, None, False),
        (None, "people", True),
        ("people", None, True),
        ("people", "people", False),
        ("communes", "people", True),
    ],
)
def test_a_count_is_held_against_the_norms_and_not_the_indicators(
    norm: str | None, plan: str | None, flagged: bool
) -> None:
    """The indicator itself counts households."""
    asked = {"indicator": "water.clean_rural", "value": "80%"} | ({"counts": norm} if norm else {})
    text = HEAD + entry("water.clean_rural", "80%", *([f"counts: {plan}"] if plan else []))
    assert bool(flags("other-count", text, **asked)) is flagged


@pytest.mark.parametrize("values", [("60%", "65%", "70%"), ("65%", "60%", "70%"), ("70%", "65%", "60%")])
def test_all_values_that_are_stated_for_one_year_are_told_in_one_finding(values: tuple[str, ...]) -> None:
    (flag,) = flags("stated-twice", HEAD + "".join(entry("insurance.social", value) for value in values))
    assert flag.target
    told = [flag.target, *flag.arguments["others"]]  # type: ignore[misc]  # arguments have no types
    assert sorted(target.text for target in told) == sorted(values)


def test_a_step_back_is_told_with_the_strongest_milestone_before_it() -> None:
    milestones = [("62%", 2027), ("64%", 2028), ("63%", 2029), ("55%", 2030)]
    text = HEAD + "".join(entry("insurance.social", value, f"by: {by}") for value, by in milestones)
    found = {flag.target.text: flag.arguments["others"][0].text for flag in flags("milestone-weakens", text)}
    assert found == {"63%": "64%", "55%": "64%"}
