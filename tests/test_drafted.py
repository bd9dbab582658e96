"""A draft as a plan file: all that it says can be read back, and what a person must look at is marked and explained."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import KNOWN, ROOT
from hypothesis import example, given
from hypothesis import strategies as st

from nq42check.drafting.drafts import Draft, Head, Reason, Row, Unplaced
from nq42check.model.catalogue import Names
from nq42check.model.document import Plan
from nq42check.reading.documents import load_plan
from nq42check.reading.encoding import decode
from nq42check.reading.nodes import Mapping, Refused, Scalar, Sequence
from nq42check.reading.parsing import MAX_SCALAR, parse
from nq42check.reading.quoting import item, scalar, written
from nq42check.reports.drafted import Origin, counts, plan_file
from nq42check.reports.wording import Wording
from nq42check.texts import LANGUAGES, en, vi

HEAD = Head("Ví dụ", "12/KH-UBND", date(2024, 7, 8), "Kế hoạch", "Ủy ban nhân dân", ("42-NQ/TW",), 2030)
NOTHING = Head(None, None, None, None, None, (), None)
ORIGIN = Origin("KH-12.docx", "0" * 64)


def row(indicator: str = "insurance.health", value: str = "đạt 95%", **more: Any) -> Row:
    usual: dict[str, Any] = dict(
        by=None,
        groups=(),
        counts=None,
        only=None,
        where="II.1",
        quote=value,
        owner=None,
        sure=True,
        reasons=(),
        block=0,
    )
    return Row(KNOWN.catalogue.indicators[indicator], value, **{**usual, **more})


def unplaced(words: str = "80% số xã", **more: Any) -> Unplaced:
    return Unplaced(words, **{"where": "II.2", "resembles": None, "outside": None, "block": 0, **more})


def draft(*rows: Row, head: Head = HEAD, unplaced: tuple[Unplaced, ...] = (), listed: bool = True) -> Draft:
    return Draft(head, rows, unplaced, (), listed)


def file(made: Draft, lang: str = "vi", origin: Origin = ORIGIN, *, is_draft: bool | None = None) -> str:
    return plan_file(made, origin, Wording(lang), is_draft=not made.is_sure if is_draft is None else is_draft)


def loaded(text: str) -> Plan:
    return load_plan(parse(decode(text.encode())), KNOWN.catalogue, KNOWN.rule_names)


# Any words

SIGNS = st.text(alphabet=":#-?[]{},&*!|>'\"%@`\\~<=. \t\n\x85\xa0\u2028\ufe0fab1đ", max_size=12)
WORDS = st.one_of(SIGNS, st.text(max_size=30))


@given(WORDS)
@example("null")
@example("-")
@example("- ")
@example("a: b")
@example("a #1")
@example("'a' và \"b\\")
@example("x" * (MAX_SCALAR + 5))
@example("0" * 1100 + ": y")
def test_any_words_are_read_back_as_they_were_written(text: str) -> None:
    node = parse(f"key: {scalar(text)}\nlist: [{item(text)}, {item(text)}]\n")
    assert isinstance(node, Mapping)
    alone, listed = node.entries["key"], node.entries["list"]
    assert isinstance(alone, Scalar) and isinstance(listed, Sequence)
    assert [alone.text, *(each.text for each in listed.items)] == [written(text)] * 3  # type: ignore[union-attr]
    assert "\n" not in written(text) and len(written(text)) <= MAX_SCALAR


@given(st.text(alphabet="aăâđêôơư ốềỷ,.%<>=≤≥0123456789()–-/|", min_size=1))
def test_words_as_documents_have_them_lose_nothing(text: str) -> None:
    assert written(text) == " ".join(text.split())


FILLED = WORDS.filter(lambda text: any(map(str.isalpha, text)))


@given(WORDS, WORDS, FILLED, FILLED, WORDS, FILLED)
def test_whatever_words_a_document_has_the_plan_loads_with_them(
    where: str, quote: str, title: str, words: str, owner: str, only: str
) -> None:
    made = draft(
        row(where=where, quote=quote, owner=owner, only=only, sure=False),
        head=HEAD._replace(title=title, number=words, issuer=only, place=words, implements=(words,)),
        unplaced=(unplaced(words, where=where, outside=Names(title, title)),),
    )
    try:
        plan = loaded(file(made))
    except Refused as refusal:  # letters that look like text in another encoding are told as in any other file
        assert all(problem.reason.startswith("encoding.") for problem in refusal.problems)
        return
    target = plan.targets[0]
    assert [target.where or "", target.quote or "", target.owner or ""] == [*map(written, (where, quote, owner))]
    assert [plan.document.title, plan.document.number, target.only] == [written(title), written(words), written(only)]
    assert plan.document.implements == (written(words),)
    assert [each.words for each in plan.unplaced] == [written(words)]


# What a plan says


def test_a_row_says_what_is_not_usual_for_its_indicator() -> None:
    usual = row("assistance.allowance_households", "100%")
    every = usual.indicator.groups
    narrow = usual._replace(groups=every[:1], by=2025, counts="people", owner="Sở Y tế", only="ở xã")
    text = file(draft(usual._replace(groups=every), narrow))
    assert [line.strip().partition(":")[0] for line in text.splitlines()[-8:]] == [
        *("value", "by", "groups", "counts", "only", "owner", "where", "quote"),
    ]
    assert text.count("groups:") == text.count("counts:") == 1
    first, second = loaded(text).targets
    assert (first.by, first.groups, second.by, second.groups) == (2030, every, 2025, every[:1])
    assert (second.counts, second.owner, second.only) == ("people", "Sở Y tế", "ở xã")


def test_rows_stand_in_the_order_of_the_document_under_their_places() -> None:
    made = draft(
        row(where="II.1"), row("labour.unemployment", "2%", where="II.1"), row("health.stunting", "2%", where="III")
    )
    text = file(made)
    assert re.findall(r"# ─── (\S+) ─", text) == ["II.1", "III"]
    assert [target.indicator.id for target in loaded(text).targets] == [row.indicator.id for row in made.rows]


def test_what_is_sure_of_all_is_a_plan_like_any_other() -> None:
    text = file(draft(row()))
    assert "status" not in text and "unplaced" not in text
    assert not loaded(text).document.draft


def test_what_is_not_sure_says_so_at_its_row_and_of_the_document() -> None:
    plan = loaded(file(draft(row(), row("labour.unemployment", "2%", sure=False))))
    assert plan.document.draft
    assert [target.draft for target in plan.targets] == [False, True]


def test_a_plan_can_be_a_draft_of_which_all_is_sure() -> None:
    plan = loaded(file(draft(row()), is_draft=True))
    assert plan.document.draft and not plan.drafted


def test_words_without_an_indicator_are_kept_with_what_they_resemble() -> None:
    near, outside = KNOWN.catalogue.indicators["health.stunting"], Names("Đường giao thông", "Roads")
    made = draft(row(), unplaced=(unplaced(), unplaced("a: 1%", resembles=near), unplaced("b 2%", outside=outside)))
    text = file(made)
    found = [(each.words, each.resembles and each.resembles.id, each.outside) for each in loaded(text).unplaced]
    assert found == [("80% số xã", None, None), ("a: 1%", near.id, None), ("b 2%", None, "Đường giao thông")]
    assert f"# Gần giống {near.id} ({near.names.vi})." in text
    assert "# Looks like “Roads”" in file(made, "en")


def test_the_source_is_named_with_its_sum() -> None:
    text = file(draft(row()), origin=ORIGIN._replace(source="../KH 12.docx"))
    assert "  source: ../KH 12.docx\n  sha256: " + "0" * 64 + "\n" in text
    assert loaded(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_not_found_has_a_comment_that_says_what_to_write(lang: str) -> None:
    text = file(draft(row(), head=NOTHING), lang)
    for key in ("place", "id", "title", "issuer", "date", "implements", "by"):
        (line,) = [
            line for line in text.splitlines() if line.strip().startswith(f"# {key.replace('place', 'province')}: ")
        ]
        assert len(line) > 30
    with pytest.raises(Refused) as refusal:
        loaded(text)
    assert [problem.reason for problem in refusal.value.problems]
    lines = text.splitlines()
    assert {lines[problem.line - 1].strip() for problem in refusal.value.problems if problem.line} <= {
        *("province:", "title:", "by:")
    }
    filled = (
        text.replace("\nprovince:", "\nprovince: X")
        .replace("\n  title:", "\n  title: Y")
        .replace("  by:", "  by: 2030")
    )
    assert loaded(filled).document.title == "Y"


def test_documents_without_norms_are_named_and_not_implemented() -> None:
    text = file(draft(row()), origin=ORIGIN._replace(unknown=("7-CTr/TU",)))
    assert "7-CTr/TU" in text and loaded(text).document.implements == ("42-NQ/TW",)


# What a reader is told


@pytest.mark.parametrize(
    "sure, review, left, vi, en",
    [
        (
            28,
            11,
            2,
            "39 dòng: 28 chắc, 11 cần xem; 2 câu chưa nhận ra",
            "39 rows: 28 sure, 11 to review; 2 clauses not",
        ),
        (1, 0, 1, "1 dòng: 1 chắc, 0 cần xem; 1 câu chưa nhận ra", "1 row: 1 sure, 0 to review; 1 clause not"),
        (0, 0, 0, "0 dòng; 0 câu chưa nhận ra", "0 rows; 0 clauses not"),
    ],
)
def test_rows_are_counted_in_words_that_fit(sure: int, review: int, left: int, vi: str, en: str) -> None:
    made = draft(*[row()] * sure, *[row(sure=False)] * review, unplaced=(unplaced(),) * left)
    assert counts(made, Wording("vi")) == vi
    assert counts(made, Wording("en")) == f"{en} recognised"


def test_the_first_lines_say_from_what_it_was_drafted_and_what_to_do() -> None:
    text = file(draft(row(sure=False)), origin=ORIGIN._replace(dropped=3))
    head = text.partition("\nprovince:")[0]
    assert head.startswith("# Bản nháp do nq42check ") and "KH-12.docx. 1 dòng: 0 chắc, 1 cần xem" in head
    assert "Đã bỏ 3 đoạn bị xóa" in head and "status: draft" in head
    assert "Không tìm thấy mục chỉ tiêu" not in head
    assert "Không tìm thấy mục chỉ tiêu" in file(draft(row(sure=False), listed=False))


def test_a_comment_says_why_a_row_is_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vi.TEXTS, "drafted.one", "điều {what}")
    reasons = (Reason("one", (("what", "này"),)), Reason("one", (("what", "kia\nx: 1"),)))
    made = draft(row(sure=False, reasons=reasons), row("labour.unemployment", "2%", reasons=reasons[:1]))
    text = file(made)
    assert "  # Cần xem: điều này; điều kia x: 1.\n  - indicator: insurance.health\n" in text
    assert "  # Cách hiểu: điều này.\n  - indicator: labour.unemployment\n" in text
    assert loaded(text)


def test_a_row_that_is_not_sure_without_a_reason_is_to_be_reviewed_all_the_same() -> None:
    assert "  # Cần xem: đối chiếu lại với văn bản.\n  - indicator:" in file(draft(row(sure=False)))


def named(calls: str, path: Path) -> set[str]:
    """The ids that are the first argument of calls of `calls` in a module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == calls and node.args:
            first = node.args[0]
            choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            found |= {each.value for each in choices if isinstance(each, ast.Constant)}
    return found


@pytest.mark.parametrize("calls, prefix", [("Reason", "drafted"), ("Unread", "unread")])
def test_every_reason_of_drafting_has_its_text_in_both_languages(calls: str, prefix: str) -> None:
    ids = {f"{prefix}.{id}" for path in sorted((ROOT / "nq42check").rglob("*.py")) for id in named(calls, path)}
    assert ids <= vi.TEXTS.keys() and ids <= en.TEXTS.keys()
