"""Several plans at once: provinces side by side, and an old plan beside a new one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from textwrap import wrap
from typing import Any

from nq42check.judging.assess import Assessment, Status
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
    used = {found.status for plan in plans for found in plan.assessments if _compared(found)}
    legend = [
        f"{sign} {wording.text(f'status.{status.value}')}" for status, sign in STATUS_SIGNS.items() if status in used
    ]
    legend.append(wording.text("together.uncertain"))
    if any(_is_reading(found) for plan in plans for found in plan.assessments if _compared(found)):
        legend.append(wording.text("together.reading"))
    return "\n".join([*tables, *wrap(" · ".join(legend), width), ""])


def _is_reading(found: Assessment) -> bool:
    return found.status is Status.MET and any(judgement.rests_on_a_reading for judgement in found.judgements)


def _compared(found: Assessment) -> bool:
    return found.standing.behind is None and found.standing.aside is None


def _block(plans: Sequence[PlanReport], wording: Wording, width: int) -> str:
    cells = [{_key(found.norm): found for found in plan.assessments if _compared(found)} for plan in plans]
    norms = {_key(found.norm): found.norm for plan in plans for found in plan.assessments if _compared(found)}
    rows = [(_name(norm, wording), *(_cell(each.get(key), wording) for each in cells)) for key, norm in norms.items()]
    return table([wording.text("column.norm"), *map(_head, plans, repeat(plans))], rows, width)


def _head(plan: PlanReport, plans: Sequence[PlanReport]) -> str:
    """What a plan is called at the head of its column: its place, and its document where another has the same place."""
    name = plan.document.name
    alone = sum(same_name(name, other.document.name) for other in plans) == 1
    return name if alone else f"{name} · {plan.document.own_name}"


def _key(norm: Norm) -> tuple[object, ...]:
    return norm.document.name, norm.target.route


def _name(norm: Norm, wording: Wording) -> str:
    unsure = "◌ " if wording.uncertain(norm) else ""
    return f"{unsure}{wording.show(norm.target.indicator)}: {wording.dated(norm.target)}"


def _cell(found: Assessment | None, wording: Wording) -> str:
    if found is None:
        return ""
    return f"{STATUS_SIGNS[found.status]} {wording.cell(found)}"


def differences(pairs: Iterable[tuple[str, Sequence[Changed]]], wording: Wording, width: int) -> str:
    """What has changed in each plan, the gravest first, and how many targets have changed how.

    Each pair is a heading and what has become of the plan's targets.
    """
    return "".join(f"{line}\n" for heading, changed in pairs for line in _differences(heading, changed, wording, width))


def _differences(heading: str, changed: Sequence[Changed], wording: Wording, width: int) -> Iterator[str]:
    yield from wrap(heading, width)
    yield ""
    for change in Change:
        chosen = [each for each in changed if each.change is change]
        if not chosen or change is Change.SAME:
            continue
        yield f"{wording.text(f'change.{change.value}')} ({len(chosen)})"
        for each in chosen:
            yield from wrap(wording.show(each.indicator), width, initial_indent="  ", subsequent_indent="  ")
            yield from wrap(_told(each, wording), width, initial_indent="      ", subsequent_indent="      ")
        yield ""
    counts = [(change, sum(each.change is change for each in changed)) for change in Change]
    total = " · ".join(
        f"{wording.text(f'change.{change.value}').lower()}: {count}" for change, count in counts if count
    )
    yield from wrap(total or wording.text("change.nothing"), width)
    yield ""


def _told(each: Changed, wording: Wording) -> str:
    """The values before and after, with what else differs."""
    by = len({target.by for target in (each.old, *each.new) if target}) > 1
    before = _value(each.old, wording, by=by) if each.old else ""
    after = "; ".join(_value(target, wording, by=by) for target in each.new)
    lines = [f" {target.line}" for target in each.new]
    said = f"{before} → {after or wording.text('change.gone')}" if each.old else after
    if lines:
        said += f" ({wording.text('column.line').lower()}{','.join(lines)})"
    if each.left_out:
        said += f" · {wording.text('change.left-out', groups=', '.join(each.left_out))}"
    return said


def _value(target: Target, wording: Wording, *, by: bool) -> str:
    value = wording.value(target)
    return f"{value} ({wording.text('change.by', by=target.by)})" if by else value


def differences_data(plan: str, changed: Sequence[Changed]) -> list[dict[str, Any]]:
    """The same for machines: an object for each target."""
    return [
        {
            "plan": plan,
            "indicator": each.indicator.id,
            "change": each.change.value,
            "old": _data(each.old) if each.old else None,
            "new": [_data(target) for target in each.new],
            "left_out": list(each.left_out),
        }
        for each in changed
    ]


def _data(target: Target) -> dict[str, Any]:
    return {"value": target.text, "by": target.by, "groups": list(target.groups), "line": target.line}
