"""From lines as they are set to paragraphs: which line goes on with the one before it.

A text is set line by line where its lines are cut at a width; what tells is a line that begins with a small letter
behind one that has not ended. There a line goes on if its first word did not fit behind the line before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

BULLET = r"[-–—+*•●▪◦‣·○■□➢✓\uf000-\uf0ff]"
_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,3}"
LABEL = re.compile(
    rf"""
    {BULLET}\s+(?=\S)
    | (?:{_ROMAN}|[A-ZĐ]|{_NUMBER})\s?[.)/]-?\s+(?=\S) | (?:{_ROMAN}|{_NUMBER})\s?[-–—:]\s+(?=[^\W\d_])
    | \d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\s+(?=[^\W\da-z_])
    | (?:[a-zđ][.)]|[a-zđ]{{2}}\))\s+(?=\S) | \((?:\d{{1,2}}|[a-zđ]|[ivx]{{1,4}})\)\s+(?=\S)
    | (?:Phụ\s+lục|PHỤ\s+LỤC|Biểu|BIỂU|Chương|CHƯƠNG|Mục|MỤC|Điều|Phần|PHẦN)(?=\s+(?:số\s+)?(?:\d|[IVX]+\b)|\s*$)
    | Nơi\s+nhận
    """,
    re.VERBOSE,
)
ENDED = re.compile(r"[.:;!?…][\"'”’»)\]]*$")
# Words behind which something must follow.
_OPEN = re.compile(
    r"""(?:,|\b(?:của|và|các|những|với|cho|về|tại|theo|để|bằng|là|hoặc|đạt|từ|đến|khoảng|dưới|gồm|nhất\ là
    |tối\ thiểu|ít\ nhất|không\ quá|(?:đến|từ|trong|vào)\ năm
    |(?:nghị\ quyết|quyết\ định|chỉ\ thị|kế\ hoạch|thông\ tư|kết\ luận|nghị\ định|luật|công\ văn
    |chương\ trình)\ số))$""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_FIGURE = re.compile(
    r"(?<!mỗi )(?<!hằng )(?<!hàng )\b(?:ngày|tháng|năm|trên|dưới|còn|quá|tối đa|(?<!thiểu )(?<!dân )số)$", re.IGNORECASE
)
_CUT = re.compile(r"(?<=[\w%‰])([/-])\n(?=\w)")
_SMALL = re.compile(r"[^\w]*[^\W\d_]")
_LONGEST, _SHORTEST = 160, 45
"""How many signs the lines of a text have that is set line by line, at most and at least."""


class Width(NamedTuple):
    """How wide lines are set: all but the first of a paragraph, and the first, which may be shorter."""

    line: int
    first: int


def is_label(line: str) -> bool:
    """Whether `line` begins a paragraph: with a number, a letter, a bullet, or as an appendix does."""
    return bool(LABEL.match(line))


def is_rule(line: str) -> bool:
    """Whether `line` only divides what is above from what is below."""
    return len(bare := line.replace(" ", "")) > 2 and not bare.strip("-_=*–—\t")


def together(lines: Iterable[str]) -> str:
    """`lines` as one; a line that ends within a word or number ("m2/", "2021-") has no space behind it."""
    return _CUT.sub(r"\1", "\n".join(lines)).replace("\n", " ")


def width(chunks: Iterable[Sequence[str]]) -> Width | None:
    """How wide the lines of `chunks` are set, each a run without a blank line; None where lines are paragraphs.

    A line that surely goes on was too long with the first word behind it: that tells where lines are cut.
    """
    too_long: list[int] = []
    firsts: list[int] = []
    for chunk in chunks:
        for line, after in pairwise(chunk):
            if _surely_goes_on(line, after):
                (firsts if is_label(line) else too_long).append(len(line) + 1 + len(after.split(" ", 1)[0]))
    cut = sorted(each for each in too_long + firsts if _SHORTEST <= each <= _LONGEST)
    if not cut or len(cut) * 2 < len(too_long):
        return None
    wide = cut[len(cut) // 10] - 1
    short = [each for each in firsts if each < 0.6 * wide]
    return Width(wide, max(short) if len(short) >= 5 and len(short) * 4 >= len(firsts) * 3 else wide)


def _surely_goes_on(line: str, after: str) -> bool:
    return not ENDED.search(line) and is_small(after) and not is_label(after) and not line.isupper()


def is_small(line: str) -> bool:
    """Whether the first letter of `line` is a small one."""
    first = _SMALL.match(line)
    return first is not None and first[0][-1].islower()


def joined(lines: Iterable[str], width: Width | None) -> Iterator[str]:
    """The paragraphs of `lines`, a run without a blank line that is set at `width`."""
    paragraph: list[str] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph, line, width):
            yield together(paragraph)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield together(paragraph)


def _goes_on(paragraph: Sequence[str], line: str, width: Width | None) -> bool:
    """Whether `line` goes on with `paragraph`."""
    last = paragraph[-1]
    fits = not width or len(last) + 1 + len(line.split(" ", 1)[0]) <= width.line
    if is_label(line):
        broken = line[0] in "-–—" and line[1:].lstrip()[:1].islower()  # "kinh tế / - xã hội"
        return broken and not fits and not ENDED.search(last)
    if (line.isupper() or not last.isupper()) and asks_for(last, line):
        return True
    if is_small(line):
        ended = ENDED.search(last)
        return not last.isupper() if not ended else bool(width) and (not fits or last.endswith(";"))
    if not width or last[-1] in ";:" or (last.isupper() and not line.isupper()):
        return False
    if last.isupper():
        full = len(last) > 0.85 * width.line or last.endswith(",")
        return not LABEL.fullmatch(last) and (full or len(last) <= width.first < width.line)
    return not fits or (len(line) > width.first and (not ENDED.search(last) or len(last) > width.first))


def asks_for(line: str, after: str) -> bool:
    """Whether `line` ends with a word that something like `after` must follow."""
    return bool(_OPEN.search(line[-40:]) or (after[:1].isdigit() and _BEFORE_FIGURE.search(line[-40:])))


def breaks_off(paragraph: str, after: str) -> bool:
    """Whether `paragraph` was cut by a page, and `after`, behind a blank line, goes on with it."""
    if len(paragraph) < _SHORTEST or is_label(after) or paragraph.isupper():
        return False
    return (is_small(after) and not ENDED.search(paragraph)) or asks_for(paragraph, after)
