"""The words of values as their file holds them: which lists there are, and what a word of each list says."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from nq42check.model.catalogue import Group
from nq42check.model.units import Unit
from nq42check.model.values import Operator
from nq42check.model.vocabulary import Grammar, Said, Word
from nq42check.reading.nodes import Node
from nq42check.reading.shape import Fields, entries, fields, numeral, texts
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
_DENOMINATOR = ("multipliers", "numerals", "per", "inhabitants")


class Lexicon(NamedTuple):
    """The shared phrases with what they say; the directions of the verbs of change; the words of denominators."""

    phrases: tuple[tuple[str, Said], ...]
    changes: Mapping[str, str]
    denominator: Fields

    def grammar(self, counts: Mapping[str, Group], units: Phrases[Unit]) -> Grammar:
        """The grammar that all indicators share, with the words for what is counted and for units."""
        counted = ((word, (Word.COUNT, id)) for id, each in counts.items() for word in (each.names.vi, *each.words))
        found = self.denominator
        return Grammar(
            Phrases((*self.phrases, *counted)),
            units,
            {fold(word): numeral(value) for word, value in entries(found["multipliers"])},
            {fold(word): numeral(value) for word, value in entries(found["numerals"])},
            Phrases((word, None) for word in texts(found["per"])),
            Phrases((word, None) for word in texts(found["inhabitants"])),
        )


def load_lexicon(node: Node) -> Lexicon:
    """The words of values, as `baselines/words.yaml` declares them. Raises Refused."""
    tables = ("operators", "trailing", "becomes", "changes", "skipped", "scope")
    found = fields(node, (*_PLAIN, *tables, *_DENOMINATOR))
    phrases: list[tuple[str, Said]] = [
        (phrase, (word, None)) for key, word in _PLAIN.items() for phrase in texts(found[key])
    ]
    phrases += ((phrase, (word, None)) for phrase, word in _table(found["scope"], _SCOPE))
    phrases += ((phrase, (word, phrase)) for phrase, word in _table(found["skipped"], _SKIPPED))
    phrases += ((phrase, (Word.OPERATOR, operator)) for phrase, operator in _table(found["operators"], _OPERATORS))
    phrases += ((phrase, (Word.TRAILING, operator)) for phrase, operator in _table(found["trailing"], _OPERATORS))
    phrases += ((phrase, (Word.BECOMES, direction)) for phrase, direction in _table(found["becomes"], _DIRECTIONS))
    changes = dict(_table(found["changes"], _DIRECTIONS))
    phrases += ((phrase, (Word.CHANGE, direction)) for phrase, direction in changes.items())
    return Lexicon(tuple(phrases), changes, {key: found[key] for key in _DENOMINATOR})


def _table(node: Node, meanings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The words of a table of lists, each with what its list means. Raises Refused for a list that is not known."""
    for name, listed in fields(node, (), tuple(meanings)).items():
        for word in texts(listed):
            yield word, meanings[name]
