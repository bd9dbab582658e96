"""What a run rests on as it stands on disk, and what of it has changed since: by a look now and then."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from nq42check.reading.nodes import Mapping as Entries
from nq42check.reading.nodes import Node, Refused, Scalar
from nq42check.reading.nodes import Sequence as Items
from nq42check.run.files import load, shown
from nq42check.run.inputs import plans_at
from nq42check.run.sources import named_by

STILL, STILL_GONE = 1, 4
"""At how many looks in a row nothing more may have changed before it is time to check; where something is gone, more:
an editor that puts a new file in the old one's place leaves none there for a moment.
"""

_NAMING = ("rules", "baselines", "against", "known")
"""The keys of settings that name files."""


class Stamp(NamedTuple):
    """What tells a file from what it was: when it was written by any clock, its size, which file it is, its mode."""

    written: int
    size: int
    number: int
    mode: int


class Look(NamedTuple):
    """Each file by its path as a report shows it, None where there is none; and the day, where the run goes by it."""

    files: Mapping[str, Stamp | None]
    day: date | None = None


class Watch(NamedTuple):
    """What was there when the run last began, what is there now, and for how many looks that has not changed."""

    checked: Look
    latest: Look
    still: int = 0

    def then(self, look: Look) -> "Watch":
        """The same after one more look."""
        return Watch(self.checked, look, self.still + 1 if look == self.latest else 0)

    @property
    def is_due(self) -> bool:
        """Whether it is time to check again."""
        if self.latest == self.checked:
            return False
        gone = any(self.latest.files.get(path) is None for path, stamp in self.checked.files.items() if stamp)
        return self.still >= (STILL_GONE if gone else STILL)

    @property
    def changes(self) -> list[str]:
        """The files that were saved, are new, or are gone."""
        before, now = self.checked.files, self.latest.files
        return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def look_at(paths: Iterable[str], settings: Iterable[str], day: date | None = None) -> Look:
    """What is at `paths`, of folders the plans below them, and at what the files of `settings`, as far as there are
    any, name; with the documents that plans name.
    """
    declared = [*settings]
    named = [path for file in declared for path in _named_in(file)]
    files = [*declared, *(file for path in (*paths, *named) for file in plans_at(path))]
    stamps = {shown(file): _stamp(file) for file in dict.fromkeys(files)}
    documents = {document for file, stamp in stamps.items() if stamp for document in _documents(file, stamp)}
    return Look({**stamps, **{document: _stamp(document) for document in documents}}, day)


@lru_cache(maxsize=4096)
def _documents(file: str, stamp: Stamp) -> frozenset[str]:
    """The documents that a plan names, read anew where its `stamp` is another."""
    return frozenset(named_by([(file, None)]))


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return Stamp(found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode)


def _named_in(file: str) -> Iterator[str]:
    """What a file of settings may name, whatever else is wrong with it; the names of documents are paths to nothing."""
    try:
        node = load(file)
    except Refused:
        return
    entries = node.entries if isinstance(node, Entries) else {}
    for text in (text for key in _NAMING for text in _texts(entries.get(key))):
        yield os.path.join(os.path.dirname(file), text)


def _texts(node: Node | None) -> list[str]:
    """A text, or those of a list."""
    nodes = node.items if isinstance(node, Items) else [node]
    return [each.text for each in nodes if isinstance(each, Scalar)]
