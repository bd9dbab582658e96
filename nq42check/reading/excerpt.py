"""Of one of our files that hold a list, the items that are asked for: the others need not be parsed."""

from collections.abc import Iterable, Sequence

from nq42check.text import fold

_ITEM = "\n  - "


def excerpt(text: str, words: Iterable[str]) -> str | None:
    """The `text` of a file with those items of its list only that hold one of `words`; None where no item is left.

    All stays in its line, what stands before the list, too. An item begins with a dash after two spaces. The file is
    spelt as words are folded, in whatever case; words are, too, however they are given. They are found within longer
    ones as well, and spaces and dashes count for nothing: whoever reads the excerpt finds all that he asked for, and
    maybe more.
    """
    head, *items = text.split(_ITEM)
    wanted = [*filter(None, (_bare(fold(word)) for word in words))]
    held = [_holds(item, wanted) for item in items]
    if not any(held):
        return None
    kept = (_ITEM + item if holds else "\n" * (1 + item.count("\n")) for item, holds in zip(items, held, strict=True))
    return head + "".join(kept)


def _holds(item: str, wanted: Sequence[str]) -> bool:
    bare = _bare(item.lower())
    return any(word in bare for word in wanted)


def _bare(text: str) -> str:
    return text.replace(" ", "").replace("-", "")
