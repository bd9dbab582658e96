"""The report for a person at a terminal: by file, worst first, what is wrong and what to write instead."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Column, Table
from rich.text import Text

from nq42check.assess import Assessment, Status
from nq42check.checking import Located, Passed, PlanReport, RefusedFile, Result
from nq42check.document import Target
from nq42check.reports import Piece
from nq42check.reports.wording import Wording
from nq42check.rulebook import Severity
from nq42check.tally import Tally
from nq42check.version import __version__

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_STATUS_STYLES = {
    Status.MET: "green",
    Status.UNDECIDED: "magenta",
    Status.LOOSENED: "yellow",
    Status.NARROWER: "yellow",
    Status.CONTEXT: "dim",
    Status.NOT_APPLICABLE: "dim",
}
_ASIDE = (Status.CONTEXT, Status.NOT_APPLICABLE)
_LINE_WIDTH = 6
_NARROWEST = 60


class TableReport:
    """The table, for one language, width and choice of colour.

    `show_all` adds the norms that are met and the targets that no norm asks for. `some_rules_only` says that findings
    of other rules were left out, so that none found does not read as all is well.
    """

    separator = ""

    def __init__(
        self,
        wording: Wording,
        as_of: date,
        *,
        width: int,
        color: bool,
        show_all: bool,
        some_rules_only: bool,
    ) -> None:
        self.wording, self.as_of, self.width, self.color = wording, as_of, max(width, _NARROWEST), color
        self.show_all, self.nothing = show_all, "none-chosen" if some_rules_only else "none"

    def opening(self) -> str:
        """Nothing comes before the first file."""
        return ""

    def piece(self, result: Result) -> Piece:
        """All that is said of a plan; a file that is no plan is named at the end."""
        if isinstance(result, Passed):
            kind = self.wording.text(f"kind.{result.kind}")
            return "", self.wording.text("report.passed", path=result.path, kind=kind)
        if isinstance(result, RefusedFile):
            return ("",)
        rest = self._rest(result) if self.show_all else ()
        return (self._text([self._heading(result), *self._sections(result), *rest, self._statuses(result)]),)

    def closing(self, tally: Tally, held: list[Piece]) -> str:
        """What was passed over, the totals, and what to do next."""
        say = self.wording.text
        lines = [line for piece in held for line in piece]
        if not tally.plans:
            return self._text(_lines([*lines, say("report.all-refused" if tally.refused else "report.nothing")]))
        if tally.plans > 1:
            lines.append(say("report.totals-plans", plans=tally.plans))
        lines.append(
            say(
                "report.totals",
                errors=tally.severities[Severity.ERROR],
                warnings=tally.severities[Severity.WARNING],
                notes=tally.severities[Severity.NOTE],
                waived=tally.waived,
                uncertain=len(tally.unverified),
            )
        )
        if tally.worst:
            lines.append(say("report.next", rule=tally.worst[-1]))
        elif not self.show_all and not tally.uncompared:
            lines.append(say("report.next-clean"))
        lines.append(say("report.tool", version=__version__))
        return self._text(_lines(lines))

    def _text(self, parts: Iterable[RenderableType]) -> str:
        out = io.StringIO()
        console = Console(
            file=out,
            width=self.width,
            force_terminal=self.color,
            no_color=not self.color,
            color_system="standard" if self.color else None,
            highlight=False,
            emoji=False,
            markup=False,
            legacy_windows=False,
        )
        for part in parts:
            console.print(part)
        return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())

    def _heading(self, plan: PlanReport) -> RenderableType:
        say = self.wording.text
        head = Text.assemble((plan.document.name, "bold"), " · ", plan.path)
        documents = ", ".join(
            say("report.version", document=norm.name, version=norm.version) if norm.version else norm.name
            for norm in plan.norms
        )
        against = say("report.against", documents=documents, as_of=self.as_of)
        return Group(
            Line(style="dim", characters="═"), head, Text(against if plan.compared else say("report.no-norms")), ""
        )

    def _sections(self, plan: PlanReport) -> Iterator[RenderableType]:
        """The findings by severity, worst first; targets in the order of the file, then what is missing."""
        live = [located for located in plan.findings if not located.finding.waived]
        for severity in sorted(Severity, reverse=True):
            chosen = [located for located in live if located.finding.severity is severity]
            chosen.sort(key=lambda located: located.finding.flag.target is None)
            title = Text(f"{self.wording.text(f'severity.{severity.name.lower()}')} · {len(chosen)}", _STYLES[severity])
            yield from self._section(title, chosen)
        waived = [located for located in plan.findings if located.finding.waived]
        yield from self._section(Text(f"{self.wording.text('report.waived')} · {len(waived)}", "dim"), waived)
        if not plan.findings and plan.compared:
            yield Text(self.wording.text(f"report.{self.nothing}"))
            yield ""
        for exempt in plan.document.not_applicable:
            groups = f" ({self.wording.show(exempt.group_names)})" if exempt.groups else ""
            line = self.wording.text("report.exempt", indicator=exempt.indicator, groups=groups, reason=exempt.reason)
            yield Text(line)
            yield ""

    def _section(self, title: Text, chosen: Sequence[Located]) -> Iterator[RenderableType]:
        if not chosen:
            return
        yield title
        header = self._grid()
        header.add_row(*(Text(self.wording.text(f"column.{name}"), "dim") for name in _COLUMNS))
        yield header
        yield Line(style="dim")
        for located in chosen:
            yield from self._finding(located)
        yield ""

    def _finding(self, located: Located) -> Iterator[RenderableType]:
        """One finding: a row of figures, and below it what it means and what to do."""
        finding, wording = located.finding, self.wording
        flag = finding.flag
        row = self._grid()
        row.add_row(
            Text(str(located.line), justify="right"),
            Text(wording.show(flag.indicator), "bold"),
            Text(wording.show(flag.target) or "–"),
            Text(wording.show(flag.norm.target) if flag.norm else "–"),
            Text(wording.gap(finding) or "–"),
        )
        yield row
        where = f" ({flag.target.where})" if flag.target and flag.target.where else ""
        rule = (f"{finding.rule.id} {finding.rule.name}", _STYLES[finding.severity])
        yield self._below(Text.assemble(rule, f"{where}: ", wording.message(finding)))
        if caveats := wording.caveats(finding):
            yield self._below(Text(" ".join(caveats), "dim"))
        yield self._below(Text("→ " + wording.advice(finding), "green"))
        yield ""

    def _rest(self, plan: PlanReport) -> Iterator[RenderableType]:
        """What no finding speaks of: norms that are met, targets beyond the norms, context."""
        say = self.wording.text
        rows = [found for found in plan.assessments if found.norm.behind is None]
        met = [found for found in rows if found.status is Status.MET]
        aside = [found for found in rows if found.status in _ASIDE]
        asked = {found.norm.target.indicator for found in plan.assessments}
        beyond = [target for target in plan.document.targets if target.indicator not in asked]
        if met:
            yield Text(f"{say('report.met')} · {len(met)}", "green")
            yield self._listed(self._met(found) for found in met)
        if aside:
            yield Text(f"{say('report.aside')} · {len(aside)}", "dim")
            yield self._listed(
                (found.norm.target, say(f"status.{found.status.value}"), found.norm.target) for found in aside
            )
        if beyond:
            yield Text(f"{say('report.beyond')} · {len(beyond)}", "bold")
            yield self._listed((target, self.wording.value(target), None) for target in beyond)

    def _met(self, found: Assessment) -> tuple[Target, str, Target]:
        values = []
        for judgement in found.judgements:
            value = self.wording.value(judgement.target)
            if judgement.implied_by:
                value += f" ({self.wording.text('report.implied', targets=judgement.implied_by)})"
            values.append(value)
        return found.norm.target, "; ".join(values), found.norm.target

    def _listed(self, rows: Iterable[tuple[Target, str, Target | None]]) -> RenderableType:
        """Rows of an indicator, what the plan has, and what the norm asks."""
        table = Table.grid(Column(ratio=3), Column(ratio=2), Column(ratio=2), padding=(0, 1), expand=True)
        for target, value, norm in rows:
            table.add_row(
                Text(self.wording.show(target.indicator)), Text(value), Text(self.wording.value(norm) if norm else "")
            )
        return Padding(table, (0, 0, 1, 2))

    def _statuses(self, plan: PlanReport) -> RenderableType:
        """How many norms have which status, in one line."""
        say = self.wording.text
        if not plan.assessments:
            return Group("")
        tally = Counter(found.status for found in plan.assessments if found.norm.behind is None)
        line = Text.assemble((plan.document.name, "bold"), ": ", say("report.norms", count=sum(tally.values())), " = ")
        parts = [
            Text(
                say("report.status", count=tally[status], status=say(f"status.{status.value}")),
                _STATUS_STYLES.get(status, "red"),
            )
            for status in _STATUS_ORDER
            if tally[status]
        ]
        return Group(line + Text(" + ").join(parts), "")

    def _grid(self) -> Table:
        """A row of the findings' columns, which stand at the same place in every row."""
        room = self.width - _LINE_WIDTH - 4
        plan, norm, gap = room * 22 // 100, room * 22 // 100, room * 14 // 100
        return Table.grid(
            Column(width=_LINE_WIDTH - 1, justify="right"),
            Column(width=room - plan - norm - gap),
            Column(width=plan),
            Column(width=norm),
            Column(width=gap),
            padding=(0, 1, 0, 0),
        )

    def _below(self, text: Text) -> RenderableType:
        return Padding(text, (0, 0, 0, _LINE_WIDTH))


_STATUS_ORDER = (*reversed(list(Status)[: -len(_ASIDE)]), *_ASIDE)
_COLUMNS = ("line", "indicator", "plan", "norm", "gap")


def _lines(lines: Iterable[str]) -> Iterator[RenderableType]:
    return (Text(line) for line in lines)
