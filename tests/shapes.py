"""The shapes that documents give their lists of targets: one list, written in each of them.

A shape makes of a list of targets the text of a document, and says which targets a reader finds in it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from targets import AREAS, Wanted

from nq42check.model.catalogue import Indicator
from nq42check.text import fold

Rows = list[list[str]]
Body = list["str | Rows"]
"""Paragraphs, and tables of rows."""


class Expected(NamedTuple):
    """A target that a document has: its value and the year in which it falls due."""

    indicator: Indicator
    value: str
    by: int = 2030


class Shaped(NamedTuple):
    """A document, and the targets in it."""

    body: Body
    targets: list[Expected]

    @property
    def text(self) -> str:
        """The document as text: a line for each paragraph, rows between bars."""
        return lined(self.body)


Shape = Callable[[Sequence[Wanted]], Shaped]
SHAPES: dict[str, Shape] = {}


def expected(wanted: Iterable[Wanted]) -> list[Expected]:
    """The targets of a list that says all of them for 2030."""
    return [Expected(each.indicator, each.value) for each in wanted if each.indicator]


# The document around the list

TITLE = [
    "UBND TỈNH VÍ DỤ",
    "Số: 145/KH-UBND",
    "KẾ HOẠCH",
    "Thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 đến năm 2030",
]
BEFORE = [
    *TITLE,
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Mục đích",
    "Cụ thể hóa các chủ trương của Nghị quyết; tổ chức thực hiện đồng bộ các nhiệm vụ về chính sách xã hội.",
    "2. Yêu cầu",
    "Các sở, ngành, địa phương xác định đây là nhiệm vụ quan trọng, thường xuyên.",
    "II. MỤC TIÊU",
    "1. Mục tiêu tổng quát",
    "Nâng cao đời sống vật chất, tinh thần của Nhân dân, bảo đảm an sinh xã hội.",
]
ZONE = "2. Mục tiêu cụ thể đến năm 2030"
AFTER = [
    "III. NHIỆM VỤ VÀ GIẢI PHÁP",
    "1. Tăng cường sự lãnh đạo, chỉ đạo",
    "Hỗ trợ 100% học sinh dân tộc thiểu số sách giáo khoa; mỗi năm mở 12 lớp tập huấn.",
    "IV. TỔ CHỨC THỰC HIỆN",
    "Các sở, ngành xây dựng kế hoạch hằng năm, báo cáo trước ngày 15/12.",
]


def framed(body: Body, zone: str = ZONE) -> Body:
    """A whole document with the list under its heading."""
    return [*BEFORE, zone, *body, *AFTER]


def lined(body: Body) -> str:
    """Paragraphs and rows, each a line; rows between bars."""
    lines = []
    for part in body:
        lines += [part] if isinstance(part, str) else [f"| {' | '.join(row)} |" for row in part]
    return "\n".join(lines) + "\n"


# Sentences


def named(target: Wanted) -> str:
    """`Tỷ lệ X đạt Y`."""
    return target.sentence or f"{target.words} đạt {target.value}"


def counted(target: Wanted) -> str:
    """`Y X` where that is how one says it, else `X đạt Y`."""
    people = _without_share(target.words)
    if target.sentence or target.unit != "%" or people is None:
        return named(target)
    return f"{_capital(target.value)} {small(people)}"


_PEOPLE = ("người", "dân", "hộ", "lao động", "lực lượng", "trẻ", "học sinh", "xã", "trạm", "trường", "điểm", "khu")
_PEOPLE += ("chất thải", "nước thải", "nhà ở có", "cơ sở", "chương trình", "đối tượng")


def _without_share(words: str) -> str | None:
    """What is counted, where a name says nothing but that."""
    rest = re.sub(r"^T[ỷỉ] lệ ", "", words)
    return rest if fold(rest).startswith(tuple(map(fold, _PEOPLE))) and "hộ nghèo theo" not in rest else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A sentence as it goes on behind a colon."""
    return text if text[:2].isalpha() and text[:2].isupper() else text[:1].lower() + text[1:]


def areas(wanted: Sequence[Wanted]) -> list[tuple[str, list[Wanted]]]:
    """The targets by area, in the order of the list."""
    return [(AREAS[area], list(some)) for area, some in groupby(wanted, key=lambda each: each.area)]


def shape(name: str) -> Callable[[Shape], Shape]:
    """Names a shape."""

    def keep(made: Shape) -> Shape:
        SHAPES[name] = made
        return made

    return keep


# Years


def earlier(target: Wanted) -> Wanted:
    """The same for 2025, with another figure."""
    figure = re.sub(r"\d+(?:,\d+)?$", lambda found: f"{float(found[0].replace(',', '.')) * 0.9:.1f}", target.figure)
    whole = "." in target.figure or target.unit == "Mức độ"
    return target._replace(figure=target.figure if whole else figure.removesuffix(".0").replace(".", ","))


def in_years(wanted: Sequence[Wanted]) -> list[Expected]:
    """The targets of lists that say both years; a step is said for the last alone."""
    first = [Expected(each.indicator, earlier(each).value, 2025) for each in measured(wanted) if each.indicator]
    return [*first, *expected(wanted)]


def measured(wanted: Iterable[Wanted]) -> list[Wanted]:
    """The targets that have a figure."""
    return [each for each in wanted if not each.sentence]


Sentence = Callable[[Wanted], str]


def listed(name: str, mark: Callable[[int], str], sentence: Sentence = named, end: str = ".") -> None:
    """A shape with a paragraph for each target; `mark` is what stands before it, by its number from 1 on."""

    def shape(wanted: Sequence[Wanted]) -> Shaped:
        lines = [f"{mark(number)}{sentence(each)}{end}" for number, each in enumerate(wanted, 1)]
        return Shaped(framed([*lines]), expected(wanted))

    SHAPES[name] = shape
