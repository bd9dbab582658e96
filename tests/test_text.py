from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nq42check.text import Passage, fold, nearest, nfc, same_name, visible, without_marks

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
    ("Ðảng bộ", "Đảng bộ"),  # U+00D0
    ("Ɖảng bộ", "đảng bộ"),  # U+0189
    ("QÐ-TTg", "QĐ-TTg"),
    ("ðường sỹ", "đường sĩ"),
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


@pytest.mark.parametrize("letter", "đĐðÐɖƉ")
def test_every_letter_typed_for_đ_is_a_d_without_marks(letter: str) -> None:
    assert without_marks(f"{letter}ặng").lower() == "dang"


UNSEEN = "\xad\u034f\u180b\u180e\u200b\u200c\u200d\u200e\u2060\u2061\u2064\u206a\ufe00\ufe0f\ufeff"


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"{ord(sign):04X}")
def test_signs_that_nobody_sees_do_not_count(sign: str) -> None:
    assert visible(f"Hà {sign}Giang{sign}") == "Hà Giang"
    assert same_name(f"Hà {sign}Giang", "hà giang")
    assert Passage(f"đạt 9{sign}5%").words == ["đạt", "95", "%"]
    assert Passage(f"tê{sign}\u0301").text == "tế"  # composed when nothing stands between


def test_marks_that_vietnamese_needs_stay() -> None:
    marks = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
    assert visible(marks) == marks
