"""How long `nq42check compare` takes and how much memory: `python benchmarks/together.py`.

Builds 34 and 3,321 plans as `run.py` does, and 3,321 of which no two state the same value, so that nothing can be kept
once for several. For each: processor time of all processes, lines written, and the peak of the largest process.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from run import CHECK, ENVIRONMENT, build

_MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, done.stdout.count(b"\\n"), len(done.stdout), used.ru_maxrss / 1024]))
"""

COMPARE = [*CHECK, "compare", "--jobs"]
AS = {
    "table": (),
    "every plan": ("--show", "symbols"),
    "weaker": ("--status", "weaker"),
    "json": ("--format", "json"),
    "csv": ("--format", "csv"),
    "markdown": ("--format", "markdown"),
}


def unlike(folder: Path) -> Path:
    """The plans in `folder` with another hundredth of a thousandth at each percentage, so that no two are the same."""
    numbers = count()
    for plan in folder.iterdir():
        text = plan.read_text(encoding="utf-8")
        changed = re.sub(
            r'(?m)^(    value: ".*?\d)(,\d+)?%', lambda found: f"{found[1]},{next(numbers) % 99_999:05}%", text
        )
        plan.write_text(changed, encoding="utf-8")
    return folder


def measured(command: Sequence[str]) -> list[float]:
    """Seconds of processor time, lines, bytes, and the peak in MiB."""
    done = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, env=ENVIRONMENT)
    figures: list[float] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Build the plans and print the table."""
    print("| plans | as | processes | processor time | lines | KiB | peak |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folders = {"34": build(root / "34", 34), "3,321": build(root / "3321", 3321)}
        folders["3,321, no two values alike"] = unlike(build(root / "unlike", 3321))
        for name, folder in folders.items():
            for report, args in AS.items():
                for jobs in ("1", "2") if report == "table" and name != "34" else ("1",):
                    seconds, lines, size, peak = measured([*COMPARE, jobs, *args, str(folder)])
                    print(
                        f"| {name} | {report} | {jobs} | {seconds:.1f} s | {lines:,} | {size / 1024:,.0f} "
                        f"| {peak:.0f} MiB |",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
