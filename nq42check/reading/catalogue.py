"""From nodes to the words of values and the catalogue of indicators: which lists there are, and what each says."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Entries
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

from nq42check.model.catalogue import JOINS, Area, Better, Catalogue, Group, Indicator, Kind, Names, ScaleStep
from nq42check.model.promise import Domain
from nq42check.model.units import SHARE, Unit, per_people
from nq42check.model.values import Operator
from nq42check.model.vocabulary import Grammar, Said, Word
from nq42check.reading.nodes import Mapping, Node, Scalar, Sequence, refused
from nq42check.reading.shape import (
    Fields,
    choice,
    each,
    entries,
    fields,
    flag,
    items,
    maybe,
    name_among,
    named,
    names,
    numeral,
    one_of,
    plain,
    text,
    texts,
    unknown,
)
from nq42check.text import Phrases, fold

# The words of values

_PLAIN = {
    "from": Word.FROM,
    "within": Word.WITHIN,
    "to": Word.TO,
    "held": Word.HELD,
    "reached": Word.REACHED,
    "multiples": Word.MULTIPLE,
    "fractions": Word.FRACTION,
    "pace": Word.PACE,
    "relations": Word.RELATION,
    "compared": Word.COMPARED,
    "denials": Word.DENIAL,
    "on_the_way": Word.ON_THE_WAY,
    "conditions": Word.CONDITION,
    "universal": Word.UNIVERSAL,
    "years": Word.YEAR,
    "others": Word.OTHER,
}
_SCOPE = {"narrows": Word.NARROWS, "opens": Word.OPENS, "opens_in_value": Word.OPENS_IN_VALUE}
_SKIPPED = {
    **dict.fromkeys(("effort", "verbs", "determiners", "places"), Word.SKIPPED),
    "signs": Word.SIGN,
}
_OPERATORS = {operator.name.lower(): operator for operator in Operator}
_DIRECTIONS = {"down": "down", "up": "up"}


class Lexicon(NamedTuple):
    """The shared phrases with what they say; the directions of the verbs of change; the words of denominators."""

    phrases: tuple[tuple[str, Said], ...]
    changes: Entries[str, str]
    multipliers: Entries[str, Decimal]
    numerals: Entries[str, Decimal]
    per: Phrases[None]
    inhabitants: Phrases[None]

    def grammar(self, counts: Entries[str, Group], units: Phrases[Unit]) -> Grammar:
        """The grammar that all indicators share, with the words for what is counted and for units."""
        counted = ((word, (Word.COUNT, id)) for id, count in counts.items() for word in (count.names.vi, *count.words))
        phrases = Phrases((*self.phrases, *counted))
        return Grammar(phrases, units, self.multipliers, self.numerals, self.per, self.inhabitants)


def load_lexicon(node: Node) -> Lexicon:
    """The words of values, as `baselines/words.yaml` declares them. Raises Refused."""
    tables = ("operators", "trailing", "becomes", "changes", "skipped", "scope")
    lists = fields(node, (*_PLAIN, *tables, "multipliers", "numerals", "per", "inhabitants"))
    phrases: list[tuple[str, Said]] = [
        (phrase, (word, None)) for key, word in _PLAIN.items() for phrase in texts(lists[key])
    ]
    phrases += ((phrase, (word, None)) for phrase, word in _table(lists["scope"], _SCOPE))
    phrases += ((phrase, (word, phrase)) for phrase, word in _table(lists["skipped"], _SKIPPED))
    phrases += ((phrase, (Word.OPERATOR, operator)) for phrase, operator in _table(lists["operators"], _OPERATORS))
    phrases += ((phrase, (Word.TRAILING, operator)) for phrase, operator in _table(lists["trailing"], _OPERATORS))
    phrases += ((phrase, (Word.BECOMES, direction)) for phrase, direction in _table(lists["becomes"], _DIRECTIONS))
    changes = dict(_table(lists["changes"], _DIRECTIONS))
    phrases += ((phrase, (Word.CHANGE, direction)) for phrase, direction in changes.items())
    multipliers, numerals = _numbers(lists["multipliers"]), _numbers(lists["numerals"])
    per, inhabitants = (Phrases((word, None) for word in texts(lists[key])) for key in ("per", "inhabitants"))
    return Lexicon(tuple(phrases), changes, multipliers, numerals, per, inhabitants)


def _numbers(node: Node) -> dict[str, Decimal]:
    return {fold(word): numeral(value) for word, value in entries(node)}


def _table(node: Node, meanings: Entries[str, Any]) -> Iterator[tuple[str, Any]]:
    """The words of a table of lists, each with what its list means. Raises Refused for a list that is not known."""
    for name, listed in fields(node, (), tuple(meanings)).items():
        for word in texts(listed):
            yield word, meanings[name]


# The indicators

_SHARES = Domain(Decimal(0), Decimal(100))
_OTHERS = Domain(Decimal(0), None)
# A bare number of at most 1 for a share may be Excel's way to write a percentage.
_PLAUSIBLE_SHARES = Domain(Decimal(2), Decimal(100))


_OPTIONAL = (
    *("unit", "better", "domain", "plausible", "verb", "counts", "groups", "parts", "near"),
    *("nouns", "lists", "remarks", "scale", "example", "join", "of", "may_be_absent"),
)


def load_catalogue(node: Node, lexicon: Lexicon) -> Catalogue:
    """The catalogue of indicators, as `baselines/indicators.yaml` declares it. Raises Refused."""
    given = fields(node, ("version", "areas", "indicators", "groups", "counts", "denominators", "units"))
    groups = {id: _group(value) for id, value in entries(given["groups"])}
    counts = {id: _group(value) for id, value in entries(given["counts"])}
    denominators = {id: names(value) for id, value in entries(given["denominators"])}
    units, written = _units(given["units"])
    ids = dict(entries(given["indicators"]))
    known = _Known(_areas(given["areas"]), ids, groups, counts, denominators, units, lexicon.changes)
    grammar = lexicon.grammar(counts, written)
    indicators = {id: _indicator(id, given["indicators"], grammar, known) for id in ids}
    wholes = {part: whole for whole in indicators.values() for part in whole.parts}
    group_names = {id: group.names for id, group in groups.items()}
    count_names = {id: count.names for id, count in counts.items()}
    nouns = Phrases((noun, None) for indicator in indicators.values() for noun in indicator.nouns)
    return Catalogue(text(given["version"]), indicators, wholes, group_names, count_names, denominators, nouns)


class _Known(NamedTuple):
    """What an indicator may name."""

    areas: Entries[str, Area]
    indicators: Entries[str, Node]
    groups: Entries[str, Group]
    counts: Entries[str, Group]
    denominators: Entries[str, Names]
    units: Entries[str, Unit]
    changes: Entries[str, str]


def _areas(node: Node) -> dict[str, Area]:
    """The areas, each under its own heading or that of the one it lies within. Raises Refused for one that is not."""
    given = {id: fields(area, ("vi", "en"), ("within",)) for id, area in entries(node)}
    called = {id: _names(area) for id, area in given.items()}
    return {
        id: Area(called[id], maybe(area, "within", lambda value: named(value, called, "area")) or called[id])
        for id, area in given.items()
    }


def _units(node: Node) -> tuple[dict[str, Unit], Phrases[Unit]]:
    """The units, and the words in which they are written behind a number. Raises Refused."""
    units: dict[str, Unit] = {}
    written: list[tuple[str, Unit]] = []
    for id, value in entries(node):
        given = fields(value, ("vi", "en", "example"), ("dimension", "factor", "words"))
        dimension, factor = maybe(given, "dimension", text) or id, maybe(given, "factor", numeral) or Decimal(1)
        units[id] = Unit(id, dimension, factor, _behind(given["vi"]), _behind(given["en"]), text(given["example"]))
        spellings = maybe(given, "words", lambda words: each(items(words), _spellings)) or ()
        written += [(spelling, units[id]) for word in spellings for spelling in word]
    return units, Phrases(written)


def _behind(node: Node) -> str:
    """What a report prints behind a number: a sign stands close to it, a word apart."""
    words = _text_or_nothing(node)
    return f" {words}" if words[:1].isalnum() else words


def _spellings(node: Node) -> tuple[str, ...]:
    """A word as it is spelt: a text, or a list of parts, of which each is a text or a list of its spellings."""
    if type(node) is not Sequence:
        return (text(node),)
    parts = each(items(node), lambda part: _ways(part, _text_or_nothing))
    return tuple(" ".join(spelling) for spelling in product(*parts))


def _text_or_nothing(node: Node) -> str:
    """A text, or nothing where quotes say so. Raises Refused."""
    return "" if type(node) is Scalar and node.style and not node.text.strip() else text(node)


def _unit(node: Node, units: Entries[str, Unit]) -> Unit:
    """The unit of this id, or that of a rate per so many people. Raises Refused."""
    id = plain(node)
    many = id.removeprefix("per_")
    if many != id and many.isascii() and many.isdecimal() and (people := Decimal(many)):
        return per_people(people)
    return named(node, units, "unit")


def _group(node: Node) -> Group:
    given = fields(node, ("vi", "en"), ("words", "parts", "may_be_absent"))
    words, parts = maybe(given, "words", texts) or (), maybe(given, "parts", texts) or ()
    return Group(_names(given), words, parts, maybe(given, "may_be_absent", flag) or False)


def _indicator(id: str, indicators: Node, grammar: Grammar, known: _Known) -> Indicator:
    node, area = known.indicators[id], id.partition(".")[0]
    if area not in known.areas:
        assert type(indicators) is Mapping
        raise unknown(area, known.areas, "area", *indicators.key_place(id))
    given = fields(node, ("vi", "en", "kind"), _OPTIONAL)
    kind = choice(given["kind"], Kind)
    unit = maybe(given, "unit", lambda value: _unit(value, known.units))
    if unit is None and kind is Kind.SHARE:
        unit = next((unit for unit in known.units.values() if unit.dimension == SHARE), None)
    domain = maybe(given, "domain", _domain) or (_SHARES if unit and unit.dimension == SHARE else _OTHERS)
    scale = maybe(given, "scale", lambda value: each(items(value), _scale_step)) or ()
    if unit is None and not scale:
        raise refused("shape.no-measure", node.line, node.column, id=id)
    return Indicator(
        id,
        known.areas[area],
        _names(given),
        kind,
        grammar,
        unit=unit,
        better=maybe(given, "better", lambda value: choice(value, Better)),
        domain=domain,
        plausible=maybe(given, "plausible", _domain) or (_PLAUSIBLE_SHARES if kind is Kind.SHARE else domain),
        change=maybe(given, "verb", lambda value: named(value, known.changes, "verb")),
        counts=maybe(given, "counts", lambda value: name_among(value, known.counts, "counts")),
        groups={group: known.groups[group] for group in _listed(given, "groups", known.groups, "group")},
        parts=_listed(given, "parts", known.indicators, "indicator"),
        near=_listed(given, "near", known.indicators, "indicator"),
        scale=scale,
        nouns=maybe(given, "nouns", texts) or (),
        lists=maybe(given, "lists", lambda value: each(items(value), lambda listed: each(items(listed), _ways))) or (),
        remarks=maybe(given, "remarks", texts) or (),
        example=maybe(given, "example", text),
        join=maybe(given, "join", lambda value: one_of(value, JOINS)),
        of=maybe(given, "of", lambda value: name_among(value, known.denominators, "denominator")),
        may_be_absent=maybe(given, "may_be_absent", flag) or False,
    )


def _listed(given: Fields, name: str, among: Entries[str, object], what: str) -> tuple[str, ...]:
    """The texts of a list, each of which is a key of `among`; none where it is not given."""
    return tuple(name_among(node, among, what) for node in items(given[name])) if name in given else ()


def _domain(node: Node) -> Domain:
    """The lowest and the highest of what can be."""
    limits = each(items(node), numeral)
    if len(limits) != 2:
        raise refused("shape.domain", node.line, node.column)
    return Domain(*limits)


def _ways(node: Node, load: Callable[[Node], str] = text) -> tuple[str, ...]:
    """A text, or a list of its spellings."""
    return each(items(node), load) if type(node) is Sequence else (text(node),)


def _scale_step(node: Node) -> ScaleStep:
    given = fields(node, ("vi", "en", "wordings"), ("equals",))
    return ScaleStep(_names(given), texts(given["wordings"]), maybe(given, "equals", numeral))


def _names(given: Fields) -> Names:
    return Names(text(given["vi"]), text(given["en"]))
