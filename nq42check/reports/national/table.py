"""The nation at a terminal: a row for each norm, and below it who adds what, the worst first."""

from collections.abc import Iterator
from itertools import groupby

from nq42check.reports.national import Line, Nation
from nq42check.reports.national.head import head, wanting
from nq42check.reports.national.words import OUTLOOK_SIGNS, PROMISED_SIGNS, Words
from nq42check.reports.screen import ERROR, FAINT, GOOD, NOTE, STRONG, WARNING, Column, Screen
from nq42check.reports.wording import Wording

_STYLES = {"✓": GOOD, "✗": ERROR, "?": NOTE, "≈": WARNING, "–": FAINT}

MOST_TOLD = 4
"""So many of the plans that add least to a norm are told in its row."""


def as_table(nation: Nation, wording: Wording, screen: Screen) -> str:
    """All norms, by their areas, after whose plans there are."""
    words = Words(wording)
    return "".join(_told(nation, words, screen))


def _told(nation: Nation, words: Words, screen: Screen) -> Iterator[str]:
    say = words.say
    yield screen.text(say("national.title"), STRONG)
    for said in head(nation, words.wording):
        yield screen.text(said)
    for kind, norms in wanting(nation, words.wording):
        yield "\n" + screen.text(kind, STRONG)
        yield from (screen.text(f"- {norm}") for norm in norms)
    columns = [
        Column(say("column.norm"), screen.width * 3 // 10),
        Column(say("national.column.promised"), screen.width * 7 // 20, signs=_STYLES),
        Column(say("national.column.nation"), signs=_STYLES),
    ]
    for area, lines in groupby(nation.lines, key=lambda line: line.norm.target.indicator.area.heading):
        yield "\n" + screen.text(words.show(area).upper(), STRONG)
        yield screen.table(columns, [row for line in lines for row in _rows(line, words)])
    yield "\n" + screen.text(say("national.legend"), FAINT)


def _rows(line: Line, words: Words) -> Iterator[tuple[str, str, str]]:
    """What a norm asks for, what those who promise come to, and what follows."""
    found = line.prospect
    promised, outlook = (PROMISED_SIGNS[found.promised], OUTLOOK_SIGNS[found.outlook]) if found else ("–", "–")
    told = [f"- {words.given(line, given)}" for given in line.given[:MOST_TOLD]]
    if len(line.given) > MOST_TOLD:
        told.append(words.say("national.more", count=len(line.given) - MOST_TOLD))
    told += filter(None, [words.silences(line)])
    nation = [
        f"{outlook} {words.outlook(line)}".rstrip(),
        *filter(None, (words.beside(line), words.reached(line), words.share(line))),
    ]
    yield words.norm(line), "\n".join((f"{promised} {words.promised(line)}", *told)), "\n".join(nation)
