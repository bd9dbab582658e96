"""What a file is, told by its content and not by its name."""

import re

from nq42check.drafting.issued import Unread

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
# The streams of a compound file, whose names are written in it in UTF-16.
_STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("PowerPoint", "slides"))
_PARTS = (("word/", None), ("xl/", "xls"), ("ppt/", "slides"), ("content.xml", "odt"), ("_rels/", None))
_BEGINNINGS = {
    b"{\\rtf": "rtf",
    b"\x89PNG\r\n": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"II*\0": "image",
    b"MM\0*": "image",
    b"RIFF": "image",
    b"PK": "archive",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
}
_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|h[1-6]|ul|ol|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_PDF_BEGINS = 1024
"""How many bytes may stand before the beginning of a PDF."""


def is_pdf(data: bytes) -> bool:
    """Whether `data` is a PDF."""
    return b"%PDF-" in data[:_PDF_BEGINS]


def is_docx(data: bytes) -> bool:
    """Whether `data` is a document of Word as it has been since 2007. Raises Unread where it is another file to refuse.

    Text and pages of the web are neither.
    """
    if not data.strip():
        raise Unread("empty")
    if data.startswith(_OLE):
        raise Unread(next((reason for name, reason in _STREAMS if name.encode("utf-16-le") in data), "old-office"))
    if data.startswith(_ZIP):
        if reason := _packed(data):
            raise Unread(reason)
        return True
    if reason := next((reason for begin, reason in _BEGINNINGS.items() if data.startswith(begin)), None):
        raise Unread(reason)
    if b"ftyp" in data[4:8]:
        raise Unread("image")
    return False


def is_html(data: bytes) -> bool:
    """Whether a text is a page of the web, or what Word and browsers save as one. Raises Unread for other XML."""
    begin = data[:8_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if begin.startswith(b"<?xml") and not _PAGE.match(begin):
        raise Unread("xml")
    return bool(_PAGE.match(begin)) or (b"multipart/related" in begin and b"MIME-Version:" in begin)


def _packed(data: bytes) -> str | None:
    """Why a ZIP file is refused; None for a document of Word. Raises Unread where it cannot be opened."""
    from nq42check.drafting.formats.word.package import Package

    names = Package(data).names
    found = (reason for begin, reason in _PARTS if any(name.startswith(begin) for name in names))
    return next(found, "archive")
