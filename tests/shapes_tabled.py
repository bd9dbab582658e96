"""Shapes with tables."""

from collections.abc import Callable, Sequence

from shapes import SHAPES, Body, Rows, Shaped, areas, earlier, expected, framed, in_years, shape
from shapes_listed import ROMAN
from targets import Wanted

Row = Callable[[int, Wanted], list[str]]
GOAL = "Mục tiêu đến năm 2030"
OWNERS = ("Sở Y tế", "Sở Nội vụ", "Sở Xây dựng", "Sở Giáo dục và Đào tạo")


def figure(target: Wanted) -> str:
    """The cell of the value beside a column of units."""
    return target.cell


def whole(target: Wanted) -> str:
    """The cell of the value where no column has its unit."""
    return target.value


def tabled(name: str, head: list[str], row: Row, years: bool = False) -> None:
    """A shape of one table with a row for each target."""

    def made(wanted: Sequence[Wanted]) -> Shaped:
        rows = [head, *(row(number, each) for number, each in enumerate(wanted, 1))]
        return Shaped(appended(rows), in_years(wanted) if years else expected(wanted))

    SHAPES[name] = made


def appended(rows: Rows) -> Body:
    """A document whose list is a table in its appendix."""
    return [*framed(["Các chỉ tiêu cụ thể nêu tại Phụ lục."]), "PHỤ LỤC", "CÁC CHỈ TIÊU CHỦ YẾU", rows]


def _before(target: Wanted) -> str:
    return "" if target.sentence else earlier(target).cell


tabled("table of two columns", ["Chỉ tiêu", GOAL], lambda n, each: [each.words, whole(each)])
tabled("table with numbers", ["STT", "Chỉ tiêu", GOAL], lambda n, each: [f"{n}", each.words, whole(each)])
tabled(
    "table with sentences",
    ["STT", "Chỉ tiêu", GOAL],
    lambda n, each: [f"{n}", each.words, each.sentence or f"Đạt {each.value}"],
)
tabled(
    "table with units",
    ["TT", "Chỉ tiêu", "Đơn vị tính", GOAL],
    lambda n, each: [f"{n}", each.words, each.unit, figure(each)],
)
tabled(
    "table with owners",
    ["TT", "Nội dung chỉ tiêu", "ĐVT", "Chỉ tiêu năm 2030", "Cơ quan chủ trì"],
    lambda n, each: [f"{n}", each.words, each.unit, figure(each), OWNERS[n % 4]],
)
tabled(
    "table with what is reached",
    ["TT", "Chỉ tiêu", "Đơn vị", "Hiện trạng năm 2023", GOAL],
    lambda n, each: [f"{n}", each.words, each.unit, "" if each.sentence else "1", figure(each)],
)
tabled(
    "table with what was achieved",
    ["TT", "Chỉ tiêu", "Đơn vị", "Thực hiện 2022", "Ước thực hiện năm 2023", "Kế hoạch 2030"],
    lambda n, each: [f"{n}", each.words, each.unit, _before(each), _before(each), figure(each)],
)
tabled(
    "table with two years",
    ["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025", "Năm 2030"],
    lambda n, each: [f"{n}", each.words, each.unit, _before(each), figure(each)],
    years=True,
)
tabled(
    "table with two years and notes",
    ["TT", "Chỉ tiêu", "Đơn vị", "2025", "2030", "Ghi chú"],
    lambda n, each: [f"{n}", each.words, each.unit, _before(each), figure(each), "Theo NQ 42" if n % 3 else ""],
    years=True,
)


@shape("table with a head of two rows")
def _two_rows(wanted: Sequence[Wanted]) -> Shaped:
    head = [["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", "Mục tiêu"], ["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025", "Năm 2030"]]
    rows = [[f"{n}", each.words, each.unit, _before(each), figure(each)] for n, each in enumerate(wanted, 1)]
    return Shaped(appended([*head, *rows]), in_years(wanted))


@shape("table with rows for groups")
def _groups(wanted: Sequence[Wanted]) -> Shaped:
    rows: Rows = [["TT", "Chỉ tiêu", "Đơn vị", GOAL]]
    for number, (area, some) in enumerate(areas(wanted)):
        rows.append([ROMAN[number].upper(), area.upper(), "", ""])
        rows += [[f"{n}", each.words, each.unit, figure(each)] for n, each in enumerate(some, 1)]
    return Shaped(appended(rows), expected(wanted))


@shape("table with fields that span rows")
def _fields(wanted: Sequence[Wanted]) -> Shaped:
    rows: Rows = [["Lĩnh vực", "Chỉ tiêu", "Đơn vị", GOAL]]
    for area, some in areas(wanted):
        rows += [[area, each.words, each.unit, figure(each)] for each in some]
    return Shaped(appended(rows), expected(wanted))


PARTS = {
    "labour.unemployment_urban": ("labour.unemployment", "- Khu vực thành thị"),
    "labour.certified": ("labour.trained", "Trong đó: Có bằng cấp, chứng chỉ"),
    "housing.floor_area_urban": ("housing.floor_area", "+ Thành thị"),
    "housing.floor_area_rural": ("housing.floor_area_urban", "+ Nông thôn"),
    "housing.solid_urban": ("housing.solid", "- Thành thị"),
    "housing.solid_rural": ("housing.solid_urban", "- Nông thôn"),
}
LEVELS = {
    "education.primary_attendance": "- Tiểu học",
    "education.lower_secondary_attendance": "- Trung học cơ sở",
    "education.upper_secondary_attendance": "- Trung học phổ thông và tương đương",
}


@shape("table with rows below rows")
def _below(wanted: Sequence[Wanted]) -> Shaped:
    rows: Rows = [["TT", "Chỉ tiêu", "Đơn vị", GOAL]]
    before, number = "", 0
    for each in wanted:
        id = each.indicator.id if each.indicator else ""
        above, part = PARTS.get(id, ("", ""))
        if id in LEVELS:
            if before not in LEVELS:
                number += 1
                rows.append([f"{number}", "Tỷ lệ đi học đúng độ tuổi", "", ""])
            rows.append(["", LEVELS[id], each.unit, figure(each)])
        elif part and above == before:
            rows.append(["", part, each.unit, figure(each)])
        else:
            number += 1
            rows.append([f"{number}", each.words, each.unit, figure(each)])
        before = id
    return Shaped(appended(rows), expected(wanted))


# How a table stands in text

HEAD = ["STT", "Chỉ tiêu", "Đơn vị", GOAL]


def _rows(wanted: Sequence[Wanted]) -> Rows:
    """A table without empty cells: where each cell has lines of its own, nobody could tell where they are."""
    return [HEAD, *([f"{n}", each.words, each.unit or "Mức độ", figure(each)] for n, each in enumerate(wanted, 1))]


def laid_out(name: str, layout: Callable[[Rows], list[str]]) -> None:
    """A shape whose table is laid out in lines."""

    def made(wanted: Sequence[Wanted]) -> Shaped:
        *before, rows = appended(_rows(wanted))
        assert not isinstance(rows, str)
        return Shaped([*before, *layout(rows)], expected(wanted))

    SHAPES[name] = made


def markdown(rows: Rows) -> list[str]:
    """A table of Markdown."""
    head, *rest = [f"| {' | '.join(row)} |" for row in rows]
    return ["", head, f"|{'---|' * len(rows[0])}", *rest, ""]


def on_lines(rows: Rows) -> list[str]:
    """Every cell on a line of its own, and a bar after it."""
    return [line for row in rows for cell in row for line in ([cell, "|"] if cell else ["|"])]


laid_out("table of Markdown", markdown)
laid_out("table of tabs", lambda rows: ["\t".join(row) for row in rows])
laid_out("bars without ends", lambda rows: [" | ".join(row) for row in rows])
laid_out("bars on their own lines", on_lines)
