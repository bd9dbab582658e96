"""Candidates in the rows of tables."""

from collections.abc import Iterator

from nq42check.drafting.candidates import HINT, Bench, Candidate, of_paragraph
from nq42check.drafting.dating import dated
from nq42check.drafting.drafts import Masked
from nq42check.drafting.outline import Spot
from nq42check.drafting.speech import Match, Said
from nq42check.drafting.tables import Column, TableRow, Value
from nq42check.drafting.worded import Worded, cell, is_counted_otherwise, measures, own_words, unit_of
from nq42check.text import fold, words

_BESIDE = {
    Column.ORDINAL: "label",
    Column.NAME: "name",
    Column.UNIT: "unit",
    Column.PAST: "now",
    Column.OTHERS: "others",
    Column.VISION: "vision",
    Column.OWNER: "owner",
    Column.PLACES: "others",
    Column.REMARK: "remark",
    Column.VALUE: "head",
    Column.YEAR: "year",
}
"""Why the numbers in a cell that has no value of its row are no levels."""


def of_row(row: TableRow, spot: Spot, text: str, bench: Bench) -> tuple[list[Candidate], list[Masked]]:
    """The candidates in a row of a table, one for each of its values, and the numbers in its other cells."""
    masked = [*_beside(row, text)]
    if not row.name:
        return [], masked
    if not row.values:
        return [*_in_its_name(row, spot, bench)], masked
    said = _said(row, bench)
    matches = bench.speech.matches(said)
    found: list[Candidate] = []
    for value in sorted(row.values, key=lambda each: each.year is None):  # what names its year is taken first
        start = row.ends[value.column] - len(value.text)
        for first, last, year in _parts(value, bench):
            part = value._replace(text=value.text[first:last], year=year)
            found.append(_candidate(row, part, start + first, text, spot, matches, bench))
    return found, masked


def _in_its_name(row: TableRow, spot: Spot, bench: Bench) -> Iterator[Candidate]:
    """The candidates in the name of a row without values, such as "Bảo đảm mức sống tối thiểu"."""
    found, _ = of_paragraph(row.name, row.block, spot._replace(place=_where(row, spot), begin=0), bench)
    for each in found:
        if HINT not in each.doubts:  # the heading of a group names much and states nothing
            yield each._replace(start=each.start + row.begin, end=each.end + row.begin, owner=row.owner)


def _where(row: TableRow, spot: Spot) -> str:
    return f"{spot.place}, mục {row.place}" if row.place else spot.place


def _said(row: TableRow, bench: Bench) -> Said:
    """What a row says of its values: its name, and the names of the rows that it stands below."""
    parents = tuple(filter(None, map(bench.speech.spoken, row.parents)))
    unit = (bench.speech.spoken(row.unit),) if row.unit else ()
    raw = f" {' '.join(words(fold(row.name)))} "
    return Said((bench.speech.spoken(row.name),), unit, parents[-1:], parents[:-1], raw)


def _candidate(
    row: TableRow, value: Value, start: int, text: str, spot: Spot, matches: list[Match], bench: Bench
) -> Candidate:
    end = start + len(value.text)
    shown = text[row.begin : end].strip(" |")

    def worded(match: Match) -> Worded:
        indicator = match.subject.indicator
        assert indicator is not None
        is_bare = figure and not any(map(str.isalpha, value.text))
        told = f"{value.text} {row.unit}" if is_bare and is_counted_otherwise(row.unit, indicator) else value.text
        return cell(told, shown, indicator, bench.catalogue)

    fitting = tuple(match for match in matches if _fits(value, row, match))
    figure = any(map(str.isdigit, value.text))
    doubts = (*spot.doubts, *sorted(bench.doubts.of(words(fold(row.name))) - {"now"}))
    doubts += ("which-column",) if _is_one_of_several(value, row) else ()
    doubts += ("row-below",) if fitting and _is_below_another(row, fitting[0], bench) else ()
    where = _where(row, spot)
    return Candidate(row.block, start, end, shown, where, fitting, value.year, worded, (), row.owner, doubts, figure)


def _is_one_of_several(value: Value, row: TableRow) -> bool:
    """Whether another cell of the row may have its value instead: one for the same year, or any where none is named."""
    return any(each.column != value.column and value.year in (None, each.year) for each in row.values)


def _is_below_another(row: TableRow, match: Match, bench: Bench) -> bool:
    """Whether a row that says "of these" is taken for another thing than the row that it stands below."""
    if not row.is_part or not row.parents or match.subject.indicator is None:
        return False
    above = next(iter(bench.speech.matches(Said((bench.speech.spoken(row.parents[-1]),)))), None)
    of = above.subject.indicator if above else None
    return of is not None and of.area != match.subject.indicator.area


def _parts(value: Value, bench: Bench) -> Iterator[tuple[int, int, int | None]]:
    """The characters of each value in a cell, with its year: several where the cell names several years."""
    paragraph = bench.paragraph(value.text)
    span = 0, len(paragraph.pieces)
    own = paragraph.figures_in(span)
    if not own or not paragraph.years(span):
        yield 0, len(value.text), value.year
        return
    parts = [part for part in paragraph.split(span, ";") if paragraph.figures_in(part)]
    for part in parts:
        own = paragraph.figures_in(part)
        for figure, year in zip(own, dated(paragraph, part, own, value.year, ()), strict=True):
            passage, last = paragraph.passage, paragraph.pieces[figure.end - 1].end - 1
            first = passage.offset(paragraph.pieces[figure.start].start)
            yield first, passage.offset(last) + len(passage.words[last]), year


def _fits(value: Value, row: TableRow, match: Match) -> bool:
    """Whether the value of a row can be one of what a match is about, by the unit in the cell or beside it."""
    indicator = match.subject.indicator
    if indicator is None:
        return True
    if not any(map(str.isdigit, value.text)):
        return bool(indicator.scale) or indicator.unit is not None
    token = value.text.strip("<>=≤≥ %")
    unit, other = unit_of(value.text.lstrip("<>=≤≥ ").lstrip("0123456789.,"), indicator)
    if unit is not None or not row.unit:
        return measures(token, unit, other, indicator)
    unit, other = unit_of(row.unit, indicator)
    if unit is not None:
        return measures(token, unit, "", indicator)
    if indicator.is_share:
        return other == "%"
    own = own_words(indicator) | {*words(fold(indicator.unit.vi if indicator.unit else ""))}
    return not other.isalpha() or other in _COUNTED or not own.isdisjoint(words(fold(row.unit)))


_COUNTED = ("người", "cán", "mức", "cấp", "bậc", "hệ", "chỉ", "điểm", "đạt", "số")
"""What a unit column has for rates, scales and indices: "người", "mức độ", "hệ số"."""


def _beside(row: TableRow, text: str) -> Iterator[Masked]:
    """The cells of a row that have digits and no value of it."""
    values = {each.column for each in row.values}
    start = 0
    for column, end in enumerate(row.ends):
        if column not in values and any(map(str.isdigit, text[start:end])):
            kind = row.columns[column] if column < len(row.columns) else Column.REMARK
            yield Masked(row.block, start, end, _BESIDE[kind])
        start = min(len(text), end + len(" | "))
