"""Several plans at once: provinces side by side, and an old plan beside a new one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import repeat
from textwrap import wrap
from typing import Any

from nq42check.judging.assess import Assessment
from nq42check.judging.changes import Change, Changed
from nq42check.model.document import Norm, Target
from nq42check.reports.reference import table
from nq42check.reports.wording import Wording
from nq42check.reports.words import STATUS_SIGNS
from nq42check.run.checking import PlanReport
from nq42check.text import same_name

_NORM_WIDTH, _PLAN_WIDTH = 28, 13


def side_by_side(plans: Sequence[PlanReport], wording: Wording, width: int) -> str:
    """A row for each norm that is compared, a column for each plan; as many columns to a table as the width holds."""
    count = max(1, (width - _NORM_WIDTH) // _PLAN_WIDTH)
    blocks = [plans[start : start + count] for start in range(0, len(plans), count)]
    tables = [_block(block, wording, width) for block in blocks]
    shown = [assessment for plan in plans for assessment in _compared(plan)]
    used = {assessment.status for assessment in shown}
    legend = [f"{sign} {wording.status(status)}" for status, sign in STATUS_SIGNS.items() if status in used]
    legend.append(wording.text("together.uncertain"))
    if any(assessment.met_on_a_reading for assessment in shown):
        legend.append(wording.text("together.reading"))
    return "\n".join([*tables, *wrap(" · ".join(legend), width), ""])


def _compared(plan: PlanReport) -> Iterator[Assessment]:
    """What a plan makes of the norms that it is compared with and that stand behind no other."""
    return (each for each in plan.assessments if each.standing.behind is None and each.standing.aside is None)


def _block(plans: Sequence[PlanReport], wording: Wording, width: int) -> str:
    columns = [{assessment.norm.key: assessment for assessment in _compared(plan)} for plan in plans]
    norms = {key: assessment.norm for column in columns for key, assessment in column.items()}
    rows = [
        (_name(norm, wording), *(_cell(column.get(norm.key), wording) for column in columns)) for norm in norms.values()
    ]
    return table([wording.text("column.norm"), *map(_head, plans, repeat(plans))], rows, width)


def _head(plan: PlanReport, plans: Sequence[PlanReport]) -> str:
    """What a plan is called at the head of its column: its place, and its document where another has the same place."""
    name = plan.document.name
    alone = sum(same_name(name, other.document.name) for other in plans) == 1
    return name if alone else f"{name} · {plan.document.own_name}"


def _name(norm: Norm, wording: Wording) -> str:
    unsure = "◌ " if wording.uncertain(norm) else ""
    return f"{unsure}{wording.show(norm.target.indicator)}: {wording.dated(norm.target)}"


def _cell(assessment: Assessment | None, wording: Wording) -> str:
    return f"{STATUS_SIGNS[assessment.status]} {wording.cell(assessment)}" if assessment else ""


def differences(pairs: Iterable[tuple[str, Sequence[Changed]]], wording: Wording, width: int) -> str:
    """What has changed in each plan, the gravest first, and how many targets have changed how.

    Each pair is a heading and what has become of the plan's targets.
    """
    return "".join(f"{line}\n" for heading, changed in pairs for line in _differences(heading, changed, wording, width))


def _differences(heading: str, changed: Sequence[Changed], wording: Wording, width: int) -> Iterator[str]:
    yield from wrap(heading, width)
    yield ""
    for change in Change:
        targets = [target for target in changed if target.change is change]
        if not targets or change is Change.SAME:
            continue
        yield f"{wording.text(f'change.{change.value}')} ({len(targets)})"
        for target in targets:
            yield from wrap(wording.show(target.indicator), width, initial_indent="  ", subsequent_indent="  ")
            yield from wrap(_told(target, wording), width, initial_indent="      ", subsequent_indent="      ")
        yield ""
    counts = Counter(target.change for target in changed)
    total = " · ".join(
        f"{wording.text(f'change.{change.value}').lower()}: {counts[change]}" for change in Change if counts[change]
    )
    yield from wrap(total or wording.text("change.nothing"), width)
    yield ""


def _told(changed: Changed, wording: Wording) -> str:
    """The values before and after, with what else differs: the years where they are not all the same."""
    old, new = changed.old, changed.new
    value = wording.value if len({target.by for target in (old, *new) if target}) <= 1 else partial(_due, wording)
    said = "; ".join(map(value, new))
    if old:
        said = f"{value(old)} → {said or wording.text('change.gone')}"
    if new:
        said += f" ({wording.text('column.line').lower()} {', '.join(str(target.line) for target in new)})"
    if changed.left_out:
        said += f" · {wording.text('change.left-out', groups=', '.join(changed.left_out))}"
    return said


def _due(wording: Wording, target: Target) -> str:
    return f"{wording.value(target)} ({wording.text('norm.by', by=target.by)})"


def differences_data(plan: str, changed: Sequence[Changed]) -> list[dict[str, Any]]:
    """The same for machines: an object for each target."""
    return [
        {
            "plan": plan,
            "indicator": target.indicator.id,
            "change": target.change.value,
            "old": _data(target.old) if target.old else None,
            "new": [_data(answer) for answer in target.new],
            "left_out": list(target.left_out),
        }
        for target in changed
    ]


def _data(target: Target) -> dict[str, Any]:
    return {"value": target.text, "by": target.by, "groups": list(target.groups), "line": target.line}
