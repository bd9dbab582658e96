"""The editable checkout in which the tests run, from another folder; from a wheel, `test_gates.py` installs it."""

import json
import sys
from configparser import ConfigParser
from importlib.metadata import distribution
from pathlib import Path

import pytest
from conftest import ROOT
from gates import runs_from_another_folder


def test_an_editable_checkout_runs_from_another_folder(tmp_path: Path) -> None:
    source = json.loads(distribution("nq42check").read_text("direct_url.json") or "{}")
    if not source.get("dir_info", {}).get("editable"):
        pytest.skip("the tests run on another installation than the one that the README asks for")
    runs_from_another_folder(Path(sys.executable), ROOT, tmp_path)


def test_every_package_is_installed() -> None:
    """A folder of modules that `setup.cfg` does not name works in every checkout and in no installation."""
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    named = setup["options"]["packages"].split()
    folders = {module.parent.relative_to(ROOT) for module in (ROOT / "nq42check").rglob("*.py")}
    assert {".".join(folder.parts) for folder in folders} - {*named} == set()
