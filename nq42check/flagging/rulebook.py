"""Rules: what is flagged, how gravely and in which words. A rule is data; a check is the code it names."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from nq42check.flagging.scene import Flag
from nq42check.model.catalogue import Catalogue, Names
from nq42check.model.document import Binds, Evidence, Norm
from nq42check.reading.nodes import Node, Scalar, refused
from nq42check.reading.shape import choice, each, fields, head, items, maybe, named, names, plain, text


class Severity(IntEnum):
    """How grave a finding is."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


LEVELS = {level.name.lower(): level for level in reversed(Severity)}


class Case(NamedTuple):
    """A severity, and the bindings and evidence grades of a norm for which it holds; empty means any."""

    severity: Severity
    binds: frozenset[Binds]
    evidence: frozenset[Evidence]


class Check(NamedTuple):
    """Code that flags.

    `parameters` has a reader for each parameter, `fields` what a rule's messages may name. `flags` sees a Scene, and
    what it flags can be waived by a plan and left out by `--select`, unless the check says otherwise: one that is not
    `waivable` sees what was Accepted. Short reports tell in one line all that is flagged by one which `lists`.
    """

    parameters: Mapping[str, Callable[[Node, Catalogue], Any]]
    fields: frozenset[str]
    flags: Callable[..., Iterator[Flag]]
    waivable: bool = True
    selectable: bool = True
    lists: bool = False


class Rule(NamedTuple):
    """One rule, as its file declares it; `title` is what reports call it, which is its name where the file has none.
    `row` is what a short report says of a finding beside its figures, and `remedy` what to do about all findings.
    A repository may set another `severity`; `usual_severity` is what the rule's file has. No waiver holds for one that
    `always_counts`, as a repository may declare.
    """

    id: str
    name: str
    title: Names
    check: Check
    parameters: Mapping[str, Any]
    severity: tuple[Case, ...]
    usual_severity: tuple[Case, ...]
    message: Names
    advice: Names
    explanation: Names
    row: Names | None = None
    remedy: Names | None = None
    always_counts: bool = False

    def severity_for(self, norm: Norm | None) -> Severity:
        """The severity of a finding on `norm`."""
        return _fitting(self.severity, norm)

    def usual_severity_for(self, norm: Norm | None) -> Severity:
        """The severity of a finding on `norm` by the rule's own file, whatever a repository has set."""
        return _fitting(self.usual_severity, norm)


def _fitting(cases: tuple[Case, ...], norm: Norm | None) -> Severity:
    """The severity of the first case that fits `norm`; the last holds for every norm."""
    for case in cases[:-1]:
        if not case.binds and not case.evidence:
            return case.severity
        if norm is None:
            continue
        fits_binding = not case.binds or norm.binds in case.binds
        if fits_binding and (not case.evidence or norm.evidence in case.evidence):
            return case.severity
    return cases[-1].severity


def matching(rules: Iterable[Rule], pattern: str) -> set[str]:
    """The ids of the rules that may be selected and that `pattern` stands for: an id, the start of one, or a name."""
    start = pattern.casefold()
    return {
        rule.id
        for rule in rules
        if rule.check.selectable and start and (rule.name == pattern or rule.id.casefold().startswith(start))
    }


# A doubled brace, a field in braces, or a brace that is neither.
_BRACES = re.compile(r"\{\{|\}\}|\{(\w+)\}|[{}]")


def load_rules(node: Node, checks: Mapping[str, Check], catalogue: Catalogue) -> tuple[Rule, ...]:
    """The rules of one file. Raises Refused, also where a message names a field that the rule's check has not."""
    parts = head(node, ("rules",))
    return each(items(parts["rules"]), lambda entry: _rule(entry, checks, catalogue))


_OPTIONAL = ("with", "title", "row", "remedy")


def _rule(node: Node, checks: Mapping[str, Check], catalogue: Catalogue) -> Rule:
    entry = fields(node, ("id", "name", "check", "severity", "message", "advice", "explanation"), _OPTIONAL)
    check = named(entry["check"], checks, "check")
    parameters = fields(entry["with"], (), tuple(check.parameters)) if "with" in entry else {}
    if missing := check.parameters.keys() - parameters.keys():
        raise refused("shape.missing-key", node.line, node.column, key=f"with.{min(missing)}")
    severity = _severity(entry["severity"])
    return Rule(
        id=plain(entry["id"]),
        name=plain(entry["name"]),
        title=maybe(entry, "title", names) or Names(plain(entry["name"]), plain(entry["name"])),
        check=check,
        parameters={name: check.parameters[name](value, catalogue) for name, value in parameters.items()},
        severity=severity,
        usual_severity=severity,
        message=_wording(entry["message"], check),
        advice=_wording(entry["advice"], check),
        explanation=_wording(entry["explanation"], check),
        row=maybe(entry, "row", lambda value: _wording(value, check)),
        remedy=maybe(entry, "remedy", names),
    )


def _wording(node: Node, check: Check) -> Names:
    wordings = fields(node, ("vi", "en"))
    said = Names(text(wordings["vi"]), text(wordings["en"]))
    for words, each_node in zip(said, (wordings["vi"], wordings["en"]), strict=True):
        if "{" in words or "}" in words:
            _refuse_unknown_fields(words, each_node, check)
    return said


def _refuse_unknown_fields(words: str, node: Node, check: Check) -> None:
    """Raise Refused where `words` name a field that the check has not, or hold a brace that is neither."""
    for brace in _BRACES.finditer(words):
        name = brace[1]
        if brace[0] in ("{{", "}}"):
            continue
        if name is None:
            raise refused("shape.braces", node.line, node.column)
        if name not in check.fields:
            known = ", ".join(sorted(check.fields))
            raise refused("shape.field", node.line, node.column, name=name, known=known)


def always(severity: Severity) -> Case:
    """The case that holds for every norm."""
    return Case(severity, frozenset(), frozenset())


def _severity(node: Node) -> tuple[Case, ...]:
    """One severity, or cases of which the last holds for every norm."""
    if type(node) is Scalar:
        return (always(_level(node)),)
    cases = each(items(node), _case)
    if cases[-1].binds or cases[-1].evidence:
        raise refused("shape.last-case", node.line, node.column)
    return cases


def _case(node: Node) -> Case:
    entry = fields(node, ("is",), ("binds", "evidence"))
    binds = each(items(entry["binds"]), lambda value: choice(value, Binds)) if "binds" in entry else ()
    grades = each(items(entry["evidence"]), lambda value: choice(value, Evidence)) if "evidence" in entry else ()
    return Case(_level(entry["is"]), frozenset(binds), frozenset(grades))


def _level(node: Node) -> Severity:
    return named(node, LEVELS, "severity")
