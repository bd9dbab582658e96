"""A finding: what a rule flags in a plan, how gravely, whether it counts, and when it is the same again."""

from typing import NamedTuple, TypeVar

from nq42check.flagging.rulebook import Rule, Severity
from nq42check.flagging.scene import Flag
from nq42check.model.document import Known, Target, Waiver
from nq42check.model.nation import Reached

T = TypeVar("T")


class Finding(NamedTuple):
    """One thing that a rule flags in one plan.

    `waived` is the waiver that holds for it, `known` its record among the known findings, of which it is no worse;
    `worsened` is its record where it is worse. `nation` is what the nation has reached, where the target lies below.
    """

    rule: Rule
    severity: Severity
    plan: str
    flag: Flag
    waived: Waiver | None = None
    known: Known | None = None
    worsened: Known | None = None
    nation: Reached | None = None

    @property
    def answering(self) -> Target | None:
        """The plan's own target that answers the norm it is about, if there is one."""
        judgement = self.flag.judgement
        return judgement.target if judgement and self.flag.standing and not judgement.implied_by else None

    @property
    def settled(self) -> bool:
        """Whether it does not count: it is waived or known."""
        return self.waived is not None or self.known is not None

    @property
    def usual_severity(self) -> Severity:
        """The severity that its rule has where no repository sets another."""
        return self.rule.usual_severity_for(self.flag.norm)

    @property
    def fingerprint(self) -> str:
        """The same for the same shortfall, however value, wording, path and line may change."""
        return self.fingerprint_under(self.plan)

    def fingerprint_under(self, plan: str) -> str:
        """The fingerprint as it is where the plan's name is spelt `plan`."""
        from hashlib import sha256

        norm, target = self.flag.norm, self.flag.target
        asked = norm.target if norm else target
        parts = (
            self.rule.id,
            plan,
            self.flag.indicator.id if self.flag.indicator else self.flag.words,
            norm.document.name if norm else "",
            ",".join(sorted(target.groups if target else ())),
            str(asked.by) if asked else "",
        )
        return sha256("\n".join(parts).encode()).hexdigest()[:32]
