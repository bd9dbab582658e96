"""Where reports go: standard output, or files that are written whole or not at all."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, Self

_READER_GONE = (errno.EPIPE, errno.EINVAL)  # EINVAL is what Windows says


class OutputFailed(Exception):
    """A report cannot be written to `file` (None for standard output); `error` is the system's reason."""

    def __init__(self, file: str | None, error: OSError) -> None:
        super().__init__(file, error)
        self.file, self.error = file, error


class Sink(Protocol):
    """Takes a report bit by bit; on leaving it without a failure the report is whole."""

    def __enter__(self) -> Self:
        """Open it."""
        ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Finish it; after a failure leave nothing behind."""
        ...

    def write(self, text: str) -> None:
        """Add `text`."""
        ...

    def flush(self) -> None:
        """Hand on what was written, where a reader may be waiting."""
        ...


class StandardOutput:
    """Standard output; a reader that has gone away is no fault."""

    def __init__(self) -> None:
        self._open = True

    def __enter__(self) -> Self:
        """It is open already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hand on what was written."""
        self.flush()

    def write(self, text: str) -> None:
        """Write `text`, unless nobody reads any more."""
        try:
            if self._open:
                sys.stdout.write(text)
        except OSError as error:
            self._stop(error)

    def flush(self) -> None:
        """Hand on what was written."""
        try:
            sys.stdout.flush()
        except OSError as error:
            self._stop(error)

    def _stop(self, error: OSError) -> None:
        """Write no more, where the reader has gone; else raise `error`."""
        if error.errno not in _READER_GONE:
            raise OutputFailed(None, error) from None
        self._open = False
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class WholeFile:
    """The file at `path`, which keeps what it had until all is written. Raises OutputFailed where that cannot be."""

    def __init__(self, path: str) -> None:
        self._path, self._real = path, os.path.realpath(path)  # a link stays, what it leads to is written
        folder, name = os.path.split(self._real)
        self._unfinished = os.path.join(folder, f".{name}.{os.getpid()}.tmp")

    def __enter__(self) -> Self:
        """Open the file beside it that takes the report."""
        with _failures(self._path):
            self._file = open(self._unfinished, "w", encoding="utf-8", errors="backslashreplace", newline="")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Put the report in its place; after a failure leave nothing behind."""
        whole = False
        try:
            with _failures(self._path):
                self._file.close()
                if kind is None:
                    if os.path.exists(self._real):
                        os.chmod(self._unfinished, os.stat(self._real).st_mode)
                    os.replace(self._unfinished, self._real)
                    whole = True
        finally:
            if not whole:
                os.unlink(self._unfinished)

    def write(self, text: str) -> None:
        """Add `text`."""
        with _failures(self._path):
            self._file.write(text)

    def flush(self) -> None:
        """Nothing: nobody reads the file before it is whole."""


class Device:
    """What is at `path` and no file: a terminal, a pipe. Raises OutputFailed where it takes nothing."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> Self:
        """Open it."""
        with _failures(self._path):
            self._stream = open(self._path, "w", encoding="utf-8", errors="backslashreplace", newline="")
        return self

    def __exit__(self, *_: object) -> None:
        """Hand on what was written."""
        with _failures(self._path):
            self._stream.close()

    def write(self, text: str) -> None:
        """Write `text`."""
        with _failures(self._path):
            self._stream.write(text)

    def flush(self) -> None:
        """Hand on what was written."""
        with _failures(self._path):
            self._stream.flush()


@contextmanager
def _failures(file: str | None) -> Iterator[None]:
    """Tell what the system refuses in the terms of this module."""
    try:
        yield
    except OSError as error:
        raise OutputFailed(file, error) from None


class AppendedFile(WholeFile):
    """The file at `path`, which keeps what it had before what is written."""

    def __enter__(self) -> Self:
        """Open the file beside it and begin with what it had."""
        super().__enter__()
        if os.path.exists(self._path):
            with open(self._path, encoding="utf-8", newline="") as before:
                self.write(before.read())
        return self


def write(text: str) -> None:
    """Write one whole text to standard output."""
    with StandardOutput() as output:
        output.write(text)
