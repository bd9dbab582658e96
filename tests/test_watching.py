"""`--watch`: checked again whenever what a run rests on is saved, and left alone while nothing is."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from command import USUAL, Done, environment, run, shell
from conftest import HEAD, ROOT, WAIVER, WEAK, entry
from test_lines import of_the_guide

from nq42check.cli.watching import PAUSE, run_again
from nq42check.reports.wording import Wording
from nq42check.run.tally import Exit
from nq42check.run.watching import STILL, STILL_GONE, Look, Stamp, Watch, look_at

A, B = Stamp(1, 10, 1, 0o100644), Stamp(2, 10, 1, 0o100644)
LOOKS = STILL_GONE + 2
"""So many looks are enough to see any change."""

Step = Callable[[], object]


def after(*looks: Look) -> Watch:
    """What is known after some looks, of which the first was before the run."""
    watch = Watch(looks[0], looks[0])
    for look in looks[1:]:
        watch = watch.then(look)
    return watch


def test_it_is_due_once_a_change_has_come_to_rest() -> None:
    old, new = Look({"a": A}), Look({"a": B})
    assert not after(old).is_due and not after(old, *[old] * 10).is_due
    assert not after(old, new).is_due, "it may still be being written"
    assert after(old, new, *[new] * STILL).is_due
    assert not after(old, new, old, new).is_due, "it is being written over and over"
    assert not after(old, new, *[old] * 10).is_due, "it is what it was"


@pytest.mark.parametrize(
    "stamp",
    [A._replace(written=0), A._replace(size=11), A._replace(number=2), A._replace(mode=0o100000)],
    ids=["the clock was set back", "another size", "another file in its place", "not to be read any more"],
)
def test_any_difference_is_a_change(stamp: Stamp) -> None:
    watch = after(Look({"a": A, "b": A}), *[Look({"a": A, "b": stamp})] * (STILL + 1))
    assert watch.is_due and watch.changes == ["b"]


def test_a_file_that_is_away_for_a_moment_is_waited_for() -> None:
    here, away, other = Look({"a": A}), Look({"a": None}), Look({"a": B})
    assert not after(here, *[away] * STILL_GONE).is_due
    assert after(here, *[away] * (STILL_GONE + 1)).is_due
    assert after(here, away, *[other] * (STILL + 1)).is_due
    assert not after(here, *[Look({})] * STILL_GONE).is_due, "as one of a folder is not seen at all"
    assert after(away, *[other] * (STILL + 1)).is_due, "one that has come is not gone"


def test_another_day_is_a_change_of_no_file() -> None:
    days = [Look({"a": A}, date(2026, 11, day)) for day in (26, 27)]
    watch = after(days[0], *[days[1]] * (STILL + 1))
    assert watch.is_due and watch.changes == []


def test_what_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("plans/a.yaml", "plans/deep/b.yml", "plans/c.txt", "plans/.d/e.yaml", "own/rules.yaml", "k.yaml"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("", encoding="utf-8")
    Path("s.yaml").write_text("rules: [own, {]: 1}\n", encoding="utf-8")
    assert [*look_at(["plans", "none"], ["s.yaml"]).files] == ["s.yaml", "plans/a.yaml", "plans/deep/b.yml", "none"]
    Path("s.yaml").write_text("rules: [own]\nknown: k.yaml\nagainst: [72-NQ/TW]\nno: 1\n", encoding="utf-8")
    found = look_at([], ["s.yaml", ".nq42check.yaml"]).files
    assert {name for name, stamp in found.items() if stamp} == {"s.yaml", "own/rules.yaml", "k.yaml"}
    assert found[".nq42check.yaml"] is None


def watched(*args: str, cwd: Path, steps: list[Step], env: dict[str, str] | None = None) -> Done:
    """What is said while `steps` are taken one by one, each with time enough to see it, and the reader ends it."""
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        place, rest = divmod(len(waits), LOOKS)
        if rest == 0 and place > len(steps):
            raise KeyboardInterrupt
        if rest == 0:
            steps[place - 1]()

    with patch("nq42check.cli.watching.time.sleep", wait):
        done = run(*args, "--watch", cwd=cwd, env={"LC_ALL": "en_US", **(env or {})})
    assert min(waits) >= PAUSE >= 0.3
    assert done.returncode == 130
    return done


def runs(done: Done) -> list[str]:
    """What changed before each run but the first."""
    return re.findall(r"^── \d\d:\d\d:\d\d · (.*?) ?─+$", done.stderr, re.MULTILINE)


def lines(done: Done, rule: str = "NQ101") -> list[str]:
    """The values that were found weaker, run by run."""
    return re.findall(rf"{rule} .*?: “(.*?)” falls short", done.stdout)


LINES = ("plans", "--format", "lines", "--select", "NQ101")


def save(path: Path, value: str, place: str = "Ví dụ") -> Step:
    """A step that writes a plan."""
    text = HEAD.replace("Ví dụ", place) + entry("insurance.social", value)
    return lambda: path.write_text(text, encoding="utf-8")


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A working folder with a plan that falls short in `plans`."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/a.yaml").write_text(HEAD + entry("insurance.social", "46%"), encoding="utf-8")
    return tmp_path


def test_a_plan_is_checked_at_once_and_whenever_it_is_saved(plans: Path) -> None:
    plan = plans / "plans/a.yaml"
    done = watched("plans/a.yaml", *LINES[1:], cwd=plans, steps=[save(plan, "47%"), lambda: None, save(plan, "48%")])
    assert lines(done) == ["46%", "47%", "48%"]
    assert runs(done) == ["plans/a.yaml changed, checking again"] * 2
    assert done.stderr.count("Waiting for a file to be saved") == 3
    assert max(map(len, done.stderr.splitlines())) <= 80


def test_read_aloud_there_are_words_only(plans: Path) -> None:
    steps = [save(plans / "plans/a.yaml", "47%")]
    done = watched(*LINES, cwd=plans, steps=steps, env={"ACCESSIBLE": "1"})
    said = [*filter(None, done.stderr.splitlines())]
    assert len(said) == 3 and all(line[0].isdigit() and not {*"─…·"} & {*line} for line in said)


def test_an_editor_may_put_a_new_file_in_the_place_of_the_old(plans: Path) -> None:
    plan, beside = plans / "plans/a.yaml", plans / "new"

    def replaced() -> None:
        stat = plan.stat()
        save(beside, "47%")()
        os.utime(beside, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        os.replace(beside, plan)

    assert lines(watched(*LINES, cwd=plans, steps=[replaced])) == ["46%", "47%"]


def test_in_a_folder_new_plans_count_and_gone_ones_do_not(plans: Path) -> None:
    new = plans / "plans/deep/b.yaml"
    new.parent.mkdir()
    done = watched(*LINES, cwd=plans, steps=[save(new, "47%", "Xã B"), new.unlink])
    assert lines(done) == ["46%", "46%", "47%", "46%"]
    assert runs(done) == ["plans/deep/b.yaml changed, checking again"] * 2


def test_a_file_that_cannot_be_used_is_told_and_watching_goes_on(plans: Path) -> None:
    plan = plans / "plans/a.yaml"
    steps = [lambda: plan.write_text("province: [", encoding="utf-8"), plan.unlink, save(plan, "47%")]
    done = watched("plans/a.yaml", *LINES[1:], cwd=plans, steps=steps)
    assert lines(done) == ["46%", "47%"]
    assert done.stderr.count("plans/a.yaml: NQ901") == 1 and "NQ903" in done.stderr


def test_settings_and_what_they_name_are_watched_even_where_they_are_wrong(plans: Path) -> None:
    settings, own = plans / ".nq42check.yaml", plans / "own.yaml"
    broken = "document: {id: X, title: Chuẩn, by: 2030, version: '1'}\ntargets: 1\n"
    whole = broken.replace(" 1\n", "\n") + entry(
        "insurance.social", "90%", "binds: each", "evidence: verified", "basis: b"
    )

    def write(path: Path, text: str) -> Step:
        return lambda: path.write_text(text, encoding="utf-8")

    steps = [
        write(settings, "slect: [NQ101]\n"),
        write(own, broken),
        write(settings, "baselines: [own.yaml]\nagainst: [X]\n"),
        write(own, whole),
    ]
    done = watched("plans/a.yaml", *LINES[1:], cwd=plans, steps=steps)
    assert [said.split(" ")[0] for said in runs(done)] == [".nq42check.yaml", ".nq42check.yaml,", "own.yaml"]
    assert lines(done) == ["46%", "46%"] and "“90%” in X" in done.stdout
    assert done.stderr.count("slect") >= 1 and "own.yaml, line" in done.stderr


def test_each_run_is_of_its_day_but_where_one_is_asked_for(plans: Path) -> None:
    days = [date(2026, 11, 26)]

    def midnight() -> None:
        days[0] = date(2026, 11, 27)

    (plans / "plans/a.yaml").write_text(
        WEAK + WAIVER.replace("until: 2027-12-31", "authority: a, until: 2026-11-26"), encoding="utf-8"
    )
    with patch("nq42check.cli.watching.today", lambda: days[0]), patch("nq42check.cli.options.today", lambda: days[0]):
        done = watched(*LINES, cwd=plans, steps=[midnight])
        assert runs(done) == ["It is 2026-11-27 now, checking again"] and lines(done) == ["46%"]
        days[0] = date(2026, 11, 26)
        assert not runs(watched(*LINES, "--as-of", "2026-11-26", cwd=plans, steps=[midnight]))


def test_reports_in_files_are_written_anew(plans: Path) -> None:
    page = plans / "page.json"
    seen: list[str] = []
    steps = [save(plans / "plans/a.yaml", "47%"), lambda: seen.append(page.read_text(encoding="utf-8"))]
    done = watched("plans", "--format", f"json={page}", cwd=plans, steps=steps)
    assert '"47%"' in seen[0] and len(runs(done)) == 1


@pytest.mark.parametrize("args", [("-",), ("plans", "--write-known", "known.yaml")])
@pytest.mark.parametrize("language, said", [("en", "--watch"), ("vi", "--watch")])
def test_what_cannot_be_watched_is_refused(args: tuple[str, ...], language: str, said: str, plans: Path) -> None:
    done = run(*args, "--watch", "--lang", language, cwd=plans, stdin=WEAK.encode())
    assert done.returncode == 2 and done.stderr.startswith(said) and not done.stdout
    assert not (plans / "known.yaml").exists()


def test_a_command_line_that_is_wrong_is_not_waited_for(plans: Path) -> None:
    for args in (("--select", "NQ999"), ("--known", "none.yaml"), ("--format", "table", "--format", "json")):
        assert run("plans", *args, "--watch", cwd=plans).returncode == 2


def test_a_fault_in_one_run_does_not_end_watching() -> None:
    looks = iter([Look({"a": A}), *[Look({"a": B})] * 2])
    ends = iter([RuntimeError("one"), Exit.CLEAN])

    def check(_: Look) -> Exit:
        end = next(ends)
        if isinstance(end, Exception):
            raise end
        return end

    def look() -> Look:
        return next(looks, Look({"a": B}))

    waits = iter(range(STILL + 3))

    def wait(_: float) -> None:
        if next(waits, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_again(check, look, lambda: Wording("en"), wait)
    assert next(ends, None) is None, "it was checked again"


def test_what_is_saved_during_a_run_is_checked_again() -> None:
    now, checked = [Look({"a": A})], list[Look]()

    def check(look: Look) -> Exit:
        checked.append(look)
        now[0] = Look({"a": B})
        return Exit.CLEAN

    waits = iter(range(LOOKS))

    def wait(_: float) -> None:
        if next(waits, None) is None:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        run_again(check, lambda: now[0], lambda: Wording("en"), wait)
    assert checked == [Look({"a": A}), Look({"a": B})]


def test_thousands_of_files_cost_no_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 3))
    monkeypatch.setattr("nq42check.cli.watching.time.monotonic", lambda: next(clock))
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        run_again(lambda _: Exit.CLEAN, lambda: Look({}), lambda: Wording("en"), wait)
    assert waits == [60], "a look took 3 seconds"


def test_the_task_of_the_guide_tells_runs_apart(plans: Path) -> None:
    (background,) = [
        task["problemMatcher"]["background"]
        for task in json.loads(of_the_guide("json"))["tasks"]
        if "--watch" in task["command"]
    ]
    said = watched(*LINES, cwd=plans, steps=[save(plans / "plans/a.yaml", "47%")]).stderr.splitlines()
    kinds = ["begins" if re.search(background["beginsPattern"], line) else line[:2] for line in filter(None, said)]
    assert kinds == ["… ", "begins", "… "] and background["endsPattern"] == "^… "


@pytest.fixture
def watching(plans: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that watches, its first report read."""
    command = [sys.executable, "-m", "nq42check", *LINES, "--watch"]
    process = subprocess.Popen(
        command,
        cwd=plans,
        env=environment(USUAL),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout and process.stderr
    assert "46%" in process.stdout.readline(), "it is handed on though it goes to no terminal"
    assert process.stderr.readline().startswith("… ")
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_it_without_a_word(number: signal.Signals, code: int, watching: subprocess.Popen[str]) -> None:
    time.sleep(0.1)
    watching.send_signal(number)
    _, said = watching.communicate(timeout=10)
    assert (watching.returncode, said.strip()) == (code, "")


def test_a_process_sees_a_file_that_is_saved(watching: subprocess.Popen[str], plans: Path) -> None:
    save(plans / "plans/a.yaml", "47%")()
    assert watching.stdout
    while "47%" not in watching.stdout.readline():
        assert watching.poll() is None


def test_it_ends_with_its_reader(plans: Path) -> None:
    done = shell(f"$nq42check {' '.join(LINES)} --watch | head -1", plans)
    assert "46%" in done.stdout and done.returncode == 0


def test_a_run_without_it_loads_nothing_of_it() -> None:
    code = "import sys; from nq42check.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", code, ROOT / "provinces/hung_yen.yaml"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(USUAL))
    assert not {"nq42check.cli.watching", "nq42check.run.watching"} & {*done.stderr.split()}
