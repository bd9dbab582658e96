"""Tables in text whose rows are lines: cells split by bars, as in Markdown, by tabs, or by where they begin."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from nq42check.drafting.formats.aligned import aligned
from nq42check.drafting.formats.flow import NUMBERS, ORDINAL, Row, Table, end_of_flow, flowing, is_lone_bar
from nq42check.drafting.formats.paragraphs import is_label, is_small

_GRID = re.compile(r"\s*\+[-=:+]++\s*")


def parts(lines: Sequence[str]) -> Iterator[list[str] | Table]:
    """What a text consists of, in its order: runs of lines of prose, and tables."""
    prose: list[str] = []
    at = 0
    while at < len(lines):
        found: list[list[str] | Table] = []
        if is_lone_bar(lines[at]):
            head = [prose.pop()] if prose and NUMBERS.fullmatch(prose[-1].strip()) else []
            end = end_of_flow(lines, at)
            found = [*flowing([*head, *lines[at:end]])]
        elif _GRID.fullmatch(lines[at]):
            end, rows = _gridded(lines, at)
            found = [Table(rows)] if rows else []
        elif (sighted := aligned(lines, at))[1]:
            end, rows = sighted[0], _even(sighted[1])
            found = [Table(rows)]
        else:
            end, rows = _table(lines, at) if len(_cells(lines[at])) > 1 else (at + 1, [])
            found = [Table(rows)] if rows else []
            prose += [] if rows else lines[at:end]
        if found:
            yield prose
            yield from found
            prose = []
        at = end
    yield prose


def _is_rule(line: str) -> bool:
    """Whether `line` only divides the head of a table from its rows."""
    return "-" in line and not line.strip("|+:=- \t")


def _cells(line: str) -> list[str]:
    """The cells of a row on a line; one where it is none."""
    bare = line.strip(" ")
    if bare.startswith("|") and len(bare) > 1:
        cells = bare[1:].removesuffix("|").split("|")
        return [cell.strip() for cell in cells] if len(cells) > 1 or bare.endswith("|") else [bare]
    if " | " in bare or bare.count("|") > 1:
        return [cell.strip() for cell in bare.split("|")]
    cells = [cell.strip() for cell in bare.split("\t")]
    return [bare] if len(cells) == 2 and (not all(cells) or is_label(cells[0] + " x")) else cells


def _table(lines: Sequence[str], at: int) -> tuple[int, list[Row]]:
    """Where the table ends that begins with the row on line `at`, and its rows."""
    rows: list[list[str]] = []
    first = at
    while at < len(lines):
        line, columns = lines[at], max(map(len, rows[:1]), default=0)
        if not line.strip():
            after = next((each for each in lines[at : at + 3] if each.strip()), "")
            if len(_cells(after)) not in (columns, columns + 1) or _is_rule(after):
                break
        elif not _is_rule(line):
            cells = _cells(line)
            if len(cells) == columns - 1 and line.lstrip().startswith("|") and "|" not in lines[first].lstrip()[:1]:
                cells = ["", *cells]  # where rows have no bars around them, one in front closes an empty cell
            if rows and _is_cut(rows[-1], cells, columns, line):
                rows[-1] = [*rows[-1][:-1], f"{rows[-1][-1]} {cells[0]}".strip(), *cells[1:]]
            elif len(cells) > 1:
                rows.append(cells)
            else:
                break
        at += 1
    return at, _even(rows)


def _is_cut(row: Sequence[str], cells: Sequence[str], columns: int, line: str) -> bool:
    """Whether `line` with its `cells` goes on with `row`: what is written of it is not all that it has."""
    if line.lstrip().startswith("|") or is_label(line) or len(row) + len(cells) - 1 > columns:
        return False
    if len(row) == columns:  # the last cell may be cut, too
        return len(cells) == 1 and is_small(line)
    return len(cells) == 1 or not ORDINAL.fullmatch(cells[0])


def _gridded(lines: Sequence[str], at: int) -> tuple[int, list[Row]]:
    """Where the table ends that begins with the rule of signs on line `at`, and its rows, between two rules each."""
    rows: list[list[str]] = []
    new = True
    while at < len(lines) and (_GRID.fullmatch(lines[at]) or lines[at].lstrip().startswith("|")):
        if _GRID.fullmatch(lines[at]):
            new = True
        elif new:
            rows.append(_cells(lines[at]))
            new = False
        else:
            cells = zip_longest(rows[-1], _cells(lines[at]), fillvalue="")
            rows[-1] = [f"{above} {cell}".strip() for above, cell in cells]
        at += 1
    return at, _even(rows)


def _even(rows: Sequence[Sequence[str]]) -> list[Row]:
    """`rows` with as many cells each as the longest has."""
    columns = max(map(len, rows), default=0)
    return [(*row, *[""] * (columns - len(row))) for row in rows]
