"""Files: what is in them, and where the shipped data lies."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import RawIOBase
from typing import BinaryIO, NamedTuple

from nq42check.reading.encoding import decode
from nq42check.reading.nodes import Node, Problem, Refused, refused
from nq42check.reading.parsing import parse
from nq42check.run.kinds import is_document, is_plan

MAX_BYTES = 1 << 20
SCHEMA_FILE = "plan.schema.json"
"""The name of the schema that `new` writes beside a plan for editors."""
STDIN = "-"
"""The path under which standard input is read."""

MAX_DOCUMENT = 64 << 20
"""The largest document as issued that is read: with pictures one is far larger than a plan file."""

_AT_ONCE = 1 << 16
_SUFFIXES = (".yaml", ".yml")


class Source(NamedTuple):
    """One file as read: the path a report shows, its bytes' SHA-256, its nodes or why there are none; and its bytes.

    One that was `drafted` was made from its document in this run.
    """

    path: str
    sha256: str | None
    node: Node | None
    problems: tuple[Problem, ...]
    data: bytes = b""
    drafted: bool = False


def shipped(folder: str) -> list[str]:
    """The YAML files of `folder` ("baselines", "rules") as they ship, sorted by name.

    They lie inside the installed package, or beside it in a checkout.
    """
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    inside = os.path.join(package, folder)
    return yaml_files(inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), folder))


def is_yaml(name: str) -> bool:
    """Whether a file of this name is read as YAML."""
    return name.lower().endswith(_SUFFIXES)


def yaml_files(folder: str) -> list[str]:
    """The YAML files in `folder`, sorted by name. Raises Refused where it cannot be read or has none."""
    try:
        with os.scandir(folder) as entries:
            paths = sorted(entry.path for entry in entries if is_yaml(entry.name))
    except OSError as error:
        raise refused("unreadable.no-list", reason=error.strerror or str(error)) from None
    if not paths:
        raise refused("unreadable.no-yaml")
    return paths


def _read(path: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most `max_bytes`. Raises Refused."""
    try:
        # Opened without waiting, so that a FIFO that nobody writes to is refused and not waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise refused("unreadable.not-a-file")
            return _read_stream(file, max_bytes)
    except FileNotFoundError:
        raise refused("unreadable.missing") from None
    except IsADirectoryError:
        raise refused("unreadable.not-a-file") from None
    except PermissionError:
        raise refused("unreadable.forbidden") from None
    except (OSError, ValueError) as error:
        raise refused("unreadable.other", reason=getattr(error, "strerror", None) or str(error)) from None


def _read_stream(stream: BinaryIO | RawIOBase, max_bytes: int) -> bytes:
    """All that `stream` holds, at most `max_bytes`. Raises Refused."""
    data = bytearray()
    try:
        while len(data) <= max_bytes and (chunk := stream.read(min(_AT_ONCE, max_bytes + 1 - len(data)))):
            data += chunk
    except OSError as error:
        reason = "unreadable.closed" if error.errno == errno.EBADF else "unreadable.other"
        raise refused(reason, reason=error.strerror or str(error)) from None
    if len(data) > max_bytes:
        raise refused("limit.bytes", limit=max_bytes // 1024)
    return bytes(data)


class Files:
    """The files on disk, by their paths as seen from the working folder."""

    def read(self, path: str) -> bytes:
        """The bytes of the file at `path`, at most as many as a plan may have. Raises Refused."""
        return _read(path)

    def document(self, path: str) -> bytes:
        """The bytes of the document as issued at `path`. Raises Refused."""
        return _read(path, MAX_DOCUMENT)

    def exists(self, path: str) -> bool:
        """Whether anything is at `path`, be it a link that leads nowhere."""
        return os.path.lexists(path)

    def is_folder(self, path: str) -> bool:
        """Whether a folder is at `path`."""
        return os.path.isdir(path)

    def yaml_at(self, path: str) -> list[str]:
        """The YAML files in a folder, sorted by name; what is no folder stands for itself. Raises Refused."""
        return yaml_files(path) if os.path.isdir(path) else [path]


DISK = Files()


class Snapshot(Files):
    """The files of a repository as they are elsewhere, at a revision or in another folder, by their paths from here.

    `names` are the paths of all. `reader` gives the bytes of some of them, or why there are none, in their order; asked
    for documents it gives larger ones, too.
    `closed` are those that stand for a folder whose files are not here: a submodule, or a link.
    """

    def __init__(
        self,
        names: Iterable[str] = (),
        reader: Callable[..., Iterable[bytes | Problem]] = lambda paths: (),
        closed: Iterable[str] = (),
    ) -> None:
        self._held: dict[str, bytes | Problem | None] = dict.fromkeys(map(os.path.abspath, names))
        self._reader = reader
        self.closed = frozenset(map(os.path.abspath, closed))

    def contents(self, paths: Iterable[str]) -> list[bytes | Problem]:
        """The bytes at each of `paths`, or why there are none. Those not read before are read together."""
        full = [os.path.abspath(path) for path in paths]
        unread = [path for path in dict.fromkeys(full) if path in self._held and self._held[path] is None]
        self._held.update(zip(unread, self._reader(unread) if unread else (), strict=True))
        return [Problem("unreadable.not-in-git") if (held := self._held.get(path)) is None else held for path in full]

    def read(self, path: str) -> bytes:
        """The bytes at `path`. Raises Refused."""
        (held,) = self.contents([path])
        if isinstance(held, Problem):
            raise Refused(held)
        return held

    def document(self, path: str) -> bytes:
        """The bytes of the document at `path`. Raises Refused."""
        full = os.path.abspath(path)
        (held,) = self._reader([full], documents=True) if full in self._held else [Problem("unreadable.not-in-git")]
        if isinstance(held, Problem):
            raise Refused(held)
        return held

    def below(self, folder: str) -> list[str]:
        """The full paths of all below a folder, sorted."""
        start = os.path.join(os.path.abspath(folder), "")
        return sorted(path for path in self._held if path.startswith(start))

    def exists(self, path: str) -> bool:
        """Whether a file or a folder is at `path`."""
        return os.path.abspath(path) in self._held or bool(self.below(path))

    def is_folder(self, path: str) -> bool:
        """Whether anything is below `path`."""
        return bool(self.below(path))

    def yaml_at(self, path: str) -> list[str]:
        """As on disk."""
        if os.path.abspath(path) in self._held:
            return [path]
        names = [os.path.relpath(full, path) for full in self.below(path)]
        if not names:
            raise refused("unreadable.missing")
        files = [os.path.join(path, name) for name in names if is_yaml(name) and os.path.basename(name) == name]
        if not files:
            raise refused("unreadable.no-yaml")
        return files


def folder_snapshot(folder: str, under: str = os.curdir, max_bytes: int = MAX_BYTES) -> Snapshot:
    """All files in and below `folder`, under the paths that they would have in and below the folder `under`.

    Folders that are links, or cannot be listed, are closed.
    """
    places: dict[str, str] = {}
    closed: dict[str, Problem] = {}

    def place(path: str) -> str:
        there = os.path.abspath(os.path.join(under, os.path.relpath(path, folder)))
        places[there] = path
        return there

    def unlisted(error: OSError) -> None:
        closed[place(error.filename)] = Problem("unreadable.folder")

    for parent, folders, names in os.walk(folder, onerror=unlisted):
        for name in filter(lambda name: os.path.islink(os.path.join(parent, name)), folders):
            closed[place(os.path.join(parent, name))] = Problem("unreadable.git-link")
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            place(os.path.join(parent, name))

    def contents(paths: list[str], *, documents: bool = False) -> Iterator[bytes | Problem]:
        for path in paths:
            try:
                limit = MAX_DOCUMENT if documents else max_bytes
                yield closed[path] if path in closed else _read(places[path], limit)
            except Refused as refusal:
                yield refusal.problems[0]

    return Snapshot(places, contents, closed)


def load(path: str, files: Files = DISK) -> Node:
    """The nodes of the YAML file at `path`. Raises Refused."""
    return _nodes(path, files.read(path))


def _nodes(path: str, data: bytes) -> Node:
    refuse_documents(path, data)
    return parse(decode(data))


def refuse_documents(path: str, data: bytes) -> None:
    """Raise Refused, with the way to a plan file, where a file that holds `data` is a document as issued."""
    if is_document(path) and not is_plan(data):
        raise refused("unreadable.issued", file=shown(path))


def source(path: str, stream: BinaryIO | None, max_bytes: int, problem: Problem | None = None) -> Source:
    """The file at `path`, or the bytes of `stream` under the name `path`; it is not read where there is a `problem`."""
    from hashlib import sha256

    if problem:
        return Source(shown(path), None, None, (problem,))
    digest, data = None, b""
    try:
        data = contents(path, stream, max_bytes)
        digest = sha256(data).hexdigest()
        return Source(shown(path), digest, _nodes(path, data), (), data)
    except Refused as refusal:
        return Source(shown(path), digest, None, refusal.problems, data)


def contents(path: str, stream: BinaryIO | None, max_bytes: int) -> bytes:
    """The bytes of the file at `path`, or those of `stream`, at most `max_bytes`. Raises Refused."""
    return _read(path, max_bytes) if stream is None else _read_stream(stream, max_bytes)


def shown(path: str) -> str:
    """`path` as reports show it: relative to the working folder, with forward slashes."""
    return relative(path).replace(os.sep, "/")


def real(path: str) -> str:
    """The place to which `path` leads by its links; as it is where the working folder is gone."""
    try:
        return os.path.realpath(path)
    except OSError:
        return path


def relative(path: str, folder: str = os.curdir) -> str:
    """`path` as seen from `folder`; unchanged where no way leads there."""
    try:
        return os.path.relpath(path, folder)
    except (ValueError, OSError):  # another drive, on Windows; the working folder is gone
        return path


def names_from(root: str | None) -> Callable[[str], str]:
    """How a server calls the file that reports show under a path: by its way from `root`, where it lies below it."""

    @lru_cache(maxsize=64)
    def way_to(folder: str) -> str:
        return relative(real(folder), real(root or os.curdir))

    def named(path: str) -> str:
        if root is None or path == STDIN:
            return path
        folder, name = os.path.split(path)
        way = os.path.normpath(os.path.join(way_to(folder), name)).replace(os.sep, "/")
        return path if way.startswith("../") or os.path.isabs(way) else way

    return named
