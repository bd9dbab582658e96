"""A folder of pages as the place of a report: an overview and a page for each plan, all of them or none."""

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Self

from nq42check.cli.outputs import Sink, failures, leads_out, mode_of
from nq42check.reports import OVERVIEW, PAGES, Page

_OWN = b'<meta name="generator" content="nq42check '
_HEAD = 512
"""In so many bytes at its beginning a page says that it is ours."""

_ENDS = os.sep + "/"
_BEFORE = "before"
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What a system leaves in a folder that somebody has looked at."""


class Folder(Sink):
    """The folder at `path`, which keeps the report that it had until all of the new one is written.

    It may be new, empty, or hold what an earlier run wrote; hidden files stay as they are. No link is followed. Raises
    OutputFailed where it has anything else, or cannot be written.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._pages = os.path.join(path, PAGES)

    def __enter__(self) -> Self:
        """Make it, where it is not there, and a folder in it that takes the report, under a name nobody can foresee."""
        from tempfile import mkdtemp

        with failures(self._path), ExitStack() as undo:
            if os.path.islink(self._path.rstrip(_ENDS)):
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            if leads_out(self._path):
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
            if not os.path.isdir(self._path):
                if os.path.lexists(self._path.rstrip(_ENDS)):
                    raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
                os.mkdir(self._path)
                undo.callback(_remove, self._path)  # once the report is there, it is not empty and stays
            _check(self._path)
            self._mode = mode_of(os.path.join(self._path, OVERVIEW))
            self._unfinished = mkdtemp("", ".nq42check-", self._path)
            undo.callback(self._clear)
            os.mkdir(self._at(PAGES))
            self._file = open(self._at(OVERVIEW), "w", encoding="utf-8", errors="backslashreplace", newline="")
            self._undo = undo.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Put the report in its place; after a failure leave nothing behind."""
        with self._undo:
            if kind is not None:
                with suppress(OSError):
                    self._file.close()
                return
            with failures(self._path):
                self._file.close()
                self._put()

    def write(self, text: str) -> None:
        """Add `text` to the overview."""
        with failures(self._path):
            self._file.write(text)

    def add(self, page: Page) -> None:
        """Write `page`; no two have one name."""
        with failures(self._path):
            place = self._at(*page.name.split("/"))
            with open(place, "x", encoding="utf-8", errors="backslashreplace", newline="") as file:
                file.write(page.text)
            os.chmod(place, self._mode)

    def _at(self, *parts: str) -> str:
        """A place in the folder that takes the report."""
        return os.path.join(self._unfinished, *parts)

    def _put(self) -> None:
        """Move the pages to their place, and at last the overview. Raises OSError."""
        _check(self._path)
        os.chmod(self._at(OVERVIEW), self._mode)
        if os.path.isdir(self._pages):
            os.chmod(self._at(PAGES), os.stat(self._pages).st_mode & 0o7777)
            os.rename(self._pages, self._at(_BEFORE))
        os.rename(self._at(PAGES), self._pages)
        os.replace(self._at(OVERVIEW), os.path.join(self._path, OVERVIEW))

    def _clear(self) -> None:
        """Remove what is unfinished; or, where the report is in its place, the pages that were there before."""
        if os.path.lexists(self._at(OVERVIEW)):
            self._take_back()
        else:
            _remove_files(self._at(_BEFORE))
        _remove_files(self._at(PAGES))
        _remove_files(self._unfinished)

    def _take_back(self) -> None:
        """Give the earlier pages their place again, where they have lost it."""
        with suppress(OSError):
            if not os.path.lexists(self._at(PAGES)):
                os.rename(self._pages, self._at(PAGES))
            if os.path.lexists(self._at(_BEFORE)):
                os.rename(self._at(_BEFORE), self._pages)


def _check(folder: str) -> None:
    """That all in `folder` is a report of ours, hidden, or a system's. Raises OSError."""
    for entry in _foreign(folder):
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), os.path.relpath(entry.path, folder))


def _foreign(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == PAGES and entry.is_dir(follow_symlinks=False):
                with os.scandir(entry.path) as pages:
                    yield from (page for page in pages if not _is_page(page) and page.name not in _LITTER)
            elif not (
                entry.name.startswith(".") or entry.name in _LITTER or (entry.name == OVERVIEW and _is_page(entry))
            ):
                yield entry


def _is_page(entry: os.DirEntry[str]) -> bool:
    """Whether a file is a page that an earlier run wrote, as its beginning says."""
    if not entry.name.endswith(".html") or not entry.is_file(follow_symlinks=False):
        return False
    with open(entry.path, "rb") as file:
        return _OWN in file.read(_HEAD)


def _remove_files(folder: str) -> None:
    """Remove the files in `folder`, which is ours alone, and `folder` itself where it has nothing else."""
    with suppress(OSError):
        for entry in [*os.scandir(folder)]:
            if entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)
    _remove(folder)


def _remove(folder: str) -> None:
    """Remove `folder`, where it is empty."""
    with suppress(OSError):
        os.rmdir(folder)
