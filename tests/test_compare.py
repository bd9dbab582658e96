"""One promise held against one norm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nq42check.judging.compare import Outcome, at_least_as_strong, compare, ends
from nq42check.language.phrase import read
from nq42check.model.catalogue import Indicator
from nq42check.model.values import Figure, Stated
from nq42check.run.knowledge import load_knowledge

INDICATORS = load_knowledge().catalogue.indicators


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
        ("insurance.health", "trên 99%", "toàn dân", Outcome.WEAKER, "99.5"),
        ("insurance.health", "100%", "toàn dân", Outcome.MET, None),
        ("insurance.health", "toàn dân", "trên 95%", Outcome.MET, None),
        ("insurance.health", "tiến tới toàn dân", "trên 95%", Outcome.UNKNOWN_STEP, None),
        ("insurance.health", "giảm còn 96%", "trên 95%", Outcome.NOT_A_LEVEL, None),
        ("insurance.health", "tăng trên 95%", "trên 95%", Outcome.NOT_UNDERSTOOD, None),
        ("education.preschool_universal", "100%", "hoàn thành", Outcome.MET, None),
        ("education.preschool_universal", "99%", "hoàn thành", Outcome.UNKNOWN_STEP, None),
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


MIXED = [INDICATORS[id] for id in ("insurance.health", "health.stunting", "health.fertility", "health.malaria")]
FIGURES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "trên ", "tối thiểu ", "khoảng ", "dưới ", "tối đa ", "từ 1 đến ", "giảm "]),
    st.sampled_from(["0", "1", "1,9", "2,1", "2,2", "50", "95", "99", "100"]),
    st.sampled_from(["", "%", " con"]),
)


@st.composite
def stated_on(draw: st.DrawFn) -> tuple[Indicator, Stated, list[Stated]]:
    """An indicator, a value and a list of values on it: figures in both directions, steps, words."""
    subject = draw(st.sampled_from(MIXED))
    wordings = sorted({wording for step in subject.scale for wording in step.wordings}) or ["100%"]
    values = FIGURES | st.sampled_from([*wordings, "tiếp tục nâng cao", "đang xem xét"])
    one, many = draw(values), draw(st.lists(values, min_size=1, max_size=8))
    return subject, read(one, subject), [read(value, subject) for value in many]


@given(stated_on())
def test_the_ends_of_values_stand_for_all_of_them(drawn: tuple[Indicator, Stated, list[Stated]]) -> None:
    subject, one, many = drawn
    few = ends(many, lambda stated: stated, subject)

    def falls_short(value: Stated, norm: Stated) -> bool:
        return compare(value, norm, subject).outcome in (Outcome.WEAKER, Outcome.LOOSENED, Outcome.CONTRADICTS)

    def surpasses(value: Stated, norm: Stated) -> bool:
        return at_least_as_strong(value, norm, subject) and not at_least_as_strong(norm, value, subject)

    for holds in (falls_short, surpasses):
        assert any(holds(one, other) for other in few) == any(holds(one, other) for other in many)
        assert any(holds(other, one) for other in few) == any(holds(other, one) for other in many)
    assert len(few) <= 4 + len(subject.scale) * (len(subject.scale) + 1)
