"""What is understood of clauses, rows and headings, as a person reads them: decided before it is run."""

import pytest
from conftest import KNOWN

from nq42check.drafting.draft import draft
from nq42check.drafting.drafts import Draft
from nq42check.drafting.issued import Block, Issued
from nq42check.run.knowledge import cues

HEAD = Block("II. CHỈ TIÊU ĐẾN NĂM 2030")
TRAINED, POOR, FALL = "labour.trained", "poverty.multidimensional", "poverty.yearly_fall"


def drafted(*lines: str, head: Block = HEAD) -> Draft:
    blocks = [head, *map(Block, lines)]
    return draft(Issued(tuple(blocks), "text"), KNOWN.catalogue, cues())


def tabled(*rows: str, head: Block = HEAD) -> Draft:
    cells = [tuple(cell.strip() for cell in row.split("|")) for row in rows]
    blocks = [Block(" | ".join(each), each, 1) for each in cells]
    return draft(Issued((head, *blocks), "text"), KNOWN.catalogue, cues())


def told(each: Draft) -> list[str]:
    """The rows as `indicator = value @year`, with "?" behind those that are not sure."""
    return [
        f"{row.indicator.id} = {row.value}" + (f" @{row.by}" if row.by else "") + ("" if row.sure else " ?")
        for row in each.rows
    ]


# Each clause, and all that a person takes from it.
CLAUSES = {
    # the figure behind its words, before them, and shared
    "Tỷ lệ thất nghiệp chung dưới 3%.": ["labour.unemployment = dưới 3%"],
    "Trên 95% dân số được quản lý sức khỏe.": ["health.managed_population = trên 95%"],
    "46% lực lượng lao động tham gia bảo hiểm xã hội và 30% lực lượng lao động tham gia bảo hiểm thất nghiệp.": [
        "insurance.social = 46%",
        "insurance.unemployment = 30%",
    ],
    "35% trẻ em nhà trẻ và 98% trẻ em mẫu giáo.": [
        "education.nursery_enrolment = 35% ?",
        "education.kindergarten_enrolment = 98%",
    ],
    "Trường học, trạm y tế có công trình phụ hợp vệ sinh lần lượt đạt 98% và 95%.": [
        "sanitation.schools = đạt 98% ?",
        "sanitation.health_stations = 95%",
    ],
    # operators are never lost
    "Tỷ lệ hộ nghèo đa chiều giảm xuống còn dưới 2%.": [f"{POOR} = giảm xuống còn dưới 2%"],
    "Tỷ lệ lao động qua đào tạo không dưới 75%.": [f"{TRAINED} = không dưới 75%"],
    "Tỷ lệ lao động qua đào tạo từ 75% trở lên.": [f"{TRAINED} = từ 75% trở lên"],
    # years, before and behind
    "Tỷ lệ lao động qua đào tạo đến năm 2025 đạt 70%, đến năm 2030 đạt 75%.": [
        f"{TRAINED} = đạt 70% @2025",
        f"{TRAINED} = đạt 75%",
    ],
    "Tỷ lệ lao động qua đào tạo đạt 70% vào năm 2027 và 75% vào năm 2030.": [
        f"{TRAINED} = đạt 70% @2027",
        f"{TRAINED} = 75%",
    ],
    "Tỷ lệ lao động qua đào tạo: 70% (năm 2025), 75% (năm 2030).": [f"{TRAINED} = 70% @2025", f"{TRAINED} = 75%"],
    "Tỷ lệ lao động qua đào tạo đến năm 2025 và 2030 đạt 75%.": [f"{TRAINED} = đạt 75% @2025 ?"],
    "Tỷ lệ lao động qua đào tạo sau năm 2030 đạt 75%.": [f"{TRAINED} = đạt 75% ?"],
    # a year's fall, and the level that it ends in
    "Tỷ lệ hộ nghèo đa chiều giảm bình quân 1,5%/năm.": [f"{FALL} = giảm bình quân 1,5%/năm"],
    "Tỷ lệ hộ nghèo giảm 1%.": [f"{FALL} = giảm 1% ?"],
    # steps
    "Cơ bản chấm dứt dịch bệnh AIDS, lao; loại trừ sốt rét.": [
        "health.aids_tuberculosis = cơ bản chấm dứt",
        "health.malaria = loại trừ",
    ],
    "Duy trì mức sinh thay thế.": ["health.fertility = duy trì mức sinh thay thế"],
    "Từng bước loại trừ sốt rét.": ["health.malaria = từng bước loại trừ"],
    "Xóa toàn bộ nhà tạm, nhà dột nát.": ["housing.temporary_houses = Xóa toàn bộ"],
    "Xóa bỏ 90% nhà tạm, nhà dột nát.": ["housing.temporary_houses = xóa bỏ ?"],
    # numbers that are names
    "100% trẻ 6 tuổi vào lớp 1.": ["education.grade_1_entry = 100%"],
    "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi dưới 15%.": ["health.stunting = dưới 15%"],
    "Số bác sĩ trên 10.000 dân đạt 19[4].": ["health.doctors = đạt 19"],
    # words that turn what is said
    "Không để tỷ lệ thất nghiệp chung trên 3%.": ["labour.unemployment = trên 3% ?"],
    "Giảm tỷ lệ thất nghiệp chung 1%.": ["labour.unemployment = 1% ?"],
    "Tối thiểu tỷ lệ lao động qua đào tạo là 75%.": [f"{TRAINED} = 75% ?"],
    "Tỷ lệ hộ chưa được sử dụng nước sạch theo quy chuẩn dưới 5%.": ["water.clean = dưới 5% ?"],
    "Tỷ lệ lao động qua đào tạo của cả nước đạt 72%.": [f"{TRAINED} = đạt 72% ?"],
    "Hiện tỷ lệ lao động qua đào tạo là 66%.": [f"{TRAINED} = 66% ?"],
    "Tỷ lệ lao động qua đào tạo (hiện nay 66%) đạt 75%.": [f"{TRAINED} = đạt 75%"],
    "Tuổi thọ trung bình của nữ đạt 78 tuổi.": ["health.life_expectancy = đạt 78 tuổi ?"],
    "Trẻ em dưới 16 tuổi suy dinh dưỡng thể thấp còi dưới 15%.": ["health.stunting = dưới 15% ?"],
    "Khởi công 3.500 căn hộ nhà ở xã hội.": ["housing.social_flats = 3.500 căn hộ ?"],
    # what lies outside
    "Tỷ lệ hộ cận nghèo dưới 3%.": [],
    "Tỷ lệ suy dinh dưỡng thể nhẹ cân dưới 9%.": [],
    "Tỷ lệ che phủ rừng đạt 55%.": [],
    "Diện tích nhà ở tối thiểu đạt 10 m2 sàn/người.": [],
}


def folded(rows: list[str]) -> list[str]:
    return [row.lower() for row in rows]


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_understood_as_a_person_does(clause: str) -> None:
    assert folded(told(drafted(f"- {clause}"))) == folded(CLAUSES[clause])


@pytest.mark.parametrize(
    "clause, name",
    [
        ("Tỷ lệ hộ cận nghèo dưới 3%", "Tỷ lệ hộ cận nghèo"),
        ("Tỷ lệ suy dinh dưỡng thể nhẹ cân dưới 9%", "nhẹ cân"),
        ("Tỷ lệ che phủ rừng đạt 55%", "che phủ rừng"),
    ],
)
def test_what_lies_outside_is_told_by_its_name(clause: str, name: str) -> None:
    (unplaced,) = drafted(f"- {clause}.", "- Tỷ lệ thất nghiệp chung dưới 3%.").unplaced
    assert unplaced.words == clause
    assert unplaced.outside and name in unplaced.outside.vi


def test_words_that_state_nothing_understood_are_told_as_well() -> None:
    made = drafted("- Tỷ lệ thất nghiệp chung giảm một nửa so với năm 2020.", "- Phấn đấu không còn hộ nghèo.")
    assert [each.resembles.id for each in made.unplaced if each.resembles] == ["labour.unemployment", POOR]
    assert not made.rows


# Headings

LISTED = "- Tỷ lệ lao động qua đào tạo đạt 75%."
FEW = "- Tỷ lệ thất nghiệp chung dưới 3%."


@pytest.mark.parametrize(
    "headings, expected",
    [
        (["II. MỤC TIÊU", "2. Mục tiêu cụ thể"], [f"{TRAINED} = đạt 75%"]),
        (["II. QUAN ĐIỂM, MỤC TIÊU", "2. Mục tiêu"], [f"{TRAINED} = đạt 75%"]),
        (["IV. NHIỆM VỤ VÀ GIẢI PHÁP", "1. Thực hiện chỉ tiêu đào tạo nghề"], [f"{TRAINED} = đạt 75% ?"]),
        (["I. TÌNH HÌNH THỰC HIỆN", "1. Các chỉ tiêu chủ yếu"], [f"{TRAINED} = đạt 75% ?"]),
    ],
)
def test_the_headings_above_tell_whether_a_list_is_one_of_targets(headings: list[str], expected: list[str]) -> None:
    assert told(drafted(*headings[1:], LISTED, head=Block(headings[0]))) == expected


@pytest.mark.parametrize(
    "heading", ["III. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", "IV. CHỈ TIÊU CỦA CẢ NƯỚC", "V. MỤC TIÊU ĐẾN NĂM 2045"]
)
def test_lists_of_the_past_of_others_and_of_later_are_none(heading: str) -> None:
    made = drafted("- Tỷ lệ thất nghiệp chung dưới 3%.", heading, LISTED)
    assert told(made) == ["labour.unemployment = dưới 3%"]
    assert made.head.by == 2030


def test_a_document_without_a_list_has_nothing_that_is_sure() -> None:
    made = drafted(LISTED, head=Block("III. NHIỆM VỤ VÀ GIẢI PHÁP"))
    assert (made.listed, told(made)) == (False, [f"{TRAINED} = đạt 75% ?"])


@pytest.mark.parametrize(
    "lines, places",
    [
        (["2. Các chỉ tiêu", "2.1. Việc làm", LISTED, FEW], ["II.2.1, đoạn 1", "II.2.1, đoạn 2"]),
        (["2. Các chỉ tiêu", "a) Việc làm", LISTED], ["II.2.a"]),
        ([f"(1) {LISTED[2:]}", f"(2) {FEW[2:]}"], ["II, đoạn 1", "II, đoạn 2"]),
    ],
)
def test_a_place_is_written_as_plans_write_it(lines: list[str], places: list[str]) -> None:
    assert [row.where for row in drafted(*lines).rows] == places


# Tables


def test_columns_of_years_are_milestones_and_those_of_the_past_or_of_others_no_values() -> None:
    made = tabled(
        "TT | Chỉ tiêu | Đơn vị | Thực hiện 2023 | Cả nước | Năm 2025 | Năm 2030 | Tầm nhìn 2045 | Cơ quan chủ trì",
        "1 | Tỷ lệ lao động qua đào tạo | % | 60 | 70 | 70 | ≥ 75 | 90 | Sở Nội vụ",
    )
    assert told(made) == [f"{TRAINED} = 70 @2025", f"{TRAINED} = ≥ 75"]
    assert [(row.owner, row.where) for row in made.rows] == [("Sở Nội vụ", "II, mục 1")] * 2


def test_rows_below_others_take_their_words() -> None:
    made = tabled(
        "TT | Chỉ tiêu | Đơn vị | Năm 2030",
        "1 | Tỷ lệ nhà ở kiên cố | % | 85",
        "| Thành thị | % | 100",
        "| Nông thôn | % | 75",
        "2 | Số lượng trên 10.000 dân | | ",
        "| - Giường bệnh viện | Giường | 35",
        "3 | Tỷ lệ hộ gia đình được sử dụng nước sạch theo quy chuẩn | % | 95",
        "| Trong đó: hộ nghèo | % | 80",
    )
    assert told(made)[:4] == [
        "housing.solid = 85",
        "housing.solid_urban = 100 ?",
        "housing.solid_rural = 75 ?",
        "health.hospital_beds = 35",
    ]
    assert not any(row.sure for row in made.rows if row.indicator.id == POOR)


def test_a_cell_may_name_its_years_and_a_name_its_step() -> None:
    made = tabled(
        "TT | Chỉ tiêu | Đơn vị | Mức phấn đấu",
        "1 | Tỷ lệ lao động qua đào tạo | % | năm 2027: 70; năm 2030: 75",
        "2 | Loại trừ sốt rét | | ",
    )
    assert told(made) == [f"{TRAINED} = 70 @2027", f"{TRAINED} = 75 ?", "health.malaria = Loại trừ"]


def test_several_columns_for_one_year_are_not_sure() -> None:
    made = tabled("TT | Chỉ tiêu | Đơn vị | Phương án 1 | Phương án 2", "1 | Tỷ lệ lao động qua đào tạo | % | 70 | 75")
    assert not any(row.sure for row in made.rows)


def test_a_table_of_districts_is_none_of_the_plan() -> None:
    made = tabled("TT | Địa phương | Tỷ lệ hộ nghèo năm 2030 (%)", "1 | Huyện A | 3", "2 | Huyện B | 4")
    assert not made.rows
    assert {each.reason for each in made.masked} >= {"others"}


# The head of a document


def test_the_head_is_read_from_the_letterhead_and_the_title() -> None:
    lines = [
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH VÍ DỤ Độc lập - Tự do - Hạnh phúc",
        "Số: 15/KH-UBND",
        "Ví Dụ, ngày 08 tháng 7 năm 2024",
        "KẾ HOẠCH",
        "Triển khai thực hiện Nghị quyết số 68/NQ-CP ngày 09/5/2024 của Chính phủ",
        "Căn cứ Tờ trình số 12/TTr-SNV ngày 02 tháng 6 năm 2024 của Sở Nội vụ;",
        "I. CHỈ TIÊU ĐẾN NĂM 2030",
        LISTED,
    ]
    head = draft(Issued(tuple(map(Block, lines)), "text"), KNOWN.catalogue, cues()).head
    assert (head.place, head.number, str(head.date), head.by) == ("Ví Dụ", "15/KH-UBND", "2024-07-08", 2030)
    assert head.title == "Kế hoạch triển khai thực hiện Nghị quyết số 68/NQ-CP"
    assert (head.issuer, head.implements) == ("Ủy ban nhân dân tỉnh Ví Dụ", ("68/NQ-CP",))


def test_of_two_figures_for_one_target_the_likelier_is_a_row_and_the_other_is_told() -> None:
    made = drafted("- Tỷ lệ lao động qua đào tạo đạt 75%.", "- Tỷ lệ lao động ngành du lịch qua đào tạo đạt 80%.")
    assert told(made) == [f"{TRAINED} = đạt 75%"]
    assert [each.words for each in made.unplaced] == ["Tỷ lệ lao động ngành du lịch qua đào tạo đạt 80%"]


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_steps_for_one_target_one_is_a_row_and_the_other_is_told(first: int) -> None:
    lines = ["Xóa nhà tạm, nhà dột nát", "Cơ bản xóa nhà tạm, nhà dột nát"]
    made = drafted(*(f"- {line}." for line in (lines[first], lines[not first])))
    assert [row.quote for row in made.rows] == [lines[first]]
    assert [each.words for each in made.unplaced] == [lines[not first]]
    assert not drafted("- Xóa nhà tạm, nhà dột nát.", "- Xóa bỏ nhà tạm, nhà dột nát.").unplaced, "the same, said again"


def test_rows_of_a_table_that_lost_its_columns_are_not_sure() -> None:
    """Of "56,8 60 66 85" nobody can tell which is that of 2030, nor of a figure whose others went into a line below."""
    lines = ("6 Lực lượng lao động tham gia bảo hiểm xã hội % 56,8 60 66 85", "Số năm sống khỏe Năm 66,5", "≥ 68")
    lost = drafted("TT Chỉ tiêu ĐVT Năm 2024 Năm 2027 Năm 2030 Năm 2045", *lines)
    assert len(lost.rows) > 1 and not any(row.sure for row in lost.rows)
    assert not any(row.sure for row in drafted(lines[0]).rows), "whatever stands above"
    prose = drafted("- Trẻ 6 tuổi vào lớp 1 đạt 100%.", "- Đến năm 2030 100% trẻ 6 tuổi vào lớp 1.")
    assert prose.rows and all(row.sure for row in prose.rows), "numbers that are names, and years, are no cells"


def test_what_is_counted_by_the_thousand_is_not_taken_for_single_ones() -> None:
    flats = "housing.social_flats"
    head = "TT | Chỉ tiêu | Đơn vị | Năm 2030"
    assert told(tabled(head, "1 | Nhà ở xã hội | căn hộ | 1.500")) == [f"{flats} = 1.500"]
    assert told(tabled(head, "1 | Nhà ở xã hội | nghìn căn | 15")) == [f"{flats} = 15 nghìn căn ?"]
    assert told(tabled(head, "1 | Nhà ở xã hội | 1.000 căn | 15")) == [f"{flats} = 15 1.000 căn ?"]
    assert told(tabled("TT | Chỉ tiêu | Năm 2030", "1 | Nhà ở xã hội (nghìn căn) | 15")) == [f"{flats} = 15 ?"]
    assert told(drafted("- Nhà ở xã hội (nghìn căn): 15.")) == [f"{flats} = 15 ?"]
    assert told(drafted("- Nhà ở xã hội đạt 50 chục căn.")) == [f"{flats} = đạt 50 ?"]
    assert told(drafted("- Nhà ở xã hội đạt 15 nghìn căn.")) == [f"{flats} = đạt 15 nghìn căn"]


@pytest.mark.parametrize(
    "head",
    ["Thực hiện 2025", "TH 2025", "Cơ sở 2025", "Hiện tại", "Mục tiêu quốc gia", "Chỉ tiêu TW giao", "Của Chính phủ"],
)
def test_columns_of_how_things_are_and_of_others_are_known_by_their_heads(head: str) -> None:
    made = tabled(f"TT | Chỉ tiêu | ĐVT | {head} | Mục tiêu 2030", "1 | Tỷ lệ lao động qua đào tạo | % | 66,6 | 75")
    assert told(made) == [f"{TRAINED} = 75"] and not made.unplaced


def test_beside_a_column_of_a_year_one_without_is_for_a_person_to_see() -> None:
    row = "1 | Tỷ lệ lao động qua đào tạo | % | 66,6 | 75"
    made = tabled("TT | Chỉ tiêu | ĐVT | Mức chung | Mục tiêu 2030", row)
    assert told(made) == [f"{TRAINED} = 75"]
    assert [each.words for each in made.unplaced] == ["Tỷ lệ lao động qua đào tạo | % | 66,6"]
    made = tabled("TT | Chỉ tiêu | ĐVT | Mục tiêu 2027 | Mục tiêu cuối kỳ", row)
    assert told(made) == [f"{TRAINED} = 66,6 @2027", f"{TRAINED} = 75 ?"]
