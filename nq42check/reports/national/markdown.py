"""The nation as Markdown, for a pull request or the summary of a job."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from nq42check.model.catalogue import Names
from nq42check.reports.markdown import escaped
from nq42check.reports.national import Line, Nation
from nq42check.reports.national.head import head, wanting
from nq42check.reports.national.words import OUTLOOK_SIGNS, PROMISED_SIGNS, Words
from nq42check.reports.wording import Wording

_MOST = 60_000
"""The most characters of tables: GitHub takes comments of 65,536, and what stands around them needs room."""


class _Section(NamedTuple):
    """Rows of a table with what stands before and after it, if any of them has room."""

    before: str
    rows: Sequence[str]
    after: str = "\n"


def as_markdown(nation: Nation, wording: Wording) -> Iterator[str]:
    """Whose plans there are; a table for each area with both answers, then folded what each place adds."""
    words = Words(wording)
    yield f"## {escaped(words.say('national.heading'))}\n\n"
    for said in head(nation, wording):
        yield f"{escaped(said)}\n\n"
    for kind, norms in wanting(nation, wording):
        items = "\n".join(f"- {escaped(norm)}" for norm in norms)
        yield f"{escaped(kind)}\n\n{items}\n\n"
    grouped = groupby(nation.lines, key=lambda line: line.norm.target.indicator.area.heading)
    areas = [(area, [*lines]) for area, lines in grouped]
    answers = (_answers(area, lines, words) for area, lines in areas)
    places = (_places(area, lines, words) for area, lines in areas)
    yield from _within_the_limit((*answers, *places), words)
    yield escaped(words.say("national.legend-short")) + "\n"


def _within_the_limit(sections: Iterable[_Section], words: Words) -> Iterator[str]:
    """As many rows as there is room for, and how many there is none for."""
    size = cut = 0
    for section in sections:
        fitting = []
        size += len(section.before)
        for row in section.rows:
            size += len(row)
            if size <= _MOST:
                fitting.append(row)
            else:
                cut += 1
        if fitting:
            yield f"{section.before}{''.join(fitting)}{section.after}"
    if cut:
        yield escaped(words.say("together.cut", count=cut)) + "\n\n"


def _answers(area: Names, lines: Sequence[Line], words: Words) -> _Section:
    """A row for each norm: what it asks for, what those who promise come to, and what follows."""
    heads = [words.say(name) for name in ("column.norm", "national.column.promised", "national.column.nation")]
    rows = []
    for line in lines:
        found = line.prospect
        promised, outlook = (PROMISED_SIGNS[found.promised], OUTLOOK_SIGNS[found.outlook]) if found else ("–", "–")
        nation = filter(None, (words.outlook(line), words.beside(line), words.reached(line), words.share(line)))
        rows.append(_row([words.norm(line), f"{promised} {words.promised(line)}", f"{outlook} {' · '.join(nation)}"]))
    return _Section(f"### {escaped(words.show(area))}\n\n{_heads(heads)}", rows)


def _places(area: Names, lines: Sequence[Line], words: Words) -> _Section:
    """Folded: a row for each place that promises something, the worst of a norm first, then those that do not."""
    heads = [words.say(name) for name in ("column.norm", "column.place", "column.value", "column.remarks")]
    rows = []
    for line in lines:
        name = words.show(line.norm.target.indicator)
        for given in line.given:
            beside = "; ".join(filter(None, (words.distance(line, given), *words.remarks(given))))
            rows.append(_row([name, words.called(given), given.said.value, beside]))
        for given in line.without:
            rows.append(_row([name, words.called(given), given.said.value, words.silence(given)]))
    title = escaped(words.say("national.by-place", area=words.show(area), count=len(rows)))
    return _Section(f"<details><summary>{title}</summary>\n\n{_heads(heads)}", rows, "\n</details>\n\n")


def _heads(heads: Sequence[str]) -> str:
    return f"{_row(heads)}|{' --- |' * len(heads)}\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |\n"
