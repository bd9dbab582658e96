"""Vietnamese numbers, read and written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nq42check.language.numbers import BadNumber, Number, TwoReadings, comma, parsed


@pytest.mark.parametrize(
    "token, whole, number",
    [
        ("60", False, "60"),
        ("08", False, "8"),
        ("98,5", False, "98.5"),
        ("98.5", False, "98.5"),
        ("29.35", False, "29.35"),
        ("0.125", False, "0.125"),
        ("0,125", False, "0.125"),
        ("11.900", True, "11900"),
        ("1.234.567", False, "1234567"),
        ("1.234,5", False, "1234.5"),
        ("1" * 15, True, "1" * 15),
    ],
)
def test_a_number_is_read(token: str, whole: bool, number: str) -> None:
    assert parsed(token, whole=whole) == Decimal(number)


@pytest.mark.parametrize(
    "token, whole, thousands, decimal",
    [("1.500", False, "1500", "1,5"), ("1,500", True, "1500", "1,5"), ("12.340", False, "12340", "12,34")],
)
def test_three_digits_behind_a_separator_have_two_readings(
    token: str, whole: bool, thousands: str, decimal: str
) -> None:
    with pytest.raises(TwoReadings) as caught:
        parsed(token, whole=whole)
    assert caught.value.fields == {"number": token, "thousands": thousands, "decimal": decimal}


@pytest.mark.parametrize("token", ["9,8.5", "1.5000", "12.5.3", "1,2,3"])
def test_what_is_no_number(token: str) -> None:
    with pytest.raises(BadNumber) as caught:
        parsed(token, whole=False)
    assert caught.value.reason == "value.number"


def test_too_many_digits_are_not_read() -> None:
    with pytest.raises(BadNumber) as caught:
        parsed("1" * 16, whole=True)
    assert caught.value.reason == "value.too-long"


@pytest.mark.parametrize(
    "token, factor, number",
    [("1,5", 10_000, 15_000), ("12", 1_000, 12_000), ("2", 1_000_000, 2_000_000), ("1.500", None, 1500)],
)
def test_a_multiplier_makes_whole_things(token: str, factor: int | None, number: int) -> None:
    assert Number(token, Decimal(factor) if factor else None).value(whole=True) == number


def test_half_a_thing_is_none() -> None:
    with pytest.raises(BadNumber) as caught:
        Number("2,5", None).value(whole=True)
    assert caught.value.reason == "value.not-whole"


@given(st.integers(min_value=0, max_value=10**14))
def test_what_is_written_is_read_again(number: int) -> None:
    assert parsed(comma(Decimal(number)), whole=True) == number


@given(st.text(alphabet="0123456789.,", min_size=1, max_size=24).filter(lambda token: token[0].isdigit()))
def test_any_token_is_read_or_refused(token: str) -> None:
    for whole in (True, False):
        try:
            assert parsed(token, whole=whole) >= 0
        except BadNumber as bad:
            assert bad.reason.startswith("value.")
