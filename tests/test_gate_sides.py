"""What the gate takes for its base and for what it judges, where names could mean several things."""

from pathlib import Path
from shutil import copytree

import pytest
from command import Done, run
from gates import committed, example, git

A = "provinces/tinh_vi_du_a.yaml"


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    """The example with one commit on the branch `chính`, and on disk a target that is weaker than there."""
    folder = example(tmp_path / "kho")
    committed(folder)
    assert git("branch", "chính", cwd=folder).returncode == 0
    strong = (folder / A).read_text(encoding="utf-8")
    (folder / A).write_text(strong.replace("value: 60%", "value: 50%"), encoding="utf-8")
    return folder


def gate(folder: Path, *args: object) -> Done:
    return run("gate", *args, "--lang", "en", cwd=folder)


def test_before_the_first_commit_everything_is_new_and_settings_are_those_at_hand(tmp_path: Path) -> None:
    folder = example(tmp_path / "kho")
    assert git("init", "-q", cwd=folder).returncode == 0
    done = gate(folder, "HEAD")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 at HEAD (0 plans), now 42 (2 plans)" in " ".join(done.stdout.split())
    text = (folder / A).read_text(encoding="utf-8")
    (folder / A).write_text(text.replace("value: 60%", "value: 50%"), encoding="utf-8")
    assert gate(folder, "HEAD").returncode == 1  # it is checked
    assert git("add", "-A", cwd=folder).returncode == 0
    assert gate(folder, "HEAD", ":provinces").returncode == 1
    assert git("rm", "-q", "--cached", ".nq42check.yaml", "provinces/tinh_vi_du_a.yaml", cwd=folder).returncode == 0
    assert gate(folder, "HEAD", ":provinces/tinh_vi_du_b.yaml").returncode == 0
    assert gate(folder, "origin/main").returncode == 2


def test_a_folder_does_not_pass_for_the_branch_of_its_name(kho: Path) -> None:
    copytree(kho / "provinces", kho / "chính/provinces")  # as weak as what is judged
    done = gate(kho, "chính")
    assert done.returncode == 2 and "“chính” is both" in done.stderr and "./chính" in done.stderr
    assert gate(kho, "refs/heads/chính").returncode == 1


@pytest.mark.parametrize("name", ["HEAD", "HEAD:provinces", "chính:", ":provinces"])
def test_a_folder_does_not_pass_for_the_revision_under_judgement(kho: Path, name: str) -> None:
    copytree(kho / "provinces", kho / name)
    done = gate(kho, "refs/heads/chính", name)
    assert done.returncode == 2 and f"“{name}” is both" in done.stderr


def test_a_folder_whose_name_is_no_revision_may_be_either_side(kho: Path, tmp_path: Path) -> None:
    before = tmp_path / "bản trước"
    assert git("clone", "-q", kho, before, cwd=tmp_path).returncode == 0
    assert gate(kho, before, "provinces").returncode == 1
    assert gate(kho, "refs/heads/chính", "./provinces").returncode == 1
    plain = copytree(kho, tmp_path / "không có git")
    (plain / ".git").rename(tmp_path / "git cũ")
    assert gate(plain, before).returncode == 1
