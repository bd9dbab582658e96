"""Names and texts from files are shown in one line, without control signs, and give no orders to a CI's runner."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import run
from conftest import HEAD, entry

from nq42check.inert import in_json, in_line, in_xml, on_console
from nq42check.reports.registry import FORMATS

# What the runners of GitHub and Azure obey: the first anywhere in a line, the second at its start.
ANYWHERE = re.compile(r"##\w*\[")
AT_START = re.compile(r"^[\s\ufeff]*::")
OURS = re.compile(r"::(?:error|warning|notice) file=")

SPOKEN = '"##[set-output name=passed]true"'
LINED = '"x\\n::add-mask::3\\n  ::stop-commands::t\\r::debug::\\u0085::debug::\\u2028::debug::"'
NAMES = ("##[add-mask]a.yaml", "::error::b.yaml", "c\n::error::\x1b[31m##vso[task.setvariable]d.yaml")


def hostile_plan(spoken: str, place: str) -> str:
    target = entry("health.stunting", "dưới 25%", f"note: {spoken}", f"quote: {spoken}", f"owner: {spoken}")
    waiver = f"waivers:\n  - {{rule: missing, indicator: health.doctors, reason: {spoken}, authority: {spoken}, "
    text = HEAD.replace("Ví dụ", f"{spoken[:-1]} {place}{spoken[-1:]}").replace(
        "title: Kế", f"issuer: {spoken}\n  title: Kế"
    )
    other = f"other:\n  - {{name: {spoken}, value: {spoken}, where: {spoken}, note: {spoken}}}\n"
    return text + target.replace("where: I", f"where: {spoken}") + waiver + f"until: 2030-01-01}}\n{other}"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Plans with commands in their texts, keys, ids and file names."""
    for place, spoken in enumerate((SPOKEN, LINED)):
        (tmp_path / f"plan{place}.yaml").write_text(hostile_plan(spoken, str(place)), encoding="utf-8")
    key = '"##[stop-commands]tok": 1\n"::add-mask::x": 1\n'
    (tmp_path / "key.yaml").write_text(key + HEAD + entry("health.stunting", "dưới 25%"), encoding="utf-8")
    named = HEAD + '  - {indicator: "##[add-mask]3", value: "::error::", where: x}\n'
    (tmp_path / "named.yaml").write_text(named, encoding="utf-8")
    for place, name in enumerate(NAMES):
        text = HEAD.replace("Ví dụ", f"Xã {place}") + entry("insurance.social", "46%")
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def orders(text: str) -> Iterator[str]:
    """The lines that a runner obeys; to it a line ends as .NET has it."""
    for line in re.split(r"[\n\r]", text):
        if ANYWHERE.search(line) or AT_START.match(line):
            yield line


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_gives_orders_that_are_not_ours(format: str, hostile: Path) -> None:
    done = run(".", "--format", format, cwd=hostile)
    assert done.returncode == 4
    assert not list(orders(done.stderr))
    found = list(orders(done.stdout))
    assert [line for line in found if not OURS.match(line)] == []
    assert bool(found) == (format == "github") and not ANYWHERE.search(done.stdout)


@pytest.mark.parametrize(
    "command",
    [
        ["diff", "plan0.yaml", "plan1.yaml"],
        ["diff", "plan0.yaml", "plan1.yaml", "--format", "json"],
        ["diff", "plan0.yaml", "plan1.yaml", "--format", "markdown"],
        ["diff", "plan0.yaml", "plan1.yaml", "--format", "html"],
        ["diff", "##[x]", "::y::"],
        ["compare", "plan0.yaml", "plan1.yaml", "."],
        ["compare", ".", "--show", "values"],
        ["compare", ".", "--format", "json"],
        ["compare", ".", "--format", "csv"],
        ["compare", ".", "--format", "markdown"],
        ["compare", ".", "--status", "weaker,##[x]"],
        ["nation", "."],
        *(["nation", ".", "--format", format] for format in ("json", "csv", "markdown")),
        ["nation", ".", "--explain", "insurance.social,health.doctors"],
        ["nation", ".", "--area", "##[x]"],
        ["waivers", "."],
        ["explain", "##[x]"],
        ["rules", "::y::", "##[x]"],
        ["indicators", "##[x]"],
        ["new", "##[x]", "--output", "-"],
        [".", "--select", "##[x]"],
        [".", "--known", "\n::y::"],
        [".", "--against", "::y::\n##[x]"],
        ["::y::\x1b[2J"],
        [".", "--frmt", "::y::"],
        [".", "--write-known", "##[x]"],
    ],
    ids=lambda command: " ".join(command).replace("\n", "⏎").replace("\x1b", "␛"),
)
def test_no_command_gives_orders(command: list[str], hostile: Path) -> None:
    done = run(*command, cwd=hostile)
    assert done.stdout or done.stderr
    assert not list(orders(done.stdout + "\n" + done.stderr))
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("format", FORMATS)
def test_no_name_carries_a_control_sign_or_a_line_of_its_own(format: str, hostile: Path) -> None:
    done = run(NAMES[2], "none\n\x07.yaml", "--format", format, cwd=hostile)
    written = done.stdout + done.stderr
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", written.replace("\r\n", "\n"))
    assert not [line for line in written.splitlines() if line.startswith(("::error::", ".yaml"))]


def test_machine_formats_keep_the_text(hostile: Path) -> None:
    spoken = json.loads(SPOKEN)
    found = json.loads(run("plan0.yaml", "--format", "json", cwd=hostile).stdout)
    assert {each["where"] for each in found["findings"] if each["where"]} == {spoken}
    suites = ElementTree.fromstring(run("plan0.yaml", "--format", "junit", cwd=hostile).stdout)
    assert spoken in suites[0].attrib["name"]
    rows = list(csv.reader(io.StringIO(run("plan0.yaml", "--format", "csv=x.csv", cwd=hostile) and read(hostile))))
    assert rows[1][0].startswith(spoken)


def read(folder: Path) -> str:
    return (folder / "x.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Hà Giang", "Hà Giang"),
        ("a\nb\tc\r\nd", "a b c  d"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\x85b\u2028c", "a b c"),
        ("a\udcffb", "a\\udcffb"),
        ("a\xa0b", "a\xa0b"),
    ],
)
def test_a_text_in_a_line(text: str, shown: str) -> None:
    assert in_line(text) == shown


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a ##[x] b", "a # #[x] b"),
        ("##vso[x]", "# #vso[x]"),
        ("## a [x]", "## a [x]"),
        ("::a::", ": :a::"),
        ("a\n \t::a::", "a\n \t: :a::"),
        ("\ufeff::a::", "\ufeff: :a::"),
        ("a::b", "a::b"),
        ("###[x]", "## #[x]"),
    ],
)
def test_a_console_gets_no_orders(text: str, shown: str) -> None:
    assert on_console(text) == shown and not list(orders(shown))


@pytest.mark.parametrize("text", ["##[x]", "###[", "##vso[a]", "::a::", "# #[", "\ufeff::"])
def test_escapes_say_the_same(text: str) -> None:
    encoded = in_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(encoded) == text and not list(orders(encoded))
    escaped = in_xml(text)
    assert ElementTree.fromstring(f"<a>{escaped}</a>").text == text and not list(orders(escaped))
