"""How a text is cut into pieces, and how much work that is."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nq42check.language import pieces as grammar
from nq42check.language import sense
from nq42check.language.pieces import cut
from nq42check.model.catalogue import Indicator
from nq42check.model.vocabulary import Word
from nq42check.run.knowledge import load_knowledge
from nq42check.text import Passage, Phrases

KNOWN = load_knowledge()
INDICATORS = KNOWN.catalogue.indicators


def said(text: str, id: str) -> list[str]:
    """The pieces of `text`, without the signs."""
    return [piece.word.name.lower() for piece in cut(Passage(text), INDICATORS[id]) if piece.word is not Word.SIGN]


@pytest.mark.parametrize(
    "id, text, pieces",
    [
        ("insurance.health", "phấn đấu đạt trên 95% dân số", "skipped reached operator number unit count"),
        ("insurance.health", "từ 92% lên 96%", "from number unit becomes number unit"),
        ("insurance.health", "97 tỷ lệ", "number skipped"),
        ("housing.social_flats", "97 tỷ căn", "number unit"),
        ("health.doctors", "20 bác sĩ trên 10.000 dân", "number noun per"),
        ("health.doctors", "10 nghìn dân có 20 bác sĩ", "per skipped number noun"),
        ("health.stunting", "giảm một nửa so với năm 2020", "change fraction compared year"),
        ("health.stunting", "giảm 2/3", "change fraction"),
        ("education.literacy", "đạt mức độ 2", "reached step"),
        ("health.malaria", "từng bước loại trừ sốt rét", "step noun"),
        ("health.fertility", "giữ mức sinh thay thế", "held step"),
    ],
)
def test_the_longest_that_is_known_stands_at_each_place(id: str, text: str, pieces: str) -> None:
    assert said(text, id) == pieces.split()


@pytest.mark.parametrize("text", ["", " ", "𐍈", "95", "trên " * 50, "1.2.3/4 %", "<>=~"])
def test_the_pieces_are_the_text(text: str) -> None:
    passage = Passage(text)
    found = cut(passage, INDICATORS["insurance.health"])
    places = [place for piece in found for place in range(piece.start, piece.end)]
    assert places == list(range(len(passage.words)))


# Linear in the text: counted, not timed.

LONG = [
    "giảm tỷ lệ hộ nghèo đa chiều ",
    "trên đạt 5 ",
    "dưới đạt mức 5 tỷ lệ ",
    "từng bước ",
    "loại trừ sốt rét, ",
    "10 000 dân có 34 ",
    "trên 10 nghìn dân ",
    "người có công và gia đình ",
    "0 ",
]


@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize(
    "id", ["insurance.health", "health.doctors", "health.malaria", "merit.care", "poverty.yearly_fall"]
)
def test_twice_the_text_is_twice_the_work(id: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [0]
    at: Callable[..., Any] = Phrases.at

    def counted(self: Phrases[Any], found: Sequence[str], place: int) -> Any:
        answer = at(self, found, place)
        steps[0] += 1 + (answer[1] - place if answer else 0)
        return answer

    def work(times: int) -> int:
        steps[0] = 0
        cut(Passage(text * times), INDICATORS[id])
        return steps[0]

    cut(Passage(text), INDICATORS[id])  # the phrases of the indicator are made once
    monkeypatch.setattr(Phrases, "at", counted)
    small, large = work(200), work(400)
    assert 0 < large <= 2.1 * small
    assert large <= 12 * len(Passage(text * 400).words)


def test_each_piece_is_understood_once(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    take = sense.Sense.take

    def counted(self: sense.Sense, found: Sequence[grammar.Piece]) -> None:
        taken.append(len(found))
        take(self, found)

    monkeypatch.setattr(sense.Sense, "take", counted)
    from nq42check.language.quotes import quoted

    indicator: Indicator = INDICATORS["insurance.health"]
    text = "Đến năm 2030 đạt trên 95% dân số tham gia bảo hiểm y tế, 60% lao động tham gia BHXH; "
    for times in (50, 100):
        taken.clear()
        quoted(text * times, "trên 95%", indicator, (), KNOWN.catalogue.nouns)
        assert sum(taken) <= len(cut(Passage(text * times), indicator)) + 20
