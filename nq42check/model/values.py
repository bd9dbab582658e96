"""What a target or norm can state: the kinds in which reading its words ends, exactly one for each value."""

from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from nq42check.model.promise import Promise
from nq42check.model.units import Unit


class Operator(Enum):
    """What a phrase says about its figure; the value is the symbol a report prints."""

    EXACT = ""
    ABOUT = "≈ "
    ABOVE = "> "
    AT_LEAST = "≥ "
    BELOW = "< "
    AT_MOST = "≤ "

    __hash__ = object.__hash__  # members are compared by identity; the hash of their names is ten times slower


class Figure(NamedTuple):
    """A level as stated, in `unit`. `low` and `high` are equal unless a range was stated.

    `promise` is the set of outcomes that it promises, in the indicator's unit; None where the unit does not convert or
    where neither direction is better for the indicator.
    """

    operator: Operator
    low: Decimal
    high: Decimal
    unit: Unit
    promise: Promise | None


class Step(NamedTuple):
    """A level or commitment: its place on the indicator's scale, or the places it may mean."""

    lowest: int
    highest: int


class Lack(Enum):
    """Why a value that is understood states no level to reach."""

    CHANGE = "change"
    POINTS_AWAY = "points-away"
    PACE = "pace"
    RELATION = "relation"
    COUNT = "count"
    ON_THE_WAY = "on-the-way"
    CONDITION = "condition"


class NotALevel(NamedTuple):
    """Words that state something else than a level, such as a change; `text` is the value, folded."""

    lack: Lack
    text: str


class UnknownStep(NamedTuple):
    """Words on a scale that are none of its steps; `text` is the value, folded."""

    text: str


class Words(NamedTuple):
    """Words that state neither a figure nor a step: nothing to hold anybody to."""

    text: str


class NotUnderstood(NamedTuple):
    """A value that must be written anew: it has two readings, cannot be right, or its words do not fit together.

    `reason` names the message and `fields` fill it; `offset` is the place in the text.
    """

    reason: str
    offset: int
    fields: tuple[tuple[str, str], ...] = ()


Stated = Figure | Step | NotALevel | UnknownStep | Words | NotUnderstood


def promise_of(stated: Stated) -> Promise | None:
    """What a figure promises in the indicator's unit; None for all else that can be stated."""
    return stated.promise if isinstance(stated, Figure) else None


class Scope(NamedTuple):
    """What words around a value say of its scope.

    `groups` are the groups of the indicator that they name, `counts` is what they count, where that is not what the
    indicator counts. `only` are words that narrow the scope otherwise.
    """

    groups: tuple[str, ...] = ()
    counts: str | None = None
    only: str | None = None
