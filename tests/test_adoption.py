"""How a repository takes the checker up: its settings, known findings, waivers that end or are not allowed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unicodedata import normalize

import command
import pytest
from command import WORTH_SEVERAL, run_process
from conftest import HEAD, entry

WAIVER = """\
waivers:
  - {rule: weaker, indicator: insurance.social, value: 46%, reason: r, authority: a, until: 2027-12-31}
"""


ENGLISH = {"LC_ALL": "en_US"}


def run(folder: Path, *args: str, lang: str = "en_US", **env: str) -> command.Done:
    return command.run(*args, cwd=folder, env={"LC_ALL": lang, **env})


def checked(folder: Path, *args: str) -> tuple[int, dict[str, Any]]:
    """The exit code of a run and its JSON report."""
    done = run(folder, "plans", "--format", "json", "--as-of", "2026-11-21", *args)
    return done.returncode, json.loads(done.stdout)


def rules(report: dict[str, Any]) -> list[str]:
    """The rules of the findings that count."""
    return [each["rule"] for each in report["findings"] if not each["waived"] and not each["known"]]


def plan(
    folder: Path, *targets: tuple[str, ...], more: str = "", name: str = "plan.yaml", province: str = "Ví dụ"
) -> None:
    (folder / "plans").mkdir(exist_ok=True)
    text = HEAD.replace("Ví dụ", province) + "".join(entry(*target) for target in targets) + more
    (folder / "plans" / name).write_text(text, encoding="utf-8")


def settings(folder: Path, text: str) -> None:
    (folder / ".git").mkdir(exist_ok=True)
    (folder / ".nq42check.yaml").write_text(text, encoding="utf-8")


# Settings


def test_settings_are_found_upward_and_paths_in_them_are_theirs(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    settings(tmp_path, "select: [weaker]\nfail_on: never\nexclude: [plans/drafts]\n")
    (tmp_path / "plans/drafts").mkdir()
    (tmp_path / "plans/drafts/bad.yaml").write_text("province: [", encoding="utf-8")
    done = run(tmp_path / "plans", ".", "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [each["name"] for each in report["findings"]] == ["weaker"]
    assert [each["path"] for each in report["inputs"]] == ["plan.yaml"]


def test_settings_are_not_looked_for_beyond_the_repository(tmp_path: Path) -> None:
    settings(tmp_path, "fail_on: never\n")
    inner = tmp_path / "inner"
    (inner / ".git").mkdir(parents=True)
    plan(inner, ("insurance.social", "46%"))
    assert checked(inner)[0] == 1


def test_the_command_line_goes_before_the_settings(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    settings(tmp_path, "select: [weaker]\nfail_on: never\nlanguage: vi\n")
    code, report = checked(tmp_path, "--select", "missing", "--fail-on", "error", "--lang", "en")
    assert (code, report["language"]) == (1, "en")
    assert {each["name"] for each in report["findings"]} == {"missing"}


def test_the_severity_of_a_rule_is_set(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    settings(tmp_path, "select: [weaker]\nseverity: {weaker: note}\n")
    code, report = checked(tmp_path)
    assert (code, report["counts"]["note"], report["counts"]["error"]) == (0, 1, 0)


def test_a_baseline_of_the_repository_is_known_by_its_number(tmp_path: Path) -> None:
    settings(tmp_path, "baselines: [norms]\nselect: [weaker]\n")
    (tmp_path / "norms").mkdir()
    (tmp_path / "norms/own.yaml").write_text(
        'document: {id: 1-KH/TU, title: Kế hoạch, by: 2030, version: "1"}\n'
        "targets:\n  - {indicator: insurance.social, value: 50%, binds: each, evidence: verified, basis: b}\n",
        encoding="utf-8",
    )
    plan(tmp_path, ("insurance.social", "46%"))
    path = tmp_path / "plans/plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[42-NQ/TW]", "[1-KH/TU]"), encoding="utf-8")
    _, report = checked(tmp_path)
    assert [(each["norm"]["document"], each["norm"]["value"]) for each in report["findings"]] == [("1-KH/TU", "50%")]


@pytest.mark.parametrize(
    "text, said",
    [
        ("selct: [weaker]\n", "Did you mean “select”?"),
        ("select: [weakr]\n", "Did you mean weaker?"),
        ("severity: {weakr: note}\n", "Did you mean weaker?"),
        ("severity: {weaker: grave}\n", "There is no severity “grave”"),
        ("language: fr\n", "vi, en"),
        ("fail_on: always\n", "never"),
        ("rules: [nowhere]\n", "nowhere"),
        ("not_waivable: weaker\n", "list"),
        ("require: {place: [A]}\n", "Did you mean “places”?"),
        ("require: [A]\n", "Keys with values"),
        ("require: {places: []}\n", "list"),
        ("require: {plans: 0}\n", "whole number"),
        ("require: {longest_waiver: 1.5}\n", "whole number"),
        ("require: {implements: [42-NQ/TV]}\n", "no baseline for the document “42-NQ/TV”"),
        ("fail_on: [\n", "syntax"),
    ],
)
def test_bad_settings_stop_every_command_with_their_place(tmp_path: Path, text: str, said: str) -> None:
    plan(tmp_path, ("insurance.social", "60%"))
    settings(tmp_path, text)
    for args in (("plans",), ("rules",)):
        done = run(tmp_path, *args)
        assert (done.returncode, done.stdout) == (2, ""), done
        assert said in done.stderr or said == "syntax"
        assert ".nq42check.yaml, line" in done.stderr or "nowhere" in text


def test_config_shows_what_holds_and_from_where(tmp_path: Path) -> None:
    settings(tmp_path, "fail_on: note\nselect: [NQ1]\nrequire:\n  plans: 34\n  places: [Hà Giang, Cần Thơ]\n")
    shown = run(tmp_path, "config").stdout
    lines = {line.split()[0]: line for line in shown.splitlines() if line.strip()}
    assert "note" in lines["fail_on"] and ".nq42check.yaml:1" in lines["fail_on"]
    assert "NQ1" in lines["select"] and ".nq42check.yaml:2" in lines["select"]
    assert "34" in lines["require.plans"] and ".nq42check.yaml:4" in lines["require.plans"]
    assert "Hà Giang, Cần Thơ" in lines["require.places"] and "default" in lines["require.implements"]
    assert "en" in lines["language"] and "LC_ALL" in lines["language"]


def test_files_that_are_excluded_do_not_stop_a_hook_but_an_excluded_folder_is_no_check(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    settings(tmp_path, "exclude: [plans]\n")
    named = run(tmp_path, "plans/plan.yaml")
    assert (named.returncode, named.stdout) == (0, "") and "exclude" in named.stderr
    assert run(tmp_path, "plans").returncode == 3


def test_after_two_dashes_all_are_paths(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    (tmp_path / "plans").rename(tmp_path / "rules")
    assert run(tmp_path, "--", "rules").returncode == 1
    assert run(tmp_path, "--format", "json", "--", "rules").returncode == 1


# Known findings


def test_known_findings_pass_until_they_are_worse(tmp_path: Path) -> None:
    plan(tmp_path, ("health.stunting", "25%"))
    done = run(tmp_path, "plans", "--write-known", "known.yaml")
    assert (done.returncode, done.stdout) == (0, "") and "--known known.yaml" in done.stderr
    table = ("plans", "--known", "known.yaml", "--as-of", "2026-11-21")
    count = len(checked(tmp_path)[1]["findings"])
    assert f"\n{count} known findings" in run(tmp_path, *table).stdout
    assert "NQ101" not in run(tmp_path, *table).stdout and "NQ101" in run(tmp_path, *table, "--all").stdout
    known = ("--known", "known.yaml", "--ignore", "missing")
    code, report = checked(tmp_path, *known)
    assert (code, rules(report), report["counts"]["known"]) == (0, [], 1)
    for value in ("26%", "khoảng 25%"):
        plan(tmp_path, ("health.stunting", value))
        code, report = checked(tmp_path, *known)
        assert (code, rules(report)) == (1, ["NQ101"]), value
    assert any("worse than when it was recorded" in caveat for caveat in report["findings"][0]["caveats"])
    plan(tmp_path, ("health.stunting", "25%", "by: 2031"))
    assert "NQ101" in rules(checked(tmp_path, *known)[1])


def test_a_known_target_that_leaves_out_more_counts_again(tmp_path: Path) -> None:
    remote, border = (("culture.remote_people", "100%", f"groups: [{group}]") for group in ("remote", "border"))
    plan(tmp_path, remote, border)
    args = ("--select", "narrower-scope")
    run(tmp_path, "plans", *args, "--write-known", "known.yaml")
    assert rules(checked(tmp_path, "--known", "known.yaml", *args)[1]) == []
    plan(tmp_path, remote)
    assert rules(checked(tmp_path, "--known", "known.yaml", *args)[1]) == ["NQ104"]


def test_two_values_of_one_target_are_both_known(tmp_path: Path) -> None:
    for values in (("60%", "70%"), ("70%", "60%")):
        plan(tmp_path, *(("insurance.social", value, "quote: đạt 90%") for value in values))
        run(tmp_path, "plans", "--write-known", "known.yaml")
        _, report = checked(tmp_path, "--known", "known.yaml")
        assert [each["name"] for each in report["findings"]].count("quote-differs") == 2 and rules(report) == []


def test_a_new_finding_beside_known_ones_counts(tmp_path: Path) -> None:
    plan(tmp_path, ("health.stunting", "25%"))
    run(tmp_path, "plans", "--write-known", "known.yaml")
    plan(tmp_path, ("health.stunting", "25%"), ("insurance.social", "46%"))
    code, report = checked(tmp_path, "--known", "known.yaml", "--select", "weaker")
    assert (code, [each["indicator"] for each in report["findings"] if not each["known"]]) == (1, ["insurance.social"])


def test_a_known_finding_that_has_gone_must_be_removed(tmp_path: Path) -> None:
    plan(tmp_path, ("health.stunting", "25%"))
    run(tmp_path, "plans", "--write-known", "known.yaml")
    plan(tmp_path, ("health.stunting", "dưới 15%"))
    code, report = checked(tmp_path, "--known", "known.yaml", "--ignore", "missing")
    assert (code, [each["name"] for each in report["findings"]]) == (1, ["known-gone"])
    for lang in ("en_US", "vi_VN"):
        said = run(tmp_path, "plans", "--known", "known.yaml", "--select", "known-gone", lang=lang).stdout
        assert "--write-known" in said and "{" not in said
    run(tmp_path, "plans", "--write-known", "known.yaml")
    assert checked(tmp_path, "--known", "known.yaml", "--ignore", "missing")[0] == 0


@pytest.mark.parametrize(
    "recorded, now, how",
    [
        (("health.stunting", "25%"), ("health.stunting", "20%"), "“25%” before, “20%” now"),
        (("health.stunting", "25%"), ("health.stunting", "dưới 25%"), "“25%” before, “< 25%” now"),
        (("health.stunting", "25%", "by: 2031"), ("health.stunting", "25%", "by: 2030"), "2031 before, 2030 now"),
        (("health.stunting", "25%"), ("health.stunting", "giảm xuống còn 25%"), None),
        (("health.stunting", "25%"), ("health.stunting", "25%", "by: 2031"), None),
    ],
)
def test_a_known_finding_that_has_improved_is_to_be_recorded_anew(
    tmp_path: Path, recorded: tuple[str, ...], now: tuple[str, ...], how: str | None
) -> None:
    plan(tmp_path, recorded)
    run(tmp_path, "plans", "--write-known", "known.yaml")
    plan(tmp_path, now)
    _, report = checked(tmp_path, "--known", "known.yaml")
    told = [each for each in report["findings"] if each["name"] == "known-improved"]
    assert [how and how in each["message"] for each in told] == ([True] if how else []), told
    assert all(each["known"] for each in report["findings"] if each["name"] == "weaker") or how is None
    for lang in ("en_US", "vi_VN"):
        said = run(tmp_path, "plans", "--known", "known.yaml", "--select", "known-improved", lang=lang)
        assert said.returncode == (1 if how else 0) and "{" not in said.stdout
        assert ("--write-known" in said.stdout) is bool(how)
    assert run(tmp_path, "plans", "--write-known", "known.yaml").returncode == 0
    assert checked(tmp_path, "--known", "known.yaml")[0] == 0


def test_a_group_less_that_a_known_finding_leaves_out_is_to_be_recorded_anew(tmp_path: Path) -> None:
    remote, border = (("culture.remote_people", "100%", f"groups: [{group}]") for group in ("remote", "border"))
    args = ("--select", "narrower-scope,known-improved")
    plan(tmp_path, remote)
    run(tmp_path, "plans", *args, "--write-known", "known.yaml")
    plan(tmp_path, remote, border)
    _, report = checked(tmp_path, "--known", "known.yaml", *args)
    assert "leaves out fewer" in str([each["message"] for each in report["findings"] if each["rule"] == "NQ512"])
    run(tmp_path, "plans", *args, "--write-known", "known.yaml")
    assert checked(tmp_path, "--known", "known.yaml", *args)[0] == 0


def test_of_two_known_values_the_worse_may_not_stay_on_record(tmp_path: Path) -> None:
    both = [("insurance.social", value, "quote: đạt 90%") for value in ("60%", "70%")]
    plan(tmp_path, *both)
    run(tmp_path, "plans", "--write-known", "known.yaml")
    for targets, expected in ((both, []), (both[1:], ["NQ506", "NQ512"]), (both[:1], ["NQ506"])):
        plan(tmp_path, *targets)
        assert sorted({*rules(checked(tmp_path, "--known", "known.yaml")[1])}) == expected


def test_records_of_plans_that_are_not_checked_are_kept(tmp_path: Path) -> None:
    plan(tmp_path, ("health.stunting", "25%"))
    plan(tmp_path, ("insurance.social", "46%"), name="other.yaml")
    other = tmp_path / "plans/other.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("Ví dụ", "Ví dụ khác"), encoding="utf-8")
    run(tmp_path, "plans", "--write-known", "known.yaml")
    before = (tmp_path / "known.yaml").read_text(encoding="utf-8")
    run(tmp_path, "plans/plan.yaml", "--write-known", "known.yaml")
    assert (tmp_path / "known.yaml").read_text(encoding="utf-8") == before
    code, report = checked(tmp_path, "--known", "known.yaml")
    assert (code, rules(report)) == (0, [])


def test_the_settings_name_the_known_findings(tmp_path: Path) -> None:
    plan(tmp_path, ("health.stunting", "25%"))
    run(tmp_path, "plans", "--write-known", "known.yaml")
    settings(tmp_path, "known: known.yaml\n")
    assert run(tmp_path / "plans", "plan.yaml").returncode == 0


def test_no_known_findings_make_an_empty_list_that_can_be_read(tmp_path: Path) -> None:
    plan(tmp_path, ("health.stunting", "dưới 15%"))
    (tmp_path / "known.yaml").write_text("known: []\n", encoding="utf-8")
    assert checked(tmp_path, "--known", "known.yaml", "--select", "weaker")[0] == 0


# Waivers


def test_a_rule_that_no_waiver_may_silence(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"), more=WAIVER)
    assert "weaker" not in [each["name"] for each in checked(tmp_path)[1]["findings"] if not each["waived"]]
    settings(tmp_path, "not_waivable: [weaker]\n")
    _, report = checked(tmp_path, "--ignore", "missing")
    assert sorted(each["name"] for each in report["findings"] if not each["waived"]) == ["waiver-not-allowed", "weaker"]
    for lang in ("en_US", "vi_VN"):
        said = run(tmp_path, "plans", "--select", "waiver-not-allowed", lang=lang).stdout
        assert "weaker" in said and "{" not in said


LIMITS = """\
require:
  longest_waiver: 730
  authorities: ["*NQ-HĐND*", "?/QĐ-TTg"]
"""


@pytest.mark.parametrize(
    "authority, until, told",
    [
        ("Nghị quyết số 12/NQ-HĐND ngày 9/12/2025", "2028-11-20", []),
        ("12/nq-hđnd", "2027-12-31", []),
        (normalize("NFD", "12/NQ-HĐND"), "2027-12-31", []),
        ("12/NQ-HÐND", "2027-12-31", []),  # Ð typed for Đ
        ("5/qđ-ttg", "2027-12-31", []),
        ("5/QĐ-TTg, bản sao", "2027-12-31", ["waiver-authority"]),
        ("15/QĐ-TTg", "2027-12-31", ["waiver-authority"]),
        ("x", "2027-12-31", ["waiver-authority"]),
        ("12/NQ-HĐND", "2028-11-21", ["waiver-too-long"]),
        ("12/NQ-HĐND", "9999-12-31", ["waiver-too-long"]),
        ("x", "2099-12-31", ["waiver-authority"]),
        ("x", "2026-11-20", ["waiver-expired"]),
    ],
)
def test_a_waiver_beyond_the_limits_of_the_repository_does_not_hold(
    tmp_path: Path, authority: str, until: str, told: list[str]
) -> None:
    waiver = WAIVER.replace("authority: a", f'authority: "{authority}"').replace("2027-12-31", until)
    plan(tmp_path, ("insurance.social", "46%"), more=waiver)
    settings(tmp_path, LIMITS)
    _, report = checked(tmp_path, "--ignore", "missing")
    counted = sorted(each["name"] for each in report["findings"] if not each["waived"])
    assert counted == sorted([*told, *(["weaker"] if told else [])])
    assert run(tmp_path, "plans", "--as-of", "9999-12-31").returncode == 1
    listed = run(tmp_path, "waivers", "plans", "--as-of", "2026-11-21", "--lang", "en").stdout
    assert ("holds ·" in listed) is not told


def test_the_limits_of_waivers_are_told_in_words_that_can_be_copied(tmp_path: Path) -> None:
    settings(tmp_path, LIMITS)
    for change, said in (("authority: x", "*NQ-HĐND*; ?/QĐ-TTg"), ("authority: 12/NQ-HĐND", "until: 2028-11-20")):
        waiver = WAIVER.replace("authority: a", change).replace("2027-12-31", "2030-12-31")
        plan(tmp_path, ("insurance.social", "46%"), more=waiver)
        for lang in ("en_US", "vi_VN"):
            args = ("--select", "NQ510,NQ511", "--format", "csv", "--as-of", "2026-11-21")
            told = run(tmp_path, "plans", *args, lang=lang).stdout
            assert said in told and "{" not in told
            listed = run(tmp_path, "waivers", "plans", "--as-of", "2026-11-21", lang=lang).stdout
            assert ("does not hold" if lang == "en_US" else "không có tác dụng") in " ".join(listed.split())


def test_waivers_are_listed_with_their_authority_and_days_left(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"), more=WAIVER.replace("2027-12-31", "2026-12-01").replace("a,", "12-CV,"))
    done = run(tmp_path, "waivers", "plans", "--as-of", "2026-11-21", "--lang", "en")
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("12-CV", "2026-12-01", "10 days left", "ending soon", "46%"))


# Files


def test_several_formats_at_once_each_to_its_place(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    args = ("plans", "--as-of", "2026-11-21")
    both = run(tmp_path, *args, "--format", "table", "--format", "json=out.json", "--format", "csv=out.csv")
    assert both.stdout == run(tmp_path, *args).stdout
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == run(tmp_path, *args, "--format", "json").stdout
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.json", "plans"]


@pytest.mark.parametrize(
    "formats", [("table", "json"), ("csv=out", "json=out"), ("csv=out", "json=./out"), ("json=no/such/folder/out",)]
)
def test_outputs_that_cannot_be_written_are_refused(tmp_path: Path, formats: tuple[str, ...]) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    done = run(tmp_path, "plans", *(arg for name in formats for arg in ("--format", name)))
    assert (done.returncode, done.stdout) == (2, "") and done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["plans"]


def test_what_is_no_file_takes_a_report_and_stays_what_it_is(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    expected = run(tmp_path, "plans", "--format", "csv").stdout
    assert run_process("plans", "--format", "csv=/dev/stdout", cwd=tmp_path, env=ENGLISH).stdout == expected
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE)
    run(tmp_path, "plans", "--format", "csv=pipe")
    assert reader.communicate(timeout=20)[0].decode() == expected


@pytest.mark.parametrize("file", ["plans/plan.yaml", "plans/../plans/plan.yaml", "known.yaml", ".nq42check.yaml"])
def test_a_report_is_not_written_over_what_the_run_reads(tmp_path: Path, file: str) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    (tmp_path / "known.yaml").write_text("known: []\n", encoding="utf-8")
    settings(tmp_path, "known: known.yaml\n")
    before = (tmp_path / file).read_text(encoding="utf-8")
    done = run(tmp_path, "plans", "--format", f"html={file}")
    assert (done.returncode, done.stdout) == (2, "") and "reads that file" in done.stderr
    assert (tmp_path / file).read_text(encoding="utf-8") == before


def test_reports_in_files_are_told_with_what_the_run_came_to(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    done = run(tmp_path, "plans", "--select", "weaker", "--format", "html=a.html", "--format", "csv=b.csv")
    assert done.stdout == "" and "Written: a.html, b.csv." in done.stderr and "Errors: 1" in done.stderr


def test_an_empty_folder_among_others_is_no_pass(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    (tmp_path / "empty").mkdir()
    done = run(tmp_path, "plans", "empty", "--fail-on", "never")
    assert done.returncode == 3 and "empty: no plan in it is checked" in done.stderr


def test_a_plan_whose_name_ends_in_capitals_is_checked(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"), name="A.YAML")
    assert checked(tmp_path)[0] == 1


@pytest.mark.parametrize("line", ["known: nope.yaml", "baselines: [nope]", "rules: [nope]"])
def test_settings_that_name_a_missing_file_end_with_2(tmp_path: Path, line: str) -> None:
    plan(tmp_path, ("insurance.social", "60%"))
    settings(tmp_path, f"{line}\n")
    done = run(tmp_path, "plans")
    assert (done.returncode, done.stdout) == (2, "") and "nope" in done.stderr


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    command = f'"{sys.executable}" -m nq42check plans > /dev/full'
    env = {**os.environ, "LC_ALL": "vi_VN"}
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, encoding="utf-8", env=env, timeout=60)
    assert done.returncode == 2 and "đĩa đã đầy" in done.stderr


def test_many_plans_are_held_to_known_findings_in_several_processes(tmp_path: Path) -> None:
    for number in range(WORTH_SEVERAL):
        plan(tmp_path, ("health.stunting", "25%"), name=f"{number}.yaml", province=f"Tỉnh {number}")
    run_process("plans", "--write-known", "known.yaml", cwd=tmp_path)
    done = run_process("plans", "--known", "known.yaml", "--jobs", "2", "--format", "json", "--short", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert (done.returncode, rules(report), len(report["inputs"])) == (0, [], WORTH_SEVERAL)


def test_an_output_keeps_what_it_had_where_a_run_fails(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    (tmp_path / "out.json").write_text("before", encoding="utf-8")
    code = (
        "import sys; import nq42check.reports.data as data\n"
        "def broken(*_): raise RuntimeError\n"
        "data.Json.closing = broken\n"
        "sys.argv = ['nq42check', 'plans', '--format', 'json=out.json']\n"
        "from nq42check.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 70
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "plans"]


def test_the_format_is_found_in_the_environment(tmp_path: Path) -> None:
    plan(tmp_path, ("insurance.social", "46%"))
    summary = tmp_path / "summary.md"
    summary.write_text("# Trước\n", encoding="utf-8")
    github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    done = run(tmp_path, "plans", **github)
    assert done.stdout.startswith("::error file=plans/plan.yaml,line=")
    assert summary.read_text(encoding="utf-8").startswith("# Trước\n") and "46%" in summary.read_text(encoding="utf-8")
    assert not run(tmp_path, "plans", "--format", "table", **github).stdout.startswith("::")
    assert json.loads(run(tmp_path, "plans", GITLAB_CI="true").stdout)
