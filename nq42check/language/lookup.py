"""Indicators by the words that somebody remembers of them: in any order, with or without marks, best first."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from nq42check.model.called import candidates
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.text import fold, without_marks

MOST_NEAR = 5
"""How many indicators are named where none has all words."""

_BEGINNING = 3
"""How many letters the beginning of a word must have to stand for it."""

_ALIKE = 0.75
"""How much alike a word and the one that was meant must be, of 1."""

_NAME, _NOUN, _ABOUT = 3, 2, 1


class Found(NamedTuple):
    """An indicator, and what documents call it, where its id and names alone would not have been found."""

    indicator: Indicator
    called: str = ""


class _Text(NamedTuple):
    """A text of an indicator: how much a word in it tells, and its words, as they are spelt and without marks."""

    weight: int
    text: str
    spelt: tuple[str, ...]
    bare: tuple[str, ...]

    def has(self, word: str) -> int:
        """2 where it has `word`, 1 where one of its words begins so, 0 elsewhere; marks count if `word` has some."""
        own = self.bare if word.isascii() else self.spelt
        if word in own:
            return 2
        return int(len(word) >= _BEGINNING and any(each.startswith(word) for each in own))

    def says(self, words: tuple[str, ...]) -> bool:
        """Whether all `words` stand in it side by side."""
        own = self.bare if all(map(str.isascii, words)) else self.spelt
        return f" {' '.join(words)}" in f" {' '.join(own)}"


def find(catalogue: Catalogue, text: str) -> list[Found]:
    """The indicators that have every word of `text`, best first: in a name rather than in what it is about."""
    words = _words(text)
    rated = [
        (rate, found)
        for indicator in catalogue.indicators.values()
        if (found := _found(words, texts := [*_texts(catalogue, indicator)], indicator))
        and (rate := _rate(words, texts))
    ]
    return [found for _, found in sorted(rated, key=lambda each: each[0], reverse=True)]


def near(catalogue: Catalogue, text: str) -> list[Found]:
    """Some indicators that come nearest to a `text` of which none has all words: by its words spelt as they are known,
    or else by how many of them tell of a name.
    """
    every = [each for indicator in catalogue.indicators.values() for each in _texts(catalogue, indicator)]
    found = find(catalogue, " ".join(_known(word, every) for word in _words(text)))
    return (found or [Found(each) for each in candidates(text, catalogue)])[:MOST_NEAR]


def _known(word: str, texts: Sequence[_Text]) -> str:
    """`word` where any of `texts` has it; else the nearest of their words, spelt as it is, where one is near."""
    if any(text.has(word) for text in texts):
        return word
    known = {each for text in texts for each in (text.bare if word.isascii() else text.spelt)}
    close = get_close_matches(word, sorted(known), n=1, cutoff=_ALIKE)
    if close or word.isascii():
        return close[0] if close else word
    return _known(without_marks(word), texts)


def _found(words: tuple[str, ...], texts: Sequence[_Text], indicator: Indicator) -> Found | None:
    """The indicator where its texts have all `words`, with the noun that has them where its names do not."""
    if not all(any(text.has(word) for text in texts) for word in words):
        return None
    names = [text for text in texts if text.weight == _NAME]
    nouns = [text.text for text in texts if text.weight == _NOUN and all(map(text.has, words))]
    known = all(any(text.has(word) for text in names) for word in words)
    return Found(indicator, "" if known else min(nouns, key=len, default=""))


def _rate(words: tuple[str, ...], texts: Sequence[_Text]) -> tuple[bool, int, int]:
    """How well texts answer `words`: whether they are a name, where they stand side by side, how much each tells."""
    is_name = any(text.weight == _NAME and words in (text.spelt, text.bare) for text in texts)
    together = max((text.weight for text in texts if text.says(words)), default=0)
    return is_name, together, sum(_best(word, texts) for word in words)


def _best(word: str, texts: Sequence[_Text]) -> int:
    """The most that any text tells by `word`."""
    return max(2 * text.weight + has - 1 if (has := text.has(word)) else 0 for text in texts)


def _texts(catalogue: Catalogue, indicator: Indicator) -> Iterator[_Text]:
    """All texts by which an indicator may be found."""
    names = indicator.names
    yield from (_text(_NAME, text) for text in (indicator.id, names.vi, names.en))
    yield from (_text(_NOUN, noun) for noun in indicator.nouns)
    about = [indicator.area.names, indicator.area.heading, *(step.names for step in indicator.scale)]
    about += [group.names for group in indicator.group_words.values()]
    about += [catalogue.counts[indicator.counts]] if indicator.counts else []
    yield from (_text(_ABOUT, text) for names in about for text in names)
    yield from (_text(_ABOUT, id) for id in indicator.groups)
    yield from (_text(_ABOUT, word) for group in indicator.group_words.values() for word in group.words)
    yield from (_text(_ABOUT, word) for step in indicator.scale for word in step.wordings)
    if indicator.unit:
        yield from (_text(_ABOUT, text) for text in (indicator.unit.vi, indicator.unit.en))


def _text(weight: int, text: str) -> _Text:
    return _Text(weight, text, _words(text), _words(without_marks(text)))


_WORD = re.compile(r"[^\W_]+|%")


def _words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared; an id is several."""
    return tuple(_WORD.findall(fold(text)))
