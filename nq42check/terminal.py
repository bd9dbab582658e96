"""The terminal: how wide it is, whether it has colours, and how far a run is."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO


class Progress:
    """How far a run is, on a terminal that shows nothing else, once it has taken more than a second."""

    def __init__(
        self,
        total: int,
        stream: TextIO = sys.stderr,
        output: TextIO = sys.stdout,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total, self._done, self._stream, self._clock, self._started = total, 0, stream, clock, clock()
        self._wanted = stream.isatty() and not output.isatty()
        self._shown = False

    def advance(self, files: int) -> None:
        """Count `files` more as done."""
        self._done += files
        if self._wanted and self._clock() - self._started > 1:
            self._stream.write(f"\r{self._done}/{self._total}")
            self._stream.flush()
            self._shown = True

    def clear(self) -> None:
        """Wipe the line before something else is written."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._shown = False


def width() -> int:
    """The terminal's width; where output goes elsewhere, always the same."""
    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 80


def colored(choice: str) -> bool:
    """Whether to use colour, where the user chose "auto", "always" or "never"."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_utf_8(stream: Any) -> None:
    """UTF-8 and plain line ends, whatever the system's code page."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


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
