"""What the tests of hooks, actions and templates share: the project's files elsewhere, and a world without a CI."""

import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

from command import run as answer
from conftest import HEAD, ROOT, entry

PLAN = "provinces/kế hoạch Hà Giang.yaml"
SHIPPED = ["nq42check", "baselines", "rules", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"]
GATES = [".pre-commit-hooks.yaml", "action.yml", ".gitlab"]
_FOREIGN = ("GIT_", "GITHUB_", "GITLAB_", "CI", "NQ42CHECK_", "PRE_COMMIT")


def plan(value: str) -> str:
    """A plan of one target, which the norm wants to be 60% or more."""
    return HEAD + entry("insurance.social", value)


def write(folder: Path, files: dict[str, str]) -> Path:
    """Files below `folder`, by their paths."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def project(folder: Path) -> Path:
    """The project's files as another repository gets them, so that building leaves nothing in the working tree."""
    for name in SHIPPED + GATES:
        if (ROOT / name).is_dir():
            copytree(ROOT / name, folder / name, ignore=ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            folder.mkdir(exist_ok=True)
            copy(ROOT / name, folder / name)
    return folder


def clean(**more: str) -> dict[str, str]:
    """The environment without what git, a CI or the user's locale says, and with `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def run(
    *command: object, cwd: Path, env: dict[str, str] | None = None, timeout: int = 300
) -> subprocess.CompletedProcess[str]:
    """What `command` says and how it ends."""
    args = [str(each) for each in command]
    return subprocess.run(
        args, cwd=cwd, env=env or clean(), capture_output=True, encoding="utf-8", timeout=timeout, check=False
    )


def git(*args: object, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`git` with an author and without the user's own settings."""
    known = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        known |= {f"GIT_{role}_NAME": "Người thử", f"GIT_{role}_EMAIL": "thu@example.invalid"}
    return run("git", *args, cwd=cwd, env={**(env or clean()), **known})


def committed(folder: Path) -> str:
    """Make `folder` a repository of one commit, and say which."""
    for args in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        done = git(*args, cwd=folder)
        assert done.returncode == 0, done.stderr
    return git("rev-parse", "HEAD", cwd=folder).stdout.strip()


def runs_from_another_folder(python: Path, code: Path, folder: Path) -> None:
    """Hold what is installed for `python`, whose code is below `code`, to be whole; it is run from `folder`."""
    where = run(python, "-c", "import nq42check; print(nq42check.__file__)", cwd=folder).stdout
    assert where.startswith(str(code))
    nq42check, plan = (
        python.with_name("nq42check" + python.suffix * (os.name == "nt")),
        ROOT / "provinces/ha_giang.yaml",
    )
    done = run(nq42check, plan, "--lang", "en", cwd=folder)
    assert (done.returncode, done.stdout) == (1, answer(plan, "--lang", "en", cwd=folder).stdout)
    page = run(nq42check, plan, "--format", "html", cwd=folder)
    assert page.returncode == 1 and "<svg" in page.stdout  # the templates are there
    bad = folder / "bad.yaml"
    bad.write_text("province: 1\n", encoding="utf-8")
    assert run(nq42check, bad, cwd=folder).returncode == 4  # the schemas are there too


EXAMPLE = ROOT / "examples/plan-repository"
WAIVED_UNTIL = "2028-12-31"


def example(folder: Path, **said: str) -> Path:
    """The example of a repository of plans with `said` for its placeholders, its waiver still in force."""
    copytree(EXAMPLE, folder, dirs_exist_ok=True)
    for path in [*folder.rglob("*.yaml"), *folder.rglob("*.yml")]:
        text = path.read_text(encoding="utf-8").replace(WAIVED_UNTIL, f"{date.today().year + 1}-12-31")
        for placeholder, value in said.items():
            text = text.replace(f"<{placeholder.replace('_', ' ')}>", value)
        path.write_text(text, encoding="utf-8")
    return folder


class Server:
    """The example of a repository as its server has it: the branch `main`, and what others ask to merge into it."""

    def __init__(self, folder: Path, **said: str) -> None:
        self.folder = example(folder, **said)
        committed(folder)
        self.git("branch", "-q", "-M", "main")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")  # as servers do
        self.base = self.git("rev-parse", "main")

    def git(self, *args: object) -> str:
        """What git says here."""
        done = git(*args, cwd=self.folder)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def branch(self, *changes: Callable[[Path], object]) -> str:
        """The commit of `nhánh`, which begins at `main` with what `changes` make of the files."""
        self.git("checkout", "-q", "-B", "nhánh", "main")
        for change in changes:
            change(self.folder)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "sửa")
        self.git("checkout", "-q", "main")  # what a server's HEAD says
        return self.git("rev-parse", "nhánh")

    def pull_request(self, *changes: Callable[[Path], object], event: str = "pull_request_target") -> dict[str, str]:
        """What GitHub says of the pull request 7, which makes these `changes`; it has been merged as a trial."""
        head = self.branch(*changes)
        self.git("checkout", "-q", "--detach", "main")
        self.git("merge", "-q", "--no-ff", "-m", "hợp nhất", head)
        self.git("update-ref", "refs/pull/7/merge", "HEAD")
        self.git("checkout", "-q", "main")
        return {
            "github.event_name": event,
            "github.event.pull_request.number": "7",
            "github.event.pull_request.head.sha": head,
        }


def better(folder: Path) -> None:
    """Make one target of the example stronger."""
    path = folder / "provinces/tinh_vi_du_a.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 45%", "value: 50%"), encoding="utf-8")


def warned(folder: Path) -> None:
    """Have warnings fail in the example."""
    with (folder / ".nq42check.yaml").open("a", encoding="utf-8") as file:
        file.write("fail_on: warning\n")


def weaken(folder: Path) -> str:
    """Make one target of the example weaker than its norm; the line that has to be named."""
    path = folder / "provinces/tinh_vi_du_a.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    place = lines.index("  - indicator: insurance.social") + 1
    assert lines[place] == "    value: 60%"
    lines[place] = "    value: 50%"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(place + 1)
