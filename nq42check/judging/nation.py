"""The nation: what the promises of its places come to for a norm, and what the others must add.

Two questions are kept apart. What those who promise come to is known from their words alone, or depends on how much
each weighs; what the nation comes to depends on the silent as well, of whom nothing is assumed. Arithmetic is exact.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from nq42check.judging.compare import Outcome
from nq42check.judging.join import Part, Turning, Verdict, end, firmness, mean, turning
from nq42check.model.promise import Promise

HALF = Fraction(1, 2)
"""Of a nation of which less is known, nothing is said but what the others must average."""


class Outlook(Enum):
    """What follows for the nation if each place keeps its word, and does no more."""

    CERTAIN = "certain"
    DEPENDS = "depends"
    OUT_OF_REACH = "out-of-reach"
    UNKNOWN = "unknown"


class Member(NamedTuple):
    """A place that promises something for a norm: the `outcome` of its words for the norm, and what they promise.

    Where it has several `promises` they are of its parts, and how much each of these weighs in it is not known.
    `weight` is how much of the denominator it holds, None where that is not known.
    """

    outcome: Outcome
    promises: tuple[Promise, ...] = ()
    weight: Decimal | None = None


class Whole(NamedTuple):
    """The nation: whether all of its places are among those who promise; the denominator, None where it is not known.

    `best` and `worst` are the outcomes that can occur, None where there is no limit.
    """

    complete: bool
    total: Decimal | None = None
    best: Decimal | None = None
    worst: Decimal | None = None


class Prospect(NamedTuple):
    """What promises come to for a norm of the nation.

    `promised` is the verdict on those who promise, SILENT where none does; `reached` what their words come to, where
    that is known, and `turning` the share from which on they miss the norm, where that decides. `outlook` is what
    follows for the nation; `share` is how much of the denominator they hold, None where that is not known. `owed` is
    what the others must average, of a sum what they must add in all; with `beyond` it must be more than that.
    """

    promised: Verdict
    outlook: Outlook
    reached: Promise | None = None
    turning: Turning | None = None
    share: Fraction | None = None
    owed: Fraction | None = None
    beyond: bool = False


def prospect_of_each(members: Sequence[Member], whole: Whole) -> Prospect:
    """What follows where the nation is as good as its weakest place: one that falls short decides."""
    found = {member.outcome for member in members}
    for outcome, promised in ((Outcome.WEAKER, Verdict.SHORT), (Outcome.LOOSENED, Verdict.LOOSENED)):
        if outcome in found:
            return Prospect(promised, Outlook.OUT_OF_REACH)
    promised = _of_outcomes(found)
    certain = promised is Verdict.MET and whole.complete
    return Prospect(promised, Outlook.CERTAIN if certain else Outlook.DEPENDS)


def prospect_of_steps(members: Sequence[Member], whole: Whole) -> Prospect:
    """What follows for an average that is stated in steps, of which a mean cannot be worked out."""
    promised = _of_outcomes(member.outcome for member in members)
    return Prospect(promised, _OUTLOOKS[promised] if whole.complete else Outlook.UNKNOWN)


def _of_outcomes(outcomes: Iterable[Outcome]) -> Verdict:
    """What outcomes of unknown weight come to: MET or short where all are, else it depends.

    So it does where a place may reach the norm or not, by the weights of its own parts.
    """
    found = set(outcomes)
    if not found:
        return Verdict.SILENT
    if found == {Outcome.MET}:
        return Verdict.MET
    if not found <= {Outcome.LOOSENED, Outcome.WEAKER}:
        return Verdict.DEPENDS
    return Verdict.LOOSENED if found == {Outcome.LOOSENED} else Verdict.SHORT


_OUTLOOKS = {
    Verdict.MET: Outlook.CERTAIN,
    Verdict.LOOSENED: Outlook.OUT_OF_REACH,
    Verdict.SHORT: Outlook.OUT_OF_REACH,
    Verdict.DEPENDS: Outlook.DEPENDS,
    Verdict.SILENT: Outlook.UNKNOWN,
}


def prospect_of_sum(members: Sequence[Member], norm: Promise, whole: Whole) -> Prospect:
    """What follows where places add up: the others owe the rest."""
    promises = [promise for member in members for promise in member.promises]
    if not promises:
        return Prospect(Verdict.SILENT, Outlook.DEPENDS, owed=Fraction(norm.number))
    number = sum((promise.number for promise in promises), Decimal())
    reached = Promise(norm.upward, number, firmness(promises))
    # What is counted is never below nothing, so that others can only add to a sum that is to be large.
    if reached.guarantees(norm) and (norm.upward or whole.complete):
        return Prospect(Verdict.MET, Outlook.CERTAIN, reached)
    owed = Fraction(norm.number) - Fraction(number)
    if whole.complete or (not norm.upward and owed < 0):
        return Prospect(Verdict.SHORT, Outlook.OUT_OF_REACH, reached, owed=owed)
    return Prospect(Verdict.SILENT, Outlook.DEPENDS, reached, owed=owed)


def prospect_of_mean(members: Sequence[Member], norm: Promise, whole: Whole, *, about: bool = False) -> Prospect:
    """What follows where the nation is the mean of its places; `about` says that it is so only nearly."""
    if not members:
        return Prospect(Verdict.SILENT, Outlook.UNKNOWN)
    weighed = [(member.promises, member.weight) for member in members if member.weight is not None]
    if len(weighed) == len(members):
        found = _weighed(weighed, norm, about=about)
    else:
        promises = [promise for member in members for promise in member.promises]
        verdict = mean([Part(promise) for promise in promises], norm, about=about).verdict
        depends = verdict is Verdict.DEPENDS
        found = Prospect(verdict, Outlook.UNKNOWN, turning=turning(promises, norm, about=about) if depends else None)
    if whole.complete:
        return found._replace(outlook=_OUTLOOKS[found.promised], share=Fraction(1))
    if len(weighed) < len(members) or whole.total is None:
        return found
    return _with_the_silent(found, weighed, norm, whole, about=about)


_Weighed = Sequence[tuple[tuple[Promise, ...], Decimal]]


def _weighed(members: _Weighed, norm: Promise, *, about: bool) -> Prospect:
    """What members of known weight come to: between what the weakest and what the strongest of their parts would."""
    low, high = (_end(members, norm, about=about, strongest=strongest) for strongest in (False, True))
    if low.guarantees(norm):
        return Prospect(Verdict.MET, Outlook.UNKNOWN, low)
    if high.guarantees(norm):
        return Prospect(Verdict.DEPENDS, Outlook.UNKNOWN)
    known = low if low == high else None
    return Prospect(Verdict.LOOSENED if high.number == norm.number else Verdict.SHORT, Outlook.UNKNOWN, known)


def _end(members: _Weighed, norm: Promise, *, about: bool, strongest: bool) -> Promise:
    choose = max if strongest is norm.upward else min
    chosen = [(choose(promises, key=lambda promise: promise.position), weight) for promises, weight in members]
    return end(chosen, about=about)


def _with_the_silent(found: Prospect, members: _Weighed, norm: Promise, whole: Whole, *, about: bool) -> Prospect:
    """What follows for the nation where the weights of those who promise are known, and the whole denominator."""
    assert whole.total is not None
    total, held = Fraction(whole.total), sum((Fraction(weight) for _, weight in members), Fraction())
    if held >= total:
        return found._replace(share=Fraction(1), outlook=_OUTLOOKS[found.promised])
    low, high = (_end(members, norm, about=about, strongest=strongest) for strongest in (False, True))
    owed, least = (
        (Fraction(norm.number) * total - Fraction(each.number) * held) / (total - held) for each in (low, high)
    )
    beyond = not Promise(norm.upward, norm.number, low.nudge).guarantees(norm)
    found = found._replace(share=held / total, owed=owed, beyond=beyond)
    if held < HALF * total:
        return found
    if _is_past(least, whole.best, norm.upward, beyond=beyond):
        return found._replace(outlook=Outlook.OUT_OF_REACH)
    assured = whole.worst is not None and not _is_past(owed, whole.worst, norm.upward, beyond=beyond)
    return found._replace(outlook=Outlook.CERTAIN if assured else Outlook.DEPENDS)


def _is_past(owed: Fraction, limit: Decimal | None, upward: bool, *, beyond: bool) -> bool:
    """Whether more is owed than an outcome of `limit` gives."""
    if limit is None:
        return False
    if owed == limit:
        return beyond
    return (owed > limit) == upward
