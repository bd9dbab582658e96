"""The report for spreadsheets: a row for each norm of each plan, numbers that are numbers, words that stay words."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run
from conftest import AS_OF, HEAD, ROOT, brief, entry, rendered, written
from test_command import WAIVED
from test_completion import offered

from nq42check.api import Report, check
from nq42check.reports.sheet import Csv
from nq42check.reports.wording import Wording

LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
DAY = ("--as-of", str(AS_OF))
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}
PLANS = [*sorted((ROOT / "provinces").glob("*.yaml")), *sorted((ROOT / "tests/cases").glob("*/*.yaml"))]
COLUMNS = {
    "vi": [
        *("Kế hoạch", "Tệp", "Dòng", "Loại dòng", "Mã", "Chỉ tiêu", "Mức của kế hoạch", "Mức kế hoạch bảo đảm (số)"),
        *("Năm của kế hoạch", "Chuẩn", "Mức chuẩn đòi hỏi (số)", "Năm", "Chênh so với chuẩn (âm: chưa đạt)", "Đơn vị"),
        *("Văn bản", "Vị trí trong văn bản", "Chứng cứ", "Ràng buộc", "Đã nằm trong chuẩn của", "Kết quả", "Mức độ"),
        *("Quy tắc", "Thông báo", "Cách sửa", "Ngoại lệ"),
    ],
    "en": [
        *("Plan", "File", "Line", "Kind of row", "Id", "Indicator", "Value in the plan"),
        *("Guaranteed by the plan (number)", "Year of the plan", "Norm", "Required by the norm (number)", "By"),
        *("Gap to the norm (minus: not met)", "Unit", "Document", "Place in the document", "Evidence", "Binds"),
        *("Covered by the norm of", "Status", "Severity", "Rule", "Message", "Advice", "Waiver"),
    ],
}
KINDS = {
    "vi": [
        *("chuẩn", "phát hiện không gắn với chuẩn", "chỉ tiêu ngoài danh mục", "tệp không dùng được"),
        *("giá trị không hiểu được hoặc còn thiếu", "điều chưa chấp nhận được", "kế hoạch chưa được đối chiếu"),
        "phạm vi kiểm tra",
    ],
    "en": [
        *("norm", "finding on no norm", "target outside the catalogue", "file that cannot be used"),
        *("value not understood or missing", "objection", "plan that is not compared", "extent of the check"),
    ],
}
NUMBERS = {"vi": r"(-?\d+(,\d+)?)?", "en": r"(-?\d+(\.\d+)?)?"}
OF_NATION = re.compile("Năm 20.. cả nước đã ở mức")
FIGURES = ("Guaranteed by the plan (number)", "Required by the norm (number)", "Gap to the norm (minus: not met)")
YEARS = ("Line", "Year of the plan", "By")

Row = dict[str, str]


def rows(text: str, separator: str = ",", language: str = "en") -> list[Row]:
    """The rows of a report by the English names of their columns, read as CSV is."""
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    head, *body = csv.reader(io.StringIO(text[1:], newline=""), delimiter=separator, strict=True)
    assert head == COLUMNS[language]
    return [dict(zip(COLUMNS["en"], row, strict=True)) for row in body]


def norms(text: str, **more: str) -> dict[str, Row]:
    """The rows of norms of 42-NQ/TW by their indicators."""
    kind = {"vi": "chuẩn", "en": "norm"}[more.get("language", "en")]
    return {row["Id"]: row for row in rows(text, **more) if (row["Kind of row"], row["Document"]) == (kind, "42-NQ/TW")}


def sheet(report: Report, language: str) -> list[Row]:
    return rows(written(Csv(brief(language)), report.results), language=language)


def place(folder: Path, *targets: str, more: str = "") -> Path:
    (folder / "plan.yaml").write_text(HEAD + "".join(targets) + more, encoding="utf-8")
    return folder


# A row for each norm and place, and all that is said in exactly one


def norm_of(found: dict[str, Any]) -> tuple[str, ...]:
    norm = found["norm"]
    return found["indicator"], norm["document"], str(norm["by"]), norm["where"] or ""


def row_of(row: Row) -> tuple[str, ...]:
    return row["Id"], row["Document"], row["By"], row["Place in the document"]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rows_of_norms_are_the_coverage_and_each_finding_is_in_one_row(path: Path) -> None:
    report, wording = check(str(path), as_of=AS_OF), Wording("vi")
    found, table = rendered(report), sheet(report, "vi")
    kinds = {row["Kind of row"] for row in table}
    of_norms = [row for row in table if row["Kind of row"] == "chuẩn"]
    others = [row for row in table if row["Kind of row"] == "phát hiện không gắn với chuẩn"]
    assert kinds <= {"chuẩn", "phát hiện không gắn với chuẩn", "chỉ tiêu ngoài danh mục", "địa phương hiện nay"}
    assert Counter((*row_of(row), row["Status"], row["Covered by the norm of"]) for row in of_norms) == Counter(
        (*norm_of(each), wording.text(f"status.{each['status']}"), each["behind"] or "") for each in found["coverage"]
    )
    on_norms = [each for each in found["findings"] if each["norm"]]
    assert Counter((*row_of(row), rule, message) for row in of_norms for rule, message in told(row)) == Counter(
        (*norm_of(each), each["rule"], " ".join([each["message"], *filter(OF_NATION.match, each["caveats"])]))
        for each in on_norms
    )
    assert Counter((row["Id"], row["Line"], row["Rule"], row["Message"]) for row in others) == Counter(
        (each["indicator"], str(each["line"]), each["rule"], each["message"])
        for each in found["findings"]
        if not each["norm"]
    )
    of_places = [row for row in table if row["Kind of row"] == "địa phương hiện nay"]
    assert len(of_places) <= 1
    assert len(table) == len(of_norms) + len(others) + len(found["others"]) + len(of_places)


def told(row: Row) -> Iterator[tuple[str, str]]:
    """The rules and messages of a row on which something is found."""
    if not row["Rule"]:
        return
    several = re.split(r"(?:^| )\(\d\) \S[^\d]* (NQ\d{3}), dòng \d+: ", row["Message"])[1:]
    yield from zip(several[::2], several[1::2], strict=True) if several else [(row["Rule"], row["Message"])]


def test_the_gap_is_that_of_the_comparison_and_below_nothing_only_where_a_norm_is_not_met() -> None:
    report = check(str(ROOT / "provinces"), as_of=AS_OF)
    gaps: dict[tuple[str, ...], list[float]] = {}
    for each in rendered(report)["findings"]:
        if each["norm"] and each["gap"] is not None:
            gaps.setdefault((each["plan"], *norm_of(each)), []).append(each["gap"])
    assert len(gaps) > 10
    for row in sheet(report, "en"):
        gap, key = row["Gap to the norm (minus: not met)"], (row["Plan"], *row_of(row))
        if row["Status"] == "met":
            assert not gap.startswith("-")
        elif not row["Covered by the norm of"]:
            assert (float(gap) if gap else None) == (-max(gaps.pop(key)) if key in gaps else None)
    assert not gaps


# Numbers


PLAN = (
    entry("insurance.health", "trên 98,5%"),
    entry("health.stunting", "dưới 25%"),
    entry("labour.unemployment", "dưới 1%", "by: 2028"),
    entry("labour.certified", "30 - 37,5%"),
    entry("health.life_expectancy", "khoảng 76 tuổi"),
    entry("health.doctors", "1,95 bác sĩ trên 1.000 dân"),
    entry("insurance.social", "60%", "by: 2035"),
    entry("insurance.unemployment", "dưới 60%"),
    entry("insurance.pension_age", "tăng thêm 5%"),
    entry("health.malaria", "loại trừ"),
    entry("health.fertility", "2,16 con/phụ nữ"),
    entry("education.primary_attendance", "tiếp tục nâng cao"),
    entry("housing.temporary_houses", "xóa bỏ hoàn toàn", "by: 2029"),
)


@pytest.mark.parametrize(
    "indicator, status, figures, years, unit",
    [
        ("insurance.health", "met", ("98.5", "95", "3.5"), ("2030", "2030"), "%"),
        ("health.stunting", "weaker", ("25", "15", "-10"), ("2030", "2030"), "%"),  # where less is better
        ("labour.unemployment", "met", ("1", "3", "2"), ("2028", "2030"), "%"),
        ("labour.certified", "weaker", ("30", "35", "-5"), ("2030", "2030"), "%"),  # of a range the guaranteed end
        ("health.life_expectancy", "met", ("76", "75", "1"), ("2030", "2030"), "years"),
        ("health.doctors", "met", ("19.5", "19", "0.5"), ("2030", "2030"), "per 10,000 people"),
        ("insurance.social", "later", ("60", "60", ""), ("2035", "2030"), "%"),
        ("insurance.unemployment", "in conflict", ("", "45", ""), ("2030", "2030"), "%"),
        ("insurance.pension_age", "undecided", ("", "60", ""), ("2030", "2030"), "%"),  # a change
        ("health.malaria", "met", ("", "", ""), ("2030", "2030"), ""),  # a step
        ("health.fertility", "undecided", ("", "", ""), ("2030", "2030"), "children per woman"),  # figure and step
        ("education.primary_attendance", "not measurable", ("", "99.5", ""), ("2030", "2030"), "%"),
        ("housing.temporary_houses", "met", ("", "", ""), ("2029", "2030"), ""),
        ("water.clean_rural", "missing", ("", "80", ""), ("", "2030"), "%"),  # silence is not nothing
        ("housing.social_flats", "context only", ("", "1000000", ""), ("", "2030"), "flats"),
    ],
)
def test_what_is_a_figure_is_a_number(
    indicator: str, status: str, figures: tuple[str, ...], years: tuple[str, ...], unit: str, tmp_path: Path
) -> None:
    row = norms(run("plan.yaml", "--format", "csv", "--lang", "en", *DAY, cwd=place(tmp_path, *PLAN)).stdout)[indicator]
    assert row["Status"] == status
    assert tuple(row[name] for name in FIGURES) == figures
    assert (row["Year of the plan"], row["By"]) == years
    assert row["Unit"] == unit


def test_words_stay_beside_their_numbers(tmp_path: Path) -> None:
    found = norms(run("plan.yaml", "--format", "csv", "--lang", "vi", cwd=place(tmp_path, *PLAN)).stdout, language="vi")
    row = found["labour.certified"]
    assert (row["Value in the plan"], row["Norm"]) == ("30 - 37,5%", "35 - 40%")
    assert found["labour.unemployment"]["Value in the plan"] == "dưới 1% (2028)"
    assert found["health.life_expectancy"]["Value in the plan"] == "khoảng 76 tuổi"


def test_of_several_answers_the_weakest_is_the_number_and_the_words_say_so(tmp_path: Path) -> None:
    children = entry("assistance.allowance_households", "100%", "groups: [children_under_36_months]", "by: 2027")
    elderly = entry("assistance.allowance_households", "92,5%", "groups: [older_people, pregnant_women]")
    text = run("plan.yaml", "--format", "csv", "--lang", "vi", cwd=place(tmp_path, children, elderly)).stdout
    row = norms(text, language="vi")["assistance.allowance_households"]
    assert row["Value in the plan"] == "100% (2027); 92,5% (yếu nhất: 92,5%)"
    assert [row[name] for name in (*FIGURES, "Year of the plan")] == ["92,5", "100", "-7,5", "2030"]
    text = run("plan.yaml", "--format", "csv", "--lang", "vi", cwd=place(tmp_path, children)).stdout
    row = norms(text, language="vi")["assistance.allowance_households"]
    assert (row["Status"], row[FIGURES[0]], row[FIGURES[2]]) == ("hẹp hơn chuẩn", "100", ""), "it is no gap of 0"


@LANGUAGES
@pytest.mark.parametrize("separator", SIGNS)
def test_every_separator_says_the_same_in_the_numbers_of_the_language(separator: str, language: str) -> None:
    args = ("provinces", "--format", "csv", "--lang", language, *DAY)
    usual = rows(run(*args).stdout, language=language)
    for asked in (separator, SIGNS[separator]):
        assert rows(run(*args, "--csv-separator", asked).stdout, SIGNS[separator], language) == usual
    for row in usual:
        assert all(re.fullmatch(NUMBERS[language], row[name]) for name in FIGURES), row
        assert all(re.fullmatch(r"\d*", row[name]) for name in YEARS), row
    assert {"98,5", "-3", "1000000"} <= {row[name].replace(".", ",") for row in usual for name in FIGURES}


@pytest.mark.parametrize("language, number", [("vi", "0,7250"), ("en", "0.7250")])
def test_three_decimals_are_no_thousand_where_the_other_sign_is_decimal(
    language: str, number: str, tmp_path: Path
) -> None:
    folder = place(tmp_path, "  - {indicator: development.hdi, value: '0,725'}\n")  # without its place: a finding
    table = rows(run("plan.yaml", "--format", "csv", "--lang", language, cwd=folder).stdout, language=language)
    assert {row[FIGURES[0]] for row in table if row["Id"] == "development.hdi"} == {number}


# Words stay words


def test_no_cell_is_a_formula_and_only_our_numbers_begin_with_a_minus(tmp_path: Path) -> None:
    plan = HEAD + entry("insurance.social", "46%", 'note: "-2+3"')
    for number, sign in enumerate(("=", "+", "-", "@", "\t=")):
        name = json.dumps(f"{sign}1+1")
        (tmp_path / f"{number}.yaml").write_text(plan.replace("Ví dụ", name), encoding="utf-8")
    (tmp_path / "=a.yaml").write_text(plan, encoding="utf-8")
    table = rows(run(".", "--format", "csv", "--lang", "en", *DAY, cwd=tmp_path).stdout)
    gaps = [row.pop("Gap to the norm (minus: not met)") for row in table]
    assert gaps.count("-14") == 6
    assert not {cell for row in table for cell in row.values() if cell[:1] in tuple("=+-@\t\r\n") and cell}
    assert {"'=1+1", "'+1+1", "'-1+1", "'@1+1", "Ví dụ"} <= {row["Plan"] for row in table}
    assert "'=a.yaml" in {row["File"] for row in table}


@LANGUAGES
@pytest.mark.parametrize("words", ["10/2025", "1-2", "1.500", "2,5", "(5)", "2030", "10:30", "1 1/2", "2e3", "1 – 2"])
def test_of_words_no_number_and_no_date_is_made(words: str, language: str, tmp_path: Path) -> None:
    other = f"other:\n  - {{name: {words!r}, value: {words!r}, where: {words!r}}}\n"
    folder = place(tmp_path, entry("insurance.social", "60%"), more=other)
    table = rows(run("plan.yaml", "--format", "csv", "--lang", language, cwd=folder).stdout, language=language)
    cells = {table[-1][name] for name in ("Indicator", "Value in the plan", "Place in the document")}
    assert cells == {f"'{words}"} and table[-1]["Year of the plan"] == "2030"


@pytest.mark.parametrize("words", ["100%", "II.3", "35 - 40%", "11-NQ/TW", "1.500 tấn", "quý I/2026"])
def test_other_words_are_as_they_are(words: str, tmp_path: Path) -> None:
    folder = place(tmp_path, entry("insurance.social", "60%"), more=f"other:\n  - {{name: a, value: {words!r}}}\n")
    (*_, row) = rows(run("plan.yaml", "--format", "csv", "--lang", "en", cwd=folder).stdout)
    assert (row["Kind of row"], row["Value in the plan"]) == ("target outside the catalogue", words)


# What is found on one norm, and what on none


def test_what_counts_comes_before_what_is_waived(tmp_path: Path) -> None:
    rural = entry("water.clean_rural", "30% dân số nông thôn")
    waiver = WAIVED.replace("insurance.social", "water.clean_rural").replace("46%", "30%")
    args = ("plan.yaml", "--format", "csv", "--lang", "en", *DAY)
    row = norms(run(*args, cwd=place(tmp_path, rural)).stdout)["water.clean_rural"]
    assert (row["Severity"], row["Rule"], row["Waiver"]) == ("ERROR", "NQ101; NQ106", "")
    assert re.fullmatch(r"\(1\) ERROR NQ101, line 8: .*\. \(2\) WARNING NQ106, line 8: .*", row["Message"])
    assert row["Advice"].startswith("(1) Raise it to “80%” or more. (2) ")
    row = norms(run(*args, cwd=place(tmp_path, rural, more=waiver)).stdout)["water.clean_rural"]
    assert (row["Severity"], row["Rule"]) == ("WARNING", "NQ106; NQ101")
    assert row["Waiver"].startswith("(2) Waived until 2027-12-31 by Văn bản thử.")


@LANGUAGES
def test_a_column_says_what_kind_of_row_each_is(language: str, tmp_path: Path) -> None:
    unread, other = entry("health.stunting", "giảm dưới 15%"), "other:\n  - {name: a, value: b}\n"
    folder = place(tmp_path, entry("insurance.social", "60%"), unread, more=WAIVED + other)
    (folder / "broken.yaml").write_text(HEAD + entry("no.such", "1%"), encoding="utf-8")
    unheld = HEAD.replace("  implements: [42-NQ/TW]\n", "").replace("Ví dụ", "Hà Nội")
    (folder / "unheld.yaml").write_text(unheld + entry("insurance.social", "60%"), encoding="utf-8")
    (folder / ".nq42check.yaml").write_text("require: {places: [Huế]}\nignore: [missing]\n", encoding="utf-8")
    table = rows(run(".", "--format", "csv", "--lang", language, *DAY, cwd=folder).stdout, language=language)
    kinds = Counter(row["Kind of row"] for row in table)
    norm, *others = KINDS[language]
    assert kinds.pop(norm) > 30 and kinds == dict.fromkeys(others, 1)


# The option


@pytest.mark.parametrize("command", [("plan.yaml",), ("gate", ".", "plan.yaml")])
def test_a_separator_is_for_csv_only(command: tuple[str, ...], tmp_path: Path) -> None:
    folder = place(tmp_path, entry("insurance.social", "60%"))
    for formats in ((), ("--format", "json")):
        done = run(*command, *formats, "--csv-separator", "tab", "--lang", "en", cwd=folder)
        assert (done.returncode, done.stdout) == (2, "") and "--format csv=FILE" in done.stderr
    done = run(*command, "--format", "csv", "--csv-separator", "|", "--lang", "en", cwd=folder)
    assert done.returncode == 2 and "comma, semicolon, tab" in done.stderr
    run(*command, "--format", "json=a.json", "--format", "csv=a.csv", "--csv-separator", "semicolon", cwd=folder)
    assert (folder / "a.csv").read_text(encoding="utf-8-sig").splitlines()[0].count(";") == len(COLUMNS["en"]) - 1


def test_shells_offer_the_separators() -> None:
    assert offered("--csv-separator", "") == list(SIGNS)
