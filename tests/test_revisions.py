"""Plans at a revision: what git has is compared, and what it lacks is said, in the reader's language."""

import json
import os
import re
import shlex
import shutil
import tracemalloc
from pathlib import Path

import pytest
from command import Done, run
from conftest import ROOT
from gates import clean, committed, example, git, plan, weaken, write
from gates import run as answer

WHERE = "plans/hà giang.yaml"
posix = pytest.mark.skipif(os.name == "nt", reason="needs a shell, and names that Windows does not allow")


def diff(folder: Path, *args: object, lang: str = "en", **env: str) -> Done:
    """`nq42check diff` in `folder`, with git as it is without the user's own settings."""
    known = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return run("diff", "--lang", lang, *args, cwd=folder, env={**known, **env})


def said(done: Done, code: int, *words: str) -> str:
    """What was said, held to end with `code`, to name all of `words`, and to be no sentence of git."""
    assert (done.returncode, done.stdout) == (code, "")
    assert [word for word in words if word not in done.stderr] == []
    assert "fatal:" not in done.stderr and "internal" not in done.stderr
    return done.stderr


def changes(done: Done) -> dict[str, str]:
    """What has become of the one target of each plan, by the plan's place."""
    return {each["plan"].split(" · ")[0]: each["change"] for each in json.loads(done.stdout)["changes"]}


def of(place: str, value: str = "60%") -> str:
    """A plan of `place`."""
    return plan(value).replace("Ví dụ", place)


def added(folder: Path, mode: str, path: str, text: str = "") -> None:
    """Commit an entry that need not be on disk: a link whose text is `text`, or a submodule."""
    object = git("rev-parse", "HEAD", cwd=folder).stdout.strip()
    if text:
        write(folder, {"text": text})
        object = git("hash-object", "-w", "text", cwd=folder).stdout.strip()
        (folder / "text").unlink()
    assert git("update-index", "--add", "--cacheinfo", f"{mode},{object},{path}", cwd=folder).returncode == 0
    assert git("commit", "-q", "-m", "x", cwd=folder).returncode == 0


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One plan in a repository of one commit."""
    folder = write(tmp_path / "kho", {WHERE: plan("60%")})
    committed(folder)
    return folder


def test_revisions_of_files_and_folders(repository: Path) -> None:
    write(repository, {"plans/b.yaml": of("B")})
    committed(repository)
    write(repository, {WHERE: plan("50%")})
    (repository / "plans/b.yaml").rename(repository / "plans/c.yaml")
    file = diff(repository, f"HEAD:{WHERE}", WHERE)
    assert (file.returncode, file.stderr) == (1, "") and "60% → 50%" in file.stdout
    for folder in (repository, repository / "plans"):
        both = diff(folder, "HEAD:plans", repository / "plans", "--format", "json")
        assert (both.returncode, changes(both)) == (1, {"Ví dụ": "weakened", "B": "same"})


@pytest.mark.parametrize(
    "old", ["HEAD:", "HEAD:plans/", "HEAD:plans//", "HEAD:/plans", "HEAD:./plans", "HEAD^{/thêm: b}:plans", "v1:plans"]
)
def test_ways_to_name_a_folder_of_a_revision(repository: Path, old: str) -> None:
    write(repository, {"plans/b.yaml": of("B")})
    for args in (["add", "."], ["commit", "-qm", "thêm: b"], ["tag", "-a", "v1", "-m", "x"]):
        assert git(*args, cwd=repository).returncode == 0
    done = diff(repository, old, "plans", "--format", "json")
    assert (done.returncode, changes(done)) == (0, {"Ví dụ": "same", "B": "same"})
    assert "HEAD:plans/b.yaml" in done.stdout or "HEAD" not in old or "{" in old


@pytest.mark.parametrize("old", ["HEAD:./", "HEAD:.", "HEAD:../plans", "HEAD:..", "HEAD:./hà giang.yaml"])
def test_a_path_that_begins_with_a_dot_starts_at_the_working_folder(repository: Path, old: str) -> None:
    done = diff(repository / "plans", old, ".", "--format", "json")
    assert (done.returncode, changes(done)) == (0, {"Ví dụ": "same"})


@pytest.mark.parametrize("index", [f":{WHERE}", f":0:{WHERE}", ":plans"])
def test_what_is_staged_is_a_revision_too(repository: Path, index: str) -> None:
    write(repository, {WHERE: plan("50%")})
    assert git("add", ".", cwd=repository).returncode == 0
    write(repository, {WHERE: plan("70%")})
    assert changes(diff(repository, "HEAD:plans", index, "--format", "json")) == {"Ví dụ": "weakened"}
    assert changes(diff(repository, index, WHERE, "--format", "json")) == {"Ví dụ": "raised"}
    said(diff(repository, ":none", WHERE), 2, "“:0”", "“none”")


def test_the_sides_of_a_conflict_are_revisions_too(repository: Path) -> None:
    for branch, value in (("a", "50%"), ("b", "70%")):
        assert (
            git("checkout", "-q", "-b", branch, "HEAD" if branch == "a" else "HEAD~1", cwd=repository).returncode == 0
        )
        committed(write(repository, {WHERE: plan(value)}))
    assert git("merge", "-q", "a", cwd=repository).returncode == 1
    assert changes(diff(repository, ":1:plans", ":2:plans", "--format", "json")) == {"Ví dụ": "raised"}
    assert changes(diff(repository, ":1:plans", f":3:{WHERE}", "--format", "json")) == {"Ví dụ": "weakened"}
    said(diff(repository, ":plans", ":2:plans"), 2, "“:0”", "“plans”")


@posix
@pytest.mark.parametrize("name", ["HEAD", "HEAD:plans"])
def test_a_path_goes_before_a_revision_of_the_same_name(repository: Path, name: str) -> None:
    done = diff(write(repository, {name: plan("70%")}), WHERE, name, "--format", "json")
    assert changes(done) == {"Ví dụ": "raised"}


def test_a_bare_repository_has_revisions(repository: Path, tmp_path: Path) -> None:
    assert git("clone", "-q", "--bare", repository, "bare", cwd=tmp_path).returncode == 0
    assert diff(tmp_path / "bare", "HEAD:plans", repository / "plans").returncode == 0


# What is too large


def test_a_file_of_a_revision_is_as_large_as_one_on_disk_at_most(repository: Path) -> None:
    limit = 1 << 20
    text = plan("60%") + "#"
    write(repository, {"plans/b.yaml": of("B") + "#" * (limit - len(of("B").encode()))})
    committed(repository)
    assert diff(repository, "HEAD:plans", "plans").returncode == 0
    write(repository, {WHERE: text + "#" * (limit + 1 - len(text.encode()))})
    committed(repository)
    on_disk = said(diff(repository, WHERE, WHERE), 4, "NQ908", "1024 KiB")
    assert said(diff(repository, "HEAD~1:plans", f"HEAD:{WHERE}"), 4) == on_disk.splitlines(True)[0].replace(
        WHERE, f"HEAD:{WHERE}"
    )


def test_no_more_of_a_revision_is_held_than_a_plan_may_have(repository: Path) -> None:
    write(repository, {f"plans/{number}.yaml": "#" * (24 << 20) for number in range(2)})
    committed(repository)
    said(diff(repository, "HEAD:plans", "HEAD:plans"), 4)  # the texts and rules are loaded
    tracemalloc.start()
    try:
        said(diff(repository, "HEAD:plans", "HEAD:plans"), 4, "HEAD:plans/0.yaml", "HEAD:plans/1.yaml")
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def instead(folder: Path, script: str) -> str:
    """A PATH whose git is `script`, in which REAL is git itself."""
    (folder / "git").parent.mkdir(exist_ok=True)
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n".replace("REAL", str(shutil.which("git"))), encoding="utf-8")
    (folder / "git").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@posix
def test_as_many_processes_for_a_hundred_plans_as_for_one(repository: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    path = instead(tmp_path / "bin", f'echo x >> "{log}"; exec REAL "$@"')
    started = []
    for number in (1, 100):
        write(repository, {f"plans/{each}.yaml": of(f"X{each}") for each in range(number)})
        committed(repository)
        log.write_text("", encoding="utf-8")
        assert diff(repository, "HEAD:plans", "plans", PATH=path).returncode == 0
        started.append(log.read_text(encoding="utf-8").count("x"))
    assert 0 < started[0] == started[1]


# What the settings exclude, and hidden files


def test_the_documented_gates_pass_on_the_example(tmp_path: Path) -> None:
    folder = example(tmp_path / "kho")
    committed(folder)
    assert git("update-ref", "refs/remotes/origin/main", "HEAD", cwd=folder).returncode == 0
    page = (ROOT / "docs/gates.md").read_text(encoding="utf-8")
    commands = {*re.findall(r"`nq42check (diff [^`]*:[^`]*)`", page), "diff HEAD:provinces provinces"}
    assert len(commands) > 1
    for command in commands:
        done = diff(folder, *shlex.split(command)[1:])
        assert (done.returncode, done.stderr) == (0, "") and "nhap" not in done.stdout
    weaken(folder)
    for command in commands:
        assert diff(folder, *shlex.split(command)[1:]).returncode == 1


@pytest.mark.parametrize("pattern", ["a/nháp", "a/nháp/*", "*/x.yaml", "a/nháp/x.yaml"])
@pytest.mark.parametrize("working", [".", "a"])
def test_excluded_files_are_left_out_wherever_the_settings_lie(tmp_path: Path, pattern: str, working: str) -> None:
    for settings in ("", "trong/sâu"):
        folder = tmp_path / (settings or "top")
        inner = write(folder / settings, {".nq42check.yaml": f"exclude: ['{pattern}']\n", "a/k.yaml": plan("60%")})
        write(inner, {"a/nháp/x.yaml": "province: ["})
        committed(folder)
        top = f"HEAD:{settings}/a" if settings else "HEAD:a"
        for old in (top, "HEAD:./a" if working == "." else "HEAD:./"):
            done = diff(inner / working, old, inner / "a")
            assert (done.returncode, done.stderr) == (0, "") and "k.yaml" in done.stdout
        said(diff(inner / working, f"{top}/nháp", inner / "a/nháp/x.yaml"), 3)


def test_hidden_files_are_left_out_as_in_folders(repository: Path) -> None:
    hidden = {f"plans/{path}": "province: [" for path in (".x.yaml", ".x/y.yaml", "a/.x/y.yaml", "a/.y.yml")}
    write(repository, {**hidden, "plans/a/y.YML": of("B"), "plans/a/y.txt": "province: ["})
    committed(repository)
    for old in ("HEAD:plans", "HEAD:"):
        done = diff(repository, old, "plans", "--format", "json")
        assert (done.returncode, changes(done)) == (0, {"Ví dụ": "same", "B": "same"})
    said(diff(repository, "HEAD:plans/.x.yaml", "plans"), 4, "HEAD:plans/.x.yaml")


def test_a_hidden_folder_that_is_named_is_compared(repository: Path) -> None:
    write(repository, {".kho/plans/x.yaml": plan("50%")})
    committed(repository)
    assert changes(diff(repository, WHERE, "HEAD:.kho/plans", "--format", "json")) == {"Ví dụ": "weakened"}


# What is no file


@pytest.mark.parametrize("lang, words", [("vi", "liên kết"), ("en", "link")])
def test_a_link_is_refused_and_its_text_is_no_plan(repository: Path, lang: str, words: str) -> None:
    added(repository, "120000", "plans/link.yaml", of("B"))
    for old in ("HEAD:plans", "HEAD:plans/link.yaml", ":plans", ":plans/link.yaml"):
        told = said(diff(repository, old, "plans", lang=lang), 4, f"{old.split(':')[0]}:plans/link.yaml: NQ901", words)
        assert "không đọc theo" in told or "not followed" in told


@pytest.mark.parametrize("path", ["link", "link/", "link/a.yaml", "link/a/b"])
def test_a_link_to_a_folder_is_refused_where_it_is_named(repository: Path, path: str) -> None:
    added(repository, "120000", "link", "plans")
    said(diff(repository, f"HEAD:{path}", "plans"), 4, "HEAD:link: NQ901", "link")
    assert diff(repository, "HEAD:", "plans").returncode == 0  # in a folder it is passed over, as on disk


@pytest.mark.parametrize("lang, words", [("vi", "kho con (submodule)"), ("en", "submodule")])
@pytest.mark.parametrize("old", ["HEAD:plans", "HEAD:", "HEAD:plans/sub", "HEAD:plans/sub/x.yaml", ":plans"])
def test_a_submodule_is_told_with_where_to_compare_its_plans(repository: Path, lang: str, words: str, old: str) -> None:
    added(repository, "160000", "plans/sub")
    name = f"{old.split(':')[0]}:plans/sub: NQ901"
    said(diff(repository, old, "plans", lang=lang), 4, name, words, "nq42check diff", ".nq42check.yaml")


def test_links_and_submodules_that_are_excluded_stop_nothing(repository: Path) -> None:
    added(repository, "160000", "plans/sub")
    added(repository, "120000", "plans/link.yaml", "x")
    write(repository, {".nq42check.yaml": "exclude: [plans/sub, plans/link.yaml]\n"})
    assert diff(repository, "HEAD:plans", "plans").returncode == 0


@posix
def test_names_of_any_bytes(repository: Path) -> None:
    names = ["a\nb", "có dấu cách", ' "x" ', ":c", "*", "-x", "\\", "\t", "\x1b[31m", "{", "a:b", "\udcff\udcfe"]
    try:
        write(repository, {f"plans/{name}.yaml": of(f"X{place}") for place, name in enumerate(names)})
    except OSError:
        pytest.skip("this disk takes no such names")
    committed(repository)
    expected = {"Ví dụ": "same", **{f"X{place}": "same" for place in range(len(names))}}
    assert changes(diff(repository, "HEAD:plans", "plans", "--format", "json")) == expected
    assert diff(repository, "HEAD:plans", "plans").returncode == 0
    for place, name in enumerate(names):
        file = f"plans/{name}.yaml"
        assert changes(diff(repository, f"HEAD:{file}", file, "--format", "json")) == {f"X{place}": "same"}
    for name in ("*", ":c", ":!c"):  # at the top, and in the index, git itself would take them for patterns
        write(repository, {f"{name}.yaml": of("Y")})
        committed(repository)
        for old in ("HEAD:", ":"):
            assert changes(diff(repository, f"{old}{name}.yaml", WHERE, "--format", "json")) == {"Y → Ví dụ": "same"}
    write(repository, {f"plans/{name}.yaml": "province: [" for name in names})
    committed(repository)
    assert diff(repository, "HEAD:plans", "plans").returncode == 4


# What git does not have or does not give


@pytest.mark.parametrize("lang, words", [("vi", "không biết phiên bản"), ("en", "knows no revision")])
@pytest.mark.parametrize("revision", ["HEAD~9", "nothing", "--help", "a b", "^HEAD", "HEAD...HEAD", "\udcff"])
def test_a_revision_that_does_not_exist(repository: Path, revision: str, lang: str, words: str) -> None:
    done = diff(repository, "--", f"{revision}:plans", "plans", lang=lang)
    said(done, 2, words, f"“{revision}”" if revision.isprintable() else "", "git branch --all")


@pytest.mark.parametrize("lang, words", [("vi", "Có phiên bản"), ("en", "is there")])
@pytest.mark.parametrize("path", ["none", "plans/none.yaml", f"{WHERE}/x", "hà giang.yaml", "Plans", "pl*"])
def test_a_path_that_the_revision_does_not_have(repository: Path, path: str, lang: str, words: str) -> None:
    said(diff(repository, f"HEAD:{path}", "plans", lang=lang), 2, words, "“HEAD”", f"“{path}”", "./")


@pytest.mark.parametrize("lang, words", [("vi", "ra ngoài kho"), ("en", "out of the repository")])
def test_a_path_out_of_the_repository(repository: Path, lang: str, words: str) -> None:
    said(diff(repository, "HEAD:../plans", "plans", lang=lang), 2, words, "“../plans”")


@pytest.mark.parametrize("lang, words", [("vi", "là phiên bản"), ("en", "is a revision")])
def test_a_revision_without_a_path(repository: Path, lang: str, words: str) -> None:
    said(diff(repository, "HEAD", "plans", lang=lang), 2, words, "“HEAD”", "HEAD:plans\n")
    said(diff(repository, "plans", "HEAD", lang=lang), 2, words, "HEAD:plans\n")
    said(diff(repository, "HEAD", "HEAD", lang=lang), 2, words, "HEAD:provinces\n")
    said(diff(repository / "plans", "HEAD", "hà giang.yaml", lang=lang), 2, words, "HEAD:plans/hà giang.yaml\n")


def test_what_git_does_not_know_either_is_a_missing_file(repository: Path, tmp_path: Path) -> None:
    for folder in (repository, tmp_path):
        for name in ("HEAE", "plan.yaml", "a\nb", "HEAD\n:x", "HEAD^{tree:plans", ":/x"):
            said(diff(folder, name, repository / "plans"), 4, "NQ901", "There is no such file or folder.")
    said(diff(tmp_path, "HEAD", repository / "plans"), 4, "There is no such file or folder.")


@pytest.mark.parametrize("lang, words", [("vi", "chỉ có các commit mới nhất"), ("en", "shallow")])
def test_a_shallow_clone(repository: Path, tmp_path: Path, lang: str, words: str) -> None:
    committed(write(repository, {WHERE: plan("70%")}))
    done = git("clone", "-q", "--depth", "1", repository.as_uri(), "nông", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    ways = ("git fetch --unshallow", "fetch-depth: 0", "GIT_DEPTH: 0")
    for revision in ("HEAD~1", "origin/other"):
        said(diff(tmp_path / "nông", f"{revision}:plans", "plans", lang=lang), 2, words, f"“{revision}”", *ways)
    assert diff(tmp_path / "nông", "HEAD:plans", "plans").returncode == 0
    assert git("fetch", "-q", "--unshallow", cwd=tmp_path / "nông").returncode == 0
    assert diff(tmp_path / "nông", "HEAD~1:plans", "plans").returncode == 0


@posix
@pytest.mark.parametrize("lang, words", [("vi", "tài khoản khác"), ("en", "another account")])
def test_a_repository_of_somebody_else(repository: Path, lang: str, words: str) -> None:
    env = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    if os.getuid() == 0:
        env = {}
        for path in (repository, repository / ".git"):
            os.chown(path, 65534, 65534)
    done = diff(repository, "HEAD:plans", "plans", lang=lang, **env)
    if done.returncode == 0:
        pytest.skip("this git trusts everybody")
    told = said(done, 2, words)
    assert told.count(str(repository.resolve())) == 2
    (command,) = re.findall(r"git config --global --add safe\.directory .*", told)
    config = {"GIT_CONFIG_GLOBAL": str(repository.parent / "config")}
    typed = answer(*shlex.split(command), cwd=repository.parent, env=clean(**config))
    assert typed.returncode == 0, typed.stderr
    assert diff(repository, "HEAD:plans", "plans", **env, **config).returncode == 0


@pytest.mark.parametrize("lang, words", [("vi", "không nằm trong kho git nào"), ("en", "not in a git repository")])
def test_no_repository_here(tmp_path: Path, lang: str, words: str) -> None:
    write(tmp_path, {WHERE: plan("60%")})
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    said(diff(tmp_path, "HEAD:plans", "plans", lang=lang, **env), 2, words, str(tmp_path), "“HEAD:plans”")


@pytest.mark.parametrize("lang, words", [("vi", "Không chạy được git"), ("en", "git cannot be run")])
def test_without_git_only_revisions_are_missed(repository: Path, tmp_path: Path, lang: str, words: str) -> None:
    (tmp_path / "bin").mkdir()
    for _ in range(2):
        said(diff(repository, f"HEAD:{WHERE}", WHERE, lang=lang, PATH=str(tmp_path / "bin")), 2, words)
        assert diff(repository, WHERE, WHERE, PATH=str(tmp_path / "bin")).returncode == 0
        said(diff(repository, "HEAD", WHERE, PATH=str(tmp_path / "bin")), 4, "HEAD: NQ901")
        write(tmp_path / "bin", {"git": "no program"})


def broken(repository: Path, how: str) -> None:
    """Damage `.git`."""
    folder = repository / ".git"
    match how:
        case "no folder" | "leads nowhere":
            folder.rename(repository / "away")
            folder.write_text({"no folder": "x", "leads nowhere": "gitdir: /nowhere/at/all"}[how], encoding="utf-8")
        case "empty":
            shutil.rmtree(folder)
            folder.mkdir()
        case "no objects":
            shutil.rmtree(folder / "objects")
            (folder / "objects").mkdir()
        case "no tree":
            tree = git("rev-parse", "HEAD:plans", cwd=repository).stdout.strip()
            (folder / "objects" / tree[:2] / tree[2:]).unlink()
        case _:
            name = "HEAD" if how == "head" else "config" if how == "settings" else "index"
            (folder / name).write_text("[\n", encoding="utf-8")


@pytest.mark.parametrize("how", ["no folder", "leads nowhere", "empty", "no objects", "no tree", "head", "settings"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_broken_repository(repository: Path, how: str, lang: str) -> None:
    broken(repository, how)
    told = said(diff(repository, "HEAD:plans", "plans", lang=lang), 2, "“HEAD")
    if how in ("no folder", "leads nowhere", "no tree", "settings"):
        assert "git fsck" in told and re.search(r" \(.+\)", told)  # git's own words, in brackets


def test_a_broken_index(repository: Path) -> None:
    broken(repository, "index")
    said(diff(repository, ":plans", "plans"), 2, "git fsck")
    assert diff(repository, "HEAD:plans", "plans").returncode == 0


@pytest.mark.parametrize("lang, words", [("vi", "git không đưa ra được"), ("en", "git does not give")])
@pytest.mark.parametrize("text", [None, b"", b"x\x9c" + b"\xff" * 20])
def test_a_blob_that_is_lost_or_damaged(repository: Path, text: bytes | None, lang: str, words: str) -> None:
    blob = git("rev-parse", f"HEAD:{WHERE}", cwd=repository).stdout.strip()
    file = repository / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.unlink() if text is None else file.write_bytes(text)
    said(diff(repository, "HEAD:plans", "plans", lang=lang), 4, f"HEAD:{WHERE}: NQ901", words, "git fsck")


ASKED = {"rev-parse": 2, "ls-tree": 2, "cat-file --batch-check": 2, "cat-file --batch": 4}


@posix
@pytest.mark.parametrize("asked, code", ASKED.items())
@pytest.mark.parametrize(
    "end", ["kill -9 $$", "exit 1", "echo x; exit 1", 'echo "x blob 9999"; exit', "echo nói dối >&2; exit 3"]
)
def test_a_git_that_fails(repository: Path, tmp_path: Path, asked: str, code: int, end: str) -> None:
    path = instead(tmp_path / "bin", f'case "$* " in *"{asked} "*) {end};; esac\nexec REAL "$@"')
    write(repository, {"plans/b.yaml": of("B")})
    committed(repository)
    done = diff(repository, "HEAD:plans", "plans", PATH=path)
    told = said(done, code, *(["git fsck"] if code == 4 or "9999" not in end else []))  # a lie is not seen through
    assert all(f"HEAD:{each}" in told for each in (WHERE, "plans/b.yaml")) or code == 2


@posix
def test_a_git_that_stops_in_the_middle_of_a_file(repository: Path, tmp_path: Path) -> None:
    committed(write(repository, {WHERE: plan("60%") + "# " + "x" * 500}))
    given = 'read id; echo "$id blob 900"; REAL cat-file blob "$id" | head -c 400; exit 1'
    path = instead(tmp_path / "bin", f'case "$* " in *"cat-file --batch "*) {given};; esac\nexec REAL "$@"')
    said(diff(repository, "HEAD:plans", "plans", PATH=path), 4, f"HEAD:{WHERE}: NQ901", "git fsck")


def test_a_deep_folder(repository: Path) -> None:
    deep = "/".join(["s"] * 300)
    write(repository, {f"plans/{deep}/x.yaml": of("B")})
    committed(repository)
    assert changes(diff(repository, "HEAD:plans", "plans", "--format", "json")) == {"Ví dụ": "same", "B": "same"}
