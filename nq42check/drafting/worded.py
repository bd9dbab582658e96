"""Values in the words of a document: what is written as the value of a figure, and the fewest words that carry it."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from nq42check.drafting.clauses import Clause
from nq42check.drafting.doubts import is_denied
from nq42check.drafting.figures import Figure, is_share
from nq42check.drafting.paragraph import Paragraph, Span
from nq42check.drafting.speech import Match
from nq42check.language.phrase import statement
from nq42check.language.pieces import Piece, cut
from nq42check.language.quotes import quoted
from nq42check.language.sense import Sense
from nq42check.model.catalogue import Catalogue, Indicator, Kind
from nq42check.model.units import PER_PEOPLE, SHARE, SHARE_A_YEAR, Unit, converts
from nq42check.model.values import Figure as Stated
from nq42check.model.values import NotUnderstood, Scope, Step
from nq42check.model.values import Stated as Said
from nq42check.model.vocabulary import Word
from nq42check.text import Passage, fold, words


class Worded(NamedTuple):
    """A value as a plan file would have it, the words that carry it, what it states and for whom.

    `proved` says that the words state this very value, `denied` that they deny what it is about. `counts` is what
    the words right behind the figure count, where that is not what the indicator counts.
    """

    value: str
    quote: str
    stated: Said
    scope: Scope
    proved: bool
    denied: bool = False
    counts: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether a figure or a step is stated."""
        return isinstance(self.stated, (Stated, Step))


def fits(figure: Figure, match: Match) -> bool:
    """Whether a figure of a paragraph can be of what words are about, by its unit."""
    indicator = match.subject.indicator
    return indicator is None or measures(figure.token, figure.unit, figure.other, indicator)


def measures(token: str, unit: Unit | None, other: str, indicator: Indicator) -> bool:
    """Whether a number with this unit, or this word behind it, can be one of `indicator`."""
    own = indicator.unit
    if unit is None:
        if indicator.is_share:
            return not other or other in ",.;:()" or other in ("và", "trong", "vào", "năm")
        return (
            own is None
            or indicator.is_rate
            or indicator.kind is Kind.COUNT
            or not other.isalpha()
            or other in own_words(indicator)
        )
    if own is None:
        return unit.dimension == SHARE and token == "100"
    if unit.dimension == SHARE_A_YEAR or own.dimension == SHARE_A_YEAR:
        return is_share(unit) and (indicator.is_share or own.dimension == SHARE_A_YEAR)
    if unit.dimension == "points":
        return indicator.is_share
    return converts(own, unit) or (indicator.is_rate and unit.dimension == PER_PEOPLE)


def own_words(indicator: Indicator) -> frozenset[str]:
    """The words of the nouns of an indicator."""
    return frozenset(word for noun in indicator.nouns for word in words(fold(noun)))


def is_counted_otherwise(unit: str, indicator: Indicator) -> bool:
    """Whether the words of a unit say more than what is counted one by one: "nghìn căn", "chục căn"."""
    return indicator.kind is Kind.COUNT and not own_words(indicator).issuperset(words(fold(unit)))


def _is_scaled(quote: str, indicator: Indicator) -> bool:
    """Whether words around a count say by how many it is counted: "Nhà ở xã hội (nghìn căn): 15"."""
    if indicator.kind is not Kind.COUNT:
        return False
    passage, many = Passage(quote), indicator.grammar.multipliers
    pieces = cut(passage, indicator)
    return any(piece.word is Word.OTHER and passage.words[piece.start] in many for piece in pieces)


def worded(paragraph: Paragraph, clause: Clause, match: Match, catalogue: Catalogue) -> Worded:
    """The value of a clause for the indicator that its words are about."""
    indicator = match.subject.indicator
    assert indicator is not None
    passage, pieces, figure = paragraph.passage, paragraph.pieces, clause.figure
    own = paragraph.cut_for(indicator, clause.span)
    first, last = pieces[figure.start].start, _with_noun(own, pieces[figure.end - 1].end, indicator)
    value = passage.between(first, last)
    near = tuple(catalogue.indicators[id] for id in indicator.near)
    extents = _extents(paragraph, clause, match, own, (first, last))
    for start, end in extents:
        quote = passage.between(start, end)
        told = quoted(quote, value, indicator, near, catalogue.nouns)
        if told.proves:
            break
    # Words of the clause before its subject may change what is stated: "không để tỷ lệ thất nghiệp trên 3%".
    whole = passage.between(*extents[1])
    proved = told.proves and told.near is None and quoted(whole, value, indicator, near, catalogue.nouns).proves
    strange = " ".join(paragraph.speech.content([figure.other])) if figure.other else ""
    proved = proved and not is_counted_otherwise(strange, indicator) and not _is_scaled(whole, indicator)
    denied = any(piece.word is Word.DENIAL and not first <= piece.start < last for piece in own)
    counts = _counts(own, last, indicator)
    return Worded(value, quote, statement(value, indicator).stated, told.scope, proved, denied, counts)


def _counts(own: Sequence[Piece], end: int, indicator: Indicator) -> str | None:
    """What the words right behind a figure count, where it is something else than the indicator counts."""
    behind = next((piece for piece in own if piece.start >= end), None)
    counted = behind.meaning if behind and behind.word is Word.COUNT else None
    every = {piece.meaning for piece in own if piece.word is Word.COUNT}  # "hộ gia đình, trường học, trạm y tế"
    return counted if indicator.counts and indicator.counts not in every else None


def _with_noun(own: Sequence[Piece], end: int, indicator: Indicator) -> int:
    """The end of a figure with the noun of its rate or count behind it, and the denominator behind that."""
    far = end
    for piece in own:
        if piece.start == far and piece.word in _BEHIND:
            far = piece.end
            if indicator.is_rate or indicator.kind is Kind.COUNT or piece.word is Word.TRAILING:
                end = far  # "từ 97% dân số trở lên"
    return end


_BEHIND = (Word.NOUN, Word.COUNT, Word.PER, Word.TRAILING)


def _extents(paragraph: Paragraph, clause: Clause, match: Match, own: Sequence[Piece], value: Span) -> list[Span]:
    """The words around a value that may carry it, the fewest first: those that name it, the clause, its sentence."""
    pieces, figure = paragraph.pieces, clause.figure
    left, right = clause.span
    named = {at for each in own if each.word in (Word.GROUP, Word.LISTED) for at in range(each.start, each.end)}
    naming = [at for at in range(left, right) if _names(paragraph, at, match, named)]
    start, end = min([figure.start, *naming]), max([figure.end, *(at + 1 for at in naming)])
    first, last = paragraph.sentence(figure.start)
    if not naming:  # "…, đến năm 2030 đạt 95%"
        start = first
    while start > left and pieces[start - 1].word is Word.SKIPPED:
        start -= 1
    while end < right and paragraph.is_named(end):
        end += 1
    spans = [(start, end), (left, right), (first, last)]
    return [(min(pieces[one].start, value[0]), max(pieces[other - 1].end, value[1])) for one, other in spans]


def _names(paragraph: Paragraph, at: int, match: Match, named: AbstractSet[int]) -> bool:
    """Whether a piece has words by which the indicator was told, or names those whom it is about."""
    piece = paragraph.pieces[at]
    spoken = paragraph.speech.content(paragraph.passage.words[piece.start : piece.end])
    told = piece.word is not Word.NUMBER and not match.named.isdisjoint(spoken)
    return told or not named.isdisjoint(range(piece.start, piece.end))


# Steps


def steps(paragraph: Paragraph, span: Span, match: Match, catalogue: Catalogue) -> Iterator[tuple[Span, Worded]]:
    """The steps of a scale that some pieces state for the indicator of a match, with the pieces that each is.

    It is the one beside the words by which the indicator is told; all of them where several years are named.
    """
    indicator = match.subject.indicator
    assert indicator is not None
    own = paragraph.cut_for(indicator, span)
    names = [at for at, piece in enumerate(own) if piece.word in _NAMING]
    stated = [at for at, piece in enumerate(own) if piece.word is Word.STEP]
    near = [at for at in stated if not names or min(abs(at - name) for name in names) <= _NEAR]
    several = near and len(paragraph.years(span)) > 1
    for at in stated if several else sorted(near, key=lambda at: (-_told(paragraph, own, at, match), at))[:1]:
        (begin, end), spoken = _step(paragraph, own, at, names, indicator, catalogue)
        inside = [
            place
            for place in range(*span)
            if begin < paragraph.pieces[place].end and paragraph.pieces[place].start < end
        ]
        yield (inside[0], inside[-1] + 1), spoken


def _told(paragraph: Paragraph, own: Sequence[Piece], at: int, match: Match) -> float:
    """How much of what tells an indicator stands beside a piece, with nothing that parts them."""
    parts = [-1, *(place for place, piece in enumerate(own) if _parts(paragraph, piece)), len(own)]
    first = max(place for place in parts if place < at) + 1
    last = min(place for place in parts if place > at)
    spoken = paragraph.passage.words[own[first].start : own[last - 1].end]
    return paragraph.speech.weight(match.named.intersection(paragraph.speech.content(spoken)))


def _parts(paragraph: Paragraph, piece: Piece) -> bool:
    return paragraph.passage.words[piece.start : piece.end] in ([","], ["và"], [";"])


def _changes(paragraph: Paragraph, own: Sequence[Piece], at: int, names: Sequence[int]) -> bool:
    """Whether words between a step and what it is of may change it: "xóa dứt điểm nhà tạm"."""
    piece = own[at]
    spoken = paragraph.passage.words[piece.start : piece.end]
    says_something = piece.word is Word.UNIVERSAL or (piece.word is Word.OTHER and paragraph.speech.content(spoken))
    return at < max(names, default=0) and bool(says_something)


def _step(
    paragraph: Paragraph,
    own: Sequence[Piece],
    at: int,
    names: Sequence[int],
    indicator: Indicator,
    catalogue: Catalogue,
) -> tuple[Span, Worded]:
    """The step at a place among pieces, with the words that qualify it."""
    passage = paragraph.passage
    begin = end = at
    while begin and own[begin - 1].word in _QUALIFYING:
        begin -= 1
    while end + 1 < len(own) and (own[end + 1].word in _QUALIFYING or _changes(paragraph, own, end + 1, names)):
        end += 1
    value = passage.between(own[begin].start, own[end].end)
    nearest = min(names, key=lambda name: abs(name - at), default=at)
    around = [own[nearest], own[begin], own[end]]
    quote = passage.between(min(each.start for each in around), max(each.end for each in around))
    near = tuple(catalogue.indicators[id] for id in indicator.near)
    told = quoted(quote, value, indicator, near, catalogue.nouns)
    scope = Sense(indicator, passage, own, quoted=True).whom.scope()
    proved = told.proves and told.near is None
    return (own[begin].start, own[end].end), Worded(value, quote, statement(value, indicator).stated, scope, proved)


_NEAR = 4
"""How many pieces a step may stand from what it is of."""
_NAMING = (Word.NOUN, Word.LISTED, Word.GROUP, Word.NAMED)
_QUALIFYING = (Word.ON_THE_WAY, Word.DENIAL, Word.CONDITION)


def cell(value: str, quote: str, indicator: Indicator, catalogue: Catalogue) -> Worded:
    """A value as a cell of a table has it; `quote` are the words of its row up to it."""
    near = tuple(catalogue.indicators[id] for id in indicator.near)
    told = quoted(quote, value, indicator, near, catalogue.nouns)
    stated = statement(value, indicator).stated
    proved = told.proves and not isinstance(stated, NotUnderstood) and not _is_scaled(quote, indicator)
    return Worded(value, quote, stated, told.scope, proved, is_denied(quote.removesuffix(value), indicator))


def unit_of(text: str, indicator: Indicator) -> tuple[Unit | None, str]:
    """The unit that the cell of a table names, or its first word where it is none known here."""
    pieces: list[Piece] = cut(Passage(f"1 {text}"), indicator)
    found = [piece.meaning for piece in pieces[1:] if piece.word in (Word.UNIT, Word.PER)]
    spoken = words(fold(text))
    return (found[-1], "") if found else (None, spoken[0] if spoken else "")
