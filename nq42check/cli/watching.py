"""`nq42check PATH… --watch`: check, and check again whenever what the run rests on is saved."""

import gc
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import click
from click.core import ParameterSource

from nq42check.cli import terminal
from nq42check.cli.bilingual import help_wording, usual_language
from nq42check.cli.complaints import told
from nq42check.cli.outputs import reader_is_gone
from nq42check.cli.place import may_declare, named_place
from nq42check.reports.wording import Wording
from nq42check.reports.words import MOST_NAMED
from nq42check.run.checking import today
from nq42check.run.knowledge import load_knowledge
from nq42check.run.tally import Exit
from nq42check.run.watching import Look, Watch, look_at

PAUSE = 0.4
"""How many seconds lie between two looks at the least."""
_SHARE = 20
"""How many times as long as a look takes is waited after it, so that thousands of files cost no processor."""


def watch_over(command: Callable[..., Exit], asked: Mapping[str, Any]) -> Exit:
    """Run `command` as `asked`, and again whenever what it rests on has changed. Raises UsageError.

    Without `--as-of` each run is of its own day.
    """
    if "-" in asked["paths"]:
        raise click.UsageError(help_wording().text("usage.watch-stdin"))
    if asked["write_known"]:
        raise click.UsageError(help_wording().text("usage.watch-writes"))
    dated = click.get_current_context().get_parameter_source("as_of") is ParameterSource.COMMANDLINE
    paths = (*asked["paths"], *asked["rule_folders"], *asked["against"], *filter(None, [asked["known"]]))

    def look() -> Look:
        return look_at(paths, may_declare(asked["config"]), None if dated else today())

    def check(look: Look) -> Exit:
        load_knowledge.cache_clear()  # a repository's own rules and baselines may be others now
        gc.collect()
        return command(**(asked if look.day is None else {**asked, "as_of": look.day}))

    return run_again(check, look, lambda: _wording(asked), time.sleep)


def run_again(
    check: Callable[[Look], Exit],
    look: Callable[[], Look],
    wording: Callable[[], Wording],
    wait: Callable[[float], None],
) -> Exit:
    """`check`, and again whenever `look` sees something else, until the reader of standard output is gone.

    What is wrong with a run is told, and watching goes on; but a command line that is wrong from the start raises
    UsageError.
    """
    seen = look()
    code = _checked(check, seen, first=True)
    while True:
        watch = Watch(seen, seen)
        _say(wording().text("watch.waiting", time=_now()))
        while not watch.is_due:
            if reader_is_gone():
                return code
            began = time.monotonic()
            watch = watch.then(look())
            wait(max(PAUSE, _SHARE * (time.monotonic() - began)))
        _say(f"\n{_separator(watch, wording())}")
        seen = watch.latest
        code = _checked(check, seen)


def _checked(check: Callable[[Look], Exit], look: Look, *, first: bool = False) -> Exit:
    """How `check` ends; what it fails by is told."""
    try:
        return check(look)
    except Exception as error:
        if first and isinstance(error, click.UsageError):
            raise
        return told(error)


def _separator(watch: Watch, wording: Wording) -> str:
    """What stands between two runs, as wide as the terminal: when, and what has changed."""
    files = watch.changes
    if files:
        named = ", ".join(files[:MOST_NAMED])
        if len(files) > MOST_NAMED:
            named = wording.text("report.more-files", files=named, count=len(files) - MOST_NAMED)
        said = wording.text("watch.again", time=_now(), files=named)
    else:
        said = wording.text("watch.day", time=_now(), day=watch.latest.day)
    return said.ljust(terminal.width(), "─")


def _say(text: str) -> None:
    """Say `text` on standard error, which leaves standard output to the reports; aloud without its signs."""
    click.echo(text.strip("\n ─…").replace(" · ", ": ") if terminal.spoken() else text, err=True)


def _now() -> str:
    """The time of the reader's clock."""
    return datetime.now().strftime("%H:%M:%S")


def _wording(asked: Mapping[str, Any]) -> Wording:
    """The texts in the language of the run; settings that cannot be read say nothing of it."""
    try:
        declared = named_place(asked["config"]).settings.language
    except click.ClickException:
        declared = None
    return Wording(asked["lang"] or declared or usual_language()[0])
