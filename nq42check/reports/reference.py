"""What the checker knows, for a person: rules, indicators, norms."""

import io
import re
from collections.abc import Iterable, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nq42check.flagging.rulebook import Case, Rule
from nq42check.inert import in_line
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Baseline, Evidence
from nq42check.reports.wording import LANGUAGES, Wording
from nq42check.text import fold, without_marks


def rule(found: Rule, wording: Wording, width: int) -> str:
    """One rule: what it flags and why, how gravely, in which words."""
    say = wording.text
    parts: list[RenderableType] = [
        f"{found.id} {found.name}",
        "",
        Padding(wording.show(found.explanation), (0, 0, 1, 2)),
        f"{say('explain.severity')}: {_severities(found, wording)}",
        f"{say('explain.message')}: {_without_fields(wording.show(found.message))}",
        f"{say('explain.advice')}: {_without_fields(wording.show(found.advice))}",
    ]
    if not found.check.waivable:
        parts.append(say("explain.not-waivable"))
    return _text(parts, width)


def _without_fields(text: str) -> str:
    """A message as a reader sees it, with dots for what differs; sentences that are added at times are left out."""
    return re.sub(r"\{\w+\}", "…", re.sub(r"\{(example|near)\}", "", text))


def _severities(found: Rule, wording: Wording) -> str:
    return "; ".join(_case(case, wording, only=len(found.severity) == 1) for case in found.severity)


def _case(case: Case, wording: Wording, *, only: bool) -> str:
    severity = wording.severity(case.severity)
    conditions = [wording.text(f"binds.{binds.value}") for binds in sorted(case.binds, key=lambda each: each.value)]
    conditions += [
        wording.text(f"evidence.{grade.value}") for grade in sorted(case.evidence, key=lambda each: each.value)
    ]
    if not conditions:
        return severity if only else wording.text("explain.other-case", severity=severity)
    return wording.text("explain.norm-case", severity=severity, conditions=", ".join(conditions))


def rules(known: Iterable[Rule], wording: Wording, width: int) -> str:
    """All rules, a row each."""
    rows = []
    for each in known:
        rows.append((each.id, each.name, _levels(each, wording), wording.gist(each)))
    return _table(("id", "name", "severity", "meaning"), rows, wording, width)


def _levels(found: Rule, wording: Wording) -> str:
    """The severities that a rule may have."""
    return ", ".join(dict.fromkeys(wording.severity(case.severity) for case in found.severity))


def rules_page(known: Sequence[Rule]) -> str:
    """The reference of rules in Markdown: a table of them all, then each in Vietnamese and English."""
    both = [Wording(language) for language in LANGUAGES]
    lines = [f"# {' · '.join(wording.text('page.title') for wording in both)}", ""]
    lines += [wording.text("page.made") + "  " for wording in both] + [""]
    lines += ["| id | name | |", "|---|---|---|"]
    lines += [
        f"| [{each.id}](#{each.id.lower()}-{each.name}) | {each.name} | {_levels(each, both[0])} |" for each in known
    ]
    for each in known:
        lines += ["", f"## {each.id} {each.name}", ""]
        for wording in both:
            facts = _severities(each, wording)
            if not each.check.waivable:
                facts += f". {wording.text('explain.not-waivable')}"
            lines += [wording.show(each.explanation), "", f"- {wording.text('explain.severity')}: {facts}"]
            lines += [f"- {wording.text('explain.message')}: {wording.show(each.message)}"]
            lines += [f"- {wording.text('explain.advice')}: {wording.show(each.advice)}", ""]
        lines.pop()
    return "\n".join(lines) + "\n"


def indicators(catalogue: Catalogue, word: str, wording: Wording, width: int) -> str:
    """The indicators with `word` in their id or name, a row each: what they are stated in, and their groups."""
    rows = [
        (each.id, wording.show(each), _measure(each, wording), ", ".join(each.groups))
        for each in catalogue.indicators.values()
        if _found(word, f"{each.id} {each.names.vi} {each.names.en}")
    ]
    if not rows:
        return wording.text("report.no-indicator", word=word) + "\n"
    return _table(("id", "indicator", "unit", "groups"), rows, wording, width)


def _found(word: str, text: str) -> bool:
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
        title = document.title if document.title.find(document.name) >= 0 else f"{document.name} · {document.title}"
        uncertain = [norm for norm in norms if norm.evidence is not Evidence.VERIFIED]
        shown = uncertain if unverified_only else norms
        unsure += len(uncertain)
        if not shown:
            continue
        parts += [Text(wording.text("report.version", document=title, version=document.version)), ""]
        for norm in shown:
            target = norm.target
            grade = wording.text(f"evidence.{norm.evidence.value}") if norm.evidence else ""
            binds = wording.text(f"binds.{norm.binds.value}")
            parts.append(Padding(Text(f"{wording.show(target.indicator)}: {wording.value(target)}"), (0, 0, 0, 2)))
            basis, addresses = _addresses(norm.basis or "")
            facts = [target.indicator.id, str(target.by), binds, grade, basis]
            facts += [norm.context] if norm.context else []
            facts += [target.note] if target.note else []
            parts.append(Padding(Text(" · ".join(facts)), (0, 0, 0, 4)))
            parts += [Text(f"    {address}", no_wrap=True) for address in addresses]
            parts.append("")
    if unverified_only:
        parts.insert(0, Text(wording.text("baselines.todo", count=unsure) + "\n"))
    return _text(parts, width)


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
    for place, column in enumerate(columns):
        grid.add_column(Text(in_line(column)), no_wrap=place < whole, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(in_line(cell)) for cell in row))
    return _text([grid], width)


def _text(parts: Iterable[RenderableType], width: int) -> str:
    out = io.StringIO()
    console = Console(file=out, width=max(width, 60), color_system=None, highlight=False, emoji=False, markup=False)
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap is True)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
