"""Twice as much to read is twice the work, whatever a file has much of. Work is counted in calls, not in seconds."""

import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from conftest import HEAD, KNOWN, found_in, written

from nq42check.judging.changes import changes
from nq42check.judging.losses import losses
from nq42check.model.document import Baseline
from nq42check.reading.documents import load_baseline
from nq42check.reading.known import load_known
from nq42check.reading.parsing import parse
from nq42check.reports.known import KnownFindings
from nq42check.run.results import PlanReport

SOME = 120
NORM = "{binds: each, evidence: verified, basis: b"


def listed(count: int, line: str) -> str:
    """`count` lines, all different."""
    return "".join(line.format(n=number, year=2024 + number % 7, digits=f"{number:04}") for number in range(count))


def figures(count: int) -> str:
    return HEAD + listed(count, "  - {{indicator: insurance.health, value: '5{digits[3]},{digits}%', by: {year}}}\n")


def narrowed(count: int) -> str:
    return HEAD + listed(count, "  - {{indicator: insurance.health, value: '60,{digits}%', only: xã {n}}}\n")


def wordy(count: int) -> str:
    return HEAD + listed(count, "  - {{indicator: health.stunting, value: 'giảm {n} phần', by: {year}}}\n")


def waived(count: int) -> str:
    waiver = "  - {{rule: not-a-level, indicator: insurance.health, value: 'giảm 1{digits}%', until: 2027-01-01, "
    changes = listed(count, "  - {{indicator: insurance.health, value: 'giảm {n}%', by: {year}}}\n")
    return HEAD + changes + "waivers:\n" + listed(count, waiver + "authority: a, reason: b}}\n")


def excused(count: int) -> str:
    return figures(count) + "not_applicable:\n" + listed(count, "  - {{indicator: insurance.health, reason: '{n}'}}\n")


def named(count: int) -> str:
    name = KNOWN.catalogue.indicators["insurance.health"].names.vi
    return figures(count).replace("insurance.health", name.upper())


def outside(count: int) -> str:
    return figures(1) + "other:\n" + listed(count, "  - {{name: Rừng {n}, value: '{n}%', where: I}}\n")


def norms(text: str) -> Baseline:
    head = "document: {id: X, title: Chuẩn, by: 2035, version: '1'}\n"
    return load_baseline(parse(head + text[text.index("targets:") :].replace("{", NORM + ", ")), KNOWN.catalogue)


def recorded(text: str, spelling: str = "") -> tuple[Any, ...]:
    """The findings of a plan as a file of known findings records them."""
    lines = written(KnownFindings(()), [found_in(text)]).replace('"plan": "Ví dụ"', '"plan": "Ví dụ@"').split("@")
    spelt = "".join(line + spelling.format(" " * place) for place, line in enumerate(lines[:-1])) + lines[-1]
    return load_known(parse(spelt), KNOWN.catalogue)


def against(text: str) -> Callable[[], PlanReport]:
    """Holds a plan against norms of the same texts."""
    documents = (norms(text),)
    return lambda: found_in(text, against=documents)


def emptied(text: str) -> Callable[[], PlanReport]:
    """Holds a plan of which the first value is filled in against norms of all."""
    documents = (norms(text),)
    first, _, rest = text.partition("\n  - ")[2].partition("\n")
    plan = HEAD + f"  - {first}\n" + re.sub("value: '[^']*'", "value: ''", rest)
    return lambda: found_in(plan, against=documents)


def compared(text: str) -> Callable[[], object]:
    """Says what has changed between a plan and itself with other words of scope."""
    old, new = found_in(text).plan, found_in(text.replace("only: xã", "only: phường")).plan
    return lambda: changes(old, new, KNOWN.catalogue)


def taken_back(text: str) -> Callable[[], object]:
    """Says which waivers and excuses a plan has that hold longer than before, and which targets they excuse."""
    old, new = found_in(text.replace("until: 2027", "until: 2026")), found_in(text)

    def work() -> object:
        lost = losses(old.plan, old.assessments, new.plan, new.assessments, KNOWN.ids)
        return changes(old.plan, new.plan, KNOWN.catalogue, lost)

    return work


def known(text: str, spelling: str = "") -> Callable[[], PlanReport]:
    records = recorded(text, spelling)
    return lambda: found_in(text, known=records)


def improved(text: str) -> Callable[[], PlanReport]:
    """Finds that a plan is better than recorded wherever it falls short."""
    records = recorded(text)
    return lambda: found_in(text.replace("value: '5", "value: '6"), known=records)


def alone(text: str) -> Callable[[], PlanReport]:
    return lambda: found_in(text)


KINDS: dict[str, Callable[[int], Callable[[], object]]] = {
    "figures": lambda count: alone(figures(count)),
    "narrowed by words": lambda count: alone(narrowed(count)),
    "no levels": lambda count: alone(wordy(count)),
    "waivers": lambda count: alone(waived(count)),
    "excuses": lambda count: alone(excused(count)),
    "indicators by name": lambda count: alone(named(count)),
    "targets outside the catalogue": lambda count: alone(outside(count)),
    "norms": lambda count: against(figures(count)),
    "norms narrowed by words": lambda count: compared(narrowed(count)),
    "rows left empty": lambda count: emptied(figures(count)),
    "old targets": lambda count: compared(figures(count)),
    "prolonged waivers": lambda count: taken_back(waived(count)),
    "prolonged waivers of figures": lambda count: taken_back(waived(count).replace("giảm 1", "5,1")),
    "old excuses": lambda count: taken_back(excused(count)),
    "known findings": lambda count: known(wordy(count)),
    "known findings that have improved": lambda count: improved(figures(count)),
    "known findings under many spellings": lambda count: known(wordy(count), "{}"),
}


def calls(work: Callable[[], object]) -> int:
    """How many functions `work` calls, ours and those built in."""
    count = 0

    def called(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_much_is_twice_the_work(kind: str) -> None:
    few, many = (calls(KINDS[kind](SOME * times)) for times in (1, 2))
    assert many < 2.3 * few
