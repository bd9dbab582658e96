"""The JSON Schemas as editors use them: with the names that a file may use, and what each of them means."""

from collections.abc import Mapping
from typing import Any

from nq42check.flagging.rulebook import LEVELS
from nq42check.judging.norms import standings
from nq42check.model.catalogue import Indicator, Names
from nq42check.reading.schemas import schema
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import Knowledge

_TEXT = {"$ref": "#/$defs/text"}


def schema_for_editors(name: str, knowledge: Knowledge, wording: Wording) -> dict[str, Any]:
    """The schema `name`, in which the definitions of names list all that `knowledge` has.

    An editor completes the names and shows the descriptions. A place that takes more than these names (a document's
    file, the start of a rule's id) still takes any text.
    """
    completed = schema(name)
    listed = _definitions(knowledge, wording, waivable_only=name == "plan")
    completed["$defs"] = {key: listed.get(key, definition) for key, definition in completed.get("$defs", {}).items()}
    if "text" in completed["$defs"]:
        completed["$defs"]["text"]["errorMessage"] = wording.text("shape.empty-text")
    return completed


def _definitions(knowledge: Knowledge, wording: Wording, *, waivable_only: bool) -> dict[str, Any]:
    catalogue = knowledge.catalogue
    norms: dict[Indicator, list[str]] = {}
    for baseline in knowledge.baselines:
        for norm, *_ in standings((baseline,)):
            norms.setdefault(norm.target.indicator, []).append(wording.asked(norm))
    about = {each: (*_about(each, knowledge, wording), *norms.get(each, ())) for each in catalogue.indicators.values()}
    indicators = [
        *(_constant(each.id, wording.show(each), *facts) for each, facts in about.items()),
        *(_constant(each.names.vi, each.id, *facts) for each, facts in about.items()),
    ]
    rules = [
        _constant(key, f"{rule.id} {rule.name}", wording.gist(rule))
        for rule in knowledge.rules
        if rule.check.waivable or not waivable_only
        for key in (rule.id, rule.name)
    ]
    documents = [_constant(each.document.name, each.document.title) for each in knowledge.baselines]
    return {
        "indicator": {"anyOf": indicators},
        "group": {"anyOf": _named(catalogue.groups, wording)},
        "count": {"anyOf": _named(catalogue.counts, wording)},
        "document": {"anyOf": [*documents, _TEXT]},
        "rule": {"anyOf": rules},
        "pattern": {"anyOf": [*rules, _TEXT]},
        "severity": {"anyOf": [_constant(key, wording.severity(level)) for key, level in LEVELS.items()]},
    }


def _named(names: Mapping[str, Names], wording: Wording) -> list[dict[str, str]]:
    return [_constant(id, wording.show(each)) for id, each in names.items()]


def _constant(value: str, *about: str) -> dict[str, str]:
    """One value with what a reader should know of it, in paragraphs; the name comes first, since lists show no more."""
    return {"const": value, "title": value, "description": "\n\n".join(about)}


def _about(indicator: Indicator, knowledge: Knowledge, wording: Wording) -> list[str]:
    """How an indicator is stated, and whom it covers."""
    measure = [wording.text(f"stated.{indicator.kind.value}")]
    measure += [wording.show(indicator.unit)] if indicator.unit else []
    measure += [" < ".join(wording.show(step.names) for step in indicator.scale)] if indicator.scale else []
    measure += [wording.show(indicator.better)] if indicator.better else []
    lines = [wording.text("editor.measure", measure=", ".join(measure))]
    if indicator.groups:
        groups = ", ".join(f"{id} ({wording.show(knowledge.catalogue.groups[id])})" for id in indicator.groups)
        lines.append(wording.text("form.groups", groups=groups))
    return lines
