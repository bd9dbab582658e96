"""Where quotes stand in a document: to the letter, or but for spaces and signs that say nothing; never about so.

A figure is found as a whole only: "5%" stands neither in "15%" nor in "1,5%" nor in "< 5%".
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from nq42check.drafting.issued import Block, Unread
from nq42check.model.origin import How, Sighting
from nq42check.text import fold, nfc, visible

Places = Callable[[Sequence[Block]], Sequence[str]]
"""What tells the place of each block, as a plan writes it."""

_MOST_PLACES = 100
"""Words that stand at more places than this say nothing of where a target stands."""
_MOST_NEAREST, _MOST_WORDS = 20, 5_000
"""For so many quotes that stand nowhere the nearest passage is looked for, among so many words of a block."""
_MOST_SEARCHED = 500_000_000
"""So many characters in all are gone through, those of the document once for each quote."""
_PASSAGE = 6
"""How many more words than the quote a passage shows on each side."""

_ELLIPSIS = re.compile(r"[\[(]?(?:…|\.{3,})[\])]?")
_RAISED = re.compile(r"</?su[bp]>", re.IGNORECASE)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_SILENT = re.compile(r"[^\w%<>=≤≥.,/-]+|_+")
_IDLE_SIGN = re.compile(r"(?:(?<![0-9])(?<![0-9] )[.,/-]|[.,/-](?! ?[0-9])) *")
_IDLE_SPACE = re.compile(r"(?<![0-9.,]) | (?![0-9])")
_DIGITS = frozenset("0123456789")
_GLUED = _DIGITS | frozenset("<>=≤≥")
"""What before a figure belongs to it."""
_POINTS = ".,"


def located(quotes: Sequence[str], blocks: Sequence[Block], places: Places) -> list[Sighting]:
    """How and where each of `quotes` stands in a document. What "…" parts in a quote follows each other in a block.

    Raises Unread where it would take too long to look for so many in so large a document.
    """
    read = _Read(blocks)
    if read.size * len(quotes) > _MOST_SEARCHED:
        raise Unread("too-large")
    whereabouts = places(blocks)
    known = {quote: _sighting(quote, read, whereabouts) for quote in dict.fromkeys(quotes)}
    found = [known[quote] for quote in quotes]
    missing = [place for place, each in enumerate(found) if each.how is How.MISSING]
    for place in missing[:_MOST_NEAREST]:
        nearest = read.nearest(quotes[place])
        if nearest is not None:
            block, passage = nearest
            found[place] = found[place]._replace(nearest=passage, at=whereabouts[block])
    return found


def _sighting(quote: str, read: "_Read", places: Sequence[str]) -> Sighting:
    blocks = read.having(quote)
    if not blocks:
        return Sighting(How.MISSING)
    how = How.EXACT if any(read.has_exactly(quote, block) for block in blocks) else How.NORMALISED
    there = tuple(dict.fromkeys(places[block] for block in blocks))
    return Sighting(how, there if len(blocks) < _MOST_PLACES else ())


class _Read:
    """A document as it is searched: what each block says, a line for each, in one text."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._texts = [block.text for block in blocks]
        lines = [(place, line) for place, block in enumerate(blocks) for line in _lines(block)]
        self._blocks = [place for place, _ in lines]
        self._starts = [0, *accumulate(len(line) + 1 for _, line in lines)]
        self._text = "".join(f"{line}\n" for _, line in lines)
        self.size = len(self._text)

    @cached_property
    def _words(self) -> list[list[str]]:
        """The words of each block, folded, as many as are looked at."""
        return [fold(text).split()[:_MOST_WORDS] for text in self._texts]

    @cached_property
    def _known(self) -> list[frozenset[str]]:
        return [*map(frozenset, self._words)]

    def having(self, quote: str) -> list[int]:
        """The numbers of the blocks in which a quote stands, each once, as many as tell where it stands."""
        pieces = [piece for part in _ELLIPSIS.split(quote) if (piece := _comparable(part))]
        if not pieces:
            return []
        first, *others = pieces
        blocks: dict[int, None] = {}
        at = 0
        while len(blocks) < _MOST_PLACES and (start := _find(first, self._text, at, self.size)) >= 0:
            line = bisect_right(self._starts, start) - 1
            at = self._starts[line + 1]  # the next line: of one line only the first place is of interest
            if _follow(others, self._text, start + len(first), at):
                blocks[self._blocks[line]] = None
        return list(blocks)

    def has_exactly(self, quote: str, block: int) -> bool:
        """Whether the very words of a quote stand in a block, which has them."""
        text, at = " ".join(self._texts[block].split()), 0
        for part in _ELLIPSIS.split(quote):
            piece = " ".join(nfc(part).split())
            if (found := text.find(piece, at)) < 0:
                return False
            at = found + len(piece)
        return True

    def nearest(self, quote: str) -> tuple[int, str] | None:
        """The number of the block that has most of the words of a quote, and those of its words that come nearest."""
        wanted = Counter(fold(visible(quote)).split())
        shared = [len(known & wanted.keys()) for known in self._known]
        best = max(range(len(shared)), key=lambda place: (shared[place], -len(self._words[place])), default=None)
        if best is None or not shared[best]:
            return None
        start = _densest(self._words[best], wanted)
        words, size = self._texts[best].split(), sum(wanted.values())
        first, last = max(0, start - _PASSAGE), start + size + _PASSAGE
        return best, "… " * (first > 0) + " ".join(words[first:last]) + " …" * (last < len(words))


def _lines(block: Block) -> Iterator[str]:
    """What a block says, as it is searched; of a row also with cells that span several columns once."""
    yield _comparable(block.text)
    once = [cell for place, cell in enumerate(block.cells) if cell != (block.cells[place - 1] if place else None)]
    if len(once) < len(block.cells):
        yield _comparable(" | ".join(once))


def _comparable(text: str) -> str:
    """The letters, digits and telling signs of `text`, folded; points, commas, dashes, slashes and spaces only where
    they stand between digits.
    """
    said = _SILENT.sub(" ", fold(_RAISED.sub("", visible(text))).translate(_DASHES))
    return _IDLE_SPACE.sub("", _IDLE_SIGN.sub(" ", said).strip())


def _find(piece: str, text: str, at: int, end: int) -> int:
    """Where `piece` stands in `text` between `at` and `end`, the figures at its ends as a whole; -1 for nowhere."""
    while (at := text.find(piece, at, end)) >= 0:
        if not (_goes_on(text, at, -1) or _goes_on(text, at + len(piece) - 1, 1)):
            return at
        at += 1
    return -1


def _goes_on(text: str, at: int, step: int) -> bool:
    """Whether the figure of which a digit stands `at` goes on before it, where `step` is -1, or behind it, where 1."""
    if text[at] not in _DIGITS:
        return False
    first, second = (text[place] if 0 <= place < len(text) else "" for place in (at + step, at + 2 * step))
    glued = _GLUED if step < 0 else _DIGITS
    return first in glued or (first != "" and first in _POINTS and second in _DIGITS)


def _follow(pieces: Sequence[str], text: str, at: int, end: int) -> bool:
    """Whether `pieces` stand in `text` one after the other between `at` and `end`."""
    for piece in pieces:
        start = _find(piece, text, at, end)
        if start < 0:
            return False
        at = start + len(piece)
    return True


def _densest(words: Sequence[str], wanted: Counter[str]) -> int:
    """Where among `words` as many as there are wanted begin that have most of those wanted."""
    size = sum(wanted.values())
    have: Counter[str] = Counter()
    shared = best = start = 0
    for place, word in enumerate(words):
        have[word] += 1
        shared += have[word] <= wanted[word]
        if place >= size:
            gone = words[place - size]
            shared -= have[gone] <= wanted[gone]
            have[gone] -= 1
        if shared > best:
            best, start = shared, max(0, place - size + 1)
    return start
