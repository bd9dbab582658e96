"""What nobody has confirmed yet: rows, documents and words without a place, at the gate and in every report."""

import json
from datetime import date
from pathlib import Path

import pytest
from command import run

from nq42check.api import check

AS_OF = ("--as-of", "2026-11-21")
HEAD = """\
place: Ví dụ
document:
  title: Kế hoạch
  implements: [42-NQ/TW]
  by: 2030
"""
SOCIAL = "  - indicator: insurance.social\n    value: 65%\n    where: II.2\n"
DRAFT = "    status: draft\n"
WORDS = "unplaced:\n  - words: 95% đường thôn được cứng hóa\n    outside: đường thôn\n"
ABOUT_SOCIAL = ("--select", "NQ406", *AS_OF)


def plan(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def report(folder: Path, text: str, *args: str) -> dict[str, object]:
    done = run(plan(folder, text), *ABOUT_SOCIAL, "--format", "json", *args, cwd=folder)
    found: dict[str, object] = json.loads(done.stdout)
    return found | {"exit": done.returncode}


@pytest.mark.parametrize(
    "text, line, indicator",
    [
        (HEAD + "targets:\n" + SOCIAL + DRAFT, 10, "insurance.social"),
        (
            HEAD + "targets:\n" + SOCIAL + "  - {indicator: health.doctors, value: , status: draft}\n",
            10,
            "health.doctors",
        ),
        (HEAD + "  status: draft\ntargets:\n" + SOCIAL, 6, ""),
        (HEAD + "targets:\n" + SOCIAL + WORDS, 11, ""),
    ],
    ids=["row", "row without a value", "document", "words"],
)
def test_what_nobody_has_confirmed_does_not_pass(text: str, line: int, indicator: str, tmp_path: Path) -> None:
    found = report(tmp_path, text)
    (finding,) = found["findings"]  # type: ignore[misc]
    assert (finding["rule"], finding["line"], finding["indicator"]) == ("NQ406", line, indicator)  # type: ignore[index]
    assert found["exit"] == 1
    assert report(tmp_path, HEAD + "targets:\n" + SOCIAL)["exit"] == 0


@pytest.mark.parametrize(
    "wrong, line",
    [
        ("targets:\n" + SOCIAL + "    status: confirmed\n", 10),
        ("  status: Draft\ntargets:\n" + SOCIAL, 6),
        ("targets:\n" + SOCIAL + "unplaced:\n  - where: II\n", 11),
        ("targets:\n" + SOCIAL + "unplaced:\n  - {words: x, resembles: no.such}\n", 11),
        ("targets:\n" + SOCIAL + "unplaced: []\n", 10),
    ],
)
def test_what_a_status_or_entry_may_not_say_refuses_the_file(wrong: str, line: int, tmp_path: Path) -> None:
    done = run(plan(tmp_path, HEAD + wrong), "--lang", "en", cwd=tmp_path)
    assert done.returncode == 4 and f"line {line}" in done.stderr


def test_no_waiver_and_no_known_finding_settles_it(tmp_path: Path) -> None:
    text = HEAD + "targets:\n" + SOCIAL + DRAFT + WORDS
    waiver = "waivers:\n  - {rule: draft, indicator: insurance.social, value: 65%, reason: x, until: 2027-01-01}\n"
    done = run(plan(tmp_path, text + waiver), "--lang", "en", cwd=tmp_path)
    assert done.returncode == 4 and "cannot be waived" in done.stderr
    plan(tmp_path, text)
    assert run("plan.yaml", "--write-known", "known.yaml", *ABOUT_SOCIAL, cwd=tmp_path).returncode in (0, 1)
    assert "NQ406" not in (tmp_path / "known.yaml").read_text(encoding="utf-8")
    done = run("plan.yaml", "--known", "known.yaml", *ABOUT_SOCIAL, cwd=tmp_path)
    assert done.returncode == 1


def test_a_draft_row_answers_norms_and_every_report_says_on_what_they_are_met(tmp_path: Path) -> None:
    path = plan(tmp_path, HEAD + "targets:\n" + SOCIAL + DRAFT)
    said = "met on an unconfirmed row"
    row = next(each for each in report(tmp_path, path.read_text(encoding="utf-8"))["coverage"] if each["values"])  # type: ignore[attr-defined]
    assert (row["status"], row["unconfirmed"]) == ("met", True)
    for format_, words in (
        ("table", "on an unconfirmed row"),
        ("junit", "on an unconfirmed row"),
        ("csv", "on an unconfirmed row"),
        ("markdown", "1 norms count as met on the word of such rows"),
        ("html", "on an unconfirmed row"),
    ):
        text = " ".join(run(path, "--all", "--format", format_, "--lang", "en", *AS_OF, cwd=tmp_path).stdout.split())
        assert words in text, format_
    for format_ in ("table", "markdown"):
        told = " ".join(run("nation", path, "--format", format_, "--lang", "en", cwd=tmp_path).stdout.split())
        assert "Counted as met on rows that nobody has confirmed: 1, of Ví dụ (1)." in told, format_
    confirmed = plan(tmp_path, HEAD + "targets:\n" + SOCIAL, "confirmed.yaml")
    for command in (("compare", path), ("nation", path, "--indicator", "insurance.social")):
        told = run(*command, "--lang", "en", cwd=tmp_path, env={"ACCESSIBLE": "1"}).stdout
        assert said in " ".join(told.split()), command
        told = run(command[0], confirmed, *command[2:], "--lang", "en", cwd=tmp_path, env={"ACCESSIBLE": "1"}).stdout
        assert "confirmed" not in told.replace("confirmed.yaml", "")


def test_a_hundred_rows_are_one_line_of_the_short_report(tmp_path: Path) -> None:
    rows = "".join(f"  - indicator: merit.care\n    value: 100%\n    by: {2026 + n % 60}\n{DRAFT}" for n in range(100))
    path = plan(tmp_path, HEAD + "targets:\n" + rows)
    short = run(path, "--select", "NQ406,NQ101", "--lang", "en", cwd=tmp_path).stdout
    line = " ".join(short.split())
    assert "UNCONFIRMED · errors: 100 · NQ406" in line and "Lines 10, 14, 18," in line and "402, 406." in line
    assert len(short.splitlines()) < 25
    full = run(path, "--full", "--select", "NQ406", "--lang", "en", cwd=tmp_path).stdout
    assert full.count("Nobody has confirmed this row yet.") == 100
    brief = run(path, "--brief", "--select", "NQ406", "--lang", "en", cwd=tmp_path).stdout
    assert brief.count("UNCONFIRMED · errors: 100 · NQ406") == 1
    path = plan(tmp_path, HEAD + "targets:\n" + rows + rows)
    assert "and 100 more." in " ".join(run(path, "--select", "NQ406", "--lang", "en", cwd=tmp_path).stdout.split())


@pytest.mark.parametrize(
    "text", ["targets:\n" + SOCIAL + DRAFT, "  status: draft\ntargets:\n" + SOCIAL, "targets:\n" + SOCIAL + WORDS]
)
def test_what_is_not_confirmed_serves_nobody_as_norms(text: str, tmp_path: Path) -> None:
    above = plan(tmp_path, HEAD + text, "above.yaml")
    below = plan(tmp_path, HEAD.replace("Ví dụ", "Xã") + "targets:\n" + SOCIAL)
    done = run(below, "--against", above, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 4 and "cannot serve as norms" in done.stderr
    plan(tmp_path, HEAD + "targets:\n" + SOCIAL, "above.yaml")
    assert run(below, "--against", above, cwd=tmp_path).returncode == 0


def test_to_confirm_a_row_is_no_change_of_the_plan(tmp_path: Path) -> None:
    old = plan(tmp_path, HEAD + "targets:\n" + SOCIAL + DRAFT, "old.yaml")
    new = plan(tmp_path, HEAD + "targets:\n" + SOCIAL, "new.yaml")
    told = json.loads(run("diff", old, new, "--format", "json", cwd=tmp_path).stdout)
    assert [each["change"] for each in told["changes"]] == ["same"] and not told["losses"]


def test_words_of_one_plan_are_told_apart(tmp_path: Path) -> None:
    two = WORDS + "  - words: 40% xã có sân vận động\n"
    plans = check(str(plan(tmp_path, HEAD + "targets:\n" + SOCIAL + two)), as_of=date(2026, 11, 21)).plans
    found = [each.finding for each in plans[0].findings if each.finding.rule.id == "NQ406"]
    assert len({finding.fingerprint for finding in found}) == 2
