"""What is said of places that are none of today any more, or of which that cannot be told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nq42check.reports.refusals import Refusals
from nq42check.reports.words import MOST_NAMED
from nq42check.run.results import PlanReport

if TYPE_CHECKING:
    from nq42check.model.places import Belonging


class Belongings(Refusals):
    """The sentences on them, of one plan and of many."""

    def belongs(self, plan: PlanReport) -> str:
        """What the place of a plan belongs to now, where it is none of today, or may not be; empty where it is one."""
        belongs = plan.plan.belongs
        if belongs is None or belongs.former is None:
            return ""
        place, since, name = belongs.place, belongs.since, plan.document.name
        today = self.text(f"place.{place.kind.value}", name=place.name)
        if not belongs.certain:
            others = ", ".join(former.name for former in belongs.others)
            return self.text("report.kept", name=name, place=today, since=since, others=others)
        parts = ", ".join(former.name for former in place.predecessors)
        return self.text("report.former", name=name, place=today, since=since, parts=parts)

    def belong(self, named: Sequence[tuple[str, "Belonging"]]) -> list[str]:
        """The same of many plans by the names of their places, in a sentence a kind: twenty of them, and how many."""
        said = []
        for kind, certain in (("former", True), ("kept", False)):
            of_kind = [(name, belongs) for name, belongs in named if belongs.former and belongs.certain is certain]
            if of_kind:
                names = [self._now_in(name, belongs) for name, belongs in of_kind[:MOST_NAMED]]
                listed, since = ", ".join(names), of_kind[0][1].since
                if len(of_kind) > MOST_NAMED:
                    listed = self.text("report.more-files", files=listed, count=len(of_kind) - MOST_NAMED)
                said.append(self.text(f"report.{kind}-many", since=since, count=len(of_kind), names=listed))
        return said

    def _now_in(self, name: str, belongs: "Belonging") -> str:
        return self.text("report.belongs-to", name=name, place=belongs.place.name) if belongs.certain else name
