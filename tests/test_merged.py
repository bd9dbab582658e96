"""Places of today that were merged: what they come to by the plans of their parts, and a new plan held against these."""

import json
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from command import Done, run
from hypothesis import given
from hypothesis import strategies as st

from nq42check.judging.assess import Status
from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Contribution, Silence
from nq42check.judging.merged import Asked, Comes, comes_to, weakness
from nq42check.model.promise import Nudge, Promise

NORM = Promise(upward=True, number=Decimal(35), nudge=Nudge.CLOSED)
MEAN, SUM = Asked("mean", NORM), Asked("sum", NORM)
LEAST, STEPS, NONE = Asked("least", NORM), Asked("steps", None), Asked("none", NORM)

MISSING = Contribution(Silence.MISSING)
ABSENT = Contribution(None, absent=True)


def says(number: int | str, nudge: Nudge = Nudge.CLOSED) -> Contribution:
    """A part that promises at least so much."""
    promise = Promise(upward=True, number=Decimal(number), nudge=nudge)
    loose = promise.number == NORM.number and not promise.guarantees(NORM)
    outcome = Outcome.LOOSENED if loose else Outcome.MET if promise.guarantees(NORM) else Outcome.WEAKER
    return Contribution(None, outcome, (promise,))


def in_words(outcome: Outcome) -> Contribution:
    """A part that promises a step."""
    return Contribution(None, outcome)


# By hand: what parts come to


@pytest.mark.parametrize(
    ("asked", "parts", "status"),
    [
        (MEAN, [says(35), says(40)], Status.MET),
        (MEAN, [says(30), says(35)], Status.WEAKER),
        (MEAN, [says(30), says(40)], Status.UNDECIDED),
        (MEAN, [says(35, Nudge.ABOUT), says(35)], Status.LOOSENED),
        (MEAN, [says(40), None], Status.NARROWER),
        (MEAN, [says(20), None], Status.NARROWER),
        (MEAN, [says(20), MISSING], Status.NARROWER),
        (MEAN, [None, None], Status.MISSING),
        (MEAN, [MISSING, Contribution(Silence.TASK)], Status.MISSING),
        (MEAN, [says(40), ABSENT], Status.MET),
        (MEAN, [ABSENT, ABSENT], Status.NOT_APPLICABLE),
        (MEAN, [ABSENT, None], Status.MISSING),
        (MEAN, [says(40), Contribution(Silence.LATER)], Status.LATER),
        (MEAN, [says(40), Contribution(Silence.AWAY)], Status.CONFLICT),
        (MEAN, [says(40), Contribution(Silence.UNREAD)], Status.UNDECIDED),
        (MEAN, [Contribution(Silence.LATER), None], Status.NARROWER),
        (LEAST, [says(40), says(30)], Status.WEAKER),
        (LEAST, [says(30), None], Status.WEAKER),
        (LEAST, [says(30), Contribution(Silence.UNREAD)], Status.WEAKER),
        (LEAST, [says(40), None], Status.NARROWER),
        (LEAST, [says(40), says(35)], Status.MET),
        (LEAST, [says(40), says(35, Nudge.ABOUT)], Status.LOOSENED),
        (SUM, [says(20), says(15)], Status.MET),
        (SUM, [says(20), says(14)], Status.WEAKER),
        (SUM, [says(20), None], Status.NARROWER),
        (SUM, [says(36), None], Status.MET),
        (SUM, [says(20, Nudge.ABOUT), says(15)], Status.LOOSENED),
        (STEPS, [in_words(Outcome.MET), in_words(Outcome.MET)], Status.MET),
        (STEPS, [in_words(Outcome.MET), in_words(Outcome.WEAKER)], Status.UNDECIDED),
        (STEPS, [in_words(Outcome.WEAKER), in_words(Outcome.WEAKER)], Status.WEAKER),
        (NONE, [says(40), says(40)], Status.UNDECIDED),
    ],
)
def test_what_parts_come_to(asked: Asked, parts: list[Contribution | None], status: Status) -> None:
    assert comes_to(asked, parts).status is status
    assert comes_to(asked, parts[::-1]).status is status


def test_where_weights_decide_the_share_is_worked_out() -> None:
    comes = comes_to(MEAN, [says(30), says(40)])
    assert comes.turning is not None
    assert (comes.turning.met, comes.turning.missed) == (Decimal("0.5"), Decimal("0.5"))
    assert [comes.turned[at] for at in comes.turning.weak] == [0]


# Laws

PROMISING = st.builds(says, st.integers(0, 70), st.sampled_from(Nudge))
SILENT = st.sampled_from([None, MISSING, *(Contribution(each) for each in Silence if each is not Silence.OTHER_PLAN)])
PARTS = st.lists(st.one_of(PROMISING, SILENT, st.just(ABSENT)), min_size=1, max_size=4)
ASKED = st.sampled_from([MEAN, LEAST, SUM])

BETTER = [Status.MISSING, Status.WEAKER, Status.NARROWER, Status.UNDECIDED, Status.LOOSENED, Status.MET]
"""What parts that promise can come to, the worst first; silent ones stay what they are."""


@given(ASKED, st.lists(st.one_of(PROMISING, st.none()), min_size=2, max_size=4), st.data())
def test_a_better_promise_of_a_part_never_makes_a_place_worse(
    asked: Asked, parts: list[Contribution | None], data: st.DataObject
) -> None:
    spoken = [at for at, part in enumerate(parts) if part]
    if not spoken:
        return
    at = data.draw(st.sampled_from(spoken))
    before = parts[at]
    assert before
    (promise,) = before.promises
    better = says(str(promise.number + data.draw(st.integers(0, 20))), promise.nudge)
    now = comes_to(asked, [*parts[:at], better, *parts[at + 1 :]])
    assert BETTER.index(now.status) >= BETTER.index(comes_to(asked, parts).status)


@given(ASKED, PARTS)
def test_the_order_of_parts_never_matters(asked: Asked, parts: list[Contribution | None]) -> None:
    assert len({comes_to(asked, each).status for each in permutations(parts)}) == 1


@given(PARTS)
def test_what_is_met_by_the_mean_or_the_least_has_no_silent_part(parts: list[Contribution | None]) -> None:
    there = [part for part in parts if part is None or not part.absent]
    silent = any(part is None or part.silence for part in there)
    if comes_to(LEAST, parts).status is Status.MET:
        assert not silent
        assert all(part and part.outcome is Outcome.MET for part in there)
    if comes_to(MEAN, parts).status is Status.MET:
        assert not silent
        assert any(part and part.outcome is Outcome.MET for part in there)


@given(ASKED, st.lists(PROMISING, min_size=1, max_size=3))
def test_where_each_part_meets_a_norm_the_place_does_and_where_none_does_it_does_not(
    asked: Asked, parts: list[Contribution]
) -> None:
    status = comes_to(asked, [*parts]).status
    if all(part.outcome is Outcome.MET for part in parts) and len({part.promises[0].nudge for part in parts}) == 1:
        assert status is Status.MET
    if asked is not SUM and not any(part.outcome is Outcome.MET for part in parts):
        assert status is not Status.MET


@given(ASKED, PARTS, st.lists(PROMISING, min_size=1, max_size=4))
def test_of_several_plans_of_a_part_the_least_counts(
    asked: Asked, parts: list[Contribution | None], plans: list[Contribution]
) -> None:
    statuses = [comes_to(asked, [*parts, each]) for each in plans]
    counts = comes_to(asked, [*parts, min(plans, key=weakness)])
    known = [Status.WEAKER, Status.UNDECIDED, Status.LOOSENED, Status.MET]
    if all(each.status in known for each in statuses):
        assert counts.status is min((each.status for each in statuses), key=known.index)


def test_a_doubtful_plan_of_a_part_counts_before_a_promise() -> None:
    away, promise = Contribution(Silence.AWAY), says(40)
    assert min([promise, away], key=weakness) is away
    assert min([MISSING, promise], key=weakness) is promise
    assert isinstance(comes_to(MEAN, [away, promise]), Comes)
