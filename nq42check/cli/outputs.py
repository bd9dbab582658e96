"""Where reports go: standard output, files that are written whole or not at all, devices, the summary of a job."""

import errno
import os
import re
import select
import stat
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Self

from nq42check.inert import on_console
from nq42check.reports import Page
from nq42check.run.files import real
from nq42check.run.inputs import is_among

_MOST_OF_SUMMARY = 1 << 20
"""The most bytes that GitHub takes as the summary of a step, over all that is run in it."""

_READER_GONE = (errno.EPIPE, errno.EINVAL)  # EINVAL is what Windows says
_MOST_LINKS = 40


class OutputFailed(Exception):
    """A report cannot be written to `file` (None for standard output); `error` is the system's reason."""

    def __init__(self, file: str | None, error: OSError) -> None:
        super().__init__(file, error)
        self.file, self.error = file, error


class Sink(ABC):
    """Takes a report bit by bit; on leaving it without a failure the report is whole."""

    def __enter__(self) -> Self:
        """Open it, where there is anything to open."""
        return self

    @abstractmethod
    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Finish it; after a failure leave nothing behind."""

    @abstractmethod
    def write(self, text: str) -> None:
        """Add `text`."""

    def add(self, page: Page) -> None:
        """Add a page of its own, which only a folder takes."""
        raise NotImplementedError

    def flush(self) -> None:  # noqa: B027 (most have nobody who reads before all is written)
        """Hand on what was written, where a reader may be waiting."""


class StandardOutput(Sink):
    """Standard output; a reader that has gone away is no fault.

    `shown` gives what a reader gets of a text, by default one without lines that are commands for a CI's runner.
    """

    ended = False
    """Whether it takes nothing any more: its reader has gone away, or it could not be written."""

    def __init__(self, shown: Callable[[str], str] = on_console) -> None:
        self._shown = shown

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Hand on what was written; where the run is told to end, do not wait for a reader."""
        if _told_to_end(kind):
            _drop(sys.stdout)
        else:
            self.flush()

    def write(self, text: str) -> None:
        """Write `text`."""
        try:
            sys.stdout.write(self._shown(text))
        except OSError as error:
            self._stop(error)

    def flush(self) -> None:
        """Hand on what was written."""
        try:
            sys.stdout.flush()
        except OSError as error:
            self._stop(error)

    def _stop(self, error: OSError) -> None:
        """Let the rest go nowhere, where the reader has gone; else raise `error`."""
        StandardOutput.ended = True
        _drop(sys.stdout)
        if error.errno not in _READER_GONE:
            raise OutputFailed(None, error) from None


def reader_is_gone() -> bool:
    """Whether nobody reads standard output any more, as far as the system says so without being written to."""
    with suppress(OSError, ValueError, AttributeError):  # no stream of the system; no such question on Windows
        asked = select.poll()
        asked.register(sys.stdout.fileno(), 0)
        return StandardOutput.ended or any(event & (select.POLLERR | select.POLLHUP) for _, event in asked.poll(0))
    return StandardOutput.ended


def _told_to_end(kind: type[BaseException] | None) -> bool:
    """Whether a run ends by an interrupt or a signal."""
    return kind is not None and not issubclass(kind, Exception)


def _drop(stream: IO[str]) -> None:
    """Let what `stream` still holds go nowhere, now and when the process ends."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class WholeFile(Sink):
    """The file at `path`, which keeps what it had until all is written.

    No link is followed. Raises OutputFailed where the file cannot be written.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> Self:
        """Open the file beside it that takes the report, under a name that nobody can foresee."""
        from tempfile import mkstemp

        folder = os.path.dirname(self._path) or os.curdir
        with failures(self._path):
            self._mode = mode_of(self._path)
            if leads_out(folder):
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
            descriptor, self._unfinished = mkstemp(".tmp", ".nq42check-", folder)
            self._file = open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Put the report in its place; after a failure leave nothing behind."""
        try:
            if kind is not None:
                with suppress(OSError):
                    self._file.close()
                return
            with failures(self._path):
                self._file.close()
                os.chmod(self._unfinished, self._mode)
                self._put()
        finally:
            with suppress(FileNotFoundError):  # it is in its place
                os.unlink(self._unfinished)

    def write(self, text: str) -> None:
        """Add `text`."""
        with failures(self._path):
            self._file.write(text)

    def _put(self) -> None:
        """Give what is written its place. Raises OSError."""
        os.replace(self._unfinished, self._path)


def mode_of(path: str) -> int:
    """The mode of the file at `path`, or that of a new one. Raises OSError where a link or a folder is there."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        mask = os.umask(0o077)  # it can be read only by setting it
        os.umask(mask)
        return 0o666 & ~mask
    for kind, number in ((stat.S_ISLNK, errno.ELOOP), (stat.S_ISDIR, errno.EISDIR)):
        if kind(mode):
            raise OSError(number, os.strerror(number))
    return stat.S_IMODE(mode)


def leads_out(folder: str) -> bool:
    """Whether `folder` lies in the working folder by its path, but a link on the way leads elsewhere."""
    try:
        here = real(os.getcwd())
    except FileNotFoundError:  # nothing lies in a working folder that is gone
        return False
    if is_among(real(folder), (here,)):
        return False
    above = os.path.abspath(folder)
    while not is_among(real(above), (here,)):
        above, below = os.path.dirname(above), above
        if above == below:
            return False
    return True


class _Device(Sink):
    """What is at `path` and no file: a terminal, a pipe, or one of the streams that this process was given.

    Raises OutputFailed where it takes nothing.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> Self:
        """Open it; a stream goes on where it is, also in a file."""
        with failures(self._path):
            given = _descriptor_at(self._path)
            target = self._path if given is None else os.dup(given)
            self._stream = open(target, "w", encoding="utf-8", errors="backslashreplace", newline="")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Hand on what was written; where the run is told to end, do not wait for a reader."""
        if _told_to_end(kind):
            _drop(self._stream)
        with failures(self._path):
            self._stream.close()

    def write(self, text: str) -> None:
        """Write `text`."""
        with failures(self._path):
            self._stream.write(text)

    def flush(self) -> None:
        """Hand on what was written."""
        with failures(self._path):
            self._stream.flush()


class Summary(Sink):
    """The file at `path` to which the runs of a step each add their summary; what it has is neither read nor changed.

    It is a convenience: nothing fails for it. `lost` is why it did not take all that was written, None where it did.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.lost: OSError | None = None
        self._parts: list[bytes] = []

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Add what was written; after a failure nothing."""
        if kind is None:
            try:
                self._add()
            except OSError as error:
                self.lost = error

    def write(self, text: str) -> None:
        """Keep `text`."""
        self._parts.append(text.encode("utf-8", "backslashreplace"))

    def _add(self) -> None:
        """Add as many of the texts as there is room for. Raises OSError where that are not all."""
        given = _descriptor_at(self.path)
        with open(self.path if given is None else os.dup(given), "ab", opener=_open_to_add) as file:
            room = _MOST_OF_SUMMARY - os.fstat(file.fileno()).st_size
            for part in self._parts:
                room -= len(part)
                if room < 0:
                    raise OSError(errno.EMSGSIZE, os.strerror(errno.EMSGSIZE))
                file.write(part)


def _open_to_add(path: str, flags: int) -> int:
    """Open `path`, but no link, and do not wait for the reader of a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)


def sink(file: str | None, summary: str | None = None) -> Sink:
    """What takes a report that is to go to `file`, standard output where it is None; `summary` is the job's."""
    if file is None:
        return StandardOutput()
    if file == summary:
        return Summary(file)
    no_file = os.path.exists(file) and not os.path.isfile(file) and not os.path.isdir(file)
    return _Device(file) if no_file or _descriptor_at(file) is not None else WholeFile(file)


def is_folder(file: str) -> bool:
    """Whether a report that goes to `file` is a folder of pages: as its last sign says."""
    return file.endswith((os.sep, "/"))


def is_standard_output(file: str) -> bool:
    """Whether `file` is another name of standard output: -, /dev/stdout, or a link to it."""
    return file == "-" or _descriptor_at(file) == 1


def _descriptor_at(path: str) -> int | None:
    """The descriptor of this process that `path`, or the link there, stands for, as /dev/stdout does for 1."""
    own = re.compile(rf"/(?:dev|proc/(?:self|thread-self|{os.getpid()}))/fd/(\d{{1,9}})")
    with suppress(OSError, ValueError):
        for _ in range(_MOST_LINKS):
            path = os.path.abspath(path)
            if descriptor := own.fullmatch(path):
                return int(descriptor[1])
            path = os.path.join(os.path.dirname(path), os.readlink(path))
    return None


@contextmanager
def failures(file: str) -> Iterator[None]:
    """Tell what the system refuses in the terms of this module."""
    try:
        yield
    except OSError as error:
        raise OutputFailed(file, error) from None


def write(text: str) -> None:
    """Write one whole text to standard output."""
    with StandardOutput() as output:
        output.write(text)
