"""Numbers as Vietnamese documents write them: the comma is decimal, dots part thousands."""

import re
from decimal import Decimal
from typing import NamedTuple

_MOST_DIGITS = 15
_PLAIN = re.compile(r"\d+(,\d+)?", re.ASCII)
_POINT = re.compile(r"0\.\d+|\d+\.\d{1,2}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}\.\d{3},\d+", re.ASCII)
_ONE_GROUP = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)
_COMMA_GROUP = re.compile(r",\d{3}$", re.ASCII)


class BadNumber(Exception):
    """A number that cannot be read; `reason` names the message and `fields` fill it."""

    def __init__(self, reason: str, **fields: str) -> None:
        super().__init__(reason, fields)
        self.reason, self.fields = reason, fields


class TwoReadings(BadNumber):
    """A number with a separator before three digits, which may part thousands or decimals."""

    def __init__(self, token: str, separator: str) -> None:
        self.thousands = Decimal(token.replace(separator, ""))
        self.decimal = Decimal(token.replace(separator, "."))
        decimal = token.replace(separator, ",").rstrip("0").rstrip(",")
        super().__init__("value.ambiguous", number=token, thousands=token.replace(separator, ""), decimal=decimal)


class Number(NamedTuple):
    """A number as written: its token, and what it is multiplied by ("nghìn")."""

    token: str
    factor: Decimal | None

    def value(self, *, whole: bool) -> Decimal:
        """The number; `whole` says that it counts single things. Raises BadNumber."""
        value = parsed(self.token, whole=whole) * (self.factor or 1)
        if whole and value != value.to_integral_value():
            raise BadNumber("value.not-whole", number=self.token)
        return value


def parsed(token: str, *, whole: bool) -> Decimal:
    """The number written as `token`, by the rules for Vietnamese documents.

    The comma is decimal. A dot and one or two digits, or "0." and digits, is decimal; several groups of three are
    thousands; one group of three is thousands where `whole` things are counted, and ambiguous elsewhere. Raises
    BadNumber.
    """
    if len(token) < len("1000") and token.isdecimal():  # nearly all numbers
        return Decimal(token)
    if len(token) > _MOST_DIGITS and sum(char.isdigit() for char in token) > _MOST_DIGITS:
        raise BadNumber("value.too-long", number=token)
    if _PLAIN.fullmatch(token):
        if whole and _COMMA_GROUP.search(token):
            raise TwoReadings(token, ",")
        return Decimal(token.replace(",", "."))
    if _POINT.fullmatch(token):
        return Decimal(token)
    if _GROUPED.fullmatch(token):
        return Decimal(token.replace(".", "").replace(",", "."))
    if _ONE_GROUP.fullmatch(token):
        if whole:
            return Decimal(token.replace(".", ""))
        raise TwoReadings(token, ".")
    raise BadNumber("value.number", number=token)


def comma(number: Decimal) -> str:
    """`number` as Vietnamese writes it, thousands apart from four digits on: "11.900", "98,5"."""
    return f"{number.normalize():,f}".translate(str.maketrans(",.", ".,"))
