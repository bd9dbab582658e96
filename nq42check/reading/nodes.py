"""YAML as nodes: mappings, lists and scalars with their places; and what is wrong with a file, and where."""

from collections.abc import Iterable
from collections.abc import Mapping as Entries
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from nq42check.model.catalogue import Choices, Indicator, Names

MOST_PROBLEMS = 20
"""How many problems of one file are collected; a file with more is not helped by a longer list."""

T = TypeVar("T")


def first_of(problems: Iterable[T]) -> list[T]:
    """As many of `problems`, or of what each of them comes from, as are collected; the others are not looked for."""
    return list(islice(problems, MOST_PROBLEMS))


Field = str | int | Decimal | date | Names | Indicator | Choices | None
"""What the message of a problem may name."""


class Problem(NamedTuple):
    """Why an input cannot be used, at a place; `reason` is the id of the message and `fields` fill it.

    Lines and columns start at 1; they are None where the problem has no place in the file.
    """

    reason: str
    line: int | None = None
    column: int | None = None
    fields: Entries[str, Field] = {}


class Refused(Exception):
    """An input that cannot be used, with every problem found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def refused(reason: str, line: int | None = None, column: int | None = None, /, **fields: Field) -> Refused:
    """The exception for one problem."""
    return Refused(Problem(reason, line, column, fields))


class Scalar(NamedTuple):
    """A scalar, as the parser's event; its place is worked out where it is needed.

    `comment` is what follows on its line and YAML drops, where it may be meant: a `#` with a word or number behind it.
    """

    event: Any
    comment: str = ""

    @property
    def text(self) -> str:
        """The text as typed, without quotes."""
        text: str = self.event.value
        return text

    @property
    def style(self) -> str:
        """The sign that opens it; empty for a plain scalar."""
        return self.event.style or ""

    @property
    def line(self) -> int:
        """The line on which it starts."""
        return place_of(self.event)[0]

    @property
    def column(self) -> int:
        """The column at which it starts."""
        return place_of(self.event)[1]

    def column_of(self, offset: int) -> int:
        """The column of the character at `offset` of the text; of the scalar where escapes or line ends hide it."""
        quotes = 1 if self.style else 0
        length = self.event.end_mark.index - self.event.start_mark.index
        return self.column + offset + quotes if length == len(self.text) + 2 * quotes else self.column


def place_of(event: Any) -> tuple[int, int]:
    """The line and column at which an event of the parser starts."""
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


class Mapping(NamedTuple):
    """Keys with their values, in the order of the file, and each key's event, which knows the place."""

    entries: "dict[str, Node]"
    keys: dict[str, Any]
    line: int
    column: int

    def key_place(self, key: str) -> tuple[int, int]:
        """The line and column of a key."""
        return place_of(self.keys[key])


class Sequence(NamedTuple):
    """A list."""

    items: "list[Node]"
    line: int
    column: int


Node = Scalar | Mapping | Sequence


def place_at(node: Node, route: tuple[str | int, ...]) -> tuple[int, int]:
    """The line and column to which `route` leads from `node`, or to the nearest place above it that exists.

    A text is found where it starts, a list or mapping at the key it stands under.
    """
    nearest: tuple[int, int] = (node.line, node.column)
    for step in route:
        if type(node) is Mapping and step in node.entries:
            key = node.key_place(str(step))
            node = node.entries[str(step)]
            nearest = (node.line, node.column) if type(node) is Scalar else key
        elif type(node) is Sequence and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            nearest = (node.line, node.column)
        else:
            break
    return nearest


def node_at(node: Node, route: tuple[str | int, ...]) -> Node:
    """The node to which `route` leads, all of which exists."""
    for step in route:
        node = node.entries[str(step)] if type(node) is Mapping else node.items[int(step)]  # type: ignore[union-attr]
    return node
