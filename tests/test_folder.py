"""A report in a folder: an overview and a page for each plan, all of them or none, and nothing of anybody else's."""

import errno
import json
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from command import ENGLISH, WORTH_SEVERAL, run_process
from command import run as run_here
from conftest import AS_OF, HEAD, ROOT, WAIVER, WEAK, entry, names
from test_html import HOSTILE, Element, Reader
from test_watching import save, watched

from nq42check.cli.folder import Folder
from nq42check.reports.html.markup import tied

run = partial(run_here, env=ENGLISH)
DAY = ("--as-of", str(AS_OF), "--lang", "en")
CHECK = ("plans", "--format", "html=out/", *DAY)


def contents(folder: Path) -> dict[str, bytes]:
    """All files below `folder`, hidden ones too, by their paths."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read(path: Path) -> Element:
    return Reader(path.read_text(encoding="utf-8")).open[0]


def anchors(page: Element) -> set[str]:
    return {each.attributes["id"] for each in page.all() if "id" in each.attributes}


def test_an_overview_and_a_page_for_each_plan_with_links_that_lead_somewhere(tmp_path: Path) -> None:
    done = run(ROOT / "provinces", "--format", "html=out/", *DAY, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "") and "Written: out/index.html." in done.stderr
    out = tmp_path / "out"
    assert names(tmp_path) == ["out"] and names(out) == ["index.html", "plans"]
    assert [re.fullmatch(r"([a-z_]+)-[0-9a-f]{10}\.html", name)[1] for name in names(out / "plans")] == [  # type: ignore[index]
        "ha_giang",
        "hung_yen",
        "kien_giang",
        "tay_ninh",
    ]
    pages = {path: read(path) for path in (out / "index.html", *(out / "plans").iterdir())}
    reached = set()
    for path, page in pages.items():
        for each in page.all("a"):
            link = urlsplit(each.attributes["href"])
            assert not link.scheme and not link.netloc
            target = (path.parent / unquote(link.path)).resolve() if link.path else path
            assert not link.fragment or link.fragment in anchors(pages[target]), (path, each.attributes["href"])
            reached.add((path, target))
    index = out / "index.html"
    for path in (out / "plans").iterdir():
        assert {(index, path), (path, index)} <= reached


def test_pages_load_nothing_and_have_no_script(tmp_path: Path) -> None:
    run(ROOT / "provinces", "--format", "html=out/", *DAY, cwd=tmp_path)
    for path in (tmp_path / "out/plans").iterdir():
        page = read(path)
        assert not {each.tag for each in page.all()} & {"script", "link", "img", "iframe", "object", "base"}
        assert not [
            name for each in page.all() for name in each.attributes if name in ("src", "style") or name[:2] == "on"
        ]
        (style,) = page.all("style")
        assert not re.search(r"url\(|@import|https?:", style.text)
        (policy,) = page.all("meta", http_equiv="Content-Security-Policy")
        assert policy.attributes["content"].startswith("default-src 'none'; style-src 'sha256-")
        assert "script-src" not in policy.attributes["content"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_is_told_once_on_the_page_of_its_plan(language: str, tmp_path: Path) -> None:
    args = (ROOT / "provinces", "--as-of", AS_OF, "--lang", language)
    report = json.loads(run(*args, "--format", "json", cwd=tmp_path).stdout)
    run(*args, "--format", "html=out/", cwd=tmp_path)
    told = []
    for path in (tmp_path / "out/plans").iterdir():
        told += [each.text for each in read(path).all("div") if "finding" in each.classes]
    assert len(told) == len(report["findings"])
    for each in report["findings"]:
        parts = [each["rule"], each["message"], each["advice"], f"{each['path']}, ", *each["caveats"]]
        parts = [" ".join(tied(part).split()) for part in parts]
        assert [all(part in text for part in parts) for text in told].count(True) == 1, parts


def test_what_narrows_the_run_stands_on_every_page(folder: Path) -> None:
    run(*CHECK, "--select", "NQ101", cwd=folder)
    (page,) = (folder / "out/plans").iterdir()
    assert "Only findings of the rules chosen" in page.read_text(encoding="utf-8")


# What is there already


def test_a_folder_that_is_there_needs_no_sign_at_its_end_and_any_path_leads_to_it(folder: Path) -> None:
    (folder / "out").mkdir()
    for path in ("out", "out/", "./out", str(folder / "out"), "plans/../out//"):
        done = run("plans", "--format", f"html={path}", *DAY, cwd=folder)
        assert done.returncode == 1 and done.stderr.startswith("Written: ") and "index.html" in done.stderr
        assert names(folder / "out") == ["index.html", "plans"]


def test_the_pages_of_an_earlier_run_make_room_and_hidden_files_stay(folder: Path) -> None:
    (folder / "plans/other.yaml").write_text(WEAK.replace("Ví dụ", "Nơi khác"), encoding="utf-8")
    run(*CHECK, cwd=folder)
    first = names(folder / "out/plans")
    for name in (".git", ".gitignore", "Thumbs.db", "plans/desktop.ini"):
        (folder / "out" / name).write_text("x", encoding="utf-8")
    (folder / "plans/other.yaml").unlink()
    assert run(*CHECK, cwd=folder).returncode == 1
    assert names(folder / "out") == [".git", ".gitignore", "Thumbs.db", "index.html", "plans"]
    assert names(folder / "out/plans") == [name for name in first if name.startswith("plan-")] and len(first) == 2


def test_modes_are_those_that_were_there_or_the_usual_ones(folder: Path) -> None:
    before = os.umask(0o027)
    try:
        run(*CHECK, cwd=folder)
        out = folder / "out"
        (page,) = (out / "plans").iterdir()
        assert [each.stat().st_mode & 0o777 for each in (out, out / "plans", out / "index.html", page)] == [
            *(0o750, 0o750, 0o640, 0o640)
        ]
        (out / "index.html").chmod(0o604)
        (out / "plans").chmod(0o705)
        out.chmod(0o711)
        run(*CHECK, cwd=folder)
    finally:
        os.umask(before)
    (page,) = (out / "plans").iterdir()
    assert [each.stat().st_mode & 0o777 for each in (out, out / "plans", out / "index.html", page)] == [
        *(0o711, 0o705, 0o604, 0o604)
    ]


FOREIGN: dict[str, Callable[[Path], object]] = {
    "notes.txt": lambda out: (out / "notes.txt").write_text("x", encoding="utf-8"),
    "index.html": lambda out: (out / "index.html").write_text("<!DOCTYPE html>mine", encoding="utf-8"),
    "plans/mine.html": lambda out: (out / "plans/mine.html").write_text("mine", encoding="utf-8"),
    "plans/a.yaml": lambda out: (out / "plans/a.yaml").write_text("x", encoding="utf-8"),
    "plans/b.html": lambda out: (out / "plans/b.html").symlink_to(out / "index.html"),
    "plans/c.html": lambda out: (out / "plans/c.html").mkdir(),
    "other": lambda out: (out / "other").mkdir(),
    "link": lambda out: (out / "link").symlink_to(out),
    "plans": lambda out: ((out / "plans").rename(out.parent / "elsewhere"), (out / "plans").symlink_to("../elsewhere")),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_folder_with_anything_else_is_refused_as_it_is(name: str, folder: Path) -> None:
    run(*CHECK, cwd=folder)
    FOREIGN[name](folder / "out")
    before = contents(folder)
    done = run(*CHECK, "--format", "table", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "") and f"such as {name}; name a new or an empty folder" in done.stderr
    assert contents(folder) == before
    assert f"chẳng hạn {name};" in run(*CHECK, "--lang", "vi", cwd=folder).stderr


@pytest.mark.parametrize("path", ["link", "link/", "nowhere/", "around/out/", "file/", "none/out/"])
def test_no_link_and_no_file_is_a_folder(path: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name, target in (("link", elsewhere), ("nowhere", "none"), ("around", elsewhere)):
        (folder / name).symlink_to(target)
    (folder / "file").write_text("x", encoding="utf-8")
    before = contents(folder)
    done = run("plans", "--format", f"html={path}", *DAY, cwd=folder)
    assert done.returncode == 2 and "cannot be written" in done.stderr and len(done.stderr.splitlines()) == 1
    assert names(elsewhere) == [] and contents(folder) == before


# What cannot be meant


@pytest.mark.parametrize("path", ["plans", "plans/", "./", ".", "..", "settings/"])
def test_no_report_goes_into_a_folder_that_is_read(path: str, folder: Path) -> None:
    (folder / "settings").mkdir()
    (folder / "settings/s.yaml").write_text("fail_on: warning\n", encoding="utf-8")
    before = contents(folder)
    where = {"plans": folder / "plans", "..": folder / "settings"}.get(path, folder)
    args = ("--config", folder / "settings/s.yaml", "--format", f"html={path}", *DAY)
    done = run(folder / "plans", *args, cwd=folder if path == "plans" else where)
    assert done.returncode == 2 and "this run reads files that lie there" in done.stderr
    assert contents(folder) == before


@pytest.mark.parametrize("format", ["csv", "json", "table", "markdown", "sarif"])
def test_only_html_goes_into_a_folder(format: str, folder: Path) -> None:
    (folder / "out").mkdir()
    for path in ("new/", "out", "out/"):
        done = run("plans", "--format", f"{format}={path}", *DAY, cwd=folder)
        assert done.returncode == 2 and "names a folder, and only html writes into one" in done.stderr
    assert names(folder) == ["out", "plans"] and names(folder / "out") == []


@pytest.mark.parametrize("file", ["json=out/a.json", "html=out/index.html", "html=out/deep/"])
def test_nothing_else_goes_into_the_folder_of_a_report(file: str, folder: Path) -> None:
    done = run(*CHECK, "--format", file, cwd=folder)
    assert done.returncode == 2 and "Name another place" in done.stderr and names(folder) == ["plans"]
    assert run(*CHECK, "--format", "html=out", *DAY, cwd=folder).returncode == 2
    done = run(*CHECK, "--write-known", "out/known.yaml", cwd=folder)
    assert done.returncode == 2 and "Name another place" in done.stderr and names(folder) == ["plans"]


def test_other_formats_beside_it_and_standard_output_is_one_page(folder: Path) -> None:
    done = run(*CHECK, "--format", "html", "--format", "json=a.json", "--format", "html=a.html", cwd=folder)
    assert done.stdout == (folder / "a.html").read_text(encoding="utf-8") and 'class="plan"' in done.stdout
    assert names(folder) == ["a.html", "a.json", "out", "plans"]
    assert run("plans", "--format", "html=-", *DAY, cwd=folder).stdout == done.stdout


# All or nothing


def stop_at(count: int, error: type[BaseException] | OSError) -> Callable[..., Any]:
    """Makes a function that fails when it is called for the time `count`, and before does what it does."""

    def stopping(function: Callable[..., Any]) -> Callable[..., Any]:
        calls = []

        def called(*args: Any, **options: Any) -> Any:
            calls.append(args)
            if len(calls) == count:
                raise error
            return function(*args, **options)

        return called

    return stopping


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
STOPS = {
    "the first page": (Folder, "add", 1),
    "the second page": (Folder, "add", 2),
    "the overview": (Folder, "write", 3),
    "making room": (os, "rename", 1),
    "the pages": (os, "rename", 2),
    "the overview in its place": (os, "replace", 1),
}


@pytest.mark.parametrize("error", [KeyboardInterrupt, FULL], ids=["interrupt", "full disk"])
@pytest.mark.parametrize("where", STOPS)
def test_what_does_not_end_leaves_what_was_there(
    where: str, error: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "plans/other.yaml").write_text(WEAK.replace("Ví dụ", "Nơi khác"), encoding="utf-8")
    owner, name, count = STOPS[where]
    run(*CHECK, cwd=folder)
    before = contents(folder)
    (folder / "plans/other.yaml").rename(folder / "plans/another.yaml")
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, stop_at(count, error)(getattr(owner, name)))
        done = run(*CHECK, cwd=folder)
    assert done.returncode not in (0, 1)
    (folder / "plans/another.yaml").rename(folder / "plans/other.yaml")
    assert contents(folder) == before and names(folder / "out") == ["index.html", "plans"]
    assert run(*CHECK, cwd=folder).returncode == 1 and contents(folder) == before
    with monkeypatch.context() as patched:  # nothing was there
        new = ("plans", "--format", "html=new/", *DAY)
        count -= 1 if where in ("the pages",) else 0
        patched.setattr(owner, name, stop_at(count, error)(getattr(owner, name)))
        assert run(*new, cwd=folder).returncode not in (0, 1)
    assert names(folder) == ["out", "plans"]


def test_two_plans_of_one_page_fail_rather_than_lose_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "plans/sub").mkdir()
    (folder / "plans/sub/plan.yaml").write_text(WEAK.replace("Ví dụ", "Nơi khác"), encoding="utf-8")
    monkeypatch.setattr("nq42check.reports.html.section._digest", lambda path: "0" * 10)
    assert run(*CHECK, cwd=folder).returncode == 2 and names(folder) == ["plans"]


# Names and texts

ODD = [
    "Hà Giang.yaml",
    "đ ð.yml",
    "CON.yaml",
    "nul.yaml",
    "a\nb.yaml",
    '"><b>.yaml',
    "漢字.yaml",
    "---.yaml",
    "..x.yaml",
]


def test_pages_have_names_that_every_system_takes(tmp_path: Path) -> None:
    (tmp_path / "plans/deep").mkdir(parents=True)
    written = [*map(os.fsencode, ODD), b"\xff\xfe.yaml", b"x" * 200 + b".yaml", b"deep/Ha Giang.yaml"]
    for number, name in enumerate(written):
        text = WEAK.replace("Ví dụ", f"Nơi {number}")
        (tmp_path / "plans" / os.fsdecode(name.replace(b"..x", b"x"))).write_text(text, encoding="utf-8")
    assert run(*CHECK, cwd=tmp_path).returncode == 1
    pages = names(tmp_path / "out/plans")
    assert len(pages) == len(written) == len({name.lower() for name in pages})
    assert all(re.fullmatch(r"[a-z0-9_][a-z0-9_-]{0,39}-[0-9a-f]{10}\.html", name) for name in pages)
    assert sum(name.startswith("ha-giang-") for name in pages) == 2
    index = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert all(f"plans/{name}" in index for name in pages)
    before = pages
    assert run(*CHECK, cwd=tmp_path).returncode == 1 and names(tmp_path / "out/plans") == before


def test_a_plan_from_standard_input_has_a_page(folder: Path) -> None:
    assert run("-", "--format", "html=out/", *DAY, cwd=folder, stdin=WEAK.encode()).returncode == 1
    (name,) = names(folder / "out/plans")
    assert name.startswith("plan-")


def test_text_of_a_plan_stays_text_on_its_page(tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE)
    more = [f"{key}: {quoted}" for key in ("quote", "note", "only")]
    targets = entry("insurance.social", "50%", *more).replace("where: I", f"where: {quoted}")
    targets += entry("insurance.health", "X").replace("'X'", quoted)
    other = f"other:\n  - {{name: {quoted}, value: {quoted}, where: {quoted}, note: {quoted}}}\n"
    waiver = WAIVER.replace("Xuất phát điểm của tỉnh", quoted)
    text = HEAD.replace("Ví dụ", quoted).replace("title: Kế hoạch", f"issuer: {quoted}\n  title: Kế hoạch")
    (tmp_path / "<b>.yaml").write_text(text + targets + other + waiver, encoding="utf-8")
    done = run(".", "--format", "html=out/", *DAY, cwd=tmp_path)
    assert done.returncode == 4 and "NQ907" in done.stderr
    (path,) = (tmp_path / "out/plans").iterdir()
    page = read(path)
    assert not [each for each in page.all() if each.tag in ("script", "i") or "onload" in each.attributes]
    assert page.text.count(" ".join(HOSTILE.split())) >= 6
    assert "<b>.yaml" in page.text and "b-" in path.name


# Beside all else that a run does


def test_the_same_bytes_by_any_number_of_processes(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    for number in range(WORTH_SEVERAL):
        text = (HEAD + entry("insurance.health", f"{number}%")).replace("Ví dụ", f"Tỉnh {number}")
        (tmp_path / f"plans/{number}.yaml").write_text(text.replace("42-NQ/TW]", "72-NQ/TW]"), encoding="utf-8")
    alone = run(*CHECK, "--jobs", 1, cwd=tmp_path)
    one = contents(tmp_path / "out")
    several = run_process(*CHECK, "--jobs", 3, cwd=tmp_path)
    assert contents(tmp_path / "out") == one and len(one) == WORTH_SEVERAL + 1
    assert (alone.returncode, alone.stderr) == (several.returncode, several.stderr)


def test_a_folder_of_plans_with_a_report_in_it_is_checked_as_before(folder: Path) -> None:
    args = ("plans", "--format", "html=plans/report/", *DAY)
    first = run(*args, cwd=folder)
    pages = contents(folder / "plans/report")
    second = run(*args, cwd=folder)
    assert (first.returncode, first.stderr) == (
        second.returncode,
        second.stderr,
    ) and "plans/report/index" in first.stderr
    assert contents(folder / "plans/report") == pages
    assert run("plans", *DAY, cwd=folder).stderr == ""


def test_a_gate_writes_pages(folder: Path) -> None:
    (folder / "base").mkdir()
    (folder / "base/plan.yaml").write_text(WEAK.replace("46%", "60%"), encoding="utf-8")
    done = run("gate", "base", "plans", "--format", "html=out/", "--lang", "en", cwd=folder)
    assert done.returncode == 1 and "Written: out/index.html." in done.stderr
    assert len(names(folder / "out/plans")) == 1 and "NQ601" in (folder / "out/index.html").read_text(encoding="utf-8")


def test_pages_are_written_anew_when_a_plan_is_saved(folder: Path) -> None:
    added = folder / "plans/other.yaml"
    steps = [save(added, "60%", "Nơi khác"), added.unlink]
    seen: list[int] = []

    def counted(step: Callable[[], object]) -> Callable[[], object]:
        return lambda: (seen.append(len(names(folder / "out/plans"))), step())

    done = watched(*CHECK[:3], steps=[counted(step) for step in steps], cwd=folder)
    assert seen == [1, 2] and len(names(folder / "out/plans")) == 1 and names(folder / "out") == ["index.html", "plans"]
    assert done.stderr.count("out/index.html") == 3
