"""What has become of plans from one version to the next: in words, and as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from nq42check.flagging.scene import Clause, Several
from nq42check.inert import in_json, in_line
from nq42check.judging.assess import Assessment
from nq42check.judging.changes import Change, Changed, Reworded
from nq42check.judging.verdicts import Verdict
from nq42check.model.document import Target
from nq42check.reports.progress import rests_on
from nq42check.reports.ranking import LAPSED, LOSSES, REACHED, Course, moved
from nq42check.reports.wording import Wording
from nq42check.reports.words import MOST_NAMED, STATUS_SIGNS, shorten
from nq42check.run.difference import Difference, Told
from nq42check.text import name_key

_NAMED = 4
"""What so many norms that are not compared any more are about is named; the others are counted."""

_BADNESS = list(STATUS_SIGNS)


class Turn(NamedTuple):
    """A verdict that is another now, in words: on what norm, and what both versions make of it.

    `more` counts other norms of which the same target changes the verdict.
    """

    verdict: Verdict
    norm: str
    before: str
    now: str
    more: int = 0


class Row(NamedTuple):
    """What has become of one target, in words. `lines` are those of the new file, `remarks` say what else there is.

    `turn` is the gravest change of a verdict that rests on it, None where there is none.
    """

    changed: Changed
    indicator: str
    before: str
    now: str
    lines: str
    remarks: tuple[str, ...]
    turn: Turn | None

    @property
    def change(self) -> Change:
        """What has become of it."""
        return self.changed.change


class Words:
    """All that is said of changes in one language, whatever the format."""

    def __init__(self, wording: Wording) -> None:
        self.wording, self.say = wording, wording.text

    def heading(self, difference: Difference) -> str:
        """The name of a plan."""
        old, *new = difference.names
        return in_line(self.turned(old, *new) if new else old)

    def files(self, difference: Difference) -> str:
        """The files of both versions."""
        old, new = difference.old, difference.new
        before, now = old.path if old else self.say("change.not-yet"), new.path if new else self.say("change.gone")
        return in_line(self.turned(before, now))

    def turned(self, before: str, now: str) -> str:
        """What was, and what is in its place."""
        return f"{before} → {now}"

    def written(self, text: str) -> str:
        """`text` as it is written out."""
        return text

    def lost(self, told: Told) -> str:
        """What a plan takes back, after its line; with what the norms are about that it is not compared with."""
        line, about = told.problem.line, told.loss.indicators[:_NAMED] if told.loss.document else ()
        more = len(told.loss.indicators) - len(about)
        named = Several((*about, Clause("more", {"count": more})) if more else about)
        said = self.wording.problem(told.problem)
        if about:
            said = f"{said.removesuffix('.')}: {self.wording.show(named)}"
        return f"{self.say('column.line')} {line}: {said}" if line else said

    def other(self, reworded: Reworded) -> str:
        """What has become of a target outside the catalogue, with its line where it is still there."""
        old, new = reworded
        if new is None:
            return self.turned(self.wording.other(old._replace(note=None)), self.say("change.gone"))
        before, now = (f"{shorten(each.text)} ({self.say('norm.by', by=each.by)})" for each in (old, new))
        both = self.turned(before, now)
        return in_line(f"{shorten(new.name)}: {both} ({self.say('column.line').lower()} {new.line})")

    def rows(self, difference: Difference) -> list[Row]:
        """The targets of which there is something to say, the gravest first."""
        order, verdicts = list(Change), difference.verdicts
        told = sorted(_shown(difference), key=lambda each: order.index(each.change))
        return [self._row(each, [verdict for verdict in verdicts if verdict.rests_on(each)]) for each in told]

    def _row(self, changed: Changed, verdicts: Sequence[Verdict]) -> Row:
        old, new = changed.old, changed.new
        one_year = len({target.by for target in (old, *new) if target}) <= 1
        value = self.wording.value if one_year else partial(_due, self.wording)
        return Row(
            changed,
            self.wording.show(changed.indicator),
            value(old) if old else "",
            "; ".join(map(value, new)) or self.say("change.gone"),
            ", ".join(str(target.line) for target in new),
            self.remarks(changed),
            self._turn(min(verdicts, key=_gravity), len(verdicts) - 1) if verdicts else None,
        )

    def remarks(self, changed: Changed) -> tuple[str, ...]:
        """What else there is to say of a target than its values and years."""
        left_out, excused = self._groups("change.left-out", changed, changed.left_out), self.say("change.excused")
        return (*left_out, *self._scope(changed), *([excused] if changed.excused else []))

    def _scope(self, changed: Changed) -> Iterator[str]:
        """For whom a target is and what it counts, where that has changed: of values alike nothing else tells."""
        old, new = changed.old, changed.new
        if old is None:
            return
        for only in dict.fromkeys(target.only for target in new):
            if name_key(only or "") != name_key(old.only or ""):
                yield self._limit(old.only, only)
        gained = dict.fromkeys(group for target in new for group in target.covers if group not in old.groups)
        yield from self._groups("change.gained", changed, gained)
        for counts in dict.fromkeys(target.counts for target in new if target.counts != old.counts):
            yield self.say("change.counts", before=old.counts or "–", now=counts or "–")
        if changed.unproven:
            yield self.say("change.unproven", quote=shorten(old.quote or ""))

    def _groups(self, key: str, changed: Changed, groups: Iterable[str]) -> list[str]:
        names = tuple(changed.indicator.group_words[id].names for id in groups)
        return [self.say(key, groups=Several(names))] if names else []

    def _limit(self, before: str | None, now: str | None) -> str:
        kind = "unlimited" if now is None else "limited" if before is None else "limited-otherwise"
        return self.say(f"change.{kind}", before=before or "", now=now or "")

    def _turn(self, verdict: Verdict, more: int = 0) -> Turn:
        norm, due = verdict.norm, str(verdict.norm.target.by)
        unsure = [] if norm.is_certain else [self.say("html.unverified")]
        facts = ", ".join((norm.document.name, due, *unsure))
        before, now = map(self._status, (verdict.before, verdict.now))
        return Turn(verdict, f"{self.wording.value(norm.target)} ({facts})", before, now, more)

    def _status(self, assessment: Assessment) -> str:
        read = rests_on(assessment)
        return self.say(f"html.{read}") if read else self.wording.status(assessment.status)

    def on_norm(self, turn: Turn) -> str:
        """What norm is judged otherwise, and how; and how many more are."""
        said = f"{turn.norm}: {self.turned(turn.before, turn.now)}"
        return f"{said}; {self.more(turn)}" if turn.more else said

    def more(self, turn: Turn) -> str:
        """How many more norms are judged otherwise; empty where none are."""
        return self.say("change.more-norms", count=turn.more) if turn.more else ""

    def beside(self, difference: Difference) -> list[tuple[str, Turn]]:
        """The norms that are judged otherwise by no target that is told, each after what it is about."""
        rows = _shown(difference)
        left = (verdict for verdict in difference.verdicts if not any(map(verdict.rests_on, rows)))
        told = ((verdict.norm.target.indicator, self._turn(verdict)) for verdict in left)
        return [(self.wording.show(indicator), turn) for indicator, turn in told]

    def counts(self, difference: Difference) -> str:
        """How many targets of a plan have changed how, and how many things it takes back besides."""
        counts = moved(difference).counts
        keys = (*(change.value for change in Change), LOSSES, LAPSED, REACHED)
        parts = [f"{self.kind(key)}: {counts[key]}" for key in keys if counts[key]]
        return " · ".join(parts) or self.say("change.nothing")

    def kind(self, key: str) -> str:
        """What is counted of plans under a key, in a word or two."""
        return self.say("lost.title" if key == LOSSES else f"change.{key}").lower()

    def course(self, course: Course) -> str:
        """Which way a plan went, in a word or two."""
        return self.say(f"course.{course.value}")

    def named_totals(self, differences: Sequence[Difference]) -> list[tuple[str, str, int]]:
        """The totals of all plans: the key, the name and the number of each."""
        return [(key, self.kind(key), number) for key, number in totals(differences).items()]

    def total(self, differences: Sequence[Difference]) -> str:
        """The totals in one line."""
        return " · ".join(f"{name}: {number}" for _, name, number in self.named_totals(differences))

    def unchanged(self, differences: Sequence[Difference]) -> str:
        """Which plans are as they were: the first twenty, and how many in all; empty where there are none."""
        return self._named("change.unchanged", differences)

    def gone(self, differences: Sequence[Difference]) -> str:
        """Which plans are gone, so that no table of indicators counts them; empty where there are none."""
        return self._named("change.hits-gone", differences)

    def _named(self, key: str, differences: Sequence[Difference]) -> str:
        names = [self.heading(each) for each in differences]
        more = self.say("report.more-files", files="{files}", count=len(names) - MOST_NAMED)
        shown = ", ".join(names[:MOST_NAMED])
        shown = more.replace("{files}", shown) if len(names) > MOST_NAMED else shown
        return self.say(key, count=len(names), plans=shown) if names else ""


def _shown(difference: Difference) -> list[Changed]:
    return [each for each in difference.changed if each.change is not Change.SAME or each.excused]


def _gravity(verdict: Verdict) -> tuple[bool, bool, int]:
    """The gravest first: what is not met any more, what is met last; then what is the worse now."""
    return not verdict.lapsed, verdict.reached, -_BADNESS.index(verdict.now.status)


def _due(wording: Wording, target: Target) -> str:
    return f"{wording.value(target)} ({wording.text('norm.by', by=target.by)})"


def totals(differences: Sequence[Difference]) -> dict[str, int]:
    """How many plans there are, how many of their targets have changed how, how many things they take back, and how
    many norms are not counted as met any more, or are now.
    """
    counts: Counter[str] = Counter()
    for each in differences:
        counts.update(moved(each).counts)
    keys = (*(change.value for change in Change), LOSSES, LAPSED, REACHED)
    return {"plans": len(differences), **{key: counts[key] for key in keys}}


def as_json(differences: Sequence[Difference], wording: Wording) -> str:
    """For programs: an object for each target and for each loss, and the totals."""
    words = Words(wording)
    plans = [(_plan_data(each, words), each) for each in differences]
    data = {
        "changes": [plan | _target(changed, words) for plan, each in plans for changed in each.changed],
        "losses": [plan | _loss(told, words) for plan, each in plans for told in each.losses],
        "others": [plan | _other(reworded) for plan, each in plans for reworded in each.others],
        "verdicts": [plan | _verdict(verdict) for plan, each in plans for verdict in each.verdicts],
        "totals": totals(differences),
    }
    return in_json(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def _plan_data(difference: Difference, words: Words) -> dict[str, Any]:
    return {
        "place": difference.names[-1],
        "plan": f"{words.heading(difference)} · {words.files(difference)}",
    }


def _target(changed: Changed, words: Words) -> dict[str, Any]:
    return {
        "indicator": changed.indicator.id,
        "change": changed.change.value,
        "old": _data(changed.old) if changed.old else None,
        "new": [_data(answer) for answer in changed.new],
        "left_out": list(changed.left_out),
        "excused": changed.excused,
        "remarks": list(words.remarks(changed)),
    }


def _data(target: Target) -> dict[str, Any]:
    return {"value": target.text, "by": target.by, "groups": list(target.groups), "line": target.line}


def _loss(told: Told, words: Words) -> dict[str, Any]:
    return {
        "kind": told.loss.lost.value,
        "line": told.problem.line,
        "document": told.loss.document.name if told.loss.document else None,
        "indicators": [indicator.id for indicator in told.loss.indicators],
        "norms": len(told.loss.norms),
        "message": words.wording.problem(told.problem),
    }


def _other(reworded: Reworded) -> dict[str, Any]:
    old, new = ({"value": each.text, "by": each.by, "line": each.line} if each else None for each in reworded)
    return {"name": reworded.old.name, "old": old, "new": new}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    norm, target = verdict.norm, verdict.norm.target
    return {
        "indicator": target.indicator.id,
        "document": norm.document.name,
        "norm": target.text,
        "by": target.by,
        "groups": list(target.groups),
        "evidence": norm.evidence.value if norm.evidence else None,
        "before": verdict.before.status.value,
        "now": verdict.now.status.value,
        "unproven": verdict.unproven,
        "on_a_reading": verdict.before.met_on_a_reading or verdict.now.met_on_a_reading,
    }
