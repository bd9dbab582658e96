"""The document that a plan names: its quotes are looked for in it, and nothing passes where that cannot be done."""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from command import Done, run
from conftest import ROOT
from gates import committed, git

from nq42check.drafting.issued import Block
from nq42check.drafting.locating import located
from nq42check.judging.whereabouts import can_be_at
from nq42check.run.watching import look_at

AS_OF = ("--as-of", "2026-11-21", "--lang", "en")
ISSUED = ROOT / "tests/data/issued.txt"
SOURCE = "  source: KH.txt\n"
HEAD = "place: Ví dụ\ndocument:\n  title: Kế hoạch\n  implements: [42-NQ/TW]\n  by: 2030\n"
TARGET = (
    "targets:\n  - indicator: insurance.social\n    value: 65%\n    where: II.2\n    quote: 65% lực lượng lao động\n"
)


def plan(folder: Path, text: str = HEAD + SOURCE + TARGET, *, source: Path | None = ISSUED) -> Path:
    """A plan in `folder`, and beside it the document that it names."""
    if source:
        shutil.copy(source, folder / "KH.txt")
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def checked(path: Path, *args: str) -> Done:
    return run(path.name, "--select", "NQ4", *AS_OF, *args, cwd=path.parent)


def found(*blocks: str, quote: str) -> str:
    """How a quote stands in paragraphs, or rows where they have bars."""
    read = [Block(text, tuple(text.split(" | ")) if "|" in text else ()) for text in blocks]
    (sighting,) = located([quote], read, lambda blocks: ["" for _ in blocks])
    return sighting.how.value


@pytest.mark.parametrize(
    "quote, text, how",
    [
        ("đạt dưới 15%", "Phấn đấu đạt dưới 15% trẻ em", "exact"),
        ("đạt dưới 15%", "Phấn đấu đạt\ndưới  15% trẻ em", "exact"),
        ("ĐẠT  dưới 15 %", "Phấn đấu đạt dưới 15% trẻ em", "normalised"),
        ("hoà nhập đạt 15%", "hòa nhập đạt 15%", "normalised"),
        ("35 - 40%", "từ 35–40% lao động", "normalised"),
        ("30 m<sup>2</sup> sàn", "đạt 30 m2 sàn/người", "normalised"),
        ("trẻ em | 15%", "2 | trẻ em | 15% | Sở Y tế", "exact"),
        ("trẻ em: 15%", "2 | trẻ em | 15% | Sở Y tế", "normalised"),
        ("1 | trẻ em | 15%", "1 | trẻ em | trẻ em | 15%", "normalised"),
        ("Đến năm 2030 … trẻ em … 15%", "Đến năm 2030, tỷ lệ trẻ em thấp còi dưới 15%.", "exact"),
        ("năm 2030 [...] 15%", "Đến NĂM 2030, tỷ lệ trẻ em thấp còi dưới 15%.", "normalised"),
        ("Đến năm 2030 … 15% … trẻ em", "Đến năm 2030, tỷ lệ trẻ em thấp còi dưới 15%.", "not-found"),
        ("15% … năm 2030", "Đến năm 2030, tỷ lệ trẻ em thấp còi dưới 15%.", "not-found"),
        ("đạt 16%", "đạt 15%", "not-found"),
        ("5% trẻ em", "15% trẻ em", "not-found"),
        ("5% trẻ em", "1,5% trẻ em", "not-found"),
        ("đạt 1", "đạt 1,5% trẻ em", "not-found"),
        ("đạt 1", "đạt 15 trạm", "not-found"),
        ("5% trẻ em", "< 5% trẻ em", "not-found"),
        ("3 5%", "35%", "not-found"),
        ("đạt 15", "đạt 15%", "exact"),
        ("đạt 2.0", "đạt 2,0", "not-found"),
        ("5% trẻ em", "năm 2030 5% trẻ em", "exact"),
        ("5% trẻ em", "15% trẻ em, 5% trẻ em gái", "exact"),
        ("–", "– 15%", "not-found"),
    ],
)
def test_a_quote_stands_in_a_document_to_the_letter_or_but_for_signs_that_say_nothing(
    quote: str, text: str, how: str
) -> None:
    assert found("Mở đầu", text, "Kết thúc", quote=quote) == how


def test_a_quote_runs_into_no_other_paragraph_or_row() -> None:
    assert found("đạt dưới", "15% trẻ em", quote="đạt dưới 15%") == "not-found"
    assert found("thấp còi | dưới 15%", "trẻ em | 95%", quote="dưới 15% | trẻ em") == "not-found"
    assert found("năm 2030", "đạt 15%", quote="năm 2030 … 15%") == "not-found"


def test_what_stands_in_no_document_is_told_with_the_passage_that_comes_nearest(tmp_path: Path) -> None:
    path = plan(tmp_path, (HEAD + SOURCE + TARGET).replace("65%", "66%"))
    done = checked(path)
    told = " ".join(done.stdout.split())
    assert done.returncode == 1 and "QUOTE NOT FOUND" in told
    assert "The nearest passage is: “Phấn đấu 65% lực lượng lao động trong độ tuổi" in told and "(II.2, đoạn 1)" in told
    assert "0 of 1 are in the document" in told


def test_a_document_that_has_changed_is_told_with_what_to_write(tmp_path: Path) -> None:
    own = sha256(ISSUED.read_bytes()).hexdigest()
    path = plan(tmp_path, HEAD + SOURCE + f"  sha256: {own}\n" + TARGET)
    assert checked(path).returncode == 0
    changed = ISSUED.read_bytes() + b"\n\xc4\x90\xc3\xadnh ch\xc3\xadnh.\n"
    (tmp_path / "KH.txt").write_bytes(changed)
    done = checked(path, "--full")
    new, told = sha256(changed).hexdigest(), "".join(done.stdout.split())
    assert done.returncode == 1 and own[:12] in told and new[:12] in told and f"sha256:{new}" in told


def test_neither_waiver_nor_known_finding_settles_it(tmp_path: Path) -> None:
    text = (HEAD + SOURCE + TARGET).replace("65%", "66%")
    waiver = "waivers:\n  - {rule: NQ405, indicator: insurance.social, value: 66%, reason: x, until: 2027-01-01}\n"
    path = plan(tmp_path, text + waiver)
    assert checked(path).returncode == 4
    plan(tmp_path, text)
    run("plan.yaml", "--write-known", "known.yaml", *AS_OF, cwd=tmp_path)
    assert "NQ405" not in (tmp_path / "known.yaml").read_text(encoding="utf-8")
    assert checked(path, "--known", "known.yaml").returncode == 1


@pytest.mark.parametrize(
    "source, why",
    [
        (None, "There is no such file"),
        ("folder", "not a regular file"),
        (b"", ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), ""),
    ],
    ids=["missing", "folder", "empty", "picture"],
)
def test_a_document_that_cannot_be_read_lets_nothing_pass_and_the_plan_is_checked(
    source: bytes | str | None, why: str, tmp_path: Path
) -> None:
    plan(tmp_path, source=None)
    if isinstance(source, bytes):
        (tmp_path / "KH.txt").write_bytes(source)
    elif source:
        (tmp_path / "KH.txt").mkdir()
    done = run("plan.yaml", "--format", "json", *AS_OF, cwd=tmp_path)
    told = json.loads(done.stdout)
    (error,) = told["errors"]
    assert done.returncode == 4 and (error["rule"], error["line"]) == ("NQ901", 6)
    assert (
        "“KH.txt” under source (a path from the folder of this plan) cannot be read" in error["message"]
        and why in error["message"]
    )
    assert any(row["status"] == "met" for row in told["coverage"]) and "source" not in told["inputs"][0]


def test_no_plan_has_a_file_read_from_outside_its_repository(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("65% bí mật", encoding="utf-8")
    folder = tmp_path / "repository"
    (folder / "plans").mkdir(parents=True)
    (folder / "link.txt").symlink_to(secret)
    shutil.copy(ISSUED, folder / "KH.txt")
    path = folder / "plans" / "plan.yaml"
    ways = {"../KH.txt": 0, "../../secret.txt": 4, str(secret): 4, "../link.txt": 4}
    for way, code in ways.items():
        path.write_text(HEAD + SOURCE.replace("KH.txt", way) + TARGET, encoding="utf-8")
        (folder / ".git").mkdir(exist_ok=True)
        done = checked(path)
        assert done.returncode == code and "bí mật" not in done.stdout + done.stderr, way
    path.write_text(HEAD + SOURCE.replace("KH.txt", "../../secret.txt") + TARGET, encoding="utf-8")
    (folder / ".git").rmdir()  # where there is no repository, it is the reader's own disk
    assert checked(path).returncode == 1


def test_reports_say_how_each_quote_was_found(tmp_path: Path) -> None:
    more = "  - indicator: labour.unemployment\n    value: dưới 2,5%\n    where: II.2\n    quote: DƯỚI 2,5 %\n"
    other = "other:\n  - {name: Bác sĩ, value: 15 bác sĩ, quote: ít nhất 15 bác sĩ}\n"
    path = plan(tmp_path, HEAD + SOURCE + TARGET + more + other)
    (entry,) = json.loads(checked(path, "--format", "json").stdout)["inputs"]
    quotes = [(each["line"], each["found"], each["places"]) for each in entry["source"]["quotes"]]
    places = [["II.2, đoạn 1"], ["II.2, đoạn 1"], []]
    assert quotes == [*zip((9, 13, 17), ("exact", "normalised", "not-found"), places, strict=True)]
    said = "2 of 3 are in the document, 1 of them only but for spaces and punctuation (lines 13)"
    for format_ in ("table", "markdown", "html"):
        assert said in " ".join(checked(path, "--format", format_).stdout.split()).replace("\\", ""), format_


@pytest.mark.parametrize(
    "where, place, agree",
    [
        ("II.2, đoạn 1", "II.2, đoạn 1", True),
        ("Mục II.2 - Đoạn 1", "II.2, đoạn 1", True),
        ("mục II, khoản 2", "II.2, đoạn 1", True),
        ("II.2, đoạn 1", "II.2", True),
        ("Phụ lục, mục 3", "Phụ lục", True),
        ("II.1", "II.10", False),
        ("II.2, đoạn 2", "II.2, đoạn 1", False),
        ("Phụ lục 1", "II.2", False),
        ("trang 5", "II.2", True),
        ("II.2", "MỤC TIÊU CỤ THỂ", True),
    ],
)
def test_places_differ_where_both_say_something_else(where: str, place: str, agree: bool) -> None:
    assert can_be_at(where, [place]) is agree
    assert can_be_at(where, ["V.9", place]) is agree or not can_be_at(where, ["V.9"])


def test_a_document_that_a_plan_names_is_not_told_as_unchecked(tmp_path: Path) -> None:
    plan(tmp_path)
    shutil.copy(ISSUED, tmp_path / "forgotten.txt")
    told = json.loads(run(".", "--format", "json", *AS_OF, cwd=tmp_path).stdout)
    assert told["unchecked"] == ["forgotten.txt"]


def test_watching_looks_at_the_document_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plan(tmp_path)
    before = look_at(["."], [])
    (tmp_path / "KH.txt").write_text("khác", encoding="utf-8")
    after = look_at(["."], [])
    assert {*after.files} == {"plan.yaml", "KH.txt"} and before.files["KH.txt"] != after.files["KH.txt"]


def test_a_gate_reads_the_document_where_it_reads_the_plan(tmp_path: Path) -> None:
    path = plan(tmp_path, HEAD + TARGET)
    base = committed(tmp_path)
    for quote, wrong in (("65% lực lượng", 0), ("66% lực lượng", 1)):
        plan(tmp_path, (HEAD + SOURCE + TARGET).replace("65% lực lượng", quote))
        head = committed(tmp_path)
        path.write_text("", encoding="utf-8")
        (tmp_path / "KH.txt").unlink()  # what is judged is the revision, not what is on disk
        done = run("gate", base, head, "--format", "json", *AS_OF[2:], cwd=tmp_path)
        told = json.loads(done.stdout)
        assert [each["rule"] for each in told["findings"]].count("NQ405") == wrong and not told["errors"]
        git("checkout", "-q", "--", ".", cwd=tmp_path)


def test_a_check_without_a_document_loads_no_reader_of_any(tmp_path: Path) -> None:
    script = "import sys\nfrom nq42check.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
    script += "print(*[name for name in sys.modules if 'drafting' in name or name.endswith(('sourcing', 'origin'))])"

    def loaded(path: Path) -> str:
        done = subprocess.run([sys.executable, "-c", script, path], cwd=ROOT, capture_output=True, encoding="utf-8")
        return done.stdout.splitlines()[-1]

    assert not loaded(plan(tmp_path, HEAD + TARGET))
    assert "nq42check.drafting.locating" in loaded(plan(tmp_path))


def test_two_versions_are_compared_without_their_documents(tmp_path: Path) -> None:
    path = plan(tmp_path)
    committed(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("65%", "66%"), encoding="utf-8")
    (tmp_path / "KH.txt").unlink()
    done = run("diff", "HEAD:plan.yaml", "plan.yaml", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "") and "65% → 66%" in done.stdout


SHA256 = f"  sha256: {sha256(ISSUED.read_bytes()).hexdigest()}\n"


@pytest.mark.parametrize(
    "before, after, line, dropped",
    [
        (SOURCE + SHA256, "", 2, "source"),
        (SOURCE, "", 2, "source"),
        (SOURCE + SHA256, SOURCE, 6, "sha256"),
        (SOURCE + SHA256, "  source: khac.txt\n" + SHA256, None, None),
        (SOURCE, SOURCE + SHA256, None, None),
        ("", SOURCE + SHA256, None, None),
    ],
)
def test_a_plan_that_lets_go_of_its_document_does_not_pass(
    tmp_path: Path, before: str, after: str, line: int | None, dropped: str | None
) -> None:
    shutil.copy(ISSUED, tmp_path / "khac.txt")
    plan(tmp_path, HEAD + before + TARGET)
    base = committed(tmp_path)
    plan(tmp_path, HEAD + after + TARGET)
    told = json.loads(run("gate", base, "--format", "json", *AS_OF[2:], cwd=tmp_path).stdout)["objections"]
    expected = [] if dropped is None else [("NQ612", line)]
    assert [(each["rule"], each["line"]) for each in told] == expected
    assert all(f"no {dropped} any more" in each["message"] for each in told)
    assert run("diff", "HEAD:plan.yaml", "plan.yaml", cwd=tmp_path).returncode == (dropped is not None)
