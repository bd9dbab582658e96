"""Syllables of Vietnamese: what they can consist of."""

import re
from unicodedata import normalize

# Groups of vowels that end a syllable, those that something must follow, and those that do either.
OPEN = [
    *("ai", "ay", "ây", "oi", "ôi", "ơi", "ui", "ưi", "uây", "uôi", "ươi", "oai", "oay"),
    *("ao", "au", "âu", "eo", "êu", "iu", "ưu", "iêu", "yêu", "ươu", "oao", "oeo", "uyu"),
    *("ia", "ua", "ưa", "uơ", "uya"),
]
CLOSED = ["ă", "â", "oă", "uâ", "iê", "yê", "uyê", "uô", "ươ", "oo"]
EITHER = ["a", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "oa", "oe", "uê", "uy"]
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx"
"""What may stand before the vowels, as a pattern to which "đ" is added as it is written, and the end of the set."""
CODAS = "ng|nh|ch|[cmnpt]"

_TONE = re.compile(f"[{''.join(TONES)}]")
_SYLLABLE = re.compile(
    rf"(?:{ONSETS}đ])?(?:(?:{'|'.join((*OPEN, *EITHER))})|(?:{'|'.join((*CLOSED, *EITHER))})(?:{CODAS}))"
)


def is_syllable(word: str) -> bool:
    """Whether `word` can be a syllable of Vietnamese, with one tone at most."""
    plain, tones = _TONE.subn("", normalize("NFD", word.lower()))
    return tones < 2 and bool(_SYLLABLE.fullmatch(normalize("NFC", plain)))
