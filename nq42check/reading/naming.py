"""What a name in a file stands for: an id as it is, an indicator by its name too; else what to write for it."""

from collections.abc import Iterable
from collections.abc import Mapping as Entries
from typing import NamedTuple

from nq42check.model.catalogue import Catalogue, Choices, Indicator, Names
from nq42check.model.vocabulary import Word
from nq42check.reading.nodes import Field, Mapping, Node, Problem, Refused, refused
from nq42check.reading.shape import Fields, each, items, plain, text
from nq42check.text import fold, nearest, visible, without_marks, words

MOST_CHOICES = 4
"""How many indicators or rules are named for a choice; the others are counted."""


PLACE_KEYS = ("place", "province")
"""What a plan calls its place by; one of them."""


class RuleName(NamedTuple):
    """What a rule is called, and whether a waiver may name it."""

    id: str
    name: str
    title: Names
    waivable: bool


def place_named(node: Node) -> str:
    """The key by which a plan names its place. Raises Refused where it has none, or both at the second."""
    assert type(node) is Mapping
    there = [key for key in node.entries if key in PLACE_KEYS]
    if not there:
        raise refused("shape.missing-key", node.line, node.column, key=PLACE_KEYS[0])
    if len(there) > 1:
        raise refused("shape.two-places", *node.key_place(there[1]), key=there[1], first=there[0])
    return there[0]


def indicator_at(node: Node, catalogue: Catalogue) -> Indicator:
    """The indicator that `node` names, by its id or its whole Vietnamese name.

    Raises Refused with those that may be meant by anything else.
    """
    name = plain(node)
    if known := catalogue.indicators.get(name):
        return known
    from nq42check.model.called import called, candidates

    if meant := called(name, catalogue):
        text(node)  # refuses one that a `#` may have cut off
        return meant
    if not (likely := candidates(name, catalogue)):
        raise _unknown("indicator", node, name)
    kind = "likely" if len(likely) > 1 or " " in name else "near"
    raise _unknown(f"indicator-{kind}", node, name, _choices({each.id: each.names for each in likely}, MOST_CHOICES))


def group_at(node: Node, indicator: Indicator) -> str:
    """The group of `indicator` that `node` names by its id. Raises Refused with the id for a name, or all there are."""
    name = plain(node)
    if name in indicator.group_words:
        return name
    if not indicator.groups:
        raise _unknown("group-none", node, name)
    known = {id: group.names for id, group in indicator.group_words.items()}
    called = {id: (id, *group.names, *group.words) for id, group in indicator.group_words.items()}
    if meant := _meant(name, called):
        raise _unknown("group-meant", node, name, meant)
    spoken = {id: (*called[id], *group.parts) for id, group in indicator.group_words.items()}
    raise _unknown("group", node, name, _choices(_sorted(known, spoken, name)))


def groups_at(entry: Fields, indicator: Indicator) -> tuple[str, ...]:
    """The groups of `indicator` that a target or exemption names, if any. Raises Refused."""
    if "groups" not in entry:
        return ()
    return each(items(entry["groups"]), lambda node: group_at(node, indicator))


def count_at(node: Node, catalogue: Catalogue, indicator: Indicator) -> str:
    """What `node` says is counted, by its id. Raises Refused with the id for a name, or all there are."""
    name = plain(node)
    if name in catalogue.counts:
        return name
    tokens = words(fold(name))
    said = indicator.grammar.phrases.at(tokens, 0) if tokens else None
    called = {id: (id, *names) for id, names in catalogue.counts.items()}
    if said and said[0][0] is Word.COUNT and said[1] == len(tokens):
        raise _unknown("counts-meant", node, name, str(said[0][1]))
    if meant := _meant(name, called):
        raise _unknown("counts-meant", node, name, meant)
    raise _unknown("counts", node, name, _choices(_sorted(catalogue.counts, called, name)))


def rule_at(node: Node, rules: Entries[str, RuleName]) -> RuleName:
    """The rule that `node` names by its id or name. Raises Refused as `unknown_rule` says."""
    name = plain(node)
    if name not in rules:
        raise Refused(unknown_rule(name, rules.values(), node.line, node.column))
    return rules[name]


def unknown_rule(name: str, rules: Iterable[RuleName], line: int | None = None, column: int | None = None) -> Problem:
    """What is wrong with the `name` of a rule that is not known: with the name to write, or one like it."""
    titles = {key: rule.title for rule in rules for key in (rule.id, rule.name)}
    called = {rule.name: (rule.name, *rule.title) for rule in rules} | {rule.id: (rule.id,) for rule in rules}
    fields: dict[str, Field] = {"name": name}
    if meant := _meant(name, called):
        return Problem("unknown-name.rule-meant", line, column, {**fields, "near": meant})
    spoken = {word: key for key, names in called.items() for word in names}
    if near := nearest(name, spoken):
        choice = _choices({spoken[near]: titles[spoken[near]]})
        return Problem("unknown-name.rule-near", line, column, {**fields, "near": choice})
    return Problem("unknown-name.rule", line, column, fields)


def _unknown(kind: str, node: Node, name: str, near: Field = None) -> Refused:
    return Refused(Problem(f"unknown-name.{kind}", node.line, node.column, {"name": name, "near": near}))


def _choices(names: Entries[str, Names], most: int | None = None) -> Choices:
    """The first of `names`, and how many more there are."""
    named = tuple(names.items())
    return Choices(named[:most], len(named[most:]) if most else 0)


def _meant(name: str, called: Entries[str, Iterable[str]]) -> str | None:
    """The one id under which `called` has `name`, but for marks, case and the signs between words; else None."""
    wanted = _bare(name)
    found = [id for id, names in called.items() if wanted in map(_bare, names)]
    return found[0] if len(found) == 1 else None


def _sorted(known: Entries[str, Names], called: Entries[str, Iterable[str]], name: str) -> dict[str, Names]:
    """All of `known`, first what `called` has under a name like `name`, the likest first."""
    from difflib import get_close_matches

    spelt = {_bare(each): id for id, names in called.items() for each in names}
    near = get_close_matches(_bare(name), spelt, n=len(spelt), cutoff=_NEAR)
    return {id: known[id] for id in dict.fromkeys([*(spelt[each] for each in near), *known])}


_NEAR = 0.6


def _bare(name: str) -> str:
    """A name as people type it: its words without marks, in lower case, and nothing between them."""
    return "".join(sign for sign in without_marks(fold(visible(name))) if sign.isalnum())
