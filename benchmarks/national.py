"""What `nq42check nation` adds to checking: `python benchmarks/national.py [ROUNDS]`.

Builds plans as `run.py` does, and 3,321 of which no two state the same value. Each round checks them (`--format lines`)
and then adds them up, with one process; told are processor times, the median of their ratios, and the peak of `nation`.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from run import CHECK, build
from together import measured, unlike


def main(rounds: int) -> None:
    """Build the plans and print the table."""
    print("| plans | checking | nation | ratio | peak |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folders = {"34": build(root / "34", 34), "3,321": build(root / "3321", 3321)}
        folders["3,321, no two values alike"] = unlike(build(root / "unlike", 3321))
        for name, folder in folders.items():
            checks, nations = [], []
            for _ in range(rounds):
                checks.append(measured([*CHECK, "--jobs", "1", "--format", "lines", str(folder)])[0])
                nations.append(measured([*CHECK, "nation", "--jobs", "1", str(folder)]))
            ratio = median(nation[0] / check for nation, check in zip(nations, checks, strict=True))
            print(
                f"| {name} | {median(checks):.1f} s | {median(each[0] for each in nations):.1f} s | {ratio:.2f} "
                f"| {max(each[3] for each in nations):.0f} MiB |",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
