"""The GitHub Action, the GitLab job and the example of a repository: their scripts, run as the servers run them."""

import json
import os
import re
import shlex
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree, which
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT
from gates import (
    EXAMPLE,
    PLAN,
    Server,
    better,
    clean,
    committed,
    example,
    git,
    plan,
    project,
    run,
    runs_from_another_folder,
    warned,
    weaken,
    write,
)
from wheels import offline

pytestmark = pytest.mark.slow

ACTION = ROOT / "action.yml"
JOB = ROOT / ".gitlab/nq42check.gitlab-ci.yml"
EXPRESSION = re.compile(r"\$\{\{ ([a-z_.-]+) \}\}")
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
PASSES = "--ignore=missing"
TOKEN = "mã truy cập"
HOSTILE = {f"{name}.py": "open('pwned', 'w')\n" for name in ("pip", "venv", "yaml", "nq42check", "json", "click")}


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Used:
    """What one use of the action said, wrote and handed on."""

    def __init__(self, done: subprocess.CompletedProcess[str], files: Path) -> None:
        self.code, self.said = done.returncode, done.stdout + done.stderr
        self.summary = (files / "summary").read_text(encoding="utf-8")
        self.outputs = dict(line.split("=", 1) for line in (files / "output").read_text(encoding="utf-8").splitlines())


class Runner:
    """Runs the steps of the action as a runner of GitHub Actions does; installs once, among files that mean harm."""

    def __init__(self, folder: Path) -> None:
        self.project = project(folder / "actions/nq42check")
        self.revision = committed(self.project)
        self.temporary = folder / "runner temp"
        self.temporary.mkdir()
        self.steps = load(self.project / "action.yml")["runs"]["steps"]
        self.defaults = {f"inputs.{name}": each["default"] for name, each in load(ACTION)["inputs"].items()}
        self.uses = 0
        self.offline = offline(folder)
        checkout = write(folder / "checkout", HOSTILE)
        installed = self.use(checkout, python=sys.executable, steps=["install"])
        assert installed.code == 0, installed.said
        assert not (checkout / "pwned").exists()

    @property
    def bin(self) -> Path:
        return self.temporary / "nq42check/bin"

    def use(
        self,
        cwd: Path,
        steps: Sequence[str] = ("fetch", "check"),
        temporary: Path | None = None,
        event: dict[str, str] | None = None,
        env: dict[str, str] | None = None,
        **inputs: str,
    ) -> Used:
        """What `steps` do with `inputs`, whose "_" stand for "-", on a push or the `event` of which this is known."""
        said = {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        known = self.defaults | {"github.event_name": "push", "github.token": TOKEN} | (event or {}) | said
        self.uses += 1
        files = self.temporary.parent / f"files {self.uses}"
        files.mkdir()
        for name in ("summary", "output"):
            (files / name).touch()
        for step in (each for each in self.steps if each["id"] in steps):
            given = {name: _filled(value, known) for name, value in step["env"].items()}
            world = clean(
                GITHUB_ACTIONS="true",
                GITHUB_ACTION_PATH=str(self.project),
                GITHUB_OUTPUT=str(files / "output"),
                GITHUB_REPOSITORY="chủ/kho",
                GITHUB_STEP_SUMMARY=str(files / "summary"),
                GITHUB_WORKSPACE=str(cwd),
                RUNNER_TEMP=str(temporary or self.temporary),
                **self.offline,
                **(env or {}),
            )
            script = files / "script.sh"
            script.write_text(step["run"], encoding="utf-8")
            assert step["shell"] == "bash"
            shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", script]
            used = Used(run(*shell, cwd=cwd, env={**world, **given}), files)
            known |= {f"steps.{step['id']}.outputs.{name}": value for name, value in used.outputs.items()}
            if used.code:
                break
        return used


def _filled(text: str, known: dict[str, str]) -> str:
    """`text` with what is `known` for its expressions, and nothing for those that are not."""
    while EXPRESSION.search(text):  # the default of an input may be one
        text = EXPRESSION.sub(lambda found: known.get(found[1], ""), text)
    return text


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("github"))


@pytest.mark.parametrize(
    "schema, path",
    [
        ("github-actions", ACTION),
        ("github-workflows", EXAMPLE / ".github/workflows/plans.yml"),
        ("gitlab-ci", JOB),
        ("gitlab-ci", EXAMPLE / ".gitlab-ci.yml"),
    ],
)
def test_the_servers_schemas_accept_the_files(schema: str, path: Path, tmp_path: Path) -> None:
    checker = pytest.importorskip("check_jsonschema", reason="it needs newer releases than the project does")
    for part in path.read_text(encoding="utf-8").split("\n---\n"):
        (tmp_path / path.name).write_text(part, encoding="utf-8")
        done = CliRunner().invoke(checker.main, ["--builtin-schema", f"vendor.{schema}", str(tmp_path / path.name)])
        assert done.exit_code == 0, done.output


def test_the_action_puts_no_input_into_a_script_and_uses_nothing_that_can_move() -> None:
    action = load(ACTION)
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step or PINNED.fullmatch(step["uses"])
    used = [
        name for step in action["runs"]["steps"] for value in step["env"].values() for name in EXPRESSION.findall(value)
    ]
    inputs = {name.removeprefix("inputs.") for name in used if name.startswith("inputs.")}
    assert inputs == set(action["inputs"])


def test_what_the_action_installs_runs_from_another_folder(runner: Runner, tmp_path: Path) -> None:
    runs_from_another_folder(runner.bin / "python", runner.temporary, tmp_path)


def test_the_action_names_the_finding_at_its_line_and_sums_up(runner: Runner, tmp_path: Path) -> None:
    write(tmp_path, {PLAN: plan("46%")})
    done = runner.use(tmp_path, args=PASSES)
    assert done.code == 1 and done.outputs == {"exit-code": "1"}
    assert f"::error file={PLAN},line=8,col=12,title=NQ101 yếu hơn chuẩn::" in done.said
    (row,) = [line for line in done.summary.splitlines() if line.startswith("|") and "NQ101" in line]
    assert "46%" in row and "60%" in row
    passed = runner.use(write(tmp_path, {PLAN: plan("60%")}), args=PASSES)
    assert passed.code == 0 and passed.outputs == {"exit-code": "0"}
    assert "::error" not in passed.said and "Ví dụ" in passed.summary


def test_the_action_takes_names_with_spaces_quotes_and_vietnamese(runner: Runner, tmp_path: Path) -> None:
    names = ["kế hoạch 'năm' \"2030\"/a.yaml", "-b.yaml", "rules/c.yaml", "$HOME/*.yaml", "d\\n.yaml"]
    write(tmp_path, {name: plan("46%").replace("Ví dụ", f"Xã {place}") for place, name in enumerate(names)})
    done = runner.use(tmp_path, paths="\n".join([*names[:2], "rules", *names[3:], ""]), args=f"{PASSES}\n--lang\nen\n")
    assert done.code == 1
    files = {found.replace("%2C", ",") for found in re.findall(r"::error file=(.*?),line=8", done.said)}
    assert files == set(names)
    assert "Errors: 5" in done.said
    for path in ("rules", str(tmp_path / "rules")):
        alone = runner.use(tmp_path, paths=path, args=PASSES)
        assert alone.code == 1 and "::error file=rules/c.yaml,line=8" in alone.said


@pytest.mark.parametrize(
    "hostile",
    ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "', "a\n; touch pwned", "x&touch pwned"],
)
def test_what_an_input_says_is_never_run(runner: Runner, tmp_path: Path, hostile: str) -> None:
    called = tmp_path / "called"
    command = write(tmp_path / "temp", {"nq42check/bin/nq42check": f"#!/bin/sh\necho >> '{called}'\n"})  # a quick one
    (command / "nq42check/bin/nq42check").chmod(0o755)
    for name in ("paths", "args", "fail-on", "sarif"):
        assert runner.use(tmp_path, temporary=command, **{name: hostile}).code == 0
    assert called.read_text() == "\n" * 4 and not (tmp_path / "pwned").exists()


def test_an_input_adds_no_output(runner: Runner, tmp_path: Path) -> None:
    runner.use(write(tmp_path, {PLAN: plan("60%")}), args=PASSES, sarif="a.sarif\nexit-code=0\nx=y")
    last = (runner.temporary.parent / f"files {runner.uses}/output").read_text(encoding="utf-8")
    assert last == "exit-code=0\nsarif=a.sarif\n"


def test_code_of_the_repository_under_check_is_never_imported(runner: Runner, tmp_path: Path) -> None:
    write(tmp_path, HOSTILE | {PLAN: plan("60%")})
    assert runner.use(tmp_path, args=PASSES).code == 0
    assert not (tmp_path / "pwned").exists()


def test_the_action_writes_sarif_and_the_severity_that_fails_can_be_chosen(runner: Runner, tmp_path: Path) -> None:
    write(tmp_path, {PLAN: plan("46%")})
    done = runner.use(tmp_path, args=PASSES, sarif="báo cáo.sarif", fail_on="never")
    assert done.code == 0 and done.outputs == {"exit-code": "0", "sarif": "báo cáo.sarif"}
    (sarif,) = json.loads((tmp_path / "báo cáo.sarif").read_text(encoding="utf-8"))["runs"]
    assert [each["ruleId"] for each in sarif["results"]] == ["NQ101"]


def test_the_action_says_what_it_lacks(runner: Runner, tmp_path: Path) -> None:
    nothing = runner.use(tmp_path, sarif="x.sarif")
    assert nothing.code == 4 and nothing.outputs["exit-code"] == "4"
    wrong = runner.use(tmp_path, fail_on="everything", sarif="y.sarif")
    assert wrong.code == 2 and wrong.outputs == {"exit-code": "2"} and wrong.summary == ""
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    without = runner.use(tmp_path, steps=["install"], python=str(old))
    assert without.code == 2 and "Python 3.11" in without.said


class TestPullRequest:
    """The action on a pull request: by git, from the server, whatever lies in the checkout."""

    @pytest.fixture
    def server(self, tmp_path: Path) -> Server:
        return Server(tmp_path / "server/chủ/kho")

    @pytest.fixture
    def env(self, tmp_path: Path) -> dict[str, str]:
        """Where the server is, a git that tells what it was given, and a sleep that does not."""
        told = f"env | grep ^GIT_CONFIG_ >> '{tmp_path}/env'\necho \"$@\" >> '{tmp_path}/args'\n"
        commands = {
            "git": f'#!/bin/sh\n{told}exec {which("git")} "$@"\n',
            "sleep": f"#!/bin/sh\necho \"$1\" >> '{tmp_path}/slept'\n",
        }
        write(tmp_path / "bin", commands)
        for name in commands:
            (tmp_path / "bin" / name).chmod(0o755)
        return {
            "GITHUB_SERVER_URL": f"file://{tmp_path}/server",
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        """What the workflow checked out: nothing that matters."""
        return write(tmp_path / "checkout", HOSTILE)

    @pytest.mark.parametrize("event", ["pull_request_target", "pull_request"])
    def test_it_is_held_to_what_it_merges_into(
        self, runner: Runner, server: Server, checkout: Path, env: dict[str, str], event: str
    ) -> None:
        done = runner.use(checkout, event=server.pull_request(better, event=event), env=env, sarif="báo cáo.sarif")
        assert done.code == 0, done.said
        assert "::error" not in done.said and done.outputs["exit-code"] == "0"
        assert done.outputs["base"] == server.base and (checkout / done.outputs["sarif"]).is_file()
        lines: list[str] = []
        done = runner.use(checkout, event=server.pull_request(lambda kho: lines.append(weaken(kho))), env=env)
        assert done.code == 1 and done.outputs["exit-code"] == "1"
        place = f"::error file=provinces/tinh_vi_du_a.yaml,line={lines[0]},col="
        assert f"{place}1,title=NQ601 chỉ tiêu yếu đi::" in done.said
        assert f"{place}12,title=NQ101 yếu hơn chuẩn::" in done.said
        assert "NQ601" in done.summary and not (checkout / "pwned").exists()

    def test_no_file_stands_for_a_revision(
        self, runner: Runner, server: Server, checkout: Path, env: dict[str, str]
    ) -> None:
        event = server.pull_request(weaken)
        for name in (server.base, server.git("rev-parse", "refs/pull/7/merge"), "HEAD"):
            copytree(server.folder / "provinces", checkout / name / "provinces")
            weaken(checkout / name)
        done = runner.use(checkout, event=event, env=env)
        assert done.code == 1 and "NQ601" in done.said

    def test_a_merge_of_another_version_is_waited_for_and_refused(
        self, runner: Runner, server: Server, checkout: Path, env: dict[str, str], tmp_path: Path
    ) -> None:
        event = server.pull_request(better)
        server.branch(weaken)  # pushed since, in conflict or not merged yet
        event |= {"github.event.pull_request.head.sha": server.git("rev-parse", "nhánh")}
        done = runner.use(checkout, event=event, env=env)
        assert done.code == 2 and done.outputs == {"exit-code": "2"}
        assert "Chưa kiểm tra: GitHub chưa có bản hợp nhất" in done.said and "Nothing was checked" in done.said
        assert (tmp_path / "slept").read_text().split() == ["0", "5", "10", "20"]
        server.git("update-ref", "-d", "refs/pull/7/merge")
        assert runner.use(checkout, event=event, env=env).code == 2

    def test_the_token_is_told_to_the_server_alone(
        self, runner: Runner, server: Server, checkout: Path, env: dict[str, str], tmp_path: Path
    ) -> None:
        event = server.pull_request(better)
        done = runner.use(checkout, event=event, env=env, token="x" * 60)
        secret = b64encode(f"x-access-token:{'x' * 60}".encode()).decode()
        told = (tmp_path / "env").read_text()
        assert f"GIT_CONFIG_KEY_0=http.{env['GITHUB_SERVER_URL']}/.extraheader" in told
        assert f"GIT_CONFIG_VALUE_0=Authorization: Basic {secret}\n" in told
        assert told.count("GIT_CONFIG_VALUE_0") == 1  # once fetched, nothing has it
        for text in (done.said, (tmp_path / "args").read_text()):
            assert "x" * 60 not in text and secret not in text

    def test_changed_settings_pass_where_a_person_accepts_them_and_nothing_else_does(
        self, runner: Runner, server: Server, checkout: Path, env: dict[str, str]
    ) -> None:
        event = server.pull_request(warned)
        done = runner.use(checkout, event=event, env=env)
        assert (
            done.code == 1 and "::error file=.nq42check.yaml,line=9,col=1,title=NQ608 thiết lập thay đổi::" in done.said
        )
        assert runner.use(checkout, event=event, env=env, accept_settings="True").code == 1
        assert runner.use(checkout, event=event, env=env, accept_settings="true").code == 0
        both = server.pull_request(warned, weaken)
        assert runner.use(checkout, event=both, env=env, accept_settings="true").code == 1

    def test_no_option_narrows_it(self, runner: Runner, server: Server, checkout: Path, env: dict[str, str]) -> None:
        event = server.pull_request(weaken)
        for narrower in ({"args": PASSES}, {"args": "--known=known.yaml"}, {"fail_on": "never"}):
            assert runner.use(checkout, event=event, env=env, **narrower).code == 2
        done = runner.use(checkout, event=event, env=env, args="--lang=en", fail_on="note")
        assert done.code == 1 and "NQ601 target weakened" in done.said

    def test_paths_are_those_of_the_request(
        self, runner: Runner, server: Server, checkout: Path, env: dict[str, str]
    ) -> None:
        event = server.pull_request(weaken, lambda kho: write(kho, {"kế hoạch '2030'/x.yaml": "province: [\n"}))
        done = runner.use(
            checkout, event=event, env=env, paths=f"{checkout}/provinces/tinh_vi_du_b.yaml\n\nkế hoạch '2030'\n"
        )
        assert done.code == 4 and "::error file=kế hoạch '2030'/x.yaml," in done.said and "NQ601" not in done.said

    def test_a_merge_group_is_held_to_what_it_merges_into(
        self, runner: Runner, server: Server, checkout: Path, env: dict[str, str]
    ) -> None:
        group = {"github.event_name": "merge_group", "github.event.merge_group.base_sha": server.base}
        head = "github.event.merge_group.head_sha"
        assert runner.use(checkout, event={**group, head: server.branch(better)}, env=env).code == 0
        done = runner.use(checkout, event={**group, head: server.branch(weaken)}, env=env)
        assert done.code == 1 and "NQ601" in done.said
        assert runner.use(checkout, event={**group, head: "0" * 40}, env=env).code == 2


class TestGitLab:
    """The job of GitLab CI in a checkout as a runner leaves it: detached, and with the newest commit alone."""

    @pytest.fixture
    def server(self, tmp_path: Path) -> Server:
        return Server(tmp_path / "server/kho")

    def test_a_branch_is_held_to_where_it_left_the_default_branch(
        self, runner: Runner, server: Server, tmp_path: Path
    ) -> None:
        server.branch(better)
        done, _ = gitlab(runner, server, tmp_path / "1", "nhánh")
        assert done.returncode == 0, done.stderr
        assert f"42 ở {server.base}" in " ".join(done.stdout.split())
        lines: list[str] = []
        server.branch(lambda kho: lines.append(weaken(kho)))
        done, top = gitlab(runner, server, tmp_path / "2", "nhánh")
        assert done.returncode == 1 and "NQ601 chỉ tiêu yếu đi" in done.stdout and "NQ101" in done.stdout
        reports = jobs()["artifacts"]["reports"]
        issues = json.loads((top / reports["codequality"]).read_text(encoding="utf-8"))
        place = {"path": "provinces/tinh_vi_du_a.yaml", "lines": {"begin": int(lines[0])}}
        assert [each["location"] for each in issues if each["severity"] != "info"] == [place, place]
        assert ElementTree.parse(top / reports["junit"]).getroot().findall(".//failure")
        assert set(jobs()["artifacts"]["paths"]) == set(reports.values())

    def test_the_default_branch_is_checked_and_may_have_any_name(
        self, runner: Runner, server: Server, tmp_path: Path
    ) -> None:
        server.git("branch", "-q", "-m", "main", "chính")
        assert gitlab(runner, server, tmp_path / "1", "chính")[0].returncode == 0
        weaken(server.folder)
        server.git("commit", "-q", "-a", "-m", "không qua cổng")
        done, _ = gitlab(runner, server, tmp_path / "2", "chính")
        assert done.returncode == 1 and "NQ101" in done.stdout and "NQ601" not in done.stdout

    def test_what_main_has_got_since_is_not_asked_of_a_branch(
        self, runner: Runner, server: Server, tmp_path: Path
    ) -> None:
        server.branch(lambda kho: write(kho, {"README.md": "Kho\n"}))
        server.git("checkout", "-q", "main")
        better(server.folder)
        server.git("commit", "-q", "-a", "-m", "tốt hơn")
        assert gitlab(runner, server, tmp_path / "1", "nhánh")[0].returncode == 0
        server.git("checkout", "-q", "--orphan", "lạ")
        server.git("commit", "-q", "-m", "không chung gốc")
        server.git("checkout", "-q", "main")
        done, _ = gitlab(runner, server, tmp_path / "2", "lạ")
        assert done.returncode == 2 and "không có đúng một chỗ tách" in done.stderr and "git rebase" in done.stderr

    @pytest.mark.parametrize("change, code", [(better, 0), (weaken, 1)])
    def test_no_variable_changes_anything(
        self, runner: Runner, server: Server, tmp_path: Path, change: Any, code: int
    ) -> None:
        head = server.branch(change)
        usual, _ = gitlab(runner, server, tmp_path / "1", "nhánh")
        evil = write(tmp_path / "evil", HOSTILE | {".gitconfig": f'[url "{tmp_path}/evil"]\n\tinsteadOf = file:\n'})
        hostile = {
            **dict.fromkeys(("NQ42CHECK_SOURCE", "NQ42CHECK_PATH", "NQ42CHECK_LANG", "NQ42CHECK_JOBS"), "x"),
            "_NQ42CHECK_COMPLETE": "bash_source",
            **dict.fromkeys(("CI_DEFAULT_BRANCH", "CI_COMMIT_BRANCH", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"), "nhánh"),
            **dict.fromkeys(("CI_COMMIT_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA"), head),
            **dict.fromkeys(("CI_PROJECT_DIR", "GITHUB_WORKSPACE", "HOME", "XDG_CONFIG_HOME", "PYTHONPATH"), str(evil)),
            **dict.fromkeys(("GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_CONFIG_GLOBAL"), str(evil)),
            "CI_PIPELINE_SOURCE": "schedule",
            "GIT_DEPTH": "1",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "remote.origin.url",
            "GIT_CONFIG_VALUE_0": str(evil),
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
            "LANG": "en_US.UTF-8",
            "LC_ALL": "en_US.UTF-8",
            "LANGUAGE": "en",
            "NO_COLOR": "",
            "FORCE_COLOR": "1",
            "PYTHONSTARTUP": str(evil / "yaml.py"),
            "PYTHONINSPECT": "1",
            **dict.fromkeys(("base", "head", "default", "server", "deepen", "code", "room", "top"), "x"),
        }
        done, _ = gitlab(runner, server, tmp_path / "2", "nhánh", variables=hostile)
        assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout) and done.returncode == code
        assert not list(tmp_path.rglob("pwned")) and not (tmp_path / "summary").exists()

    @pytest.mark.parametrize(
        "variable",
        [{"GIT_STRATEGY": "none"}, {"GIT_STRATEGY": ""}, {"GIT_CHECKOUT": "false"}, {"GIT_FETCH_EXTRA_FLAGS": "-q"}],
    )
    def test_variables_by_which_another_commit_would_lie_there_stop_it(
        self, runner: Runner, server: Server, tmp_path: Path, variable: dict[str, str]
    ) -> None:
        done, _ = gitlab(runner, server, tmp_path / "1", "main", variables=variable)
        assert done.returncode == 2 and "Chưa kiểm tra" in done.stderr and "Hãy xóa biến ấy" in done.stderr

    def test_no_file_stands_for_a_revision_or_a_report(self, runner: Runner, server: Server, tmp_path: Path) -> None:
        def disguise(kho: Path) -> None:
            weaken(kho)
            copytree(kho / "provinces", kho / f"{server.base}/provinces")
            (kho / "report.xml").symlink_to(tmp_path / "đích")

        server.branch(disguise)
        done, top = gitlab(runner, server, tmp_path / "1", "nhánh")
        assert done.returncode == 1 and "NQ601" in done.stdout
        assert not (tmp_path / "đích").exists() and not (top / "report.xml").is_symlink()

    def test_it_installs_what_its_input_says(self, runner: Runner, server: Server, tmp_path: Path) -> None:
        source = f"git+{runner.project.as_uri()}@{runner.revision}"
        done, _ = gitlab(runner, server, tmp_path / "1", "main", source=source)
        assert done.returncode == 0, done.stderr
        done, _ = gitlab(runner, server, tmp_path / "2", "main", source=f"git+{runner.project.as_uri()}@{'0' * 40}")
        assert done.returncode != 0 and "NQ" not in done.stdout

    def test_it_runs_always_in_an_image_that_does_not_move(self) -> None:
        header, _ = documents()
        job = jobs()
        assert (
            set(header["spec"]["inputs"]) == {"source", "index"} and "default" not in header["spec"]["inputs"]["source"]
        )
        assert job["rules"] == [{"when": "on_success"}] and job["allow_failure"] is False
        assert re.fullmatch(r"python:3\.\d+-[a-z]+", job["image"])
        assert "$CI" not in "".join(job["script"]).replace("CI_JOB_TOKEN", "")


def documents() -> list[Any]:
    """The header of the job's file, which declares its inputs, and the job."""
    return list(yaml.safe_load_all(JOB.read_text(encoding="utf-8")))


def jobs() -> Any:
    return documents()[1]["nq42check"]


def gitlab(
    runner: Runner,
    server: Server,
    folder: Path,
    branch: str,
    source: str = "",
    variables: dict[str, str] | None = None,
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """What the job makes of a branch, and where; nothing is installed without a `source`."""
    for args in (
        ["init", "-q", folder],
        ["-C", folder, "remote", "add", "origin", f"file://{server.folder}"],
        ["-C", folder, "fetch", "-q", "--depth=1", "origin", f"+refs/heads/{branch}:refs/pipelines/1"],
        ["-C", folder, "checkout", "-q", "--detach", "refs/pipelines/1"],
    ):
        done = git(*args, cwd=server.folder)
        assert done.returncode == 0, done.stderr
    (script,) = jobs()["script"]
    for name, value in {"source": source, "index": "https://kho.invalid/simple"}.items():
        script = script.replace(f"$[[ inputs.{name} ]]", value)
    # The image has the command in its path, and reaches an index.
    offline = " ".join(f"{name}={shlex.quote(value)}" for name, value in runner.offline.items())
    script = script.replace("PATH=/usr/local/bin:", f"PATH={shlex.quote(str(runner.bin))}:").replace(
        "env -i", f"env -i {offline}"
    )
    if not source:
        script = "".join(line for line in script.splitlines(keepends=True) if "pip install" not in line)
    env = clean(GITLAB_CI="true", **(variables or {}))
    return run("bash", "-eo", "pipefail", "-c", script, cwd=folder, env=env), folder


class TestExample:
    """The example of a repository of plans: what its gates say, and that a weaker target does not get through."""

    @pytest.fixture
    def folder(self, runner: Runner, tmp_path: Path) -> Path:
        said = {"mã_commit_đầy_đủ": runner.revision, "địa_chỉ_kho_nq42check": runner.project.as_uri()}
        return example(tmp_path, **said, chủ_kho="owner")

    def test_its_readme_command_passes_and_names_a_weaker_target(self, runner: Runner, folder: Path) -> None:
        shown = re.findall(r"```sh\n(.*?)\n```", (folder / "README.md").read_text(encoding="utf-8"))
        (command,) = [shlex.split(each) for each in shown if each.startswith("nq42check")]
        done = run(runner.bin / command[0], *command[1:], cwd=folder)
        assert done.returncode == 0
        for part in ("Tỉnh Ví Dụ A: 37/37 đạt", "Cộng 2 kế hoạch.", "ngoại lệ: 1"):
            assert part in done.stdout
        line = weaken(folder)
        done = run(runner.bin / command[0], *command[1:], cwd=folder)
        assert done.returncode == 1 and re.search(rf"^▼ +{line} .* 50% → 60%\S* \(2030\)$", done.stdout, re.MULTILINE)

    @pytest.fixture
    def server(self, runner: Runner, tmp_path: Path) -> Server:
        said = {"mã_commit_đầy_đủ": runner.revision, "địa_chỉ_kho_nq42check": runner.project.as_uri()}
        return Server(tmp_path / "server/chủ/kho", **said, chủ_kho="owner")

    def test_its_workflow_lets_the_base_judge(self, runner: Runner, server: Server, tmp_path: Path) -> None:
        workflow = load(server.folder / ".github/workflows/plans.yml")
        on = workflow[True]  # as YAML 1.1 reads the key
        assert set(on) == {"pull_request_target", "push", "schedule"}
        types = ["opened", "synchronize", "reopened", "edited", "labeled"]
        assert on["pull_request_target"] == {"types": types, "branches": ["main"]}
        (job,) = workflow["jobs"].values()
        assert set(job) == {"runs-on", "steps"}  # nothing by which it could be skipped, which counts as passed
        checkout, step = job["steps"]
        assert PINNED.fullmatch(checkout["uses"]) and step["uses"] == f"owner/nq42check@{runner.revision}"
        assert workflow["permissions"] == {"contents": "read"} and checkout["with"] == {"persist-credentials": False}
        (accepted,) = step["with"].values()
        labeled = "github.event.action == 'labeled' && github.event.label.name == 'chấp nhận thiết lập'"
        assert accepted == f"${{{{ {labeled} }}}}"

        env = {"GITHUB_SERVER_URL": f"file://{tmp_path}/server"}
        assert runner.use(server.folder, env=env).code == 0
        assert runner.use(server.folder, env=env, event=server.pull_request(better)).code == 0
        lines: list[str] = []
        done = runner.use(server.folder, env=env, event=server.pull_request(lambda kho: lines.append(weaken(kho))))
        assert done.code == 1
        place = f"::error file=provinces/tinh_vi_du_a.yaml,line={lines[0]},col=12"
        assert f"{place},title=NQ101 yếu hơn chuẩn::" in done.said
        settings = server.pull_request(warned)
        assert runner.use(server.folder, env=env, event=settings, **{"accept-settings": "false"}).code == 1
        assert runner.use(server.folder, env=env, event=settings, **{"accept-settings": "true"}).code == 0

    def test_its_gitlab_file(self, runner: Runner, server: Server, tmp_path: Path) -> None:
        file = load(server.folder / ".gitlab-ci.yml")
        (included,) = file["include"]
        assert (ROOT / included["file"].lstrip("/")) == JOB and included["ref"] == runner.revision
        assert gitlab(runner, server, tmp_path / "1", "main", **included["inputs"])[0].returncode == 0
        server.branch(weaken)
        done, _ = gitlab(runner, server, tmp_path / "2", "nhánh")
        assert done.returncode == 1 and "50% → 60%" in done.stdout

    def test_what_decides_how_plans_are_checked_has_its_owners(self) -> None:
        lines = (EXAMPLE / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
        owned = [line.split()[0] for line in lines if not line.startswith("#")]
        assert owned[0] == "*"  # of several lines the last holds
        for path in (
            ".nq42check.yaml",
            "rules/",
            ".github/",
            ".gitlab-ci.yml",
            ".pre-commit-config.yaml",
            "CODEOWNERS",
        ):
            assert (EXAMPLE / path).exists() and f"/{path}" in owned[1:]

    def test_its_rule_and_its_settings_hold(self, runner: Runner, folder: Path) -> None:
        path = folder / "provinces/tinh_vi_du_a.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("value: tối thiểu 75%", "value: tối thiểu 97%"), encoding="utf-8")
        done = run(runner.bin / "nq42check", "provinces", cwd=folder, env=clean(LC_ALL="en_US.UTF-8"))
        assert done.returncode == 1 and "UPPER-ABOVE-LOWER · 1 lỗi · VD01" in done.stdout and "Lỗi: 1 " in done.stdout
        (folder / ".nq42check.yaml").unlink()
        done = run(runner.bin / "nq42check", "provinces", cwd=folder)
        assert "VD01" not in done.stdout and "provinces/nhap/tinh_vi_du_c.yaml" in done.stdout

    def test_the_page_on_gates_shows_the_same(self) -> None:
        page = (ROOT / "docs/gates.md").read_text(encoding="utf-8")
        found = (yaml.safe_load(each) for each in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))
        hooks, settings, github, job = found
        assert settings == {"known": "known.yaml"}
        assert hooks == load(EXAMPLE / ".pre-commit-config.yaml")
        steps = [each["jobs"]["plans"]["steps"] for each in (github, load(EXAMPLE / ".github/workflows/plans.yml"))]
        assert [each["uses"] for each in steps[0]] == [each["uses"] for each in steps[1]]
        assert steps[0][1]["with"] == steps[1][1]["with"]
        assert github[True] == load(EXAMPLE / ".github/workflows/plans.yml")[True]
        assert job == load(EXAMPLE / ".gitlab-ci.yml")
        for name in load(ACTION)["inputs"]:
            assert f"| `{name}` |" in page

    def test_nothing_in_it_is_taken_for_real(self) -> None:
        for path in (EXAMPLE / "provinces").rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            assert text.startswith("# VÍ DỤ") and "\nprovince: Tỉnh Ví Dụ " in text

    def test_its_links_lead_somewhere(self) -> None:
        for target in re.findall(r"\]\(([^)#]+)\)", (EXAMPLE / "README.md").read_text(encoding="utf-8")):
            assert (EXAMPLE / target).exists(), target
