"""The gate: what passes it, what does not, and why; tried on the example of a repository of plans."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from command import Done, run
from conftest import KNOWN
from gates import committed, example, git, write

A, B, OWN = "provinces/tinh_vi_du_a.yaml", "provinces/tinh_vi_du_b.yaml", ".nq42check.yaml"
NEXT_YEAR = date.today().year + 1
WEAK = ("value: 60%", "value: 50%")
WEAKER_NORM = """\
document: {id: 42-NQ/TW, title: Chuẩn riêng, version: '1', by: 2030}
targets:
  - {indicator: insurance.social, value: 40%, binds: each, evidence: verified, basis: b}
"""
EXCUSE = "not_applicable:\n  - {indicator: culture.ethnic_communes, reason: Không có}\n"
WAIVER = f"""\
waivers:
  - rule: weaker
    indicator: insurance.social
    value: 50%
    reason: x
    authority: x
    until: {NEXT_YEAR}-06-30
"""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in a repository of one commit."""
    folder = example(tmp_path_factory.mktemp("origin") / "kho")
    committed(folder)
    assert git("tag", "gốc", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def kho(origin: Path, tmp_path: Path) -> Path:
    """A copy of the example's repository."""
    return Path(copytree(origin, tmp_path / "kho", symlinks=True))


def gate(folder: Path, *args: object, lang: str = "en", **env: str) -> Done:
    """`nq42check gate` in `folder`, with git as it is without the user's own settings."""
    known = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return run("gate", "--lang", lang, *args, cwd=folder, env={**known, **env})


def objections(folder: Path, *args: object) -> set[tuple[str, str, int | None]]:
    """The rule, file and line of each thing that stands against what is in `folder`."""
    told = json.loads(gate(folder, *args, "--format", "json").stdout)
    return {(each["name"], each["path"], each["line"]) for each in told["objections"]}


def rule_id(name: str) -> str:
    rule = KNOWN.named(name)
    assert rule
    return rule.id


def edit(folder: Path, path: str, *pairs: tuple[str, str]) -> Path:
    """Replace the first of each pair, wherever it stands in a file, by the second."""
    text = (folder / path).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / path).write_text(text, encoding="utf-8")
    return folder


def add(folder: Path, path: str, text: str) -> Path:
    """Add `text` to the end of a file."""
    with (folder / path).open("a", encoding="utf-8") as file:
        file.write(text)
    return folder


def weaken(folder: Path) -> Path:
    return edit(folder, A, WEAK)


def move(folder: Path, old: str, new: str) -> Path:
    """Move a file, into folders that need not be there."""
    (folder / new).parent.mkdir(parents=True, exist_ok=True)
    (folder / old).rename(folder / new)
    return folder


def settings(folder: Path, text: str) -> Path:
    """Add to the settings."""
    return add(folder, OWN, text)


def another_rule(folder: Path) -> str:
    """The example's rule under another name."""
    text = (folder / "rules/quy-tac-rieng.yaml").read_text(encoding="utf-8")
    return text.replace("VD01", "VD02").replace("upper-above-lower", "another")


# Each attempt to bring a weakened plan through, and the rule whose words say why it does not pass.
Attempt = Callable[[Path], object]
ATTEMPTS: dict[str, tuple[Attempt, str]] = {
    "a weaker target": (weaken, "weakened"),
    "weaker, and still above the norm": (lambda kho: edit(kho, B, ("value: 96%", "value: 95,5%")), "weakened"),
    "a target is dropped": (
        lambda kho: edit(kho, A, ("  - indicator: insurance.social\n    value: 60%\n    where: Mục 3\n", "")),
        "dropped",
    ),
    "a target becomes a task": (
        lambda kho: edit(kho, A, ("value: 45%\n", "value: 45%\n    task: true\n")),
        "dropped",
    ),
    "due later": (lambda kho: edit(kho, B, ("by: 2026", "by: 2029")), "weakened"),
    "about in place of exact": (lambda kho: edit(kho, A, ("value: 45%", "value: khoảng 45%")), "weakened"),
    "words in place of a figure": (lambda kho: edit(kho, A, ("value: 45%", "value: tiếp tục nâng cao")), "weakened"),
    "a change in place of a level": (lambda kho: edit(kho, A, ("value: 45%", "value: tăng 5%")), "weakened"),
    "narrowed by words": (lambda kho: edit(kho, A, ("value: 45%", "value: 45%\n    only: ở thành thị")), "weakened"),
    "renamed to .bak": (lambda kho: move(kho, B, f"{B}.bak"), "plan-gone"),
    "renamed to .json": (lambda kho: move(kho, B, "provinces/b.json"), "plan-gone"),
    "renamed to .txt": (lambda kho: move(kho, B, "provinces/b.txt"), "plan-gone"),
    "another ending altogether": (lambda kho: move(kho, B, "provinces/b"), "plan-gone"),
    "hidden": (lambda kho: move(kho, B, "provinces/.b.yaml"), "plan-gone"),
    "in a hidden folder": (lambda kho: move(kho, B, "provinces/.x/b.yaml"), "plan-gone"),
    "deleted": (lambda kho: (kho / B).unlink(), "plan-gone"),
    "moved out of the folder": (lambda kho: move(kho, B, "khác/b.yaml"), "plan-gone"),
    "moved into an excluded folder": (lambda kho: move(kho, B, "provinces/nhap/b.yaml"), "plan-gone"),
    "a plan of another place": (lambda kho: edit(kho, B, ("Ví Dụ B\ndoc", "Ví Dụ Bê\ndoc")), "plan-gone"),
    "a plan that is one no more": (lambda kho: write(kho, {B: "rules: []\n"}), "plan-gone"),
    "a plan named as rules": (
        lambda kho: edit(write(kho, {B: another_rule(kho)}), OWN, ("rules: [rules]", f"rules: [rules, {B}]")),
        "plan-gone",
    ),
    "a plan named as a baseline": (
        lambda kho: settings(write(kho, {B: WEAKER_NORM.replace("42-NQ/TW", "B-1")}), f"baselines: [{B}]\n"),
        "plan-gone",
    ),
    "excluded": (lambda kho: edit(weaken(kho), OWN, ("[provinces/nhap]", "['provinces/*']")), "settings-changed"),
    "select": (lambda kho: settings(weaken(kho), "select: [NQ5]\n"), "settings-changed"),
    "ignore": (lambda kho: settings(weaken(kho), "ignore: [NQ]\n"), "settings-changed"),
    "severity": (lambda kho: settings(weaken(kho), "severity: {weaker: note}\n"), "settings-changed"),
    "fail_on": (lambda kho: settings(weaken(kho), "fail_on: never\n"), "settings-changed"),
    "against": (lambda kho: settings(kho, "against: [72-NQ/TW]\n"), "settings-changed"),
    "not_waivable is gone": (
        lambda kho: edit(kho, OWN, ("not_waivable: [contradicts-norm, opposite-direction]", "")),
        "settings-changed",
    ),
    "no settings at all": (lambda kho: (kho / OWN).unlink(), "settings-changed"),
    "settings further down": (
        lambda kho: write(weaken(kho), {"provinces/.nq42check.yaml": "fail_on: never\n"}),
        "weakened",
    ),
    "a weaker baseline": (
        lambda kho: settings(write(weaken(kho), {"chuan/x.yaml": WEAKER_NORM}), "baselines: [chuan]\n"),
        "settings-changed",
    ),
    "a rule of one's own is gone": (lambda kho: edit(kho, OWN, ("rules: [rules]", "")), "settings-changed"),
    "a rule of one's own is milder": (
        lambda kho: edit(kho, "rules/quy-tac-rieng.yaml", ("severity: error", "severity: note")),
        "settings-changed",
    ),
    "implements another": (
        lambda kho: edit(kho, A, ("implements: [42-NQ/TW]", "implements: [72-NQ/TW]")),
        "norms-dropped",
    ),
    "implements nothing": (lambda kho: edit(kho, A, ("  implements: [42-NQ/TW]\n", "")), "norms-dropped"),
    "a waiver": (lambda kho: add(weaken(kho), A, WAIVER), "waiver-widened"),
    "a waiver until 2099": (lambda kho: edit(kho, B, (f"{NEXT_YEAR}-12-31", "2099-12-31")), "waiver-widened"),
    "a waiver for less": (
        lambda kho: edit(kho, B, ("value: 75 tuổi", "value: 70 tuổi")),
        "waiver-widened",
    ),
    "an excuse": (
        lambda kho: add(
            edit(kho, A, ("  - indicator: culture.ethnic_communes\n    value: 100%\n    where: Mục 9\n", "")), A, EXCUSE
        ),
        "newly-excused",
    ),
    "known findings": (
        lambda kho: (
            weaken(kho)
            and run("--write-known", "known.yaml", "provinces", cwd=kho)
            and settings(kho, "known: known.yaml\n")
        ),
        "settings-changed",
    ),
}


def test_the_example_as_it_is_passes(kho: Path) -> None:
    done = gate(kho, "gốc")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Comparisons (plans × norms): 42 at gốc (2 plans), now 42 (2 plans)." in " ".join(done.stdout.split())


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_attempt_to_weaken_a_plan_does_not_pass(kho: Path, attempt: str) -> None:
    do, rule = ATTEMPTS[attempt]
    do(kho)
    on_disk = gate(kho, "gốc")
    assert on_disk.returncode in (1, 4), on_disk.stdout
    assert f" {rule_id(rule)} " in on_disk.stdout, on_disk.stdout
    committed(kho)  # what is read from git says the same
    at_revision = gate(kho, "gốc", "HEAD")
    assert (at_revision.returncode, at_revision.stdout) == (on_disk.returncode, on_disk.stdout)
