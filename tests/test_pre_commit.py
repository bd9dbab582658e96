"""The hooks as pre-commit installs and runs them, in a repository of plans, from a clone of the project."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from conftest import ROOT
from gates import EXAMPLE, PLAN, clean, committed, example, git, plan, project, run, weaken, write
from wheels import offline

pytest.importorskip("pre_commit", reason="pre-commit is installed for development only")

pytestmark = pytest.mark.slow

PASSES = ["--ignore", "missing"]
UNRELATED = ".github/workflows/x.yaml"
A, B, OWN = "provinces/tinh_vi_du_a.yaml", "provinces/tinh_vi_du_b.yaml", ".nq42check.yaml"


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Replace what stands once in a file of `folder`."""
    text = (folder / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


def move(folder: Path, old: str, new: str) -> None:
    """Move a file to a folder that need not be there."""
    (folder / new).parent.mkdir(exist_ok=True)
    (folder / old).rename(folder / new)


GONE = ("NQ604 kế hoạch không còn", "Kế hoạch của Tỉnh Ví Dụ B", "Khôi phục tệp ấy, đuôi .yaml")
ATTEMPTS: dict[str, tuple[Callable[[Path], object], *tuple[str, ...]]] = {
    "a target is weaker": (weaken, "NQ601 chỉ tiêu yếu đi", "“60%” (2030) → “50%” (2030)", "Giữ mức cũ"),
    "weaker, and meets the norm": (
        lambda folder: change(folder, B, "value: 96%", "value: 95,5%"),
        "NQ601 chỉ tiêu yếu đi",
        "Dân số tham gia bảo hiểm y tế: “96%” (2026) → ",
    ),
    "a plan is deleted": (lambda folder: (folder / B).unlink(), *GONE),
    "a plan is renamed": (lambda folder: move(folder, B, f"{B}.bak"), *GONE),
    "a plan is moved out": (lambda folder: move(folder, B, "lưu trữ/b.yaml"), *GONE),
    "plans are excluded": (
        lambda folder: change(folder, OWN, "[provinces/nhap]", "[provinces/nhap, provinces/tinh_vi_du_b.yaml]"),
        "NQ608 thiết lập thay đổi: exclude: provinces/nhap → provinces/nhap, provinces/tinh_vi_du_b.yaml",
        "người phụ trách kho xem rồi chạy cổng với --accept-settings",
    ),
}
"""What makes the example weaker than its last commit, and words that say why it is stopped."""


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
    assert f"{PLAN} · " in said and "46% → 60%" in said and "YẾU HƠN CHUẨN · 1 lỗi · NQ101" in said
    assert "workflows" not in said.partition("exit code: 1")[2]

    write(folder, {PLAN: plan("60%")})
    code, said = world.commit(folder, PLAN)
    assert code == 0 and "Passed" in said

    write(folder, {UNRELATED: "x: [2]\n", ".nq42check.yaml": "language: en\n"})
    code, said = world.commit(folder, UNRELATED, ".nq42check.yaml")
    assert code == 0 and "no files to check" in said

    write(folder, {PLAN: plan("46%")})
    code, said = world.commit(folder, PLAN)
    assert code == 1 and "46% → 60%" in said and "WEAKER" in said


def test_only_changed_plans_are_read_and_one_report_tells_of_all(world: World, tmp_path: Path) -> None:
    old, new = "provinces/đã có.yaml", [f"provinces/tỉnh {number}.yaml" for number in range(12)]
    folder = world.repository(tmp_path, "nq42check", PASSES, {old: plan("46%")})
    assert git("commit", "-q", "--no-verify", "-m", "đã có", cwd=folder).returncode == 0
    write(folder, {path: plan("46%") for path in new})
    code, said = world.commit(folder, *new)
    assert code == 1 and old not in said
    assert "Cộng 12 kế hoạch." in said and said.count("Lỗi: 12") == 1


SETTINGS = "ignore: [missing]\n"


def test_the_gate_checks_all_plans_whatever_changed(world: World, tmp_path: Path) -> None:
    files = {"kế hoạch/a.yaml": plan("46%"), OWN: SETTINGS}
    folder = world.repository(tmp_path, "nq42check-all", [":kế hoạch"], files)
    assert git("commit", "-q", "--no-verify", "-m", "đã có", cwd=folder).returncode == 0
    write(folder, {"README.md": "Kho\n"})
    code, said = world.commit(folder, "README.md")
    assert code == 1 and "kế hoạch/a.yaml" in said and "NQ101" in said
    write(folder, {"kế hoạch/a.yaml": plan("60%")})
    code, said = world.commit(folder, "README.md", "kế hoạch/a.yaml")
    assert code == 0 and "Passed" in said


def test_the_gate_is_that_of_provinces_unless_args_say_else(world: World, tmp_path: Path) -> None:
    folder = world.repository(tmp_path, "nq42check-all", [], {PLAN: plan("60%")})
    config = folder / ".pre-commit-config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace(', "args": []', ""), encoding="utf-8")
    code, said = world.commit(folder, ".")
    assert code == 1 and f"{PLAN} · " in said and "CHƯA CÓ CHỈ TIÊU" in said


def test_nothing_that_narrows_is_taken_by_the_gate(world: World, tmp_path: Path) -> None:
    folder = world.repository(tmp_path, "nq42check-all", [":provinces", *PASSES], {PLAN: plan("60%")})
    code, said = world.commit(folder)
    assert code == 1 and "exit code: 2" in said and "--ignore" in said


class TestExample:
    """The example's gate as its README sets it up, from its first commit on."""

    @pytest.fixture
    def folder(self, world: World, tmp_path: Path) -> Path:
        """The example, of which nothing is committed yet."""
        folder = example(tmp_path, địa_chỉ_kho_nq42check=str(world.hooks), mã_commit_đầy_đủ=world.revision)
        assert git("init", "-q", cwd=folder).returncode == 0
        assert world.pre_commit("install", cwd=folder).returncode == 0
        return folder

    @pytest.fixture
    def accepted(self, world: World, folder: Path) -> Path:
        """The example once it is committed."""
        code, said = world.commit(folder, ".")
        assert code == 0 and "Passed" in said
        return folder

    def test_a_first_commit_is_checked(self, world: World, folder: Path) -> None:
        line = weaken(folder)
        code, said = world.commit(folder, ".")
        assert code == 1 and re.search(rf"\n▼ +{line} .* 50% → 60%", said)

    @pytest.mark.parametrize("attempt", ATTEMPTS)
    def test_what_makes_it_weaker_is_stopped_and_told(self, world: World, accepted: Path, attempt: str) -> None:
        do, *words = ATTEMPTS[attempt]
        do(accepted)
        code, said = world.commit(accepted, ".")
        assert code == 1 and "CHƯA CHẤP NHẬN ĐƯỢC" in said
        for text in words:
            assert text in " ".join(said.split()), said

    def test_better_and_new_plans_pass(self, world: World, accepted: Path) -> None:
        change(accepted, A, "value: 45%", "value: 50%")
        code, said = world.commit(accepted, ".")
        assert code == 0 and "Passed" in said
        text = (accepted / A).read_text(encoding="utf-8")
        new = text.replace("Tỉnh Ví Dụ A", "Tỉnh Ví Dụ D").replace("01/KH-VÍ-DỤ", "04/KH-VÍ-DỤ")
        write(accepted, {"provinces/d.yaml": new})
        code, said = world.commit(accepted, ".")
        assert code == 0 and "Passed" in said
        (accepted / "provinces/d.yaml").rename(accepted / "provinces/tinh_vi_du_d.yaml")
        code, said = world.commit(accepted, ".")
        assert code == 0 and "Passed" in said  # a plan is known by its place

    def test_what_counts_is_what_the_commit_has(self, world: World, accepted: Path) -> None:
        weaken(accepted)
        write(accepted, {"README.md": "Kho\n"})
        code, said = world.commit(accepted, "README.md")
        assert code == 0, said
        git("add", A, cwd=accepted)  # staged, and left out of the next commit
        write(accepted, {"README.md": "Kho kế hoạch\n"})
        done = git("commit", "-q", "-m", "sửa", "README.md", cwd=accepted, env=world.env)
        assert done.returncode == 0, done.stderr
        done = git("commit", "-q", "-m", "sửa", A, cwd=accepted, env=world.env)
        assert done.returncode == 1 and "NQ601" in done.stderr
        git("reset", "-q", "--hard", cwd=accepted)
        git("rm", "-q", "--cached", B, cwd=accepted)  # on disk it stays
        code, said = world.commit(accepted)
        assert code == 1 and (accepted / B).exists() and GONE[0] in said

    def test_a_person_lets_changed_settings_pass(self, world: World, accepted: Path) -> None:
        change(accepted, OWN, "exclude:", "fail_on: warning\nexclude:")
        assert world.commit(accepted, ".")[0] == 1
        done = git("commit", "-q", "-m", "đổi thiết lập", cwd=accepted, env={**world.env, "SKIP": "nq42check-all"})
        assert done.returncode == 0, done.stderr
        change(accepted, A, "value: 45%", "value: 50%")
        assert world.commit(accepted, ".")[0] == 0


def test_the_first_gate_of_the_page_is_set_up_as_it_says(world: World, tmp_path: Path) -> None:
    page = (ROOT / "docs/gates.md").read_text(encoding="utf-8").partition("## Cổng so những gì")[0]
    found = (dedent(each) for each in re.findall(r" *```(?:yaml|sh)\n(.*?) *```", page, re.DOTALL))
    config, record, settings, commands = found
    # A plan that falls short already.
    short = (EXAMPLE / A).read_text(encoding="utf-8").replace("value: 60%", "value: 50%")
    folder = write(tmp_path / "kho", {PLAN: short})
    committed(folder)
    for placeholder, value in {"<địa chỉ kho nq42check>": world.hooks, "<mã commit đầy đủ>": world.revision}.items():
        config = config.replace(placeholder, str(value))
    write(folder, {".pre-commit-config.yaml": config, ".nq42check.yaml": settings})
    write(tmp_path / "bin", {"pre-commit": f'#!/bin/sh\nexec {sys.executable} -m pre_commit "$@"\n'})
    (tmp_path / "bin/pre-commit").chmod(0o755)
    env = {**world.env, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    for command in (record + commands).splitlines():
        name, *args = shlex.split(command)
        program = [sys.executable, "-m", "nq42check"] if name == "nq42check" else [name]
        done = git(*args, cwd=folder, env=env) if name == "git" else run(*program, *args, cwd=folder, env=env)
        assert done.returncode == 0, done.stdout + done.stderr
    assert world.commit(write(folder, {"README.md": "Kho\n"}), ".")[0] == 0  # though the plan falls short
    change(folder, PLAN, "value: 45%", "value: 40%")
    code, said = world.commit(folder, ".")
    assert code == 1 and "NQ601 chỉ tiêu yếu đi" in said and "“45%” (2030) → “40%” (2030)" in " ".join(said.split())
    assert git("checkout", "-q", "HEAD", "--", "provinces", cwd=folder).returncode == 0
    assert git("status", "--porcelain", cwd=folder).stdout == ""
