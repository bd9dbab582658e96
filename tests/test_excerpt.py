"""An excerpt of a list has what is asked for, each in its line, and is read as the whole file is."""

import pytest
from conftest import ROOT

from nq42check.model.places import Places
from nq42check.reading.encoding import decode
from nq42check.reading.excerpt import excerpt
from nq42check.reading.parsing import parse
from nq42check.reading.places import load_places
from nq42check.text import fold

TEXT = decode((ROOT / "baselines/places.yaml").read_bytes())

LIST = """\
# đầu tệp nói về Khánh Hòa
version: "1"
places:
  - name: Hà Giang
    also:
      - Ha Giang
  # về tỉnh sau
  - {name: KHÁNH HÒA}
  - {name: Bà Rịa - Vũng Tàu}
"""


def lines(text: str | None) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate((text or "").splitlines(), 1) if line and number > 3]


@pytest.mark.parametrize(
    "words, kept",
    [
        (["Hà Giang"], [4, 5, 6, 7]),
        (["hà  giang"], [4, 5, 6, 7]),
        (["Khánh Hoà"], [8]),
        (["Khánh Hòa"], [8]),
        (["Bà Rịa-Vũng Tàu"], [9]),
        (["Rịa Vũng", "Hòa"], [8, 9]),
        (["Bình Dương"], []),
        (["Hòa} - {name: Bà"], []),
        ([], []),
    ],
)
def test_an_excerpt_has_the_items_that_hold_a_word_in_their_lines(words: list[str], kept: list[int]) -> None:
    text = excerpt(LIST, words)
    assert [number for number, _ in lines(text)] == kept
    assert lines(text) == [line for line in lines(LIST) if line[0] in kept]
    assert (text is None) is (not kept)
    if text is not None:
        assert text.splitlines()[:3] == LIST.splitlines()[:3] and text.count("\n") == LIST.count("\n")


def test_a_list_without_items_has_no_excerpt() -> None:
    assert excerpt("places: []\n", ["Hà Giang"]) is None and excerpt("", ["Hà Giang"]) is None


def test_an_excerpt_of_the_places_says_of_each_name_what_the_whole_file_says() -> None:
    whole = load_places(parse(TEXT))
    for place in whole.all:
        for named in (place, *place.predecessors):
            for name in (named.name, *named.also):
                part = excerpt(TEXT, [name])
                assert part is not None
                read: Places = load_places(parse(part))
                assert read.belonging(name) == whole.belonging(name) and len(read.all) < 4


def test_the_places_are_spelt_as_words_are_folded() -> None:
    for place in load_places(parse(TEXT)).all:
        for named in place.named:
            assert all(fold(name) == name.lower() for name in (named.name, *named.also))
