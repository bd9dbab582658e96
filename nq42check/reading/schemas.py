"""The JSON Schemas of the file formats, and what they say of a file that the loader refused."""

import json
import re
from collections.abc import Iterator
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

from nq42check.reading.nodes import (
    MOST_PROBLEMS,
    Field,
    Mapping,
    Node,
    Problem,
    Scalar,
    Sequence,
    first_of,
    node_at,
    place_at,
)
from nq42check.reading.shape import answered, unknown_key, unknown_keys
from nq42check.text import visible

NAMES = (
    *("plan", "baseline", "catalogue", "words", "places", "nation", "weights", "rules"),
    *("report", "diff", "compare", "prospects", "settings"),
)

_SCHEMAS = Path(__file__).parent.parent / "schemas"
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def schema(name: str) -> dict[str, Any]:
    """The schema called `name`, one of `NAMES` (Draft 2020-12)."""
    loaded: dict[str, Any] = json.loads((_SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def explain(node: Node, name: str) -> list[Problem]:
    """Everything that the schema `name` finds wrong with `node`, in the order of the file.

    What stands under a key in another language is looked at as well.
    """
    found: list[Problem] = []
    meant = _as_meant(node, schema(name), found)
    for error in first_of(_validator(name).iter_errors(_data(meant))):
        found += _problems(error, meant, name)
    problems = {(each.line or 0, each.column or 0, each.reason, str(each.fields.get("key"))): each for each in found}
    return [problem for _, problem in sorted(problems.items(), key=lambda item: item[0])]


def _as_meant(node: Node, part: dict[str, Any], found: list[Problem]) -> Node:
    """`node` with the keys of the schema's `part` in place of those that certainly mean them, each told in `found`."""
    if type(node) is Sequence and "items" in part:
        return node._replace(items=[_as_meant(item, part["items"], found) for item in node.items])
    if type(node) is not Mapping or "properties" not in part:
        return node
    from nq42check.reading.keys import meant

    known = part["properties"].keys()
    entries: dict[str, Node] = {}
    keys = {}
    for key, value in node.entries.items():
        name = key
        if key not in known and len(found) < MOST_PROBLEMS:
            certain = meant(key, known)
            if certain and certain not in node.entries and certain not in entries:
                name = certain
                found.append(unknown_key(node, key, known))
        entries[name] = _as_meant(value, part["properties"].get(name, {}), found)
        keys[name] = node.keys[key]
    return node._replace(entries=entries, keys=keys)


def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    validator = extend(Draft202012Validator, {"required": _lacking})  # type: ignore[no-untyped-call]
    return validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _lacking(validator: Any, required: list[str], instance: Any, within: Any) -> Iterator[Exception]:
    """An error for each key that `instance` lacks, whose message is the key: jsonschema's own has it in a sentence."""
    from jsonschema import ValidationError

    yield from (ValidationError(key) for key in required if isinstance(instance, dict) and key not in instance)


def _data(node: Node) -> Any:
    """The data that a validator sees in `node`, without signs that nobody sees.

    Decimals stay text, which every field that takes them also takes.
    """
    if type(node) is Mapping:
        return {key: _data(value) for key, value in node.entries.items()}
    if type(node) is Sequence:
        return [_data(item) for item in node.items]
    assert type(node) is Scalar
    text = visible(node.text)
    if node.style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return int(text) if _WHOLE.fullmatch(text) else text


_COLLECTIONS = {"object": "shape.mapping", "array": "shape.list"}


def _problems(error: Any, root: Node, name: str) -> list[Problem]:
    """One validation error by the schema `name` in our words, at its place in the file."""
    route = tuple(error.absolute_path)
    line, column = place_at(root, route)
    if error.validator == "additionalProperties":
        return _unknown_keys(error, root)
    if error.validator == "required":
        if error.message in answered(_unknown_keys(error, root)):
            return []
        return [Problem("shape.missing-key", line, column, {"key": error.message})]
    if error.validator == "dependentRequired":
        lacking = (each for key, needs in error.validator_value.items() if key in error.instance for each in needs)
        (key,) = (each for each in lacking if each not in error.instance)
        return [Problem("shape.missing-key", line, column, {"key": key})]
    if error.validator == "oneOf":
        return _one_of(error, root)
    fields: dict[str, Field] = {"found": str(error.instance)}
    key = next((step for step in reversed(route) if isinstance(step, str)), "")
    if key in _EXAMPLES and (error.instance in (None, []) or not str(error.instance).strip()):
        fields = {"key": key, "example": _EXAMPLES[key]}
        return [Problem(f"shape.empty-{'required' if _is_required(error, name) else 'optional'}", line, column, fields)]
    if error.validator == "enum":
        fields["choices"] = ", ".join(value for value in error.validator_value if isinstance(value, str))
        return [Problem("shape.choice", line, column, fields)]
    if error.validator == "type":
        wanted = error.validator_value
        reason = _COLLECTIONS[wanted] if wanted in ("object", "array") else _no_scalar(error)
        return [Problem(reason, line, column, fields)]
    if error.validator == "minItems":
        return [Problem("shape.empty-list", line, column, fields)]
    return [Problem(error.schema.get("$comment", "shape.empty-text"), line, column, fields)]


def _one_of(error: Any, root: Node) -> list[Problem]:
    """That a mapping has none, or more than one, of the keys of which the schema asks for one."""
    node = node_at(root, tuple(error.absolute_path))
    if type(node) is not Mapping:  # which is told by itself
        return []
    keys = [key for choice in error.validator_value for key in choice["required"]]
    there = [key for key in node.entries if key in keys]
    if there:
        return [Problem("shape.two-places", *node.key_place(there[1]), {"key": there[1], "first": there[0]})]
    if not answered(_unknown_keys(error, root)).isdisjoint(keys):
        return []
    return [Problem("shape.missing-key", node.line, node.column, {"key": keys[0]})]


def _unknown_keys(error: Any, root: Node) -> list[Problem]:
    """What is wrong with the keys that the schema of an error does not know, at the place of the error."""
    node = node_at(root, tuple(error.absolute_path))
    assert type(node) is Mapping
    return unknown_keys(node, error.schema.get("properties", {}).keys())


_EXAMPLES = {
    "place": "Hà Giang",
    "province": "Hà Giang",
    "within": "Tuyên Quang",
    "replaces": "[Hà Giang, Tuyên Quang]",
    "title": "Kế hoạch thực hiện Nghị quyết số 42-NQ/TW",
    "implements": "[42-NQ/TW]",
    "by": "2030",
    "version": "1",
    "indicator": "labour.trained",
    "name": "Tỷ lệ hộ gia đình có internet băng rộng",
    "groups": "[remote, border]",
    "counts": "households",
    "only": "vùng thuận lợi",
    "task": "true",
    "from": '{value: "45,7", year: 2024}',
    "year": "2024",
    "status": "draft",
    "source": "KH-219.docx",
    "sha256": "64 chữ số thập lục phân, do lệnh draft ghi",
    "words": "tỷ lệ đường giao thông nông thôn được cứng hóa đạt 95%",
    "resembles": "water.clean_rural",
    "outside": "đường giao thông nông thôn",
    "reason": "tỉnh không có hải đảo",
    "rule": "weaker",
    "value": "dưới 25%",
    "authority": "Nghị quyết số 12/NQ-HĐND",
    "until": "2027-12-31",
}
"""What may stand at a key of a plan that is left empty, as it is typed."""


def _is_required(error: Any, name: str) -> bool:
    """Whether the schema `name` asks for the key that `error` is about, or for it as one of several."""
    path = list(error.absolute_schema_path)
    keys = max(place for place, step in enumerate(path) if step == "properties")
    part = reduce(getitem, path[:keys], schema(name))
    either = (choice.get("required", ()) for choice in part.get("oneOf", ()))
    return any(path[keys + 1] in asked for asked in (part.get("required", ()), *either))


def _no_scalar(error: Any) -> str:
    """The reason why an instance is no such text, number or flag as the schema asks for."""
    if isinstance(error.instance, (dict, list)):
        return "shape.text"
    if error.instance is None or isinstance(error.instance, bool):
        return "shape.empty-text"
    return str(error.schema.get("$comment", "shape.text"))
