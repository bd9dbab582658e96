"""The command line: the edge that touches arguments, clock, terminal and exit codes."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import Group, option
from nq42check.cli.complaints import told
from nq42check.run.tally import Exit
from nq42check.version import __version__

_COMPLETE = "_NQ42CHECK_COMPLETE"

_COMMANDS = {
    "check": "check",
    "baselines": "reference",
    "compare": "comparing",
    "completion": "completion",
    "config": "repository",
    "diff": "together",
    "draft": "drafting",
    "explain": "reference",
    "fix": "fix",
    "gate": "gate",
    "indicators": "reference",
    "nation": "national",
    "new": "writing",
    "rules": "reference",
    "schema": "writing",
    "waivers": "repository",
}


@click.group(cls=Group, modules=_COMMANDS, invoke_without_command=True, texts=("main", "paths", "codes"))
@option("--version", is_flag=True)
@click.pass_context
def cli(ctx: click.Context, version: bool) -> Exit:
    """The command itself; without a path it shows its help."""
    if version:
        outputs.write(f"nq42check {__version__}\n")
    elif ctx.invoked_subcommand is None:
        outputs.write(f"{ctx.get_help()}\n")
        return Exit.USAGE
    return Exit.CLEAN


def main(args: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    gc.disable()  # a run builds no cycles worth collecting, and looking for them takes a tenth of its time
    terminal.prepare_streams()
    terminal.end_on_signals()
    # A shell asks by this variable and without arguments; with them it must not keep a check from being made.
    asked = _COMPLETE if not (sys.argv[1:] if args is None else args) else ""
    sys.exit(_run(lambda: cli.main(args, prog_name="nq42check", standalone_mode=False, complete_var=asked), asked))


def _run(command: Callable[[], Any], asked: str) -> Exit:
    """The exit code of `command`; its failures are told in a line, never as a traceback.

    To a shell that waits for completions, by what it set in the variable `asked`, nothing is told.
    """
    try:
        return Exit(command() or Exit.CLEAN)
    except (KeyboardInterrupt, click.Abort):
        return Exit.INTERRUPTED
    except Exception as error:
        return told(error, quiet=bool(os.environ.get(asked)))
