"""Text that was read in the wrong encoding and saved again, told by what it becomes in the right one.

Vietnamese in TCVN3, VNI or Windows-1258, read as Latin-1, consists of letters and signs that other languages have as
well ("Zoë", "5 µm"). A word counts for such an encoding only where it is a syllable of Vietnamese in it. One that looks
like no other language is enough; of those that another might have it takes two in a line, with different signs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple
from unicodedata import normalize

from nq42check.language.syllables import CLOSED, CODAS, EITHER, ONSETS, OPEN, TONES


class Misread(NamedTuple):
    """The encoding in which a part of a text is, or "twice" where it was decoded twice, and where that part begins."""

    encoding: str
    start: int


def misread(text: str) -> Misread | None:
    """The first part of `text` that was read in a wrong encoding; None where there is none."""
    twice = _TWICE.search(text)
    return Misread("twice", twice.start()) if twice else old_encoding(text)


# UTF-8 read as Latin-1, Windows-1252 or Windows-1258, once or several times

# What the bytes become that are not the first of a letter.
_BEHIND = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\ufffd"
_TWICE = re.compile(
    rf"""
    [ÃĂÄÅÆÂÌáâ](?:
      (?<=á)(?:º[{_BEHIND}]|»[{_BEHIND}](?:(?<![\xa0…’”–—»])|(?=[A-Za-z])))  # but not the end of a quotation, «khá»…
    | (?<=[ÃÄÅÆÂÌáâ])[\x80-\x84\x86-\x9f]
    | (?<=[ÃĂ])[¡-¨ª¬\xad´-¶¸¼-¾€‚„†ƒˆ‰ŠŒŸ] | (?<=[a-z][ÃĂ])[{_BEHIND}] | (?<=[ÃĂ])[{_BEHIND}](?=[a-z])
    | (?<=\wĂ)[{_BEHIND}] | (?<=Ã)(?<![A-ZÀ-ÞĂĐƠƯ\u1ea0-\u1ef9].)[{_BEHIND}](?!\s)
    | (?<=Ã)(?<![XĐ].)\xa0(?=[a-z ]) | (?<=[a-wyz]Ã)[ ] | (?<=\bH[ÃĂ])[ ]{{1,2}}(?=[A-Z][^A-Z])  # "HÃ  Nam"
    | (?<=Ä)(?:[‚ƒ©¨\ufffd]|‘(?=\w)) | (?<=Æ)(?:[°¡¯]|\xa0(?=[a-z])) | (?<=Å)[©¨] | (?<=Â)[\xa0-\xba\xbc-\xbf]
    | (?<=Ì)[€‚ƒ†‰£›] | (?<=â)(?:€|[‚ˆ‰][{_BEHIND}])
    )
    """,
    re.VERBOSE,
)


# Vietnamese from before Unicode, read as Latin-1

_VOWELS = "aăâeêioôơuưy"
_TONED = [normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in TONES]
_STOPS = ("c", "ch", "p", "t")
_BEFORE_STOPS = ("\u0301", "\u0323")


class _Encoding(NamedTuple):
    """What the words of an encoding consist of, and the letters that no other language has so, or hardly any.

    The groups of vowels, in lower case, are those that end a syllable, those before a coda, and those before a stop.
    """

    name: str
    word: re.Pattern[str]
    lower: Mapping[int, int]
    open: frozenset[str]
    closed: frozenset[str]
    stopped: frozenset[str]
    sure: re.Pattern[str]
    likely: re.Pattern[str]


_LINE, _ENOUGH = 2_000, 100_000
"""How many characters of a line, and of all lines, are looked at: more words that are of no encoding are of none."""


def old_encoding(text: str) -> Misread | None:
    """The first word of a line of `text` that is in an encoding from before Unicode; None where there is none."""
    seen = end = 0
    while seen < _ENOUGH and (sign := _TELLING.search(text, end)):
        start = max(text.rfind("\n", 0, sign.start()) + 1, sign.start() - _LINE)
        end = text.find("\n", sign.end())
        end = min(len(text) if end < 0 else end, sign.end() + _LINE)
        words = {encoding.name: _words(text[start:end], encoding) for encoding in _encodings()}
        likeliest = max(words, key=lambda name: len(words[name]))
        if words[likeliest]:
            return Misread(likeliest, start + words[likeliest][0])
        seen += end - start + _LINE // 20
    return None


# Letters that tell of an encoding, where they stand within a word; seldom in other languages, never in Vietnamese.
_TELLING = re.compile(
    r"""
    [¨©ª«¬µ¶·¸¹»¼½¾×÷ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖØÜÝÞàáâãäåèéêëìíîïòõøùúûüÂÄÅÙÛ®-](?:
      (?<=[A-Za-z][¨©ª«¬µ¶·¸¹»¼½¾×÷]) | (?<=[a-z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖØÜÝÞ]) | (?<=[A-Z][ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖØÜÝÞ])(?=[a-z])
    | (?<=\xad[¬êëìíî]) | (?<=®)(?=\w)
    | (?<=[aeouyAEOUYôöÔÖ][øùûõïØÙÛÕÏ]) | (?<=[aeoAEO][âåäÂÅÄ]) | (?<=[aA][àáãèéêëúüÀÁÃÈÉÊËÚÜ]) | (?<=[eE][àáãÀÁÃ])
    | (?<=[aeiouyAEIOUYâãêôõýÂÃÊÔÕÝ][ìòÌÒÞ])
    )
    """,
    re.VERBOSE,
)


def _words(line: str, encoding: _Encoding) -> list[int]:
    """Where words stand in `line` that are of `encoding`; none where the line has too few of them."""
    starts: list[int] = []
    enough, signs = False, set()
    for word in encoding.word.finditer(line):
        vowels, coda = word["vowels"].translate(encoding.lower), word["coda"].lower()
        among = encoding.stopped if coda in _STOPS else encoding.closed if coda else encoding.open
        if vowels not in among:
            continue
        if encoding.sure.search(word[0]):
            enough = True
        elif word["onset"] and (likely := encoding.likely.search(word[0])):
            signs.add(likely[0][-1])
        else:
            continue
        starts.append(word.start())
    return starts if enough or len(signs) > 1 else []


@cache
def _encodings() -> tuple[_Encoding, ...]:
    return _tcvn3(), _vni(), _windows_1258()


def _made(
    name: str, đ: str, looks: Mapping[str, Iterable[str]], upper: str, *, sure: tuple[str, ...], likely: tuple[str, ...]
) -> _Encoding:
    """An encoding with the letters for đ, what each vowel with its tone `looks` like, and its upper case."""

    def groups(vowels: Iterable[str], tones: Iterable[str] = TONES) -> frozenset[str]:
        toned = (letters for group in vowels for tone in tones for letters in _toned(group, tone))
        return frozenset("".join(signs) for group in toned for signs in product(*(looks[vowel] for vowel in group)))

    signs = re.escape("".join({sign for ways in looks.values() for look in ways for sign in look}))
    word = f"(?P<onset>(?:{ONSETS}{đ}])?)(?P<vowels>[{signs}]{{1,5}}?)(?P<coda>(?:{CODAS})?)"
    return _Encoding(
        name,
        re.compile(rf"(?<![\w{signs}{đ}]){word}(?![\w{signs}{đ}])", re.IGNORECASE),
        str.maketrans(upper, upper.lower()),
        groups((*OPEN, *EITHER)),
        groups((*CLOSED, *EITHER)),
        groups((*CLOSED, *EITHER), _BEFORE_STOPS),
        re.compile("|".join(sure)),
        re.compile("|".join(likely)),
    )


def _toned(group: str, tone: str) -> Iterator[list[str]]:
    """The vowels of a group with a tone on the one that carries it; on either, where both are in use."""
    hats = [place for place, vowel in enumerate(group) if vowel in "ăâêôơ"]
    places: Iterable[int] = hats or range(len(group))
    if not hats and group in OPEN:
        places = (len(group) - 2,)
    for place in places:
        yield [*group[:place], normalize("NFC", group[place] + tone), *group[place + 1 :]]


def _tcvn3() -> _Encoding:
    """A sign or letter for each vowel with its tone; upper case is a matter of the font."""
    signs = "aµ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËeÌÎÏÐÑªÒÓÔÕÖi×ØÜÝÞoßáâãä«åæçèé¬êëìíîuïñòóô\xadõö÷øùyúûüýþ"
    return _made(
        "tcvn3",
        "®§",
        dict(zip(_TONED, signs, strict=True)),
        "AEIOUY",
        sure=(
            r"^®|\w[¨©«¬ª»¼½¾¶¹][A-Za-z]|\w[µ¸¬]|\xad[¬êëìíî]",
            r"[a-z][ÆÇÈËÎÏÑÕÖØÜÞ]|[A-Za-z][ÆÇÈËÎÏÑÕÖØÜÞ][a-z]",  # an upper case letter within a word
        ),
        likely=(r"[a-z][ÉÊÌÐÒÓÔÝ]", r"[A-Za-z][ÉÊÌÐÒÓÔÝ](?=[a-z])", r"\w[·¹ª«]$", r"\w\w[×÷]|[×÷](?=\w\w)"),
    )


def _vni() -> _Encoding:
    """A foreign letter behind each vowel, for its hat and tone."""
    below = dict(zip("ăâêôơư", "aaeoôö", strict=True))
    marks = {"i": "iìæóíò", "ă": "êèúüéë"} | dict.fromkeys("âêô", "âàåãáä")
    looks = {
        toned: below.get(vowel, vowel.strip("i")) + mark.strip()
        for vowel, toned, mark in (
            (vowel, _TONED[6 * place + tone], marks.get(vowel, " øûõùï")[tone])
            for place, vowel in enumerate(_VOWELS)
            for tone in range(len(TONES))
        )
    }
    return _made(
        "vni",
        "ñ",
        {toned: (look,) for toned, look in looks.items()} | {"ỵ": ("î", "yï")},
        "AEIOUY" + "".join(map(chr, range(0xC0, 0xDF))),
        # Not oà, oá and oã, which Vietnamese itself has in hoà, hoá and loã.
        sure=(
            r"(?i:[aeouy]ø|[ôö][øùûõï]|öô|[aeo][âå]|aê|a[éè](?:ng|nh|ch|[cmnpt]))",
            r"(?i:(?:[aeouy][ïùûõ]|[aeuy]ä|[ae][àáã]|a[úüë])(?:ng|nh|ch)|^ñ.*[aeouy][ïùûõäøáàã])",
        ),
        likely=(r"(?i:[aeouy][ùûõï]|[aeo]ä|[ae][áàã]|a[éèëúü])",),
    )


def _windows_1258() -> _Encoding:
    """A tone mark behind each vowel, but for vowels with tones that French has."""
    letters, marks = dict(zip("ăơư", "ãõý", strict=True)), ("", "Ì", "Ò", "Þ", "ì", "ò")
    looks = {
        _TONED[6 * place + tone]: [letters.get(vowel, vowel) + mark]
        for place, vowel in enumerate(_VOWELS)
        for tone, mark in enumerate(marks)
    }
    for french in "àáèéíóùú":
        looks[french].append(french)
    return _made(
        "cp1258",
        "ðÐ",
        looks,
        "AEIOUYÂÊÔÃÕÝ",
        sure=(r"[a-zâãêôõý][ÌÒÞ](?![A-ZÀ-Þ])", r"[âãêôõýÂÃÊÔÕÝ][ìò]", r"[A-Z][ìò](?![a-z])", r"^[ðÐ].*[ìòÌÒÞ]"),
        likely=(r"[aeiouy][ìò]",),
    )
