"""Plans as they are on disk or were at a revision of the repository."""

import os
import subprocess
from io import BytesIO
from typing import NamedTuple

from nq42check.files import SUFFIXES, plan_paths


class Version(NamedTuple):
    """A file as it is on disk (`stream` is None), or as it was, with its bytes."""

    path: str
    stream: BytesIO | None = None


class UnknownRevision(Exception):
    """Neither a path nor something that git knows; the text is git's reason, where it gives one."""


class NoGit(Exception):
    """There is no git to ask for a revision."""


def versions(name: str) -> tuple[Version, ...]:
    """The files that `name` stands for: a file, the YAML files of a folder, or either at a revision (`HEAD~1:plans`).

    Raises UnknownRevision and NoGit.
    """
    if os.path.lexists(name) or ":" not in name:
        return tuple(map(Version, plan_paths([name])))
    object_id = _git("rev-parse", "--verify", "--quiet", "--end-of-options", name).decode().strip()
    if not object_id:
        raise UnknownRevision(name)
    if _git("cat-file", "-t", object_id).strip() == b"blob":
        return (_in_git(name, object_id),)
    below = _git("ls-tree", "-r", "-z", "--full-tree", object_id).decode("utf-8", "surrogateescape")
    entries = [entry.split("\t", 1) for entry in below.split("\0") if entry]
    return tuple(
        _in_git(f"{name.rstrip('/')}/{path}", meta.split()[2])
        for meta, path in entries
        if path.lower().endswith(SUFFIXES) and not any(part.startswith(".") for part in path.split("/"))
    )


def _in_git(name: str, object_id: str) -> Version:
    return Version(name, BytesIO(_git("cat-file", "blob", object_id)))


def _git(*args: str) -> bytes:
    """What git answers. Raises UnknownRevision where it does not, NoGit where there is none."""
    try:
        done = subprocess.run(["git", *args], capture_output=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise NoGit from None
    if done.returncode:
        raise UnknownRevision(done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2])
    return done.stdout
