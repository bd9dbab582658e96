"""What stands on pages and is no part of the text: page numbers, and running heads that stand beside them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from nq42check.drafting.formats.paragraphs import breaks_off

NUMBER = re.compile(
    r"(?:[-–—]\s*)?(\d{1,4})(?:\s*[-–—])?|(?:trang|page)\s*:?\s*(\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE
)
"""A line that may be a page number; which of its groups has the number, depends on how it is written."""
TABLE = "\ufdef"
"""What stands for a table in HTML while the lines around it are read."""
_ROW = re.compile(r"\|.*[^|\s].*\|")
_LONGEST, _LINE = 120, 45
"""How many signs a running head has at most, and a line of text at least."""


class _Number(NamedTuple):
    """A line that may be a page number: its place, the number, whether it says so, and the lines around it."""

    place: int
    number: int
    marked: bool
    before: str
    after: str


def without_furniture(lines: Sequence[str]) -> list[str]:
    """`lines` without page numbers and running heads; a form feed on a line of its own begins a page.

    Numbers on lines of their own are those of pages where they grow, step by step, through the text.
    """
    numbers = {number.place for number in _page_numbers(lines)}
    breaks = numbers | {place for place, line in enumerate(lines) if line == "\f"}
    heads = _heads(lines, breaks)
    return [line for place, line in enumerate(lines) if place not in numbers and place not in heads]


def _page_numbers(lines: Sequence[str]) -> list[_Number]:
    found = [*_numbers(lines)]
    marked = [number for number in found if number.marked]
    bare = [number for number in found if not number.marked]
    steps = [after.number - before.number for before, after in pairwise(bare)]
    if len(bare) > 1 and all(1 <= step <= 2 for step in steps):
        return found
    return marked + [number for number in bare if _is_between(number.before, number.after)]


def _is_between(before: str, after: str) -> bool:
    """Whether what is `before` a page goes on `after` it: a sentence, or a table."""
    return breaks_off(before, after) or all(line == TABLE or _ROW.fullmatch(line) for line in (before, after))


def _numbers(lines: Sequence[str]) -> Iterator[_Number]:
    """The numbers that stand on lines of their own, apart from what is around them."""
    filled = [place for place, line in enumerate(lines) if line.strip(" \t")]
    for order, place in enumerate(filled):
        if not (number := NUMBER.fullmatch(lines[place].strip())):
            continue
        before = filled[order - 1] if order else -1
        after = filled[order + 1] if order + 1 < len(filled) else len(lines)
        around = [lines[at].strip(" \t") if 0 <= at < len(lines) else "\f" for at in (before, after)]
        apart = (before < place - 1 or before < 0) and (after > place + 1 or after == len(lines))
        if "|" not in around and (apart or "\f" in around or len(around[0]) >= _LINE):
            marked = not number[0].isdigit()
            yield _Number(place, int(number[number.lastindex or 0]), marked, *around)


def _heads(lines: Sequence[str], breaks: set[int]) -> set[int]:
    """Which lines stand beside page breaks again and again."""
    beside: dict[int, str] = {}
    for place in breaks:
        for steps in (range(place - 1, -1, -1), range(place + 1, len(lines))):
            near = [at for at in islice(steps, 6) if lines[at].strip() and at not in breaks][:2]
            beside |= {at: lines[at].strip() for at in near if _may_be_head(lines[at])}
    often = Counter(beside.values())
    return {at for at, line in beside.items() if often[line] >= max(2, len(breaks) / 2) and not line.isdigit()}


def _may_be_head(line: str) -> bool:
    """Whether `line` is short and no row of a table."""
    return len(line) <= _LONGEST and "|" not in line and any(map(str.isalnum, line))
