"""What the checks see beyond what a plan of `cases/` can show."""

import pytest
from conftest import HEAD, KNOWN, entry, found_in
from test_assess import documents

from nq42check.flagging.scene import Asked, Clause, Flag, Several, Share
from nq42check.model.document import Target

INDICATORS = KNOWN.catalogue.indicators


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


SOCIAL = {"indicator": "insurance.social", "value": "60%"}


@pytest.mark.parametrize(
    "targets, clause, suggested",
    [
        ([("50%", 2030)], "fix.raise", True),
        ([("55%", 2027)], "fix.add", False),
        ([("60%", 2025), ("55%", 2028)], "fix.add", False),
        ([("55%", 2027), ("58%", 2032)], "fix.add", False),
    ],
)
def test_an_earlier_milestone_is_never_advised_to_become_the_final_value(
    targets: list[tuple[str, int]], clause: str, suggested: bool
) -> None:
    text = HEAD + "".join(entry("insurance.social", value, f"by: {by}") for value, by in targets)
    (flag,) = flags("weaker", text, **SOCIAL)
    fix = flag.arguments["fix"]
    assert isinstance(fix, Clause) and isinstance(fix.fields["asked"], Asked)
    assert (fix.name, fix.fields["asked"].norm.text) == (clause, "60%")
    if clause == "fix.add":
        assert (fix.fields["by"], fix.fields["due"]) == (flag.target and flag.target.by, 2030)
    assert bool(flag.suggestion) is suggested


def test_a_later_target_names_both_years_and_asks_for_a_milestone() -> None:
    text = HEAD + entry("insurance.social", "55%", "by: 2027") + entry("insurance.social", "62%", "by: 2032")
    (flag,) = flags("later-deadline", text, **SOCIAL)
    assert (flag.arguments["by"], flag.arguments["due"], flag.target and flag.target.text) == (2032, 2030, "62%")
    assert not flags("weaker", text, **SOCIAL)


def parts(urban: str, rural: str) -> str:
    return HEAD + entry("housing.floor_area_urban", urban) + entry("housing.floor_area_rural", rural)


def test_parts_that_fall_short_are_not_advised_to_become_the_whole() -> None:
    (flag,) = flags("weaker", parts("29", "28"), indicator="housing.floor_area", value="30")
    fix = flag.arguments["fix"]
    assert isinstance(fix, Clause) and fix.name == "fix.parts" and flag.suggestion is None


@pytest.mark.parametrize(
    "norm, urban, rural, clause, share, stronger",
    [
        ("khoảng 30", "34", "28,9", "depends", "21.6", "housing.floor_area_urban"),
        ("khoảng 30", "28", "40", "depends", "16.7", "housing.floor_area_rural"),
        ("trên 30", "32", "28", "depends.beyond", "50", "housing.floor_area_urban"),
    ],
)
def test_what_depends_on_weights_names_the_share_rounded_up(
    norm: str, urban: str, rural: str, clause: str, share: str, stronger: str
) -> None:
    (flag,) = flags("undecided", parts(urban, rural), indicator="housing.floor_area", value=norm)
    found = flag.arguments["depends"]
    assert isinstance(found, Clause) and isinstance(found.fields["share"], Share)
    assert (found.name, str(found.fields["share"].percent)) == (clause, share)
    assert found.fields["part"] is INDICATORS[stronger]


@pytest.mark.parametrize("id, named", [("insurance.social", False), ("culture.ethnic_communes", True)])
def test_not_applicable_is_advised_only_where_it_can_hold(id: str, named: bool) -> None:
    (flag,) = flags("missing", HEAD + entry("health.doctors", "20"), indicator=id, value="60%")
    assert (flag.arguments["unless"] is not None) is named


@pytest.mark.parametrize("groups, named", [("[remote]", True), ("[border, islands]", False), ("[islands]", False)])
def test_groups_left_out_may_be_absent_only_if_all_of_them_may(groups: str, named: bool) -> None:
    text = HEAD + entry("culture.remote_people", "90%", f"groups: {groups}")
    (flag,) = flags("narrower-scope", text, indicator="culture.remote_people", value="90%")
    assert (flag.arguments["unless"] is not None) is named


def test_what_is_a_task_only_is_told_with_its_line() -> None:
    text = HEAD + entry("insurance.social", "80%", "task: true")
    (flag,) = flags("missing", text, **SOCIAL)
    near = flag.arguments["near"]
    assert isinstance(near, Clause) and near.name == "task"
    assert (near.fields["value"], near.fields["line"]) == ("80%", 8)


def others(flag: Flag) -> list[Target]:
    """The other targets that a flag names."""
    named = flag.arguments["others"]
    assert isinstance(named, Several)
    return [thing for thing in named.things if isinstance(thing, Target)]


@pytest.mark.parametrize("values", [("60%", "65%", "70%"), ("65%", "60%", "70%"), ("70%", "65%", "60%")])
def test_all_values_that_are_stated_for_one_year_are_told_in_one_finding(values: tuple[str, ...]) -> None:
    (flag,) = flags("stated-twice", HEAD + "".join(entry("insurance.social", value) for value in values))
    assert flag.target
    told = [flag.target, *others(flag)]
    assert sorted(target.text for target in told) == sorted(values)


@pytest.mark.parametrize("values", [("giải quyết cơ bản", "loại trừ", "từng bước loại trừ")])
def test_values_that_differ_are_told_wherever_an_undecided_one_stands(values: tuple[str, ...]) -> None:
    for order in (values, values[1:] + values[:1], values[::-1]):
        (flag,) = flags("stated-twice", HEAD + "".join(entry("health.malaria", value) for value in order))
        assert flag.target
        told = {flag.target.text, *(target.text for target in others(flag))}
        assert {"loại trừ", "từng bước loại trừ"} <= told


def test_a_step_back_is_told_with_the_strongest_milestone_before_it() -> None:
    milestones = [("62%", 2027), ("64%", 2028), ("63%", 2029), ("55%", 2030)]
    text = HEAD + "".join(entry("insurance.social", value, f"by: {by}") for value, by in milestones)
    found = {flag.target.text: others(flag)[0].text for flag in flags("milestone-weakens", text)}
    assert found == {"63%": "64%", "55%": "64%"}
