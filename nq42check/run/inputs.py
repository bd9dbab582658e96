"""Inputs: which files a run checks, and what lies beside them unchecked."""

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from io import BytesIO
from typing import BinaryIO, NamedTuple

from nq42check.reading.nodes import Problem
from nq42check.run.files import DISK, SCHEMA_FILE, Files, Snapshot, is_yaml, real, shown
from nq42check.run.kinds import is_document


class Input(NamedTuple):
    """A file to check: its path, or the bytes of `stream` under that name.

    One that was `given` by its own name, or that the settings name, may be something else than a plan; one that was
    found in a folder may not. `problem` is why it is not read, where that is known before. `sha256` is that of the
    document from which the bytes of `stream` were drafted.
    """

    path: str
    stream: BinaryIO | None = None
    given: bool = True
    problem: Problem | None = None
    sha256: str | None = None

    @property
    def may_be_document(self) -> bool:
        """Whether it may be a document as issued, by its name, and is still to be read."""
        return self.given and self.stream is None and self.problem is None and is_document(self.path)


class Inputs(NamedTuple):
    """The files to check, each once, in the order in which reports show them; and what else lies in the folders given.

    `unchecked` are files that look like plans and have another ending, or are hidden, but for documents that one of the
    files names as its source; `excluded` says how many of the files, and of these, each pattern leaves out.
    """

    files: list[Input]
    unchecked: list[str]
    excluded: Counter[str]


# What an officer, an editor or a merge leaves beside a plan: copies of it, documents of other programs.
_BESIDE = re.compile(
    r"(?:\.ya?ml(?:\..+|~| \(\d+\))|\.(?:bak|json|txt|docx?|xlsx?|odt|pdf))\Z", re.IGNORECASE | re.DOTALL
)

_DOCUMENT = re.compile(r"\.(?:txt|docx|pdf)\Z", re.IGNORECASE)

_KEPT = re.compile(r"(.+)\.bak\d*", re.DOTALL)


def inputs(
    paths: Iterable[str],
    named: Collection[str] = (),
    excluded_by: Callable[[str], str | None] = lambda path: None,
    files_in: Files = DISK,
) -> Inputs:
    """What `paths` stand for: a file for itself, a folder for the YAML files below it.

    `named` are files and folders of the settings, which are no plans; `excluded_by` gives the pattern that leaves out a
    path. A folder that cannot be read, and a link that leads out of the folder given, are files that cannot be read.
    """
    files: dict[str, Input] = {}
    unchecked: set[str] = set()
    excluded: dict[str, str] = {}
    settings = [absolute(path) for path in named]
    for path in paths:
        for file in _meant(path, files_in):
            name = file if isinstance(file, str) else file.path
            full = absolute(name)
            if pattern := excluded_by(name):
                excluded |= dict.fromkeys(_left_out(name, files_in), pattern)
            elif isinstance(file, str):
                if not is_among(full, settings):
                    unchecked.add(shown(name) + "/" * name.endswith(os.sep))
            elif file.given or full not in files:  # one that is found in a folder, too, was given all the same
                files[full] = file._replace(given=file.given or is_among(full, settings))
    chosen = sorted(files.values(), key=lambda file: shown(file.path))
    if isinstance(files_in, Snapshot):
        chosen = [_held(*pair) for pair in zip(chosen, files_in.contents(file.path for file in chosen), strict=True)]
    if any(map(_DOCUMENT.search, unchecked)):
        from nq42check.run.sources import named_by

        unchecked -= named_by((file.path, file.stream) for file in chosen)
    return Inputs(chosen, sorted(unchecked), Counter(excluded.values()))


def _meant(path: str, files: Files) -> Iterable[Input | str]:
    """The files to check that `path` stands for, and the paths of what is unchecked there."""
    if isinstance(files, Snapshot):
        names = files.below(path)
        return _below_in(path, names, files.closed) if names else [Input(path)]
    return _below(path) if os.path.isdir(path) else [Input(path)]


def plans_at(path: str) -> list[str]:
    """The paths of the files on disk that `path` stands for, whatever settings leave out of them."""
    return [file.path for file in _meant(path, DISK) if isinstance(file, Input)]


def _left_out(name: str, files: Files) -> Iterable[str]:
    """The full paths of what leaving out `name` leaves out: of a hidden folder the files with a plan's ending."""
    if not name.endswith(os.sep):
        return [absolute(name)]
    return filter(is_yaml, files.below(name)) if isinstance(files, Snapshot) else _hidden_plans(absolute(name))


def _held(file: Input, contents: bytes | Problem) -> Input:
    """A file of a snapshot, with its bytes or the reason why there are none."""
    return file._replace(problem=contents) if isinstance(contents, Problem) else file._replace(stream=BytesIO(contents))


def absolute(path: str) -> str:
    """`path` from the root of the file system; as it is where the working folder is gone."""
    try:
        return os.path.abspath(path)
    except OSError:
        return path


def is_among(path: str, paths: Iterable[str]) -> bool:
    """Whether an absolute path is one of `paths`, or lies in a folder that is."""
    return any(path == other or path.startswith(os.path.join(other, "")) for other in paths)


def _below(folder: str) -> Iterator[Input | str]:
    """The files to check in a folder and below it, and the paths of what is unchecked there."""
    home = real(folder)
    for parent, entries in _walk(folder):
        if entries is None:
            yield Input(parent, given=False, problem=Problem("unreadable.folder"))
            continue
        names = {entry.name for entry in entries}
        for entry in entries:
            is_plan = is_yaml(entry.name)
            if entry.is_symlink() and (is_plan or _is_folder(entry)):
                if not is_among(real(entry.path), (home,)):
                    yield Input(entry.path, given=False, problem=Problem("unreadable.link-out"))
                elif not _is_folder(entry):  # what a link to a folder leads to is met at its own place
                    yield Input(entry.path, given=False)
            elif _is_folder(entry):
                if _is_hidden(entry.name) and entry.name != ".git" and any(_hidden_plans(entry.path)):
                    yield os.path.join(entry.path, "")
            elif is_plan and not _is_hidden(entry.name):
                yield Input(entry.path, given=False)
            elif is_plan or _is_beside(entry.name, names):
                yield entry.path


def _below_in(folder: str, paths: Sequence[str], closed: Collection[str]) -> Iterator[Input | str]:
    """The same for a folder of a snapshot, of which `paths` are all that lies below it, those that are `closed` too."""
    beside: dict[str, set[str]] = {}
    for path in paths:
        beside.setdefault(os.path.dirname(path), set()).add(os.path.basename(path))
    for path in paths:
        *folders, name = os.path.relpath(path, absolute(folder)).split(os.sep)
        hidden = next((place for place, part in enumerate(folders) if _is_hidden(part)), None)
        if hidden is not None:
            if is_yaml(name):
                yield os.path.join(folder, *folders[: hidden + 1], "")
        elif (is_yaml(name) or path in closed) and not _is_hidden(name):
            yield Input(os.path.join(folder, *folders, name), given=False)
        elif is_yaml(name) or _is_beside(name, beside[os.path.dirname(path)]):
            yield os.path.join(folder, *folders, name)


def _walk(folder: str, *, hidden: bool = False) -> Iterator[tuple[str, list[os.DirEntry[str]] | None]]:
    """Each folder from `folder` down with its entries by name, None where it cannot be read; no link is followed.

    Hidden folders are entered only if `hidden`. It does not recurse, since folders may be nested a thousand deep.
    """
    waiting = [folder]
    while waiting:
        parent = waiting.pop()
        try:
            with os.scandir(parent) as unsorted:
                entries = sorted(unsorted, key=lambda entry: entry.name)
        except OSError:
            yield parent, None
            continue
        yield parent, entries
        below = (entry for entry in entries if _is_folder(entry) and not entry.is_symlink())
        waiting += [entry.path for entry in below if hidden or not _is_hidden(entry.name)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _is_beside(name: str, names: Collection[str]) -> bool:
    """Whether a file of another ending may have been meant as a plan; the copy that a command of ours keeps was not."""
    kept = _KEPT.fullmatch(name)
    own = name == SCHEMA_FILE or (kept is not None and kept[1] in names)
    return not own and _BESIDE.search(name) is not None


def _hidden_plans(folder: str) -> Iterator[str]:
    """The files with a plan's ending in a hidden folder and below it."""
    return (entry.path for _, entries in _walk(folder, hidden=True) for entry in entries or () if is_yaml(entry.name))
