"""The grid of a table in a Word file: each row with a cell for each column, merged ones repeated."""

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

from nq42check.drafting.formats.word.xml import DELETED, W, attribute, has, number, within
from nq42check.drafting.issued import Unread

ROW, CELL = W + "tr", W + "tc"

_WIDEST = 63  # columns that Word takes in a table
_MOST = 1_000  # those of a row that another program wrote


def is_deleted(row: Element) -> bool:
    """Whether a tracked change takes the whole row out."""
    return has(row.find(W + "trPr"), *DELETED)


def grid(table: Element, rows: Sequence[Element], text: Callable[[Element], str]) -> Iterator[list[str]]:
    """The texts of each of `rows` that is not deleted, by the columns of `table`; `text` reads a cell.

    A cell that spans several columns or rows stands in each of them. Raises Unread where there is no end of columns.
    """
    width = min(len(table.findall(f"{W}tblGrid/{W}gridCol")), _WIDEST)
    above: dict[int, str] = {}
    for row in rows:
        properties, gone = row.find(W + "trPr"), is_deleted(row)
        cells = [""] * _span(properties, "gridBefore", 0)
        going_on: dict[int, str] = {}
        for cell in within(row, CELL):
            form = cell.find(W + "tcPr")
            if has(form, W + "cellDel"):
                continue
            column, merged = len(cells), _merged(form, "vMerge")
            if merged == "continue" and column in above:
                found = going_on[column] = above[column]
            elif gone:
                found = ""
            elif _merged(form, "hMerge") == "continue" and cells:
                found = cells[-1]
            else:
                found = text(cell)
                if merged:
                    going_on[column] = found
            cells += [found] * _span(form, "gridSpan", 1)
            if len(cells) > _MOST:
                raise Unread("too-large")
        above = going_on
        if not gone:
            cells += [""] * max(_span(properties, "gridAfter", 0), width - len(cells))
            yield cells


def _span(properties: Element | None, name: str, usual: int) -> int:
    """How many columns a property spans, `usual` where it does not say or says what cannot be."""
    found = number(attribute(properties, name))
    return usual if found is None or found < usual else min(found, _WIDEST)


def _merged(form: Element | None, way: str) -> str | None:
    """Whether a cell is the first of those merged in this way ("restart"), a further one ("continue"), or none."""
    tracked = None if form is None else form.find(W + "cellMerge")
    if tracked is not None and (kind := tracked.get(W + way)):
        return "continue" if kind == "cont" else "restart"
    if not has(form, W + way):
        return None
    return "restart" if attribute(form, way) == "restart" else "continue"
