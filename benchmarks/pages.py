"""How large pages are, what they cost beyond checking, and how fast they open: `python benchmarks/pages.py [--quick]`.

Builds the plans of `run.py` (one target in ten short of its norm) and writes each set as one file and as a folder, by
one process. The processor time is that of user and system, with all children, beside that of checking alone
(`--format lines`) in the same run. The overview is opened from its file by the system's Chromium, where that and the
package playwright are there: until its first paint, and until all of it is loaded.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from run import CHECK, ENVIRONMENT, build

SETS, QUICK = (4, 34, 63, 200, 3321), 63
MANY, TIMES = 200, 3
"""Up to so many plans are written, and every page is opened, so many times, of which the least counts."""

COST = """\
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
assert done.returncode in (0, 1), done.returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


class Cost(NamedTuple):
    """Processor time in seconds, and the peak memory of the largest process in MiB."""

    seconds: float
    peak: float


def cost(command: Sequence[str]) -> Cost:
    """What one run takes."""
    done = subprocess.run([sys.executable, "-c", COST, *command], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    return Cost(*map(float, done.stdout.split()))


def opened(path: Path) -> str:
    """In how many seconds Chromium has painted the page at `path` for the first time, and has loaded it."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        browser = None
    if browser is None:
        return "–"
    times = (
        "() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,"
        " performance.getEntriesByType('navigation')[0].loadEventEnd].map(each => each / 1000)"
    )
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        seen = []
        for _ in range(TIMES):
            tab = chromium.new_page(viewport={"width": 1200, "height": 900})
            tab.goto(path.as_uri(), timeout=600_000)
            tab.wait_for_timeout(500)
            seen.append(tab.evaluate(times))
            tab.close()
        chromium.close()
    paint, load = min(seen, key=lambda each: each[1])
    return f"{paint:.2f}, {load:.2f}"


def measure(plans: int, root: Path) -> None:
    """Print a row for one file and one for a folder."""
    folder, times = build(root / f"{plans}", plans), TIMES if plans <= MANY else 1
    run = [*CHECK, str(folder), "--jobs", "1", "--format"]
    alone = min(cost([*run, "lines"]) for _ in range(times))
    for kind, target in (("one file", root / f"{plans}.html"), ("folder", root / f"{plans}-pages")):
        place = f"html={target}{os.sep if kind == 'folder' else ''}"
        taken = min(cost([*run, place]) for _ in range(times))
        files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
        sizes = [path.stat().st_size / 1e6 for path in files]
        overview = target if target.is_file() else target / "index.html"
        print(
            f"| {plans:,} | {kind} | {len(files):,} | {sizes[files.index(overview)]:.2f} | {max(sizes):.2f} |"
            f" {sum(sizes):.1f} | {taken.seconds / alone.seconds:.2f} |"
            f" {taken.seconds:.1f} s : {alone.seconds:.1f} s | {taken.peak:.0f} | {opened(overview)} |",
            flush=True,
        )


def main() -> None:
    """Build the inputs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"leave out what is more than {QUICK} plans")
    most = QUICK if parser.parse_args().quick else max(SETS)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors\n")
    print("| plans | written as | files | overview, MB | largest, MB | all, MB | ratio | seconds | MiB | opens, s |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        for plans in SETS:
            if plans <= most:
                measure(plans, Path(temporary))


if __name__ == "__main__":
    main()
