"""From text to nodes: YAML as an officer writes it.

Only what plan files need is read: mappings, lists and scalars. Anchors, aliases, tags and merge keys are refused, so
are duplicate keys and whatever exceeds the limits. Scalars keep the text as typed; nothing is turned into a number
or a date. The parser's events are used, not its own document builder, which crashes on deep nesting.
"""

import re
from collections.abc import Callable
from typing import Any

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

from nq42check.reading.encoding import hidden_sign, place_in
from nq42check.reading.nodes import Mapping, Node, Refused, Scalar, Sequence, place_of, refused
from nq42check.text import visible

# Without libyaml PyYAML has only its own parser: slower, with the same events.
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)

_MAX_DEPTH = 16
_MAX_NODES = 50_000
MAX_SCALAR = 20_000
"""How many signs one text of a file may have."""

_GLUED_COMMENT = re.compile(r"#(?<=[ \t]#)[^\s#]")
_COMMENT = re.compile(r"#(?<=[ \t]#)[ \t]*[^\s#]")
_BEHIND = re.compile(r"[ \t]+#[ \t]*[^\s#]")


def parse(text: str) -> Node:
    """The one document of `text`, which is composed and has line feeds only, as nodes. Raises Refused."""
    try:
        return _document(text)
    except ScannerError as error:
        raise _seen_too_late(error, text) or _complaint(error, text) from None
    except yaml.MarkedYAMLError as error:
        raise _complaint(error, text) from None
    except yaml.YAMLError:  # the parser refuses control characters, without a place
        raise hidden_sign(text) or refused("syntax.other") from None


def _seen_too_late(error: ScannerError, text: str) -> Refused | None:
    """The exception for nesting that is too deep before the place of `error`.

    Building nodes refuses it, if it gets that far: what opens with a bracket or a quote may be a key, so the scanner
    first reads up to 1,024 characters ahead, and stops on its own there, newer ones also at a thousand levels.
    """
    before = text[: min(mark.index for mark in (error.context_mark, error.problem_mark) if mark)]
    of_nesting = "nesting" in (error.problem or "")
    try:
        _document(before)
    except Refused as refusal:
        return refusal if of_nesting or refusal.problems[0].reason == "limit.depth" else None
    except yaml.MarkedYAMLError as earlier:
        return _complaint(earlier, before) if of_nesting else None
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
        if line > 0 and (unspaced := _NO_SPACE.match(text, begin)):
            return refused("syntax.space", line, unspaced.end() - begin + 1)
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


def _document(text: str) -> Node:
    """The nodes of the one document of `text`. Raises Refused, and YAMLError as the parser does."""
    next_event = _PARSER(text).get_event
    next_event()  # the stream starts
    if type(next_event()) is not DocumentStartEvent:
        raise refused("shape.empty", 1, 1)
    root = _built(next_event, text)
    if type(event := next_event()) is not StreamEndEvent:
        raise refused("syntax.two-documents", *place_of(event))
    return root


def _built(next_event: Callable[[], Any], text: str) -> Node:
    """The root that the events up to the document's end make, without recursion."""
    escapes = "\\" in text
    commented = "#" in text and _COMMENT.search(text) is not None
    container: Any = Sequence([], 1, 1)
    outer: list[Any] = []
    key = None  # of the value that comes next, in a mapping
    nodes = 0
    while (kind := type(event := next_event())) is not DocumentEndEvent:
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            container = outer.pop()
            continue
        nodes += 1
        scalar = kind is ScalarEvent
        if event.anchor is not None or event.tag is not None or nodes > _MAX_NODES:  # an alias has an anchor
            raise _not_needed(event, kind)
        if scalar and (len(event.value) > MAX_SCALAR or (escapes and event.style == '"')):
            _check_text(event)
        if key is None and type(container) is Mapping:
            if not scalar:
                raise refused("shape.key", *place_of(event))
            key = event.value if event.value.isascii() else visible(event.value).strip()
            if key in container.keys or key == "<<":
                raise _bad_key(event, key, container)
            container.keys[key] = event
            continue
        if scalar:
            comment = _BEHIND.match(text, event.end_mark.index) if commented else None
            node: Node = Scalar(event, comment[0] if comment else "")
        elif kind is MappingStartEvent:
            node = Mapping({}, {}, *place_of(event))
        else:
            node = Sequence([], *place_of(event))
        if key is None:  # in a list
            container.items.append(node)
        else:
            container.entries[key] = node
            key = None
        if not scalar:
            if len(outer) == _MAX_DEPTH:
                raise refused("limit.depth", *place_of(event), limit=_MAX_DEPTH)
            outer.append(container)
            container = node
    root: Node = container.items[0]
    return root


def _not_needed(event: Any, kind: type) -> Refused:
    """The exception for what no plan file needs: aliases, anchors, tags, and more nodes than the limit."""
    if kind is AliasEvent:
        return refused("syntax.alias", *place_of(event))
    if event.anchor is not None:
        return refused("syntax.anchor", *place_of(event))
    if event.tag is not None:
        return refused("syntax.tag", *place_of(event))
    return refused("limit.nodes", *place_of(event), limit=_MAX_NODES)


def _check_text(event: Any) -> None:
    """Refuse a scalar that is too long, or hides a control character behind an escape."""
    if len(event.value) > MAX_SCALAR:
        raise refused("limit.scalar", *place_of(event), limit=MAX_SCALAR)
    if hidden := hidden_sign(event.value):
        raise refused("encoding.control", *place_of(event), **hidden.problems[0].fields)


def _bad_key(event: Any, key: str, container: Mapping) -> Refused:
    """The exception for a text that cannot be a key of `container`."""
    if key == "<<":
        return refused("syntax.merge", *place_of(event))
    first, _ = container.key_place(key)
    return refused("duplicate-key.key", *place_of(event), key=key, first=first)
