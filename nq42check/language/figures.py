"""Figures: what a number with its operator promises, and whether it can be meant at all."""

from decimal import Decimal

from nq42check.language.numbers import comma
from nq42check.model.catalogue import Better, Indicator, Kind
from nq42check.model.promise import Domain, Nudge, Promise
from nq42check.model.units import Unit, convert, converts
from nq42check.model.values import Figure, NotUnderstood, Operator

UPWARD = {Operator.ABOVE: Nudge.STRICT, Operator.AT_LEAST: Nudge.CLOSED}
"""The operators that promise outcomes from a number upward, and how firm their end is."""

_DOWNWARD = {Operator.BELOW: Nudge.STRICT, Operator.AT_MOST: Nudge.CLOSED}
_YEARS = Domain(Decimal(2000), Decimal(2099))


def rises(better: Better | None) -> bool | None:
    """Whether outcomes improve upward; None where neither direction is better."""
    return None if better is None else better is Better.HIGHER


def figure_of(
    operator: Operator, low: Decimal, high: Decimal, unit: Unit, indicator: Indicator, upper: Operator | None = None
) -> Figure:
    """A figure with what it promises; `upper` is the operator of the upper end of a range ("đến dưới 40%").

    Without an operator, as a range or with "about" it is the end that is guaranteed, in the direction that is better.
    """
    lower = operator if low != high and operator in UPWARD else None
    shown = Operator.EXACT if lower else operator  # "từ trên 35 đến 40": the operator is that of the lower end
    upward = shown in UPWARD or (shown not in _DOWNWARD and rises(indicator.better))
    if upward is None or not converts(indicator.unit, unit):
        return Figure(shown, low, high, unit, None)
    if shown is Operator.ABOUT:
        nudge = Nudge.ABOUT
    else:
        nudge = UPWARD.get(lower or shown, Nudge.CLOSED) if upward else _DOWNWARD.get(upper or shown, Nudge.CLOSED)
    end = convert(low if upward else high, unit, indicator.unit)
    return Figure(shown, low, high, unit, Promise(upward, end, nudge))


def doubted(figure: Figure, indicator: Indicator, *, bare: bool) -> NotUnderstood | None:
    """Why a figure cannot be meant: it cannot occur (985%, "more than 100%"), or lies beyond what is plausible.

    `bare` says that no unit stands beside it. The place of the question is that of the figure, which is not known here.
    """
    unit = indicator.unit
    if not converts(unit, figure.unit):
        return None
    for written in (figure.low,) if figure.low == figure.high else (figure.low, figure.high):
        number = convert(written, figure.unit, unit)
        if not indicator.domain.holds(number):
            return _impossible(written, indicator)
        if indicator.kind is Kind.SHARE:
            if bare and number <= 1 < indicator.plausible.low:  # 0,14 may be Excel's 14%
                percent, share = f"{comma(number * 100)}%", f"{comma(number)}%"
                return asked("value.share", number=comma(number), percent=percent, share=share)
        elif not indicator.plausible.holds(number):
            return asked("value.implausible", number=comma(written), example=example(indicator))
    return _beyond_the_end(figure, indicator, unit)


def _beyond_the_end(figure: Figure, indicator: Indicator, unit: Unit) -> NotUnderstood | None:
    """The question about "more than 100%"."""
    operator, number = figure.operator, convert(figure.low, figure.unit, unit)
    above = operator is Operator.ABOVE and number == indicator.domain.high
    if not above and not (operator is Operator.BELOW and number == indicator.domain.low):
        return None
    said = f"{figure.operator.value}{comma(number)}{unit.vi}"
    return asked("value.impossible", number=said, example=f"{comma(number)}{unit.vi}")


def _impossible(written: Decimal, indicator: Indicator) -> NotUnderstood:
    """The question about a figure outside the domain, with what was probably meant where that can be told."""
    if indicator.kind is Kind.SHARE and _YEARS.holds(written):
        return asked("value.year")
    if indicator.kind is Kind.SHARE and indicator.domain.holds(written / 10):
        return asked("value.slipped", number=comma(written), example=f"{comma(written / 10)}%")
    return asked("value.impossible", number=comma(written), example=example(indicator))


def asked(reason: str, offset: int = 0, **fields: str) -> NotUnderstood:
    """A question about the value, at a place in its text."""
    return NotUnderstood(reason, offset, tuple(fields.items()))


def example(indicator: Indicator) -> str:
    """A value that can be read for `indicator`, to show what is expected."""
    if indicator.example:
        return indicator.example
    if indicator.unit is None:
        return indicator.scale[-1].wordings[0]
    lead = "dưới" if indicator.better is Better.LOWER else "đạt"
    return f"{lead} {indicator.unit.example}{indicator.unit.vi}"
