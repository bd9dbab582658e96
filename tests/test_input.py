"""Inputs that cannot be used: each is refused with its place, nothing is guessed, nothing crashes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import AS_OF, HEAD, KNOWN, ROOT, entry

from nq42check.api import check
from nq42check.reading.catalogue import load_catalogue, load_lexicon
from nq42check.reading.documents import load_baseline
from nq42check.reading.nodes import Node, Refused
from nq42check.reading.parsing import parse
from nq42check.reports.wording import Wording
from nq42check.run.files import load
from nq42check.run.settings import load_settings
from nq42check.texts import LANGUAGES

GOOD = HEAD + entry("insurance.social", "60%")
LAST = GOOD.count("\n")


def refusals(path: Path) -> list[tuple[str, str, int | None, int | None]]:
    report = check(str(path), as_of=AS_OF)
    assert not report.plans
    assert report.exit_code() == 4
    (file,) = report.refused
    for language in LANGUAGES:
        for refusal in file.refusals:
            assert Wording(language).refusal(file.path, refusal)  # every field that the message names is there
    return [(each.rule.name, each.problem.reason, each.problem.line, each.problem.column) for each in file.refusals]


def replaced(old: str, new: str) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new).encode()


VALUE = "value: '60%'"
CASES = {
    "not yaml": (b"x: [", [("syntax", "syntax.open-bracket", 2, 1)]),
    "tab": (b"province: a\n\tb: c\n", [("syntax", "syntax.tab", 2, 1)]),
    "no space after a dash": (replaced("- indicator:", "-indicator:"), [("syntax", "syntax.write", 7, 4)]),
    "no space after a key": (replaced(VALUE, "value:trên 95%"), [("syntax", "syntax.write", 8, 11)]),
    "no space after a key in a list": (
        replaced("- indicator: ", "- indicator:"),
        [("syntax", "syntax.write", 7, 15)],
    ),
    "a wide colon": (replaced(VALUE, "value：60%"), [("syntax", "syntax.write", 8, 10)]),
    "an open quote": (replaced(VALUE, 'value: "60%'), [("syntax", "syntax.write", 8, 12)]),
    "a Word file": (b"PK\x03\x04abc", [("encoding", "encoding.office", 1, 1)]),
    "unquoted >": (replaced(VALUE, "value: > 95"), [("syntax", "syntax.write", 8, 12)]),
    "unquoted >=": (replaced(VALUE, "value: >= 95"), [("syntax", "syntax.write", 8, 12)]),
    "folded block": (replaced(VALUE, "value: >\n      95"), [("value", "value.block", 8, 12)]),
    "comment in a value": (replaced(VALUE, "value: 60 #1"), [("value", "value.write-hash", 8, 12)]),
    "comment in a value, empty before it": (replaced(VALUE, "value: #60%"), [("value", "value.write-hash", 8, 12)]),
    "comment in a quoted value": (replaced(VALUE, "value: '60%' #1"), [("value", "value.comment", 8, 12)]),
    "comment in a name": (replaced("Ví dụ", "Xã Tân An #2"), [("syntax", "syntax.write-hash", 1, 11)]),
    "a name that is only a comment": (replaced("Ví dụ", "#2"), [("syntax", "syntax.write-hash", 1, 11)]),
    "comment behind a tab": (replaced("Ví dụ", "Xã Tân An\t#2"), [("syntax", "syntax.write-hash", 1, 11)]),
    "comment in a list": (replaced("[42-NQ/TW]", "\n    - 42-NQ/TW #1"), [("syntax", "syntax.comment", 5, 7)]),
    "comment in a bracket": (replaced("[42-NQ/TW]", "[42-NQ/TW #1\n    ]"), [("syntax", "syntax.comment", 4, 16)]),
    "comment in a text of two lines": (
        replaced("title: Kế hoạch", "title: Kế hoạch #15\n    của tỉnh"),
        [("syntax", "syntax.write-hash", 3, 10)],
    ),
    "comment in a place, and a misspelt key": (
        replaced("where: I", "where: II #2") + entry("insurance.health", "95%").replace("where", "were").encode(),
        [("shape", "shape.unknown-key-near", 12, 5), ("syntax", "syntax.write-hash", 9, 12)],
    ),
    "conflict": (
        replaced("province", "<<<<<<< HEAD\nprovince") + b"=======\n>>>>>>> other\n",
        [("syntax", "syntax.conflict", 1, 1)],
    ),
    "conflict that YAML could read": (
        GOOD.encode() + b"    note: 'a\n<<<<<<< HEAD\n      b\n=======\n      c\n>>>>>>> other\n      '\n",
        [("syntax", "syntax.conflict", LAST + 2, 1)],
    ),
    "conflict in old Mac lines, in no encoding": (b"a: b\r<<<<<<< x\r\xff", [("syntax", "syntax.conflict", 2, 1)]),
    "conflict, of which the origin is left": (b"a: b\n|||||||\nc: d\n", [("syntax", "syntax.conflict", 2, 1)]),
    "conflict, of which the middle is left": (b"a: b\n=======\nc: d\n", [("syntax", "syntax.conflict", 2, 1)]),
    "a key twice but for a sign that nobody sees": (
        replaced(VALUE, f"{VALUE}\n    va\u200blue: 70%"),
        [("duplicate-key", "duplicate-key.key", 9, 5)],
    ),
    "an escaped key twice": (
        replaced(VALUE, f'{VALUE}\n    "va\\u00ADlue": 70%'),
        [("duplicate-key", "duplicate-key.key", 9, 5)],
    ),
    "a name that nobody sees": (replaced("Ví dụ", "\u200b\u2060"), [("shape", "shape.empty-required", 1, 11)]),
    "turned writing": (replaced("Ví dụ", "Ví\u202edụ"), [("encoding", "encoding.control", 1, 13)]),
    "a right-to-left mark": (replaced("Ví dụ", "Ví\u200fdụ"), [("encoding", "encoding.control", 1, 13)]),
    "lines that no editor shows": (
        replaced("Ví dụ", "a\u2028b\u2029c\x85d # e\u2028f") + b"x: [",
        [("syntax", "syntax.open-bracket", LAST + 2, 1)],
    ),
    "no space in old Mac lines": (
        replaced(VALUE, "value:60%").replace(b"\n", b"\r"),
        [("syntax", "syntax.write", 8, 11)],
    ),
    "not utf-8 in old Mac lines": (b"a: b\rc: \xff\r", [("encoding", "encoding.not-utf-8", 2, 4)]),
    "TCVN3 in old Mac lines": ("a: Kế hoạch\rc: Hµ Giang\r".encode(), [("encoding", "encoding.tcvn3", 2, 4)]),
    "marks without end": (b"a: " + "\u0301\u0323".encode() * 20, [("encoding", "encoding.control", 1, 4)]),
    "not utf-8": ("province: Hà Giang\n".encode("cp1258"), [("encoding", "encoding.not-utf-8", 1, 12)]),
    "utf-16": (GOOD.encode("utf-16"), [("encoding", "encoding.utf-16", 1, 1)]),
    "nul": (b"province: a\x00b\n", [("encoding", "encoding.control", 1, 12)]),
    "escape": (b"a: b\nc: \x1b[31m\n", [("encoding", "encoding.control", 2, 4)]),
    "empty": (b"", [("shape", "shape.empty", 1, 1)]),
    "only text": (b"abc\n", [("shape", "shape.mapping", 1, 1)]),
    "two documents": (GOOD.encode() + b"---\na: 1\n", [("syntax", "syntax.two-documents", LAST + 1, 1)]),
    "alias": (b"a: &x 1\nb: *x\n", [("syntax", "syntax.anchor", 1, 4)]),
    "tag": (b"a: !!str 1\n", [("syntax", "syntax.tag", 1, 4)]),
    "merge": (b"<<: {a: 1}\n", [("syntax", "syntax.merge", 1, 1)]),
    "deep": (b"[" * 30_000, [("limit", "limit.depth", 1, 17)]),
    "deep, and closed": (b"[" * 30_000 + b"]" * 30_000, [("limit", "limit.depth", 1, 17)]),
    "deep in a value": (b"province: " + b"[" * 2_000, [("limit", "limit.depth", 1, 26)]),
    "a list as a key before it is deep": (b"{[" * 2_000, [("shape", "shape.key", 1, 2)]),
    "deep in both brackets": (b"[{a: " * 2_000, [("limit", "limit.depth", 1, 41)]),
    "deep over lines": ("{ạ:\n[\n".encode() * 2_000, [("limit", "limit.depth", 17, 1)]),
    "deep in dashes": (b"- " * 2_000, [("limit", "limit.depth", 1, 33)]),
    "a key of a key before it is deep": (b"a: 1\n" + b"? " * 2_000, [("shape", "shape.key", 2, 3)]),
    "deep in keys": (
        "".join(f"{' ' * depth}a:\n" for depth in range(1_300)).encode(),
        [("limit", "limit.depth", 17, 17)],
    ),
    "deep in dashes, then brackets": (b"- " * 10 + b"[" * 2_000, [("limit", "limit.depth", 1, 27)]),
    "deep, then an open quote": (b"[" * 20 + b'"abc', [("limit", "limit.depth", 1, 17)]),
    "brackets in an open quote": (b"[" * 15 + b'"abc' + b"[" * 2_000, [("syntax", "syntax.open-quote", 1, 16)]),
    "an anchor before it is deep": (b"[&a " + b"[" * 2_000, [("syntax", "syntax.anchor", 1, 2)]),
    "a wrong bracket before it is deep": (b"[}" + b"[" * 2_000, [("syntax", "syntax.open-bracket", 1, 2)]),
    "sixteen levels and an open bracket": (b"[" * 16, [("syntax", "syntax.open-bracket", 2, 1)]),
    "duplicate key": (replaced(VALUE, f"{VALUE}\n    value: 70%"), [("duplicate-key", "duplicate-key.key", 9, 5)]),
    "misspelt key": (
        replaced("province:", "provnce:"),
        [("shape", "shape.unknown-key-near", 1, 1)],
    ),
    "missing value": (replaced(f"    {VALUE}\n", ""), [("shape", "shape.missing-key", 7, 5)]),
    "empty scope": (replaced(VALUE, f"{VALUE}\n    only:"), [("shape", "shape.empty-optional", 9, 10)]),
    "no value": (replaced(f"    {VALUE}\n", ""), [("shape", "shape.missing-key", 7, 5)]),
    "a value that may be cut off": (replaced(VALUE, "value: # 60%"), [("syntax", "syntax.comment", 8, 11)]),
    "bare true": (replaced(VALUE, "value: true"), [("shape", "shape.empty-text", 8, 12)]),
    "a list as value": (replaced(VALUE, "value: [60%]"), [("shape", "shape.write", 8, 12)]),
    "no targets": (HEAD.replace("targets:\n", "targets: []\n").encode(), [("shape", "shape.empty-list", 6, 1)]),
    "targets no list": (HEAD.encode() + b"  a: b\n", [("shape", "shape.list", 6, 1)]),
    "bad year": (replaced("by: 2030", "by: năm 2030"), [("shape", "shape.year", 5, 7)]),
    "unknown indicator": (
        replaced("insurance.social", "insurance.socail"),
        [("unknown-name", "unknown-name.indicator-near", 7, 16)],
    ),
    "unknown group": (
        replaced(VALUE, f"{VALUE}\n    groups: [xyzzy]"),
        [("unknown-name", "unknown-name.group-none", 9, 14)],
    ),
    "another indicator's group": (
        replaced(VALUE, f"{VALUE}\n    groups: [islands]"),
        [("unknown-name", "unknown-name.group-none", 9, 14)],
    ),
    "unknown document": (replaced("42-NQ/TW]", "24-NQ/TW]"), [("unknown-name", "unknown-name.document", 4, 16)]),
    "two problems at once": (
        replaced("60%", "60%\n    groups: [xyzzy]").replace(b"'60%", b"60%").replace(b"xyzzy]'", b"xyzzy]")
        + entry("insurance.socail", "1%").encode(),
        [("unknown-name", "unknown-name.group-none", 9, 14), ("unknown-name", "unknown-name.indicator-near", 11, 16)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_refused_at_its_place(name: str, tmp_path: Path) -> None:
    data, expected = CASES[name]
    path = tmp_path / "plan.yaml"
    path.write_bytes(data)
    assert sorted(refusals(path)) == sorted(expected)


def test_brackets_in_quotes_comments_and_words_are_no_nesting(tmp_path: Path) -> None:
    many = "[{" * 1_000
    path = tmp_path / "plan.yaml"
    path.write_text(GOOD + f"    quote: 'đạt 60% {many}' # {many}\n    note: a {many}\n# {many}\n", encoding="utf-8")
    assert check(str(path), as_of=AS_OF).plans


UNREAD = {
    "ambiguous number": (
        HEAD + entry("housing.floor_area", "1.500"),
        [("value.ambiguous", 8, 13)],
    ),
    "another's noun": (HEAD + entry("health.pharmacists", "đạt 12 bác sĩ"), [("value.phrase", 8, 20)]),
    "985%": (GOOD.replace("60%", "985%"), [("value.slipped", 8, 13)]),
    "985% behind spaces in quotes": (GOOD.replace("60%", "  985%"), [("value.slipped", 8, 15)]),
    "two readings": (HEAD + entry("health.stunting", "giảm dưới 15%"), [("value.change-or-level", 8, 13)]),
    "two values": (
        HEAD + entry("health.stunting", "0,14") + entry("insurance.social", "60%") + entry("health.doctors", "1900"),
        [("value.share", 8, 13), ("value.implausible", 14, 13)],
    ),
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_value_that_is_not_understood_is_told_at_its_place_and_the_rest_is_checked(name: str, tmp_path: Path) -> None:
    text, expected = UNREAD[name]
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    report = check(str(path), as_of=AS_OF)
    (plan,) = report.plans
    assert [(each.problem.reason, each.problem.line, each.problem.column) for each in plan.refusals] == expected
    assert {each.rule.name for each in plan.refusals} == {"value"}
    for language in LANGUAGES:
        assert all(Wording(language).refusal(plan.path, refusal) for refusal in plan.refusals)
    assert plan.compared and report.exit_code() == 4


def test_a_norm_or_a_waiver_that_is_not_understood_refuses_its_file(tmp_path: Path) -> None:
    waiver = "waivers:\n  - {rule: weaker, indicator: insurance.social, value: 985%, reason: r, until: 2027-12-31}\n"
    path = tmp_path / "plan.yaml"
    path.write_text(GOOD + waiver, encoding="utf-8")
    assert [found[:2] for found in refusals(path)] == [("value", "value.slipped")]


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert check(str(path), as_of=AS_OF).plans


def test_trailing_comments_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GOOD.replace("by: 2030", "by: 2030   # thời hạn chung"), encoding="utf-8")
    assert check(str(path), as_of=AS_OF).plans


def test_a_missing_file_and_a_folder_called_like_a_file(tmp_path: Path) -> None:
    assert refusals(tmp_path / "none.yaml") == [("unreadable", "unreadable.missing", None, None)]
    (tmp_path / "x.yaml").mkdir()
    assert check(str(tmp_path / "x.yaml"), as_of=AS_OF).exit_code() == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.yaml")
    assert refusals(tmp_path / "plan.yaml") == [("unreadable", "unreadable.not-a-file", None, None)]


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"#" * (1 << 20) + b"\n")
    assert refusals(path) == [("limit", "limit.bytes", None, None)]


def test_one_bad_file_among_good_ones_is_reported_and_the_others_are_checked(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("province: [", encoding="utf-8")
    report = check(str(tmp_path), as_of=AS_OF)
    assert (len(report.plans), len(report.refused), report.exit_code()) == (1, 1, 4)


UNSEEN = {
    "key": (VALUE, "va\u200blue: '60%'"),
    "no-break spaces around a key": (VALUE, "value\xa0:\xa0'60%'"),
    "no-break spaces for indentation": ("  - indicator", "\xa0\xa0-\xa0indicator"),
    "id": ("insurance.social", "insurance\xad.social\ufeff"),
    "year": ("2030", "20\u200d30"),
    "choice": ("where: I", "task: fal\u2060se"),
    "date": ("  by", "  date: 2024-\ufe0f07-08\n  by"),
    "document": ("[42-NQ/TW]", "[42\u200b-NQ/TW]"),
    "value": ("'60%'", "'6\u200b0%'"),
    "escaped": ("'60%'", '"6\\u200B0%"'),
    "Ð in a document's number": ("[42-NQ/TW]", "[42-NQ/TW, 1190/QÐ-TTg]"),
}


@pytest.mark.parametrize("what", UNSEEN)
def test_signs_that_nobody_sees_do_no_harm(what: str, tmp_path: Path) -> None:
    old, new = UNSEEN[what]
    (tmp_path / "plan.yaml").write_bytes(replaced(old, new))
    (plan,) = check(str(tmp_path / "plan.yaml"), as_of=AS_OF).plans
    assert not plan.refusals and plan.compared


def test_a_name_stays_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(replaced("Ví dụ", "Ví\u200b Ðụ"))
    (plan,) = check(str(tmp_path / "plan.yaml"), as_of=AS_OF).plans
    assert plan.document.place == "Ví\u200b Ðụ"


def test_a_comment_set_off_by_a_space_and_a_sign_in_quotes_are_read(tmp_path: Path) -> None:
    text = GOOD.replace("province: Ví dụ", 'province: "Xã #2" # tên').replace("where: I", "where: I#1 ## mục")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    (plan,) = check(str(tmp_path / "plan.yaml"), as_of=AS_OF).plans
    assert plan.document.place == "Xã #2"


LEXICON = load_lexicon(load(str(ROOT / "baselines/words.yaml")))
OTHERS: dict[str, tuple[str, str, Callable[[Node], object]]] = {
    "catalogue": ("baselines/indicators.yaml", "    vi: ", lambda node: load_catalogue(node, LEXICON)),
    "words": ("baselines/words.yaml", "    - tối thiểu", load_lexicon),
    "baseline": ("baselines/42-nq-tw.yaml", "  title: ", lambda node: load_baseline(node, KNOWN.catalogue)),
    "settings": (
        "tests/settings.yaml",
        "exclude:\n  - ",
        lambda node: load_settings(node, lambda *_: KNOWN, lambda _: True),
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_text_that_a_comment_cuts_off_is_refused_in_every_kind_of_file(kind: str) -> None:
    name, before, loaded = OTHERS[kind]
    text = "exclude:\n  - drafts\n" if kind == "settings" else (ROOT / name).read_text(encoding="utf-8")
    start = text.index(before) + len(before)
    end = text.index("\n", start)
    loaded(parse(text))
    for cut_off in (" #15", "\t#15", "  #mục", " # 15", " #  15"):
        with pytest.raises(Refused) as refusal:
            loaded(parse(f"{text[:end]}{cut_off}{text[end:]}"))
        assert [problem.reason for problem in refusal.value.problems] == ["syntax.comment"]
    for comment in (" # mục 15", "   # 15", "   #15", " #", " ##"):
        loaded(parse(f"{text[:end]}{comment}{text[end:]}"))


@pytest.mark.parametrize(
    "old, new",
    [
        ("indicator: insurance.social", "indicator: insurance.social #x"),
        ("implements: [42-NQ/TW]", "implements:  #x\n    [42-NQ/TW]"),
        ("province: Ví dụ", "province: Ví dụ                #tỉnh"),
    ],
)
def test_a_comment_that_can_cut_off_nothing_is_read(old: str, new: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    assert check(str(tmp_path / "plan.yaml"), as_of=AS_OF).plans
