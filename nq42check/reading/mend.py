"""One mend of a text: what to write in place of a line, and why.

Spaces, dashes, quotes, brackets, colons and the case of keys are mended, and never what a value says: what would change
that is no mend (`Mend.is_one`).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from nq42check.reading.nodes import Field, Problem
from nq42check.text import fold

OF_ONE_LINE = ("value", "by", "date", "until")
"""Keys whose value stands in one line."""
NAMES = ("indicator", "counts", "task", "rule", "by", "date", "until")
IDS = ("value", *NAMES)
"""Keys whose value has no words of its own; `NAMES` without the value of a target."""


class Mend(NamedTuple):
    """A line as it is, and what to write in its place; both may be several lines.

    `reason` says what is wrong, in a text of messages that `fields` fill, and `column` where in the line. `sure` is
    whether there is no other way to read it; `harmless` whether it is read so as it stands. `told_at` is the line that
    a message is about, where that is not the first.
    """

    line: int
    column: int
    old: str
    new: str
    reason: str
    fields: dict[str, Field]
    sure: bool = True
    harmless: bool = False
    told_at: int | None = None

    @property
    def problem(self) -> Problem:
        """What is wrong, as it is told of a file that is refused: why, what stands there, and what to type."""
        first, *more = self.new.split("\n")
        told: dict[str, Field] = {
            "mend": self.reason,
            "written": self.old.strip(),
            "typed": first.strip(),
            "whole": first,
        }
        told["then"] = "; ".join(line.strip() for line in more)
        how = "write-lines" if more else _HOW.get(self.reason, "write")
        how = "write-margin" if how == "write-set-in" and not first.startswith(" ") else how
        kind = "shape" if self.reason in _OF_SHAPE else "syntax"
        if self.reason == "hash" and self.fields["key"] in OF_ONE_LINE:
            kind = "value"
        return Problem(f"{kind}.{how}", self.told_at or self.line, self.column, told | self.fields)

    @property
    def is_one(self) -> bool:
        """Whether it changes the text and not what that says: words, figures, signs of comparison, in their order."""
        word, key = self.fields.get("word"), self.fields.get("key")
        old = self.old.replace(str(word), str(key), 1) if word else self.old
        return self.old != self.new and (self.reason in _SAYING_NOTHING or _said(old, key=True) == _said(self.new))


_OF_SHAPE = ("quoted-key", "key-case", "list", "smart-quotes", "ending", "stray-dash", "brackets")
_SET_IN = ("tab", "hard-space", "indent", "indent-like", "indent-dash", "indent-dash-like", "no-dash", "stray-dash")
_HOW = dict.fromkeys(_SET_IN, "write-set-in")
_HOW |= {"continued": "write-on", "hash": "write-hash", "fence": "write-nothing", "heading": "write-comment"}
"""How a message tells what to type, where it is not just the line."""

_MENDABLE = ("syntax", "shape", "duplicate-key", "unknown-name", "value", "unfilled")


def is_of_writing(problem: Problem) -> bool:
    """Whether a file with this problem may be mended: it is a plan, and one text."""
    kind, _, reason = problem.reason.partition(".")
    return kind in _MENDABLE and not reason.startswith("is-") and reason not in ("conflict", "two-documents")


def applied(text: str, mends: Iterable[Mend]) -> str:
    """`text` with the `mends`, of which no two are of one line."""
    rows = text.split("\n")
    for mend in sorted(mends, key=lambda mend: -mend.line):
        rows[mend.line - 1 : mend.line - 1 + len(mend.old.split("\n"))] = mend.new.split("\n")
    return "\n".join(rows)


_SAYING = re.compile(r"[^\W_]|[<>≤≥=~±%‰/]|(?<=\d)[.,](?=\d)|(?<=\s)[-–—+](?=\s*\d)")
_SEPARATOR = re.compile(r"([\w ]+?)\s*:?=")
_START = re.compile(r"\s*(?:[^\w\s\"'\[({]+|\(?(?:\d{1,3}|[a-z])[.)])?\s*")


_SAYING_NOTHING = ("fence", "no-part")
"""Why a line goes or comes that says nothing of a plan."""


def _said(text: str, *, key: bool = False) -> list[str]:
    """What a line says; an equals sign behind its `key` says nothing."""
    said = _START.sub("", fold(text), count=1)
    separated = _SEPARATOR.match(said) if key else None
    return _SAYING.findall(separated[1] + said[separated.end() :] if separated else said)
