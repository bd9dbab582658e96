"""Targets outside the catalogue: every report lists them, none compares them, and no indicator hides among them."""

import csv
import io
import json
from pathlib import Path

import pytest
from command import run
from conftest import AS_OF, HEAD, entry, rendered
from jsonschema import Draft202012Validator

from nq42check.api import check
from nq42check.reading.schemas import schema

PLAN = HEAD + entry("health.stunting", "12%")
OTHER = """\
other:
  - name: Tỷ lệ che phủ rừng
    value: "> 60%"
    by: 2028
    where: II.3
    note: chép theo bảng
  - {name: GRDP bình quân đầu người, value: trên 100 triệu đồng, quote: q, owner: Sở Tài chính}
"""
LINE = PLAN.count("\n") + 3
FOREST = {
    "plan": "Ví dụ",
    "path": "plan.yaml",
    "line": LINE,
    "name": "Tỷ lệ che phủ rừng",
    "value": "> 60%",
    "by": 2028,
    "where": "II.3",
    "quote": None,
    "note": "chép theo bảng",
    "owner": None,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN + OTHER, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("format", ["markdown", "html"])
def test_every_report_for_a_person_lists_them(format: str, language: str, folder: Path) -> None:
    said = run("plan.yaml", "--format", format, "--lang", language, cwd=folder).stdout.replace("\\", "")
    title = {"vi": "CHỈ TIÊU NGOÀI DANH MỤC", "en": "TARGETS OUTSIDE THE CATALOGUE"}[language]
    by = {"vi": "năm 2028", "en": "2028"}[language]
    forest = f"Tỷ lệ che phủ rừng: > 60% ({by}; II.3)".replace(">", "&gt;" if format == "html" else ">")
    assert said.count(title) == 1
    assert forest in said.replace("\u00a0", " ")
    assert "GRDP bình quân đầu người: trên 100 triệu đồng" in said.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("more", [(), ("--full",), ("--brief",), ("--all",)])
@pytest.mark.parametrize("accessible", ["", "1"])
def test_however_long_the_table_is_they_are_in_it(
    more: tuple[str, ...], accessible: str, language: str, folder: Path
) -> None:
    done = run("plan.yaml", *more, "--lang", language, cwd=folder, env={"ACCESSIBLE": accessible} if accessible else {})
    said = " ".join(done.stdout.split())
    title = {"vi": "CHỈ TIÊU NGOÀI DANH MỤC", "en": "TARGETS OUTSIDE THE CATALOGUE"}[language]
    listed = said[said.index(title if "--brief" not in more else "che phủ") :]
    assert str(LINE) in said and all(text in said for text in ("Tỷ lệ che phủ rừng", "2028", "60%"))
    assert "GRDP bình quân đầu người" in listed and "trên 100 triệu đồng" in listed


def test_json_and_csv_have_a_row_for_each(folder: Path) -> None:
    found = json.loads(run("plan.yaml", "--format", "json", cwd=folder).stdout)
    Draft202012Validator(schema("report")).validate(found)
    assert found["others"][0] == FOREST
    assert [each["by"] for each in found["others"]] == [2028, 2030] and found["others"][1]["owner"] == "Sở Tài chính"
    rows = csv.reader(io.StringIO(run("plan.yaml", "--format", "csv", "--lang", "vi", cwd=folder).stdout))
    (row,) = [row for row in rows if "Tỷ lệ che phủ rừng" in row]
    assert {"> 60%", "2028", "II.3", str(LINE), "Chỉ tiêu ngoài danh mục, không đối chiếu"} <= {*row}


def test_they_change_nothing_else(folder: Path) -> None:
    """Not the findings, the norms' answers or the counts: they answer no norm and are not met."""
    with_others = rendered(check(str(folder / "plan.yaml"), as_of=AS_OF))
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    without = rendered(check(str(folder / "plan.yaml"), as_of=AS_OF))
    same = with_others.keys() - {"others", "inputs"}
    assert {key: with_others[key] for key in same} == {key: without[key] for key in same}
    assert without["others"] == []


@pytest.mark.parametrize(
    "name, id",
    [
        ("Tỷ lệ thất nghiệp chung", "labour.unemployment"),
        ("TỈ LỆ  THẤT NGHIỆP CHUNG (%)", "labour.unemployment"),
        ("'Tỷ lệ thất nghiệp chung:'", "labour.unemployment"),
        ("labour.unemployment", "labour.unemployment"),
        ("labour.un\u200bemployment", "labour.unemployment"),
        ("Ty le that nghiep chung", "labour.unemployment"),
        ("Tỷ_lệ thất-nghiệp chung", "labour.unemployment"),
        ("Unemployment", "labour.unemployment"),
        ("LABOUR.Unemployment", "labour.unemployment"),
    ],
    ids=[
        "name",
        "spelt otherwise",
        "with a colon",
        "id",
        "with a sign that nobody sees",
        "without marks",
        "with other signs between",
        "in English",
        "id in capitals",
    ],
)
def test_what_the_catalogue_has_stands_under_targets(name: str, id: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(f"{PLAN}other:\n  - {{name: {name}, value: 9%}}\n", encoding="utf-8")
    for language, said in (
        ("vi", f"Hãy ghi dưới targets, với indicator: {id}"),
        ("en", f"Write it under targets, with indicator: {id}"),
    ):
        done = run("plan.yaml", "--lang", language, cwd=tmp_path)
        assert done.returncode == 4 and said in done.stderr and f" {LINE - 1}, " in done.stderr


@pytest.mark.parametrize("key", ["khác", "Chỉ tiêu khác", "chi_tieu_khac", "Other"])
def test_the_key_is_answered(key: str, folder: Path) -> None:
    (folder / "plan.yaml").write_text(PLAN + OTHER.replace("other", key), encoding="utf-8")
    said = "hãy ghi: other:" if key == "Other" else f"Không có khóa “{key}”. Ghi: other"
    assert said in run("plan.yaml", "--lang", "vi", cwd=folder).stderr


@pytest.mark.parametrize(
    "entry, said",
    [
        ("{name: x}", "Thiếu khóa “value”."),
        ("{value: x}", "Thiếu khóa “name”."),
        ("{name: x, value: }", "còn trống"),
        ("{tên: x, giá trị: y}", "Không có khóa “giá trị”. Ghi: value"),
        ("{name: x, value: y, indicator: z}", "Không có khóa “indicator” ở đây."),
    ],
)
def test_what_is_wrong_with_one_is_told(entry: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(f"{PLAN}other:\n  - {entry}\n", encoding="utf-8")
    done = run("plan.yaml", "--lang", "vi", cwd=tmp_path)
    assert done.returncode == 4 and said in done.stderr


def test_a_plan_that_serves_as_norms_asks_for_none_of_them(folder: Path) -> None:
    (folder / "other.yaml").write_text(PLAN.replace("Ví dụ", "Khác"), encoding="utf-8")
    found = json.loads(run("other.yaml", "--against", "plan.yaml", "--format", "json", cwd=folder).stdout)
    assert [row["indicator"] for row in found["coverage"]] == ["health.stunting"]


CHANGED = OTHER.replace("> 60%", "> 50%").replace("GRDP bình quân", "GDP bình quân")
TOLD = {
    "vi": ("Tỷ lệ che phủ rừng: > 60% (đến năm 2028) → > 50% (đến năm 2028)", "→ (không còn)"),
    "en": ("Tỷ lệ che phủ rừng: > 60% (by 2028) → > 50% (by 2028)", "→ (gone)"),
}


@pytest.mark.parametrize("language", TOLD)
@pytest.mark.parametrize("format", ["table", "markdown", "html"])
def test_what_changed_or_is_gone_is_told_without_a_verdict(format: str, language: str, folder: Path) -> None:
    (folder / "new.yaml").write_text(PLAN + CHANGED, encoding="utf-8")
    done = run(
        "diff", "plan.yaml", "new.yaml", "--format", format, "--lang", language, cwd=folder, env={"COLUMNS": "150"}
    )
    said = done.stdout.replace("\\", "").replace("&gt;", ">").replace("\u00a0", " ")
    changed, gone = TOLD[language]
    assert done.returncode == 0 and changed in said and gone in said and "GRDP" in said


def test_diff_has_them_in_json_and_nothing_of_the_same(folder: Path) -> None:
    (folder / "new.yaml").write_text(PLAN + CHANGED, encoding="utf-8")
    found = json.loads(run("diff", "plan.yaml", "new.yaml", "--format", "json", cwd=folder).stdout)
    Draft202012Validator(schema("diff")).validate(found)
    forest, product = found["others"]
    assert forest["old"]["value"] == "> 60%" and forest["new"] == {"value": "> 50%", "by": 2028, "line": LINE}
    assert product["name"] == "GRDP bình quân đầu người" and product["new"] is None
    spelt = PLAN + OTHER.replace("Tỷ lệ", "TỈ LỆ").replace("where: II.3", "where: II.4")
    (folder / "new.yaml").write_text(spelt, encoding="utf-8")
    assert json.loads(run("diff", "plan.yaml", "new.yaml", "--format", "json", cwd=folder).stdout)["others"] == []
