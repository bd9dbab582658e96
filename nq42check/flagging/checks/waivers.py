"""Checks on what a repository has accepted: waivers and known findings. They run when it is seen what these cover."""

from collections.abc import Iterator

from nq42check.flagging.rulebook import Check
from nq42check.flagging.scene import Accepted, Flag, Sayable, Scene, Several, WaiverState
from nq42check.judging.excuses import Fault, faults
from nq42check.reading.shape import choice


def _waiver(accepted: Accepted, state: WaiverState) -> Iterator[Flag]:
    for waiver, become in accepted.waivers:
        if become is state:
            arguments: dict[str, Sayable] = {"indicator": waiver.indicator, "rule": waiver.rule, "until": waiver.until}
            yield Flag(waiver.route, waiver.indicator, arguments)


WAIVER = Check(
    {"state": lambda node, catalogue: choice(node, WaiverState)},
    frozenset({"indicator", "rule", "until"}),
    _waiver,
    waivable=False,
)


def _excuse(scene: Scene, fault: Fault) -> Iterator[Flag]:
    """Entries of `not_applicable` that do not hold; the norm is judged as if they were not there."""
    for entry, own in faults(scene.plan):
        if own is fault:
            groups = Several(entry.group_names)
            arguments: dict[str, Sayable] = {"indicator": entry.indicator, "groups": groups, "reason": entry.reason}
            yield Flag(entry.route, entry.indicator, arguments)


EXCUSE = Check(
    {"fault": lambda node, catalogue: choice(node, Fault)},
    frozenset({"indicator", "groups", "reason"}),
    _excuse,
)


def _gone(accepted: Accepted) -> Iterator[Flag]:
    for record in accepted.gone:
        yield Flag(("targets",), record.indicator, {"indicator": record.indicator, "rule": record.rule})


def _outdated(accepted: Accepted) -> Iterator[Flag]:
    """That the file of known findings is of another version, once for all its records."""
    for record in accepted.outdated[:1]:
        yield Flag(("targets",), record.indicator, {"indicator": record.indicator, "count": len(accepted.outdated)})


OUTDATED = Check({}, frozenset({"indicator", "count"}), _outdated, waivable=False)
GONE = Check({}, frozenset({"indicator", "rule"}), _gone, waivable=False)
