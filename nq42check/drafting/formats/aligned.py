"""Tables in text whose columns are told by nothing but where their words begin: as copied from a page."""

import re
from collections.abc import Iterator, Sequence

_HEAD = re.compile(r"[ ]*(?:STT|TT|Số TT)[ ]{2,}\S")
"""How the head of such a table begins: with the column of its ordinals."""
_CHUNK = re.compile(r"[^\s\0]+(?: [^\s\0]+)*")
_ORDINAL = re.compile(r"[ ]*[\dIVX]+(?:\.\d+)*[.)]? ")
_LOOSE = 3
"""By how many signs words may begin before their column does."""
_FEWEST = 3
"""How many columns and rows there must be."""


def aligned(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]]:
    """Where the table ends whose head stands on line `at`, and its rows; the same line and none where there is none."""
    if not _HEAD.match(lines[at]):
        return at, []
    starts = [chunk.start() for chunk in _CHUNK.finditer(lines[at])]
    rows = [_CHUNK.findall(lines[at])]
    end = at + 1
    while end < len(lines) and len(starts) >= _FEWEST:
        cells = [*_cells(lines[end], starts)]
        if not cells and lines[end].strip():
            break  # words that go on from column to column are prose
        if cells and not any(cells[:1]) and not any(cells[2:]) and len(rows) > 1:
            rows[-1][1] = f"{rows[-1][1]} {cells[1]}".strip()  # the rest of a name
        elif cells:
            rows.append(cells)
        end += 1
    return (end, rows) if sum(sum(map(bool, row)) >= _FEWEST for row in rows) > _FEWEST else (at, [])


def _cells(line: str, starts: Sequence[int]) -> Iterator[str]:
    """What stands on a line in each column; nothing where words reach over two of them."""
    found = [""] * len(starts)
    if _ORDINAL.fullmatch(line[: starts[1]]):  # "6.10 Trẻ em": one space may do behind a long ordinal
        line = f"{line[: starts[1] - 1]}\0{line[starts[1] :]}"
    for chunk in _CHUNK.finditer(line):
        column = max((at for at, start in enumerate(starts) if start - _LOOSE <= chunk.start()), default=0)
        if column + 2 < len(starts) and chunk.end() > starts[column + 1] + _LOOSE and column < 2:
            return
        found[column] = f"{found[column]} {chunk[0]}".strip()
    if any(found):
        yield from found
