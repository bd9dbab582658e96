"""Where the place and the nation stand already: said beside a finding, only where it is certain; it changes nothing."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command import run
from conftest import HEAD, KNOWN, entry
from jsonschema import Draft202012Validator

from nq42check.reading.schemas import schema
from nq42check.reports.registry import FORMATS
from nq42check.run.knowledge import nation, nation_in

BEDS = "health.hospital_beds"
OWN = """\
document: {id: 9/NQ-HĐND, title: Nghị quyết, by: 2030, version: "1"ABOUT}
targets:
  - {indicator: health.stunting, value: dưới 15%, binds: BINDS, evidence: verified, basis: b}
"""

Caveats = Callable[..., list[str]]


@pytest.fixture
def caveats(tmp_path: Path) -> Caveats:
    """What is said besides of the findings on an indicator, of a plan with a target on it alone."""

    def said(indicator: str, value: str, *more: str, against: str = "") -> list[str]:
        (tmp_path / "plan.yaml").write_text(HEAD + entry(indicator, value, *more), encoding="utf-8")
        arguments = ("plan.yaml", "--format", "json", "--lang", "vi", *(("--against", against) if against else ()))
        found = json.loads(run(*arguments, cwd=tmp_path).stdout)
        return [each for row in found["findings"] if row["indicator"] == indicator for each in row["caveats"]]

    return said


def of_nation(caveats: list[str]) -> list[str]:
    return [each for each in caveats if "cả nước đã ở mức" in each]


def of_start(caveats: list[str]) -> str:
    how = [
        name
        for name, words in (("same", "đúng mức đã có"), ("worse", "kém hơn mức đã có"))
        for each in caveats
        if words in each
    ]
    return " ".join(how)


# The nation


@pytest.mark.parametrize(
    "indicator, value, below",
    [
        ("health.stunting", "dưới 25%", True),
        ("health.stunting", "17,9%", True),
        ("health.stunting", "17,8%", False),
        ("health.stunting", "dưới 17,8%", False),
        ("health.stunting", "trên 25%", False),  # a promise the wrong way
        ("health.stunting", "16 - 25%", False),  # it may turn out better
        ("health.stunting", "giảm 2%/năm", False),  # no level
        ("labour.certified", "trên 20%", True),
        ("labour.certified", "26%", True),
        ("labour.certified", "27%", False),  # the nation is at about 29
        ("labour.certified", "29%", False),
        ("labour.certified", "khoảng 20%", True),
        ("labour.certified", "khoảng 24%", False),
        ("labour.certified", "25 - 30%", False),
        ("housing.floor_area", "22 m² sàn/người", True),
        ("housing.floor_area", "24 m² sàn/người", False),
        ("insurance.health", "93%", True),
        ("insurance.health", "95,16%", False),
        ("health.doctors", "14 bác sĩ trên 10.000 dân", True),
        ("health.doctors", "15 bác sĩ trên 10.000 dân", False),
        ("health.pharmacists", "1 dược sĩ trên 10.000 dân", False),  # not known of the nation
    ],
)
def test_a_finding_says_where_the_nation_is_better_by_now(
    indicator: str, value: str, below: bool, caveats: Caveats
) -> None:
    assert bool(of_nation(caveats(indicator, value))) is below


def test_year_value_and_grade_are_said_and_that_the_norm_does_not_say_so(caveats: Caveats) -> None:
    (stunting,) = of_nation(caveats("health.stunting", "dưới 25%"))
    assert stunting == (
        "Năm 2025 cả nước đã ở mức 17,8% (số liệu ngoài văn bản nêu chuẩn, theo báo chí hoặc bản dịch): "
        "mức kế hoạch đặt ra còn kém hơn."
    )
    (certified,) = of_nation(caveats("labour.certified", "20%"))
    assert "khoảng 29% (số liệu ngoài văn bản nêu chuẩn, có nguyên văn trong nguồn tin)" in certified


@pytest.mark.parametrize("more", ["only: xã khó khăn", "by: 2024", "task: true"])
def test_what_is_narrower_or_was_due_before_is_not_held_against_the_nation(more: str, caveats: Caveats) -> None:
    assert not of_nation(caveats("health.stunting", "25%", more))


@pytest.mark.parametrize(
    "binds, about, below", [("average", "", True), ("each", "", False), ("average", ", places: [Ví dụ]", False)]
)
def test_only_an_average_of_the_whole_country_is(
    binds: str, about: str, below: bool, caveats: Caveats, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace("BINDS", binds).replace("ABOUT", about), encoding="utf-8")
    assert bool(of_nation(caveats("health.stunting", "25%", against="own.yaml"))) is below


def test_of_one_indicator_the_latest_is_read_as_the_whole_file_has_it() -> None:
    for id in KNOWN.catalogue.indicators:
        one, whole = nation_in(id), nation().get(id)
        assert one == (whole and whole._replace(values=(whole.latest,)))


# The place itself


@pytest.mark.parametrize(
    "indicator, value, start, how",
    [
        (BEDS, "32", "32", "same"),
        (BEDS, "32 giường bệnh viện", "32 giường bệnh viện trên 10.000 dân", "same"),
        (BEDS, "tối thiểu 32", "32", "same"),
        (BEDS, "trên 32", "trên 32", "same"),
        (BEDS, "trên 32", "32", ""),
        (BEDS, "33", "32", ""),
        (BEDS, "31", "32", "worse"),
        (BEDS, "khoảng 32", "32", ""),
        (BEDS, "32", "khoảng 32", ""),
        (BEDS, "khoảng 32", "khoảng 32", ""),
        (BEDS, "30", "khoảng 32", ""),
        (BEDS, "28", "khoảng 32", "worse"),
        (BEDS, "31", "trên 31", ""),
        (BEDS, "30", "trên 31", "worse"),
        (BEDS, "30", "dưới 31", ""),
        (BEDS, "30 - 33", "32", ""),
        (BEDS, "30 - 33", "30 - 33", "same"),
        (BEDS, "30 - 31", "32", "worse"),
        (BEDS, "30", "tăng 5 giường", ""),
        ("health.stunting", "18%", "18%", "same"),
        ("health.stunting", "20%", "18%", "worse"),
        ("health.stunting", "dưới 20%", "18%", "worse"),
        ("health.stunting", "dưới 18%", "18%", ""),
        ("health.stunting", "17%", "18%", ""),
        ("health.malaria", "cơ bản loại trừ", "cơ bản loại trừ", "same"),
        ("health.malaria", "từng bước loại trừ", "cơ bản loại trừ", "worse"),
        ("health.malaria", "cơ bản loại trừ", "từng bước loại trừ", ""),
        ("health.malaria", "cơ bản loại trừ", "0,7", ""),
        ("water.clean_rural", "40%", "40%", "same"),
        ("water.clean_rural", "40%", "40% dân số", ""),  # of people, and not of households
    ],
)
def test_a_finding_says_where_the_place_was_as_good_already(
    indicator: str, value: str, start: str, how: str, caveats: Caveats
) -> None:
    assert of_start(caveats(indicator, value, f'from: {{value: "{start}", year: 2024}}')) == how


def test_what_is_worked_out_from_parts_has_no_start_of_its_own(tmp_path: Path) -> None:
    start = 'from: {value: "20", year: 2024}'
    parts = [entry(f"housing.floor_area_{part}", "20", start) for part in ("urban", "rural")]
    (tmp_path / "plan.yaml").write_text(HEAD + "".join(parts), encoding="utf-8")
    report = json.loads(run("plan.yaml", "--format", "json", "--lang", "vi", cwd=tmp_path).stdout)
    (whole,) = [row for row in report["findings"] if row["indicator"] == "housing.floor_area"]
    assert whole["rule"] == "NQ101" and not of_start(whole["caveats"]) and not of_nation(whole["caveats"])


STARTED = 'from: {value: "32", year: 2024, where: "I.1, đoạn 2"}'
SAID = {
    "vi": "Kế hoạch đặt đúng mức đã có năm 2024 (32 giường bệnh viện/10.000 dân): không tốt hơn hiện trạng.",
    "en": "The plan sets just what there was in 2024 (32 per 10,000 people): no better than where it starts.",
}


def plain(text: str) -> str:
    return " ".join(text.replace("\\", "").replace("\u00a0", " ").split())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_it(format: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + entry(BEDS, "32", STARTED), encoding="utf-8")
    full = ("--full",) if format == "table" else ()
    said = plain(run("plan.yaml", "--format", format, *full, "--lang", language, cwd=tmp_path).stdout)
    assert SAID[language] in said
    assert {"vi": "Năm 2025 cả nước đã ở mức 34,5", "en": "In 2025 the nation was at 34.5"}[language] in said


@pytest.mark.parametrize("accessible", ["", "1"])
def test_the_short_table_says_it_in_a_note(accessible: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + entry(BEDS, "32", STARTED), encoding="utf-8")
    said = plain(run("plan.yaml", "--lang", "vi", cwd=tmp_path, env={"ACCESSIBLE": accessible}).stdout)
    assert "đúng mức đã có năm 2024 (32 giường bệnh viện/10.000 dân): không tốt hơn hiện trạng" in said
    assert "cả nước năm 2025: 34,5 giường bệnh/10.000 dân (báo chí, bản dịch), tốt hơn mức này" in said


# It changes nothing


@pytest.mark.parametrize("value", ["32", "45,7"])
@pytest.mark.parametrize("start", ["32", "45,7", "99", "chưa có"])
def test_it_changes_no_verdict_no_fingerprint_and_no_exit_code(value: str, start: str, tmp_path: Path) -> None:
    found = []
    for more in ((), (f'from: {{value: "{start}", year: 2024}}',)):
        (tmp_path / "plan.yaml").write_text(HEAD + entry(BEDS, value, *more), encoding="utf-8")
        done = run("plan.yaml", "--format", "json", cwd=tmp_path)
        report = json.loads(done.stdout)
        rows = [{key: text for key, text in row.items() if key != "caveats"} for row in report["findings"]]
        norms = [{key: text for key, text in row.items() if key != "from"} for row in report["coverage"]]
        found.append((done.returncode, rows, norms, report["counts"], report["errors"]))
    assert found[0] == found[1]


def test_a_start_that_changes_is_no_change_of_the_plan(tmp_path: Path) -> None:
    for name, start in (("old", "32"), ("new", "20")):
        text = HEAD + entry(BEDS, "36", f'from: {{value: "{start}", year: 2024}}')
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert run("diff", "old.yaml", "new.yaml", cwd=tmp_path).returncode == 0


def test_of_a_target_that_is_met_the_start_is_shown_beside_it(tmp_path: Path) -> None:
    text = HEAD + entry(BEDS, "45,7", 'from: {value: "45,7", year: 2024, where: "I.1"}')
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")

    def told(*more: str) -> str:
        return plain(run("plan.yaml", *more, "--lang", "vi", cwd=tmp_path).stdout)

    shown = "xuất phát năm 2024: 45,7 giường bệnh viện/10.000 dân, I.1"
    assert shown in told("--format", "html") and shown not in told()
    assert shown in plain(told("--all").replace("│", " "))
    assert f"({shown})" in told("--format", "csv")
    assert "không tốt hơn" not in told("--format", "html") + told("--all") + told("--format", "markdown")
    report = json.loads(run("plan.yaml", "--format", "json", cwd=tmp_path).stdout)
    Draft202012Validator(schema("report")).validate(report)
    assert [row["from"] for row in report["coverage"] if "from" in row] == [
        [{"value": "45,7", "year": 2024, "where": "I.1"}]
    ]
    assert not [row for row in report["findings"] if row["indicator"] == BEDS]


# What cannot be


def test_a_start_that_is_not_understood_is_told_at_its_place_and_the_rest_is_checked(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(HEAD + entry(BEDS, "45,7", 'from: {value: "457", year: 2024}'), encoding="utf-8")
    done = run("plan.yaml", "--format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    line = plan.read_text(encoding="utf-8").splitlines().index('    from: {value: "457", year: 2024}') + 1
    assert done.returncode == 4
    assert [(row["rule"], row["line"]) for row in report["errors"]] == [("NQ907", line)]
    (status,) = {row["status"] for row in report["coverage"] if row["indicator"] == BEDS}
    assert status == "met"


@pytest.mark.parametrize(
    "by, year, told",
    [
        ("", 2030, ""),
        ("", 2031, "(2031) không được sau năm phải đạt (2030)"),
        ("by: 2028", 2029, "(2029)"),
        ("by: 2028", 2028, ""),
    ],
)
@pytest.mark.parametrize("value", ["36", '""'])
def test_a_start_after_the_target_is_refused_with_its_line(
    value: str, by: str, year: int, told: str, tmp_path: Path
) -> None:
    text = HEAD + entry("health.doctors", "20") + entry(BEDS, value, *filter(None, [by]), "from:")
    (tmp_path / "plan.yaml").write_text(f"{text}      value: 30\n      year: {year}\n", encoding="utf-8")
    done = run("plan.yaml", "--lang", "vi", cwd=tmp_path)
    line = text.count("\n") + 2
    assert (f"plan.yaml, dòng {line}, cột 13: NQ904" in done.stderr and told in done.stderr) is bool(told)
    assert (done.returncode == 4) is bool(told)


@pytest.mark.parametrize(
    "start, told",
    [
        ("from:", 'ví dụ from: {value: "45,7", year: 2024}'),
        ("from: 45,7", "Ở đây cần các dòng dạng “khóa: giá trị”"),
        ('from: {value: "45,7"}', "Thiếu khóa “year”"),
        ("from: {year: 2024}", "Thiếu khóa “value”"),
        ('from: {giá trị: "45,7", năm: 2024}', "Không có khóa “năm”. Ghi: year"),
        ('hiện trạng: {value: "45,7", year: 2024}', "Không có khóa “hiện trạng”. Ghi: from"),
        ("from: {value: 45,7, year: 2024}", 'hãy ghi: from: {value: "45,7", year: 2024}'),
        (
            "from: {value: 45,7 giường, year: 2024, where: I, đoạn 2}",
            'hãy ghi: from: {value: "45,7 giường", year: 2024, where: "I, đoạn 2"}',
        ),
    ],
)
def test_what_is_wrong_with_a_start_is_told_with_what_to_write(start: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + entry(BEDS, "45,7", start), encoding="utf-8")
    done = run("plan.yaml", "--lang", "vi", cwd=tmp_path)
    assert done.returncode == 4 and told in done.stderr


def test_a_norm_has_no_start(tmp_path: Path) -> None:
    own = (
        OWN.replace("BINDS", "each").replace("ABOUT", "").replace("basis: b", "basis: b, from: {value: 1%, year: 2024}")
    )
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(HEAD + entry(BEDS, "45,7"), encoding="utf-8")
    assert run("plan.yaml", "--against", "own.yaml", cwd=tmp_path).returncode != 0
    assert "from" in run("plan.yaml", "--against", "own.yaml", cwd=tmp_path).stderr


def test_fix_mends_around_a_start_and_leaves_what_it_says(tmp_path: Path) -> None:
    start = '    from:\n      value: "45,7"   # bảng 2\n      year: 2024\n      where: I.1\n'
    plan = tmp_path / "plan.yaml"
    plan.write_text(f"{HEAD}{entry(BEDS, '45,7')}{start}    by 2030\n", encoding="utf-8")
    assert run("fix", "--write", "plan.yaml", cwd=tmp_path).returncode == 0
    assert plan.read_text(encoding="utf-8") == f"{HEAD}{entry(BEDS, '45,7')}{start}    by: 2030\n"


def test_csv_has_the_lines_with_the_message(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + entry(BEDS, "31", STARTED), encoding="utf-8")
    rows = csv.reader(io.StringIO(run("plan.yaml", "--format", "csv", "--lang", "vi", cwd=tmp_path).stdout))
    (message,) = [cell for row in rows for cell in row if "chưa đáp ứng" in cell and "giường" in cell]
    assert "kém hơn mức đã có năm 2024 (32 giường bệnh viện/10.000 dân)" in message and "cả nước đã ở mức" in message
