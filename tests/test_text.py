from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nq42check.text import fold, nearest, nfc

SAME = [
    ("hoá", "hóa"),
    ("khoẻ", "khỏe"),
    ("thuỷ", "thủy"),
    ("Tỉ lệ", "tỷ lệ"),
    ("bác sỹ", "bác sĩ"),
    ("kỹ thuật", "kĩ thuật"),
    ("quy chuẩn", "qui chuẩn"),
    ("XOÁ BỎ", "xóa bỏ"),
    ("đô thị hoá", "Đô thị hóa"),
]
DIFFERENT = [("thúy", "thúi"), ("hoàn", "hòn"), ("dưới", "dười"), ("năm", "nam"), ("y tế", "i tế"), ("tay", "tai")]


@pytest.mark.parametrize("one, other", SAME)
def test_spellings_of_one_word_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("one, other", SAME)
def test_decomposed_text_is_the_same(one: str, other: str) -> None:
    assert fold(normalize("NFD", one)) == fold(other)


@pytest.mark.parametrize("one, other", DIFFERENT)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_keeps_places_and_is_stable(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))
    assert fold(fold(text)) == fold(text)


def test_nearest_name() -> None:
    assert nearest("health.stuntng", ["health.stunting", "health.nurses"]) == "health.stunting"
    assert nearest("xyz", ["health.stunting"]) is None
