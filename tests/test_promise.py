"""The algebra of promises, on any promises."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from nq42check.model.promise import Domain, Nudge, Promise, witness

SHARES = Domain(Decimal(0), Decimal(100))
NUMBERS = st.decimals(min_value=0, max_value=100, places=1)
PROMISES = st.builds(Promise, st.booleans(), NUMBERS, st.sampled_from(Nudge))
SHARP = [Nudge.CLOSED, Nudge.STRICT]
SHARPLY = st.builds(Promise, st.booleans(), NUMBERS, st.sampled_from(SHARP))
SAMPLE = [Decimal(tenth) / 20 for tenth in range(2001)]


@given(PROMISES, PROMISES, PROMISES)
def test_guarantee_is_transitive_and_reflexive(one: Promise, two: Promise, three: Promise) -> None:
    assert one.guarantees(one)
    if one.guarantees(two) and two.guarantees(three):
        assert one.guarantees(three)


@given(st.booleans(), NUMBERS, NUMBERS, st.sampled_from(SHARP), st.sampled_from(SHARP))
def test_guarantee_is_inclusion_of_outcomes(upward: bool, low: Decimal, high: Decimal, mine: Nudge, its: Nudge) -> None:
    one, other = Promise(upward, low, mine), Promise(upward, high, its)
    wide = [Decimal(-1), *SAMPLE, Decimal(101)]
    assert one.guarantees(other) == all(other.keeps(outcome) for outcome in wide if one.keeps(outcome))


@given(PROMISES, PROMISES)
def test_exclusion_is_symmetric(one: Promise, other: Promise) -> None:
    assert one.excludes(other) == other.excludes(one)


@given(SHARPLY, SHARPLY)
def test_exclusion_means_no_common_outcome(one: Promise, other: Promise) -> None:
    wide = [Decimal(-1), *SAMPLE, Decimal(101)]
    assert one.excludes(other) == (not any(one.keeps(outcome) and other.keeps(outcome) for outcome in wide))


@given(PROMISES, PROMISES)
def test_a_witness_keeps_the_promise_and_breaks_the_norm(promise: Promise, norm: Promise) -> None:
    found = witness(promise, norm, SHARES)
    if found is not None:
        assert promise.keeps(found)
        assert not norm.keeps(found)
        assert SHARES.holds(found)


@given(st.booleans(), st.lists(NUMBERS, min_size=2, max_size=2, unique=True), st.booleans(), st.sampled_from(Nudge))
def test_a_sharp_promise_that_falls_short_has_a_witness(
    upward: bool, numbers: list[Decimal], strict: bool, nudge: Nudge
) -> None:
    promise = Promise(upward, numbers[0], Nudge.STRICT if strict else Nudge.CLOSED)
    norm = Promise(upward, numbers[1], nudge)
    assert (witness(promise, norm, SHARES) is None) == promise.guarantees(norm)


@given(NUMBERS)
def test_about_closed_and_strict_grow_stronger(number: Decimal) -> None:
    for upward in (True, False):
        about, closed, strict = (Promise(upward, number, nudge) for nudge in Nudge)
        assert strict.guarantees(closed) and closed.guarantees(about)
        assert not about.guarantees(closed) and not closed.guarantees(strict)
