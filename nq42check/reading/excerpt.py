"""Of one of our files that hold a list, the items that are asked for: the others need not be parsed."""

from collections.abc import Iterable, Sequence

from nq42check.text import fold

_ITEM = "\n  - "


def excerpt(text: str, words: Iterable[str]) -> str | None:
    """The `text` of a file, which is composed, with those items of its list only that hold one of `words`.

    All stays in its line, what stands before the list, too; None where no item is left. An item begins with a dash
    after two spaces. Words are found in any spelling, within longer ones as well, and spaces and dashes count for
    nothing: whoever reads the excerpt finds all that he asked for, and maybe more.
    """
    head, *items = text.split(_ITEM)
    folded = fold(text[len(head) :].replace("\n", " "))
    wanted = [*filter(None, (_bare(fold(word)) for word in words))]
    if not _holds(folded, wanted):
        return None
    kept, at = [], 0
    for item in items:
        end = at + len(_ITEM) + len(item)
        kept.append(_ITEM + item if _holds(folded[at:end], wanted) else "\n" * (1 + item.count("\n")))
        at = end
    return head + "".join(kept) if any(map(str.strip, kept)) else None


def _holds(folded: str, wanted: Sequence[str]) -> bool:
    bare = _bare(folded)
    return any(word in bare for word in wanted)


def _bare(folded: str) -> str:
    return folded.replace(" ", "").replace("-", "")
