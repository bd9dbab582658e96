"""Plans as they are on disk or were at a revision of the repository."""

import os
import posixpath
import re
import shlex
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import NamedTuple

from nq42check.cli.place import Place
from nq42check.reading.nodes import Problem
from nq42check.run.checking import day_of
from nq42check.run.files import MAX_BYTES, MAX_DOCUMENT, Snapshot, is_yaml
from nq42check.run.inputs import Input, is_among

# As git splits it: a colon in braces belongs to the revision; "" and ":0" are the index; ":/words" has no path.
_AT_REVISION = re.compile(r"(?!:/)(:[0-3](?=:)|(?:[^:{\n]|\{[^}\n]*\})*):(.*)", re.DOTALL)
_SAFE_DIRECTORY = re.compile(r"git config .*safe\.directory (.*)")
_AMBIGUOUS = re.compile(rb"warning: refname '(.*)' is ambiguous")
_COMMITTED = re.compile(rb"^committer .* (\d{1,11}) [-+]\d{4}$", re.MULTILINE)
_SUBMODULE = "160000"
_NO_FILES = {"120000": "unreadable.git-link", _SUBMODULE: "unreadable.git-submodule"}

# With these git would answer for another repository than the one that this runs in, or with other contents.
_ELSEWHERE = frozenset(
    (
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE"),
        *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    )
)

_NO_REVISION = ("usage.revision", "usage.revision-shallow", "usage.git-nowhere", "usage.no-git")

_Process = subprocess.Popen[bytes]


class NoVersions(Exception):
    """A name that stands for no files: `reason` is the id of the message that says why, and `fields` fill it."""

    def __init__(self, reason: str, /, **fields: str) -> None:
        super().__init__(reason)
        self.reason, self.fields = reason, fields


def versions(name: str, place: Place) -> Iterator[Input]:
    """The files that `name` stands for: a file, the YAML files of a folder, or either at a revision (`HEAD~1:plans`).

    What the settings of `place` leave out on disk is left out of a revision too. A file of which git has no bytes to
    give has a `problem`. Raises NoVersions.
    """
    if not os.path.lexists(name):
        if split := _AT_REVISION.fullmatch(name):
            yield from _in_git(split[1], split[2].replace(os.sep, "/"), place)
            return
        _refuse_revision(name)
    yield from place.inputs([name]).files


def _refuse_revision(name: str) -> None:
    """Refuse a name that git knows as a revision, which lacks a path. Raises NoVersions."""
    try:
        _, folder = _repository()
        _tree(name)
    except NoVersions:
        return  # a path that is missing
    raise NoVersions("usage.revision-alone", folder=folder)


def at_revision(revision: str, max_bytes: int = MAX_BYTES) -> Snapshot:
    """All that the repository had at `revision`, by the paths that it has or would have on disk. Raises NoVersions."""
    top, _ = _repository()
    entries = {os.path.abspath(os.path.join(top, entry.path)): entry for entry in _entries(revision, "", top)}

    def contents(paths: list[str], *, documents: bool = False) -> Iterator[bytes | Problem]:
        limit = MAX_DOCUMENT if documents else max_bytes
        with _started("cat-file", "--batch-check") as sizes, _started("cat-file", "--batch") as objects:
            yield from [_bytes_of(entries[path], sizes, objects, limit) for path in paths]

    return Snapshot(entries, contents, (path for path, entry in entries.items() if entry.mode == _SUBMODULE))


def named_revision(name: str) -> tuple[str | None, str | None]:
    """The revision and the path that `name` stands for: no revision for a path on disk, no path for all of a revision.

    Raises NoVersions, also where it is both: what is judged must not choose by a file's name what is looked at.
    """
    split = _AT_REVISION.fullmatch(name)
    if os.path.lexists(name):
        if is_revision(split[1] if split else name):
            raise NoVersions("usage.revision-or-path", path=name)
        return None, name
    if split:
        top, folder = _repository()
        return split[1], os.path.join(top, _from_top(split[2].replace(os.sep, "/"), folder))
    try:
        _tree(name)
    except NoVersions as error:
        if error.reason == "usage.revision-ambiguous":
            raise
        return None, name  # a path that is missing
    return name, None


def committed(name: str) -> date | None:
    """The day, in Việt Nam, on which the revision in `name` was committed; None for a path on disk and for the index.

    `name` is one for which `versions` has found files. Where git does not tell, it is not known.
    """
    split = None if os.path.lexists(name) else _AT_REVISION.fullmatch(name)
    if not split or not split[1]:
        return None
    try:
        with _started("cat-file", "--batch") as process:
            commit, _ = process.communicate(os.fsencode(f"{split[1]}^{{commit}}\n"))
    except NoVersions:
        return None
    stamp = _COMMITTED.search(commit)
    return day_of(datetime.fromtimestamp(int(stamp[1]), UTC)) if stamp else None


def is_revision(name: str) -> bool:
    """Whether git knows a revision by this name, or the index. Raises NoVersions where git refuses to tell."""
    try:
        return not name or name.startswith(":") or is_unborn(name) or bool(_tree(name))
    except NoVersions as error:
        if error.reason in _NO_REVISION:
            return False
        raise


def is_unborn(revision: str) -> bool:
    """Whether `revision` is the branch at hand, on which nothing was committed yet."""
    try:
        return revision == "HEAD" and not _git("rev-list", "--max-count=1", "--all").strip()
    except NoVersions:
        return False


def to_fetch(revision: str) -> str:
    """The command that fetches `revision`, which this clone lacks, from where it comes."""
    remotes = os.fsdecode(_git("remote")).split()
    remote, _, branch = revision.partition("/")
    known = branch and remote in (*remotes, "origin")
    shallow = _git("rev-parse", "--is-shallow-repository").strip() == b"true"
    wanted = (remote, branch) if known else (next(iter(remotes), "origin"), revision)
    return shlex.join(["git", "fetch", *(["--depth=1"] if shallow else []), *wanted])


class _Entry(NamedTuple):
    """What git has at a path from the repository's top: its mode, and the id of its contents."""

    mode: str
    id: str
    path: str


def _in_git(revision: str, path: str, place: Place) -> Iterator[Input]:
    """What `path` names at a revision, of a folder the plans below it. Raises NoVersions."""
    named = [os.path.abspath(declared) for declared in place.named]
    top, folder = _repository()
    path = _from_top(path, folder)
    entries = _entries(revision, path, top) or _on_the_way(revision, path, top)
    if path and not entries:
        raise NoVersions("usage.revision-path", revision=revision or ":0", path=path)
    depth = len(path.split("/")) if path else 0
    below = (entry for entry in entries if _is_meant(entry, depth))
    meant = [entry for entry in below if not place.excluded_by(os.path.join(top, entry.path))]
    with _started("cat-file", "--batch-check") as sizes, _started("cat-file", "--batch") as contents:
        for entry in meant:
            given = entry.path == path or is_among(os.path.abspath(os.path.join(top, entry.path)), named)
            data, name = _bytes_of(entry, sizes, contents), f"{revision}:{entry.path}"
            yield Input(name, None, given, data) if isinstance(data, Problem) else Input(name, BytesIO(data), given)


def _from_top(path: str, folder: str) -> str:
    """`path` from the repository's top; as in git, one that begins with a dot starts at `folder`. Raises NoVersions."""
    relative = path.partition("/")[0] in (".", "..")
    parts = posixpath.normpath(posixpath.join(folder if relative else "", path)).strip("/").split("/")
    if parts[0] == "..":
        raise NoVersions("usage.revision-outside", path=path)
    return "" if parts == ["."] else "/".join(parts)


def _is_meant(entry: _Entry, depth: int) -> bool:
    """Whether `entry` was named, `depth` folders deep, or is a plan or submodule below; hidden ones are not meant."""
    below = entry.path.split("/")[depth:]
    if any(part.startswith(".") for part in below):
        return False
    return not below or entry.mode == _SUBMODULE or is_yaml(below[-1])


def _on_the_way(revision: str, path: str, top: str) -> list[_Entry]:
    """The link or submodule that a part of `path` names: what lies beyond is not in this revision."""
    entries = _entries(revision, path.partition("/")[0], top) if path else []
    return [entry for entry in entries if entry.mode in _NO_FILES and path.startswith(f"{entry.path}/")]


def _entries(revision: str, path: str, top: str) -> list[_Entry]:
    """What a revision or the index has at `path` and below it. Raises NoVersions."""
    start = ("--literal-pathspecs", "-C", top)
    end = ("--", path) if path else ()
    if not revision or revision.startswith(":"):
        rows = _rows(_git(*start, "ls-files", "--stage", "-z", *end))
        return [_Entry(mode, id, file) for (mode, id, stage), file in rows if stage == (revision[1:] or "0")]
    rows = _rows(_git(*start, "ls-tree", "-r", "-z", _tree(revision), *end))
    return [_Entry(mode, id, file) for (mode, _, id), file in rows]


def _rows(listed: bytes) -> Iterator[tuple[list[str], str]]:
    """The fields and the path of each entry that git lists."""
    for row in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        fields, _, path = row.partition("\t")
        yield fields.split(), path


def _bytes_of(entry: _Entry, sizes: _Process, contents: _Process, max_bytes: int = MAX_BYTES) -> bytes | Problem:
    """The bytes of a file, or why there are none; git is not asked for more than `max_bytes` of them."""
    if entry.mode in _NO_FILES:
        return Problem(_NO_FILES[entry.mode])
    size = _size(entry.id, sizes)
    if size is not None and size > max_bytes:
        return Problem("limit.bytes", fields={"limit": max_bytes // 1024})
    if size is None or _size(entry.id, contents) is None:
        return Problem("unreadable.git-blob")
    assert contents.stdout
    data = contents.stdout.read(size + 1)[:-1]  # a line end follows
    return data if len(data) == size else Problem("unreadable.git-blob")


def _size(id: str, process: _Process) -> int | None:
    """How many bytes git says it has under `id`; None where it has none."""
    assert process.stdin and process.stdout
    try:
        os.write(process.stdin.fileno(), f"{id}\n".encode())  # past a buffer that could not be closed if git had died
        _, _, size = process.stdout.readline().split()
        return int(size)
    except (OSError, ValueError):
        return None


def _repository() -> tuple[str, str]:
    """The way from the working folder to the repository's top, and the way back. Raises NoVersions."""
    up, _, folder = os.fsdecode(_git("rev-parse", "--show-cdup", "--show-prefix")).partition("\n")
    return up, folder.removesuffix("\n")


def _tree(revision: str) -> str:
    """The id of all that is in the repository at `revision`. Raises NoVersions."""
    warned = ("-c", "core.warnAmbiguousRefs=true")
    answer = _git(*warned, "cat-file", "--batch-check", asked=os.fsencode(f"{revision}^{{tree}}\n")).split()
    if len(answer) == 3 and answer[1] == b"tree":
        return answer[0].decode()
    shallow = _git("rev-parse", "--is-shallow-repository").strip() == b"true"
    raise NoVersions("usage.revision-shallow" if shallow else "usage.revision", revision=revision)


def _started(*args: str, stderr: int = subprocess.DEVNULL) -> _Process:
    """A git that asks nobody for a password, and complains in English. Raises NoVersions where there is none."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    world = {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
    try:
        return subprocess.Popen(["git", *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, env=world)
    except OSError:
        raise NoVersions("usage.no-git") from None


def _git(*args: str, asked: bytes = b"") -> bytes:
    """What git answers. Raises NoVersions with the reason where it does not."""
    with _started(*args, stderr=subprocess.PIPE) as process:
        answer, complaint = process.communicate(asked)
    if process.returncode:
        raise _reason(complaint.decode("utf-8", "replace").strip(), process.returncode)
    if ambiguous := _AMBIGUOUS.search(complaint):  # a tag may stand before the branch that was meant
        raise NoVersions("usage.revision-ambiguous", revision=os.fsdecode(ambiguous[1]))
    return answer


def _reason(complaint: str, code: int) -> NoVersions:
    """Why git gave no answer, by what it wrote on standard error."""
    if command := _SAFE_DIRECTORY.search(complaint):
        return NoVersions("usage.git-owner", folder=command[1], command=command[0])
    if "not a git repository (or any" in complaint:
        return NoVersions("usage.git-nowhere", folder=os.getcwd())
    last = complaint.rpartition("\n")[2] or f"exit {code}"
    return NoVersions("usage.git-failed", reason=last.removeprefix("fatal: ").removeprefix("error: "))
