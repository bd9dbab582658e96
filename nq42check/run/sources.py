"""Which documents as issued the plans of a run name: these lie beside them, and are no plans that were forgotten."""

import os
import re
from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO

from nq42check.reading.encoding import decode
from nq42check.reading.nodes import Mapping, Refused, Scalar
from nq42check.reading.parsing import parse
from nq42check.run.files import DISK, shown

_SAYS = re.compile(rb"\bsource\b")


def named_by(files: Iterable[tuple[str, BinaryIO | None]]) -> set[str]:
    """The paths, as reports show them, of the documents that `files` name, each at a path or in a stream."""
    found = set()
    for path, stream in files:
        try:
            data = stream.getvalue() if isinstance(stream, BytesIO) else DISK.read(path)
            node = parse(decode(data)) if _SAYS.search(data) else None
        except Refused:  # which is told when it is checked
            continue
        document = node.entries.get("document") if isinstance(node, Mapping) else None
        source = document.entries.get("source") if isinstance(document, Mapping) else None
        if isinstance(source, Scalar):
            found.add(shown(os.path.join(os.path.dirname(path), source.text.strip())))
    return found
