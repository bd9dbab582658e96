"""Texts from files and names, made inert where they are shown: no second line, no control sign, no runner's command.

The runner of GitHub Actions obeys `##[command]` anywhere in a line and `::command::` at its start, on standard error
too; that of Azure Pipelines `##vso[command]`. Where a format has escapes a text stays what it is, else a space parts
the signs.
"""

import re

# What has no shape of its own: controls, ends of lines, signs that turn the direction of writing, halves of pairs.
_SHAPELESS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_COMMAND = re.compile(r"##(?=\w*\[)")
_AT_START = re.compile(r"^((?:[^\S\n]|\ufeff)*):(?=:)", re.MULTILINE)


def in_line(text: str) -> str:
    """`text` in one line: line ends and tabs as spaces, other signs that have no shape as escapes."""
    return text if text.isprintable() else _SHAPELESS.sub(_shape, text)


def _shape(sign: re.Match[str]) -> str:
    return " " if sign[0].isspace() else sign[0].encode("unicode_escape").decode()


def on_console(text: str) -> str:
    """`text` in which no line is a command for a runner."""
    if "##" in text:
        text = _COMMAND.sub("# #", text)
    return _AT_START.sub(r"\1: ", text) if "::" in text else text


def in_json(encoded: str) -> str:
    """JSON that says the same and has no command in it."""
    return _COMMAND.sub(r"#\\u0023", encoded) if "##" in encoded else encoded


def in_xml(escaped: str) -> str:
    """XML that says the same and has no command in it."""
    if "##" in escaped:
        escaped = _COMMAND.sub("#&#35;", escaped)
    return _AT_START.sub(r"\1&#58;", escaped) if "::" in escaped else escaped
