"""The words of values as their file holds them: which lists there are, and what a word of each list says."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from nq42check.model.catalogue import Group
from nq42check.model.units import Unit
from nq42check.model.values import Operator
from nq42check.model.vocabulary import Grammar, Said, Word
from nq42check.reading.nodes import Node
from nq42check.reading.shape import entries, fields, numeral, texts
from nq42check.text import Phrases, fold

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
    changes: Mapping[str, str]
    multipliers: Mapping[str, Decimal]
    numerals: Mapping[str, Decimal]
    per: Phrases[None]
    inhabitants: Phrases[None]

    def grammar(self, counts: Mapping[str, Group], units: Phrases[Unit]) -> Grammar:
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


def _table(node: Node, meanings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The words of a table of lists, each with what its list means. Raises Refused for a list that is not known."""
    for name, listed in fields(node, (), tuple(meanings)).items():
        for word in texts(listed):
            yield word, meanings[name]
