"""What has become of plans from one version to the next, as Markdown."""

from collections.abc import Iterator, Sequence

from nq42check.reports.changes import Row, Words
from nq42check.reports.markdown import escaped
from nq42check.reports.ranking import ranked
from nq42check.reports.wording import Wording
from nq42check.run.difference import Difference

_MOST = 60_000
"""The most characters of plans: GitHub takes comments of 65,536, and totals need room."""

_COLUMNS = ("change", "indicator", "before", "now", "line", "norm", "remarks")


def as_markdown(differences: Sequence[Difference], wording: Wording) -> str:
    """For a pull request: the totals, then a table for each plan, the worst first; the unchanged in one line."""
    words = Words(wording)
    told, same = ranked(differences)
    text = f"## {escaped(words.say('change.title'))}\n\n**{escaped(words.total(differences))}**\n\n"
    size = 0
    for place, each in enumerate(told):
        section = "\n\n".join(_section(each.difference, words)) + "\n\n"
        size += len(section)
        if size > _MOST:
            text += f"{escaped(words.say('markdown.cut', count=len(told) - place))}\n\n"
            break
        text += section
    return (text + escaped(words.unchanged([each.difference for each in same]))).rstrip("\n") + "\n"


def _section(difference: Difference, words: Words) -> Iterator[str]:
    yield f"### {escaped(words.heading(difference))}"
    yield escaped(words.files(difference))
    if difference.losses:
        yield f"**{escaped(words.say('lost.title'))}**"
        yield "\n".join(f"- {escaped(words.lost(told))}" for told in difference.losses)
    rows = words.rows(difference)
    if rows:
        cells = [[escaped(cell) or "–" for cell in _cells(row, words)] for row in rows]
        heads = [escaped(words.say(f"column.{name}")) for name in _COLUMNS]
        yield "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *cells))
    beside = [f"{indicator}: {words.on_norm(turn)}" for indicator, turn in words.beside(difference)]
    if beside:
        yield f"**{escaped(words.say('change.verdicts'))}**"
        yield "\n".join(f"- {escaped(said)}" for said in beside)
    if difference.others:
        yield f"**{escaped(words.say('change.others'))}**"
        yield "\n".join(f"- {escaped(words.other(reworded))}" for reworded in difference.others)
    yield escaped(words.counts(difference))


def _cells(row: Row, words: Words) -> tuple[str, ...]:
    norm = words.on_norm(row.turn) if row.turn else ""
    return words.kind(row.change.value), row.indicator, row.before, row.now, row.lines, norm, "; ".join(row.remarks)
