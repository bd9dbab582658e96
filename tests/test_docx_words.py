"""Word files put together at random: every word that stands in them is read, and none that is gone."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count
from random import Random

import pytest
from word import (
    DELETED,
    box,
    cell,
    changed,
    control,
    deleted,
    docx,
    field,
    level,
    lists,
    paragraph,
    row,
    run,
    table,
)

from nq42check.drafting.formats.docx import issued

HIDDEN = "<w:vanish/>"
SEEDS = range(30)


class Author:
    """Writes a document of words that are all different: kept1, kept2 … stand in it once it is accepted, gone3 not."""

    def __init__(self, seed: int) -> None:
        self._chance, self._numbers = Random(seed), count()
        self.kept: list[str] = []
        self.repeated: set[str] = set()
        self._notes: list[str] = []
        body = [self._block() for _ in range(self._chance.randint(6, 16))]
        numbering = lists(*(level(at, "decimal", f"%{at + 1}.") for at in range(3)))
        notes = "".join(f'<w:footnote w:id="{at}">{note}</w:footnote>' for at, note in enumerate(self._notes))
        self.file = docx(*body, paragraph(self._words()), numbering=numbering, footnotes=notes)

    def _words(self) -> str:
        words = [f"kept{next(self._numbers)}" for _ in range(self._chance.randint(1, 5))]
        self.kept += words
        return " ".join(words) + " "

    def _gone(self) -> str:
        return f"gone{next(self._numbers)} "

    def _block(self) -> str:
        kinds = [self._paragraph] * 6 + [lambda: control(self._paragraph()), lambda: self._table() + paragraph()]
        return self._chance.choice(kinds)()

    def _paragraph(self, is_inside: bool = False) -> str:
        chance = self._chance
        mark = DELETED if not is_inside and chance.random() < 0.1 else ""
        listed = {"num": 1, "level": chance.randrange(3)} if chance.random() < 0.3 else {}
        return paragraph(*(self._run(is_inside) for _ in range(chance.randint(1, 5))), mark=mark, **listed)

    def _run(self, is_inside: bool) -> str:
        kinds = [
            lambda: run(self._words()),
            lambda: deleted(self._gone()),
            lambda: changed("ins", self._words()),
            lambda: changed("ins", deleted(self._gone()), run(self._words())),
            lambda: changed("moveFrom", self._gone()),
            lambda: changed("moveTo", self._words()),
            lambda: control(run(self._words())),
            lambda: f'<w:hyperlink w:anchor="a">{run(self._words())}</w:hyperlink>',
            lambda: f'<w:smartTag w:element="x" w:uri="u">{run(self._words())}</w:smartTag>',
            lambda: run(self._gone(), HIDDEN),
            lambda: field(" REF a ", run(self._words())),
            lambda: run("<w:tab/>") + run("<w:br/>"),
        ]
        return self._chance.choice(kinds if is_inside else [*kinds, self._note, self._box])()

    def _note(self) -> str:
        self._notes.append(paragraph(self._words()))
        return f'<w:r><w:footnoteReference w:id="{len(self._notes) - 1}"/></w:r>' + run(" ")

    def _box(self) -> str:
        return box(self._paragraph(is_inside=True), self._words())

    def _table(self, is_inside: bool = False) -> str:
        columns = self._chance.randint(2, 5)
        above: dict[int, int] = {}
        rows = []
        for _ in range(self._chance.randint(2, 5)):
            cells, column, merged = [], 0, dict[int, int]()
            while column < columns:
                goes_on = column in above and self._chance.random() < 0.6
                span = above[column] if goes_on else min(self._chance.choice((1, 1, 1, 2)), columns - column)
                kind = "<w:vMerge/>" if goes_on else self._chance.choice(("", "", "", '<w:vMerge w:val="restart"/>'))
                before = len(self.kept)
                content = [""] if goes_on else [self._paragraph(is_inside=True), *self._inner(kind, is_inside), ""]
                self.repeated |= {*self.kept[before:]} if kind or span > 1 else set()
                merged |= {column: span} if kind else {}
                cells.append(cell(*content, form=f'<w:gridSpan w:val="{span}"/>{kind}'))
                column += span
            above = merged
            rows.append(row(*cells))
        return table(*rows, columns=columns)

    def _inner(self, kind: str, is_inside: bool) -> Iterator[str]:
        if not (kind or is_inside) and self._chance.random() < 0.1:
            yield self._table(is_inside=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_word_is_read_and_none_that_is_gone(seed: int) -> None:
    author = Author(seed)
    blocks = issued(author.file).blocks
    found = Counter(re.findall(r"\b(?:kept|gone)\d+", "\n".join(block.text for block in blocks)))
    assert found.keys() == {*author.kept}
    assert {word for word, times in found.items() if times > 1} <= author.repeated


@pytest.mark.parametrize("seed", SEEDS)
def test_another_reader_finds_the_same_words(seed: int) -> None:
    """Wherever the two differ, a person looks which is right."""
    oxide = pytest.importorskip("office_oxide")
    author = Author(seed)
    with oxide.Document.from_bytes(author.file, "docx") as document:
        other = document.plain_text()
    assert {*re.findall(r"\b(?:kept|gone)\d+", other)} == {*author.kept}
