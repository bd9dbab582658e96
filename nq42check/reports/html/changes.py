"""What has become of plans from one version to the next, as one HTML page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Template
from markupsafe import Markup

from nq42check.inert import in_line
from nq42check.judging.changes import Change
from nq42check.judging.verdicts import Verdict
from nq42check.reports.changes import Row, Words
from nq42check.reports.html import environment, policy, style
from nq42check.reports.ranking import (
    COURSE_SIGNS,
    LAPSED,
    LOSSES,
    REACHED,
    SIGNS,
    Course,
    Hit,
    Moved,
    by_indicator,
    ranked,
)
from nq42check.reports.wording import Wording
from nq42check.run.difference import Difference, Version
from nq42check.version import __version__

_HERE = Path(__file__).parent

_TONES = {
    LOSSES: "weaker",
    Change.WEAKENED.value: "weaker",
    Change.DROPPED.value: "missing",
    Change.UNDECIDED.value: "undecided",
    Change.RAISED.value: "met",
    Change.ADDED.value: "met",
    Change.SAME.value: "none",
    LAPSED: "weaker",
    REACHED: "met",
    Course.BACK.value: "weaker",
    Course.BOTH.value: "loosened",
    Course.AHEAD.value: "met",
    Course.OPEN.value: "undecided",
    Course.NEW.value: "met",
    Course.GONE.value: "missing",
}
"""The tone of what is counted, or of a course: that of a status on the report's page."""

MOST_DETAILED, _MOST_BYTES = 200, 2_500_000
"""Of how many plans the page has details at most, and how long these are together."""

_MOST_COLUMNS = 40
"""Of how many plans the table of indicators has a column for each."""

_CHANGES = tuple(key for key in SIGNS if key != Change.SAME.value)


class _Line(NamedTuple):
    """A plan in the table of all: its name, the anchor of its details where there are any, and what is counted."""

    name: str
    anchor: str
    course: Course
    counts: Counter[str]


def as_html(differences: Sequence[Difference], wording: Wording, versions: Sequence[Version]) -> str:
    """A page for a reader who has never seen the tool: the totals, a table of all plans, then one for each plan.

    What is worse comes first. Of many plans the worst are told in detail; a page of one plan has nothing to filter.
    """
    words, templates = Words(wording), environment(wording)
    templates.globals.update(
        words=words, kind_signs=SIGNS, course_signs=COURSE_SIGNS, tones=_TONES, several=len(differences) > 1
    )
    changed, same = ranked(differences)
    names = _names(changed, words)
    sections = _sections(names, changed, words, templates.get_template("changed.jinja"))
    several = len(differences) > 1
    gone = [plan.difference for plan in changed if plan.course is Course.GONE]
    hits = by_indicator(changed) if several else []
    there = [place for place, plan in enumerate(changed) if plan.course is not Course.GONE]
    columns = [(place, names[place]) for place in there] if several and len(changed) <= _MOST_COLUMNS else []
    styled, script = style("page.css", "changes.css"), _own("changes.js") if several and changed else None
    return templates.get_template("changes.jinja").render(
        versions=versions,
        totals=words.named_totals(differences),
        courses=_courses([*changed, *same]),
        kinds=_occurring(plan.counts for plan in changed),
        lines=[
            _Line(name, f"p{place}" if place < len(sections) else "", plan.course, plan.counts)
            for place, (name, plan) in enumerate(zip(names, changed, strict=True))
        ],
        hits=[(hit, _cells(hit, columns)) for hit in hits],
        hit_kinds=_occurring(hit.counts for hit in hits),
        gone=words.gone(gone),
        columns=columns,
        several=several,
        sections=sections,
        unchanged=_names(same, words),
        style=Markup(styled),
        script=script and Markup(script),
        policy=policy(styled, script),
        version=__version__,
    )


def _own(name: str) -> str:
    """What only this page has."""
    return _HERE.joinpath(name).read_text(encoding="utf-8")


def _names(plans: Iterable[Moved], words: Words) -> list[str]:
    """What plans are called, of those alike with their documents."""
    told = [(words.heading(plan.difference), plan.difference.new or plan.difference.old) for plan in plans]
    often = Counter(name for name, _ in told)
    return [f"{name} · {in_line(plan.document.own_name)}" if plan and often[name] > 1 else name for name, plan in told]


def _courses(plans: Iterable[Moved]) -> list[tuple[Course, int]]:
    """How many plans went which way."""
    counts = Counter(plan.course for plan in plans)
    return [(course, counts[course]) for course in Course]


def _occurring(counted: Iterable[Counter[str]]) -> list[str]:
    """The keys of SIGNS under which anything is counted."""
    counts: Counter[str] = Counter()
    for each in counted:
        counts.update(each)
    return [key for key in SIGNS if counts[key]]


def _sections(names: Sequence[str], plans: Sequence[Moved], words: Words, template: Template) -> list[Markup]:
    """The details of the worst of `plans`, as many as a page can hold."""
    sections: list[Markup] = []
    size = 0
    for place, (name, plan) in enumerate(zip(names[:MOST_DETAILED], plans, strict=False)):
        difference = plan.difference
        verdicts = difference.verdicts
        rows = [(row, _kinds(row, verdicts)) for row in words.rows(difference)]
        text = template.render(name=name, anchor=f"p{place}", difference=difference, rows=rows)
        size += len(text.encode())
        if size > _MOST_BYTES and sections:
            break
        sections.append(Markup(text))
    return sections


def _kinds(row: Row, verdicts: Iterable[Verdict]) -> str:
    """The keys of SIGNS under which a row is counted."""
    about = [verdict for verdict in verdicts if verdict.rests_on(row.changed)]
    turned = ((LAPSED, any(each.lapsed for each in about)), (REACHED, any(each.reached for each in about)))
    return " ".join((row.change.value, *(key for key, found in turned if found)))


def _cells(hit: Hit, columns: Iterable[tuple[int, str]]) -> list[list[tuple[str, int]]]:
    """What each plan in `columns` has on an indicator: the keys of SIGNS and how often, without what is the same."""
    cells = (hit.cells.get(place, Counter[str]()) for place, _ in columns)
    return [[(key, cell[key]) for key in _CHANGES if cell[key]] for cell in cells]
