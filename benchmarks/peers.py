"""What other checkers make of hostile files: `python benchmarks/peers.py [--write]`.

Makes the files, gives each to each tool that is installed, and prints a table; `--write` puts it into docs/hostile.md
between its two marks. yamllint and check-jsonschema are taken from beside the interpreter, where
`pip install -e '.[bench]'` puts them, ajv and spectral from the path: `npm install ajv-cli @stoplight/spectral-cli`.
Needs a Unix: it makes FIFOs and links and limits memory.
"""

import argparse
import ctypes
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from nq42check.reading.schemas import schema

SECONDS, MEMORY = 20, 2 << 30
ROOT = Path(__file__).parent.parent
PAGE, MARKS = ROOT / "docs/hostile.md", ("<!-- peers -->\n", "<!-- /peers -->\n")

HEAD = """\
province: Ví dụ
document:
  title: Kế hoạch thực hiện Nghị quyết số 42-NQ/TW
  by: 2030
targets:
"""
GOOD = f"""{HEAD}  - indicator: insurance.social
    value: trên 60%
    where: Mục II
"""
NORM = """\
document: {id: X, title: Chuẩn, by: 2030, version: "1"}
targets:
  - {indicator: insurance.social, value: 60%, binds: each, evidence: verified, basis: mục 1 https://example.org}
"""


def valued(value: str) -> str:
    """A plan with this value, as typed."""
    return GOOD.replace("trên 60%", value)


def nested(count: int) -> str:
    """Aliases that stand for ten times as much each."""
    names = [f"a{number}" for number in range(count)]
    return f"{names[0]}: &{names[0]} [x, x]\n" + "".join(
        f"{one}: &{one} [{', '.join([f'*{before}'] * 10)}]\n" for before, one in pairwise(names)
    )


MANY = "".join(
    f"  - {{indicator: insurance.social, value: trên {50 + number % 50}%, by: {2001 + number // 50}, where: I}}\n"
    for number in range(4_000)
)
TCVN3 = HEAD.replace("Ví dụ", "Hµ Giang").replace("Kế hoạch thực hiện Nghị quyết số", "Ch­¬ng tr×nh hµnh ®éng")
FILES: dict[str, str | bytes] = {
    "none: a plan that meets its norm": GOOD,
    "aliases that grow to 10⁹ items": nested(9),
    "an anchor and a merge key": HEAD + "  - &a {indicator: insurance.social, value: 70%}\n  - {<<: *a, where: I}\n",
    "a tag that asks Python to run a command": GOOD.replace("Ví dụ", '!!python/object/apply:os.system ["true"]'),
    "30,000 nested brackets": GOOD + "x: " + "[" * 30_000,
    "a line of 200 KB without a space": f"{HEAD}-{'a' * 200_000}\n'x\n",
    "one word 100,000 times": valued("trên " * 100_000),
    "4,000 targets of one indicator": HEAD + MANY,
    "merge conflict markers": GOOD.replace(
        "    value: trên 60%\n",
        "<<<<<<< HEAD\n    value: trên 60%\n=======\n    value: trên 50%\n>>>>>>> main\n",
    ),
    "a key that stands twice": GOOD + "    value: trên 10%\n",
    "a misspelt key": GOOD.replace("value", "valeu"),
    "a tab for an indent": GOOD.replace("    where", "\twhere"),
    "an operator without quotes": valued(">= 60%"),
    "two documents in one file": GOOD + "---\n" + valued("10%"),
    "an empty file": "",
    "only comments": "# Kế hoạch\n# sẽ bổ sung\n",
    "UTF-16": GOOD.encode("utf-16"),
    "TCVN3": TCVN3.encode("latin-1", "replace") + valued("60%").encode("ascii", "replace").partition(b"targets")[2],
    "TCVN3 saved as UTF-8": TCVN3 + valued("60%").partition("targets:\n")[2],
    "a Word file by another name": b"PK\x03\x04" + bytes(range(256)) * 20,
    "a NUL": GOOD.encode().replace(b"60", b"6\x000"),
    "half of a surrogate pair": valued(r'"trên 60% \ud800"'),
    "a terminal's escape sequence in a value": valued(r'"\e[31mtrên 60%\e[0m"'),
    "a sign that turns the direction of writing": valued('"trên \u202e60%"'),
    "a line separator (U+2028) in a value, a space to a reader": valued("trên\u202860%"),
    "a command to GitHub's runner as a key": GOOD + '"##[set-output name=x]y": 1\n',
    "a command to GitHub's runner as a value": valued(r'"60%\n::set-output name=x::y"'),
    "a title cut off at `#`": GOOD.replace("Kế hoạch", "Kế hoạch #1"),
    "a value cut off at `#`": valued("trên 60 #%"),
    "a figure that nobody can mean": valued("trên 600%"),
    "a value that only sounds like a promise": valued("tiến tới 60%"),
}
PLACES: dict[str, Callable[[Path], object]] = {
    "a FIFO that nobody writes to": os.mkfifo,
    "a link to a device that never ends": lambda path: path.symlink_to("/dev/zero"),
    "a link that leads nowhere": lambda path: path.symlink_to("none.yaml"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a folder in place of a file": lambda path: path.mkdir(),
    "a file that may not be read": lambda path: (path.write_text(GOOD, encoding="utf-8"), path.chmod(0)),
}
FOLDERS: dict[str, Callable[[Path], object]] = {
    "a folder that may not be read": lambda path: (path / "a").chmod(0),
    "a folder with only a hidden plan": lambda path: (path / "a/plan.yaml").rename(path / "a/.plan.yaml"),
    "a folder with only a plan.yaml.txt": lambda path: (path / "a/plan.yaml").rename(path / "a/plan.yaml.txt"),
}


class Tool(NamedTuple):
    """A checker: its name, version and command, and how its messages name a place in a file.

    `folders` says whether it takes a folder, or the files in it as the shell finds them.
    """

    name: str
    version: str
    command: tuple[str, ...]
    place: str
    folders: bool


def tools(folder: Path) -> tuple[list[Tool], list[str]]:
    """The tools that are installed, and the names of those that are not."""
    for name, data in (("plan.json", schema("plan")), ("ruleset.json", ruleset())):
        (folder / name).write_text(json.dumps(data), encoding="utf-8")
    (folder / "norm.yaml").write_text(NORM, encoding="utf-8")
    found, left_out = [], []
    own = (sys.executable, "-m", "nq42check", "--lang", "en", "--against", f"{folder}/norm.yaml")
    found.append(Tool("nq42check", version("nq42check"), own, r"line \d+|^ +\d+ ", folders=True))
    for name, arguments, place, folders in (
        ("yamllint", ("-d", "relaxed"), r"^ +\d+:\d+", True),
        ("check-jsonschema", ("--schemafile", f"{folder}/plan.json"), r"\$[.\[]|line \d+", False),
    ):
        path = shutil.which(name, path=os.path.dirname(sys.executable))
        if path:
            found.append(Tool(name, version(name), (path, *arguments), place, folders))
        else:
            left_out.append(name)
    ajv = ("validate", "--spec=draft2020", "--strict=false", "--all-errors", "-s", f"{folder}/plan.json", "-d")
    spectral = ("lint", "--quiet", "--ruleset", f"{folder}/ruleset.json")
    for name, package, arguments, place in (
        ("ajv", "ajv-cli", ajv, r"instancePath: '/|\(\d+:\d+\)"),
        ("spectral", "@stoplight/spectral-cli", spectral, r"^ +\d+:\d+"),
    ):
        if path := shutil.which(name):
            found.append(Tool(package, _npm_version(path, package), (path, *arguments), place, folders=False))
        else:
            left_out.append(package)
    return found, left_out


def _npm_version(path: str, package: str) -> str:
    """The version of the package that a command of npm belongs to."""
    real = os.path.realpath(path)
    home = real[: real.index(f"/{package}/") + len(package) + 1]
    return str(json.loads(Path(home, "package.json").read_text(encoding="utf-8"))["version"])


def ruleset() -> dict[str, object]:
    """Spectral's rules: our schema, for the whole file."""
    options = {"schema": schema("plan"), "dialect": "draft2020-12", "allErrors": True}
    then = {"function": "schema", "functionOptions": options}
    return {"rules": {"plan": {"given": "$", "severity": "error", "then": then}}}


def limits() -> None:
    """What every tool runs under: little memory, and without the right of Linux's root to read every file."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    if os.geteuid() == 0 and sys.platform == "linux":
        for override in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, by PR_CAPBSET_DROP
            ctypes.CDLL(None).prctl(24, override)


FAULTS = ("Traceback (most recent", "    at ", "FATAL ERROR", "UnhandledPromiseRejection", "fault in the program")


def answer(tool: Tool, path: Path, folder: Path) -> str:
    """What a tool makes of a file, and the seconds it takes."""
    given = [str(path)]
    if path.is_dir() and path.parent == folder and not tool.folders:
        given = sorted(map(str, path.glob("*.yaml"))) or [f"{path}/*.yaml"]
    start = time.perf_counter()
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [*tool.command, *given], stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, cwd=folder, preexec_fn=limits
    )
    try:
        said = b"\n".join(process.communicate(timeout=SECONDS)).decode(errors="replace")
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"did not end in {SECONDS} s"
    seconds = time.perf_counter() - start
    return f"{kind(process.returncode, said, tool)}, {seconds:.1f}"


def kind(code: int, said: str, tool: Tool) -> str:
    """The answer that an exit code and what was said come to."""
    if code < 0 or (code and any(fault in said for fault in FAULTS)):
        return "crashed"
    passed_on = " ‡" if re.search(r"##\[|^::|\x1b\[31m", said, re.MULTILINE) else ""
    if not code:
        return "silence" + passed_on
    return ("refused, place" if re.search(tool.place, said, re.MULTILINE) else "refused") + passed_on


def main() -> None:
    """Make the files, ask the tools, print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table into docs/hostile.md")
    parser.add_argument("--only", default="", metavar="TEXT", help="the files whose descriptions contain it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        found, left_out = tools(folder)
        names = [f"{tool.name} {tool.version}" for tool in found]
        table = [f"| what is wrong | {' | '.join(names)} |", "|---" * (len(found) + 1) + "|"]
        for number, what in enumerate([*FILES, *PLACES, *FOLDERS]):
            if options.only in what:
                path = made(what, folder / f"{number:02}")
                row = [answer(tool, path, folder) for tool in found]
                table.append(f"| {what} | {' | '.join(row)} |")
                print(table[-1], file=sys.stderr)
    without = f"\n\nNot installed, and left out: {', '.join(left_out)}." if left_out else ""
    text = f"Run on {date.today().isoformat()}.{without}\n\n" + "\n".join(table) + "\n"
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(MARKS[0])
        PAGE.write_text(before + MARKS[0] + text + MARKS[1] + rest.split(MARKS[1])[1], encoding="utf-8")
    else:
        print(text)


def made(what: str, folder: Path) -> Path:
    """The hostile file, in a folder of its own; for what is wrong with a folder, the folder above it."""
    folder.mkdir()
    path = folder / "plan.yaml"
    if what in FILES:
        data = FILES[what]
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    elif what in PLACES:
        PLACES[what](path)
    else:
        (folder / "a").mkdir()
        (folder / "a/plan.yaml").write_text(GOOD, encoding="utf-8")
        FOLDERS[what](folder)
        return folder
    return path


if __name__ == "__main__":
    main()
