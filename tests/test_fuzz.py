"""Bytes in, a report or a clear error out. `pytest --fuzz` tries for longer; `fuzz_seeds/` is where it starts."""

from pathlib import Path
from unicodedata import normalize

import pytest
from conftest import AS_OF, HEAD, ROOT, entry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nq42check.checking import Checker, PlanReport, RefusedFile
from nq42check.checks import CHECKS
from nq42check.knowledge import load_knowledge
from nq42check.phrase import read
from nq42check.reading import Refused, decode, parse
from nq42check.reports.data import Json
from nq42check.reports.table import TableReport
from nq42check.reports.wording import LANGUAGES, Wording
from nq42check.rulebook import load_rules
from nq42check.values import NotUnderstood

KNOWN = load_knowledge()
CHECKER = Checker(KNOWN, as_of=AS_OF)
SEEDS = [path.read_bytes() for path in sorted((ROOT / "tests/fuzz_seeds").iterdir())]
REPORTERS = [
    reporter
    for language in LANGUAGES
    for reporter in (
        Json(Wording(language), AS_OF, with_met=True),
        TableReport(Wording(language), AS_OF, width=80, color=True, show_all=True, some_rules_only=False),
    )
]
LEXICON = st.sampled_from((ROOT / "tests/fuzz_words.txt").read_text(encoding="utf-8").split())
PHRASES = st.lists(LEXICON, max_size=8).map(" ".join) | st.text(max_size=40)
SIGNS = [
    "\n",
    "  - ",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "#",
    "|",
    ">",
    "&a",
    "*a",
    "!t ",
    "<<",
    "---\n",
    "\t",
    "ế",
]
PIECES = st.sampled_from([*(sign.encode() for sign in SIGNS), b"\x00", b"\xff", b"\xe1\xba", b"2030", b"null"])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A seed with a few pieces cut out, put in or doubled."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        data = data[:start] + draw(PIECES | st.just(data[start:end] * 2)) + data[end:]
    return data


def checked(data: bytes, folder: Path) -> None:
    path = folder / "plan.yaml"
    path.write_bytes(data)
    result = CHECKER.check(str(path))
    if isinstance(result, RefusedFile | PlanReport):
        assert result.refusals or isinstance(result, PlanReport)
        for language in LANGUAGES:
            assert all(Wording(language).refusal(result.path, refusal) for refusal in result.refusals)
    for reporter in REPORTERS:
        assert all(isinstance(text, str) for text in reporter.piece(result))
    if isinstance(result, PlanReport):
        assert all(located.line >= 1 and located.column >= 1 for located in result.findings)


@given(data=mutated())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=1_000)
def test_any_plan_file(data: bytes, tmp_path: Path) -> None:
    checked(data, tmp_path)


@given(value=PHRASES, id=st.sampled_from(sorted(KNOWN.catalogue.indicators)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=1_000)
def test_any_value(value: str, id: str, tmp_path: Path) -> None:
    indicator = KNOWN.catalogue.indicators[id]
    stated = read(value, indicator)
    if isinstance(stated, NotUnderstood):
        assert stated.reason.startswith("value.") and 0 <= stated.offset <= len(value)
    else:
        assert read(normalize("NFD", value), indicator) == stated
    quoted = "'" + value.replace("'", "''").replace("\n", " ") + "'"
    checked((HEAD + entry(id, "X").replace("'X'", quoted)).encode(errors="replace"), tmp_path)


@given(data=mutated())
@settings(deadline=1_000)
def test_any_rules(data: bytes) -> None:
    source = (ROOT / "rules/relations.yaml").read_bytes()
    at = len(data) % len(source)
    try:
        load_rules(parse(decode(source[:at] + data[:40] + source[at:])), CHECKS, KNOWN.catalogue)
    except Refused as refusal:
        assert refusal.problems


@pytest.mark.parametrize("seed", SEEDS, ids=range(len(SEEDS)))
def test_seeds(seed: bytes, tmp_path: Path) -> None:
    checked(seed, tmp_path)
