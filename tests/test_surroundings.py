"""Where a run happens: its streams, processes, signals, terminal, environment and what it may write, each hostile."""

import errno
import fcntl
import io
import json
import os
import resource
import signal
import subprocess
import sys
import termios
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import WORTH_SEVERAL, Done, environment, run_process
from command import run as run_here
from conftest import AS_OF, HEAD, ROOT, entry

from nq42check import files, outputs, terminal
from nq42check.knowledge import Additions, BadKnowledge, load_knowledge, norms_for
from nq42check.running import FORMATS

ENGLISH = {"LC_ALL": "en_US"}
run = partial(run_here, env=ENGLISH)
GOOD = HEAD + entry("insurance.social", "trên 60%")
WEAK = HEAD + entry("insurance.social", "46%")
DAY = ("--as-of", str(AS_OF), "--lang", "en")
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("plans",),
    "all": ("plans", "--all", "--color", "always"),
    "rules": ("rules",),
    "explain": ("explain", "NQ101"),
    "indicators": ("indicators",),
    "baselines": ("baselines",),
    "compare": ("compare", "plans"),
    "diff": ("diff", "plans", "plans"),
    "config": ("config",),
    "waivers": ("waivers", "plans"),
    "new": ("new", "X", "--output", "-"),
    "help": ("--help",),
    "version": ("--version",),
    "schema": ("schema", "plan"),
}
WAIVER = """\
waivers:
  - {rule: weaker, indicator: insurance.social, value: 46%, reason: Xuất phát điểm của tỉnh, until: 2027-12-31}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with a plan that falls short in `plans`."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/plan.yaml").write_text(WEAK + WAIVER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A working folder with as many plans as several processes share, one of which cannot be read."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for number in range(WORTH_SEVERAL):
        (plans / f"xa-{number:03}.yaml").write_text(GOOD.replace("Ví dụ", f"Xã {number}"), encoding="utf-8")
    (plans / "xa-030.yaml").write_text("province: [", encoding="utf-8")
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def shell(line: str, cwd: Path, **env: str) -> Done:
    """What a shell makes of `line`, in which $nq42check is the command."""
    known = {**ENGLISH, "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, **env}
    return subprocess.run(
        ["sh", "-c", line.replace("$nq42check", '"$PYTHON" -m nq42check')],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env=environment(known),
        timeout=60,
    )


def process(*args: object, cwd: Path, code: str = "", prepare: Callable[[], None] | None = None) -> Done:
    """The command in a process of its own, after `code` and, before Python starts, `prepare`."""
    return subprocess.run(
        [sys.executable, "-c", f"{code}\nfrom nq42check.cli import main; main()", *map(str, args)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env=environment({**ENGLISH, "PYTHONPATH": str(ROOT)}),
        preexec_fn=prepare,
        timeout=60,
    )


@contextmanager
def as_nobody(folder: Path, mode: int) -> Iterator[None]:
    """As a user for whom the `mode` of `folder` counts; what is imported meanwhile has to be imported before."""
    for each in folder.parents:
        if not each.stat().st_mode & 0o001:
            each.chmod(0o755)
    folder.chmod(mode)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)


# Standard streams


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("closed", [">&-", ">/dev/full"])
def test_standard_output_that_takes_nothing_ends_with_2(closed: str, name: str, folder: Path) -> None:
    done = shell(f"$nq42check {' '.join(COMMANDS[name])} {closed}", folder)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.startswith("Standard output cannot be written: " + ("the disk" if "full" in closed else "it is"))


@pytest.mark.parametrize("name", ["check", "rules", "version", "compare"])
@pytest.mark.parametrize("closed", ["2>&-", "2</dev/null", "2>/dev/full", "<&-", "<&- 2>&-"])
def test_other_closed_streams_change_nothing_that_is_asked_for(closed: str, name: str, folder: Path) -> None:
    line = f"$nq42check {' '.join(COMMANDS[name])}"
    with_all, without = shell(line, folder), shell(f"{line} {closed}", folder)
    assert (without.returncode, without.stdout) == (with_all.returncode, with_all.stdout) and without.stdout


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_reports_in_files_need_no_standard_stream(closed: str, folder: Path) -> None:
    (folder / "plans/bad.yaml").write_text("province: [", encoding="utf-8")
    line = "$nq42check plans --format json=a.json --format csv=a.csv"
    assert shell(f"{line} {closed}", folder).returncode == 4
    both = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    assert len(both["inputs"]) == 2 and b"46%" in (folder / "a.csv").read_bytes()
    assert names(folder) == ["a.csv", "a.json", "plans"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_no_file_takes_the_descriptor_of_a_closed_stream(closed: str, tmp_path: Path) -> None:
    code = (
        "from nq42check import terminal; terminal.prepare_streams()\n"
        "file = open('number', 'w'); file.write(str(file.fileno()))"
    )
    (tmp_path / "code.py").write_text(code, encoding="utf-8")
    done = shell(f'"$PYTHON" code.py {closed}', tmp_path)
    assert done.returncode == 0 and int((tmp_path / "number").read_text()) > 2


@pytest.mark.parametrize("closed", ["<&-", "0>/dev/null", "<&- 2>&-"])
def test_a_plan_from_closed_standard_input_is_refused(closed: str, folder: Path) -> None:
    done = shell(f"$nq42check - --format json {closed}", folder)
    (error,) = json.loads(done.stdout)["errors"]
    assert done.returncode == 4 and "Standard input is closed" in error["message"]


@pytest.mark.parametrize("ending", ["| true", "2>&1 | head -1"])
@pytest.mark.parametrize("name", ["check", "help", "version", "rules"])
def test_a_reader_that_goes_away_is_no_fault(name: str, ending: str, folder: Path) -> None:
    line = f"{{ $nq42check {' '.join(COMMANDS[name])}; echo $? > code; }} {ending}"
    done = shell(line, folder)
    assert done.stderr == "" and (folder / "code").read_text().strip() in ("0", "1")


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_told_in_every_format(format: str, folder: Path) -> None:
    for line in (f"$nq42check plans --format {format} > /dev/full", f"$nq42check plans --format {format}=/dev/full"):
        done = shell(line, folder)
        assert done.returncode == 2 and "the disk is full" in done.stderr
    done = process(
        "plans",
        "--format",
        f"{format}=out",
        cwd=folder,
        prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert names(folder) == ["plans"]


# Processes

REFUSES = {
    "no module": "import sys; sys.modules['multiprocessing'] = None",
    "no semaphores": "import _multiprocessing as m\ndef no(*_): raise OSError(38, 'no')\nm.SemLock = no",
    "no pipes": "import multiprocessing.connection as c\ndef no(**_): raise PermissionError(1, 'no')\nc.Pipe = no",
    "no process": "import os\ndef no(): raise BlockingIOError(11, 'no')\nos.fork = no",
    "no second process": (
        "import os\nfork, made = os.fork, []\n"
        "def no():\n    if made: raise BlockingIOError(11, 'no')\n    made.append(1); return fork()\nos.fork = no"
    ),
    "no thread": "import threading\ndef no(_): raise RuntimeError('no')\nthreading.Thread.start = no",
    "a worker is killed": (
        "import os\nfrom nq42check import running\nparent, check = os.getpid(), running._check_all\n"
        "def dies(paths, setup):\n"
        "    if os.getpid() != parent and any('xa-017' in path for path in paths): os.kill(os.getpid(), 9)\n"
        "    return check(paths, setup)\nrunning._check_all = dies"
    ),
    "workers are killed while they report": (
        "import os\nfrom nq42check import running\n"
        "def half(end, *_): os.write(end.fileno(), bytes([0, 0, 64, 0]) + b'x' * 99); os._exit(9)\nrunning._work = half"
    ),
    "a worker has a fault": (
        "import os\nfrom nq42check import running\nparent, check = os.getpid(), running._check_all\n"
        "def fails(*args):\n    if os.getpid() != parent: raise MemoryError\n    return check(*args)\n"
        "running._check_all = fails"
    ),
}


@pytest.mark.parametrize("format", ["table", "json"])
def test_one_process_and_several_write_the_same(format: str, many: Path) -> None:
    args = ("plans", "--format", format, *DAY, "--jobs")
    runs = run(*args, 1, cwd=many), process(*args, 2, cwd=many)
    assert runs[0].stdout == runs[1].stdout and runs[0].stderr == runs[1].stderr
    assert [done.returncode for done in runs] == [4, 4] and "xa-030.yaml" in runs[0].stderr


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not forked here")
@pytest.mark.parametrize("how", REFUSES)
def test_where_several_processes_cannot_be_one_goes_on(how: str, many: Path) -> None:
    args = ("plans", "--format", "json", *DAY, "--jobs")
    alone, done = run(*args, 1, cwd=many), process(*args, 3, cwd=many, code=REFUSES[how])
    assert (done.returncode, done.stdout, done.stderr) == (4, alone.stdout, alone.stderr)
    assert len(json.loads(done.stdout)["inputs"]) == WORTH_SEVERAL


@pytest.mark.parametrize("jobs", [1_000, 10**30])
def test_more_processes_than_can_be_are_not_started(jobs: int, many: Path) -> None:
    code = (
        "import os\nfrom nq42check import running\nfork, made = os.fork, []\nrunning._MOST_WORKERS = 5\n"
        "def count():\n    made.append(1)\n    if len(made) > 5: os._exit(9)\n    return fork()\nos.fork = count"
    )
    assert process("plans", "--jobs", jobs, "--format", "json", cwd=many, code=code).returncode == 4


def test_standard_input_is_read_beside_many_files(many: Path) -> None:
    done = run_process("-", "plans", "--jobs", "2", "--format", "json", cwd=many, stdin=WEAK.encode())
    report = json.loads(done.stdout)
    assert any(found["path"] == "-" and found["name"] == "weaker" for found in report["findings"])


# Signals


def wait_until_full(pipe: int) -> None:
    """Wait until the writer of `pipe` waits for its reader."""
    filled = before = array("i", [0])
    for _ in range(600):
        filled = array("i", [0])
        fcntl.ioctl(pipe, termios.FIONREAD, filled)
        if filled == before and filled[0] > 1 << 15:
            return
        before = filled
        time.sleep(0.1)
    raise AssertionError(f"no more than {filled[0]} bytes come")


@pytest.fixture
def at_work(many: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a check by two processes that also writes files; it waits for its reader, and nothing of it is left."""
    started: list[subprocess.Popen[bytes]] = []

    def start(prepare: Callable[[], object] = lambda: None) -> subprocess.Popen[bytes]:
        def prepared() -> None:
            # What a shell starts in the background ignores interrupts, and so would all that these tests start.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            prepare()

        command = [sys.executable, "-m", "nq42check", "plans", "--all", "--jobs", "2"]
        formats = ["--format", "table", "--format", "json=out.json", "--format", "html=out.html"]
        started.append(
            subprocess.Popen(
                command + formats,
                cwd=many,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment({"PYTHONPATH": str(ROOT)}),
                start_new_session=True,
                preexec_fn=prepared,
            )
        )
        stream = started[0].stdout
        assert stream
        wait_until_full(stream.fileno())
        return started[0]

    yield start
    for each in started:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(each.pid, signal.SIGKILL)
        each.communicate()


@pytest.mark.parametrize("whole", [False, True], ids=["the parent", "its group"])
@pytest.mark.parametrize("number, code", [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_ends_all_and_leaves_nothing(
    number: signal.Signals, code: int, whole: bool, at_work: Callable[..., subprocess.Popen[bytes]], many: Path
) -> None:
    process = at_work()
    (os.killpg if whole else os.kill)(process.pid, number)
    assert process.wait(timeout=20) == code  # though nobody reads on
    _, errors = process.communicate(timeout=20)  # which ends only when no process is left that could write
    assert errors.strip() == b"" and names(many) == ["plans"]


@pytest.mark.parametrize("sink", ["StandardOutput()", "Device('/dev/stdout')"])
def test_what_is_told_to_end_does_not_wait_for_its_reader(sink: str, tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom nq42check.outputs import Device, StandardOutput\n"
        "reader, writer = os.pipe()\nos.set_blocking(writer, False)\n"
        "try:\n    while True: os.write(writer, bytes(4096))\nexcept BlockingIOError: os.set_blocking(writer, True)\n"
        f"os.dup2(writer, 1)\nwith {sink} as sink:\n    sink.write('x')\n    sys.exit(143)"
    )
    assert process(cwd=tmp_path, code=code).returncode == 143


def test_what_the_caller_has_ignored_stays_ignored(at_work: Callable[..., subprocess.Popen[bytes]], many: Path) -> None:
    process = at_work(lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    os.killpg(process.pid, signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 4 and names(many) == ["out.html", "out.json", "plans"]


def test_workers_end_when_the_parent_is_killed(at_work: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = at_work()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=20)  # which ends only when no process is left that could write


# What is written


@pytest.mark.parametrize("kind", ["a file", "a file elsewhere", "nothing", "itself", "a plan"])
def test_no_report_is_written_through_a_link(kind: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for real in (folder / "real", elsewhere / "real"):
        real.write_text("before", encoding="utf-8")
    targets = {"a file": "real", "a file elsewhere": str(elsewhere / "real"), "nothing": "none", "itself": "link"}
    (folder / "link").symlink_to(targets.get(kind, "plans/plan.yaml"))
    before = names(folder)
    done = run("plans", "--format", "html=link", "--format", "table", *DAY, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "") and "link" in done.stderr
    assert kind == "a plan" or "name the file itself" in done.stderr
    assert names(folder) == before and (folder / "link").is_symlink()
    assert {(folder / "real").read_text(), (elsewhere / "real").read_text()} == {"before"}
    assert run("plans", "--write-known", "link", cwd=folder).returncode == 2
    assert (folder / "plans/plan.yaml").read_text(encoding="utf-8") == WEAK + WAIVER


@pytest.mark.parametrize("path", ["out/a.html", "out/../a.html", "plans/../out/a.html", "{}/out/a.html"])
def test_no_link_leads_a_report_out_of_the_working_folder(
    path: str, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / "out").symlink_to(elsewhere / "out")
    (elsewhere / "out").mkdir()
    done = run("plans", "--format", f"html={path.format(folder)}", *DAY, cwd=folder)
    assert done.returncode == 2 and "out of the working folder" in done.stderr and "name the folder" in done.stderr
    assert names(elsewhere) == ["out"] and names(elsewhere / "out") == [] and names(folder) == ["out", "plans"]
    assert run("new", "A", "--output", "out/a.yaml", cwd=folder).returncode == 2
    assert names(elsewhere / "out") == []


def test_a_report_is_written_where_the_command_line_says(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "link").symlink_to(elsewhere)
    (folder / "reports").mkdir()
    (folder / "inside").symlink_to("reports")
    for file in (elsewhere / "a.csv", elsewhere / "link/b.csv", "inside/c.csv", "reports/d.csv", "plans/../e.csv"):
        assert run("plans", "--format", f"csv={file}", cwd=folder).returncode == 1, file
    assert names(elsewhere) == ["a.csv", "b.csv", "link"] and names(folder / "reports") == ["c.csv", "d.csv"]
    assert "e.csv" in names(folder)


def test_a_file_is_written_under_a_name_that_nobody_can_foresee(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    write = outputs.WholeFile.write

    def watched(self: outputs.WholeFile, text: str) -> None:
        seen.append(names(folder))
        write(self, text)

    monkeypatch.setattr(outputs.WholeFile, "write", watched)
    for _ in "12":
        assert run("plans", "--format", "csv=out.csv", cwd=folder).returncode == 1
    first, second = (
        {name for each in seen for name in each if name.startswith(".") and ("out.csv" in each) is later}
        for later in (False, True)
    )
    assert len(first) == len(second) == 1 and first != second
    assert names(folder) == ["out.csv", "plans"]


def test_a_name_of_any_length_that_the_system_takes(folder: Path) -> None:
    longest = "x" * (os.pathconf(folder, "PC_NAME_MAX") - 5) + ".html"
    assert run("plans", "--format", f"html={longest}", cwd=folder).returncode == 1
    done = run("plans", "--format", f"html=x{longest}", *DAY, cwd=folder)
    assert done.returncode == 2 and "its name is too long" in done.stderr
    assert names(folder) == ["plans", longest]


@pytest.mark.parametrize("mask, mode", [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_file_has_the_mode_that_it_had_or_the_usual_one(mask: int, mode: int, folder: Path) -> None:
    (folder / "old.csv").write_text("", encoding="utf-8")
    (folder / "old.csv").chmod(0o640)
    before = os.umask(mask)
    try:
        run("plans", "--format", "csv=new.csv", "--format", "json=old.csv", cwd=folder)
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert (folder / "new.csv").stat().st_mode & 0o777 == mode
    assert (folder / "old.csv").stat().st_mode & 0o777 == 0o640


def test_a_folder_or_a_file_on_the_way_is_told(folder: Path) -> None:
    for file, said in (("plans", "it is a folder"), ("plans/plan.yaml/a.html", "no folder"), ("a/", "no such folder")):
        done = run("plans", "--format", f"html={file}", *DAY, cwd=folder)
        assert done.returncode == 2 and said in done.stderr
    assert names(folder) == ["plans"] and names(folder / "plans") == ["plan.yaml"]


def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    args = ("plans", "--format", "csv=a.csv", *DAY)
    run(*args, cwd=folder)
    (folder / "a.csv").unlink()
    with as_nobody(folder, 0o555):
        done = run(*args, cwd=folder)
        assert run("plans", *DAY, cwd=folder).returncode == 1
    assert done.returncode == 2 and "you may not write there" in done.stderr and names(folder) == ["plans"]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="the system has no such devices")
def test_devices_take_reports_also_by_a_link_and_into_a_file(folder: Path) -> None:
    expected = run("plans", "--format", "csv", *DAY, cwd=folder).stdout
    lines = expected.replace("\r\n", "\n")
    check = "$nq42check plans --lang en --as-of " + str(AS_OF)
    (folder / "log").symlink_to("/dev/stdout")
    for name in ("/dev/stdout", "/dev/fd/1", "log", "-"):
        assert shell(f"{check} --format csv={name}", folder).stdout == lines
        shell(f"{{ echo before; {check} --format csv={name}; echo after; }} > out.csv", folder)
        assert (folder / "out.csv").read_bytes().decode() == f"before\n{expected}after\n"
    shell(f"{{ echo before; {check} --format csv=/dev/stderr; }} 2> err.csv >&2", folder)
    assert (folder / "err.csv").read_bytes().decode().startswith(f"before\n{expected}")
    assert shell(f"{check} --format csv=/dev/fd/7 7> seven.csv", folder).returncode == 1
    assert (folder / "seven.csv").read_bytes().decode() == expected
    assert shell(f"{check} --format csv=/dev/null --format table > /dev/null", folder).returncode == 1
    assert shell(f"{check} --format csv=/dev/fd/9", folder).returncode == 2
    assert shell(f"{check} --format csv=/dev/stdout --format table", folder).returncode == 2
    assert (folder / "log").is_symlink() and Path("/dev/stdout").is_symlink()


# The summary of a job's step


def summed_up(folder: Path, summary: object, *args: object) -> Done:
    env = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    return run("plans", *DAY, *args, cwd=folder, env=env)


def test_a_summary_is_added_to_whatever_is_there(folder: Path) -> None:
    summary = folder / "summary.md"
    summary.write_bytes(before := b"\xff\xfe before \xc3")
    report = run("plans", *DAY, "--format", "markdown", cwd=folder).stdout.encode()
    for times in (1, 2):
        done = summed_up(folder, summary)
        assert done.returncode == 1 and summary.read_bytes() == before + times * report
        assert done.stderr == f"Written: {summary}.\n"


@pytest.mark.parametrize("kind", ["a folder", "no folder", "a link", "a full disk", "a pipe without a reader"])
def test_a_summary_that_cannot_be_written_changes_nothing_else(kind: str, folder: Path) -> None:
    summary = {"no folder": folder / "none/summary.md", "a full disk": Path("/dev/full")}.get(kind, folder / "summary")
    if kind == "a folder":
        summary.mkdir()
    elif kind == "a link":
        summary.symlink_to("target")
    elif kind == "a pipe without a reader":
        os.mkfifo(summary)
    usual, done = summed_up(folder, ""), summed_up(folder, summary)
    assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout) == (1, usual.stdout)
    (line,) = done.stderr.splitlines()
    assert str(summary) in line and "The result of the check is the same" in line
    assert not (folder / "target").exists()
    assert summed_up(folder, summary, "--fail-on", "never").returncode == 0


def test_a_summary_does_not_outgrow_what_github_takes(folder: Path) -> None:
    summary = folder / "summary.md"
    report = run("plans", *DAY, "--format", "markdown", cwd=folder).stdout.encode()
    for room in (len(report), len(report) - 1, 10, 0):
        summary.write_bytes(b"x" * (outputs.MOST_OF_SUMMARY - room))
        done = summed_up(folder, summary)
        added = summary.read_bytes()[outputs.MOST_OF_SUMMARY - room :]
        assert done.returncode == 1 and report.startswith(added) and len(added) <= room
        whole = room == len(report)
        assert (added == report) is whole and ("1 MiB" in done.stderr) is not whole
        assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_asked_for_is_no_convenience(folder: Path) -> None:
    done = summed_up(folder, folder / "summary.md", "--format", "markdown=none/report.md")
    assert (done.returncode, done.stdout) == (2, "") and not (folder / "summary.md").exists()


# The terminal


def at_terminal(*args: str, cwd: Path, **env: str) -> tuple[int, str]:
    """How the command ends and what it writes at a terminal that says it has no columns."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "nq42check", *args],
        cwd=cwd,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment({"PYTHONPATH": str(ROOT), "TERM": "xterm", **env}),
    ) as started:
        os.close(theirs)
        written = b""
        with suppress(OSError):  # which is how it ends
            while data := os.read(ours, 4096):
                written += data
        os.close(ours)
        code = started.wait(timeout=60)
    return code, written.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_terminal_without_columns_is_as_wide_as_usual(name: str, folder: Path) -> None:
    code, written = at_terminal(*COMMANDS[name], cwd=folder, LC_ALL="en_US", TERM="dumb")
    usual = run_process(*COMMANDS[name], cwd=folder, env=ENGLISH)
    assert (code, written) == (usual.returncode, usual.stdout)


def test_a_terminal_that_does_not_say_how_wide_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Odd())
    assert terminal.width() == 80  # it has no descriptor
    monkeypatch.setattr(Odd, "fileno", lambda self: 99)
    for error in (OSError(errno.ENOTTY, "no"), ValueError("no")):

        def fails(_: int, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(os, "get_terminal_size", fails)
        assert terminal.width() == 80


@pytest.mark.parametrize("columns", [0, 1, 2, 7, 79, 100_000])
def test_every_command_bears_every_width(columns: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "width", lambda: columns or 80)
    for name, command in COMMANDS.items():
        assert run(*command, cwd=folder, env={"COLUMNS": str(columns)}).returncode in (0, 1), name


@pytest.mark.parametrize(
    "env, colored",
    [
        ({}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_at_a_terminal(env: dict[str, str], colored: bool, folder: Path) -> None:
    assert ("\x1b[" in at_terminal("plans", cwd=folder, **env)[1]) is colored


@pytest.mark.parametrize("value", ["0", "false", "False", ""])
def test_colour_that_is_not_forced(value: str, folder: Path) -> None:
    assert "\x1b[" not in run("plans", cwd=folder, env={"FORCE_COLOR": value}).stdout


@pytest.mark.parametrize("kind, shown", [("xterm", True), ("dumb", False), ("", True)])
def test_no_line_is_wiped_on_a_terminal_that_cannot(kind: str, shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", kind)
    screen, times = Screen(), iter([0.0, 5.0])
    progress = terminal.Progress(9, screen, io.StringIO(), lambda: next(times))
    progress.advance(3)
    progress.clear()
    assert bool(screen.getvalue()) is shown


# The environment and the limits of the system


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "xx_YY.nothing", "LANG": "/", "LANGUAGE": "\\"},
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "utf-16", "PYTHONUTF8": "0"},
        {"COLUMNS": "0", "LINES": "-1"},
        {"COLUMNS": "x", "TERM": "no such terminal"},
        {"HOME": "/no/such/folder", "TMPDIR": "/no/such/folder", "TZ": "No/Where", "PATH": ""},
        {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "7", "PYTHONWARNINGS": "default"},
        {"GITHUB_WORKSPACE": "/no/such/folder", "CI_PROJECT_DIR": "\x01", "GITHUB_STEP_SUMMARY": "\x01/"},
        {"_NQ42CHECK_COMPLETE": ""},
    ],
    ids=lambda env: " ".join(env),
)
def test_odd_environments_change_nothing(env: dict[str, str], folder: Path) -> None:
    plan = folder / "plans/kế hoạch.yaml"
    plan.write_text(WEAK.replace("Ví dụ", "Ví dụ 2"), encoding="utf-8")
    args = ("plans/plan.yaml", "--format", "json", "--format", "html=a.html", "--format", "sarif=a.sarif", *DAY)
    expected = run(*args, cwd=folder)
    page = (folder / "a.html").read_bytes()
    done = run_process(*args, cwd=folder, env=env)
    assert (done.returncode, done.stdout, (folder / "a.html").read_bytes()) == (1, expected.stdout, page)
    every = [arg for name in FORMATS for arg in ("--format", f"{name}=report.{name}")]
    done = run_process(plan, *every, cwd=folder, env=env)
    assert done.returncode == 1 and all((folder / f"report.{name}").stat().st_size for name in FORMATS)


@pytest.mark.parametrize("instruction", ["bash_complete", "zsh_complete", "fish_complete", "x_y", "bash_source"])
def test_completion_that_is_asked_for_without_a_shell(instruction: str, folder: Path) -> None:
    done = run_process("plans", cwd=folder, env={"_NQ42CHECK_COMPLETE": instruction, "COMP_CWORD": "x"})
    assert done.returncode in (0, 1, 2)


@pytest.mark.parametrize("limit", [7, 9, 12])
def test_few_open_files_are_enough_or_it_is_told(limit: int, many: Path) -> None:
    args = ("plans", "--jobs", "2", "--format", "json", "--format", "csv=a.csv", "--format", "html=a.html", *DAY)
    expected = run(*args, cwd=many).stdout
    done = process(*args, cwd=many, prepare=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
    assert "Traceback" not in done.stderr
    assert (done.returncode == 2 and "too many files" in done.stderr) or (done.returncode, done.stdout) == (4, expected)


def test_too_little_memory_is_told(folder: Path) -> None:
    (folder / "plans/large.yaml").write_text(WEAK + "# x\n" * 10_000_000, encoding="utf-8")
    limit = 60 << 20
    done = process(
        "plans",
        "--max-size",
        10**30,
        *DAY,
        cwd=folder,
        prepare=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )
    assert done.returncode == 2 and "there is not enough memory" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("size", [1, 10**6, 10**30])
def test_any_largest_size_is_borne(size: int, folder: Path) -> None:
    limit = 100 << 20
    done = process(
        "plans",
        "--max-size",
        size,
        *DAY,
        cwd=folder,
        prepare=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )
    assert done.returncode == 1 and "46%" in done.stdout


@pytest.mark.parametrize("most", [0, 1, 70_000, 10**30])
def test_a_stream_is_read_in_pieces(most: int) -> None:
    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None and 0 < size <= 1 << 20
            return super().read(size)

    assert files.read_stream(Watched(b"x" * most if most < 10**9 else b"x" * 200_000), most)[:1] in (b"", b"x")


# Servers


def paths_in(format: str, text: str) -> set[str]:
    """The paths that a report in the format names as those of findings."""
    match format:
        case "github":
            return {line.partition("file=")[2].partition(",")[0] for line in text.splitlines() if "file=" in line}
        case "gitlab":
            return {issue["location"]["path"] for issue in json.loads(text)}
        case "junit":
            return {case.attrib["file"] for case in ElementTree.fromstring(text.encode()).iter("testcase")}
    found = [each["locations"][0] for each in json.loads(text)["runs"][0]["results"]]
    return {location["physicalLocation"]["artifactLocation"]["uri"] for location in found}


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
@pytest.mark.parametrize("format", ["github", "gitlab", "junit", "sarif"])
def test_servers_are_told_paths_from_the_root_of_the_repository(format: str, variable: str, folder: Path) -> None:
    (folder / "plans/bad.yaml").write_text("province: [", encoding="utf-8")
    wanted = {"plans/plan.yaml", "plans/bad.yaml"}
    (folder / "sub").mkdir()
    (folder / "alias").symlink_to(folder)
    for cwd, path in (
        (folder, "plans"),
        (folder / "plans", "."),
        (folder / "sub", "../plans"),
        (Path("/"), "{}/plans"),
    ):
        for root in (folder, folder / "alias", f"{folder}/"):
            done = run(path.format(folder), "--format", format, cwd=cwd, env={variable: str(root)})
            assert paths_in(format, done.stdout) == wanted, (cwd, root)
    for root in ("", folder / "sub", "/no/such/folder"):
        assert paths_in(
            format, run(".", "--format", format, cwd=folder / "plans", env={variable: str(root)}).stdout
        ) == {
            "plan.yaml",
            "bad.yaml",
        }
    done = run("-", "--format", format, cwd=folder, stdin=WEAK.encode(), env={variable: str(folder)})
    assert paths_in(format, done.stdout) == {"-"}


def test_other_reports_show_paths_from_the_working_folder(folder: Path) -> None:
    env = {"GITHUB_WORKSPACE": str(folder)}
    for format in ("table", "csv", "json", "markdown", "html"):
        told = [run(".", "--format", format, cwd=folder / "plans", env=each).stdout for each in (env, {})]
        assert told[0] == told[1]


def test_sarif_names_the_norms_of_the_repository_from_its_root(folder: Path) -> None:
    norms = (
        'document: {id: 1-KH/TU, title: Kế hoạch, by: 2030, version: "1"}\ntargets:\n  - {indicator: insurance.social, '
    )
    (folder / "norm.yaml").write_text(
        norms + "value: 50%, binds: each, evidence: verified, basis: b}\n", encoding="utf-8"
    )
    args = (".", "--against", "../norm.yaml", "--format", "sarif")
    done = run(*args, cwd=folder / "plans", env={"GITHUB_WORKSPACE": str(folder)})
    related = [each["relatedLocations"] for each in json.loads(done.stdout)["runs"][0]["results"]]
    uris = {each["physicalLocation"]["artifactLocation"]["uri"] for found in related for each in found}
    assert uris == {"norm.yaml"}


def test_junit_has_times_that_are_always_the_same(folder: Path) -> None:
    (folder / "plans/bad.yaml").write_text("province: [", encoding="utf-8")
    root = ElementTree.fromstring(run("plans", "--format", "junit", cwd=folder).stdout.encode())
    timed = [each for tag in ("testsuites", "testsuite", "testcase") for each in root.iter(tag)]
    assert len(list(root.iter("testsuite"))) == 2 and {each.get("time") for each in timed} == {"0"}


# Documents and rules of one's own


def norm_file(id: str, *implements: str) -> str:
    named = f", implements: [{', '.join(implements)}]" if implements else ""
    head = f"document: {{title: t, id: {id}, by: 2030, version: 1{named}}}\ntargets:\n"
    return head + "- {indicator: health.stunting, value: dưới 20%, binds: each, evidence: reported, basis: x}\n"


PLAN_OF = (
    "province: A\ndocument: {{title: t, implements: [{}], by: 2030}}\n"
    "targets:\n- {{indicator: health.stunting, value: dưới 25%, where: x}}\n"
)


def own(folder: Path, kind: str, files: dict[str, str], plan: str = WEAK) -> Path:
    """A repository with files of its own for the setting `kind`."""
    (folder / "own").mkdir()
    (folder / ".nq42check.yaml").write_text(f"{kind}: [own]\n", encoding="utf-8")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    for name, text in files.items():
        (folder / "own" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("circle", [["AA"], ["AA", "BB"], ["AA", "BB", "CC"]], ids=len)
def test_documents_that_implement_one_another_in_a_circle(circle: list[str], tmp_path: Path) -> None:
    texts = {f"{one}.yaml": norm_file(one, other) for one, other in zip(circle, circle[1:] + circle[:1], strict=True)}
    own(tmp_path, "baselines", texts, PLAN_OF.format("AA"))
    done = run("plan.yaml", "--format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 1 and [each["name"] for each in report["findings"]] == ["weaker"]
    assert run("new", "A", "--against", "AA", "--output", "-", cwd=tmp_path).returncode == 0


def test_the_highest_document_comes_first_however_long_the_way_to_it(tmp_path: Path) -> None:
    shape = {"A": "BC", "B": "D", "C": "DE", "D": "", "E": ""}
    texts = {f"{id}.yaml": norm_file(f"{id}{id}", *(each * 2 for each in below)) for id, below in shape.items()}
    own(tmp_path, "baselines", texts)
    known = load_knowledge(Additions(baselines=(str(tmp_path / "own"),)))
    assert [norm.document.name for norm in norms_for(("AA",), known)] == ["DD", "BB", "EE", "CC", "AA"]
    (template,) = [each.document for each in known.baselines if each.document.id == "EE"]
    chain = [
        known.baselines[0]._replace(
            stem=f"c{place}",
            document=template._replace(id=f"C{place}", targets=(), implements=(f"C{place + 1}",) * (place < 4_999)),
        )
        for place in range(5_000)
    ]
    long = known._replace(baselines=(*chain, *known.baselines))
    assert norms_for(("C0", "EE"), long)[0].document.name == "EE"


def test_a_document_that_implements_one_that_is_not_known(tmp_path: Path) -> None:
    own(tmp_path, "baselines", {"a.yaml": norm_file("AA", "42-NQ/TW", "ZZ")}, PLAN_OF.format("AA"))
    for command in (("plan.yaml",), ("new", "B", "--against", "AA"), ("compare", "plan.yaml")):
        done = run(*command, *DAY[2:], cwd=tmp_path)
        assert done.returncode in (2, 4) and "“ZZ”" in done.stderr, command


WHOLE = (
    "rules:\n- {id: X1, name: n1, check: whole, with: {wholes: [WHICH]}, severity: error, message: {vi: m, en: x}, "
    "advice: {vi: a, en: a}, explanation: {vi: a, en: a}}\n"
)


def test_a_rule_on_a_whole_without_parts_is_refused(tmp_path: Path) -> None:
    own(tmp_path, "rules", {"r.yaml": WHOLE.replace("WHICH", "health.stunting")})
    by_settings = run("plan.yaml", *DAY, cwd=tmp_path)
    (tmp_path / ".nq42check.yaml").unlink()
    by_option = run("plan.yaml", "--rules", "own", *DAY, cwd=tmp_path)
    assert (by_settings.returncode, by_option.returncode) == (2, 4)
    for done in (by_settings, by_option):
        assert done.stderr.startswith("own/r.yaml, line 2, column ") and "health.stunting has no parts" in done.stderr
    (tmp_path / "own/r.yaml").write_text(WHOLE.replace("WHICH", "housing.floor_area"), encoding="utf-8")
    assert run("plan.yaml", "--rules", "own", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("kind", ["rules", "baselines"])
def test_folders_of_rules_and_norms_with_nothing_in_them_are_refused(kind: str, tmp_path: Path) -> None:
    own(tmp_path, kind, {"read.me": "x"})
    for command in (("plan.yaml",), ("rules",), ("compare", "plan.yaml"), ("new", "A")):
        done = run(*command, *DAY[2:], cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "") and "own: NQ901" in done.stderr and ".yml" in done.stderr
    (tmp_path / ".nq42check.yaml").unlink()
    if kind == "rules":
        assert run("plan.yaml", "--rules", "own", cwd=tmp_path).returncode == 4
    with pytest.raises(BadKnowledge, match="own"):
        load_knowledge(Additions(**{kind: (str(tmp_path / "own"),)}))


@pytest.mark.parametrize("kind", ["rules", "baselines"])
def test_folders_of_rules_and_norms_that_may_not_be_read_are_refused(kind: str, tmp_path: Path) -> None:
    own(tmp_path, kind, {})
    run("plan.yaml", *DAY, cwd=tmp_path)
    with as_nobody(tmp_path / "own", 0o311):
        done = run("plan.yaml", *DAY, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "cannot be listed: Permission denied" in done.stderr
