"""Checks on what a repository has accepted: waivers and known findings. They run when it is seen what these cover."""

from collections.abc import Iterator

from nq42check.flagging.rulebook import Check
from nq42check.flagging.scene import Accepted, Clause, Flag, Sayable, Scene, Several, WaiverState
from nq42check.judging.compare import at_least_as_strong
from nq42check.judging.excuses import Fault, faults
from nq42check.model.document import Known, Target
from nq42check.model.values import Stated
from nq42check.reading.shape import choice


def _waiver(accepted: Accepted, state: WaiverState) -> Iterator[Flag]:
    limits = accepted.limits
    for waiver, become in accepted.waivers:
        if become is state:
            arguments: dict[str, Sayable] = {"indicator": waiver.indicator, "rule": waiver.rule, "until": waiver.until}
            arguments |= {"authority": waiver.authority, "authorities": Several(limits.authorities)}
            latest = limits.last_day(accepted.as_of)
            arguments |= {"days": limits.days, "latest": latest and latest.isoformat()}
            yield Flag(waiver.route, waiver.indicator, arguments)


WAIVER = Check(
    {"state": lambda node, catalogue: choice(node, WaiverState)},
    frozenset({"indicator", "rule", "until", "authority", "authorities", "days", "latest"}),
    _waiver,
    waivable=False,
)


def _excuse(scene: Scene, fault: Fault) -> Iterator[Flag]:
    """Entries of `not_applicable` that do not hold; the norm is judged as if they were not there."""
    plan = scene.plan
    has = plan.belongs.has if plan.belongs else ()
    for entry, own in faults(plan):
        if own is fault:
            groups = Several(entry.group_names)
            arguments: dict[str, Sayable] = {"indicator": entry.indicator, "groups": groups, "reason": entry.reason}
            there = (name for id, name in zip(entry.groups, entry.group_names, strict=True) if id in has)
            arguments |= {"place": plan.document.place, "there": Several(tuple(there))}
            yield Flag(entry.route, entry.indicator, arguments)


EXCUSE = Check(
    {"fault": lambda node, catalogue: choice(node, Fault)},
    frozenset({"indicator", "groups", "reason", "place", "there"}),
    _excuse,
)


def _gone(accepted: Accepted) -> Iterator[Flag]:
    for record in accepted.gone:
        yield Flag(("targets",), record.indicator, {"indicator": record.indicator, "rule": record.rule})


def _outdated(accepted: Accepted) -> Iterator[Flag]:
    """That the file of known findings is of another version, once for all its records."""
    for record in accepted.outdated[:1]:
        yield Flag(("targets",), record.indicator, {"indicator": record.indicator, "count": len(accepted.outdated)})


def _improved(accepted: Accepted) -> Iterator[Flag]:
    """That a known finding is better than its record; at the target it is about, where there is one."""
    for record, now in accepted.improved:
        route = (*now.target.route, "value") if now.target else ("targets",)
        arguments: dict[str, Sayable] = {"indicator": now.indicator, "rule": record.rule, "how": _how(record, now)}
        yield Flag(route, now.indicator, arguments, now.target)


def _how(record: Known, now: Flag) -> Clause:
    """In what it is better: its value, else its year, else for whom it holds."""
    target = now.target
    if target and record.value and not _as_strong(record.value, target):
        return Clause("improved.value", {"before": record.text, "value": target})
    if target and record.by and target.by < record.by:
        return Clause("improved.by", {"before": record.by, "by": target.by})
    return Clause("improved.groups", {})


def _as_strong(value: Stated, target: Target) -> bool:
    return value == target.stated or at_least_as_strong(value, target.stated, target.indicator)


IMPROVED = Check({}, frozenset({"indicator", "rule", "how"}), _improved, waivable=False)
OUTDATED = Check({}, frozenset({"indicator", "count"}), _outdated, waivable=False)
GONE = Check({}, frozenset({"indicator", "rule"}), _gone, waivable=False)
