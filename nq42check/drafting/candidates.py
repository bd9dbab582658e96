"""Candidates: the figures and steps of a document with what they may be of, before it is settled which is a target."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from nq42check.drafting.clauses import Clause, Plain, understood
from nq42check.drafting.drafts import Masked
from nq42check.drafting.outline import Spot
from nq42check.drafting.paragraph import Paragraph, Span
from nq42check.drafting.speech import Match, Said, Speech
from nq42check.drafting.worded import Worded, cell, fits, steps, worded
from nq42check.language.pieces import cut
from nq42check.model.catalogue import Catalogue, Indicator, Kind, Names
from nq42check.model.vocabulary import Word
from nq42check.text import Passage, fold, words


class Candidate(NamedTuple):
    """Something that may be a target: where it stands, what it may be of, the likeliest first, and for which year.

    `start` and `end` are its characters in the text of its `block`, `words` what to show of it. `value` words it for an
    indicator. `doubt` names why it cannot be sure, whatever it is of; `figure` says whether it has one.
    """

    block: int
    start: int
    end: int
    words: str
    where: str
    matches: tuple[Match, ...]
    year: int | None
    value: Callable[[Match], Worded]
    owner: str | None = None
    doubt: str | None = None
    figure: bool = True


class Bench:
    """What all candidates of a document are made with; figures of a year before `past` are how things were."""

    def __init__(self, catalogue: Catalogue, speech: Speech, past: int) -> None:
        self.catalogue, self.speech, self.past = catalogue, speech, past
        some = next(iter(catalogue.indicators.values()))
        self._neutral = Indicator("", some.area, Names("", ""), Kind.MEASURE, some.grammar)

    def paragraph(self, text: str, headings: tuple[tuple[str, ...], ...] = ()) -> Paragraph:
        """A text in pieces that mean the same for all indicators."""
        passage = Passage(text)
        return Paragraph(passage, cut(passage, self._neutral), self.speech, headings)

    @cached_property
    def aims(self) -> list[list[str]]:
        """The words of the steps of all scales, by which a clause may say that an aim is reached."""
        scales = (step for each in self.catalogue.indicators.values() for step in each.scale)
        return [words(fold(wording)) for step in scales for wording in step.wordings if wording[0].isalpha()]


def of_paragraph(text: str, block: int, spot: Spot, bench: Bench) -> tuple[list[Candidate], list[Masked]]:
    """The candidates in a paragraph or heading, and the numbers that are none."""
    headings = tuple(filter(None, (bench.speech.spoken(each.text) for each in spot.headings[-2:])))
    paragraph = bench.paragraph(text, headings)
    passage, pieces = paragraph.passage, paragraph.pieces
    begin = next((at for at, piece in enumerate(pieces) if passage.offset(piece.start) >= spot.begin), len(pieces))
    masked = [Masked(block, 0, spot.begin, "label")] if any(map(str.isdigit, text[: spot.begin])) else []
    masked += [Masked(block, *_extent(paragraph, (at, at + 1)), why) for at, why in paragraph.masked]
    read = understood(paragraph, begin, fits)
    found: list[Candidate] = []
    for clause in read.clauses:
        extent = _extent(paragraph, (clause.figure.start, clause.figure.end))
        if clause.now or (clause.year is not None and clause.year < bench.past):
            masked.append(Masked(block, *extent, "now"))
        else:
            found.append(_figure(paragraph, clause, extent, block, spot.place, bench))
    stated = [Plain(clause.span, clause.said, clause.year) for clause in read.clauses]
    for plain in (*read.plain, *stated):
        found += _steps(paragraph, plain, block, spot.place, bench)
    for plain in read.plain:
        found += _in_words(paragraph, plain, block, spot.place, bench)
    return found, masked


def _figure(paragraph: Paragraph, clause: Clause, extent: Span, block: int, where: str, bench: Bench) -> Candidate:
    """A figure with what its words may be about."""

    def value(match: Match) -> Worded:
        return worded(paragraph, clause, match, bench.catalogue)

    matches = tuple(match for match in bench.speech.matches(clause.said) if fits(clause.figure, match))
    doubt = "run-on" if clause.unsettled else None
    return Candidate(block, *extent, paragraph.text(clause.span), where, matches, clause.year, value, doubt=doubt)


_COVERED = 0.6
"""How much of a name a clause must say for a step in it to be the indicator's, or words to be of it."""


def _steps(paragraph: Paragraph, plain: Plain, block: int, where: str, bench: Bench) -> Iterator[Candidate]:
    """The steps of scales that a clause states, with or without a figure."""
    for match in bench.speech.matches(Said(plain.said.own, plain.said.aside)):
        indicator = match.subject.indicator
        if indicator is None or not indicator.scale or match.covered < _COVERED:
            continue
        for span, spoken in steps(paragraph, plain.span, match, bench.catalogue):
            year = paragraph.year_at(span[0], plain.span) or plain.year
            yield _stated(paragraph, plain, span, spoken, match, year, block, where)


def _in_words(paragraph: Paragraph, plain: Plain, block: int, where: str, bench: Bench) -> Iterator[Candidate]:
    """What a clause without a figure states of an indicator in words: all of a share, or that an aim is reached."""
    match = next(iter(bench.speech.matches(Said(plain.said.own, plain.said.aside))), None)
    indicator = match.subject.indicator if match else None
    if match is None or indicator is None or match.likeness < _COVERED:
        return
    everything = [at for at in range(*plain.span) if paragraph.pieces[at].word is Word.UNIVERSAL]
    span: Span | None = None
    if everything and indicator.is_share:
        span = everything[0], everything[0] + 1
    elif not indicator.scale:
        span = _aim(paragraph, plain.span, bench)
    if span is not None:
        spoken = cell(paragraph.text(span), paragraph.text(plain.span), indicator, bench.catalogue)
        year = paragraph.year_at(span[0], plain.span) or plain.year
        yield _stated(paragraph, plain, span, spoken, match, year, block, where)


def _stated(
    paragraph: Paragraph,
    plain: Plain,
    span: Span,
    spoken: Worded,
    match: Match,
    year: int | None,
    block: int,
    where: str,
) -> Candidate:
    def value(_: Match) -> Worded:
        return spoken

    extent = _extent(paragraph, span)
    return Candidate(block, *extent, paragraph.text(plain.span), where, (match,), year, value, figure=False)


def _aim(paragraph: Paragraph, span: Span, bench: Bench) -> Span | None:
    """The words of a clause that say that an aim is reached: from its first word to where it names what is aimed at."""
    first = paragraph.pieces[span[0]].start
    spoken = paragraph.passage.words
    if not any(spoken[first : first + len(aim)] == aim for aim in bench.aims):
        return None
    named = (at for at in range(span[0] + 1, span[1]) if spoken[paragraph.pieces[at].start] in _ABOUT)
    about = next(named, None)
    return (span[0], about) if about else None


_ABOUT = ("về", "đối")


def _extent(paragraph: Paragraph, span: Span) -> Span:
    """The characters of some pieces in the text."""
    passage, last = paragraph.passage, paragraph.pieces[span[1] - 1].end - 1
    return passage.offset(paragraph.pieces[span[0]].start), passage.offset(last) + len(passage.words[last])
