"""For whom a value is stated: the groups and counts that its words name, and those that narrow it."""

from nq42check.language.pieces import Piece
from nq42check.model.catalogue import Indicator
from nq42check.model.values import Scope
from nq42check.model.vocabulary import Item
from nq42check.text import Passage

_UNLIMITED = Scope()


class Whom:
    """What the words of a value say of its scope, gathered piece by piece.

    `groups` are those of the indicator that are named, `counts` what is named as counted. `opening` is the word that
    has opened words of scope ("đối với"), which reach on to what is narrowed with it.
    """

    opening: Piece | None = None

    def __init__(self, indicator: Indicator, passage: Passage) -> None:
        self._indicator, self._passage = indicator, passage
        self.groups: list[str] = []
        self.counts: list[str] = []
        self._listed: dict[Item, Piece] = {}
        self._narrowing: list[tuple[int, int]] = []

    def item(self, piece: Piece) -> None:
        """An item of a list in the indicator's name is named; those of a group's parts name the group."""
        self._listed.setdefault(piece.meaning, piece)
        if piece.meaning.list in self._indicator.group_words:
            self.groups.append(piece.meaning.list)

    def narrow(self, piece: Piece) -> None:
        """Let the words of scope that are open reach to `piece`."""
        assert self.opening is not None
        if self._narrowing and self._narrowing[-1][0] == self.opening.start:
            self._narrowing.pop()
        self._narrowing.append((self.opening.start, piece.end))

    def scope(self) -> Scope:
        """For whom the value is stated. Some items of a list narrow it, all of them say no more than its name."""
        if not (self.groups or self.counts or self._narrowing or self._listed):
            return _UNLIMITED
        indicator = self._indicator
        groups = tuple(group for group in indicator.groups if group in self.groups)
        counts = None if indicator.counts in (None, *self.counts) or not self.counts else self.counts[0]
        only = [self._passage.between(start, end) for start, end in self._narrowing]
        for name, many in dict.fromkeys((item.list, item.many) for item in self._listed):
            named = [piece for item, piece in sorted(self._listed.items()) if item.list == name]
            if len(named) < many:
                only.append(", ".join(self._passage.between(piece.start, piece.end) for piece in named))
        return Scope(groups, counts, "; ".join(only) or None)
