"""PDF as documents: lines, columns, ruled tables over pages; what is refused; the process that reads them."""

import logging
import subprocess
import sys
import zlib
from contextlib import contextmanager
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printing import Table, document, file, printed

from nq42check.drafting.formats import is_pdf, issued
from nq42check.drafting.issued import Block, Unread
from nq42check.run import pdf
from nq42check.texts import en, vi

pytest.importorskip("pdfplumber")
from nq42check.drafting.formats import pdf as reader

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

LONG = (
    "- Phấn đấu {0} đạt diện tích nhà ở {0} bình quân 31,7m² sàn/người; tỷ lệ {0} lao động qua đào tạo đạt 75%, "
    "{0} trong đó có bằng cấp, {0} chứng chỉ đạt 35%; duy trì {0} kết quả đã đạt được {0} trong giai đoạn trước {0}."
)
SAID = [LONG.format(number) for number in range(40)]
READ = [text.replace("²", "2") for text in SAID]
HEAD = ("TT", "Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030", "Chủ trì")
WIDTHS = (1, 6, 1.5, 2, 2, 2)


def blocks(data):
    return reader.issued(data).blocks


def texts(data):
    return [block.text for block in blocks(data)]


def rows(data):
    return [block.cells for block in blocks(data) if block.table]


@contextmanager
def refused(reason, **fields):
    with pytest.raises(Unread) as error:
        yield
    assert (error.value.reason, error.value.fields) == (reason, fields)
    for known in (vi, en):
        assert known.TEXTS[f"unread.{reason}"].format(**fields)


def test_paragraphs_go_on_over_lines_and_pages():
    data = printed(["KẾ HOẠCH", *SAID], numbers=True, head="CÔNG BÁO/Số 12")
    assert texts(data) == ["KẾ HOẠCH", *READ]
    pages = [block.page for block in blocks(data)]
    assert pages == sorted(pages)
    assert pages[-1] > 2


def test_notes_stand_behind_the_paragraph_that_goes_on_over_their_page():
    found = texts(printed(SAID, note="¹ Theo số liệu năm 2023."))
    assert [text for text in found if text not in READ] == ["¹ Theo số liệu năm 2023."]
    assert [text for text in found if text in READ] == READ


def test_two_columns_are_read_one_after_the_other():
    assert texts(printed(SAID, columns=2, numbers=True)) == READ


def test_a_letterhead_is_read_side_by_side():
    left = ["UBND TỈNH VÍ DỤ", "Số: 12/KH-UBND", ""]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Ví Dụ, ngày 5 tháng 6 năm 2024"]
    head = Table([*zip(left, right, strict=True)], (1, 1.5), ruled=False)
    assert texts(printed([head, READ[0]])) == [*left[:2], *right, READ[0]]


def test_a_table_goes_on_over_pages_with_its_header_and_cells_that_span():
    table = [HEAD, ("I", "Lao động", ..., ..., ..., ...), ("1", "Tỷ lệ\ntham gia", "%", "90", "> 95", "Sở A")]
    table += [(str(number), f"Diện tích {number}", "m²", str(number), "< 5", None) for number in range(2, 60)]
    table += [("60", "Số còn lại", "Người", "1.500", "2.000", "Sở B")]
    expected = [HEAD, ("I", *["Lao động"] * 5), ("1", "Tỷ lệ tham gia", "%", "90", "> 95", "Sở A")]
    expected += [(str(number), f"Diện tích {number}", "m2", str(number), "< 5", "Sở A") for number in range(2, 60)]
    expected += [("60", "Số còn lại", "Người", "1.500", "2.000", "Sở B")]
    data = printed(["PHỤ LỤC", Table(table, WIDTHS), "Nơi nhận:"], numbers=True)
    assert rows(data) == expected
    assert {block.table for block in blocks(data)} == {0, 1}
    assert texts(data)[-1] == "Nơi nhận:"


def test_raised_digits_belong_to_no_figure():
    assert texts(printed(["Đạt 75%¹ và 10³ m² nhà ở"])) == ["Đạt 75%¹ và 10³ m2 nhà ở"]


def test_the_same_document_is_the_same_in_each_format():
    said = ["KẾ HOẠCH", "II. CHỈ TIÊU", *READ[:9]]
    table = [HEAD[:5], ("1", "Tỷ lệ hộ nghèo", "%", "5", "< 3"), ("2", "Diện tích", "m2", "28", "30")]
    text = "\n\n".join([*said, "\n".join(f"| {' | '.join(row)} |" for row in table), "Nơi nhận:"])
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table)
    page = f"<!doctype html>{''.join(f'<p>{escape(each)}</p>' for each in said)}<table>{cells}</table><p>Nơi nhận:</p>"
    as_printed = printed([*said, Table(table, WIDTHS[:5]), "Nơi nhận:"], numbers=True)
    expected = [*map(Block, said), *(Block(" | ".join(row), row, 1) for row in table), Block("Nơi nhận:")]
    for read in (issued(text.encode()), issued(page.encode()), reader.issued(as_printed)):
        assert [block._replace(page=None) for block in read.blocks] == expected


def test_words_and_figures_cut_in_narrow_cells_are_whole():
    table = [
        ("TT", "ĐVT", "Giá trị"),
        ("1\n0", "Giư\nờng", "1.50\n0"),
        ("11", "Căn\nhộ", "98\n100"),
        ("12", "%/\nnăm", "5"),
    ]
    assert rows(printed([Table(table, (1, 1.7, 1.7), wide=86)], size=12))[1:] == [
        ("10", "Giường", "1.500"),
        ("11", "Căn hộ", "98 100"),
        ("12", "%/năm", "5"),
    ]


def test_a_table_without_rules_is_refused_by_its_pages():
    table = [HEAD[:4], *[(str(number), f"Tỷ lệ {number}", "%", str(10 + number)) for number in range(9)]]
    with refused("pdf-unruled", pages="1"):
        reader.issued(printed([Table(table, ruled=False)]))


IMAGE = b"/XObject << /I << >> >>"


def pictured(*pages, part=1.0):
    """A PDF in which pages are a picture that covers a part of the page, with and without text on it."""
    picture = b"q %d 0 0 %d 0 0 cm /I Do Q " % (595, 842 * part)
    stream = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    )
    font = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", stream + b"\nstream\n0\nendstream"]
    contents = [picture + (b"BT /F 12 Tf 90 700 Td (100%) Tj ET" if text else b"") for text in pages]
    return document(contents, font, b"/XObject << /I 5 0 R >>")


def test_scanned_pages_are_refused_by_their_numbers():
    with refused("pdf-scanned", pages="1-2, 4"):
        reader.issued(pictured(False, False, True, False))
    with refused("pdf-recognised", pages="1"):
        reader.issued(pictured(True))
    assert texts(pictured(True, part=0.2)) == ["100%"]


def test_fonts_that_do_not_say_their_letters_are_refused():
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R] >>"
    below = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Ordering (Identity) >> >>"
    with refused("pdf-unmapped", pages="1"):
        reader.issued(document([b"BT /F 12 Tf 90 700 Td <" + b"0102" * 40 + b"> Tj ET"], [font, below]))


def test_text_that_does_not_stand_upright_is_refused():
    font = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    with refused("pdf-turned", pages="1"):
        reader.issued(document([b"BT /F 12 Tf 0 1 -1 0 90 100 Tm (Muc tieu 100%) Tj ET"], font))


@pytest.mark.parametrize(("font", "reason"), [("ABCDEF+.VnTime", "tcvn3"), ("VNI-Times", "vni")])
def test_fonts_from_before_unicode_are_refused(font, reason):
    with refused(reason):
        reader.issued(printed(["§¹t ÷ ñ"], font=font))
    assert texts(printed(["Tỷ lệ 5%"], font=font)) == ["Tỷ lệ 5%"]


@pytest.mark.parametrize(
    ("data", "reason", "fields"),
    [
        (printed(SAID)[:2000], "damaged", {}),
        (b"%PDF-1.7\n", "damaged", {}),
        (document([b"q Q"] * 101), "pdf-long", {"pages": "101", "most": "100"}),
        (document([b"q Q"]), "no-text", {}),
        (
            file(
                [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"],
                b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
                % (b"00" * 32, b"11" * 32),
            ),
            "encrypted",
            {},
        ),
    ],
    ids=["cut", "begun", "long", "blank", "encrypted"],
)
def test_what_cannot_be_read_is_refused_by_its_name(data, reason, fields):
    assert is_pdf(data)
    with refused(reason, **fields):
        reader.issued(data)


SMALL = printed([READ[0], Table([HEAD, ("1", "Tỷ lệ", "%", "1", "2", "Sở A")], WIDTHS)])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.binary(max_size=40))
def test_any_damage_is_read_or_refused(at, damage):
    try:
        reader.issued(SMALL[:at] + damage + SMALL[at + len(damage) :])
    except Unread as error:
        assert f"unread.{error.reason}" in vi.TEXTS


# The process that reads it


def test_it_is_read_in_a_process_of_its_own(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)  # nothing of the folder is run
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert pdf.issued(SMALL) == reader.issued(SMALL)
    with refused("pdf-long", pages="101", most="100"):
        pdf.issued(document([b"q Q"] * 101))


def test_without_the_library_its_name_is_said(monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with refused("pdf-extra"):
        pdf.issued(SMALL)
    assert 'pip install "nq42check[pdf]"' in vi.TEXTS["unread.pdf-extra"]


@pytest.fixture
def children(monkeypatch):
    """The processes that are started."""
    started = []

    class Child(subprocess.Popen):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            started.append(self)

    monkeypatch.setattr(pdf, "Popen", Child)
    return started


def test_a_process_that_takes_too_long_is_ended(monkeypatch, children):
    monkeypatch.setattr(pdf, "_WAITED", 0.2)
    monkeypatch.setattr(pdf, "_CHILD", "import time; time.sleep(60)")
    with refused("pdf-slow", seconds="0.2"):
        pdf.issued(SMALL)
    assert children[0].returncode is not None


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there but that of time")
@pytest.mark.parametrize(
    ("does", "reason", "fields"),
    [
        ("while True: pass", "pdf-slow", {"seconds": "40"}),
        ("[0] * (1 << 26)", "too-large", {}),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "too-large", {}),
    ],
    ids=["time", "memory", "killed"],
)
def test_what_it_takes_is_limited(monkeypatch, children, does, reason, fields):
    limited = (
        f"import sys; sys.path[:] = sys.argv[1:]; from nq42check.run import pdf; pdf._SECONDS = 1; pdf._limit()\n{does}"
    )
    monkeypatch.setattr(pdf, "_CHILD", limited)
    with refused(reason, **fields):
        pdf.issued(SMALL)
    assert children[0].returncode is not None


def test_a_bomb_is_refused(children):
    packer = zlib.compressobj()
    once = b"".join([packer.compress(bytes(10_000_000)) for _ in range(60)]) + packer.flush()
    twice = zlib.compress(once)
    assert len(twice) < 10_000
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    content = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (len(twice), twice)
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    with refused("too-large"):
        pdf.issued(file([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, content]))
    assert children[0].returncode is not None
