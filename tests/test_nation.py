"""What the nation has reached: figures that were found, in the units of the catalogue, and nothing else."""

from decimal import Decimal

import pytest
from conftest import KNOWN, ROOT

from nq42check.model.document import Evidence
from nq42check.model.values import Figure, Operator
from nq42check.reading.encoding import decode
from nq42check.reading.nation import load_nation
from nq42check.reading.nodes import Refused
from nq42check.reading.parsing import parse
from nq42check.reading.schemas import explain
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import nation
from nq42check.texts import LANGUAGES

TEXT = (ROOT / "baselines/nation.yaml").read_text(encoding="utf-8")

# Written down a second time from the sources' list, without a look at the file.
VALUES = """\
labour.unemployment 2025=2.22 reported
labour.unemployment_urban 2025=2.51 reported
labour.certified 2025=~29 2020=24.1 verified
labour.trained 2025=70 2020=64.5 verified
labour.agricultural 2025=~25 verified
insurance.social 2025=45.1 2024=42.71 2023=>39 2022=38.08 reported
insurance.unemployment 2025=35.07 2024=34.18 2023=31.6 2022=31.18 reported
insurance.health 2025=95.16 2023=93.35 2022=>92 reported
insurance.pension_age 2023=35 verified
health.doctors 2025=15 2023=12.5 2022=11.5 reported
health.hospital_beds 2025=34.5 2023=32 2022=31 reported
health.life_expectancy 2025=74.8 verified
health.healthy_life_years 2025=67 verified
health.stunting 2025=17.8 2022=18.9 reported
health.immunisation 2025=95 reported
housing.floor_area 2022=~25.5 verified
development.hdi 2023=0.766 reported
"""
FIRST, SURE = '"2,22%"', "    evidence: "
SIGNS = {"~": Operator.ABOUT, ">": Operator.ABOVE}
LEFT_OUT = (
    *("merit.living_standard", "poverty.multidimensional", "water.clean_rural", "water.clean_urban"),
    *("water.clean", "wastewater.treated", "housing.temporary_houses"),
)


def test_the_values_are_those_that_were_found() -> None:
    found = {}
    for id, reached in nation().items():
        signs = {operator: sign for sign, operator in SIGNS.items()}
        values = [f"{each.year}={signs.get(each.figure.operator, '')}{each.figure.low}" for each in reached.values]
        found[id] = " ".join([*values, reached.evidence.value])
    assert found == dict(line.split(" ", 1) for line in VALUES.splitlines())


def test_every_value_is_a_figure_in_the_unit_of_its_indicator() -> None:
    for id, reached in nation().items():
        assert reached.indicator.id == id in KNOWN.catalogue.indicators
        for value in reached.values:
            assert isinstance(value.figure, Figure) and value.figure.unit == reached.indicator.unit
            assert value.figure.promise and value.figure.low == value.figure.high


def test_the_latest_value_comes_first_and_each_has_its_sources() -> None:
    social = nation()["insurance.social"]
    assert (social.latest.year, social.latest.figure.low) == (2025, Decimal("45.1"))
    for reached in nation().values():
        assert [value.year for value in reached.values] == sorted(
            {value.year for value in reached.values}, reverse=True
        )
        assert all("." in source and " " not in source for source in reached.sources)


def test_what_measures_something_else_is_left_out() -> None:
    assert not nation().keys() & set(LEFT_OUT) and all(id in KNOWN.catalogue.indicators for id in LEFT_OUT)


def test_what_was_read_in_another_language_is_not_called_verified() -> None:
    for reached in nation().values():
        foreign = any(
            mark in source for source in reached.sources for mark in ("//ja.", "//en.", "//zh.", "/english/", "/en-")
        )
        assert not foreign or reached.evidence is Evidence.REPORTED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "old, new, reason, written",
    [
        (f"value: {FIRST}", "value: giảm 2%", "shape.no-figure", "“giảm 2%”"),
        (f"value: {FIRST}", "value: 2 căn", "shape.no-figure", "“2 căn”"),
        (f"value: {FIRST}", "value: tiếp tục giảm", "shape.no-figure", "labour.unemployment"),
        (f"value: {FIRST}", 'value: "222%"', "value.slipped", "222"),
        ("labour.unemployment\n", "labour.unemploymnt\n", "unknown-name.indicator-near", "labour.unemployment"),
        ("labour.unemployment\n", "labour.unemployment_urban\n", "duplicate-key.reached", "unemployment_urban"),
        ('year: 2024, value: "42,71%"', 'year: 2025, value: "42,71%"', "duplicate-key.reached", "insurance.social"),
        ('year: 2024, value: "42,71%"', 'year: Q4/2024, value: "42,71%"', "shape.year", "“Q4/2024”"),
        (f"{SURE}verified\n    note: Chưa", f"{SURE}sure\n    note: Chưa", "shape.choice", "“sure”"),
    ],
)
def test_a_mistake_in_the_file_is_refused_with_its_place(
    old: str, new: str, reason: str, written: str, language: str
) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(Refused) as caught:
        load_nation(parse(TEXT.replace(old, new)), KNOWN.catalogue)
    problem = caught.value.problems[0]
    assert problem.reason == reason and problem.line and written in Wording(language).problem(problem)


def test_the_file_fits_its_schema() -> None:
    assert explain(parse(decode((ROOT / "baselines/nation.yaml").read_bytes())), "nation") == []
    assert explain(parse(TEXT.replace("year: 2025", "year: 1995")), "nation")
