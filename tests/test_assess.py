"""What a plan makes of the norms: which target answers, what is implied, what dominates what."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import AS_OF, HEAD, entry
from hypothesis import given
from hypothesis import strategies as st

from nq42check.api import check
from nq42check.assess import Assessment, Status, assess, norms_of
from nq42check.catalogue import Indicator
from nq42check.checking import PlanReport
from nq42check.compare import Outcome, at_least_as_strong, compare
from nq42check.document import Binds
from nq42check.knowledge import Knowledge, load_knowledge, norms_for
from nq42check.loading import load_baseline, load_plan
from nq42check.phrase import Figure, read
from nq42check.reading import parse

KNOWN = load_knowledge()
INDICATORS = KNOWN.catalogue.indicators
Plan = Callable[..., PlanReport]


def row(plan: PlanReport, indicator: str) -> Assessment:
    return next(found for found in plan.assessments if found.norm.target.indicator.id == indicator)


@pytest.mark.parametrize(
    "indicator, value, norm, outcome, witness",
    [
        ("health.stunting", "dưới 25%", "dưới 15%", Outcome.WEAKER, "20"),
        ("health.stunting", "dưới 15%", "dưới 15%", Outcome.MET, None),
        ("health.stunting", "15%", "dưới 15%", Outcome.LOOSENED, "15"),
        ("health.stunting", "tối đa 10%", "dưới 15%", Outcome.MET, None),
        ("health.stunting", "trên 20%", "dưới 15%", Outcome.CONTRADICTS, "100"),
        ("health.stunting", "ít nhất 20%", "dưới 15%", Outcome.CONTRADICTS, "20"),
        ("health.stunting", "trên 10%", "dưới 15%", Outcome.OPPOSITE, "100"),
        ("insurance.health", "95%", "trên 95%", Outcome.LOOSENED, "95"),
        ("insurance.health", "trên 70%", "trên 95%", Outcome.WEAKER, "82.5"),
        ("insurance.health", "70%", "trên 95%", Outcome.WEAKER, "70"),
        ("labour.certified", "trên 20%", "35 - 40%", Outcome.WEAKER, "27.5"),
        ("labour.certified", "35%", "35 - 40%", Outcome.MET, None),
        ("labour.certified", "35 - 40%", "40%", Outcome.WEAKER, "35"),
        ("health.life_expectancy", "khoảng 75", "75", Outcome.LOOSENED, None),
        ("health.life_expectancy", "khoảng 74", "75", Outcome.WEAKER, None),
        ("health.life_expectancy", "75", "khoảng 75", Outcome.MET, None),
        ("health.doctors", "tối đa 12", "tối thiểu 19", Outcome.CONTRADICTS, "12"),
        ("health.doctors", "tối đa 25", "tối thiểu 19", Outcome.OPPOSITE, "0"),
        ("health.doctors", "1,9 bác sĩ trên 1.000 dân", "19", Outcome.MET, None),
        ("health.doctors", "19%", "19", Outcome.UNIT_MISMATCH, None),
        ("health.doctors", "nhiều", "19", Outcome.NOT_MEASURABLE, None),
        ("health.malaria", "cơ bản loại trừ", "loại trừ", Outcome.WEAKER, None),
        ("health.malaria", "giải quyết cơ bản", "loại trừ", Outcome.UNDECIDED, None),
        ("health.fertility", "2,16 con", "bảo đảm vững chắc mức sinh thay thế", Outcome.UNDECIDED, None),
        ("health.fertility", "2,1 con", "bảo đảm vững chắc mức sinh thay thế", Outcome.MET, None),
        ("health.fertility", "2,16 con", "2,1 con", Outcome.UNDECIDED, None),
        ("insurance.health", "trên 99%", "toàn dân", Outcome.UNDECIDED, None),
    ],
)
def test_a_target_against_a_norm(indicator: str, value: str, norm: str, outcome: Outcome, witness: str | None) -> None:
    subject = INDICATORS[indicator]
    found = compare(read(value, subject), read(norm, subject), subject)
    assert (found.outcome, None if found.witness is None else f"{found.witness:f}") == (outcome, witness)


VALUES = st.builds(
    "{}{}%".format,
    st.sampled_from(["", "trên ", "tối thiểu ", "khoảng ", "dưới ", "tối đa "]),
    st.integers(min_value=1, max_value=99),
)
SUBJECTS = st.sampled_from([INDICATORS["insurance.social"], INDICATORS["health.stunting"]])


@given(SUBJECTS, VALUES, VALUES, VALUES)
def test_met_is_transitive(subject: Indicator, one: str, two: str, three: str) -> None:
    first, second, third = (read(value, subject) for value in (one, two, three))
    if at_least_as_strong(first, second, subject) and at_least_as_strong(second, third, subject):
        assert at_least_as_strong(first, third, subject)


@given(SUBJECTS, VALUES, VALUES)
def test_a_named_witness_keeps_the_target_and_breaks_the_norm(subject: Indicator, value: str, norm: str) -> None:
    target, asked = read(value, subject), read(norm, subject)
    found = compare(target, asked, subject)
    assert isinstance(target, Figure) and isinstance(asked, Figure)
    held, due = target.promise, asked.promise
    if found.witness is not None:
        assert held and due and held.keeps(found.witness) and not due.keeps(found.witness)
    if found.outcome is Outcome.MET:
        assert found.witness is None


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


def test_the_strongest_target_in_time_answers(plan: Plan) -> None:
    found = plan(
        ("insurance.social", "50%", "by: 2025"),
        ("insurance.social", "55%", "by: 2028"),
        ("insurance.social", "70%", "by: 2035"),
    )
    answer = row(found, "insurance.social")
    assert [judgement.target.text for judgement in answer.judgements] == ["55%"]
    assert answer.status is Status.WEAKER


def test_a_target_that_falls_due_later_is_both_weaker_and_later(plan: Plan) -> None:
    found = plan(("insurance.social", "50%", "by: 2035"))
    assert row(found, "insurance.social").status is Status.WEAKER
    names = {located.finding.rule.name for located in found.findings if located.finding.flag.target}
    assert names == {"weaker", "later-deadline"}


def test_a_split_is_judged_group_by_group(plan: Plan) -> None:
    found = plan(
        ("culture.remote_people", "95%", "groups: [remote]"),
        ("culture.remote_people", "80%", "groups: [border]"),
    )
    answer = row(found, "culture.remote_people")
    assert [(judgement.target.text, judgement.groups) for judgement in answer.judgements] == [
        ("95%", ("remote",)),
        ("80%", ("border",)),
    ]
    assert answer.left_out == ("islands",)
    assert answer.status is Status.WEAKER


def test_a_whole_at_100_percent_implies_its_parts(plan: Plan) -> None:
    found = plan(("water.clean", "100%"))
    for part in ("water.clean_urban", "water.clean_rural"):
        assert row(found, part).status is Status.MET
        assert row(found, part).judgements[0].implied_by[0].indicator.id == "water.clean"


def test_a_whole_below_100_percent_implies_nothing(plan: Plan) -> None:
    found = plan(("water.clean", "99%"))
    assert row(found, "water.clean_rural").status is Status.MISSING


def test_a_stated_part_answers_before_an_implied_one(plan: Plan) -> None:
    found = plan(("water.clean", "100%"), ("water.clean_rural", "70%"))
    assert row(found, "water.clean_rural").status is Status.WEAKER


def test_a_whole_is_as_good_as_its_worst_part(plan: Plan) -> None:
    parts = [("housing.floor_area_urban", "35"), ("housing.floor_area_rural", "28")]
    answer = row(plan(*parts), "housing.floor_area")
    assert (answer.status, answer.judgements[0].target.text) == (Status.WEAKER, "28")
    assert len(answer.judgements[0].implied_by) == 2
    assert row(plan(parts[0]), "housing.floor_area").status is Status.MISSING


def test_not_applicable_groups_are_not_asked_for(plan: Plan) -> None:
    more = "not_applicable:\n  - {indicator: culture.remote_people, groups: [islands], reason: Không có}\n"
    found = plan(("culture.remote_people", "90%", "groups: [remote, border]"), more=more)
    assert row(found, "culture.remote_people").status is Status.MET
    assert row(found, "culture.remote_people").not_applicable == ("islands",)


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


BASELINE = """\
document: {{id: {id}, title: {id}, by: {by}, version: "1"}}
targets:
  - {{indicator: insurance.social, value: "{value}", binds: {binds}, evidence: {evidence}, basis: thử}}
"""


def baseline(id: str, value: str, *, binds: str = "each", evidence: str = "verified", by: int = 2030):
    text = BASELINE.format(id=id, value=value, binds=binds, evidence=evidence, by=by)
    return load_baseline(parse(text), KNOWN.catalogue)


@pytest.mark.parametrize(
    "one, other, behind",
    [
        (dict(value="60%"), dict(value="70%"), "one"),
        (dict(value="60%"), dict(value="60%"), "other"),
        (dict(value="60%"), dict(value="70%", by=2035), None),
        (dict(value="60%"), dict(value="70%", binds="average"), None),
        (dict(value="60%", binds="average"), dict(value="70%"), "one"),
        (dict(value="60%"), dict(value="70%", evidence="corroborated"), None),
        (dict(value="60%", evidence="reported"), dict(value="70%", evidence="corroborated"), "one"),
        (dict(value="60%", evidence="reported"), dict(value="60%", evidence="verified"), "one"),
        (dict(value="60%"), dict(value="60%", evidence="reported"), "other"),
    ],
)
def test_a_norm_stands_behind_a_stronger_one(
    one: dict[str, object], other: dict[str, object], behind: str | None
) -> None:
    norms = norms_of([baseline("one", **one), baseline("other", **other)])
    assert [norm.document.name for norm in norms if norm.behind] == ([behind] if behind else [])


def test_an_average_of_100_percent_binds_each() -> None:
    assert norms_of([baseline("one", "100%", binds="average")])[0].binds is Binds.EACH
    assert norms_of([baseline("one", "99%", binds="average")])[0].binds is Binds.AVERAGE


def test_only_the_last_deadline_of_a_baseline_is_a_norm(knowledge: Knowledge) -> None:
    norms = norms_for(("72-NQ/TW",), knowledge)
    found = [(norm.target.by, norm.context) for norm in norms if norm.target.indicator.id == "insurance.health"]
    assert found == [(2026, True), (2030, False)]
