"""The report for a person at a terminal: by file, worst first, what is wrong and what to write instead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from textwrap import wrap
from typing import NamedTuple

from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_line
from nq42check.judging.assess import Status
from nq42check.reports import Brief, Piece, Reporter, live
from nq42check.reports.words import shorten
from nq42check.run.checking import Located, Objected, OtherFile, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally
from nq42check.version import __version__

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_INDENT = 6
_NARROWEST = 60


class _Held(NamedTuple):
    """What is held of a file: that it is no plan, or what stands against it."""

    passed: str = ""
    objections: str = ""


class TableReport(Reporter[_Held]):
    """The table, for one language, width and choice of colour.

    `show_all` adds the norms that are met and the targets that no norm asks for. Where findings of other rules were
    left out, none found does not read as all is well.
    """

    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)
        self.width = max(brief.width, _NARROWEST)
        self.columns = _columns(self.width)

    def piece(self, result: Result) -> Piece[_Held]:
        """All that is said of a plan; at the end is named what stands against files, and which are no plans."""
        if isinstance(result, OtherFile):
            kind = self.wording.text(f"kind.{result.kind}")
            return Piece(held=_Held(self.wording.text("report.passed", path=result.path, kind=kind)))
        if isinstance(result, Objected):
            return Piece(held=_Held(objections="".join(f"{line.rstrip()}\n" for line in self._objections(result))))
        if isinstance(result, RefusedFile):
            return Piece()
        rest = self._rest(result) if self.brief.show_all else ()
        lines = [*self._heading(result), *self._unread(result), *self._sections(result), *rest, *self._statuses(result)]
        return Piece("".join(f"{line.rstrip()}\n" for line in lines))

    def closing(self, tally: Tally, held: Sequence[_Held]) -> Iterator[str]:
        """What stands against files, what was passed over, the totals, and what to do next."""
        say = self.wording.text
        if count := tally.objections + tally.lacking:
            yield self._styled("═" * self.width, "dim") + "\n"
            yield self._styled(f"{say('gate.section')} · {count}", _STYLES[Severity.ERROR]) + "\n"
            yield from (file.objections for file in held)
            yield "\n"
        lines = [*(file.passed for file in held if file.passed), *self.wording.totals(tally)]
        if not tally.plans:
            yield self._paragraphs(lines)
            return
        if tally.worst:
            lines.append(say("report.next", rule=tally.worst[-1]))
        elif not (self.brief.show_all or tally.uncompared or tally.unread):
            lines.append(say("report.next-clean"))
        lines.append(say("report.tool", version=__version__))
        yield self._paragraphs(lines)

    def _paragraphs(self, texts: Iterable[str]) -> str:
        return "".join(f"{line}\n" for text in texts for line in self._wrapped(text, self.width))

    def _heading(self, plan: PlanReport) -> Iterator[str]:
        yield self._styled("═" * self.width, "dim")
        yield from self._wrapped(f"{plan.document.name} · {plan.path}", self.width, "bold")
        yield from self._wrapped(self.wording.against(plan, self.brief.as_of), self.width)
        yield ""

    def _unread(self, plan: PlanReport) -> Iterator[str]:
        """The values that are not understood, each at its line."""
        if not plan.refusals:
            return
        yield self._styled(f"{self.wording.text('report.unread')} · {len(plan.refusals)}", _STYLES[Severity.ERROR])
        for refusal in plan.refusals:
            yield from self._at(
                refusal, f"{self.wording.called(refusal.rule)}: {self.wording.problem(refusal.problem)}"
            )
        yield ""

    def _objections(self, file: Objected) -> Iterator[str]:
        """What stands against a file, each at its line, and what to do about all that stands under one rule."""
        yield from self._wrapped(file.called, self.width, "bold")
        by_rule: dict[str, list[Refusal]] = {}
        for refusal in file.refusals:
            by_rule.setdefault(refusal.rule.id, []).append(refusal)
        for alike in by_rule.values():
            for refusal in alike:
                about = f"{self.wording.called(refusal.rule)}: {self.wording.problem(refusal.problem)}"
                yield from self._at(refusal, about)
            yield from self._below(f"→ {self.wording.show(alike[0].rule.advice)}", "green")

    def _at(self, refusal: Refusal, text: str) -> Iterator[str]:
        """`text` beside the line that `refusal` is about."""
        for place, line in enumerate(self._wrapped(text, self.width - _INDENT)):
            yield f"{(refusal.problem.line or '') if place == 0 else '':>{_INDENT - 1}} {line}"

    def _sections(self, plan: PlanReport) -> Iterator[str]:
        """The findings by severity, worst first; targets in the order of the file, then what is missing."""
        say = self.wording.text
        counting = live(plan)
        for severity in sorted(Severity, reverse=True):
            chosen = [located for located in counting if located.finding.severity is severity]
            yield from self._section(self.wording.severity(severity), _STYLES[severity], chosen)
        waived = [located for located in plan.findings if located.finding.waived]
        known = [located for located in plan.findings if located.finding.settled and not located.finding.waived]
        yield from self._section(say("report.waived"), "dim", waived)
        if self.brief.show_all:
            yield from self._section(say("report.known"), "dim", known)
        elif known:
            yield from (*self._wrapped(say("report.known-count", count=len(known)), self.width), "")
        if plan.compared and not (plan.findings or plan.refusals):
            yield from (say("report.none-chosen" if self.brief.some_rules_only else "report.none"), "")
        for exempt in plan.plan.not_applicable:
            yield from (*self._wrapped(self.wording.exempt(exempt), self.width), "")

    def _section(self, title: str, style: str, chosen: Sequence[Located]) -> Iterator[str]:
        if not chosen:
            return
        yield self._styled(f"{title} · {len(chosen)}", style)
        names = [self.wording.text(f"column.{name}") for name in ("line", "indicator", "plan", "norm", "gap")]
        yield from self._row(names, ["dim"] * len(names))
        yield self._styled("─" * self.width, "dim")
        for located in chosen:
            yield from self._finding(located)
            yield ""
        yield ""

    def _finding(self, located: Located) -> Iterator[str]:
        """One finding: a row of figures, and below it what it means and what to do."""
        finding, wording = located.finding, self.wording
        flag = finding.flag
        cells = [
            str(located.line),
            wording.show(flag.indicator),
            shorten(wording.dated(flag.target)) or "–",
            shorten(wording.dated(flag.norm.target)) if flag.norm else "–",
            wording.gap(finding) or "–",
        ]
        yield from self._row(cells, ["", "bold", "", "", ""])
        where = f" ({flag.target.where})" if flag.target and flag.target.where else ""
        yield from self._below(f"{wording.called(finding.rule)}{where}: {wording.message(finding)}", "")
        yield from self._below(" ".join(wording.caveats(finding)), "dim")
        yield from self._below(f"→ {wording.advice(finding)}", "green")

    def _rest(self, plan: PlanReport) -> Iterator[str]:
        """What no finding speaks of: norms that are met, targets beyond the norms, context."""
        say, show = self.wording.text, self.wording.show
        judged = [assessment for assessment in plan.assessments if assessment.standing.behind is None]
        asked = {assessment.norm.target.indicator for assessment in plan.assessments}
        met = [(each.norm.target, self.wording.answer(each)) for each in judged if each.status is Status.MET]
        aside = [(each.norm.target, self.wording.status(each.status)) for each in judged if not each.decisive]
        beyond = [(target, "") for target in plan.plan.targets if target.indicator not in asked]
        for title, style, listed in (("met", "green", met), ("aside", "dim", aside), ("beyond", "bold", beyond)):
            if listed:
                yield self._styled(f"{say(f'report.{title}')} · {len(listed)}", style)
            for target, answer in listed:
                cells = ["", show(target.indicator), *filter(None, (answer, self.wording.dated(target)))]
                yield from self._row(cells, [""] * 4)
            yield from [""] if listed else []

    def _statuses(self, plan: PlanReport) -> Iterator[str]:
        if statuses := self.wording.statuses(plan):
            yield from self._wrapped(statuses, self.width, "bold")
            yield ""

    def _row(self, cells: Sequence[str], styles: Sequence[str]) -> Iterator[str]:
        """Cells side by side, each folded within its column; the columns stand at the same place in every row."""
        folded = [_fold(cell, width) for cell, width in zip(cells, self.columns, strict=False)]
        for line in zip_longest(*folded, fillvalue=""):
            first, *others = (
                self._styled(_padded(text, width, right=place == 0), style)
                for place, (text, width, style) in enumerate(zip(line, self.columns, styles, strict=False))
            )
            yield " ".join([first, *others])

    def _below(self, text: str, style: str) -> Iterator[str]:
        return (" " * _INDENT + line for line in self._wrapped(text, self.width - _INDENT, style))

    def _wrapped(self, text: str, width: int, style: str = "") -> Iterator[str]:
        return (self._styled(line, style) for line in _fold(text, width) if line)

    def _styled(self, text: str, style: str) -> str:
        return _painted(text, style) if style and self.brief.color else text


def _columns(width: int) -> tuple[int, ...]:
    """The widths of the columns line, indicator, plan, norm and gap."""
    room = width - _INDENT - 3
    plan, norm, gap = room * 22 // 100, room * 22 // 100, room * 14 // 100
    return (_INDENT - 1, room - plan - norm - gap, plan, norm, gap)


@lru_cache(maxsize=4096)
def _fold(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells. Letters two cells wide, foreign to Vietnamese, get twice the room."""
    text = in_line(text)
    return wrap(text, width if _cells(text) == len(text) else width // 2, break_on_hyphens=False)


def _cells(text: str) -> int:
    """How many cells `text` takes; one for each letter of Vietnamese and sign of its texts."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


# What comes before the scripts of East Asia, the letters of Vietnamese, and dashes, quotes and dots.
_NARROW = re.compile("[\x00-\u10ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]*")


def _painted(text: str, style: str) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _cells(text))
    return space + text if right else text + space
