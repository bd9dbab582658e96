"""How the outline of a plan looks: in tables, as a line for each finding, or in sentences to be read aloud."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from nq42check.flagging.rulebook import Severity
from nq42check.reading.nodes import MOST_PROBLEMS
from nq42check.reports.manner import ADVICE
from nq42check.reports.outline import Outline, Row, Section
from nq42check.reports.screen import ERROR, FAINT, GOOD, NOTE, STRONG, WARNING, Column, Screen, fits
from nq42check.reports.wording import Wording

STYLES = {Severity.ERROR: ERROR, Severity.WARNING: WARNING, Severity.NOTE: NOTE, None: FAINT}
"""The style of what is so grave, or is nothing to count."""

_LINE = 4

T = TypeVar("T")


def in_tables(told: Outline, screen: Screen, wording: Wording) -> Iterator[str]:
    """The counts first, then a table for each kind, then the notes."""
    yield screen.text(told.counts, STRONG)
    yield screen.text(f"{told.path} · {told.against}", FAINT)
    if told.belongs:
        yield screen.text(told.belongs)
    if told.filled:
        yield screen.text(told.filled)
    yield "\n"
    if told.unread:
        more = "+" if len(told.unread) == MOST_PROBLEMS else ""  # no more were looked for
        yield screen.text(f"{wording.text('report.unread')} · {len(told.unread)}{more}", ERROR)
        unread = [(str(line or ""), said) for line, said in told.unread]
        yield screen.table([Column(width=_LINE + 2, right=True), Column()], unread)
        yield "\n"
    for section in (*told.sections, *told.rest):
        yield from _section(section, screen, wording)
        yield "\n"
    if told.notes:
        yield from _notes(told, screen, wording)
        yield "\n"
    for sentence in told.sentences:
        yield screen.text(sentence)
        yield "\n"


def in_lines(told: Outline, wording: Wording) -> Iterator[str]:
    """The counts, then a line for each finding, however long."""
    yield told.counts
    yield from filter(None, [told.belongs, told.filled])
    for line, said in told.unread:
        yield f"! {line or ''} {said}"
    for section in (*told.sections, *told.rest):
        if section.listed:
            yield f"! {titled(section, wording)}: {section.about}"
        for row in section.rows:
            both = " → ".join(filter(None, (row.plan or row.word, row.norm)))
            facts = (both, row.years and f"({row.years})", section.rule or section.title)
            yield f"{row.sign} {row.line or ''} {row.indicator}: {' '.join(filter(None, facts))}"
            yield from row.beside
        if section.more:
            yield wording.text("outline.more", count=section.more)
    yield from told.sentences


def in_sentences(told: Outline, screen: Screen, wording: Wording) -> Iterator[str]:
    """Without columns and signs, every fact with its name, so that it can be read aloud."""
    said = ". ".join((told.counts, told.path, told.against, f"{told.belongs} {told.filled}".strip()))
    yield screen.text(aloud(said.rstrip(), wording))
    for line, said in told.unread:
        yield screen.text(_sentences(_named("column.line", str(line or "–"), wording), said))
    for section in (*told.sections, *told.rest):
        yield "\n"
        yield screen.text(aloud(_sentences(titled(section, wording), section.about, section.advice), wording))
        yield from (screen.text(_row_aloud(row, wording)) for row in section.rows)
        yield screen.text(wording.text("outline.more", count=section.more)) if section.more else ""
    if told.notes:
        yield "\n"
    for note in told.notes:
        yield screen.text(aloud(_sentences(_named("outline.noted", f"{note.number}: {note.text}", wording)), wording))
    for sentence in told.sentences:
        yield "\n"
        yield screen.text(sentence)


_READ_AS = {"≈": "about", "≥": "at-least", "≤": "at-most", ">": "more-than", "<": "less-than"}


def aloud(text: str, wording: Wording) -> str:
    """`text` with words for signs of comparison, and without those that only part what stands side by side."""
    for sign, name in _READ_AS.items():
        if sign in text:
            text = text.replace(f"{sign} ", sign).replace(sign, f"{wording.text(f'aloud.{name}')} ")
    return text.replace(" · ", ", ").replace(f" {ADVICE} ", " ")


def _row_aloud(row: Row, wording: Wording) -> str:
    """A row in sentences."""
    notes = ", ".join(map(str, sorted({*row.on_plan, *row.on_norm})))
    facts = (
        _named("column.line", str(row.line or ""), wording),
        row.indicator,
        row.word,
        _named("column.plan", row.plan, wording),
        _named("column.norm", row.norm, wording),
        _named("column.by", row.years.replace(" → ", ", "), wording),
        _named("column.gap", row.gap, wording),
        _named("column.where", row.where, wording),
        _named("outline.noted", notes, wording),
    )
    beside: list[str] = []
    for each, numbers in zip(row.beside, row.on_beside, strict=True):
        beside += each.removeprefix("+ "), _named("outline.noted", ", ".join(map(str, numbers)), wording)
    return aloud(_sentences(*facts, *row.remarks, *beside), wording)


def _named(name: str, fact: str, wording: Wording) -> str:
    """A fact with its name, the text `name`; empty where there is none."""
    return f"{wording.text(name)} {fact}" if fact else ""


def _sentences(*facts: str) -> str:
    """Each fact as a sentence, without the signs of tables."""
    plain = (fact.removeprefix(ADVICE).strip() for fact in facts)
    return " ".join(f"{fact[:1].upper()}{fact[1:].rstrip('.')}." for fact in plain if fact)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _marks(notes: Sequence[int]) -> str:
    """The numbers of notes as they stand behind what they are on."""
    return "·".join(str(number).translate(_RAISED) for number in notes)


def _notes(told: Outline, screen: Screen, wording: Wording) -> Iterator[str]:
    """The notes on all of a kind side by side, then those on one thing each in a line."""
    numbered = [(_marks([note.number]), note) for note in told.notes]
    shared = [f"{mark} {note.text}" for mark, note in numbered if not note.alone]
    yield screen.text("   ".join((*shared, wording.text("outline.full"))), FAINT)
    alone = [(mark, note.text) for mark, note in numbered if note.alone]
    yield screen.table([Column(whole=True, style=FAINT), Column(style=FAINT)], alone) if alone else ""


def _section(section: Section, screen: Screen, wording: Wording) -> Iterator[str]:
    """The heading with what to do, and a table that parts where more is said of a row than has room in it."""
    at = wording.text("report.at", line=section.line) if section.line else ""
    advice = " ".join(filter(None, (section.advice and f"{ADVICE} {section.advice}", at)))
    title, style = titled(section, wording), STYLES[section.severity]
    if len(title) > screen.width // 2:
        yield screen.text(title, style)
        yield screen.text(advice, GOOD, 2) if advice else ""
    else:
        yield screen.table([Column(whole=True, style=style), Column(style=GOOD)], [(title, advice)])
    yield screen.text(section.about, indent=2) if section.about else ""
    shape = _shape(section, screen.width)
    columns, rows = shape.columns(section, wording), []
    for row in section.rows:
        rows.append(shape.cells(row, wording))
        below = [*(remark for remark in row.remarks if not shape.holds(remark)), *_marked(row)]
        if below or row is section.rows[-1]:
            yield screen.table(columns, rows)
            columns, rows = [column._replace(head="") for column in columns], []
        for remark in below:
            yield screen.text(remark, GOOD if remark.startswith(ADVICE) else "", shape.indent)
    if section.more:
        yield screen.text(wording.text("outline.more", count=section.more), FAINT, shape.indent)


def _marked(row: Row) -> Iterator[str]:
    """The other findings on what a row is about, with the numbers of their notes."""
    return (each + _marks(notes) for each, notes in zip(row.beside, row.on_beside, strict=True))


def titled(section: Section, wording: Wording) -> str:
    """The heading of a section: of what kind its rows are, how many and how grave, and the rule."""
    title, count = section.title, section.total
    if section.severity is None:
        return f"{title} · {count}"
    return wording.text(f"outline.{section.severity.name.lower()}", title=title, count=count, rule=section.rule)


class _Shape(NamedTuple):
    """The widths of the columns that the rows of a section need; that of lines is 0 where there are none."""

    line: int
    name: int
    values: int

    @property
    def indent(self) -> int:
        """Where the names begin."""
        return self.line + 3 if self.line else 2

    def columns(self, section: Section, wording: Wording) -> list[Column]:
        """The columns with their heads."""
        plan, norm = (any(getattr(row, side) for row in section.rows) for side in ("plan", "norm"))
        head = "values" if plan and norm else "plan" if plan else "norm"
        columns = [Column(wording.text("column.indicator"), self.name, STRONG)]
        columns.append(Column(wording.text(f"column.{head}"), self.values))
        return [Column("", 1), *self._lined(Column(wording.text("column.line"), self.line, right=True)), *columns]

    def cells(self, row: Row, wording: Wording) -> list[str]:
        """The texts of a row, with those remarks that have room behind its values."""
        both = (row.plan and row.plan + _marks(row.on_plan), row.norm and row.norm + _marks(row.on_norm))
        values = " ".join(filter(None, (" → ".join(filter(None, both)), row.years and f"({row.years})")))
        gap = wording.text("outline.gap", gap=row.gap) if row.gap else ""
        about = " · ".join(filter(None, (gap, row.where)))
        space = "\n" if fits(values, self.values) else " "
        held = filter(self.holds, row.remarks)
        return [
            row.sign,
            *self._lined(str(row.line or "")),
            row.indicator,
            "\n".join(((values + space + about).strip(), *held)),
        ]

    def holds(self, remark: str) -> bool:
        """Whether there is room for a remark behind the values."""
        return fits(remark, self.values) and not remark.startswith(ADVICE)

    def _lined(self, cell: T) -> list[T]:
        """The cell of the column of lines, where there is one."""
        return [cell] if self.line else []


def _shape(section: Section, width: int) -> _Shape:
    line = _LINE if section.line is None and any(row.line for row in section.rows) else 0
    values = width * (49 if any(row.plan for row in section.rows) else 32) // 100
    return _Shape(line, width - values - (line + 4 if line else 3), values)
