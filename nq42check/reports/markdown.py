"""The report as Markdown, to be read as the summary of a job or under a pull request."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from nq42check.inert import in_line
from nq42check.model.document import Evidence, Norm
from nq42check.reports import Piece, live
from nq42check.reports.wording import Wording
from nq42check.run.checking import Located, OtherFile, PlanReport, RefusedFile, Result
from nq42check.run.tally import Tally

MOST = (1 << 20) - 4096
"""The most bytes of plans in one report: GitHub takes summaries of 1 MiB, and totals and refused files need room."""

_COLUMNS = ("severity", "indicator", "plan", "norm", "problem")
# Signs of markup, wherever they stand, and what makes a web address or an emoji; what begins a list.
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$]|(?<=www)\.|:(?=\S)", re.IGNORECASE)
_START = re.compile(r"^(\d*)([-+=.)])")


class Markdown:
    """The totals, why files were refused, then every plan: its findings in a table, worst first, the waived folded.

    `unchecked` is what in the folders given looks like a plan and is not checked.
    """

    separator = ""

    def __init__(self, wording: Wording, as_of: date, unchecked: Sequence[str] = ()) -> None:
        self.wording, self.as_of, self.unchecked = wording, as_of, unchecked

    def opening(self) -> str:
        """The title."""
        return f"## {self.wording.text('markdown.title')}\n\n"

    def piece(self, result: Result) -> Piece:
        """Nothing at once; to be held are why a file is not in the report, and the section of a plan."""
        if isinstance(result, RefusedFile):
            return "", self._refusals(result), ""
        if isinstance(result, OtherFile):
            kind = self.wording.text(f"kind.{result.kind}")
            return "", f"- {escaped(self.wording.text('report.passed', path=result.path, kind=kind))}\n", ""
        return "", self._refusals(result), "\n\n".join(self._section(result)) + "\n\n"

    def _refusals(self, result: PlanReport | RefusedFile) -> str:
        reasons = (self.wording.refusal(result.path, refusal) for refusal in result.refusals)
        return "".join(f"- {escaped(reason)}\n" for reason in reasons)

    def closing(self, tally: Tally, held: list[Piece]) -> Iterator[str]:
        """The totals, then the files, until the report would grow too long."""
        yield "  \n".join(f"**{escaped(line)}**" for line in self.wording.totals(tally)) + "\n\n"
        beside = [piece[0] for piece in held if piece[0]]
        beside += [f"- {escaped(self.wording.unchecked(self.unchecked))}\n"] if self.unchecked else []
        yield from beside
        yield "\n" if beside else ""
        size, left = sum(len(text.encode(errors="backslashreplace")) for text in beside), 0
        for section in (piece[1] for piece in held if piece[1]):
            size += len(section.encode(errors="backslashreplace"))
            if size > MOST:
                left += 1
            else:
                yield section
        if left:
            yield escaped(self.wording.text("markdown.cut", count=left)) + "\n"

    def _section(self, plan: PlanReport) -> Iterator[str]:
        """The paragraphs on one plan."""
        found = live(plan)
        waived = [located for located in plan.findings if located.finding.settled]
        yield f"### {escaped(f'{plan.document.name} · {plan.path}')}"
        yield escaped(self.wording.against(plan, self.as_of))
        if statuses := self.wording.statuses(plan):
            yield escaped(statuses)
        if found:
            yield self._table(found)
        if waived:
            title = escaped(f"{self.wording.text('report.waived')} · {len(waived)}")
            yield f"<details><summary>{title}</summary>\n\n{self._table(waived)}\n\n</details>"
        norms = [located.finding.flag.norm for located in (*found, *waived)]
        for grade, meaning in sorted({(self._grade(norm), self.wording.uncertain(norm)) for norm in norms if norm}):
            if grade:
                yield f"*{escaped(grade)}*: {escaped(meaning)}"

    def _table(self, found: Sequence[Located]) -> str:
        heads = [escaped(self.wording.text(f"column.{name}")) for name in _COLUMNS]
        rows = [heads, ["---"] * len(heads), *(self._cells(located) for located in found)]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _cells(self, located: Located) -> list[str]:
        finding, say = located.finding, self.wording.text
        norm = finding.flag.norm
        uncertain = self.wording.uncertain(norm) if norm else ""
        problem = " ".join(said for said in self.wording.sentences(finding) if said != uncertain)
        return [
            escaped(self.wording.severity(finding.severity)),
            escaped(self.wording.show(finding.flag.indicator)),
            escaped(say("markdown.line", value=self.wording.dated(finding.flag.target) or "–", line=located.line)),
            self._norm(norm) if norm else "–",
            escaped(f"{finding.rule.id}: {problem}"),
        ]

    def _norm(self, norm: Norm) -> str:
        """What a norm asks for, where, and in italics how it is known where that is not by its text."""
        grade = self._grade(norm)
        return escaped(f"{self.wording.cited(norm)}, {norm.target.by}") + (f", *{escaped(grade)}*" if grade else "")

    def _grade(self, norm: Norm) -> str:
        evidence = norm.evidence
        return "" if evidence in (None, Evidence.VERIFIED) else self.wording.text(f"evidence.{evidence.value}")


def escaped(text: str) -> str:
    """`text` as Markdown that shows it and nothing else, in one line: no markup, HTML, link or cell of a table.

    After an @ stands a space of no width, since GitHub notifies whoever is named after one, escaped or not.
    """
    shown = _SIGNS.sub(lambda sign: f"\\{sign[0]}", " ".join(in_line(text).split()))
    return _START.sub(r"\1\\\2", shown).replace("@", "@\u200b")
