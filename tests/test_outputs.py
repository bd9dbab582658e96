"""What a run writes besides standard output, and where: files, devices, the summary of a job, paths for servers."""

import json
import os
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import ENGLISH, Done, shell
from command import run as run_here
from conftest import AS_OF, WAIVER, WEAK, as_nobody, names

from nq42check.cli import outputs

run = partial(run_here, env=ENGLISH)
DAY = ("--as-of", str(AS_OF), "--lang", "en")


# Files and devices


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
    assert kind == "a plan" or "name the file or folder itself" in done.stderr
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
    for file, said in (("plans", "only html"), ("plans/plan.yaml/a.csv", "no folder"), ("a/b", "no such folder")):
        done = run("plans", "--format", f"csv={file}", *DAY, cwd=folder)
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
        summary.write_bytes(b"x" * (outputs._MOST_OF_SUMMARY - room))
        done = summed_up(folder, summary)
        added = summary.read_bytes()[outputs._MOST_OF_SUMMARY - room :]
        assert done.returncode == 1 and report.startswith(added) and len(added) <= room
        whole = room == len(report)
        assert (added == report) is whole and ("1 MiB" in done.stderr) is not whole
        assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_asked_for_is_no_convenience(folder: Path) -> None:
    done = summed_up(folder, folder / "summary.md", "--format", "markdown=none/report.md")
    assert (done.returncode, done.stdout) == (2, "") and not (folder / "summary.md").exists()


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
    done = run("-", "--format", format, cwd=folder / "sub", stdin=WEAK.encode(), env={variable: str(folder)})
    assert paths_in(format, done.stdout) == {"-"}


def test_other_reports_show_paths_from_the_working_folder(folder: Path) -> None:
    env = {"GITHUB_WORKSPACE": str(folder)}
    for format in ("table", "lines", "csv", "json", "markdown", "html"):
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
