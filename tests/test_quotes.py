"""What a quote says of a declared value: `quotes.tsv` row by row, through the API."""

from collections.abc import Callable

import pytest
from conftest import HEAD, Held, entry, found_in, table

from nq42check.language.phrase import read
from nq42check.language.quotes import quoted
from nq42check.model.values import Figure
from nq42check.run.knowledge import load_knowledge

KNOWN = load_knowledge()
INDICATORS = KNOWN.catalogue.indicators
QUOTES = table("quotes.tsv")

# The rules that tell each outcome; "proves" is told by none of them.
TOLD = {
    "proves": set(),
    "does not prove": {"quote-differs"},
    "narrower": {"narrower-words", "narrower-scope"},
    "other count": {"other-count"},
    "near": {"quote-of-near"},
}


@pytest.mark.parametrize("indicator, value, quote, expected, why", QUOTES, ids=lambda text: text[:40])
def test_a_quote(indicator: str, value: str, quote: str, expected: str, why: str, held: Callable[..., Held]) -> None:
    """Held against the value itself, so that nothing but the quote can keep the norm from being met."""
    plain, found = held(indicator, value, value), held(indicator, value, value, quote)
    said = {rule for rules in TOLD.values() for rule in rules} & set(found.rules)
    if expected == "narrower":
        said.discard("other-count")  # "đối với hộ nghèo" counts households besides
    assert said <= TOLD[expected] and bool(said) == bool(TOLD[expected]), (why, found)
    if expected == "narrower":
        assert (found.status, found.exit_code) == ("narrower", 1)
    else:
        assert found.status == plain.status
    if expected == "does not prove":
        assert found.exit_code == 1 or plain.exit_code == 1
    if expected == "proves":
        assert found.exit_code == plain.exit_code


def test_a_quote_gives_a_rate_its_denominator(held: Callable[..., Held]) -> None:
    assert held("health.doctors", "19 bác sĩ", "19").assumed
    assert (
        held("health.doctors", "19 bác sĩ", "19", "35 giường bệnh, 19 bác sĩ, 4 dược sĩ trên 10.000 dân").assumed
        is False
    )
    assert held("health.doctors", "19 bác sĩ", "19", "đạt 19 bác sĩ").assumed


@pytest.mark.parametrize(
    "value, clause",
    [
        ("trên 95%", "trên 95%"),
        ("97%", "đạt 97%"),
        ("dưới 96%", "dưới 96%"),
        ("khoảng 96%", "khoảng 96%"),
        ("từ 95 đến 97%", "từ 95 đến 97%"),
    ],
)
def test_words_around_it_do_not_hide_a_figure(value: str, clause: str) -> None:
    indicator = INDICATORS["insurance.health"]
    assert isinstance(read(value, indicator), Figure)
    for quote in (f"Đến năm 2030, {clause} dân số tham gia bảo hiểm y tế.", f"{clause}; nâng cao chất lượng", clause):
        assert quoted(quote, value, indicator, (), KNOWN.catalogue.nouns).proves, quote


@pytest.mark.parametrize(
    "words", ["giảm 97%", "tăng thêm 97%", "mỗi năm 97%", "chưa đạt 97%", "không đạt 97%", "tiến tới 97%", "gấp 97 lần"]
)
def test_a_quote_is_read_no_more_loosely_than_a_value(words: str) -> None:
    indicator = INDICATORS["insurance.health"]
    assert not isinstance(read(words, indicator), Figure)
    for quote in (words, f"Đến năm 2030 {words} dân số tham gia bảo hiểm y tế"):
        assert not quoted(quote, "97%", indicator, (), KNOWN.catalogue.nouns).proves, quote


def test_words_that_state_nothing_are_looked_for_as_they_stand() -> None:
    indicator = INDICATORS["insurance.health"]
    assert quoted("Chưa đạt 97% dân số", "chưa đạt 97%", indicator, (), KNOWN.catalogue.nouns).proves
    assert not quoted("Đạt 97% dân số", "chưa đạt 97%", indicator, (), KNOWN.catalogue.nouns).proves


def test_groups_that_the_target_declares_are_not_told_again() -> None:
    quote = "quote: Có ít nhất 90% người dân ở vùng sâu, biên giới được hưởng thụ văn hóa"
    report = found_in(HEAD + entry("culture.remote_people", "ít nhất 90%", "groups: [remote, border]", quote))
    assert "quote-differs" not in {each.finding.rule.name for each in report.findings}
