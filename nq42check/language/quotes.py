"""Quotes: whether the words of a document carry a declared value, and what else they say of it.

A quote is cut into one clause per figure, and each is read as a value is, but that words which are not known are
passed over. In a row of a table ("… | % | 60") the last cell is the value and the cells before it are its name.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import assert_never

from nq42check.language.phrase import stated, statement
from nq42check.language.pieces import Piece, cut
from nq42check.language.sense import Sense
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Quoted
from nq42check.model.values import Figure, NotALevel, NotUnderstood, Scope, Step, UnknownStep, Words
from nq42check.model.vocabulary import Word
from nq42check.text import Passage, Phrases

_NOTHING_SAID = Scope()


@lru_cache(maxsize=16384)
def quoted(quote: str, value: str, indicator: Indicator, near: tuple[Indicator, ...], nouns: Phrases[None]) -> Quoted:
    """What `quote` says of `value`, declared for `indicator`.

    `near` are indicators that must not be taken for it; a figure with one of `nouns` and none of its own is not its.
    """
    passage = Passage(quote)
    named = _named_instead(passage.words, indicator, near) if near else None
    declared = statement(value, indicator).stated
    match declared:
        case Figure() | Step():
            clauses = _clauses(passage, cut(passage, indicator), indicator, nouns)
            proofs = [clause for clause in clauses if _states(clause, declared)]
        case NotALevel() | UnknownStep() | Words() | NotUnderstood():  # of these the quote must have the very words
            return Quoted(Passage(value).folded in passage.folded, _NOTHING_SAID, measured=False, near=named)
        case _:
            assert_never(declared)
    # Of clauses that state the value the one that narrows it least counts: a document may say it twice.
    scope = min((clause.whom.scope() for clause in proofs), key=_narrowness, default=_NOTHING_SAID)
    return Quoted(bool(proofs), scope, any(clause.unit is not None for clause in proofs), named)


def _states(clause: Sense, declared: Figure | Step) -> bool:
    """Whether a clause states the value; of steps it may name others as well."""
    if isinstance(declared, Step) and clause.steps:
        return declared in clause.steps
    return stated(clause) == declared


def _narrowness(scope: Scope) -> tuple[bool, bool, bool]:
    return scope.only is not None, bool(scope.groups), scope.counts is not None


def _clauses(passage: Passage, pieces: Sequence[Piece], indicator: Indicator, nouns: Phrases[None]) -> Iterator[Sense]:
    """The clauses of a quote, each with at most one figure."""
    if "|" in passage.words:
        yield _row(passage, pieces, indicator)
        return
    for sentence in _split(passage, pieces):
        denominator = next((piece.meaning for piece in sentence if piece.word is Word.PER), None)
        denominator = denominator if indicator.is_rate else None
        for part in _parts(sentence):
            clause = Sense(indicator, passage, part, quoted=True)
            # A rate without a denominator has that of its sentence ("12 bác sĩ, 2 dược sĩ trên 10.000 dân").
            clause.unit = clause.unit or denominator
            if clause.followed or not _of_another(passage, part, nouns):
                yield clause


def _row(passage: Passage, pieces: Sequence[Piece], indicator: Indicator) -> Sense:
    """A row of a table: the value is in the last cell, those before it name it; their numbers are of other years."""
    last = max(place for place, piece in enumerate(pieces) if _is_sign(piece, "|"))
    row = Sense(indicator, passage, [piece for piece in pieces[:last] if piece.word not in _FIGURES], quoted=True)
    row.cut_off()
    row.take(pieces[last:])
    return row


_FIGURES = (Word.NUMBER, Word.FRACTION, Word.OPERATOR, Word.UNIT, Word.TO, Word.FROM, Word.STEP)


def _is_sign(piece: Piece, sign: str) -> bool:
    return piece.word is Word.SIGN and piece.meaning == sign


def _split(passage: Passage, pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """What stands between full stops and semicolons."""
    if "." not in passage.words and ";" not in passage.words:
        yield pieces
        return
    start = 0
    for place, piece in enumerate(pieces):
        if piece.word is _SIGN and piece.meaning in _ENDS:
            if place > start:
                yield pieces[start:place]
            start = place + 1
    if start < len(pieces) or not start:
        yield pieces[start:]


_NUMBER, _SIGN = Word.NUMBER, Word.SIGN
_ENDS = (".", ";")
_JOINTS = (Word.UNIT, Word.TO, Word.OPERATOR, Word.BECOMES, Word.YEAR, Word.PER)
_LEADS = (
    *(Word.OPERATOR, Word.SKIPPED, Word.HELD, Word.REACHED, Word.BECOMES, Word.CHANGE, Word.FROM, Word.WITHIN),
    *(Word.DENIAL, Word.ON_THE_WAY, Word.PACE),
)


def _parts(sentence: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """A sentence cut between its figures, so that each has its own words.

    A noun stands behind its figure ("95% dân số, 60% lao động") or before it ("dân số 95%, lao động 60%"). A comma
    tells which: it stands before the second figure and what leads up to it, or right behind the first.
    """
    if sum(piece.word is _NUMBER for piece in sentence) < 2:
        yield sentence
        return
    start = 0
    for (_, end), (lead, _) in pairwise(_figures(sentence)):
        while lead > end and sentence[lead - 1].word in _LEADS:
            lead -= 1
        commas = [place for place in range(end, lead) if _is_sign(sentence[place], ",")]
        if commas and commas[-1] != lead - 1 and commas[0] == end:
            lead = end
        elif commas:
            lead = commas[-1]
        yield sentence[start:lead]
        start = lead
    yield sentence[start:]


def _figures(sentence: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where each figure begins and ends, with its unit: what must not be cut apart, nor be left without its comma.

    Both ends of a range, or a start and what it becomes, are one figure.
    """
    begin = end = 0  # of the last figure
    goes_on = joined = False
    for place, piece in enumerate(sentence):
        word = piece.word
        if word is _NUMBER and not (goes_on and joined):
            if end:
                yield begin, end
            begin, end, goes_on, joined = place, place + 1, True, False
        elif goes_on and word in (_NUMBER, *_JOINTS):
            joined = joined or word in (Word.TO, Word.BECOMES)
            end = place + 1 if word in (_NUMBER, Word.UNIT, Word.PER) else end
        else:
            goes_on = False
    if end:
        yield begin, end


def _of_another(passage: Passage, part: Sequence[Piece], nouns: Phrases[None]) -> bool:
    """Whether a figure without a noun of its own is followed by one of something else ("4 dược sĩ" for doctors)."""
    number = next((place for place, piece in enumerate(part) if piece.word is Word.NUMBER), len(part))
    unknown = (at for piece in part[number:] if piece.word is Word.OTHER for at in range(piece.start, piece.end))
    return any(nouns.at(passage.words, at) for at in unknown if passage.words[at] in nouns)


def _named_instead(words: Sequence[str], indicator: Indicator, near: tuple[Indicator, ...]) -> Indicator | None:
    """The near indicator whose name a quote of these words has where it has not its own."""
    own, others = _own_names(indicator), _near_names(near, indicator)
    named: Indicator | None = None
    place = 0
    while place < len(words):
        mine, other = own.at(words, place), others.at(words, place)
        if mine is not None and (other is None or mine[1] > other[1]):
            return None
        if other is None:
            place += 1
            continue
        if mine is None or mine[1] < other[1]:
            named = named or other[0]
        place = other[1]
    return named


@cache
def _own_names(indicator: Indicator) -> Phrases[None]:
    return Phrases((noun, None) for noun in (indicator.names.vi, *indicator.nouns))


@cache
def _near_names(near: tuple[Indicator, ...], indicator: Indicator) -> Phrases[Indicator]:
    """The names of near indicators, but for those that only count something else, which is told as such."""
    return Phrases(
        (noun, other)
        for other in near
        for noun in (other.names.vi, *other.nouns)
        if not any(
            piece.word is Word.COUNT and piece.meaning != indicator.counts for piece in cut(Passage(noun), indicator)
        )
    )
