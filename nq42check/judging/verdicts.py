"""Which norms a new version of a plan is judged otherwise by than the old one was."""

from collections.abc import Iterable
from typing import NamedTuple

from nq42check.judging.assess import Assessment, Status
from nq42check.judging.changes import Changed
from nq42check.model.document import Norm, Route


class Verdict(NamedTuple):
    """What the old and the new version of a plan make of one norm, which is not the same.

    It is `unproven` where a target answers now that only lost the quote which limited it.
    """

    before: Assessment
    now: Assessment
    unproven: bool = False

    @property
    def norm(self) -> Norm:
        """The norm itself, with which both are compared."""
        return self.now.norm

    @property
    def lapsed(self) -> bool:
        """Whether it was met and is not known to be met any more."""
        return self.before.status is Status.MET

    @property
    def reached(self) -> bool:
        """Whether it is met, and was not known to be, by more than that a quote is gone."""
        return self.now.status is Status.MET and not self.unproven

    def rests_on(self, changed: Changed) -> bool:
        """Whether it rests on what has become of a target: one on the same that answered for the norm, or does now."""
        if self.norm.target.indicator is not changed.indicator:
            return False
        old = {changed.old.route} if changed.old else set()
        return bool(old & _answering(self.before) or {each.route for each in changed.new} & _answering(self.now))


def verdicts(
    old: Iterable[Assessment], new: Iterable[Assessment], changed: Iterable[Changed] = ()
) -> tuple[Verdict, ...]:
    """The norms of which two versions of a plan make something else, in the order in which the new one is held to them.

    Both are of one checker; `changed` says what has become of the targets. A norm counts that both versions are
    compared with, as it stands for the one place, unless it stands behind a stronger one in both: what is compared on
    one side only is no other verdict on the same.
    """
    before = {each.norm.key: each for each in old if each.compared}
    both = ((before.get(each.norm.key), each) for each in new if each.compared)
    unproven = {target.route for each in changed for target in each.unproven}
    return tuple(
        Verdict(was, now, bool(unproven & _answering(now)))
        for was, now in both
        if was and was.status is not now.status and _counts(was, now)
    )


def _counts(before: Assessment, now: Assessment) -> bool:
    return before.norm == now.norm and (before.decisive or now.decisive)


def _answering(assessment: Assessment) -> set[Route]:
    """The ways to the targets that answer for a norm, or from which it follows that it is kept or broken."""
    found: set[Route] = set()
    for judgement in assessment.judgements:
        targets = (judgement.target, judgement.short, *judgement.implied_by)
        found.update(target.route for target in targets if target)
    return found
