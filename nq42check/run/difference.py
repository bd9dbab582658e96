"""Two versions of a folder of plans: what has become of each plan."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nq42check.flagging.scene import Clause, Sayable, Several
from nq42check.judging.changes import Changed, changes
from nq42check.judging.losses import Loss, losses, vanished
from nq42check.judging.versions import paired
from nq42check.model.document import Document, Waiver
from nq42check.run.checking import PlanReport
from nq42check.run.knowledge import Knowledge

_NAMED = 4
"""How many indicators of norms are named; the others are counted."""


class Told(NamedTuple):
    """What a plan takes back, without words: the id of a text and its fields; `line` is that in the new plan's file."""

    loss: Loss
    reason: str
    fields: Mapping[str, Sayable]
    line: int | None


class Difference(NamedTuple):
    """What has become of one plan: of its targets, and what else the new version takes back.

    `old` is None for a plan that was added, `new` for one that is gone.
    """

    old: PlanReport | None
    new: PlanReport | None
    changed: tuple[Changed, ...]
    losses: tuple[Told, ...]

    @property
    def weakens(self) -> bool:
        """Whether the new version asks less of itself than the old."""
        return bool(self.losses) or any(each.change.weakens for each in self.changed)

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
    lost: tuple[Loss, ...] = ()
    if old and new:
        lost = losses(old.plan, old.assessments, new.plan, new.assessments, knowledge.ids)
    elif old:
        lost = (vanished(old.assessments),)
    changed = changes(old.plan if old else empty, new.plan if new else empty, knowledge.catalogue, lost)
    return Difference(old, new, changed, tuple(_told(loss, there, new, knowledge) for loss in lost))


def _told(loss: Loss, old: PlanReport, new: PlanReport | None, knowledge: Knowledge) -> Told:
    """A loss with the text that says it."""
    line = new.places[loss.route][0] if new else None
    document = new.document if new else old.document
    if loss.waiver:
        reason = "lost.waiver-before" if loss.before else "lost.waiver"
        return Told(loss, reason, _of_waiver(loss.waiver, loss.before, knowledge), line)
    if loss.excuse:
        groups = Clause("lost-groups", {"groups": Several(loss.excuse.group_names)}) if loss.excuse.groups else None
        fields: Mapping[str, Sayable] = {
            "indicator": loss.excuse.indicator,
            "groups": groups,
            "reason": loss.excuse.reason,
        }
    else:
        fields = _of_norms(loss, document)
    return Told(loss, f"lost.{loss.lost.value}", fields, line)


def _of_norms(loss: Loss, plan: Document) -> Mapping[str, Sayable]:
    """What is said of norms that are not compared any more: how many, of which document, and on what."""
    others = len(loss.indicators) - _NAMED
    more = [Clause("more", {"count": others})] if others > 0 else []
    return {
        "count": len(loss.norms),
        "document": loss.document.name if loss.document else None,
        "indicators": Several((*loss.indicators[:_NAMED], *more)),
        "by": plan.by,
        "date": plan.date,
        "place": plan.name,
    }


def _of_waiver(waiver: Waiver, before: Waiver | None, knowledge: Knowledge) -> Mapping[str, Sayable]:
    rule = knowledge.named(waiver.rule)
    return {
        "rule": rule.id if rule else waiver.rule,
        "title": rule.title if rule else None,
        "indicator": waiver.indicator,
        "value": _accepted(waiver),
        "until": waiver.until,
        "authority": waiver.authority or Clause("lost-unsigned", {}),
        "value_before": _accepted(before) if before else None,
        "until_before": before.until if before else None,
    }


def _accepted(waiver: Waiver) -> Sayable:
    return Clause("lost-value", {"value": waiver.text}) if waiver.text else Clause("lost-no-value", {})
