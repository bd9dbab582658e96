"""What is said of files and values that cannot be used, and of what stands against a file, in Vietnamese or English."""

import errno

from nq42check.reading.nodes import Problem
from nq42check.reports.words import Texts, shorten
from nq42check.run.results import Objected, PlanReport, Refusal, RefusedFile


class Refusals(Texts):
    """All that is said in one language of what cannot be used."""

    def unwritten(self, file: str | None, error: OSError) -> str:
        """Why `file`, or standard output, cannot be written."""
        return self.text("usage.output" if file else "usage.no-stdout", file=file, reason=self.system(error))

    def system(self, error: OSError) -> str:
        """What the system refuses."""
        known = f"system.{errno.errorcode.get(error.errno or 0, '')}"
        return self.text(known, name=error.filename) if known in self._texts else error.strerror or str(error)

    def refusal(self, path: str, refusal: Refusal) -> str:
        """Why the file at `path` cannot be used, with the place, in one line."""
        problem = refusal.problem
        place = self.place(problem.line, problem.column)
        return self.text("report.refused", path=path, place=place, rule=refusal.rule.id, reason=self.reason(refusal))

    def objected(self, file: Objected, refusal: Refusal) -> str:
        """What stands against a file, with what it is, the line and the rule, in one line."""
        place = self.place(refusal.problem.line, refusal.problem.column)
        return f"{file.called}{place}: {self.called(refusal.rule)}. {self.objection(refusal)}"

    def objection(self, refusal: Refusal) -> str:
        """What stands against a file, and what to do about it; without file, place and rule."""
        return f"{self.problem(refusal.problem)} → {self.show(refusal.rule.advice)}"

    def against_line(self, refusal: Refusal) -> str:
        """What is wrong with a line, with the rule; what to do about it stands elsewhere."""
        return f"{self.called(refusal.rule)}: {self.problem(refusal.problem)}"

    def reason(self, refusal: Refusal) -> str:
        """Why a file cannot be used, without the file and the place."""
        return f"{self.show(refusal.rule.message)}. {self.problem(refusal.problem)}"

    def problem(self, problem: Problem) -> str:
        """Why an input cannot be used, without its place; long texts from the file are shortened."""
        fields = {key: shorten(field) if isinstance(field, str) else field for key, field in problem.fields.items()}
        if mend := fields.get("mend"):
            fields["why"] = self.text(f"mend.{mend}", **fields)
        return self.text(problem.reason, **fields)

    def mendable(self, file: PlanReport | RefusedFile) -> list[str]:
        """The command that mends a file, in a line, where one does."""
        if not file.mendable or file.path == "-":
            return []
        path = f'"{file.path}"' if " " in file.path else file.path
        return [self.text("report.mendable", path=path)]
