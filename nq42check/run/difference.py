"""Two versions of a folder of plans: what has become of each plan."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from nq42check.judging.changes import Changed, Reworded, changes, reworded
from nq42check.judging.losses import Loss, Lost, losses, vanished
from nq42check.judging.verdicts import Verdict, verdicts
from nq42check.judging.versions import paired
from nq42check.model.catalogue import Names
from nq42check.model.document import Waiver
from nq42check.reading.nodes import Field, Problem
from nq42check.run.knowledge import Knowledge
from nq42check.run.results import PlanReport


class Version(NamedTuple):
    """One of the two versions: what the command line calls it, and since when it stands so, where that is known."""

    name: str
    on: date | None


class Told(NamedTuple):
    """What a plan takes back, and what is told of it, at its place in the new version where there is one."""

    loss: Loss
    problem: Problem


class Difference(NamedTuple):
    """What has become of one plan: of its targets, and what else the new version takes back.

    `old` is None for a plan that was added, `new` for one that is gone. `others` are the targets outside the catalogue
    of a plan that is still there and has them no more, or not in the same words.
    """

    old: PlanReport | None
    new: PlanReport | None
    changed: tuple[Changed, ...]
    losses: tuple[Told, ...]
    others: tuple[Reworded, ...] = ()

    @property
    def weakens(self) -> bool:
        """Whether the new version asks less of itself than the old."""
        return bool(self.losses) or any(each.change.weakens for each in self.changed)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The norms that both versions are compared with and of which they make something else."""
        return verdicts(self.old.assessments, self.new.assessments, self.changed) if self.old and self.new else ()

    @property
    def names(self) -> list[str]:
        """The name of the plan; then that of its new version, where it is another."""
        return list(dict.fromkeys(plan.document.name for plan in (self.old, self.new) if plan))


def differences(before: Sequence[PlanReport], after: Sequence[PlanReport], knowledge: Knowledge) -> list[Difference]:
    """What has become of each plan, by place; on one side no two plans are of one place and document."""
    return [difference(old, new, knowledge) for old, new in paired(before, after)]


def difference(old: PlanReport | None, new: PlanReport | None, knowledge: Knowledge) -> Difference:
    """What has become of a plan, of which one version at least is there.

    A plan that is gone drops all its targets, one that was added takes nothing back.
    """
    there = old or new
    assert there
    empty = there.plan._replace(targets=())
    told: list[Told] = []
    if old and new:
        lost = losses(old.plan, old.assessments, new.plan, new.assessments, knowledge.ids)
        told = [Told(loss, problem_of(loss, new)) for loss in lost]
    elif old:
        gone = vanished(old.assessments)
        told = [Told(gone, Problem("plan-gone.norms", fields={"count": len(gone.norms)}))]
    excusing = (each.loss for each in told)
    changed = changes(old.plan if old else empty, new.plan if new else empty, knowledge.catalogue, excusing)
    others = reworded(old.plan, new.plan) if old and new else ()
    return Difference(old, new, changed, tuple(told), others)


_NORMS = {
    Lost.IMPLEMENTS: "norms-dropped.implements",
    Lost.DATE: "norms-dropped.date",
    Lost.BY: "norms-dropped.by",
    Lost.PLACE: "norms-dropped.place",
}


def problem_of(loss: Loss, new: PlanReport) -> Problem:
    """What is told of a loss other than that of a plan, at the place in the new version that does it."""
    line, column = new.places[loss.route]
    if loss.waiver:
        reason, fields = _of_waiver(loss.waiver, loss.before)
        return Problem(reason, line, column, fields)
    if loss.excuse:
        names = joined(loss.excuse.group_names)
        groups = Names(f" ({names.vi})", f" ({names.en})") if loss.excuse.groups else ""
        fields = {"indicator": loss.excuse.indicator, "groups": groups, "reason": loss.excuse.reason}
        return Problem("newly-excused.entry", line, column, fields)
    if loss.lost is Lost.SOURCE:
        reason = "source-dropped.sha256" if new.document.source else "source-dropped.file"
        return Problem(reason, line, column)
    assert loss.document
    return Problem(_NORMS[loss.lost], line, column, {"document": loss.document.name, "count": len(loss.norms)})


def joined(names: Iterable[Names]) -> Names:
    """Several names as one, in both languages."""
    both = [*names]
    return Names(", ".join(each.vi for each in both), ", ".join(each.en for each in both))


def _of_waiver(waiver: Waiver, before: Waiver | None) -> tuple[str, dict[str, Field]]:
    """The text that says what a waiver accepts, and its fields."""
    fields: dict[str, Field] = {
        "indicator": waiver.indicator,
        "rule": waiver.rule,
        "value": waiver.text or "–",
        "until": waiver.until,
        "authority": waiver.authority or "–",
    }
    if waiver.text is None:
        return "waiver-widened.missing", fields
    if before is None:
        return "waiver-widened.new", fields
    fields |= {"before": before.until, "accepted": before.text or "–"}
    if waiver.until <= before.until:
        return "waiver-widened.lower", fields
    return "waiver-widened.prolonged" if waiver.value == before.value else "waiver-widened.both", fields
