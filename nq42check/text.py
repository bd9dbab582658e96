"""Vietnamese text, as the checker compares it and as it suggests names.

The same word is typed in several ways: decomposed (NFD) or composed (NFC), with the tone mark on
either vowel (hoá, hóa), with i or y (tỉ lệ, tỷ lệ). `fold` makes them one.
"""

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar
from unicodedata import combining, is_normalized, normalize

T = TypeVar("T")

_PLAIN, _TONED = "aeouiy", ("áàảãạ", "éèẻẽẹ", "óòỏõọ", "úùủũụ", "íìỉĩị", "ýỳỷỹỵ")
_TONES = dict(zip(_PLAIN, _TONED, strict=True))

# The letters of other languages that look like Đ and are typed for it, already in lower case.
_LOOKALIKES = {"ð": "đ", "ɖ": "đ"}
# New-style tone placement (hoá, khoẻ, thuỷ) to the old style (hóa, khỏe, thủy).
_PLACEMENT = {
    first + _TONES[second][tone]: _TONES[first][tone] + second
    for first, second in ("oa", "oe", "uy")
    for tone in range(5)
}
_SPELLINGS = _PLACEMENT | _LOOKALIKES
_MISSPELT = re.compile("|".join(_PLACEMENT) + f"|[{''.join(_LOOKALIKES)}]")
# A syllable that ends in a consonant and y, or in "quy", is spelt with i as well (kỹ, kĩ; quy, qui).
_Y = "y" + _TONES["y"]
_I = "i" + _TONES["i"]
_FINAL_Y = re.compile(rf"[{_Y}](?!\w)(?:(?<=[bcdđghklmnprstvx].)|(?<=qu.)|(?<=q[{_TONES['u']}]y))")
_Y_TO_I = dict(zip(_Y, _I, strict=True))


# The full-width signs and digits of East Asian type.
_WIDE = {0xFEE0 + sign: sign for sign in range(0x21, 0x7F)}
_WIDE_SIGN = re.compile("[\uff01-\uff5e]")

# Soft hyphens, signs of no width, and those that choose the shape of the sign before them: nobody sees them, and
# Vietnamese needs none of them. Those that turn the direction of writing are not among them.
_INVISIBLE = re.compile("[\xad\u034f\u180b-\u180f\u200b-\u200e\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff]")

# A pasted no-break space, a tab or a line end is a space like any other.
_SPACES = re.compile(r"\s")

_TOKEN = re.compile(r"[^\W\d]\w*|[0-9]+(?:[.,][0-9]+)*|\S")


def nfc(text: str) -> str:
    """`text` in composed form, unchanged where it already is."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def visible(text: str) -> str:
    """`text` without the signs that nobody sees."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` as it is compared: composed, lower case, one spelling for each word, plain spaces.

    The result is as long as the composed text, character for character, so an offset into one is
    an offset into the other.
    """
    composed = nfc(text)
    if _WIDE_SIGN.search(composed):
        composed = composed.translate(_WIDE)
    lowered = composed.lower()
    if len(lowered) != len(composed):  # a few foreign letters grow when lowered
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in composed)
    if not lowered.isprintable():
        lowered = _SPACES.sub(" ", lowered)
    placed = _MISSPELT.sub(lambda match: _SPELLINGS[match[0]], lowered)
    return _FINAL_Y.sub(lambda match: _Y_TO_I[match[0]], placed)


def same_name(one: str, other: str) -> bool:
    """Whether two names of places or documents are one, however they are spelt and spaced."""
    return one == other or name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """The same for all spellings of one name."""
    return Passage(name).folded


def fits(text: str, pattern: str) -> bool:
    """Whether the whole of `text` is as `pattern` says, in which `*` stands for anything and `?` for one sign.

    Not compared as it is folded: what a word is spelt with may hang on signs for which the pattern has a `*`.
    """
    whole, wanted = _typed(text), _typed(pattern)
    fixed = _WILD.split(wanted.partition("[")[0])  # fnmatch takes its time with what is new to it
    return all(part in whole for part in fixed) and fnmatchcase(whole, wanted)


_WILD = re.compile(r"[*?]")


def _typed(text: str) -> str:
    """`text` in lower case, composed and with single spaces, whatever looks like Đ."""
    return " ".join(nfc(visible(text)).casefold().translate(_LOOKALIKE_SIGNS).split())


_LOOKALIKE_SIGNS = str.maketrans(_LOOKALIKES)


def without_marks(text: str) -> str:
    """`text` in the letters a to z: without tone marks, hooks and bars."""
    letters = normalize("NFD", visible(text).translate(_BARRED))
    return "".join(letter for letter in letters if not combining(letter))


_BARRED = str.maketrans("đĐðÐɖƉ", "dDdDdD")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The name among `known` that `word` was most likely meant to be, or None."""
    from difflib import get_close_matches

    by_fold = {fold(name): name for name in known}
    close = get_close_matches(fold(word), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


class Phrases(Generic[T]):
    """Known phrases with their meanings, to be found among the words of a text; of several the longest counts.

    Of two meanings of one phrase the first is kept, and those given here count before those of `others`. `in` says
    whether a phrase begins with a word.
    """

    def __init__(self, meanings: Iterable[tuple[str, T]], others: "Phrases[T] | None" = None) -> None:
        self._root: dict[str, Any] = dict(others._root) if others else {}
        copied: set[int] = set()  # a node of `others` is changed in a copy only
        for phrase, meaning in reversed([*meanings]):  # so that the first of two meanings stays
            node = self._root
            for word in words(fold(phrase)):
                below = node.get(word)
                if below is None:
                    below = node[word] = {}
                    copied.add(id(below))
                elif others and id(below) not in copied:
                    below = node[word] = dict(below)
                    copied.add(id(below))
                node = below
            node[_MEANING] = meaning

    def __contains__(self, word: str) -> bool:
        return word in self._root

    def at(self, tokens: Sequence[str], place: int) -> tuple[T, int] | None:
        """The meaning of the phrase that begins with the word at `place`, and the place of the word behind it."""
        node = self._root.get(tokens[place])
        longest: tuple[T, int] | None = None
        while node is not None:
            place += 1
            if _MEANING in node:
                longest = node[_MEANING], place
            if place == len(tokens):
                break
            node = node.get(tokens[place])
        return longest


_MEANING = ""


def words(text: str) -> list[str]:
    """The words, numbers and signs of folded text."""
    tokens: list[str] = []
    for part in text.split():
        if part.isalpha():
            tokens.append(part)
        else:
            tokens += _TOKEN.findall(part)
    return tokens


class Passage:
    """A text as it is read: composed, with single spaces and without signs that nobody sees; and its folded words."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(nfc(visible(text)).split())
        self.folded = fold(self.text)
        self.words = words(self.folded)

    @cached_property
    def digits(self) -> bool:
        """Whether there is a digit in it at all."""
        return any(char.isdigit() for char in self.text)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return [token.span() for token in _TOKEN.finditer(self.folded)]

    def offset(self, place: int) -> int:
        """Where the word at `place` begins; the length of the text where there is none."""
        return self._places[place][0] if place < len(self.words) else len(self.text)

    def between(self, start: int, end: int) -> str:
        """The text from the word at `start` to the one before `end`."""
        return self.text[self._places[start][0] : self._places[end - 1][1]]
