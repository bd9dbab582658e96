"""What indicators are called: by which name one is meant, and which may be meant by a name that is none of theirs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.text import Passage, fold, nearest, visible, without_marks

_ENOUGH = 0.5
"""What part of the words typed, by their weights, a name must have to be thought of; and of the best likeness."""


def called(text: str, catalogue: Catalogue) -> Indicator | None:
    """The indicator whose whole Vietnamese name `text` is, however it is spelt, spaced and punctuated; else None."""
    return _by_name(tuple(catalogue.indicators.values())).get(_words(text))


def spelt(text: str, catalogue: Catalogue) -> Indicator | None:
    """The one indicator whose id, or whole name in either language, has the letters of `text`; else None.

    Marks, case and the signs between words do not count: it is hardly anything else, but it is not its name.
    """
    return _by_letters(tuple(catalogue.indicators.values())).get(_letters(text))


def candidates(text: str, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators that `text` may mean, the likeliest first: that of an id like it, or those with names like it.

    A name is like it by the words that both have. The fewer names have a word, the more it counts; its marks do not,
    for they may be missing or wrong.
    """
    if " " not in text.strip() and (likely := nearest(text, catalogue.indicators)):
        return (catalogue.indicators[likely],)
    indicators = tuple(catalogue.indicators.values())
    names, weights = _names(indicators), _weights(indicators)
    typed = _bare(text)
    likeness = {each: _likeness(typed, names[each], weights) for each in indicators}
    least = min(1.0, max(likeness.values())) * _ENOUGH
    found = [each for each in indicators if likeness[each] > 0 and likeness[each] >= least]
    return tuple(sorted(found, key=lambda each: -likeness[each]))


def _likeness(typed: frozenset[str], names: Sequence[frozenset[str]], weights: Mapping[str, float]) -> float:
    """How like what was `typed` is to the likest of `names`: up to 1, and 0 where all of them have too little of it.

    The first of `names` is the full one; where all of it was typed, and more, that comes before any likeness.
    """
    whole = _weight(typed, weights)
    if names[0] <= typed:
        return 1 + _weight(names[0], weights) / whole
    if _weight(typed & frozenset[str]().union(*names), weights) < _ENOUGH * whole or not whole:
        return 0.0
    return max(2 * _weight(typed & name, weights) / (whole + _weight(name, weights)) for name in names)


def _weight(words: frozenset[str], weights: Mapping[str, float]) -> float:
    """What words count together; a number that no name has counts nothing, for it belongs to a value."""
    unknown = weights[_UNKNOWN]
    return sum(weights.get(word, 0.0 if word[0].isdigit() else unknown) for word in words)


_UNKNOWN = ""
"""What stands for every word that no name has."""


@lru_cache(maxsize=2)
def _by_name(indicators: tuple[Indicator, ...]) -> dict[tuple[str, ...], Indicator]:
    """The indicators by the words of their names."""
    return {_words(indicator.names.vi): indicator for indicator in indicators}


@lru_cache(maxsize=2)
def _by_letters(indicators: tuple[Indicator, ...]) -> dict[str, Indicator]:
    """The indicators by the letters of their ids and names, without those that several have."""
    spellings = [(each, {_letters(name) for name in (each.id, *each.names)}) for each in indicators]
    having = Counter(letters for _, own in spellings for letters in own)
    return {letters: each for each, own in spellings for letters in own if having[letters] == 1}


@lru_cache(maxsize=2)
def _names(indicators: tuple[Indicator, ...]) -> dict[Indicator, list[frozenset[str]]]:
    """The words of each name and noun of each indicator, in both languages."""
    return {each: [*map(_bare, (*each.names, *each.nouns))] for each in indicators}


@lru_cache(maxsize=2)
def _weights(indicators: tuple[Indicator, ...]) -> dict[str, float]:
    """How much each word tells one indicator from the others."""
    vocabularies = (frozenset[str]().union(*names) for names in _names(indicators).values())
    frequencies = Counter(word for vocabulary in vocabularies for word in vocabulary)
    weights = {word: log((len(indicators) + 1) / count) for word, count in frequencies.items()}
    return weights | {_UNKNOWN: 0.75 * log(len(indicators) + 1)}


def _words(text: str) -> tuple[str, ...]:
    """The words and numbers of a name as they are compared, without the signs between and behind them."""
    return tuple(word for word in Passage(text).words if word[0].isalnum())


def _letters(text: str) -> str:
    return "".join(sign for sign in without_marks(fold(visible(text).replace("_", " "))) if sign.isalnum())


def _bare(text: str) -> frozenset[str]:
    return frozenset(map(without_marks, _words(text)))
