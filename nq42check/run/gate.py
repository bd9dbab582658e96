"""The gate: what is found in files, and what stands against what has become of them since their base."""

import os
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from io import BytesIO

from nq42check.flagging.findings import Finding
from nq42check.judging.changes import Change, Changed, changes, held_alike, without_unchanged
from nq42check.judging.compare import at_least_as_strong
from nq42check.judging.losses import losses
from nq42check.judging.norms import BY, TARGETS, as_wide
from nq42check.judging.versions import paired_by_place
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Plan, Target
from nq42check.model.values import Words
from nq42check.reading.nodes import Field, Problem
from nq42check.run.checking import Checker
from nq42check.run.difference import joined, problem_of
from nq42check.run.files import shown
from nq42check.run.inputs import Input, absolute
from nq42check.run.results import Before, Identity, Located, Objected, PlanReport, Refusal, RefusedFile, Result, Since


class Gate:
    """Checks files one by one, and holds each plan to what it was at a base.

    `checker` goes by the settings of the base, `own` by those under judgement where these differ: of both the stricter
    counts. `base` is what the base is called, `before` are the plans there, under the paths that they would have here.
    `objected` is what stands against the run whatever its plans are, `whole` is the path of all of it.
    """

    def __init__(
        self,
        checker: Checker,
        base: str,
        before: Iterable[Input],
        *,
        own: Checker | None = None,
        objected: Sequence[Objected] = (),
        whole: str = os.curdir,
    ) -> None:
        self.checker, self.own, self.base, self.objected, self.whole = checker, own, base, objected, whole
        self.before = {absolute(file.path): file for file in before}

    def results(self, file: Input) -> list[Result]:
        """What is found in a file, and what stands against it, if the base has a plan of its place at its path."""
        now = self._check(file)
        if not isinstance(now, PlanReport):
            return [now]
        there = self.before.get(absolute(file.path))
        if there is None:
            return [now]
        if there.stream and sha256(_bytes_of(there)).hexdigest() == now.sha256:
            return [now._replace(before=Before(there.path, now.comparisons))]
        old = self._before(there, now)
        if old is None or not old.identity.is_version_of(now.identity):
            return [now]
        return [now._replace(before=Before(there.path, old.comparisons)), *self._against(old, now)]

    def _before(self, there: Input, now: PlanReport) -> PlanReport | None:
        """What the base has in a file, if that is a plan; its findings are not asked for."""
        plan = self.checker.plan_in(_rewound(there))
        if plan and held_alike(plan, now.plan):
            return now._replace(path=shown(there.path), plan=plan)
        old = self.checker.check(_rewound(there)) if plan else None
        return old if isinstance(old, PlanReport) else None

    def _check(self, file: Input) -> Result:
        """What is found in a file by the settings of the base, and by its own where these are stricter."""
        now = self.checker.check(_rewound(file))
        return stricter(now, self.own.check(_rewound(file))) if self.own else now

    def last(self, files: Sequence[Input], plans: Sequence[Identity]) -> tuple[list[Result], Since]:
        """What can be said once all `files` were checked, of which these are the `plans`; and what the base came to."""
        paired = [plan.before for plan in plans if plan.before]
        known = {absolute(before.path) for before in paired}
        left = [(self.checker.check(_rewound(file)), file) for path, file in self.before.items() if path not in known]
        gone = [old for old, _ in left if isinstance(old, PlanReport)]
        # What is in these was not read, so that nobody knows which plans are weaker than there.
        closed = [old for old, file in left if isinstance(old, RefusedFile) and file.problem]
        results: list[Result] = [*self.checker.clashes(plans), *self.objected]
        results += [old._replace(path=f"{self.base}:{old.path}") for old in closed]
        told, misread = self._unpaired(gone, files, plans)
        results += told
        comparisons = sum(before.comparisons for before in paired) + sum(old.comparisons for old in gone)
        now = sum(plan.comparisons for plan in plans)
        if now + misread < comparisons:
            fields: dict[str, Field] = {"base": self.base, "before": comparisons, "now": now}
            results.append(self._objected(shown(self.whole), [Problem("fewer-comparisons.all", fields=fields)]))
        refused = sum(isinstance(old, RefusedFile) for old, _ in left)
        return results, Since(self.base, len(paired) + len(gone), comparisons, refused)

    def _unpaired(
        self, gone: Sequence[PlanReport], files: Sequence[Input], plans: Sequence[Identity]
    ) -> tuple[list[Result], int]:
        """What stands against plans of the base that are not where they were, and against those new in their places.

        Last comes how many comparisons are missing only because a file has a slip, which is told for itself.
        """
        if not self.before:  # there is nothing yet to be held to
            return [], 0
        by_path = {shown(file.path): file for file in files}
        places = {plan.path: plan.place for plan in plans}
        rest = (self._check(by_path[plan.path]) for plan in plans if not plan.before)
        results: list[Result] = []
        misread = 0
        for old, now in paired_by_place(gone, [plan for plan in rest if isinstance(plan, PlanReport)]):
            if old and now:
                results += self._against(old, now)
            elif old and self._is_misread(by_path.get(old.path)):
                misread += old.comparisons
            elif old:
                results.append(self._vanished(old, by_path, places))
            elif now:  # new as it is, what it has itself waived is for a person to see
                results += self._against(now._replace(plan=now.plan._replace(waivers=())), now)
        return results, misread

    def _against(self, old: PlanReport, now: PlanReport) -> list[Result]:
        """What stands against what has become of a plan."""
        knowledge, limits, as_of = self.checker.knowledge, self.checker.limits, self.checker.as_of
        may_hold = partial(limits.let_hold, as_of=as_of)
        lost = losses(old.plan, old.assessments, now.plan, now.assessments, knowledge.ids, may_hold)
        changed = changes(without_unchanged(old.plan, now.plan), now.plan, knowledge.catalogue)
        # Whether a value that repairs what could not be compared is good enough, a norm says if there is one.
        held = {assessment.norm.target.indicator for assessment in now.assessments if assessment.compared}
        open_ = [each for each in changed if not (each.repairs and each.indicator in held)]
        put_off = [each for each in open_ if _is_put_off(each, old.document.by, now.document.by)]
        if len(put_off) > 1:  # by one change of the document, which is to be told and not each of its targets
            open_ = [each for each in open_ if each not in put_off]
        emptied = _emptied(now.plan)
        problems = [*(_changed(each, now, emptied) for each in open_), *(problem_of(loss, now) for loss in lost)]
        if len(put_off) > 1:
            fields: dict[str, Field] = {"count": len(put_off), "by": old.document.by, "now": now.document.by}
            problems.insert(0, Problem("weakened.document", *now.places[BY], fields))
        objections = [problem for problem in problems if problem]
        return [self._objected(now.path, objections, now.document.name)] if objections else []

    def _is_misread(self, file: Input | None) -> bool:
        """Whether a file is refused for what is wrong in it, so that this is what has to be told, and nothing else."""
        now = file and self._check(file)
        kinds = [refusal.problem.reason for refusal in now.refusals] if isinstance(now, RefusedFile) else []
        return bool(kinds) and not any(kind.startswith("shape.is-") for kind in kinds)

    def _vanished(self, old: PlanReport, there: Container[str], places: Mapping[str, str]) -> Objected:
        """That a plan is gone, given which files are there, and of which places some of them are plans."""
        path = old.path
        fields: dict[str, Field] = {"name": old.document.name, "base": self.base, "path": path}
        reason = "plan-gone.no-plan" if path in there else "plan-gone.missing"
        if path in places:
            reason, fields["now"] = "plan-gone.another", places[path]
        return self._objected(path, [Problem(reason, fields=fields)], old.document.name)

    def _objected(self, path: str, problems: Iterable[Problem], place: str | None = None) -> Objected:
        rule_of = self.checker.knowledge.rule_of_problem
        return Objected(path, tuple(Refusal(rule_of(problem), problem) for problem in problems), place=place)


def _rewound(file: Input) -> Input:
    """`file`, to be read from its start."""
    return file._replace(stream=BytesIO(_bytes_of(file))) if file.stream else file


def _bytes_of(file: Input) -> bytes:
    assert isinstance(file.stream, BytesIO)
    return file.stream.getvalue()


def stricter(one: Result, other: Result) -> Result:
    """Of what two checkers find in one file, whatever counts by either; the rest is as the first has it."""
    if not (isinstance(one, PlanReport) and isinstance(other, PlanReport)):
        return other if isinstance(other, RefusedFile) and not isinstance(one, RefusedFile) else one
    findings: dict[object, Located] = {}
    for located in (*one.findings, *other.findings):
        key = _key(located.finding)
        findings[key] = max(findings.get(key, located), located, key=lambda each: _weight(each.finding))
    ordered = sorted(findings.values(), key=lambda each: (each.line, each.column, each.finding.rule.id))
    left_out = (finding for finding in one.left_out if _key(finding) not in findings)
    return one._replace(findings=tuple(ordered), left_out=tuple(left_out))


def _key(finding: Finding) -> tuple[object, ...]:
    """What makes it the same as another checker's."""
    return finding.rule.id, finding.fingerprint, finding.flag.route


def _weight(finding: Finding) -> tuple[bool, int]:
    """How much a finding counts."""
    return not finding.settled, finding.severity


def _emptied(plan: Plan) -> dict[tuple[Indicator, int | None], int]:
    """The line of the first row left empty on each indicator, for each of its years and for none in particular."""
    lines: dict[tuple[Indicator, int | None], int] = {}
    for row in plan.unfilled:
        lines.setdefault((row.indicator, row.by), row.line)
        lines.setdefault((row.indicator, None), row.line)
    return lines


def _changed(changed: Changed, now: PlanReport, emptied: Mapping[tuple[Indicator, int | None], int]) -> Problem | None:
    """What stands against what has become of a target, at its line or that of the row `emptied`, else at `targets`."""
    old, new = changed.old, changed.new
    if old is None or (changed.change is Change.UNDECIDED and isinstance(old.stated, Words)):
        return None
    line = next((target.line for target in new if not _keeps(target, old)), new[0].line if new else None)
    fields: dict[str, Field] = {
        "indicator": changed.indicator,
        "old": old.text,
        "by": old.by,
        "new": ", ".join(f"“{target.text}” ({target.by})" for target in new),
    }
    match changed.change:
        case Change.DROPPED:
            fields["id"] = changed.indicator.id
            if row := emptied.get((changed.indicator, old.by)) or emptied.get((changed.indicator, None)):
                return Problem("dropped.emptied", row, 1, fields)
            return Problem("dropped.target", *now.places[TARGETS], fields)
        case Change.WEAKENED if changed.left_out:
            groups = joined(changed.indicator.group_words[id].names for id in changed.left_out)
            return Problem("weakened.groups", line, 1, {**fields, "groups": groups})
        case Change.WEAKENED if narrower := next((target for target in new if not as_wide(target, old)), None):
            return Problem("weakened.only", narrower.line, 1, {**fields, "only": narrower.only})
        case Change.WEAKENED if _is_put_off(changed, old.by, new[0].by):
            return Problem("weakened.later", line, 1, {**fields, "now": new[0].by})
        case Change.WEAKENED:
            return Problem("weakened.value", line, 1, fields)
        case Change.UNDECIDED if otherwise := next((target for target in new if target.counts != old.counts), None):
            return Problem("cannot-tell.counts", otherwise.line, 1, {**fields, "counts": otherwise.counts or "–"})
        case Change.UNDECIDED if changed.unproven and all(_keeps(target, old) for target in new):
            return Problem("cannot-tell.quote", changed.unproven[0].line, 1, {**fields, "quote": old.quote or ""})
        case Change.UNDECIDED:
            return Problem("cannot-tell.value", line, 1, fields)
    return None


def _is_put_off(changed: Changed, before: int, now: int) -> bool:
    """Whether a target is the same as it was but for its year, which was `before` and is `now`, later."""
    old, new, weakened = changed.old, changed.new, changed.change is Change.WEAKENED and not changed.left_out
    same = weakened and old is not None and len(new) == 1 and new[0].text == old.text and as_wide(new[0], old)
    return same and old is not None and (old.by, new[0].by) == (before, now) and before < now


def _keeps(target: Target, old: Target) -> bool:
    """Whether a target is certainly no weaker, later or narrower by words than what it was."""
    strong = at_least_as_strong(target.stated, old.stated, old.indicator)
    return strong and target.by <= old.by and as_wide(target, old)
