"""Which document was likely meant by a name that no baseline has; loaded only for such a name."""

import re

from nq42check.reading.nodes import Problem
from nq42check.run.knowledge import Knowledge, names_of
from nq42check.text import fold, nearest, visible, without_marks

# What a kind of document, or who issues it, is called in full, as it stands in a number.
_IN_NUMBERS = {
    "nghị quyết": "nq",
    "quyết định": "qđ",
    "trung ương": "tw",
    "tư": "tw",
    "chính phủ": "cp",
    "quốc hội": "qh",
}
_FILLERS = re.compile(r"\b(số|của|ngày|tháng|năm|khóa|thủ tướng|ban chấp hành|bch|bộ chính trị|đảng)\b")
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[a-z]+")


def unknown_document(name: str, knowledge: Knowledge, line: int | None = None, column: int | None = None) -> Problem:
    """What is wrong with the `name` of a document that is not known: with the one that is like it, or all there are."""
    if near := likely_document(name, knowledge):
        return Problem("unknown-name.document-near", line, column, {"name": name, "near": near})
    known = ", ".join(baseline.document.name for baseline in knowledge.baselines)
    return Problem("unknown-name.document", line, column, {"name": name, "known": known})


def likely_document(name: str, knowledge: Knowledge) -> str | None:
    """The one document whose number `name` has in another spelling, in part or with more around it; else None.

    Numbers that differ in a digit are those of other documents. A name without digits is held against all names.
    """
    known = {spelt: baseline.document.name for baseline in knowledge.baselines for spelt in names_of(baseline)}
    if not _DIGITS.search(name):
        near = nearest(name, known)
        return near and known[near]
    found = {document for spelt, document in known.items() if _alike(_parts(name), _parts(spelt))}
    return found.pop() if len(found) == 1 else None


_Parts = tuple[list[str], str]
"""The digits of a number, and its letters."""


def _parts(number: str) -> _Parts:
    spoken = fold(visible(number))
    for words, letters in _IN_NUMBERS.items():
        spoken = re.sub(rf"\b{fold(words)}\b", letters, spoken)
    bare = without_marks(_FILLERS.sub(" ", spoken))
    return _DIGITS.findall(bare), "".join(_LETTERS.findall(bare))


def _alike(typed: _Parts, known: _Parts) -> bool:
    """Whether the one number is the other, or the beginning of it, by digits; and the letters of one are in the other.

    The first number counts: others are of a date, a term, or a year that is left out.
    """
    (digits, letters), (wanted, spelt) = typed, known
    same = bool(digits and wanted) and digits[0].lstrip("0") == wanted[0].lstrip("0")
    return same and (letters in spelt or spelt in letters)
