"""The report as Markdown, to be read as the summary of a job or under a pull request."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nq42check.inert import in_line
from nq42check.model.document import Norm
from nq42check.reports import Piece, Reporter, live
from nq42check.run.results import Located, Objected, OtherFile, PlanReport, RefusedFile, Result
from nq42check.run.tally import Tally

_MOST = (1 << 20) - 4096
"""The most bytes of plans in one report: GitHub takes summaries of 1 MiB, and totals and refused files need room."""

_COLUMNS = ("severity", "indicator", "plan", "norm", "problem")
# Signs of markup, wherever they stand, and what makes a web address or an emoji; what begins a list.
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$]|(?<=www)\.|:(?=\S)", re.IGNORECASE)
_START = re.compile(r"^(\d*)([-+=.)])")


class _Held(NamedTuple):
    """What is held of a file: why it, or a value in it, is not in the report, and the section of a plan."""

    beside: str = ""
    section: str = ""


class Markdown(Reporter[_Held]):
    """The totals, why files were refused, then every plan: its findings in a table, worst first, the waived folded."""

    def opening(self) -> str:
        """The title."""
        return f"## {self.wording.text('markdown.title')}\n\n"

    def piece(self, result: Result) -> Piece[_Held]:
        """Nothing at once."""
        if isinstance(result, OtherFile):
            kind = self.wording.text(f"kind.{result.kind}")
            passed = escaped(self.wording.text("report.passed", path=result.path, kind=kind))
            return Piece(held=_Held(beside=f"- {passed}\n"))
        if isinstance(result, Objected):
            return Piece(held=_Held(beside=self._objections(result)))
        section = "\n\n".join(self._section(result)) + "\n\n" if isinstance(result, PlanReport) else ""
        return Piece(held=_Held(self._refusals(result), section))

    def _refusals(self, result: PlanReport | RefusedFile) -> str:
        reasons = (self.wording.refusal(result.path, refusal) for refusal in result.refusals)
        return "".join(f"- {escaped(reason)}\n" for reason in reasons)

    def _objections(self, file: Objected) -> str:
        return "".join(f"- {escaped(self.wording.objected(file, each))}\n" for each in file.refusals)

    def closing(self, tally: Tally, held: Sequence[_Held]) -> Iterator[str]:
        """The totals, then the files, until the report would grow too long."""
        yield "  \n".join(f"**{escaped(line)}**" for line in self.wording.totals(tally)) + "\n\n"
        beside = [file.beside for file in held if file.beside]
        beside += [f"- {escaped(self.wording.unchecked(self.brief.unchecked))}\n"] if self.brief.unchecked else []
        yield from beside
        yield "\n" if beside else ""
        size, left = sum(len(text.encode(errors="backslashreplace")) for text in beside), 0
        for section in (file.section for file in held if file.section):
            size += len(section.encode(errors="backslashreplace"))
            if size > _MOST:
                left += 1
            else:
                yield section
        if left:
            yield escaped(self.wording.text("markdown.cut", count=left)) + "\n"

    def _section(self, plan: PlanReport) -> Iterator[str]:
        """The paragraphs on one plan."""
        counting = live(plan)
        waived = [located for located in plan.findings if located.finding.settled]
        yield f"### {escaped(f'{plan.document.name} · {plan.path}')}"
        yield escaped(self.wording.against(plan, self.brief.as_of))
        if belongs := self.wording.belongs(plan):
            yield escaped(belongs)
        if statuses := self.wording.statuses(plan):
            yield escaped(statuses)
        if filled := self.wording.filled_in(plan):
            yield escaped(filled)
        if counting:
            yield self._table(counting)
        if waived:
            title = escaped(f"{self.wording.text('report.waived')} · {len(waived)}")
            yield f"<details><summary>{title}</summary>\n\n{self._table(waived)}\n\n</details>"
        if others := plan.plan.others:
            yield escaped(f"{self.wording.text('report.others')} · {len(others)}")
            yield "\n".join(f"- {escaped(self.wording.other(other))}" for other in others)
        norms = [located.finding.flag.norm for located in (*counting, *waived)]
        for grade, meaning in sorted({(self._grade(norm), self.wording.uncertain(norm)) for norm in norms if norm}):
            if grade:
                yield f"*{escaped(grade)}*: {escaped(meaning)}"

    def _table(self, findings: Sequence[Located]) -> str:
        heads = [escaped(self.wording.text(f"column.{name}")) for name in _COLUMNS]
        rows = [heads, ["---"] * len(heads), *(self._cells(located) for located in findings)]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _cells(self, located: Located) -> list[str]:
        finding, say = located.finding, self.wording.text
        norm = finding.flag.norm
        uncertain = self.wording.uncertain(norm) if norm else ""
        value = self.wording.dated(finding.flag.target) or self.wording.instead(finding.flag) or "–"
        problem = " ".join(said for said in self.wording.sentences(finding) if said != uncertain)
        return [
            escaped(self.wording.severity(finding.severity)),
            escaped(self.wording.show(finding.flag.subject)),
            escaped(say("markdown.line", value=value, line=located.line)),
            self._norm(norm) if norm else "–",
            escaped(f"{finding.rule.id}: {problem}"),
        ]

    def _norm(self, norm: Norm) -> str:
        """What a norm asks for, where, and in italics how it is known where that is not by its text."""
        grade = self._grade(norm)
        return escaped(f"{self.wording.cited(norm)}, {norm.target.by}") + (f", *{escaped(grade)}*" if grade else "")

    def _grade(self, norm: Norm) -> str:
        return "" if norm.is_certain else self.wording.evidence(norm.evidence)


def escaped(text: str) -> str:
    """`text` as Markdown that shows it and nothing else, in one line: no markup, HTML, link or cell of a table.

    After an @ stands a space of no width, since GitHub notifies whoever is named after one, escaped or not.
    """
    shown = _SIGNS.sub(lambda sign: f"\\{sign[0]}", " ".join(in_line(text).split()))
    return _START.sub(r"\1\\\2", shown).replace("@", "@\u200b")
