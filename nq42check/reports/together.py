"""Several plans at once: provinces side by side."""

from collections.abc import Iterator, Sequence
from itertools import repeat

from nq42check.judging.assess import Assessment
from nq42check.model.document import Norm, NormKey
from nq42check.reports.layout import aloud
from nq42check.reports.screen import FAINT, Column, Screen
from nq42check.reports.wording import Wording
from nq42check.reports.words import STATUS_SIGNS
from nq42check.run.results import PlanReport
from nq42check.text import same_name

_NORM, _PLAN, _WIDEST_PLAN = 19, 12, 30
"""How many cells wide the columns of norms and of plans are at least, and those of plans at most."""


def side_by_side(plans: Sequence[PlanReport], wording: Wording, screen: Screen) -> str:
    """A row for each norm that is compared, a column for each plan; as many columns to a table as the width holds."""
    count = max(1, (screen.width - _NORM) // (_PLAN + 1))
    blocks = [plans[start : start + count] for start in range(0, len(plans), count)]
    tables = [_block(block, wording, screen) for block in blocks]
    shown = [assessment for plan in plans for assessment in _compared(plan)]
    used = {assessment.status for assessment in shown}
    legend = [f"{sign} {wording.status(status)}" for status, sign in STATUS_SIGNS.items() if status in used]
    legend.append(wording.text("together.uncertain"))
    if any(assessment.met_on_a_reading for assessment in shown):
        legend.append(wording.text("together.reading"))
    return "\n".join([*tables, screen.text(" · ".join(legend), FAINT)])


def one_by_one(plans: Sequence[PlanReport], wording: Wording, screen: Screen) -> str:
    """The same without columns and signs, to be read aloud: each norm, and below it what each plan makes of it."""
    columns, norms = _by_norm(plans)
    heads = [*map(_head, plans, repeat(plans))]
    parts: list[str] = []
    for key, norm in norms.items():
        asked = f"{wording.show(norm.target.indicator)}: {wording.dated(norm.target)}. {wording.uncertain(norm)}"
        parts += ["\n" * bool(parts), screen.text(aloud(asked, wording))]
        for head, column in zip(heads, columns, strict=True):
            if key in column:
                said = (wording.status(column[key].status), wording.answer(column[key]))
                parts.append(screen.text(aloud(f"{head}: {', '.join(filter(None, said))}", wording), indent=2))
    return "".join(parts)


def _compared(plan: PlanReport) -> Iterator[Assessment]:
    """What a plan makes of the norms that it is compared with and that stand behind no other."""
    return (each for each in plan.assessments if each.standing.behind is None and each.standing.aside is None)


def _by_norm(plans: Sequence[PlanReport]) -> tuple[list[dict[NormKey, Assessment]], dict[NormKey, Norm]]:
    """What each plan makes of each norm, and the norms of all, by their keys."""
    columns = [{assessment.norm.key: assessment for assessment in _compared(plan)} for plan in plans]
    return columns, {key: assessment.norm for column in columns for key, assessment in column.items()}


def _block(plans: Sequence[PlanReport], wording: Wording, screen: Screen) -> str:
    columns, norms = _by_norm(plans)
    rows = [
        (_name(norm, wording), *(_cell(column.get(norm.key), wording) for column in columns)) for norm in norms.values()
    ]
    heads = [wording.text("column.norm"), *map(_head, plans, repeat(plans))]
    plan = min((screen.width - _NORM) // len(plans) - 1, _WIDEST_PLAN)
    widths = [screen.width - len(plans) * (plan + 1), *repeat(plan, len(plans))]
    return screen.table([*map(Column, heads, widths)], rows)


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
