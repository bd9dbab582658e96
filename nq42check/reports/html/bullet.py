"""Bullet bars: what a plan promises beside what a norm asks for, on one axis, as plain numbers to be drawn."""

from decimal import Decimal
from typing import NamedTuple

from nq42check.flagging.scene import Quantity
from nq42check.judging.word import Judgement
from nq42check.model.catalogue import Better, Indicator
from nq42check.model.document import Norm
from nq42check.model.promise import Promise
from nq42check.model.units import convert
from nq42check.model.values import Figure
from nq42check.reports.wording import Wording

# The axis leaves room at both sides, in percent of the width, for a mark that stands at its end.
_MARGIN, _ROOM = Decimal(2), Decimal(96)
_STEPS = [Decimal(step) for step in ("1", "1.5", "2", "3", "4", "5", "6", "8", "10")]


class Ray(NamedTuple):
    """The outcomes that keep a promise, in percent of the bar's width.

    `end` is where they begin, `nudge` ("about", "closed" or "strict") how firmly. They reach over `width` from `start`
    to the axis' end. `other` is the end of a stated range that is not guaranteed, None where no range is stated.
    """

    end: str
    nudge: str
    start: str
    width: str
    other: str | None


class Bullet(NamedTuple):
    """One bar. `label` says in words all that is drawn; `low` and `high` are the ends of the axis, as written.

    `witness` is an outcome that keeps the plan and breaks the norm. `upward` says whether higher is better.
    """

    label: str
    low: str
    high: str
    upward: bool
    norm: Ray
    plan: Ray
    witness: str | None


class _Axis(NamedTuple):
    low: Decimal
    high: Decimal

    def place(self, number: Decimal) -> str:
        """Where `number` stands, in percent of the bar's width."""
        return _percent(self._at(number))

    def ray(self, promise: Promise, stated: list[Decimal]) -> Ray:
        end = self._at(promise.number)
        start, stop = (end, self._at(self.high)) if promise.upward else (self._at(self.low), end)
        other = next((number for number in stated if number != promise.number), None)
        return Ray(
            _percent(end),
            promise.nudge.name.lower(),
            _percent(start),
            _percent(stop - start),
            self.place(other) if other is not None else None,
        )

    def _at(self, number: Decimal) -> Decimal:
        return _MARGIN + _ROOM * (number - self.low) / (self.high - self.low)


def _percent(number: Decimal) -> str:
    return f"{number:.2f}%"


def bullet(judgement: Judgement, norm: Norm, wording: Wording) -> Bullet | None:
    """The bar of `judgement`, None where one side states no figure that can be placed on the indicator's axis."""
    held, asked, indicator = judgement.target.stated, norm.target.stated, norm.target.indicator
    if not isinstance(held, Figure) or not isinstance(asked, Figure) or indicator.unit is None:
        return None
    if held.promise is None or asked.promise is None or indicator.better is None:
        return None
    held_ends, asked_ends = (
        [convert(end, figure.unit, indicator.unit) for end in (figure.low, figure.high)] for figure in (held, asked)
    )
    axis = _axis(indicator, max(*held_ends, *asked_ends))
    low, high = (Quantity(number, indicator) for number in axis)
    label = wording.text(
        "html.bar", plan=judgement.target, norm=norm.target, low=low, high=high, better=indicator.better
    )
    witness = judgement.comparison.witness
    if witness is not None:
        label += wording.text("clause.witness", outcome=Quantity(witness, indicator))
    return Bullet(
        label=label,
        low=wording.show(low),
        high=wording.show(high),
        upward=indicator.better is Better.HIGHER,
        norm=axis.ray(asked.promise, asked_ends),
        plan=axis.ray(held.promise, held_ends),
        witness=axis.place(witness) if witness is not None and witness <= axis.high else None,
    )


def _axis(indicator: Indicator, largest: Decimal) -> _Axis:
    """All that can occur where that is a percentage; else a round length that has room for `largest`."""
    low, high = indicator.domain
    if high is None or not indicator.is_share:
        wanted = (largest - low) * Decimal("1.2") or Decimal(1)
        scale = Decimal(10) ** wanted.adjusted()
        length = next(step * scale for step in _STEPS if step * scale >= wanted)
        high = low + length if high is None else min(low + length, high)
    return _Axis(low, high)
