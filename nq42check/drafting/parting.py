"""Which words between the figures of a clause belong to which of them.

A noun stands before its figure ("tỷ lệ X đạt 60%, Y 45%") or behind it ("60% số X và 45% số Y"). Both are tried for
each figure of a clause, and those under which the figures of the whole clause are understood best are kept.
"""

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

from nq42check.drafting.figures import Figure
from nq42check.drafting.paragraph import Paragraph, Span
from nq42check.drafting.speech import Match, Said, Subject

Fits = Callable[[Figure, Match], bool]
"""Whether a figure can be one of what a match is about."""

_USUAL = 0.03
"""How much likelier it is that words are parted where a comma parts them."""
_STEPPED = 0.6
_MOST_ITEMS = 8
_MOST_CUTS = 5
_RUN_ON = 4
"""In a clause of more figures than these, which words belong to which is not sure where both orders fit alike."""
_ALIKE, _RUN_ON_ALIKE = 0.1, 0.3
_LEAST = 0.4


class Parting:
    """The ways to part the words of a clause among its runs of figures, which have nothing said between them."""

    def __init__(
        self,
        paragraph: Paragraph,
        span: Span,
        runs: Sequence[Sequence[Figure]],
        context: Sequence[tuple[str, ...]],
        fits: Fits,
    ) -> None:
        self._of, self._runs, self._context, self._fits = paragraph, runs, context, fits
        between = ((one[-1].end, other[0].start) for one, other in pairwise(runs))
        self._gaps = [(span[0], runs[0][0].start), *between, (runs[-1][-1].end, span[1])]
        self._known: dict[tuple[int, int, int], tuple[float, Subject | None]] = {}

    def best(self) -> tuple[float, list[int]]:
        """How well all figures are understood at best; the cut in each gap for it, and the two ends."""
        ways = {cut: (0.0, [cut]) for cut in self._cuts(0)}
        for at in range(len(self._runs)):
            usual = self._usual(at + 1)
            onward: dict[int, tuple[float, list[int]]] = {}
            for cut in self._cuts(at + 1):
                for start, (total, taken) in ways.items():
                    worth = total + self._likeness(at, start, cut)[0] + (_USUAL if cut == usual else 0.0)
                    if worth > onward.get(cut, (-1.0, []))[0]:
                        onward[cut] = worth, [*taken, cut]
            ways = onward
        return max(ways.values(), key=lambda each: each[0])

    def unsettled(self, cuts: Sequence[int]) -> list[bool]:
        """For each run of figures whether the words on its other side would do as well."""
        many = len(self._runs)
        if many == 1:
            return [False]
        last = len(self._runs) - 1
        before = [self._likeness(at, self._gaps[at][0], self._gaps[at + 1][int(at == last)]) for at in range(many)]
        behind = [self._likeness(at, self._gaps[at][int(at > 0)], self._gaps[at + 1][1]) for at in range(many)]
        if many > _RUN_ON and self._is_mixed(cuts):
            return [True] * many
        apart = abs(sum(likeness for likeness, _ in before) - sum(likeness for likeness, _ in behind))
        if apart >= (_RUN_ON_ALIKE if many > _RUN_ON else _ALIKE) * many:
            return [False] * many
        return [many > _RUN_ON or one[1] is not other[1] for one, other in zip(before, behind, strict=True)]

    def said(self, at: int, left: Span, right: Span) -> Said:
        """All that is said of a run of figures between two cuts."""
        of, first, last = self._of, self._gaps[0][0], self._gaps[-1]
        context = [of.words((first, left[0])), *self._context]
        if right[1] < last[1]:
            context.append(of.words((right[1], last[1])))
        aside = of.aside((left[0], right[1])) + of.around(self._runs[at])
        spans = (left[0], self._runs[at][0].number), right
        return of.said([of.words(left), of.words(right)], context, aside, spans)

    def _likeness(self, at: int, start: int, end: int) -> tuple[float, Subject | None]:
        """How well a run is understood by the words between two cuts, and what they are about."""
        key = at, start, end
        if key not in self._known:
            run = self._runs[at]
            said = self.said(at, (start, run[0].start), (run[-1].end, end))
            matches = (match for match in self._of.speech.matches(said) if self._fits(run[0], match))
            best = next(matches, None) if said.own else None
            self._known[key] = (best.likeness, best.subject) if best else (self._elliptic(at, start, end), None)
        return self._known[key]

    def _elliptic(self, at: int, start: int, end: int) -> float:
        """How likely it is that a figure without words of its own is one of the last subject in another year."""
        run = self._runs[at]
        named = self._of.years((start, run[0].start)) or self._of.years((run[-1].end, end))
        return _LEAST if at and named and not self._of.words((start, run[0].start)) else 0.0

    def _cuts(self, gap: int) -> list[int]:
        """The places in a gap where its words may part; before the first figure and behind the last, from a step."""
        start, end = self._gaps[gap]
        joints = [at for at in range(start, end) if self._of.joins(at)][-_MOST_ITEMS:]
        if gap == 0:
            return [start, *(at for at in joints if self._states_step((start, at)))]
        if gap == len(self._runs):
            return [end, *(at for at in joints if self._states_step((at + 1, end)))]
        if len(joints) > _MOST_CUTS - 2:
            joints = [joints[0], *joints[-(_MOST_CUTS - 3) :]]
        return [*dict.fromkeys((start, *joints, end))]

    def _usual(self, gap: int) -> int:
        """Where the words of a gap part by its commas: one stands right behind the first figure, or further on."""
        start, end = self._gaps[gap]
        commas = [at for at in range(start, end) if self._of.is_sign(at, ",")]
        if not commas or gap == len(self._runs):
            return end
        return start if commas == [start] else commas[-1]

    def _states_step(self, span: Span) -> bool:
        """Whether some pieces are about something that is stated in steps only."""
        words = self._of.words(span)
        best = next(iter(self._of.speech.matches(Said((words,)))), None) if words else None
        indicator = best.subject.indicator if best and best.covered >= _STEPPED else None
        return indicator is not None and indicator.unit is None

    def _is_mixed(self, cuts: Sequence[int]) -> bool:
        """Whether words belong now to the figure before them, now to the one behind."""
        inner = [*zip(cuts[1:-1], self._gaps[1:-1], strict=True)]
        return any(cut not in gap for cut, gap in inner) or len({cut == gap[0] for cut, gap in inner}) > 1


def shared(
    paragraph: Paragraph, run: Sequence[Figure], spans: Sequence[Span], said: Said, fits: Fits
) -> tuple[list[Said], bool]:
    """What is said of each figure of a run: as many items of a list, before them or behind, as there are figures.

    Tells as well whether other items would do as well. Where there are no such items all figures have what is said.
    """

    def of_item(item: tuple[str, ...]) -> Said:
        return paragraph.said([item], (*said.own, *said.context))

    def worth(figure: Figure, item: tuple[str, ...]) -> float:
        return next((match.likeness for match in paragraph.speech.matches(of_item(item)) if fits(figure, match)), 0.0)

    ways: list[tuple[float, list[tuple[str, ...]]]] = []
    for span in spans:
        parts = [part for part in paragraph.listed(span) if paragraph.words(part)][-_MOST_ITEMS:]
        for cuts in combinations(range(1, len(parts)), len(run) - 1):
            ends = zip((0, *cuts), (*cuts, len(parts)), strict=True)
            items = [paragraph.words((parts[first][0], parts[last - 1][1])) for first, last in ends]
            ways.append((sum(map(worth, run, items)), items))
    ways.sort(key=lambda way: -way[0])
    if not ways or ways[0][0] < _LEAST * len(run):
        return [said] * len(run), True
    alike = len(ways) > 1 and ways[0][0] - ways[1][0] < _ALIKE
    return [of_item(item) for item in ways[0][1]], alike
