"""All findings of a plan, and what they leave of what was accepted."""

from collections.abc import Iterable, Sequence
from datetime import date

from nq42check.flagging.accepted import recall, waive
from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Rule
from nq42check.flagging.scene import Accepted, Limits, Scene, WaiverState
from nq42check.model.document import Known, Waiver


def find(
    scene: Scene, rules: Sequence[Rule], as_of: date, limits: Limits, known: Sequence[Known] = ()
) -> tuple[list[Finding], list[tuple[Waiver, WaiverState]]]:
    """All findings of `rules`, settled ones among them, and what has become of the plan's waivers.

    Waivers are held against the date `as_of` and `limits`. `known` are the records of the plan. Of a plan in which no
    value is filled in nothing is found.
    """
    if scene.plan.is_blank:
        return [], []
    plan = scene.plan.document.name
    findings = list(_flagged(plan, scene, (rule for rule in rules if rule.check.waivable)))
    waived, recalled = waive(findings, scene.plan.waivers, as_of, limits), recall(findings, known)
    settled = [
        finding._replace(
            waived=waived.covered.get(place),
            known=recalled.settled.get(place),
            worsened=recalled.worsened.get(place),
        )
        for place, finding in enumerate(findings)
    ]
    improved = [(record, finding.flag) for record, finding in recalled.improved]
    accepted = Accepted(scene.plan, as_of, limits, waived.states, recalled.gone, recalled.outdated, improved)
    return [*settled, *_flagged(plan, accepted, (rule for rule in rules if not rule.check.waivable))], waived.states


def _flagged(plan: str, seen: Scene | Accepted, rules: Iterable[Rule]) -> Iterable[Finding]:
    for rule in rules:
        for flag in rule.check.flags(seen, **rule.parameters):
            yield Finding(rule, rule.severity_for(flag.norm), plan, flag)
