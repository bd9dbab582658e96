"""The nation in sentences, without columns and signs, to be read aloud."""

from collections.abc import Iterator

from nq42check.reports.layout import aloud
from nq42check.reports.national import Line, Nation
from nq42check.reports.national.head import head, wanting
from nq42check.reports.national.words import Words
from nq42check.reports.screen import Screen
from nq42check.reports.wording import Wording


def in_sentences(nation: Nation, wording: Wording, screen: Screen) -> str:
    """Each norm with both answers, and below it what each place adds, the worst first."""
    words = Words(wording)
    told = [(f"{words.say('national.heading')}.", 0), *((said, 0) for said in head(nation, wording))]
    for kind, norms in wanting(nation, wording):
        told += [("", 0), (kind, 0), *((_sentence(norm), 2) for norm in norms)]
    for line in nation.lines:
        told += [("", 0), *_told(line, words)]
    return "".join(screen.text(aloud(said, wording), indent=indent) if said else "\n" for said, indent in told)


def _told(line: Line, words: Words) -> Iterator[tuple[str, int]]:
    yield _sentence(words.norm(line)), 0
    yield _sentence(f"{words.say('national.column.promised')}: {words.promised(line)}"), 0
    if outlook := words.outlook(line):
        yield _sentence(f"{words.say('national.column.nation')}: {outlook}"), 0
    for said in filter(None, (words.beside(line), words.reached(line), words.share(line))):
        yield _sentence(said), 0
    for given in line.given:
        yield _sentence(words.given(line, given)), 2
    if silences := words.silences(line):
        yield _sentence(silences), 0


def _sentence(said: str) -> str:
    """`said` with a full stop, where it has none."""
    return said if said.endswith(".") else f"{said}."
