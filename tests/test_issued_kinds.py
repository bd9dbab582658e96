"""What a file is, told by its content: what is read, and what is refused by its name with the way out."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nq42check.drafting.formats import is_pdf, issued
from nq42check.drafting.issued import Issued, Unread
from nq42check.texts import en, vi

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(*names):
    data = BytesIO()
    with ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return data.getvalue()


def stream(name):
    return OLE + name.encode("utf-16-le") + bytes(100)


VNI = "Tyû leä hoä ngheøo ñöôïc giaûm\n" * 3
TCVN3 = "Tû lÖ hé nghÌo ®­îc gi¶m\n" * 3
REFUSED = {
    "empty": b" \n",
    "no-text": b"-----\n",
    "doc": stream("WordDocument"),
    "encrypted": stream("EncryptedPackage"),
    "xls": stream("Workbook"),
    "old-office": OLE,
    "archive": packed("a.txt"),
    "odt": packed("mimetype", "content.xml"),
    "damaged": b"PK\x03\x04" + b"x" * 100,
    "rtf": b"{\\rtf1 x}",
    "xml": b"<?xml version='1.0'?><w:wordDocument/>",
    "image": b"\x89PNG\r\n\x1a\n\0",
    "binary": bytes(range(256)) * 4,
    "tcvn3": TCVN3.encode("latin-1"),
    "vni": VNI.encode("latin-1"),
    "not-unicode": b"T\xff\xfe\xfd l\xfe\n",
    "twice": ("Tỷ lệ hộ nghèo được giảm\n" * 3).encode().decode("cp1252", errors="replace").encode(),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_read_is_refused_by_its_name(reason):
    with pytest.raises(Unread) as refused:
        issued(REFUSED[reason])
    assert (refused.value.reason, refused.value.fields) == (reason, {})
    for texts in (vi, en):
        assert texts.TEXTS[f"unread.{reason}"]


@pytest.mark.parametrize(("data", "reason"), [(packed("xl/workbook.xml"), "xls"), (packed("ppt/x.xml"), "slides")])
def test_other_files_of_office_programs(data, reason):
    with pytest.raises(Unread) as refused:
        issued(data)
    assert refused.value.reason == reason


@pytest.mark.parametrize("text", [VNI, TCVN3], ids=["vni", "tcvn3"])
def test_old_codes_are_recognised_in_unicode_too(text):
    with pytest.raises(Unread) as refused:
        issued(text.encode())
    assert refused.value.reason in ("vni", "tcvn3")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_encoding_of_unicode_is_read(encoding):
    assert [block.text for block in issued("Tỷ lệ hộ nghèo: 5%\r\nHết.".encode(encoding)).blocks] == [
        "Tỷ lệ hộ nghèo: 5%",
        "Hết.",
    ]


def test_windows_1258_is_read_where_it_is_certain():
    text = "Ty\u0309 lê\u0323 hô\u0323 nghe\u0300o đươ\u0323c gia\u0309m 5%"
    assert [block.text for block in issued(text.encode("cp1258")).blocks] == ["Tỷ lệ hộ nghèo được giảm 5%"]


def test_signs_that_nobody_sees_are_gone_and_turned_text_is_no_figure():
    assert [
        block.text for block in issued("T\u200by\u0309\xa0lệ\u2060: 5\u200f%\n\u202e53%\u202c".encode()).blocks
    ] == [
        "Tỷ lệ: 5%",
        "\ufffd53%",
    ]


def test_a_pdf_may_begin_late():
    assert is_pdf(b"\r\n" * 100 + b"%PDF-1.7\n")
    assert not is_pdf(b"x" * 2000 + b"%PDF-1.7\n")


@given(
    st.binary(max_size=300)
    | st.sampled_from([*REFUSED.values()]).flatmap(lambda data: st.permutations(data[:200]).map(bytes))
)
def test_any_bytes_are_read_or_refused(data):
    try:
        assert isinstance(issued(data), Issued)
    except Unread as refused:
        assert f"unread.{refused.reason}" in vi.TEXTS


PIECES = st.sampled_from(
    [
        "|",
        " | ",
        "\n",
        "\n\n",
        "\t",
        "TT",
        "1",
        "Tỷ lệ",
        "% ",
        "-",
        "+--+",
        "# ",
        "**",
        "\\",
        "<table>",
        "<tr>",
        "<td rowspan=3>",
        "</table>",
        "<p>",
        "<li>",
        "<ol>",
        "</p>",
        "<sup>",
        "</sup>",
        "<del>",
        "<br>",
        "&lt;",
        "\f",
        "Trang 2",
        "<html>",
        "II. ",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_any_text_or_page_gives_whole_blocks(text, page):
    try:
        found = issued(("<html>" if page else "").encode() + text.encode())
    except Unread:
        return
    widths = {}
    for block in found.blocks:
        assert block.text == " ".join(block.text.split()) or block.cells
        assert block.text.strip()
        if block.table:
            assert block.text == " | ".join(block.cells)
            assert widths.setdefault(block.table, len(block.cells)) == len(block.cells)
    assert [*widths] == [*range(1, len(widths) + 1)]
