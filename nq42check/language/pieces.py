"""The words of values: what each word around a figure or step says, and how a text is cut into such pieces.

The words are data (`baselines/words.yaml`); what they mean together is worked out by `phrase`.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from nq42check.language.numbers import BadNumber, Number, parsed
from nq42check.model.catalogue import Indicator
from nq42check.model.units import per_people
from nq42check.model.vocabulary import Grammar, Said, Word
from nq42check.text import Passage, Phrases

_YEARS = range(2000, 2100)


class Piece(NamedTuple):
    """A word or phrase, what it says, and the words of the text that it is, counted from 0."""

    word: Word
    meaning: Any
    start: int
    end: int


def cut(passage: Passage, indicator: Indicator) -> list[Piece]:
    """`passage` in pieces from left to right, as they are understood for `indicator`: at each place the longest known.

    The single words of the indicator's names count where nothing longer is known. Words that are not known are one
    piece where they follow each other.
    """
    words, phrases, vocabulary, grammar = passage.words, indicator.phrases, indicator.vocabulary, indicator.grammar
    pieces: list[Piece] = []
    place, end, behind_number = 0, len(words), False
    while place < end:
        first = words[place]
        best = phrases.at(words, place)
        piece = None
        if behind_number and first in grammar.units:
            piece = _unit(words, place, best, grammar)
        if piece is None and first in grammar.per:
            piece = _denominator(words, place, grammar)
        if piece is None and place == 0 and first[0] in _DIGITS:
            piece = _heading(words, phrases, grammar)
        if piece is None and best is not None:
            (word, meaning), behind = best
            if word in _EASY and behind > place + 1:
                (word, meaning), behind = _yielding(words, place, best, phrases)
            elif word is _OTHER and vocabulary.issuperset(words[place:behind]):
                word = _NAMED
            piece = Piece(word, meaning, place, behind) if word is not _YEAR else _year(words, place, behind)
        if piece is None and first[0] in _DIGITS:
            piece = _number(words, place, phrases, grammar)
        if piece is None:
            if first in vocabulary:
                piece = Piece(_NAMED, None, place, place + 1)
            else:
                start, place = place, place + 1
                while place < end and _is_unknown(words[place], phrases, vocabulary, grammar):
                    place += 1
                piece = Piece(_OTHER, None, start, place)
        behind_number = piece.word is _NUMBER
        pieces.append(piece)
        place = piece.end
    return pieces


_EASY = (Word.SKIPPED, Word.HELD, Word.REACHED)
_OWN = (Word.STEP, Word.NOUN, Word.COUNT, Word.GROUP, Word.LISTED)


def _yielding(words: list[str], place: int, best: tuple[Said, int], phrases: Phrases[Said]) -> tuple[Said, int]:
    """`best`, or what is left of it where its last word begins words of the indicator ("đạt mức" of "đạt mức độ 2")."""
    last = best[1] - 1
    inner = phrases.at(words, last)
    if inner is None or inner[1] <= best[1] or inner[0][0] not in _OWN:
        return best
    shorter = phrases.at(words[place:last], 0)
    return (shorter[0], place + shorter[1]) if shorter else best


def _heading(words: list[str], phrases: Phrases[Said], grammar: Grammar) -> Piece | None:
    """The denominator that stands first, before the figure: "10.000 dân có 34 giường bệnh"."""
    many, end = _many(words, 0, grammar)
    people = grammar.inhabitants.at(words, end) if many >= _FEWEST and end < len(words) else None
    verb = phrases.at(words, people[1]) if people and people[1] < len(words) else None
    if people is None or verb is None or verb[0][0] is not Word.SKIPPED:
        return None
    follows = verb[1] < len(words) and words[verb[1]][0] in _DIGITS
    return Piece(Word.PER, per_people(many), 0, people[1]) if follows else None


_DIGITS = frozenset("0123456789")
# Looked up once: a member of an enumeration costs as much as a phrase.
_NAMED, _NUMBER, _OTHER, _YEAR = Word.NAMED, Word.NUMBER, Word.OTHER, Word.YEAR


def _is_unknown(word: str, phrases: Phrases[Said], vocabulary: frozenset[str], grammar: Grammar) -> bool:
    """Whether a word surely begins nothing that is known."""
    return not (word in phrases or word in vocabulary or word[0] in _DIGITS or word in grammar.per)


def _unit(words: list[str], place: int, best: tuple[Said, int] | None, grammar: Grammar) -> Piece | None:
    """The unit behind a number, where nothing longer is known."""
    unit = grammar.units.at(words, place)
    return Piece(Word.UNIT, unit[0], place, unit[1]) if unit and (best is None or unit[1] >= best[1]) else None


def _year(words: list[str], place: int, end: int) -> Piece | None:
    """A year, or a period such as 2021 - 2025, whose opening words end at `end`."""
    if end == len(words) or not _is_year(words[end]):
        return None
    behind = end + 1
    if behind + 1 < len(words) and words[behind] in ("-", "–", "đến") and _is_year(words[behind + 1]):
        behind += 2
    return Piece(Word.YEAR, None, place, behind)


def _number(words: list[str], place: int, phrases: Phrases[Said], grammar: Grammar) -> Piece:
    """The number, with its multiplier, or the fraction at `place`."""
    token, end = words[place], place + 1
    if end + 1 < len(words) and words[end] == "/" and words[end + 1].isdigit() and token.isdigit():
        return Piece(Word.FRACTION, None, place, end + 2)
    factor = grammar.multipliers.get(words[end]) if end < len(words) else None
    if factor is not None and (longer := phrases.at(words, end)) and longer[1] > end + 1:
        factor = None  # "tỷ" of "tỷ lệ"
    return Piece(Word.NUMBER, Number(token, factor), place, end if factor is None else end + 1)


def _denominator(words: list[str], place: int, grammar: Grammar) -> Piece | None:
    """The denominator that "trên 10.000 dân" makes of a rate; None where no such words stand."""
    opening = grammar.per.at(words, place)
    if opening is None:
        return None
    many, end = _many(words, opening[1], grammar)
    if end == len(words) or (people := grammar.inhabitants.at(words, end)) is None:
        return None
    if many < _FEWEST and (many > 1 or end > opening[1] or words[place] != "/"):
        return None
    return Piece(Word.PER, per_people(many), place, people[1])


_FEWEST = 100
"""The smallest denominator that is named: fewer people are no denominator, but for "/người"."""


def _many(words: list[str], place: int, grammar: Grammar) -> tuple[Decimal, int]:
    """How many people a denominator names, in digits or words, and the place behind them; 1 where it names none."""
    many, end = Decimal(1), place
    if end < len(words) and words[end][0].isdigit():
        end += 1
        while end < len(words) and len(words[end]) == len("000") and words[end].isdigit():  # "10 000"
            end += 1
        try:
            many = parsed("".join(words[place:end]), whole=True)
        except BadNumber:
            return many, place
    while end < len(words) and (factor := grammar.multipliers.get(words[end]) or grammar.numerals.get(words[end])):
        many, end = many * factor, end + 1
    return many, end


def _is_year(token: str) -> bool:
    return len(token) == len("2030") and token.isdigit() and int(token) in _YEARS
