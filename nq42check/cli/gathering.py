"""Runs of which nothing is written as they go: what a reporter holds of all plans is wanted, as by `compare`."""

import os
from collections.abc import Callable
from typing import Any

from nq42check.cli import terminal
from nq42check.cli.place import Shared
from nq42check.cli.running import Setup
from nq42check.reports import Brief, Detail, Reporter
from nq42check.run.checking import Checker, today
from nq42check.run.files import MAX_BYTES
from nq42check.run.inputs import Inputs


def gathering(
    reporter: Callable[[Brief, Checker], Reporter[Any]],
    inputs: Inputs,
    against: tuple[str, ...],
    shared: Shared,
    *,
    flagging: bool = True,
) -> Setup:
    """What such a run needs to know: norms and waivers are as the settings have them, and no rule is left out.

    Without `flagging` it is only judged what plans make of norms.
    """
    known = shared.place.known
    return Setup(
        formats=(),
        width=terminal.width(),
        color=False,
        as_of=today(),
        language=shared.wording.language,
        additions=shared.place.additions(),
        against=against,
        some_norms=False,
        known=known if known and os.path.exists(known) else None,
        write_known=None,
        limits=shared.place.settings.require.limits,
        required=(),
        rules=None,
        max_bytes=MAX_BYTES,
        show_all=None,
        detail=Detail.SHORT,
        spoken=False,
        csv_separator=",",
        complete=False,
        root=None,
        unchecked=tuple(inputs.unchecked),
        excluded=tuple(sorted(inputs.excluded.items())),
        flagging=flagging,
        gathering=reporter,
    )
