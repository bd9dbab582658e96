"""From bytes to nodes: YAML as an officer writes it, with the place of everything.

Only what plan files need is read: mappings, lists and scalars. Anchors, aliases, tags and merge keys are refused, so
are duplicate keys and whatever exceeds the limits. Scalars keep the text as typed; nothing is turned into a number
or a date. The parser's events are used, not its own document builder, which crashes on deep nesting.
"""

import re
from typing import Any, NamedTuple

import yaml

from nq42check.text import nfc

# Without libyaml PyYAML has only its own parser: slower, with the same events.
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)

MAX_DEPTH = 16
MAX_NODES = 50_000
MAX_SCALAR = 20_000


class Problem(NamedTuple):
    """Why an input cannot be used, at a place; `text` names the message and `fields` fill it.

    Lines and columns start at 1; they are None where the problem has no place in the file.
    """

    text: str
    line: int | None
    column: int | None
    fields: dict[str, object]


class Refused(Exception):
    """An input that cannot be used, with every problem found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def refused(text: str, line: int | None = None, column: int | None = None, **fields: object) -> Refused:
    """The exception for one problem."""
    return Refused(Problem(text, line, column, fields))


class Scalar(NamedTuple):
    """A scalar's text as typed, and where it starts.

    `style` is empty for a plain scalar, else the sign that opens it. `length` is how much of the file it takes.
    `comment` says that a `#` follows it on its line, with no space after the sign.
    """

    text: str
    line: int
    column: int
    style: str
    length: int
    comment: bool

    def column_of(self, offset: int) -> int:
        """The column of the character at `offset` of the text; of the scalar where escapes or line ends hide it."""
        quotes = 1 if self.style else 0
        return self.column + offset + quotes if self.length == len(self.text) + 2 * quotes else self.column


class Mapping(NamedTuple):
    """Keys with their values, in the order of the file."""

    entries: "dict[str, tuple[Scalar, Node]]"
    line: int
    column: int


class Sequence(NamedTuple):
    """A list."""

    items: "list[Node]"
    line: int
    column: int


Node = Scalar | Mapping | Sequence

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_GLUED_COMMENT = re.compile(r" +#[^\s#]")


def decode(data: bytes) -> str:
    """The text of a file; a byte-order mark is dropped. Raises Refused where it is not UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused("encoding.utf-16", 1, 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8-sig")) + 1
        raise refused(
            "encoding.not-utf-8", before.count(b"\n") + 1, column, byte=f"0x{data[error.start]:02X}"
        ) from None
    if control := _CONTROL.search(text):
        at = control.start()
        column = at - text.rfind("\n", 0, at)
        raise refused("encoding.control", text.count("\n", 0, at) + 1, column, code=f"U+{ord(control[0]):04X}")
    return text


def parse(text: str) -> Node:
    """The one document of `text` as nodes; texts and columns are those of the composed form. Raises Refused."""
    text = nfc(text)
    try:
        return _build(_PARSER(text), text)
    except yaml.MarkedYAMLError as error:
        block = "block scalar" in (error.context or "")
        mark = (error.context_mark if block else None) or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise refused(_syntax(error, text), line, column) from None
    except yaml.YAMLError:
        raise refused("syntax.other") from None


def _syntax(error: yaml.MarkedYAMLError, text: str) -> str:
    """The message for the parser's complaint, by what stands at its place."""
    mark, problem, context = error.problem_mark, error.problem or "", error.context or ""
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    at = line[mark.column :] if mark else ""
    if line.startswith("\t") or at.startswith("\t"):
        return "syntax.tab"
    if "block scalar" in context or at.startswith(tuple("%@`*&!>|")):
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
    if type(next_event()) is not yaml.DocumentStartEvent:
        raise refused("shape.empty", 1, 1)
    root = Sequence([], 1, 1)
    container: Mapping | Sequence = root
    outer: list[Mapping | Sequence] = []
    key: Scalar | None = None
    nodes = 0
    while (kind := type(event := next_event())) is not yaml.DocumentEndEvent:
        if kind is yaml.ScalarEvent:
            node: Node = _scalar(event, text)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            container = outer.pop()
            continue
        else:
            node = _collection(event, kind)
        nodes += 1
        if nodes > MAX_NODES:
            raise refused("limit.nodes", node.line, node.column, limit=MAX_NODES)
        if isinstance(container, Sequence):
            container.items.append(node)
        elif key is not None:
            container.entries[key.text] = (key, node)
            key = None
        else:
            key = _key(node, container)
            continue
        if not isinstance(node, Scalar):
            if len(outer) == MAX_DEPTH:
                raise refused("limit.depth", node.line, node.column, limit=MAX_DEPTH)
            outer.append(container)
            container = node
    if type(event := next_event()) is not yaml.StreamEndEvent:
        raise refused("syntax.two-documents", event.start_mark.line + 1, event.start_mark.column + 1)
    return root.items[0]


def _scalar(event: Any, text: str) -> Scalar:
    value, style, mark, end = event.value, event.style or "", event.start_mark, event.end_mark.index
    if event.anchor is not None or event.tag is not None or len(value) > MAX_SCALAR:
        raise _unneeded(event)
    comment = text.startswith(" ", end) and _GLUED_COMMENT.match(text, end) is not None
    return Scalar(value, mark.line + 1, mark.column + 1, style, end - mark.index, comment)


def _collection(event: Any, kind: type) -> Mapping | Sequence:
    """A mapping or list, still empty."""
    if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
        raise _unneeded(event)
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    return Mapping({}, line, column) if kind is yaml.MappingStartEvent else Sequence([], line, column)


def _unneeded(event: Any) -> Refused:
    """The exception for what plan files have no need of."""
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    if isinstance(event, yaml.AliasEvent):
        return refused("syntax.alias", line, column)
    if event.anchor is not None:
        return refused("syntax.anchor", line, column)
    if event.tag is not None:
        return refused("syntax.tag", line, column)
    return refused("limit.scalar", line, column, limit=MAX_SCALAR)


def _key(node: Node, container: Mapping) -> Scalar:
    """`node` as a key of `container`."""
    if type(node) is not Scalar:
        raise refused("shape.key", node.line, node.column)
    if node.text == "<<":
        raise refused("syntax.merge", node.line, node.column)
    if node.text in container.entries:
        first = container.entries[node.text][0].line
        raise refused("duplicate-key.key", node.line, node.column, key=node.text, first=first)
    return node


def place(node: Node, route: tuple[str | int, ...]) -> tuple[int, int]:
    """The line and column to which `route` leads from `node`, or to the nearest place above it that exists.

    A text is found where it starts, a list or mapping at the key it stands under.
    """
    found: tuple[int, int] = (node.line, node.column)
    for step in route:
        if type(node) is Mapping and step in node.entries:
            key, node = node.entries[str(step)]
            at: Node = node if type(node) is Scalar else key
        elif type(node) is Sequence and isinstance(step, int) and step < len(node.items):
            at = node = node.items[step]
        else:
            break
        found = (at.line, at.column)
    return found
