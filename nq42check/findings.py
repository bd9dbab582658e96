"""Findings: what the rules flag in a plan, how gravely, what does not count, and when a finding is the same again."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from nq42check.catalogue import Indicator
from nq42check.compare import at_least_as_strong
from nq42check.document import Known, Target, Waiver
from nq42check.rulebook import Flag, Rule, Scene, Severity, WaiverState
from nq42check.values import Stated


class Finding(NamedTuple):
    """One thing that a rule flags in one plan.

    `waived` is the waiver that holds for it, `known` its record among the known findings.
    """

    rule: Rule
    severity: Severity
    plan: str
    flag: Flag
    waived: Waiver | None = None
    known: Known | None = None

    @property
    def settled(self) -> bool:
        """Whether it does not count: it is waived, or it is known and no worse than when it was recorded."""
        return self.waived is not None or (self.known is not None and _no_worse_than(self.known, self))

    @property
    def fingerprint(self) -> str:
        """The same for the same shortfall, however value, wording, path and line may change."""
        from hashlib import sha256

        norm, target = self.flag.norm, self.flag.target
        asked = norm.target if norm else target
        parts = (
            self.rule.id,
            self.plan,
            self.flag.indicator.id,
            norm.document.name if norm else "",
            ",".join(sorted(target.groups if target else ())),
            str(asked.by) if asked else "",
        )
        return sha256("\n".join(parts).encode()).hexdigest()[:32]


class Found(NamedTuple):
    """The findings of a plan, and what has become of its waivers."""

    findings: tuple[Finding, ...]
    waivers: tuple[tuple[Waiver, WaiverState], ...]


def find(scene: Scene, rules: Sequence[Rule], as_of: date, known: Sequence[Known] = ()) -> Found:
    """All findings of `rules`, settled ones among them.

    Waivers are held against the date `as_of`. `known` are the records of the plan.
    """
    found = list(_flagged(scene, [rule for rule in rules if rule.check.waivable]))
    states: list[tuple[Waiver, WaiverState]] = []
    for waiver in scene.plan.waivers:
        covered = [index for index, finding in enumerate(found) if _covers(waiver, finding)]
        state = _state(waiver, [found[index].rule for index in covered], as_of)
        states.append((waiver, state))
        if state in (WaiverState.USED, WaiverState.ENDING):
            for index in covered:
                found[index] = found[index]._replace(waived=waiver)
    gone: list[Known] = []
    if known:
        found = [finding._replace(known=_record_of(finding, known)) for finding in found]
        remaining = {finding.fingerprint for finding in found}
        gone = [record for record in known if record.fingerprint not in remaining]
    if states or gone:
        scene = Scene(scene.plan, scene.assessments, scene.catalogue, states, gone)
        found += _flagged(scene, [rule for rule in rules if not rule.check.waivable])
    return Found(tuple(found), tuple(states))


def _flagged(scene: Scene, rules: Iterable[Rule]) -> Iterable[Finding]:
    name = scene.plan.name
    for rule in rules:
        for flag in rule.check.flags(scene, **rule.parameters):
            yield Finding(rule, rule.severity_for(flag.norm), name, flag)


ANNOUNCED = timedelta(days=60)
"""How long before its end a waiver is announced to end."""


def _state(waiver: Waiver, covered: Sequence[Rule], as_of: date) -> WaiverState:
    """What has become of a waiver that is about findings of the rules `covered`."""
    if waiver.until < as_of:
        return WaiverState.EXPIRED
    if any(rule.always_counts for rule in covered):
        return WaiverState.NOT_ALLOWED
    if waiver.authority is None:
        return WaiverState.WITHOUT_AUTHORITY
    if not covered:
        return WaiverState.UNUSED
    return WaiverState.ENDING if waiver.until - as_of <= ANNOUNCED else WaiverState.USED


def _covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether `waiver` is about `finding`, and the target is no weaker than the one that was accepted."""
    if waiver.rule not in (finding.rule.id, finding.rule.name) or waiver.indicator is not finding.flag.indicator:
        return False
    return _as_accepted(finding.flag.target, waiver.value, waiver.indicator)


def _record_of(finding: Finding, known: Sequence[Known]) -> Known | None:
    """The record of `finding`; where several have its fingerprint, one that it is no worse than, if any."""
    alike = [record for record in known if record.fingerprint == finding.fingerprint]
    return next((record for record in alike if _no_worse_than(record, finding)), alike[0] if alike else None)


def _no_worse_than(known: Known, finding: Finding) -> bool:
    target = finding.flag.target
    if not set(finding.flag.left_out) <= set(known.left_out):
        return False
    if target is not None and known.by is not None and target.by > known.by:
        return False
    return _as_accepted(target, known.value, known.indicator)


def _as_accepted(target: Target | None, accepted: Stated | None, indicator: Indicator) -> bool:
    """Whether `target` is no weaker than the value that was accepted; without a target none was."""
    if target is None or accepted is None:
        return target is None and accepted is None
    return target.stated == accepted or at_least_as_strong(target.stated, accepted, indicator)
