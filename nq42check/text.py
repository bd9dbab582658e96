"""Vietnamese text, as the checker compares it and as it suggests names.

The same word is typed in several ways: decomposed (NFD) or composed (NFC), with the tone mark on
either vowel (hoá, hóa), with i or y (tỉ lệ, tỷ lệ). `fold` makes them one.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import is_normalized, normalize

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


def nfc(text: str) -> str:
    """`text` in composed form, unchanged where it already is."""
    return text if is_normalized("NFC", text) else normalize("NFC", text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` as it is compared: composed, lower case, one spelling for each word.

    The result is as long as the composed text, character for character, so an offset into one is
    an offset into the other.
    """
    composed = nfc(text)
    lowered = composed.lower()
    if len(lowered) != len(composed):  # a few foreign letters grow when lowered
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in composed)
    placed = _MISPLACED.sub(lambda match: _PLACEMENT[match[0]], lowered)
    return _FINAL_Y.sub(lambda match: _Y_TO_I[match[0]], placed)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The name among `known` that `word` was most likely meant to be, or None."""
    from difflib import get_close_matches

    by_fold = {fold(name): name for name in known}
    close = get_close_matches(fold(word), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None
