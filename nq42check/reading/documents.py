"""From nodes to documents: what a file must hold to be a catalogue, a baseline or a plan.

The shape is checked here, on nodes; the JSON Schemas say the same for editors and explain a refusal, and a test holds
the two to one verdict. Every problem of a file is collected before it is refused.
"""

from collections.abc import Callable
from collections.abc import Mapping as Entries
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from nq42check.language.phrase import read, statement
from nq42check.language.quotes import quoted
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import (
    Achieved,
    Allotted,
    Baseline,
    Binds,
    Document,
    Evidence,
    Norm,
    NotApplicable,
    Other,
    Plan,
    Quoted,
    Route,
    Target,
    Unfilled,
    Waiver,
)
from nq42check.model.values import NotUnderstood, Scope, Stated
from nq42check.reading.naming import PLACE_KEYS, RuleName, count_at, groups_at, indicator_at, place_named, rule_at
from nq42check.reading.nodes import Field, Node, Problem, Refused, Scalar, refused
from nq42check.reading.shape import (
    Fields,
    choice,
    day,
    each,
    entries,
    fields,
    filled,
    flag,
    head,
    items,
    maybe,
    one_line,
    one_line_or_none,
    plain,
    text,
    texts,
    year,
)
from nq42check.reading.unfilled import LEFT_OPEN, demanded, unfilled

if TYPE_CHECKING:
    from nq42check.model.origin import Unplaced

T = TypeVar("T")

_OF_ORIGIN = ("status", "source", "sha256")

_PLAN_PARTS = (*PLACE_KEYS, "within", "replaces", "not_applicable", "waivers", "other", "unplaced")
_PLAN_DOCUMENT = ("id", "issuer", "date", "implements", "version", "status", "source", "sha256")
_PLAN_TARGET = (
    ("indicator", "value"),
    ("by", "groups", "counts", "only", "where", "quote", "note", "task", "owner", "from", "status"),
)
_NORM = (
    ("indicator", "value", "binds", "evidence", "basis"),
    ("by", "groups", "counts", "where", "quote", "note", "context", "achieved", "places"),
)


def load_plan(node: Node, catalogue: Catalogue, rules: Entries[str, RuleName], file: str | None = None) -> Plan:
    """A province's plan. `rules` are those that there are, by id and by name. Raises Refused.

    `file` is its path, as reports show it, where it is to serve as norms.
    """
    parts = head(node, ("document", "targets"), _PLAN_PARTS)
    place = text(parts[place_named(node)])
    about = fields(parts["document"], ("title", "by"), _PLAN_DOCUMENT)
    document = _document(filled(about, "id", "issuer", "date"), place, file, ships=False)._replace(
        within=maybe(parts, "within", text), replaces=maybe(parts, "replaces", texts) or ()
    )
    if not about.keys().isdisjoint(_OF_ORIGIN):
        from nq42check.reading.origin import with_origin

        document = with_origin(document, about)

    def row(node: Node, route: Route) -> Target | Unfilled:
        entry = filled(fields(node, *_PLAN_TARGET), *LEFT_OPEN)
        empty = one_line_or_none(entry["value"]) is None
        made = (unfilled if empty else _target)(entry, catalogue, document.by, route)
        made = _started(made, entry["from"]) if "from" in entry else made
        return made._replace(draft=_says_draft(entry["status"])) if "status" in entry else made

    rows = _numbered(parts, "targets", row)
    plan = Plan(
        document,
        tuple(each for each in rows if isinstance(each, Target)),
        _numbered(parts, "not_applicable", lambda node, route: _not_applicable(node, catalogue, route)),
        _numbered(parts, "waivers", lambda node, route: _waiver(node, catalogue, rules, route)),
        _numbered(parts, "other", lambda node, route: _other(node, catalogue, document.by, route)),
        tuple(each for each in rows if isinstance(each, Unfilled)),
    )
    if "unplaced" in parts:
        plan = plan._replace(unplaced=_unplaced(parts, catalogue))
    if file is not None:
        _refuse_unfinished(plan, node)
    return plan


def _says_draft(node: Node) -> bool:
    from nq42check.reading.origin import is_draft

    return is_draft(node)


def _unplaced(parts: Fields, catalogue: Catalogue) -> "tuple[Unplaced, ...]":
    from nq42check.reading.origin import unplaced_at

    return _numbered(parts, "unplaced", lambda node, route: unplaced_at(node, catalogue, route))


def _refuse_unfinished(plan: Plan, node: Node) -> None:
    """Raise Refused where a plan cannot serve as norms: what others are held against is filled in and confirmed."""
    if plan.unfilled:
        raise Refused(*(demanded(each, node) for each in plan.unfilled))
    if plan.document.draft or plan.drafted or plan.unplaced:
        from nq42check.reading.origin import unconfirmed

        raise Refused(*filter(None, [unconfirmed(plan, node)]))


def load_baseline(node: Node, catalogue: Catalogue, file: str | None = None, *, ships: bool = False) -> Baseline:
    """A document of norms. Raises Refused. `file` is its path as reports show it; where it `ships`, in the package."""
    parts = head(node, ("document", "targets"))
    about = fields(parts["document"], ("id", "title", "by", "version"), ("issuer", "date", "implements", "places"))
    document = _document(about, None, file, ships=ships)
    return Baseline(document, _numbered(parts, "targets", lambda node, route: _norm(node, catalogue, document, route)))


def _document(about: Fields, place: str | None, file: str | None, *, ships: bool) -> Document:
    return Document(
        place=place,
        number=maybe(about, "id", text),
        title=text(about["title"]),
        issuer=maybe(about, "issuer", text),
        implements=maybe(about, "implements", texts) or (),
        by=year(about["by"]),
        version=maybe(about, "version", text),
        date=maybe(about, "date", day),
        places=maybe(about, "places", texts) or (),
        file=file,
        ships=ships,
    )


def _numbered(parts: Fields, name: str, load: Callable[[Node, Route], T]) -> tuple[T, ...]:
    """The items of a list field, each loaded with its route."""
    if name not in parts:
        return ()
    numbers = count()
    return each(items(parts[name]), lambda node: load(node, (name, next(numbers))))


def _target(entry: Fields, catalogue: Catalogue, by: int, route: Route) -> Target:
    """The target that the fields of an entry state, due in the year `by` where they do not say when."""
    indicator = indicator_at(entry["indicator"], catalogue)
    value = one_line(entry["value"])
    said = statement(value, indicator)
    quote = maybe(entry, "quote", text)
    near = tuple(catalogue.indicators[id] for id in indicator.near)
    told = quoted(quote, value, indicator, near, catalogue.nouns) if quote else None
    groups = groups_at(entry, indicator)
    counts = maybe(entry, "counts", lambda node: count_at(node, catalogue, indicator))
    return Target(
        indicator=indicator,
        text=value,
        stated=said.stated,
        by=year(entry["by"]) if "by" in entry else by,
        groups=groups or indicator.groups,
        covers=_covered(groups or indicator.groups, said.scope, told),
        only=maybe(entry, "only", text) or said.scope.only or (told.scope.only if told else None),
        counts=counts or said.scope.counts or (told.scope.counts if told else None) or indicator.counts,
        contradicted=_contradicted(groups, counts, said.scope, indicator),
        assumed=said.assumed and not (told and told.measured),
        where=maybe(entry, "where", text),
        quote=quote,
        quoted=told,
        note=maybe(entry, "note", text),
        route=route,
        line=entry["value"].line,
        task=maybe(entry, "task", flag) or False,
        owner=maybe(entry, "owner", text),
    )


def _started(made: Target | Unfilled, node: Node) -> Target | Unfilled:
    """A target with where its place stood before, as `node` says; of a row without a value that is read, too."""
    from nq42check.reading.starting import start_at

    start = start_at(node, made.indicator, made.by)
    return made._replace(start=start) if isinstance(made, Target) else made


def _norm(node: Node, catalogue: Catalogue, document: Document, route: Route) -> Norm:
    """A norm of `document`, for the groups that its words leave. Raises Refused where its value is not understood."""
    entry = fields(node, *_NORM)
    target = _target(entry, catalogue, document.by, route)
    if isinstance(target.stated, NotUnderstood):
        raise Refused(problem_of(target.stated, entry["value"], target.text, target.indicator))
    return Norm(
        document,
        target._replace(groups=target.covers or target.groups),
        binds=choice(entry["binds"], Binds),
        evidence=choice(entry["evidence"], Evidence),
        basis=text(entry["basis"]),
        context=maybe(entry, "context", text),
        achieved=maybe(entry, "achieved", _achieved),
        allotted=_allotted(entry["places"], target.indicator) if "places" in entry else (),
    )


def _achieved(node: Node) -> Achieved:
    entry = fields(node, ("on", "source"))
    return Achieved(day(entry["on"]), text(entry["source"]))


def _allotted(node: Node, indicator: Indicator) -> tuple[Allotted, ...]:
    """What a norm sets for places by name. Raises Refused where a value is not understood."""

    def allot(entry: tuple[str, Node]) -> Allotted:
        place, value = entry
        worded = one_line(value)
        return Allotted(place, worded, accepted(value, worded, indicator), value.line)

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
    fields: dict[str, Field] = {"value": value, "indicator": indicator, **dict(stated.fields)}
    return Problem(stated.reason, node.line, node.column_of(stated.offset + shift), fields)


def accepted(node: Node, value: str, indicator: Indicator) -> Stated:
    """What an accepted value states. Raises Refused at its column where it is not understood."""
    stated = read(value, indicator)
    if isinstance(stated, NotUnderstood):
        raise Refused(problem_of(stated, node, value, indicator))
    return stated


def _not_applicable(node: Node, catalogue: Catalogue, route: Route) -> NotApplicable:
    entry = fields(node, ("indicator", "reason"), ("groups",))
    indicator = indicator_at(entry["indicator"], catalogue)
    groups = groups_at(entry, indicator)
    group_names = tuple(catalogue.groups[group] for group in groups)
    return NotApplicable(indicator, groups, group_names, text(entry["reason"]), route)


def _other(node: Node, catalogue: Catalogue, by: int, route: Route) -> Other:
    """A target outside the catalogue. Raises Refused where its name is an indicator's, however it is spelt."""
    from nq42check.model.called import spelt

    entry = filled(fields(node, ("name", "value"), ("by", *LEFT_OPEN)), *LEFT_OPEN)
    name, value = text(entry["name"]), one_line(entry["value"])
    if known := spelt(name, catalogue):
        raise refused("shape.not-other", entry["name"].line, entry["name"].column, name=name, id=known.id)
    return Other(
        name=name,
        text=value,
        by=year(entry["by"]) if "by" in entry else by,
        where=maybe(entry, "where", text),
        quote=maybe(entry, "quote", text),
        note=maybe(entry, "note", text),
        owner=maybe(entry, "owner", text),
        route=route,
        line=entry["value"].line,
    )


def _waiver(node: Node, catalogue: Catalogue, rules: Entries[str, RuleName], route: Route) -> Waiver:
    entry = fields(node, ("rule", "indicator", "reason", "until"), ("value", "authority"))
    if not rule_at(entry["rule"], rules).waivable:
        raise refused("unknown-name.not-waivable", entry["rule"].line, entry["rule"].column, name=plain(entry["rule"]))
    indicator = indicator_at(entry["indicator"], catalogue)
    value = maybe(entry, "value", one_line)
    return Waiver(
        rule=plain(entry["rule"]),
        indicator=indicator,
        value=accepted(entry["value"], value, indicator) if value else None,
        text=value,
        reason=text(entry["reason"]),
        authority=maybe(entry, "authority", text),
        until=day(entry["until"]),
        route=route,
    )
