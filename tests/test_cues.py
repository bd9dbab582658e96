"""The words by which documents speak of the indicators: each finds its own, and nothing stands in its way."""

from collections.abc import Iterator, Sequence

import pytest
from conftest import KNOWN, ROOT
from jsonschema import Draft202012Validator

from nq42check.drafting.speech import Match, Said, Speech
from nq42check.model.catalogue import Indicator
from nq42check.model.cues import Cue, Cues
from nq42check.reading.cues import load_cues
from nq42check.reading.nodes import Refused
from nq42check.reading.parsing import parse
from nq42check.reading.schemas import explain, schema
from nq42check.run.knowledge import cues
from nq42check.text import fold, words

INDICATORS = KNOWN.catalogue.indicators
CUES = cues()
SPEECH = Speech(KNOWN.catalogue, CUES)

MARGIN = 0.05
"""How much clearer than anything else a name must say what it is the name of."""

OWN = """\
cues:
  labour.unemployment: {also: [người thất nghiệp], needs: [[thất nghiệp, mất việc]], not: [thành thị]}
outside:
  near_poor: {vi: Tỷ lệ hộ cận nghèo, en: Near-poor households, also: [hộ cận nghèo]}
abbreviations: {BHXH: bảo hiểm xã hội}
silent: [về, theo]
now: [hiện nay]
past: [hiện]
others: [cả nước]
compounds: [thực hiện]
narrowing: [nữ]
"""


def matches(text: str, *, within: str = "") -> list[Match]:
    """What `text` may be about, the likeliest first, said below the row or behind the clause `within`."""
    context = (SPEECH.spoken(within),) if within else ()
    return SPEECH.matches(Said((SPEECH.spoken(text),), (), context, (), spaced(words(fold(text)))))


def about(text: str, *, within: str = "") -> str | None:
    """The id of the indicator that `text` is most likely about, None where it is nothing or lies outside."""
    found = matches(text, within=within)
    return found[0].subject.indicator.id if found and found[0].subject.indicator else None


def names(id: str) -> tuple[str, ...]:
    """All names of the indicator `id`: the catalogue's, and those that documents give it."""
    return INDICATORS[id].names.vi, *CUES.indicators[id].also


def phrases() -> Iterator[tuple[str, str]]:
    """Each phrase of `needs` and `not`, with the id of its indicator."""
    for id, cue in CUES.indicators.items():
        yield from ((id, phrase) for phrase in (*(each for way in cue.needs for each in way), *cue.not_))


def said(phrase: str) -> str:
    """A phrase as it is looked for: its words that are compared, between spaces."""
    return f" {' '.join(SPEECH.spoken(phrase))} "


def spaced(tokens: Sequence[str]) -> str:
    """Words between spaces, as they stand in a text."""
    return f" {' '.join(tokens)} "


def barring(id: str, text: str) -> list[str]:
    """What `text` says, as it is compared or as it is written, that speaks against the indicator `id`."""
    subject = next(each for each in SPEECH.subjects if each.indicator and each.indicator.id == id)
    return [each for each in subject.not_ if each in said(text) or each in spaced(words(fold(text)))]


def test_every_indicator_has_cues() -> None:
    assert CUES.indicators.keys() == INDICATORS.keys()
    assert [id for id, cue in CUES.indicators.items() if not cue.also or not cue.needs] == []


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS.keys())
def test_each_name_alone_finds_its_indicator(indicator: Indicator) -> None:
    for name in names(indicator.id):
        found = matches(name)
        assert found and found[0].subject.indicator == indicator, name
        assert len(found) == 1 or found[1].likeness < found[0].likeness - MARGIN, (name, found[1].subject)


@pytest.mark.parametrize("id", INDICATORS)
def test_each_name_says_all_that_is_needed_and_nothing_that_speaks_against_it(id: str) -> None:
    cue = CUES.indicators[id]
    for name in names(id):
        assert all(any(said(each) in said(name) for each in way) for way in cue.needs), name
        assert barring(id, name) == [], name


def test_no_phrase_is_empty_once_the_words_that_say_nothing_are_dropped() -> None:
    assert [(id, phrase) for id, phrase in phrases() if not said(phrase).strip()] == []
    every = [(id, name) for id in INDICATORS for name in names(id)]
    assert [(id, name) for id, name in every if len(SPEECH.spoken(name)) < 2 and name != INDICATORS[id].names.vi] == []


@pytest.mark.parametrize("id", INDICATORS)
def test_nothing_stands_twice_or_is_said_by_a_shorter_phrase(id: str) -> None:
    cue = CUES.indicators[id]
    spoken = [SPEECH.spoken(name) for name in names(id)]
    assert len({*spoken}) == len(spoken)
    for each in (*cue.needs, cue.not_):
        told = [spaced(words(fold(phrase))) for phrase in each]
        assert [one for one in told if sum(other in one for other in told) > 1] == []


def test_no_phrase_that_is_needed_speaks_against_the_indicator() -> None:
    for id, cue in CUES.indicators.items():
        assert [each for way in cue.needs for each in way if barring(id, each)] == []


def test_abbreviations_are_single_words_of_one_meaning() -> None:
    short = [fold(each) for each in CUES.abbreviations]
    assert len({*short}) == len(short)
    assert [each for each in short if len(words(each)) != 1] == []
    full = [each for meaning in CUES.abbreviations.values() for each in words(fold(meaning))]
    assert {*full}.isdisjoint(short)  # what is written in full is not read as an abbreviation once more


def test_no_abbreviation_is_a_word_of_the_names() -> None:
    spoken = {word for indicator in INDICATORS.values() for word in words(fold(indicator.names.vi))}
    assert spoken.isdisjoint(fold(each) for each in CUES.abbreviations)


def test_of_two_names_that_are_said_the_longer_is_meant() -> None:
    name = INDICATORS["information.policy_access"].names.vi
    assert matches(name)[0].named == frozenset(SPEECH.spoken(name))


# Wordings that stand nowhere in the data.
@pytest.mark.parametrize(
    "id, wordings",
    [
        (
            "merit.care",
            [
                "Chăm lo toàn diện cho người có công và thân nhân",
                "gia đình có công với cách mạng được chăm sóc chu đáo về vật chất, tinh thần",
            ],
        ),
        ("merit.living_standard", ["Hộ gia đình chính sách có mức sống từ trung bình khá trở lên so với nơi cư trú"]),
        ("labour.unemployment", ["Giảm tỷ lệ thất nghiệp", "Tỷ lệ thất nghiệp toàn tỉnh trong độ tuổi lao động"]),
        (
            "labour.unemployment_urban",
            ["Tỷ lệ thất nghiệp của lao động trong độ tuổi khu vực đô thị", "thất nghiệp thành thị"],
        ),
        ("labour.agricultural", ["Cơ cấu lao động nông - lâm - thủy sản", "Giảm tỷ lệ lao động nông, lâm, ngư nghiệp"]),
        ("labour.trained", ["Tỷ lệ lao động đã qua đào tạo trong tổng số lao động"]),
        (
            "labour.certified",
            ["Tỷ lệ lao động được cấp bằng, chứng chỉ", "lao động qua đào tạo có văn bằng hoặc chứng chỉ"],
        ),
        (
            "insurance.social",
            ["Tỷ lệ người tham gia BHXH so với lực lượng lao động trong độ tuổi", "Tỷ lệ bao phủ BHXH"],
        ),
        ("insurance.unemployment", ["Tỷ lệ tham gia BHTN trong lực lượng lao động"]),
        (
            "insurance.pension_age",
            ["Người hết tuổi lao động được hưởng lương hưu, BHXH hàng tháng, trợ cấp hưu trí xã hội"],
        ),
        ("insurance.health", ["Tỷ lệ bao phủ BHYT trên dân số", "số người có thẻ BHYT"]),
        ("poverty.yearly_fall", ["Mức giảm tỷ lệ hộ nghèo bình quân hằng năm"]),
        ("poverty.multidimensional", ["Tỷ lệ hộ nghèo (theo chuẩn nghèo đa chiều)", "Tỷ lệ nghèo đa chiều toàn tỉnh"]),
        ("assistance.allowance_households", ["Phụ nữ có thai thuộc hộ nghèo, cận nghèo được hưởng trợ cấp xã hội"]),
        ("assistance.emergency", ["Người dân gặp khó khăn đột xuất được hỗ trợ kịp thời"]),
        (
            "education.nursery_enrolment",
            ["Tỷ lệ trẻ trong độ tuổi nhà trẻ ra lớp", "Huy động trẻ dưới 36 tháng tuổi đến trường"],
        ),
        ("education.kindergarten_enrolment", ["Tỷ lệ trẻ mẫu giáo đi học", "Huy động trẻ 3 - 5 tuổi đến trường"]),
        ("education.primary_attendance", ["Học sinh trong độ tuổi tiểu học đi học đúng tuổi"]),
        ("education.upper_secondary_attendance", ["Tỷ lệ nhập học đúng tuổi bậc THPT và tương đương"]),
        ("education.literacy", ["Duy trì vững chắc kết quả XMC mức độ 2"]),
        ("education.grade_1_entry", ["Tỷ lệ huy động trẻ 6 tuổi vào lớp 1"]),
        ("education.grade_6_entry", ["Học sinh hoàn thành chương trình tiểu học vào học lớp 6"]),
        ("education.grade_10_entry", ["Học sinh tốt nghiệp THCS tiếp tục vào học lớp 10 THPT"]),
        ("education.vocational_entry", ["Phân luồng học sinh sau tốt nghiệp THCS vào học nghề"]),
        ("education.university_entry", ["Học sinh tốt nghiệp THPT vào học đại học"]),
        ("health.fertility", ["Tổng tỷ suất sinh (số con bình quân/phụ nữ)"]),
        ("health.hospital_beds", ["Số giường bệnh/1 vạn dân", "Giường bệnh viện trên một vạn dân"]),
        ("health.doctors", ["Số bác sỹ/vạn dân"]),
        ("health.pharmacists", ["Dược sĩ đại học trên 1 vạn dân"]),
        ("health.nurses", ["Số điều dưỡng/10.000 dân"]),
        ("health.primary_care_insured", ["Người dân sử dụng dịch vụ CSSKBĐ tại trạm y tế được quỹ BHYT chi trả"]),
        ("health.managed_population", ["Tỷ lệ người dân được theo dõi, quản lý sức khỏe"]),
        ("health.essential_vaccination", ["Trẻ em được tiêm đủ các vaccine thiết yếu"]),
        ("health.stunting", ["SDD chiều cao/tuổi ở trẻ em dưới 5 tuổi", "Trẻ dưới 5 tuổi bị thấp còi"]),
        (
            "health.commune_standard",
            ["Xã, phường, đặc khu đạt tiêu chí quốc gia về y tế", "Trạm y tế đạt chuẩn quốc gia"],
        ),
        ("health.older_people_checkups", ["NCT được khám sức khỏe định kỳ ít nhất một lần một năm"]),
        ("housing.social_flats", ["Xây dựng NƠXH cho công nhân KCN, người thu nhập thấp"]),
        ("housing.floor_area", ["Diện tích sàn nhà ở bình quân toàn tỉnh"]),
        ("housing.floor_area_rural", ["Diện tích sàn nhà ở bình quân đầu người ở nông thôn"]),
        ("housing.solid", ["Tỷ lệ hộ có nhà ở kiên cố"]),
        ("water.clean", ["Tỷ lệ người dân được cung cấp nước sạch theo quy chuẩn"]),
        ("water.clean_urban", ["Tỷ lệ hộ dân thành thị sử dụng nước sạch đạt quy chuẩn"]),
        ("water.clean_rural", ["Dân số nông thôn được dùng nước sạch đạt quy chuẩn"]),
        ("water.hygienic_rural", ["Tỷ lệ hộ dân nông thôn dùng nước HVS"]),
        ("sanitation.schools", ["Điểm trường có công trình phụ hợp vệ sinh"]),
        ("wastewater.rural_collection", ["Khu dân cư tập trung nông thôn được thu gom nước thải sinh hoạt"]),
        (
            "wastewater.industrial_zones",
            ["KCN, CCN có trạm xử lý nước thải tập trung", "Khu công nghiệp có hệ thống XLNT tập trung"],
        ),
        ("waste.urban_solid", ["Tỷ lệ thu gom, xử lý rác thải sinh hoạt khu vực đô thị", "CTRSH đô thị được thu gom"]),
        ("waste.industrial_hazardous", ["Tỷ lệ CTNH được thu gom, xử lý"]),
        ("environment.businesses", ["Cơ sở SXKD, dịch vụ bảo đảm quy chuẩn môi trường"]),
        ("culture.ethnic_communes", ["Xã vùng đồng bào DTTS được nghe, xem phát thanh, truyền hình"]),
        ("information.broadcast", ["Hộ gia đình được nghe đài phát thanh, xem truyền hình"]),
        ("information.legal_aid", ["Người được cung cấp dịch vụ TGPL"]),
        ("information.public_points", ["Xã ĐBKK, xã đảo có điểm thông tin công cộng"]),
        ("information.digital_communes", ["Xã đạt tiêu chí TTTT của xã NTM nâng cao"]),
    ],
)
def test_other_wordings_find_it_as_well(id: str, wordings: list[str]) -> None:
    assert [about(each) for each in wordings] == [id] * len(wordings)


# The row above, or the clause before, says what is counted; the row itself which part of it.
@pytest.mark.parametrize(
    "within, text, id",
    [
        ("Tỷ lệ thất nghiệp", "Khu vực thành thị", "labour.unemployment_urban"),
        ("Tỷ lệ thất nghiệp", "Nông thôn", None),
        ("Tỷ lệ lao động qua đào tạo", "Trong đó: có bằng cấp, chứng chỉ", "labour.certified"),
        ("Lực lượng lao động tham gia BHXH", "Bảo hiểm thất nghiệp", "insurance.unemployment"),
        ("Lực lượng lao động tham gia BHXH", "Trong đó: tự nguyện", None),
        ("Tỷ lệ đi học đúng độ tuổi", "Cấp THCS", "education.lower_secondary_attendance"),
        ("Tỷ lệ đi học đúng độ tuổi", "Tiểu học", "education.primary_attendance"),
        ("Tỷ lệ huy động trẻ em đến trường", "Nhà trẻ", "education.nursery_enrolment"),
        ("Học sinh tốt nghiệp THCS vào lớp 10", "học nghề", "education.vocational_entry"),
        ("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng", "Thể thấp còi", "health.stunting"),
        ("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng", "Thể nhẹ cân", None),
        ("Diện tích nhà ở bình quân đầu người", "Đô thị", "housing.floor_area_urban"),
        ("Tỷ lệ nhà ở kiên cố", "Nông thôn", "housing.solid_rural"),
        ("Hộ gia đình sử dụng nước sạch theo quy chuẩn", "Đô thị", "water.clean_urban"),
        ("Hộ gia đình ở thành thị sử dụng nước sạch theo quy chuẩn", "nông thôn", "water.clean_rural"),
        ("Hộ dân đô thị sử dụng nước sạch", "nông thôn", "water.clean_rural"),
        ("Dân cư sử dụng nước sạch hợp vệ sinh", "Đô thị", "water.hygienic_urban"),
        ("Dân cư sử dụng nước sạch hợp vệ sinh", "Nông thôn", "water.hygienic_rural"),
        ("Chất thải rắn sinh hoạt được thu gom, xử lý", "Đô thị", "waste.urban_solid"),
        ("Chất thải rắn sinh hoạt đô thị được thu gom, xử lý", "nông thôn", "waste.rural_solid"),
        ("Hộ gia đình có công trình phụ hợp vệ sinh", "trạm y tế", "sanitation.health_stations"),
        (
            "Người dân vùng sâu, vùng xa được xem các kênh truyền hình thiết yếu",
            "các vùng còn lại",
            "information.broadcast_other",
        ),
    ],
)
def test_a_part_takes_from_above_what_it_is_part_of(within: str, text: str, id: str | None) -> None:
    assert about(text, within=within) == id


@pytest.mark.parametrize(
    "text",
    [
        "Gia đình người có công có mức sống bằng hoặc cao hơn mức sống trung bình của cộng đồng nơi cư trú",
        "Tỷ lệ lao động qua đào tạo nghề",
        "Tỷ lệ nông dân tham gia bảo hiểm xã hội tự nguyện",
        "Học sinh, sinh viên tham gia BHYT",
        "Tỷ lệ hộ nghèo vùng đồng bào dân tộc thiểu số",
        "Hộ nghèo, hộ cận nghèo được hỗ trợ nhà ở",
        "Tỷ lệ hộ nghèo vùng DTTS",
        "Diện tích nhà ở tối thiểu",
        "Diện tích nhà ở bình quân nhà ở xã hội",
        "Huy động trẻ mẫu giáo 5 tuổi ra lớp",
        "Học sinh hoàn thành chương trình tiểu học",
        "Học sinh tốt nghiệp THPT vào đại học, cao đẳng",
        "Phụ nữ sinh con tại cơ sở y tế",
        "Trạm y tế có bác sĩ làm việc",
        "Người dân có hồ sơ sức khỏe điện tử",
        "Tỷ lệ nhà ở kiên cố và bán kiên cố",
        "Tỷ lệ phòng học kiên cố",
        "Hộ nông thôn có nhà tiêu hợp vệ sinh",
        "Dân số sử dụng nước hợp vệ sinh",
        "Nước thải đô thị được thu gom, xử lý",
        "Chất thải rắn sinh hoạt được thu gom, xử lý",
        "Dân số được phủ sóng 5G",
        "Phủ sóng mạng di động 5G đến dân số",
        "Xã đạt tiêu chí thông tin và truyền thông trong xây dựng nông thôn mới",
    ],
)
def test_what_only_looks_like_an_indicator_is_none(text: str) -> None:
    found = matches(text)
    assert not found or found[0].subject.indicator is None or found[0].likeness < 0.5, found[0].subject.indicator


def test_shipped_cues_and_a_sample_fit_the_schema_and_are_loaded() -> None:
    assert explain(parse((ROOT / "baselines/cues.yaml").read_text(encoding="utf-8")), "cues") == []
    assert explain(parse(OWN), "cues") == []
    loaded = load_cues(parse(OWN), KNOWN.catalogue)
    assert loaded.indicators == {
        "labour.unemployment": Cue(("người thất nghiệp",), (("thất nghiệp", "mất việc"),), ("thành thị",))
    }
    assert loaded.outside["near_poor"].also == ("hộ cận nghèo",)
    assert loaded._replace(indicators={}, outside={}) == Cues(
        {},
        {},
        {"BHXH": "bảo hiểm xã hội"},
        ("về", "theo"),
        ("hiện nay",),
        ("hiện",),
        ("cả nước",),
        ("thực hiện",),
        ("nữ",),
    )


def test_the_schema_of_cues_has_all_keys() -> None:
    found = schema("cues")
    Draft202012Validator.check_schema(found)
    assert [*found["properties"]] == found["required"]
    assert {"cues", "outside", "abbreviations", "silent", "now", "past", "others"} < {*found["required"]}
    assert [*found["properties"]["cues"]["additionalProperties"]["properties"]] == ["also", "needs", "not"]


@pytest.mark.parametrize(
    "old, new",
    [
        ("also: [người thất nghiệp]", "also: []"),
        ("also: [người thất nghiệp]", "also: người thất nghiệp"),
        ("needs: [[thất nghiệp, mất việc]]", "needs: [thất nghiệp]"),
        ("not: [thành thị]", "without: [thành thị]"),
        ("en: Near-poor households, ", ""),
        ("BHXH: bảo hiểm xã hội", "BHXH: [bảo hiểm, xã hội]"),
        ("silent: [về, theo]", "silent: []"),
        ("silent: [về, theo]\n", ""),
    ],
)
def test_loader_and_schema_refuse_the_same(old: str, new: str) -> None:
    assert old in OWN
    node = parse(OWN.replace(old, new))
    with pytest.raises(Refused):
        load_cues(node, KNOWN.catalogue)
    assert explain(node, "cues")


def test_cues_of_an_indicator_that_is_none_are_refused_at_their_line() -> None:
    with pytest.raises(Refused) as refusal:
        load_cues(parse(OWN.replace("labour.unemployment", "labour.unemploymnet")), KNOWN.catalogue)
    assert refusal.value.problems[0].line == 2
