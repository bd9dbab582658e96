"""A paragraph in pieces that mean the same for all indicators: its words, its figures, its brackets, its years."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from nq42check.drafting.figures import Figure, figures, is_share
from nq42check.drafting.speech import Said, Speech
from nq42check.language.pieces import Piece, cut
from nq42check.model.catalogue import Indicator
from nq42check.model.vocabulary import Word
from nq42check.text import Passage

Span = tuple[int, int]
"""Pieces of a paragraph, from one to the one before the other."""

_NAMING = ("name", "age")
"""Why a number is no level but belongs to a name."""


class Paragraph:
    """A paragraph as it is taken apart. `headings` are the words of the headings above it.

    `masked` are the places of pieces that are numbers and no levels, and why.
    """

    def __init__(
        self, passage: Passage, pieces: Sequence[Piece], speech: Speech, headings: tuple[tuple[str, ...], ...]
    ) -> None:
        self.passage, self.pieces, self.speech, self.headings = passage, pieces, speech, headings
        found = [*figures(passage, pieces, 0, len(pieces))]
        self.figures = [each for each in found if isinstance(each, Figure)]
        self.masked = [each for each in found if not isinstance(each, Figure)]
        self._why = dict(self.masked)
        self._numbers = [each.number for each in self.figures]
        self._cut: dict[tuple[str, Span], list[Piece]] = {}

    # Words

    def words(self, span: Span) -> tuple[str, ...]:
        """The words of some pieces that say what is meant, without those in brackets."""
        return self.speech.content([word for at in self.outside(span) for word in self._tokens(at)])

    def aside(self, span: Span) -> tuple[str, ...]:
        """The words in brackets among some pieces, where no figure is among them."""
        inside = (at for bracket in self._asides(span) for at in range(bracket[0] + 1, bracket[1]))
        return self.speech.content([word for at in inside for word in self._tokens(at)])

    def around(self, run: Sequence[Figure]) -> tuple[str, ...]:
        """The words of figures beside their numbers, which may name what they are of: "giảm", "m2 sàn", "căn hộ"."""
        pieces = (self.pieces[at] for each in run for at in range(each.start, each.end))
        spoken = (self.passage.words[piece.start : piece.end] for piece in pieces if piece.word is not Word.NUMBER)
        return self.speech.content([word for words in spoken for word in words])

    def said(
        self,
        own: Sequence[tuple[str, ...]],
        context: Sequence[tuple[str, ...]] = (),
        aside: tuple[str, ...] = (),
        spans: Sequence[Span] = (),
    ) -> Said:
        """What is said of something below the headings of the paragraph, by the pieces of `spans`."""
        raw = "|".join(map(self.folded, spans))
        own, context = tuple(filter(None, own)), tuple(filter(None, context))
        return Said(own, (aside,) if aside else (), context, self.headings, raw)

    def per(self, span: Span) -> tuple[str, ...]:
        """The words of the denominators among some pieces."""
        return self.speech.content(
            [word for at in range(*span) if self.pieces[at].word is Word.PER for word in self._tokens(at)]
        )

    def text(self, span: Span) -> str:
        """Some pieces as they stand in the paragraph, without signs at their ends."""
        return self.passage.between(self.pieces[span[0]].start, self.pieces[span[1] - 1].end).strip(" ,;.")

    def folded(self, span: Span) -> str:
        """The folded words of some pieces that stand in no brackets, with spaces around them."""
        pieces = (self.pieces[at] for at in self.outside(span))
        return f" {' '.join(word for piece in pieces for word in self.passage.words[piece.start : piece.end])} "

    def _tokens(self, at: int) -> Sequence[str]:
        piece = self.pieces[at]
        named = self._why.get(at) in _NAMING or (piece.word is Word.UNIT and self._why.get(at - 1) in _NAMING)
        if piece.word in (Word.NUMBER, Word.UNIT) and not named:
            return ()
        return self.passage.words[piece.start : piece.end]

    def is_named(self, at: int) -> bool:
        """Whether a piece is a number that belongs to a name, or what stands behind it: "lớp 1"."""
        return self._why.get(at) in _NAMING

    # Parts

    @cached_property
    def brackets(self) -> list[Span]:
        """The places of the signs of each pair of brackets that stands in no other."""
        found: list[Span] = []
        opened: list[int] = []
        for at in range(len(self.pieces)):
            if self.is_sign(at, "(") or self.is_sign(at, "["):
                opened.append(at)
            elif opened and (self.is_sign(at, ")") or self.is_sign(at, "]")):
                first = opened.pop()
                found += [] if opened else [(first, at)]
        return found

    def outside(self, span: Span) -> Iterator[int]:
        """The places of some pieces that stand in no brackets, but for those around all of them."""
        at = span[0]
        for first, last in self._bracketed(span):
            if not first < span[0] < last:
                yield from range(at, max(at, first))
                at = max(at, last + 1)
        yield from range(at, span[1])

    def _bracketed(self, span: Span) -> list[Span]:
        """The brackets that reach into some pieces."""
        begin = bisect_left(self.brackets, (span[0], 0))
        begin -= begin > 0 and self.brackets[begin - 1][1] >= span[0]
        return self.brackets[begin : bisect_left(self.brackets, (span[1], 0))]

    def split(self, span: Span, sign: str) -> Iterator[Span]:
        """Some pieces cut at a sign that stands outside of brackets."""
        start = span[0]
        for at in self.outside(span):
            if self.is_sign(at, sign):
                if at > start:
                    yield start, at
                start = at + 1
        if start < span[1]:
            yield start, span[1]

    def listed(self, span: Span) -> Iterator[Span]:
        """Some pieces cut where the items of a list are parted."""
        start = span[0]
        for at in self.outside(span):
            if self.joins(at):
                yield start, at
                start = at + 1
        yield start, span[1]

    def is_sign(self, at: int, sign: str) -> bool:
        """Whether a piece is this sign."""
        return self.pieces[at].word is Word.SIGN and self.pieces[at].meaning == sign

    def joins(self, at: int) -> bool:
        """Whether a piece parts the items of a list."""
        return self.is_sign(at, ",") or self.is_and(at)

    def is_and(self, at: int) -> bool:
        """Whether a piece is the word that joins the last item of a list."""
        piece = self.pieces[at]
        return piece.word is Word.SKIPPED and self.passage.words[piece.start] in _AND

    def sentence(self, at: int) -> Span:
        """The pieces of the part of a sentence that a piece stands in."""
        first = last = at
        while first and not self._ends(first - 1):
            first -= 1
        while last < len(self.pieces) and not self._ends(last):
            last += 1
        return first, last

    def _ends(self, at: int) -> bool:
        return self.is_sign(at, ".") or self.is_sign(at, ";")

    def cut_for(self, indicator: Indicator, span: Span) -> list[Piece]:
        """Some pieces cut as they are understood for an indicator, at their words in the whole paragraph."""
        key = indicator.id, span
        if key not in self._cut:
            first = self.pieces[span[0]].start
            part = Passage(self.passage.between(first, self.pieces[span[1] - 1].end))
            cuts = cut(part, indicator)
            self._cut[key] = [each._replace(start=each.start + first, end=each.end + first) for each in cuts]
        return self._cut[key]

    def figures_in(self, span: Span) -> list[Figure]:
        """The figures among some pieces that stand in no brackets of their own."""
        around = self._bracketed(span)
        return [
            each
            for each in self._figures_within(span)
            if not any(first < each.number < last and not first < span[0] < last for first, last in around)
        ]

    def is_cell(self, figure: Figure) -> bool:
        """Whether a figure stands right beside another one, or behind the sign of its unit: as in the row of a table
        whose cells are lost, of which nobody can tell in what column it is.
        """
        at = bisect_left(self._numbers, figure.number)
        ends = [each.end for each in self.figures[max(0, at - 1) : at]]
        starts = [each.start for each in self.figures[at + 1 : at + 2]]
        before = self.pieces[figure.start - 1] if figure.start else None
        is_share_sign = before is not None and before.word is Word.UNIT and is_share(before.meaning)
        return is_share_sign or figure.start in ends or figure.end in starts

    def _figures_within(self, span: Span) -> list[Figure]:
        return self.figures[bisect_left(self._numbers, span[0]) : bisect_left(self._numbers, span[1])]

    def _asides(self, span: Span) -> Iterator[Span]:
        """The brackets among some pieces that have no figure in them."""
        for first, last in self._bracketed(span):
            if span[0] <= first < last <= span[1] and not self._figures_within((first, last)):
                yield first, last

    # Years

    @cached_property
    def _years(self) -> dict[int, int]:
        """The years that pieces name, but for those that something is compared with."""
        found: dict[int, int] = {}
        for at, piece in enumerate(self.pieces):
            if piece.word is Word.YEAR or self._why.get(at) == "year":
                if at and self.pieces[at - 1].word is Word.COMPARED:
                    continue
                digits = [token for token in self.passage.words[piece.start : piece.end] if token.isdigit()]
                found |= {at: int(digits[-1])} if digits else {}
        return found

    @cached_property
    def _year_places(self) -> list[int]:
        return sorted(self._years)

    def years(self, span: Span) -> list[int]:
        """The places of the years among some pieces, in brackets as well where no figure stands in them."""
        places = self._year_places
        found = places[bisect_left(places, span[0]) : bisect_left(places, span[1])]
        if not found:
            return []
        asides = {at for bracket in self._asides(span) for at in range(*bracket)}
        outside = set(self.outside(span))
        return [at for at in found if at in outside or at in asides]

    def year(self, at: int) -> int:
        """The year that the piece at a place names."""
        return self._years[at]

    def is_vague(self, at: int) -> bool:
        """Whether a year is one before or behind which something is to be: "sau năm 2030"."""
        return self.passage.words[self.pieces[at].start] in _VAGUE

    def parted(self, one: int, other: int) -> bool:
        """Whether the items of a list are parted between two places."""
        return any(self.joins(at) for at in range(one, other))

    def year_at(self, at: int, span: Span) -> int | None:
        """The year that is named beside a place among some pieces, with nothing that parts them; else the first one."""
        years = self.years(span)
        before = [each for each in years if each < at and not self.parted(each + 1, at)]
        behind = [each for each in years if each > at and not self.parted(at + 1, each)]
        beside = before[-1:] or behind[:1] or [each for each in years if each < at][:1] or years[:1]
        return self.year(beside[0]) if beside else None


_AND = ("và", "còn")
_VAGUE = ("sau", "trước", "từ", "ngoài")
