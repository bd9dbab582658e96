"""What a node may hold: keys, lists, texts, years. Each reader returns the content or refuses the node at its place."""

import re
from collections.abc import Callable, Collection, Iterable
from collections.abc import Mapping as Entries
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TypeVar

from nq42check.model.catalogue import Names
from nq42check.reading.nodes import (
    MOST_PROBLEMS,
    Mapping,
    Node,
    Problem,
    Refused,
    Scalar,
    Sequence,
    first_of,
    refused,
)
from nq42check.text import nearest, visible

S = TypeVar("S")
T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Fields = dict[str, Node]

_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_NO_TEXT = _NOTHING | {"true", "True", "TRUE", "false", "False", "FALSE"}
_YEAR = re.compile(r"20\d\d", re.ASCII)


def fields(node: Node, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Fields:
    """The values of a mapping that has all of `required` and nothing beyond `optional`. Raises Refused."""
    if type(node) is not Mapping:
        raise refused("shape.mapping", node.line, node.column)
    needed, known = _known(required, optional)
    if needed <= node.entries.keys() <= known:
        return node.entries
    problems = unknown_keys(node, known)
    there = node.entries.keys() | answered(problems)
    lacking = (
        Problem("shape.missing-key", node.line, node.column, {"key": key}) for key in required if key not in there
    )
    raise Refused(*problems, *lacking)


def unknown_keys(node: Mapping, known: AbstractSet[str]) -> list[Problem]:
    """What is wrong with the keys of `node` that are not among `known`: for each what to write, as far as is known.

    A key that is there besides is the answer only to what is certainly a name of it.
    """
    return [unknown_key(node, key, known) for key in first_of(key for key in node.entries if key not in known)]


def unknown_key(node: Mapping, key: str, known: AbstractSet[str]) -> Problem:
    """What is wrong with one key of `node` that is not among `known`, with what to write for it."""
    from nq42check.reading.keys import likely, meanings, misplaced

    place, meant = node.key_place(key), meanings(key, known)
    if left := [meaning for meaning in meant if meaning not in node.entries]:
        reason = "shape.unknown-key-meant" if len(meant) == 1 else "shape.unknown-key-several"
        return Problem(reason, *place, {"key": key, "near": ", ".join(left)})
    if meant:
        return Problem("shape.unknown-key-there", *place, {"key": key, "near": ", ".join(meant)})
    if elsewhere := misplaced(key, known):
        reason = "shape.unknown-key-under" if elsewhere.under else "shape.unknown-key-outermost"
        return Problem(reason, *place, {"key": key, "near": elsewhere.key, "under": ", ".join(elsewhere.under)})
    lacking = known - node.entries.keys()
    if near := likely(key, lacking):
        return Problem("shape.unknown-key-near", *place, {"key": key, "near": near})
    return Problem("shape.unknown-key", *place, {"key": key, "known": ", ".join(sorted(lacking or known))})


def answered(problems: Iterable[Problem]) -> set[str]:
    """The keys that `problems` with other keys say to write: nobody need be told besides that they are missing."""
    answers = (str(problem.fields["near"]) for problem in problems if problem.reason in _ANSWERS)
    return {key for answer in answers for key in answer.split(", ")}


_ANSWERS = ("shape.unknown-key-meant", "shape.unknown-key-several", "shape.unknown-key-near")


def head(node: Node, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Fields:
    """The `fields` of a whole file. Nothing is quoted of one that has no such key, for it is none of ours."""
    if type(node) is Mapping and not node.entries.keys() & {*required, *optional}:
        from nq42check.reading.keys import meant

        if not any(meant(key, {*required, *optional}) for key in first_of(node.entries)):
            raise refused("shape.not-ours", node.line, node.column, keys=", ".join(required))
    return fields(node, required, optional)


@cache
def _known(required: tuple[str, ...], optional: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The keys that must be there and those that may."""
    return frozenset(required), frozenset((*required, *optional))


def items(node: Node) -> list[Node]:
    """The items of a list that has some. Raises Refused."""
    if type(node) is not Sequence:
        raise refused("shape.list", node.line, node.column)
    if not node.items:
        raise refused("shape.empty-list", node.line, node.column)
    return node.items


def each(parts: Iterable[S], load: Callable[[S], T]) -> tuple[T, ...]:
    """`load` applied to all parts of a node; what is refused is collected and raised together."""
    loaded: list[T] = []
    problems: list[Problem] = []
    for part in parts:
        try:
            loaded.append(load(part))
        except Refused as refusal:
            problems += refusal.problems
            if len(problems) >= MOST_PROBLEMS:
                break
    if problems:
        raise Refused(*problems)
    return tuple(loaded)


def is_left_empty(node: Node) -> bool:
    """Whether a scalar is left empty: blank, invisible, or one of YAML's bare words for nothing.

    Raises Refused where a `#` cuts off what may be meant.
    """
    if type(node) is not Scalar or not _is_blank(node.event.value.strip(), node.style):
        return False
    if _is_cut_off(node):
        raise refused("syntax.comment", node.line, node.column)
    return True


def _is_blank(content: str, style: str) -> bool:
    return not content or (content in _NOTHING and not style) or not (content[0].isalnum() or visible(content).strip())


def filled(fields: Fields, *names: str) -> Fields:
    """`fields` without those of `names` that are left empty. Raises Refused as `is_left_empty` does."""
    empty = [name for name in names if name in fields and is_left_empty(fields[name])]
    return {name: node for name, node in fields.items() if name not in empty} if empty else fields


# A `#` that cuts off what may be meant: glued to a word, or before a number ("Nghị quyết # 42"). Set off by three
# spaces or more it begins a comment, however that goes on.
GLUED = re.compile(r"[ \t]+#[^ \t]")
CUTS_OFF = re.compile(r"[ \t]{1,2}#(?:[^ \t]|[ \t]*\d)")


def text(node: Node) -> str:
    """A scalar's text, trimmed. Raises Refused where it is empty, a bare `true` or `null`, or cut off by a `#`."""
    if _is_cut_off(node):
        raise refused("syntax.comment", node.line, node.column)
    return _content(node)


def _is_cut_off(node: Node) -> bool:
    return type(node) is Scalar and bool(node.comment and not node.style and CUTS_OFF.match(node.comment))


def _content(node: Node) -> str:
    if type(node) is not Scalar:
        raise refused("shape.text", node.line, node.column)
    content: str = node.event.value.strip()
    if content[:1].isalnum() and content not in _NO_TEXT:  # as nearly all are
        return content
    if (content in _NO_TEXT and not node.style) or _is_blank(content, node.style):
        raise refused("shape.empty-text", node.line, node.column)
    return content


def plain(node: Node) -> str:
    """A scalar's text without signs that nobody sees, to be compared with names that have no `#`. Raises Refused."""
    return visible(_content(node))


def one_line(node: Node) -> str:
    """The text of a scalar in which nothing can get lost: no block scalar, no `#` glued to what follows it."""
    _refuse_if_glued(node)
    content = _content(node)
    assert type(node) is Scalar
    if node.style in ("|", ">"):
        raise refused("value.block", node.line, node.column)
    return content


def one_line_or_none(node: Node) -> str | None:
    """The same, None where it is left empty."""
    _refuse_if_glued(node)
    if type(node) is not Scalar or not is_left_empty(node):
        return one_line(node)
    if node.style in ("|", ">"):
        raise refused("value.block", node.line, node.column)
    return None


def _refuse_if_glued(node: Node) -> None:
    if type(node) is Scalar and node.comment and GLUED.match(node.comment):
        raise refused("value.comment", node.line, node.column)


def choice(node: Node, among: type[E]) -> E:
    """The member of `among` that the text names. Raises Refused."""
    return among(one_of(node, [member.value for member in among]))


def one_of(node: Node, among: Collection[str]) -> str:
    """The text, which is one of `among`. Raises Refused."""
    chosen = plain(node)
    if chosen not in among:
        raise refused("shape.choice", node.line, node.column, found=chosen, choices=", ".join(among))
    return chosen


def flag(node: Node) -> bool:
    """`true` or `false`, where no quotes stand in any of YAML's spellings. Raises Refused."""
    word = visible(node.text) if type(node) is Scalar else ""
    if type(node) is Scalar and not node.style and word in ("True", "TRUE", "False", "FALSE"):
        word = word.lower()
    if word not in ("true", "false"):
        raise refused("shape.choice", node.line, node.column, found=word, choices="true, false")
    return word == "true"


def year(node: Node) -> int:
    """A year of this century. Raises Refused."""
    digits = visible(one_line(node))
    if not _YEAR.fullmatch(digits):
        raise refused("shape.year", node.line, node.column, found=digits)
    return int(digits)


def day(node: Node) -> date:
    """A date written 2027-12-31. Raises Refused."""
    written = visible(one_line(node))
    with suppress(ValueError):  # no day of the calendar
        if re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII):
            return date.fromisoformat(written)
    raise refused("shape.date", node.line, node.column, found=written)


def named(node: Node, known: Entries[str, T], what: str) -> T:
    """What `known` holds under the node's text. Raises Refused with the nearest name; `what` names the message."""
    return known[name_among(node, known, what)]


def name_among(node: Node, known: Iterable[str], what: str) -> str:
    """The node's text, which is one of the names `known`. Raises Refused with the nearest; `what` names the message."""
    name = plain(node)
    if name not in known:
        raise unknown(name, known, what, node.line, node.column)
    return name


def unknown(name: str, known: Iterable[str], what: str, line: int, column: int) -> Refused:
    """The exception for a name that is not among `known`, with the nearest that is; `what` names the message."""
    near = nearest(name, known)
    reason = f"unknown-name.{what}-near" if near else f"unknown-name.{what}"
    return refused(reason, line, column, name=name, near=near)


def names(node: Node) -> Names:
    """A name in both languages. Raises Refused."""
    languages = fields(node, ("vi", "en"))
    return Names(text(languages["vi"]), text(languages["en"]))


def maybe(given: Fields, name: str, load: Callable[[Node], T]) -> T | None:
    """What `load` makes of a field, None where it is not given. Raises Refused."""
    return load(given[name]) if name in given else None


def texts(node: Node) -> tuple[str, ...]:
    """The texts of a list that has some. Raises Refused."""
    return each(items(node), text)


def entries(node: Node) -> list[tuple[str, Node]]:
    """The keys and values of a mapping. Raises Refused."""
    if type(node) is not Mapping:
        raise refused("shape.mapping", node.line, node.column)
    return list(node.entries.items())


_COUNT = re.compile(r"[1-9]\d{0,5}", re.ASCII)


def count(node: Node) -> int:
    """A whole number from 1 to 999999. Raises Refused."""
    digits = visible(one_line(node))
    if not _COUNT.fullmatch(digits):
        raise refused("shape.count", node.line, node.column, found=digits)
    return int(digits)


def numeral(node: Node) -> Decimal:
    """A plain number of a catalogue or rule, such as 100 or 0.5. Raises Refused."""
    digits = plain(node)
    if not re.fullmatch(r"\d+(\.\d+)?", digits, re.ASCII):
        raise refused("shape.number", node.line, node.column, found=digits)
    return Decimal(digits)
