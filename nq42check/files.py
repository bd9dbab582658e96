"""Files: which of them are plans, what is in them, and where the shipped data lies."""

import os
import stat
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import BinaryIO, NamedTuple

from nq42check.reading import Mapping, Node, Refused, Sequence, decode, parse, refused

MAX_BYTES = 1 << 20
SUFFIXES = (".yaml", ".yml")


class Source(NamedTuple):
    """One file as read: the path a report shows, its bytes' SHA-256, and its nodes or why there are none."""

    path: str
    sha256: str | None
    node: Node | None
    refusal: Refused | None


def shipped(folder: str) -> list[str]:
    """The YAML files of `folder` ("baselines", "rules") as they ship, sorted by name.

    They lie inside the installed package, or beside it in a checkout.
    """
    package = os.path.dirname(os.path.realpath(__file__))
    inside = os.path.join(package, folder)
    return yaml_files(inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), folder))


def yaml_files(folder: str) -> list[str]:
    """The YAML files in `folder`, sorted by name."""
    return sorted(entry.path for entry in os.scandir(folder) if entry.name.lower().endswith(SUFFIXES))


def read(path: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most `max_bytes`. Raises Refused."""
    try:
        # Opened without waiting, so that a FIFO that nobody writes to is refused and not waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise refused("unreadable.not-a-file")
            return read_stream(file, max_bytes)
    except FileNotFoundError:
        raise refused("unreadable.missing") from None
    except IsADirectoryError:
        raise refused("unreadable.not-a-file") from None
    except PermissionError:
        raise refused("unreadable.forbidden") from None
    except (OSError, ValueError) as error:
        raise refused("unreadable.other", reason=getattr(error, "strerror", None) or str(error)) from None


def read_stream(stream: BinaryIO | RawIOBase, max_bytes: int) -> bytes:
    """All that `stream` holds, at most `max_bytes`. Raises Refused."""
    data = bytearray()
    while len(data) <= max_bytes and (chunk := stream.read(max_bytes + 1 - len(data))):
        data += chunk
    if len(data) > max_bytes:
        raise refused("limit.bytes", limit=max_bytes // 1024)
    return bytes(data)


def load(path: str) -> Node:
    """The nodes of the YAML file at `path`. Raises Refused."""
    return parse(decode(read(path)))


def source(path: str, stream: BinaryIO | None, max_bytes: int) -> Source:
    """The file at `path`, or the bytes of `stream` under the name `path`."""
    from hashlib import sha256

    digest = None
    try:
        data = read(path, max_bytes) if stream is None else read_stream(stream, max_bytes)
        digest = sha256(data).hexdigest()
        return Source(shown(path), digest, parse(decode(data)), None)
    except Refused as refusal:
        return Source(shown(path), digest, None, refusal)


def shown(path: str) -> str:
    """`path` as reports show it: relative to the working folder, with forward slashes."""
    return relative(path).replace(os.sep, "/")


def relative(path: str, folder: str = os.curdir) -> str:
    """`path` as seen from `folder`; unchanged where no way leads there."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # another drive, on Windows
        return path


def plan_paths(paths: Iterable[str]) -> list[str]:
    """The files that `paths` name, each once, in the order in which reports show them.

    Files are taken as given; of a folder every YAML file below it but hidden ones. Links to folders are not followed.
    """
    found: dict[str, str] = {}
    for path in paths:
        for file in _below(path) if os.path.isdir(path) else [path]:
            found.setdefault(os.path.abspath(file), file)
    return sorted(found.values(), key=shown)


def _below(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield os.path.join(parent, name)


def other_kind(node: Node | None) -> str | None:
    """What a file that is no plan is: "catalogue", "rules", "known", "baseline"; None for what may be a plan."""
    if type(node) is not Mapping or "province" in node.entries:
        return None
    if {"indicators", "operators"} & node.entries.keys():
        return "catalogue"
    for kind in ("rules", "known"):
        if kind in node.entries:
            return kind
    targets = node.entries.get("targets")
    first = targets.items[0] if type(targets) is Sequence and targets.items else None
    if type(first) is Mapping and {"binds", "evidence"} & first.entries.keys():
        return "baseline"
    return None
