"""What a file is by its name and by how it begins: a document as issued, or one of ours."""

import re
from codecs import BOM_UTF8

_OF_DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".txt", ".md", ".html", ".htm")


def is_document(name: str) -> bool:
    """Whether a file of this name is a document as issued, unless it `is_plan` all the same."""
    return name.lower().endswith(_OF_DOCUMENTS)


_KEYS = b"place|province|within|replaces|document|targets|other|unplaced|waivers|not_applicable|rules|known|indicators"
_BEGINS = rb"(?:[ \t]*+(?:#[^\r\n]*+|---)?[\r\n])*+(?:" + _KEYS + rb")[ \t]*+:"  # compiled where a document is met


def is_plan(data: bytes) -> bool:
    """Whether a file that holds `data` was written as a plan or another file of ours: whether it begins with a key."""
    return re.match(_BEGINS, data.removeprefix(BOM_UTF8)) is not None
