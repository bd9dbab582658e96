"""The places of today at the end of a run; and what stands against a new plan, held against those that it succeeds."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nq42check.judging.merged import Merged, Successor, Voice, today
from nq42check.judging.norms import TARGETS
from nq42check.judging.succession import Outcome, Succeeded, succeeded
from nq42check.model.catalogue import Names
from nq42check.model.document import Norm, NormKey
from nq42check.reading.nodes import Field, Problem
from nq42check.run.checking import Checker
from nq42check.run.files import STDIN, shown
from nq42check.run.inputs import Input
from nq42check.run.knowledge import places
from nq42check.run.results import Objected, PlanReport, Refusal


class Succession(NamedTuple):
    """A place of today with plans of its own, and those of former places that these were held against.

    `weakened` is how much of what those promised is certainly less, and `depends` what may be, in the order of its
    files. `weakened` is None where they have no document in common, or one of the plans cannot be read again.
    """

    name: str
    own: tuple[Voice, ...]
    former: tuple[Voice, ...]
    weakened: int | None
    depends: tuple[Problem, ...]


class PlacesOfToday(NamedTuple):
    """The places of today that a run has plans for by those they were made of; and those that have plans of their own
    since. `denominators` have the names of what parts weigh by.
    """

    merged: tuple[Merged, ...]
    successions: tuple[Succession, ...]
    denominators: Mapping[str, Names]

    @property
    def replaced(self) -> tuple[Voice, ...]:
        """The plans of former places for which no place needs to be joined any more."""
        return tuple(voice for succession in self.successions for voice in succession.former)


def places_of_today(
    voices: Sequence[Voice], norms: Mapping[NormKey, Norm], files: Sequence[Input], checker: Checker
) -> tuple[PlacesOfToday, list[Objected]]:
    """The places of today that `voices` speak for, and what stands against plans that are less than those before them.

    The few files concerned are read once more.
    """
    found = today(voices, norms, places())
    at = {shown(file.path): file for file in files if file.path != STDIN}
    held = [_held(successor, at, checker) for successor in found.successors]
    successions = tuple(succession for succession, _ in held)
    denominators = checker.knowledge.catalogue.denominators
    return PlacesOfToday(found.merged, successions, denominators), [each for _, against in held for each in against]


def _held(successor: Successor, at: Mapping[str, Input], checker: Checker) -> tuple[Succession, list[Objected]]:
    """A new plan held against those before it, as far as they carry out a document that it carries out, too."""
    former = tuple(voice for _, voices in successor.parts for voice in voices)
    none = Succession(successor.name, successor.own, former, None, ())
    if not all(voice.path in at for voice in (*successor.own, *former)):
        return none, []
    own = _reports(successor.own, at, checker)
    documents = {document.key for report in own for document in report.norms}
    parts = [
        (name, [each.plan for each in _reports(voices, at, checker) if documents & {one.key for one in each.norms}])
        for name, voices in successor.parts
    ]
    if not any(plans for _, plans in parts):
        return none, []
    told = [*succeeded(parts, [report.plan for report in own], checker.knowledge.catalogue)]
    less = [each for each in told if each.outcome in (Outcome.WEAKENED, Outcome.DROPPED)]
    depends = tuple(_problem(each, own) for each in told if each.outcome is Outcome.DEPENDS)
    against = [
        _objected(report, [_problem(each, own) for each in less if each.plan == number], checker)
        for number, report in enumerate(own)
    ]
    return none._replace(weakened=len(less), depends=depends), [each for each in against if each.refusals]


def _reports(voices: Sequence[Voice], at: Mapping[str, Input], checker: Checker) -> list[PlanReport]:
    found = (checker.check(at[voice.path]) for voice in voices)
    return [each for each in found if isinstance(each, PlanReport)]


def _problem(succeeded: Succeeded, own: Sequence[PlanReport]) -> Problem:
    """What has become of a promise, at the line of what answers for it now, else at `targets`."""
    fields: dict[str, Field] = {
        "indicator": succeeded.indicator,
        "id": succeeded.indicator.id,
        "by": succeeded.by,
        "old": "; ".join(f"{part}: “{target.text}”" for part, target in succeeded.promised),
        "new": ", ".join(f"“{target.text}” ({target.by})" for target in succeeded.new) or "–",
    }
    place = (succeeded.new[0].line, 1) if succeeded.new else own[succeeded.plan].places[TARGETS]
    return Problem(f"succeeds.{succeeded.outcome.value}", *place, fields)


def _objected(report: PlanReport, problems: Sequence[Problem], checker: Checker) -> Objected:
    rule_of = checker.knowledge.rule_of_problem
    refusals = tuple(Refusal(rule_of(problem), problem) for problem in problems)
    return Objected(report.path, refusals, place=report.document.name)
