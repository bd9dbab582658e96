"""Keys and names that are not known, and of which only one can be meant, however they are spelt."""

from collections.abc import Sequence

from nq42check.model.catalogue import Choices
from nq42check.reading.mend import Mend
from nq42check.reading.nodes import Problem
from nq42check.text import without_marks


def respelt(rows: Sequence[str], problems: Sequence[Problem]) -> list[Mend]:
    """The lines with a key or a name of which only one is meant, with that in its place."""
    found: dict[int, Mend] = {}
    for problem in problems:
        name, near = _name(problem), meant_by(problem)
        line, column = problem.line or 0, problem.column or 0
        if not near or not name or not 0 < line <= len(rows) or line in found:
            continue
        row = rows[line - 1]
        at = row.find(name, column - 1)
        if at - (column - 1) in (0, 1):  # behind a quote, at most
            new = row[:at] + near + row[at + len(name) :]
            found[line] = Mend(line, at + 1, row, new, "name", {"name": name, "near": near})
    return list(found.values())


def meant_by(problem: Problem) -> str:
    """The name that is certainly meant by one that is not known; empty where a person must say."""
    near = problem.fields.get("near")
    if isinstance(near, Choices):
        return next((id for id, _ in near.named if _letters(id) == _letters(_name(problem))), "")
    if not isinstance(near, str):
        return ""
    return near if problem.reason.endswith("-meant") or _letters(_name(problem)) == _letters(near) else ""


def _name(problem: Problem) -> str:
    """The key or name that a problem is about; empty where it is about something else."""
    return str(problem.fields.get("key") or problem.fields.get("name") or "")


def _letters(name: str) -> str:
    return "".join(sign for sign in without_marks(name).casefold() if sign.isalnum())
