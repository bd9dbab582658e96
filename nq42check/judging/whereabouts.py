"""Whether a place in a document, as a plan writes it, can be the place at which words stand there."""

import re
from collections.abc import Iterable

from nq42check.text import fold

_PARTS = re.compile(r"[^\W\d_]+|\d+")
_KINDS = frozenset(map(fold, ("mục", "tiểu", "khoản", "điểm", "phần", "chương", "số")))
"""Words that say of what kind the part behind them is, and stand in some spellings of a place only."""
_WORDS = ("đoạn", "điều", "phụ", "lục", "biểu", "bảng")
_TELLING = re.compile("|".join((r"\d+", "[a-zđ]", "[ivx]+", *map(fold, _WORDS))))
"""All that a place consists of which can be held against another."""


def can_be_at(where: str, places: Iterable[str]) -> bool:
    """Whether `where` can be one of `places`: as far as both say it, and can be compared, they say the same."""
    own = _parts(where)
    return own is None or any(there is None or _agree(own, there) for there in map(_parts, places))


def _agree(one: list[str], other: list[str]) -> bool:
    """Whether one is the other, or a wider place that it lies in."""
    return all(a == b for a, b in zip(one, other, strict=False))


def _parts(place: str) -> list[str] | None:
    """What a place consists of; None where it says more than can be compared."""
    parts = [part for part in _PARTS.findall(fold(place)) if part not in _KINDS]
    return parts if parts and all(map(_TELLING.fullmatch, parts)) else None
