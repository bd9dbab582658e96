"""PDF with text in it, as blocks.

The library that reads it takes its time and memory with hostile files: it is for a process that can be ended.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from nq42check.drafting.formats.decoding import refuse_garbled
from nq42check.drafting.formats.layout import Sign, is_table, lines
from nq42check.drafting.formats.printed import Page, blocks
from nq42check.drafting.formats.ruled import Rules, opened
from nq42check.drafting.formats.word.signs import known_signs, old_code
from nq42check.drafting.issued import Issued, Unread

MOST_PAGES = 100
"""How many pages a document has at most."""
_MOST_SIGNS = 3_000_000

_NO_LETTER = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uefff]")
_FEW = 5
"""How many signs may be unknown on a page: bullets and other ornaments."""
_PICTURED, _COVERED = 0.3, 0.8
"""What part of a page a picture covers, at least, that shows its text where there is none, and where there is some."""


def issued(data: bytes) -> Issued:
    """The document in the bytes of a PDF, by pdfplumber. Raises Unread where there is no text, or no certain one."""
    import pdfplumber

    try:
        with pdfplumber.open(BytesIO(data)) as document:
            pages = _Pages(document.pages)
            read = [pages.read(page) for page in document.pages]
            pages.check()
            found = blocks(read)
    except Unread:
        raise
    except Exception as error:  # the libraries have their own for each kind of damage, and let others through
        raise Unread(_reason(error)) from None
    if not found:
        raise Unread("no-text")
    refuse_garbled("\n".join(block.text for block in found))
    return Issued(tuple(found), "pdf")


def _reason(error: Exception) -> str:
    """What an exception says of the file; the libraries put those that they catch into their own."""
    errors = [error, *error.args, error.__cause__]
    if any(isinstance(each, MemoryError | SystemError) for each in errors):  # the latter where Python itself had none
        return "too-large"
    return "encrypted" if any("Password" in type(each).__name__ for each in errors) else "damaged"


class _Pages:
    """The pages of a document, read one by one, and what is wrong with some of them."""

    def __init__(self, pages: Sequence[Any]) -> None:
        if len(pages) > MOST_PAGES:
            raise Unread("pdf-long", pages=str(len(pages)), most=str(MOST_PAGES))
        self._wrong: dict[str, list[int]] = {}
        self._signs = 0

    def check(self) -> None:
        """Raises Unread for the worst of what is wrong, with the numbers of its pages."""
        for reason in ("pdf-scanned", "pdf-recognised", "pdf-unmapped", "pdf-turned", "pdf-unruled"):
            if pages := self._wrong.get(reason):
                raise Unread(reason, pages=_ranges(pages))

    def read(self, page: Any) -> Page:
        """What stands on a page, as far as it can be read. Raises Unread where none of the document can."""
        signs = [char for char in page.chars if _is_within(char, page.bbox)]
        self._signs += len(signs)
        if self._signs > _MOST_SIGNS:
            raise Unread("too-large")
        _check_fonts(signs)
        upright = [char for char in signs if char["upright"]]
        covered = max((_part(image, page) for image in page.images), default=0.0)
        for reason, is_wrong in (
            ("pdf-scanned", not signs and covered > _PICTURED),
            ("pdf-recognised", bool(signs) and covered > _COVERED),
            ("pdf-unmapped", sum(bool(_NO_LETTER.search(char["text"])) for char in signs) > _FEW + len(signs) // 100),
            ("pdf-turned", len(upright) < len(signs) / 2),
        ):
            if is_wrong:
                self._wrong.setdefault(reason, []).append(page.page_number)
        upright_rules = [(edge["x0"], edge["top"], edge["bottom"]) for edge in page.vertical_edges]
        tables = (Rules(opened(table.cells, upright_rules)) for table in page.find_tables())
        rules = [table for table in tables if table.is_table]
        page.close()
        return self._arranged(page, [_sign(char) for char in upright], rules)

    def _arranged(self, page: Any, signs: Iterable[Sign], tables: Sequence[Rules]) -> Page:
        inside: list[list[tuple[int, Sign]]] = [[] for _ in tables]
        outside: list[Sign] = []
        for sign in signs:
            for rules, found in zip(tables, inside, strict=True):
                cell = rules.cell((sign.x0 + sign.x1) / 2, sign.middle)
                if cell is not None:
                    found.append((cell, sign))
                    break
            else:
                outside.append(sign)
        text = lines(outside)
        if is_table(text):
            self._wrong.setdefault("pdf-unruled", []).append(page.page_number)
        return Page(float(page.width), text, [rules.filled(found) for rules, found in zip(tables, inside, strict=True)])


def _sign(char: dict[str, Any]) -> Sign:
    text = "•" if _NO_LETTER.fullmatch(char["text"]) else known_signs(char["text"], _font(char))
    return Sign(text, char["x0"], char["x1"], char["top"], char["bottom"], char["size"])


def _is_within(char: dict[str, Any], box: Sequence[float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _part(image: dict[str, Any], page: Any) -> float:
    """What part of a page a picture covers."""
    wide = min(image["x1"], page.width) - max(image["x0"], 0)
    high = min(image["bottom"], page.height) - max(image["top"], 0)
    return float(max(wide, 0) * max(high, 0) / (page.width * page.height or 1))


def _font(char: dict[str, Any]) -> str:
    """The font of a sign, without the letters of a subset before its name."""
    name = str(char["fontname"]).rpartition("+")[2]
    return f".{name}" if name.startswith("Vn") else name


def _check_fonts(chars: Iterable[dict[str, Any]]) -> None:
    """Raises Unread where the text is in a font from before Unicode, and its letters are, too."""
    for char in chars:
        if not char["text"].isascii() and (code := old_code(char["text"], _font(char))):
            raise Unread(code)


def _ranges(numbers: Sequence[int]) -> str:
    """`numbers`, which grow, as they are written for a reader: "1-3, 5"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return ", ".join("-".join(map(str, each)) for each in ranges)
