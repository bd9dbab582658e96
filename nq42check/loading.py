"""From nodes to documents: what a file must hold to be a catalogue, a baseline or a plan.

The shape is checked here, on nodes; the JSON Schemas say the same for editors and explain a refusal, and a test holds
the two to one verdict. Every problem of a file is collected before it is refused.
"""

from collections.abc import Callable
from collections.abc import Mapping as Entries
from decimal import Decimal
from itertools import count
from typing import TypeVar

from nq42check.catalogue import Better, Catalogue, Indicator, Kind, Names, ScaleStep
from nq42check.document import Binds, Document, Evidence, Known, NotApplicable, Route, Target, Waiver
from nq42check.extent import Domain
from nq42check.phrase import Stated, Unreadable, read
from nq42check.reading import Node, Scalar, Sequence, refused
from nq42check.shape import (
    Fields,
    choice,
    day,
    each,
    entries,
    fields,
    items,
    maybe,
    named,
    names,
    numeral,
    one_line,
    text,
    texts,
    year,
)
from nq42check.units import UNITS

T = TypeVar("T")


# The catalogue

_SHARES = Domain(Decimal(0), Decimal(100))
_OTHERS = Domain(Decimal(0), None)


def load_catalogue(node: Node) -> Catalogue:
    """The catalogue of indicators, as `baselines/indicators.yaml` declares it. Raises Refused."""
    found = fields(node, ("version", "indicators", "groups", "counts"))
    groups = {id: names(value) for id, value in entries(found["groups"])}
    counts = {id: names(value) for id, value in entries(found["counts"])}
    ids = dict(entries(found["indicators"]))
    indicators = {id: _indicator(id, value, ids, groups, counts) for id, value in ids.items()}
    wholes = {part: whole for whole in indicators.values() for part in whole.parts}
    return Catalogue(text(found["version"]), indicators, wholes, groups, counts)


def _indicator(
    id: str, node: Node, ids: dict[str, Node], groups: dict[str, Names], counts: dict[str, Names]
) -> Indicator:
    found = fields(
        node,
        ("vi", "en", "kind"),
        ("unit", "better", "domain", "counts", "groups", "parts", "near", "nouns", "scale"),
    )

    def known(name: str, among: Entries[str, T], what: str) -> tuple[str, ...]:
        """The texts of a list field, each of which must be a key of `among`."""
        nodes = items(found[name]) if name in found else []
        for each_node in nodes:
            named(each_node, among, what)
        return tuple(text(each_node) for each_node in nodes)

    kind = choice(found["kind"], Kind)
    unit = named(found["unit"], UNITS, "unit") if "unit" in found else None
    unit = UNITS["percent"] if unit is None and kind is Kind.SHARE else unit
    domain = _SHARES if unit is UNITS["percent"] else _OTHERS
    if "domain" in found:
        limits = each(items(found["domain"]), numeral)
        if len(limits) != 2:
            raise refused("shape.domain", node.line, node.column)
        domain = Domain(*limits)
    if "counts" in found:
        named(found["counts"], counts, "counts")
    scale = each(items(found["scale"]), _scale_step) if "scale" in found else ()
    if unit is None and not scale:
        raise refused("shape.no-measure", node.line, node.column, id=id)
    return Indicator(
        id,
        Names(text(found["vi"]), text(found["en"])),
        kind,
        unit=unit,
        better=maybe(found, "better", lambda value: choice(value, Better)),
        domain=domain,
        counts=maybe(found, "counts", text),
        groups=known("groups", groups, "group"),
        parts=known("parts", ids, "indicator"),
        near=known("near", ids, "indicator"),
        scale=scale,
        nouns=maybe(found, "nouns", texts) or (),
    )


def _scale_step(node: Node) -> ScaleStep:
    found = fields(node, ("vi", "en", "wordings"), ("equals",))
    names = Names(text(found["vi"]), text(found["en"]))
    return ScaleStep(names, texts(found["wordings"]), maybe(found, "equals", numeral))


# Documents


def load_plan(node: Node, catalogue: Catalogue, rules: Entries[str, bool]) -> Document:
    """A province's plan. `rules` says of each rule's id and name whether a waiver may name it. Raises Refused."""
    found = fields(node, ("province", "document", "targets"), ("not_applicable", "waivers"))

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
    found = fields(node, ("document", "targets"))
    return _document(None, found, catalogue, _NORM_TARGET)


_PLAN_TARGET = (("indicator", "value"), ("by", "groups", "counts", "where", "quote", "note"))
_NORM_TARGET = (
    ("indicator", "value", "binds", "evidence", "basis"),
    ("by", "groups", "counts", "where", "quote", "note", "context"),
)


def _document(
    province: str | None, found: Fields, catalogue: Catalogue, shape: tuple[tuple[str, ...], tuple[str, ...]]
) -> Document:
    head_shape = ("title", "by") if province else ("id", "title", "by", "version")
    head = fields(found["document"], head_shape, ("id", "issuer", "date", "implements", "version"))
    by = year(head["by"])
    if "date" in head:
        day(head["date"])

    def load(each_node: Node, route: Route) -> Target:
        return _target(each_node, catalogue, by, shape, route)

    return Document(
        province=province,
        id=maybe(head, "id", text),
        title=text(head["title"]),
        issuer=maybe(head, "issuer", text),
        implements=maybe(head, "implements", texts) or (),
        by=by,
        version=maybe(head, "version", text),
        targets=_numbered(found, "targets", load),
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
    return Target(
        indicator=indicator,
        text=value,
        stated=_stated(found["value"], value, indicator),
        by=year(found["by"]) if "by" in found else by,
        groups=_groups(found, indicator) or indicator.groups,
        counts=_counts(found, catalogue) or indicator.counts,
        where=maybe(found, "where", text),
        quote=maybe(found, "quote", text),
        note=maybe(found, "note", text),
        binds=choice(found["binds"], Binds) if "binds" in found else Binds.EACH,
        evidence=choice(found["evidence"], Evidence) if "evidence" in found else None,
        basis=maybe(found, "basis", text),
        context=maybe(found, "context", text),
        route=route,
        line=found["value"].line,
    )


def _stated(node: Node, value: str, indicator: Indicator) -> Stated:
    """What a value states; an unreadable one is refused at its column."""
    try:
        return read(value, indicator)
    except Unreadable as error:
        assert type(node) is Scalar
        shift = len(node.text) - len(node.text.lstrip())
        column = node.column_of(error.offset + shift)
        raise refused(error.reason, node.line, column, value=value, indicator=indicator, **error.fields) from None


def _groups(found: Fields, indicator: Indicator) -> tuple[str, ...]:
    """The groups a target or exemption names; each must be one of the indicator's."""
    if "groups" not in found:
        return ()
    groups = texts(found["groups"])
    for node, name in zip(items(found["groups"]), groups, strict=True):
        if name not in indicator.groups:
            known = ", ".join(indicator.groups)
            reason = "unknown-name.group" if known else "unknown-name.group-none"
            raise refused(reason, node.line, node.column, name=name, known=known)
    return groups


def _counts(found: Fields, catalogue: Catalogue) -> str | None:
    if "counts" not in found:
        return None
    named(found["counts"], catalogue.counts, "counts")
    return text(found["counts"])


def _not_applicable(node: Node, catalogue: Catalogue, route: Route) -> NotApplicable:
    found = fields(node, ("indicator", "reason"), ("groups",))
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    groups = _groups(found, indicator)
    group_names = tuple(catalogue.groups[group] for group in groups)
    return NotApplicable(indicator, groups, group_names, text(found["reason"]), route)


def _waiver(node: Node, catalogue: Catalogue, rules: Entries[str, bool], route: Route) -> Waiver:
    found = fields(node, ("rule", "indicator", "reason", "until"), ("value", "authority"))
    if not named(found["rule"], rules, "rule"):
        raise refused("unknown-name.not-waivable", found["rule"].line, found["rule"].column, name=text(found["rule"]))
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    value = maybe(found, "value", one_line)
    return Waiver(
        rule=text(found["rule"]),
        indicator=indicator,
        value=_stated(found["value"], value, indicator) if value else None,
        text=value,
        reason=text(found["reason"]),
        authority=maybe(found, "authority", text),
        until=day(found["until"]),
        route=route,
    )


# Known findings


def load_known(node: Node, catalogue: Catalogue) -> tuple[Known, ...]:
    """The findings that a file of known findings records; it may have none. Raises Refused."""
    recorded = fields(node, ("known",))["known"]
    if isinstance(recorded, Sequence) and not recorded.items:
        return ()
    return each(items(recorded), lambda entry: _known(entry, catalogue))


def _known(node: Node, catalogue: Catalogue) -> Known:
    found = fields(node, ("fingerprint", "rule", "plan", "indicator"), ("value", "by", "left_out"))
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    value = maybe(found, "value", one_line)
    return Known(
        fingerprint=text(found["fingerprint"]),
        rule=text(found["rule"]),
        plan=text(found["plan"]),
        indicator=indicator,
        value=_stated(found["value"], value, indicator) if value else None,
        text=value,
        by=maybe(found, "by", year),
        left_out=maybe(found, "left_out", texts) or (),
    )
