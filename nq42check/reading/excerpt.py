"""Of one of our files that hold a list, the items that are asked for: the others need not be parsed."""

import re
from collections.abc import Iterable

from nq42check.text import fold

_ITEM = re.compile(r"^  - ", re.MULTILINE)


def excerpt(text: str, words: Iterable[str]) -> str | None:
    """The `text` of a file, which is composed, with those items of its list only that hold one of `words`.

    All stays in its line, what stands before the list, too; None where no item is left. An item begins with a dash
    after two spaces. Words are found in any spelling, within longer ones as well, and spaces and dashes count for
    nothing: whoever reads the excerpt finds all that he asked for, and maybe more.
    """
    starts = [found.start() for found in _ITEM.finditer(text)] or [len(text)]
    first = starts[0]
    folded, wanted = fold(text[first:]), [_bare(fold(word)) for word in words]
    if not _holds(folded, wanted):
        return None
    kept = [
        text[start:end] if _holds(folded[start - first : end - first], wanted) else "\n" * text.count("\n", start, end)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
    return text[:first] + "".join(kept) if any(map(str.strip, kept)) else None


def _holds(folded: str, wanted: Iterable[str]) -> bool:
    bare = _bare(folded)
    return any(word in bare for word in wanted)


def _bare(folded: str) -> str:
    return folded.replace(" ", "").replace("-", "")
