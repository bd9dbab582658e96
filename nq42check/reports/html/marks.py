"""Statuses and levels of the page: what a plan makes of a norm, and how grave a finding is."""

from functools import lru_cache
from hashlib import sha256

from nq42check.flagging.rulebook import Severity
from nq42check.judging.assess import Status
from nq42check.model.document import NormKey
from nq42check.reports.grid import BEHIND
from nq42check.reports.wording import Wording
from nq42check.reports.words import STATUS_SIGNS
from nq42check.run.results import Located

NONE = "none"
"""The status of an entry that is about no norm."""

NOT_HELD = "not_held"
"""The mark of a cell where a plan is not held against a norm."""

NEAR = "near"
"""The mark of a cell where a plan falls short of a norm by little."""

SIGNS = {**{status.value: sign for status, sign in STATUS_SIGNS.items()}, BEHIND: "↑", NONE: "·"}
"""The sign of each status, best first; what is not judged comes last."""

_SETTLED = ("waived", "known")

LEVELS = (*(level.name.lower() for level in sorted(Severity, reverse=True)), *_SETTLED)
"""The severities, worst first, and what does not count."""


def level(located: Located) -> str:
    """One of LEVELS."""
    finding = located.finding
    if finding.settled:
        return "waived" if finding.waived else "known"
    return finding.severity.name.lower()


def level_name(level: str, wording: Wording) -> str:
    """A severity as a word in a sentence's case, which texts for the terminal write in capitals."""
    return wording.text(f"html.{level}" if level in _SETTLED else f"severity.{level}").capitalize()


def status_name(status: str, wording: Wording) -> str:
    """A status as a word; BEHIND and NONE are known to this page only."""
    return wording.text(f"html.{status}") if status in (BEHIND, NONE) else wording.status(Status(status))


@lru_cache(maxsize=4096)
def anchor(norm: NormKey) -> str:
    """By what a page calls a norm in addresses; the same on every page."""
    return f"n{sha256(repr(norm).encode()).hexdigest()[:8]}"
