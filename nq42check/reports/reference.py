"""What the checker knows, for a person: rules, indicators, norms."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from nq42check.flagging.rulebook import Case, Rule
from nq42check.language.lookup import Found, find, near
from nq42check.model.catalogue import Catalogue
from nq42check.model.document import Baseline, Evidence, Norm
from nq42check.reports.screen import FAINT, STRONG, Column, Screen
from nq42check.reports.wording import Wording
from nq42check.texts import LANGUAGES

_DOTS = "…"
"""What a reader sees of a message that differs from finding to finding."""


def rule(rule: Rule, wording: Wording, screen: Screen) -> str:
    """One rule: what it flags and why, how gravely, in which words."""
    say = wording.text
    message = _without_fields(wording.show(rule.message))
    facts = [
        f"{say('column.severity')}: {_severities(rule, wording)}",
        *([] if message == _DOTS else [f"{say('column.message')}: {message}"]),
        f"{say('column.advice')}: {_advice(rule, wording)}",
        *([] if rule.check.waivable else [say("explain.not-waivable")]),
    ]
    head = screen.text(f"{rule.id} {_called(rule, wording)}", STRONG)
    return f"{head}\n{screen.text(wording.show(rule.explanation), indent=2)}\n{''.join(map(screen.text, facts))}"


def _called(rule: Rule, wording: Wording) -> str:
    """A rule's name, as files have it, and what reports call it, where that is more than the name with spaces."""
    title = wording.show(rule.title)
    return rule.name if title == rule.name.replace("-", " ") else f"{rule.name} · {title}"


def _advice(rule: Rule, wording: Wording) -> str:
    """What to do about all findings of a rule, in a sentence."""
    if rule.remedy is None:
        return _without_fields(wording.show(rule.advice))
    remedy = wording.show(rule.remedy)
    return f"{remedy[:1].upper()}{remedy[1:]}."


def _without_fields(text: str) -> str:
    """A message as a reader sees it, with dots for what differs; sentences that are added at times are left out."""
    always = re.sub(r"(?<=\.)\{\w+\}", "", text)
    dotted = re.sub(r"(\{\w+\})+", _DOTS, re.sub(r"(?<=”)\{", " {", always))
    return dotted.removesuffix(".") if dotted.endswith("….") else dotted


def _severities(rule: Rule, wording: Wording) -> str:
    return "; ".join(_case(case, wording, only=len(rule.severity) == 1) for case in rule.severity)


def _case(case: Case, wording: Wording, *, only: bool) -> str:
    severity = wording.severity(case.severity)
    conditions = [wording.binds(binds) for binds in sorted(case.binds, key=attrgetter("value"))]
    conditions += [wording.evidence(grade) for grade in sorted(case.evidence, key=attrgetter("value"))]
    if not conditions:
        return severity if only else wording.text("explain.other-case", severity=severity)
    return wording.text("explain.norm-case", severity=severity, conditions=", ".join(conditions))


def rules(known: Iterable[Rule], wording: Wording, screen: Screen) -> str:
    """All rules, a row each: the id, and the name with the severities above what it flags."""
    heads = [wording.text(f"column.{key}") for key in ("name", "severity", "meaning")]
    columns = (Column(wording.text("column.id"), style=STRONG, whole=True), Column(" · ".join(heads)))
    rows = [(rule.id, f"{_called(rule, wording)} · {_levels(rule, wording)}\n{wording.gist(rule)}") for rule in known]
    return screen.table(columns, rows)


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


def indicators(catalogue: Catalogue, text: str, wording: Wording, screen: Screen) -> str:
    """All indicators by their areas; or those that have every word of `text`, best first, and if none has, the nearest.

    Each id stands in a line with the unit, so that it can be copied; below it are the name and the groups.
    """
    if not text:
        headed = groupby(catalogue.indicators.values(), lambda indicator: indicator.area.heading)
        return "\n".join(
            screen.text(wording.show(heading), FAINT)
            + "".join(_indicator(Found(each), catalogue, wording, screen) for each in within)
            for heading, within in headed
        )
    found, said = find(catalogue, text), ""
    if not found:
        found = near(catalogue, text)
        said = wording.text("report.no-indicator", word=text)
        said = screen.text(f"{said} {wording.text('indicators.near' if found else 'indicators.all')}")
    return said + "".join(_indicator(each, catalogue, wording, screen) for each in found)


def _indicator(found: Found, catalogue: Catalogue, wording: Wording, screen: Screen) -> str:
    """One indicator: id and unit, name, what else documents call it, its groups, and the steps of its scale."""
    indicator, say = found.indicator, wording.text
    unit = f" · {wording.show(indicator.unit)}" if indicator.unit else ""
    facts = [say("indicators.called", name=found.called)] if found.called else []
    if indicator.scale:
        facts.append(say("indicators.steps", steps=" < ".join(wording.show(step.names) for step in indicator.scale)))
    if indicator.groups:
        groups = ", ".join(f"{id} ({wording.show(catalogue.groups[id])})" for id in indicator.groups)
        facts.append(say("indicators.groups", groups=groups))
    return (
        screen.text(f"{indicator.id}{unit}", STRONG)
        + screen.text(wording.show(indicator), indent=2)
        + "".join(screen.text(fact, FAINT, indent=4) for fact in facts)
    )


def baselines(documents: Sequence[Baseline], wording: Wording, screen: Screen, *, unverified_only: bool) -> str:
    """The norms of each document with their evidence; or only those whose text must still be checked, and why."""
    parts: list[str] = []
    unsure = 0
    for document, norms in documents:
        title = document.title if document.name in document.title else f"{document.name} · {document.title}"
        uncertain = [norm for norm in norms if norm.evidence is not Evidence.VERIFIED]
        shown = uncertain if unverified_only else norms
        unsure += len(uncertain)
        if shown:
            parts += [screen.text(wording.versioned(title, document.version), STRONG), "\n"]
            parts += [_norm(norm, wording, screen) for norm in shown]
    if unverified_only:
        parts.insert(0, screen.text(wording.text("baselines.todo", count=unsure)) + "\n")
    return "".join(parts)


def _norm(norm: Norm, wording: Wording, screen: Screen) -> str:
    """One norm: what it asks for, and what is known of it; each address in a line of its own."""
    target = norm.target
    basis, addresses = _addresses(norm.basis or "")
    facts = [target.indicator.id, str(target.by), wording.binds(norm.binds), wording.evidence(norm.evidence), basis]
    facts += [fact for fact in (norm.context, target.note) if fact]
    asked = screen.text(f"{wording.show(target.indicator)}: {wording.value(target)}", indent=2)
    about = [" · ".join(facts), *addresses]
    return f"{asked}{''.join(screen.text(fact, FAINT, indent=4) for fact in about)}\n"


_ADDRESS = re.compile(r"(https?://\S+)")


def _addresses(basis: str) -> tuple[str, list[str]]:
    """A basis without the addresses in it, and these: each gets a line of its own, so that it can be copied."""
    *before, last = _ADDRESS.split(basis)
    texts = [*(text.rstrip() for text in before[::2]), last]
    joined = (text.lstrip() if text.lstrip().startswith((";", ",", ".")) else text for text in texts[1:])
    return "".join((texts[0], *joined)), before[1::2]
