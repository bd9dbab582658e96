"""Bytes in, a report or a clear error out. `pytest --fuzz` tries for longer; `fuzz_seeds/` is where it starts."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from json import dumps
from pathlib import Path
from types import FrameType
from typing import Any
from unicodedata import normalize

import pytest
from conftest import AS_OF, HEAD, ROOT, brief, entry
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from nq42check.flagging.checks import CHECKS
from nq42check.flagging.rulebook import load_rules
from nq42check.language.phrase import read
from nq42check.model.values import NotUnderstood
from nq42check.reading.encoding import decode
from nq42check.reading.nodes import Refused
from nq42check.reading.parsing import parse
from nq42check.reports import Reporter
from nq42check.reports.data import Json
from nq42check.reports.table import TableReport
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker
from nq42check.run.inputs import Input
from nq42check.run.knowledge import load_knowledge
from nq42check.run.results import PlanReport, RefusedFile
from nq42check.texts import LANGUAGES

KNOWN = load_knowledge()
CHECKER = Checker(KNOWN, as_of=AS_OF)
SEEDS = [path.read_bytes() for path in sorted((ROOT / "tests/fuzz_seeds").iterdir())]
REPORTERS: list[Reporter[Any]] = [
    reporter
    for language in LANGUAGES
    for reporter in (
        Json(brief(language)),
        TableReport(brief(language, color=True, show_all=True)),
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


def checked(data: bytes, folder: Path, reporters: Sequence[Reporter[Any]] = REPORTERS) -> None:
    path = folder / "plan.yaml"
    path.write_bytes(data)
    result = CHECKER.check(Input(str(path)))
    if isinstance(result, RefusedFile | PlanReport):
        assert result.refusals or isinstance(result, PlanReport)
        for language in LANGUAGES:
            assert all(Wording(language).refusal(result.path, refusal) for refusal in result.refusals)
    for reporter in reporters:
        assert isinstance(reporter.piece(result).now, str)
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


# Long inputs: one piece again and again, wherever a file has room for it. What comes before, what is repeated, and what
# comes behind. `piece` is as it is and `word` without spaces; `short` and `long` stand in quotes, one piece and many.
ONE = "  - indicator: insurance.social\n"
LONG = {
    "values": (HEAD, ONE + '    value: "{n}% {long}"\n', ""),
    "values of words": (HEAD, ONE + '    value: "{long}"\n', ""),
    "steps": (HEAD, '  - indicator: health.malaria\n    value: "loại trừ {long}"\n', ""),
    "quotes": (HEAD, '  - indicator: labour.certified\n    value: 60%\n    quote: "{long} 60%"\n', ""),
    "quotes of steps": (HEAD, '  - indicator: health.malaria\n    value: loại trừ\n    quote: "{long}"\n', ""),
    "notes": (HEAD, ONE + '    value: 60%\n    note: "{long}"\n', ""),
    "only": (HEAD, ONE + '    value: {n}%\n    only: "x{long}"\n', ""),
    "targets": (HEAD, ONE + '    value: "{year},{n}% {short}"\n', ""),
    "years": (HEAD, ONE + '    value: "{year},{n}%"\n    by: 20{year}\n    where: "x{short}"\n', ""),
    "excuses": (HEAD + ONE + "    value: 60%\nnot_applicable:\n", ONE + '    reason: "x{short}"\n', ""),
    "waivers": (
        HEAD + ONE + "    value: 1%\nwaivers:\n",
        ONE + '    rule: NQ101\n    value: "{n}%"\n    reason: "x{short}"\n    authority: x\n    until: 2099-12-31\n',
        "",
    ),
    "groups": (HEAD + "  - indicator: culture.remote_people\n    value: 60%\n    groups:\n", '    - "{short}"\n', ""),
    "names": ("document:\n  implements:\n", '    - "{short}"\n', "province: Ví dụ\n"),
    "keys": (HEAD, '"{short}{n}": x\n', ""),
    "long keys": (HEAD, '"{n}{long}": x\n', ""),
    "comments": (HEAD + ONE + "    value: 60%\n", "# {short}\n", ""),
    "lines": (HEAD, "{piece}{n}\n", ""),
    "rows": (HEAD, "  - {piece}\n", ""),
    "a line": (HEAD, "{word}", "\n'x\n"),
    "a line behind a dash": (f"{HEAD}-", "{word}", "\n'x\n"),
    "a line behind spaces": (f"{HEAD}    ", "{piece}", "\n'x\n"),
    "a line behind a key": (f"{HEAD}  - indicator:", "{word}", "\n'x\n"),
    "an open quote": (f"{HEAD}  - '", "{piece}", ""),
    "an open bracket": (f"{HEAD}  - [", "{piece}", ""),
}
BYTES, CHARACTERS = 150_000, 18_000
SECONDS = 10
"""The processor time that a long input may take. In time linear to its length it takes a tenth, by pairs more."""


def stretched(place: str, piece: str) -> bytes:
    """A file in which `piece` fills `place`."""
    before, line, behind = LONG[place]
    short = dumps(piece, ensure_ascii=False)[1:-1]
    word = "".join(piece.split()) or "x"
    fields = {"piece": piece, "word": word, "short": short, "long": short * (CHARACTERS // len(piece))}
    parts, size = [], 0
    while size < BYTES:
        parts.append(line.format(n=len(parts), year=f"{len(parts) % 97 + 2:02}", **fields))
        size += len(parts[-1].encode())
    return (before + "".join(parts) + behind).encode()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in what takes more processor time, whatever else the machine does meanwhile."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


FUZZ = settings.default.max_examples > 100


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timer of processor time")
@pytest.mark.parametrize("place", LONG)
@given(piece=LEXICON | LEXICON.map("{} ".format) | st.sampled_from(SIGNS) | st.text(min_size=1, max_size=8))
@example(piece="trên ")
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=100,
    phases=[Phase.explicit, Phase.generate] if FUZZ else [Phase.explicit],  # a shorter piece would tell no more
)
def test_any_long_file(place: str, piece: str, tmp_path: Path) -> None:
    data = stretched(place, piece)
    with within(SECONDS):
        checked(data, tmp_path, REPORTERS[:2])


@pytest.mark.parametrize("seed", SEEDS, ids=range(len(SEEDS)))
def test_seeds(seed: bytes, tmp_path: Path) -> None:
    checked(seed, tmp_path)
