"""Indicators are found by the words that somebody remembers of them."""

import pytest
from conftest import KNOWN

from nq42check.language.lookup import MOST_NEAR, find, near

CATALOGUE = KNOWN.catalogue


def ids(text: str) -> list[str]:
    return [found.indicator.id for found in find(CATALOGUE, text)]


@pytest.mark.parametrize(
    "text, best",
    [
        ("thấp còi", "health.stunting"),
        ("thap coi", "health.stunting"),
        ("còi THẤP", "health.stunting"),
        ("stunt", "health.stunting"),
        ("health.stunting", "health.stunting"),
        ("suy dinh dưỡng trẻ em", "health.stunting"),
        ("bhyt", "insurance.health"),
        ("BHYT toàn dân", "insurance.health"),
        ("bảo hiểm xã hội lao động", "insurance.social"),
        ("nhà ở xã hội", "housing.social_flats"),
        ("hải đảo", "culture.remote_people"),
        ("m² nông thôn", "housing.floor_area_rural"),
        ("doctors", "health.doctors"),
        ("tỉ lệ thất nghiệp", "labour.unemployment"),
    ],
)
def test_the_best_comes_first(text: str, best: str) -> None:
    assert ids(text)[0] == best


@pytest.mark.parametrize("indicator", CATALOGUE.indicators.values(), ids=lambda indicator: indicator.id)
def test_each_is_found_first_by_its_id_and_its_name(indicator: object) -> None:
    assert ids(indicator.id)[0] == indicator.id  # type: ignore[attr-defined]
    names = indicator.names  # type: ignore[attr-defined]
    for name in names:
        assert CATALOGUE.indicators[ids(name)[0]].names in (names,)


def test_a_name_tells_more_than_a_group_and_stands_before_it() -> None:
    found = ids("trẻ em")
    assert found.index("health.stunting") < found.index("assistance.allowance_households")
    assert [*CATALOGUE.indicators].index("assistance.allowance_households") < [*CATALOGUE.indicators].index(
        "health.stunting"
    )


def test_all_words_must_be_there() -> None:
    assert set(ids("nước sạch nông thôn")) < set(ids("nước sạch"))
    assert "labour.unemployment" in ids("thất nghiệp") and not ids("thất nghiệp xyzzy")
    assert "insurance.health" not in ids("thap coi")


def test_marks_count_where_there_are_some() -> None:
    assert "health.stunting" in ids("coi") and not ids("cói")


def test_what_else_documents_say_is_told_only_where_the_names_do_not_say_it() -> None:
    called = {text: find(CATALOGUE, text)[0].called for text in ("bhyt", "bảo hiểm y tế")}
    assert called == {"bhyt": "BHYT", "bảo hiểm y tế": ""}


@pytest.mark.parametrize(
    "text, meant",
    [
        ("stuntng", "health.stunting"),
        ("thấp cò", "health.stunting"),
        ("suy dinh duong the tap coi", "health.stunting"),
        ("thất nghiệp xyzzy", "labour.unemployment"),
    ],
)
def test_where_none_has_all_words_the_nearest_are_named(text: str, meant: str) -> None:
    assert not ids(text)
    found = [found.indicator.id for found in near(CATALOGUE, text)]
    assert meant in found and len(found) <= MOST_NEAR


def test_of_what_is_like_nothing_nothing_is_near() -> None:
    assert near(CATALOGUE, "xyzzy") == [] == near(CATALOGUE, "internet")
