"""What has become of plans from one version to the next, for a person at a terminal."""

from collections.abc import Iterator, Sequence

from nq42check.judging.changes import Change
from nq42check.reports.changes import Row, Words, worst_first
from nq42check.reports.screen import ERROR, FAINT, GOOD, STRONG, WARNING, Screen
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


def as_table(differences: Sequence[Difference], wording: Wording, screen: Screen) -> str:
    """Each plan that has changed, the worst first, with its totals; and those of all."""
    words = Words(wording)
    if len(differences) == 1:
        return "".join(_plan(differences[0], words, screen))
    changed, same = worst_first(differences)
    parts = [part for each in changed for part in _plan(each, words, screen)]
    parts += [screen.text(words.unchanged(same)), "\n"] if same else []
    return "".join([*parts, screen.text(words.total(differences), STRONG)])


def _plan(difference: Difference, words: Words, screen: Screen) -> Iterator[str]:
    yield screen.text(f"{words.heading(difference)} · {words.files(difference)}", STRONG)
    yield "\n"
    if difference.losses:
        yield screen.text(f"{words.say('lost.title')} ({len(difference.losses)})", ERROR)
        yield from (screen.text(words.lost(told), indent=2) for told in difference.losses)
        yield "\n"
    rows = words.rows(difference)
    for change in Change:
        alike = [row for row in rows if row.change is change]
        if alike:
            yield screen.text(f"{words.say(f'change.{change.value}')} ({len(alike)})", _STYLES[change])
            for row in alike:
                yield screen.text(row.indicator, indent=2)
                yield screen.text(_in_line(row, words), indent=6)
            yield "\n"
    if difference.others:
        yield screen.text(words.say("change.others"), FAINT)
        yield from (screen.text(words.other(reworded), indent=2) for reworded in difference.others)
        yield "\n"
    yield screen.text(words.counts(difference), STRONG)
    yield "\n"


def _in_line(row: Row, words: Words) -> str:
    """The values before and after, with what else differs."""
    said = f"{row.before} → {row.now}" if row.before else row.now
    if row.lines:
        said += f" ({words.say('column.line').lower()} {row.lines})"
    return " · ".join((said, *row.remarks))
