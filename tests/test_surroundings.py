"""Where a run happens: its streams, processes, signals, terminal and environment, each as hostile as can be."""

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
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from command import ENGLISH, USUAL, WORTH_SEVERAL, Done, environment, run_process, shell
from command import run as run_here
from conftest import AS_OF, HEAD, WEAK, entry, names

from nq42check.cli import terminal
from nq42check.reports.registry import FORMATS
from nq42check.run import files

run = partial(run_here, env=ENGLISH)
GOOD = HEAD + entry("insurance.social", "trên 60%")
DAY = ("--as-of", str(AS_OF), "--lang", "en")
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("plans",),
    "all": ("plans", "--all", "--color", "always"),
    "rules": ("rules",),
    "explain": ("explain", "NQ101"),
    "indicators": ("indicators",),
    "baselines": ("baselines",),
    "compare": ("compare", "plans"),
    "nation": ("nation", "plans"),
    "diff": ("diff", "plans", "plans"),
    "config": ("config",),
    "waivers": ("waivers", "plans"),
    "new": ("new", "X", "--output", "-"),
    "help": ("--help",),
    "version": ("--version",),
    "schema": ("schema", "plan"),
}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A working folder with as many plans as several processes share, one of which cannot be read."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for number in range(WORTH_SEVERAL):
        (plans / f"xa-{number:03}.yaml").write_text(GOOD.replace("Ví dụ", f"Xã {number}"), encoding="utf-8")
    (plans / "xa-030.yaml").write_text("province: [", encoding="utf-8")
    return tmp_path


def process(*args: object, cwd: Path, code: str = "", prepare: Callable[[], None] | None = None) -> Done:
    """The command in a process of its own, after `code` and, before Python starts, `prepare`."""
    return subprocess.run(
        [sys.executable, "-c", f"{code}\nfrom nq42check.cli import main; main()", *map(str, args)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env=environment(USUAL),
        preexec_fn=prepare,
        timeout=60,
    )


# Standard streams


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("closed", [">&-", ">/dev/full"])
def test_standard_output_that_takes_nothing_ends_with_2(closed: str, name: str, folder: Path) -> None:
    done = shell(f"$nq42check {' '.join(COMMANDS[name])} {closed}", folder)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.startswith("Standard output cannot be written: " + ("the disk" if "full" in closed else "it is"))


@pytest.mark.parametrize("name", ["check", "rules"])
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
        "from nq42check.cli import terminal; terminal.prepare_streams()\n"
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
        "import os\nfrom nq42check.cli import running\nparent, check = os.getpid(), running._check_all\n"
        "def dies(files, prepared):\n"
        "    if os.getpid() != parent and any('xa-017' in file.path for file in files): os.kill(os.getpid(), 9)\n"
        "    return check(files, prepared)\nrunning._check_all = dies"
    ),
    "workers are killed while they report": (
        "import os\nfrom nq42check.cli import workers\n"
        "def half(end, *_): os.write(end.fileno(), bytes([0, 0, 64, 0]) + b'x' * 99); os._exit(9)\nworkers._work = half"
    ),
    "a worker has a fault": (
        "import os\nfrom nq42check.cli import running\nparent, check = os.getpid(), running._check_all\n"
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
        "import os\nfrom nq42check.cli import workers\nfork, made = os.fork, []\nworkers._MOST = 5\n"
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
            # What a shell starts in the background, or nohup, ignores signals, and so would all that these tests start.
            for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            prepare()

        command = [sys.executable, "-m", "nq42check", "plans", "--all", "--full", "--jobs", "2"]
        formats = [
            "--format",
            "table",
            "--format",
            "json=out.json",
            "--format",
            "html=out.html",
            "--format",
            "html=pages/",
        ]
        started.append(
            subprocess.Popen(
                command + formats,
                cwd=many,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(USUAL),
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


@pytest.mark.parametrize("sink", ["StandardOutput()", "_Device('/dev/stdout')"])
def test_what_is_told_to_end_does_not_wait_for_its_reader(sink: str, tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom nq42check.cli.outputs import StandardOutput, _Device\n"
        "reader, writer = os.pipe()\nos.set_blocking(writer, False)\n"
        "try:\n    while True: os.write(writer, bytes(4096))\nexcept BlockingIOError: os.set_blocking(writer, True)\n"
        f"os.dup2(writer, 1)\nwith {sink} as sink:\n    sink.write('x')\n    sys.exit(143)"
    )
    assert process(cwd=tmp_path, code=code).returncode == 143


def test_what_the_caller_has_ignored_stays_ignored(at_work: Callable[..., subprocess.Popen[bytes]], many: Path) -> None:
    process = at_work(lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    os.killpg(process.pid, signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 4 and names(many) == ["out.html", "out.json", "pages", "plans"]


def test_workers_end_when_the_parent_is_killed(at_work: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = at_work()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=20)  # which ends only when no process is left that could write


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
        env=environment({**USUAL, "TERM": "xterm", **env}),
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
    code, written = at_terminal(*COMMANDS[name], cwd=folder, TERM="dumb")
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

    screen, times = Screen(), iter([0.0, 5.0])
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(times))
    progress = terminal.Progress(9)
    progress.advance(3)
    progress.clear()
    assert bool(screen.getvalue()) is shown


# The environment and the limits of the system


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "xx_YY.nothing", "LANG": "/", "LANGUAGE": "\\"},
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "utf-16", "PYTHONUTF8": "0"},
        {"COLUMNS": "x", "LINES": "-1", "TERM": "no such terminal"},
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
    done = run_process(plan, "--format", "table", cwd=folder, env=env)
    assert done.returncode == 1 and "Ví dụ 2" in done.stdout


@pytest.mark.parametrize("instruction", ["bash_complete", "zsh_complete", "fish_complete", "x_y", "bash_source"])
def test_completion_that_is_asked_for_without_a_shell(instruction: str, folder: Path) -> None:
    env = {"_NQ42CHECK_COMPLETE": instruction, "COMP_CWORD": "x"}
    assert run_process(cwd=folder, env=env).returncode in (0, 1, 2)
    # Whoever may set variables must not keep a check from being made.
    checked = run_process("plans/plan.yaml", cwd=folder, env=env)
    assert checked.returncode == 1 and "NQ101" in checked.stdout


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

    assert files._read_stream(Watched(b"x" * most if most < 10**9 else b"x" * 200_000), most)[:1] in (b"", b"x")
