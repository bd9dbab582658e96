"""Rules: what is flagged, how gravely and in which words. A rule is data; a check is the code it names."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum, IntEnum
from functools import cached_property
from typing import Any, NamedTuple

from nq42check.judging.assess import Assessment, Judgement
from nq42check.judging.compare import Outcome, inherent_flaw
from nq42check.judging.norms import Norm, by_indicator
from nq42check.model.catalogue import Catalogue, Indicator, Names
from nq42check.model.document import Binds, Document, Evidence, Known, Route, Target, Waiver
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


class Flag(NamedTuple):
    """What a check saw, without words: where, about what, and the arguments its messages may use.

    `target` is the plan's target where there is one. `suggestion` is a value that would settle it. `left_out` are the
    groups that the plan leaves out, where that is what the check saw.
    """

    route: Route
    indicator: Indicator
    arguments: Mapping[str, object]
    target: Target | None = None
    norm: Norm | None = None
    judgement: Judgement | None = None
    suggestion: str | None = None
    left_out: tuple[str, ...] = ()


class Quantity(NamedTuple):
    """A number of what an indicator measures, to be written with its unit in the reader's language."""

    number: Decimal
    indicator: Indicator


class Share(NamedTuple):
    """A percentage, to be written in the reader's language."""

    percent: Decimal


class Asked(NamedTuple):
    """What a norm asks for, in words that can be typed as a value; never more than the best there is."""

    norm: Target


class Clause(NamedTuple):
    """A sentence that a message adds: the text `clause.<name>` with its fields."""

    name: str
    fields: Mapping[str, object]


class WaiverState(Enum):
    """What has become of a waiver; one that is used waives, also where it is ending."""

    USED = "used"
    ENDING = "ending"
    EXPIRED = "expired"
    UNUSED = "unused"
    WITHOUT_AUTHORITY = "without-authority"
    NOT_ALLOWED = "not-allowed"


class Scene:
    """All that a check may look at.

    The waivers' states, and the known findings that have gone (those `outdated` because a version of the checker flags
    the same otherwise), are there only for checks that are not waivable.
    """

    def __init__(
        self,
        plan: Document,
        assessments: tuple[Assessment, ...],
        catalogue: Catalogue,
        waivers: Sequence[tuple[Waiver, WaiverState]] = (),
        gone: Sequence[Known] = (),
        outdated: Sequence[Known] = (),
    ) -> None:
        self.plan, self.assessments, self.catalogue = plan, assessments, catalogue
        self.waivers, self.gone, self.outdated = waivers, gone, outdated

    @cached_property
    def decided(self) -> list[tuple[Assessment, Judgement]]:
        """Every target that answers for a norm from which findings are drawn."""
        return [(found, judgement) for found in self.assessments if found.decisive for judgement in found.judgements]

    @cached_property
    def flawed(self) -> list[tuple[Target, Outcome]]:
        """The targets that answer for no such norm and are wrong in themselves, with what is wrong."""
        answering = {judgement.target.route for _, judgement in self.decided}
        rest = [target for target in self.plan.targets if target.route not in answering and not target.task]
        found = [(target, inherent_flaw(target.stated, target.indicator)) for target in rest]
        return [(target, flaw) for target, flaw in found if flaw is not None]

    @cached_property
    def stated(self) -> dict[Indicator, list[Target]]:
        """The plan's targets by indicator, without what is a task only."""
        return by_indicator(target for target in self.plan.targets if not target.task)


class Check(NamedTuple):
    """Code that flags.

    `parameters` has a reader for each parameter, `fields` what a rule's messages may name. What it finds can be
    waived by a plan and left out by `--select` unless it says otherwise.
    """

    parameters: Mapping[str, Callable[[Node, Catalogue], Any]]
    fields: frozenset[str]
    flags: Callable[..., Iterator[Flag]]
    waivable: bool = True
    selectable: bool = True


class Rule(NamedTuple):
    """One rule, as its file declares it; `title` is what reports call it, which is its name where the file has none.
    No waiver holds for one that `always_counts`, as a repository may declare.
    """

    id: str
    name: str
    title: Names
    check: Check
    parameters: Mapping[str, Any]
    severity: tuple[Case, ...]
    message: Names
    advice: Names
    explanation: Names
    always_counts: bool = False

    def severity_for(self, norm: Norm | None) -> Severity:
        """The severity of the first case that fits `norm`."""
        for case in self.severity:
            if not case.binds and not case.evidence:
                return case.severity
            if norm is None:
                continue
            fits_binding = not case.binds or norm.binds in case.binds
            if fits_binding and (not case.evidence or norm.target.evidence in case.evidence):
                return case.severity
        raise AssertionError(f"{self.id}: the last case must hold for every norm")


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
    found = head(node, ("rules",))
    return each(items(found["rules"]), lambda entry: _rule(entry, checks, catalogue))


def _rule(node: Node, checks: Mapping[str, Check], catalogue: Catalogue) -> Rule:
    found = fields(node, ("id", "name", "check", "severity", "message", "advice", "explanation"), ("with", "title"))
    check = named(found["check"], checks, "check")
    parameters = fields(found["with"], (), tuple(check.parameters)) if "with" in found else {}
    if missing := check.parameters.keys() - parameters.keys():
        raise refused("shape.missing-key", node.line, node.column, key=f"with.{min(missing)}")
    return Rule(
        id=plain(found["id"]),
        name=plain(found["name"]),
        title=maybe(found, "title", names) or Names(plain(found["name"]), plain(found["name"])),
        check=check,
        parameters={name: check.parameters[name](value, catalogue) for name, value in parameters.items()},
        severity=_severity(found["severity"]),
        message=_wording(found["message"], check),
        advice=_wording(found["advice"], check),
        explanation=_wording(found["explanation"], check),
    )


def _wording(node: Node, check: Check) -> Names:
    found = fields(node, ("vi", "en"))
    for each_node in found.values():
        for brace in _BRACES.finditer(text(each_node)):
            name = brace[1]
            if brace[0] in ("{{", "}}"):
                continue
            if name is None:
                raise refused("shape.braces", each_node.line, each_node.column)
            if name not in check.fields:
                known = ", ".join(sorted(check.fields))
                raise refused("shape.field", each_node.line, each_node.column, name=name, known=known)
    return Names(text(found["vi"]), text(found["en"]))


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
    found = fields(node, ("is",), ("binds", "evidence"))
    binds = each(items(found["binds"]), lambda value: choice(value, Binds)) if "binds" in found else ()
    grades = each(items(found["evidence"]), lambda value: choice(value, Evidence)) if "evidence" in found else ()
    return Case(_level(found["is"]), frozenset(binds), frozenset(grades))


def _level(node: Node) -> Severity:
    return named(node, LEVELS, "severity")
