"""Paragraphs in clauses: which words each of their figures is about, for which year, and what it takes from before."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nq42check.drafting.dating import EACH, dated, leading_year
from nq42check.drafting.figures import Figure
from nq42check.drafting.paragraph import Paragraph, Span
from nq42check.drafting.parting import Fits, Parting, shared
from nq42check.drafting.speech import Said

_MOST = 24
"""How many figures of a clause are understood together."""
_FEW = 5
"""How many words are too few to name what a clause is about: "khu vực nông thôn"."""


class Clause(NamedTuple):
    """A figure with the words that it is about: `left` and `right` of it, and all that is `said` of it.

    `year` is the one that its words name. `doubts` are why it cannot be sure: it may as well be about other words of
    its sentence, or of another year, or stand in another column of a table.
    """

    figure: Figure
    left: Span
    right: Span
    said: Said
    year: int | None
    doubts: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """All its pieces."""
        return min(self.left[0], self.figure.start), max(self.right[1], self.figure.end)

    @property
    def own(self) -> tuple[str, ...]:
        """The words that are its own."""
        return tuple(word for run in self.said.own for word in run)


class Plain(NamedTuple):
    """A clause without a figure, or what is left of one beside its figures."""

    span: Span
    said: Said
    year: int | None


class Understood(NamedTuple):
    """A paragraph as it was understood: its clauses with a figure, and those without."""

    clauses: list[Clause]
    plain: list[Plain]


class _Before(NamedTuple):
    """What a clause may take from before: the words of the last subject and of what leads up to it, and the years."""

    subject: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    leading: int | None = None
    years: tuple[int | None, ...] = ()

    @property
    def context(self) -> tuple[tuple[str, ...], ...]:
        return tuple(filter(None, (self.lead, self.subject)))


def understood(paragraph: Paragraph, begin: int, fits: Fits) -> Understood:
    """The clauses of a paragraph from the piece `begin` on; `fits` says which figures can be of what."""
    found = Understood([], [])
    before = _Before()
    for sentence in paragraph.split((begin, len(paragraph.pieces)), "."):
        before = before._replace(lead=(), leading=leading_year(paragraph, sentence) or before.leading)
        several = len({paragraph.year(at) for at in paragraph.years(sentence)}) > 1
        for part in paragraph.split(sentence, ";"):
            before = before._replace(leading=leading_year(paragraph, part) or before.leading)
            before = _taken(paragraph, part, before, fits, found)
        before = before._replace(leading=None) if several else before
    return found


def _taken(paragraph: Paragraph, part: Span, before: _Before, fits: Fits, found: Understood) -> _Before:
    """Take in a part of a sentence; what the next may take from it."""
    own = paragraph.figures_in(part)
    if len(own) > _MOST:  # nobody writes such a sentence, and its figures are not left to take all day
        end = own[_MOST].start
        before = _taken(paragraph, (part[0], end), before, fits, found)
        return _taken(paragraph, (end, part[1]), before, fits, found)
    for bracket in paragraph.brackets:
        if part[0] <= bracket[0] < part[1] and (inner := paragraph.figures_in((bracket[0] + 1, bracket[1]))):
            ahead = [each for each in own if each.end <= bracket[0]]
            _, clauses, _ = _read(paragraph, part, ahead, before, fits) if ahead else (0.0, [], [])
            subject = clauses[-1].own if clauses else paragraph.words((part[0], bracket[0])) or before.subject
            within = before._replace(subject=subject, lead=paragraph.words((part[0], bracket[0])))
            found.clauses.extend(_read(paragraph, (bracket[0] + 1, bracket[1]), inner, within, fits)[1])
    if not own:
        words = paragraph.words(part)
        if words:
            found.plain.append(
                Plain(part, paragraph.said([words], before.context, paragraph.aside(part), [part]), before.leading)
            )
        lead = words if paragraph.is_sign(part[1] - 1, ":") else before.lead
        return before._replace(subject=words or before.subject, lead=lead)
    colon = _colon(paragraph, part, own)
    total, clauses, over = _read(paragraph, part, own, before, fits)
    lead = before.lead
    if colon is not None:
        led = paragraph.words((part[0], colon))
        other = _read(paragraph, (colon + 1, part[1]), own, before._replace(lead=led), fits)
        if other[0] >= total:  # "Về giảm nghèo: tỷ lệ nghèo đa chiều còn 2%"
            (_, clauses, over), lead = other, led
    found.clauses.extend(clauses)
    found.plain.extend(over)
    years = tuple(each.year for each in clauses)
    subject = before.subject
    for clause in clauses:
        subject = _subject(clause.own, subject)
    return before._replace(subject=subject, lead=lead, years=years)


def _subject(own: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """The words that the next clause may take: a clause's own, with those before it where they are few."""
    return own if len(own) > _FEW else (*own, *before)


def _colon(paragraph: Paragraph, part: Span, own: Sequence[Figure]) -> int | None:
    """The place of the last colon before the first figure."""
    colons = [at for at in paragraph.outside((part[0], own[0].start)) if paragraph.is_sign(at, ":")]
    return colons[-1] if colons else None


def _read(
    paragraph: Paragraph, span: Span, own: Sequence[Figure], before: _Before, fits: Fits
) -> tuple[float, list[Clause], list[Plain]]:
    """The figures of a clause with their words, what is left of it beside them, and how well all is understood."""
    runs = [*_runs(paragraph, span, own)]
    per = paragraph.per(span)
    parting = Parting(paragraph, span, runs, (*before.context, per), fits)
    total, cuts = parting.best()
    unsettled = parting.unsettled(cuts)
    years = dict(zip(own, dated(paragraph, span, own, before.leading, before.years), strict=True))
    found: list[Clause] = []
    for at, run in enumerate(runs):
        left, right = (cuts[at], run[0].start), (run[-1].end, cuts[at + 1])
        said, alike = parting.said(at, left, right), unsettled[at]
        each = [said] * len(run)
        if not said.own:  # "…, đến năm 2030 đạt 95%"
            subject = found[-1].own if found else before.subject
            each = [paragraph.said([subject], (*before.context, per), (), (left, right))] * len(run)
        elif len({years[figure] for figure in run}) < len(run):
            each, doubled = shared(paragraph, run, (left, right), said, fits)
            alike = alike or doubled or not any(word in paragraph.folded(span) for word in EACH)
        doubts = ["run-on"] if alike else []
        doubts += ["which-year"] if _wavers(paragraph, run, left, right) else []
        doubts += ["lost-columns"] if any(map(paragraph.is_cell, run)) else []
        found += [
            Clause(figure, left, right, own_said, years[figure], tuple(doubts))
            for figure, own_said in zip(run, each, strict=True)
        ]
    ends = [each for each in ((span[0], cuts[0]), (cuts[-1], span[1])) if each[0] < each[1]]
    over = [
        Plain(each, paragraph.said([paragraph.words(each)], before.context, (), [each]), before.leading)
        for each in ends
    ]
    return total, found, [each for each in over if each.said.own]


def _wavers(paragraph: Paragraph, run: Sequence[Figure], left: Span, right: Span) -> bool:
    """Whether it is open of which year figures are: two are named for one, or one before or behind which it is."""
    named = [*paragraph.years(left), *paragraph.years((left[1], right[0])), *paragraph.years(right)]
    return any(map(paragraph.is_vague, named)) or len({paragraph.year(at) for at in named}) > len(run)


def _runs(paragraph: Paragraph, span: Span, own: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures with nothing said between them together: "lần lượt 35%, 98%", "35% và 98%", "90% năm 2025, 95% năm 2030".

    Between two that a comma alone parts the words of one end, and those of the other begin.
    """
    listed = any(each in paragraph.folded(span) for each in EACH)
    run = [own[0]]
    for one, other in pairwise(own):
        gap = one.end, other.start
        together = listed or paragraph.years(gap) or any(paragraph.is_and(at) for at in range(*gap))
        if paragraph.words(gap) or not together:
            yield run
            run = []
        run.append(other)
    yield run
