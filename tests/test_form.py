"""A form that is half full is checked: what is left empty is missing at its line, and is never taken for a target."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from command import Done, run
from conftest import AS_OF, HEAD, KNOWN, entry, found_in
from jsonschema import Draft202012Validator

from nq42check.reading.schemas import schema
from nq42check.run.checking import Checker
from nq42check.run.inputs import Input
from nq42check.run.results import PlanReport

EMPTY = ("", " ~", " null", ' ""', " ''", "   ", '  "  "', ' "\\u200b"', ' "\\u200b \\u00a0"', "  # chưa có số liệu")
HEALTH, STUNTING, RURAL = "insurance.health", "health.stunting", "water.clean_rural"
FIRST = HEAD.count("\n") + 1
"""The line of the first target."""


def row(indicator: str, *more: str) -> str:
    """A target whose value is left empty."""
    return f"  - indicator: {indicator}\n    value:\n" + "".join(f"    {line}\n" for line in more)


def checked(*targets: str, head: str = HEAD, more: str = "") -> PlanReport:
    return found_in(head + "".join(targets) + more)


def statuses(plan: PlanReport, indicator: str) -> list[str]:
    """What the plan makes of the norms on an indicator."""
    return [each.status.value for each in plan.assessments if each.norm.target.indicator.id == indicator]


def found(plan: PlanReport, indicator: str) -> list[tuple[str, int]]:
    """The findings on an indicator, by rule and line."""
    about = (each for each in plan.findings if each.finding.flag.indicator.id == indicator)
    return [(each.finding.rule.name, each.line) for each in about]


def told(text: str, *args: str, lang: str = "vi") -> Done:
    """What the command says of a plan on standard input."""
    return run("-", "--lang", lang, "--as-of", AS_OF.isoformat(), *args, stdin=text.encode())


HALF = HEAD + entry(STUNTING, "dưới 15%") + row(HEALTH, "where:", "quote:") + row("labour.unemployment")
BLANK = HEAD + row(HEALTH, "where:") + row(STUNTING)


@pytest.fixture(scope="module")
def form() -> str:
    return run("new", "Cao Bằng", "--output", "-").stdout


# What is empty


@pytest.mark.parametrize("empty", EMPTY)
def test_a_value_left_empty_is_missing_at_its_line_and_the_rest_is_compared(empty: str) -> None:
    plan = checked(f"  - indicator: {HEALTH}\n    value:{empty}\n", entry(STUNTING, "dưới 25%"))
    assert found(plan, HEALTH) == [("missing", FIRST + 1)] and statuses(plan, HEALTH) == ["missing"]
    assert found(plan, STUNTING) == [("weaker", FIRST + 3)]
    assert not plan.refusals and [each.indicator.id for each in plan.plan.targets] == [STUNTING]


@pytest.mark.parametrize("key", ["where", "quote", "note", "owner"])
@pytest.mark.parametrize("empty", EMPTY)
def test_what_a_form_has_room_for_may_stay_empty(key: str, empty: str) -> None:
    plan = checked(f"  - indicator: {STUNTING}\n    value: dưới 15%\n    {key}:{empty}\n")
    (target,) = plan.plan.targets
    assert getattr(target, key) is None and not plan.refusals
    assert found(plan, STUNTING) == [("no-source", FIRST)]


@pytest.mark.parametrize("key", ["id", "issuer", "date"])
@pytest.mark.parametrize("empty", EMPTY)
def test_so_may_what_a_document_need_not_say(key: str, empty: str) -> None:
    head = HEAD.replace("  by: 2030\n", f"  by: 2030\n  {key}:{empty}\n")
    document = checked(entry(STUNTING, "dưới 15%"), head=head).document
    assert (document.number, document.issuer, document.date) == (None, None, None)


REFUSED = {
    "only": (row(HEALTH, "only:"), "only: vùng thuận lợi"),
    "groups": (row(HEALTH, "groups:"), "groups: ["),
    "groups, a list": (row(HEALTH, "groups: [~]"), "groups: ["),
    "by": (row(HEALTH, "by: ''"), "by: 2030"),
    "task": (row(HEALTH, "task:"), "task: true"),
    "counts": (row(HEALTH, "counts:"), "counts: households"),
    "indicator": ("  - indicator:\n    value: 96%\n", "indicator: labour.trained"),
    "indicator of a row": ("  - indicator: ~\n    value:\n", "indicator: labour.trained"),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", REFUSED)
def test_other_keys_left_empty_are_refused_by_name_with_what_to_type(name: str, language: str) -> None:
    text, typed = REFUSED[name]
    done = told(HEAD + text, lang=language)
    key = name.split(",")[0].split()[0]
    assert done.returncode == 4 and f"“{key}”" in done.stderr and typed in done.stderr


def test_a_title_left_empty_is_refused_by_name() -> None:
    done = told(re.sub("title: .*", "title:", HEAD) + entry(STUNTING, "dưới 15%"))
    assert done.returncode == 4 and "dòng 3" in done.stderr and "“title”" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        f"  - indicator: {HEALTH}\n",  # no value at all
        row("insurance.helth"),
        row(HEALTH, "by: 30"),
        row(HEALTH, "groups: [remote]"),
        row(HEALTH, "counts: cows"),
        row(HEALTH, "task: có"),
        row(HEALTH, "quot: x"),
        row(HEALTH).replace("value:", "value: # 96%"),
        row(HEALTH).replace("value:", "value: #96%"),
        row(HEALTH).replace("value:", "value: >"),
        row(HEALTH).replace("value:", "value: true"),
        row(HEALTH).replace("value:", "value: []"),
    ],
)
def test_all_else_in_a_row_is_held_to_what_a_target_is(text: str) -> None:
    done = told(HEAD + entry(STUNTING, "dưới 15%") + text)
    assert done.returncode == 4 and "Traceback" not in done.stderr


# What it is for other parts


def test_its_finding_is_the_one_that_a_missing_norm_has() -> None:
    def print_of(plan: PlanReport) -> tuple[str, object, str]:
        (each,) = (each.finding for each in plan.findings if each.finding.flag.indicator.id == HEALTH)
        return each.fingerprint, each.flag.target, each.rule.id

    stated = entry(STUNTING, "dưới 15%")
    assert print_of(checked(stated, row(HEALTH))) == print_of(checked(stated))


def test_waivers_and_known_findings_hold_for_it_as_for_what_is_missing() -> None:
    waiver = f"  - {{rule: missing, indicator: {HEALTH}, reason: r, authority: a, until: 2027-12-31}}\n"
    plan = checked(entry(STUNTING, "dưới 15%"), row(HEALTH), more=f"waivers:\n{waiver}")
    (each,) = (each.finding for each in plan.findings if each.finding.flag.indicator.id == HEALTH)
    assert each.waived


def test_an_excuse_beside_an_empty_row_holds() -> None:
    excuse = "not_applicable:\n  - {indicator: culture.ethnic_communes, reason: Không có}\n"
    plan = checked(entry(STUNTING, "dưới 15%"), row("culture.ethnic_communes"), more=excuse)
    assert statuses(plan, "culture.ethnic_communes") == ["not_applicable"]
    assert found(plan, "culture.ethnic_communes") == []


def test_what_is_filled_in_counts_beside_an_empty_row_of_the_same() -> None:
    plan = checked(row(HEALTH), entry(HEALTH, "trên 95%"))
    assert statuses(plan, HEALTH) == ["met"] and found(plan, HEALTH) == []


def test_a_row_for_a_nearer_year_is_named_beside_what_falls_short() -> None:
    plan = checked(entry(HEALTH, "90%", "by: 2027"), row(HEALTH))
    (each,) = (each.finding for each in plan.findings if each.finding.flag.indicator.id == HEALTH)
    assert each.rule.name == "weaker" and each.flag.unfilled and each.flag.unfilled.line == FIRST + 5
    early = checked(entry(HEALTH, "90%"), row(HEALTH, "by: 2027"))
    (each,) = (each.finding for each in early.findings if each.finding.flag.indicator.id == HEALTH)
    assert each.flag.unfilled is None


def test_a_row_for_the_groups_left_out_is_named_beside_what_leaves_them_out() -> None:
    norm = "culture.remote_people"
    plan = checked(entry(norm, "100%", "groups: [remote, border]"), row(norm, "groups: [islands]"))
    (each,) = (each.finding for each in plan.findings if each.finding.rule.name == "narrower-scope")
    assert each.flag.unfilled and each.flag.unfilled.groups == ("islands",)
    done = told(HEAD + entry(norm, "100%", "groups: [remote, border]") + row(norm, "groups: [islands]"), lang="en")
    assert f"line {FIRST + 5}" in " ".join(done.stdout.split())


def test_of_two_years_each_has_its_own_row() -> None:
    rows = [row(HEALTH, "by: 2026"), row(HEALTH), row(HEALTH, "by: 2035")]
    plan = checked(entry(STUNTING, "dưới 15%"), *rows, head=HEAD.replace("[42-NQ/TW]", "[42-NQ/TW, 72-NQ/TW]"))
    by_year = {
        each.finding.flag.norm.target.by: each.line
        for each in plan.findings
        if each.finding.flag.norm and each.finding.flag.indicator.id == HEALTH
    }
    assert by_year == {2026: FIRST + 4, 2030: FIRST + 7}


def test_a_task_left_empty_answers_no_norm() -> None:
    plan = checked(entry(STUNTING, "dưới 15%"), row(HEALTH, "task: true"))
    assert found(plan, HEALTH) == [("missing", FIRST - 1)]  # at targets
    assert plan.plan.rows == 2


def test_wholes_and_parts_left_empty_say_nothing() -> None:
    whole = next(each for each in KNOWN.catalogue.indicators.values() if each.parts and each.is_share)
    parts = [entry(part, "100%") for part in whole.parts]
    empty = [row(part) for part in whole.parts]
    assert {each.indicator.id for each in checked(*empty, entry(STUNTING, "dưới 15%")).plan.unfilled} == {*whole.parts}
    assert statuses(checked(row(whole.id), *parts), whole.id) == statuses(checked(*parts), whole.id)
    stated = entry(whole.id, "100%")
    for part in whole.parts:
        assert statuses(checked(stated, *empty), part) == statuses(checked(stated), part)


def test_the_part_of_a_plan_that_serves_as_norms_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "tinh.yaml").write_text(HALF, encoding="utf-8")
    (tmp_path / "xa.yaml").write_text(HEAD.replace("Ví dụ", "Xã") + entry(STUNTING, "dưới 15%"), encoding="utf-8")
    done = run("xa.yaml", "--against", "tinh.yaml", cwd=tmp_path)
    assert done.returncode == 4 and f"dòng {FIRST + 4}" in done.stderr and HEALTH in done.stderr


# How much is filled in


@pytest.mark.parametrize("language, sentence", [("vi", "Đã điền 1/3 mục."), ("en", "1 of 3 rows are filled in.")])
@pytest.mark.parametrize("format", ["table", "markdown", "html", "github"])
def test_reports_for_people_say_how_much_is_filled_in(format: str, language: str, sentence: str) -> None:
    assert sentence in told(HALF, "--format", format, lang=language).stdout
    full = told(HEAD + entry(STUNTING, "dưới 15%"), "--format", format, lang=language).stdout
    assert "Đã điền" not in full and "filled in" not in full


def test_rows_that_no_finding_tells_are_named_by_line() -> None:
    text = HEAD + entry(HEALTH, "trên 95%") + row(HEALTH, "by: 2027")
    assert f"Đã điền 1/2 mục. Còn trống mà không phát hiện nào nêu: dòng {FIRST + 4}." in told(text).stdout


def test_json_counts_what_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HALF, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(BLANK.replace("Ví dụ", "Khác"), encoding="utf-8")
    done = run(tmp_path, "--format", "json")
    report = json.loads(done.stdout)
    Draft202012Validator(schema("report")).validate(report)
    assert [(each["filled"], each["rows"]) for each in report["inputs"]] == [(1, 3), (0, 2)]
    assert (report["counts"]["filled"], report["counts"]["rows"]) == (1, 5)
    assert done.returncode == 1


@pytest.mark.parametrize(
    "language, words, value", [("vi", "Mục ở dòng", "chưa điền"), ("en", "Its row at line", "not filled in")]
)
def test_the_finding_says_that_its_row_is_not_filled_in(language: str, words: str, value: str) -> None:
    full = " ".join(told(HALF, "--full", lang=language).stdout.split())
    short = told(HALF, lang=language).stdout.splitlines()
    for line in (FIRST + 4, FIRST + 8):
        assert f"{words} {line}" in full
        assert any(re.match(rf"○ +{line} .*{value} → ", said) for said in short)
    for format in ("csv", "markdown"):
        assert told(HALF, "--format", format, lang=language).stdout.count(value) >= 4


# A form in which nothing is filled in


def test_a_fresh_form_is_nothing_to_check(form: str) -> None:
    done = told(form)
    line = next(place for place, text in enumerate(form.splitlines(), 1) if text == "    value:")
    said = " ".join(done.stdout.split())
    assert done.returncode == 3 and f"bắt đầu từ dòng {line}, ví dụ value: " in said and "NQ201" not in said
    assert re.search(r"Nothing was compared: none of the \d+ rows", " ".join(told(form, lang="en").stdout.split()))


def test_with_one_value_it_is_checked(form: str) -> None:
    line = form.splitlines().index("  - indicator: health.stunting") + 2
    done = told(form.replace("health.stunting\n    value:", "health.stunting\n    value: dưới 15%"), "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1 and report["counts"]["filled"] == 1
    missing = [each for each in report["findings"] if each["rule"] == "NQ201"]
    rows = report["counts"]["rows"]
    assert len(missing) == rows - 1 == len({each["line"] for each in missing}) and line not in {
        each["line"] for each in missing
    }


def test_each_format_says_that_nothing_was_compared_and_where_to_begin() -> None:
    line, begin = FIRST + 1, f"dòng {FIRST + 1}"
    for format in ("table", "markdown", "html", "csv"):
        done = told(BLANK, "--format", format)
        assert done.returncode == 3 and begin in " ".join(done.stdout.split()), format
        assert "NQ201" not in done.stdout
    assert f"line={line}" in told(BLANK, "--format", "github").stdout
    suite = ElementTree.fromstring(told(BLANK, "--format", "junit").stdout)
    assert [(case.get("line"), len(case.findall("error"))) for case in suite.iter("testcase")] == [(str(line), 1)]
    (notice,) = json.loads(told(BLANK, "--format", "sarif").stdout)["runs"][0]["invocations"][0][
        "toolExecutionNotifications"
    ]
    assert notice["locations"][0]["physicalLocation"]["region"] == {"startLine": line}
    (issue,) = json.loads(told(BLANK, "--format", "gitlab").stdout)
    assert issue["location"]["lines"] == {"begin": line} and issue["severity"] == "blocker"
    report = json.loads(told(BLANK, "--format", "json").stdout)
    assert report["findings"] == report["coverage"] == [] and report["counts"]["comparisons"] == 0


def test_it_is_not_passed_in_silence_beside_plans_that_are_met(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BLANK, encoding="utf-8")
    met = HEAD.replace("Ví dụ", "Khác") + entry(STUNTING, "dưới 15%")
    (tmp_path / "b.yaml").write_text(met, encoding="utf-8")
    done = run(tmp_path, "--select", "weaker")
    assert done.returncode == 3 and "Chưa đối chiếu" in done.stdout
    compared = run("compare", tmp_path)
    assert compared.returncode == 3 and "a.yaml" in compared.stderr and f"dòng {FIRST + 1}" in compared.stderr


def test_of_many_plans_it_is_told_under_their_table(tmp_path: Path) -> None:
    for number in range(6):
        text = (BLANK if number == 3 else HALF).replace("Ví dụ", f"Tỉnh {number}")
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "6.yaml").write_text(HALF.replace("  implements: [42-NQ/TW]\n", ""), encoding="utf-8")
    said = " ".join(run(".", cwd=tmp_path).stdout.split())
    assert "3.yaml: Chưa đối chiếu: cả 2 mục của tệp đều chưa điền." in said and f"bắt đầu từ dòng {FIRST + 1}" in said
    assert "6.yaml: Kế hoạch này không được đối chiếu với chuẩn nào." in said


def test_known_findings_of_a_plan_are_kept_while_its_form_is_empty(tmp_path: Path) -> None:
    plan, known = tmp_path / "a.yaml", tmp_path / "known.yaml"
    plan.write_text(HEAD + entry(STUNTING, "dưới 25%"), encoding="utf-8")
    assert run(plan, "--write-known", known).returncode == 0
    records = yaml.safe_load(known.read_text(encoding="utf-8"))["known"]
    plan.write_text(BLANK, encoding="utf-8")
    assert run(plan, "--write-known", known).returncode == 3
    assert records and yaml.safe_load(known.read_text(encoding="utf-8"))["known"] == records


# All of it


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_complete_plan_is_demanded_row_by_row(language: str) -> None:
    done = told(HALF, "--complete", lang=language)
    assert done.returncode == 4
    for line, indicator in ((FIRST + 4, HEALTH), (FIRST + 8, "labour.unemployment")):
        (said,) = (said for said in done.stderr.splitlines() if f" {line}," in said)
        assert indicator in said and "NQ910" in said and re.search(r"value: \S", said)
    assert "NQ201" in done.stdout  # the rest is checked
    assert told(HEAD + entry(STUNTING, "dưới 15%"), "--complete", "--select", "weaker").returncode == 0
    assert told(BLANK, "--complete").returncode == 4


def test_the_example_that_is_told_can_be_typed() -> None:
    for id in KNOWN.catalogue.indicators:
        checker = Checker(KNOWN, as_of=AS_OF, complete=True)
        plan = checker.check(Input("plan.yaml", BytesIO((HEAD + row(id)).encode())))
        assert isinstance(plan, PlanReport)
        (refusal,) = plan.refusals
        typed = HEAD + row(id).replace("value:", f"value: {refusal.problem.fields['example']}")
        assert not found_in(typed).refusals, id


# From version to version


def differs(tmp_path: Path, old: str, new: str, *args: str) -> Done:
    for name, text in (("old", old), ("new", new)):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "a.yaml").write_text(text, encoding="utf-8")
    return run("diff", "old", "new", *args, cwd=tmp_path)


FULL = HALF.replace("health\n    value:", "health\n    value: 96%").replace("ment\n    value:", "ment\n    value: 2%")


@pytest.mark.parametrize("new", [HALF, re.sub(r"value: .*", "value:", FULL)], ids=["half", "blank"])
def test_a_value_that_was_emptied_is_dropped(new: str, tmp_path: Path) -> None:
    done = differs(tmp_path, FULL, new, "--format", "json")
    told: dict[str, Any] = json.loads(done.stdout)
    emptied = {HEALTH, "labour.unemployment"} | (set() if new == HALF else {STUNTING})
    assert {each["indicator"] for each in told["changes"] if each["change"] == "dropped"} == emptied
    assert done.returncode == 1 and told["losses"] == []
    back = json.loads(differs(tmp_path, new, FULL, "--format", "json").stdout)
    assert {each["indicator"] for each in back["changes"] if each["change"] == "added"} == emptied


def test_a_gate_tells_what_was_emptied_at_its_line(tmp_path: Path) -> None:
    differs(tmp_path, FULL, HALF)
    (tmp_path / "new" / "old").mkdir()
    (tmp_path / "new" / "old" / "a.yaml").write_text(FULL, encoding="utf-8")
    done = run("gate", "old", "a.yaml", "--format", "json", cwd=tmp_path / "new")
    told = json.loads(done.stdout)
    assert [(each["name"], each["line"]) for each in told["objections"]] == [
        ("dropped", FIRST + 4),
        ("dropped", FIRST + 8),
    ]
    (tmp_path / "new" / "a.yaml").write_text(re.sub(r"value: .*", "value:", FULL), encoding="utf-8")
    done = run("gate", "old", "a.yaml", "--format", "json", cwd=tmp_path / "new")
    names = [each["name"] for each in json.loads(done.stdout)["objections"]]
    assert sorted(names) == ["dropped"] * 3 + ["fewer-comparisons"] and done.returncode == 1
    assert run("gate", "old", "a.yaml", "--complete", cwd=tmp_path / "new").returncode == 4


# The form itself


def test_the_form_has_room_for_all_that_a_target_needs(form: str) -> None:
    filled = yaml.safe_load(form)
    assert all([*target][-2:] == ["where", "quote"] for target in filled["targets"])
    assert {"id": None, "issuer": None, "date": None}.items() <= filled["document"].items()
    assert "refused" not in form and "chưa được chấp nhận" not in form


def test_the_form_names_near_indicators(form: str) -> None:
    before = form[: form.index("- indicator: labour.certified")]
    assert "Khác với labour.trained (Tỷ lệ lao động qua đào tạo)." in before[before.rindex("Chuẩn:") :]


@pytest.mark.parametrize(
    "names", [("68/NQ-CP",), ("42-NQ/TW", "72-NQ/TW"), ("72-NQ/TW", "68/NQ-CP", "841/QĐ-TTg", "257/2025/QH15")]
)
def test_the_form_has_one_row_for_each_norm_and_year(names: tuple[str, ...]) -> None:
    form = yaml.safe_load(run("new", "X", "--output", "-", *(f"--against={name}" for name in names)).stdout)
    rows = [
        (each["indicator"], each.get("by", form["document"]["by"]), str(each.get("groups"))) for each in form["targets"]
    ]
    assert len(rows) == len(set(rows))
    if "72-NQ/TW" in names:
        years = [by for id, by, _ in rows if id == HEALTH]
        assert years == sorted(years) and len(years) == 2
