"""Which files a run checks; what lies beside them is refused or named, never passed over in silence."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from command import run, run_process
from conftest import HEAD, ROOT, entry

MET = ("insurance.social", "trên 60%")
WEAK = ("insurance.social", "trên 46%")
ONLY = ("--select", "NQ101")


def plan(province: str = "Ví dụ", target: tuple[str, str] = MET, title: str = "Kế hoạch") -> str:
    return HEAD.replace("Ví dụ", province).replace("title: Kế hoạch", f"title: {title}") + entry(*target)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one plan that passes."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "provinces").mkdir()
    (tmp_path / "provinces/a.yaml").write_text(plan(), encoding="utf-8")
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def check(repository: Path, *args: object) -> subprocess.CompletedProcess[str]:
    return run("provinces", *ONLY, *args, cwd=repository)


# What is not checked


@pytest.mark.parametrize(
    "names, told",
    [
        (["b.yaml.bak"], ["provinces/b.yaml.bak"]),
        (
            ["b.yml.orig", "b.yaml~", "b.YAML.txt"],
            ["provinces/b.YAML.txt", "provinces/b.yaml~", "provinces/b.yml.orig"],
        ),
        (["b.bak", "b.json", "b.txt"], ["provinces/b.bak", "provinces/b.json", "provinces/b.txt"]),
        (["b.docx", "b.doc", "b.odt", "b.PDF"], [f"provinces/b.{end}" for end in ("PDF", "doc", "docx", "odt")]),
        ([".b.yaml", ".b.YML"], ["provinces/.b.YML", "provinces/.b.yaml"]),
        ([".hidden/deep/b.yaml", ".hidden/c.yaml"], ["provinces/.hidden/"]),
        (["deep/deeper/b.txt"], ["provinces/deep/deeper/b.txt"]),
    ],
)
def test_what_looks_like_a_plan_and_is_not_checked_is_named(
    names: Iterable[str], told: list[str], repository: Path
) -> None:
    write(repository / "provinces", dict.fromkeys(names, plan("Khác", WEAK)))
    done = check(repository, "--format", "json", "--lang", "en")
    assert done.returncode == 0
    assert f"Not checked, {len(told)} files or folders" in done.stderr and f": {', '.join(told)}." in done.stderr
    assert f'"unchecked": [{", ".join(f"{chr(34)}{each}{chr(34)}" for each in told)}]' in done.stdout


def test_what_was_not_meant_is_not_named(repository: Path) -> None:
    files = {"a.yaml.bak": "x", "plan.schema.json": "{}", "README.md": "x", "a.py": "x", ".git/x.yaml": "x"}
    write(repository / "provinces", {**files, ".empty/x.txt": "x", "known.yaml": "known: []\n"})
    (repository / ".nq42check.yaml").write_text("known: provinces/known.yaml\n", encoding="utf-8")
    done = check(repository)
    assert done.returncode == 0 and done.stderr == ""


def test_twenty_are_named_and_all_are_counted(repository: Path) -> None:
    write(repository / "provinces", {f"{number:02}.txt": "x" for number in range(25)})
    done = check(repository)
    assert "Không kiểm tra 25 tệp" in done.stderr and "19.txt và 5 mục nữa" in done.stderr
    assert "20.txt" not in done.stderr


@pytest.mark.parametrize("command", [["compare", "provinces"], ["waivers", "provinces"]])
def test_other_commands_name_it_too(command: list[str], repository: Path) -> None:
    write(repository / "provinces", {"b.yaml.bak": "x"})
    assert "provinces/b.yaml.bak" in run(*command, cwd=repository).stderr


# What is refused


@pytest.mark.parametrize(
    "text, said",
    [
        ("indicators: {}\n", "danh mục chỉ tiêu"),
        ("rules: []\n", "tệp quy tắc"),
        ("known: []\n", "phát hiện đã biết"),
        (
            "document: {id: X}\ntargets:\n  - {indicator: insurance.social, value: 1%, binds: each}\n",
            "văn bản chuẩn",
        ),
    ],
)
def test_a_plan_emptied_into_something_else_is_refused(text: str, said: str, repository: Path) -> None:
    write(repository / "provinces", {"b.yaml": text})
    done = check(repository)
    assert done.returncode == 4 and "provinces/b.yaml" in done.stderr and said in done.stderr
    assert run("provinces/a.yaml", "provinces/b.yaml", *ONLY, cwd=repository).returncode == 0, "named by a hook"


def test_what_the_settings_name_is_no_plan(repository: Path) -> None:
    write(repository / "provinces", {"own/rules.yaml": (ROOT / "rules/sources.yaml").read_text(encoding="utf-8")})
    write(repository, {".nq42check.yaml": "exclude: [none]\n"})
    assert check(repository).returncode == 4
    own = (ROOT / "examples/plan-repository/rules").iterdir()
    write(repository / "provinces", {"own/rules.yaml": next(own).read_text(encoding="utf-8")})
    write(repository, {".nq42check.yaml": "rules: [provinces/own]\n"})
    assert check(repository).returncode == 0


def test_a_folder_that_cannot_be_read_is_no_pass(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / "provinces", {"closed/b.yaml": plan("Khác", WEAK)})
    scan = os.scandir

    def closed(path: str) -> object:
        if os.path.basename(path) == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    done = check(repository)
    assert done.returncode == 4 and "provinces/closed: NQ901" in done.stderr and "Thư mục này" in done.stderr


@pytest.mark.parametrize("kind", ["file", "folder", "dangling"])
def test_a_link_out_of_the_folder_is_no_pass(kind: str, repository: Path) -> None:
    write(repository, {"elsewhere/b.yaml": plan("Khác", WEAK)})
    target = {"file": "elsewhere/b.yaml", "folder": "elsewhere", "dangling": "elsewhere/none.yaml"}[kind]
    (repository / "provinces/b.yaml").symlink_to(repository / target)
    done = check(repository)
    assert done.returncode == 4 and "provinces/b.yaml: NQ901" in done.stderr and "liên kết" in done.stderr
    named = run(f"{'provinces/b.yaml'}", *ONLY, cwd=repository).returncode
    assert named == {"file": 1, "folder": 1, "dangling": 4}[kind], "named on the command line it is followed"


def test_a_link_within_the_folder_is_met_once(repository: Path) -> None:
    write(repository / "provinces", {"deep/b.yaml": plan("Khác", WEAK)})
    (repository / "provinces/again").symlink_to("deep")
    (repository / "provinces/circle").symlink_to(repository / "provinces")
    done = check(repository, "--format", "json")
    assert done.returncode == 1 and done.stdout.count('"kind": "plan"') == 2


# Two plans of one place


def test_two_files_of_one_place_and_document_are_refused(repository: Path) -> None:
    write(repository / "provinces", {"b.yaml": plan("Ví  dụ")})
    done = check(repository, "--format", "json")
    assert done.returncode == 4 and "provinces/b.yaml: NQ909" in done.stderr and "provinces/a.yaml" in done.stderr
    assert '"rule": "NQ909"' in done.stdout


def test_two_plans_of_one_place_are_told_apart_by_their_documents(repository: Path) -> None:
    write(repository / "provinces", {"b.yaml": plan(title="Chương trình")})
    assert check(repository).returncode == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_process_and_several_find_the_same_two(jobs: int, repository: Path) -> None:
    write(repository / "provinces", {f"{number:03}.yaml": plan(f"Xã {number}") for number in range(70)})
    write(repository / "provinces", {"999.yaml": plan("Xã 5")})
    done = check(repository, "--jobs", jobs)
    assert done.returncode == 4 and "999.yaml: NQ909" in done.stderr and "005.yaml" in done.stderr


def test_known_findings_do_not_cover_a_second_file_in_silence(repository: Path) -> None:
    write(repository / "provinces", {"a.yaml": plan(target=WEAK)})
    assert check(repository, "--write-known", "known.yaml").returncode == 0
    write(repository / "provinces", {"b.yaml": plan(target=WEAK, title="Chương trình")})
    done = check(repository, "--known", "known.yaml")
    assert done.returncode == 4 and "provinces/b.yaml: NQ909" in done.stderr and "--write-known" in done.stderr


def test_known_findings_of_two_plans_of_one_place_hold_for_each(repository: Path) -> None:
    write(repository / "provinces", {"a.yaml": plan(target=WEAK), "b.yaml": plan(title="Chương trình")})
    assert check(repository, "--write-known", "known.yaml").returncode == 0
    assert check(repository, "--known", "known.yaml").returncode == 0
    write(repository / "provinces", {"b.yaml": plan(target=WEAK, title="Chương trình")})
    done = check(repository, "--known", "known.yaml", "--format", "json")
    assert done.returncode == 1 and done.stdout.count('"rule": "NQ101"') == 2
    assert done.stdout.count('"known": true') == 1


def test_records_of_rules_that_did_not_run_stay(repository: Path) -> None:
    write(repository / "provinces", {"a.yaml": plan(target=WEAK)})
    run("provinces", "--write-known", "known.yaml", cwd=repository)
    before = (repository / "known.yaml").read_text(encoding="utf-8")
    assert "NQ101" in before and "NQ201" in before
    assert run("provinces", "--select", "NQ1", "--write-known", "known.yaml", cwd=repository).returncode == 0
    after = (repository / "known.yaml").read_text(encoding="utf-8")
    assert sorted(after.splitlines()) == sorted(before.splitlines())


def test_records_of_norms_that_were_not_compared_stay(repository: Path) -> None:
    write(repository / "provinces", {"a.yaml": plan(target=WEAK)})
    run("provinces", "--write-known", "known.yaml", cwd=repository)
    before = (repository / "known.yaml").read_text(encoding="utf-8")
    run("provinces", "--against", "72-NQ/TW", "--write-known", "known.yaml", cwd=repository)
    assert set(before.splitlines()) <= set((repository / "known.yaml").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("command", ["compare", "waivers"])
def test_other_commands_refuse_what_cannot_be_told_apart(command: str, repository: Path) -> None:
    write(repository / "provinces", {"b.yaml": plan()})
    done = run(command, "provinces", cwd=repository)
    assert done.returncode == 4 and "provinces/b.yaml: NQ909" in done.stderr


def test_plans_of_one_place_stand_side_by_side_under_their_documents(repository: Path) -> None:
    write(repository / "provinces", {"b.yaml": plan(title="Chương trình")})
    done = run("compare", "provinces", cwd=repository)
    assert done.returncode == 0 and "Ví dụ · " in done.stdout


# Settings


@pytest.mark.parametrize(
    "settings",
    ["known: ../outside.yaml", "baselines: [../outside]", "rules: [provinces/out]", "against: [../outside.yaml]"],
)
def test_settings_do_not_lead_out_of_the_repository(settings: str, repository: Path) -> None:
    home = repository / "home"
    write(repository, {"outside.yaml": "machine: secret\n", "outside/x.yaml": "machine: secret\n"})
    write(home, {".git/HEAD": "", ".nq42check.yaml": f"{settings}\n", "provinces/a.yaml": plan()})
    (home / "provinces/out").symlink_to(repository / "outside")
    done = check(home)
    assert done.returncode == 2 and ".nq42check.yaml, dòng 1" in done.stderr and "ngoài kho" in done.stderr
    assert "machine" not in done.stderr and "secret" not in done.stderr


@pytest.mark.parametrize("option", ["--known", "--rules", "--against"])
def test_nothing_is_quoted_of_a_file_that_is_none_of_ours(option: str, repository: Path) -> None:
    write(repository, {"outside.yaml": "machine: secret\nlogin: hidden\n"})
    write(repository, {"outside/x.yaml": "machine: secret\nlogin: hidden\n"})
    path = repository / ("outside" if option == "--rules" else "outside.yaml")
    done = check(repository, option, path)
    assert done.returncode == 4 and "không phải tệp của nq42check" in done.stderr
    assert not {word for word in ("machine", "secret", "login", "hidden") if word in done.stderr}


def test_nothing_is_quoted_of_a_plan_that_is_none(repository: Path) -> None:
    write(repository / "provinces", {"b.yaml": "machine: secret\n"})
    done = check(repository)
    assert done.returncode == 4 and "province" in done.stderr and "machine" not in done.stderr


def test_settings_under_another_ending_are_not_passed_over(repository: Path) -> None:
    write(repository, {".nq42check.yml": "fail_on: never\n"})
    done = check(repository)
    assert done.returncode == 2 and ".nq42check.yml" in done.stderr and ".nq42check.yaml" in done.stderr


def test_settings_that_are_a_dangling_link_are_not_passed_over(repository: Path) -> None:
    (repository / ".nq42check.yaml").symlink_to("none.yaml")
    assert check(repository).returncode == 2


def test_settings_of_comments_only_are_none(repository: Path) -> None:
    write(repository, {".nq42check.yaml": "# fail_on: never\n"})
    assert check(repository).returncode == 0


@pytest.mark.parametrize(
    "pattern, paths, told",
    [
        ("provinces/none.yaml", ["provinces"], True),
        ("provinces/a.yaml", ["provinces"], False),
        ("drafts/*", ["provinces"], True),
        ("elsewhere/*", ["provinces"], False),
        ("drafts/*", ["."], True),
        ("*.yml", ["."], True),
        ("provinces/none.yaml", ["provinces/a.yaml"], False),
    ],
)
def test_an_exclude_pattern_that_matches_nothing_is_told(
    pattern: str, paths: list[str], told: bool, repository: Path
) -> None:
    write(repository / "provinces", {"b.yaml": plan("Khác")})
    write(repository, {"elsewhere/x.yaml": plan("Nơi khác")})
    write(repository, {".nq42check.yaml": f"exclude: ['{pattern}']\n"})
    assert ("không tệp nào khớp" in run(*paths, *ONLY, cwd=repository).stderr) == told


def test_a_deep_folder_is_read_to_its_end(repository: Path) -> None:
    here = os.getcwd()
    os.chdir(repository / "provinces")
    try:
        for _ in range(1_100):
            os.mkdir("d")
            os.chdir("d")
        Path("b.yaml").write_text(plan("Khác", WEAK), encoding="utf-8")
        done = run_process("provinces", *ONLY, cwd=repository)
        os.remove("b.yaml")
        while os.path.basename(os.getcwd()) == "d":  # one by one, for what removes folders recurses
            os.chdir("..")
            os.rmdir("d")
    finally:
        os.chdir(here)
    assert done.returncode == 1 and "Khác" in done.stdout


def test_a_working_folder_that_is_gone(repository: Path) -> None:
    gone = repository / "gone"
    code = "import os, sys; os.rmdir(os.getcwd()); sys.argv[0] = 'nq42check'\nfrom nq42check.cli import main; main()"
    report = ("--format", "html=o.html")
    for path, expected, options in (
        (repository / "provinces/a.yaml", 0, ()),
        (repository / "provinces", 0, ()),
        ("a.yaml", 4, ()),
        (".", 3, ()),
        (repository / "provinces", 2, report),
        (repository / "provinces", 2, ("--write-known", "k.yaml")),
    ):
        gone.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", code, path, *ONLY, *options],
            cwd=gone,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == expected, done.stderr
