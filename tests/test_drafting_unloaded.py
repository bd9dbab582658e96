"""Who checks plan files pays nothing for drafting."""

import subprocess
import sys

import pytest
from command import USUAL, environment
from conftest import ROOT

CODE = "import sys; from nq42check.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"


@pytest.mark.parametrize("form", ["table", "json", "lines", "html"])
def test_a_check_loads_nothing_of_drafting(form: str) -> None:
    command = [sys.executable, "-c", CODE, "--format", form, "provinces/tay_ninh.yaml"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, env=environment(USUAL))
    loaded = done.stderr.split()
    assert "nq42check.run.checking" in loaded
    assert [name for name in loaded if ".drafting" in name or name.endswith(".cues") or name == "zipfile"] == []
