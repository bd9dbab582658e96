"""Texts as markup: whatever stands in a file gives a page no orders and stays in one line."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from nq42check.inert import in_line

_MOST = 4096
"""So many texts are remembered: those of norms and rules come back in every plan."""

# The spaces that must not break: between a figure and the sign or short unit after it, and around a range's dash.
_LOOSE = re.compile(
    r"(?<=\d) (?=%|điểm\b|pp\b|năm\b|tuổi\b|m²|[-–] \d)|(?<=điểm) (?=%)|(?<=\d [-–]) (?=\d)|(?<=[<>≤≥≈]) (?=\d)"
)


def tied(text: str) -> str:
    """`text` with spaces that do not break between a figure and what belongs to it."""
    return _LOOSE.sub("\u00a0", text)


@lru_cache(_MOST)
def shown(text: str) -> Markup:
    """`text` as it stands between tags or in an attribute."""
    return escape(in_line(text))


@lru_cache(_MOST)
def shown_tied(text: str) -> Markup:
    """The same of `tied` text."""
    return shown(tied(text))
