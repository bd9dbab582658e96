"""From nodes to documents: what a file must hold to be a catalogue, a baseline or a plan.

The shape is checked here, on nodes; the JSON Schemas say the same for editors and explain a refusal, and a test holds
the two to one verdict. Every problem of a file is collected before it is refused.
"""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Entries
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from nq42check.catalogue import Better, Catalogue, Indicator, Kind, Names, ScaleStep
from nq42check.document import Binds, Document, Evidence, NotApplicable, Route, Target, Waiver
from nq42check.extent import Domain
from nq42check.phrase import Stated, Unreadable, read
from nq42check.reading import Mapping, Node, Problem, Refused, Scalar, Sequence, refused
from nq42check.text import nearest
from nq42check.units import UNITS

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Fields = dict[str, Node]

_NO_TEXT = re.compile(r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE")
_YEAR = re.compile(r"20\d\d", re.ASCII)


# What a node may hold


def fields(node: Node, required: Iterable[str], optional: Iterable[str] = ()) -> Fields:
    """The values of a mapping that has all of `required` and nothing beyond `optional`. Raises Refused."""
    if type(node) is not Mapping:
        raise refused("shape.mapping", node.line, node.column)
    known = {*required, *optional}
    problems = []
    for name, (key, _) in node.entries.items():
        if name not in known:
            near = nearest(name, known - node.entries.keys())
            text = "shape.unknown-key-near" if near else "shape.unknown-key"
            problems.append(Problem(text, key.line, key.column, {"key": name, "near": near}))
    for name in required:
        if name not in node.entries:
            problems.append(Problem("shape.missing-key", node.line, node.column, {"key": name}))
    if problems:
        raise Refused(*problems)
    return {name: value for name, (_, value) in node.entries.items()}


def items(node: Node) -> list[Node]:
    """The items of a list that has some. Raises Refused."""
    if type(node) is not Sequence:
        raise refused("shape.list", node.line, node.column)
    if not node.items:
        raise refused("shape.empty-list", node.line, node.column)
    return node.items


def each(nodes: Iterable[Node], load: Callable[[Node], T]) -> tuple[T, ...]:
    """`load` applied to all nodes; what is refused is collected and raised together."""
    loaded: list[T] = []
    problems: list[Problem] = []
    for node in nodes:
        try:
            loaded.append(load(node))
        except Refused as refusal:
            problems += refusal.problems
    if problems:
        raise Refused(*problems)
    return tuple(loaded)


def text(node: Node) -> str:
    """A scalar's text, trimmed. Raises Refused where it is empty or a bare `true` or `null`."""
    if type(node) is not Scalar:
        raise refused("shape.text", node.line, node.column)
    if not node.text.strip() or (not node.style and _NO_TEXT.fullmatch(node.text)):
        raise refused("shape.empty-text", node.line, node.column)
    return node.text.strip()


def one_line(node: Node) -> str:
    """The text of a scalar in which nothing can get lost: no block scalar, no `#` glued to what follows it."""
    found = text(node)
    assert type(node) is Scalar
    if node.style in ("|", ">"):
        raise refused("value.block", node.line, node.column)
    if node.comment:
        raise refused("value.comment", node.line, node.column)
    return found


def choice(node: Node, among: type[E]) -> E:
    """The member of `among` that the text names. Raises Refused."""
    text(node)
    assert type(node) is Scalar
    for member in among:
        if member.value == node.text:
            return member
    choices = ", ".join(member.value for member in among)
    raise refused("shape.choice", node.line, node.column, found=node.text, choices=choices)


def year(node: Node) -> int:
    """A year of this century. Raises Refused."""
    found = one_line(node)
    if not _YEAR.fullmatch(found):
        raise refused("shape.year", node.line, node.column, found=found)
    return int(found)


def day(node: Node) -> date:
    """A date written 2027-12-31. Raises Refused."""
    found = one_line(node)
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", found, re.ASCII):
            raise ValueError
        return date.fromisoformat(found)
    except ValueError:
        raise refused("shape.date", node.line, node.column, found=found) from None


def named(node: Node, known: Entries[str, T], what: str) -> T:
    """What `known` holds under the node's text. Raises Refused with the nearest name; `what` names the message."""
    found = text(node)
    if found not in known:
        near = nearest(found, known)
        raise refused(
            f"unknown-name.{what}-near" if near else f"unknown-name.{what}",
            node.line,
            node.column,
            name=found,
            near=near,
        )
    return known[found]


def _names(node: Node) -> Names:
    found = fields(node, ("vi", "en"))
    return Names(text(found["vi"]), text(found["en"]))


def _maybe(found: Fields, name: str, load: Callable[[Node], T]) -> T | None:
    return load(found[name]) if name in found else None


def _texts(node: Node) -> tuple[str, ...]:
    return each(items(node), text)


def _entries(node: Node) -> list[tuple[str, Node]]:
    if type(node) is not Mapping:
        raise refused("shape.mapping", node.line, node.column)
    return [(key, value) for key, (_, value) in node.entries.items()]


def numeral(node: Node) -> Decimal:
    """A plain number of a catalogue or rule, such as 100 or 0.5. Raises Refused."""
    found = text(node)
    if not re.fullmatch(r"\d+(\.\d+)?", found, re.ASCII):
        raise refused("shape.number", node.line, node.column, found=found)
    return Decimal(found)


# The catalogue

_SHARES = Domain(Decimal(0), Decimal(100))
_OTHERS = Domain(Decimal(0), None)


def load_catalogue(node: Node) -> Catalogue:
    """The catalogue of indicators, as `baselines/indicators.yaml` declares it. Raises Refused."""
    found = fields(node, ("version", "indicators", "groups", "counts"))
    groups = {id: _names(value) for id, value in _entries(found["groups"])}
    counts = {id: _names(value) for id, value in _entries(found["counts"])}
    entries = _entries(found["indicators"])
    ids = dict(entries)
    indicators = {id: _indicator(id, value, ids, groups, counts) for id, value in entries}
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
        low, high = (numeral(limit) for limit in items(found["domain"]))
        domain = Domain(low, high)
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
        better=_maybe(found, "better", lambda value: choice(value, Better)),
        domain=domain,
        counts=_maybe(found, "counts", text),
        groups=known("groups", groups, "group"),
        parts=known("parts", ids, "indicator"),
        near=known("near", ids, "indicator"),
        scale=scale,
        nouns=_maybe(found, "nouns", _texts) or (),
    )


def _scale_step(node: Node) -> ScaleStep:
    found = fields(node, ("vi", "en", "wordings"), ("equals",))
    names = Names(text(found["vi"]), text(found["en"]))
    return ScaleStep(names, _texts(found["wordings"]), _maybe(found, "equals", numeral))


# Documents


def load_plan(node: Node, catalogue: Catalogue, rules: Entries[str, object]) -> Document:
    """A province's plan; its waivers may name `rules` by id or name. Raises Refused."""
    found = fields(node, ("province", "document", "targets"), ("not_applicable", "waivers"))

    def exempt(each_node: Node) -> NotApplicable:
        return _not_applicable(each_node, catalogue)

    def waive(each_node: Node) -> Waiver:
        return _waiver(each_node, catalogue, rules)

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

    def load(each_node: Node) -> Target:
        return _target(each_node, catalogue, by, shape)

    return Document(
        province=province,
        id=_maybe(head, "id", text),
        title=text(head["title"]),
        issuer=_maybe(head, "issuer", text),
        implements=_maybe(head, "implements", _texts) or (),
        by=by,
        version=_maybe(head, "version", text),
        targets=_numbered(found, "targets", load),
    )


def _numbered(found: Fields, name: str, load: Callable[[Node], T]) -> tuple[T, ...]:
    """The items of a list field, each with its route."""
    if name not in found:
        return ()
    loaded = each(items(found[name]), load)
    return tuple(item._replace(route=(name, index)) for index, item in enumerate(loaded))  # type: ignore[attr-defined]


_NOWHERE: Route = ()


def _target(node: Node, catalogue: Catalogue, by: int, shape: tuple[tuple[str, ...], tuple[str, ...]]) -> Target:
    found = fields(node, *shape)
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    value = one_line(found["value"])
    return Target(
        indicator=indicator,
        text=value,
        stated=_stated(found["value"], value, indicator),
        by=year(found["by"]) if "by" in found else by,
        groups=_groups(found, indicator, catalogue) or indicator.groups,
        counts=_counts(found, catalogue) or indicator.counts,
        where=_maybe(found, "where", text),
        quote=_maybe(found, "quote", text),
        note=_maybe(found, "note", text),
        binds=_maybe(found, "binds", lambda value: choice(value, Binds)) or Binds.EACH,
        evidence=_maybe(found, "evidence", lambda value: choice(value, Evidence)),
        basis=_maybe(found, "basis", text),
        context=_maybe(found, "context", text),
        route=_NOWHERE,
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


def _groups(found: Fields, indicator: Indicator, catalogue: Catalogue) -> tuple[str, ...]:
    """The groups a target or exemption names; each must be one of the indicator's."""
    if "groups" not in found:
        return ()
    for node in items(found["groups"]):
        named(node, catalogue.groups, "group")
        if text(node) not in indicator.groups:
            raise refused(
                "unknown-name.group-of",
                node.line,
                node.column,
                name=text(node),
                indicator=indicator,
                known=", ".join(indicator.groups) or "–",
            )
    return _texts(found["groups"])


def _counts(found: Fields, catalogue: Catalogue) -> str | None:
    if "counts" not in found:
        return None
    named(found["counts"], catalogue.counts, "counts")
    return text(found["counts"])


def _not_applicable(node: Node, catalogue: Catalogue) -> NotApplicable:
    found = fields(node, ("indicator", "reason"), ("groups",))
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    return NotApplicable(indicator, _groups(found, indicator, catalogue), text(found["reason"]), _NOWHERE)


def _waiver(node: Node, catalogue: Catalogue, rules: Entries[str, object]) -> Waiver:
    found = fields(node, ("rule", "indicator", "reason", "until"), ("value", "authority"))
    named(found["rule"], rules, "rule")
    indicator = named(found["indicator"], catalogue.indicators, "indicator")
    value = _maybe(found, "value", one_line)
    return Waiver(
        rule=text(found["rule"]),
        indicator=indicator,
        value=_stated(found["value"], value, indicator) if value else None,
        text=value,
        reason=text(found["reason"]),
        authority=_maybe(found, "authority", text),
        until=day(found["until"]),
        route=_NOWHERE,
    )
