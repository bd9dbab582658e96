"""The GitHub Action, the GitLab job and the example of a repository: their scripts, run as the servers run them."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT
from gates import EXAMPLE, PLAN, clean, committed, example, plan, project, run, runs_from_another_folder, weaken, write
from wheels import offline

pytestmark = pytest.mark.slow

ACTION = ROOT / "action.yml"
JOB = ROOT / ".gitlab/nq42check.gitlab-ci.yml"
INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
PASSES = "--ignore=missing"
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
        self.defaults = {name: each["default"] for name, each in load(ACTION)["inputs"].items()}
        self.uses = 0
        self.offline = offline(folder)
        checkout = write(folder / "checkout", HOSTILE)
        installed = self.use(checkout, python=sys.executable, steps=["install"])
        assert installed.code == 0, installed.said
        assert not (checkout / "pwned").exists()

    @property
    def bin(self) -> Path:
        return self.temporary / "nq42check/bin"

    def use(self, cwd: Path, steps: list[str] | None = None, temporary: Path | None = None, **inputs: str) -> Used:
        """The last of `steps` (those after the installation) with `inputs`, whose "_" stand for "-"."""
        given = self.defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
        self.uses += 1
        files = self.temporary.parent / f"files {self.uses}"
        files.mkdir()
        for name in ("summary", "output"):
            (files / name).touch()
        for step in self.steps:
            if step["id"] not in (steps or ["check"]):
                continue
            env = clean(
                GITHUB_ACTIONS="true",
                GITHUB_ACTION_PATH=str(self.project),
                GITHUB_OUTPUT=str(files / "output"),
                GITHUB_STEP_SUMMARY=str(files / "summary"),
                RUNNER_TEMP=str(temporary or self.temporary),
                **self.offline,
                **{name: INPUT.sub(lambda found: given[found[1]], value) for name, value in step["env"].items()},
            )
            script = files / "script.sh"
            script.write_text(step["run"], encoding="utf-8")
            assert step["shell"] == "bash"
            done = run("bash", "--noprofile", "--norc", "-eo", "pipefail", script, cwd=cwd, env=env)
        return Used(done, files)


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
def test_the_servers_schemas_accept_the_files(schema: str, path: Path) -> None:
    checker = pytest.importorskip("check_jsonschema", reason="it needs newer releases than the project does")
    done = CliRunner().invoke(checker.main, ["--builtin-schema", f"vendor.{schema}", str(path)])
    assert done.exit_code == 0, done.output


def test_the_action_puts_no_input_into_a_script_and_uses_nothing_that_can_move() -> None:
    action = load(ACTION)
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step or PINNED.fullmatch(step["uses"])
    used = {name for step in action["runs"]["steps"] for value in step["env"].values() for name in INPUT.findall(value)}
    assert used == set(action["inputs"])


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


def gitlab(runner: Runner, cwd: Path, installed: bool = False, **variables: str) -> subprocess.CompletedProcess[str]:
    """The job's script as a runner of GitLab runs it: one after another, until one fails; what is `installed` stays."""
    path = f"{runner.bin}{os.pathsep}{os.environ['PATH']}"
    install, *rest = load(JOB)["nq42check"]["script"]
    script = "\n".join(rest if installed else [install, *rest])
    env = clean(GITLAB_CI="true", PATH=path, **runner.offline, **variables)
    return run("bash", "-eo", "pipefail", "-c", script, cwd=cwd, env=env)


def test_the_gitlab_job_leaves_the_reports_it_declares(runner: Runner, tmp_path: Path) -> None:
    write(tmp_path, {"kế hoạch 2030/a.yaml": plan("46%"), ".nq42check.yaml": "ignore: [missing]\n"})
    done = gitlab(runner, tmp_path, installed=True, NQ42CHECK_PATH="kế hoạch 2030")
    assert done.returncode == 1, done.stderr
    assert "NQ101 yếu hơn chuẩn" in done.stdout and "kế hoạch 2030/a.yaml" in done.stdout
    reports = load(JOB)["nq42check"]["artifacts"]["reports"]
    issue, totals = json.loads((tmp_path / reports["codequality"]).read_text(encoding="utf-8"))
    assert issue["location"] == {"path": "kế hoạch 2030/a.yaml", "lines": {"begin": 8}}
    assert totals["severity"] == "info" and "select, ignore" in totals["description"]
    suites = ElementTree.parse(tmp_path / reports["junit"]).getroot()
    assert suites.tag == "testsuites" and suites.findall(".//failure")
    assert set(load(JOB)["nq42check"]["artifacts"]["paths"]) == set(reports.values())


def test_the_gitlab_job_says_that_a_source_is_needed(runner: Runner, tmp_path: Path) -> None:
    done = gitlab(runner, tmp_path)
    assert done.returncode != 0 and "NQ42CHECK_SOURCE" in done.stderr


def test_the_gitlab_job_runs_for_merge_requests_in_an_image_that_does_not_move() -> None:
    job = load(JOB)["nq42check"]
    assert '$CI_PIPELINE_SOURCE == "merge_request_event"' in [rule["if"] for rule in job["rules"]]
    assert re.fullmatch(r"python:3\.\d+-[a-z]+", job["image"])


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
        assert "38 chuẩn = 37 đạt" in done.stdout and "Cộng 2 kế hoạch." in done.stdout and "ngoại lệ: 1" in done.stdout
        line = weaken(folder)
        done = run(runner.bin / command[0], *command[1:], cwd=folder)
        assert done.returncode == 1 and re.search(
            rf"^ +{line} .* 50% \(2030\) +60% \(2030\)", done.stdout, re.MULTILINE
        )

    def test_its_workflow(self, runner: Runner, folder: Path) -> None:
        workflow = load(folder / ".github/workflows/plans.yml")
        (job,) = workflow["jobs"].values()
        checkout, step = job["steps"]
        assert PINNED.fullmatch(checkout["uses"]) and step["uses"] == f"owner/nq42check@{runner.revision}"
        assert workflow["permissions"] == {"contents": "read"}
        assert runner.use(folder, **step.get("with", {})).code == 0
        line = weaken(folder)
        done = runner.use(folder, **step.get("with", {}))
        assert done.code == 1
        assert f"::error file=provinces/tinh_vi_du_a.yaml,line={line},col=12,title=NQ101 yếu hơn chuẩn::" in done.said

    def test_its_gitlab_file(self, runner: Runner, folder: Path) -> None:
        file = load(folder / ".gitlab-ci.yml")
        (included,) = file["include"]
        assert (ROOT / included["file"].lstrip("/")) == JOB and included["ref"] == runner.revision
        assert gitlab(runner, folder, **file["variables"]).returncode == 0
        weaken(folder)
        done = gitlab(runner, folder, installed=True, **file["variables"])
        assert done.returncode == 1 and "“50%” chưa đáp ứng “60%”" in done.stdout

    def test_its_rule_and_its_settings_hold(self, runner: Runner, folder: Path) -> None:
        path = folder / "provinces/tinh_vi_du_a.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("value: tối thiểu 75%", "value: tối thiểu 97%"), encoding="utf-8")
        done = run(runner.bin / "nq42check", "provinces", cwd=folder, env=clean(LC_ALL="en_US.UTF-8"))
        assert done.returncode == 1 and "VD01 upper-above-lower" in done.stdout and "Lỗi: 1 " in done.stdout
        (folder / ".nq42check.yaml").unlink()
        done = run(runner.bin / "nq42check", "provinces", cwd=folder)
        assert "VD01" not in done.stdout and "provinces/nhap/tinh_vi_du_c.yaml" in done.stdout

    def test_the_page_on_gates_shows_the_same(self) -> None:
        page = (ROOT / "docs/gates.md").read_text(encoding="utf-8")
        hooks, github, job = (yaml.safe_load(each) for each in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))
        assert hooks == load(EXAMPLE / ".pre-commit-config.yaml")
        steps = [each["jobs"]["plans"]["steps"] for each in (github, load(EXAMPLE / ".github/workflows/plans.yml"))]
        assert [each["uses"] for each in steps[0]] == [each["uses"] for each in steps[1]]
        mine = load(EXAMPLE / ".gitlab-ci.yml")
        assert (job["include"], job["variables"]["NQ42CHECK_SOURCE"]) == (mine["include"], *mine["variables"].values())
        for name in load(ACTION)["inputs"]:
            assert f"| `{name}` |" in page

    def test_nothing_in_it_is_taken_for_real(self) -> None:
        for path in (EXAMPLE / "provinces").rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            assert text.startswith("# VÍ DỤ") and "\nprovince: Tỉnh Ví Dụ " in text

    def test_its_links_lead_somewhere(self) -> None:
        for target in re.findall(r"\]\(([^)#]+)\)", (EXAMPLE / "README.md").read_text(encoding="utf-8")):
            assert (EXAMPLE / target).exists(), target
