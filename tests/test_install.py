"""Installed as an editable checkout, in an environment of its own; from a wheel, `test_gates.py` installs it."""

import sys
import venv
from pathlib import Path

import pytest
from gates import clean, project, run, runs_from_another_folder
from wheels import offline

pytestmark = pytest.mark.slow


def test_an_editable_checkout_runs_from_another_folder(tmp_path: Path) -> None:
    checkout = project(tmp_path / "checkout")  # so that building leaves nothing in the working tree
    venv.create(tmp_path / "env", symlinks=True)
    python = next(path for name in ("bin/python", "Scripts/python.exe") if (path := tmp_path / "env" / name).exists())
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q")
    installed = run(*pip, "-e", checkout, cwd=tmp_path, env=clean(**offline(tmp_path)))
    assert installed.returncode == 0, installed.stderr
    runs_from_another_folder(python, checkout, tmp_path)
