"""The gate: what passes it, what does not, and why; tried on the example of a repository of plans."""

import json
import os
import re
import time
import zlib
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

import pytest
from command import WORTH_SEVERAL, Done, run
from conftest import HEAD, KNOWN, ROOT, entry
from gates import committed, example, git, plan, write
from jsonschema import validate

from nq42check.reports.registry import FORMATS
from nq42check.run.settings import Settings

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
    "a waiver in a plan that is new": (
        lambda kho: write(kho, {"provinces/c.yaml": (kho / B).read_text("utf-8").replace("Ví Dụ B", "Ví Dụ C")}),
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


# What passes


@pytest.mark.parametrize(
    "change",
    [
        lambda kho: edit(kho, A, ("value: 60%", "value: 65%")),
        lambda kho: edit(kho, B, ("by: 2026", "by: 2025")),
        lambda kho: edit(kho, A, ("value: 60%", "value: từ 60% trở lên")),
        lambda kho: edit(kho, A, ("# Mục 1.", "# Phần 1:\n\n  #")),
        lambda kho: move(kho, A, "provinces/a/a.yml"),
        lambda kho: write(kho, {"provinces/c.yaml": (kho / A).read_text("utf-8").replace("Ví Dụ A", "Ví Dụ C")}),
        lambda kho: edit(kho, A, ("implements: [42-NQ/TW]", "implements: [42-NQ/TW, 71-NQ/TW]")),
        lambda kho: edit(kho, B, ("waivers:", "waivers: # đã duyệt"), (f"{NEXT_YEAR}-12-31", f"{NEXT_YEAR}-06-30")),
        lambda kho: add(kho, OWN, "# một lời chú\n"),
        lambda kho: write(kho, {"provinces/nhap/d.yaml": (kho / A).read_text("utf-8").replace("60%", "1%")}),
        lambda kho: write(kho, {"README.md": "khác"}),
    ],
    ids=[
        "raised",
        "sooner",
        "reworded",
        "reformatted",
        "moved",
        "new",
        "more norms",
        "shorter",
        "remark",
        "draft",
        "aside",
    ],
)
def test_what_weakens_nothing_passes(kho: Path, change: Attempt) -> None:
    change(kho)
    assert not objections(kho, "gốc")
    committed(kho)
    done = gate(kho, "gốc", "HEAD")
    assert done.returncode == 0, done.stdout


def test_norms_that_only_a_late_target_brought_in_are_not_lost_unseen(tmp_path: Path) -> None:
    """What is promised earlier is raised; yet the norm for 2035 is not compared any more."""
    late = plan("10%").replace("insurance.social", "health.stunting").replace("42-NQ/TW]", "262/2025/QH15]")
    write(tmp_path, {"o/a.yaml": late.replace("value: '10%'", "value: '10%'\n    by: 2035")})
    write(tmp_path, {"n/a.yaml": late})
    assert "by: 2035" in (tmp_path / "o/a.yaml").read_text(encoding="utf-8")
    assert ("norms-dropped", "a.yaml", 5) in objections(tmp_path / "n", "../o")


@pytest.mark.parametrize(
    ("limit", "beyond", "within"),
    [
        ("authorities: ['*VÍ DỤ*', '9/NQ*']", ("authority: x", "authority: x"), ("authority: x", "authority: 9/NQ")),
        ("longest_waiver: 800", (f"{NEXT_YEAR}-06-30", "2099-06-30"), ("2099-06-30", f"{NEXT_YEAR}-06-30")),
    ],
)
def test_a_waiver_that_did_not_hold_at_the_base_is_new_where_it_does(
    kho: Path, limit: str, beyond: tuple[str, str], within: tuple[str, str]
) -> None:
    weaken_one = ("insurance.social\n    value: 60%", "insurance.social\n    value: 50%")
    write(kho, {OWN: f"require: {{{limit}}}\n"})
    edit(add(edit(kho, A, weaken_one), A, WAIVER), A, beyond)
    committed(kho)
    assert gate(kho, "HEAD").returncode == 1 and not objections(kho, "HEAD")
    edit(kho, A, within)
    assert {rule for rule, _, _ in objections(kho, "HEAD")} == {"waiver-widened"}


def test_of_several_targets_the_line_of_the_weaker_one_is_told(kho: Path) -> None:
    one = "  - indicator: merit.living_standard\n    value: 100%\n    where: Mục 1\n"
    split = "".join(
        one.replace("value: 100%", f"value: {value}\n    groups: [{group}]")
        for value, group in (("100%", "people_with_merit"), ("90%", "families_of_merit"))
    )
    edit(kho, A, (one, split))
    line = (kho / A).read_text(encoding="utf-8").splitlines().index("    value: 90%") + 1
    assert objections(kho, "gốc") == {("weakened", A, line)}


def test_where_the_figure_is_the_same_what_makes_it_weaker_is_told(kho: Path) -> None:
    edit(
        kho, A, ("value: 45%", "value: 45%\n    only: ở thành thị"), ("value: 80%", "value: 80%\n    counts: communes")
    )
    for lang, words in (("vi", "chỉ còn trong phạm vi “ở thành thị”"), ("en", "for “ở thành thị” only")):
        done = " ".join(gate(kho, "gốc", lang=lang).stdout.split())
        assert words in done and "(counts: communes)" in done


def test_a_slip_in_a_plan_does_not_make_it_one_that_is_gone(kho: Path) -> None:
    """The run fails for what is wrong in the file, at its line, and sends nobody looking for the file."""
    for slip in (("insurance.health", "insurance.healht"), ("    where: Mục 1\n", "   where: Mục 1\n")):
        edit(kho, B, slip)
        done = gate(kho, "gốc")
        assert done.returncode == 4 and f"{B}, line 1" in done.stderr
        assert {rule for rule, _, _ in objections(kho, "gốc")} == {"required"}  # by the settings of the example
        edit(kho, B, slip[::-1])
    edit(kho, B, ("insurance.health", "insurance.healht"))
    told = {rule for rule, _, _ in objections(move(kho, A, "a.yaml"), "gốc")}
    assert told == {"required", "plan-gone", "fewer-comparisons"}


def test_a_plan_is_known_by_its_place_and_its_document(kho: Path) -> None:
    other = (kho / B).read_text("utf-8").replace("Ví Dụ B\ndoc", "Ví Dụ A\ndoc").replace("02/KH", "03/KH")
    committed(write(kho, {"provinces/a2.yaml": other}))
    move(kho, A, "provinces/z.yaml")
    edit(kho, "provinces/a2.yaml", ("id: 03/KH-VÍ-DỤ", "id: 04/KH-VÍ-DỤ"), ("value: trên 95%", "value: trên 90%"))
    move(kho, "provinces/a2.yaml", "provinces/y.yaml")
    assert objections(kho, "HEAD") == {("weakened", "provinces/y.yaml", 18)}


def test_a_base_may_be_a_folder(kho: Path, tmp_path: Path) -> None:
    copytree(kho, tmp_path / "trước")
    assert gate(kho, "../trước").returncode == 0
    weaken(kho)
    assert {rule for rule, _, _ in objections(kho, tmp_path / "trước", "provinces")} == {"weakened"}
    # A folder of plans without settings stands for the folder that is checked.
    (kho / OWN).unlink()
    (kho / "provinces/nhap/tinh_vi_du_c.yaml").unlink()
    copytree(tmp_path / "trước/provinces", tmp_path / "cũ")
    assert {rule for rule, _, _ in objections(kho, tmp_path / "cũ", "provinces")} >= {"weakened", "plan-gone"}


def test_it_may_be_run_from_further_down_and_without_a_working_tree(kho: Path, tmp_path: Path) -> None:
    weaken(kho)
    expected = {("weakened", A, 28), ("weakened", A, 34)}
    assert objections(kho, "HEAD") == expected
    below = kho / "provinces"
    assert {path for _, path, _ in objections(below, "HEAD", ".")} == {"tinh_vi_du_a.yaml"}
    assert {path for _, path, _ in objections(kho / "rules", "HEAD", "../provinces")} == {f"../{A}"}
    committed(kho)
    assert git("clone", "-q", "--bare", kho, "bare", cwd=tmp_path).returncode == 0
    assert objections(tmp_path / "bare", "HEAD~1", "main:provinces" if has_main(kho) else "HEAD:provinces") == expected


def has_main(folder: Path) -> bool:
    return git("rev-parse", "--verify", "-q", "refs/heads/main", cwd=folder).returncode == 0


def test_the_first_commit_has_nothing_to_be_weaker_than(tmp_path: Path) -> None:
    folder = example(tmp_path)
    assert git("init", "-q", cwd=folder).returncode == 0
    done = gate(folder, "HEAD")
    assert done.returncode == 0 and "0 at HEAD (0 plans)" in done.stdout


def test_it_says_what_has_become_of_the_file_of_a_plan_that_is_gone(kho: Path) -> None:
    edit(kho, A, ("Ví Dụ A\ndoc", "Ví Dụ Á\ndoc"))
    write(kho, {B: "rules: []\n"})
    told = " ".join(gate(kho, "gốc").stdout.split())
    assert f"{A} is the plan of Tỉnh Ví Dụ A at gốc, and now says that it is of Tỉnh Ví Dụ Á." in told
    assert f"{B} is the plan of Tỉnh Ví Dụ B at gốc; now it is a file of another kind" in told
    (kho / B).unlink()
    assert f"The plan of Tỉnh Ví Dụ B ({B} at gốc) is not among what is checked." in " ".join(
        gate(kho, "gốc").stdout.split()
    )


def test_a_later_year_is_told_as_such(kho: Path) -> None:
    edit(kho, A, ("value: 45%\n", "value: 45%\n    by: 2031\n"))
    told = " ".join(gate(kho, "gốc").stdout.split())
    assert "unemployment insurance: “45%” was due in 2030, and is due in 2031 now." in told
    assert "by of the target, or else of the document" in told


def test_a_target_that_is_dropped_is_told_where_it_belongs_with_its_id(kho: Path) -> None:
    ATTEMPTS["a target is dropped"][0](kho)
    targets = (kho / A).read_text("utf-8").splitlines().index("targets:") + 1
    assert ("dropped", A, targets) in objections(kho, "gốc")
    assert "(insurance.social): “60%” (2030) is gone." in gate(kho, "gốc").stdout


@pytest.mark.parametrize("lang, words", [("vi", "gia đình người có công"), ("en", "their families")])
def test_people_who_are_left_out_are_named_in_words(kho: Path, lang: str, words: str) -> None:
    edit(
        kho,
        A,
        (
            "merit.living_standard\n    value: 100%",
            "merit.living_standard\n    value: 100%\n    groups: [people_with_merit]",
        ),
    )
    told = " ".join(gate(kho, "gốc", lang=lang).stdout.split())
    assert f"{words}." in told and "families_of_merit" not in told


# What cannot be judged


def test_a_base_that_is_not_there_is_told_with_the_command_that_fetches_it(kho: Path, tmp_path: Path) -> None:
    git("remote", "add", "máy-chủ", "https://example.invalid/kho", cwd=kho)
    for base, command in (
        ("origin/main", "git fetch origin main"),
        ("máy-chủ/main", "git fetch 'máy-chủ' main"),
        ("a" * 40, f"git fetch 'máy-chủ' {'a' * 40}"),
    ):
        done = gate(kho, base)
        assert (done.returncode, done.stdout) == (2, "") and command in done.stderr
    done = gate(kho, "gốc:provinces")  # to fetch that would make a branch of the folder's name
    assert done.returncode == 2 and "git fetch" not in done.stderr and "Leave out what follows the colon" in done.stderr
    committed(weaken(kho))
    assert git("clone", "-q", "--depth=1", kho.as_uri(), "nông", cwd=tmp_path).returncode == 0
    shallow = gate(tmp_path / "nông", "origin/main")
    assert shallow.returncode == 2 and "git fetch --depth=1 origin main" in shallow.stderr


def test_a_tag_does_not_stand_for_a_branch(kho: Path) -> None:
    committed(weaken(kho))
    git("branch", "chính", "HEAD~1", cwd=kho)
    assert gate(kho, "chính").returncode == 1
    git("tag", "chính", "HEAD", cwd=kho)
    done = gate(kho, "chính")
    assert done.returncode == 2 and "chính" in done.stderr
    assert gate(kho, "refs/heads/chính").returncode == 1


def test_objects_that_were_replaced_are_judged_as_they_are(kho: Path) -> None:
    committed(edit(kho, B, ("value: 96%", "value: 95,5%")))
    old, new = (git("rev-parse", f"{revision}:{B}", cwd=kho).stdout.strip() for revision in ("HEAD~1", "HEAD"))
    assert git("replace", old, new, cwd=kho).returncode == 0
    assert gate(kho, "HEAD~1").returncode == 1


def test_objects_that_lie_elsewhere_are_not_the_repository_s(kho: Path) -> None:
    """git does not ask whether an object is what its name says."""
    edit(kho, B, ("value: 96%", "value: 95,5%"))
    there = git("rev-parse", f"gốc:{B}", cwd=kho).stdout.strip()
    copytree(kho / ".git/objects", kho / ".git/khác")
    forged, text = kho / ".git/khác" / there[:2] / there[2:], (kho / B).read_bytes()
    forged.chmod(0o644)
    forged.write_bytes(zlib.compress(b"blob %d\0" % len(text) + text))
    assert gate(kho, "gốc", GIT_OBJECT_DIRECTORY=str(kho / ".git/khác")).returncode == 1


@pytest.mark.parametrize("args", [[""], [" "], ["gốc", "-"]])
def test_a_base_without_a_name_and_a_plan_without_a_file_are_refused(kho: Path, args: list[str]) -> None:
    weaken(kho)
    assert git("add", "-A", cwd=kho).returncode == 0  # what is staged is what is judged
    done = gate(kho, *args)
    assert (done.returncode, done.stdout) == (2, "") and "BASE" in done.stderr


@pytest.mark.parametrize("paths", [["HEAD", "provinces"], ["HEAD:provinces", "gốc:provinces"]])
def test_all_that_is_judged_is_of_one_version(kho: Path, paths: list[str]) -> None:
    committed(weaken(kho))
    assert gate(kho, "gốc", *paths).returncode == 2


def test_a_repository_without_plans_has_nothing_to_check(tmp_path: Path) -> None:
    committed(write(tmp_path, {"README.md": "x"}))
    assert gate(tmp_path, "HEAD").returncode == 3


def test_what_the_base_cannot_say_is_told(kho: Path) -> None:
    committed(write(kho, {"provinces/c.yaml": "province: C\n"}))
    (kho / "provinces/c.yaml").unlink()
    done = gate(kho, "HEAD")
    assert done.returncode == 0 and "At HEAD there are 1 files that cannot be used" in done.stdout


def linked(kho: Path) -> None:
    """The folder of plans is a link to another."""
    move(kho, "provinces", "kế hoạch")
    (kho / "provinces").symlink_to("kế hoạch")


def a_submodule(kho: Path) -> None:
    """A folder of plans is a repository of its own."""
    sub = write(kho, {"provinces/con/c.yaml": (kho / A).read_text("utf-8").replace("Ví Dụ A", "Ví Dụ C")})
    committed(sub / "provinces/con")


def too_large(kho: Path) -> None:
    add(kho, B, ("#" * 99 + "\n") * 11_000)


@pytest.mark.parametrize(
    ("have", "path"),
    [(linked, "provinces"), (a_submodule, "provinces/con"), (too_large, B)],
    ids=["link", "submodule", "large"],
)
def test_a_base_that_keeps_plans_where_they_are_not_read_does_not_pass(
    kho: Path, tmp_path: Path, have: Attempt, path: str
) -> None:
    have(kho)
    committed(kho)
    done = gate(kho, "HEAD")
    assert done.returncode == 4 and f"HEAD:{path}: NQ90" in done.stderr
    # In another folder a repository within is nothing but a folder.
    copytree(kho, tmp_path / "trước", symlinks=True)
    assert gate(kho, "../trước").returncode == (0 if have is a_submodule else 4)


def test_a_base_is_read_up_to_the_size_that_a_plan_may_have(kho: Path) -> None:
    too_large(kho)
    committed(kho)
    edit(kho, B, ("value: 96%", "value: 95,5%"))
    committed(kho)
    for paths in ([], ["HEAD"]):
        assert gate(kho, "HEAD~1", *paths).returncode == 4
        done = gate(kho, "HEAD~1", *paths, "--max-size", "2048")
        assert done.returncode == 1 and " NQ601 " in done.stdout


def test_a_base_whose_contents_git_lost_does_not_pass(kho: Path) -> None:
    there = git("rev-parse", f"HEAD:{B}", cwd=kho).stdout.strip()
    (kho / ".git/objects" / there[:2] / there[2:]).unlink()
    done = gate(kho, "HEAD")
    assert done.returncode == 4 and f"HEAD:{B}" in done.stderr and "git fsck" in done.stderr


def test_a_file_that_the_settings_name_is_no_file_that_cannot_be_used(kho: Path) -> None:
    assert run("--write-known", "known.yaml", "provinces", cwd=kho).returncode == 0
    committed(settings(kho, "known: known.yaml\n"))
    told = json.loads(gate(kho, "HEAD", ".", "--format", "json").stdout)
    assert told["base"]["refused"] == 0


def test_what_is_not_in_git_yet_is_told_so(kho: Path) -> None:
    write(kho, {"mới/a.yaml": (kho / A).read_text("utf-8")})
    done = gate(kho, "HEAD", ":mới")
    assert done.returncode == 4 and "bring it into git (git add, git commit)" in done.stderr


def test_known_findings_that_the_settings_name_and_are_not_there_are_told_with_the_setting(kho: Path) -> None:
    settings(kho, "known: known.yaml\n")
    for done in (gate(kho, "gốc"), run("provinces", "--lang", "en", cwd=kho)):
        assert done.returncode == 2 and "which the setting known names" in done.stderr


# Settings


def test_settings_that_differ_are_for_a_person_to_accept_and_both_hold(kho: Path) -> None:
    settings(kho, "select: [NQ1]\n")
    assert objections(kho, "gốc") == {("settings-changed", OWN, 9)}
    assert gate(kho, "gốc", "--accept-settings").returncode == 0
    # The old settings hold on …
    write(kho, {"provinces/c.yaml": HEAD.replace("Ví dụ", "C") + entry("insurance.social", "50%")})
    edit(kho, OWN, ("select: [NQ1]", "fail_on: never"))
    assert gate(kho, "gốc", "--accept-settings").returncode == 1
    # … and so do the new ones.
    (kho / "provinces/c.yaml").unlink()
    edit(kho, OWN, ("fail_on: never", "severity: {waiver-ending: error}"))
    soon = date.fromordinal(date.today().toordinal() + 30)
    edit(kho, B, (f"{NEXT_YEAR}-12-31", f"{soon}"))
    assert gate(kho, "gốc", "--accept-settings").returncode == 1
    edit(kho, OWN, ("severity: {waiver-ending: error}", "fail_on: note"))
    assert gate(kho, "gốc", "--accept-settings").returncode == 1
    edit(kho, OWN, ("fail_on: note", "language: en"), ("language: vi\n", ""))
    assert gate(kho, "gốc", "--accept-settings").returncode == 0
    assert gate(kho, "gốc", "--accept-settings", "--fail-on", "note").returncode == 1


def test_a_document_and_a_rule_that_are_new_may_be_used_at_once(kho: Path) -> None:
    own = WEAKER_NORM.replace("42-NQ/TW", "9-NQ/TU").replace("40%", "61%")
    write(kho, {"chuan/x.yaml": own, "rules/z.yaml": another_rule(kho)})
    edit(settings(kho, "baselines: [chuan]\n"), A, ("[42-NQ/TW]", "[42-NQ/TW, 9-NQ/TU]"))
    assert gate(kho, "gốc", "--accept-settings").returncode == 1  # 60% falls short of the new 61%
    edit(kho, A, ("value: 60%", "value: 61%"))
    assert gate(kho, "gốc", "--accept-settings").returncode == 0
    assert {path for _, path, _ in objections(kho, "gốc")} == {OWN, "chuan/x.yaml", "rules/z.yaml"}


def test_documents_whose_files_are_called_alike_may_both_be_used(kho: Path) -> None:
    first, second = (WEAKER_NORM.replace("42-NQ/TW", number) for number in ("1-NQ/TU", "2-NQ/TU"))
    committed(settings(write(kho, {"chuan/a/x.yaml": first}), "baselines: [chuan/a]\n"))
    edit(write(kho, {"chuan/b/x.yaml": second}), OWN, ("[chuan/a]", "[chuan/a, chuan/b]"))
    edit(kho, A, ("[42-NQ/TW]", "[42-NQ/TW, 2-NQ/TU]"))
    assert gate(kho, "HEAD", "--accept-settings").returncode == 0
    assert {path for _, path, _ in objections(kho, "HEAD")} == {OWN, "chuan/b/x.yaml"}


def test_known_findings_are_those_of_the_base_unless_a_person_accepts_more(kho: Path) -> None:
    weaken(settings(kho, "known: known.yaml\n"))
    rewrite = ("--write-known", "known.yaml", "provinces")
    run(*rewrite, cwd=kho)
    committed(kho)
    assert gate(kho, "HEAD").returncode == 0
    # A record that settles less needs nobody.
    edit(kho, A, ("value: 50%", "value: 55%"))
    run(*rewrite, cwd=kho)
    assert gate(kho, "HEAD").returncode == 0 and not objections(kho, "HEAD")
    committed(kho)
    # One that is edited by hand does.
    edit(kho, "known.yaml", ('"55%"', '"50%"'))
    assert objections(kho, "HEAD") == {("settings-changed", "known.yaml", None)}
    edit(kho, A, ("value: 55%", "value: 50%"))
    assert {rule for rule, _, _ in objections(kho, "HEAD")} == {"settings-changed", "weakened"}
    assert gate(kho, "HEAD", "--accept-settings").returncode == 1  # the target is weaker, whatever is known
    # A new plan whose findings are all known is for a person to accept.
    git("checkout", "-q", ".", cwd=kho)
    write(kho, {"provinces/c.yaml": (kho / A).read_text("utf-8").replace("Ví Dụ A", "Ví Dụ C")})
    run(*rewrite, cwd=kho)
    counts = json.loads(gate(kho, "HEAD", "--format", "json").stdout)["counts"]
    assert (counts["error"], counts["known"]) == (2, 2)
    assert gate(kho, "HEAD", "--accept-settings").returncode == 0


# Reports


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_format_says_why_it_does_not_pass(kho: Path, format: str, lang: str) -> None:
    weaken(move(kho, B, "b.yaml"))
    done = gate(kho, "gốc", "--format", format, lang=lang)
    assert done.returncode == 1
    for rule, about in (("weakened", "60%"), ("plan-gone", "Tỉnh Ví Dụ B"), ("fewer-comparisons", "42")):
        assert rule_id(rule) in done.stdout and about in done.stdout
    if format == "json":
        validate(json.loads(done.stdout), json.loads((ROOT / "nq42check/schemas/report.json").read_text("utf-8")))


def test_many_plans_are_held_to_their_base_by_several_processes(tmp_path: Path) -> None:
    text = HEAD + entry("insurance.social", "60%")
    names = [f"provinces/{number:03}.yaml" for number in range(WORTH_SEVERAL)]
    write(
        tmp_path, {name: text.replace("Ví dụ", f"Tỉnh {name[10:13]}") for name in names} | {OWN: "ignore: [missing]\n"}
    )
    committed(tmp_path)
    for name in names[::3]:
        edit(tmp_path, name, ("60%", "59%"))
    for name in names[1::3]:
        move(tmp_path, name, name.replace("provinces/", "provinces/mới/"))
    (tmp_path / names[2]).unlink()
    one, two = (gate(tmp_path, "HEAD", "--format", "json", "--jobs", jobs) for jobs in "12")
    assert (one.returncode, one.stdout) == (1, two.stdout)
    told = json.loads(one.stdout)
    assert [each["path"] for each in told["objections"] if each["name"] == "weakened"] == names[::3]
    assert [each["path"] for each in told["objections"] if each["name"] == "plan-gone"] == [names[2]]


# What may narrow a gate: nothing that a branch or an environment says

SETTINGS = {
    "baselines": "baselines: [chuan]\n",
    "against": "against: [72-NQ/TW]\n",
    "rules": "",
    "select": "select: [NQ5]\n",
    "ignore": "ignore: [NQ]\n",
    "severity": "severity: {weaker: note, missing: note}\n",
    "not_waivable": "",
    "fail_on": "fail_on: never\n",
    "language": "language: en\n",
    "exclude": "exclude: ['provinces/*', '*']\n",
    "known": "known: known.yaml\n",
    "require": "require: {plans: 1}\n",
}
"""Each setting as a branch would have it that wants to see less; where it is empty, without that of the base."""

SAID = re.compile(r"""environ(?:\.get\(|\[)"(\w+)"|"((?:GIT|LC|LANG)\w*)\"""")


@pytest.mark.parametrize("name", Settings._fields)
def test_no_setting_of_a_branch_narrows_a_gate(kho: Path, name: str) -> None:
    added = SETTINGS[name]
    weaken(write(kho, {"chuan/x.yaml": WEAKER_NORM}))
    if name == "known":
        run("--write-known", "known.yaml", "provinces", cwd=kho)
    lines = (kho / OWN).read_text(encoding="utf-8").splitlines(True)
    kept = "".join(line for line in lines if not line.startswith(f"{name}:"))
    write(kho, {OWN: kept + added})
    for args in (["gốc"], ["gốc", "--accept-settings"]):
        told = json.loads(gate(kho, *args, "--format", "json").stdout)
        assert gate(kho, *args).returncode == 1
        assert {each["name"] for each in told["objections"]} & {"weakened", "plan-gone"}
        assert told["base"] == {"name": "gốc", "plans": 2, "comparisons": 42, "refused": 0}


def test_no_variable_of_the_environment_narrows_a_gate(kho: Path, tmp_path: Path) -> None:
    asked = {"_NQ42CHECK_COMPLETE"} | {
        name
        for path in (ROOT / "nq42check").rglob("*.py")
        for names in SAID.findall(path.read_text(encoding="utf-8"))
        for name in names
        if name
    }
    assert {"GITHUB_ACTIONS", "GIT_DIR", "NO_COLOR", "LC_ALL"} <= asked
    other = example(tmp_path / "khác")
    weaken(other)
    committed(other)
    git("tag", "gốc", cwd=other)
    weaken(kho)
    expected = gate(kho, "gốc", "--format", "json")
    values = ["", "1", "true", "never", "bash_source", "bash_complete", str(other), str(other / ".git"), "\x01"]
    for name in sorted(asked):
        for value in values:
            done = gate(kho, "gốc", "--format", "json", **{name: value})
            told = done.stdout == expected.stdout or done.returncode == 2
            assert done.returncode in (1, 2) and told, (name, value, done.stderr)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set")
def test_the_day_is_that_of_viet_nam_whatever_the_time_zone(kho: Path) -> None:
    """A waiver that has ended yesterday there does not hold a day longer elsewhere."""
    yesterday = datetime.now(timezone(timedelta(hours=7))).date() - timedelta(days=1)
    edit(kho, B, (f"{NEXT_YEAR}-12-31", f"{yesterday}"))
    committed(kho)
    try:
        for zone in ("UTC", "XXX+23", "XXX-23"):
            with patch.dict(os.environ, {"TZ": zone}):
                time.tzset()
                assert gate(kho, "HEAD").returncode == 1
    finally:
        time.tzset()


def test_a_pattern_of_the_branch_leaves_nothing_out(kho: Path) -> None:
    settings(kho, "")
    edit(kho, OWN, ("[provinces/nhap]", "[provinces/nhap, provinces/mới]"))
    write(kho, {"provinces/mới/c.yaml": HEAD.replace("Ví dụ", "C") + entry("insurance.social", "50%")})
    told = json.loads(gate(kho, "gốc", "--format", "json").stdout)
    assert "provinces/mới/c.yaml" in {each["path"] for each in told["findings"]}
    # A person may let drafts be, but not what the base has a plan of.
    assert gate(kho, "gốc", "--accept-settings").returncode == 0
    edit(kho, OWN, ("provinces/mới]", "'provinces/*a.yaml']"))
    assert {rule for rule, _, _ in objections(kho, "gốc", "--accept-settings")} == {"plan-gone", "required"}


@pytest.mark.parametrize(
    "old, new, rules",
    [
        # What our own check asks for in place of a value that it cannot compare is held to the norm.
        ("tăng thêm 5% so với năm 2020", "45%", set()),
        ("tối đa 60%", "45%", set()),
        ("nếu có kinh phí thì đạt 45%", "40%", set()),
        ("tối đa 60%", "dưới 50%", set()),
        ("45%", "tối đa 60%", {"weakened"}),
        ("45%", "tăng thêm 45% so với năm 2020", {"weakened"}),
        ("tăng thêm 5% so với năm 2020", "tăng thêm 4% so với năm 2020", {"cannot-tell"}),
        ("tiếp tục nâng cao", "từng bước nâng cao", set()),
    ],
)
def test_what_cannot_be_told_from_the_old_does_not_pass(tmp_path: Path, old: str, new: str, rules: set[str]) -> None:
    ignore = "ignore: [missing, not-measurable, not-a-level, weaker]\n"
    write(tmp_path, {"a.yaml": HEAD + entry("insurance.unemployment", old), OWN: ignore})
    committed(tmp_path)
    edit(tmp_path, "a.yaml", (old, new))
    assert {rule for rule, _, _ in objections(tmp_path, "HEAD")} == rules


@pytest.mark.parametrize("lang, words", [("vi", "đã bị bỏ mà không có trích dẫn nào"), ("en", "is gone, and no quote")])
def test_a_quote_that_limits_a_target_is_not_taken_away_unseen(tmp_path: Path, lang: str, words: str) -> None:
    """Without it the check would find nothing against the target."""
    limited, free = (f"quote: 60% lực lượng lao động {where}tham gia bảo hiểm xã hội" for where in ("ở đô thị ", ""))
    files = {"a.yaml": HEAD + entry("insurance.social", "60%", limited), OWN: "ignore: [missing]\n"}
    committed(write(tmp_path, files))
    edit(tmp_path, "a.yaml", (f"    {limited}\n", ""))
    assert objections(tmp_path, "HEAD") == {("cannot-tell", "a.yaml", 8)}
    assert words in " ".join(gate(tmp_path, "HEAD", lang=lang).stdout.split())
    git("checkout", "-q", ".", cwd=tmp_path)
    edit(tmp_path, "a.yaml", (limited, "quote: 60% số người trong tuổi lao động tham gia bảo hiểm xã hội"))
    assert not objections(tmp_path, "HEAD")  # another quote says that all are meant
    committed(write(tmp_path, {"a.yaml": HEAD + entry("insurance.social", "60%", free)}))
    edit(tmp_path, "a.yaml", (f"    {free}\n", ""))
    assert not objections(tmp_path, "HEAD")


def test_a_repair_that_no_norm_is_about_is_for_a_person_to_see(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": HEAD + entry("insurance.social", "60%") + entry("labour.trained", "tăng thêm 5%")})
    committed(write(tmp_path, {OWN: "ignore: [missing]\n"}))
    edit(tmp_path, "a.yaml", ("tăng thêm 5%", "75%"))
    assert {rule for rule, _, _ in objections(tmp_path, "HEAD")} == {"cannot-tell"}


def test_a_plan_that_is_put_off_as_a_whole_is_told_once(kho: Path) -> None:
    edit(kho, A, ("  by: 2030\n", "  by: 2031\n"), ("value: 60%", "value: 59%"))
    told = json.loads(gate(kho, "gốc", "--format", "json").stdout)["objections"]
    (whole,) = [each for each in told if "2031" in each["message"] and "35 targets" in each["message"]]
    assert (whole["name"], whole["line"], whole["plan"]) == ("weakened", 8, "Tỉnh Ví Dụ A")
    assert [("“59%” (2031)" in each["message"], each["line"]) for each in told if each != whole] == [
        (True, 28),
        (True, 34),
    ]
    # What is put off by itself is told by itself.
    git("checkout", "-q", ".", cwd=kho)
    edit(kho, B, ("by: 2026", "by: 2027"))
    (alone,) = json.loads(gate(kho, "gốc", "--format", "json").stdout)["objections"]
    assert (alone["line"], "2027" in alone["message"]) == (11, True)
