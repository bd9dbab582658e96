"""Candidates: the figures and steps of a document with what they may be of, before it is settled which is a target."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from nq42check.drafting.clauses import Clause, Paragraph, Understood
from nq42check.drafting.outline import Spot
from nq42check.drafting.speech import Match, Said, Speech
from nq42check.drafting.tables import Column, TableRow, Value
from nq42check.drafting.worded import Worded, cell, fits, measures, steps, unit_of, worded
from nq42check.language.pieces import cut
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.vocabulary import Word
from nq42check.text import Passage, fold, words


class Candidate(NamedTuple):
    """Something that may be a target: where it stands, what it may be of, the likeliest first, and for which year.

    `start` and `end` are its characters in the text of its `block`, `words` what to show of it. `value` words it for an
    indicator. `doubt` names why it cannot be sure, whatever it is of; `figure` says whether it has one.
    """

    block: int
    start: int
    end: int
    words: str
    where: str
    matches: tuple[Match, ...]
    year: int | None
    value: Callable[[Match], Worded]
    owner: str | None = None
    doubt: str | None = None
    figure: bool = True


class Skipped(NamedTuple):
    """A number that is no target, and why."""

    block: int
    start: int
    end: int
    reason: str


class Settings(NamedTuple):
    """What all candidates of a document are made with; figures of a year before `past` are how things were.

    `aims` are the words that begin a step of any scale.
    """

    catalogue: Catalogue
    speech: Speech
    neutral: Indicator
    past: int

    @property
    def aims(self) -> list[list[str]]:
        """The words of the steps of all scales."""
        return [
            words(fold(wording))
            for each in self.catalogue.indicators.values()
            for step in each.scale
            for wording in step.wordings
            if wording[0].isalpha()
        ]


def of_paragraph(text: str, block: int, spot: Spot, by: Settings) -> tuple[list[Candidate], list[Skipped]]:
    """The candidates in a paragraph or heading, and the numbers that are none."""
    passage = Passage(text)
    pieces = cut(passage, by.neutral)
    headings = tuple(filter(None, (by.speech.spoken(each.text) for each in spot.headings[-2:])))
    paragraph = Paragraph(passage, pieces, by.speech, headings, fits)
    begin = next((at for at, piece in enumerate(pieces) if passage.offset(piece.start) >= spot.begin), len(pieces))
    understood = paragraph.understood(begin)
    skipped = [Skipped(block, 0, spot.begin, "label")] if any(map(str.isdigit, text[: spot.begin])) else []
    skipped += [
        Skipped(block, passage.offset(pieces[at].start), _end(passage, pieces[at].end), why)
        for at, why in understood.masked
    ]
    found: list[Candidate] = []
    for clause in understood.clauses:
        start, end = passage.offset(pieces[clause.figure.start].start), _end(passage, pieces[clause.figure.end - 1].end)
        if clause.now or (clause.year is not None and clause.year < by.past):
            skipped.append(Skipped(block, start, end, "now"))
            continue
        matches = tuple(match for match in by.speech.matches(clause.said) if fits(clause.figure, match))

        def value(match: Match, clause: Clause = clause) -> Worded:
            return worded(paragraph, clause, match, by.catalogue)

        first, last = min(clause.left[0], clause.figure.start), max(clause.right[1], clause.figure.end)
        words = passage.between(pieces[first].start, pieces[last - 1].end).strip(" ,;.")
        doubt = "run-on" if clause.unsettled else None
        found.append(Candidate(block, start, end, words, spot.place, matches, clause.year, value, doubt=doubt))
    found += _steps(paragraph, understood, block, spot, by)
    found += _worded(paragraph, understood, block, spot, by)
    return found, skipped


def _steps(paragraph: Paragraph, understood: Understood, block: int, spot: Spot, by: Settings) -> Iterator[Candidate]:
    """The steps of scales that clauses state, with or without a figure."""
    spans = [*understood.plain]
    for clause in understood.clauses:
        span = min(clause.left[0], clause.figure.start), max(clause.right[1], clause.figure.end)
        spans.append((span, clause.said, clause.year))
    passage = paragraph.passage
    for span, said, year in spans:
        words = passage.between(paragraph.pieces[span[0]].start, paragraph.pieces[span[1] - 1].end).strip(" ,;.")
        for match in by.speech.matches(Said(said.own, said.aside)):
            indicator = match.subject.indicator
            if indicator is None or not indicator.scale or match.covered < _COVERED:
                continue
            for (first, last), spoken in steps(paragraph, span, indicator, by.catalogue):
                named = paragraph.year_near(first, span) or year

                def value(match: Match, spoken: Worded = spoken) -> Worded:
                    return spoken

                start, end = passage.offset(first), _end(passage, last)
                yield Candidate(block, start, end, words, spot.place, (match,), named, value, figure=False)


def _worded(paragraph: Paragraph, understood: Understood, block: int, spot: Spot, by: Settings) -> Iterator[Candidate]:
    """What clauses without a figure state of an indicator in words: all of a share, or that an aim is reached."""
    passage = paragraph.passage
    for span, said, year in understood.plain:
        match = next(iter(by.speech.matches(Said(said.own, said.aside))), None)
        if match is None or match.subject.indicator is None or match.likeness < _COVERED:
            continue
        found = [piece for piece in paragraph.pieces[span[0] : span[1]] if piece.word is Word.UNIVERSAL]
        if found and match.subject.indicator.is_share:
            first, last = found[0].start, found[0].end
        elif not match.subject.indicator.scale and (aim := _aim(paragraph, span, match, by)):
            first, last = aim
        else:
            continue
        words = passage.between(paragraph.pieces[span[0]].start, paragraph.pieces[span[1] - 1].end).strip(" ,;.")

        def value(match: Match, first: int = first, last: int = last, words: str = words) -> Worded:
            assert match.subject.indicator is not None
            return cell(passage.between(first, last), words, match.subject.indicator, by.catalogue)

        yield Candidate(
            block, passage.offset(first), _end(passage, last), words, spot.place, (match,), year, value, figure=False
        )


def _aim(paragraph: Paragraph, span: tuple[int, int], match: Match, by: Settings) -> tuple[int, int] | None:
    """The words of a clause that say that an aim is reached: from its first word to where the aim is named."""
    passage = paragraph.passage
    first, last = paragraph.pieces[span[0]].start, paragraph.pieces[span[1] - 1].end
    if not any(passage.words[first : first + len(aim)] == aim for aim in by.aims):
        return None
    about = next((at for at in range(first, last) if passage.words[at] in ("về", "đối")), None)
    return (first, about) if about and about > first + 1 else None


_COVERED = 0.6


def of_row(row: TableRow, spot: Spot, text: str, by: Settings) -> tuple[list[Candidate], list[Skipped]]:
    """The candidates in a row of a table, one for each of its values, and the numbers in its other cells."""
    skipped = [*_beside(row, text)]
    if not row.name:
        return [], skipped
    own = by.speech.spoken(row.name)
    parents = tuple(filter(None, map(by.speech.spoken, row.parents)))
    said = Said((own,), (by.speech.spoken(row.unit),) if row.unit else (), parents[-1:], parents[:-1])
    matches = by.speech.matches(said)
    where = f"{spot.place}, mục {row.place}" if row.place else spot.place
    found: list[Candidate] = []
    for each in row.values:
        start = row.ends[each.column] - len(each.text)
        fitting = tuple(match for match in matches if _cell_fits(each, row, match))

        def value(match: Match, each: Value = each) -> Worded:
            indicator = match.subject.indicator
            assert indicator is not None
            return cell(each.text, text[row.begin : row.ends[each.column]].strip(" |"), indicator, by.catalogue)

        figure = any(map(str.isdigit, each.text))
        words = text[row.begin : row.ends[each.column]].strip(" |")
        found.append(
            Candidate(
                row.block,
                start,
                row.ends[each.column],
                words,
                where,
                fitting,
                each.year,
                value,
                row.owner,
                figure=figure,
            )
        )
    return found, skipped


_BESIDE = {
    Column.ORDINAL: "label",
    Column.NAME: "name",
    Column.UNIT: "unit",
    Column.PAST: "now",
    Column.OTHERS: "others",
    Column.OWNER: "owner",
    Column.REMARK: "remark",
    Column.VALUE: "head",
}


def _beside(row: TableRow, text: str) -> Iterator[Skipped]:
    """The cells of a row that have digits and no value of it."""
    values = {each.column for each in row.values}
    start = 0
    for column, end in enumerate(row.ends):
        if column not in values and any(map(str.isdigit, text[start:end])):
            kind = row.columns[column] if column < len(row.columns) else Column.REMARK
            yield Skipped(row.block, start, end, _BESIDE[kind])
        start = min(len(text), end + len(" | "))


def _cell_fits(value: Value, row: TableRow, match: Match) -> bool:
    """Whether the value of a row can be one of what a match is about, by the unit in the cell or beside it."""
    indicator = match.subject.indicator
    if indicator is None:
        return True
    if not any(map(str.isdigit, value.text)):
        return bool(indicator.scale) or indicator.unit is not None
    unit, other = unit_of(value.text.lstrip("<>=≤≥ ").lstrip("0123456789.,"), indicator)
    if unit is None and row.unit:
        unit, other = unit_of(row.unit, indicator)
        if unit is None and other in ("mức", "chỉ", "điểm", "hệ"):
            return not indicator.is_share
        if unit is None and indicator.is_share:
            return other in ("%", "")
    token = value.text.strip("<>=≤≥ %")
    return (
        measures(token, unit, other if unit is None and not row.unit else "", indicator)
        if unit or not row.unit
        else True
    )


def _end(passage: Passage, place: int) -> int:
    """Where the word before `place` ends."""
    return passage.offset(place - 1) + len(passage.words[place - 1])
