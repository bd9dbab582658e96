"""Parts and wholes: what is worked out agrees with what can be checked on paper, and with exact fractions."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nq42check.judging.join import Joined, Part, Verdict, end, least, mean, total
from nq42check.model.promise import Nudge, Promise

ABOUT, CLOSED, STRICT = Nudge.ABOUT, Nudge.CLOSED, Nudge.STRICT


def up(number: object, nudge: Nudge = CLOSED) -> Promise:
    return Promise(True, Decimal(str(number)), nudge)


def down(number: object, nudge: Nudge = CLOSED) -> Promise:
    return up(number, nudge)._replace(upward=False)


def silent(weight: object = None) -> Part:
    return Part(None, None if weight is None else Decimal(str(weight)))


def of(*promises: Promise) -> list[Part]:
    """Parts of unknown weight."""
    return [Part(promise) for promise in promises]


# By hand


def test_34_and_28_9_come_to_about_30_from_11_51_on() -> None:
    """28,9 + w · 5,1 = 30, so w = 1,1 / 5,1 = 11/51 = 21,57%, which is 21,6% rounded up."""
    found = mean(of(up(34), up("28.9")), up(30, ABOUT))
    assert found == Joined(Verdict.DEPENDS, share=Fraction(11, 51))
    assert found.share is not None and (found.share * 1000).__ceil__() == 216


@pytest.mark.parametrize(
    "parts, norm, expected",
    [
        ([up(31), up(30)], up(30, ABOUT), Joined(Verdict.MET)),
        ([up(31), up(30)], up(30, STRICT), Joined(Verdict.MET)),
        ([up(30), up(30)], up(30, STRICT), Joined(Verdict.LOOSENED, nearest=Decimal(30))),
        ([up(30, ABOUT), up(30)], up(30), Joined(Verdict.LOOSENED)),
        ([up(90, STRICT), up(90)], up(90, STRICT), Joined(Verdict.MET)),
        ([up(29), up(28)], up(30), Joined(Verdict.SHORT, nearest=Decimal(29))),
        ([up(29, STRICT), up(28)], up(30), Joined(Verdict.SHORT, nearest=Decimal(29))),
        ([up(29, ABOUT), up(28)], up(30), Joined(Verdict.SHORT)),
        ([up(30), up(28)], up(30), Joined(Verdict.SHORT)),
        ([up(30), up(28)], up(30, STRICT), Joined(Verdict.SHORT, nearest=Decimal(30))),
        ([up(80, STRICT), up(80)], up(90), Joined(Verdict.SHORT, nearest=Decimal(85))),
        ([up(100), up(80)], up(90), Joined(Verdict.DEPENDS, share=Fraction(1, 2))),
        ([up(100), up(80)], up(90, STRICT), Joined(Verdict.DEPENDS, share=Fraction(1, 2), beyond=True)),
        ([up(100, ABOUT), up(80)], up(90), Joined(Verdict.DEPENDS, share=Fraction(1, 2), beyond=True)),
        ([up(95), up(80)], up(85), Joined(Verdict.DEPENDS, share=Fraction(1, 3))),
        ([down(10), down(20)], down(15), Joined(Verdict.DEPENDS, share=Fraction(1, 2))),
        ([down(10), down(14)], down(15), Joined(Verdict.MET)),
        ([down(16), down(20)], down(15), Joined(Verdict.SHORT, nearest=Decimal(16))),
        ([up(95), up(80), up(70)], up(85), Joined(Verdict.DEPENDS)),
    ],
)
def test_a_mean_of_unknown_weights(parts: Sequence[Promise], norm: Promise, expected: Joined) -> None:
    assert mean(of(*parts), norm) == expected
    assert mean(of(*parts[::-1]), norm) == expected


@pytest.mark.parametrize(
    "norm, expected",
    [(up(84), Verdict.MET), (up(84, STRICT), Verdict.LOOSENED), (up("84.1"), Verdict.SHORT), (up(83), Verdict.MET)],
)
def test_a_mean_of_known_weights(norm: Promise, expected: Verdict) -> None:
    """A fifth at 100% and four fifths at 80% are 20 + 64 = 84%."""
    assert mean([Part(up(100), Decimal(1)), Part(up(80), Decimal(4))], norm).verdict is expected


def test_what_is_silent_owes_the_rest_of_a_mean() -> None:
    """Of ten million people three million at 90% give 27 points of 85; seven million owe 58, 82,86% on average."""
    found = mean([Part(up(90), Decimal(3)), silent(2), silent(5)], up(85))
    assert found == Joined(Verdict.SILENT, owed=Fraction(580, 7))


def test_a_mean_with_a_silent_part_of_unknown_weight_owes_what_cannot_be_said() -> None:
    assert mean([Part(up(90)), silent()], up(85)) == Joined(Verdict.SILENT)
    assert mean([Part(up(90), Decimal(1)), silent()], up(85)) == Joined(Verdict.SILENT)


def test_a_measure_that_joins_about_has_no_sharp_end() -> None:
    assert mean(of(up(76), up(75)), up(75), about=True).verdict is Verdict.MET
    assert mean(of(up(75), up(75)), up(75), about=True) == Joined(Verdict.LOOSENED)
    assert mean(of(up(74), up(73)), up(75), about=True) == Joined(Verdict.SHORT)
    assert mean(of(up(76), up(74)), up(75), about=True) == Joined(Verdict.DEPENDS, Fraction(1, 2), beyond=True)
    assert mean(of(up(76), up(74)), up(75, ABOUT), about=True) == Joined(Verdict.DEPENDS, Fraction(1, 2))


def test_a_sum_adds_ends_and_the_silent_owe_the_rest() -> None:
    """300, 450 and 250 flats are 1.000; with 250 wanting, the others owe 250."""
    assert total(of(up(300), up(450), up(250)), up(1000)).verdict is Verdict.MET
    assert total(of(up(300), up(450), up(250, ABOUT)), up(1000)).verdict is Verdict.LOOSENED
    assert total(of(up(300), up(450), up(249)), up(1000)).verdict is Verdict.SHORT
    assert total([*of(up(300), up(450)), silent(), silent()], up(1000)) == Joined(Verdict.SILENT, owed=Fraction(250))
    assert total([*of(up(900), up(450)), silent()], up(1000)).owed == 0


def test_the_least_is_as_good_as_the_weakest() -> None:
    assert least(of(up(100), up(95)), up(95)).verdict is Verdict.MET
    assert least(of(up(100), up(94)), up(95)).verdict is Verdict.SHORT
    assert least(of(up(95), up(95)), up(95, STRICT)).verdict is Verdict.LOOSENED
    assert least([Part(up(96)), silent()], up(95)) == Joined(Verdict.SILENT, owed=Fraction(95))
    assert least([Part(up(94)), silent()], up(95)).verdict is Verdict.SHORT


# Properties

NUMBERS = st.decimals(0, 100, places=1)
NUDGES = st.sampled_from(list(Nudge))
WEIGHTS = st.decimals("0.1", 50, places=1)
RISING = st.builds(Promise, st.just(True), NUMBERS, NUDGES)
WEIGHED = st.lists(st.tuples(RISING, WEIGHTS), min_size=1, max_size=5)
BEST = [Verdict.MET, Verdict.LOOSENED, Verdict.DEPENDS, Verdict.SHORT]


@given(WEIGHED)
def test_the_mean_is_that_of_exact_fractions_and_lies_between_the_parts(parts: list[tuple[Promise, Decimal]]) -> None:
    weights = [Fraction(weight) for _, weight in parts]
    numbers = [Fraction(promise.number) for promise, _ in parts]
    exact = sum(number * weight for number, weight in zip(numbers, weights, strict=True)) / sum(weights)
    assert end(parts).number == exact
    assert min(numbers) <= exact <= max(numbers)


@given(WEIGHED, WEIGHED, WEIGHTS)
def test_joining_by_groups_or_at_once_is_the_same(
    one: list[tuple[Promise, Decimal]], other: list[tuple[Promise, Decimal]], scale: Decimal
) -> None:
    weight = [sum((Fraction(weight) for _, weight in parts), Fraction()) for parts in (one, other)]
    assert end([(end(one), weight[0]), (end(other), weight[1])]) == end([*one, *other])
    assert end([(promise, weight * scale) for promise, weight in one]) == end(one)
    assert end(one[::-1]) == end(one)


@given(st.lists(RISING, min_size=2, max_size=4), RISING, RISING, st.booleans())
def test_a_part_that_promises_more_never_worsens_a_mean(
    parts: list[Promise], more: Promise, norm: Promise, about: bool
) -> None:
    weaker, stronger = sorted((parts[0], more), key=lambda promise: promise.position)
    before, after = (mean(of(first, *parts[1:]), norm, about=about) for first in (weaker, stronger))
    assert BEST.index(after.verdict) <= BEST.index(before.verdict)


@given(WEIGHED, RISING, RISING)
def test_a_part_of_known_weight_that_promises_more_never_worsens_a_mean(
    parts: list[tuple[Promise, Decimal]], more: Promise, norm: Promise
) -> None:
    (first, weight), *rest = parts
    weaker, stronger = sorted((first, more), key=lambda promise: promise.position)
    before, after = (
        mean([Part(*each) for each in ((promise, weight), *rest)], norm).verdict for promise in (weaker, stronger)
    )
    assert BEST.index(after) <= BEST.index(before)


@given(st.lists(RISING, min_size=2, max_size=4), RISING, st.lists(WEIGHTS, min_size=4, max_size=4))
def test_what_holds_for_all_weights_holds_for_any(parts: list[Promise], norm: Promise, weights: list[Decimal]) -> None:
    found = mean(of(*parts), norm)
    known = mean([Part(*each) for each in zip(parts, weights, strict=False)], norm)
    if found.verdict is not Verdict.DEPENDS:
        assert known.verdict is found.verdict
    if found.nearest is not None:
        held = end(list(zip(parts, weights, strict=False)))
        assert held.keeps(found.nearest) and not norm.keeps(found.nearest)


@given(RISING, RISING, RISING, st.fractions(Fraction(1, 1000), Fraction(1, 10)))
def test_the_share_is_the_one_at_which_the_verdict_turns(
    one: Promise, other: Promise, norm: Promise, step: Fraction
) -> None:
    found = mean(of(one, other), norm)
    if found.share is None:
        return
    strong, weak = sorted((one, other), key=lambda promise: promise.number, reverse=True)

    def at(share: Fraction) -> bool:
        return mean([Part(strong, share), Part(weak, 1 - share)], norm).verdict is Verdict.MET

    below, above = found.share * (1 - step), found.share + (1 - found.share) * step
    assert not at(below) and at(above)
    assert at(found.share) is not found.beyond


@given(st.lists(st.tuples(RISING, WEIGHTS), max_size=3), st.lists(WEIGHTS, min_size=1, max_size=3), RISING)
def test_the_silent_that_promise_what_they_owe_just_reach_the_norm(
    parts: list[tuple[Promise, Decimal]], weights: list[Decimal], norm: Promise
) -> None:
    owed = mean([*(Part(*each) for each in parts), *map(silent, weights)], norm).owed
    assert owed is not None
    told = Promise(True, owed, CLOSED)  # type: ignore[arg-type]  # exact, which a decimal may not be
    assert end([*parts, *((told, weight) for weight in weights)]).number == Fraction(norm.number)
