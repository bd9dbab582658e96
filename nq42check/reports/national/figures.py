"""Numbers as a sum that is written out has them: each as it is, so that a reader comes to the same."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from nq42check.judging.nation import Member
from nq42check.reports.national import Line
from nq42check.reports.national.words import Words

_DECIMALS, _SHORT_FRACTION = 6, 1000


class Figures:
    """How numbers of a sum are written in one language."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def number(self, number: Decimal | Fraction) -> str:
        """A number as it is: as a decimal where that is short, else as a fraction."""
        exact = Fraction(number)
        scaled = exact * 10**_DECIMALS
        if scaled.denominator == 1:
            return self._signed(Decimal(scaled.numerator).scaleb(-_DECIMALS))
        return str(exact).replace("-", "−")

    def equals(self, number: Fraction) -> str:
        """What a sum comes to, with "=" or, where two decimals do not suffice, "≈" before it."""
        exact = number * 100
        return f"{'=' if exact.denominator == 1 else '≈'} {self._signed(Decimal(round(exact)) / 100)}"

    def percent(self, share: Fraction) -> str:
        """A share in percent, likewise."""
        said = self._words.percent(share)
        return said if said.startswith("≈") else f"= {said}"

    def solved(self, lack: Fraction, spare: Fraction, sign: str) -> str:
        """Up to which share q of those who lack so much a spare makes up for it, or from which on it does not.

        `sign` is how q stands to that share.
        """
        one, two, both = map(self.number, (lack, spare, lack + spare))
        share = spare / (lack + spare)
        fraction = str(share) if share.denominator <= _SHORT_FRACTION else ""
        quotient = "" if f"{two}/{both}" == fraction else f"{two} ÷ {both}"
        shown = " = ".join(filter(None, (quotient, fraction)))
        return self._words.say(
            "steps.solved",
            balance=f"{one} × q {sign} {two} × (1 − q)",
            gathered=f"({one} + {two}) × q {sign} {two}",
            share=f"q {sign} {shown} {self.percent(share)}",
        )

    def _signed(self, number: Decimal) -> str:
        return self._words.show(number).replace("-", "−")


class Weighed(NamedTuple):
    """A sum of what members of known weight promise: for each its name, its number and its weight."""

    terms: tuple[tuple[str, Fraction, Fraction], ...]

    @property
    def total(self) -> Fraction:
        """The sum of the products."""
        return sum((number * weight for _, number, weight in self.terms), Fraction())

    @property
    def weight(self) -> Fraction:
        """All that the members weigh."""
        return sum((weight for _, _, weight in self.terms), Fraction())


def weighed(line: Line) -> list[Weighed]:
    """The sums from the weakest promises of each member and, where these are others, from the strongest.

    There are none where the weight of any that promises is not known, or where one promises no figure.
    """
    if not line.members or any(member.weight is None or not member.promises for member in line.members):
        return []
    names, at = [], 0
    for member in line.members:
        names.append(", ".join(dict.fromkeys(line.names[at : at + len(member.promises)])))
        at += len(member.promises)
    low, high = (
        Weighed(tuple(_term(*each, strongest=strongest) for each in zip(names, line.members, strict=True)))
        for strongest in (False, True)
    )
    return [low] if low == high else [low, high]


def _term(name: str, member: Member, *, strongest: bool) -> tuple[str, Fraction, Fraction]:
    assert member.weight is not None
    choose = max if strongest is member.promises[0].upward else min
    promise = choose(member.promises, key=lambda promise: promise.position)
    return name, Fraction(promise.number), Fraction(member.weight)
