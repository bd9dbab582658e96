"""The formats for other programs, read back as those programs read them and held against the JSON report."""

import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from command import WORTH_SEVERAL, run, run_process
from conftest import HEAD, KNOWN, ROOT, brief, entry, found_in, written
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token
from test_command import WAIVED
from test_completion import offered

from nq42check.reading.documents import load_baseline
from nq42check.reading.nodes import Problem
from nq42check.reading.parsing import parse
from nq42check.reports import Reporter, markdown
from nq42check.reports.data import Json
from nq42check.reports.markdown import Markdown
from nq42check.reports.registry import AUDIENCES, FORMATS
from nq42check.reports.sarif import Sarif
from nq42check.run.checking import Checker
from nq42check.run.inputs import Input
from nq42check.run.results import Objected, Refusal, Result
from nq42check.run.tally import Tally
from nq42check.version import __version__

LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
AS_OF = ("--as-of", "2026-11-21")
PROVINCES = ("ha_giang.yaml", "hung_yen.yaml", "kien_giang.yaml", "tay_ninh.yaml")
WAIVES = "có ngoại lệ.yaml"
BROKEN = "kế hoạch hỏng, bản 1: 50%.yaml"
HOSTILE_NAME = "=Tỉnh|x <script>alert(1)</script> [a](http://e.vn) `b` @admin *z*"
HOSTILE_NOTE = "1. <b>đậm</b> | [x](1) {0} https://e.vn :smile: www.e.vn %0A::error::"
HOSTILE = (
    HEAD.replace("Ví dụ", json.dumps(HOSTILE_NAME))
    + entry("insurance.social", "46%", f"note: {json.dumps(HOSTILE_NOTE + ' @admin')}")
    + WAIVED.replace("điểm của", "điểm\\n\\n| của").replace("Xuất", '"Xuất').replace("tỉnh\n", 'tỉnh"\n')
)
UNUSED = WAIVED.replace("46%", "99%")
TWICE = entry("insurance.social", "46%") + UNUSED + UNUSED.removeprefix("waivers:\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four provinces, a plan with a waiver and something not applicable, and a plan that is refused twice."""
    path = tmp_path_factory.mktemp("plans")
    for name in PROVINCES:
        copy(ROOT / "provinces" / name, path)
    exempt = "not_applicable:\n  - indicator: culture.ethnic_communes\n    reason: Tỉnh không có xã nào như thế\n"
    (path / WAIVES).write_text(HEAD + entry("insurance.social", "46%") + WAIVED + exempt, encoding="utf-8")
    wrong = HEAD + entry("no.such", "1%") + entry("nor.this", "1%")
    (path / BROKEN).write_text(wrong, encoding="utf-8")
    return path


@lru_cache
def report(folder: Path, format: str, language: str) -> str:
    done = run(".", "--format", format, "--lang", language, *AS_OF, cwd=folder)
    assert done.returncode == 4
    return done.stdout


def truth(folder: Path, language: str = "vi") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(report(folder, "json", language))
    return found


def live(found: dict[str, Any], severity: str) -> list[dict[str, Any]]:
    return [each for each in found["findings"] if each["severity"] == severity and not each["waived"]]


def norm_of(row: dict[str, Any]) -> tuple[object, ...] | None:
    """What makes a norm of a plan the same in findings and in coverage."""
    return row["norm"] and (row["path"], row["indicator"], *(row["norm"][key] for key in ("document", "value", "by")))


def test_the_sample_has_what_the_tests_are_about(folder: Path) -> None:
    found = truth(folder)
    assert {each["waived"] for each in found["findings"]} == {True, False}
    assert {each["severity"] for each in found["findings"]} == {"error", "warning", "note"}
    assert {"met", "context", "not_applicable", "undecided"} <= {each["status"] for each in found["coverage"]}
    assert any(each["norm"] is None for each in found["findings"]) and any(each["behind"] for each in found["coverage"])
    assert [each["path"] for each in found["errors"]] == [BROKEN, BROKEN]


@LANGUAGES
def test_sarif_is_valid_and_says_what_json_says(folder: Path, language: str) -> None:
    log = json.loads(report(folder, "sarif", language))
    schema = json.loads((ROOT / "tests/data/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    Draft4Validator(schema).validate(log)
    (sarif,) = log["runs"]
    rules, expected = sarif["tool"]["driver"]["rules"], truth(folder, language)
    assert sarif["language"] == language
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    found = Counter(
        (rules[each["ruleIndex"]]["id"], each["level"], *place(each["locations"][0]), len(each["suppressions"]))
        for each in sarif["results"]
    )
    assert found == Counter(
        (each["rule"], each.get("severity", "error"), each["path"], each["line"], each["column"], each.get("waived", 0))
        for each in expected["findings"] + expected["errors"]
    )
    assert all(each["ruleId"] == rules[each["ruleIndex"]]["id"] for each in sarif["results"])
    assert sarif["invocations"][0]["executionSuccessful"] is False
    notices = sarif["invocations"][0]["toolExecutionNotifications"]
    told = [(each["level"], place(each["locations"][0])[0]) for each in notices[:-1]]
    assert [path for level, path in told if level == "error"] == [BROKEN, BROKEN]
    assert {path for level, path in told if level == "note"} == {
        *(each["path"] for each in expected["inputs"] if each.get("belongs"))
    }
    assert notices[-1]["level"] == "note" and "locations" not in notices[-1]


def place(location: dict[str, Any]) -> tuple[str, int, int]:
    """The path, line and column of a SARIF location; the URI is relative and plain ASCII."""
    physical = location["physicalLocation"]
    uri = physical["artifactLocation"]["uri"]
    assert re.fullmatch(r"[\w.~/%-]+", uri, re.ASCII) and not uri.startswith("/")
    return unquote(uri), physical["region"]["startLine"], physical["region"].get("startColumn", 0)


def test_sarif_names_the_norm_and_the_waiver(folder: Path) -> None:
    (sarif,) = json.loads(report(folder, "sarif", "vi"))["runs"]
    results = [
        each
        for each in sarif["results"]
        if each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] != quote(BROKEN)
    ]
    asked = {each["fingerprint"]: each for each in truth(folder)["findings"]}
    for result in results:
        json_says = asked[result["partialFingerprints"]["nq42check/v1"]]
        assert json_says["message"] in result["message"]["text"] and json_says["advice"] in result["message"]["text"]
        assert bool(json_says["norm"]) == bool(result["relatedLocations"])
        for related in result["relatedLocations"]:
            path, line, _ = place(related)
            assert related["physicalLocation"]["artifactLocation"]["uriBaseId"] in sarif["originalUriBaseIds"]
            above, text = (ROOT / path).read_text(encoding="utf-8").splitlines()[line - 2 : line]
            assert above.strip() == f"- indicator: {json_says['indicator']}" and text.strip().startswith("value:")
            assert json_says["norm"]["value"] in related["message"]["text"]
            assert json_says["norm"]["document"] in related["message"]["text"]
    (waived,) = (result for result in results if result["suppressions"])
    (suppression,) = waived["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert "Xuất phát điểm của tỉnh" in suppression["justification"] and "Văn bản thử" in suppression["justification"]
    names = Counter(each["partialFingerprints"]["primaryLocationLineHash"] for each in results)
    assert max(names.values()) == 1


def test_sarif_of_good_files_says_the_run_was_good() -> None:
    done = run("provinces", "--format", "sarif", *AS_OF)
    told = json.loads(done.stdout)["runs"][0]["invocations"][0]
    assert told["executionSuccessful"] is True
    assert [each["level"] for each in told["toolExecutionNotifications"]] == ["note"] * 4  # of what places have become


def piece(reporter: Reporter[Any], *targets: tuple[str, ...]) -> str:
    """What `reporter` writes of the findings in a plan."""
    return reporter.piece(found_in(HEAD + "".join(entry(*target) for target in targets))).now


def test_sarif_messages_have_no_links_and_no_placeholders() -> None:
    reporter = Sarif(brief(rules=KNOWN.rules))
    told = piece(reporter, ("insurance.social", "60%", "quote: 'trên 90% [nguồn](http://e.vn) {0} {1}'"))
    messages = [result["message"]["text"] for result in json.loads(f"[{told}]")]
    (quoted,) = (message for message in messages if "nguồn" in message)
    assert r"[nguồn\](http://e.vn) {{0}} {{1}}" in quoted


def test_json_writes_whole_numbers_without_a_point() -> None:
    reporter = Json(brief())
    told = piece(reporter, ("insurance.social", "46%"), ("labour.certified", "trên 20%"))
    assert '"witness": 46, "gap": 14,' in told and '"witness": 27.5, "gap": 15,' in told


@LANGUAGES
def test_junit_counts_what_json_counts(folder: Path, language: str) -> None:
    root, expected = ElementTree.fromstring(report(folder, "junit", language)), truth(folder, language)
    suites = {str(suite.get("file")): suite for suite in root}
    assert list(suites) == [each["path"] for each in expected["inputs"]]
    for path, suite in suites.items():
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(attribute, "")) == len(suite.findall(f"testcase/{tag}"))
        assert len({case.get("name") for case in cases}) == len(cases)
        rows = [each for each in expected["coverage"] if each["path"] == path]
        found = [each for each in expected["findings"] if each["path"] == path]
        refused = [each for each in expected["errors"] if each["path"] == path]
        alone = [each for each in found if not each["norm"]]
        assert len(cases) == len(rows) + len(alone) + len(refused)
        assert len(suite.findall("testcase/error")) == len(refused)
        failed = {
            norm_of(each) for each in found if each["severity"] == "error" and each["norm"] and not each["waived"]
        }
        assert len(suite.findall("testcase/failure")) == len(failed) + sum(
            each["severity"] == "error" for each in alone
        )
        met = [each for each in rows if each["status"] == "met" and not each["behind"] and norm_of(each) not in failed]
        assert len(
            [case for case in cases if not {"failure", "error", "skipped"} & {part.tag for part in case}]
        ) == len(met)


def test_junit_says_why(folder: Path) -> None:
    root = ElementTree.fromstring(report(folder, "junit", "vi"))
    skipped = [str(each.get("message")) for each in root.iter("skipped")]
    assert any("không áp dụng: Tỉnh không có xã nào như thế" in each for each in skipped)
    assert any("Văn bản thử" in each and "Xuất phát điểm của tỉnh" in each for each in skipped)
    (stunting,) = (
        case for case in root.iter("testcase") if case.get("classname") == "Hà Giang" and case.get("line") == "110"
    )
    assert "thấp còi" in str(stunting.get("name"))
    assert "Kết quả 20%" in str(stunting[0].get("message")) and "NQ101" in str(stunting[0].text)
    assert any("CẢNH BÁO NQ106" in str(each.text) for each in root.iter("system-out"))


def test_junit_does_not_pass_a_norm_whose_rule_was_not_chosen() -> None:
    done = run("provinces/ha_giang.yaml", "--format", "junit", "--select", "NQ106", *AS_OF)
    suite = ElementTree.fromstring(done.stdout)[0]
    coverage = json.loads(run("provinces/ha_giang.yaml", "--format", "json", *AS_OF).stdout)["coverage"]
    passed = [row for row in coverage if row["status"] == "met"]
    assert {suite.get("failures"), suite.get("errors")} == {"0"} and passed
    assert int(suite.get("tests", 0)) == len(coverage) == int(suite.get("skipped", 0)) + len(passed)


COMMAND = re.compile(r"::(\w+) ([^\n]*?)::([^\n]*)")


def commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Workflow commands as a runner reads them: the kind, the properties, the message."""
    for line in text.splitlines()[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in match[2].split(","))
        yield match[1], {key: unquote(value) for key, value in pairs}, unquote(match[3])


@LANGUAGES
def test_github_annotates_the_worst_first(folder: Path, language: str) -> None:
    text, expected = report(folder, "github", language), truth(folder, language)
    read = list(commands(text))
    kinds = [kind for kind, _, _ in read]
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    assert [about["file"] for _, about, _ in read[:2]] == [BROKEN, BROKEN]
    for kind, severity in (("error", "error"), ("warning", "warning"), ("notice", "note")):
        wanted = live(expected, severity) + (expected["errors"] if severity == "error" else [])
        assert Counter((about["file"], int(about["line"]), int(about["col"])) for k, about, _ in read if k == kind) == (
            Counter((each["path"], each["line"], each["column"]) for each in wanted)
        )
        said = "\n".join(message for k, _, message in read if k == kind)
        assert all(each["message"] in said for each in wanted)
    assert not text.splitlines()[-1].startswith("::") and str(expected["counts"]["error"]) in text.splitlines()[-1]


def test_github_escapes_what_would_end_a_command(tmp_path: Path) -> None:
    (tmp_path / BROKEN).write_text(HOSTILE.replace("until: 2027", "until: 2025"), encoding="utf-8")
    read = list(commands(run(BROKEN, "--format", "github", *AS_OF, cwd=tmp_path).stdout))
    assert {about["file"] for _, about, _ in read} == {BROKEN}
    assert any(HOSTILE_NOTE in message for _, _, message in read)


@LANGUAGES
def test_gitlab_has_an_issue_for_each(folder: Path, language: str) -> None:
    (*issues, totals), expected = json.loads(report(folder, "gitlab", language)), truth(folder, language)
    assert (totals["check_name"], totals["severity"]) == ("narrowed", "info"), "a plan has a waiver"
    for severity, name in (("error", "major"), ("warning", "minor"), ("note", "info"), ("", "blocker")):
        wanted = live(expected, severity) if severity else expected["errors"]
        assert Counter(
            (each["check_name"], each["location"]["path"], each["location"]["lines"]["begin"])
            for each in issues
            if each["severity"] == name
        ) == Counter((each["rule"], each["path"], each["line"]) for each in wanted)
    assert all(each["description"].strip() == each["description"] != "" for each in issues)


def test_gitlab_tells_all_issues_apart_and_knows_them_again(tmp_path: Path) -> None:
    for name in ("một", "hai"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(HEAD.replace("title: ", f"title: {name} ") + TWICE, encoding="utf-8")
    issues = json.loads(run(".", "--format", "gitlab", cwd=tmp_path).stdout)
    found = [each["fingerprint"] for each in json.loads(run(".", "--format", "json", cwd=tmp_path).stdout)["findings"]]
    assert len(set(found)) < len(found) / 2, "the same finding is in both files, and one twice in each"
    assert len({each["fingerprint"] for each in issues}) == len(issues) == len(found)
    alone = json.loads(run("một/plan.yaml", "--format", "gitlab", cwd=tmp_path).stdout)
    assert [each for each in issues if each["location"]["path"] == "một/plan.yaml"] == alone


def tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark", {"linkify": False}).enable("table").enable("strikethrough").parse(text)


def shown(token: Token) -> str:
    """The text a reader sees, without the space of no width that keeps @ from naming somebody."""
    kinds = {child.type for child in token.children or ()}
    assert kinds <= {"text", "strong_open", "strong_close", "em_open", "em_close", "softbreak", "hardbreak"}, kinds
    return "".join(child.content for child in token.children or ()).replace("@\u200b", "@")


def rows(text: str) -> list[list[str]]:
    """The cells of all rows of all tables."""
    found: list[list[str]] = []
    cell = False
    for token in tokens(text):
        if token.type == "tr_open":
            found.append([])
        if token.type == "inline" and cell:
            found[-1].append(shown(token))
        cell = token.type in ("td_open", "th_open")
    return found


@LANGUAGES
def test_markdown_has_a_row_for_each_finding_worst_first(folder: Path, language: str) -> None:
    text, expected = report(folder, "markdown", language), truth(folder, language)
    table = rows(text)
    assert {len(row) for row in table} == {5}
    body = [row for row in table if row != table[0]]
    assert len(body) == len(expected["findings"])
    words = {"error": ("LỖI", "ERROR"), "warning": ("CẢNH BÁO", "WARNING"), "note": ("GHI CHÚ", "NOTE")}
    shown_as = {name: pair[language == "en"] for name, pair in words.items()}
    assert Counter(row[0] for row in body) == Counter(shown_as[each["severity"]] for each in expected["findings"])
    ha_giang = text[text.index("### Hà Giang") : text.index("### Hưng Yên")]
    severities = [row[0] for row in rows(ha_giang)[1:]]
    own = Counter(shown_as[each["severity"]] for each in expected["findings"] if each["plan"] == "Hà Giang")
    assert severities == [word for word in shown_as.values() for _ in range(own[word])] and len(own) > 1
    assert all(
        any(each["message"] in row[4] and each["advice"] in row[4] for row in body) for each in expected["findings"]
    )
    html = [token.content for token in tokens(text) if token.type == "html_block"]
    assert len(html) == 2 and html[0].startswith("<details><summary>") and html[1] == "</details>\n"


def test_markdown_shows_what_is_uncertain_as_such(folder: Path) -> None:
    body = rows(report(folder, "markdown", "vi"))
    (stunting,) = (row for row in body if "thấp còi" in row[1] and "110" in row[2])
    assert stunting[:4] == [
        "LỖI",
        "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi",
        "dưới 25% (2030) (dòng 110)",
        "dưới 15% (42-NQ/TW), 2030, theo văn bản khác nhắc lại",
    ]
    assert "Kết quả 20%" in stunting[4] and "Giảm xuống “dưới 15%”" in stunting[4]


def test_markdown_keeps_hostile_text_text(tmp_path: Path) -> None:
    (tmp_path / "1. a_b_ & *c*.yaml").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "- [x] @ai <i>.yaml").write_text("x: [", encoding="utf-8")
    text = run(".", "--format", "markdown", *AS_OF, cwd=tmp_path).stdout
    inline = [shown(token) for token in tokens(text) if token.type == "inline"]
    assert f"{HOSTILE_NAME} · 1. a_b_ & *c*.yaml" in inline
    assert any(each.startswith("- [x] @ai <i>.yaml, dòng") for each in inline)
    assert sum(token.type in ("bullet_list_open", "ordered_list_open") for token in tokens(text)) == 1
    (waived,) = (row for row in rows(text) if "46%" in row[2])
    assert HOSTILE_NOTE + " @admin." in waived[4] and "Xuất phát điểm | của tỉnh" in waived[4]
    assert not re.search(r"https?:|www\.|(?<!\\):smile|@\w", text), "GitHub makes links and names of these itself"


def test_markdown_stays_within_what_github_takes() -> None:
    tally, third = Tally(), "ế" * (markdown._MOST // 9)
    tally.plans = 5
    reporter = Markdown(brief())
    text = reporter.opening() + "".join(reporter.closing(tally, [markdown._Held(section=third)] * 5))
    assert text.count(third) == 3 and "the other 2 plans" in text.splitlines()[-1]
    assert len(text.encode()) < 1 << 20


SAMPLE_RULES = ("NQ101", "NQ401", "NQ403", "NQ604", "NQ610", "NQ906", "NQ907")


@pytest.fixture(scope="module")
def sample() -> list[Result]:
    """A plan with an error, a warning and signs that formats know, a refused file, one that is no plan, and what stands
    against a plan that is gone and what is required.
    """
    norms = parse(
        "document: {id: X, title: Norms, by: 2030, version: '1'}\ntargets:\n"
        + entry("insurance.social", "60%", "binds: each", "evidence: verified", "basis: b")
        + entry("health.doctors", "19 bác sĩ/10.000 dân", "binds: each", "evidence: reported", "basis: b")
        + entry("culture.ethnic_communes", "100%", "binds: each", "evidence: verified", "basis: b")
        + entry("insurance.health", "95%", "binds: each", "evidence: verified", "basis: b")
    )
    exempt = "not_applicable:\n  - indicator: culture.ethnic_communes\n    reason: 'None, <b>100%</b> | & \"so\"'\n"
    plan = (
        HEAD.replace("42-NQ/TW]", "X]")
        + entry("health.doctors", "18 bác sĩ/10.000 dân")
        + entry("insurance.health", "95%")
    )
    plan += "  - {indicator: labour.trained, value: 75%}\n"
    plan += entry("health.stunting", "giảm dưới 15%") + entry("insurance.social", "46%", "quote: 'trên 90%'") + WAIVED
    other = "other:\n  - {name: '<i>Rừng</i> | \"che phủ\"', value: '> 60%', where: II.3, note: '*theo* bảng'}\n"
    checker = Checker(KNOWN, as_of=date(2026, 11, 21), against=[load_baseline(norms, KNOWN.catalogue)])
    files = {
        "plan.yaml": plan + exempt + other,
        "broken.yaml": HEAD + entry("no.such", "1%"),
        "rules.yaml": "rules: []\n",
    }
    gone = Problem("plan-gone.missing", fields={"name": "A | B", "base": "origin/main", "path": "gone, 1.yaml"})
    lacks = Problem("required.place", 9, 3, {"place": "<b>Huế</b>"})
    return [
        *(checker.check(Input(path, io.BytesIO(text.encode()))) for path, text in files.items()),
        Objected("gone, 1.yaml", (Refusal(KNOWN.rule_of_problem(gone), gone),)),
        Objected(".nq42check.yaml", (Refusal(KNOWN.rule_of_problem(lacks), lacks),), lacking=True),
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_is_the_one_that_was_looked_over(format: str, sample: list[Result]) -> None:
    """A file that is missing is written; whoever commits it has read it."""
    rules = tuple(rule for rule in KNOWN.rules if rule.id in SAMPLE_RULES)
    text = written(FORMATS[format].reporter(brief(rules=rules)), sample).replace(__version__, "VERSION")
    text = re.sub(r"(?s)(?<=<style>).*?(?=</style>)|(?<=<script>).*?(?=</script>)|(?<=sha256-)[\w+/=]+", "…", text)
    golden = ROOT / "tests/golden/reports" / format
    if not golden.exists():
        golden.write_bytes(text.encode())
        pytest.fail(f"{golden} was written: read it")
    assert text == golden.read_bytes().decode()


@LANGUAGES
def test_what_names_the_formats_names_those_there_are(language: str) -> None:
    by_audience = [[format.name for format in formats] for formats in AUDIENCES.values()]
    names = [name for formats in by_audience for name in formats]
    assert sorted(FORMATS) == sorted(names)
    readme = re.search(r"\| format \| for \|\n(.*?)\n\n", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert readme and re.findall(r"`(\w+)`", "".join(row.split("|")[1] for row in readme[1].splitlines())) == names
    help = " ".join(run("--help", "--lang", language).stdout.split())
    assert all(f"{', '.join(formats)} " in help for formats in by_audience)
    assert ", ".join(FORMATS) in run(".", "--format", "none", "--lang", language).stderr
    assert offered("--format", "") == list(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
def test_a_plan_without_norms_is_not_passed_over_in_silence(format: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD.replace("  implements: [42-NQ/TW]\n", "") + TWICE, encoding="utf-8")
    done = run("plan.yaml", "--format", format, "--select", "NQ101", cwd=tmp_path)
    assert done.returncode == 3
    assert '"baselines": []' in done.stdout if format == "json" else "document.implements" in done.stdout


@pytest.mark.parametrize("format", FORMATS)
def test_any_file_name_can_be_reported(format: str, tmp_path: Path) -> None:
    for place, name in enumerate((b"a\x01 \x1b[31m<b>&\"'\n;,.yaml", b"\xff.yaml")):
        text = HEAD.replace("Ví dụ", f"Xã {place}") + TWICE
        (tmp_path / os.fsdecode(name)).write_text(text, encoding="utf-8")
    done = run(".", "--format", format, cwd=tmp_path)
    assert done.returncode == 1 and done.stderr == ""
    if format in ("sarif", "gitlab"):
        json.loads(done.stdout)
    if format == "junit":
        for suite in ElementTree.fromstring(done.stdout):
            assert len({case.get("name") for case in suite}) == len(suite) > 38
    if format == "github":
        assert {kind for kind, _, _ in commands(done.stdout)} == {"error", "warning"}


@pytest.fixture(scope="module")
def by_processes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Folders with all reports on the same plans, written by one process and by two."""
    plans = tmp_path_factory.mktemp("shared")
    for place in range(WORTH_SEVERAL):
        (plans / f"{place}.yaml").write_text(HEAD + TWICE if place % 9 else "x: [", encoding="utf-8")
    folders = [tmp_path_factory.mktemp(f"by {jobs}") for jobs in "12"]
    for jobs, folder in zip("12", folders, strict=True):
        written = [arg for name in FORMATS for arg in ("--format", f"{name}={folder / name}")]
        asked = run if jobs == "1" else run_process
        assert asked(".", *written, "--jobs", jobs, *AS_OF, cwd=plans).returncode == 4
    return folders


@pytest.mark.parametrize("format", FORMATS)
def test_reports_are_the_same_however_many_processes_share_the_work(format: str, by_processes: list[Path]) -> None:
    one, two = ((folder / format).read_bytes() for folder in by_processes)
    assert one == two and len(one) > 10_000


UNREAD = (
    HEAD
    + entry("health.stunting", "giảm dưới 15%")
    + entry("health.doctors", "20 bác sĩ")
    + entry("insurance.social", "46%")
)


@LANGUAGES
@pytest.mark.parametrize("format", FORMATS)
def test_a_value_that_is_not_understood_is_told_and_the_rest_is_checked(
    format: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "plan.yaml").write_text(UNREAD, encoding="utf-8")
    done = run("plan.yaml", "--format", format, "--lang", language, *AS_OF, cwd=tmp_path)
    assert done.returncode == 4
    said = unquote(done.stdout)
    assert "giảm dưới 15%" in said and "NQ907" in said
    assert "46%" in said and "NQ101" in said
    assert "plan.yaml" in done.stderr and "NQ907" in done.stderr


def test_what_is_not_understood_stands_in_the_plans_own_part(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(UNREAD, encoding="utf-8")
    found = json.loads(run("plan.yaml", "--format", "json", *AS_OF, cwd=tmp_path).stdout)
    (error,) = found["errors"]
    assert (error["rule"], error["path"], error["line"], error["column"]) == ("NQ907", "plan.yaml", 8, 13)
    statuses = {row["indicator"]: row["status"] for row in found["coverage"]}
    assert (statuses["health.stunting"], statuses["health.doctors"]) == ("undecided", "met")
    assert not [each for each in found["findings"] if each["indicator"] == "health.stunting"]
    table = run("plan.yaml", "--lang", "en", *AS_OF, cwd=tmp_path).stdout
    assert table.index("VALUES NOT UNDERSTOOD") < table.index("NQ907") < table.index("NQ101")


@LANGUAGES
def test_where_a_value_is_not_understood_the_table_does_not_sound_clean(language: str, tmp_path: Path) -> None:
    clean = {
        "en": ("No findings", "to see the norms that are met"),
        "vi": ("Không có phát hiện", "để xem cả những chuẩn"),
    }
    for value, sounds_clean in (("dưới 15%", True), ("giảm dưới 15%", False)):
        (tmp_path / "plan.yaml").write_text(HEAD + entry("health.stunting", value), encoding="utf-8")
        shown = run("plan.yaml", "--select", "NQ101", "--lang", language, *AS_OF, cwd=tmp_path).stdout
        assert [phrase in shown for phrase in clean[language]] == [sounds_clean] * 2, shown


@pytest.mark.parametrize("args", [(), ("--format", "csv"), ("--format", "html"), ("--format", "junit")])
def test_what_is_met_on_a_reading_shows_so_wherever_it_shows_met(args: tuple[str, ...], tmp_path: Path) -> None:
    reading = "read in the indicator's unit" if args else "(read in"  # the table folds it within its column
    for value, assumed in (("20 bác sĩ", True), ("20 bác sĩ/10.000 dân", False)):
        (tmp_path / "plan.yaml").write_text(HEAD + entry("health.doctors", value), encoding="utf-8")
        shown = run("plan.yaml", "--all", "--lang", "en", *args, *AS_OF, cwd=tmp_path).stdout
        shown = " ".join(shown.replace("&#39;", "'").replace("&apos;", "'").split())
        assert (reading in shown) is assumed, shown


def test_side_by_side_a_reading_is_marked(tmp_path: Path) -> None:
    for name, value in (("a", "20 bác sĩ"), ("b", "20/10.000 dân")):
        text = HEAD.replace("Ví dụ", f"Tỉnh {name}") + entry("health.doctors", value)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = run("compare", "a.yaml", "b.yaml", "--lang", "en", cwd=tmp_path).stdout
    assert "≥ 20*" in found or "20*" in found.replace(" per 10,000 people", "")
    assert "* met by a reading of the unit" in " ".join(found.split())
    alone = run("compare", "b.yaml", "b.yaml", "--lang", "en", cwd=tmp_path).stdout
    assert "* no unit" not in alone
