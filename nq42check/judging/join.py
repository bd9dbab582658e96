"""Parts and wholes: what the promises of parts come to for the whole they make.

A mean lies between its parts. Where the weights of the parts are not known, only that each is above nothing, the
verdict is what holds for all weights; else it depends, and the share from which on the norm is met is worked out.
Arithmetic is exact; a silent part is never assumed to promise anything.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from nq42check.model.promise import Nudge, Promise

Number = Decimal | Fraction


class Verdict(Enum):
    """What the parts come to, held against a norm."""

    MET = "met"
    LOOSENED = "loosened"
    SHORT = "short"
    DEPENDS = "depends"
    SILENT = "silent"


class Part(NamedTuple):
    """What a part promises, None where it is silent; and its weight, None where that is not known.

    All promises point the same way.
    """

    promise: Promise | None
    weight: Number | None = None


class Joined(NamedTuple):
    """What parts come to for a norm.

    `share` is the weight of the strongest of two parts from which on the norm is met, where the verdict depends on it;
    with `beyond` it must be more than that. `owed` is what the silent parts must promise on average (of a sum: in all)
    so that the norm is met, where it can be worked out. `nearest` is an outcome that keeps all parts and misses
    the norm whatever the weights, where one can be named.
    """

    verdict: Verdict
    share: Fraction | None = None
    beyond: bool = False
    owed: Fraction | None = None
    nearest: Decimal | None = None


class Turning(NamedTuple):
    """Where the mean of parts of unknown weight turns from meeting a norm to missing it.

    `weak` are the places among the parts of those on the wrong side of the norm, `strong` of those on the right one;
    parts at its very number turn nothing. The norm is met where the weak hold at most the share `met` of what both
    hold, with `below` less than that; it is missed where they hold more than `missed`. In between it depends on which
    of them weigh how much; of two parts both shares are one.
    """

    weak: tuple[int, ...]
    strong: tuple[int, ...]
    met: Fraction
    missed: Fraction
    below: bool = False


def end(parts: Sequence[tuple[Promise, Number]], *, about: bool = False) -> Promise:
    """The promise that the mean of parts keeps, by their weights, which need not add up to 1.

    The end is about where that of any part is (or `about` says so of the measure itself), else strict where any is,
    else closed; so the mean of one part is that part.
    """
    total = sum((Fraction(weight) for _, weight in parts), Fraction())
    number = sum((Fraction(promise.number) * Fraction(weight) for promise, weight in parts), Fraction()) / total
    return Promise(parts[0][0].upward, number, firmness([promise for promise, _ in parts], about=about))  # type: ignore[arg-type]


def firmness(promises: Sequence[Promise], *, about: bool = False) -> Nudge:
    """How firm the end of a mean or a sum of promises is; `about` as for `end`."""
    nudges = {promise.nudge for promise in promises}
    if about or Nudge.ABOUT in nudges:
        return Nudge.ABOUT
    return Nudge.STRICT if Nudge.STRICT in nudges else Nudge.CLOSED


def mean(parts: Sequence[Part], norm: Promise, *, about: bool = False) -> Joined:
    """What the mean of `parts` comes to for `norm`, which points the same way; `about` as for `end`."""
    spoken = [part.promise for part in parts if part.promise is not None]
    if all(part.weight is not None for part in parts):
        known = [(part.promise, part.weight) for part in parts if part.promise is not None and part.weight is not None]
        silent = sum((Fraction(part.weight) for part in parts if part.promise is None and part.weight), Fraction())
        if silent:
            total = silent + sum((Fraction(weight) for _, weight in known), Fraction())
            promised = sum((Fraction(promise.number) * Fraction(weight) for promise, weight in known), Fraction())
            return Joined(Verdict.SILENT, owed=(Fraction(norm.number) * total - promised) / silent)
        return _held(end(known, about=about), norm)
    if len(spoken) < len(parts):
        return Joined(Verdict.SILENT)
    return _for_all_weights(spoken, norm, about=about)


def _held(joined: Promise, norm: Promise) -> Joined:
    if joined.guarantees(norm):
        return Joined(Verdict.MET)
    return Joined(Verdict.LOOSENED if joined.number == norm.number else Verdict.SHORT)


def _for_all_weights(promises: Sequence[Promise], norm: Promise, *, about: bool) -> Joined:
    """The verdict for every choice of weights above nothing: a mean then lies strictly between unequal ends."""
    sign = 1 if norm.upward else -1
    ordered = sorted(promises, key=lambda promise: sign * promise.number)
    weakest, strongest = ordered[0], ordered[-1]
    nudge = firmness(promises, about=about)
    if weakest.number == strongest.number:
        joined = Promise(norm.upward, weakest.number, nudge)
        joint = _held(joined, norm)
        return joint if joint.verdict is Verdict.MET else joint._replace(nearest=_nearest(joined, norm))
    if sign * weakest.number >= sign * norm.number:
        return Joined(Verdict.MET)
    if sign * strongest.number <= sign * norm.number:
        return Joined(Verdict.SHORT, nearest=_nearest(_reached(strongest, about=about), norm))
    share = None
    if len(promises) == 2:
        share = Fraction(norm.number - weakest.number) / Fraction(strongest.number - weakest.number)
    closed = Promise(norm.upward, norm.number, nudge).guarantees(norm)
    return Joined(Verdict.DEPENDS, share, beyond=not closed)


def turning(promises: Sequence[Promise], norm: Promise, *, about: bool = False) -> Turning:
    """Where the mean of `promises` turns, of which some lie on each side of `norm`; `about` as for `end`."""
    sign = 1 if norm.upward else -1
    over = [sign * (Fraction(promise.number) - Fraction(norm.number)) for promise in promises]
    weak = tuple(place for place, each in enumerate(over) if each < 0)
    strong = tuple(place for place, each in enumerate(over) if each > 0)
    lacks, spares = [-over[place] for place in weak], [over[place] for place in strong]
    closed = Promise(norm.upward, norm.number, firmness(promises, about=about)).guarantees(norm)
    return Turning(
        weak,
        strong,
        met=min(spares) / (min(spares) + max(lacks)),
        missed=max(spares) / (max(spares) + min(lacks)),
        below=not closed,
    )


def _reached(strongest: Promise, *, about: bool) -> Promise:
    """The end of the strongest part as one the whole can reach: weaker parts make up for what a strict end wants."""
    nudge = Nudge.ABOUT if about or strongest.nudge is Nudge.ABOUT else Nudge.CLOSED
    return strongest._replace(nudge=nudge)


def _nearest(promise: Promise, norm: Promise) -> Decimal | None:
    """The end of `promise` or, where that is open, the midpoint; None where it does not miss the norm for sure."""
    if promise.nudge is Nudge.ABOUT:
        return None
    end = promise.number if promise.nudge is Nudge.CLOSED else (promise.number + norm.number) / 2
    return None if norm.keeps(end) else end


def total(parts: Sequence[Part], norm: Promise) -> Joined:
    """What the sum of `parts` comes to for `norm`; the silent owe the rest."""
    spoken = [part.promise for part in parts if part.promise is not None]
    number = sum((promise.number for promise in spoken), Decimal())
    if len(spoken) < len(parts):
        return Joined(Verdict.SILENT, owed=max(Fraction(norm.number) - Fraction(number), Fraction()))
    return _held(Promise(norm.upward, number, firmness(spoken)), norm)


def least(parts: Sequence[Part], norm: Promise) -> Joined:
    """What `parts` come to where the whole is as good as its weakest part; the silent must each reach the norm."""
    held = [part.promise.guarantees(norm) for part in parts if part.promise is not None]
    if not all(held):
        same = all(part.promise is None or part.promise.number == norm.number for part in parts)
        return Joined(Verdict.LOOSENED if same else Verdict.SHORT)
    return Joined(Verdict.MET) if len(held) == len(parts) else Joined(Verdict.SILENT, owed=Fraction(norm.number))
