"""The report as workflow commands, which GitHub Actions shows as annotations at the lines of a change.

GitHub shows ten annotations of a kind for each step, so the worst stand first over all files.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_line, on_console
from nq42check.reports import Piece, Reporter, live
from nq42check.run.results import Objected, OtherFile, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally

if TYPE_CHECKING:
    from nq42check.model.places import Belonging

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class _Held(NamedTuple):
    """The commands for a file, the gravest kind first: why it cannot be used, its errors, its warnings, its notes.

    `place` is the name of a plan's place, and what that is.
    """

    refused: str
    errors: str = ""
    warnings: str = ""
    notices: str = ""
    place: "tuple[str, Belonging] | None" = None


class Github(Reporter[_Held]):
    """One command per finding that counts and per reason why a file is refused or not accepted; last the totals.

    What places have become parts of others stands before them and is no command, for it is nothing to be mended.
    """

    def piece(self, result: Result) -> Piece[_Held]:
        """Nothing at once."""
        if isinstance(result, OtherFile):
            return Piece()
        result = result._replace(path=self.brief.named(result.path))
        if isinstance(result, Objected):
            said = (self._refusal(each, self.wording.objection(each), result.path) for each in result.refusals)
            return Piece(held=_Held("".join(said)))
        refused = "".join(self._refusal(each, self.wording.reason(each), result.path) for each in result.refusals)
        if isinstance(result, RefusedFile):
            return Piece(held=_Held(refused))
        unheld = "" if result.compared else self._uncompared(result)
        errors, warnings, notices = (self._findings(result, severity) for severity in _COMMANDS)
        belongs = result.plan.belongs
        place = (result.document.name, belongs) if belongs else None
        return Piece(held=_Held(refused + unheld, errors, warnings, notices, place))

    def closing(self, tally: Tally, held: Sequence[_Held]) -> Iterator[str]:
        """The commands of all files, the gravest kind first; in a line the places of former times, and the totals."""
        for commands in zip(*(file[:-1] for file in held), strict=True):
            yield from commands
        places = self.wording.belong([file.place for file in held if file.place])
        yield on_console(" ".join((*places, self.wording.total(tally)))) + "\n"

    def _uncompared(self, plan: PlanReport) -> str:
        place = {"line": plan.begins_at} if plan.begins_at else {}
        return _command("error", self.wording.uncompared(plan), file=plan.path, **place)

    def _findings(self, plan: PlanReport, severity: Severity) -> str:
        return "".join(
            _command(
                _COMMANDS[severity],
                self.wording.told(finding),
                file=plan.path,
                line=line,
                col=column,
                title=self.wording.called(finding.rule),
            )
            for finding, line, column in live(plan)
            if finding.severity is severity
        )

    def _refusal(self, refusal: Refusal, said: str, path: str) -> str:
        rule, problem = refusal
        title = self.wording.called(rule)
        place = {"line": problem.line, "col": problem.column} if problem.line else {}
        return _command("error", said, file=path, **place, title=title)


def _command(name: str, message: str, **properties: object) -> str:
    said = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    return f"::{name} {said}::{_escaped(message, '')}\n"


def _escaped(text: str, also: str) -> str:
    """`text` with what would end a command, or with `also` a property, written as %XX."""
    text = on_console(in_line(text))
    for sign in "%\r\n" + also:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
