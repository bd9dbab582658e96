"""What has become of plans from one version to the next: in words, as JSON, and as Markdown."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from nq42check.flagging.scene import Clause, Several
from nq42check.inert import in_json, in_line
from nq42check.judging.changes import Change, Changed, Reworded
from nq42check.model.document import Target
from nq42check.reports.markdown import escaped
from nq42check.reports.wording import Wording
from nq42check.reports.words import MOST_NAMED, shorten
from nq42check.run.difference import Difference, Told

_MOST = 60_000
"""The most characters of plans in Markdown: GitHub takes comments of 65,536, and totals need room."""

_NAMED = 4
"""What so many norms that are not compared any more are about is named; the others are counted."""

_COLUMNS = ("change", "indicator", "before", "now", "line", "remarks")


class Row(NamedTuple):
    """What has become of one target, in words. `lines` are those of the new file, `remarks` say what else there is."""

    change: Change
    indicator: str
    before: str
    now: str
    lines: str
    remarks: tuple[str, ...]


class Words:
    """All that is said of changes in one language, whatever the format."""

    def __init__(self, wording: Wording) -> None:
        self.wording, self.say = wording, wording.text

    def heading(self, difference: Difference) -> str:
        """The name of a plan."""
        return in_line(" → ".join(difference.names))

    def files(self, difference: Difference) -> str:
        """The files of both versions."""
        return in_line(" → ".join(plan.path if plan else "∅" for plan in (difference.old, difference.new)))

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
            return f"{self.wording.other(old._replace(note=None))} → {self.say('change.gone')}"
        before, now = (f"{shorten(each.text)} ({self.say('norm.by', by=each.by)})" for each in (old, new))
        return in_line(f"{shorten(new.name)}: {before} → {now} ({self.say('column.line').lower()} {new.line})")

    def change(self, change: Change) -> str:
        """What has become of a target, in a word, as it stands in a sentence."""
        return self.say(f"change.{change.value}").lower()

    def rows(self, difference: Difference) -> list[Row]:
        """The targets of which there is something to say, the gravest first."""
        order = list(Change)
        told = (each for each in difference.changed if each.change is not Change.SAME or each.excused)
        return [self._row(each) for each in sorted(told, key=lambda each: order.index(each.change))]

    def _row(self, changed: Changed) -> Row:
        old, new = changed.old, changed.new
        one_year = len({target.by for target in (old, *new) if target}) <= 1
        value = self.wording.value if one_year else partial(_due, self.wording)
        remarks = []
        if changed.left_out:
            groups = Several(tuple(changed.indicator.group_words[id].names for id in changed.left_out))
            remarks.append(self.say("change.left-out", groups=groups))
        if changed.excused:
            remarks.append(self.say("change.excused"))
        return Row(
            changed.change,
            self.wording.show(changed.indicator),
            value(old) if old else "",
            "; ".join(map(value, new)) or self.say("change.gone"),
            ", ".join(str(target.line) for target in new),
            tuple(remarks),
        )

    def counts(self, difference: Difference) -> str:
        """How many targets of a plan have changed how, and how many things it takes back besides."""
        counts = Counter(each.change for each in difference.changed)
        parts = [f"{self.change(change)}: {counts[change]}" for change in Change if counts[change]]
        parts += [f"{self.say('lost.title').lower()}: {len(difference.losses)}"] if difference.losses else []
        return " · ".join(parts) or self.say("change.nothing")

    def named_totals(self, differences: Sequence[Difference]) -> list[tuple[str, str, int]]:
        """The totals of all plans: the key, the name and the number of each."""
        names = {"plans": self.say("change.plans"), "losses": self.say("lost.title").lower()}
        names.update((change.value, self.change(change)) for change in Change)
        return [(key, names[key], number) for key, number in totals(differences).items()]

    def total(self, differences: Sequence[Difference]) -> str:
        """The totals in one line."""
        return " · ".join(f"{name}: {number}" for _, name, number in self.named_totals(differences))

    def unchanged(self, differences: Sequence[Difference]) -> str:
        """Which plans are as they were: the first twenty, and how many in all; empty where there are none."""
        names = [self.heading(each) for each in differences]
        more = self.say("report.more-files", files="{files}", count=len(names) - MOST_NAMED)
        shown = ", ".join(names[:MOST_NAMED])
        shown = more.replace("{files}", shown) if len(names) > MOST_NAMED else shown
        return self.say("change.unchanged", count=len(names), plans=shown) if names else ""


def _due(wording: Wording, target: Target) -> str:
    return f"{wording.value(target)} ({wording.text('norm.by', by=target.by)})"


def totals(differences: Sequence[Difference]) -> dict[str, int]:
    """How many plans there are, how many of their targets have changed how, and how many things they take back."""
    counts = Counter(each.change for difference in differences for each in difference.changed)
    changed = {change.value: counts[change] for change in Change}
    return {"plans": len(differences), **changed, "losses": sum(len(each.losses) for each in differences)}


def worst_first(differences: Sequence[Difference]) -> tuple[list[Difference], list[Difference]]:
    """The plans of which there is something to say, those that ask less of themselves first; and the others."""
    told: list[Difference] = []
    same: list[Difference] = []
    for each in differences:
        is_same = not (each.losses or each.others) and all(changed.change is Change.SAME for changed in each.changed)
        (same if is_same else told).append(each)
    return sorted(told, key=lambda each: not each.weakens), same


def as_json(differences: Sequence[Difference], wording: Wording) -> str:
    """For programs: an object for each target and for each loss, and the totals."""
    words = Words(wording)
    plans = [(_plan_data(each, words), each) for each in differences]
    data = {
        "changes": [plan | _target(changed) for plan, each in plans for changed in each.changed],
        "losses": [plan | _loss(told, words) for plan, each in plans for told in each.losses],
        "others": [plan | _other(reworded) for plan, each in plans for reworded in each.others],
        "totals": totals(differences),
    }
    return in_json(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def _plan_data(difference: Difference, words: Words) -> dict[str, Any]:
    return {
        "place": difference.names[-1],
        "plan": f"{words.heading(difference)} · {words.files(difference)}",
    }


def _target(changed: Changed) -> dict[str, Any]:
    return {
        "indicator": changed.indicator.id,
        "change": changed.change.value,
        "old": _data(changed.old) if changed.old else None,
        "new": [_data(answer) for answer in changed.new],
        "left_out": list(changed.left_out),
        "excused": changed.excused,
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


def as_markdown(differences: Sequence[Difference], wording: Wording) -> str:
    """For a pull request: the totals, then a table for each plan, the worst first; the unchanged in one line."""
    words = Words(wording)
    changed, same = worst_first(differences)
    text = f"## {escaped(words.say('change.title'))}\n\n**{escaped(words.total(differences))}**\n\n"
    size = 0
    for place, each in enumerate(changed):
        section = "\n\n".join(_section(each, words)) + "\n\n"
        size += len(section)
        if size > _MOST:
            text += f"{escaped(words.say('markdown.cut', count=len(changed) - place))}\n\n"
            break
        text += section
    return (text + escaped(words.unchanged(same))).rstrip("\n") + "\n"


def _section(difference: Difference, words: Words) -> Iterator[str]:
    yield f"### {escaped(words.heading(difference))}"
    yield escaped(words.files(difference))
    if difference.losses:
        yield f"**{escaped(words.say('lost.title'))}**"
        yield "\n".join(f"- {escaped(words.lost(told))}" for told in difference.losses)
    rows = words.rows(difference)
    if rows:
        cells = [[escaped(cell) or "–" for cell in _cells(row, words)] for row in rows]
        heads = [escaped(words.say(f"column.{name}")) for name in _COLUMNS]
        yield "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *cells))
    if difference.others:
        yield f"**{escaped(words.say('change.others'))}**"
        yield "\n".join(f"- {escaped(words.other(reworded))}" for reworded in difference.others)
    yield escaped(words.counts(difference))


def _cells(row: Row, words: Words) -> tuple[str, ...]:
    change = words.change(row.change)
    return change, row.indicator, row.before, row.now, row.lines, "; ".join(row.remarks)
