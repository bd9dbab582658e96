"""What the documents show is what the program does."""

import re
import shlex
import subprocess
import sys

import pytest
from conftest import ROOT

from nq42check.knowledge import load_knowledge
from nq42check.reports import reference

PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
CONSOLE = re.compile(r"```console\n\$ (nq42check[^\n]*)\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
ELIDED = "[…]\n"


def shown() -> list[tuple[str, str, str]]:
    """The commands on files of the project, with the output that a page shows for them."""
    found = [(page.name, *match) for page in PAGES for match in CONSOLE.findall(page.read_text(encoding="utf-8"))]
    return [each for each in found if ".yaml" not in each[1] or "provinces/" in each[1]]


@pytest.mark.parametrize("page, command, output", shown(), ids=lambda value: value if len(value) < 60 else "")
def test_output_shown_is_real(page: str, command: str, output: str) -> None:
    args = shlex.split(command)[1:]
    if args[0] not in ("explain", "rules", "indicators", "baselines"):
        args += ["--as-of", "2026-11-21"]
    done = subprocess.run(
        [sys.executable, "-m", "nq42check", *args],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={"LANG": "vi_VN"},
    )
    real, position = done.stdout + done.stderr, 0
    for part in output.split(ELIDED):
        found = real.find(part, position)
        assert found >= 0, part
        position = found + len(part)


def test_the_readme_shows_output() -> None:
    assert "README.md" in {page for page, _, _ in shown()}


def test_python_shown_runs() -> None:
    (code,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert "NQ101 health.stunting" in done.stdout


def test_the_reference_of_rules_is_up_to_date() -> None:
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    assert page == reference.rules_page(load_knowledge().rules)


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), target


def test_ci_runs_the_test_command_of_the_readme() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert any(command in (ROOT / ".ci/run").read_text(encoding="utf-8") for command in commands if "pytest" in command)
