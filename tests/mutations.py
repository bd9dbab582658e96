"""Changes to the code that decides, made one by one in a copy of the package: does a test see each of them?

    python tests/mutations.py            all of mutations.yaml
    python tests/mutations.py WORD…      those that have one of these words in their name or file

Each line says which test fell and why, or STILL GREEN; it ends with 1 where one is, or where a test cannot run.
"""
# ruff: noqa: T201 (a script speaks)

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from typing import NamedTuple

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent
PACKAGE = "nq42check"
NEEDED = (PACKAGE, "tests", "baselines", "rules", "provinces", "examples")
TABLE = "test_assess.py::test_what_a_plan_makes_of_norms"


class Mutation(NamedTuple):
    """One change: in `file`, `old` becomes `new`. One of `tests` must fall, or the issue `held_by` brings the test."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...] = ()
    held_by: str = ""
    reason: str = ""

    def applied(self, text: str) -> str:
        """`text` with the change. Raises ValueError where its place is not there exactly once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{text.count(self.old)} times in {self.file}: {self.old}")
        return text.replace(self.old, self.new)


def mutations() -> list[Mutation]:
    """All changes of `mutations.yaml`; a row of the table of assessments becomes the test it is."""
    found = []
    for entry in yaml.safe_load((HERE / "mutations.yaml").read_text(encoding="utf-8")):
        rows = [f"{TABLE}[{fact}]" for fact in entry.pop("rows", ())]
        found.append(Mutation(**{**entry, "tests": (*rows, *entry.get("tests", ()))}))
    return found


# Its standard input has the tests. What is tested must be the copy, wherever the package is installed.
RUNNER = """\
import sys
from pathlib import Path
import pytest
import nq42check

assert Path(nq42check.__file__).is_relative_to(Path.cwd()), nq42check.__file__

class Fallen(list):
    def pytest_runtest_logreport(self, report):
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            self.append((report.nodeid, (crash.message if crash else "").partition("\\n")[0]))

fallen = Fallen()
code = pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", *sys.stdin.read().split("\\n")], [fallen])
for found in fallen:
    print("\\nfell:", *found, sep="\\t")
sys.exit(code)
"""


def run(tests: Iterable[str], folder: Path) -> tuple[int, str]:
    """How pytest ends on `tests` in the copy at `folder`, and the first that falls, with why."""
    # pytest names what is not ASCII by its escapes
    ids = [f"tests/{test}".encode("unicode_escape").decode() for test in tests]
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input="\n".join(ids),
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
    )
    for line in done.stdout.splitlines():
        if line.startswith("fell:\t"):
            _, test, why = line.split("\t", 2)
            test = test.removeprefix("tests/").encode().decode("unicode_escape")
            return done.returncode, f"{test}: {why[:80]}"
    return done.returncode, (done.stderr or done.stdout).strip()[-1000:]


def write(file: Path, text: str) -> None:
    """Write a module and drop its compiled form, which a change of the same size in the same second would outlive."""
    file.write_text(text, encoding="utf-8")
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
        compiled.unlink()


def outcome(mutation: Mutation, folder: Path) -> tuple[bool, str]:
    """Whether a test sees `mutation`, made in the copy at `folder` and undone again; and what is to be said of it."""
    if mutation.held_by:
        return True, f"held by {mutation.held_by}: {mutation.name}"
    file = folder / PACKAGE / mutation.file
    before = file.read_text(encoding="utf-8")
    write(file, mutation.applied(before))
    code, said = run(mutation.tests, folder)
    write(file, before)
    if code == 0:
        return False, f"STILL GREEN {mutation.name}"
    return code == 1, f"{'red' if code == 1 else 'CANNOT RUN'} {mutation.name}: {said}"


def main(words: list[str]) -> int:
    """Make the changes that `words` choose, and say of each what fell."""
    chosen = [each for each in mutations() if not words or any(word in f"{each.name} {each.file}" for word in words)]
    if not chosen:
        print("no change has such a name or file")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for part in NEEDED:
            copytree(ROOT / part, folder / part, ignore=ignore_patterns("__pycache__"))
        copy(ROOT / "pyproject.toml", folder)
        tests = dict.fromkeys(test for each in chosen for test in each.tests)
        code, said = run(tests, folder) if tests else (0, "")
        if code:
            print(f"without any change: {said}")
            return 1
        seen = []
        for mutation in chosen:
            good, said = outcome(mutation, folder)
            seen.append(good)
            print(said, flush=True)
    print(f"{len(seen)} changes, {seen.count(False)} that no test sees")
    return int(not all(seen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
