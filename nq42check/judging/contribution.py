"""What one plan gives towards a norm of the nation: what it promises, or why it says nothing that adds up."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from nq42check.judging.assess import Assessment, Status
from nq42check.judging.compare import Outcome
from nq42check.judging.norms import as_wide
from nq42check.judging.word import Judgement
from nq42check.model.document import Binds, Norm, Target
from nq42check.model.promise import Promise
from nq42check.model.values import promise_of


class Silence(Enum):
    """Why a plan gives nothing towards a norm, though the place may have what the norm is about."""

    MISSING = "missing"
    TASK = "task"
    LATER = "later"
    NARROWER = "narrower"
    OTHER_COUNT = "other-count"
    NO_LEVEL = "no-level"
    AWAY = "away"
    WORDS = "words"
    UNREAD = "unread"
    OPEN = "open"
    OTHER_PLAN = "other-plan"


_SILENT = {
    Outcome.UNDECIDED: Silence.OPEN,
    Outcome.UNKNOWN_STEP: Silence.NO_LEVEL,
    Outcome.NOT_A_LEVEL: Silence.NO_LEVEL,
    Outcome.NOT_UNDERSTOOD: Silence.UNREAD,
    Outcome.UNIT_MISMATCH: Silence.NO_LEVEL,
    Outcome.OPPOSITE: Silence.AWAY,
    Outcome.CONTRADICTS: Silence.AWAY,
    Outcome.NOT_MEASURABLE: Silence.WORDS,
}


class Contribution(NamedTuple):
    """What a plan gives towards a norm.

    `silence` is why it gives nothing, None where it promises something. `promises` are those of all that the norm asks
    for, one for each of its parts where the plan states these by themselves and how much each weighs is not known;
    there are none where the norm is a step. `outcome` is what they come to for the norm, the worst of several, and
    `targets` are what states them, or what there is instead. `absent` says that the place has nothing that it is about.
    """

    silence: Silence | None
    outcome: Outcome = Outcome.MET
    promises: tuple[Promise, ...] = ()
    targets: tuple[Target, ...] = ()
    absent: bool = False


def contribution(assessment: Assessment) -> Contribution:
    """What the plan that was assessed gives towards the norm.

    What is later, narrower, in words, or a count of something else gives nothing: it is not a part of what is asked.
    """
    if assessment.status is Status.NOT_APPLICABLE:
        return Contribution(None, absent=True)
    judgements = assessment.judgements
    if not judgements:
        return Contribution(Silence.TASK if assessment.tasks else Silence.MISSING, targets=assessment.tasks)
    targets = tuple(target for judgement in judgements for target in _stating(judgement))
    silence = next(_silences(assessment), None)
    if silence is not None:
        return Contribution(silence, targets=targets)
    promises = tuple(promise for target in targets if (promise := promise_of(target.stated)))
    outcome = max(map(_outcome, judgements), key=lambda outcome: outcome.rank)
    asked = promise_of(assessment.norm.target.stated)
    if asked and len(promises) < len(targets):  # a step beside a figure: of one that reaches it that much is known
        promises = (asked,) if outcome is Outcome.MET else ()
        return Contribution(None if promises else Silence.OPEN, outcome, promises, targets)
    return Contribution(None, outcome, promises if asked else (), targets)


def join_of(norm: Norm) -> str:
    """How places join for a norm: "mean", "steps" (a mean of what has no numbers), "sum", "least", or "none".

    One that binds each asks for the least of them; where it is "none", nothing follows for what they make.
    """
    indicator = norm.target.indicator
    if norm.binds is Binds.EACH:
        return "least"
    if indicator.join in ("sum", "none"):
        return indicator.join
    return "mean" if indicator.join == "mean" and promise_of(norm.target.stated) else "steps"


def _silences(assessment: Assessment) -> Iterator[Silence]:
    """Why what the plan states gives nothing towards the norm, the gravest first."""
    norm, judgements = assessment.norm.target, assessment.judgements
    for judgement in judgements:
        if judgement.joined is None and judgement.comparison.outcome in _SILENT:
            yield _SILENT[judgement.comparison.outcome]
    if any(judgement.later and judgement.short is None for judgement in judgements):
        yield Silence.LATER
    if assessment.left_out or any(not as_wide(judgement.target, norm) for judgement in judgements):
        yield Silence.NARROWER
    if any(judgement.target.counts != norm.counts for judgement in judgements):
        yield Silence.OTHER_COUNT


def _stating(judgement: Judgement) -> tuple[Target, ...]:
    """The targets that state what is promised for the norm's year: what falls due by then, where a later one is better.

    They are those of the parts, where these make up the whole that the norm is about.
    """
    return (judgement.short,) if judgement.short else judgement.implied_by or (judgement.target,)


def _outcome(judgement: Judgement) -> Outcome:
    return Outcome.WEAKER if judgement.short else judgement.comparison.outcome
