"""What the words of a value say, gathered piece by piece, before the figure and behind it alike."""

from collections.abc import Callable, Sequence

from nq42check.language.pieces import Piece
from nq42check.language.whom import Whom
from nq42check.model.catalogue import Indicator
from nq42check.model.units import PER_PEOPLE, Unit
from nq42check.model.values import Operator, Step
from nq42check.model.vocabulary import Word
from nq42check.text import Passage

_SUBJECTS = frozenset((Word.NOUN, Word.COUNT, Word.GROUP, Word.LISTED))
_LIMITED = _SUBJECTS | {Word.NAMED}
_COUNTED = _SUBJECTS | {Word.NUMBER, Word.SKIPPED}
_UNSCOPED = frozenset((Word.NUMBER, Word.OPERATOR, Word.TRAILING, Word.STEP))
# What is not of a scope that was opened before it: it speaks of the figure, or names what the value is about.
_CLOSING = _UNSCOPED | {
    *(Word.FROM, Word.WITHIN, Word.HELD, Word.REACHED, Word.BECOMES, Word.CHANGE, Word.PACE, Word.RELATION),
    *(Word.COMPARED, Word.YEAR, Word.DENIAL, Word.ON_THE_WAY, Word.CONDITION, Word.NOUN, Word.GROUP, Word.LISTED),
}
_SIGN = Word.SIGN


class Sense:
    """What the words of a value say, gathered piece by piece: the method that takes a word is named like it.

    In a value each word must be known, else it is `lost`. In a quote (`quoted`) words that are not known are passed
    over, and cut the words before them off from the figure. `said` has the words that say the same wherever they stand.
    """

    # The figure: the operators before it and behind, the end of a range, what it started from.
    trailing: Operator | None = None
    upper: Operator | None = None
    unit: Unit | None = None
    start: Piece | None = None
    opened = within = ranged = closed = False
    # Words that make it no level, or decide whether it is one; a change has a direction.
    change: str | None = None
    became: str | None = None
    changer: Piece | None = None
    reached = fraction = compared = relation = denied = away = condition = False
    # What it is about, and what was not understood.
    about = counted = followed = False
    lost: Piece | None = None
    year: Piece | None = None
    extra: Piece | None = None
    _last: Piece | None = None

    def __init__(
        self, indicator: Indicator, passage: Passage, pieces: Sequence[Piece], *, quoted: bool = False
    ) -> None:
        self.indicator, self.passage, self.quoted = indicator, passage, quoted
        self.whom = Whom(indicator, passage)
        self.numbers: list[Piece] = []
        self.operators: list[Operator] = []
        self.steps: list[Step] = []
        self.said: set[Word] = set()
        self.take(pieces)

    def take(self, pieces: Sequence[Piece]) -> None:
        """Understand more pieces."""
        whom = self.whom
        for piece in pieces:
            word = piece.word
            if whom.opening is not None and word in _UNSCOPED:
                self.dangle()
            if whom.opening is not None and whom.opening.word is Word.NARROWS and word in _SUBJECTS:
                whom.narrow(piece)  # "trừ hải đảo" does not name the islands
            else:
                if word in _CLOSING:
                    whom.opening = None
                taker = _TAKERS.get(word)
                if taker is None:
                    self.said.add(word)
                else:
                    taker(self, piece)
            if word is not _SIGN:
                self._last = piece

    # The figure

    def _number(self, piece: Piece) -> None:
        if self.quoted and self.indicator.unit is None and piece.meaning.token != "100":
            return
        if self._after(Word.COMPARED) or (self.compared and self.numbers):
            self.compared = True
        elif self.condition or self.relation:
            pass
        elif not self.numbers or (self.ranged and len(self.numbers) == 1):
            self.numbers.append(piece)
        elif self._becoming():
            self.start, self.numbers, self.unit = self.numbers[0], [piece], None
        else:
            self.extra = self.extra or piece

    def _becoming(self) -> bool:
        """Whether what comes is the level reached from a start, as in "từ 92% lên 96%"."""
        return self.opened and self.became is not None and self.start is None

    def _fraction(self, piece: Piece) -> None:
        self.fraction = True
        if self.change is None:
            self._lose(piece)

    def _unit(self, piece: Piece) -> None:
        if self.extra is None and not self.compared:
            self.unit = piece.meaning

    def _per(self, piece: Piece) -> None:
        measured = self.unit is not None and self.unit.dimension != PER_PEOPLE
        if measured or not (self.numbers or self.indicator.is_rate):
            self._other(piece)
        else:
            self.unit = piece.meaning

    def _operator(self, piece: Piece) -> None:
        if self.ranged and len(self.numbers) == 1:
            self.upper = piece.meaning
        elif not self.numbers or self._becoming():
            self.operators.append(piece.meaning)
        elif not self.quoted:
            self._lose(piece)

    def _trailing(self, piece: Piece) -> None:
        if self.numbers and not self.closed and self.trailing is None:
            self.trailing = piece.meaning
        elif not self.quoted:
            self._lose(piece)

    def _from(self, piece: Piece) -> None:
        if self.numbers:
            self._other(piece)
        else:
            self.opened = True

    def _within(self, piece: Piece) -> None:
        self._from(piece)
        self.within = self.opened

    def _to(self, piece: Piece) -> None:
        if len(self.numbers) == 1 and not self.ranged and self.start is None and not self.closed:
            self.ranged = True
        else:
            self._other(piece)

    # Words around it

    def _sign(self, piece: Piece) -> None:
        if piece.meaning in (",", ";"):
            self.whom.opening = None

    def _reached(self, piece: Piece) -> None:
        self.reached = True

    def _becomes(self, piece: Piece) -> None:
        if not self.numbers or (self.opened and len(self.numbers) == 1 and not self.ranged):
            self.became = piece.meaning
        else:
            self._other(piece)

    def _change(self, piece: Piece) -> None:
        self.change, self.changer, self.reached = piece.meaning, piece, False

    def _relation(self, piece: Piece) -> None:
        self.compared = self.compared or self._after(Word.COMPARED)
        self.relation = self.relation or not self.quoted

    def _year(self, piece: Piece) -> None:
        if self._last is not None and self._last.meaning in (Operator.ABOVE, Operator.BELOW):
            self.relation = True  # "cao hơn năm 2023"
        elif self._after(Word.COMPARED) or Word.MULTIPLE in self.said or (self.change and self._after(Word.FRACTION)):
            self.compared = True
        elif not (self.quoted or self.condition or (self.opened and self.start is None and self.numbers)):
            self.year = self.year or piece

    def _denial(self, piece: Piece) -> None:
        self.denied = self.denied or not (self.quoted and self.numbers)

    def _on_the_way(self, piece: Piece) -> None:
        self.away = self.away or not (self.quoted and self.numbers)

    def _condition(self, piece: Piece) -> None:
        self.condition = self.condition or not self.quoted or bool(self.numbers)

    def _step(self, piece: Piece) -> None:
        if not (self.quoted and (self.denied or self.away)):
            self.steps.append(piece.meaning)

    # What it is about

    def _noun(self, piece: Piece) -> None:
        self.about = True
        if self.numbers:
            self.followed = True
            self.counted = self.counted or (self._last is not None and self._last.word in _COUNTED)
        if piece.meaning is True and self.indicator.is_rate and self.unit is None:
            self.unit = self.indicator.unit  # the name of a rate has its denominator

    def _named(self, piece: Piece) -> None:
        self.about = True

    def _count(self, piece: Piece) -> None:
        whom = self.whom
        if whom.opening is not None and whom.opening.word is Word.OPENS and piece.meaning != self.indicator.counts:
            whom.narrow(piece)  # "riêng khu vực doanh nghiệp"
        else:
            whom.opening = None
            self._noun(piece)
            whom.counts.append(piece.meaning)

    def _group(self, piece: Piece) -> None:
        self._noun(piece)
        self.whom.groups.append(piece.meaning)

    def _listed(self, piece: Piece) -> None:
        self._noun(piece)
        self.whom.item(piece)

    def _narrows(self, piece: Piece) -> None:
        self.whom.opening = piece
        self.whom.narrow(piece)

    def _opens(self, piece: Piece) -> None:
        self.whom.opening = piece

    def _opens_in_value(self, piece: Piece) -> None:
        if not self.quoted:
            self.whom.opening = piece

    def _other(self, piece: Piece) -> None:
        """A word that is not known: of a scope that was opened, of a condition or relation; else not understood."""
        if self.whom.opening is not None:
            self.whom.narrow(piece)
        elif self.quoted:
            self.cut_off()
        elif self._last is not None and self._last.word in _LIMITED:
            self.whom.opening = self._last  # words behind a noun limit it: "lao động nữ"
            self.whom.narrow(piece)
        elif not (self.condition or self.relation or self.compared):
            self._lose(piece)

    def cut_off(self) -> None:
        """In a quote: what stood directly before or behind the figure no longer does."""
        if self.numbers:
            self.closed = True
        else:
            self.operators.clear()
            self.opened = self.within = self.denied = self.away = False

    @property
    def yearly(self) -> bool:
        """Whether a yearly pace is stated, and no level that is held from year to year."""
        return Word.PACE in self.said and Word.HELD not in self.said

    def dangle(self) -> None:
        """Words that have just opened a scope name none, and so are not understood."""
        opening = self.whom.opening
        if opening is not None and opening is self._last and not (self.quoted or opening.word is Word.NARROWS):
            self._lose(opening)

    def _lose(self, piece: Piece) -> None:
        self.lost = self.lost or piece

    def _after(self, word: Word) -> bool:
        return self._last is not None and self._last.word is word


# Words that say the same wherever they stand have no method of their own.
_TAKERS: dict[Word, Callable[[Sense, Piece], None]] = {
    word: getattr(Sense, f"_{word.name.lower()}") for word in Word if hasattr(Sense, f"_{word.name.lower()}")
}
