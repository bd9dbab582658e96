"""The format `lines`: read back as editors and shells read it, and held against the JSON report."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from command import run, shell
from conftest import HEAD, ROOT, WEAK, entry
from test_formats import AS_OF, BROKEN, LANGUAGES, folder, live, report, truth

__all__ = ["folder"]  # the plans of the other formats

LINE = re.compile(r"^(.+?):(\d+):(\d+): (error|warning|note): (.*)$")
GUIDE = ROOT / "docs/editors.md"

Problem = tuple[str, int, int, str, str]


def problems(text: str) -> list[Problem]:
    """What an editor makes of each line."""
    found = []
    for line in text.splitlines():
        match = LINE.search(line)
        assert match, line
        file, row, column, severity, said = match.groups()
        found.append((file, int(row), int(column), severity, said))
    return found


def of_the_guide(language: str) -> str:
    """What the guide for editors shows in one of their languages."""
    (shown,) = re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[-1:]
    return str(shown)


@LANGUAGES
def test_each_finding_and_each_refusal_has_a_line(folder: Path, language: str) -> None:
    (*read, totals), expected = problems(report(folder, "lines", language)), truth(folder, language)
    for severity in ("error", "warning", "note"):
        wanted = live(expected, severity) + (expected["errors"] if severity == "error" else [])
        assert Counter(each[:3] for each in read if each[3] == severity) == Counter(
            (each["path"], each["line"], each["column"]) for each in wanted
        )
        for each in wanted:
            assert any(
                said.startswith(each["rule"]) and each["message"] in said and each.get("advice", "") in said
                for *_, said in read
            )
    assert totals[3] == "note" and str(expected["counts"]["error"]) in totals[4], "a plan has a waiver"
    assert (BROKEN, 7, 16, "error") in {each[:4] for each in read}


def test_the_worst_of_a_plan_comes_first() -> None:
    severities = [severity for *_, severity, _ in problems(run("provinces/ha_giang.yaml", "--format", "lines").stdout)]
    order = ["error", "warning", "note"]
    assert severities == sorted(severities, key=order.index) and {"error", "warning"} <= set(severities)


def test_what_is_wrong_comes_before_the_arrow_and_what_to_do_behind_it() -> None:
    text = run("provinces/ha_giang.yaml", "--format", "lines", *AS_OF).stdout
    (told,) = (line for line in text.splitlines() if line.startswith("provinces/ha_giang.yaml:110:12: "))
    assert re.fullmatch(
        r".*: error: NQ101 yếu hơn chuẩn: Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi \(năm 2030\): "
        r"Mức “dưới 25%” chưa đáp ứng “dưới 15%” của 42-NQ/TW\..* → Giảm xuống “dưới 15%”\..*",
        told,
    )


def test_nothing_to_tell_is_no_line(tmp_path: Path) -> None:
    norm = entry("insurance.social", "46%", "binds: each", "evidence: verified", "basis: b")
    head = "document: {id: X, title: Norms, by: 2030, version: '1'}\ntargets:\n"
    (tmp_path / "norm.yaml").write_text(head + norm, encoding="utf-8")
    quoted = entry("insurance.social", "46%", "quote: đạt 46%")
    (tmp_path / "plan.yaml").write_text(HEAD + quoted, encoding="utf-8")
    done = run("plan.yaml", "--against", "norm.yaml", "--format", "lines", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_no_plan_or_is_held_against_nothing_has_a_line(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("rules: []\n", encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(
        HEAD.replace("  implements: [42-NQ/TW]\n", "") + entry("insurance.social", "46%"), encoding="utf-8"
    )
    done = run("rules.yaml", "plan.yaml", "none.yaml", "--format", "lines", "--lang", "en", cwd=tmp_path)
    read = problems(done.stdout)
    assert {each[:4] for each in read} >= {("rules.yaml", 1, 1, "note"), ("none.yaml", 1, 1, "error")}
    assert any(
        "document.implements" in said and (path, severity) == ("plan.yaml", "error")
        for path, *_, severity, said in read
    )


def test_a_gate_tells_what_stands_against_a_change_in_lines(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "plan.yaml").write_text(WEAK, encoding="utf-8")
    (tmp_path / "base/plan.yaml").write_text(WEAK.replace("46%", "47%"), encoding="utf-8")
    done = run("gate", "base", "plan.yaml", "--format", "lines", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 1
    assert any(re.match(r"NQ6\d\d .*46%.* → ", said) for *_, said in problems(done.stdout))


def test_a_shell_finds_in_them_what_it_looks_for() -> None:
    found = shell("$nq42check provinces/ha_giang.yaml --format lines | grep -c ': error: NQ101 '", ROOT)
    assert found.stdout == "8\n"
    first = shell("$nq42check provinces/ha_giang.yaml --format lines | head -1", ROOT)
    assert len(problems(first.stdout)) == 1 and first.stderr == ""


def test_the_tasks_of_the_guide_read_the_lines() -> None:
    for task in json.loads(of_the_guide("json"))["tasks"]:
        assert "--format lines" in task["command"]
        pattern = task["problemMatcher"]["pattern"]
        assert pattern.pop("regexp") == LINE.pattern
        assert pattern == {"file": 1, "line": 2, "column": 3, "severity": 4, "message": 5}


@pytest.mark.skipif(shutil.which("vim") is None, reason="needs vim")
def test_vim_jumps_to_each(folder: Path, tmp_path: Path) -> None:
    text = report(folder, "lines", "vi")
    (tmp_path / "lines").write_text("nq42check: a word on standard error\n" + text, encoding="utf-8")
    (errorformat,) = re.findall(r"^set errorformat=.*", of_the_guide("vim"), re.MULTILINE)
    script = tmp_path / "script.vim"
    listed = "bufname(v:val.bufnr).'|'.v:val.lnum.'|'.v:val.col.'|'.tolower(v:val.type)"
    script.write_text(
        f"set encoding=utf-8\n{errorformat}\ncgetfile {tmp_path / 'lines'}\n"
        f"call writefile(map(filter(getqflist(), 'v:val.valid'), \"{listed}\"), '{tmp_path / 'read'}')\nqall!\n",
        encoding="utf-8",
    )
    subprocess.run(["vim", "-u", "NONE", "-es", "-S", script], cwd=folder, check=False, timeout=30)
    read = [line.split("|") for line in (tmp_path / "read").read_text(encoding="utf-8").splitlines()]
    assert [(file, int(row), int(column), kind) for file, row, column, kind in read] == [
        (*each[:3], each[3][0]) for each in problems(text)
    ]
