"""Installed from a wheel and as an editable checkout, in environments of their own, and run from another folder."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT


def environment(folder: Path) -> Path:
    """A new virtual environment with the dependencies that this one has, and its Python."""
    venv.create(folder, with_pip=True, system_site_packages=False, symlinks=True)
    return next(path for path in (folder / "bin/python", folder / "Scripts/python.exe") if path.exists())


def run(*args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [str(arg) for arg in args]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=300)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files, so that building leaves nothing in the working tree."""
    folder = tmp_path_factory.mktemp("checkout")
    names = ["nq42check", "baselines", "rules", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"]
    for name in names:
        subprocess.run(["cp", "-r", ROOT / name, folder / name], check=True)
    return folder


@pytest.mark.parametrize("editable", [True, False], ids=["editable", "wheel"])
def test_installed_and_run_from_another_folder(editable: bool, checkout: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "env")
    installed = run(python, "-m", "pip", "install", "-q", *(["-e"] if editable else []), checkout, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    command = python.with_name("nq42check" + python.suffix)
    done = run(command, ROOT / "provinces/ha_giang.yaml", "--lang", "en", cwd=tmp_path)
    here = subprocess.run(
        [sys.executable, "-m", "nq42check", ROOT / "provinces/ha_giang.yaml", "--lang", "en"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (1, here.stdout)
    page = run(command, ROOT / "provinces/ha_giang.yaml", "--format", "html", cwd=tmp_path)
    assert page.returncode == 1 and "<svg" in page.stdout  # the templates are there
    bad = tmp_path / "bad.yaml"
    bad.write_text("province: 1\n", encoding="utf-8")
    assert run(command, bad, cwd=tmp_path).returncode == 4  # the schemas are there too
