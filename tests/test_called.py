"""The Vietnamese name of an indicator is an id too, however it is spelt; any other name is answered, never guessed."""

import unicodedata
from pathlib import Path

import pytest
from command import run
from conftest import AS_OF, HEAD, KNOWN, entry, rendered

from nq42check.api import check
from nq42check.model.called import called, candidates
from nq42check.model.catalogue import Indicator
from nq42check.text import without_marks

CATALOGUE = KNOWN.catalogue
ALL = list(CATALOGUE.indicators.values())
STUNTING = "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi"


def ids(name: str) -> list[str]:
    return [indicator.id for indicator in candidates(name, CATALOGUE)]


def test_no_two_indicators_have_one_name() -> None:
    assert [called(each.names.vi, CATALOGUE) for each in ALL] == ALL


@pytest.mark.parametrize("indicator", ALL, ids=lambda each: each.id)
def test_the_whole_name_is_understood_however_it_is_spelt(indicator: Indicator) -> None:
    name = indicator.names.vi
    spelt = (
        name.upper(),
        unicodedata.normalize("NFD", name),
        name.replace(" ", "  "),
        name.replace(" ", "\xa0"),
        f"\u200b{name[0]}\xad{name[1:]}",
        f"{name}.",
        f"{name}:",
        f" {name} (%) ",
        name.replace(",", " ,").replace("Tỷ", "Tỉ").replace("óa", "oá").replace("sĩ", "sỹ"),
    )
    assert {each: called(each, CATALOGUE) for each in spelt} == dict.fromkeys(spelt, indicator)


@pytest.mark.parametrize("indicator", ALL, ids=lambda each: each.id)
def test_less_or_more_than_the_name_is_no_name_but_leads_to_it(indicator: Indicator) -> None:
    name = indicator.names.vi
    for text in (without_marks(name), f"{name} của tỉnh năm 2030", f"Chỉ tiêu {name}"):
        assert called(text, CATALOGUE) is None and candidates(text, CATALOGUE)[0] is indicator, text


@pytest.mark.parametrize(
    "text, likely",
    [
        ("Tỷ lệ thất nghiệp", ["labour.unemployment", "labour.unemployment_urban", "insurance.unemployment"]),
        ("diện tích nhà ở", ["housing.floor_area", "housing.floor_area_urban", "housing.floor_area_rural"]),
        ("Tỷ lệ nhà ở kiên cố nông thôn mới", ["housing.solid_rural"]),
        ("suy dinh dưởng thấp còi", ["health.stunting"]),
        ("Tỷ lệ bao phủ BHYT đạt trên 95% dân số", ["insurance.health"]),
        ("Stunting among children", ["health.stunting"]),
        ("health.stuntng", ["health.stunting"]),
        ("HEALTH.STUNTING", ["health.stunting"]),
        ("Tỷ lệ che phủ rừng", []),
        ("Tốc độ tăng trưởng kinh tế", []),
        ("xyzzy", []),
        ("%", []),
    ],
)
def test_what_is_no_name_is_answered_with_the_likeliest_first(text: str, likely: list[str]) -> None:
    assert called(text, CATALOGUE) is None
    assert ids(text)[: len(likely)] == likely and bool(ids(text)) == bool(likely)


def test_a_report_of_names_is_the_report_of_ids(tmp_path: Path) -> None:
    target = entry("NAME", "dưới 25%")
    absent = "not_applicable:\n  - {indicator: NAME, groups: [islands], reason: không có đảo}\n"
    waived = "waivers:\n  - {rule: weaker, indicator: NAME, value: dưới 25%, reason: r, until: 2027-12-31}\n"
    remote = "Người dân vùng sâu, vùng xa, biên giới, hải đảo được hưởng thụ văn hóa, nghe, xem phát thanh, truyền hình"
    reports = []
    for stunting, culture in (("health.stunting", "culture.remote_people"), (STUNTING, f'"{remote}"')):
        text = HEAD + target.replace("NAME", stunting) + absent.replace("NAME", culture)
        (tmp_path / "plan.yaml").write_text(text + waived.replace("NAME", stunting), encoding="utf-8")
        found = rendered(check(str(tmp_path / "plan.yaml"), as_of=AS_OF))
        reports.append({key: value for key, value in found.items() if key != "inputs"})
    assert reports[0] == reports[1] and reports[0]["findings"]


def test_a_record_of_a_known_finding_may_have_the_name(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + entry("health.stunting", "dưới 25%"), encoding="utf-8")
    assert run("plan.yaml", "--write-known", "known.yaml", cwd=tmp_path).returncode == 0
    known = (tmp_path / "known.yaml").read_text(encoding="utf-8")
    (tmp_path / "known.yaml").write_text(known.replace('"health.stunting"', f'"{STUNTING}"'), encoding="utf-8")
    assert run("plan.yaml", "--known", "known.yaml", cwd=tmp_path).returncode == 0


def test_a_comment_does_not_shorten_a_name_to_another(tmp_path: Path) -> None:
    """“Tỷ lệ lao động qua đào tạo” is an indicator of its own."""
    target = entry("Tỷ lệ lao động qua đào tạo #có bằng cấp", "dưới 25%")
    (tmp_path / "plan.yaml").write_text(HEAD + target, encoding="utf-8")
    (file,) = check(str(tmp_path / "plan.yaml"), as_of=AS_OF).refused
    assert [each.problem.reason for each in file.refusals] == ["syntax.comment"]
    (tmp_path / "plan.yaml").write_text(HEAD + entry("health.stuntng #thấp còi", "dưới 25%"), encoding="utf-8")
    (file,) = check(str(tmp_path / "plan.yaml"), as_of=AS_OF).refused
    assert [each.problem.reason for each in file.refusals] == ["unknown-name.indicator-near"]
