"""What can be mended in a plan without a person's choice: mistakes of writing, and names of which only one is meant."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nq42check.reading.answers import answered
from nq42check.reading.mend import Mend, is_of_writing
from nq42check.reading.mending import mends
from nq42check.reading.nodes import Field, Problem
from nq42check.reading.respelling import respelt
from nq42check.text import nfc

_MOST_ROUNDS = 12
"""How often a text is mended and read again: one mend brings the next mistake to light."""


class Change(NamedTuple):
    """A line of a file, what it becomes (several lines perhaps), and why: ids of texts with their fields."""

    line: int
    old: str
    new: str
    reasons: tuple[tuple[str, dict[str, Field]], ...]


class Fixed(NamedTuple):
    """All changes of a text, and the problems that are left to a person, at their lines in the text as it is."""

    changes: tuple[Change, ...]
    left: tuple[Problem, ...]

    def applied(self, lines: Sequence[str], ends: Sequence[str]) -> str:
        """The text that `lines` become, each with its end, which the lines of a change that makes several have too."""
        new = {change.line: change.new for change in self.changes}
        pairs = enumerate(zip(lines, ends, strict=True), 1)
        return "".join(new.get(number, line).replace("\n", end or "\n") + end for number, (line, end) in pairs)


def fixed(text: str, problems_in: Callable[[bytes], Sequence[Problem]]) -> Fixed:
    """What can be mended in `text`, which has line feeds only; `problems_in` says what is wrong with a text."""
    written = text.split("\n")
    rows = [(number, nfc(line)) for number, line in enumerate(written, 1)]
    reasons: dict[int, list[tuple[str, dict[str, Field]]]] = {}
    for _ in range(_MOST_ROUNDS):
        problems = problems_in(_text(rows).encode())
        if not (found := _next(_text(rows), problems)):
            break
        for mend in found:
            reasons.setdefault(rows[mend.line - 1][0], []).append((mend.reason, mend.fields))
        rows = _mended(rows, found)
    new: dict[int, list[str]] = {}
    for number, row in rows:
        new.setdefault(number, []).append(row)
    changes = (Change(n, written[n - 1], "\n".join(new[n]), tuple(why)) for n, why in sorted(reasons.items()))
    origins = {place: number for place, (number, _) in enumerate(rows, 1)}
    told = answered(_text(rows).encode(), problems, problems_in).problems
    left = (problem._replace(line=origins.get(problem.line or 0)) for problem in told)
    return Fixed(tuple(changes), tuple(left))


def _text(rows: Sequence[tuple[int, str]]) -> str:
    return "\n".join(row for _, row in rows)


def _mended(rows: Sequence[tuple[int, str]], found: Sequence[Mend]) -> list[tuple[int, str]]:
    """The rows with what becomes of them, each with the number of the line that it comes from."""
    new = {mend.line: mend.new for mend in found}
    return [(number, row) for place, (number, old) in enumerate(rows, 1) for row in new.get(place, old).split("\n")]


def _next(text: str, problems: Sequence[Problem]) -> list[Mend]:
    """What to mend in `text` next: how it is written, then the names in it; in what is read, only what is harmless."""
    if not all(map(is_of_writing, problems)):
        return []
    found = [mend for mend in mends(text) if mend.sure and (problems or mend.harmless)]
    return found or respelt(text.split("\n"), problems)
