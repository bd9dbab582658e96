"""How values are read: each phrase, for an indicator, with what it must mean."""

from collections.abc import Callable
from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nq42check.catalogue import Indicator
from nq42check.extent import Nudge, Promise
from nq42check.knowledge import load_knowledge
from nq42check.phrase import Figure, Step, Unreadable, Words, comma, read

INDICATORS = load_knowledge().catalogue.indicators
UP, DOWN = "insurance.health", "health.stunting"


def promised(id: str, value: str) -> str:
    """The promise of `value` as text: its direction, its number, and whether about or strict."""
    stated = read(value, INDICATORS[id])
    assert isinstance(stated, Figure), stated
    found = stated.promise
    assert found is not None
    sign = {Nudge.ABOUT: "~", Nudge.CLOSED: "=", Nudge.STRICT: ""}[found.nudge]
    return f"{'>' if found.upward else '<'}{sign}{comma(found.number)}"


@pytest.mark.parametrize(
    "value, up, down",
    [
        ("60", ">=60", "<=60"),
        ("đạt 60%", ">=60", "<=60"),
        ("bằng 60%", ">=60", "<=60"),
        ("duy trì 60%", ">=60", "<=60"),
        ("bảo đảm 60%", ">=60", "<=60"),
        ("đảm bảo đạt 60 %", ">=60", "<=60"),
        ("> 95", ">95", ">95"),
        ("trên 95%", ">95", ">95"),
        ("đạt trên 95%", ">95", ">95"),
        ("hơn 95%", ">95", ">95"),
        ("cao hơn 95%", ">95", ">95"),
        (">= 68", ">=68", ">=68"),
        ("≥68", ">=68", ">=68"),
        ("tối thiểu 68%", ">=68", ">=68"),
        ("tối thiểu đạt 68%", ">=68", ">=68"),
        ("ít nhất 68%", ">=68", ">=68"),
        ("không dưới 68%", ">=68", ">=68"),
        ("từ 68% trở lên", ">=68", ">=68"),
        ("cao hơn hoặc bằng 68%", ">=68", ">=68"),
        ("không nhỏ hơn 68%.", ">=68", ">=68"),
        ("68% trở lên", ">=68", ">=68"),
        ("< 15", "<15", "<15"),
        ("dưới 15%", "<15", "<15"),
        ("thấp hơn 15%", "<15", "<15"),
        ("<= 4", "<=4", "<=4"),
        ("tối đa 4%", "<=4", "<=4"),
        ("không quá 4%", "<=4", "<=4"),
        ("không vượt quá 4%", "<=4", "<=4"),
        ("từ 4% trở xuống", "<=4", "<=4"),
        ("35 - 40", ">=35", "<=40"),
        ("35–40%", ">=35", "<=40"),
        ("35% - 40%", ">=35", "<=40"),
        ("từ 35 đến 40%", ">=35", "<=40"),
        ("~ 75", ">~75", "<~75"),
        ("khoảng 75%", ">~75", "<~75"),
        ("xấp xỉ 75%", ">~75", "<~75"),
        ("khoảng 35 - 40%", ">~35", "<~40"),
        ("phấn đấu đạt 32%", ">=32", "<=32"),
        ("giảm xuống còn dưới 15%", "<15", "<15"),
        ("TRÊN 95%", ">95", ">95"),
        (normalize("NFD", "dưới 15%"), "<15", "<15"),
    ],
)
def test_a_phrase_is_a_promise(value: str, up: str, down: str) -> None:
    assert (promised(UP, value), promised(DOWN, value)) == (up, down)


@pytest.mark.parametrize(
    "id, value, meaning",
    [
        ("health.doctors", "20 bác sĩ trên 10.000 dân", ">=20"),
        ("health.doctors", "không dưới 19 bác sỹ/vạn dân", ">=19"),
        ("health.doctors", "1,9 bác sĩ trên 1.000 dân", ">=19"),
        ("health.doctors", "190 bác sĩ/100.000 dân", ">=19"),
        ("health.pharmacists", "02 dược sĩ", ">=2"),
        ("health.pharmacists", "08", ">=8"),
        ("health.hospital_beds", "45,7 giường bệnh viện", ">=45,7"),
        ("health.hospital_beds", "36.4", ">=36,4"),
        ("health.life_expectancy", "đạt khoảng 75 tuổi", ">~75"),
        ("health.healthy_life_years", "đạt tối thiểu 68 năm", ">=68"),
        ("housing.floor_area", "31,7m² sàn/người", ">=31,7"),
        ("housing.floor_area", "khoảng 33 m<sup>2</sup> sàn/người", ">~33"),
        ("housing.floor_area", "29.3", ">=29,3"),
        ("housing.floor_area", "1.234.567", ">=1.234.567"),
        ("housing.floor_area", "0.125 m2 sàn/ người", ">=0,125"),
        ("housing.social_flats", "xây dựng được 11.900 căn hộ", ">=11.900"),
        ("housing.social_flats", "1.500", ">=1.500"),
        ("housing.social_flats", "1 triệu căn", ">=1.000.000"),
        ("housing.social_flats", "1,5 vạn căn hộ", ">=15.000"),
        ("housing.social_flats", "12 nghìn căn hộ", ">=12.000"),
        ("poverty.yearly_fall", "duy trì mức giảm 4%/năm", ">=4"),
        ("poverty.yearly_fall", "1 - 1,5%/năm", ">=1"),
        ("poverty.yearly_fall", "bình quân mỗi năm giảm 1,5%", ">=1,5"),
        ("water.rural_quantity", "tối thiểu 60 lít/người/ngày", ">=60"),
        ("development.hdi", "khoảng 0,8", ">~0,8"),
        ("insurance.health", "trên 98,5% dân số tham gia bảo hiểm y tế", ">98,5"),
    ],
)
def test_units_and_nouns(id: str, value: str, meaning: str) -> None:
    assert promised(id, value) == meaning


@pytest.mark.parametrize(
    "id, value, lowest, highest",
    [
        ("education.literacy", "mức độ 2", 1, 1),
        ("education.literacy", "tỉnh đạt chuẩn xóa mù chữ mức độ 2.", 1, 1),
        ("education.preschool_universal", "phổ cập giáo dục mầm non đạt hoàn thành", 2, 2),
        ("education.literacy", "2", 1, 1),
        ("education.literacy", "đạt mức độ 2", 1, 1),
        ("education.primary_universal", "đạt chuẩn phổ cập giáo dục tiểu học mức độ 3", 2, 2),
        ("health.aids_tuberculosis", "cơ bản chấm dứt các dịch bệnh AIDS, lao", 1, 1),
        ("health.aids_tuberculosis", "Giải quyết cơ bản", 1, 1),
        ("health.malaria", "Giải quyết cơ bản", 1, 2),
        ("housing.temporary_houses", "xoá bỏ hoàn toàn tình trạng nhà tạm, nhà dột nát", 2, 2),
        ("housing.temporary_houses", "phấn đấu cơ bản xóa bỏ", 1, 1),
        ("education.preschool_universal", "hoàn thành phổ cập giáo dục mầm non", 2, 2),
        ("health.fertility", "Bảo đảm vững chắc mức sinh thay thế", 2, 2),
        ("development.hdi", "thuộc nhóm có chỉ số HDI cao", 1, 1),
    ],
)
def test_levels_and_commitments(id: str, value: str, lowest: int, highest: int) -> None:
    assert read(value, INDICATORS[id]) == Step(lowest, highest)


@pytest.mark.parametrize("value", ["hoàn thành mục tiêu của tỉnh", "nâng cao hơn", "-", "toàn bộ"])
def test_words_without_a_figure_are_not_measurable(value: str) -> None:
    assert read(value, INDICATORS["housing.social_flats"]) == Words(value)


@pytest.mark.parametrize(
    "id, value, reason, offset",
    [
        ("health.pharmacists", "12 bác sĩ", "value.phrase", 3),
        ("insurance.health", "trên 95 - 98%", "value.range", 8),
        ("insurance.health", "40 - 35%", "value.range", 3),
        ("insurance.health", "trên dưới 95%", "value.phrase", 5),
        ("insurance.health", "từ 95%", "value.unfinished", 6),
        ("insurance.health", "95% vào năm 2030", "value.year", 4),
        ("insurance.health", "“trên 95%”", "value.quotes", 0),
        ("insurance.health", "“toàn dân”", "value.quotes", 0),
        ("insurance.health", "‘trên 95%’", "value.quotes", 0),
        ("insurance.health", "95% đến 2030", "value.year", 0),
        ("education.literacy", "mức độ 3", "value.no-step", 0),
        ("insurance.health", "tối thiểu 95% trở lên", "value.phrase", 14),
        ("insurance.health", "cơ bản đạt 95%", "value.phrase", 0),
        ("insurance.health", "-5%", "value.phrase", 0),
        ("insurance.health", "95% #1", "value.phrase", 4),
        ("housing.social_flats", "11 900 căn", "value.phrase", 3),
        ("housing.floor_area", "1.500", "value.ambiguous", 0),
        ("housing.social_flats", "đạt 1,500 căn", "value.ambiguous", 4),
        ("insurance.health", "9,8.5%", "value.number", 0),
        ("insurance.health", "1.5000", "value.number", 0),
        ("housing.social_flats", "2,5 căn", "value.not-whole", 0),
        ("housing.social_flats", "1" * 16, "value.too-long", 0),
        ("insurance.health", "đạt 985%", "value.slipped", 4),
        ("insurance.health", "trên 100%", "value.impossible", 5),
        ("health.stunting", "dưới 0%", "value.impossible", 5),
        ("health.life_expectancy", "755 tuổi", "value.impossible", 0),
        ("health.malaria", "loại trừ 50%", "value.no-step", 0),
        ("insurance.health", "٩٥%", "value.phrase", 0),
    ],
)
def test_what_is_not_understood_is_refused_at_its_place(id: str, value: str, reason: str, offset: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read(value, INDICATORS[id])
    assert (caught.value.reason, caught.value.offset) == (reason, offset)


def test_985_percent_is_answered_with_what_was_probably_meant() -> None:
    with pytest.raises(Unreadable) as caught:
        read("985%", INDICATORS[UP])
    assert caught.value.fields["example"] == "98,5%"


def test_another_dimension_is_read_and_promises_nothing_here(indicator: Callable[[str], Indicator]) -> None:
    stated = read("19%", indicator("health.doctors"))
    assert isinstance(stated, Figure)
    assert stated.promise is None


@given(
    number=st.decimals(min_value=0, max_value=100, places=2),
    pair=st.sampled_from(
        [
            ("> ", "trên "),
            (">= ", "tối thiểu "),
            ("< ", "dưới "),
            ("<= ", "không quá "),
            ("~ ", "khoảng "),
            ("", "đạt "),
        ]
    ),
    id=st.sampled_from([UP, DOWN]),
)
def test_symbols_and_words_agree(number: Decimal, pair: tuple[str, str], id: str) -> None:
    written = f"{number:f}".replace(".", ",")
    readings = []
    for lead in pair:
        try:
            readings.append(read(f"{lead}{written}%", INDICATORS[id]))
        except Unreadable as error:
            readings.append(error.reason)
    assert readings[0] == readings[1]


@given(st.text(alphabet="0123456789.,%>< trênđạkhogừ-~", max_size=30))
def test_any_text_is_read_or_refused(value: str) -> None:
    try:
        stated = read(value, INDICATORS[UP])
    except Unreadable as error:
        assert 0 <= error.offset <= len(value)
    else:
        assert isinstance(stated, Words) == (not any(char.isdigit() for char in value))


def test_promise_is_exact() -> None:
    stated = read("0,1%", INDICATORS[UP])
    assert isinstance(stated, Figure)
    assert stated.promise == Promise(True, Decimal("0.1"), Nudge.CLOSED)
