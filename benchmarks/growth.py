"""How a run grows with one file, for every kind of text and list that a file can hold: `python benchmarks/growth.py`.

For each kind files of 1 KB to 1 MB (a little below the limit of 1 MiB) are checked by the command, in one process and
in processor time, all texts new each time; where another limit ends the growth sooner, up to the largest file that is
read, and the refusal of 1 MB beside it. The exponent is that of the time beyond the smallest file's, over the upper
sizes: 1 is linear. That time is told as a multiple of `yaml.load(text, CSafeLoader)` of the same files; where they are
broken, of the attempt, and at least of a comment as long, which is read through. The memory is the peak of a process
that checks the largest. `--only TEXT` chooses kinds; `--quick` stops at 64 KB, where a busy machine shows.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from math import log
from pathlib import Path
from typing import Any

LIMIT = 60
"""The seconds that one measurement may take."""

EXPONENT, MULTIPLE, MEMORY = 1.2, 10, 100
FORMATS = ("json", "table")
SIZES = [1000 << power for power in range(11)]  # a little below 1 MiB, so that the file is read
Row = dict[str, Any]


# In a process of its own: the measurements of one kind


def measure(kind: str, sizes: list[int], folder: str) -> None:
    """Print a line for each size, read or refused, as each is known."""

    def at(size: int) -> Row:
        row = measured(kind, size)
        print(json.dumps(row), flush=True)
        return row

    os.chdir(folder)
    measured(kind, sizes[0])  # what is loaded and remembered once
    below = above = 0
    for size in sizes:
        if at(size)["limited"]:
            above = size
            break
        below = size
    for _ in range(3 if above else 0):
        size = (below + above) // 2
        below, above = (below, size) if at(size)["limited"] else (size, above)
    if above:
        at(sizes[-1])


def measured(kind: str, size: int) -> Row:
    """The times of one size, the least of several where they are short."""
    import random

    from kinds import KINDS

    row: Row = {"size": size, "limited": False, "code": None, "files": None}
    for form in FORMATS:
        times: list[float] = []
        while not times or (len(times) < 5 and sum(times) < 0.15):
            case = KINDS[kind](size, random.Random(f"{kind} {size} {form} {len(times)}"))
            seconds, code, said = run(case, form)
            times.append(seconds)
            row["limited"] = row["limited"] or "NQ908" in said
            row["code"] = code if code == 70 or row["code"] is None else row["code"]
        row[form] = min(times)
    return row | {"load": max(load(list(case.files.values())), load([b"#" * size])), "args": case.args}


def load(files: list[bytes]) -> float:
    """The processor time of CSafeLoader on all files, the least of several where it is short."""
    import gc
    from contextlib import suppress
    from time import process_time

    import yaml

    gc.collect()
    gc.freeze()
    gc.enable()
    times: list[float] = []
    while not times or (len(times) < 9 and sum(times) < 0.1):
        start = process_time()
        for data in files:
            with suppress(yaml.YAMLError, ValueError, RecursionError):
                yaml.load(data, yaml.CSafeLoader)
        times.append(process_time() - start)
    return min(times)


def run(case: Any, form: str) -> tuple[float, int, str]:
    """The processor time of the command on a case, its exit code, and what it complains of."""
    import gc
    import io
    from contextlib import redirect_stderr, redirect_stdout
    from time import process_time

    from nq42check.cli import main
    from nq42check.run.knowledge import Additions, load_knowledge

    for name, data in case.files.items():
        Path(name).write_bytes(data)
    if "--rules" in case.args:
        load_knowledge.cache_clear()
    load_knowledge(Additions())
    gc.collect()
    errors, code = io.StringIO(), -1
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere), redirect_stderr(errors):
        start = process_time()
        try:
            main([*case.args, "--format", form])
        except SystemExit as end:
            code = int(end.code or 0)
        return process_time() - start, code, errors.getvalue()


# The table


def lines(command: list[str]) -> Iterator[str | None]:
    """What a process prints, line by line; None where it is ended because a line took too long."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "benchmarks")])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as process:
        assert process.stdout
        while True:
            timer = threading.Timer(LIMIT, process.kill)
            timer.start()
            line = process.stdout.readline()
            timer.cancel()
            if not line:
                break
            yield line
    assert process.returncode <= 0, command
    if process.returncode:
        yield None


def slope(rows: list[Row], form: str) -> float | None:
    """How time grows with size, in logarithms, over the sizes whose time is well above that of the smallest.

    None where too few are.
    """
    base = rows[0][form]
    points = [(log(row["size"]), log(row[form] - base)) for row in rows if row[form] > 2 * base]
    if len(points) < 3:
        return None
    middle = [sum(column) / len(points) for column in zip(*points, strict=True)]
    over = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return over / sum((x - middle[0]) ** 2 for x, _ in points)


def multiple(row: Row, smallest: Row, *forms: str) -> float:
    """The time of a row beyond that of the smallest, by that of the yardstick."""
    return float(max(0, *(row[form] - smallest[form] for form in forms)) / row["load"])


def peak(args: list[str], folder: str) -> float | None:
    """The most memory in MiB that a process takes for the files that lie in `folder`; None beyond the time limit."""
    most = 0.0
    for form in FORMATS:
        command = [sys.executable, "-m", "nq42check", *args, "--format", form]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, cwd=folder, env=environment)
        timer = threading.Timer(LIMIT, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        if os.waitstatus_to_exitcode(status) < 0:
            return None
        most = max(most, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))
    return most


def report(kind: str, sizes: list[int]) -> tuple[str, bool]:
    """A row of the table, and whether it misses a bar."""
    rows: list[Row] = []
    over, memory = False, None
    with tempfile.TemporaryDirectory() as folder:
        for line in lines([sys.executable, __file__, "--measure", kind, folder, str(sizes[-1])]):
            row = json.loads(line or "{}")
            over = line is None
            rows += [row] if row else []
        read = sorted((row for row in rows if not row["limited"]), key=lambda row: int(row["size"]))
        refused = [row for row in rows if row["limited"] and row["size"] == sizes[-1]]
        for row in [] if over else [*read[-1:], *refused]:
            list(lines([sys.executable, __file__, "--make", kind, folder, str(row["size"])]))
            memory = max(memory or 0, peak(row["args"], folder) or 0)
    if over:
        begun = [size for size in sizes if size not in [row["size"] for row in rows]]
        ended = f"> {LIMIT} s at {begun[0] // 1000} KB ✗"
    else:
        ended = mark(multiple(refused[0], rows[0], *FORMATS), MULTIPLE, ".1f") if refused else "–"
    cells = [kind, str(read[-1]["size"] // 1000) if read else "–"]
    for form in FORMATS:
        cells.append(mark(slope(read, form) if read else None, EXPONENT, ".2f"))
        cells.append(mark(multiple(read[-1], rows[0], form) if read else None, MULTIPLE, ".1f"))
        cells.append(mark(read[-1][form] if read else None, LIMIT, ".2f"))
    cells += [ended, mark(memory, MEMORY, ".0f")]
    faults = {row["code"] for row in rows} & {70, -1}
    cells[0] += f" (exit code {faults.pop()} ✗)" if faults else ""
    return f"| {' | '.join(cells)} |", any("✗" in cell for cell in cells)


def mark(found: float | None, bar: float, form: str) -> str:
    """A figure, marked where it misses its bar; a dash where there is none."""
    return "–" if found is None else f"{found:{form}}{' ✗' if found > bar else ''}"


ROOT = Path(__file__).parent.parent


def names() -> list[str]:
    """The names of all kinds, as a process of its own tells: this one stays small, as its memory counts for others."""
    return json.loads("".join(each or "" for each in lines([sys.executable, __file__, "--names"])))


def main() -> None:
    """Measure what the command line asks for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="the kinds whose names contain it")
    parser.add_argument("--quick", action="store_true", help="sizes to 64 KB")
    options = parser.parse_args()
    sizes = [size for size in SIZES if size <= 64_000] if options.quick else SIZES
    head = ["kind", "KB read"]
    head += [f"{form}: {what}" for form in FORMATS for what in ("exponent", "× load", "s")]
    head += ["refusal of the largest, × load", "MiB"]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    chosen = [kind for kind in names() if options.only in kind]
    misses = 0
    for kind in chosen:
        row, missed = report(kind, sizes)
        misses += missed
        print(row, flush=True)
    print(f"\n{misses} of {len(chosen)} kinds miss a bar: exponent {EXPONENT}, {MULTIPLE} × load, {MEMORY} MiB")


def inner(what: str, *args: str) -> None:
    """What the processes that `main` starts do."""
    import random

    import lists  # noqa: F401 (adds its kinds)
    from kinds import KINDS

    if what == "--names":
        print(json.dumps(list(KINDS)))
        return
    kind, folder, size = args
    if what == "--make":
        for name, data in KINDS[kind](int(size), random.Random(kind)).files.items():
            (Path(folder) / name).write_bytes(data)
        return
    measure(kind, [each for each in SIZES if each <= int(size)], folder)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("--names", "--make", "--measure"):
        inner(*sys.argv[1:])
    else:
        main()
