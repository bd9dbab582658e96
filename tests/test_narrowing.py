"""What narrows a run is counted and shown in every format, and nothing is said where nothing does."""

import csv
import io
import json
from pathlib import Path
from shutil import copytree
from typing import Any
from xml.etree import ElementTree

import pytest
from command import run
from conftest import HEAD, entry

from nq42check.reports.registry import FORMATS
from nq42check.run.files import Snapshot
from nq42check.run.inputs import inputs

EVERY_FORMAT = pytest.mark.parametrize("format", FORMATS)
WEAK = HEAD + entry("insurance.social", "46%") + "  - {indicator: labour.trained, value: 75%}\n"
WAIVED = """\
waivers:
  - {rule: weaker, indicator: insurance.social, value: 46%, reason: r, authority: a, until: 2027-12-31}
"""
EXEMPT = "not_applicable:\n  - {indicator: culture.ethnic_communes, reason: Không có}\n"
NARROWED = {"en": "This run is narrowed – ", "vi": "Phạm vi kiểm tra bị thu hẹp: "}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a plan that falls short, and two more in a folder for drafts."""
    for number, path in enumerate(("plans/plan.yaml", "plans/drafts/one.yaml", "plans/drafts/deep/two.yml")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(WEAK.replace("Ví dụ", f"Tỉnh {number}"), encoding="utf-8")
    return tmp_path


def settings(folder: Path, text: str) -> None:
    (folder / ".nq42check.yaml").write_text(text, encoding="utf-8")


def said(folder: Path, format: str, *args: str, language: str = "en", code: int = 0) -> str:
    """What a report says; lines that are folded are one."""
    done = run("plans", "--format", format, "--lang", language, "--as-of", "2026-11-21", *args, cwd=folder)
    assert done.returncode == code, done.stderr
    return " ".join(done.stdout.replace("\\n", " ").split())


def counts(folder: Path, *args: str, code: int = 0) -> dict[str, int]:
    found: dict[str, int] = json.loads(said(folder, "json", *args, code=code))["counts"]
    return found


def only(folder: Path) -> tuple[int, int]:
    """How many findings the plan has that count, and how many of them are errors, where nothing narrows the run."""
    settings(folder, "exclude: [plans/drafts]\n")
    found = counts(folder, code=1)
    return sum(found[level] for level in ("error", "warning", "note")), found["error"]


@EVERY_FORMAT
def test_findings_that_are_left_out_are_counted(format: str, folder: Path) -> None:
    findings, errors = only(folder)
    assert findings > errors > 30
    settings(folder, "ignore: [NQ]\nexclude: [plans/drafts]\n")
    if format == "json":
        found = counts(folder)
        assert (found["left_out"], found["left_out_errors"]) == (findings, errors)
        assert not any(found[level] for level in ("error", "warning", "note"))
    else:
        for language, sentence in (
            ("en", f"findings left out by select or ignore: {findings} (errors: {errors})"),
            ("vi", f"bỏ qua {findings} phát hiện theo select, ignore (trong đó {errors} lỗi)"),
        ):
            assert NARROWED[language] + sentence in said(folder, format, language=language)


@EVERY_FORMAT
@pytest.mark.parametrize("args", [("--ignore", "NQ"), ("--select", "NQ3")])
def test_the_command_line_narrows_as_the_settings_do(format: str, args: tuple[str, str], folder: Path) -> None:
    findings, errors = only(folder)
    text = said(folder, format, *args)
    sentence = f'"left_out": {findings}, "left_out_errors": {errors}'
    assert (sentence if format == "json" else f"ignore: {findings} (errors: {errors})") in text


@EVERY_FORMAT
def test_files_that_are_excluded_and_findings_made_less_grave_are_counted(format: str, folder: Path) -> None:
    settings(folder, "exclude: [plans/drafts, '##[error]x']\nseverity: {weaker: note, missing: warning}\n")
    found = json.loads(said(folder, "json"))
    assert found["excluded"] == [{"pattern": "plans/drafts", "files": 2}] and found["counts"]["excluded"] == 2
    lowered = found["counts"]["lowered"]
    assert lowered == found["counts"]["note"] + found["counts"]["warning"] - unlowered(folder) > 30
    if format != "json":
        text = said(folder, format)
        assert f"{NARROWED['en']}findings made less grave by severity: {lowered}; " in text
        assert "files not checked because of exclude: 2 (plans/drafts)" in text
        assert "hạ mức" in said(folder, format, language="vi")


def unlowered(folder: Path) -> int:
    """How many warnings and notes the plan has by the rules' own severities."""
    settings_file = folder / ".nq42check.yaml"
    narrowing = settings_file.read_text(encoding="utf-8")
    settings(folder, "exclude: [plans/drafts]\n")
    found = counts(folder, code=1)
    settings(folder, narrowing)
    return found["warning"] + found["note"]


def test_a_severity_that_is_raised_narrows_nothing(folder: Path) -> None:
    settings(folder, "exclude: [plans/drafts]\nseverity: {no-source: error, missing: error}\n")
    assert counts(folder, code=1)["lowered"] == 0


def test_what_is_left_out_is_as_grave_as_by_its_rule(folder: Path) -> None:
    findings, errors = only(folder)
    settings(folder, "exclude: [plans/drafts]\nselect: [NQ3]\nseverity: {weaker: note, missing: note}\n")
    found = counts(folder)
    assert (found["left_out"], found["left_out_errors"], found["lowered"]) == (findings, errors, 0)


def test_what_would_not_count_is_not_left_out(folder: Path) -> None:
    findings, errors = only(folder)
    with (folder / "plans/plan.yaml").open("a", encoding="utf-8") as plan:
        plan.write(WAIVED)
    settings(folder, "exclude: [plans/drafts]\nignore: [NQ]\n")
    found = counts(folder)
    assert (found["left_out"], found["left_out_errors"], found["waived"]) == (findings - 1, errors - 1, 0)


@EVERY_FORMAT
def test_nothing_is_said_where_nothing_narrows(format: str, folder: Path) -> None:
    settings(folder, "exclude: [plans/none]\nselect: [NQ]\nseverity: {weaker: error}\n")
    text = said(folder, format, code=1)
    for sign in (NARROWED["en"], "narrowed", "not applicable: ", "Findings left out", "Files left out"):
        assert sign not in text


@EVERY_FORMAT
def test_a_folder_of_which_all_is_excluded_says_so(format: str, folder: Path) -> None:
    settings(folder, "exclude: [plans]\n")
    text = said(folder, format, code=3)
    assert ('"excluded": 3' if format == "json" else "exclude: 3 (plans)") in text


@pytest.mark.parametrize(
    "pattern, files",
    [("plans/*.yaml", 2), ("plans/drafts/deep/*", 1), ("*.bak", 1), ("plans/.old", 2), ("plans/drafts/one.yaml", 1)],
)
def test_each_file_that_is_excluded_counts_once(pattern: str, files: int, folder: Path) -> None:
    for path in ("plans/old.yaml.bak", "plans/.old/one.yaml", "plans/.old/deep/two.yaml", "plans/.old/x.txt"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(WEAK, encoding="utf-8")
    settings(folder, f"exclude: ['{pattern}']\n")
    again = "plans/drafts/one.yaml"
    done = run("plans", again, "plans/drafts", "--format", "json", cwd=folder)
    assert json.loads(done.stdout)["counts"]["excluded"] == files


def test_what_one_side_of_a_gate_shows_is_not_left_out(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    findings, _ = only(folder)
    base = tmp_path_factory.mktemp("base")
    copytree(folder / "plans", base / "plans")
    settings(base, "exclude: [plans/drafts]\nignore: [NQ]\n")
    for left, shown in (("[NQ2, NQ3, NQ4]", 1), ("[NQ]", 0)):
        settings(folder, f"exclude: [plans/drafts]\nignore: {left}\n")
        done = run("gate", str(base), "plans", "--format", "json", cwd=folder)
        found = json.loads(done.stdout)["counts"]
        assert (found["error"], found["left_out"], found["excluded"]) == (shown, findings - shown, 2)


def test_files_of_a_snapshot_count_as_those_on_disk_do() -> None:
    names = ("a.yaml", ".old/b.yaml", ".old/deep/c.yml", ".old/d.txt", "drafts/e.yaml", "drafts/e.docx")
    snapshot = Snapshot([f"plans/{name}" for name in names], lambda paths: [b""] * len(paths))
    patterns = ("plans/.old", "plans/drafts")
    chosen = inputs(["plans"], (), lambda path: next(filter(path.startswith, patterns), None), snapshot)
    assert chosen.excluded == {"plans/.old": 2, "plans/drafts": 2}
    assert [file.path for file in chosen.files] == ["plans/a.yaml"] and not chosen.unchecked


def parsed(format: str, text: str) -> Any:
    """A report that programs read, as they read it."""
    if format in ("json", "sarif", "gitlab"):
        return json.loads(text)
    return ElementTree.fromstring(text) if format == "junit" else list(csv.reader(io.StringIO(text), strict=True))


@pytest.mark.parametrize("format", ["json", "sarif", "gitlab", "junit", "csv"])
@pytest.mark.parametrize("excluded", ["plans", "plans/drafts", "plans/plan.yaml"])
def test_programs_can_read_what_is_said_of_a_narrowed_run(excluded: str, format: str, folder: Path) -> None:
    settings(folder, f"ignore: [NQ]\nexclude: [{excluded}, '##[error]x']\n")
    text = run("plans", "--format", format, cwd=folder).stdout
    read = parsed(format, text)
    if format == "gitlab":
        (issue,) = read
        at = {"plans": ".nq42check.yaml", "plans/drafts": "plans/plan.yaml"}
        assert issue["location"]["path"] == at.get(excluded, "plans/drafts/deep/two.yml")
        assert (issue["check_name"], issue["severity"]) == ("narrowed", "info")
    if format == "junit":
        suite = read[-1]
        assert [suite.get(name) for name in ("tests", "skipped", "failures", "errors")] == ["1", "1", "0", "0"]
        assert [[part.tag for part in case] for case in suite] == [["skipped"]]
    if format == "csv":
        row = {name: cell for name, cell in zip(read[0], read[-1], strict=True) if cell}
        assert row.keys() == {"Loại dòng", "Thông báo"} and row["Loại dòng"] == "phạm vi kiểm tra"


def test_a_pattern_gives_a_runner_no_orders(folder: Path) -> None:
    (folder / "plans/##[error]x.yaml").write_text(WEAK, encoding="utf-8")
    settings(folder, "exclude: ['plans/##[[]error]x.yaml', plans/drafts]\n")
    for format in FORMATS:
        text = run("plans", "--format", format, cwd=folder).stdout
        assert "##[" not in text and "[[]error]" in text.replace("\\", "")


@EVERY_FORMAT
def test_what_is_waived_known_or_not_applicable_shows(format: str, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/plan.yaml").write_text(WEAK + EXEMPT, encoding="utf-8")
    assert run("plans", "--write-known", "known.yaml", cwd=tmp_path).returncode == 0
    (tmp_path / "plans/plan.yaml").write_text(WEAK + WAIVED + EXEMPT, encoding="utf-8")
    found = counts(tmp_path, "--known", "known.yaml")
    assert (found["waived"], found["not_applicable"]) == (1, 1) and found["known"] > 30
    text = said(tmp_path, format, "--known", "known.yaml")
    if format in ("table", "lines", "markdown", "github", "gitlab", "sarif"):
        assert "waived: 1 " in text and "declared not applicable: 1" in text
        assert f"Known and no worse, not counted: {found['known']}" in text
    elif format == "html":
        for kind, number in (("waived", 1), ("known", found["known"]), ("not_applicable", 1)):
            assert f'<div class="{kind}"><dt>' in text and f"<dd>{number}</dd>" in text
    elif format != "json":
        assert text.count("A known finding") >= found["known"]
        assert "Waived until 2027-12-31 by a" in text and "not applicable: Không có" in text
