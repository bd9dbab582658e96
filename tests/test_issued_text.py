"""Plain text and Markdown as documents: paragraphs, headings, rows of tables."""

from nq42check.drafting.formats import issued


def texts(document, encoding="utf-8"):
    return [block.text for block in issued(document.encode(encoding)).blocks]


def rows(document):
    return [block.cells for block in issued(document.encode()).blocks if block.table]


SET = """\
I. MỤC ĐÍCH,
YÊU CẦU
1. Mục đích
Triển khai đầy đủ các nội dung của Nghị quyết nhằm nâng cao chất lượng cuộc sống
của người dân trên địa bàn tỉnh; phấn đấu hoàn thành sớm các chỉ tiêu.
Các sở, ngành chủ động phối hợp với Ủy ban Mặt trận Tổ quốc và các đoàn thể trong
việc thực hiện.
2. Các chỉ tiêu chủ yếu đến năm
2030
- Tỷ lệ lao động qua đào tạo đạt 75%, trong đó lao động có bằng cấp, chứng chỉ là
40%; tỷ lệ thất nghiệp dưới
3%.
- Phát triển kinh tế
"""


def test_lines_cut_at_a_width_are_paragraphs():
    assert texts(SET) == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "Triển khai đầy đủ các nội dung của Nghị quyết nhằm nâng cao chất lượng cuộc sống của người dân trên địa bàn "
        "tỉnh; phấn đấu hoàn thành sớm các chỉ tiêu.",
        "Các sở, ngành chủ động phối hợp với Ủy ban Mặt trận Tổ quốc và các đoàn thể trong việc thực hiện.",
        "2. Các chỉ tiêu chủ yếu đến năm 2030",
        "- Tỷ lệ lao động qua đào tạo đạt 75%, trong đó lao động có bằng cấp, chứng chỉ là 40%; tỷ lệ "
        "thất nghiệp dưới 3%.",
        "- Phát triển kinh tế",
    ]


# The first line of each paragraph is set shorter, as web pages are copied.
NARROW = """\
1. Mục đích
Triển khai quán triệt các nội
dung của Nghị quyết nhằm tạo sự thống nhất cao về nhận thức, chuyển biến mạnh mẽ
trong hành động của cả hệ thống chính trị về nâng cao chất lượng chính sách.
3. Đề nghị Ủy ban Mặt trận
Tổ quốc Việt Nam tỉnh và các đoàn thể chính trị - xã hội trong tỉnh phối hợp thực
hiện.
- Tăng cường chỉ đạo các cơ
quan, đơn vị trong tỉnh thực hiện nghiêm túc các nội dung của kế hoạch này từ nay
- Nâng cao chất lượng của công
tác thông tin, truyền thông về chính sách xã hội tới người dân ở vùng sâu, vùng xa
- Chú trọng công tác đào tạo
nguồn nhân lực
- Tập trung thực hiện tốt các
chế độ
- Phát triển hệ thống dịch vụ
xã hội
"""


def test_a_line_longer_than_first_lines_goes_on():
    assert texts(NARROW)[:4] == [
        "1. Mục đích",
        "Triển khai quán triệt các nội dung của Nghị quyết nhằm tạo sự thống nhất cao về nhận thức, chuyển biến mạnh "
        "mẽ trong hành động của cả hệ thống chính trị về nâng cao chất lượng chính sách.",
        "3. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các đoàn thể chính trị - xã hội trong tỉnh phối hợp "
        "thực hiện.",
        "- Tăng cường chỉ đạo các cơ quan, đơn vị trong tỉnh thực hiện nghiêm túc các nội dung của kế hoạch này từ nay",
    ]


def test_lines_that_are_paragraphs_stay_apart():
    lines = [
        "KẾ HOẠCH",
        "Triển khai thực hiện Nghị quyết số 42-NQ/TW",
        "II. CHỈ TIÊU",
        "1. Đến năm 2030",
        "100% người có công có mức sống từ trung bình khá trở lên so với mức sống của cộng đồng dân cư nơi cư trú, "
        "được chăm lo đầy đủ về vật chất và tinh thần; tỷ lệ hộ nghèo dưới 2%.",
        "Tỷ lệ thất nghiệp dưới 3%;",
        "tỷ lệ thất nghiệp thành thị dưới 4%",
    ]
    assert texts("\n".join(lines)) == lines


def test_a_page_break_within_a_sentence_is_none_of_a_paragraph():
    document = (
        "Phát triển thị trường lao động linh hoạt, hiệu quả, hội nhập quốc tế\n\n- 2 -\n\n"
        "gắn với việc làm bền vững.\n\nThực hiện Nghị quyết của Ban Chấp hành Đảng bộ tỉnh ngày\n\n"
        "08/10/2021.\n\n2. Các chỉ tiêu chủ yếu\n\nphấn đấu đạt 75%"
    )
    assert texts(document) == [
        "Phát triển thị trường lao động linh hoạt, hiệu quả, hội nhập quốc tế gắn với việc làm bền vững.",
        "Thực hiện Nghị quyết của Ban Chấp hành Đảng bộ tỉnh ngày 08/10/2021.",
        "2. Các chỉ tiêu chủ yếu",
        "phấn đấu đạt 75%",
    ]


def test_page_numbers_and_running_heads_are_dropped():
    pages = [f"UBND TỈNH VÍ DỤ\n\nĐiều {number} có nội dung như sau.\n\n{number}" for number in (1, 2, 3)]
    assert texts("\f".join(pages)) == [f"Điều {number} có nội dung như sau." for number in (1, 2, 3)]


def test_numbers_that_do_not_grow_are_no_page_numbers():
    assert "100" in texts("Tỷ lệ hộ nghèo\n\n5\n\nTỷ lệ thất nghiệp\n\n100\n\nTuổi thọ\n\n75\n")


def test_marks_of_markdown_go_and_figures_stay():
    document = (
        "## **II. Chỉ tiêu**\n\nTỷ lệ < 3 | > 5%, *diện tích* 31,7m<sup>2</sup>/người\\*, ~~4%~~ 5% &lt; 6%\n\n"
        "-----\n\n* Một\n• Hai\n+ Ba\n"
    )
    found = issued(document.encode())
    assert [block.text for block in found.blocks if not block.table] == ["II. Chỉ tiêu", "- Một", "- Hai", "+ Ba"]
    assert found.blocks[0].heading
    assert [block.cells for block in found.blocks if block.table] == [
        ("Tỷ lệ < 3", "> 5%, diện tích 31,7m2/người*, 5% < 6%")
    ]
    assert found.dropped == 1


def test_rows_of_markdown():
    document = (
        "| TT | Chỉ tiêu | ĐVT | 2030 |\n|---|:--:|---|--:|\n| I | Lao động | | |\n| 1 | Tỷ lệ | % | < 3 |\n"
        "| 2 | A \\| B | % |\n\n| 3 | C | % | 4 |\n\nHết."
    )
    assert rows(document) == [
        ("TT", "Chỉ tiêu", "ĐVT", "2030"),
        ("I", "Lao động", "", ""),
        ("1", "Tỷ lệ", "%", "< 3"),
        ("2", "A | B", "%", ""),
        ("3", "C", "%", "4"),
    ]
    assert texts(document)[-1] == "Hết."


def test_a_cell_runs_until_the_next_bar():
    document = (
        "TT | Chỉ tiêu | ĐVT | 2030\n1 | Tỷ lệ người có công có mức\nsống trung bình khá | % | 100\n"
        "2 | Xóa nhà tạm | Mức độ | Xóa bỏ\nhoàn toàn\nNơi nhận:"
    )
    assert rows(document) == [
        ("TT", "Chỉ tiêu", "ĐVT", "2030"),
        ("1", "Tỷ lệ người có công có mức sống trung bình khá", "%", "100"),
        ("2", "Xóa nhà tạm", "Mức độ", "Xóa bỏ hoàn toàn"),
    ]
    assert texts(document)[-1] == "Nơi nhận:"


def test_rows_split_by_tabs():
    document = "\tĐoạn thụt đầu dòng\n1.\tĐoạn có số\nTT\tChỉ tiêu\tĐVT\t2030\n1\tTỷ lệ\t%\t\n\tThành thị\t%\t5"
    assert rows(document) == [("TT", "Chỉ tiêu", "ĐVT", "2030"), ("1", "Tỷ lệ", "%", ""), ("", "Thành thị", "%", "5")]
    assert texts(document)[:2] == ["Đoạn thụt đầu dòng", "1. Đoạn có số"]


def test_rows_between_rules_of_signs():
    document = "+---+-----+\n| 1 | Tỷ  |\n|   | lệ  |\n+===+=====+\n| 2 | Số  |\n+---+-----+\n"
    assert rows(document) == [("1", "Tỷ lệ"), ("2", "Số")]


def test_bars_on_lines_of_their_own():
    cells = [
        *("TT", "Chỉ tiêu", "Đơn vị\ntính", "Mục tiêu\n2030", "Chủ trì"),
        *("1", "Lao động"),
        *("", "Tỷ lệ\nthất nghiệp", "%", "<\n3", "Sở A"),
        *("", "Tỷ lệ đào tạo", "%", "75"),
        *("2", "Giáo dục"),
        *("", "Xóa mù chữ", "Mức độ", "3", "Sở Giáo dục"),
        *("", "Nhà trẻ", "%", "30", "và Đào tạo"),
        *("3", "Nhà ở"),
        *("", "Diện tích", "", ""),
        *("", "Thành thị", "m2", "30", "Sở Xây dựng"),
    ]
    document = "Phụ lục\nCÁC CHỈ TIÊU\n" + "".join(f"{cell}\n|\n" for cell in cells).replace("\n\n", "\n") + "Hết."
    both = "Sở Giáo dục và Đào tạo"
    assert rows(document) == [
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu 2030", "Chủ trì"),
        ("1", "Lao động", "", "", ""),
        ("", "Tỷ lệ thất nghiệp", "%", "< 3", "Sở A"),
        ("", "Tỷ lệ đào tạo", "%", "75", "Sở A"),
        ("2", "Giáo dục", "", "", ""),
        ("", "Xóa mù chữ", "Mức độ", "3", both),
        ("", "Nhà trẻ", "%", "30", both),
        ("3", "Nhà ở", "", "", ""),
        ("", "Diện tích", "", "", both),
        ("", "Thành thị", "m2", "30", "Sở Xây dựng"),
    ]
    assert texts(document)[:2] == ["Phụ lục", "CÁC CHỈ TIÊU"]
    assert texts(document)[-1] == "Hết."


def test_bars_of_a_letterhead_lose_nothing():
    document = (
        "UBND TỈNH VÍ DỤ\n-------\n|\nCỘNG HÒA\n|\nSố: 12/KH-UBND\n|\nVí Dụ, ngày\n08 tháng 7 năm 2024\n|\nKẾ HOẠCH"
    )
    assert texts(document) == [
        *("UBND TỈNH VÍ DỤ", "CỘNG HÒA", "Số: 12/KH-UBND", "Ví Dụ, ngày 08 tháng 7 năm 2024", "KẾ HOẠCH"),
    ]


def test_tables_in_html_within_a_text_are_read_and_those_that_a_page_cuts_are_one():
    head = "<tr><td>TT</td><td>Chỉ tiêu</td><td>2030</td></tr>"
    first = f"<table>{head}<tr><td>1</td><td>Tỷ lệ</td><td>&lt; 3</td></tr></table>"
    again = f"<TABLE>{head}<tr><td>2</td><td>Số</td><td>5</td></tr></TABLE>"
    bare = "<table>\n<tr><td>3</td><td rowspan=2>Tuổi</td><td>75</td></tr>\n<tr><td>4</td><td>76</td></tr>\n</table>"
    document = f"# II. Chỉ tiêu\n\n{first}\n\n2\n\n{again}\n\n{bare}\nHết.\n\n| A | B |\n| 1 | 2 |\n"
    found = issued(document.encode()).blocks
    assert [(block.table, *block.cells) for block in found if block.table] == [
        (1, "TT", "Chỉ tiêu", "2030"),
        (1, "1", "Tỷ lệ", "< 3"),
        (1, "2", "Số", "5"),
        (1, "3", "Tuổi", "75"),
        (1, "4", "Tuổi", "76"),
        (2, "A", "B"),
        (2, "1", "2"),
    ]
    assert [block.text for block in found if not block.table] == ["II. Chỉ tiêu", "Hết."]


def test_a_table_that_pages_cut_is_one_with_one_header():
    pages = [
        f"| TT | Chỉ tiêu | 2030 |\n|---|---|---|\n| {number} | Tỷ lệ {number} | {number + 4} |\n\n- {number} -"
        for number in (1, 2, 3)
    ]
    found = issued("\n\n".join(pages).encode()).blocks
    assert [(block.table, *block.cells) for block in found] == [
        (1, "TT", "Chỉ tiêu", "2030"),
        *((1, str(number), f"Tỷ lệ {number}", str(number + 4)) for number in (1, 2, 3)),
    ]
