"""Shapes of lists: their marks, how their sentences go, the years they name, and their headings."""

import re
from collections.abc import Sequence

from shapes import (
    AFTER,
    BEFORE,
    SHAPES,
    TITLE,
    ZONE,
    Body,
    Sentence,
    Shaped,
    areas,
    counted,
    earlier,
    expected,
    framed,
    in_years,
    listed,
    measured,
    named,
    shape,
    small,
)
from targets import Wanted

LETTERS = "abcdđeghiklmnopqrstuvxy"
TENS = ("", "x", "xx")
ROMAN = [ten + one for ten in TENS for one in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")]

for sign in "-+•*–":
    listed(f"bullets {sign}", lambda number, sign=sign: f"{sign} ", end=";" if sign == "+" else ".")
listed("numbers 1.", lambda number: f"{number}. ")
listed("numbers 1)", lambda number: f"{number}) ")
listed("numbers (1)", lambda number: f"({number}) ")
listed("numbers 2.1.", lambda number: f"2.{number}. ")
listed("numbers 1-", lambda number: f"{number}- ")
listed("no marks", lambda number: "")
listed("figure first", lambda number: "- ", counted)
listed("figure last", lambda number: "- ", lambda each: each.sentence or f"{each.words} là {each.value}")
listed("name: figure", lambda number: "- ", lambda each: each.sentence or f"{each.words}: {each.value}", "")
listed("name (figure)", lambda number: "- ", lambda each: each.sentence or f"{each.words} ({each.value})")
listed(
    "reached first",
    lambda number: "- ",
    lambda each: f"Phấn đấu {'có' if counted(each) != named(each) else ''} {small(counted(each))}".replace("  ", " "),
)


def lettered(name: str, marks: Sequence[str], mark: str) -> None:
    """A shape with a list for each area, which begins its letters anew."""

    def shape(wanted: Sequence[Wanted]) -> Shaped:
        body: Body = []
        for number, (area, some) in enumerate(areas(wanted), 1):
            body.append(f"2.{number}. {area}")
            body += [f"{mark.format(marks[place])} {named(each)}." for place, each in enumerate(some)]
        return Shaped(framed(body), expected(wanted))

    SHAPES[name] = shape


lettered("letters a)", LETTERS, "{})")
lettered("letters a.", LETTERS, "{}.")
lettered("small Roman numbers", ROMAN, "{}.")
lettered("bullets under headings", "-" * 99, "{}")


@shape("Roman headings")
def _roman(wanted: Sequence[Wanted]) -> Shaped:
    body: Body = [*TITLE, "PHỤ LỤC", "CÁC CHỈ TIÊU CHỦ YẾU ĐẾN NĂM 2030"]
    for number, (area, some) in enumerate(areas(wanted)):
        body += [
            f"{ROMAN[number].upper()}. {area.upper()}",
            *(f"{n}. {named(each)}." for n, each in enumerate(some, 1)),
        ]
    return Shaped(body, expected(wanted))


def joined(name: str, between: str, sentence: Sentence) -> None:
    """A shape with a paragraph for each area, its targets with `between` between them."""

    def shape(wanted: Sequence[Wanted]) -> Shaped:
        body: Body = []
        for area, some in areas(wanted):
            first, *rest = [sentence(each) for each in some]
            rest = rest if between == ". " else [small(each) for each in rest]
            body.append(f"- Về {small(area)}: {between.join([small(first), *rest])}.")
        return Shaped(framed(body), expected(wanted))

    SHAPES[name] = shape


joined("one paragraph with ;", "; ", named)
joined("one paragraph of sentences", ". ", named)
joined("one paragraph with ; figure first", "; ", counted)


@shape("two years in a sentence")
def _two_years(wanted: Sequence[Wanted]) -> Shaped:
    lines = [
        each.sentence or f"{each.words} đến năm 2025 đạt {earlier(each).value}, đến năm 2030 đạt {each.value}"
        for each in wanted
    ]
    return Shaped(framed([f"- {line}." for line in lines], "2. Mục tiêu cụ thể"), in_years(wanted))


@shape("a list for each year")
def _by_year(wanted: Sequence[Wanted]) -> Shaped:
    first = [f"- {named(earlier(each))}." for each in measured(wanted)]
    last = [f"- {named(each)}." for each in wanted]
    body: Body = ["a) Đến năm 2025", *first, "b) Đến năm 2030", *last]
    return Shaped(framed(body, "2. Mục tiêu cụ thể"), in_years(wanted))


# Headings

HEADINGS = {
    "aims in particular": "2. Mục tiêu cụ thể",
    "chief indicators": "2. Các chỉ tiêu chủ yếu",
    "indicators to strive for": "2. Chỉ tiêu phấn đấu đến năm 2030",
    "some indicators": "2. MỘT SỐ CHỈ TIÊU",
    "indicators alone": "2. Chỉ tiêu",
    "letter and capitals": "B. CÁC CHỈ TIÊU CỤ THỂ ĐẾN NĂM 2030",
    "appendix with its system": "PHỤ LỤC: HỆ THỐNG CHỈ TIÊU",
    "a dash behind its number": "2- Các chỉ tiêu chủ yếu đến năm 2030",
    "a sentence": "Phấn đấu đến năm 2030 đạt các chỉ tiêu cụ thể sau:",
    "in Markdown": "### **2. Mục tiêu cụ thể đến năm 2030**",
}


def headed(name: str, zone: str) -> None:
    """A shape with this heading over its list."""

    def shape(wanted: Sequence[Wanted]) -> Shaped:
        return Shaped(framed([f"- {named(each)}." for each in wanted], zone), expected(wanted))

    SHAPES[name] = shape


for which, zone in HEADINGS.items():
    headed(f"heading: {which}", zone)


@shape("heading: none")
def _without_heading(wanted: Sequence[Wanted]) -> Shaped:
    lines = [f"- {named(each)}." for each in wanted]
    return Shaped([*TITLE, "Nội dung kế hoạch như sau:", *lines, "Các sở, ngành tổ chức thực hiện."], expected(wanted))


@shape("headings in capitals")
def _capitals(wanted: Sequence[Wanted]) -> Shaped:
    capital = [each.upper() if re.match(r"\w+\. ", each) else each for each in (*BEFORE, ZONE)]
    body: Body = []
    for number, (area, some) in enumerate(areas(wanted), 1):
        body += [f"2.{number}. {area.upper()}", *(f"- {named(each)}." for each in some)]
    return Shaped([*capital, *body, *AFTER], expected(wanted))


@shape("visions, results and tasks around")
def _noise(wanted: Sequence[Wanted]) -> Shaped:
    before = [
        "II. TÌNH HÌNH VÀ KẾT QUẢ",
        "Năm 2023, tỷ lệ dân số tham gia bảo hiểm y tế đạt 92,3%; tỷ lệ thất nghiệp chung là 1,9%.",
    ]
    after = [
        "3. Tầm nhìn đến năm 2045",
        "Tuổi thọ trung bình đạt 80 tuổi; chỉ số phát triển con người (HDI) thuộc nhóm cao của cả nước.",
    ]
    body: Body = [*BEFORE[:9], *before, *BEFORE[9:], ZONE]
    body += [*(f"- {named(each)}." for each in wanted), *after, *AFTER]
    return Shaped(body, expected(wanted))


@shape("two lists")
def _two_lists(wanted: Sequence[Wanted]) -> Shaped:
    half = len(wanted) // 2
    body = framed([f"- {named(each)}." for each in wanted[:half]])
    head = ["STT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu đến năm 2030"]
    rows = [[f"{n}", each.words, each.unit, each.cell] for n, each in enumerate(wanted[half:], 1)]
    return Shaped([*body, "PHỤ LỤC", "CÁC CHỈ TIÊU KHÁC", [head, *rows]], expected(wanted))
