"""One promise held against one norm."""

from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from nq42check.catalogue import Better, Indicator
from nq42check.extent import Promise, witness
from nq42check.phrase import Figure, Operator, Stated, Step, Words


class Outcome(Enum):
    """What a comparison shows, best first."""

    MET = "met"
    LOOSENED = "loosened"
    WEAKER = "weaker"
    UNDECIDED = "undecided"
    UNIT_MISMATCH = "unit-mismatch"
    OPPOSITE = "opposite-direction"
    CONTRADICTS = "contradicts-norm"
    NOT_MEASURABLE = "not-measurable"

    @property
    def rank(self) -> int:
        """The place in the order from best to worst."""
        return _RANK[self]


_RANK = {outcome: rank for rank, outcome in enumerate(Outcome)}


class Comparison(NamedTuple):
    """An outcome; an outcome of the plan that would break the norm, and how far the figures lie apart."""

    outcome: Outcome
    witness: Decimal | None = None
    gap: Decimal | None = None


def compare(plan: Stated, norm: Stated, indicator: Indicator) -> Comparison:
    """Hold what a plan states against what a norm states, both for `indicator`."""
    flaw = inherent_flaw(plan, indicator)
    if flaw is Outcome.NOT_MEASURABLE or flaw is Outcome.UNIT_MISMATCH:
        return Comparison(flaw)
    if isinstance(plan, Figure) and isinstance(norm, Figure):
        return _figures(plan, norm, indicator)
    plan, norm = _as_step(plan, norm, indicator), _as_step(norm, plan, indicator)
    if isinstance(plan, Step) and isinstance(norm, Step):
        return Comparison(_steps(plan, norm))
    return Comparison(Outcome.UNDECIDED)


def inherent_flaw(stated: Stated, indicator: Indicator) -> Outcome | None:
    """What is wrong with a stated value whatever the norm; None where nothing is."""
    if isinstance(stated, Words):
        return Outcome.NOT_MEASURABLE
    if isinstance(stated, Step):
        return None
    if indicator.unit is None or stated.unit.dimension != indicator.unit.dimension:
        return Outcome.UNIT_MISMATCH
    promised = stated.promise
    if promised is not None and indicator.better is not None and promised.upward != _upward(indicator):
        return Outcome.OPPOSITE
    return None


def at_least_as_strong(one: Stated, other: Stated, indicator: Indicator) -> bool:
    """Whether keeping `one` certainly keeps `other`."""
    return compare(one, other, indicator).outcome is Outcome.MET


def _upward(indicator: Indicator) -> bool:
    return indicator.better is Better.HIGHER


def _as_step(stated: Stated, other: Stated, indicator: Indicator) -> Stated:
    """A figure as the step that the catalogue declares equal to it, where the other side is a step."""
    if isinstance(stated, Figure) and isinstance(other, Step) and stated.operator is Operator.EXACT:
        for index, step in enumerate(indicator.scale):
            if step.equals == stated.low == stated.high:
                return Step(index, index)
    return stated


def _steps(plan: Step, norm: Step) -> Outcome:
    if plan.lowest >= norm.highest:
        return Outcome.MET
    return Outcome.WEAKER if plan.highest < norm.lowest else Outcome.UNDECIDED


def _figures(plan: Figure, norm: Figure, indicator: Indicator) -> Comparison:
    held, asked = plan.promise, norm.promise
    if held is None or asked is None:
        return Comparison(Outcome.MET if plan == norm else Outcome.UNDECIDED)
    if held.guarantees(asked):
        return Comparison(Outcome.MET)
    gap = abs(held.number - asked.number)
    example = witness(held, asked, indicator.domain)
    return Comparison(_shortfall(held, asked, indicator), example, gap)


def _shortfall(held: Promise, asked: Promise, indicator: Indicator) -> Outcome:
    if held.excludes(asked):
        return Outcome.CONTRADICTS
    if indicator.better is not None and held.upward != _upward(indicator):
        return Outcome.OPPOSITE
    return Outcome.LOOSENED if held.number == asked.number else Outcome.WEAKER
