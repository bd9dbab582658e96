"""The words around figures and steps: what each of them says."""

from collections.abc import Mapping
from decimal import Decimal
from enum import IntEnum, auto
from typing import Any, NamedTuple

from nq42check.model.units import Unit
from nq42check.text import Phrases


class Word(IntEnum):
    """What a piece of a text says."""

    NUMBER = auto()  # a number
    FRACTION = auto()  # a half, two thirds
    OPERATOR = auto()  # a comparison before a number
    TRAILING = auto()  # a comparison behind a number
    UNIT = auto()  # a unit behind a number
    PER = auto()  # the denominator of a rate
    FROM = auto()  # opens a range
    WITHIN = auto()  # opens a range, or says about
    TO = auto()  # closes a range
    SKIPPED = auto()  # changes nothing
    SIGN = auto()  # a sign that changes nothing
    HELD = auto()  # holds a level from year to year
    REACHED = auto()  # reaches a level
    BECOMES = auto()  # reaches a level from one direction
    CHANGE = auto()  # rises or falls
    MULTIPLE = auto()  # a multiple
    PACE = auto()  # a year
    RELATION = auto()  # a rank, or a relation to others
    COMPARED = auto()  # a relation to a year, a number or an average
    DENIAL = auto()  # a denial
    ON_THE_WAY = auto()  # on the way to a level
    CONDITION = auto()  # on a condition
    UNIVERSAL = auto()  # all there are
    NARROWS = auto()  # narrows the scope
    OPENS = auto()  # opens words of scope
    OPENS_IN_VALUE = auto()  # opens words of scope, in values only
    YEAR = auto()  # a year of the calendar
    COUNT = auto()  # what is counted
    GROUP = auto()  # a group of the indicator
    LISTED = auto()  # an item of a list in the indicator's name
    NOUN = auto()  # the indicator itself
    NAMED = auto()  # a word of the indicator's name
    STEP = auto()  # a step of the indicator's scale
    REMARK = auto()  # a standing remark
    OTHER = auto()  # not known


Said = tuple[Word, Any]
"""What a phrase says, with its meaning: the operator, the direction, what is counted."""


class Item(NamedTuple):
    """An item of a list in an indicator's name: which list (a group's parts go by the group), and of how many."""

    list: str
    place: int
    many: int


class Grammar(NamedTuple):
    """The words that all indicators share: phrases with what they say, units, and what makes up a denominator."""

    phrases: Phrases[Said]
    units: Phrases[Unit]
    multipliers: Mapping[str, Decimal]
    numerals: Mapping[str, Decimal]
    per: Phrases[None]
    inhabitants: Phrases[None]
