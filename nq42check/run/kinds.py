"""What a file is: by its keys, by how it begins, by its name."""

import re
from codecs import BOM_UTF8
from typing import Literal

from nq42check.reading.nodes import Mapping, Node, Sequence

_OF_DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".txt", ".md", ".html", ".htm")


def is_document(name: str) -> bool:
    """Whether a file of this name is a document as issued, unless it `is_plan` all the same."""
    return name.lower().endswith(_OF_DOCUMENTS)


def is_plan(data: bytes) -> bool:
    """Whether a file that holds `data` was written as a plan or another file of ours: whether it begins with a key."""
    return re.match(_BEGINS, data.removeprefix(BOM_UTF8)) is not None


_KEYS = b"place|province|within|replaces|document|targets|other|unplaced|waivers|not_applicable|rules|known|indicators"
_BEGINS = rb"(?:[ \t]*+(?:#[^\r\n]*+|---)?[\r\n])*+(?:" + _KEYS + rb")[ \t]*+:"  # compiled where a document is met


OtherKind = Literal["catalogue", "weights", "rules", "known", "baseline"]
"""What a file can be that is no plan."""

_KINDS: dict[str, OtherKind] = {
    **dict.fromkeys(("indicators", "operators", "places", "nation"), "catalogue"),
    "weights": "weights",
    "rules": "rules",
    "known": "known",
}


def other_kind(node: Node) -> OtherKind | None:
    """What a file that is no plan is, by its keys; None for what may be a plan."""
    if type(node) is not Mapping or {"place", "province"} & node.entries.keys():
        return None
    for key, kind in _KINDS.items():
        if key in node.entries:
            return kind
    targets = node.entries.get("targets")
    first = targets.items[0] if type(targets) is Sequence and targets.items else None
    return "baseline" if type(first) is Mapping and {"binds", "evidence"} & first.entries.keys() else None
