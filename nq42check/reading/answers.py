"""What is told of a plan that is refused: its mistakes with what to type, and what is wrong besides.

What the parser says is often about another line than the mistake. So the mistakes that are known are mended first, and
only what is still wrong then is told as the parser tells it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nq42check.reading.encoding import raw_lines
from nq42check.reading.mend import Mend, applied, is_of_writing
from nq42check.reading.mending import mends
from nq42check.reading.nodes import Node, Problem
from nq42check.reading.respelling import meant_by
from nq42check.reading.schemas import explain
from nq42check.text import nfc


def explained(problems: Sequence[Problem], node: Node) -> Sequence[Problem]:
    """The `problems` of a plan; where its shape is wrong, the schema says all that is wrong with it."""
    others = [problem for problem in problems if not problem.reason.startswith("shape.")]
    if len(others) == len(problems) or problems[0].reason == "shape.not-ours":
        return problems
    return [*(explain(node, "plan") or problems), *others]


class Answer(NamedTuple):
    """The problems of a file as they are told, and whether some of them can be mended without a person's choice."""

    problems: tuple[Problem, ...]
    mendable: bool = False


def answered(data: bytes, problems: Sequence[Problem], still: Callable[[bytes], Sequence[Problem]]) -> Answer:
    """What to tell of a file for which the `problems` were found; `still` finds those of a mended one."""
    text = raw_lines(data)
    if not problems or text is None or any(not is_of_writing(problem) for problem in problems):
        return Answer(tuple(problems))
    text = nfc(text)
    found = [mend for mend in mends(text) if not mend.harmless]
    rest = [_moved(problem, found) for problem in still(applied(text, found).encode())] if found else list(problems)
    if lost := next((rest[0].line for _ in found if rest and rest[0].reason.startswith("syntax.")), None):
        found = [mend for mend in found if mend.line <= lost]
    told = [mend.problem for mend in found] + [problem for problem in rest if not _is_over(problem, found)]
    return Answer(tuple(told), any(mend.sure for mend in found) or any(map(meant_by, told)))


def _is_over(problem: Problem, mended: Sequence[Mend]) -> bool:
    """Whether what is still wrong in a line is only what the mend of that line was about."""
    own = [mend for mend in mended if problem.line in (mend.line, mend.told_at)]
    return any(not mend.sure or problem.reason.startswith("syntax.") for mend in own)


def _moved(problem: Problem, mended: Sequence[Mend]) -> Problem:
    """A problem of a mended text at its line in the text as it is."""
    line = problem.line
    for mend in mended:
        first, grown = mend.line, mend.new.count("\n") - mend.old.count("\n")
        if line is not None and line > first:
            line = max(first, line - grown)
    return problem._replace(line=line)
