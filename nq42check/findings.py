"""Findings: what the rules flag in a plan, how gravely, what is waived, and what makes a finding the same again."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from nq42check.compare import at_least_as_strong
from nq42check.document import Waiver
from nq42check.rulebook import Flag, Rule, Scene, Severity, WaiverState


class Finding(NamedTuple):
    """One thing that a rule flags in one plan."""

    rule: Rule
    severity: Severity
    plan: str
    flag: Flag
    waived: Waiver | None = None

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


def find(scene: Scene, rules: Sequence[Rule], as_of: date) -> tuple[Finding, ...]:
    """All findings of `rules`, waived ones among them. Waivers are held against the date `as_of`."""
    found = list(_flagged(scene, [rule for rule in rules if rule.check.waivable]))
    states: list[tuple[Waiver, WaiverState]] = []
    for waiver in scene.plan.waivers:
        covered = [index for index, finding in enumerate(found) if _covers(waiver, finding)]
        state = _state(waiver, bool(covered), as_of)
        states.append((waiver, state))
        if state is WaiverState.USED:
            for index in covered:
                found[index] = found[index]._replace(waived=waiver)
    if states:
        scene = Scene(scene.plan, scene.assessments, scene.catalogue, tuple(states))
        found += _flagged(scene, [rule for rule in rules if not rule.check.waivable])
    return tuple(found)


def _flagged(scene: Scene, rules: Iterable[Rule]) -> Iterable[Finding]:
    name = scene.plan.name
    for rule in rules:
        for flag in rule.check.flags(scene, **rule.parameters):
            yield Finding(rule, rule.severity_for(flag.norm), name, flag)


def _state(waiver: Waiver, covers: bool, as_of: date) -> WaiverState:
    if waiver.until < as_of:
        return WaiverState.EXPIRED
    if waiver.authority is None:
        return WaiverState.WITHOUT_AUTHORITY
    return WaiverState.USED if covers else WaiverState.UNUSED


def _covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether `waiver` is about `finding`, and the target is no weaker than the one that was accepted."""
    target = finding.flag.target
    if waiver.rule not in (finding.rule.id, finding.rule.name) or waiver.indicator is not finding.flag.indicator:
        return False
    if target is None or waiver.value is None:
        return target is None and waiver.value is None
    return target.stated == waiver.value or at_least_as_strong(target.stated, waiver.value, waiver.indicator)
