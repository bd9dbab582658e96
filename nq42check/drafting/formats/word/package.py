"""A Word file as the package it is: the XML of its parts, found by their relations, within limits for bombs."""

import posixpath
import re
import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, XMLParser
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from nq42check.drafting.issued import Unread

# What zipfile, zlib and expat raise at what is damaged, be it text that is none or a way of packing that they have not.
_DAMAGED = (
    BadZipFile, LargeZipFile, zlib.error, ParseError, struct.error, EOFError, OSError, ValueError, LookupError,
    OverflowError, RuntimeError, NotImplementedError,
)  # fmt: skip

# A page takes some 60 KB and 4,000 signs of markup where Word is wordy; each of these takes some 200 bytes of memory,
# and twice as much where no name is like another, as no more than some hundred are in Word's XML.
_MOST_BYTES = 20 << 20
_MOST_MARKUP = 1_000_000
_MUCH_MARKUP = 300_000
_MOST_NAMES = 5_000
_NAME = re.compile(rb"<[^\s<>/]+|\s[^\s<>=]+=")
_MOST_FILES = 10_000
_DEEPEST = 150

_ENCRYPTED = 0x1
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a package. Raises Unread where it is damaged, encrypted or larger than any document is."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > _MOST_FILES:
            raise Unread("too-large")
        try:
            self._archive = ZipFile(BytesIO(data))
        except _DAMAGED:
            raise Unread("damaged") from None
        self._files: dict[str, list[ZipInfo]] = {}
        for file in self._archive.infolist():
            self._files.setdefault(_key(file.filename), []).append(file)
        self._bytes_left, self._markup_left = _MOST_BYTES, _MOST_MARKUP

    @property
    def names(self) -> Iterable[str]:
        """The names of all files in it, in lower case."""
        return self._files.keys()

    def related(self, part: str) -> dict[str, str]:
        """The parts to which `part` relates (the package itself, where it is empty), each by its kind."""
        folder, name = posixpath.split(part)
        relations = self.xml(f"{folder}/_rels/{name}.rels")
        return {
            relation.get("Type", "").rpartition("/")[2]: posixpath.join("/", folder, relation.get("Target", ""))
            for relation in (() if relations is None else relations.iter(_RELATION))
            if relation.get("TargetMode") != "External"
        }

    def xml(self, part: str) -> Element | None:
        """The root of `part`, its elements in the usual namespace; None where there is no such part. Raises Unread."""
        files = self._files.get(_key(part))
        if not files:
            return None
        if len(files) > 1:  # which of them is meant, every program decides in its own way
            raise Unread("damaged")
        try:
            return self._parsed(self._read(files[0]))
        except _DAMAGED:
            raise Unread("damaged") from None

    def _read(self, file: ZipInfo) -> bytes:
        """What is in `file`, as far as its header is true."""
        if file.flag_bits & _ENCRYPTED:
            raise Unread("encrypted")
        if file.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # what others unpack has no limit
            raise Unread("damaged")
        if file.file_size > self._bytes_left:
            raise Unread("too-large")
        with self._archive.open(file) as content:
            data = content.read(file.file_size + 1)
        self._bytes_left -= len(data)
        return data

    def _parsed(self, data: bytes) -> Element:
        """The tree of `data`, which is UTF-8 or UTF-16, whatever it says of itself."""
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16").encode()
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Unread("docx-entities")
        markup = data.count(b"<") + data.count(b"=")
        self._markup_left -= markup
        if self._markup_left < 0 or (markup > _MUCH_MARKUP and _has_many_names(data)):
            raise Unread("too-large")
        parser = XMLParser(encoding="utf-8")
        parser.feed(data.replace(_STRICT, _USUAL))
        root: Element = parser.close()
        _check_depth(root)
        return root


def _key(name: str) -> str:
    """A part's name as it is compared: without regard to case, and to how its path is written."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").casefold()


def _has_many_names(data: bytes) -> bool:
    names: set[bytes] = set()
    for name in _NAME.finditer(data):
        names.add(name[0])
        if len(names) > _MOST_NAMES:
            return True
    return False


def _check_depth(root: Element) -> None:
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element if len(child)]
        if not level:
            return
    raise Unread("too-deep")
