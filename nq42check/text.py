"""Vietnamese text, as the checker compares it and as it suggests names.

The same word is typed in several ways: decomposed (NFD) or composed (NFC), with the tone mark on
either vowel (hoá, hóa), with i or y (tỉ lệ, tỷ lệ). `fold` makes them one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Generic, TypeVar
from unicodedata import combining, is_normalized, normalize

T = TypeVar("T")

_PLAIN, _TONED = "aeouiy", ("áàảãạ", "éèẻẽẹ", "óòỏõọ", "úùủũụ", "íìỉĩị", "ýỳỷỹỵ")
_TONES = dict(zip(_PLAIN, _TONED, strict=True))

# New-style tone placement (hoá, khoẻ, thuỷ) to the old style (hóa, khỏe, thủy).
_PLACEMENT = {
    first + _TONES[second][tone]: _TONES[first][tone] + second
    for first, second in ("oa", "oe", "uy")
    for tone in range(5)
}
_MISPLACED = re.compile("|".join(_PLACEMENT))
# A syllable that ends in a consonant and y, or in "quy", is spelt with i as well (kỹ, kĩ; quy, qui).
_Y = "y" + _TONES["y"]
_I = "i" + _TONES["i"]
_FINAL_Y = re.compile(rf"(?<=[bcdđghklmnprstvx])[{_Y}](?!\w)|(?<=qu)[{_Y}](?!\w)|(?<=q[{_TONES['u']}])y(?!\w)")
_Y_TO_I = dict(zip(_Y, _I, strict=True))


# A pasted no-break space, a tab or a line end is a space like any other.
_SPACES = re.compile(r"\s")

_TOKEN = re.compile(r"[^\W\d]\w*|\d[\d.,]*\w*|\S")


def nfc(text: str) -> str:
    """`text` in composed form, unchanged where it already is."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` as it is compared: composed, lower case, one spelling for each word, plain spaces.

    The result is as long as the composed text, character for character, so an offset into one is
    an offset into the other.
    """
    composed = nfc(text)
    lowered = composed.lower()
    if len(lowered) != len(composed):  # a few foreign letters grow when lowered
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in composed)
    placed = _MISPLACED.sub(lambda match: _PLACEMENT[match[0]], _SPACES.sub(" ", lowered))
    return _FINAL_Y.sub(lambda match: _Y_TO_I[match[0]], placed)


def without_marks(text: str) -> str:
    """`text` in the letters a to z: without tone marks, hooks and bars."""
    letters = normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not combining(letter))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The name among `known` that `word` was most likely meant to be, or None."""
    from difflib import get_close_matches

    by_fold = {fold(name): name for name in known}
    close = get_close_matches(fold(word), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


class Phrases(Generic[T]):
    """Known phrases with their meanings, to be found in folded text; of several the longest counts."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[str, T]]] = {}
        for phrase, meaning in meanings.items():
            first = _TOKEN.match(fold(phrase))
            assert first is not None, f"not a phrase: {phrase!r}"
            self._by_first.setdefault(first[0], []).append((fold(phrase), meaning))
        for found in self._by_first.values():
            found.sort(key=lambda entry: len(entry[0]), reverse=True)

    def at(self, text: str, offset: int) -> tuple[T, int] | None:
        """The meaning of the phrase that stands at `offset`, and where the phrase ends."""
        token = _TOKEN.match(text, offset)
        return None if token is None else self._from(text, token)

    def search(self, text: str) -> Iterator[T]:
        """The meanings of all phrases in `text`, from left to right; none begins inside another."""
        end = 0
        for token in _TOKEN.finditer(text):
            if token.start() >= end and (found := self._from(text, token)):
                meaning, end = found
                yield meaning

    def _from(self, text: str, token: re.Match[str]) -> tuple[T, int] | None:
        for phrase, meaning in self._by_first.get(token[0], ()):
            if text.startswith(phrase, token.start()):
                end = token.start() + len(phrase)
                if not (phrase[-1].isalnum() and text[end : end + 1].isalnum()):
                    return meaning, end
        return None


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """The words, numbers and signs of folded text, each with its place."""
    for token in _TOKEN.finditer(text):
        yield token.start(), token[0]
