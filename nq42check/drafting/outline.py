"""The outline of a document: under which headings each block stands, what place that is, and where targets are listed.

A numbered line is a heading where it is short; a long one that ends as a sentence does, or has a figure in it, is a
paragraph with a number.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from nq42check.drafting.issued import Block
from nq42check.text import fold

_LONGEST = 200
"""How many characters a heading has at most."""

_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
CAPITALS = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""The capital letters of Vietnamese, as a class of a pattern has them."""
_CAPITAL = f"(?=[{CAPITALS}])"
_LABELS = (
    (
        "appendix",
        re.compile(
            r"(?i:phụ lục|phụ biểu|biểu)(?i:\s+số)?\s*:?\s*(\d{1,2}|[IVX]{1,5}|[A-Z])?(?=[\s.:(,–-]|$)[\s.:–-]*"
        ),
    ),
    ("part", re.compile(r"(?i:phần)(?i:\s+thứ)?\s+([IVX]{1,5}|\d{1,2}|[A-Z]|(?i:nhất|hai|ba|tư))\b[\s.:–-]*")),
    ("part", re.compile(rf"([A-H])\s*[.)–/-]\s+{_CAPITAL}")),
    ("article", re.compile(r"(Điều\s+\d{1,3})\s*[.:]\s*")),
    ("roman", re.compile(rf"({_ROMAN})\s*(?:[.)/:–-]+\s*|\s+{_CAPITAL})")),
    ("decimal", re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{0,4}})\s*(?:[.)/:–-]+(?!\d)\s*|\s+{_CAPITAL})")),
    ("letter", re.compile(r"([a-zđ])\s*[.)/]\s*(?=\S)")),
    ("bracket", re.compile(r"(\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\))\s*")),
)
_BULLET = re.compile(r"[-+*•●○▪■□◦–—·\uf0b7\uf02d\uf0a7➢➤✓]+\s*(?=\S)|o\s+(?=[A-ZĐ0-9])")
_BEGINNING = ("appendix", "part", "article")
"""What a table does not go on behind."""
_LOST_HEAD = re.compile(
    r"(?:stt|tt|số tt)(?:$|\s.*\b(?:chỉ tiêu|nội dung|mục tiêu|tiêu chí)\b)|.*\bchỉ tiêu\b.*\b(?:đvt|đơn vị tính)\b"
)
"""The head of a table in a text that has lost its columns, folded."""
_RANKS = {"appendix": 0, "part": 1, "article": 2, "capitals": 2, "roman": 2}


class Kind(Enum):
    """What a heading says of the figures below it."""

    LIST = "list"  # targets, or aims among which targets may stand
    OTHER = "other"  # the past, tasks, a vision


_KINDS = {
    Kind.LIST: ("chỉ tiêu", "mục tiêu"),
    Kind.OTHER: (
        *("tầm nhìn", "mục tiêu chung", "mục tiêu tổng quát", "mục tiêu lâu dài", "quan điểm", "mục đích", "yêu cầu"),
        *("tình hình", "kết quả", "thực trạng", "hiện trạng", "bối cảnh", "đánh giá", "tồn tại", "hạn chế", "căn cứ"),
        *("nguyên nhân", "sự cần thiết", "nhiệm vụ", "giải pháp", "tổ chức thực hiện", "phân công", "kinh phí"),
        *("kiến nghị", "đề xuất", "nguyên tắc", "nơi nhận"),
        *("chương trình mục tiêu", "mục tiêu quốc gia"),
    ),
}
_DECIDING = tuple(
    map(
        fold,
        ("cả nước", "toàn quốc", "trung ương giao", "đã đạt", "đạt được", "đã thực hiện", "tầm nhìn", "định hướng đến"),
    )
)
"""What makes a heading one of something else wherever in it it stands."""
_BODY = tuple(
    map(fold, ("nhiệm vụ", "giải pháp", "tình hình", "kết quả", "thực trạng", "tổ chức thực hiện", "tầm nhìn"))
)
"""What headings say of parts that have no list of targets, below whatever heading."""
TERM = 2035
"""The last year of a plan's term: what is said of later ones is a vision."""
_SAYS = sorted(((fold(each), kind) for kind, said in _KINDS.items() for each in said), key=lambda each: -len(each[0]))
_NAMES_YEAR = re.compile(r"(?:đến|tới|hết|trong|cho) (?:cuối |hết )?năm (20\d\d)|năm (20\d\d)|20\d\d ?[-–] ?(20\d\d)")
_DATED = re.compile(r"ngày [\d/.]+(?: tháng \d+)?(?: năm \d+)?")
_NO_FIGURE = re.compile(
    r"(?i:năm|giai đoạn|thời kỳ|nhiệm kỳ|khóa|khoá)\s+\d{4}(?:\s*[-–]\s*\d{4})?|\d{4}\s*[-–]\s*\d{4}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4}"
    r"|(?i:số)\s*:?\s*\d+[\w/-]*|\d+[-/][A-ZĐ][\w/-]*|(?i:ngày)\s+\d+\s+(?i:tháng)\s+\d+"
)


class Heading(NamedTuple):
    """A heading: what sort of label it has and which, its words, what they say of figures, and the year they name.

    `at` is the number of its block.
    """

    sort: str
    label: str
    text: str
    kind: Kind | None
    year: int | None
    at: int


class Spot(NamedTuple):
    """Where a block stands: the headings above it, its place as plans write it, and where its own words begin.

    Rows of a table have the place of the table. `is_heading` says that it is a heading itself, `in_lost_table` that it
    may be the row of a table whose cells nobody can tell apart any more.
    """

    headings: tuple[Heading, ...]
    place: str
    begin: int
    is_heading: bool
    in_lost_table: bool = False

    @property
    def kind(self) -> Kind | None:
        """What the nearest heading that says something of figures says."""
        return next((each.kind for each in reversed(self.headings) if each.kind), None)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why no row of the block can be sure: its part is on tasks, results or what comes later, its table lost."""
        body = (each for each in self.headings if each.kind is Kind.OTHER)
        in_tasks = any(said in fold(each.text) for each in body for said in _BODY)
        return ("in-tasks",) * in_tasks + ("lost-columns",) * self.in_lost_table

    @property
    def year(self) -> int | None:
        """The year of the nearest heading that names one."""
        return next((each.year for each in reversed(self.headings) if each.year), None)


def spots(blocks: Sequence[Block]) -> list[Spot]:
    """Where each block stands."""
    found = [*_walk(blocks)]
    many = Counter(_under(spot) for spot, label in found if not spot.is_heading and not label)
    counted: Counter[int] = Counter()
    placed = []
    lost = False
    for block, (spot, label) in zip(blocks, found, strict=True):
        if block.cells or (spot.is_heading and (spot.headings[-1].kind or spot.headings[-1].sort in _BEGINNING)):
            lost = False
        lost = lost or (not block.cells and bool(_LOST_HEAD.match(fold(block.text[:_LONGEST]))))
        place = _path(spot.headings, label)
        if not (block.cells or spot.is_heading or label):
            counted[_under(spot)] += 1
            if many[_under(spot)] > 1 or not place:
                place = f"{place}, đoạn {counted[_under(spot)]}" if place else f"đoạn {counted[_under(spot)]}"
        placed.append(spot._replace(place=place, in_lost_table=lost))
    return placed


def places(blocks: Sequence[Block]) -> list[str]:
    """The place of each block as plans write it: "II.2, đoạn 1"; of a row that of its table."""
    return [spot.place for spot in spots(blocks)]


def label_of(text: str) -> tuple[str, str, int] | None:
    """The sort of label that a text begins with, the label, and where the text behind it begins."""
    for sort, pattern in _LABELS:
        if found := pattern.match(text):
            return sort, found[1] or "", found.end()
    return None


def kind_of(text: str) -> Kind | None:
    """What words of a heading say of the figures below it: the first that says anything, the longer of two."""
    folded = fold(text)
    if any(each in folded for each in _DECIDING) or (year_of(text) or 0) > TERM:
        return Kind.OTHER
    found = [(at, -len(said), kind) for said, kind in _SAYS if (at := folded.find(said)) >= 0]
    return min(found, key=lambda each: each[:2])[2] if found else None


def year_of(text: str) -> int | None:
    """The last year that words of a heading name, None where they name none."""
    folded = _DATED.sub(" ", fold(text))
    years = [int(each[1] or each[2] or each[3]) for each in _NAMES_YEAR.finditer(folded)]
    return years[-1] if years else None


def _walk(blocks: Sequence[Block]) -> Iterator[tuple[Spot, str]]:
    """Each block below its headings, with the label of a numbered paragraph."""
    stack: list[Heading] = []
    titled = False  # the title of an appendix may go on in the next line
    for at, block in enumerate(blocks):
        label = None if block.cells else label_of(block.text)
        above = tuple(stack)
        if titled and not block.cells and label is None and _is_title(block.text):
            stack[-1] = _joined(stack[-1], block.text)
            yield Spot(above, "", 0, is_heading=True), ""
            continue
        titled = False
        sort = None if block.cells else _heads(block, label)
        if sort is None:
            bullet = None if label else _BULLET.match(block.text)
            begin = label[2] if label else bullet.end() if bullet else 0
            named = label[1] if label and label[0] != "bracket" else ""  # (1), (2) are counted like any paragraph
            yield Spot(above, "", 0 if block.cells else begin, is_heading=False), named
            continue
        begin = label[2] if label else 0
        words = block.text[begin:] if label else block.text
        heading = Heading(sort, label[1] if label else "", words, kind_of(words), year_of(words), at)
        _push(stack, heading)
        titled = sort == "appendix"
        yield Spot(tuple(stack), "", begin, is_heading=True), ""


def _heads(block: Block, label: tuple[str, str, int] | None) -> str | None:
    """What sort of heading a block is; None where it is a paragraph."""
    text = block.text[label[2] :] if label else block.text
    if label is not None and label[0] == "appendix":
        return "appendix" if len(text) <= _LONGEST and (not label[1] or block.text[0].isupper()) else None
    if len(text) > _LONGEST or ";" in text or any(sign.isdigit() for sign in _NO_FIGURE.sub("", text)):
        return None
    if label is not None:
        return label[0] if not text.endswith(".") or (len(text) < _LONGEST / 2 and kind_of(text)) else None
    if _BULLET.match(text):
        return None
    if block.heading:
        return "marked"
    if text.isupper() and kind_of(text):
        return "capitals"
    return "lead" if text.endswith(":") and kind_of(text) else None


def _push(stack: list[Heading], heading: Heading) -> None:
    """Let a heading stand below those that it belongs to."""
    sort = heading.sort
    if sort in _RANKS:
        while stack and _RANKS.get(stack[-1].sort, 9) >= _RANKS[sort]:
            stack.pop()
    elif sort == "decimal":
        depth = heading.label.count(".")
        while stack and stack[-1].sort not in _RANKS and not _is_above(stack[-1], depth):
            stack.pop()
    elif sort in [each.sort for each in stack]:
        while stack.pop().sort != sort:
            pass
    while sort != "lead" and stack and stack[-1].sort == "lead":
        stack.pop()
    stack.append(heading)


def _is_above(heading: Heading, depth: int) -> bool:
    return heading.sort == "marked" or (heading.sort == "decimal" and heading.label.count(".") < depth)


def _joined(heading: Heading, text: str) -> Heading:
    words = f"{heading.text} {text}".strip()
    return heading._replace(text=words, kind=kind_of(words), year=year_of(words))


def _is_title(text: str) -> bool:
    return len(text) <= 2 * _LONGEST and (text.isupper() or text.startswith("(")) and not text.endswith(";")


def _under(spot: Spot) -> int:
    """The number of the block of the heading that a place is told by; -1 where there is none."""
    return next((each.at for each in reversed(spot.headings) if each.label or each.sort in _TELLING), -1)


_TELLING = ("appendix", "marked", "capitals")


def _path(headings: Sequence[Heading], label: str) -> str:
    """The place below these headings, as plans write it: "II.2.2", "Phụ lục 2.I", "III.6.a"."""
    if any(each.sort == "article" for each in headings):
        return _legal(headings, label)
    parts: list[str] = []
    for each in headings:
        if each.sort == "appendix":
            parts = [f"Phụ lục {each.label}".strip()]
        elif each.sort == "part":
            parts.append(each.label if each.label.isupper() or each.label.isdigit() else f"Phần {each.label.lower()}")
        elif not each.label:
            if each.sort in _TELLING and not parts:
                parts = [each.text.rstrip(" .:")]
        else:
            parts = _with(parts, each.label)
    return ".".join(_with(parts, label) if label else parts)


def _legal(headings: Sequence[Heading], label: str) -> str:
    """A place in a document of articles, as it is cited: "Điều 1, khoản 2, điểm a"."""
    labels = [each.label for each in headings if each.label]
    article = next(at for at, each in enumerate(labels) if each.startswith("Điều"))
    below = [*labels[article + 1 :], *filter(None, [label])]
    return ", ".join((labels[article], *(f"{'khoản' if each[0].isdigit() else 'điểm'} {each}" for each in below)))


def _with(parts: list[str], label: str) -> list[str]:
    """A path with one more label; one such as "2.2" has the labels above it in itself."""
    above = label.rpartition(".")[0]
    while (
        above
        and parts
        and (parts[-1] == above or parts[-1].startswith(f"{above}.") or above.startswith(f"{parts[-1]}."))
    ):
        parts = parts[:-1]
    return [*parts, label]
