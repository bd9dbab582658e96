"""Pages of the web as documents, and pages that Word and browsers save."""

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from nq42check.drafting.formats import issued
from nq42check.drafting.issued import Unread


def read(body):
    return issued(f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


def texts(body):
    return [block.text for block in read(body).blocks]


def rows(body):
    return [block.cells for block in read(body).blocks if block.table]


def test_paragraphs_and_headings():
    found = read("<h2>II.\nChỉ tiêu</h2><div>Một<p>Hai <b>ba</b>&nbsp;bốn<p>UBND<br>TỈNH</div>Năm")
    assert [block.text for block in found.blocks] == ["II. Chỉ tiêu", "Một", "Hai ba bốn", "UBND", "TỈNH", "Năm"]
    assert [block.heading for block in found.blocks] == [True, *[False] * 5]
    assert found.format == "html"


def test_signs_of_figures_are_no_tags():
    assert texts("<p>Tỷ lệ <3 | >5; hộ nghèo < 2% &lt; 3% &ge; 4") == ["Tỷ lệ <3 | >5; hộ nghèo < 2% < 3% ≥ 4"]


def test_what_is_hidden_or_deleted_is_not_read():
    found = read(
        "<style>p{}</style><script>if (a < 5) '<p>5%</p>'</script><nav>6%</nav><p hidden>7%<p style='display:none'>8%"
        "<p>dưới <del>3%</del><ins>2,1%</ins><!-- <p>9% -->, <span style='text-decoration: line-through'>1%</span> nữa"
    )
    assert [block.text for block in found.blocks] == ["dưới 2,1%, nữa"]
    assert found.dropped == 2


def test_raised_digits_belong_to_no_figure():
    assert texts("<p>31 m<sup>2</sup>, 10<sup>3</sup>, 75%<sup>1</sup>, hộ<a href='#n'><sup>2</sup></a>") == [
        "31 m2, 10³, 75%¹, hộ²"
    ]


def test_lists_have_their_numbers():
    assert texts(
        "<ol><li>Một<li>Hai</ol><ol type=a start=3><li>Ba<ul><li>con</ul><li value=7>Bốn</ol><ol type=I><li>Năm</ol>"
        "<ol style='list-style-type: lower-roman' start=4><li><p>Sáu</p><p>Bảy</p></ol>"
    ) == ["1. Một", "2. Hai", "c. Ba", "- con", "g. Bốn", "I. Năm", "iv. Sáu", "Bảy"]


def test_lists_of_word_have_the_signs_that_word_saved():
    item = "<p><![if !supportLists]><span style='mso-list:Ignore'>{}<span>&nbsp; </span></span><![endif]>{}"
    body = item.format("§", "Một") + item.format("a)", "Hai") + "<!--[if gte mso 9]><p>5%</p><![endif]-->"
    assert texts(body) == ["- Một", "a) Hai"]


def test_cells_that_span_stand_in_each_column_and_row():
    assert rows(
        "<table><tr><th rowspan=2>TT<th rowspan=2>Chỉ tiêu<th colspan=2>Mục tiêu<tr><th>2025<th>2030"
        "<tr><td>1<td>Tỷ<br>lệ<td>5<td rowspan=0>6<tr><td>2<td>Số<td>7<tr><td><td></table>"
    ) == [
        ("TT", "Chỉ tiêu", "Mục tiêu", "Mục tiêu"),
        ("TT", "Chỉ tiêu", "2025", "2030"),
        ("1", "Tỷ lệ", "5", "6"),
        ("2", "Số", "7", "6"),
        ("", "", "", "6"),
    ]


def test_tables_that_lay_out_a_page_are_none():
    body = "<table><tr><td><p>Một<p>Hai<table><tr><td>1<td>A<tr><td>2<td>B</table><p>Ba</table>"
    assert texts(body) == ["Một", "Hai", "1 | A", "2 | B", "Ba"]


def test_a_page_with_its_pictures_and_in_an_older_encoding():
    page = "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1258'></head><p>Tỉ lệ đạt 5%"
    saved = MIMEMultipart("related")
    saved.attach(MIMEText("<p>Tỷ lệ", "html", "utf-8"))
    decomposed = page.replace("ỉ", "i\u0309").replace("ệ", "ê\u0323").replace("ạ", "a\u0323")
    assert [block.text for block in issued(decomposed.encode("cp1258")).blocks] == ["Tỉ lệ đạt 5%"]
    assert [block.text for block in issued(saved.as_bytes()).blocks] == ["Tỷ lệ"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<table><tr><td>" * 100, "too-deep"),
        ("<ul><li>" * 100, "too-deep"),
        ("<table>" + "<tr><td colspan=1000 rowspan=0>x<td>y" * 1000 + "</table>", "too-large"),
        ("<p><img src=a.png>", "no-text"),
        ("<p>Tû lÖ hé nghÌo ®¹t" * 2, "tcvn3"),
    ],
    ids=lambda value: value[:12],
)
def test_pages_that_are_refused(body, reason):
    with pytest.raises(Unread) as refused:
        read(body)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a ", "<a x='", "</", "<table>", "<b>", "</i>", "<sup>", "&", "<td>", "<![", "<p hidden>"]
)
def test_pages_of_one_piece_again_and_again_are_read_or_refused(piece):
    try:
        read("x" + piece * 50_000)
    except Unread as refused:
        assert refused.reason in ("too-deep", "too-large")
