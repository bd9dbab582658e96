"""The terminal and what else the system gives a run: its streams and signals, its width and colours, its servers."""

import os
import signal
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, TextIO, cast

from nq42check.inert import on_console
from nq42check.reports import USUAL_WIDTH

if TYPE_CHECKING:
    from threading import Timer

    from nq42check.reports.screen import Screen


class Progress:
    """How far a run is, on a terminal that shows nothing else, once it has taken more than a second."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._started = total, 0, time.monotonic()
        self._wanted = sys.stderr.isatty() and not sys.stdout.isatty() and not _is_dumb()
        self._shown = False

    def advance(self, files: int) -> None:
        """Count `files` more as done."""
        self._done += files
        if self._wanted and time.monotonic() - self._started > 1:
            sys.stderr.write(f"\r{self._done}/{self._total}")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        """Wipe the line before something else is written."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False


class Waiting:
    """Says on standard error, at a terminal, what is waited for, once that has taken more than a second."""

    def __init__(self, text: str) -> None:
        self._text, self._shown = text, False
        self._timer: Timer | None = None

    def __enter__(self) -> None:
        """Begin to wait."""
        if sys.stderr.isatty() and not _is_dumb() and not spoken():
            from threading import Timer

            self._timer = Timer(1, self._show)
            self._timer.daemon = True
            self._timer.start()

    def __exit__(self, *_: object) -> None:
        """Wipe the line, if there is one."""
        if self._timer:
            self._timer.cancel()
            self._timer.join()
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _show(self) -> None:
        self._shown = True
        sys.stderr.write(self._text)
        sys.stderr.flush()


def width() -> int:
    """How wide output is: as COLUMNS says, else as the terminal is; where neither says it, always the same."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < _LONGEST_WIDTH and int(asked):
        return int(asked)
    try:
        return (sys.stdout.isatty() and os.get_terminal_size(sys.stdout.fileno()).columns) or USUAL_WIDTH
    except (OSError, ValueError):
        return USUAL_WIDTH


_LONGEST_WIDTH = 6


def spoken() -> bool:
    """Whether the reader has output read aloud, as the variable ACCESSIBLE says."""
    return os.environ.get("ACCESSIBLE", "").lower() not in ("", "0", "false", "no")


def screen(color: str) -> "Screen":
    """What lays out what a person reads here; in `color` as `colored` has it."""
    from nq42check.reports.screen import Screen  # rich is imported for that alone

    return Screen(width(), color=colored(color))


def colored(choice: str) -> bool:
    """Whether to use colour, where the user chose "auto", "always" or "never"."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "").lower() not in ("", "0", "false")
    return forced or (sys.stdout.isatty() and not _is_dumb())


def _is_dumb() -> bool:
    """Whether the terminal shows escape sequences instead of obeying them."""
    return os.environ.get("TERM") in ("dumb", "unknown")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Messages:
    """A stream for people, such as standard error; what it does not take is lost, and nothing fails for it.

    No line is a command for a CI's runner.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write `text`, if that can be."""
        with suppress(OSError):
            self._stream.write(on_console(text))
        return len(text)

    def flush(self) -> None:
        """Hand on what was written, if that can be."""
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def prepare_streams() -> None:
    """Make of the standard streams what a run expects: there, in UTF-8, and messages that cannot fail."""
    _hold_closed_streams()
    _make_utf_8(sys.stdout)
    _make_utf_8(sys.stderr)
    if not isinstance(sys.stderr, Messages):
        sys.stderr = cast(TextIO, Messages(sys.stderr))


def _hold_closed_streams() -> None:
    """Where the caller closed standard input, output or error, keep its descriptor from the files that are opened.

    In its place stands a stream that fails as a closed one does: it cannot be read or written.
    """
    streams = (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_RDONLY))
    for name, mode, no_use in streams:  # in the order of their descriptors, for the lowest free one is taken
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, no_use)
            os.set_inheritable(descriptor, True)
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def _make_utf_8(stream: Any) -> None:
    """UTF-8 and plain line ends, whatever the system's code page."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def end_on_signals() -> None:
    """Have SIGTERM and SIGHUP end the run as an interrupt does, so that workers and unfinished files go with it.

    What the caller ignores (as nohup does) stays ignored.
    """
    for number in _ending():
        if signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):  # only the main thread may
                signal.signal(number, _end)


def end_at_once_on_signals() -> None:
    """Undo `end_on_signals` in a worker, which has nothing to put in order, and leave interrupts to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ending():
        if signal.getsignal(number) is _end:
            signal.signal(number, signal.SIG_DFL)


def _ending() -> list[signal.Signals]:
    """The signals that ask a process to end, as far as the system has them."""
    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _end(number: int, _: FrameType | None) -> None:
    """Leave by way of all that has to be put in order, which no other such signal disturbs."""
    for ending in _ending():
        signal.signal(ending, signal.SIG_IGN)
    sys.exit(128 + number)


def usual_formats() -> tuple[tuple[str, str | None], ...]:
    """The formats that are read where this runs, each with the file that takes it (None for standard output).

    Annotations and a summary in GitHub Actions, code quality in GitLab CI, elsewhere a table.
    """
    if os.environ.get("GITHUB_ACTIONS") == "true":
        summary = summary_file()
        return (("github", None), ("markdown", summary)) if summary else (("github", None),)
    return (("gitlab" if os.environ.get("GITLAB_CI") == "true" else "table", None),)


def summary_file() -> str | None:
    """The file to which every step of a GitHub job adds its summary, where there is one."""
    return os.environ.get("GITHUB_STEP_SUMMARY")


def repository() -> str | None:
    """The root of the repository, where the server that runs this says what it is."""
    return os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or None
