"""`nq42check draft FILE`, and documents that are checked as they are, as their users meet them."""

import io
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command import Done, run
from conftest import AS_OF, HEAD, KNOWN, ROOT, entry, names
from test_drafted import HEAD as OF_DOCUMENT
from test_drafted import NOTHING, draft, loaded, row, unplaced

from nq42check.cli import terminal
from nq42check.drafting.drafts import Draft
from nq42check.drafting.issued import Issued, Unread
from nq42check.reading.quoting import written
from nq42check.reports.drafted import Origin, plan_file
from nq42check.reports.registry import FORMATS
from nq42check.reports.wording import Wording
from nq42check.run.drafting import drafted as understand
from nq42check.texts import LANGUAGES, en, vi

SURE = draft(row(), row("labour.unemployment", "dưới 2%"))
OPEN = draft(row(), row("labour.unemployment", "dưới 2%", sure=False), unplaced=(unplaced(),))
UNLISTED = draft(row(sure=False), listed=False)
NONE = draft(listed=False)
DAY = ("--as-of", AS_OF.isoformat())

Understood = Callable[..., Path]


@pytest.fixture
def understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Understood:
    """A folder with a document of which the engine is made to understand so much, whatever is in it."""

    def document(made: Draft | Unread, name: str = "KH 219.docx", dropped: int = 0) -> Path:
        def issued(_: bytes) -> Issued:
            if isinstance(made, Unread):
                raise made
            return Issued((), "docx", dropped)

        monkeypatch.setattr("nq42check.run.drafting.issued", issued)
        monkeypatch.setattr("nq42check.run.drafting.draft", lambda *_: made)
        (tmp_path / name).write_bytes(b"PK")
        return tmp_path

    return document


def drafted(folder: Path, *args: str, lang: str = "vi") -> Done:
    return run("draft", "KH 219.docx", "--lang", lang, *args, cwd=folder)


# What is written


def test_the_plan_is_written_to_standard_output_and_all_else_is_said_beside_it(understood: Understood) -> None:
    done = drafted(understood(OPEN))
    plan = loaded(done.stdout)
    assert [target.draft for target in plan.targets] == [False, True] and len(plan.unplaced) == 1
    assert done.stderr.splitlines() == [
        "2 dòng: 1 chắc, 1 cần xem; 1 câu chưa nhận ra",
        'Ghi bản nháp vào tệp: nq42check draft "KH 219.docx" -o vi_du.yaml',
    ]


@pytest.mark.parametrize("option", ["-o", "--output"])
def test_the_plan_is_written_to_a_new_file_with_what_to_do_next(option: str, understood: Understood) -> None:
    folder = understood(OPEN, dropped=3)
    (folder / "provinces").mkdir()
    done = drafted(folder, option, "provinces/vi_du.yaml")
    assert done.stdout == "" and names(folder / "provinces") == ["vi_du.yaml"]
    counted, dropped, step = done.stderr.splitlines()
    assert counted == "2 dòng: 1 chắc, 1 cần xem; 1 câu chưa nhận ra"
    assert dropped == "Đã bỏ 3 đoạn bị xóa trong chế độ theo dõi thay đổi."
    assert step.startswith("Đã ghi: provinces/vi_du.yaml.") and "status: draft" in step
    text = (folder / "provinces/vi_du.yaml").read_text(encoding="utf-8")
    assert loaded(text) and "\n  source: ../KH 219.docx\n" in text


def test_a_document_that_lies_outside_the_repository_of_the_plan_is_not_named(understood: Understood) -> None:
    folder = understood(SURE)
    (folder / "kho/.git").mkdir(parents=True)
    done = run("draft", "../KH 219.docx", "-o", "b.yaml", cwd=folder / "kho")
    assert done.returncode == 0 and "source:" not in (folder / "kho/b.yaml").read_text(encoding="utf-8")
    assert "source:" in run("draft", "KH 219.docx", cwd=folder).stdout


def test_of_what_is_all_sure_the_next_step_is_to_check_it(understood: Understood) -> None:
    folder = understood(SURE)
    done = drafted(folder, "-o", "b.yaml", lang="en")
    counted = "2 rows: 2 sure, 0 to review; 0 clauses not recognised"
    assert done.stderr == f"{counted}\nWritten: b.yaml. Next: nq42check b.yaml\n"
    assert "NQ406" not in run("b.yaml", *DAY, cwd=folder).stdout


def test_standard_input_has_no_source(understood: Understood) -> None:
    folder = understood(OPEN)
    done = run("draft", "-", cwd=folder, stdin=b"x")
    assert done.returncode == 1 and "source:" not in done.stdout and loaded(done.stdout)


@pytest.mark.parametrize("there", ["a file", "a link to nowhere", "a folder"])
def test_nothing_is_written_over(there: str, understood: Understood) -> None:
    folder = understood(OPEN)
    plan = "b.yaml"
    if there == "a file":
        (folder / plan).write_text("mine", encoding="utf-8")
    elif there == "a link to nowhere":
        (folder / plan).symlink_to("elsewhere.yaml")
    elif there == "a folder":
        (folder / plan).mkdir()
    before = names(folder)
    done = drafted(folder, "-o", plan)
    assert done.returncode == 2 and plan in done.stderr and done.stdout == ""
    assert names(folder) == before
    assert (folder / plan).is_dir() or (folder / plan).is_symlink() or b"province" not in (folder / plan).read_bytes()


def test_nothing_is_written_over_that_came_meanwhile(understood: Understood, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = understood(OPEN)
    link = os.link

    def late(source: str, target: str) -> None:
        Path(target).write_text("mine", encoding="utf-8")
        link(source, target)

    monkeypatch.setattr("os.link", late)
    done = drafted(folder, "-o", "b.yaml")
    assert done.returncode == 2 and "b.yaml" in done.stderr
    assert names(folder) == ["KH 219.docx", "b.yaml"] and (folder / "b.yaml").read_text(encoding="utf-8") == "mine"


def test_a_disk_without_links_takes_it_as_well(understood: Understood, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: str) -> None:
        raise OSError(95, "not supported")

    folder = understood(SURE)
    monkeypatch.setattr("os.link", refused)
    assert drafted(folder, "-o", "b.yaml").returncode == 0
    assert names(folder) == ["KH 219.docx", "b.yaml"]


def test_where_it_cannot_write_it_leaves_nothing(understood: Understood) -> None:
    folder = understood(OPEN)
    done = drafted(folder, "-o", "none/b.yaml")
    assert done.returncode == 2 and "none/b.yaml" in done.stderr and names(folder) == ["KH 219.docx"]
    for lang, said in (("vi", "Không ghi được tệp none/b.yaml"), ("en", "The file none/b.yaml cannot be written")):
        assert said in drafted(folder, "-o", "none/b.yaml", lang=lang).stderr


# How it ends


@pytest.mark.parametrize(
    "made, code, written",
    [
        (SURE, 0, True),
        (OPEN, 1, True),
        (draft(row(), unplaced=(unplaced(),)), 1, True),
        (draft(row(), head=OF_DOCUMENT._replace(by=None)), 1, True),
        (UNLISTED, 3, True),
        (NONE, 3, False),
        (draft(listed=False, unplaced=(unplaced(),)), 3, True),
        (Unread("gone"), 4, False),
    ],
    ids=["sure", "to review", "unplaced", "a year to write", "no list", "nothing", "words only", "unread"],
)
def test_the_exit_code_says_what_is_left_to_do(
    made: Draft | Unread, code: int, written: bool, understood: Understood, monkeypatch: pytest.MonkeyPatch
) -> None:
    for texts in (vi.TEXTS, en.TEXTS):
        monkeypatch.setitem(texts, "unread.gone", "tệp có mật khẩu; bỏ mật khẩu rồi lưu lại" + " rất dài" * 30)
    folder = understood(made)
    done = drafted(folder, "-o", "b.yaml")
    assert done.returncode == code and (folder / "b.yaml").exists() == written
    if code == 4:
        assert "KH 219.docx: NQ901" in done.stderr and done.stderr.rstrip().endswith("rất dài")
    if code == 3:
        assert "mục chỉ tiêu" in done.stderr


def test_what_was_not_found_of_the_head_is_named(understood: Understood) -> None:
    done = drafted(understood(draft(row(), head=NOTHING)))
    assert "phải ghi vào tệp kế hoạch: province, title, implements, by." in done.stderr
    assert "-o plan.yaml" in done.stderr and done.returncode == 1


@pytest.mark.parametrize(
    "args, said",
    [
        (["plans"], "là thư mục"),
        (["b.yaml"], "nq42check b.yaml"),
        (["plan.txt"], "nq42check plan.txt"),
        (["KH 219.docx", "-o", "plans"], "là thư mục"),
        (["KH 219.docx", "-o", "b"], "-o b.yaml"),
        (["KH 219.docx", "-o", "KH.2.docx"], "-o KH.2.yaml"),
        (["KH 219.docx", "KH 219.docx"], "Thừa đối số"),
        ([], "FILE"),
    ],
    ids=[
        "a folder",
        "a plan",
        "a plan of another name",
        "into a folder",
        "without an ending",
        "with that of a document",
        "two documents",
        "none",
    ],
)
def test_wrong_usage_says_what_to_do(args: list[str], said: str, understood: Understood) -> None:
    folder = understood(OPEN)
    (folder / "plans").mkdir()
    for name in ("b.yaml", "plan.txt"):
        (folder / name).write_text("# Kế hoạch\n\n" + HEAD + entry("insurance.health", "95%"), encoding="utf-8")
    done = run("draft", *args, "--lang", "vi", cwd=folder)
    assert done.returncode == 2 and said in done.stderr and done.stdout == ""


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    done = run("draft", "none.docx", "--lang", "vi", cwd=tmp_path)
    assert done.returncode == 4 and "none.docx: NQ901" in done.stderr


def test_documents_without_norms_are_not_implemented(understood: Understood) -> None:
    folder = understood(draft(row(), head=OF_DOCUMENT._replace(implements=("7-CTr/TU", "42-NQ/TW"))))
    done = drafted(folder)
    assert "implements: [42-NQ/TW]" in done.stdout and "# Văn bản còn nêu 7-CTr/TU" in done.stdout


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class AtOnce:
    """A timer whose time has come when it starts."""

    def __init__(self, _: float, told: Callable[[], None]) -> None:
        self.start = told

    def cancel(self) -> None:
        pass

    def join(self) -> None:
        pass


@pytest.mark.parametrize(
    "stream, env, said",
    [
        (Terminal, {}, "Reading KH.pdf…\r\x1b[K"),
        (io.StringIO, {}, ""),
        (Terminal, {"TERM": "dumb"}, ""),
        (Terminal, {"ACCESSIBLE": "1"}, ""),
    ],
    ids=["a terminal", "no terminal", "a dumb one", "read aloud"],
)
def test_what_is_waited_for_is_said_at_a_terminal_and_wiped(
    stream: type[io.StringIO], env: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threading.Timer", AtOnce)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stderr", stream())
    with terminal.Waiting("Reading KH.pdf…"):
        pass
    assert sys.stderr.getvalue() == said  # type: ignore[attr-defined]


# A document that is checked as it is


def checked(folder: Path, *args: str, lang: str = "vi") -> Done:
    return run("KH 219.docx", *DAY, "--lang", lang, *args, cwd=folder)


@pytest.mark.parametrize("made", [SURE, OPEN, UNLISTED], ids=["sure", "open", "unlisted"])
def test_a_document_is_checked_and_never_passes(made: Draft, understood: Understood) -> None:
    folder = understood(made)
    done = checked(folder, "--select", "draft")
    assert done.returncode == 1 and "NQ406" in done.stdout
    assert "KH 219.docx là văn bản, không phải tệp kế hoạch" in done.stderr
    assert 'nq42check draft "KH 219.docx" -o vi_du.yaml' in done.stderr
    assert names(folder) == ["KH 219.docx"]


def test_its_findings_stand_at_the_lines_of_the_plan_that_draft_writes(understood: Understood) -> None:
    folder = understood(draft(row(), row("health.stunting", "dưới 25%", sure=False)))
    drafted(folder, "-o", "b.yaml")
    asked = ("--format", "json", *DAY)
    own, written = (json.loads(run(file, *asked, cwd=folder).stdout) for file in ("KH 219.docx", "b.yaml"))

    def lines(report: dict[str, Any]) -> list[tuple[str, int]]:
        return [(each["name"], each["line"]) for each in report["findings"]]

    assert lines(own) == lines(written) and "weaker" in [name for name, _ in lines(own)]
    assert own["inputs"][0]["path"] == "KH 219.docx"


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_reports_on_a_document(format: str, understood: Understood) -> None:
    done = checked(understood(OPEN), "--format", format)
    assert done.returncode == 1 and "NQ406" in done.stdout


def test_a_document_stands_beside_plans(understood: Understood) -> None:
    folder = understood(OPEN)
    (folder / "b.yaml").write_text(HEAD.replace("Ví dụ", "Khác") + entry("insurance.health", "95%"), encoding="utf-8")
    report = json.loads(checked(folder, "b.yaml", "--format", "json").stdout)
    assert [each["path"] for each in report["inputs"]] == ["KH 219.docx", "b.yaml"]


def test_what_cannot_be_read_is_told_and_the_rest_is_checked(
    understood: Understood, monkeypatch: pytest.MonkeyPatch
) -> None:
    for texts in (vi.TEXTS, en.TEXTS):
        monkeypatch.setitem(texts, "unread.gone", "Tệp có mật khẩu, bỏ đi rồi lưu lại")
    folder = understood(Unread("gone"))
    (folder / "b.yaml").write_text(HEAD + entry("insurance.health", "95%"), encoding="utf-8")
    done = checked(folder, "b.yaml")
    assert done.returncode == 4 and "Tệp có mật khẩu, bỏ đi rồi lưu lại" in done.stderr and "Ví dụ" in done.stdout


def test_a_document_without_targets_is_no_pass(understood: Understood) -> None:
    done = checked(understood(NONE))
    assert done.returncode == 4 and "Không nhận ra chỉ tiêu nào" in done.stderr


def test_what_a_document_does_not_say_must_be_written_first(understood: Understood) -> None:
    done = checked(understood(draft(row(), head=NOTHING)))
    assert done.returncode == 4 and "KH 219.docx, dòng " in done.stderr and "province: Hà Giang" in done.stderr
    assert "Sửa tự động" not in done.stderr


@pytest.mark.parametrize("name", ["KH.txt", "KH.md"])
def test_a_plan_of_another_name_is_a_plan(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("\n# Kế hoạch\n" + HEAD + entry("insurance.health", "95%"), encoding="utf-8")
    done = run(name, *DAY, cwd=tmp_path)
    assert "Ví dụ" in done.stdout and "draft" not in done.stderr


@pytest.mark.parametrize("name", ["KH 219.docx", "KH.txt"])
@pytest.mark.parametrize(
    "command",
    [["compare"], ["nation"], ["waivers"], ["fix"], ["diff", "b.yaml"], ["b.yaml", "--against"]],
    ids=" ".join,
)
def test_other_commands_say_to_make_a_draft_first(command: list[str], name: str, understood: Understood) -> None:
    folder = understood(OPEN, name)
    (folder / "b.yaml").write_text(HEAD + entry("insurance.health", "95%"), encoding="utf-8")
    done = run(*command, name, "--lang", "vi", cwd=folder)
    assert done.returncode == 4 and f"nq42check draft {name}" in done.stderr


def test_documents_in_a_folder_are_named_with_the_way_to_draft_them(understood: Understood) -> None:
    folder = understood(OPEN)
    (folder / "b.yaml").write_text(HEAD + entry("insurance.health", "95%"), encoding="utf-8")
    done = run(".", *DAY, "--lang", "vi", cwd=folder)
    assert "nq42check draft KH 219.docx" in done.stderr and "NQ406" not in done.stdout


def test_notes_in_a_folder_are_no_documents_to_draft(folder: Path) -> None:
    (folder / "plans/notes.txt").write_text("x", encoding="utf-8")
    done = run("plans", *DAY, cwd=folder)
    assert "notes.txt" in done.stderr and "draft" not in done.stderr


# All of it, with a document


DOCUMENT = """\
ỦY BAN NHÂN DÂN TỈNH CAO BẰNG
Số: 15/KH-UBND
Cao Bằng, ngày 8 tháng 7 năm 2024

KẾ HOẠCH
Thực hiện Nghị quyết số 42-NQ/TW

II. MỤC TIÊU CỤ THỂ ĐẾN NĂM 2030

- Tỷ lệ dân số tham gia bảo hiểm y tế đạt trên 95%.
- Tỷ lệ thất nghiệp chung dưới 2,5%.
"""


def test_a_plan_as_issued_becomes_a_plan_file_that_is_checked(tmp_path: Path) -> None:
    (tmp_path / "KH.txt").write_text(DOCUMENT, encoding="utf-8")
    done = run("draft", "KH.txt", "-o", "b.yaml", cwd=tmp_path)
    assert done.returncode in (0, 1) and re.match(r"2 dòng: ", done.stderr)
    plan = loaded((tmp_path / "b.yaml").read_text(encoding="utf-8"))
    about = plan.document
    assert (about.place, about.number, about.date) == ("Cao Bằng", "15/KH-UBND", date(2024, 7, 8))
    assert about.implements == ("42-NQ/TW",)
    assert [(each.indicator.id, each.text) for each in plan.targets] == [
        ("insurance.health", "đạt trên 95%"),
        ("labour.unemployment", "dưới 2,5%"),
    ]
    assert {target.by for target in plan.targets} == {2030}
    report = json.loads(run("b.yaml", *DAY, "--format", "json", cwd=tmp_path).stdout)
    assert report["errors"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", sorted((ROOT / "tests/drafting").glob("*.txt")), ids=lambda path: path.stem)
def test_what_is_drafted_of_a_document_loads_as_a_plan(path: Path, lang: str) -> None:
    made = understand(path.read_bytes(), KNOWN).draft
    head = made.head._replace(place=made.head.place or "X", title=made.head.title or "X", by=made.head.by or 2030)
    plan = loaded(
        plan_file(made._replace(head=head), Origin(path.name, "0" * 64, path.name), Wording(lang), is_draft=True)
    )
    assert [(each.indicator, each.text) for each in plan.targets] == [
        (each.indicator, each.value) for each in made.rows
    ]
    assert [each.words for each in plan.unplaced] == [written(each.words) for each in made.unplaced]
    assert [each.draft for each in plan.targets] == [not each.sure for each in made.rows]
