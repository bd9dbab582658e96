"""From nodes to documents: what a file must hold to be a catalogue, a baseline or a plan.

The shape is checked here, on nodes; the JSON Schemas say the same for editors and explain a refusal, and a test holds
the two to one verdict. Every problem of a file is collected before it is refused.
"""

from collections.abc import Callable
from collections.abc import Mapping as Entries
from itertools import count
from typing import TypeVar

from nq42check.language.phrase import read, statement
from nq42check.language.quotes import quoted
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import (
    Achieved,
    Allotted,
    Binds,
    Document,
    Evidence,
    Known,
    NotApplicable,
    Quoted,
    Route,
    Target,
    Waiver,
)
from nq42check.model.values import NotUnderstood, Scope, Stated
from nq42check.reading.nodes import Node, Problem, Refused, Scalar, Sequence, refused
from nq42check.reading.shape import (
    Fields,
    choice,
    day,
    each,
    entries,
    fields,
    flag,
    head,
    items,
    maybe,
    name_among,
    named,
    one_line,
    plain,
    text,
    texts,
    year,
)

T = TypeVar("T")


def load_plan(node: Node, catalogue: Catalogue, rules: Entries[str, bool]) -> Document:
    """A province's plan. `rules` says of each rule's id and name whether a waiver may name it. Raises Refused."""
    found = head(node, ("province", "document", "targets"), ("not_applicable", "waivers"))

    def exempt(each_node: Node, route: Route) -> NotApplicable:
        return _not_applicable(each_node, catalogue, route)

    def waive(each_node: Node, route: Route) -> Waiver:
        return _waiver(each_node, catalogue, rules, route)

    document = _document(text(found["province"]), found, catalogue, _PLAN_TARGET)
    return document._replace(
        not_applicable=_numbered(found, "not_applicable", exempt),
        waivers=_numbered(found, "waivers", waive),
    )


def load_baseline(node: Node, catalogue: Catalogue) -> Document:
    """A document of norms. Raises Refused."""
    found = head(node, ("document", "targets"))
    return _document(None, found, catalogue, _NORM_TARGET)


_PLAN_TARGET = (("indicator", "value"), ("by", "groups", "counts", "only", "where", "quote", "note", "task", "owner"))
_NORM_TARGET = (
    ("indicator", "value", "binds", "evidence", "basis"),
    ("by", "groups", "counts", "where", "quote", "note", "context", "achieved", "places"),
)


def _document(
    province: str | None, found: Fields, catalogue: Catalogue, shape: tuple[tuple[str, ...], tuple[str, ...]]
) -> Document:
    required = ("title", "by") if province else ("id", "title", "by", "version")
    optional = ("id", "issuer", "date", "implements", "version")
    about = fields(found["document"], required, optional if province else (*optional, "places"))
    by = year(about["by"])

    def load(each_node: Node, route: Route) -> Target:
        return _target(each_node, catalogue, by, shape, route)

    return Document(
        province=province,
        id=maybe(about, "id", text),
        title=text(about["title"]),
        issuer=maybe(about, "issuer", text),
        implements=maybe(about, "implements", texts) or (),
        by=by,
        version=maybe(about, "version", text),
        targets=_numbered(found, "targets", load),
        date=maybe(about, "date", day),
        places=maybe(about, "places", texts) or (),
    )


def _numbered(found: Fields, name: str, load: Callable[[Node, Route], T]) -> tuple[T, ...]:
    """The items of a list field, each loaded with its route."""
    if name not in found:
        return ()
    numbers = count()
    return each(items(found[name]), lambda node: load(node, (name, next(numbers))))


def _target(
    node: Node, catalogue: Catalogue, by: int, shape: tuple[tuple[str, ...], tuple[str, ...]], route: Route
) -> Target:
    found = fields(node, *shape)
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    value = one_line(found["value"])
    said = statement(value, indicator)
    if "binds" in found and isinstance(said.stated, NotUnderstood):
        raise Refused(problem_of(said.stated, found["value"], value, indicator))
    quote = maybe(found, "quote", text)
    near = tuple(catalogue.indicators[id] for id in indicator.near)
    told = quoted(quote, value, indicator, near, catalogue.nouns) if quote else None
    groups, counts = _groups(found, indicator), _counts(found, catalogue)
    return Target(
        indicator=indicator,
        text=value,
        stated=said.stated,
        by=year(found["by"]) if "by" in found else by,
        groups=groups or indicator.groups,
        covers=_covered(groups or indicator.groups, said.scope, told),
        only=maybe(found, "only", text) or said.scope.only or (told.scope.only if told else None),
        counts=counts or said.scope.counts or (told.scope.counts if told else None) or indicator.counts,
        contradicted=_contradicted(groups, counts, said.scope, indicator),
        assumed=said.assumed and not (told and told.measured),
        where=maybe(found, "where", text),
        quote=quote,
        quoted=told,
        note=maybe(found, "note", text),
        binds=choice(found["binds"], Binds) if "binds" in found else Binds.EACH,
        evidence=choice(found["evidence"], Evidence) if "evidence" in found else None,
        basis=maybe(found, "basis", text),
        context=maybe(found, "context", text),
        route=route,
        line=found["value"].line,
        task=maybe(found, "task", flag) or False,
        owner=maybe(found, "owner", text),
        achieved=maybe(found, "achieved", _achieved),
        allotted=_allotted(found["places"], indicator) if "places" in found else (),
    )


def _achieved(node: Node) -> Achieved:
    found = fields(node, ("on", "source"))
    return Achieved(day(found["on"]), text(found["source"]))


def _allotted(node: Node, indicator: Indicator) -> tuple[Allotted, ...]:
    """What a norm sets for places by name. Raises Refused where a value is not understood."""

    def allot(entry: tuple[str, Node]) -> Allotted:
        place, value = entry
        worded = one_line(value)
        return Allotted(place, worded, _accepted(value, worded, indicator), value.line)

    return each(entries(node), allot)


def _covered(groups: tuple[str, ...], value: Scope, told: Quoted | None) -> tuple[str, ...]:
    """The `groups` that remain by the words of value and quote, where these name any."""
    for scope in (value, told.scope if told else Scope()):
        if scope.groups:
            groups = tuple(group for group in groups if group in scope.groups)
    return groups


def _contradicted(groups: tuple[str, ...], counts: str | None, value: Scope, indicator: Indicator) -> tuple[str, ...]:
    """The keys `groups` and `counts` that say something else than the words of the value do."""
    keys = ["groups"] if groups and value.groups and set(groups) != set(value.groups) else []
    return (*keys, "counts") if counts and value.counts and counts != value.counts else tuple(keys)


def problem_of(stated: NotUnderstood, node: Node, value: str, indicator: Indicator) -> Problem:
    """What is wrong with a value that is not understood, at its column."""
    assert type(node) is Scalar
    shift = len(node.text) - len(node.text.lstrip())
    fields = {"value": value, "indicator": indicator, **dict(stated.fields)}
    return Problem(stated.reason, node.line, node.column_of(stated.offset + shift), fields)


def _accepted(node: Node, value: str, indicator: Indicator) -> Stated:
    """What an accepted value states. Raises Refused at its column where it is not understood."""
    stated = read(value, indicator)
    if isinstance(stated, NotUnderstood):
        raise Refused(problem_of(stated, node, value, indicator))
    return stated


def _groups(found: Fields, indicator: Indicator) -> tuple[str, ...]:
    """The groups a target or exemption names; each must be one of the indicator's."""
    if "groups" not in found:
        return ()
    groups = each(items(found["groups"]), plain)
    for node, name in zip(items(found["groups"]), groups, strict=True):
        if name not in indicator.groups:
            known = ", ".join(indicator.groups)
            reason = "unknown-name.group" if known else "unknown-name.group-none"
            raise refused(reason, node.line, node.column, name=name, known=known)
    return groups


def _counts(found: Fields, catalogue: Catalogue) -> str | None:
    return maybe(found, "counts", lambda value: name_among(value, catalogue.counts, "counts"))


def _not_applicable(node: Node, catalogue: Catalogue, route: Route) -> NotApplicable:
    found = fields(node, ("indicator", "reason"), ("groups",))
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    groups = _groups(found, indicator)
    group_names = tuple(catalogue.groups[group] for group in groups)
    return NotApplicable(indicator, groups, group_names, text(found["reason"]), route)


def _waiver(node: Node, catalogue: Catalogue, rules: Entries[str, bool], route: Route) -> Waiver:
    found = fields(node, ("rule", "indicator", "reason", "until"), ("value", "authority"))
    if not named(found["rule"], rules, "rule"):
        raise refused("unknown-name.not-waivable", found["rule"].line, found["rule"].column, name=plain(found["rule"]))
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    value = maybe(found, "value", one_line)
    return Waiver(
        rule=plain(found["rule"]),
        indicator=indicator,
        value=_accepted(found["value"], value, indicator) if value else None,
        text=value,
        reason=text(found["reason"]),
        authority=maybe(found, "authority", text),
        until=day(found["until"]),
        route=route,
    )


# Known findings


def load_known(node: Node, catalogue: Catalogue) -> tuple[Known, ...]:
    """The findings that a file of known findings records; it may have none. Raises Refused."""
    found = head(node, ("known",), ("version",))
    recorded, version = found["known"], maybe(found, "version", text)
    if isinstance(recorded, Sequence) and not recorded.items:
        return ()
    return each(items(recorded), lambda entry: _known(entry, catalogue, version))


def _known(node: Node, catalogue: Catalogue, version: str | None) -> Known:
    found = fields(node, ("fingerprint", "rule", "plan", "indicator"), ("value", "by", "left_out", "document"))
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    value = maybe(found, "value", one_line)
    return Known(
        fingerprint=plain(found["fingerprint"]),
        rule=plain(found["rule"]),
        plan=text(found["plan"]),
        indicator=indicator,
        value=_accepted(found["value"], value, indicator) if value else None,
        text=value,
        by=maybe(found, "by", year),
        left_out=each(items(found["left_out"]), plain) if "left_out" in found else (),
        version=version,
        document=maybe(found, "document", text),
    )
