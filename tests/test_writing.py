"""`nq42check new` and `nq42check schema`, as their users run them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import run
from conftest import AS_OF, KNOWN, ROOT
from jsonschema import Draft202012Validator

from nq42check.api import check
from nq42check.reading.schemas import NAMES


def norms(stem: str) -> list[dict[str, Any]]:
    """The norms that a baseline file compares, read without the checker."""
    targets = yaml.safe_load((ROOT / f"baselines/{stem}.yaml").read_text(encoding="utf-8"))["targets"]
    last = {each["indicator"]: each.get("by", 2030) for each in targets}
    compared = [each for each in targets if each["binds"] != "nation" and "context" not in each]
    return [each for each in compared if each.get("by", 2030) == last[each["indicator"]]]


def wordings(*stems: str) -> dict[str, str]:
    """A wording of the norm on each indicator, the last document's where several have one."""
    return {each["indicator"]: str(each["value"]) for stem in stems for each in norms(stem)}


def filled(form: str, wordings: dict[str, str]) -> str:
    """The form with each value filled in."""

    def value(row: re.Match[str]) -> str:
        return f"{row[0]} {json.dumps(wordings[row[1]], ensure_ascii=False)}"

    return re.sub(r"- indicator: (\S+)\n    value:", value, form)


@pytest.fixture(scope="module")
def form() -> str:
    return run("new", "Cao Bằng", "--output", "-").stdout


def test_a_plan_and_its_schema_are_written_and_named(tmp_path: Path) -> None:
    done = run("new", "Tỉnh Cao Bằng", cwd=tmp_path)
    assert done.returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"cao_bang.yaml", "plan.schema.json"}
    assert "cao_bang.yaml, plan.schema.json" in done.stdout and "nq42check cao_bang.yaml" in done.stdout
    data = (tmp_path / "cao_bang.yaml").read_bytes()
    assert data.startswith(b"# yaml-language-server: $schema=plan.schema.json\n") and b"\r" not in data
    assert yaml.safe_load(data)["province"] == "Tỉnh Cao Bằng"
    assert (tmp_path / "plan.schema.json").read_text(encoding="utf-8") == run("schema", "plan").stdout


@pytest.mark.parametrize("language, word", [("vi", "không ghi đè"), ("en", "not overwritten")])
def test_nothing_is_overwritten(language: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "cao_bang.yaml").write_text("mine", encoding="utf-8")
    done = run("new", "Cao Bằng", "--lang", language, cwd=tmp_path)
    assert done.returncode == 2 and word in done.stderr and "--output" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["cao_bang.yaml"]
    (tmp_path / "plan.schema.json").write_text("mine", encoding="utf-8")
    done = run("new", "Cao Bằng", "--output", "khác.yaml", cwd=tmp_path)
    assert done.returncode == 0 and "schema" not in done.stdout
    assert (tmp_path / "plan.schema.json").read_text(encoding="utf-8") == "mine"


def test_where_it_cannot_write_it_leaves_nothing(tmp_path: Path) -> None:
    done = run("new", "Cao Bằng", "--output", "none/x.yaml", cwd=tmp_path)
    assert done.returncode == 2 and "none/x.yaml" in done.stderr and not list(tmp_path.iterdir())


@pytest.mark.parametrize("args", [["new"], ["new", " "], ["new", "X", "--against", "9-NQ/TW"], ["schema", "x"]])
def test_wrong_usage(args: list[str], tmp_path: Path) -> None:
    assert run(*args, cwd=tmp_path).returncode == 2 and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "province, file",
    [
        ("Tỉnh Bà Rịa - Vũng Tàu", "ba_ria_vung_tau.yaml"),
        ("Thành phố Hồ Chí Minh", "ho_chi_minh.yaml"),
        ("TP. Đà Nẵng", "da_nang.yaml"),
        ("Đắk Lắk", "dak_lak.yaml"),
        ("tỉnh Thừa Thiên Huế".encode().decode(), "thua_thien_hue.yaml"),
        ("Tinh Gia", "gia.yaml"),
        ("../x/y", "x_y.yaml"),
        ("河江", "plan.yaml"),
    ],
)
def test_file_names(province: str, file: str, tmp_path: Path) -> None:
    run("new", province, cwd=tmp_path)
    assert (tmp_path / file).exists()


@pytest.mark.parametrize("province", ["Huế", "true", "1", "a: b", "# x", '"', "-", "@", "{a"])
def test_any_name_is_written_so_that_yaml_reads_it_back(province: str, tmp_path: Path) -> None:
    done = run("new", province, "--output", "-", cwd=tmp_path)
    assert yaml.safe_load(done.stdout)["province"] == province
    assert not list(tmp_path.iterdir())


def test_every_norm_that_is_compared_has_one_row(form: str) -> None:
    rows = [target["indicator"] for target in yaml.safe_load(form)["targets"]]
    assert sorted(rows) == sorted(each["indicator"] for each in norms("42-nq-tw"))


def test_every_row_left_empty_is_missing_at_its_line(form: str, tmp_path: Path) -> None:
    whole = filled(form, wordings("42-nq-tw")).splitlines()
    for line, empty in enumerate(form.splitlines()):
        if empty != "    value:":
            continue
        path = tmp_path / "plan.yaml"
        path.write_text("\n".join([*whole[:line], empty, *whole[line + 1 :]]), encoding="utf-8")
        (plan,) = check(str(path), as_of=AS_OF).plans
        found = [located for located in plan.findings if located.finding.rule.name != "no-source"]
        assert [(located.finding.rule.name, located.line) for located in found] == [("missing", line + 1)]


# NQ403 since where is still empty.
@pytest.mark.parametrize(
    "names, stems, rules",
    [
        ([], ["42-nq-tw"], {"NQ403"}),
        (["68/NQ-CP"], ["42-nq-tw", "68-nq-cp"], {"NQ403"}),
        (["72-nq-tw"], ["72-nq-tw"], {"NQ403"}),
        (["42-NQ/TW", "72-NQ/TW", "Đại hội XIV"], ["42-nq-tw", "72-nq-tw", "xiv-congress"], {"NQ403"}),
    ],
)
def test_a_form_filled_in_with_the_norms_passes(names: list[str], stems: list[str], rules: set[str]) -> None:
    args = [arg for name in names for arg in ("--against", name)]
    form = run("new", "Cao Bằng", "--output", "-", *args).stdout
    done = run("-", "--format", "json", stdin=filled(form, wordings(*stems)).encode())
    report = json.loads(done.stdout)
    assert {each["rule"] for each in report["findings"]} == rules
    assert done.returncode == 0
    documents = [yaml.safe_load((ROOT / f"baselines/{stem}.yaml").read_text("utf-8"))["document"] for stem in stems]
    assert set(yaml.safe_load(form)["document"]["implements"]) <= {each["id"] for each in documents}


def test_the_form_tells_what_each_norm_asks_for(form: str) -> None:
    row = form[: form.index("- indicator: health.stunting")].splitlines()[-3:]
    assert "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi" in row[0]
    for fact in ("dưới 15%", "42-NQ/TW", "2030", "mức chung cả nước", "theo văn bản khác nhắc lại"):
        assert fact in row[1]
    assert "1 triệu căn" in form[form.rindex("targets") :].splitlines()[-2]


def test_the_form_is_vietnamese_in_any_language(form: str) -> None:
    assert run("new", "Cao Bằng", "--output", "-", "--lang", "en").stdout == form


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_printed_for_editors(name: str) -> None:
    printed = json.loads(run("schema", name, "--lang", "en").stdout)
    Draft202012Validator.check_schema(printed)


def test_the_schema_of_plans_names_all_that_a_plan_may_name() -> None:
    known = {
        name: {each["const"]: each["description"] for each in definition["anyOf"] if "const" in each}
        for name, definition in json.loads(run("schema", "plan").stdout)["$defs"].items()
        if "anyOf" in definition
    }
    catalogue = yaml.safe_load((ROOT / "baselines/indicators.yaml").read_text(encoding="utf-8"))
    names = {each["vi"] for each in catalogue["indicators"].values()}
    assert known["indicator"].keys() == catalogue["indicators"].keys() | names
    assert known["group"].keys() == catalogue["groups"].keys()
    assert known["count"].keys() == catalogue["counts"].keys()
    assert {"NQ101", "weaker"} <= known["rule"].keys() and not {"NQ501", "NQ904"} & known["rule"].keys()
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in ROOT.glob("baselines/*.yaml")]
    assert known["document"].keys() == {file["document"]["id"] for file in files if "document" in file}
    stunting = known["indicator"]["health.stunting"]
    assert stunting.startswith("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi")
    assert "tỷ lệ phần trăm, %, càng thấp càng tốt" in stunting and "dưới 15% (42-NQ/TW)" in stunting
    assert known["indicator"]["Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi"].startswith("health.stunting")
    assert "islands (hải đảo)" in known["indicator"]["culture.remote_people"]


@pytest.mark.parametrize("plan", sorted(ROOT.glob("provinces/*.yaml")), ids=lambda path: path.name)
def test_shipped_plans_fit_the_schema_for_editors(plan: Path) -> None:
    printed = json.loads(run("schema", "plan").stdout)
    text = re.sub(r"^( *date: )(\S+)$", r'\1"\2"', plan.read_text(encoding="utf-8"), flags=re.MULTILINE)
    Draft202012Validator(printed).validate(yaml.safe_load(text))


def test_the_schema_for_editors_refuses_names_that_the_checker_refuses() -> None:
    printed = json.loads(run("schema", "plan").stdout)
    head = {"province": "X", "document": {"title": "X", "by": 2030}}
    good = {"indicator": "culture.remote_people", "value": "1%", "groups": ["remote"], "counts": "people"}
    validator = Draft202012Validator(printed)
    named = {**good, "indicator": KNOWN.catalogue.indicators["culture.remote_people"].names.vi}
    assert validator.is_valid({**head, "targets": [good, named]})
    for wrong in ({"indicator": "x.y"}, {"groups": ["x"]}, {"counts": "x"}, {"value": ["1%"]}, {"quot": "x"}):
        assert not validator.is_valid({**head, "targets": [{**good, **wrong}]})
