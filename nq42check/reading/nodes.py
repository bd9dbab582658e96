"""From bytes to nodes: YAML as an officer writes it, with the place of everything.

Only what plan files need is read: mappings, lists and scalars. Anchors, aliases, tags and merge keys are refused, so
are duplicate keys and whatever exceeds the limits. Scalars keep the text as typed; nothing is turned into a number
or a date. The parser's events are used, not its own document builder, which crashes on deep nesting.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Entries
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar
from unicodedata import combining

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.scanner import ScannerError

from nq42check.text import visible

# Without libyaml PyYAML has only its own parser: slower, with the same events.
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)

MAX_DEPTH = 16
MAX_NODES = 50_000
MAX_SCALAR = 20_000


MOST_PROBLEMS = 20
"""How many problems of one file are collected; a file with more is not helped by a longer list."""

T = TypeVar("T")


def first_of(problems: Iterable[T]) -> list[T]:
    """As many of `problems`, or of what each of them comes from, as are collected; the others are not looked for."""
    return list(islice(problems, MOST_PROBLEMS))


class Problem(NamedTuple):
    """Why an input cannot be used, at a place; `reason` is the id of the message and `fields` fill it.

    Lines and columns start at 1; they are None where the problem has no place in the file.
    """

    reason: str
    line: int | None = None
    column: int | None = None
    fields: Entries[str, object] = MappingProxyType({})


class Refused(Exception):
    """An input that cannot be used, with every problem found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def refused(reason: str, line: int | None = None, column: int | None = None, /, **fields: object) -> Refused:
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
        return _line(self.event)

    @property
    def column(self) -> int:
        """The column at which it starts."""
        return _column(self.event)

    def column_of(self, offset: int) -> int:
        """The column of the character at `offset` of the text; of the scalar where escapes or line ends hide it."""
        quotes = 1 if self.style else 0
        length = self.event.end_mark.index - self.event.start_mark.index
        return self.column + offset + quotes if length == len(self.text) + 2 * quotes else self.column


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _column(event: Any) -> int:
    column: int = event.start_mark.column
    return column + 1


class Mapping(NamedTuple):
    """Keys with their values, in the order of the file, and each key's event, which knows the place."""

    entries: "dict[str, Node]"
    keys: dict[str, Any]
    line: int
    column: int

    def key_place(self, key: str) -> tuple[int, int]:
        """The line and column of a key."""
        event = self.keys[key]
        return _line(event), _column(event)


class Sequence(NamedTuple):
    """A list."""

    items: "list[Node]"
    line: int
    column: int


Node = Scalar | Mapping | Sequence

# Control characters, halves of surrogate pairs, and signs that turn the direction of writing unseen.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_GLUED_COMMENT = re.compile(r"#(?<=[ \t]#)[^\s#]")
_COMMENT = re.compile(r"#(?<=[ \t]#)[ \t]*[^\s#]")
_BEHIND = re.compile(r"[ \t]+#[ \t]*[^\s#]")


def hidden_sign(text: str) -> Refused | None:
    """The exception for the first sign in `text` that nobody sees and that cannot be passed over, if there is one."""
    sign = _CONTROL.search(text) or next(filter(_are_marks, _MARKS.finditer(text)), None)
    return refused("encoding.control", *place_in(text, sign.start()), code=f"U+{ord(sign[0][0]):04X}") if sign else None


# More marks on one letter than any language has; putting them in order takes time as their number squared.
_MARKS = re.compile(r"[^\w\x00-\u02ff]{30,}+")


def _are_marks(signs: re.Match[str]) -> bool:
    return sum(combining(sign) > 0 for sign in signs[0]) >= 30


def place_in(text: str, at: int) -> tuple[int, int]:
    """The line and column of the character at `at`."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def parse(text: str) -> Node:
    """The one document of `text`, which is composed and has line feeds only, as nodes. Raises Refused."""
    try:
        return _build(_PARSER(text), text)
    except ScannerError as error:
        raise _seen_too_late(error, text) or _complaint(error, text) from None
    except yaml.MarkedYAMLError as error:
        raise _complaint(error, text) from None
    except yaml.YAMLError:  # the parser refuses control characters, without a place
        raise hidden_sign(text) or refused("syntax.other") from None


def _seen_too_late(error: ScannerError, text: str) -> Refused | None:
    """The exception for nesting that is too deep before the place of `error`.

    The builder refuses it, if it gets that far: what opens with a bracket or a quote may be a key, so the scanner first
    reads up to 1,024 characters ahead, and stops on its own there, newer ones of libyaml also at a thousand levels.
    """
    before = text[: min(mark.index for mark in (error.context_mark, error.problem_mark) if mark)]
    of_nesting = "nesting" in (error.problem or "")
    try:
        _build(_PARSER(before), before)
    except Refused as found:
        return found if of_nesting or found.problems[0].reason == "limit.depth" else None
    except yaml.MarkedYAMLError as found:
        return _complaint(found, before) if of_nesting else None
    return None


def _complaint(error: yaml.MarkedYAMLError, text: str) -> Refused:
    """The exception for what the parser complains about."""
    opened = any(kind in (error.context or "") for kind in ("block scalar", "quoted scalar"))
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    if mark is None:
        return refused("syntax.other")
    return _unseen(text, mark) or refused(_syntax(error, text), mark.line + 1, mark.column + 1)


# A dash or a key's colon with no space after it, or the colon of East Asian type.
_NO_SPACE = re.compile(r" *+(?:-(?=[^\W\d][\w.]*+ *+:)|(?:- ++)?[A-Za-z_]++(?::(?=[^\s:/])|(?=\uff1a)))")
_BETWEEN_VERSIONS = re.compile("={7}$", re.MULTILINE)


def _unseen(text: str, mark: Any) -> Refused | None:
    """The exception for what the parser does not see, in the line of `mark` or in the one before.

    That is a missing space, the middle of an unfinished merge, and a `#` in a text that goes on in the next line.
    """
    start = _start(text, mark.index)
    before = _start(text, start - 1)
    for line, begin in ((mark.line, before), (mark.line + 1, start)):
        if line > 0 and (found := _NO_SPACE.match(text, begin)):
            return refused("syntax.space", line, found.end() - begin + 1)
        if line > 0 and _BETWEEN_VERSIONS.match(text, begin):
            return refused("syntax.conflict", line, 1)
    if comment := _GLUED_COMMENT.search(text, before, start):
        return refused("syntax.comment", *place_in(text, comment.start()))
    return None


def _start(text: str, at: int) -> int:
    """Where the line begins in which the character at `at` stands."""
    return text.rfind("\n", 0, max(at, 0)) + 1


def _syntax(error: yaml.MarkedYAMLError, text: str) -> str:
    """The message for the parser's complaint, by what stands at its place."""
    mark, problem, context = error.problem_mark, error.problem or "", error.context or ""
    at = mark.index if mark else len(text)
    if text.startswith("\t", at) or text.startswith("\t", _start(text, at)):
        return "syntax.tab"
    if "block scalar" in context or text.startswith(tuple("%@`*&!>|"), at):
        return "syntax.quote"
    if "mapping values" in problem:
        return "syntax.colon"
    if "quoted scalar" in context:
        return "syntax.open-quote"
    if "flow" in context:
        return "syntax.open-bracket"
    if "simple key" in context or "':'" in problem:
        return "syntax.no-colon"
    if "block" in context:
        return "syntax.indent"
    return "syntax.other"


def _build(parser: Any, text: str) -> Node:
    """Nodes from the parser's events, without recursion."""
    next_event = parser.get_event
    next_event()  # the stream starts
    if type(next_event()) is not DocumentStartEvent:
        raise refused("shape.empty", 1, 1)
    escapes = "\\" in text
    commented = text if "#" in text and _COMMENT.search(text) else ""
    root = Sequence([], 1, 1)
    container: Mapping | Sequence = root
    outer: list[Mapping | Sequence] = []
    key = None
    nodes = 0
    while (kind := type(event := next_event())) is not DocumentEndEvent:
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            container = outer.pop()
            continue
        nodes += 1
        scalar = kind is ScalarEvent
        if event.anchor is not None or event.tag is not None or nodes > MAX_NODES:  # an alias has an anchor
            raise _not_needed(event, kind)
        if scalar and (len(event.value) > MAX_SCALAR or (escapes and event.style == '"')):
            _check_text(event)
        if type(container) is Mapping:
            if key is None:
                if not scalar:
                    raise refused("shape.key", _line(event), _column(event))
                key = event.value if event.value.isascii() else visible(event.value).strip()
                if key in container.keys or key == "<<":
                    raise _bad_key(event, key, container)
                container.keys[key] = event
                continue
            node: Node = Scalar(event, _comment(event, commented)) if scalar else _collection(event, kind)
            container.entries[key] = node
            key = None
        else:
            node = Scalar(event, _comment(event, commented)) if scalar else _collection(event, kind)
            container.items.append(node)  # type: ignore[union-attr]  # only a list takes values without keys
        if not isinstance(node, Scalar):
            if len(outer) == MAX_DEPTH:
                raise refused("limit.depth", node.line, node.column, limit=MAX_DEPTH)
            outer.append(container)
            container = node
    if type(event := next_event()) is not StreamEndEvent:
        raise refused("syntax.two-documents", _line(event), _column(event))
    return root.items[0]


def _comment(event: Any, text: str) -> str:
    """The beginning of the comment that follows a scalar on its line; empty where there is none, or no `text`."""
    found = _BEHIND.match(text, event.end_mark.index) if text else None
    return found[0] if found else ""


def _not_needed(event: Any, kind: type) -> Refused:
    """The exception for what no plan file needs: aliases, anchors, tags, and more nodes than the limit."""
    line, column = _line(event), _column(event)
    if kind is AliasEvent:
        return refused("syntax.alias", line, column)
    if event.anchor is not None:
        return refused("syntax.anchor", line, column)
    if event.tag is not None:
        return refused("syntax.tag", line, column)
    return refused("limit.nodes", line, column, limit=MAX_NODES)


def _check_text(event: Any) -> None:
    """Refuse a scalar that is too long, or hides a control character behind an escape."""
    if len(event.value) > MAX_SCALAR:
        raise refused("limit.scalar", _line(event), _column(event), limit=MAX_SCALAR)
    if hidden := hidden_sign(event.value):
        raise refused("encoding.control", _line(event), _column(event), **hidden.problems[0].fields)


def _collection(event: Any, kind: type) -> Mapping | Sequence:
    """A mapping or list, still empty."""
    line, column = _line(event), _column(event)
    return Mapping({}, {}, line, column) if kind is MappingStartEvent else Sequence([], line, column)


def _bad_key(event: Any, key: str, container: Mapping) -> Refused:
    """The exception for a text that cannot be a key of `container`."""
    line, column = _line(event), _column(event)
    if key == "<<":
        return refused("syntax.merge", line, column)
    first, _ = container.key_place(key)
    return refused("duplicate-key.key", line, column, key=key, first=first)


def place_at(node: Node, route: tuple[str | int, ...]) -> tuple[int, int]:
    """The line and column to which `route` leads from `node`, or to the nearest place above it that exists.

    A text is found where it starts, a list or mapping at the key it stands under.
    """
    found: tuple[int, int] = (node.line, node.column)
    for step in route:
        if type(node) is Mapping and step in node.entries:
            key = node.key_place(str(step))
            node = node.entries[str(step)]
            found = (node.line, node.column) if type(node) is Scalar else key
        elif type(node) is Sequence and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            found = (node.line, node.column)
        else:
            break
    return found


def node_at(node: Node, route: tuple[str | int, ...]) -> Node:
    """The node to which `route` leads, all of which exists."""
    for step in route:
        node = node.entries[str(step)] if type(node) is Mapping else node.items[int(step)]  # type: ignore[union-attr]
    return node
