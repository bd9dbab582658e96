"""What the tests share: the shipped knowledge, and plans made from a few lines."""

import json
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from nq42check.api import Report, check
from nq42check.language.figures import example
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Baseline, Binds, Known
from nq42check.reports import Brief, Reporter
from nq42check.reports.data import Json
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker
from nq42check.run.inputs import Input
from nq42check.run.knowledge import Knowledge, load_knowledge
from nq42check.run.results import PlanReport, Result
from nq42check.run.tally import Tally

# How long an example takes says more of the machine than of the code: `benchmarks/` shows speed.
settings.register_profile("usual", deadline=None)
settings.register_profile("fuzz", max_examples=20_000, deadline=None)
settings.load_profile("usual")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", action="store_true", help="try many more examples of every property")


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "GITLAB_", "CI_"))]:
        del os.environ[name]  # the tests' commands report as they do at a terminal, also in a CI
    os.environ["TERM"] = "xterm"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a command that is started many times is compiled once
    if config.getoption("--fuzz"):
        settings.load_profile("fuzz")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, so that none of them is what all the others wait for at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


KNOWN = load_knowledge()
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
    text: str, path: str = "plan.yaml", *, against: Iterable[Baseline] = (), known: Iterable[Known] = ()
) -> PlanReport:
    """What is found in the plan that `text` declares, without a file."""
    checker = Checker(KNOWN, as_of=AS_OF, against=tuple(against), known=known)
    found = checker.check(Input(path, BytesIO(text.encode())))
    assert isinstance(found, PlanReport), found
    return found


def rendered(report: Report, language: str = "vi") -> dict[str, Any]:
    """The JSON that the command writes for `report`."""
    found: dict[str, Any] = json.loads(written(Json(brief(language, report.as_of)), report.results))
    return found


def written(reporter: Reporter[Any], results: Iterable[Result]) -> str:
    """The report on `results`; each was made in another process, as far as the reporter can tell."""
    tally, pieces = Tally(), []
    for result in results:
        tally.add(result)
        pieces.append(pickle.loads(pickle.dumps(reporter.piece(result))))
    at_once = reporter.separator.join(piece.now for piece in pieces if piece.now)
    held = [piece.held for piece in pieces if piece.held is not None]
    return reporter.opening() + at_once + "".join(reporter.closing(tally, held))


def brief(language: str = "en", as_of: date = AS_OF, **more: Any) -> Brief:
    """What a reporter is told of a run of which nothing is asked but the language."""
    return Brief(Wording(language), as_of, **more)


def entry(indicator: str, value: str, *lines: str) -> str:
    """One target of a plan file."""
    rows = [f"indicator: {indicator}", f"value: {value!r}", "where: I", *lines]
    return "  - " + "\n    ".join(rows) + "\n"


def table(name: str) -> list[list[str]]:
    """The rows of a table of facts beside the tests: a first line names the columns, comments begin with #."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert all(len(row) == len(rows[0]) for row in rows)
    return rows[1:]


class Held(NamedTuple):
    """What the command says of one target held against one norm: JSON, and the exit code."""

    status: str | None
    assumed: bool
    rules: dict[str, str]
    errors: list[str]
    exit_code: int


@pytest.fixture
def held(tmp_path: Path, knowledge: Knowledge) -> Callable[..., Held]:
    """Holds a value against a norm: of 42-NQ/TW for its indicator, as if it bound each and were read, or `norm`."""

    def against(indicator: str, value: str, norm: str | None = None, quote: str | None = None) -> Held:
        found = norm_of_42(knowledge, indicator) if norm is None else Norm42(norm, "each", ())
        head = "document: {id: X, title: Chuẩn, by: 2030, version: '1'}\ntargets:\n"
        more = [f"binds: {found.binds}", "evidence: verified", "basis: b"]
        more += [f"groups: [{', '.join(found.groups)}]"] if found.groups else []
        (tmp_path / "norm.yaml").write_text(head + entry(indicator, found.value, *more), encoding="utf-8")
        lines = [f"quote: {json.dumps(quote, ensure_ascii=False)}"] if quote else []
        target = entry(indicator, "X", *lines).replace("'X'", json.dumps(value, ensure_ascii=False))
        (tmp_path / "plan.yaml").write_text(HEAD + target, encoding="utf-8")
        report = check(str(tmp_path / "plan.yaml"), against=[str(tmp_path / "norm.yaml")], as_of=AS_OF)
        assert not report.refused
        data = rendered(report)
        (row,) = data["coverage"]
        rules = {finding["name"]: finding["severity"] for finding in data["findings"]}
        errors = [error["name"] for error in data["errors"]]
        return Held(row["status"], row["assumed"], rules, errors, report.exit_code())

    return against


class Norm42(NamedTuple):
    """A norm as worded."""

    value: str
    binds: str
    groups: tuple[str, ...]


def norm_of_42(knowledge: Knowledge, indicator: str) -> Norm42:
    """The last norm of 42-NQ/TW for `indicator`, binding each but where it is a total; or an example."""
    (baseline,) = [each for each in knowledge.baselines if each.document.number == "42-NQ/TW"]
    norms = [norm for norm in baseline.norms if norm.target.indicator.id == indicator]
    if not norms:
        return Norm42(example(knowledge.catalogue.indicators[indicator]), "each", ())
    norm = max(norms, key=lambda norm: norm.target.by)
    target, binds = norm.target, "nation" if norm.binds is Binds.NATION else "each"
    return Norm42(target.text, binds, target.groups if target.groups != target.indicator.groups else ())


WEAK = HEAD + entry("insurance.social", "46%")
WAIVER = """\
waivers:
  - {rule: weaker, indicator: insurance.social, value: 46%, reason: Xuất phát điểm của tỉnh, until: 2027-12-31}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with a plan that falls short in `plans`."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/plan.yaml").write_text(WEAK + WAIVER, encoding="utf-8")
    return tmp_path


def names(folder: Path) -> list[str]:
    """What lies in `folder`."""
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def as_nobody(folder: Path, mode: int) -> Iterator[None]:
    """As a user for whom the `mode` of `folder` counts; what is imported meanwhile has to be imported before."""
    for each in folder.parents:
        if not each.stat().st_mode & 0o001:
            each.chmod(0o755)
    folder.chmod(mode)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
