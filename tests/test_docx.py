"""Word files: what stands in them once tracked changes are accepted, block by block."""

from zipfile import ZIP_BZIP2

import pytest
from word import (
    DELETED,
    INSERTED,
    MOVED,
    STRICT,
    W,
    box,
    cell,
    changed,
    control,
    deleted,
    docx,
    field,
    level,
    lists,
    package,
    paragraph,
    part,
    relations,
    row,
    run,
    table,
)  # fmt: skip

from nq42check.drafting.formats.docx import issued
from nq42check.drafting.issued import Block, Unread

RAISED, LOWERED = (f'<w:vertAlign w:val="{how}"/>' for how in ("superscript", "subscript"))
HIDDEN = "<w:vanish/>"


def texts(*body: str, **parts: str) -> list[str]:
    return [block.text for block in issued(docx(*body, **parts)).blocks]


def reason(data: bytes) -> str:
    with pytest.raises(Unread) as refused:
        issued(data)
    return refused.value.reason


# Tracked changes


def test_insertions_stay_and_deletions_go() -> None:
    found = issued(docx(paragraph("dưới ", deleted("3%"), changed("ins", "2,1%"))))
    assert [block.text for block in found.blocks] == ["dưới 2,1%"]
    assert found.dropped == 1


def test_what_was_moved_stands_where_it_is_now() -> None:
    found = issued(
        docx(
            paragraph("một"),
            paragraph(changed("moveFrom", "hai"), mark=MOVED),
            paragraph("ba"),
            paragraph(changed("moveTo", "hai"), mark='<w:moveTo w:id="1" w:author="A"/>'),
        )
    )
    assert [block.text for block in found.blocks] == ["một", "ba", "hai"]
    assert found.dropped == 1


def test_an_insertion_that_was_deleted_is_gone() -> None:
    assert texts(paragraph("đạt ", changed("ins", deleted("50"), run("60")), "%")) == ["đạt 60%"]


def test_a_deleted_end_joins_two_paragraphs() -> None:
    assert texts(paragraph("tăng ", mark=DELETED), paragraph("lên 60%"), paragraph("b")) == ["tăng lên 60%", "b"]


def test_a_hidden_end_joins_two_paragraphs() -> None:
    assert texts(paragraph("1. Chỉ tiêu: ", mark=HIDDEN), paragraph("60%")) == ["1. Chỉ tiêu: 60%"]


def test_a_deleted_end_before_a_table_joins_nothing() -> None:
    assert texts(paragraph("a", mark=DELETED), table(row("b", "c")), paragraph("d")) == ["a", "b | c", "d"]


def test_rows_are_deleted_and_inserted() -> None:
    rows = row("a", "1"), row(cell(paragraph(deleted("b"))), "2", form=DELETED), row("c", "3", form=INSERTED)
    found = issued(docx(table(*rows)))
    assert [block.text for block in found.blocks] == ["a | 1", "c | 3"]
    assert found.dropped == 1


def test_a_deleted_cell_is_gone() -> None:
    gone = cell("cũ", form='<w:cellDel w:id="1" w:author="A"/>')
    assert texts(table(row("a", gone, "b"), row("c", "d"), columns=2)) == ["a | b", "c | d"]


def test_hidden_text_is_gone() -> None:
    styles = (
        f'<w:style w:type="character" w:styleId="C"><w:rPr>{HIDDEN}</w:rPr></w:style>'
        f'<w:style w:type="paragraph" w:styleId="P"><w:rPr>{HIDDEN}</w:rPr></w:style>'
    )
    shown = '<w:vanish w:val="0"/>'
    assert texts(
        paragraph("đạt ", run("cũ 50", HIDDEN), run("60", shown), run("x", '<w:rStyle w:val="C"/>'), "%"),
        paragraph("ẩn ", run("hiện", shown), style="P", mark=shown),
        styles=styles,
    ) == ["đạt 60%", "hiện"]  # fmt: skip


# Text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (["35", run("<w:noBreakHyphen/>"), "40%"], "35-40%"),
        (["thất", run("<w:softHyphen/>"), " nghiệp"], "thất nghiệp"),
        (["a", run("<w:tab/>"), "b", run("<w:br/>"), "c", run("<w:cr/>"), "d"], "a b c d"),
        (["30 m", run("2", RAISED), "/người"], "30 m2/người"),
        (["CO", run("2", LOWERED)], "CO2"),
        (["dưới 15", run("1", RAISED), "%"], "dưới 15¹%"),
        (["10", run("6", RAISED), " đồng"], "10⁶ đồng"),
        (["60%", run("(1)", RAISED)], "60%⁽1⁾".replace("⁽1⁾", "(¹)")),
        ([run('<w:sym w:font="Symbol" w:char="F0B3"/>'), " 60%"], "≥ 60%"),
        ([run('<w:sym w:font="Symbol" w:char="00A3"/>'), " 60%"], "≤ 60%"),
        ([run("\uf0b3 60%", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')], "≥ 60%"),
        ([run("³ 60%", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')], "≥ 60%"),
        ([run("≥ 60%", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')], "≥ 60%"),
        (["30%", run('<w:sym w:font="Wingdings" w:char="F0E0"/>'), "40%"], "30%→40%"),
        ([run('<w:sym w:font="Wingdings" w:char="F0FC"/>'), " a"], "• a"),
        (["x", run('<w:sym w:font="Symbol" w:char="F061"/>')], "x\ufffd"),
        (["x", run('<w:sym w:font="Symbol" w:char="lạ"/>')], "x\ufffd"),
        (["a ", f"<w:hyperlink>{run('b')}</w:hyperlink>", f"<w:smartTag>{run(' c')}</w:smartTag>"], "a b c"),
        (["a ", control(run("b")), f'<w:customXml w:element="x">{run(" c")}</w:customXml>'], "a b c"),
        (["trang ", field(" PAGE ", run("5")), "."], "trang 5."),
        ([f'<w:fldSimple w:instr=" DATE ">{run("2025")}</w:fldSimple>'], "2025"),
        (["a ", field(f" IF {'x'} ", field(" PAGE ", run("7")), run("b"))], "a 7b"),
        (["tăng ", "<m:oMath><m:r><m:t>≥ 60%</m:t></m:r></m:oMath>"], "tăng ≥ 60%"),
        (["<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"],
         "1/2"),
        (["  tỷ  lệ\u00a0\u200b ", "nghe\u0300o "], "tỷ lệ nghèo"),
        (["a", '<w:r><w:commentReference w:id="0"/></w:r>', "b"], "ab"),
        (["\u202a60%\u202c"], "60%"),
    ],
)  # fmt: skip
def test_text(content: list[str], text: str) -> None:
    assert texts(paragraph(*content)) == [text]


def test_a_field_within_an_instruction_is_no_text() -> None:
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    nested = sign("begin") + run("IF", tag="instrText") + field("SEX", run("1")) + run("= 1", tag="instrText")
    assert texts(paragraph("a ", nested, sign("separate"), "2", sign("end"), " b")) == ["a 2 b"]


def test_a_field_without_an_end_loses_nothing() -> None:
    sign = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(paragraph("a ", sign, "60%"), paragraph("b")) == ["a 60%", "b"]


def test_a_field_goes_on_over_paragraphs() -> None:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    assert texts(paragraph(begin, run("TOC", tag="instrText"), separate, "I"), paragraph("II", end)) == ["I", "II"]


def test_what_shows_another_figure_than_it_has_is_not_known() -> None:
    assert texts("đạt \u202e06%") == ["đạt \ufffd06%"]


# Boxes, controls, notes


def test_a_box_is_read_once_and_behind_its_paragraph() -> None:
    assert texts(paragraph("trước ", box("trong khung"), "sau")) == ["trước sau", "trong khung"]


def test_a_form_that_has_nothing_leaves_it_to_the_other() -> None:
    either = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="new"/>'
        "<mc:Fallback><w:t>cũ</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(paragraph(either)) == ["cũ"]


def test_controls_are_read_through() -> None:
    rows = control(row(control(cell(control(paragraph("a")))), "b"))
    assert texts(control(paragraph("đầu")), table(rows, row("c", "d"))) == ["đầu", "a | b", "c | d"]


def test_notes_are_blocks_of_their_own_behind_the_block_that_refers_to_them() -> None:
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    notes = "".join(
        f'<w:footnote w:id="{id}">{paragraph(run("<w:footnoteRef/>"), f" Năm 2020: {id}%")}</w:footnote>'
        for id in (4, 5)
    )
    ends = f'<w:endnote w:id="4">{paragraph("Nguồn")}</w:endnote>'
    end = '<w:r><w:endnoteReference w:id="4"/></w:r>'
    body = paragraph("đạt 60%", refer(5), deleted(refer(7))), paragraph("giảm còn 3%", refer(4), end)
    assert texts(*body, footnotes=notes, endnotes=ends) == [
        "đạt 60%", "[1] Năm 2020: 5%", "giảm còn 3%", "[2] Năm 2020: 4%", "[1] Nguồn",
    ]  # fmt: skip


def test_what_hangs_on_a_row_comes_behind_its_table() -> None:
    refer = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1">{paragraph("chú thích")}</w:footnote>'
    rows = row(cell(paragraph("a", refer)), cell(paragraph("b", box("khung")))), row("c", "d")
    assert texts(table(*rows), footnotes=notes) == ["a | b", "c | d", "[1] chú thích", "khung"]


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    refer = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1">{paragraph("chú thích", refer)}</w:footnote>'
    assert texts(paragraph("a", refer), footnotes=notes) == ["a", "[1] chú thích"]


# Tables


def merged(kind: str = "") -> str:
    return f'<w:vMerge w:val="{kind}"/>' if kind else "<w:vMerge/>"


def test_merged_cells_stand_in_every_column_and_row() -> None:
    rows = (
        row(cell("TT", form=merged("restart")), cell("Chỉ tiêu", form='<w:gridSpan w:val="2"/>' + merged("restart"))),
        row(cell(form=merged()), cell(form='<w:gridSpan w:val="2"/>' + merged())),
        row("1", "a", "60%"),
        row(cell("2", form=merged("restart")), "b", "70%"),
        row(cell(form=merged()), "c", "80%"),
    )
    blocks = issued(docx(table(*rows, columns=3))).blocks
    assert [block.cells for block in blocks] == [
        ("TT", "Chỉ tiêu", "Chỉ tiêu"),
        ("TT", "Chỉ tiêu", "Chỉ tiêu"),
        ("1", "a", "60%"),
        ("2", "b", "70%"),
        ("2", "c", "80%"),
    ]
    assert blocks[0].text == "TT | Chỉ tiêu | Chỉ tiêu"


def test_a_merge_ends_where_no_cell_goes_on_with_it() -> None:
    rows = row(cell("a", form=merged("restart")), "1"), row("b", "2"), row(cell("c", form=merged()), "3")
    assert texts(table(*rows)) == ["a | 1", "b | 2", "c | 3"]


def test_a_merge_goes_on_over_a_deleted_row() -> None:
    gone = row(cell(form=merged()), cell(paragraph(deleted("2"))), form=DELETED)
    assert texts(table(row(cell("a", form=merged("restart")), "1"), gone, row(cell(form=merged()), "3"))) == [
        "a | 1", "a | 3",
    ]  # fmt: skip


def test_rows_that_begin_late_or_end_early_keep_their_columns() -> None:
    late, early = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="2"/>'
    blocks = issued(docx(table(row("a", "b", "c"), row("d", "e", form=late), row("f", form=early), row("g")))).blocks
    assert [block.cells for block in blocks[1:]] == [("", "d", "e"), ("f", "", ""), ("g", "", "")]


def test_the_old_way_of_merging_sideways() -> None:
    cells = cell("a", form='<w:hMerge w:val="restart"/>'), cell(form="<w:hMerge/>"), "b"
    assert texts(table(row(*cells), row("c", "d", "e"))) == ["a | a | b", "c | d | e"]


def test_paragraphs_of_a_cell_are_joined_by_a_space() -> None:
    assert texts(table(row(cell("Tỷ lệ", "", "nghèo"), "3%"), row("", ""))) == ["Tỷ lệ nghèo | 3%"]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = table(row("x", "y"), row("z", "w"))
    blocks = issued(docx(table(row(cell("a", inner), "b"), row("c", "d")), "giữa", table(row("e", "f")))).blocks
    assert [(block.table, block.text) for block in blocks] == [
        (1, "a | b"), (1, "c | d"), (2, "x | y"), (2, "z | w"), (0, "giữa"), (3, "e | f"),
    ]  # fmt: skip


def test_a_table_of_one_cell_is_a_frame_around_what_stands_in_it() -> None:
    blocks = issued(docx(table(row(cell("một", "hai", table(row("a", "b"))))))).blocks
    assert [(block.table, block.text) for block in blocks] == [(0, "một"), (0, "hai"), (1, "a | b")]


# Automatic numbers

PLAN = lists(
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "lowerLetter", "%3)"),
    level(3, "bullet", "\uf0b7"),
)


def items(*levels: int | str, numbering: str = PLAN) -> str:
    """The labels of a list whose paragraphs have these levels, some of them given as raw XML."""
    body = [each if isinstance(each, str) else paragraph("x", num=1, level=each) for each in levels]
    return " ".join(text.removesuffix("x").strip() for text in texts(*body, numbering=numbering))


def test_numbers_of_several_levels_begin_anew() -> None:
    assert items(0, 1, 1, 2, 2, 3, 1, 2, 0, 1) == "I. 1. 2. a) b) - 3. a) II. 1."


def test_numbers_of_all_levels_in_one_and_legal_ones() -> None:
    numbering = lists(
        level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2."), level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    )
    assert items(0, 1, 2, 0, 1, 2, numbering=numbering) == "I. I.1. 1.1.1 II. II.1. 2.1.1"


def test_a_level_that_was_not_begun_counts_as_begun() -> None:
    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."))
    assert items(1, 1, 0, 1, numbering=numbering) == "1.1. 1.2. 2. 2.1."


def test_a_level_may_go_on_over_those_above() -> None:
    never, above = '<w:lvlRestart w:val="0"/>', '<w:lvlRestart w:val="1"/>'
    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "%2)", never), level(2, "decimal", "%3/", above))
    assert items(0, 1, 2, 1, 2, 0, 1, 2, numbering=numbering) == "1. 1) 1/ 2) 2/ 2. 3) 1/"


@pytest.mark.parametrize(
    ("format", "start", "labels"),
    [
        ("decimal", 1, "1. 2."),
        ("decimal", None, "0. 1."),
        ("decimalZero", 9, "09. 10."),
        ("lowerRoman", 3, "iii. iv."),
        ("upperRoman", 49, "XLIX. L."),
        ("upperRoman", 4000, "4000. 4001."),
        ("upperLetter", 1, "A. B."),
        ("lowerLetter", 26, "z. aa."),
        ("lowerLetter", 27, "aa. bb."),
        ("lowerLetter", 0, "0. a."),
        ("lowerLetter", 10**9, "1000000000. 1000000001."),
        ("ordinalText", 7, "7. 8."),
        ("none", 1, ". ."),
        ("bullet", 1, "- -"),
    ],
)
def test_formats(format: str, start: int | None, labels: str) -> None:
    assert items(0, 0, numbering=lists(level(0, format, "%1.", start=start))) == labels


def test_a_plus_is_shown_as_such() -> None:
    numbering = lists(level(0, "bullet", "-"), level(1, "bullet", "+"))
    assert texts(*(paragraph("x", num=1, level=at) for at in (0, 1)), numbering=numbering) == ["- x", "+ x"]


def test_lists_of_one_kind_share_their_numbers_and_may_begin_anew_once() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'.format
    numbering = lists(level(0, "decimal", "%1."), nums={1: "", 2: anew(5), 3: ""})
    body = [paragraph("x", num=num, level=0) for num in (1, 2, 2, 1, 3, 2)]
    assert texts(*body, numbering=numbering) == ["1. x", "5. x", "6. x", "7. x", "8. x", "9. x"]


def test_a_list_may_write_a_level_in_its_own_way() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "(%1)")}</w:lvlOverride>'
    numbering = lists(level(0, "decimal", "%1."), nums={1: "", 2: own})
    assert texts(*(paragraph("x", num=num, level=0) for num in (1, 2)), numbering=numbering) == ["1. x", "(b) x"]


def style(id: str, *inside: str, based: str = "", name: str = "", usual: bool = False) -> str:
    default = ' w:default="1"' if usual else ""
    own = f'<w:name w:val="{name or id}"/>' + (f'<w:basedOn w:val="{based}"/>' if based else "")
    return f'<w:style w:type="paragraph"{default} w:styleId="{id}">{own}{"".join(inside)}</w:style>'


def listed(num: int, at: int | None = None) -> str:
    level = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return f'<w:pPr><w:numPr>{level}<w:numId w:val="{num}"/></w:numPr></w:pPr>'


def test_numbers_come_from_styles_and_those_they_are_based_on() -> None:
    styles = style("A", listed(1)) + style("B", based="A") + style("C", listed(1, 2), based="A")
    body = (
        paragraph("x", style="A"),
        paragraph("x", style="B"),
        paragraph("x", style="C", level=1),
        paragraph("x", style="C"),
    )
    assert texts(*body, styles=styles, numbering=PLAN) == ["I. x", "II. x", "1. x", "a) x"]


def test_a_level_may_belong_to_a_style() -> None:
    styles = style("A", listed(1)) + style("B", listed(1))
    numbering = lists(
        level(0, "decimal", "%1.", '<w:pStyle w:val="A"/>'), level(1, "decimal", "%1.%2.", '<w:pStyle w:val="B"/>')
    )
    body = (paragraph("x", style=each) for each in "ABBA")
    assert texts(*body, styles=styles, numbering=numbering) == ["1. x", "1.1. x", "1.2. x", "2. x"]


def test_a_paragraph_may_leave_the_list_of_its_style() -> None:
    body = paragraph("x", style="A"), paragraph("x", style="A", num=0, level=0), paragraph("x", style="A")
    assert texts(*body, styles=style("A", listed(1)), numbering=PLAN) == ["I. x", "x", "II. x"]


def test_styles_in_a_circle_end() -> None:
    styles = style("A", based="B") + style("B", listed(1), based="A")
    assert texts(paragraph("x", style="A"), styles=styles, numbering=PLAN) == ["I. x"]


def test_a_list_may_be_that_of_a_style_of_lists() -> None:
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
    nums = '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    styles = f'<w:style w:type="numbering" w:styleId="L">{listed(1)}</w:style>'
    body = paragraph("x", num=7, level=0), paragraph("x", num=1, level=0)
    assert texts(*body, styles=styles, numbering=linked + PLAN + nums) == ["I. x", "II. x"]


def test_a_list_that_leads_to_itself_has_no_numbers() -> None:
    circle = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
    nums = '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    styles = f'<w:style w:type="numbering" w:styleId="L">{listed(7)}</w:style>'
    assert texts(paragraph("x", num=7, level=0), styles=styles, numbering=circle + nums) == ["x"]


def test_what_is_deleted_whole_is_not_counted_and_what_is_empty_is() -> None:
    gone = paragraph(deleted("x"), num=1, level=1, mark=DELETED)
    empty = paragraph(num=1, level=0)
    assert items(0, gone, 0, empty, 0) == "I. II. IV."


def test_what_is_hidden_whole_is_not_counted() -> None:
    styles = style("H", f"<w:rPr>{HIDDEN}</w:rPr>")
    body = paragraph("x", num=1, level=0), paragraph("ẩn", style="H", num=1, level=0), paragraph("x", num=1, level=0)
    assert texts(*body, styles=styles, numbering=PLAN) == ["I. x", "II. x"]


def test_joined_paragraphs_have_the_number_of_the_first() -> None:
    body = (
        paragraph("x", num=1, level=0),
        paragraph("một ", num=1, level=0, mark=DELETED),
        paragraph("hai", num=1, level=0),
        paragraph("ba", num=1, level=0),
    )
    assert texts(*body, numbering=PLAN) == ["I. x", "II. một hai", "III. ba"]


def test_a_number_alone_is_the_text_of_a_cell() -> None:
    numbering = lists(level(0, "decimal", "%1"))
    rows = [row(cell(paragraph(num=1, level=0)), name) for name in ("a", "b")]
    assert texts(table(*rows), numbering=numbering) == ["1 | a", "2 | b"]


@pytest.mark.parametrize("absurd", ["-1", "9", "99999999999", "9" * 5000, "x", ""])
def test_absurd_levels_are_no_levels(absurd: str) -> None:
    numbered = f'<w:numPr><w:ilvl w:val="{absurd}"/><w:numId w:val="1"/></w:numPr>'
    assert texts(paragraph("x", more=numbered), numbering=PLAN)[0] in ("x", "I. x")


# Headings, pages


def test_a_table_of_contents_that_word_made_is_left_out() -> None:
    styles = style("M1", name="toc 1") + style("D", name="table of figures")
    body = paragraph("I. Chỉ tiêu", run("<w:tab/>"), "5", style="M1"), paragraph("Bảng 1 7", style="D")
    assert texts(*body, paragraph("đạt 60%", style="M1"), "b", styles=styles) == ["đạt 60%", "b"]


def test_headings_are_told_by_styles_and_outline() -> None:
    outline = '<w:outlineLvl w:val="{}"/>'.format
    styles = (
        style("u1", name="heading 1")
        + style("M", based="u1")
        + style("P", f"<w:pPr>{outline(2)}</w:pPr>")
        + style("T", name="Body Text", based="u1").replace("</w:style>", f"<w:pPr>{outline(9)}</w:pPr></w:style>")
    )
    body = (
        *(paragraph(id, style=id) for id in ("u1", "M", "P", "T")),
        paragraph("trực tiếp", more=outline(0)),
        paragraph("thôi", style="u1", more=outline(9)),
        "thường",
    )
    headings = [block.text for block in issued(docx(*body, styles=styles)).blocks if block.heading]
    assert headings == ["u1", "M", "P", "trực tiếp"]


def test_pages_are_those_that_were_laid_out() -> None:
    laid, typed = "<w:lastRenderedPageBreak/>", '<w:br w:type="page"/>'
    body = (
        paragraph("một"),
        paragraph("hai ", run(laid), "chữ"),
        paragraph("ba", run(typed)),
        paragraph(run(f"{laid}<w:t>bốn</w:t>")),
        table(row("a", "b"), row(cell(paragraph(run(f"{laid}<w:t>c</w:t>"))), "d")),
    )
    assert [block.page for block in issued(docx(*body)).blocks] == [1, 1, 2, 3, 3, 4]
    assert [block.page for block in issued(docx("một", paragraph(run(typed), "hai"))).blocks] == [None, None]


# Fonts made for other codes than Unicode


def fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


@pytest.mark.parametrize(
    ("font", "text", "found"),
    [
        (".VnTime", "§¹t trªn 95%", "docx-tcvn3"),
        (".VnTimeH", "Môc tiªu", "docx-tcvn3"),
        ("VNI-Times", "Ñaït treân 95%", "docx-vni"),
        ("VNI-Helve", "treân 95%", "docx-vni"),
    ],
)
def test_old_fonts_are_refused_by_name(font: str, text: str, found: str) -> None:
    by_style = style("A", f"<w:rPr>{fonts(font)}</w:rPr>")
    usual = f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(font)}</w:rPr></w:rPrDefault></w:docDefaults>"
    assert reason(docx("Tỷ lệ hộ nghèo", paragraph(run(text, fonts(font))))) == found
    assert reason(docx("Tỷ lệ hộ nghèo", paragraph(text, style="A"), styles=by_style)) == found
    assert reason(docx("Tỷ lệ hộ nghèo", paragraph(text), styles=usual)) == found


@pytest.mark.parametrize("font", [".VnTime", "VNI-Times"])
def test_unicode_under_the_name_of_an_old_font_is_read(font: str) -> None:
    text = "Đạt trên 95% – “hoà nhập”, ổn định, ≥ 3 m²"
    assert texts(paragraph(run(text, fonts(font)), run("- 1", fonts(font)))) == [text + "- 1"]


def test_old_codes_are_told_without_their_fonts() -> None:
    lines = ["Môc tiªu ®Õn n¨m 2030", "Tû lÖ hé nghÌo gi¶m cßn d­íi 3%", "Tû lÖ thÊt nghiÖp d­íi 2%"]
    assert reason(docx(*lines)) == "tcvn3"


# Packages


def test_parts_are_found_by_their_relations() -> None:
    files = {
        "_rels/.rels": relations(("officeDocument", "/văn/bản.xml")),
        "văn/_rels/bản.xml.rels": relations(("numbering", "../khác/số.xml"), ("styles", "kiểu.xml")),
        "văn/bản.xml": part("document", f"<w:body>{paragraph('x', num=1, level=0)}</w:body>"),
        "khác/số.xml": part("numbering", PLAN),
    }
    assert [block.text for block in issued(package(files)).blocks] == ["I. x"]


def test_strict_files_are_read() -> None:
    document = part("document", f"<w:body>{paragraph('đạt 60%')}</w:body>").replace(W, STRICT)
    kinds = STRICT.replace("wordprocessingml/main", "officeDocument/relationships")
    rels = relations(("officeDocument", "word/document.xml"), kinds=kinds)
    assert issued(package({"word/document.xml": document, "_rels/.rels": rels})).blocks == (Block("đạt 60%"),)


def test_without_relations_the_usual_places_are_meant() -> None:
    document = part("document", f"<w:body>{paragraph('x', num=1, level=0)}</w:body>")
    files = {"word/document.xml": document, "word/numbering.xml": part("numbering", PLAN)}
    none = {"_rels/.rels": relations(), "word/_rels/document.xml.rels": relations()}
    assert [block.text for block in issued(package(files | none)).blocks] == ["I. x"]


def test_utf_16_is_read() -> None:
    document = part("document", f"<w:body>{paragraph('đạt 60%')}</w:body>").replace("UTF-8", "UTF-16")
    assert issued(package({"word/document.xml": document.encode("utf-16")})).blocks == (Block("đạt 60%"),)


def body(inside: str, before: str = "") -> bytes:
    return package(
        {"word/document.xml": part("document", f"<w:body>{inside}</w:body>").replace("?>", f"?>{before}", 1)}
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (package({"word/document.xml": "<x/>"}), "docx-no-document"),
        (package({"xl/workbook.xml": "<x/>"}), "docx-no-document"),
        (docx(), "no-text"),
        (docx(paragraph(run("<w:drawing/>"))), "no-text"),
        (body('<w:altChunk r:id="r1"/>'), "docx-elsewhere"),
        (body('<w:p><w:subDoc r:id="r1"/></w:p>'), "docx-elsewhere"),
        (body("<w:p>"), "damaged"),
        (body("\0"), "damaged"),
        (body("&#0;"), "damaged"),
        (body("<w:p/>", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "docx-entities"),
        (package({"word/document.xml": docx("x")}), "damaged"),
        (package({"word/document.xml": part("document", "")}, ZIP_BZIP2), "damaged"),
        (docx("x")[:-30], "damaged"),
        (docx("x")[:300], "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(data: bytes, found: str) -> None:
    assert reason(data) == found
