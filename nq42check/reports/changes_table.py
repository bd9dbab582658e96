"""What has become of plans from one version to the next, for a person at a terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from nq42check.judging.changes import Change
from nq42check.reports.changes import Row, Words
from nq42check.reports.layout import aloud
from nq42check.reports.ranking import SIGNS, Moved, ranked
from nq42check.reports.screen import ERROR, FAINT, GOOD, STRONG, WARNING, Column, Screen
from nq42check.reports.wording import Wording
from nq42check.run.difference import Difference

_STYLES = {
    Change.WEAKENED: ERROR,
    Change.DROPPED: ERROR,
    Change.UNDECIDED: WARNING,
    Change.RAISED: GOOD,
    Change.ADDED: GOOD,
    Change.SAME: FAINT,
}


_NUMBER = 4
"""How many cells wide a column of counts is."""

_FEW = 3
"""How many plans that have changed are told without a table of them all before."""

_COUNTED = [key for key in SIGNS if key != Change.SAME.value]


class Spoken(Words):
    """The same words to be read aloud: none of them is a sign."""

    def turned(self, before: str, now: str) -> str:
        """What was, and what is in its place."""
        return self.say("aloud.turned", before=before, now=now)

    def written(self, text: str) -> str:
        """`text` with words for the signs that are left in it."""
        return aloud(text, self.wording)


class _Page(NamedTuple):
    """What is said, and what lays it out."""

    words: Words
    screen: Screen

    def text(self, text: str, style: str = "", indent: int = 0) -> str:
        """A paragraph, in the words of the page."""
        return self.screen.text(self.words.written(text), style, indent)


_Overview = Callable[[Sequence[Moved], _Page], Iterator[str]]


def as_table(differences: Sequence[Difference], wording: Wording, screen: Screen) -> str:
    """Each plan that has changed, the worst first, with its totals; and those of all. Many are first in a table."""
    return "".join(_told(differences, _Page(Words(wording), screen), _in_columns))


def as_sentences(differences: Sequence[Difference], wording: Wording, screen: Screen) -> str:
    """The same without columns and signs, to be read aloud."""
    return "".join(_told(differences, _Page(Spoken(wording), screen), _one_by_one))


def _told(differences: Sequence[Difference], page: _Page, overview: _Overview) -> Iterator[str]:
    if len(differences) == 1:
        yield from _plan(differences[0], page)
        return
    changed, same = ranked(differences)
    if len(changed) > _FEW:
        yield from overview(changed, page)
    for each in changed:
        yield from _plan(each.difference, page)
    if same:
        yield page.text(page.words.unchanged([each.difference for each in same]))
        yield "\n"
    yield page.text(page.words.total(differences), STRONG)


def _in_columns(plans: Sequence[Moved], page: _Page) -> Iterator[str]:
    """A row for each plan, the worst first, with what the signs at the heads of its columns mean."""
    words, keys = page.words, [key for key in _COUNTED if any(plan.counts[key] for plan in plans)]
    columns = [Column(words.say("change.plan")), *(Column(SIGNS[key], _NUMBER, right=True) for key in keys)]
    rows = [
        (words.heading(plan.difference), *(str(plan.counts[key] or "·") for key in keys), words.course(plan.course))
        for plan in plans
    ]
    yield page.screen.table([*columns, Column()], rows)
    yield page.text(" · ".join(f"{SIGNS[key]} {words.kind(key)}" for key in keys), FAINT)
    yield "\n"


def _one_by_one(plans: Sequence[Moved], page: _Page) -> Iterator[str]:
    """A sentence for each plan, the worst first."""
    words = page.words
    yield page.text(f"{words.say('change.ranking')}:")
    for plan in plans:
        counts = [f"{words.kind(key)}: {plan.counts[key]}" for key in _COUNTED if plan.counts[key]]
        yield page.text(f"{words.heading(plan.difference)}: {', '.join((words.course(plan.course), *counts))}.")
    yield "\n"


def _plan(difference: Difference, page: _Page) -> Iterator[str]:
    words = page.words
    yield page.text(f"{words.heading(difference)} · {words.files(difference)}", STRONG)
    yield "\n"
    if difference.losses:
        losses = map(words.lost, difference.losses)
        yield from _listed(f"{words.say('lost.title')} ({len(difference.losses)})", losses, page, ERROR)
    rows = words.rows(difference)
    for change in Change:
        alike = [row for row in rows if row.change is change]
        if alike:
            yield page.text(f"{words.say(f'change.{change.value}')} ({len(alike)})", _STYLES[change])
            for row in alike:
                yield page.text(row.indicator, indent=2)
                yield page.text(_in_line(row, words), indent=6)
            yield "\n"
    beside = [f"{indicator}: {words.on_norm(turn)}" for indicator, turn in words.beside(difference)]
    yield from _listed(words.say("change.verdicts"), beside, page, WARNING) if beside else ()
    others = [words.other(reworded) for reworded in difference.others]
    yield from _listed(words.say("change.others"), others, page, FAINT) if others else ()
    yield page.text(words.counts(difference), STRONG)
    yield "\n"


def _listed(title: str, lines: Iterable[str], page: _Page, style: str) -> Iterator[str]:
    yield page.text(title, style)
    yield from (page.text(line, indent=2) for line in lines)
    yield "\n"


def _in_line(row: Row, words: Words) -> str:
    """The values before and after, with what else differs."""
    said = words.turned(row.before, row.now) if row.before else row.now
    if row.lines:
        said += f" ({words.say('column.line').lower()} {row.lines})"
    norm = [f"{words.say('column.norm').lower()} {words.on_norm(row.turn)}"] if row.turn else []
    return " · ".join((said, *norm, *row.remarks))
