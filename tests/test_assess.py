"""What a plan makes of the norms: which target answers, what is implied, what dominates what.

`assessments.yaml` has the facts, in a form that needs no Python; below it stand what it cannot say, and properties.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml
from conftest import AS_OF, HEAD, KNOWN, ROOT, entry, found_in
from hypothesis import given
from hypothesis import strategies as st
from test_compare import VALUES

from nq42check.api import check
from nq42check.judging.assess import Assessment, Status, assess
from nq42check.judging.compare import at_least_as_strong
from nq42check.judging.excuses import faults
from nq42check.judging.norms import Standing, as_norms, for_plan, standings
from nq42check.judging.word import Judgement
from nq42check.language.phrase import read
from nq42check.model.document import Baseline, Norm, NormKey, Plan, Target
from nq42check.reading.documents import load_baseline, load_plan
from nq42check.reading.parsing import parse
from nq42check.run.knowledge import Knowledge, norms_for
from nq42check.run.results import PlanReport

INDICATORS = KNOWN.catalogue.indicators
Planned = Callable[..., PlanReport]
Lines = Sequence[dict[str, Any]]

# Without the loader's types, so that every figure is the text that stands in the file.
ROWS: list[dict[str, Any]] = yaml.load((ROOT / "tests/assessments.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
KEYS = {"fact", "of", "norms", "plan", "not_applicable", "head", "documents", "found", "faults"}
BY = 2030


def lines(row: dict[str, Any], key: str, **usual: str) -> list[dict[str, Any]]:
    """The lines of a row under `key`, with the row's indicator and what is `usual` where they do not say."""
    filled = [{"of": row["of"], **usual, **line} for line in row.get(key, [])]
    return [{"indicator" if name == "of" else name: value for name, value in line.items()} for line in filled]


def documents(norms: Lines, heads: dict[str, dict[str, Any]] | None = None) -> list[Baseline]:
    """The baselines that have `norms`, in the order in which they are named; `heads` say what is not usual of them."""
    alike: dict[str, list[dict[str, Any]]] = {}
    for line in norms:
        alike.setdefault(line["document"], []).append({key: line[key] for key in line if key != "document"})
    usual = {id: {"id": id, "title": id, "by": BY, "version": "1", **(heads or {}).get(id, {})} for id in alike}
    texts = [json.dumps({"document": usual[id], "targets": targets}) for id, targets in alike.items()]
    return [load_baseline(parse(text), KNOWN.catalogue) for text in texts]


def typed(line: dict[str, Any]) -> dict[str, Any]:
    """A line of the table with `task` as the file has it, without quotes."""
    return {key: value == "true" if key == "task" else value for key, value in line.items()}


def plan_of(row: dict[str, Any], *, backwards: bool = False) -> Plan:
    head = {"title": "Kế hoạch", "by": BY, **row.get("head", {})}
    targets = list(map(typed, lines(row, "plan")))
    text: dict[str, Any] = {"province": head.pop("province", "Ví dụ"), "document": head}
    text["targets"] = targets[::-1] if backwards else targets
    if excused := lines(row, "not_applicable", reason="thử"):
        text["not_applicable"] = excused[::-1] if backwards else excused
    return load_plan(parse(json.dumps(text)), KNOWN.catalogue, {})


def asked(row: dict[str, Any]) -> list[Baseline]:
    """The baselines that have the norms of a row."""
    norms = lines(row, "norms", document="A", binds="each", evidence="verified", basis="thử")
    return documents(norms, row.get("documents"))


def held(row: dict[str, Any], plan: Plan) -> tuple[tuple[Standing, ...], tuple[Assessment, ...]]:
    """The norms of a row as they stand for `plan`, and what it makes of them."""
    norms = for_plan(standings(asked(row)), plan)
    return norms, assess(plan, norms, KNOWN.catalogue)


def told(found: Assessment, declared: Mapping[NormKey, Norm] = MappingProxyType({})) -> dict[str, Any]:
    """An assessment as the table tells it; what is not there is left out, as is what the norm has as `declared`."""
    norm, standing = found.norm, found.standing
    written = declared.get(norm.key, norm)
    parts = {
        "status": found.status.value,
        "aside": standing.aside.value if standing.aside else None,
        "behind": standing.behind.document.name if standing.behind else None,
        "binds": norm.binds.value if norm.binds is not written.binds else None,
        "asks": norm.target.text if norm.target.text != written.target.text else None,
        "answers": [answer(each) for each in found.judgements],
        "left_out": list(found.left_out),
        "not_applicable": list(found.not_applicable),
        "near": [named(target) for target in found.near],
        "tasks": [named(target) for target in found.tasks],
    }
    return {key: part for key, part in parts.items() if part}


def answer(judgement: Judgement) -> dict[str, Any]:
    target, comparison, joined = judgement.target, judgement.comparison, judgement.joined
    parts: dict[str, Any] = {"for": list(judgement.groups), "later": "yes" if judgement.later else None}
    if judgement.implied_by:
        parts["follows_from"] = sorted(map(named, judgement.implied_by))
    else:
        parts["value"], parts["by"] = target.text, None if target.by == BY else str(target.by)
    for name, number in (("witness", comparison.witness), ("gap", comparison.gap)):
        parts[name] = None if number is None else f"{number:f}"
    if joined and joined.share is not None:
        parts["more_than" if joined.beyond else "at_least"] = str(joined.share)
    return {key: part for key, part in parts.items() if part}


def named(target: Target) -> str:
    return f"{target.indicator.id} {target.text}" + ("" if target.by == BY else f" by {target.by}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["fact"])
def test_what_a_plan_makes_of_norms(row: dict[str, Any]) -> None:
    assert row.keys() <= KEYS
    plan = plan_of(row)
    norms, found = held(row, plan)
    declared = {norm.key: norm for baseline in asked(row) for norm in baseline.norms}
    assert [told(each, declared) for each in found] == row["found"]
    assert [fault.value for _, fault in faults(plan) if fault] == row.get("faults", [])
    for standing in norms:
        hidden = [each.norm for each in norms if each.behind == standing.norm]
        assert list(standing.hides) == hidden
        assert not standing.behind or standing.behind in [each.norm for each in norms if each.behind is None]


def in_any_order(found: Iterable[Assessment]) -> list[dict[str, Any]]:
    return [
        {key: sorted(part, key=str) if isinstance(part, list) else part for key, part in told(each).items()}
        for each in found
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["fact"])
def test_the_order_of_the_plan_changes_nothing(row: dict[str, Any]) -> None:
    _, found = held(row, plan_of(row))
    _, backwards = held(row, plan_of(row, backwards=True))
    assert in_any_order(found) == in_any_order(backwards)


def test_every_fact_of_the_table_is_told_once() -> None:
    assert len({row["fact"] for row in ROWS}) == len(ROWS) >= 110


# What the table cannot say: findings, the files as they ship, and properties


def row(plan: PlanReport, indicator: str) -> Assessment:
    return next(found for found in plan.assessments if found.norm.target.indicator.id == indicator)


NORMS = {each.norm.target.indicator.id: each for each in norms_for(("42-NQ/TW",), KNOWN)}
# An open verdict asks for a person, a weaker one for more: what is promised decides the order, not how grave it is.
FROM_BEST = [Status.MET, Status.LOOSENED, Status.LATER, Status.UNDECIDED, Status.WEAKER, Status.CONFLICT]
SINGLE = ["insurance.social", "health.stunting"]
YEARS = st.sampled_from([2025, 2028, 2030, 2035])
TARGETS = st.lists(st.tuples(VALUES, YEARS), min_size=1, max_size=3)
OTHERS = ["tiếp tục nâng cao", "tăng thêm 5%", "giảm một nửa so với năm 2020"]


def planned(*entries: str, more: str = "") -> Plan:
    return load_plan(parse(HEAD + "".join(entries) + more), KNOWN.catalogue, {})


def status(plan: Plan, *ids: str) -> list[Status]:
    return [found.status for found in assess(plan, [NORMS[id] for id in ids], KNOWN.catalogue)]


def written(id: str, targets: Iterable[tuple[str, int]]) -> list[str]:
    return [entry(id, value, f"by: {by}") for value, by in targets]


@given(st.sampled_from(SINGLE), TARGETS, VALUES)
def test_a_stronger_target_never_makes_the_status_worse(id: str, targets: list[tuple[str, int]], other: str) -> None:
    (value, by), *rest = targets
    if not at_least_as_strong(read(other, INDICATORS[id]), read(value, INDICATORS[id]), INDICATORS[id]):
        return
    (before,), (after,) = (status(planned(*written(id, [(first, by), *rest])), id) for first in (value, other))
    assert FROM_BEST.index(after) <= FROM_BEST.index(before)


AREAS = st.builds("{}{}".format, st.sampled_from(["", "trên ", "tối thiểu ", "khoảng "]), st.integers(27, 33))


@given(AREAS, AREAS, AREAS, YEARS, YEARS)
def test_a_stronger_part_never_makes_the_status_of_its_whole_worse(
    value: str, other: str, beside: str, by: int, due: int
) -> None:
    urban, rural = "housing.floor_area_urban", "housing.floor_area_rural"
    if not at_least_as_strong(read(other, INDICATORS[urban]), read(value, INDICATORS[urban]), INDICATORS[urban]):
        value, other = other, value
    (before,), (after,) = (
        status(planned(*written(urban, [(first, by)]), *written(rural, [(beside, due)])), "housing.floor_area")
        for first in (value, other)
    )
    order = [*FROM_BEST, Status.MISSING]
    assert order.index(after) <= order.index(before)


ANY = st.tuples(
    st.sampled_from(["insurance.social", "housing.floor_area_urban", "housing.floor_area_rural", "housing.floor_area"]),
    VALUES | st.sampled_from(OTHERS),
    YEARS,
    st.sampled_from(["note: n", "task: true", "only: hộ đăng ký", "counts: people", "where: II"]),
)


def line(id: str, value: str, by: int, more: str) -> str:
    value = value.replace("%", " m²/người") if id.startswith("housing") and "%" in value else value
    return entry(id, value, f"by: {by}", *([] if more.startswith("where") else [more]))


@given(st.lists(ANY, min_size=1, max_size=5), st.randoms())
def test_the_order_of_targets_changes_nothing(targets: list[tuple[str, str, int, str]], chance: Any) -> None:
    """Neither status, nor what answers, nor the findings but for their lines."""
    shuffled = list(targets)
    chance.shuffle(shuffled)
    told_twice = []
    for chosen in (targets, shuffled):
        found = found_in(HEAD + "".join(line(*target) for target in chosen))
        findings = [(each.finding.rule.id, each.finding.severity, each.finding.fingerprint) for each in found.findings]
        told_twice.append((in_any_order(found.assessments), sorted(findings)))
    assert told_twice[0] == told_twice[1]


@given(st.lists(ANY, min_size=1, max_size=4), VALUES, YEARS)
def test_an_unrelated_target_changes_nothing(targets: list[tuple[str, str, int, str]], value: str, by: int) -> None:
    text = HEAD + "".join(line(*target) for target in targets)
    before, after = found_in(text), found_in(text + entry("information.legal_aid", value, f"by: {by}"))
    here = [
        [each for each in found.assessments if each.norm.target.indicator.id != "information.legal_aid"]
        for found in (before, after)
    ]
    assert here[0] == here[1]


EXCUSES = ["insurance.social", "health.stunting", "housing.floor_area", "culture.remote_people"]


@given(
    st.sampled_from(SINGLE),
    TARGETS,
    st.lists(st.tuples(VALUES | st.sampled_from(OTHERS), st.sampled_from([2028, 2030, 2035])), max_size=2),
    st.lists(st.tuples(VALUES, st.sampled_from([2031, 2035])), max_size=2),
    st.lists(st.sampled_from(EXCUSES), unique=True, max_size=2),
    st.booleans(),
)
def test_excuses_tasks_notes_and_later_milestones_never_meet_a_norm(
    id: str,
    targets: list[tuple[str, int]],
    tasks: list[tuple[str, int]],
    later: list[tuple[str, int]],
    excuses: list[str],
    noted: bool,
) -> None:
    (before,) = status(planned(*written(id, targets)), id)
    if before is Status.MET:
        return
    own = [each + ("    note: đã xem xét\n" if noted else "") for each in written(id, targets)]
    added = [each + "    task: true\n" for each in written(id, tasks)]
    entries = "".join(f"  - {{indicator: {excused}, reason: tỉnh miền núi}}\n" for excused in excuses)
    more = f"not_applicable:\n{entries}" if excuses else ""
    (after,) = status(planned(*own, *added, *written(id, later), more=more), id)
    assert after not in (Status.MET, Status.CONTEXT, Status.NOT_APPLICABLE)


def test_a_target_that_falls_due_later_is_both_weaker_and_later(plan: Planned) -> None:
    found = plan(("insurance.social", "50%", "by: 2035"))
    assert row(found, "insurance.social").status is Status.WEAKER
    names = {located.finding.rule.name for located in found.findings if located.finding.flag.target}
    assert names == {"weaker", "later-deadline"}


def test_a_norm_that_does_not_apply_is_neither_met_nor_missing(plan: Planned) -> None:
    more = "not_applicable:\n  - {indicator: culture.ethnic_communes, reason: Không có}\n"
    found = plan(("insurance.social", "60%"), more=more)
    assert row(found, "culture.ethnic_communes").status is Status.NOT_APPLICABLE
    assert not [located for located in found.findings if located.finding.flag.indicator.id == "culture.ethnic_communes"]


def test_a_national_total_and_a_past_period_are_context(plan: Planned) -> None:
    found = plan(("housing.social_flats", "10"), against=["68/NQ-CP", "42-NQ/TW"])
    context = {each.norm.target.indicator.id for each in found.assessments if each.status is Status.CONTEXT}
    assert context == {"housing.social_flats", "insurance.pension_age", "poverty.yearly_fall"}


def test_implements_is_followed_upward(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD.replace("42-NQ/TW]", "68/NQ-CP]") + entry("insurance.social", "60%"), encoding="utf-8")
    plan = check(str(path), as_of=AS_OF).plans[0]
    assert [document.name for document in plan.norms] == ["42-NQ/TW", "68/NQ-CP"]


def test_each_year_of_a_baseline_is_a_norm(knowledge: Knowledge) -> None:
    norms = norms_for(("72-NQ/TW",), knowledge)
    found = [(norm.target.by, aside) for norm, aside, *_ in norms if norm.target.indicator.id == "insurance.health"]
    assert found == [(2026, None), (2030, None)]


def test_60_percent_insured_in_2026_and_2030_fall_short_of_both_norms_of_72() -> None:
    found = found_in(HEAD.replace("42-NQ/TW]", "72-NQ/TW]") + entry("insurance.health", "60%"))
    told = [
        (each.finding.rule.name, each.finding.flag.norm.target.by)
        for each in found.findings
        if each.finding.flag.target and each.finding.flag.norm
    ]
    assert sorted(told) == [("later-deadline", 2026), ("weaker", 2026), ("weaker", 2030)]


REGIONAL = documents(
    [
        {
            "indicator": "insurance.health",
            "value": "97%",
            "binds": "each",
            "evidence": "verified",
            "basis": "b",
            "document": "VUNG",
        }
    ],
    {"VUNG": {"places": ["Hà Giang"]}},
)


@pytest.mark.parametrize(
    "province, named, beside", [("Hà Giang", False, 1), ("Cao Bằng", False, 0), ("Hà Giang", True, 0)]
)
def test_a_regional_document_is_told_beside_the_norm_where_the_plan_does_not_name_it(
    province: str, named: bool, beside: int
) -> None:
    plan = planned(entry("insurance.health", "96%"))
    plan = plan._replace(document=plan.document._replace(place=province))
    national = documents(
        [
            {
                "indicator": "insurance.health",
                "value": "95%",
                "binds": "average",
                "evidence": "verified",
                "basis": "b",
                "document": "A",
            }
        ]
    )
    norms = for_plan(standings([*national, *(REGIONAL if named else [])]), plan, REGIONAL)
    assert [len(norm.beside) for norm in norms] == [beside, *([0] if named else [])]
    assert [found.status for found in assess(plan, norms, KNOWN.catalogue)] == [
        Status.MET,
        *([Status.WEAKER] if named else []),
    ]


def test_a_plan_as_norm_asks_for_what_its_words_leave_and_for_no_task() -> None:
    targets = [
        entry("merit.living_standard", "100% người có công"),
        entry("insurance.social", "60%") + "    task: true\n",
    ]
    plan = planned(*targets)
    (standing,) = standings([as_norms(plan)])
    assert standing.norm.target.groups == ("people_with_merit",)
    assert [found.status for found in assess(plan, [standing], KNOWN.catalogue)] == [Status.MET]
