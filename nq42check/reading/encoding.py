"""From bytes to text: UTF-8 with the lines that an editor shows, or why it is none.

What cannot be meant as it stands is refused by its name: other encodings, text that was read in a wrong one, signs that
turn the direction of writing, and a merge that was left unfinished.
"""

import re
from codecs import BOM_UTF8
from unicodedata import combining

from nq42check.model.catalogue import Names
from nq42check.reading.nodes import Refused, refused
from nq42check.text import nfc


def decode(data: bytes) -> str:
    """The text of a file, composed, without a byte-order mark, its lines ended by line feeds. Raises Refused."""
    if data.startswith(_OF_PROGRAMS) and (program := _program(data)):
        raise refused("encoding.office", 1, 1, kind=program)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in data and data.count(0) * 4 > len(data)):
        raise refused("encoding.utf-16", 1, 1)
    data = data.removeprefix(BOM_UTF8)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    signs = any(sign[:1] in data and sign in data for sign in _CONFLICT_SIGNS)
    if signs and (conflict := _CONFLICT.search(b"\n" + data)):
        raise refused("syntax.conflict", data.count(b"\n", 0, conflict.start()) + 1, 1)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise _not_utf_8(data, error) from None
    return text if text.isascii() or _is_usual(data) else _examined(text)


# How files begin that are made by a program and no plain text.
_OF_PROGRAMS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf", b"<", BOM_UTF8 + b"<")
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|div|p\b|\?xml)", re.IGNORECASE)


def _program(data: bytes) -> Names | None:
    """What a file is that a program made, for its reader; None where it is plain text."""
    if data.startswith(b"%PDF-"):
        return Names("PDF", "a PDF")
    if data.startswith(b"{\\rtf"):
        return Names("RTF", "a document in RTF")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Names("Word hoặc Excel kiểu cũ (.doc, .xls)", "an old Word or Excel file (.doc, .xls)")
    if not data.startswith(b"PK"):
        is_page = _PAGE.match(data.removeprefix(BOM_UTF8))
        return Names("trang web hoặc XML (.html, .xml)", "a web page or XML (.html, .xml)") if is_page else None
    if b"opendocument" in data[:200]:
        return Names("LibreOffice (.odt, .ods)", "a LibreOffice file (.odt, .ods)")
    if b"xl/" in data and b"word/" not in data:
        return Names("Excel (.xlsx)", "an Excel file (.xlsx)")
    return Names("Word (.docx)", "a Word file (.docx)") if b"word/" in data else Names("nén (.zip)", "a ZIP file")


def raw_lines(data: bytes) -> str | None:
    """The text of a file as it is written, its lines ended by line feeds; None where it is not in UTF-8."""
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


# The lines that a merge leaves where both sides changed the same; the one between two versions has none of these signs.
_CONFLICT_SIGNS = (b"<<<<<<<", b"|||||||", b">>>>>>>")
_CONFLICT = re.compile(rb"\n(?:<{7}|\|{7}|>{7})(?:\s|\Z)")


_LATIN = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
_ENOUGH = 100_000


def _not_utf_8(data: bytes, error: UnicodeDecodeError) -> Refused:
    """The exception for bytes that are no UTF-8: an old encoding by its name, where the text looks like one."""
    from nq42check.language.misread import old_encoding

    text = data.decode(errors="surrogateescape")
    at = len(data[: error.start].decode())
    begin = text.rfind("\n", 0, at) + 1
    if old := old_encoding(text[begin : begin + _ENOUGH].translate(_LATIN)):
        return refused(f"encoding.{old.encoding}", *place_in(text, begin + old.start))
    return refused("encoding.not-utf-8", *place_in(text, at), byte=f"0x{data[error.start]:02X}")


_ASCII = bytes(range(128))
# Signs that a plan in Vietnamese seldom has: spaces that do not break, line ends that no editor shows, what nobody
# sees, what may stand decomposed, and the signs and letters of which text in a wrong encoding consists. The set lists
# all others: they are far fewer, and to compile it takes time for each sign that is listed.
_ODD = re.compile(
    "[^\0-\x7f°-³¿-ÂÈ-ÊÍÓ-ÕÙ-ÛÝà-ãè-êìíò-õùúýÿ-őŔ-şŢ-ŷŹ-żſ-ƑƓ-\u024f\u1e00-\u1fff\u2010-\u2019\u201b-\u201d\u201f\u2022-\u2027"
    "\u2031-\u2038\u203b-\u205e\u2070-\u20ab\u20ad-\u20cf\u2100-\u2121\u2123-\u2125\u2127-\u2129\u212c-\u2328\u232b-\u2adb"
    "\u2add-\u2bff]"
)
# Pairs within a word that Vietnamese has not, though it has their letters: a vowel of VNI with its hat or tone ("aê"),
# and one of Windows-1258 with its tone ("êì"). To find them, the bytes of letters are exchanged for that of their kind.
_KINDS = bytes.maketrans(
    b"eo" + "âêõùãôýÃÕÝÂÊÔìòÌÒÞ".encode().replace(b"\xc3", b""), b"aa\xf8\xf8\xf8\xf9" + b"\xfa" * 9 + b"\xfb" * 5
)
_PAIRS = (b"a\xc3\xf8", b"a\xc3\xf9", b"\xc3\xf8\xc3\xfb", b"\xc3\xfa\xc3\xfb")


def _is_usual(data: bytes) -> bool:
    """Whether text in UTF-8 is composed and has nothing that must be looked at more closely."""
    if _ODD.search(data.translate(None, _ASCII).decode()):
        return False
    kinds = data.translate(_KINDS)
    return not any(pair in kinds for pair in _PAIRS)


HARD_SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN_SPACES = str.maketrans(dict.fromkeys(HARD_SPACES, " "))
_HARD_SPACE = re.compile(f"[{HARD_SPACES}]")
# What stands around a key: the indentation, dashes, the colon and the spaces behind it.
_AROUND_A_KEY = re.compile(
    r"^[ _]*+(?:-[ _]++)*+(?:[\w.]++[ _]*+:[ _]++)?".replace("[ _]", f"[ {HARD_SPACES}]"), re.MULTILINE
)


def _examined(text: str) -> str:
    """`text` composed, with plain spaces around keys and for line ends that no editor shows. Raises Refused."""
    from nq42check.language.misread import misread

    if part := misread(text):
        raise refused(f"encoding.{part.encoding}", *place_in(text, part.start))
    if hidden := hidden_sign(text):
        raise hidden
    text = nfc(text.replace("\x85", " ").replace("\u2028", " ").replace("\u2029", " "))
    if _HARD_SPACE.search(text):
        text = _AROUND_A_KEY.sub(lambda around: around[0].translate(_PLAIN_SPACES), text)
    return text


# Control characters, halves of surrogate pairs, and signs that turn the direction of writing unseen.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def hidden_sign(text: str) -> Refused | None:
    """The exception for the first sign in `text` that nobody sees and that cannot be passed over, if there is one."""
    sign = _CONTROL.search(text) or next(filter(_are_marks, _MARKS.finditer(text)), None)
    return refused("encoding.control", *place_in(text, sign.start()), code=f"U+{ord(sign[0][0]):04X}") if sign else None


# More marks on one letter than any language has; putting them in order takes time as their number squared.
_MARKS = re.compile(r"[^\w\x00-\u02ff]{30,}+")


def _are_marks(signs: re.Match[str]) -> bool:
    return sum(combining(sign) > 0 for sign in signs[0]) >= 30


def place_in(text: str, at: int) -> tuple[int, int]:
    """The line and column of the character at `at`."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
