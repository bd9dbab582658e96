"""What speaks against a row: words which tell that something else is meant than a target of the plan."""

from collections.abc import Sequence

from nq42check.language.pieces import cut
from nq42check.model.catalogue import Indicator
from nq42check.model.cues import Cues
from nq42check.model.vocabulary import Word
from nq42check.text import Passage, Phrases, fold, words

PARTIAL = ("trong đó", "riêng", "trong số đó", "trong số này", "gồm")
"""What opens words of a part of what was said before."""


class Doubts:
    """The words of documents that make a figure doubtful, ready to be found."""

    def __init__(self, cues: Cues) -> None:
        harmless = [(word, "") for word in cues.compounds]
        self._said = Phrases(
            [
                *harmless,
                *((word, "now") for word in cues.now),
                *((word, "as-it-is") for word in cues.past),
                *((word, "whose") for word in cues.others),
            ]
        )
        self._narrowing = frozenset(word for phrase in cues.narrowing for word in words(fold(phrase)))

    def of(self, spoken: Sequence[str]) -> set[str]:
        """Why folded words make a figure beside them doubtful: it is how things are, or somebody else's."""
        found: set[str] = set()
        place = 0
        while place < len(spoken):
            known = self._said.at(spoken, place)
            if known and known[0]:
                found.add(known[0])
            place = known[1] if known else place + 1
        return found

    def narrowed(self, unexplained: frozenset[str]) -> bool:
        """Whether words that an indicator leaves unexplained narrow what it is about: "trẻ em dưới 16 tuổi", "nữ"."""
        return any(word.isdecimal() or word in self._narrowing for word in unexplained)


def is_denied(text: str, indicator: Indicator) -> bool:
    """Whether words deny what an indicator is about, but for denials in its own names."""
    return any(piece.word is Word.DENIAL for piece in cut(Passage(text), indicator))
