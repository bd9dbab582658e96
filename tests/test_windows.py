"""What differs on Windows, as far as it can be tried elsewhere."""

import errno
import json
import ntpath
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from unicodedata import normalize

import pytest
from command import run, run_process
from conftest import HEAD, ROOT, entry

from nq42check.cli import outputs, terminal
from nq42check.run import files

PLAN = (ROOT / "provinces/ha_giang.yaml").read_text(encoding="utf-8")
DAY = ("--as-of", "2026-11-21", "--lang", "vi")


def test_a_plan_saved_by_notepad_gives_the_same_report(tmp_path: Path) -> None:
    plain = run("-", *DAY, "--format", "csv", stdin=PLAN.encode())
    saved = run("-", *DAY, "--format", "csv", stdin=b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode())
    assert plain.returncode == 1 and saved.stdout == plain.stdout


@pytest.mark.parametrize("page", ["cp1252", "cp1258", "cp437"])
@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_reports_are_utf_8_under_any_code_page(page: str, format: str) -> None:
    command = ("provinces/ha_giang.yaml", *DAY, "--format", format)
    done = run_process(*command, env={"PYTHONIOENCODING": page, "PYTHONUTF8": "0"})
    assert done.returncode == 1 and done.stdout == run(*command).stdout


@pytest.mark.parametrize("page", ["cp1252", "cp1258"])
def test_complaints_and_help_are_utf_8_under_any_code_page(page: str) -> None:
    env = {"PYTHONIOENCODING": page, "PYTHONUTF8": "0", "LC_ALL": "vi_VN"}
    assert "Không có tệp" in run_process("không-có.yaml", env=env).stderr
    assert "Cách dùng" in run_process("--help", env=env).stdout
    assert "Kế hoạch" in run_process("new", "Cao Bang", "--output", "-", env=env).stdout


def test_lines_of_a_report_end_in_the_same_way_everywhere() -> None:
    class Console(SimpleNamespace):
        def reconfigure(self, **options: str) -> None:
            self.options = options

    console = Console()
    terminal._make_utf_8(console)
    assert console.options["newline"] == "\n" and console.options["encoding"] == "utf-8"


def windows_1258(text: str) -> bytes:
    """`text` as Windows-1258 has it: a tone behind its vowel."""
    found = []
    for char in text:
        base, *marks = normalize("NFD", char)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
        found.append((rest + "".join(tones)).encode("cp1258", errors="replace"))
    return b"".join(found)


@pytest.mark.parametrize("text", [PLAN, HEAD + entry("insurance.social", "60%")], ids=["long", "short"])
def test_windows_1258_is_named(text: str) -> None:
    done = run("-", "--lang", "vi", stdin=windows_1258(text))
    assert done.returncode == 4 and "Windows-1258" in done.stderr


@pytest.mark.parametrize(
    "path, shown",
    [(r"provinces\ha_giang.yaml", "provinces/ha_giang.yaml"), (r"D:\plans\a.yaml", "D:/plans/a.yaml")],
    ids=["backslash", "other drive"],
)
def test_paths_are_shown_with_slashes(path: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "os", SimpleNamespace(path=ntpath, sep="\\", curdir="."))
    assert files.shown(path) == shown


def test_a_path_of_the_settings_may_lie_on_another_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    from nq42check.cli import place
    from nq42check.run.settings import Settings

    for module in (files, place):
        monkeypatch.setattr(module, "os", SimpleNamespace(path=ntpath, sep="\\", curdir="."))
    here = place.Place(Settings(rules=(r"D:\rules",), exclude=("drafts",)), r"plans\.nq42check.yaml", {}, base="plans")
    assert here.additions().rules == (r"D:\rules",)
    assert not here.excluded_by(r"D:\plans\a.yaml") and here.excluded_by(r"plans\drafts\a.yaml") == "drafts"


def test_processors_where_the_system_does_not_say_which_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert terminal.processors() == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert terminal.processors() == 1


def test_processes_that_are_spawned_give_the_same_report(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.yaml").write_text(PLAN.replace("Hà Giang", f"Xã {number}"), encoding="utf-8")
    code = """
import sys
from types import SimpleNamespace
from nq42check.cli import running
from nq42check.cli import main
running.sys = SimpleNamespace(platform="win32", stdin=sys.stdin)
running._WORTH_A_POOL["spawn"] = 2
try:
    main()
finally:
    print("spawn" if "multiprocessing.popen_spawn_posix" in sys.modules else "one", file=sys.stderr)
"""
    args = [".", *DAY, "--format", "json", "--jobs"]
    one, two = (
        subprocess.run(
            [sys.executable, "-c", code, *args, jobs],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for jobs in ("1", "2")
    )
    assert (one.stderr, two.stderr) == ("one\n", "spawn\n")
    assert len(json.loads(one.stdout)["inputs"]) == 12 and two.stdout == one.stdout


@pytest.mark.parametrize("number, quiet", [(errno.EINVAL, True), (errno.EPIPE, True), (errno.ENOSPC, False)])
def test_a_reader_that_has_gone_is_no_fault(
    number: int, quiet: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pipe(SimpleNamespace):
        def write(self, text: str) -> None:
            raise OSError(number, "gone")

        def flush(self) -> None:
            pass

    with open(tmp_path / "end", "w") as end:
        monkeypatch.setattr(sys, "stdout", Pipe(fileno=end.fileno))
        if quiet:
            outputs.write("x")
        else:
            with pytest.raises(outputs.OutputFailed, match="gone"):
                outputs.write("x")
