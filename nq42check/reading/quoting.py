"""Values as YAML needs them written: what must stand in quotes, which quotes are none, lists and their brackets."""

import re
from collections.abc import Callable

from nq42check.reading.lines import closed, is_block, is_quoted, keys
from nq42check.reading.parsing import MAX_SCALAR
from nq42check.text import visible

_SIGNS = "!&*%@`>|{}[]?#,"
"""What a text without quotes may not begin with."""
_SMART = "“”„‟‘’‚«»"
_STRAIGHT = "\"'"
_PLACES = frozenset(("place", "province", "within"))
_STRICT = _PLACES | frozenset(("indicator", "value", "by", "counts", "task", "date", "rule", "until", "status"))
"""Keys whose value never has quotes, or a sign at its end, of its own."""
_NAMES = _STRICT - _PLACES - {"value"}
_DOUBLE = re.compile('[“”„‟«»"]')
_QUOTE = re.compile(f"[{_SMART}{_STRAIGHT}]")
_WIDE = str.maketrans("［］【】，；、", "[][],;,")
_COMMA_WITHIN = re.compile(r"""(:\s+)([^"'{}\[\]:]*,[^"'{}\[\]:]*?)(?=\s*(?:,\s*[^\W\d][\w ]*:|}\Z))""")
_LONGEST_WITHIN = 500
"""Nobody writes more keys in one pair of braces, and a long text would be tried at every comma."""
_BOLD = re.compile(r"(\*{1,3}|`)(?=\S)(.*\S)\1")


def mended(name: str, value: str) -> tuple[str, str]:
    """How the value of the key `name` is written in YAML, and why it is not so; the same and nothing where it is."""
    if value and name in keys().lists:
        return (f"[{value}]", "list") if is_quoted(value) else _list(value)
    if not value or is_quoted(value):
        return (_bare(name, value), "smart-quotes") if name in _STRICT and _is_smart(value[1:-1]) else (value, "")
    if name in keys().mappings:
        new = _COMMA_WITHIN.sub(r'\1"\2"', value) if len(value) <= _LONGEST_WITHIN and value[0] == "{" else value
        return new, "comma" if new != value else ""
    if name in keys().parts:
        return value, ""
    for mend in (_straight, _unpaired, _ending, _signs, _colons):
        new, why = mend(name, value)
        if why:
            return mended(name, new)[0], why
    return value, ""


def quoted(text: str) -> str:
    """`text` in the quotes that it has none of."""
    return f'"{text}"' if not set(text) & {'"', "\\"} else "'" + text.replace("'", "''") + "'"


def plain(text: str) -> str:
    """`text` without quotes, where YAML needs none."""
    needs = text[:1] in (*_SIGNS, *_STRAIGHT, "") or text.startswith(("- ", ": ")) or ": " in text or " #" in text
    return quoted(text) if needs or text.endswith(":") else text


_WORDS_OF_YAML = ("-", "~", "null", "true", "false")
_WITHIN_BRACKETS = ",:[]{}?"


def written(text: str) -> str:
    """All that can be seen of `text`, in one line with single spaces, and no more of it than a file may have."""
    seen = (sign for sign in visible(text) if sign.isprintable() or sign.isspace())
    return " ".join("".join(seen).split())[:MAX_SCALAR].rstrip()


def scalar(text: str) -> str:
    """`text` as `written`, to stand behind a key so that it is read as just that: in quotes where it must be."""
    line = written(text)
    return quoted(line) if line.lower() in _WORDS_OF_YAML else plain(line)


def item(text: str) -> str:
    """The same, to stand in a list in brackets."""
    line = scalar(text)
    return line if is_quoted(line) or not set(line) & set(_WITHIN_BRACKETS) else quoted(line)


def _is_smart(value: str) -> bool:
    return value[:1] in _SMART and value[-1:] in _SMART and value != ""


def _bare(name: str, value: str) -> str:
    """A value without quotes, of whatever kind; those within the name of a place may be its own."""
    bare = value.strip(_SMART + _STRAIGHT).strip()
    return plain(bare if name in _PLACES else _DOUBLE.sub("", bare))


def _straight(name: str, value: str) -> tuple[str, str]:
    """A text that begins with a quote and does not end with it."""
    sign = value[0]
    if sign not in _STRAIGHT:
        return value, ""
    if name in _STRICT:
        end = closed(value)
        if end and value[end:].startswith("#"):  # a comment, to YAML
            return value, ""
        return _bare(name, value[: end - 1] + value[end:] if end else value), "inner-quote" if end else "open-quote"
    if value.endswith(sign) and len(value) > 1:
        return quoted(value[1:-1]), "inner-quote"
    if (end := closed(value)) and not value[end].isalnum():
        return quoted(value), "inner-quote"
    return plain(value[1:].rstrip(_SMART + _STRAIGHT).strip()), "open-quote"


def _unpaired(name: str, value: str) -> tuple[str, str]:
    """A value in quotes of a word processor, or with one of them."""
    alone = value[-1] in _SMART + _STRAIGHT and len(_QUOTE.findall(value)) == 1
    if name in _STRICT and (value[0] in _SMART or alone) and (bare := _bare(name, value)) != '""':
        return bare, "smart-quotes"
    return value, ""


def _ending(name: str, value: str) -> tuple[str, str]:
    """A value with a sign at its end that belongs to no value."""
    bare = value.rstrip(";,. " if name in _NAMES else ";, ")
    return (plain(bare), "ending") if name in _STRICT and bare and bare != value else (value, "")


def _signs(name: str, value: str) -> tuple[str, str]:
    """A value that begins with a sign which YAML takes for its own."""
    if name in _STRICT and (bold := _BOLD.fullmatch(value)):
        return plain(bold[2]), "bold"
    if value[0] + value[-1] in ("[]", "{}"):
        if set(value[1:-1]) & set(":,[]{}"):  # a list or mapping, in which a person must choose
            return value, ""
        return (plain(value[1:-1].strip()), "brackets") if name in _STRICT else (quoted(value), "sign")
    if is_block(value) and not any(map(str.isdigit, value)):  # an empty text: nothing was written to be kept
        return value, ""
    return (quoted(value), "sign") if value[0] in _SIGNS or value.startswith("- ") else (value, "")


def _colons(name: str, value: str) -> tuple[str, str]:
    """A value with a colon that YAML takes for that of a key."""
    return (quoted(value), "colon") if ": " in value or value.endswith(":") else (value, "")


def _list(value: str) -> tuple[str, str]:
    """A list in brackets of which all are there, and commas between what it lists."""
    if value[0] in "!&*{#|>":
        return value, ""
    inner = value.translate(_WIDE)
    left, right = inner.startswith("["), inner.endswith("]")
    items = re.split("[,;]", inner[left : len(inner) - right])
    if any(set(item) & set("[]{}") for item in items):
        return value, ""
    new = "[" + ", ".join(_each(item.strip(), _listed) for item in items if item.strip()) + "]"
    unpaired = not left or not right or ";" in inner or inner != value
    if unpaired:
        return new, "list"
    return (new, "smart-quotes") if any(_is_smart(item.strip()) for item in items) else (value, "")


def _each(item: str, mend: Callable[[str], str]) -> str:
    return item if is_quoted(item) else mend(item)


def _listed(item: str) -> str:
    return plain(item.strip(_SMART + _STRAIGHT).strip())
