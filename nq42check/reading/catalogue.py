"""From nodes to the catalogue of indicators."""

from collections.abc import Mapping as Entries
from decimal import Decimal
from typing import TypeVar

from nq42check.model.catalogue import JOINS, Better, Catalogue, Group, Indicator, Kind, Names, ScaleStep
from nq42check.model.promise import Domain
from nq42check.model.units import UNITS
from nq42check.model.vocabulary import Grammar
from nq42check.reading.lexicon import Lexicon
from nq42check.reading.nodes import Node, Sequence, refused
from nq42check.reading.shape import (
    choice,
    each,
    entries,
    fields,
    flag,
    items,
    maybe,
    name_among,
    named,
    numeral,
    one_of,
    text,
    texts,
)
from nq42check.text import Phrases

T = TypeVar("T")

_SHARES = Domain(Decimal(0), Decimal(100))
_OTHERS = Domain(Decimal(0), None)
# A bare number of at most 1 for a share may be Excel's way to write a percentage.
_PLAUSIBLE_SHARES = Domain(Decimal(2), Decimal(100))


def load_catalogue(node: Node, lexicon: Lexicon) -> Catalogue:
    """The catalogue of indicators, as `baselines/indicators.yaml` declares it. Raises Refused."""
    found = fields(node, ("version", "indicators", "groups", "counts"))
    groups = {id: _group(value) for id, value in entries(found["groups"])}
    counts = {id: _group(value) for id, value in entries(found["counts"])}
    ids = dict(entries(found["indicators"]))
    grammar = lexicon.grammar(counts)
    indicators = {id: _indicator(id, value, ids, groups, counts, grammar, lexicon.changes) for id, value in ids.items()}
    wholes = {part: whole for whole in indicators.values() for part in whole.parts}
    group_names = {id: group.names for id, group in groups.items()}
    count_names = {id: count.names for id, count in counts.items()}
    nouns = Phrases((noun, None) for each_indicator in indicators.values() for noun in each_indicator.nouns)
    return Catalogue(text(found["version"]), indicators, wholes, group_names, count_names, nouns)


def _group(node: Node) -> Group:
    found = fields(node, ("vi", "en"), ("words", "parts", "may_be_absent"))
    names = Names(text(found["vi"]), text(found["en"]))
    words, parts = maybe(found, "words", texts) or (), maybe(found, "parts", texts) or ()
    return Group(names, words, parts, maybe(found, "may_be_absent", flag) or False)


def _indicator(
    id: str,
    node: Node,
    ids: dict[str, Node],
    groups: dict[str, Group],
    counts: dict[str, Group],
    grammar: Grammar,
    changes: Entries[str, str],
) -> Indicator:
    found = fields(
        node,
        ("vi", "en", "kind"),
        (
            *("unit", "better", "domain", "plausible", "verb", "counts", "groups", "parts", "near"),
            *("nouns", "lists", "remarks", "scale", "example", "join", "may_be_absent"),
        ),
    )

    def known(name: str, among: Entries[str, T], what: str) -> tuple[str, ...]:
        """The texts of a list field, each of which must be a key of `among`."""
        nodes = items(found[name]) if name in found else []
        return tuple(name_among(each_node, among, what) for each_node in nodes)

    kind = choice(found["kind"], Kind)
    unit = named(found["unit"], UNITS, "unit") if "unit" in found else None
    unit = UNITS["percent"] if unit is None and kind is Kind.SHARE else unit
    domain = maybe(found, "domain", _domain) or (_SHARES if unit is UNITS["percent"] else _OTHERS)
    scale = each(items(found["scale"]), _scale_step) if "scale" in found else ()
    if unit is None and not scale:
        raise refused("shape.no-measure", node.line, node.column, id=id)
    return Indicator(
        id,
        Names(text(found["vi"]), text(found["en"])),
        kind,
        grammar,
        unit=unit,
        better=maybe(found, "better", lambda value: choice(value, Better)),
        domain=domain,
        plausible=maybe(found, "plausible", _domain) or (_PLAUSIBLE_SHARES if kind is Kind.SHARE else domain),
        change=maybe(found, "verb", lambda value: named(value, changes, "verb")),
        counts=maybe(found, "counts", lambda value: name_among(value, counts, "counts")),
        groups={group: groups[group] for group in known("groups", groups, "group")},
        parts=known("parts", ids, "indicator"),
        near=known("near", ids, "indicator"),
        scale=scale,
        nouns=maybe(found, "nouns", texts) or (),
        lists=each(items(found["lists"]), _list) if "lists" in found else (),
        remarks=maybe(found, "remarks", texts) or (),
        example=maybe(found, "example", text),
        join=maybe(found, "join", lambda value: one_of(value, JOINS)),
        may_be_absent=maybe(found, "may_be_absent", flag) or False,
    )


def _domain(node: Node) -> Domain:
    """The lowest and the highest of what can be."""
    limits = each(items(node), numeral)
    if len(limits) != 2:
        raise refused("shape.domain", node.line, node.column)
    return Domain(*limits)


def _list(node: Node) -> tuple[tuple[str, ...], ...]:
    """The items that a name lists, each a text or a list of its spellings."""
    return each(items(node), lambda item: texts(item) if type(item) is Sequence else (text(item),))


def _scale_step(node: Node) -> ScaleStep:
    found = fields(node, ("vi", "en", "wordings"), ("equals",))
    names = Names(text(found["vi"]), text(found["en"]))
    return ScaleStep(names, texts(found["wordings"]), maybe(found, "equals", numeral))
