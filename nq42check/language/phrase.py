"""From words to stated values: how a target's value is read.

A value is read as a document words it ("phấn đấu đạt trên 98,5%") or in symbols ("> 98,5"). What its words say is
gathered by `sense`; from that follows here exactly one of the kinds in `values`. Nothing is guessed: a word that is
not known, or that does not fit, leaves the value not understood.
"""

from functools import lru_cache
from typing import NamedTuple

from nq42check.language.figures import UPWARD, asked, doubted, example, figure_of, rises
from nq42check.language.numbers import BadNumber, TwoReadings
from nq42check.language.pieces import Piece, cut
from nq42check.language.sense import Sense
from nq42check.model.catalogue import Better, Indicator, Kind
from nq42check.model.units import POINTS, SHARE_A_YEAR, Unit, converts
from nq42check.model.values import (
    Figure,
    Lack,
    NotALevel,
    NotUnderstood,
    Operator,
    Scope,
    Stated,
    Step,
    UnknownStep,
    Words,
)
from nq42check.model.vocabulary import Word
from nq42check.text import Passage


class Statement(NamedTuple):
    """A value as read: what it states, for whom, and whether that is a reading of words that leave it open.

    `assumed` says that the figure has no unit of its own: a rate without a denominator, or a share that is named like
    a count.
    """

    stated: Stated
    scope: Scope
    assumed: bool


_LONGEST = 1_000
"""How many characters a value may have: no target is as long, and reading one takes longer than parsing its file."""


_CURLY = ("“", "”", "‘", "’", "«", "»")
_WITHOUT_CURLY = str.maketrans("", "", "".join(_CURLY))


@lru_cache(maxsize=16384)
def statement(text: str, indicator: Indicator) -> Statement:
    """What `text` states for `indicator`, as the value of a target or norm."""
    if len(text) > _LONGEST:
        return Statement(asked("value.long", limit=str(_LONGEST), example=example(indicator)), Scope(), assumed=False)
    passage = Passage(text)
    if passage.text.startswith(_CURLY) or (passage.text.endswith(_CURLY) and not {"“", "‘", "«"} & set(passage.text)):
        bare = passage.text.translate(_WITHOUT_CURLY).strip()
        return Statement(asked("value.quotes", bare=bare), Scope(), assumed=False)
    sense = Sense(indicator, passage, cut(passage, indicator))
    sense.dangle()
    said = stated(sense)
    assumed = sense.unit is None and (indicator.is_rate or (indicator.is_share and sense.counted))
    return Statement(said, sense.whom.scope(), isinstance(said, Figure) and assumed)


def read(text: str, indicator: Indicator) -> Stated:
    """The value that `text` states for `indicator`."""
    return statement(text, indicator).stated


def stated(sense: Sense) -> Stated:
    """The one thing that the words state."""
    if sense.denied:
        return Words(sense.passage.text)
    match _lack(sense):
        case Lack() as lack:
            return NotALevel(lack, sense.passage.folded)
        case NotUnderstood() as question:
            return question
    if (step := _step(sense)) is not None:
        return step
    if not sense.numbers:
        return _without_figure(sense)
    return UnknownStep(sense.passage.folded) if sense.indicator.unit is None else _figure(sense)


# What is no level


def _lack(sense: Sense) -> Lack | NotUnderstood | None:
    """Why no level is stated, though the words are understood; or how they do not fit together."""
    own = sense.indicator.change
    if sense.condition and (sense.steps or Word.UNIVERSAL in sense.said or sense.passage.digits):
        return Lack.CONDITION
    if sense.away and (sense.numbers or (Word.UNIVERSAL in sense.said and not sense.indicator.scale)):
        return Lack.ON_THE_WAY
    if Word.MULTIPLE in sense.said or (sense.fraction and sense.change):
        return Lack.CHANGE
    if sense.compared:
        return Lack.CHANGE if sense.change else Lack.RELATION
    if sense.relation:
        return Lack.RELATION
    if not sense.numbers:
        return None
    if own is not None:
        return _opposite(sense) if sense.became is not None or sense.change not in (None, own) else None
    if sense.yearly or _measures(sense, SHARE_A_YEAR):
        return Lack.PACE
    return _change(sense)


def _change(sense: Sense) -> Lack | NotUnderstood | None:
    """Whether a figure is what changes, the level that a change ends in, or either."""
    upward = rises(sense.indicator.better)
    if sense.became and sense.change not in (None, sense.became):
        return _opposite(sense)
    direction = sense.became or (sense.change if sense.reached else None)
    if direction is not None:
        return Lack.POINTS_AWAY if upward is not None and upward is not (direction == "up") else None
    points = _measures(sense, POINTS) and sense.indicator.is_share
    if sense.change is None or points:
        return Lack.CHANGE if points else None
    firm = [operator for operator in sense.operators if operator not in (Operator.EXACT, Operator.ABOUT)]
    towards_better = bool(firm) and (upward is None or (firm[0] in UPWARD) is upward)
    if not towards_better and not (sense.opened and sense.ranged):
        return Lack.CHANGE
    if sense.quoted and firm:
        return None  # "giảm tỷ lệ thấp còi dưới 15%" carries the level that the plan file declares
    return _asked(sense, "value.change-or-level", sense.changer, value=sense.passage.text)


def _opposite(sense: Sense) -> NotUnderstood:
    return _asked(sense, "value.opposite", sense.changer, value=sense.passage.text, example=example(sense.indicator))


# Steps


def _step(sense: Sense) -> Step | None:
    """The step that the words leave, a figure beside it deciding between those that they leave open."""
    if sense.lost or sense.extra or sense.fraction or sense.away or sense.change or sense.became:
        return None
    if not sense.numbers and not sense.quoted and _is_qualified(sense):
        return None
    last = len(sense.indicator.scale) - 1
    if not sense.steps:
        return Step(last, last) if sense.indicator.unit is None and _is_all(sense) else None
    lowest, highest = max(step.lowest for step in sense.steps), min(step.highest for step in sense.steps)
    if lowest > highest:
        return None
    if not sense.numbers:
        return Step(lowest, highest)
    if _is_all(sense):
        return Step(highest, highest)
    if sense.indicator.unit is None or sense.indicator.kind is Kind.SHARE:
        return None
    figure = _figure(sense)
    if not isinstance(figure, Figure):
        return Step(lowest, highest) if sense.quoted else None
    exact, scale = figure.operator is Operator.EXACT and figure.low == figure.high, sense.indicator.scale
    equal = [place for place in range(lowest, highest + 1) if exact and scale[place].equals == figure.low]
    return Step(equal[0], equal[-1]) if equal else Step(lowest, highest)


def _is_qualified(sense: Sense) -> bool:
    """Whether words that belong to figures stand around a step, as in "gần loại trừ"."""
    compared = any(operator is not Operator.EXACT for operator in sense.operators)
    return compared or sense.trailing is not None or sense.opened or sense.yearly


def _is_all(sense: Sense) -> bool:
    """Whether the figure is a plain 100%, which says of a commitment that all of it is done."""
    plain = not sense.operators and sense.trailing is None and sense.unit is not None and sense.unit.is_percent
    whole = len(sense.numbers) == 1 and sense.numbers[0].meaning.token == "100"
    return plain and whole and sense.indicator.kind is Kind.COMMITMENT


def _without_figure(sense: Sense) -> Stated:
    """What words without a figure state: all of a share, no step that is known, or nothing."""
    indicator = sense.indicator
    all_of_share = Word.UNIVERSAL in sense.said and sense.lost is None and indicator.kind is Kind.SHARE
    if all_of_share and indicator.better is Better.HIGHER and indicator.unit and indicator.best is not None:
        return figure_of(Operator.EXACT, indicator.best, indicator.best, indicator.unit, indicator)
    if indicator.scale and (sense.steps or sense.about or sense.passage.digits):
        return UnknownStep(sense.passage.folded)
    if sense.lost is not None and sense.passage.digits:
        return _not_understood(sense, sense.lost.start)
    return Words(sense.passage.text)


# Figures

_EXACT = Operator.EXACT


def _figure(sense: Sense) -> Figure | NotALevel | NotUnderstood:
    """The figure, or why it cannot be taken for one."""
    if sense.extra is not None:
        return _two_figures(sense, sense.extra)
    if sense.year is not None:
        return _asked(sense, "value.year", sense.year)
    if sense.lost is not None:
        return _not_understood(sense, sense.lost.start)
    if _is_unfinished(sense):
        return _not_understood(sense, len(sense.passage.words))
    operator = _operator(sense)
    if operator is None:
        return _not_understood(sense, sense.numbers[0].start)
    return _measured(sense, operator)


def _two_figures(sense: Sense, second: Piece) -> NotUnderstood:
    """The question about a second figure, which of a rate may be a denominator without its people ("12/10.000")."""
    fields = {"value": sense.passage.text, "example": example(sense.indicator)}
    return _asked(sense, f"value.two-figures{'-rate' if sense.indicator.is_rate else ''}", second, **fields)


def _is_unfinished(sense: Sense) -> bool:
    """Whether the other end is missing, as in "từ 95%" or "35 -"."""
    if sense.ranged or not sense.opened:
        return sense.ranged and len(sense.numbers) == 1
    if len(sense.numbers) > 1 or sense.start is not None:
        return False
    plain = set(sense.operators) <= {Operator.EXACT} and sense.trailing is None and not sense.within
    return sense.became is not None or plain


def _operator(sense: Sense) -> Operator | None:
    """The operator that all comparisons come to; None where they do not fit together.

    Of two that point the same way the one before the figure counts; with "about" the weaker of both.
    """
    if not (sense.operators or sense.trailing or sense.within):
        return _EXACT
    said = [operator for operator in (*sense.operators, sense.trailing) if operator not in (None, Operator.EXACT)]
    if sense.within and not sense.ranged:
        said.append(Operator.ABOUT)
    firm = [operator for operator in said if operator is not None and operator is not Operator.ABOUT]
    if len({operator in UPWARD for operator in firm}) > 1:
        return None
    if Operator.ABOUT in said:
        upward = rises(sense.indicator.better)
        return firm[0] if firm and upward is not None and upward is not (firm[0] in UPWARD) else Operator.ABOUT
    return firm[0] if firm else Operator.EXACT


def _measured(sense: Sense, operator: Operator) -> Figure | NotALevel | NotUnderstood:
    """The figure in its unit; or that it is a count, or what is asked about it."""
    indicator = sense.indicator
    counted = sense.counted and sense.unit is None and (indicator.is_rate or indicator.is_share)
    written = [number.meaning for number in sense.numbers]
    try:
        low, *rest = (number.value(whole=indicator.kind is Kind.COUNT) for number in written)
    except BadNumber as bad:
        thousands = isinstance(bad, TwoReadings) and not indicator.plausible.holds(bad.thousands)
        return _count(sense) if counted and thousands else _asked(sense, bad.reason, sense.numbers[0], **bad.fields)
    high = rest[0] if rest else low
    if rest and (high <= low or not _range_fits(sense, operator)):
        return _asked(sense, "value.range", sense.numbers[-1])
    if counted and any(number.factor for number in written):
        return _count(sense)
    figure = figure_of(operator, low, high, _unit(sense), indicator, sense.upper if rest else None)
    doubt = doubted(figure, indicator, bare=sense.unit is None)
    if doubt is None:
        return figure
    return _count(sense) if counted else _asked(sense, doubt.reason, sense.numbers[0], **dict(doubt.fields))


def _count(sense: Sense) -> NotALevel:
    return NotALevel(Lack.COUNT, sense.passage.folded)


def _unit(sense: Sense) -> Unit:
    own = sense.indicator.unit
    assert own is not None, "figures are read for indicators that have a unit"
    unit = sense.unit
    if unit is None or (sense.indicator.change and (unit.is_percent or unit.dimension == POINTS)):
        return own
    same = converts(own, unit) and unit.factor == own.factor
    return own if same else unit


def _measures(sense: Sense, dimension: str) -> bool:
    """Whether a unit of this dimension stands beside the figure."""
    return sense.unit is not None and sense.unit.dimension == dimension


def _range_fits(sense: Sense, operator: Operator) -> bool:
    """Whether the operators of a range belong to its ends: "từ trên 35 đến dưới 40", but not "trên 35 - 40"."""
    if sense.upper in UPWARD and sense.indicator.better is not Better.HIGHER:
        return False
    firm = operator not in (Operator.EXACT, Operator.ABOUT)
    return sense.trailing is None and (not firm or (operator in UPWARD and bool(sense.opened or sense.upper)))


def _not_understood(sense: Sense, place: int) -> NotUnderstood:
    offset = sense.passage.offset(place)
    rest, fields = sense.passage.text[offset:], {"value": sense.passage.text, "example": example(sense.indicator)}
    if not rest:
        return asked("value.unfinished", offset, **fields)
    return asked("value.phrase", offset, rest=rest, **fields)


def _asked(sense: Sense, reason: str, at: Piece | None, **fields: str) -> NotUnderstood:
    """A question about the value, at the place of a piece."""
    return asked(reason, sense.passage.offset(at.start) if at else 0, **fields)
