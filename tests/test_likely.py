"""The number of a document in another spelling is answered with the number, wherever a document is named."""

from pathlib import Path

import pytest
from command import run
from conftest import HEAD, KNOWN, entry

from nq42check.run.likely import likely_document

FOUND = {
    "42-NQTW": "42-NQ/TW",
    "42 NQ/TW": "42-NQ/TW",
    "42NQTW": "42-NQ/TW",
    "42/NQ-TW": "42-NQ/TW",
    "NQ 42-NQ/TW": "42-NQ/TW",
    "Nghị quyết số 42-NQ/TW": "42-NQ/TW",
    "Nghị quyết 42": "42-NQ/TW",
    "Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương Đảng khóa XIII": "42-NQ/TW",
    "42-NQ/TW.": "42-NQ/TW",
    "42-NQ/TƯ": "42-NQ/TW",
    "nq42": "42-NQ/TW",
    "42": "42-NQ/TW",
    "NQ68": "68/NQ-CP",
    "Nghị quyết số 68/NQ-CP của Chính phủ": "68/NQ-CP",
    "QĐ 841": "841/QĐ-TTg",
    "841/QD-TTg": "841/QĐ-TTg",
    "257/2025/QH": "257/2025/QH15",
}
NONE = ["24-NQ/TW", "42/NQ-CP", "42-NQ/TU", "4-NQ/TW", "420-NQ/TW", "Kế hoạch 42", "15/KH-UBND", "xyzzy", "%"]


@pytest.mark.parametrize("name", FOUND)
def test_a_number_in_another_spelling_is_known(name: str) -> None:
    assert likely_document(name, KNOWN) == FOUND[name]


@pytest.mark.parametrize("name", NONE)
def test_another_number_is_another_document(name: str) -> None:
    assert likely_document(name, KNOWN) is None


@pytest.mark.parametrize("name", ["42-NQTW", "24-NQ/TW"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_asked_wherever_a_document_is_named(name: str, language: str, tmp_path: Path) -> None:
    said = {
        ("42-NQTW", "vi"): "Không có văn bản “42-NQTW”. Có phải là 42-NQ/TW?",
        ("42-NQTW", "en"): "There is no document “42-NQTW”. Did you mean 42-NQ/TW?",
        ("24-NQ/TW", "vi"): "42-NQ/TW, 68/NQ-CP",
        ("24-NQ/TW", "en"): "42-NQ/TW, 68/NQ-CP",
    }[name, language]
    plan = HEAD + entry("health.stunting", "12%")
    (tmp_path / "wrong.yaml").write_text(plan.replace("42-NQ/TW]", f"{name}]"), encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    done = run("wrong.yaml", "--lang", language, cwd=tmp_path)
    assert done.returncode == 4 and said in done.stderr and "4, " in done.stderr
    for command in (("plan.yaml", "--against", name), ("new", "Cao Bằng", "--against", name)):
        done = run(*command, "--lang", language, cwd=tmp_path)
        assert done.returncode == 2 and said in done.stderr, command
    for text in (f"against: [{name}]", f"require: {{implements: [{name}]}}"):
        (tmp_path / ".nq42check.yaml").write_text(text, encoding="utf-8")
        done = run("plan.yaml", cwd=tmp_path, env={"LC_ALL": {"vi": "vi_VN", "en": "en_US"}[language]})
        assert done.returncode == 2 and said in done.stderr, text
