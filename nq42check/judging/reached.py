"""Where a target lies beside what has been reached already: said only where it holds however the words are meant."""

from decimal import Decimal

from nq42check.language.figures import rises
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Binds, Norm, Start, Target
from nq42check.model.nation import Measured
from nq42check.model.units import convert, converts
from nq42check.model.values import Figure, Operator, Stated, Step

_ABOUT = Decimal("0.1")
"""The part of a figure by which what is meant by "about" may differ from it, at most."""

_OPEN_ABOVE = (Operator.ABOVE, Operator.AT_LEAST)
_OPEN_BELOW = (Operator.BELOW, Operator.AT_MOST)


def is_of_nation(norm: Norm) -> bool:
    """Whether a norm is an average of the whole country."""
    return norm.binds is Binds.AVERAGE and not norm.document.places


def lies_below_nation(target: Target, reached: Measured) -> bool:
    """Whether a target for all that its indicator covers is surely worse than what the nation had reached by then."""
    indicator = target.indicator
    whole = target.only is None and set(target.covers) == set(indicator.groups) and target.counts == indicator.counts
    return (
        whole
        and not target.contradicted
        and target.by >= reached.year
        and _is_worse(target.stated, reached.figure, indicator)
    )


def is_worse_than_start(target: Target) -> bool:
    """Whether a target is surely worse than where the place itself stood."""
    start = target.start
    return bool(start and _is_alike(target, start) and _is_worse(target.stated, start.stated, target.indicator))


def is_at_start(target: Target) -> bool:
    """Whether a target promises exactly what the place had itself."""
    start = target.start
    return bool(start and _is_alike(target, start) and _is_same(target.stated, start.stated, target.indicator))


def _is_alike(target: Target, start: Start) -> bool:
    """Whether the words of both leave the same scope."""
    scope = start.scope
    same_groups = not scope.groups or set(scope.groups) == set(target.covers)
    return same_groups and scope.counts in (None, target.counts) and scope.only in (None, target.only)


def _is_worse(promised: Stated, reached: Stated, indicator: Indicator) -> bool:
    """Whether the best that is meant by `promised` is worse than the worst that is meant by `reached`."""
    if isinstance(promised, Step) and isinstance(reached, Step):
        return promised.highest < reached.lowest
    upward = rises(indicator.better)
    if upward is None or not isinstance(promised, Figure) or not isinstance(reached, Figure):
        return False
    best, worst = _end(promised, indicator, highest=upward), _end(reached, indicator, highest=not upward)
    # What is open towards the better ("over 20%") counts by its figure; what is open towards the worse has no end.
    endless = _OPEN_BELOW if upward else _OPEN_ABOVE
    if best is None or worst is None or promised.operator in endless or reached.operator in endless:
        return False
    return best < worst if upward else best > worst


def _end(figure: Figure, indicator: Indicator, *, highest: bool) -> Decimal | None:
    """The highest, or the lowest, of the numbers that a figure names; None where its unit does not convert."""
    if not converts(indicator.unit, figure.unit):
        return None
    number = convert(figure.high if highest else figure.low, figure.unit, indicator.unit)
    if figure.operator is Operator.ABOUT:
        return number * (1 + _ABOUT if highest else 1 - _ABOUT)
    return number


def _is_same(promised: Stated, reached: Stated, indicator: Indicator) -> bool:
    """Whether both promise the same, and neither only about."""
    if isinstance(promised, Step) and isinstance(reached, Step):
        return promised == reached and promised.lowest == promised.highest
    if not isinstance(promised, Figure) or not isinstance(reached, Figure) or indicator.better is None:
        return False
    if promised.promise is None or Operator.ABOUT in (promised.operator, reached.operator):
        return False
    ends = [[_end(figure, indicator, highest=highest) for highest in (True, False)] for figure in (promised, reached)]
    right_way = promised.promise.upward == rises(indicator.better)
    return right_way and promised.promise == reached.promise and ends[0] == ends[1]
