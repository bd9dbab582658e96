"""What the checker knows, for a person: rules, indicators, norms."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nq42check.flagging.rulebook import Case, Rule
from nq42check.inert import in_line
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Baseline, Evidence, Norm
from nq42check.reports.wording import Wording
from nq42check.text import fold, without_marks
from nq42check.texts import LANGUAGES


def rule(rule: Rule, wording: Wording, width: int) -> str:
    """One rule: what it flags and why, how gravely, in which words."""
    say = wording.text
    parts: list[RenderableType] = [
        f"{rule.id} {rule.name}",
        "",
        Padding(wording.show(rule.explanation), (0, 0, 1, 2)),
        f"{say('column.severity')}: {_severities(rule, wording)}",
        f"{say('column.message')}: {_without_fields(wording.show(rule.message))}",
        f"{say('column.advice')}: {_without_fields(wording.show(rule.advice))}",
    ]
    if not rule.check.waivable:
        parts.append(say("explain.not-waivable"))
    return _text(parts, width)


def _without_fields(text: str) -> str:
    """A message as a reader sees it, with dots for what differs; sentences that are added at times are left out."""
    return re.sub(r"\{\w+\}", "…", re.sub(r"\{(example|near)\}", "", text))


def _severities(rule: Rule, wording: Wording) -> str:
    return "; ".join(_case(case, wording, only=len(rule.severity) == 1) for case in rule.severity)


def _case(case: Case, wording: Wording, *, only: bool) -> str:
    severity = wording.severity(case.severity)
    conditions = [wording.binds(binds) for binds in sorted(case.binds, key=attrgetter("value"))]
    conditions += [wording.evidence(grade) for grade in sorted(case.evidence, key=attrgetter("value"))]
    if not conditions:
        return severity if only else wording.text("explain.other-case", severity=severity)
    return wording.text("explain.norm-case", severity=severity, conditions=", ".join(conditions))


def rules(known: Iterable[Rule], wording: Wording, width: int) -> str:
    """All rules, a row each."""
    rows = [(rule.id, rule.name, _levels(rule, wording), wording.gist(rule)) for rule in known]
    return _table(("id", "name", "severity", "meaning"), rows, wording, width)


def _levels(rule: Rule, wording: Wording) -> str:
    """The severities that a rule may have."""
    return ", ".join(dict.fromkeys(wording.severity(case.severity) for case in rule.severity))


def rules_page(known: Sequence[Rule]) -> str:
    """The reference of rules in Markdown: a table of them all, then each in Vietnamese and English."""
    both = [Wording(language) for language in LANGUAGES]
    lines = [f"# {' · '.join(wording.text('page.title') for wording in both)}", ""]
    lines += [wording.text("page.made") + "  " for wording in both] + [""]
    lines += ["| id | name | |", "|---|---|---|"]
    lines += [
        f"| [{rule.id}](#{rule.id.lower()}-{rule.name}) | {rule.name} | {_levels(rule, both[0])} |" for rule in known
    ]
    for rule in known:
        lines += ["", f"## {rule.id} {rule.name}", ""]
        for wording in both:
            facts = _severities(rule, wording)
            if not rule.check.waivable:
                facts += f". {wording.text('explain.not-waivable')}"
            lines += [wording.show(rule.explanation), "", f"- {wording.text('column.severity')}: {facts}"]
            lines += [f"- {wording.text('column.message')}: {wording.show(rule.message)}"]
            lines += [f"- {wording.text('column.advice')}: {wording.show(rule.advice)}", ""]
        lines.pop()
    return "\n".join(lines) + "\n"


def indicators(catalogue: Catalogue, word: str, wording: Wording, width: int) -> str:
    """The indicators with `word` in their id or name, a row each: what they are stated in, and their groups."""
    rows = [
        (indicator.id, wording.show(indicator), _measure(indicator, wording), ", ".join(indicator.groups))
        for indicator in catalogue.indicators.values()
        if _has(word, f"{indicator.id} {indicator.names.vi} {indicator.names.en}")
    ]
    if not rows:
        return wording.text("report.no-indicator", word=word) + "\n"
    return _table(("id", "indicator", "unit", "groups"), rows, wording, width)


def _has(word: str, text: str) -> bool:
    """Whether `text` has `word`; marks count only where `word` has some."""
    text = without_marks(text) if word.isascii() else text
    return fold(word) in fold(text)


def _measure(indicator: Indicator, wording: Wording) -> str:
    """The unit of an indicator, or the steps of its scale."""
    unit = [wording.show(indicator.unit)] if indicator.unit else []
    steps = [" < ".join(wording.show(step.names) for step in indicator.scale)] if indicator.scale else []
    return "; ".join([*unit, *steps])


def baselines(documents: Sequence[Baseline], wording: Wording, width: int, *, unverified_only: bool) -> str:
    """The norms of each document with their evidence; or only those whose text must still be checked, and why."""
    parts: list[RenderableType] = []
    unsure = 0
    for document, norms in documents:
        title = document.title if document.name in document.title else f"{document.name} · {document.title}"
        uncertain = [norm for norm in norms if norm.evidence is not Evidence.VERIFIED]
        shown = uncertain if unverified_only else norms
        unsure += len(uncertain)
        if not shown:
            continue
        parts += [Text(wording.versioned(title, document.version)), ""]
        for norm in shown:
            parts += _norm(norm, wording)
    if unverified_only:
        parts.insert(0, Text(wording.text("baselines.todo", count=unsure) + "\n"))
    return _text(parts, width)


def _norm(norm: Norm, wording: Wording) -> Iterator[RenderableType]:
    target = norm.target
    yield Padding(Text(f"{wording.show(target.indicator)}: {wording.value(target)}"), (0, 0, 0, 2))
    basis, addresses = _addresses(norm.basis or "")
    facts = [target.indicator.id, str(target.by), wording.binds(norm.binds), wording.evidence(norm.evidence), basis]
    facts += [fact for fact in (norm.context, target.note) if fact]
    yield Padding(Text(" · ".join(facts)), (0, 0, 0, 4))
    yield from (Text(f"    {address}", no_wrap=True) for address in addresses)
    yield ""


_ADDRESS = re.compile(r"(https?://\S+)")


def _addresses(basis: str) -> tuple[str, list[str]]:
    """A basis without the addresses in it, and these: each gets a line of its own, so that it can be copied."""
    *before, last = _ADDRESS.split(basis)
    texts = [*(text.rstrip() for text in before[::2]), last]
    joined = (text.lstrip() if text.lstrip().startswith((";", ",", ".")) else text for text in texts[1:])
    return "".join((texts[0], *joined)), before[1::2]


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], wording: Wording, width: int) -> str:
    return table([wording.text(f"column.{column}") for column in columns], rows, width, whole=1)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], width: int, *, whole: int = 0) -> str:
    """A plain table under the heads `columns`, its cells folded to the width but those of the first `whole` columns."""
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="none")
    for number, column in enumerate(columns):
        grid.add_column(Text(in_line(column)), no_wrap=number < whole, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(in_line(cell)) for cell in row))
    return _text([grid], width)


def _text(parts: Iterable[RenderableType], width: int) -> str:
    out = io.StringIO()
    console = Console(file=out, width=max(width, 60), color_system=None, highlight=False, emoji=False, markup=False)
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap is True)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
