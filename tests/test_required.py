"""What a repository requires of its plans together: places, a number of plans, documents that each is held against."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import command
import pytest
from command import WORTH_SEVERAL, run_process
from conftest import HEAD, KNOWN, entry
from gates import committed

from nq42check.api import Report
from nq42check.run.checking import Checker
from nq42check.run.inputs import inputs
from nq42check.run.required import Declared
from nq42check.run.settings import Required


def run(folder: Path, *args: str, lang: str = "en_US") -> command.Done:
    return command.run(*args, "--as-of", "2026-11-21", cwd=folder, env={"LC_ALL": lang})


def require(folder: Path, text: str) -> None:
    (folder / ".git").mkdir(exist_ok=True)
    (folder / ".nq42check.yaml").write_text(text, encoding="utf-8")


def plan(folder: Path, name: str, province: str, implements: str = "42-NQ/TW") -> None:
    (folder / "plans").mkdir(exist_ok=True)
    head = HEAD.replace("Ví dụ", province).replace("42-NQ/TW]", f"{implements}]")
    (folder / f"plans/{name}.yaml").write_text(head + entry("insurance.social", "60%"), encoding="utf-8")


def objections(folder: Path, *args: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of a run without findings, and what it says is required and not there."""
    done = run(folder, *args, "--select", "no-source", "--format", "json")
    return done.returncode, json.loads(done.stdout)["objections"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of two plans."""
    plan(tmp_path, "a", "Hà Giang", "68-nq-cp")
    plan(tmp_path, "b", "Khánh Hòa")
    return tmp_path


@pytest.mark.parametrize(
    "required, lacking",
    [
        ("places: [Hà Giang, Khánh Hòa]", []),
        ("places: [hà  giang, KHÁNH HOÀ]", []),
        (f"places: [{normalize('NFD', 'Hà Giang')}]", []),
        ("places: [Hà Giang, Cần Thơ, Huế]", [(".nq42check.yaml", 2, "Cần Thơ"), (".nq42check.yaml", 2, "Huế")]),
        ("plans: 2", []),
        ("plans: 3", [(".nq42check.yaml", 2, "Plans checked: 2. There must be at least 3.")]),
        ("implements: [42-NQ/TW]", []),
        ("implements: [42-nq-tw]", []),
        ("implements: [68/NQ-CP]", [("plans/b.yaml", 4, "68/NQ-CP")]),
        ("implements: [68-nq-cp]", [("plans/b.yaml", 4, "68/NQ-CP")]),
        ("longest_waiver: 1", []),
    ],
)
def test_what_is_required_and_not_there_is_told_at_its_line(
    repository: Path, required: str, lacking: list[tuple[str, int, str]]
) -> None:
    require(repository, f"require:\n  {required}\n")
    code, told = objections(repository, "plans")
    assert code == (3 if lacking else 0)
    for each, (path, line, said) in zip(told, lacking, strict=True):
        assert (each["rule"], each["path"], each["line"], each["lacking"]) == ("NQ610", path, line, True)
        assert said in each["message"]


def test_single_files_cannot_tell_what_else_is_there(repository: Path) -> None:
    require(repository, "require: {places: [Cần Thơ], plans: 9, implements: [68/NQ-CP]}\n")
    files = ["plans/a.yaml", "plans/b.yaml"]
    assert objections(repository, *files) == (0, [])
    assert objections(repository, *files, "plans")[0] == 3


def test_a_plan_that_is_not_checked_is_not_there(repository: Path) -> None:
    require(repository, "require: {places: [Khánh Hòa]}\nexclude: [plans/b*]\n")
    assert objections(repository, "plans")[0] == 3
    require(repository, "require: {places: [Khánh Hòa]}\n")
    (repository / "plans/b.yaml").write_text("province: [", encoding="utf-8")
    code, told = objections(repository, "plans")
    assert (code, len(told)) == (4, 1)


def test_other_documents_do_not_stand_for_those_required(repository: Path) -> None:
    require(repository, "require: {implements: [42-NQ/TW]}\n")
    code, told = objections(repository, "plans", "--against", "72-NQ/TW")
    assert (code, [each["path"] for each in told]) == (3, ["plans/a.yaml", "plans/b.yaml"])


def test_nothing_that_chooses_findings_hides_what_is_not_there(repository: Path) -> None:
    require(repository, "require: {plans: 3}\nfail_on: never\nignore: [NQ2]\n")
    for args in ((), ("--ignore", "NQ1,NQ4"), ("--fail-on", "never"), ("--write-known", "known.yaml")):
        assert run(repository, "plans", *args).returncode == 3, args
    assert run(repository, "plans", "--fail-on", "error", "--ignore", "NQ5").returncode == 1, "a finding is graver"


@pytest.mark.parametrize("lang", ["vi_VN", "en_US"])
@pytest.mark.parametrize("format_", ["table", "html", "csv", "markdown", "json", "sarif", "junit", "github", "gitlab"])
def test_every_format_says_what_is_not_there(repository: Path, format_: str, lang: str) -> None:
    require(repository, "require:\n  places: [Cần Thơ]\n  plans: 3\n  implements: [68/NQ-CP]\n")
    done = run(repository, "plans", "--select", "no-source", "--format", format_, lang=lang)
    assert done.returncode == 3
    assert "NQ610" in done.stdout and "Cần Thơ" in done.stdout and "68/NQ-CP" in done.stdout.replace("\\", "")
    assert "{place}" not in done.stdout and "{least}" not in done.stdout


def test_many_plans_are_counted_over_several_processes(tmp_path: Path) -> None:
    for number in range(WORTH_SEVERAL):
        plan(tmp_path, str(number), f"Tỉnh {number}")
    places = ", ".join(f"Tỉnh {number}" for number in range(WORTH_SEVERAL))
    for plans, code in ((WORTH_SEVERAL, 0), (WORTH_SEVERAL + 1, 3)):
        require(tmp_path, f"require: {{plans: {plans}, places: [{places}], implements: [42-NQ/TW]}}\n")
        done = run_process("plans", "--jobs", "2", "--select", "no-source", "--format", "csv", cwd=tmp_path)
        assert done.returncode == code


def test_a_gate_asks_for_what_its_base_requires(repository: Path) -> None:
    def gate() -> tuple[int, set[str]]:
        done = command.run("gate", "HEAD", "plans", "--format", "json", cwd=repository, env={"LC_ALL": "en_US"})
        report = json.loads(done.stdout)
        told = {each["rule"] for each in (*report["objections"], *report["findings"])}
        return done.returncode, told & {"NQ510", "NQ511", "NQ608", "NQ610"}

    waiver = "  - {rule: weaker, indicator: insurance.social, reason: r, authority: a, until: 2099-12-31}\n"
    with (repository / "plans/a.yaml").open("a", encoding="utf-8") as file:
        file.write(f"waivers:\n{waiver}")
    require(repository, "require: {places: [Huế], longest_waiver: 30}\nignore: [missing]\n")
    (repository / ".git").rmdir()
    committed(repository)
    assert gate() == (1, {"NQ510", "NQ610"})
    for weaker in ("require: {places: [Hà Giang]}\n", ""):
        require(repository, f"{weaker}ignore: [missing]\n")
        assert gate() == (1, {"NQ510", "NQ608", "NQ610"})
    require(repository, "require: {places: [Huế], longest_waiver: 30, authorities: [b]}\nignore: [missing]\n")
    assert gate() == (1, {"NQ510", "NQ511", "NQ608", "NQ610"}), "what the branch asks for besides counts too"


def test_a_program_may_require_it_too(repository: Path) -> None:
    declared = Declared(Required(places=("Cần Thơ",)), "settings", {"require.places": (7, 3)})
    checker = Checker(KNOWN, as_of=date(2026, 11, 21))
    (objected,) = Report.of(checker, inputs([str(repository / "plans")]).files, declared).objected
    problem = objected.refusals[0].problem
    assert (objected.path, problem.line, problem.column, objected.lacking) == ("settings", 7, 3, True)
