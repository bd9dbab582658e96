"""What holds for every document: nothing is lost, no value is weaker or stronger, and nothing hangs on its shape."""

import re
from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from shapes import AFTER, BEFORE, SHAPES, TITLE, ZONE, Shaped, counted, framed, lined, named, small
from shapes_written import docx, html
from targets import CATALOGUE, Wanted, lists

from nq42check.drafting.draft import draft
from nq42check.drafting.drafts import Draft, Row
from nq42check.drafting.formats import issued
from nq42check.drafting.issued import Block
from nq42check.language.phrase import statement
from nq42check.language.quotes import quoted
from nq42check.model.values import Figure
from nq42check.run.knowledge import cues
from nq42check.text import fold

ALL = lists()
PLAIN = [each for name in ("kien_giang", "hung_yen") for each in ALL[name]]
"""Targets in the catalogue's names."""
FIGURES = [each for each in PLAIN if not each.sentence and each.unit != "Mức độ"]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a document made smaller step by step takes minutes
usual = settings(max_examples=20, deadline=None, phases=PHASES)


def drafted(text: str) -> Draft:
    return draft(issued(text.encode()), CATALOGUE, cues())


def states(row: Row, wanted: Wanted) -> bool:
    """Whether a row is the target that was wanted."""
    indicator = wanted.indicator
    assert indicator is not None
    same = row.indicator.id == indicator.id
    return same and statement(row.value, indicator).stated == statement(wanted.value, indicator).stated


def told(each: Draft) -> list[tuple[object, ...]]:
    """What the rows of a draft say, in their order."""
    return [(row.indicator.id, row.value, row.by, row.groups, row.only, row.where, row.sure) for row in each.rows]


def distinct(wanted: Sequence[Wanted]) -> list[Wanted]:
    """The first target of each indicator."""
    return list({each.indicator.id: each for each in reversed(wanted) if each.indicator}.values())[::-1]


some = st.lists(st.sampled_from(PLAIN), min_size=2, max_size=7).map(distinct)
shapes = st.sampled_from([*SHAPES])


# Nothing is lost


@usual
@given(some, st.sampled_from(FIGURES), st.integers(0, 7), shapes)
def test_a_target_inserted_anywhere_is_in_the_draft(others: list[Wanted], one: Wanted, at: int, shape: str) -> None:
    among = [each for each in others if each.indicator is not one.indicator]
    among.insert(at, one)
    made = SHAPES[shape](among)
    value = next(each.value for each in made.targets if each.indicator is one.indicator and each.by == 2030)
    expected = one._replace(sign="", figure=value, unit="")
    assert any(states(row, expected) for row in drafted(made.text).rows), made.text


def zone(made: Draft, blocks: Sequence[Block]) -> list[int]:
    """The numbers of the blocks of the list, by the words of the frame around it; the title of an appendix is none."""
    texts = [fold(block.text) for block in blocks]
    general = fold("1. Mục tiêu tổng quát")
    first = texts.index(general) + 2 if general in texts else len(TITLE)
    ends = (fold("3. Tầm nhìn"), fold("III. NHIỆM VỤ"))
    end = next((place for place, text in enumerate(texts) if text.startswith(ends)), len(texts))
    appendix = [place for place in range(end, len(texts)) if texts[place].startswith(fold("PHỤ LỤC"))]
    listed = [*range(first, end), *range(min(appendix, default=len(texts)), len(texts))]
    return [place for place in listed if not (place and texts[place - 1].startswith(fold("PHỤ LỤC")))]


_LABEL = re.compile(r"^[-+•*–|\s]*(?:\(?(?:\d{1,3}(?:\.\d{1,2})*|[ivx]+|\w)[-.)/]|\d{1,3} \|)\s")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def lost(made: Draft, blocks: Sequence[Block]) -> list[str]:
    """The figures of the list that are in no row, not masked and not among the unplaced, each with its block."""
    found = []
    for number in zone(made, blocks):
        text = blocks[number].text
        spans = [(each.start, each.end) for each in made.masked if each.block == number]
        words = [row.quote for row in made.rows if row.block == number]
        words += [each.words for each in made.unplaced if each.block == number]
        spans += [(at.start(), at.end()) for each in words if each for at in re.finditer(re.escape(each), text)]
        label = _LABEL.match(text)
        spans += [(0, label.end())] if label else []
        for figure in _DIGITS.finditer(text):
            if not any(start <= figure.start() and figure.end() <= end for start, end in spans):
                found.append(f"{figure[0]} in: {text}")
    return found


@usual
@given(some, st.lists(st.sampled_from([*ALL["wording_a"], *ALL["wording_c"]]), max_size=6), shapes)
def test_every_figure_of_a_list_is_in_a_row_or_masked_or_unplaced(
    known: list[Wanted], others: list[Wanted], shape: str
) -> None:
    text = SHAPES[shape]([*known, *others]).text
    made = drafted(text)
    assert lost(made, issued(text.encode()).blocks) == []


@usual
@given(some, shapes)
def test_a_quote_stands_in_its_block(wanted: list[Wanted], shape: str) -> None:
    text = SHAPES[shape](wanted).text
    blocks = issued(text.encode()).blocks
    for row in drafted(text).rows:
        assert row.quote in blocks[row.block].text


# Nothing is weaker or stronger than the words

BOUNDS = ["{}", "trên {}", "dưới {}", "đạt {}", "ít nhất {}", "tối thiểu {}", "tối thiểu đạt {}", "không dưới {}"]
BOUNDS += ["không quá {}", "tối đa {}", "khoảng {}", "từ {} trở lên", "từ {} trở xuống", "> {}", "≥ {}", "≤ {}"]
BOUNDS += [
    "xuống dưới {}",
    "giảm xuống còn dưới {}",
    "còn dưới {}",
    "duy trì trên {}",
    "đạt trên {}",
    "đạt từ {} trở lên",
]
BOUNDS += ["đạt trên {}", "hơn {}", "xấp xỉ {}", "gần {}", "đạt và vượt {}", ">= {}", "<= {}", "lên trên {}"]


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(st.sampled_from(FIGURES), st.sampled_from(BOUNDS), st.sampled_from(["{} {}", "{}: {}", "{} là {}"]), some)
def test_a_value_reads_as_the_words_do(one: Wanted, bound: str, order: str, others: list[Wanted]) -> None:
    assert one.indicator
    value = bound.format(one._replace(sign="").value)
    clause = order.format(one.words, value)
    lines = [named(each) for each in others if each.indicator is not one.indicator]
    made = drafted(lined(framed([f"- {line}." for line in [*lines, clause]])))
    stated = statement(value, one.indicator).stated
    rows = [row for row in made.rows if row.indicator is one.indicator]
    if isinstance(stated, Figure):
        assert {statement(row.value, one.indicator).stated for row in rows} <= {stated}, clause
        assert rows or any(value in each.words for each in made.unplaced), clause
    else:  # the words are not understood: nothing that is made of them is sure
        assert not any(row.sure for row in rows), clause


@usual
@given(some, shapes)
def test_a_quote_proves_its_value(wanted: list[Wanted], shape: str) -> None:
    for row in drafted(SHAPES[shape](wanted).text).rows:
        assert quoted(row.quote, row.value, row.indicator, (), CATALOGUE.nouns).proves, (row.quote, row.value)


# Nothing hangs on the shape


def as_html(made: Shaped) -> bytes:
    return html(made.body).encode()


def as_docx(made: Shaped) -> bytes:
    return docx(made.body)


WRITERS: dict[str, Callable[[Shaped], bytes]] = {"html": as_html, "docx": as_docx}
IN_TEXT = ("lines of", "page", "running", "table of Markdown", "table of tabs", "bars", "heading: in Markdown")
FORMS = [name for name in SHAPES if not name.startswith(IN_TEXT)]
"""The shapes that mean the same in every format."""


@pytest.mark.parametrize("writer", [*WRITERS])
@usual
@given(wanted=some, shape=st.sampled_from(FORMS))
def test_a_document_drafts_alike_in_every_format(writer: str, wanted: list[Wanted], shape: str) -> None:
    made = SHAPES[shape](wanted)
    as_it_is = draft(issued(WRITERS[writer](made)), CATALOGUE, cues())
    assert told(as_it_is) == told(drafted(made.text))


@usual
@given(some, st.randoms())
def test_the_order_of_paragraphs_changes_no_row(wanted: list[Wanted], chance: Random) -> None:
    def rows(order: Sequence[Wanted]) -> set[tuple[object, ...]]:
        made = drafted(lined(framed([f"- {named(each)}." for each in order])))
        return {(row.indicator.id, row.value, row.by, row.sure) for row in made.rows}

    shuffled = list(wanted)
    chance.shuffle(shuffled)
    assert rows(shuffled) == rows(wanted)


@usual
@given(some, shapes)
def test_the_same_bytes_draft_alike_twice(wanted: list[Wanted], shape: str) -> None:
    text = SHAPES[shape](wanted).text
    first, second = drafted(text), drafted(text)
    assert first == second


# What stays open

OPEN = [each for each in FIGURES if each.unit == "%" and not each.sign and counted(each) != named(each)]


@usual
@given(st.lists(st.sampled_from(OPEN), min_size=6, max_size=9), st.integers(1, 2**9 - 2))
@example(OPEN[:6], 0b101010)
def test_of_a_run_of_figures_that_either_words_may_own_no_row_is_sure(wanted: list[Wanted], order: int) -> None:
    wanted = distinct(wanted)
    if len(wanted) < 5:
        return
    words = [
        small(counted(each)) if order >> place & 1 else f"{small(each.words)} {each.value}"
        for place, each in enumerate(wanted)
    ]
    made = drafted(lined(framed([f"- {', '.join(words)}."])))
    assert not any(row.sure for row in made.rows), ", ".join(words)


LINES = [*BEFORE, *AFTER, ZONE, "|", "| a | 95 |", "%", "< 3", "100%", "đạt", "trên", "", "\t"]


@usual
@given(st.lists(st.sampled_from(LINES)))
def test_no_document_fails(lines: list[str]) -> None:
    drafted("\n".join(["Kế hoạch", *lines]))
