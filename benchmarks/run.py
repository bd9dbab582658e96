"""How fast nq42check is, as ratios to other commands in one run: `python benchmarks/run.py [--quick]`.

Builds its own plans of 50 targets, one target in ten short of its norm, in a folder of its own, and runs each pair of
commands in turn. A ratio is a median over the runs, with the least and the greatest beside it. yamllint and
check-jsonschema take part where they are installed (`pip install -e '.[bench]'`).
"""

import argparse
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from decimal import Decimal
from json import dumps
from pathlib import Path
from statistics import median

from nq42check.model.catalogue import Better, Kind
from nq42check.model.document import Target
from nq42check.model.values import Figure
from nq42check.reading.schemas import schema
from nq42check.run.knowledge import load_knowledge, norms_for

TARGETS, SHORT = 50, 5
LOAD = (
    "import sys, yaml, pathlib\n"
    "for path in pathlib.Path(sys.argv[1]).iterdir(): yaml.load(path.read_bytes(), yaml.CSafeLoader)"
)


def build(folder: Path, plans: int) -> Path:
    """A folder of `plans` plans that answer 42-NQ/TW, each different."""
    folder.mkdir()
    norms = [each.norm.target for each in norms_for(("42-NQ/TW",), load_knowledge())]
    others = [
        each for each in load_knowledge().catalogue.indicators.values() if each.is_share and each.domain.high == 100
    ]
    beyond = [each for each in others if each.id not in {norm.indicator.id for norm in norms}][: TARGETS - len(norms)]
    figures = [
        norm.indicator.id for norm in norms if isinstance(norm.stated, Figure) and norm.indicator.kind is not Kind.COUNT
    ]
    chance = random.Random(42)
    for number in range(plans):
        short = set(chance.sample(figures, SHORT))
        lines = [f"province: Xã số {number}", "document:", "  title: Kế hoạch thực hiện Nghị quyết số 42-NQ/TW"]
        lines += ["  issuer: Ủy ban nhân dân xã", "  implements: [42-NQ/TW]", "  by: 2030", "targets:"]
        for place, norm in enumerate(norms):
            value = worse(norm, chance) if norm.indicator.id in short else norm.text
            lines += entry(norm.indicator.id, value, norm.indicator.names.vi, place)
        for place, indicator in enumerate(beyond):
            lines += entry(indicator.id, f"đạt {chance.randint(50, 99)}%", indicator.names.vi, place)
        (folder / f"xa-{number:05}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def worse(norm: Target, chance: random.Random) -> str:
    """A value that falls short of `norm` by some hundredths of its first figure."""
    short = Decimal(chance.randint(85, 98)) / 100
    factor = 2 - short if norm.indicator.better is Better.LOWER else short
    return re.sub(r"\d+(?:,\d+)?", lambda found: _times(found[0], factor), norm.text, count=1)


def _times(figure: str, factor: Decimal) -> str:
    return f"{(Decimal(figure.replace(',', '.')) * factor).quantize(Decimal('0.01'))}".replace(".", ",")


def entry(indicator: str, value: str, name: str, place: int) -> list[str]:
    """One target, as officers write it."""
    return [
        f"  - indicator: {indicator}",
        f'    value: "{value}"',
        f"    where: Mục II.2, đoạn {place}",
        f'    quote: "{name} {value}"',
        f"    note: Số liệu do cơ quan chuyên môn của xã cung cấp, đã rà soát lần {place % 3 + 1} trước khi trình.",
    ]


def history(folder: Path, plans: int) -> Path:
    """A repository of `plans` plans, and as many commits after the first, each of which raises a target of one."""
    folder.mkdir()
    build(folder / "provinces", plans)

    def git(*args: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid"]
        subprocess.run(["git", *who, *args], cwd=folder, stdout=subprocess.DEVNULL, check=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    for plan in sorted((folder / "provinces").iterdir()):
        text = plan.read_text(encoding="utf-8")
        plan.write_text(re.sub(r"đạt (\d)\d%", r"đạt \g<1>9,5%", text, count=1), encoding="utf-8")
        git("commit", "-q", "-a", "-m", "x")
    return folder


def seconds(command: Sequence[str], cwd: Path | None = None) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd=cwd)
    assert done.returncode in (0, 1), (command, done.returncode)
    return time.perf_counter() - start


def peak(command: Sequence[str]) -> float:
    """The peak memory of the largest process of one run, in MiB."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, env=ENVIRONMENT)
    return int(done.stdout) / 1024


def compare(
    name: str, bound: str, one: Sequence[str], other: Sequence[str], runs: int, cwd: Path | None = None
) -> None:
    """Print how long `one` takes beside `other`, run in turn, in the folder `cwd`."""
    seconds(one, cwd), seconds(other, cwd)
    pairs = [(seconds(one, cwd), seconds(other, cwd)) for _ in range(runs)]
    ratios = sorted(first / second for first, second in pairs)
    mine, its = (median(column) for column in zip(*pairs, strict=True))
    print(
        f"| {name} | {median(ratios):.2f} | {ratios[0]:.2f} – {ratios[-1]:.2f} | {bound} | {mine:.2f} s : {its:.2f} s |"
    )


ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
CHECK = [sys.executable, "-m", "nq42check"]


JSON = [*CHECK, "--format", "json"]


def main() -> None:
    """Build the inputs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the two largest sets")
    quick = parser.parse_args().quick
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors\n")
    print("| what | ratio | least – greatest | bound | medians |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        some = build(root / "63", 63)
        compare_few(root, some)
        gate = [*CHECK, "gate", "HEAD~300", "provinces"]
        kept = history(root / "300", 300)
        compare("300 plans, gate 300 commits back : check", "1.5", gate, [*CHECK, "provinces"], 9, kept)
        if not quick:
            compare_many(root, some)


def compare_few(root: Path, some: Path) -> None:
    """One plan, and the 63 in the folder `some`, beside the start of Python and other tools."""
    one = build(root / "1", 1) / "xa-00000.yaml"
    (root / "plan.json").write_text(dumps(schema("plan")), encoding="utf-8")
    beside = os.path.dirname(sys.executable)
    lint = [shutil.which("yamllint", path=beside), "-d", "relaxed"]
    validate = [shutil.which("check-jsonschema", path=beside), "--schemafile", root / "plan.json"]
    start = [sys.executable, "-c", "import click, yaml"]
    compare("one plan, json : import click, yaml", "1.5", [*JSON, str(one)], start, 15)
    compare("one plan, table : import click, yaml", "4", [*CHECK, str(one)], start, 15)
    if lint[0] and validate[0]:
        compare("one plan, table : yamllint", "1", [*CHECK, str(one)], [*lint, str(one)], 9)
        compare("one plan, table : check-jsonschema", "1", [*CHECK, str(one)], [*validate, str(one)], 9)
        compare("63 plans, table : yamllint", "1/15 = 0.067", [*CHECK, str(some)], [*lint, str(some)], 3)
        files = sorted(map(str, some.iterdir()))
        compare("63 plans, table : check-jsonschema", "0.1", [*CHECK, str(some)], [*validate, *files], 3)


def compare_many(root: Path, some: Path) -> None:
    """Today's communes beside parsing them, and how time and memory grow from the 63 plans in `some` on."""
    many = build(root / "3321", 3321)
    load = [sys.executable, "-c", LOAD, str(many)]
    for jobs, bound in ((1, "1.0"), (2, "0.6")):
        for name, command in (("json", JSON), ("table", CHECK)):
            run = [*command, "--jobs", str(jobs), str(many)]
            compare(f"3,321 plans, {name}, {jobs} process(es) : CSafeLoader", bound, run, load, 2)
    all_of_them = build(root / "10600", 10600)
    short = [*JSON, "--short"]
    sets = ((some, 63), (many, 3321), (all_of_them, 10600))
    per_plan = [seconds([*short, "--jobs", "1", str(folder)]) / plans * 1000 for folder, plans in sets]
    print("\nMilliseconds per plan, json, one process: " + ", ".join(f"{each:.2f}" for each in per_plan))
    for name, command in (("table", CHECK), ("json --short", short), ("sarif", [*CHECK, "--format", "sarif"])):
        print(f"Peak memory at 10,600 plans, {name}: {peak([*command, '--jobs', '1', str(all_of_them)]):.0f} MiB")


if __name__ == "__main__":
    main()
