"""`nq42check fix`: what it mends, what it leaves, and that it never changes what a target states."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from command import Done, run
from conftest import AS_OF, HEAD, KNOWN, ROOT, as_nobody, entry, names
from hypothesis import given
from hypothesis import strategies as st
from test_mistakes import PLAN, TABLE, changed, rows

from nq42check.reading.fixing import Fixed, fixed
from nq42check.run.checking import Checker
from nq42check.run.files import source
from nq42check.run.results import PlanReport
from nq42check.text import fold

CHECKER = Checker(KNOWN, as_of=AS_OF)
VIETNAMESE = {"LC_ALL": "vi_VN"}
WRONG = PLAN.replace("value: dưới", "value:dưới")


def stated(data: bytes, tmp_path: Path) -> list[tuple[str, str]] | None:
    """What each target of a plan states; None where it is refused, or a value is not understood."""
    path = tmp_path / "stated.yaml"
    path.write_bytes(data)
    found = CHECKER._found(source(str(path), None, 1 << 20), given=True)
    if not isinstance(found, PlanReport) or found.refusals:
        return None
    return [(target.indicator.id, fold(target.text).rstrip(";, ")) for target in found.plan.targets]


def mended(text: str) -> Fixed:
    return fixed(text, CHECKER.problems_in)


def result(text: str) -> str:
    lines = text.split("\n")
    return mended(text).applied(lines, ["\n"] * (len(lines) - 1) + [""])


def fix(*args: object, cwd: Path) -> Done:
    return run("fix", *args, cwd=cwd, env=VIETNAMESE)


@pytest.mark.parametrize("row", rows(told=True))
def test_what_is_told_of_a_mistake_is_what_mends_it(row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    written = changed(row).replace("\n", "\r\n").encode()
    path.write_bytes(written)
    done = fix("--write", "plan.yaml", cwd=tmp_path)
    assert done.returncode == 0
    if row.get("unfixed"):
        assert path.read_bytes() == written and names(tmp_path) == ["plan.yaml"]
        assert f"plan.yaml, dòng {row['line']}, " in done.stderr
        return
    assert done.stderr == ""
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") >= written.count(b"\r\n")
    assert (tmp_path / "plan.yaml.bak").read_bytes() == written
    values = row.get("values", ["dưới 15%", "trên 95%"])
    assert stated(path.read_bytes(), tmp_path) == [("health.stunting", values[0]), ("insurance.health", values[1])]
    assert run("plan.yaml", "--format", "json", cwd=tmp_path).stderr == ""


def test_it_shows_what_it_would_change_and_why_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a b.yaml").write_text(WRONG.replace("    where: II.2, đoạn 3", "\t\u00a0where: II.2, đoạn 3"), "utf-8")
    before = (tmp_path / "a b.yaml").read_bytes()
    done = fix("a b.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "a b.yaml: sửa được 2 dòng.",
        "Dòng 8: Sau dấu hai chấm và sau dấu gạch ngang phải có dấu cách.",
        "  trước:     value:dưới 15%",
        "  sau:       value: dưới 15%",
        "Dòng 13: Ở đây có phím Tab, mà YAML chỉ nhận dấu cách.",
        "  trước: ⇥⍽where: II.2, đoạn 3",
        "  sau:       where: II.2, đoạn 3",
        'Chưa ghi gì vào tệp. Muốn ghi (bản cũ được giữ ở tệp đuôi .bak): nq42check fix --write "a b.yaml"',
    ]
    assert names(tmp_path) == ["a b.yaml"] and (tmp_path / "a b.yaml").read_bytes() == before


def test_comments_order_line_ends_the_byte_order_mark_and_the_mode_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    text = "# đầu\n\n" + WRONG.replace("by: 2030", "by: 2030   # hạn chung") + "# cuối"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    assert fix("--write", "plan.yaml", cwd=tmp_path).returncode == 0
    wanted = text.replace("value:dưới", "value: dưới").replace("\n", "\r\n").encode()
    assert path.read_bytes() == b"\xef\xbb\xbf" + wanted
    assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o640}


def test_decomposed_lines_that_need_no_mend_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(normalize("NFD", WRONG).encode())
    assert fix("--write", "plan.yaml", cwd=tmp_path).returncode == 0
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == normalize("NFD", "province: Tỉnh Mẫu")
    assert normalize("NFC", lines[7]) == "    value: dưới 15%"


NAMED = {
    "capitals": ("health.stunting", "Health.Stunting"),
    "hyphens": ("health.stunting", "health-stunting"),
    "spaces": ("health.stunting", "health . stunting"),
    "quotes": ("health.stunting", "'HEALTH.STUNTING'"),
    "a document's number": ("42-NQ/TW", "42-NQTW"),
    "a key in Vietnamese": ("value: dưới", "giá trị: dưới"),
    "keys in Vietnamese": ("where: II.2, đoạn 3", "vị trí: II.2, đoạn 3"),
    "the outermost key": ("province", "tỉnh"),
}


@pytest.mark.parametrize("what", NAMED)
def test_an_id_of_which_only_one_is_meant_is_mended(what: str, tmp_path: Path) -> None:
    old, new = NAMED[what]
    (tmp_path / "plan.yaml").write_text(PLAN.replace(old, new), encoding="utf-8")
    assert "nq42check fix plan.yaml" in run("plan.yaml", "--format", "json", cwd=tmp_path, env=VIETNAMESE).stderr
    assert fix("--write", "plan.yaml", cwd=tmp_path).returncode == 0
    assert stated((tmp_path / "plan.yaml").read_bytes(), tmp_path) == stated(PLAN.encode(), tmp_path)


def test_an_id_that_may_be_another_is_left_and_told(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace("health.stunting", "health.stuntin"), encoding="utf-8")
    done = fix("--write", "plan.yaml", cwd=tmp_path)
    assert done.returncode == 0 and names(tmp_path) == ["plan.yaml"]
    assert "health.stunting" in done.stderr and "không có gì để sửa tự động" in done.stdout


def test_a_key_of_ones_own_behind_a_tab_is_left_and_told(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN + "\tzzz: 1\n", encoding="utf-8")
    done = fix("plan.yaml", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("plan.yaml, dòng 14, ")


def test_the_old_text_is_never_written_over_another_and_counts_as_checked(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "plan.yaml.bak").write_text("mine", encoding="utf-8")
    done = fix("--write", "plan.yaml", cwd=tmp_path)
    assert "plan.yaml.bak2" in done.stdout
    assert (tmp_path / "plan.yaml.bak").read_text("utf-8") == "mine"
    assert (tmp_path / "plan.yaml.bak2").read_text("utf-8") == WRONG
    assert "bak" not in run(".", "--format", "json", cwd=tmp_path).stdout


WITH_TEXTS_OF_SEVERAL_LINES = """\
    quote: "một đoạn
      value: hai đoạn"
    note: |
      where:không phải khóa
      - indicator: x
  - {indicator: labour.trained, value: "> 70%",
     where: II}
  -  indicator: insurance.social
     value: 60%
     note: một
       đoạn – hai
"""


def test_lines_inside_a_text_are_none_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN + WITH_TEXTS_OF_SEVERAL_LINES, encoding="utf-8")
    assert fix("plan.yaml", cwd=tmp_path).stdout == "plan.yaml: không có gì để sửa tự động.\n"
    (tmp_path / "plan.yaml").write_text(WRONG + WITH_TEXTS_OF_SEVERAL_LINES, encoding="utf-8")
    assert fix("plan.yaml", cwd=tmp_path).stdout.startswith("plan.yaml: sửa được 1 dòng.\nDòng 8: ")


def test_a_file_without_mistakes_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert fix("--write", "plan.yaml", cwd=tmp_path).returncode == 0
    assert names(tmp_path) == ["plan.yaml"]


@pytest.mark.parametrize("plan", sorted((ROOT / "provinces").glob("*.yaml")), ids=lambda path: path.stem)
def test_nothing_is_mended_in_the_shipped_plans(plan: Path) -> None:
    assert mended(plan.read_text("utf-8")) == Fixed((), ())


def test_a_folder_and_a_link_are_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to("plan.yaml")
    for path, word in ((".", "thư mục"), ("link.yaml", "liên kết")):
        done = fix("--write", path, cwd=tmp_path)
        assert done.returncode == 2 and word in done.stderr
    assert (tmp_path / "plan.yaml").read_text("utf-8") == WRONG


@pytest.mark.parametrize("data", [None, b"PK\x03\x04word/", b"\xff\xfea\0", "Hà".encode("cp1258")])
def test_what_cannot_be_read_is_told(data: bytes | None, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "plan.yaml").write_bytes(data)
    done = fix("--write", "plan.yaml", cwd=tmp_path)
    assert done.returncode == 4 and done.stderr.startswith("plan.yaml")
    assert names(tmp_path) == (["plan.yaml"] if data else [])


def test_an_unfinished_merge_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(f"<<<<<<< HEAD\n{WRONG}=======\n{PLAN}>>>>>>> other\n", encoding="utf-8")
    done = fix("--write", "plan.yaml", cwd=tmp_path)
    assert names(tmp_path) == ["plan.yaml"] and "<<<<<<<" in done.stderr


def test_several_files_are_mended_and_the_gravest_decides(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(PLAN, encoding="utf-8")
    assert fix("a.yaml", "b.yaml", cwd=tmp_path).returncode == 1
    assert fix("a.yaml", "none.yaml", cwd=tmp_path).returncode == 4
    assert fix("--write", "a.yaml", "b.yaml", cwd=tmp_path).returncode == 0
    assert fix("a.yaml", "b.yaml", cwd=tmp_path).returncode == 0
    assert fix(cwd=tmp_path).returncode == 2


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no such users")
def test_in_a_folder_that_cannot_be_written_nothing_is_changed(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(WRONG, encoding="utf-8")
    fix("plan.yaml", cwd=tmp_path)
    with as_nobody(tmp_path, 0o555):
        done = fix("--write", "plan.yaml", cwd=tmp_path)
    assert done.returncode == 2 and "không có quyền ghi" in done.stderr
    assert (tmp_path / "plan.yaml").read_text("utf-8") == WRONG and names(tmp_path) == ["plan.yaml"]


def test_a_file_that_changes_meanwhile_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(WRONG, encoding="utf-8")

    def keep_and_change(*args: Any) -> str:
        kept = keep(*args)
        path.write_text("another", encoding="utf-8")
        return kept

    from nq42check.cli import fix as module

    keep = module._keep
    monkeypatch.setattr(module, "_keep", keep_and_change)
    done = fix("--write", "plan.yaml", cwd=tmp_path)
    assert done.returncode == 2 and "vừa được thay đổi" in done.stderr
    assert path.read_text("utf-8") == "another" and names(tmp_path) == ["plan.yaml"]


# What a target states is what was written, whatever was wrong around it

TARGETS = [
    ("health.stunting", "dưới 15%"), ("insurance.health", "trên 95%"), ("labour.unemployment", "< 3%"),
    ("health.stunting", "≤ 14,5%"), ("labour.trained", "35 - 40%"), ("insurance.social", "khoảng 60%"),
    ("labour.trained", "tối thiểu 70%"), ("health.malaria", "loại trừ"),
]  # fmt: skip
Spoil = Callable[[str], str]
SPOILT: list[Spoil] = [
    lambda line: line.replace(": ", ":", 1),
    lambda line: line.replace(": ", "：", 1),
    lambda line: line.replace(": ", " = ", 1),
    lambda line: line.replace(": ", " ", 1),
    lambda line: line.replace(": ", ":\u00a0", 1),
    lambda line: " " + line,
    lambda line: line.removeprefix(" "),
    lambda line: line.replace("    ", "\t", 1),
    lambda line: line.replace(" ", "\u00a0", 1),
    lambda line: line.replace("  ", "\u3000", 1),
    lambda line: line.replace("- ", "• ", 1),
    lambda line: line.replace("- ", "-", 1),
    lambda line: line.replace("- ", "1. ", 1) if line.startswith("  - ") else line,
    lambda line: line.replace("- ", "  ", 1),
    lambda line: re.sub(": (.+)", r": “\1”", line),
    lambda line: re.sub(": (.+)", r': "\1', line),
    lambda line: re.sub(r"(\w+):", lambda key: key[0].upper(), line, count=1),
    lambda line: line + ";",
    lambda line: line + "   # ghi chú",
    lambda line: line,
]


@given(
    st.lists(st.sampled_from(TARGETS), min_size=1, max_size=4), st.lists(st.sampled_from(SPOILT), max_size=6), st.data()
)
def test_what_targets_state_survives_any_mistakes(
    targets: list[tuple[str, str]], spoils: list[Spoil], data: Any
) -> None:
    lines = (HEAD + "".join(entry(*target).replace("'", '"') for target in targets)).split("\n")[:-1]
    for spoil in spoils:
        place = data.draw(st.integers(0, len(lines) - 1))
        lines[place] = spoil(lines[place])
    text = "\n".join(lines) + "\n"
    new = result(text)
    states = states_of(new)
    states = states and [(id, value.replace(" ", "")) for id, value in states]
    assert states is None or states == [(id, fold(value).replace(" ", "")) for id, value in targets]
    assert result(new) == new


PIECES = [
    "province: A\n", "document:\n", "  title: T\n", "  by: 2030\n", "targets:\n", "  - indicator: health.stunting\n",
    "    value: dưới 15%\n", "    value:> 5%\n", "\tvalue: 15,5 - 20%\n", "  • ", "  - ", "    where: “II\n",
    "value = ≥ 3\n", "\u00a0\u00a0", " ", "#", "'", '"', "|\n", "[", "{", "}", "]", ": ", ":", "-", ", by: 2028", "x",
    "\n", "  implements: [42-NQ/TW]\n",
]  # fmt: skip
WELL = PLAN.splitlines(keepends=True)


@given(st.lists(st.sampled_from(PIECES + WELL), max_size=25), st.integers(0, len(WELL)), st.sampled_from(PIECES))
def test_any_text_keeps_its_words_figures_and_signs(pieces: list[str], place: int, piece: str) -> None:
    for text in ("".join(pieces), "".join([*WELL[:place], piece, *WELL[place:]])):
        new = result(text)
        assert saying(new) == saying(text)
        before = states_of(text)
        assert before is None or states_of(new) == before
        assert result(new) == new


def saying(text: str) -> list[str]:
    """The letters, digits and signs of comparison of a text, but for an equals sign behind a key."""
    return re.findall(r"[^\W_]|[<>≤≥~%]", fold(re.sub(r"(?m)^(\s*\w+)\s*=", r"\1:", text)))


def states_of(text: str) -> list[tuple[str, str]] | None:
    """As `stated`, of a text."""
    from io import BytesIO

    found = CHECKER._found(source("-", BytesIO(text.encode()), 1 << 20), given=True)
    if not isinstance(found, PlanReport) or found.refusals:
        return None
    return [(target.indicator.id, fold(target.text).rstrip(";, ")) for target in found.plan.targets]


def test_the_table_has_rows_that_are_left_to_a_person() -> None:
    assert any(row.get("unfixed") for mistake in TABLE["mistakes"] for row in mistake["rows"])


def test_a_comment_glued_to_quotes_does_not_become_part_of_a_value(tmp_path: Path) -> None:
    text = HEAD + '  - indicator: "health.hospital_beds"#x\n    value: 100% người có công\n'
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    fix("plan.yaml", "--write", cwd=tmp_path)
    assert (tmp_path / "plan.yaml").read_text(encoding="utf-8") == text
