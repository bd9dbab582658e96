"""Paragraphs in clauses: which words each of their figures is about, for which year, and what it takes from before.

A noun stands before its figure ("tỷ lệ X đạt 60%, Y 45%") or behind it ("60% số X và 45% số Y"). Both are tried for
each figure of a clause, and those under which the figures of the whole clause are understood best are kept.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from nq42check.drafting.figures import Figure, figures
from nq42check.drafting.speech import Match, Said, Speech
from nq42check.language.pieces import Piece
from nq42check.model.vocabulary import Word
from nq42check.text import Passage

Span = tuple[int, int]
"""Pieces of a paragraph, from one to the one before the other."""

Fits = Callable[[Figure, Match], bool]
"""Whether a figure can be one of what a match is about."""

_NOW = ("hiện nay", "hiện tại", "đến nay", "hiện đạt", "hiện có", "hiện là", "hiện mới", "năm trước", "tính đến")
"""What says that a figure is how things are."""

_USUAL = 0.03
"""How much likelier it is that words are parted where a comma parts them."""

_STEPPED = 0.6
_MOST_ITEMS = 8
_LEAST = 0.4
_MOST_CUTS = 5
_RUN_ON = 4
"""In a clause of more figures than these, which words belong to which is not sure where both orders fit alike."""

_ALIKE, _RUN_ON_ALIKE = 0.1, 0.3


class Clause(NamedTuple):
    """A figure with the words that it is about: `left` and `right` of it, and all that is `said` of it.

    `year` is the one that its words name. `unsettled` says that it may as well be about other words of its sentence,
    `now` that it is how things are.
    """

    figure: Figure
    left: Span
    right: Span
    said: Said
    year: int | None
    unsettled: bool = False
    now: bool = False


class Understood(NamedTuple):
    """A paragraph as it was understood: its clauses with a figure; those without; numbers that are none, and why."""

    clauses: list[Clause]
    plain: list[tuple[Span, Said, int | None]]
    masked: list[tuple[int, str]]


class Paragraph:
    """A paragraph in pieces that mean the same for all indicators, from the piece `begin` on.

    `headings` are the words of the headings above it, and `fits` says which figures can be of what.
    """

    def __init__(
        self,
        passage: Passage,
        pieces: Sequence[Piece],
        speech: Speech,
        headings: tuple[tuple[str, ...], ...],
        fits: Fits,
    ) -> None:
        self.passage, self.pieces, self.speech, self.headings, self.fits = passage, pieces, speech, headings, fits
        self.masked: list[tuple[int, str]] = []
        self._figures: list[Figure] = []
        for each in figures(passage, pieces, 0, len(pieces)):
            if isinstance(each, Figure):
                self._figures.append(each)
            else:
                self.masked.append(each)
        self._reasons = set(self.masked)
        self._brackets = [*self._bracketed()]

    def understood(self, begin: int) -> Understood:
        """The clauses from the piece `begin` on."""
        clauses: list[Clause] = []
        plain: list[tuple[Span, Said, int | None]] = []
        year: int | None = None
        before: tuple[str, ...] = ()
        for sentence in self._split((begin, len(self.pieces)), "."):
            lead: tuple[tuple[str, ...], ...] = ()
            for part in self._split(sentence, ";"):
                for colon, span in self._led(part):
                    lead = (self.words(colon),) if colon else lead
                    year = self._year(colon) or year if colon else year
                    own = [each for each in self._figures if span[0] <= each.number < span[1]]
                    outer = [each for each in own if not self._inside(each)]
                    context = (*lead, before) if before else lead
                    if outer:
                        found, over = self._clause(span, outer, context, before, year)
                        clauses += found
                        plain += [(each, self._said([self.words(each)], (), context), year) for each in over]
                        year = found[-1].year if len({each.year for each in found}) == 1 else year
                        before = self._subject(found[-1]) or before
                    elif words := self.words(span):
                        year = self._year(span) or year
                        plain.append((span, self._said([words], (), context), year))
                        before = words
                    for bracket in self._brackets:
                        if span[0] <= bracket[0] < span[1] and any(
                            bracket[0] < each.number < bracket[1] for each in own
                        ):
                            inner = [each for each in own if bracket[0] < each.number < bracket[1]]
                            ahead = next(
                                (self._subject(each) for each in reversed(clauses) if each.figure.end <= bracket[0]),
                                before,
                            )
                            within = (*context, self.words((span[0], bracket[0])))
                            clauses += self._clause((bracket[0] + 1, bracket[1]), inner, within, ahead, year)[0]
        return Understood(clauses, plain, self.masked)

    # Words

    def words(self, span: Span) -> tuple[str, ...]:
        """The words of some pieces that say what is meant, without those in brackets."""
        return self.speech.content([word for at in self._outside(span) for word in self._tokens(at)])

    def aside(self, span: Span) -> tuple[str, ...]:
        """The words in brackets among some pieces, where no figure is among them."""
        tokens = [
            word
            for first, last in self._brackets
            if span[0] <= first < last <= span[1] and not any(first < each.number < last for each in self._figures)
            for at in range(first + 1, last)
            for word in self._tokens(at)
        ]
        return self.speech.content(tokens)

    def _outside(self, span: Span) -> Iterator[int]:
        for at in range(*span):
            if not any(first <= at <= last and not (first < span[0] < last) for first, last in self._brackets):
                yield at

    def _tokens(self, at: int) -> Sequence[str]:
        piece = self.pieces[at]
        if piece.word is Word.UNIT or (piece.word is Word.NUMBER and not {(at, "name"), (at, "age")} & self._reasons):
            return ()
        return self.passage.words[piece.start : piece.end]

    def _said(self, own: Sequence[tuple[str, ...]], aside: tuple[str, ...], context: Sequence[tuple[str, ...]]) -> Said:
        return Said(tuple(filter(None, own)), (aside,) if aside else (), tuple(filter(None, context)), self.headings)

    def _subject(self, clause: Clause) -> tuple[str, ...]:
        return tuple(word for run in clause.said.own for word in run)

    def sentence(self, at: int) -> int:
        """The first piece of the sentence that a piece stands in."""
        ends = [before for before in range(at) if self._is(before, ".") or self._is(before, ";")]
        return ends[-1] + 1 if ends else 0

    # Parts of a paragraph

    def _bracketed(self) -> Iterator[Span]:
        opened: list[int] = []
        for at, piece in enumerate(self.pieces):
            if piece.word is Word.SIGN and piece.meaning in ("(", "["):
                opened.append(at)
            elif piece.word is Word.SIGN and piece.meaning in (")", "]") and opened:
                first = opened.pop()
                if not opened:
                    yield first, at

    def _inside(self, figure: Figure) -> bool:
        return any(first < figure.number < last for first, last in self._brackets)

    def _split(self, span: Span, sign: str) -> Iterator[Span]:
        """Some pieces cut at a sign that stands outside of brackets."""
        start = span[0]
        for at in self._outside(span):
            if self._is(at, sign):
                if at > start:
                    yield start, at
                start = at + 1
        if start < span[1]:
            yield start, span[1]

    def _is(self, at: int, sign: str) -> bool:
        return self.pieces[at].word is Word.SIGN and self.pieces[at].meaning == sign

    def _led(self, span: Span) -> Iterator[tuple[Span | None, Span]]:
        """A part with what leads up to it before a colon, where that has no figure and more than one thing follows."""
        colons = [at for at in self._outside(span) if self._is(at, ":")]
        lead: Span | None = None
        for at in colons:
            own = [each for each in self._figures if span[0] <= each.number < at]
            behind = [each for each in self._figures if at < each.number < span[1]]
            first = behind[0].start if behind else span[1]
            if not own and (len(behind) != 1 or self.words((at + 1, first))):
                lead, span = (span[0], at), (at + 1, span[1])
        yield lead, span

    # A clause

    def _clause(
        self,
        span: Span,
        own: Sequence[Figure],
        context: tuple[tuple[str, ...], ...],
        before: tuple[str, ...],
        year: int | None,
    ) -> tuple[list[Clause], list[Span]]:
        """The figures of a clause with their words, and what is left of it before and behind them."""
        runs = [*self._runs(own)]
        ends = [
            (span[0], runs[0][0].start),
            *((one[-1].end, other[0].start) for one, other in pairwise(runs)),
            (runs[-1][-1].end, span[1]),
        ]
        per = tuple(word for at in range(*span) if self.pieces[at].word is Word.PER for word in self._tokens(at))
        context = (*context, self.speech.content(per))
        parting = _Parting(self, runs, ends, context)
        cuts = parting.best()
        unsettled = parting.unsettled(cuts)
        found: list[Clause] = []
        for at, run in enumerate(runs):
            left, right = (cuts[at], run[0].start), (run[-1].end, cuts[at + 1])
            said = parting.said(at, left, right)
            if not said.own:  # "…, đến năm 2030 đạt 95%"
                said = self._said([self._subject(found[-1]) if found else before], (), context)
            found += self._distributed(run, left, right, said, unsettled[at], year)
        over = [(span[0], cuts[0]), (cuts[-1], span[1])]
        return found, [each for each in over if each[0] < each[1]]

    def _runs(self, own: Sequence[Figure]) -> Iterator[list[Figure]]:
        """Figures with nothing said between them together: "lần lượt 35% và 98%", "90% năm 2025, 95% năm 2030"."""
        run = [own[0]]
        for one, other in pairwise(own):
            if self.words((one.end, other.start)):
                yield run
                run = []
            run.append(other)
        yield run

    def _distributed(
        self, run: list[Figure], left: Span, right: Span, said: Said, unsettled: bool, year: int | None
    ) -> Iterator[Clause]:
        """The figures of a run, each with its year, and with its own of the words that are said of all."""
        gaps = [left, *((one.end, other.start) for one, other in pairwise(run)), right]
        years = [self._year(gaps[at]) for at in range(len(run))]
        if len(run) > 1 and not any(years[1:]):  # "90% năm 2025 và 95% năm 2030"
            behind = [self._year(gap) for gap in gaps[1:]]
            years = behind if len(set(filter(None, behind))) > 1 else years
        years = [each or (years[at - 1] if at else None) or year for at, each in enumerate(years)]
        now = any(phrase in self._text(left) for phrase in _NOW)
        if len(run) == 1 and years[0] == year:
            years = [self._year(left) or self._year(right) or year]
        if len(run) > 1 and len(set(years)) < len(run):
            listed = self._items(run, left, right, said)
            items, alike = listed or ([()] * len(run), True)
            for figure, item, named in zip(run, items, years, strict=True):
                own = self._said([item], (), (*said.own, *said.context)) if item else said
                yield Clause(figure, left, right, own, named, unsettled or alike, now)
            return
        for figure, named in zip(run, years, strict=True):
            yield Clause(figure, left, right, said, named, unsettled, now)

    def _items(
        self, run: Sequence[Figure], left: Span, right: Span, said: Said
    ) -> tuple[list[tuple[str, ...]], bool] | None:
        """As many items of a list as there are figures, before them or behind, and whether others would do as well."""
        ways: list[tuple[float, list[tuple[str, ...]]]] = []
        for span in (left, right):
            parts = [part for part in self._listed(span) if self.words(part)][-_MOST_ITEMS:]
            for cuts in combinations(range(1, len(parts)), len(run) - 1):
                ends = [*cuts, len(parts)]
                starts = [0, *cuts]
                items = [
                    self.words((parts[first][0], parts[last - 1][1])) for first, last in zip(starts, ends, strict=True)
                ]
                ways.append(
                    (sum(self._worth(figure, item, said) for figure, item in zip(run, items, strict=True)), items)
                )
        if not ways:
            return None
        ways.sort(key=lambda way: -way[0])
        alike = len(ways) > 1 and ways[0][0] - ways[1][0] < _ALIKE
        return (ways[0][1], alike) if ways[0][0] >= _LEAST * len(run) else None

    def _worth(self, figure: Figure, item: tuple[str, ...], said: Said) -> float:
        """How well an item of a list is understood for a figure."""
        own = self._said([item], (), (*said.own, *said.context))
        return next((match.likeness for match in self.speech.matches(own) if self.fits(figure, match)), 0.0)

    def _listed(self, span: Span) -> Iterator[Span]:
        start = span[0]
        for at in self._outside(span):
            if self.joins(at):
                yield start, at
                start = at + 1
        yield start, span[1]

    def joins(self, at: int) -> bool:
        """Whether a piece parts the items of a list."""
        piece = self.pieces[at]
        return self._is(at, ",") or (piece.word is Word.SKIPPED and self.passage.words[piece.start] in ("và", "còn"))

    def states_step(self, span: Span) -> bool:
        """Whether some pieces are about something that is stated in steps only."""
        words = self.words(span)
        best = next(iter(self.speech.matches(self._said([words], (), ()))), None) if words else None
        indicator = best.subject.indicator if best and best.covered >= _STEPPED else None
        return indicator is not None and indicator.unit is None

    def _text(self, span: Span) -> str:
        pieces = self.pieces[span[0] : span[1]]
        return " ".join(self.passage.words[pieces[0].start : pieces[-1].end]) if pieces else ""

    def names_year(self, span: Span) -> bool:
        """Whether a year stands among some pieces."""
        return self._year(span) is not None

    def year_near(self, word: int, span: Span) -> int | None:
        """The year that is named nearest to a word among some pieces, before it rather than behind."""
        at = next(at for at in range(*span) if self.pieces[at].end > word)
        return self._year((span[0], at)) or self._first_year((at, span[1]))

    def _first_year(self, span: Span) -> int | None:
        return next((year for at in range(*span) if (year := self._year((at, at + 1)))), None)

    def _year(self, span: Span) -> int | None:
        """The last year named among some pieces, but for one that is compared with."""
        found = None
        for at in self._outside(span):
            if at and self.pieces[at - 1].word is Word.COMPARED:
                continue
            digits = [
                token for token in self.passage.words[self.pieces[at].start : self.pieces[at].end] if token.isdigit()
            ]
            if self.pieces[at].word is Word.YEAR or (at, "year") in self.masked:
                found = int(digits[-1]) if digits else found
        return found


class _Parting:
    """Where the words between figures part: which of them belong to the figure before, which to the one behind."""

    def __init__(
        self,
        paragraph: Paragraph,
        runs: Sequence[Sequence[Figure]],
        gaps: Sequence[Span],
        context: Sequence[tuple[str, ...]],
    ) -> None:
        self._of, self._runs, self._gaps, self._context = paragraph, runs, gaps, context
        self._known: dict[tuple[int, int, int], tuple[float, object]] = {}

    def best(self) -> list[int]:
        """The cut in each gap, and the two ends, under which all figures are understood best."""
        ways = {cut: (0.0, [cut]) for cut in self._cuts(0)}
        for at in range(len(self._runs)):
            usual = self._usual(at + 1) if at < len(self._runs) - 1 else self._gaps[-1][1]
            onward: dict[int, tuple[float, list[int]]] = {}
            for cut in self._cuts(at + 1):
                for start, (total, taken) in ways.items():
                    worth = total + self._likeness(at, start, cut)[0] + (_USUAL if cut == usual else 0.0)
                    if worth > onward.get(cut, (-1.0, []))[0]:
                        onward[cut] = worth, [*taken, cut]
            ways = onward
        return max(ways.values(), key=lambda each: each[0])[1]

    def unsettled(self, cuts: Sequence[int]) -> list[bool]:
        """For each figure whether words on its other side would do as well."""
        many = len(self._runs)
        if many == 1:
            return [False]
        before = [
            self._likeness(at, self._gaps[at][0], self._gaps[at + 1][0 if at < many - 1 else 1]) for at in range(many)
        ]
        behind = [self._likeness(at, self._gaps[at][1 if at else 0], self._gaps[at + 1][1]) for at in range(many)]
        totals = [sum(likeness for likeness, _ in each) for each in (before, behind)]
        if many > _RUN_ON and self._is_mixed(cuts):
            return [True] * many
        if abs(totals[0] - totals[1]) >= (_RUN_ON_ALIKE if many > _RUN_ON else _ALIKE) * many:
            return [False] * many
        return [many > _RUN_ON or one[1] is not other[1] for one, other in zip(before, behind, strict=True)]

    def _is_mixed(self, cuts: Sequence[int]) -> bool:
        """Whether words belong now to the figure before them, now to the one behind."""
        sides = {cut == self._gaps[at][0] for at, cut in enumerate(cuts[1:-1], 1)}
        return len(sides) > 1 or any(cut not in self._gaps[at] for at, cut in enumerate(cuts[1:-1], 1))

    def said(self, at: int, left: Span, right: Span) -> Said:
        """All that is said of a run of figures between two cuts."""
        of, first, last = self._of, self._gaps[0][0], self._gaps[-1]
        aside = of.aside((left[0], right[1]))
        context = [of.words((first, left[0])), *self._context]
        if right[1] < last[1]:
            context.append(of.words(last))
        return of._said([of.words(left), of.words(right)], aside, context)

    def _likeness(self, at: int, start: int, end: int) -> tuple[float, object]:
        """How well a run is understood by the words between two cuts, and what they are about."""
        key = at, start, end
        if key not in self._known:
            run = self._runs[at]
            said = self.said(at, (start, run[0].start), (run[-1].end, end))
            matches = (match for match in self._of.speech.matches(said) if self._of.fits(run[0], match))
            best = next(matches, None) if said.own else None
            self._known[key] = (best.likeness, best.subject) if best else (self._elliptic(at, start, end), None)
        return self._known[key]

    def _elliptic(self, at: int, start: int, end: int) -> float:
        """How likely it is that a figure without words of its own is one of the last subject in another year."""
        run = self._runs[at]
        named = self._of.names_year((start, run[0].start)) or self._of.names_year((run[-1].end, end))
        return _LEAST if at and named and not self._of.words((start, run[0].start)) else 0.0

    def _cuts(self, gap: int) -> list[int]:
        """The places in a gap where its words may part; before the first figure and behind the last, from a step."""
        start, end = self._gaps[gap]
        joints = [at for at in range(start, end) if self._of.joins(at)]
        if gap == 0:
            return [start, *(at for at in joints if self._of.states_step((start, at)))]
        if gap == len(self._runs):
            return [end, *(at for at in joints if self._of.states_step((at + 1, end)))]
        if len(joints) > _MOST_CUTS - 2:
            joints = [joints[0], *joints[-(_MOST_CUTS - 3) :]]
        return [*dict.fromkeys((start, *joints, end))]

    def _usual(self, gap: int) -> int | None:
        """Where the words of a gap part by its commas: a comma stands right behind the first figure, or further on."""
        start, end = self._gaps[gap]
        commas = [at for at in range(start, end) if self._of._is(at, ",")]
        if not commas:
            return end
        return start if commas[0] == start and len(commas) == 1 else commas[-1]
