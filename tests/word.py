"""Word files as bytes, made of what a test is about: paragraphs, tables, and raw XML for all the rest."""

import re
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")

Table = Sequence[Sequence[str]]


def docx(*body: str | Table, **parts: str) -> bytes:
    """A .docx file of these paragraphs, tables and raw XML; `parts` are the insides of styles, numbering, footnotes
    and endnotes."""
    document = part("document", f"<w:body>{''.join(map(xml, body))}</w:body>")
    return package({"word/document.xml": document, **{f"word/{name}.xml": part(name, parts[name]) for name in parts}})


def xml(content: str | Table) -> str:
    """Raw XML as it is, any other text as a paragraph, rows of texts as a table."""
    if not isinstance(content, str):
        return table(*(row(*cells) for cells in content))
    return content if content.startswith("<") else paragraph(content)


def part(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{name} {SPACES}>{inside}</w:{name}>'


def package(files: dict[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """The files in a ZIP archive, with the relations and types that Word asks for, where they are not among them."""
    usual = {"[Content_Types].xml": _types(files), "_rels/.rels": relations(("officeDocument", "word/document.xml"))}
    known = [(kind, f"{kind}.xml") for kind in _PARTS if f"word/{kind}.xml" in files]
    stream = BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, content in {**usual, "word/_rels/document.xml.rels": relations(*known), **files}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relations(*targets: tuple[str, str], kinds: str = _RELATIONS) -> str:
    inside = (
        f'<Relationship Id="r{at}" Type="{kinds}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(inside)}</Relationships>'


def _types(files: dict[str, str | bytes]) -> str:
    known = [("document", "document.main"), *((name, name) for name in _PARTS if f"word/{name}.xml" in files)]
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in known)
        + "</Types>"
    )


def paragraph(
    *content: str, style: str = "", num: int | None = None, level: int | None = None, more: str = "", mark: str = ""
) -> str:
    """A paragraph of texts and raw XML, in a style, as an item of a list; `more` are properties of it, `mark` of its
    end."""
    listed = ("" if level is None else f'<w:ilvl w:val="{level}"/>') + (
        "" if num is None else f'<w:numId w:val="{num}"/>'
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = _in("w:pPr", named + _in("w:numPr", listed) + more + _in("w:rPr", mark))
    return f"<w:p>{properties}{''.join(each if each.startswith('<') else run(each) for each in content)}</w:p>"


def run(text: str, properties: str = "", tag: str = "t") -> str:
    """A run of this text, or of raw XML."""
    inside = text if text.startswith("<") else f'<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}>'
    return f"<w:r>{_in('w:rPr', properties)}{inside}</w:r>"


def _in(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag}>" if inside else ""


_BY = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
DELETED, INSERTED, MOVED = (f"<w:{tag} {_BY}/>" for tag in ("del", "ins", "moveFrom"))
"""Properties of the end of a paragraph, or of a row, that a tracked change takes out or puts in."""


def deleted(*content: str) -> str:
    """Texts and runs that a tracked change takes out."""
    runs = "".join(each if each.startswith("<") else run(each, tag="delText") for each in content)
    return f"<w:del {_BY}>{runs}</w:del>"


def changed(kind: str, *content: str) -> str:
    """Texts and runs in a tracked change of this kind: ins, moveFrom, moveTo."""
    runs = "".join(each if each.startswith("<") else run(each) for each in content)
    return f"<w:{kind} {_BY}>{runs}</w:{kind}>"


def cell(*content: str | Table, form: str = "") -> str:
    """A cell of paragraphs, tables and raw XML; `form` are its properties."""
    inside = "".join(map(xml, content or ("",)))
    return f"<w:tc>{_in('w:tcPr', form)}{inside}</w:tc>"


def row(*cells: str, form: str = "") -> str:
    """A row of texts and cells; `form` are its properties."""
    inside = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr>{_in('w:trPr', form)}{inside}</w:tr>"


def table(*rows: str, columns: int | None = None) -> str:
    """A table of rows; it has as many columns as its first row has cells, where nothing is said."""
    own = re.sub("<w:tbl>.*</w:tbl>", "", rows[0])
    count = own.count("<w:tc>") if columns is None else columns
    grid = '<w:gridCol w:w="1000"/>' * count
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def field(instruction: str, *result: str) -> str:
    """A field with its instruction and its result, which are runs."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    told = run(instruction, tag="instrText")
    return sign.format("begin") + told + sign.format("separate") + "".join(result) + sign.format("end")


def box(*content: str | Table) -> str:
    """A run with a text box, in both of the forms in which Word writes it."""
    inside = f"<w:txbxContent>{''.join(map(xml, content))}</w:txbxContent>"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" '
        'distL="0" distR="0" simplePos="0" locked="0" layoutInCell="1" allowOverlap="1" relativeHeight="2">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="2000000" cy="900000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="1" name="Box"/>'
        f'<a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/>'
        f"<wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f'</mc:Choice><mc:Fallback><w:pict><v:shape style="width:150pt;height:70pt"><v:textbox>{inside}</v:textbox>'
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def control(content: str) -> str:
    """A content control around blocks, rows, cells or runs."""
    return f'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def level(at: int, format: str, text: str, *more: str, start: int | None = 1) -> str:
    """A level of a list: how its numbers are written."""
    begins = "" if start is None else f'<w:start w:val="{start}"/>'
    return (
        f'<w:lvl w:ilvl="{at}">{begins}<w:numFmt w:val="{format}"/>{"".join(more)}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, nums: dict[int, str] | None = None) -> str:
    """The inside of a numbering part: one list, and the numbers under which paragraphs name it with their changes."""
    named = "".join(
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="0"/>{changes}</w:num>'
        for num, changes in (nums or {1: ""}).items()
    )
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="0">{kind}{"".join(levels)}</w:abstractNum>{named}'
