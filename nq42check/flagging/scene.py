"""What a check sees, and what it says of it: no words, no lines."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from nq42check.judging.assess import Assessment
from nq42check.judging.compare import Outcome, inherent_flaw
from nq42check.judging.norms import Standing, by_indicator
from nq42check.judging.word import Judgement
from nq42check.model.catalogue import Better, Catalogue, Choices, Indicator, Names
from nq42check.model.document import Known, Norm, Plan, Route, Target, Unfilled, Waiver
from nq42check.model.units import Unit
from nq42check.text import fits


class Flag(NamedTuple):
    """What a check saw, without words: where, about what, and the arguments its messages may use.

    `indicator` is None where it is about the document, or about `words` of it, and not about an indicator; then the
    argument of that name says what it is about. `target` is the plan's target where there is one. `suggestion` is a
    value that would settle it. `left_out` are the groups that the plan leaves out, where that is what the check saw.
    `unfilled` is a row left empty that would answer.
    """

    route: Route
    indicator: Indicator | None
    arguments: Mapping[str, "Sayable"]
    target: Target | None = None
    standing: Standing | None = None
    judgement: Judgement | None = None
    suggestion: str | None = None
    left_out: tuple[str, ...] = ()
    unfilled: Unfilled | None = None
    words: str = ""

    @property
    def subject(self) -> "Sayable":
        """What it is about, to be named: its indicator, where there is one."""
        return self.indicator or self.arguments["indicator"]

    @property
    def norm(self) -> Norm | None:
        """The norm that it is about, if any."""
        return self.standing and self.standing.norm


class Quantity(NamedTuple):
    """A number of what an indicator measures, to be written with its unit in the reader's language."""

    number: Decimal
    indicator: Indicator


class Share(NamedTuple):
    """A percentage, to be written in the reader's language."""

    percent: Decimal


class Asked(NamedTuple):
    """What a norm asks for, in words that can be typed as a value; never more than the best there is."""

    norm: Target


class Clause(NamedTuple):
    """A sentence that a message adds: the text `clause.<name>` with its fields."""

    name: str
    fields: Mapping[str, "Sayable"]


class Several(NamedTuple):
    """Things to be named one after the other."""

    things: tuple["Sayable", ...]


Sayable = (
    str
    | int
    | Decimal
    | date
    | Names
    | Choices
    | Indicator
    | Target
    | Unit
    | Better
    | Quantity
    | Share
    | Asked
    | Clause
    | Several
    | None
)
"""All that a text may name; each kind is written in the reader's language."""


class WaiverState(Enum):
    """What has become of a waiver; one that is used waives, also where it is ending.

    By the limits of a repository its authority may be a wrong one, or it is too long.
    """

    USED = "used"
    ENDING = "ending"
    EXPIRED = "expired"
    UNUSED = "unused"
    WITHOUT_AUTHORITY = "without-authority"
    NOT_ALLOWED = "not-allowed"
    WRONG_AUTHORITY = "wrong-authority"
    TOO_LONG = "too-long"


class Limits(NamedTuple):
    """What a repository asks of waivers.

    `days` is how far from the day of the run a waiver may end, and `authorities` are patterns of which its authority
    must fit one; None and empty are no limit.
    """

    days: int | None = None
    authorities: tuple[str, ...] = ()

    def last_day(self, as_of: date) -> date | None:
        """The last day on which a waiver may end."""
        return None if self.days is None else as_of + min(timedelta(self.days), date.max - as_of)

    def accept(self, authority: str) -> bool:
        """Whether a document called `authority` may accept a shortfall."""
        return not self.authorities or any(fits(authority, pattern) for pattern in self.authorities)

    def let_hold(self, waiver: Waiver, as_of: date) -> bool:
        """Whether a waiver is within them on the day `as_of` of the run."""
        last = self.last_day(as_of)
        return waiver.authority is not None and self.accept(waiver.authority) and (last is None or waiver.until <= last)


class Accepted(NamedTuple):
    """A plan and what has become of what its repository has accepted, for the checks whose findings cannot be.

    `waivers` are those of the plan with their states by the `limits` at `as_of`; `gone` are the known findings that are
    none any more, those `outdated` because a version of the checker flags the same otherwise, and those `improved` are
    given with what is flagged now.
    """

    plan: Plan
    as_of: date
    limits: Limits
    waivers: Sequence[tuple[Waiver, WaiverState]] = ()
    gone: Sequence[Known] = ()
    outdated: Sequence[Known] = ()
    improved: Sequence[tuple[Known, Flag]] = ()


class Scene:
    """All that a check on a plan may look at."""

    def __init__(self, plan: Plan, assessments: tuple[Assessment, ...], catalogue: Catalogue) -> None:
        self.plan, self.assessments, self.catalogue = plan, assessments, catalogue

    @cached_property
    def decided(self) -> list[tuple[Assessment, Judgement]]:
        """Every target that answers for a norm from which findings are drawn."""
        return [
            (assessment, judgement)
            for assessment in self.assessments
            if assessment.decisive
            for judgement in assessment.judgements
        ]

    @cached_property
    def flawed(self) -> list[tuple[Target, Outcome]]:
        """The targets that answer for no such norm and are wrong in themselves, with what is wrong."""
        answering = {judgement.target.route for _, judgement in self.decided}
        rest = [target for target in self.plan.targets if target.route not in answering and not target.task]
        flaws = [(target, inherent_flaw(target.stated, target.indicator)) for target in rest]
        return [(target, flaw) for target, flaw in flaws if flaw is not None]

    @cached_property
    def stated(self) -> dict[Indicator, list[Target]]:
        """The plan's targets by indicator, without what is a task only."""
        return by_indicator(target for target in self.plan.targets if not target.task)
