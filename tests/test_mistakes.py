"""Mistakes that officers make are told at their line with what to type: the table of mistakes.yaml."""

from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import yaml
from command import run
from conftest import AS_OF

from nq42check.api import check

TABLE = yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text(encoding="utf-8"))
PLAN: str = TABLE["plan"]
ENCODED = {
    "as it is": str.encode,
    "with Windows line ends": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "decomposed": lambda text: normalize("NFD", text).encode(),
}


def rows(*, told: bool) -> list[Any]:
    """The rows that are told, or those that are read."""
    return [
        pytest.param({"why": mistake.get("why"), **row}, id=f"{mistake['kind']} {number}")
        for mistake in TABLE["mistakes"]
        for number, row in enumerate(mistake["rows"], 1)
        if told is ("says" in row)
    ]


def changed(row: dict[str, Any]) -> str:
    assert PLAN.count(row["old"]) == 1, row["old"]
    return PLAN.replace(row["old"], row["new"])


def test_the_plan_without_a_mistake_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert run("plan.yaml", cwd=tmp_path).returncode == 1


def test_there_are_three_variants_of_each_kind() -> None:
    assert len(TABLE["mistakes"]) >= 12
    assert all(len(mistake["rows"]) >= 3 for mistake in TABLE["mistakes"])


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("row", rows(told=True))
def test_a_mistake_is_told_at_its_line_with_what_to_type(row: dict[str, Any], encoding: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(ENCODED[encoding](changed(row)))
    done = run("plan.yaml", "--format", "json", cwd=tmp_path, env={"LC_ALL": "vi_VN"})
    assert done.returncode == 4
    first, *others = [normalize("NFC", line) for line in done.stderr.splitlines()]
    column = f"{row['column']}: " if "column" in row else ""
    assert first.startswith(f"plan.yaml, dòng {row['line']}, cột {column}")
    comma = "" if row["why"].endswith(".") else ","
    assert first.endswith(f". {row['why']}{comma} {row['says']}")
    assert others == ([] if row.get("unfixed") else ["Sửa tự động: nq42check fix plan.yaml"])


@pytest.mark.parametrize("row", rows(told=True))
def test_the_english_message_has_the_text_to_type_too(row: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(changed(row), encoding="utf-8")
    first = run("plan.yaml", "--format", "json", "--lang", "en", cwd=tmp_path).stderr.splitlines()[0]
    assert first.startswith(f"plan.yaml, line {row['line']}, ")
    typed = row["says"].partition("hãy ghi: ")[2] or row["says"].partition("cả dòng là: ")[2]
    assert typed in first


@pytest.mark.parametrize("row", rows(told=False))
def test_what_is_understood_as_it_is_stays_so(row: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(changed(row), encoding="utf-8")
    (plan,) = check(str(tmp_path / "plan.yaml"), as_of=AS_OF).plans
    assert not plan.refusals
    assert row["reads"] in [target.text for target in plan.plan.targets]


@pytest.mark.parametrize("program", TABLE["programs"], ids=lambda program: program["called"])
@pytest.mark.parametrize("name", ["ke-hoach.xlsx", "ke-hoach.yaml"])
def test_a_file_of_another_program_is_told_with_the_way_out(program: dict[str, str], name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(program["starts"].encode())
    done = run(name, cwd=tmp_path, env={"LC_ALL": "vi_VN"})
    assert done.returncode == 4
    assert f"Đây là tệp {program['called']}, không phải tệp kế hoạch" in done.stderr
    assert 'nq42check new "Tỉnh …"' in done.stderr
