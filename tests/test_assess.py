"""What a plan makes of the norms: which target answers, what is implied, what dominates what.

`assessments.yaml` has the facts, in a form that needs no Python; below it stand what it cannot say, and properties.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import AS_OF, HEAD, ROOT, entry
from hypothesis import given
from hypothesis import strategies as st
from test_compare import VALUES

from nq42check.api import check
from nq42check.assess import Assessment, Judgement, Status, assess, norms_of
from nq42check.checking import PlanReport
from nq42check.compare import at_least_as_strong
from nq42check.document import Document, Target
from nq42check.knowledge import Knowledge, load_knowledge, norms_for
from nq42check.loading import load_baseline, load_plan
from nq42check.phrase import read
from nq42check.reading import parse

KNOWN = load_knowledge()
INDICATORS = KNOWN.catalogue.indicators
Plan = Callable[..., PlanReport]
Lines = Sequence[dict[str, Any]]

# Without the loader's types, so that every figure is the text that stands in the file.
ROWS: list[dict[str, Any]] = yaml.load((ROOT / "tests/assessments.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
BY = 2030


def lines(row: dict[str, Any], key: str, **usual: str) -> list[dict[str, Any]]:
    """The lines of a row under `key`, with the row's indicator and what is `usual` where they do not say."""
    filled = [{"of": row["of"], **usual, **line} for line in row.get(key, [])]
    return [{"indicator" if name == "of" else name: value for name, value in line.items()} for line in filled]


def documents(norms: Lines) -> list[Document]:
    """The baselines that have `norms`, in the order in which they are named."""
    alike: dict[str, list[dict[str, Any]]] = {}
    for line in norms:
        alike.setdefault(line["document"], []).append({key: line[key] for key in line if key != "document"})
    heads = {id: {"id": id, "title": id, "by": BY, "version": "1"} for id in alike}
    texts = [json.dumps({"document": heads[id], "targets": targets}) for id, targets in alike.items()]
    return [load_baseline(parse(text), KNOWN.catalogue) for text in texts]


def plan_of(row: dict[str, Any]) -> Document:
    excused = lines(row, "not_applicable", reason="thử")
    text = {"province": "Ví dụ", "document": {"title": "Kế hoạch", "by": BY}, "targets": lines(row, "plan")}
    return load_plan(parse(json.dumps(text | ({"not_applicable": excused} if excused else {}))), KNOWN.catalogue, {})


def told(found: Assessment) -> dict[str, Any]:
    """An assessment as the table tells it; what is not there is left out."""
    norm = found.norm
    parts = {
        "status": found.status.value,
        "behind": norm.behind.document.name if norm.behind else None,
        "binds": norm.binds.value if norm.binds is not norm.target.binds else None,
        "answers": [answer(each) for each in found.judgements],
        "left_out": list(found.left_out),
        "not_applicable": list(found.not_applicable),
        "near": [named(target) for target in found.near],
    }
    return {key: part for key, part in parts.items() if part}


def answer(judgement: Judgement) -> dict[str, Any]:
    target, comparison = judgement.target, judgement.comparison
    parts = {"for": list(judgement.groups), "later": "yes" if judgement.later else None}
    if judgement.implied_by:
        parts["follows_from"] = sorted(map(named, judgement.implied_by))
    else:
        parts["value"], parts["by"] = target.text, None if target.by == BY else str(target.by)
        for name, number in (("witness", comparison.witness), ("gap", comparison.gap)):
            parts[name] = None if number is None else f"{number:f}"
    return {key: part for key, part in parts.items() if part}


def named(target: Target) -> str:
    return f"{target.indicator.id} {target.text}" + ("" if target.by == BY else f" by {target.by}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["fact"])
def test_what_a_plan_makes_of_norms(row: dict[str, Any]) -> None:
    assert row.keys() <= {"fact", "of", "norms", "plan", "not_applicable", "found"}
    asked = lines(row, "norms", document="A", binds="each", evidence="verified", basis="thử")
    norms = norms_of(documents(asked))
    found = assess(plan_of(row), norms, KNOWN.catalogue)
    assert [told(each) for each in found] == row["found"]
    for norm in norms:
        key = (norm.document.name, norm.target.route)
        hidden = [
            each for each in norms if each.behind and (each.behind.document.name, each.behind.target.route) == key
        ]
        assert [each.document.name for each in norm.hides] == [each.document.name for each in hidden]


def test_every_fact_of_the_table_is_told_once() -> None:
    assert len({row["fact"] for row in ROWS}) == len(ROWS) >= 50


# What the table cannot say: findings, the files as they ship, and properties


def row(plan: PlanReport, indicator: str) -> Assessment:
    return next(found for found in plan.assessments if found.norm.target.indicator.id == indicator)


NORMS = {norm.target.indicator.id: norm for norm in norms_for(("42-NQ/TW",), KNOWN)}
FROM_BEST = [Status.MET, Status.LOOSENED, Status.LATER, Status.WEAKER, Status.CONFLICT]
TARGETS = st.lists(st.tuples(VALUES, st.sampled_from([2025, 2030, 2035])), min_size=1, max_size=3)


@given(st.sampled_from(["insurance.social", "health.stunting"]), TARGETS, VALUES)
def test_a_stronger_target_never_makes_the_status_worse(id: str, targets: list[tuple[str, int]], other: str) -> None:
    def status(chosen: list[tuple[str, int]]) -> int:
        text = HEAD + "".join(entry(id, value, f"by: {by}") for value, by in chosen)
        document = load_plan(parse(text), KNOWN.catalogue, {})
        return FROM_BEST.index(assess(document, [NORMS[id]], KNOWN.catalogue)[0].status)

    (value, by), *rest = targets
    if at_least_as_strong(read(other, INDICATORS[id]), read(value, INDICATORS[id]), INDICATORS[id]):
        assert status([(other, by), *rest]) <= status(targets)


def test_a_target_that_falls_due_later_is_both_weaker_and_later(plan: Plan) -> None:
    found = plan(("insurance.social", "50%", "by: 2035"))
    assert row(found, "insurance.social").status is Status.WEAKER
    names = {located.finding.rule.name for located in found.findings if located.finding.flag.target}
    assert names == {"weaker", "later-deadline"}


def test_a_whole_is_as_good_as_its_worst_part(plan: Plan) -> None:
    parts = [("housing.floor_area_urban", "35"), ("housing.floor_area_rural", "28")]
    answer = row(plan(*parts), "housing.floor_area")
    assert (answer.status, answer.judgements[0].target.text) == (Status.WEAKER, "28")
    assert len(answer.judgements[0].implied_by) == 2
    assert row(plan(parts[0]), "housing.floor_area").status is Status.MISSING


def test_a_norm_that_does_not_apply_is_neither_met_nor_missing(plan: Plan) -> None:
    more = "not_applicable:\n  - {indicator: culture.ethnic_communes, reason: Không có}\n"
    found = plan(("insurance.social", "60%"), more=more)
    assert row(found, "culture.ethnic_communes").status is Status.NOT_APPLICABLE
    assert not [located for located in found.findings if located.finding.flag.indicator.id == "culture.ethnic_communes"]


def test_a_national_total_and_a_past_period_are_context(plan: Plan) -> None:
    found = plan(("housing.social_flats", "10"), against=["68/NQ-CP", "42-NQ/TW"])
    context = {each.norm.target.indicator.id for each in found.assessments if each.status is Status.CONTEXT}
    assert context == {"housing.social_flats", "insurance.pension_age", "poverty.yearly_fall"}


def test_implements_is_followed_upward(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD.replace("42-NQ/TW]", "68/NQ-CP]") + entry("insurance.social", "60%"), encoding="utf-8")
    plan = check(str(path), as_of=AS_OF).plans[0]
    assert [document.name for document in plan.norms] == ["42-NQ/TW", "68/NQ-CP"]


def test_only_the_last_deadline_of_a_baseline_is_a_norm(knowledge: Knowledge) -> None:
    norms = norms_for(("72-NQ/TW",), knowledge)
    found = [(norm.target.by, norm.context) for norm in norms if norm.target.indicator.id == "insurance.health"]
    assert found == [(2026, True), (2030, False)]
