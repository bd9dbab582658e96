"""Mends of lines that have no place in a plan: those without a key, and those whose part has none."""

import re
from collections.abc import Iterator

from nq42check.reading.lines import Line, keys
from nq42check.reading.mend import NAMES, Mend
from nq42check.reading.nodes import Field
from nq42check.reading.placing import Level, Place
from nq42check.reading.quoting import mended, plain, quoted


def lone(read: list[Line], placed: dict[int, Place]) -> Iterator[Mend]:
    """Mends of lines that have no key: what goes on with the value of the line before, and items in braces."""
    last: Line | None = None
    for line in read:
        if line.inside:
            last = None if last and last.value and line.text.strip() else last
        elif line.name:
            last = line
        elif is_braced(line) and line.goes_on:
            last = None
        elif is_braced(line):
            if unbraced := _unbraced(line):
                yield unbraced
        elif line.value.startswith("```"):
            yield Mend(line.number, 1, line.text, "", "fence", {})
        elif last is None and not line.dashed and placed:
            yield Mend(line.number, 1, line.text, f"# {line.text.strip()}", "heading", {}, sure=False)
        elif last and last.number == line.number - 1 and _breaks_off(last, line, placed):
            yield _joined(last, line)


def headless(read: list[Line], placed: dict[int, Place]) -> Iterator[Mend]:
    """The key of a part that is missing above the first line which can stand under it alone."""
    tops = {line.name for line in read if line.number in placed and placed[line.number].level is Level.TOP}
    for part, names in (("document", ("title", "implements", "issuer")), ("targets", ("indicator",))):
        below = (line for line in read if line.name in names and line.dashed is (part == "targets"))
        named = part in tops or any(f"{part}:" in line.value for line in read)
        first = next(below, None) if tops and not named else None
        if first and first.number not in placed:
            new = f"{part}:\n{first.text}"
            yield Mend(first.number, 1, first.text, new, "no-part", {"key": part}, sure=False)


def is_braced(line: Line) -> bool:
    """Whether a line begins an item in braces."""
    return line.bullet == "-" and line.value.startswith("{")


def _breaks_off(last: Line, line: Line, placed: dict[int, Place]) -> bool:
    """Whether `line` goes on with the value of the one before, and YAML does not see it."""
    words = last.value and last.name not in NAMES and not line.dashed and ":" not in line.value
    return bool(words) and last.number in placed and line.column <= placed[last.number].key_column


def _joined(last: Line, line: Line) -> Mend:
    """What to write for a value that goes on in a line which is not set in."""
    joined = f"{last.value} {line.value}"
    value = quoted(joined) if last.value[0] in "\"'" else plain(joined)
    typed = f"{last.name}: {value}"
    old = f"{last.text}\n{line.text}"
    new = last.text[: len(last.text) - len(last.value)] + value if last.text.endswith(last.value) else old
    fields: dict[str, Field] = {"key": last.name, "at": last.number, "typed": typed}
    return Mend(last.number, line.column + 1, old, new, "continued", fields, sure=False, told_at=line.number)


_BETWEEN = re.compile(r"\s*[,;]\s*(?=([a-z_]+)\s*:)")


def _unbraced(line: Line) -> Mend | None:
    """What to write for an item in braces that are open, or in which a comma does not part two keys."""
    whole = line.value.endswith("}")
    inner = line.value[1 : len(line.value) - whole].strip().rstrip(",;")
    known = frozenset().union(*keys().parts.values())
    pieces, start = [], 0
    for found in _BETWEEN.finditer(inner):
        if found[1] in known:
            pieces.append(inner[start : found.start()])
            start = found.end()
    pieces.append(inner[start:])
    pairs = [piece.partition(":") for piece in pieces]
    sound = whole and all("," not in value or value.strip()[:1] in "\"'[" for *_, value in pairs)
    others = any(key.strip() not in known or not colon or ": " in value.strip() for key, colon, value in pairs)
    if sound or others:  # other keys, of which a person must say what they are
        return None
    rows = [f"{key.strip()}: {mended(key.strip(), value.strip())[0]}" for key, _, value in pairs]
    new = f"{line.indent}- " + f"\n{' ' * (line.column + 2)}".join(rows)
    return Mend(line.number, line.key_column + 1, line.text, new, "braces", {"key": pairs[0][0].strip()})
