"""What the documents show is what the program does."""

import importlib.util
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from zipfile import ZipFile

import pytest
from click import Context
from command import run
from conftest import ROOT

from nq42check.cli import cli
from nq42check.flagging.checks import CHECKS
from nq42check.model.catalogue import Catalogue
from nq42check.reading.nodes import MOST_PROBLEMS, Node, Refused
from nq42check.reading.parsing import parse
from nq42check.reports import reference
from nq42check.run.knowledge import load_knowledge
from nq42check.run.tally import Exit
from nq42check.texts import en, vi

PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
CONSOLE = re.compile(r"```console\n\$ (nq42check[^\n]*)\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
ELIDED = "[…]\n"


def shown() -> list[tuple[str, str, str]]:
    """The commands on files of the project, with the output that a page shows for them."""
    found = [(page.name, *match) for page in PAGES for match in CONSOLE.findall(page.read_text(encoding="utf-8"))]
    elsewhere = re.compile(r"HEAD|\.yaml|^nq42check new")  # what has a test of its own below, or files of the reader
    return [each for each in found if "check provinces/" in each[1] or not elsewhere.search(each[1])]


def test_the_diff_shown_is_real(tmp_path: Path) -> None:
    ((command, output),) = [
        each for each in CONSOLE.findall((ROOT / "README.md").read_text(encoding="utf-8")) if "HEAD" in each[0]
    ]
    plan = (ROOT / "provinces/ha_giang.yaml").read_text(encoding="utf-8")
    (tmp_path / "provinces").mkdir()
    file = tmp_path / "provinces/ha_giang.yaml"
    for text in (plan, plan.replace("value: dưới 25%", "value: dưới 27%").replace("trên 20%", "trên 30%", 1)):
        file.write_text(text, encoding="utf-8")
        for args in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x"]):
            subprocess.run(["git", *args], cwd=tmp_path, check=True)
    assert said(shlex.split(command)[1:], tmp_path) == f"{output}\n"


@pytest.mark.parametrize("page, command, output", shown(), ids=lambda value: value if len(value) < 60 else "")
def test_output_shown_is_real(page: str, command: str, output: str) -> None:
    args = shlex.split(command)[1:]
    if args[0] not in ("explain", "rules", "indicators", "baselines", "compare", "nation", "draft"):
        args += ["--as-of", "2026-11-21"]
    assert_shown(output, said(args, ROOT))


def test_the_smallest_plan_shown_is_answered_as_shown(tmp_path: Path) -> None:
    page = (ROOT / "docs/viet-tep-ke-hoach.md").read_text(encoding="utf-8")
    plan, *_ = re.findall(r"```yaml\n(province: Tỉnh Mẫu\n.*?)```", page, re.DOTALL)
    ((command, output),) = [each for each in CONSOLE.findall(page) if " ke-hoach.yaml" in each[0]]
    (tmp_path / "ke-hoach.yaml").write_text(plan, encoding="utf-8")
    assert_shown(output, said([*shlex.split(command)[1:], "--as-of", "2026-11-21"], tmp_path))
    assert len(set(re.findall(r"\d+/(\d+) đạt", page))) == 1, "the prose counts as many norms as the report shown"


def said(args: list[str], folder: Path) -> str:
    """What a command writes, for a Vietnamese reader."""
    done = run(*args, cwd=folder, env={"LC_ALL": "vi_VN"})
    return done.stdout + done.stderr


def assert_shown(output: str, real: str) -> None:
    """Hold every part of what a page shows to what was really written, in its order."""
    position = 0
    for part in output.split(ELIDED):
        found = real.find(part, position)
        assert found >= 0, part
        position = found + len(part)


def test_the_readme_shows_output() -> None:
    assert "README.md" in {page for page, _, _ in shown()}


def test_python_shown_runs() -> None:
    (code,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert "NQ101 health.stunting" in done.stdout


def test_the_reference_of_rules_is_up_to_date() -> None:
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    assert page == reference.rules_page(load_knowledge().rules)


def test_the_picture_of_a_terminal_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("terminal", ROOT / "docs/pictures/terminal.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    texts = re.compile(r"<text[^>]*>([^<]*)</text>")  # rich may lay it out otherwise in another release
    picture = (ROOT / "docs/pictures/terminal.svg").read_text(encoding="utf-8")
    assert texts.findall(picture) == texts.findall(script.drawn())


def test_the_ten_minute_guide_works_step_by_step(tmp_path: Path) -> None:
    page = (ROOT / "docs/muoi-phut.md").read_text(encoding="utf-8")
    steps = page.split("\n## ")[2:]
    shown = [match for step in steps for match in CONSOLE.findall(step)]
    document, plan = tmp_path / "examples/KH-15.docx", tmp_path / "mau.yaml"
    document.parent.mkdir()
    document.write_bytes((ROOT / "examples/KH-15.docx").read_bytes())

    def follow(command: str, output: str) -> None:
        assert_shown(output, said(shlex.split(command)[1:], tmp_path))

    follow(*shown[0])
    row, other = re.findall(r"```yaml\n(.*?)```", steps[1], re.DOTALL)
    drafted = plan.read_text(encoding="utf-8")
    assert row in drafted and "\nunplaced:\n" in drafted
    confirmed = re.sub(r"^ +status: draft\n", "", drafted, flags=re.MULTILINE).partition("\nunplaced:\n")[0]
    plan.write_text(f"{confirmed}\n{dedent(other)}", encoding="utf-8")
    follow(*shown[1])
    old, new = re.findall(r"sửa “(.+?)” thành “(.+?)”", steps[3])[0]
    with_in_word(document, old, new)
    plan.write_text(plan.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    told = said(["mau.yaml", "--ignore", "missing"], tmp_path)
    assert "NQ404" in told
    (sum_,) = re.findall(r"\b[0-9a-f]{64}\b", told)
    plan.write_text(re.sub("sha256: .*", f"sha256: {sum_}", plan.read_text(encoding="utf-8")), encoding="utf-8")
    follow(*shown[2])
    follow(*shown[3])
    assert {path.name for path in tmp_path.iterdir()} == {"examples", "mau.yaml", "cao_bang.yaml", "plan.schema.json"}
    assert "Chưa đối chiếu" in said(["cao_bang.yaml"], tmp_path)
    form = tmp_path / "cao_bang.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("value:", "value: 60%", 13), encoding="utf-8")  # one told
    (sentence,) = re.findall(r"“(Đã điền \d+/\d+ mục\.)”", page)
    assert sentence in said(["cao_bang.yaml"], tmp_path)
    assert said(["cao_bang.yaml", "--complete"], tmp_path).count("cao_bang.yaml, dòng") == MOST_PROBLEMS


def with_in_word(document: Path, old: str, new: str) -> None:
    """Write `new` for `old` in a Word file, as a person does in Word."""
    with ZipFile(document) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with ZipFile(document, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data.replace(old.encode(), new.encode()))


def table(page: str, head: str) -> list[list[str]]:
    """The rows of the table on `page` whose first column is called `head`, cell by cell."""
    body = rf"^\| {head} \|.*\n[|-]+\n((?:\|.*\n)+)"
    (rows,) = re.findall(body, (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows.splitlines()]


@pytest.mark.parametrize("texts", [vi.TEXTS, en.TEXTS], ids=["vi", "en"])
def test_the_exit_codes_of_help_and_readme_are_those_there_are(texts: dict[str, str]) -> None:
    of_help, of_diff = (
        {int(code) for code in re.findall(r"(?:: | · )(\d+) ", texts[f"help.{id}"])} for id in ("codes", "diff-codes")
    )
    of_readme = {int(code) for code, _ in table("README.md", "exit code")}
    assert of_help == of_readme == set(Exit) - {Exit.INTERRUPTED}  # which a shell, not a reader, must know
    assert of_diff == {Exit.CLEAN, Exit.FINDINGS, Exit.NOTHING, Exit.UNREADABLE}


def test_the_readme_shows_every_command_and_only_options_that_there_are() -> None:
    commands = {name: cli.get_command(Context(cli), name) for name in cli.list_commands(Context(cli))}
    params = [param for command in (cli, *commands.values()) if command for param in command.params]
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    in_table = re.findall(r"\b[a-z]+\b", " ".join(command for command, _ in table("README.md", "command")))
    assert commands.keys() - {"check"} <= set(in_table)
    assert set(re.findall(r"(?<!\w)--[a-z][a-z-]*", shown)) <= {name for param in params for name in param.opts}


def accepted(read: Callable[[Node, Catalogue], object]) -> list[str]:
    """The words of which a parameter is one; nothing where it is something else."""
    with pytest.raises(Refused) as refusal:
        read(parse("no such word"), load_knowledge().catalogue)
    words = refusal.value.problems[0].fields.get("choices")
    return str(words).split(", ") if words else []


def test_the_table_of_checks_says_what_each_takes_and_what_its_messages_may_name() -> None:
    def words(cell: str) -> list[str]:
        return cell.replace("`", "").split(", ") if re.fullmatch(r"`[\w-]+`(, `[\w-]+`)*", cell) else []

    told = {}
    for check, _, given, fields in table("docs/format.md", "Check"):
        parameters = [parameter.partition(": ") for parameter in given.split("; ") if parameter]
        told[check.strip("`")] = ({name.strip("`"): words(kind) for name, _, kind in parameters}, set(words(fields)))
    assert told == {
        name: ({parameter: accepted(read) for parameter, read in check.parameters.items()}, check.fields)
        for name, check in CHECKS.items()
    }


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), target


def test_ci_runs_the_test_command_of_the_readme() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert any(command in (ROOT / ".ci/run").read_text(encoding="utf-8") for command in commands if "pytest" in command)
