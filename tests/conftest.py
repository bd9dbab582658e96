"""What the tests share: the shipped knowledge, and plans made from a few lines."""

import json
import os
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from nq42check.api import Report, check
from nq42check.catalogue import Indicator
from nq42check.checking import Checker, PlanReport
from nq42check.document import Document, Known
from nq42check.knowledge import Knowledge, load_knowledge
from nq42check.reports.data import Json
from nq42check.reports.wording import Wording
from nq42check.tally import Tally

settings.register_profile("fuzz", max_examples=20_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", action="store_true", help="try many more examples of every property")


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "GITLAB_"))]:
        del os.environ[name]  # the tests' commands report as they do at a terminal, also in a CI
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a command that is started many times is compiled once
    if config.getoption("--fuzz"):
        settings.load_profile("fuzz")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, so that none of them is what all the others wait for at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


AS_OF = date(2026, 11, 21)
ROOT = Path(__file__).parent.parent

HEAD = """\
province: Ví dụ
document:
  title: Kế hoạch thực hiện Nghị quyết số 42-NQ/TW
  implements: [42-NQ/TW]
  by: 2030
targets:
"""


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def indicator(knowledge: Knowledge) -> Callable[[str], Indicator]:
    return knowledge.catalogue.indicators.__getitem__


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., PlanReport]:
    """Checks a plan of the given targets, each an indicator, a value and further lines."""

    def checked(*targets: tuple[str, ...], more: str = "", **options: object) -> PlanReport:
        path = tmp_path / "plan.yaml"
        path.write_text(HEAD + "".join(entry(*target) for target in targets) + more, encoding="utf-8")
        report = check(str(path), as_of=AS_OF, **options)
        assert not report.refused, report.refused
        return report.plans[0]

    return checked


def found_in(
    text: str, path: str = "plan.yaml", *, against: Iterable[Document] = (), known: Iterable[Known] = ()
) -> PlanReport:
    """What is found in the plan that `text` declares, without a file."""
    checker = Checker(load_knowledge(), as_of=AS_OF, against=tuple(against), known=known)
    found = checker.check(path, BytesIO(text.encode()))
    assert isinstance(found, PlanReport), found
    return found


def rendered(report: Report, language: str = "vi") -> dict[str, Any]:
    """The JSON that the command writes for `report`."""
    reporter, tally, pieces = Json(Wording(language), report.as_of, with_met=True), Tally(), []
    for result in report.results:
        tally.add(result)
        pieces.append(reporter.piece(result))
    findings = reporter.separator.join(piece[0] for piece in pieces if piece[0])
    found: dict[str, Any] = json.loads(
        reporter.opening() + findings + "".join(reporter.closing(tally, [piece[1:] for piece in pieces]))
    )
    return found


def entry(indicator: str, value: str, *lines: str) -> str:
    """One target of a plan file."""
    rows = [f"indicator: {indicator}", f"value: {value!r}", "where: I", *lines]
    return "  - " + "\n    ".join(rows) + "\n"
