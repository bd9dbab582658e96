"""The hooks as pre-commit installs and runs them, in a repository of plans, from a clone of the project."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gates import PLAN, clean, committed, example, git, plan, project, run, weaken, write
from wheels import offline

pytest.importorskip("pre_commit", reason="pre-commit is installed for development only")

pytestmark = pytest.mark.slow

PASSES = ["--ignore", "missing"]
UNRELATED = ".github/workflows/x.yaml"


class World:
    """A place where pre-commit keeps its one environment, and the project that it clones."""

    def __init__(self, folder: Path) -> None:
        self.hooks = project(folder / "nq42check hooks")
        self.revision = committed(self.hooks)
        self.env = clean(PRE_COMMIT_HOME=str(folder / "home"), **offline(folder))
        self.template = folder / "template"
        done = self.pre_commit("init-templatedir", self.template, cwd=folder)
        assert done.returncode == 0, done.stdout

    def repository(self, folder: Path, hook: str, args: list[str], files: dict[str, str]) -> Path:
        """A repository with `files` staged, which runs `hook` with `args` when something is committed."""
        hooks = [{"id": hook, "args": args}]
        # JSON is YAML, too.
        config = {"repos": [{"repo": str(self.hooks), "rev": self.revision, "hooks": hooks}]}
        write(folder, {".pre-commit-config.yaml": json.dumps(config), **files})
        assert git("init", "-q", "--template", self.template, cwd=folder).returncode == 0
        git("add", "-A", cwd=folder)
        return folder

    def pre_commit(self, *args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-m", "pre_commit", *args, cwd=cwd, env=self.env)

    def commit(self, folder: Path, *paths: str) -> tuple[int, str]:
        """The exit code and the output of committing `paths`, or what is staged."""
        if paths:
            git("add", *paths, cwd=folder)
        done = git("commit", "-m", "sửa", cwd=folder, env=self.env)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("pre-commit"))


def test_the_manifest_is_valid(world: World) -> None:
    done = world.pre_commit("validate-manifest", world.hooks / ".pre-commit-hooks.yaml", cwd=world.hooks)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_commit_is_stopped_until_the_target_is_strong_enough(world: World, tmp_path: Path) -> None:
    folder = world.repository(tmp_path, "nq42check", PASSES, {PLAN: plan("46%"), UNRELATED: "x: [1]\n"})
    code, said = world.commit(folder)
    assert code == 1 and "exit code: 1" in said
    assert f"Ví dụ · {PLAN}" in said and "“46%” chưa đáp ứng “60%” của" in said and "NQ101 yếu hơn chuẩn" in said
    assert "workflows" not in said.partition("exit code: 1")[2]

    write(folder, {PLAN: plan("60%")})
    code, said = world.commit(folder, PLAN)
    assert code == 0 and "Passed" in said

    write(folder, {UNRELATED: "x: [2]\n", ".nq42check.yaml": "language: en\n"})
    code, said = world.commit(folder, UNRELATED, ".nq42check.yaml")
    assert code == 0 and "no files to check" in said

    write(folder, {PLAN: plan("46%")})
    code, said = world.commit(folder, PLAN)
    assert code == 1 and "“46%” falls short of “60%”" in " ".join(said.split())


def test_only_changed_plans_are_read_and_one_report_tells_of_all(world: World, tmp_path: Path) -> None:
    old, new = "provinces/đã có.yaml", [f"provinces/tỉnh {number}.yaml" for number in range(12)]
    folder = world.repository(tmp_path, "nq42check", PASSES, {old: plan("46%")})
    assert git("commit", "-q", "--no-verify", "-m", "đã có", cwd=folder).returncode == 0
    write(folder, {path: plan("46%") for path in new})
    code, said = world.commit(folder, *new)
    assert code == 1 and old not in said
    assert "Cộng 12 kế hoạch." in said and said.count("Lỗi: 12") == 1


def test_all_plans_are_checked_whatever_changed(world: World, tmp_path: Path) -> None:
    folder = world.repository(tmp_path, "nq42check-all", ["kế hoạch", *PASSES], {"kế hoạch/a.yaml": plan("46%")})
    assert git("commit", "-q", "--no-verify", "-m", "đã có", cwd=folder).returncode == 0
    write(folder, {"README.md": "Kho\n"})
    code, said = world.commit(folder, "README.md")
    assert code == 1 and "kế hoạch/a.yaml" in said and "NQ101" in said
    write(folder, {"kế hoạch/a.yaml": plan("60%")})
    code, said = world.commit(folder, "README.md", "kế hoạch/a.yaml")
    assert code == 0 and "Passed" in said


def test_all_plans_are_those_of_provinces_unless_args_say_else(world: World, tmp_path: Path) -> None:
    folder = world.repository(tmp_path, "nq42check-all", [], {PLAN: plan("60%")})
    config = folder / ".pre-commit-config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace(', "args": []', ""), encoding="utf-8")
    code, said = world.commit(folder, ".")
    assert code == 1 and f"Ví dụ · {PLAN}" in said and "NQ201 chưa có chỉ tiêu" in said


def test_the_example_of_a_repository_is_gated(world: World, tmp_path: Path) -> None:
    folder = example(tmp_path, địa_chỉ_kho_nq42check=str(world.hooks), mã_commit_đầy_đủ=world.revision)
    assert git("init", "-q", cwd=folder).returncode == 0
    assert world.pre_commit("install", cwd=folder).returncode == 0
    code, said = world.commit(folder, ".")
    assert code == 0 and "Passed" in said
    weaken(folder)
    code, said = world.commit(folder, ".")
    assert code == 1 and "“50%” chưa đáp ứng “60%”" in said and "tinh_vi_du_a.yaml" in said
