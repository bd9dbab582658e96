"""Tables of targets: what each column says, which rows stand below which, and the values for each year."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from nq42check.drafting.issued import Block
from nq42check.drafting.outline import TERM, year_of
from nq42check.text import fold, words


class Column(Enum):
    """What a column of a table holds."""

    ORDINAL = "ordinal"
    NAME = "name"
    UNIT = "unit"
    VALUE = "value"
    YEAR = "year"  # for which the value of the row is
    OWNER = "owner"
    PAST = "past"  # how things are or were
    OTHERS = "others"  # what somebody else sets: the nation
    VISION = "vision"  # what is looked forward to, beyond the document's term
    PLACES = "places"  # the parts of a province, to which a table allots something
    REMARK = "remark"


class Value(NamedTuple):
    """A cell with a value: its column, its text, and the year that the column names."""

    column: int
    text: str
    year: int | None


class TableRow(NamedTuple):
    """A row of a table of targets.

    `name` is its name and `parents` those of the rows that it stands below, the nearest last; `place` are the ordinals
    that lead to it. `begin` and `ends` are where its name begins in the block's text, and where each cell ends.
    """

    block: int
    name: str
    parents: tuple[str, ...]
    place: str
    unit: str
    values: tuple[Value, ...]
    owner: str | None
    begin: int
    ends: tuple[int, ...]
    columns: tuple[Column, ...]
    is_numbered: bool = False
    is_part: bool = False


_SAYS: tuple[tuple[Column, tuple[str, ...]], ...] = (
    (Column.PLACES, ("địa phương", "đơn vị hành chính", "huyện, thành phố", "tên xã", "tên huyện", "xã, phường")),
    (Column.OWNER, ("chủ trì", "phụ trách", "theo dõi", "cơ quan", "đơn vị thực hiện", "đơn vị tham mưu")),
    (Column.OWNER, ("trách nhiệm", "phối hợp", "đầu mối", "báo cáo")),
    (Column.VISION, ("tầm nhìn", "tham khảo", "định hướng", "dự báo")),
    (
        Column.REMARK,
        ("ghi chú", "căn cứ", "nguồn số liệu", "văn bản", "so sánh", "tăng/giảm", "tăng, giảm", "chênh lệch"),
    ),
    (Column.OTHERS, ("cả nước", "trung ương", "tw", "toàn quốc", "quốc gia", "chính phủ", "vùng", "bình quân chung")),
    (Column.OTHERS, ("nghị quyết 42", "nghị quyết số 42", "nq 42", "nq42")),
    (
        Column.PAST,
        ("hiện trạng", "thực trạng", "hiện nay", "kết quả", "thực hiện năm", "ước thực hiện", "đã thực hiện"),
    ),
    (
        Column.PAST,
        (
            "th năm",
            "th 20",
            "ước năm",
            "thực hiện đến",
            "số liệu năm",
            "đạt được",
            "thực hiện 20",
            "xuất phát điểm",
            "ước",
        ),
    ),
    (Column.PAST, ("năm gốc", "năm cơ sở", "cơ sở 20", "tình hình", "hiện có", "hiện tại", "đã có")),
    (Column.UNIT, ("đơn vị tính", "đvt", "đơn vị")),
    (Column.ORDINAL, ("stt", "tt", "số tt", "số thứ tự", "#")),
    (Column.NAME, ("tên chỉ tiêu", "nội dung", "các chỉ tiêu", "chỉ tiêu", "tiêu chí", "danh mục", "lĩnh vực")),
)
_SAID = tuple((column, tuple(" ".join(words(fold(each))) for each in said)) for column, said in _SAYS)
_EXACT = ("tt", "stt", "#", "đvt")
_ORDINAL = re.compile(r"\(?(\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Z]|[a-zđ])\)?[.)]?")
_OF_THESE = re.compile(r"[-+*•–—\s]*(?:trong đó|tr\.?\s*đó|riêng)", re.IGNORECASE)
_BLANK = re.compile(r"[\s.…x\-–—/*]*", re.IGNORECASE)
_FIGURE = re.compile(r"\d")


def columns_of(rows: Sequence[tuple[str, ...]]) -> tuple[int, list[Column], list[int | None]] | None:
    """How many rows at the top of a table are its head, what its columns hold, and the year of each; None without."""
    depth = 0
    while depth < min(len(rows) - 1, 4) and _is_head(rows[depth], depth):
        depth += 1
    if not depth:
        return None
    heads = [
        " ".join(dict.fromkeys(filter(None, (row[at] for row in rows[:depth] if at < len(row)))))
        for at in range(max(map(len, rows)))
    ]
    years = [year_of(head) or _lone_year(head) for head in heads]
    columns = [_column(head, year) for head, year in zip(heads, years, strict=True)]
    return depth, _settled(columns, rows[depth:]), years


def table_rows(blocks: Sequence[Block], numbers: Sequence[int], past: int) -> list[TableRow] | None:
    """The rows of a table whose blocks have these numbers; None where its columns cannot be told.

    A column of a year before `past` is how things were.
    """
    cells = [blocks[number].cells for number in numbers]
    head = columns_of(cells)
    depth, columns, years = head or (0, _guessed(cells), [None] * max(map(len, cells)))
    if Column.PLACES in columns:
        return [_headed(blocks[number], number, [Column.OTHERS] * len(columns)) for number in numbers]
    if Column.NAME not in columns:
        return None
    past = max([past, *(year + 1 for at, year in enumerate(years) if year and columns[at] is Column.PAST)])
    for at, year in enumerate(years):
        if year is not None and year < past and columns[at] is Column.VALUE:
            columns[at] = Column.PAST
        if year is not None and year > TERM and columns[at] is Column.VALUE:
            columns[at] = Column.VISION
    heads = [_headed(blocks[number], number, columns) for number in numbers[:depth]]
    rows = [*_rows(blocks, numbers[depth:], columns, years)]
    many = Counter(row.place.rpartition(" ")[2] for row in rows if row.is_numbered)
    return [*heads, *(row._replace(place=_shortest(row.place, many)) for row in rows)]


def _shortest(place: str, many: Counter[str]) -> str:
    """The ordinal of a row alone where no other row of the table has it; else with those of the rows above."""
    parts = place.split(" ")
    own = next((at for at in range(len(parts) - 1, -1, -1) if parts[at][:1].isdigit()), None)
    if own is not None and many[parts[own]] == 1:
        parts = parts[own:]
    return ".".join(parts)


def _headed(block: Block, number: int, columns: Sequence[Column]) -> TableRow:
    """A row of the head of a table, which has no values."""
    begin, ends = _extent(block.cells, 0)
    return TableRow(number, "", (), "", "", (), None, begin, ends, tuple(columns))


def _rows(
    blocks: Sequence[Block], numbers: Sequence[int], columns: list[Column], years: list[int | None]
) -> Iterator[TableRow]:
    name_at = columns.index(Column.NAME)
    above: list[tuple[int, str, str]] = []  # depth, ordinal, name of the rows that others stand below
    opened = full = ""  # the last row without values, and the last whose name says enough
    for number in numbers:
        block = blocks[number]
        cells = block.cells
        name = cells[name_at] if name_at < len(cells) else ""
        ordinal = _ordinal(cells, columns)
        if (found := re.match(r"(\d{1,2}(?:\.\d{1,2})+|[IVX]{1,5}|[a-zđ])[.)]\s+", name)) and not ordinal:
            ordinal = found[1]
        depth = _depth(ordinal, name)
        while above and above[-1][0] >= depth:
            if above.pop()[0] != depth:
                opened = full = ""
        values = _values(cells, columns, years, name)
        begin, ends = _extent(cells, name_at)
        before = " ".join(filter(None, (opened, full if len(name.split()) <= _SHORT else "")))
        parents = (*(each for _, _, each in above), *filter(None, [before]))
        if depth < _PLAIN:
            opened = full = ""
        if depth == _PLAIN:
            opened, full = (opened, name if len(name.split()) > _SHORT else full) if values else (name, "")
        path = [label for _, label, _ in above if label]
        yield TableRow(
            number,
            name,
            parents,
            _path(path, ordinal),
            next(_beside(cells, columns, Column.UNIT, name), ""),
            values,
            next(_beside(cells, columns, Column.OWNER, name), None),
            begin,
            ends,
            tuple(columns),
            bool(ordinal),
            bool(_OF_THESE.match(name)),
        )
        above.append((depth, ordinal, name))


def _values(
    cells: Sequence[str], columns: Sequence[Column], years: Sequence[int | None], name: str
) -> tuple[Value, ...]:
    """The values of a row, each for the year of its column, or the one that a cell of the row names."""
    named = [cell for cell, column in zip(cells, columns, strict=False) if column is Column.YEAR]
    own_year = next((int(cell) for cell in named if _YEAR.fullmatch(cell)), None)
    return tuple(
        Value(at, cell, years[at] or own_year)
        for at, (cell, column) in enumerate(zip(cells, columns, strict=False))
        if column is Column.VALUE and not _BLANK.fullmatch(cell) and not _spans(cells, name)
    )


def _beside(cells: Sequence[str], columns: Sequence[Column], kind: Column, name: str) -> Iterator[str]:
    """What stands in the columns of a kind, but for the name of a group of rows, which spans them."""
    return (cell for cell, column in zip(cells, columns, strict=False) if column is kind and cell not in ("", name))


def _spans(cells: Sequence[str], name: str) -> bool:
    """Whether a name stands in all cells behind it, too: that of a group of rows."""
    return sum(cell == name for cell in cells) > 2


def _ordinal(cells: Sequence[str], columns: Sequence[Column]) -> str:
    at = columns.index(Column.ORDINAL) if Column.ORDINAL in columns else None
    found = _ORDINAL.fullmatch(cells[at].strip()) if at is not None and at < len(cells) else None
    return found[1] if found else ""


def _path(above: Sequence[str], ordinal: str) -> str:
    parts: list[str] = []
    for each in (*above, ordinal):
        if not each:
            continue
        parts = [part for part in parts if not each.startswith(f"{part}.")] if "." in each else parts
        parts.append(each)
    return " ".join(parts)


_PLAIN, _SHORT = 40, 4
"""How deep a row without ordinal stands; of how few words a name needs what stands before."""


def _depth(ordinal: str, name: str) -> int:
    """How deep a row stands: capital letters, roman numbers, numbers, numbers with dots, letters, rows without any."""
    if re.match(r"\s*[-•–—▪*]|\s*(?i:trong đó|riêng)", name):
        return 50 if not re.match(r"\s*(?i:trong đó|riêng)", name) else 49
    if re.match(r"\s*[+◦]", name):
        return 60
    if not ordinal:
        return _PLAIN
    if ordinal[0].isdigit():
        return 10 + ordinal.count(".")
    if len(ordinal) == 1 and ordinal.islower():
        return 30
    return 5 if set(ordinal) <= set("IVX") else 1


def _extent(cells: Sequence[str], name_at: int) -> tuple[int, tuple[int, ...]]:
    """Where the name begins in the text of a row, and where each of its cells ends."""
    ends: list[int] = []
    at = begin = 0
    for number, cell in enumerate(cells):
        if number == name_at:
            begin = at
        ends.append(at + len(cell))
        at += len(cell) + len(" | ")
    return begin, tuple(ends)


def _is_head(row: Sequence[str], depth: int) -> bool:
    said = [_column(cell, year_of(cell) or _lone_year(cell)) for cell in row if cell]
    known = [each for each in said if each is not None]
    if depth == 0:
        return (len({*known}) >= 2 and Column.NAME in known) or (len(known) >= 2 and Column.ORDINAL in known)
    if all(re.fullmatch(r"\(?[\dA-Za-z]\)?(\s*=.*)?", cell.strip()) for cell in row if cell.strip()) and any(row):
        return True  # a row that numbers the columns
    return (
        bool(known)
        and len(known) >= len(said) / 2
        and not any(_FIGURE.search(re.sub(r"20\d\d|42", "", cell)) for cell in row)
    )


def _column(head: str, year: int | None) -> Column | None:
    folded = f" {' '.join(words(fold(head)))} "
    bare = folded.strip(" .:")
    known = _YEAR.sub("20", folded)  # "thực hiện 2024" is one with "thực hiện 2025"
    for column, said in _SAID:
        if any(bare == each if each in _EXACT else f" {each} " in known for each in said):
            if column in (Column.NAME, Column.UNIT) and year is not None:
                return Column.VALUE
            if column is Column.PAST and ("mục tiêu" in folded or "kế hoạch" in folded):
                return Column.VALUE
            return column
    if year is not None or any(each in folded for each in _VALUES):
        return Column.VALUE
    return None


_VALUES = tuple(map(fold, ("mục tiêu", "kế hoạch", "giá trị", "mức", "phấn đấu", "chỉ tiêu giao", "giai đoạn")))
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def _lone_year(head: str) -> int | None:
    found = _YEAR.findall(head)
    return int(found[-1]) if found else None


def _settled(columns: Sequence[Column | None], rows: Sequence[tuple[str, ...]]) -> list[Column]:
    """The columns, those without a heading that says what they hold settled by what stands in them."""
    settled: list[Column] = []
    named = [at for at, column in enumerate(columns) if column is Column.NAME]
    longest = max(named, key=lambda at: sum(len(row[at]) for row in rows if at < len(row)), default=None)
    for at, column in enumerate(columns):
        if column is Column.NAME and at != longest:
            column = Column.VALUE if any(at < len(row) and _FIGURE.search(row[at]) for row in rows) else Column.REMARK
        settled.append(column or Column.REMARK)
    if Column.NAME not in settled or Column.VALUE not in settled:
        guessed = _guessed(rows)
        settled = [one if one is not Column.REMARK else other for one, other in zip(settled, guessed, strict=False)]
    return settled


def _guessed(rows: Sequence[tuple[str, ...]]) -> list[Column]:
    """Columns told by what stands in them: the longest words are names, figures behind them values."""
    width = max(map(len, rows))
    letters = [sum(sum(map(str.isalpha, row[at])) for row in rows if at < len(row)) for at in range(width)]
    name = letters.index(max(letters))
    found: list[Column] = []
    for at in range(width):
        cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        if at == name:
            found.append(Column.NAME)
        elif at < name:
            found.append(Column.ORDINAL)
        elif cells and all(map(_YEAR.fullmatch, cells)):
            found.append(Column.YEAR)
        elif cells and sum(bool(_FIGURE.search(cell)) for cell in cells) * 2 >= len(cells):
            found.append(Column.VALUE)
        else:
            found.append(Column.UNIT if at == name + 1 and Column.VALUE not in found else Column.OWNER)
    return found
