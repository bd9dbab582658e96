"""Rows of cells as CSV for spreadsheets: numbers that are read as numbers, and words that stay words."""

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from nq42check.inert import in_line

Cell = str | int | Decimal | None
"""What a cell holds: words, a number, or nothing."""

BYTE_ORDER_MARK = "\ufeff"
"""What a file must begin with so that Excel reads it as UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LIKE_A_NUMBER = re.compile(r"[\s.,:/()eE–-]*\d[\d\s.,:/()eE–-]*", re.ASCII)  # 1.500, 10/2025, 1-2, (5), 2e3


def lines(rows: Iterable[Sequence[Cell]], separator: str, language: str) -> str:
    """`rows` as CSV with `separator` between cells, as a spreadsheet on a system of `language` reads it.

    The decimal sign is the comma in Vietnamese and the point in English; thousands are not parted, and nothing is
    written that could be taken for parted thousands.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([_written(cell, language) for cell in row] for row in rows)
    return text.getvalue()


def _written(cell: Cell, language: str) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _inert(in_line(cell))
        case int():
            return str(cell)
        case Decimal():
            whole, point, decimals = f"{cell.normalize():f}".partition(".")
            # Where the other sign is decimal, 0.725 would be read as 725; with a fourth digit it is no number there.
            number = f"{whole}{point}{decimals}{'0' if len(decimals) == 3 else ''}"
            return number.replace(".", ",") if language == "vi" else number


def _inert(words: str) -> str:
    """`words` with an apostrophe in front where a spreadsheet would make a formula, a number or a date of them."""
    return f"'{words}" if words.startswith(_FORMULA) or _LIKE_A_NUMBER.fullmatch(words) else words
