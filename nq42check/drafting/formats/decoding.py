"""From the bytes of a text to its lines: Unicode by its own signs, and Windows-1258 where it is certain.

Text from before Unicode that hangs on its font (TCVN3, VNI) is refused by name, as is what was read in a wrong
encoding.
"""

import codecs
import re
from unicodedata import combining

from nq42check.drafting.issued import Unread
from nq42check.language.misread import misread, old_encoding
from nq42check.text import nfc, visible

_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LATIN = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_DECLARED = frozenset(("windows-1258", "cp1258", "windows-1252", "cp1252", "iso-8859-1", "us-ascii"))
# What no text has; few of them may have slipped in, many tell of something else.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NONE = re.compile("[\ufdd0-\ufdef]")
"""What no text has, so that readers can have it for what they set aside."""
_DIRECTION = re.compile("[\u061c\u200f\u202a-\u202c\u2066-\u2069]")
_TURNED = re.compile("[\u202d\u202e]")
# More marks on one letter than any language has; putting them in order takes time as their number squared.
_MARKS = re.compile(r"[^\w\x00-\u02ff]{12,}")


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text of a file as `shown`; `declared` is the encoding that it names itself. Raises Unread if it is none."""
    text = _unicode(data, declared)
    if len(_CONTROL.findall(text[:100_000])) > 20:
        raise Unread("binary")
    return shown(_NONE.sub("", text))


def refuse_garbled(text: str) -> None:
    """Raises Unread where `text` was read in a wrong encoding, or is in one from before Unicode."""
    if encoding := garbled(text):
        raise Unread(encoding)


def garbled(text: str) -> str | None:
    """The encoding that lines of `text` are in, each for itself; one line alone may be anything in a long document."""
    first = misread(text)
    if not first:
        return None
    end = text.find("\n", first.start)
    return first.encoding if text.count("\n") < 5 or misread(text[end:]) else None


def shown(text: str) -> str:
    """`text` composed and without signs that nobody sees, its lines ended by line feeds.

    Where it is turned, digits too, so that it shows another figure than it has, there is a sign for what is unknown.
    """
    text = _TURNED.sub("\ufffd", text)
    text = _DIRECTION.sub("", _CONTROL.sub("", _LINE_ENDS.sub("\n", text)))
    return visible(nfc(_MARKS.sub(lambda marks: "".join(_few(marks[0])), text)))


def _few(marks: str) -> list[str]:
    """`marks` without those that combine, where there are more than any letter has."""
    alone = [sign for sign in marks if not combining(sign)]
    return alone if len(marks) - len(alone) > 8 else [*marks]


def _unicode(data: bytes, declared: str | None) -> str:
    """The text of a file, in whatever encoding can be told. Raises Unread."""
    wide = _WIDE.get(data[:2]) or _wide(data[:2_000])
    try:
        return data.decode(wide).removeprefix("\ufeff") if wide else data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        pass
    if wide or b"\0" in data:
        raise Unread("binary")
    if declared and declared.casefold() in _DECLARED:
        return data.decode(declared, errors="replace")
    old = old_encoding(data.decode(errors="surrogateescape").translate(_LATIN))
    if not old:
        raise Unread("not-unicode")
    try:
        return data.decode(old.encoding) if old.encoding == "cp1258" else _refuse(old.encoding)
    except UnicodeDecodeError:
        raise Unread("not-unicode") from None


def _refuse(encoding: str) -> str:
    raise Unread(encoding)


def _wide(data: bytes) -> str | None:
    """The byte order of text in UTF-16 that does not say it: every second byte of ASCII is a zero."""
    for name, zeros, others in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if zeros.count(0) * 3 > len(zeros) and others.count(0) * 20 <= len(others):
            return name
    return None
