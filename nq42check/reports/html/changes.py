"""What has become of plans from one version to the next, as one HTML page."""

from collections.abc import Sequence

from markupsafe import Markup

from nq42check.judging.changes import Change
from nq42check.reports.changes import Words, worst_first
from nq42check.reports.html import environment, policy, style
from nq42check.reports.wording import Wording
from nq42check.run.difference import Difference
from nq42check.version import __version__

# A change has the tone of a status on the report's page.
_TONES = {
    Change.WEAKENED: "weaker",
    Change.DROPPED: "missing",
    Change.UNDECIDED: "undecided",
    Change.RAISED: "met",
    Change.ADDED: "met",
    Change.SAME: "none",
}
# No table is scrolled up and down in itself, and a plan with little to say needs no sheet of its own.
_OWN_STYLE = """\
.map { max-height: none; }
.alarm h3 { margin-top: 0; }
main > p { margin-top: 2rem; }
section.plan { break-before: auto; }
"""


def as_html(differences: Sequence[Difference], wording: Wording) -> str:
    """A page for a reader who has never seen the tool: the totals, then a table for each plan, the worst first."""
    words = Words(wording)
    changed, same = worst_first(differences)
    styled = style() + _OWN_STYLE
    return (
        environment(wording)
        .get_template("changes.jinja")
        .render(
            words=words,
            totals=words.named_totals(differences),
            differences=changed,
            unchanged=words.unchanged(same),
            tones=_TONES,
            style=Markup(styled),
            policy=policy(styled),
            version=__version__,
        )
    )
