"""Which year each figure of a clause is for."""

from collections.abc import Sequence
from itertools import pairwise

from nq42check.drafting.figures import Figure
from nq42check.drafting.paragraph import Paragraph, Span

EACH = (" lần lượt ", " tương ứng ")
"""What says that two lists go together, item by item."""


def dated(
    paragraph: Paragraph, span: Span, own: Sequence[Figure], leading: int | None, last: Sequence[int | None]
) -> list[int | None]:
    """The year of each figure of a clause, from what stands beside it; `leading` where nothing does.

    A year stands before its figure ("đến năm 2030 đạt 95%") or behind it ("95% vào năm 2030"); what parts the items of
    a list parts them. `last` are the years of the clause before, which "tương ứng" goes on with.
    """
    gaps = [(span[0], own[0].start), *((one.end, other.start) for one, other in pairwise(own)), (own[-1].end, span[1])]
    for gap in (gaps[0], gaps[-1]):  # "năm 2025 và 2030 lần lượt đạt 90% và 95%"
        named = paragraph.years(gap)
        if len(named) == len(own) > 1:
            return [paragraph.year(at) for at in named]
    found: list[int | None] = [None] * len(own)
    for number, gap in enumerate(gaps):
        for at in paragraph.years(gap):
            mine = _belongs(paragraph, gap, at, number, len(own))
            found[mine] = found[mine] or paragraph.year(at)
    if not any(found):
        together = any(each in paragraph.folded(span) for each in EACH)
        distinct = [each for each in last if each]
        return [*distinct] if together and len({*distinct}) == len(own) > 1 else [leading] * len(own)
    if len(own) > 1 and not any(found[:-1]) and not _is_told_apart(paragraph, own):
        return [found[-1]] * len(own)  # "35% và 98% vào năm 2025"
    return [each or leading for each in found]


def leading_year(paragraph: Paragraph, span: Span) -> int | None:
    """The year with which a sentence begins: "Đến năm 2030, …"."""
    named = paragraph.years(span)
    if named and not paragraph.words((span[0], named[0])):
        first = paragraph.figures_in((span[0], named[0]))
        return None if first else paragraph.year(named[0])
    return None


def _belongs(paragraph: Paragraph, gap: Span, at: int, number: int, many: int) -> int:
    """Which figure a year between two of them belongs to: the one that nothing parts it from, else the one behind."""
    if number == 0 or number == many:
        return min(number, many - 1)
    before, behind = paragraph.parted(gap[0], at), paragraph.parted(at + 1, gap[1])
    bracketed = any(first < at < last for first, last in paragraph.brackets)
    return number - 1 if bracketed or (behind and not before) else number


def _is_told_apart(paragraph: Paragraph, own: Sequence[Figure]) -> bool:
    """Whether words stand between the figures, so that each has its own."""
    return any(paragraph.words((one.end, other.start)) for one, other in pairwise(own))
