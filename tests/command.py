"""The command as its users run it: in this process where its answer is all that matters, else in one of its own."""

import gc
import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from conftest import ROOT

from nq42check.cli import main
from nq42check.cli.running import _WORTH_A_POOL
from nq42check.run.knowledge import Additions, load_knowledge

_COLOURS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS")

WORTH_SEVERAL = _WORTH_A_POOL["fork"]
"""The fewest plans that several processes share."""

Done = subprocess.CompletedProcess[str]

ENGLISH = {"LC_ALL": "en_US"}
USUAL = {**ENGLISH, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}
"""What a process needs to run this project's command from any folder, with its streams as users have them."""


def environment(env: dict[str, str] | None = None) -> dict[str, str]:
    """The environment without what it says of colours, and with `env`."""
    kept = {name: value for name, value in os.environ.items() if name not in _COLOURS}
    return {**kept, "LC_ALL": "C.UTF-8", **(env or {})}


def run(*args: object, cwd: Path = ROOT, stdin: bytes = b"", env: dict[str, str] | None = None) -> Done:
    """What `nq42check` says and how it ends, without a process; what it kept in memory is forgotten."""
    command = [str(arg) for arg in args]
    output, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in "12")
    shipped = len([load_knowledge(), load_knowledge(Additions())])
    try:
        with (
            chdir(cwd),
            patch.dict(os.environ, environment(env), clear=True),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")),
            redirect_stdout(output),
            redirect_stderr(errors),
        ):
            main(command)
    except SystemExit as end:
        code = end.code
    finally:
        gc.enable()
        if load_knowledge.cache_info().currsize > shipped:  # by a path that may mean other rules next time
            load_knowledge.cache_clear()
    assert isinstance(code, int)
    said = []
    for stream in (output, errors):
        stream.flush()
        said.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]  # it is a BytesIO
    return Done(command, code, *said)


def run_process(*args: object, cwd: Path = ROOT, stdin: bytes = b"", env: dict[str, str] | None = None) -> Done:
    """The same in a process of its own: for what ends, interrupts, limits or encodes it, and for several of them."""
    command = [str(arg) for arg in args]
    done = subprocess.run(
        [sys.executable, "-m", "nq42check", *command],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=environment(env),
        timeout=60,
    )
    assert b"Traceback" not in done.stderr
    return Done(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def shell(line: str, cwd: Path, **env: str) -> Done:
    """What a shell makes of `line`, in which $nq42check is the command."""
    return subprocess.run(
        ["sh", "-c", line.replace("$nq42check", '"$PYTHON" -m nq42check')],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env=environment({**USUAL, "PYTHON": sys.executable, **env}),
        timeout=60,
    )
