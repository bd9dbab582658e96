"""Which document a name means, and what a plan asks for where it serves as norms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HEAD, entry

from nq42check.document import Document
from nq42check.knowledge import Additions, Knowledge, document_for, load_knowledge, named_baseline, norms_for

PLAN = HEAD.replace("Ví dụ", "Khánh Hòa").replace("  by:", "  id: 123/KH-UBND\n  by:")


@pytest.fixture
def with_plan(tmp_path: Path) -> Iterator[Knowledge]:
    """What ships, and the plan of a province that a repository adds as norms."""
    targets = entry("insurance.social", "50%", "by: 2027") + entry("insurance.social", "60%")
    (tmp_path / "ke-hoach-tinh.yaml").write_text(PLAN + targets, encoding="utf-8")
    yield load_knowledge(Additions(baselines=(str(tmp_path),)))
    load_knowledge.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        *("123/KH-UBND", "123/kh-ubnd", " 123/KH-UBND ", "ke-hoach-tinh", "KE-HOACH-TINH"),
        *("Khánh Hòa", "Khánh Hoà", "khánh  hoà", "Kha\u0301nh Ho\u0300a", "Khánh\u200b Hòa"),
    ],
)
def test_a_plan_is_found_by_number_file_name_and_place(name: str, with_plan: Knowledge) -> None:
    found = named_baseline(name, with_plan)
    assert found is not None and (found.province, found.id) == ("Khánh Hòa", "123/KH-UBND")


@pytest.mark.parametrize("name", ["Khánh", "Kế hoạch thực hiện Nghị quyết số 42-NQ/TW", "123", ""])
def test_a_part_of_a_name_or_the_title_of_what_has_a_number_finds_nothing(name: str, with_plan: Knowledge) -> None:
    assert named_baseline(name, with_plan) is None


@pytest.mark.parametrize(
    "name, id", [("42-nq/tw", "42-NQ/TW"), ("68-NQ-CP", "68/NQ-CP"), ("42-NQ/TW\u00a0", "42-NQ/TW")]
)
def test_what_ships_is_found_in_any_letters_and_spacing(name: str, id: str) -> None:
    found = named_baseline(name, load_knowledge())
    assert found is not None and found.id == id


def test_the_norms_of_a_plan_bind_each_for_its_own_years(with_plan: Knowledge) -> None:
    norms = norms_for(("Khánh Hoà",), with_plan)
    own = [norm for norm in norms if norm.document.province]
    assert [(norm.target.by, norm.binds.value, norm.context) for norm in own] == [
        (2027, "each", False),
        (2030, "each", False),
    ]
    assert {norm.document.name for norm in norms} == {"42-NQ/TW", "Khánh Hòa"}


def test_a_file_is_taken_where_no_document_has_the_name(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(PLAN + entry("insurance.social", "60%"), encoding="utf-8")
    found: Document = document_for(str(path), load_knowledge())
    assert found.province == "Khánh Hòa"
    with pytest.raises(LookupError):
        document_for("Khánh Hòa", load_knowledge())
