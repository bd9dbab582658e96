"""Settings that `--config` names: they hold in place of those that are found."""

from pathlib import Path

import pytest
from conftest import ROOT
from test_adoption import checked, plan, run, settings

TRUSTED = "select: [weaker]\nlanguage: vi\n"


@pytest.mark.parametrize("found", ["fail_on: never\n", "fail_on: [\n", "rules: [nowhere]\n"])
def test_settings_that_are_named_hold_in_place_of_those_found(tmp_path: Path, found: str) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    settings(tmp_path, found)
    (tmp_path / "trusted.yaml").write_text(TRUSTED, encoding="utf-8")
    code, report = checked(tmp_path, "--config", "trusted.yaml")
    assert (code, report["language"]) == (1, "vi")
    assert {each["name"] for each in report["findings"]} == {"weaker"}
    code, report = checked(tmp_path, "--config", "none")
    assert (code, report["language"]) == (1, "en") and len(report["findings"]) > 30


def test_what_is_not_used_is_not_read(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".nq42check.yaml").symlink_to(tmp_path / "gone")
    (tmp_path / ".nq42check.yml").write_text("fail_on: never\n", encoding="utf-8")
    assert run(tmp_path, "plans").returncode == 2
    done = run(tmp_path, "plans", "--config", "none")
    assert (done.returncode, done.stderr) == (1, "")
    (tmp_path / "trusted.yaml").write_text("fail_on: never\n", encoding="utf-8")
    done = run(tmp_path, "--config=trusted.yaml", "plans")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_called_none_is_named_by_its_folder(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    (tmp_path / "none").write_text("fail_on: never\n", encoding="utf-8")
    assert run(tmp_path, "plans", "--config", "none").returncode == 1
    assert run(tmp_path, "plans", "--config", "./none").returncode == 0


@pytest.mark.parametrize(
    "text, said", [(None, "trusted.yaml: NQ901"), ("fail_on: always\n", "trusted.yaml, line 1, column 10: NQ904")]
)
def test_settings_that_are_named_and_cannot_be_used_are_wrong_usage(
    tmp_path: Path, text: str | None, said: str
) -> None:
    plan(tmp_path, ("insurance.social", "60%"))
    settings(tmp_path, "fail_on: never\n")
    if text:
        (tmp_path / "trusted.yaml").write_text(text, encoding="utf-8")
    for name in ("trusted.yaml", "plans", ""):
        for args in (("plans",), ("config",)):
            done = run(tmp_path, *args, "--config", name)
            assert (done.returncode, done.stdout) == (2, ""), done
            assert name != "trusted.yaml" or said in done.stderr


def test_paths_of_named_settings_are_theirs(tmp_path: Path) -> None:
    here, base = tmp_path / "here", tmp_path / "base"
    for folder, allowed in ((here, "60%"), (base, "20%")):
        folder.mkdir()
        plan(folder, ("health.stunting", allowed))
        settings(folder, "known: known.yaml\n")
        assert run(folder, "plans", "--write-known", "known.yaml").returncode == 0
    assert run(here, "plans").returncode == 0
    assert run(here, "plans", "--config", "../base/.nq42check.yaml").returncode == 1
    plan(here, ("health.stunting", "20%"))
    assert run(here, "plans", "--config", "../base/.nq42check.yaml").returncode == 0
    settings(base, "known: ../here/known.yaml\n")
    done = run(here, "plans", "--config", "../base/.nq42check.yaml")
    assert done.returncode == 2 and "../here/known.yaml" in done.stderr, "a file elsewhere is not theirs"


@pytest.mark.parametrize(
    "file, working, pattern",
    [
        (".nq42check.yaml", ".", "plans/drafts"),
        ("trusted.yaml", ".", "plans/drafts"),
        ("trusted.yaml", "plans", "plans/drafts"),
        ("ci/trusted.yaml", ".", "plans/drafts"),
        ("ci/trusted.yaml", "plans", "drafts"),
        ("../trusted.yaml", ".", "plans/drafts"),
        ("../elsewhere/trusted.yaml", ".", "plans/drafts"),
    ],
)
def test_patterns_are_meant_from_where_settings_lie_or_the_command_runs(
    tmp_path: Path, file: str, working: str, pattern: str
) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    plan(repository, ("insurance.social", "trên 60%"))
    settings(repository, "")
    (repository / "plans/drafts").mkdir()
    (repository / "plans/drafts/bad.yaml").write_text("province: [", encoding="utf-8")
    named = repository / file
    named.parent.mkdir(exist_ok=True)
    named.write_text(f"exclude: [{pattern}]\nselect: [weaker]\n", encoding="utf-8")
    done = run(repository / working, repository / "plans", "--config", named)
    assert (done.returncode, done.stderr) == (0, ""), done
    named.write_text("exclude: [plans/none]\nselect: [weaker]\n", encoding="utf-8")
    done = run(repository / working, repository / "plans", "--config", named)
    assert done.returncode == 4


def test_a_pattern_of_named_settings_that_matches_nothing_is_told(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "60%"))
    settings(tmp_path, "")
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci/trusted.yaml").write_text("exclude: [plans/drafts/*]\n", encoding="utf-8")
    assert "ci/trusted.yaml, exclude: no file" in run(tmp_path, "plans", "--config", "ci/trusted.yaml").stderr


def test_named_settings_in_a_folder_of_plans_are_no_plan_unless_they_are_given(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "trên 60%"))
    (tmp_path / "plans/trusted.yaml").write_text("select: [weaker]\n", encoding="utf-8")
    named = ("--config", "plans/trusted.yaml")
    code, report = checked(tmp_path, *named)
    assert code == 0 and [each["path"] for each in report["inputs"]] == ["plans/plan.yaml"]
    assert run(tmp_path, "plans/trusted.yaml", *named).returncode == 4
    assert run(tmp_path, "plans", "--config", "none").returncode == 4


def test_a_report_is_not_written_over_named_settings(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "60%"))
    (tmp_path / "trusted.yaml").write_text("select: [weaker]\n", encoding="utf-8")
    done = run(tmp_path, "plans", "--config", "trusted.yaml", "--format", "json=trusted.yaml")
    assert done.returncode == 2 and (tmp_path / "trusted.yaml").read_text(encoding="utf-8") == "select: [weaker]\n"


def test_config_shows_the_settings_that_are_named(tmp_path: Path) -> None:
    settings(tmp_path, "fail_on: never\n")
    (tmp_path / "trusted.yaml").write_text("fail_on: note\n", encoding="utf-8")
    for name, value, source in (("trusted.yaml", "note", "trusted.yaml:1"), ("none", "error", "default")):
        for args in (("config", "--config", name), ("--config", name, "config")):
            shown = run(tmp_path, *args).stdout
            lines = {line.split()[0]: line for line in shown.splitlines() if line.strip()}
            assert value in lines["fail_on"] and source in lines["fail_on"]


def test_a_link_to_settings_is_followed_to_their_place(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    (tmp_path / "ci/own").mkdir(parents=True)
    (tmp_path / "ci/own/trusted.yaml").write_text("rules: [rules.yaml]\nfail_on: never\n", encoding="utf-8")
    (tmp_path / "ci/own/rules.yaml").write_text(
        next((ROOT / "examples/plan-repository/rules").iterdir()).read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "trusted.yaml").symlink_to("ci/own/trusted.yaml")
    assert run(tmp_path, "plans", "--config", "trusted.yaml").returncode == 0
