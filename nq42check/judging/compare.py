"""One promise held against one norm."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import Enum
from typing import NamedTuple, TypeVar, assert_never

from nq42check.language.figures import figure_of
from nq42check.model.catalogue import Better, Indicator
from nq42check.model.promise import Nudge, Promise, witness
from nq42check.model.units import converts
from nq42check.model.values import (
    Figure,
    NotALevel,
    NotUnderstood,
    Operator,
    Stated,
    Step,
    UnknownStep,
    Words,
    promise_of,
)

T = TypeVar("T")


class Outcome(Enum):
    """What a comparison shows, best first."""

    MET = "met"
    LOOSENED = "loosened"
    WEAKER = "weaker"
    UNDECIDED = "undecided"
    UNKNOWN_STEP = "unknown-step"
    NOT_A_LEVEL = "not-a-level"
    NOT_UNDERSTOOD = "not-understood"
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
    if flaw is not None and flaw is not Outcome.OPPOSITE:
        return Comparison(flaw)
    if isinstance(plan, Figure) and isinstance(norm, Step):
        if is_best(plan, indicator):
            return Comparison(Outcome.MET)
        plan, norm = _alike(plan, norm, indicator)
    elif isinstance(plan, Step) and isinstance(norm, Figure):
        norm, plan = _alike(norm, plan, indicator)
    if isinstance(plan, Figure) and isinstance(norm, Figure):
        return _figures(plan, norm, indicator)
    if isinstance(plan, Step) and isinstance(norm, Step):
        return Comparison(_steps(plan, norm))
    return Comparison(Outcome.UNDECIDED)


def inherent_flaw(stated: Stated, indicator: Indicator) -> Outcome | None:
    """What is wrong with a stated value whatever the norm; None where nothing is."""
    match stated:
        case Figure():
            return _flaw_of(stated, indicator)
        case Step():
            return None
        case NotALevel():
            return Outcome.NOT_A_LEVEL
        case UnknownStep():
            return Outcome.UNKNOWN_STEP
        case Words():
            return Outcome.NOT_MEASURABLE
        case NotUnderstood():
            return Outcome.NOT_UNDERSTOOD
        case _:
            assert_never(stated)


def _flaw_of(figure: Figure, indicator: Indicator) -> Outcome | None:
    if not converts(indicator.unit, figure.unit):
        return Outcome.UNIT_MISMATCH
    promised = figure.promise
    if promised is not None and indicator.better is not None and promised.upward != _upward(indicator):
        return Outcome.OPPOSITE
    return None


def is_best(stated: Stated, indicator: Indicator) -> bool:
    """Whether a value is the best outcome there is (100%), so that a mean can reach it only if all do."""
    promised = promise_of(stated)
    if promised is None or promised.number != indicator.best:
        return False
    return promised.nudge is Nudge.CLOSED and inherent_flaw(stated, indicator) is None


def at_least_as_strong(one: Stated, other: Stated, indicator: Indicator) -> bool:
    """Whether keeping `one` certainly keeps `other`."""
    return compare(one, other, indicator).outcome is Outcome.MET


def ends(items: Iterable[T], stated: Callable[[T], Stated | None], indicator: Indicator) -> list[T]:
    """Those of `items` that suffice to know whether a value is stronger or weaker than what any of them states.

    Promises in one direction lie on a line, so its two ends stand for all of them; a step, or a figure that equals one,
    stands for itself. What else can be stated is neither stronger nor weaker than anything. The first of equals counts.
    """
    ends_of: dict[object, T] = {}
    reach: dict[object, tuple[Decimal, int]] = {}
    for item in items:
        value = stated(item)
        if isinstance(value, Step) or (isinstance(value, Figure) and _step_equal_to(value, indicator) is not None):
            ends_of.setdefault(value, item)
        elif isinstance(value, Figure) and value.promise is not None:
            position, upward = value.promise.position, value.promise.upward
            for key, farther in (((upward, "low"), position.__lt__), ((upward, "high"), position.__gt__)):
                if key not in reach or farther(reach[key]):
                    ends_of[key], reach[key] = item, position
    return list(ends_of.values())


def _upward(indicator: Indicator) -> bool:
    return indicator.better is Better.HIGHER


def _alike(figure: Figure, step: Step, indicator: Indicator) -> tuple[Stated, Stated]:
    """Both as steps, or both as figures, where the catalogue declares a step equal to a figure; else as they are."""
    same = _step_equal_to(figure, indicator)
    if same is not None:
        return same, step
    equal = indicator.scale[step.lowest].equals if step.lowest == step.highest else None
    if equal is not None and indicator.unit is not None and indicator.better is not None:
        return figure, figure_of(Operator.EXACT, equal, equal, indicator.unit, indicator)
    return figure, step


def _step_equal_to(figure: Figure, indicator: Indicator) -> Step | None:
    """The step to which a plain figure amounts, where the catalogue declares one."""
    if figure.operator is Operator.EXACT:
        for place, each in enumerate(indicator.scale):
            if each.equals == figure.low == figure.high:
                return Step(place, place)
    return None


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
