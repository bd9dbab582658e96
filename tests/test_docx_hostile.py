"""Word files made to break a reader: each gives a document or a reason, with little memory, and never hangs."""

import re
from collections.abc import Callable
from io import BytesIO
from warnings import catch_warnings
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word import (
    DELETED,
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
    row,
    run,
    table,
)

from nq42check.drafting.formats.docx import issued
from nq42check.drafting.issued import Issued, Unread
from nq42check.texts import en, vi


def outcome(data: bytes) -> str:
    """The reason for which a file is refused, which has its texts, or "read"."""
    try:
        found = issued(data)
    except Unread as refused:
        for texts in (vi.TEXTS, en.TEXTS):
            assert texts[f"unread.{refused.reason}"].format(**refused.fields)
        return refused.reason
    assert isinstance(found, Issued)
    texts = [text for block in found.blocks for text in (block.cells or (block.text,))]
    assert all(text == " ".join(text.split()) for text in texts)
    return "read"


def body(inside: str) -> bytes:
    return package({"word/document.xml": part("document", f"<w:body>{inside}</w:body>")})


def words(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def rows(cells: str, times: int, before: str = "") -> bytes:
    return body(f"<w:tbl>{before}{f'<w:tr>{cells}</w:tr>' * times}</w:tbl>")


def chain_of_notes(length: int, inside: Callable[[str], str]) -> bytes:
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    notes = (f'<w:footnote w:id="{at}">{inside(paragraph("x", refer(at + 1)))}</w:footnote>' for at in range(length))
    return docx(paragraph("a", refer(0)), footnotes="".join(notes))


def in_tables(inside: str, times: int = 40) -> str:
    return "<w:tbl><w:tr><w:tc/><w:tc>" * times + inside + "</w:tc></w:tr></w:tbl>" * times


def chain_of_styles(length: int) -> str:
    style = '<w:style w:type="paragraph" w:styleId="s{}"><w:basedOn w:val="s{}"/></w:style>'.format
    return "".join(style(at, at + 1) for at in range(length))


def files(count: int) -> bytes:
    stream = BytesIO(docx("x"))
    with ZipFile(stream, "a") as archive:
        for at in range(count):
            archive.writestr(f"word/media/{at}", "")
    return stream.getvalue()


def twice(name: str) -> bytes:
    """A file with another document beside its own, of the same name or one that is the same to many programs."""
    stream = BytesIO(docx("x"))
    with catch_warnings(action="ignore"), ZipFile(stream, "a") as archive:
        archive.writestr(name, part("document", f"<w:body>{words('khác')}</w:body>"))
    return stream.getvalue()


def packed(method: int) -> bytes:
    return package({"word/document.xml": part("document", f"<w:body>{words('x')}</w:body>")}, method)


def entity(encoding: str) -> bytes:
    declared = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    document = part("document", f"<w:body>{words('&b;')}</w:body>").replace("?>", f"?>{declared}", 1)
    return package({"word/document.xml": document.replace("UTF-8", encoding).encode(encoding)})


def directory(data: bytes) -> int:
    """Where the document stands in the directory of a file."""
    return data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))


def sized(size: int) -> bytes:
    """A file that says of its document to have another size than it has."""
    data = docx("x" * 10_000)
    at = directory(data) + 24
    return data[:at] + size.to_bytes(4, "little") + data[at + 4 :]


def encrypted(data: bytes) -> bytes:
    """The same file, saying that its document is."""
    at = directory(data) + 8
    return data[:at] + b"\x01" + data[at + 1 :]


WIDE = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr>{words("a" * 30)}</w:tc>'
GOING_ON = "<w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc>"
LONG_LABELS = lists(*(level(at, "upperRoman", "%1%2%3%4%5%6%7%8%9" * 20, start=3888) for at in range(9)))
NUMBERED = paragraph("x", num=1, level=8)
GONE = f"<w:trPr>{DELETED}</w:trPr>"
BEGUN = f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{words("a" * 100_000)}</w:tc><w:tc/></w:tr>'


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "3,000,000 paragraphs": (lambda: body("<w:p/>" * 3_000_000), "too-large"),
    "60,000 paragraphs": (lambda: body("<w:p/>" * 60_000), "too-large"),
    "240,000 cells": (lambda: rows("<w:tc/>" * 60, 4_000), "too-large"),
    "240,000 deleted cells": (lambda: rows(GONE + "<w:tc/>" * 60, 4_000), "too-large"),
    "30,000 tables": (lambda: body("<w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>" * 30_000), "too-large"),
    "a million columns": (lambda: rows(WIDE * 2, 1), "read"),
    "wide cells in a row": (lambda: rows(WIDE * 1_000, 1), "too-large"),
    "wide rows": (lambda: rows(WIDE + "<w:tc/>", 5_000), "too-large"),
    "a long cell in many rows": (lambda: rows(GOING_ON + "<w:tc/>", 2_000, BEGUN), "too-large"),
    "100,000 columns": (lambda: rows("<w:tc/>" * 2, 2, "<w:tblGrid>" + "<w:gridCol/>" * 100_000), "damaged"),
    "5,000 nested tables": (lambda: body(in_tables("<w:p/>", 5_000)), "too-deep"),
    "200,000 nested elements": (lambda: body("<a>" * 200_000 + "</a>" * 200_000), "too-deep"),
    "40 nested tables": (lambda: body(in_tables(words("x"))), "read"),
    "notes that refer to notes": (lambda: chain_of_notes(5_000, str), "too-deep"),
    "notes in tables that refer to notes": (lambda: chain_of_notes(50, in_tables), "too-deep"),
    "a long paragraph": (lambda: body(words("a " * 3_000_000)), "too-large"),
    "40 MiB of spaces": (lambda: body(" " * (40 << 20)), "too-large"),
    "a letter with a million marks": (lambda: body(words("a" + "\u0301\u0323" * 500_000)), "read"),
    "400,000 names": (lambda: body("".join(f"<a{at}/>" for at in range(400_000))), "too-large"),
    "20,000 files": (lambda: files(20_000), "too-large"),
    "a chain of 20,000 styles": (lambda: docx(paragraph("x", style="s0"), styles=chain_of_styles(20_000)), "read"),
    "long labels": (lambda: docx(*[NUMBERED] * 20_000, numbering=LONG_LABELS), "too-large"),
    "a billion laughs": (lambda: entity("UTF-8"), "docx-entities"),
    "a billion laughs in UTF-16": (lambda: entity("UTF-16"), "docx-entities"),
    "a document twice": (lambda: twice("word/document.xml"), "damaged"),
    "a document twice in other letters": (lambda: twice("Word/Document.XML"), "damaged"),
    "packed as bzip2, which has no limits": (lambda: packed(ZIP_BZIP2), "damaged"),
    "packed as LZMA, which has no limits": (lambda: packed(ZIP_LZMA), "damaged"),
    "a password": (lambda: encrypted(docx("x")), "encrypted"),
    "a size that is too small": (lambda: sized(100), "damaged"),
    "a size that is too large": (lambda: sized(1_000_000), "read"),
    "a size of gigabytes": (lambda: sized(0xFFFFFFF0), "too-large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_break_a_reader_does_not(name: str) -> None:
    make, expected = HOSTILE[name]
    assert outcome(make()) == expected


RICH = docx(
    paragraph("Tỷ lệ ", deleted("3%"), changed("ins", "2,1%"), style="A"),
    paragraph("một", num=1, level=1, mark=DELETED),
    paragraph(
        "m", run("2", '<w:vertAlign w:val="superscript"/>'), run('<w:sym w:font="Symbol" w:char="F0B3"/>'), num=1
    ),
    paragraph("hai ", field(" PAGE ", run("5")), box("khung"), '<w:r><w:footnoteReference w:id="1"/></w:r>'),
    table(
        row(cell("a", form='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "b"),
        control(row(cell(form='<w:gridSpan w:val="2"/><w:vMerge/>'), cell("c", table(row("d", "e"))))),
        row("f", "g", "h", form=DELETED),
    ),
    styles='<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/><w:basedOn w:val="A"/></w:style>',
    numbering=lists(level(0, "upperRoman", "%1."), level(1, "lowerLetter", "%1.%2)", start=26)),
    footnotes=f'<w:footnote w:id="1">{paragraph("chú thích")}</w:footnote>',
)
PARTS = {name: ZipFile(BytesIO(RICH)).read(name).decode() for name in ZipFile(BytesIO(RICH)).namelist()}
VALUES = ["", "0", "-1", "8", "9", "63", "999999999999", "9" * 5_000, "A", "restart", "none", "\u0663", "1e9", "%1%2%9"]
edits = st.lists(st.tuples(st.integers(0, len(RICH) - 1), st.integers(0, 255)), min_size=1, max_size=20)


def test_the_file_that_is_mutated_is_read() -> None:
    assert outcome(RICH) == "read"


@given(edits, st.integers(0, len(RICH)), st.integers(0, 40))
def test_any_change_of_bytes_gives_a_document_or_a_reason(edits: list[tuple[int, int]], cut: int, length: int) -> None:
    data = bytearray(RICH)
    for place, byte in edits:
        data[place] = byte
    outcome(bytes(data[:cut] + data[cut + length :]))


@given(st.data())
def test_any_change_of_the_xml_gives_a_document_or_a_reason(data: st.DataObject) -> None:
    """Attributes get other values, elements stand twice, elsewhere or nowhere, and bytes are cut out."""
    parts = dict(PARTS)
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(sorted(parts)))
        parts[name] = data.draw(changes(parts[name]))
    outcome(package({name: text.encode(errors="surrogatepass") for name, text in parts.items()}))


@st.composite
def changes(draw: st.DrawFn, text: str) -> str:
    """`text` with something changed."""
    kind = draw(st.sampled_from(["value", "cut", "tag", "twice", "sign"]))
    if kind == "value" and (values := [*re.finditer(r'w:\w+="([^"]*)"', text)]):
        value = draw(st.sampled_from(values))
        return text[: value.start(1)] + draw(st.sampled_from(VALUES)) + text[value.end(1) :]
    if kind in ("tag", "twice") and (
        tags := [*re.finditer(r"<(w:\w+)(?: [^<>]*)?(?:/>|>(?:(?!<\1[ >]).)*?</\1>)", text)]
    ):
        tag, other = draw(st.sampled_from(tags)), draw(st.sampled_from(tags))
        moved = tag[0] * (2 if kind == "twice" else 1)
        return (
            text[: tag.start()]
            + moved
            + text[tag.end() : other.start()]
            + tag[0]
            + text[max(tag.end(), other.start()) :]
        )
    start, length = draw(st.integers(0, len(text))), draw(st.integers(0, 30))
    inserted = (
        draw(st.sampled_from(["<", ">", "\0", "\u202e", "&#0;", "&a;", "\ud83d", "é", ""])) if kind == "sign" else ""
    )
    return text[:start] + inserted + text[start + length :]
