"""Installed from a wheel and as an editable checkout, in environments of their own, and run from another folder."""

import sys
import venv
from pathlib import Path

import command
import pytest
from conftest import ROOT
from gates import clean, project, run
from wheels import offline

pytestmark = pytest.mark.slow

HA_GIANG = ROOT / "provinces/ha_giang.yaml"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files, so that building leaves nothing in the working tree."""
    return project(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return clean(**offline(tmp_path_factory.mktemp("offline")))


@pytest.mark.parametrize("editable", [True, False], ids=["editable", "wheel"])
def test_installed_and_run_from_another_folder(
    editable: bool, checkout: Path, env: dict[str, str], tmp_path: Path
) -> None:
    venv.create(tmp_path / "env", symlinks=True)
    python = next(path for name in ("bin/python", "Scripts/python.exe") if (path := tmp_path / "env" / name).exists())
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q")
    installed = run(*pip, *(["-e"] if editable else []), checkout, cwd=tmp_path, env=env)
    assert installed.returncode == 0, installed.stderr
    where = run(python, "-c", "import nq42check; print(nq42check.__file__)", cwd=tmp_path).stdout
    assert where.startswith(str(checkout if editable else tmp_path / "env"))
    nq42check = python.with_name("nq42check" + python.suffix)
    done = run(nq42check, HA_GIANG, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, command.run(HA_GIANG, "--lang", "en", cwd=tmp_path).stdout)
    page = run(nq42check, HA_GIANG, "--format", "html", cwd=tmp_path)
    assert page.returncode == 1 and "<svg" in page.stdout  # the templates are there
    bad = tmp_path / "bad.yaml"
    bad.write_text("province: 1\n", encoding="utf-8")
    assert run(nq42check, bad, cwd=tmp_path).returncode == 4  # the schemas are there too
