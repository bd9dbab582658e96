"""Files made to break a checker: each is refused or read, with little memory, and never hangs or crashes."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time
from unicodedata import normalize

import pytest
import yaml
from command import run
from conftest import AS_OF, HEAD, KNOWN, ROOT, entry

from nq42check.api import check
from nq42check.language.quotes import quoted
from nq42check.reading.encoding import decode
from nq42check.reading.nodes import Refused
from nq42check.reading.parsing import parse
from nq42check.reports.reference import baselines
from nq42check.reports.screen import Screen
from nq42check.reports.wording import Wording

GOOD = HEAD + entry("insurance.social", "trên 60%")
BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def valued(value: str) -> bytes:
    return (HEAD + f"  - indicator: insurance.social\n    value: {value}\n    where: I\n").encode()


REFUSED = {
    "alias bomb": (BOMB.encode(), "syntax.anchor", 1),
    "nested lists": (b"[" * 30_000, "limit.depth", 1),
    "nested mappings": (b"{a: " * 30_000, "limit.depth", 1),
    "nested dashes": (b"- " * 20_000, "limit.depth", 1),
    "nested keys": ("".join(f"{' ' * depth}a:\n" for depth in range(1_300)).encode(), "limit.depth", 17),
    "a long line": (valued("x" * 900_000), "limit.scalar", 8),
    "100,000 targets": ((HEAD + "  - {}\n" * 100_000).encode(), "limit.nodes", 49_993),
    "300,000 targets on a line": ((HEAD.rstrip() + " [" + "{}," * 300_000 + "]").encode(), "limit.nodes", 6),
    "12,000 unknown keys": (
        (HEAD + "  - {" + ", ".join(f"indicatr{key}: 1" for key in range(12_000)) + "}\n").encode(),
        "shape.missing-key",
        7,
    ),
    "too large": (b"#" * 1_100_000, "limit.bytes", None),
    "terminal escape": (valued('"\\e[31m60%"'), "encoding.control", 8),
    "escaped NUL": (valued('"60\\0%"'), "encoding.control", 8),
    "turned writing": (valued('"\\u202E60%"'), "encoding.control", 8),
    "lone surrogate": (valued('"\\ud800"'), "syntax.open-quote", 8),
    "raw lone surrogate": (b"a: \xed\xa0\x80\n", "encoding.not-utf-8", 1),
    "utf-16 without a mark": (GOOD.encode("utf-16-le"), "encoding.utf-16", 1),
    "TCVN3": ("province: Hµ Giang\ntitle: Ch­¬ng tr×nh hµnh ®éng\n".encode("latin-1"), "encoding.tcvn3", 1),
    "TCVN3 saved as UTF-8": ("province: Hµ Giang\ntitle: Ch­¬ng tr×nh hµnh ®éng\n".encode(), "encoding.tcvn3", 1),
    "VNI": ("province: Haø Giang\ntitle: Chöông trình haønh ñoäng\n".encode("latin-1"), "encoding.vni", 1),
    "VNI saved as UTF-8": ("province: Haø Giang\ntitle: Chöông trình haønh ñoäng\n".encode(), "encoding.vni", 1),
    "tag": (b"a: !!python/object:os.system x\n", "syntax.tag", 1),
    "lone signs": (b"? [a]\n: b\n", "shape.key", 1),
    "a dash and a long word": ((HEAD + "-" + "a" * 900_000).encode(), "syntax.no-colon", 7),
    "a dash and many dots": ((HEAD + "-a" + ".a" * 400_000).encode(), "syntax.no-colon", 7),
    "marks out of order": (b"province: a" + "\u0323\u0301".encode() * 250_000, "encoding.control", 1),
}
NOT_UNDERSTOOD = {
    "a long number": (valued("1" * 999), "value.too-long"),
    "many operators": (valued("trên đạt 5 " * 90), "value.two-figures"),
    "many denominators": (valued("trên 10 nghìn dân " * 55), "value.phrase"),
    "many dashes": (valued("5 " + "- " * 490 + "x"), "value.phrase"),
    "a value that is too long": (valued("1" * 19_000), "value.long"),
}
READ = {
    "decomposed": normalize("NFD", GOOD).encode(),
    "windows line ends": GOOD.replace("\n", "\r\n").encode(),
    "old Mac line ends": GOOD.replace("\n", "\r").encode(),
    "a long phrase without a figure": valued("trên " * 3_900),
    "a long value on a scale": (
        HEAD + entry("health.malaria", "từng bước loại trừ sốt rét, cơ bản loại trừ, " * 350)
    ).encode(),
    "a long quote on a scale": (
        HEAD + entry("health.malaria", "loại trừ", "quote: " + "cơ bản loại trừ sốt rét, " * 700)
    ).encode(),
    "a long quote": (GOOD + "    quote: " + "dưới đạt mức 5 tỷ lệ " * 900 + "\n").encode(),
    "foreign names": GOOD.replace("Ví dụ", "Björn Zoë naïve façade ©").encode(),
}


SIZE = 1 << 20
# fmt: off
FILLINGS = [
    "a ", "a", "a\n", "a: 1\n", "-", "- ", "-\n", "- a\n", ":", ": ", '"', "'", "[", "]", "{", "[]", "{},", " ",
    "\t", "\n", "? ", "? a\n", "#", "# a\n", "a: b #c\n", "a #b ", "&a ", "*a ", "! ", "%", "|", ">", "<", "=", "\\",
    "...\n", "---\n", "a: b\r", "\x01", "e\u0302\u0301 ", "\u0323\u0301", "a\u200b", "a\x85", "\xa0", "Ð ",
    "Nghị quyết số ", "á»\xa0", "Ã ", "baøq\n", "baøq ", "<<<<<<\n", "<<<<<<<a\n", "\ufffe", "😀",
]
# fmt: on
STARTS = [("", filling) for filling in FILLINGS]
STARTS += [("-", "a"), ("-", ".a"), ("-a", " "), ('"', "a "), ("a: '", "b\n"), ("a: |\n", " a\n"), ("[", "{},")]


@pytest.mark.parametrize("start, filling", STARTS)
def test_a_broken_file_is_refused_in_the_time_of_a_few_loads(start: str, filling: str) -> None:
    body = start + filling * (SIZE // len(filling.encode()) - 20)
    data = (body + "\n\tx: [\n").encode()
    mine = seconds(refuse, data)
    assert mine < 0.1 or min(mine, seconds(refuse, data)) < 10 * seconds(load, data) + 0.5


def seconds(work: Callable[[bytes], None], data: bytes) -> float:
    start = process_time()
    work(data)
    return process_time() - start


def refuse(data: bytes) -> None:
    with pytest.raises(Refused):
        parse(decode(data))


def load(data: bytes) -> None:
    with suppress(yaml.YAMLError, RecursionError):
        yaml.load(data, yaml.CSafeLoader)


def test_a_quote_of_many_sentences_and_a_basis_of_many_spaces_take_no_longer_than_others() -> None:
    health = KNOWN.catalogue.indicators["insurance.health"]
    shipped = KNOWN.baselines[0]
    spaced = shipped.norms[0]._replace(basis="a" + " " * 19_000 + "b")
    start = process_time()
    assert not quoted("www." * 5_000, "trên 95%", health, (), KNOWN.catalogue.nouns).proves
    assert baselines([shipped._replace(norms=(spaced,))], Wording("vi"), Screen(80), unverified_only=False)
    assert process_time() - start < 2  # each took five seconds when it grew with the square


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files that are refused or have a value that is not understood, by their names."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (data, *_) in (REFUSED | NOT_UNDERSTOOD).items():
        (folder / f"{name}.yaml").write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def complaints(hostile: Path) -> str:
    """What one process with little memory says of them all, one after another."""
    limit = 100 << 20
    done = subprocess.run(
        [sys.executable, "-m", "nq42check", ".", "--jobs", "1"],
        cwd=hostile,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 4 and "Traceback" not in done.stderr, done.stderr
    return done.stderr


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_its_place_in_little_memory(name: str, hostile: Path, complaints: str) -> None:
    _, reason, line = REFUSED[name]
    report = check(str(hostile / f"{name}.yaml"), as_of=AS_OF)
    (file,) = report.refused
    first = file.refusals[0].problem
    assert (first.reason, first.line, report.exit_code()) == (reason, line, 4)
    assert len(file.refusals) <= 20
    told = "\n".join(each for each in complaints.splitlines() if each.startswith(f"{name}.yaml"))
    assert file.refusals[0].rule.id in told and len(told) < 20_000


@pytest.mark.parametrize("name", NOT_UNDERSTOOD)
def test_a_value_that_is_not_understood_in_little_memory(name: str, hostile: Path, complaints: str) -> None:
    _, reason = NOT_UNDERSTOOD[name]
    (plan,) = check(str(hostile / f"{name}.yaml"), as_of=AS_OF).plans
    (refusal,) = plan.refusals
    assert (refusal.problem.reason, refusal.problem.line) == (reason, 8)
    told = "\n".join(each for each in complaints.splitlines() if each.startswith(f"{name}.yaml"))
    assert refusal.rule.id in told and len(told) < 20_000


@pytest.mark.parametrize("name", READ)
def test_read_all_the_same(name: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(READ[name])
    assert check(str(tmp_path / "plan.yaml"), as_of=AS_OF).plans


def test_links_that_lead_nowhere_or_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    (tmp_path / "c.yaml").symlink_to("none.yaml")
    (tmp_path / "loop").symlink_to(tmp_path)
    report = check(str(tmp_path), as_of=AS_OF)
    reasons = {Path(file.path).name: file.refusals[0].problem.reason for file in report.refused}
    assert reasons == {"a.yaml": "unreadable.other", "b.yaml": "unreadable.other", "c.yaml": "unreadable.missing"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    (file,) = check(str(path), as_of=AS_OF).refused
    assert file.refusals[0].problem.reason == "unreadable.forbidden"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no devices")
def test_a_device_is_no_plan() -> None:
    assert run("/dev/zero").returncode == 4


def test_standard_input_that_never_ends_is_cut_off() -> None:
    command = f'yes "# x" | "{sys.executable}" -m nq42check -'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", timeout=20, env=environment)
    assert done.returncode == 4 and "NQ908" in done.stderr


def test_the_limit_is_an_option(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GOOD + "#" * 3_000, encoding="utf-8")
    assert (run(path, "--max-size", 2).returncode, run(path, "--max-size", 4).returncode) == (4, 1)


@pytest.mark.parametrize("format, module", [("json", "data"), ("lines", "lines")])
def test_a_clean_check_for_programs_imports_only_what_it_uses(format: str, module: str) -> None:
    code = "import sys; from nq42check.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, ROOT / "provinces/hung_yen.yaml", "--format", format],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": "vi_VN", "LC_ALL": ""},
    )
    loaded = set(done.stderr.split())
    assert f"nq42check.reports.{module}" in loaded
    unused = {
        "rich",
        "jinja2",
        "jsonschema",
        "importlib.resources",
        "multiprocessing",
        "difflib",
        "shutil",
        "textwrap",
    }
    unused |= {
        "nq42check.reports.table",
        "nq42check.reports.reference",
        "nq42check.reading.schemas",
        "nq42check.texts.en",
    }
    unused |= {
        "nq42check.cli.writing",
        "nq42check.cli.completion",
        "nq42check.reports.form",
        "nq42check.reports.editor",
    }
    assert loaded & unused == set()
