"""Candidates: the figures and steps of a document with what they may be of, before it is settled which is a target."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from nq42check.drafting.clauses import Clause, Plain, understood
from nq42check.drafting.doubts import PARTIAL, Doubts
from nq42check.drafting.drafts import Masked
from nq42check.drafting.figures import is_share
from nq42check.drafting.outline import Spot
from nq42check.drafting.paragraph import Paragraph, Span
from nq42check.drafting.speech import Match, Said, Speech
from nq42check.drafting.worded import Worded, cell, fits, steps, worded
from nq42check.language.pieces import cut
from nq42check.model.catalogue import Catalogue, Indicator, Kind, Names
from nq42check.model.vocabulary import Word
from nq42check.text import Passage, Phrases


class Candidate(NamedTuple):
    """Something that may be a target: where it stands, what it may be of, the likeliest first, and for which year.

    `start` and `end` are its characters in the text of its `block`, `words` what to show of it. `value` words it for an
    indicator; `barred` are indicators that it may be of beside the first. `doubts` name why it cannot be sure, whatever
    it is of; `figure` says whether it has one. `beyond` are words that it inherits and is about a part of.
    """

    block: int
    start: int
    end: int
    words: str
    where: str
    matches: tuple[Match, ...]
    year: int | None
    value: Callable[[Match], Worded]
    barred: tuple[Match, ...] = ()
    owner: str | None = None
    doubts: tuple[str, ...] = ()
    figure: bool = True
    beyond: str = ""


class Bench:
    """What all candidates of a document are made with; figures of a year before `past` are how things were."""

    def __init__(self, catalogue: Catalogue, speech: Speech, doubts: Doubts, past: int) -> None:
        self.catalogue, self.speech, self.doubts, self.past = catalogue, speech, doubts, past
        some = next(iter(catalogue.indicators.values()))
        self._neutral = Indicator("", some.area, Names("", ""), Kind.MEASURE, some.grammar)

    def paragraph(self, text: str, headings: tuple[tuple[str, ...], ...] = ()) -> Paragraph:
        """A text in pieces that mean the same for all indicators."""
        passage = Passage(_RAISED.sub(" ", text))
        return Paragraph(passage, cut(passage, self._neutral), self.speech, headings)

    @cached_property
    def _aims(self) -> Phrases[None]:
        """The words of the steps of all scales, by which a clause may say that an aim is reached."""
        scales = (step for each in self.catalogue.indicators.values() for step in each.scale)
        return Phrases((wording, None) for step in scales for wording in step.wordings if wording[0].isalpha())

    def states_aim(self, spoken: Sequence[str]) -> bool:
        """Whether folded words have those of any step."""
        return any(self._aims.at(spoken, at) for at, word in enumerate(spoken) if word in self._aims)


def of_paragraph(text: str, block: int, spot: Spot, bench: Bench) -> tuple[list[Candidate], list[Masked]]:
    """The candidates in a paragraph or heading, and the numbers that are none."""
    if _NOTE.match(text):
        return [], [Masked(block, 0, len(text), "note")]
    headings = tuple(filter(None, (bench.speech.spoken(each.text) for each in spot.headings[-2:])))
    paragraph = bench.paragraph(text, headings)
    pieces = paragraph.pieces
    begin = next((at for at in range(len(pieces)) if _extent(paragraph, (at, at + 1))[1] > spot.begin), len(pieces))
    masked = [Masked(block, 0, spot.begin, "label")] if any(map(str.isdigit, text[: spot.begin])) else []
    masked += [Masked(block, *_extent(paragraph, (at, at + 1)), why) for at, why in paragraph.masked]
    read = understood(paragraph, begin, fits)
    found: list[Candidate] = []
    for clause in read.clauses:
        extent = _extent(paragraph, (clause.figure.start, clause.figure.end))
        doubts = {
            *clause.doubts,
            *spot.doubts,
            *bench.doubts.of(paragraph.folded((clause.left[0], clause.figure.number)).split()),
        }
        if "now" in doubts or (clause.year is not None and clause.year < bench.past):
            masked.append(Masked(block, *extent, "now"))
        else:
            found.append(_figure(paragraph, clause, extent, block, spot.place, tuple(sorted(doubts)), bench))
    stated = [Plain(clause.span, clause.said, clause.year) for clause in read.clauses]
    for plain in (*read.plain, *stated):
        found += _steps(paragraph, plain, block, spot, bench)
    for plain in read.plain:
        found += _in_words(paragraph, plain, block, spot, bench)
    return found, masked


def _figure(
    paragraph: Paragraph, clause: Clause, extent: Span, block: int, where: str, doubts: tuple[str, ...], bench: Bench
) -> Candidate:
    """A figure with what its words may be about."""

    def value(match: Match) -> Worded:
        return worded(paragraph, clause, match, bench.catalogue)

    every = [match for match in bench.speech.every(clause.said) if fits(clause.figure, match)]
    matches = tuple(match for match in every if not match.barred)
    barred = tuple(match for match in every if match.barred and match.subject.indicator)
    partial = any(f" {phrase} " in paragraph.folded(clause.left) for phrase in PARTIAL)
    beyond = " | ".join(" ".join(run) for run in clause.said.context) if partial else ""
    return Candidate(
        block,
        *extent,
        paragraph.text(clause.span),
        where,
        matches,
        clause.year,
        value,
        barred,
        doubts=doubts,
        beyond=f" {beyond} ",
    )


_NOTE = re.compile(r"\[\d+\]\s|[¹²³⁴-⁹]\s*(?=\w)")
"""What a note at the foot of a page begins with, as readers of files hand it on."""
_RAISED = re.compile(r"(?<=[^\W\d_])(?<!m)[¹²³⁰⁴-⁹](?!\w)")
"""The mark of a note behind a word."""
_COVERED = 0.6
"""How much of a name a clause must say for a step in it to be the indicator's, or words to be of it."""


def _steps(paragraph: Paragraph, plain: Plain, block: int, spot: Spot, bench: Bench) -> Iterator[Candidate]:
    """The steps of scales that a clause states, with or without a figure."""
    pieces = paragraph.pieces
    if not bench.states_aim(paragraph.passage.words[pieces[plain.span[0]].start : pieces[plain.span[1] - 1].end]):
        return
    for match in bench.speech.matches(Said(plain.said.own, plain.said.aside)):
        indicator = match.subject.indicator
        if indicator is None or not indicator.scale or match.covered < _COVERED:
            continue
        for span, spoken in steps(paragraph, plain.span, match, bench.catalogue):
            doubts = (*spot.doubts, *(["in-part"] if _in_part(paragraph, span, plain.span) else []))
            yield _stated(paragraph, plain, span, spoken, match, block, spot.place, doubts, bench)


def _in_part(paragraph: Paragraph, step: Span, span: Span) -> bool:
    """Whether a step is only taken in part: "xóa bỏ 90% nhà tạm"."""
    beside = (each for each in paragraph.figures_in(span) if is_share(each.unit) and each.token != "100")
    return any(not paragraph.parted(min(step[0], each.end), max(step[0], each.end)) for each in beside)


def _in_words(paragraph: Paragraph, plain: Plain, block: int, spot: Spot, bench: Bench) -> Iterator[Candidate]:
    """What a clause without a figure states of an indicator in words: all of a share, or that an aim is reached."""
    match = next(iter(bench.speech.matches(Said(plain.said.own, plain.said.aside))), None)
    indicator = match.subject.indicator if match else None
    if match is None or indicator is None or match.covered < _COVERED:
        return
    everything = [at for at in range(*plain.span) if paragraph.pieces[at].word is Word.UNIVERSAL]
    span: Span | None = None
    if everything and indicator.is_share:
        span = everything[0], everything[0] + 1
    elif not indicator.scale:
        span = _aim(paragraph, plain.span, bench)
    doubts = spot.doubts
    if span is None:  # words that seem to be of an indicator, and state nothing that is understood
        span, doubts = plain.span, (*spot.doubts, HINT)
    spoken = cell(paragraph.text(span), paragraph.text(plain.span), indicator, bench.catalogue)
    yield _stated(paragraph, plain, span, spoken, match, block, spot.place, doubts, bench)


HINT = "hint"
"""What marks words that seem to be of an indicator: they are told where no row is of it."""


def _stated(
    paragraph: Paragraph,
    plain: Plain,
    span: Span,
    spoken: Worded,
    match: Match,
    block: int,
    where: str,
    doubts: tuple[str, ...],
    bench: Bench,
) -> Candidate:
    """Words that state a level without a figure, for the year that is named beside them."""

    def value(_: Match) -> Worded:
        return spoken

    year = paragraph.year_at(span[0], plain.span) or plain.year
    doubts = (*doubts, *sorted(bench.doubts.of(paragraph.folded((plain.span[0], span[1])).split())))
    words = paragraph.text(plain.span)
    return Candidate(block, *_extent(paragraph, span), words, where, (match,), year, value, doubts=doubts, figure=False)


def _aim(paragraph: Paragraph, span: Span, bench: Bench) -> Span | None:
    """The words of a clause that say that an aim is reached: from its first word to where it names what is aimed at."""
    first = paragraph.pieces[span[0]].start
    spoken = paragraph.passage.words
    if not bench.states_aim(spoken[first : first + _LONGEST_STEP]):
        return None
    named = (at for at in range(span[0] + 1, span[1]) if spoken[paragraph.pieces[at].start] in _ABOUT)
    about = next(named, None)
    return (span[0], about) if about else None


_ABOUT = ("về", "đối")
_LONGEST_STEP = 3


def _extent(paragraph: Paragraph, span: Span) -> Span:
    """The characters of some pieces in the text."""
    passage, last = paragraph.passage, paragraph.pieces[span[1] - 1].end - 1
    return passage.offset(paragraph.pieces[span[0]].start), passage.offset(last) + len(passage.words[last])
