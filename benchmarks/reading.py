"""What reading values and quotes costs, as ratios in one process: `python benchmarks/reading.py`.

Every text is met once, so nothing that is remembered helps: 4,000 values and as many quotes, each with a figure of its
own. The yardstick is `CSafeLoader.load` of a plan file of 14 kB, run in turn. Growth is the exponent between 1 KB and
16 KB of one text: 1 is linear.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from math import log
from pathlib import Path
from statistics import median
from time import process_time

import yaml
from run import build

from nq42check.language.phrase import read
from nq42check.language.quotes import quoted
from nq42check.model.catalogue import Indicator
from nq42check.run.knowledge import load_knowledge

KNOWN = load_knowledge()
NOUNS = KNOWN.catalogue.nouns
HEALTH, MALARIA = (KNOWN.catalogue.indicators[id] for id in ("insurance.health", "health.malaria"))
TIMES, TEXTS = 5, 4_000
SENTENCE = "Đến năm 2030 phấn đấu trên {}% dân số tham gia bảo hiểm y tế, 60% lao động tham gia bảo hiểm xã hội; "
STEPS = "từng bước loại trừ sốt rét, cơ bản chấm dứt dịch bệnh, "


def seconds(work: Callable[[], object]) -> float:
    """The processor time of one run."""
    start = process_time()
    work()
    return process_time() - start


def values(run: int) -> list[str]:
    """Values with figures that no other run has."""
    return [f"phấn đấu đạt trên {50 + run},{number:05}% dân số" for number in range(TEXTS)]


def read_values(run: int) -> None:
    """Read each value once."""
    for value in values(run):
        read(value, HEALTH)


def read_quotes(run: int) -> None:
    """Read each quote once, its value being known already."""
    for value in values(run):
        quoted(f"Đến năm 2030, {value} tham gia bảo hiểm y tế.", "trên 95%", HEALTH, (), NOUNS)


def growth(read: Callable[[str], object], piece: str) -> float:
    """The exponent with which the time grows from 1 KB to 16 KB of `piece`."""
    times = []
    for size in (1 << 10, 1 << 14):
        texts = [f"{run} " + piece * (size // len(piece.encode())) for run in range(9)]
        times.append(median(seconds(partial(read, text)) for text in texts))
    return log(times[1] / times[0], 16)


def as_value(indicator: Indicator) -> Callable[[str], object]:
    """Reads a text as a value."""
    return lambda text: read(text, indicator)


def as_quote(indicator: Indicator, value: str) -> Callable[[str], object]:
    """Reads a text as a quote."""
    return lambda text: quoted(text, value, indicator, (), NOUNS)


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as temporary:
        text = (build(Path(temporary) / "1", 1) / "xa-00000.yaml").read_bytes()
        print("| what | microseconds each | part of CSafeLoader.load of a plan, for its 50 | least – greatest |")
        print("|---|---|---|---|")
        for name, work in (("a value", read_values), ("a quote", read_quotes)):
            pairs = [
                (seconds(partial(work, run)) / TEXTS, seconds(lambda: yaml.load(text, yaml.CSafeLoader)))
                for run in range(TIMES)
            ]
            ratios = sorted(50 * mine / its for mine, its in pairs)
            each = median(mine for mine, _ in pairs) * 1e6
            print(f"| {name} | {each:.0f} | {median(ratios):.2f} | {ratios[0]:.2f} – {ratios[-1]:.2f} |")
    print("\n| text of 1 KB to 16 KB | exponent |\n|---|---|")
    for name, exponent in (
        ("value, figures", growth(as_value(HEALTH), SENTENCE.format(95))),
        ("value on a scale", growth(as_value(MALARIA), STEPS)),
        ("quote, figures", growth(as_quote(HEALTH, "trên 95%"), SENTENCE.format(95))),
        ("quote on a scale", growth(as_quote(MALARIA, "loại trừ"), STEPS)),
    ):
        print(f"| {name} | {exponent:.2f} |")


if __name__ == "__main__":
    main()
