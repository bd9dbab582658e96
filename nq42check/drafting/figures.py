"""Figures in the words of a document: where each begins and ends, its year, and those that are no level of anything."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nq42check.language.pieces import Piece
from nq42check.model.units import SHARE, SHARE_A_YEAR, Unit
from nq42check.model.vocabulary import Word
from nq42check.text import Passage

LEADS = (
    *(Word.OPERATOR, Word.REACHED, Word.HELD, Word.BECOMES, Word.CHANGE, Word.FROM, Word.WITHIN, Word.PACE),
    *(Word.DENIAL, Word.ON_THE_WAY, Word.CONDITION, Word.MULTIPLE, Word.SKIPPED),
)
"""What stands before a figure and says something of it."""

_TRAILS = (Word.UNIT, Word.PER, Word.TRAILING, Word.PACE, Word.COMPARED, Word.MULTIPLE)
"""What stands behind a figure and says something of it."""


class Figure(NamedTuple):
    """A figure: the pieces that it is, from what leads up to it to its unit; those of its number alone.

    `token` is the number as it is written, `unit` that behind it, `other` the word behind it that is no unit known here
    ("người").
    """

    start: int
    end: int
    number: int
    token: str
    unit: Unit | None
    other: str


def figures(passage: Passage, pieces: Sequence[Piece], start: int, end: int) -> Iterator[Figure | tuple[int, str]]:
    """The figures among the pieces from `start` to `end`; of a number that is no level, its piece and why."""
    place = start
    while place < end:
        piece = pieces[place]
        if piece.word is Word.FRACTION and (why := _date(passage, piece)):
            yield place, why
        elif piece.word is Word.YEAR:
            yield place, "year"
        elif piece.word is Word.NUMBER:
            if why := _mask(passage, pieces, place):
                yield place, why
            else:
                figure = _figure(passage, pieces, place, start, end)
                yield figure
                place = figure.end
                continue
        place += 1


def _figure(passage: Passage, pieces: Sequence[Piece], number: int, first: int, last: int) -> Figure:
    """The figure whose first number is the piece `number`, with both ends of a range, or what it comes from."""
    end, unit = number + 1, None
    joined = False
    while end < last:
        word = pieces[end].word
        if word in (Word.UNIT, Word.PER):
            unit = pieces[end].meaning
        elif word in _TRAILS or (word is Word.YEAR and (joined or pieces[end - 1].word is Word.COMPARED)):
            pass
        elif _goes_on(pieces, end + (word is Word.YEAR), last):  # "92% năm 2023 lên 96%"
            joined = True
        elif word is Word.OPERATOR and joined and end + 1 < last and pieces[end + 1].word is Word.NUMBER:
            pass
        elif word is Word.NUMBER and joined:
            joined, unit = False, None
        else:
            break
        end += 1
    while end > number + 1 and pieces[end - 1].word in _LOOSE and not _compares(pieces, end - 1):
        end -= 1
    start = number
    while start > first and pieces[start - 1].word in LEADS:
        start -= 1
    while start < number and pieces[start].word is Word.SKIPPED:
        start += 1
    other = passage.words[pieces[end].start] if end < last and unit is None else ""
    end += unit is None and _stands_alone(pieces, end, last)
    return Figure(start, end, number, pieces[number].meaning.token, unit, other)


def _stands_alone(pieces: Sequence[Piece], at: int, last: int) -> bool:
    """Whether the word behind a number is what it counts and nothing more: "14 người, đến năm 2030 17 người"."""
    counted = at < last and pieces[at].word is Word.COUNT
    return counted and (at + 1 == last or pieces[at + 1].word in (Word.SIGN, Word.YEAR))


_LOOSE = (Word.YEAR, Word.TO, Word.BECOMES, Word.OPERATOR, Word.COMPARED)
"""What belongs to a figure only where something follows."""


def _compares(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a year is one that the figure is compared with."""
    return pieces[place].word is Word.YEAR and pieces[place - 1].word is Word.COMPARED


def _goes_on(pieces: Sequence[Piece], place: int, last: int) -> bool:
    """Whether what joins two ends stands at `place`, and a number behind it."""
    if place >= last or pieces[place].word not in (Word.TO, Word.BECOMES):
        return False
    behind = place + 1
    while behind < last and pieces[behind].word in (Word.OPERATOR, Word.REACHED, Word.SKIPPED):
        behind += 1
    return behind < last and pieces[behind].word is Word.NUMBER


# Numbers that belong to descriptions

_LABELS = frozenset(
    "lớp khóa khoá điều khoản mục điểm quý đợt vòng độ hạng loại bước thứ số ngày tháng phần quyển kỳ cấp tầng nhóm lần"
    " chương trang biểu mẫu bảng phụ-lục quyết-định nghị-quyết vùng tuyến".replace("-", " ").split()
)
"""Words whose number is a name: lớp 10, khóa 13, mức độ 2."""
_AGED = frozenset(["dưới", "trên", "từ", "đủ", "đến", "tới", "và", "độ", "nhóm", "trẻ", "người", "em", "hết", "tròn"])
_FAR = 40
"""How many words before a number may tell that it is how long people live."""
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?")
_YEARS = range(1900, 2100)


def _mask(passage: Passage, pieces: Sequence[Piece], place: int) -> str | None:
    """Why a number is no level, where that is so: a year, a name, an age, the number of a document."""
    piece, words = pieces[place], passage.words
    token = piece.meaning.token
    before = words[piece.start - 1] if piece.start else ""
    behind = words[piece.end] if piece.end < len(words) else ""
    if before == "[" and behind == "]":
        return "note"
    measured = place + 1 < len(pieces) and pieces[place + 1].word is Word.UNIT
    if token.isdigit() and len(token) == 4 and int(token) in _YEARS and not measured:
        return "year"
    if before in _LABELS and behind != "%" and not (before == "số" and not _is_numbered(words, piece)):
        return "name"
    if _glued(passage, piece) and not measured:
        return "name"
    if behind in ("/", "-") and piece.end + 1 < len(words) and _is_code(words[piece.end + 1]):
        return "document"
    if before == "/" and piece.start > 1 and words[piece.start - 2].isdigit():
        return "date"
    return "age" if _is_age(words, pieces, place) else None


def _is_numbered(words: Sequence[str], piece: Piece) -> bool:
    """Whether "số 42-NQ/TW" is the number of something."""
    behind = words[piece.end] if piece.end < len(words) else ""
    return behind in ("-", "/") or behind == "ngày"


def _glued(passage: Passage, piece: Piece) -> bool:
    """Whether letters stand right behind the digits: 4G, 2b."""
    end = passage.offset(piece.start) + len(piece.meaning.token)
    return piece.end == piece.start + 1 and passage.text[end : end + 1].isalpha()


def _is_code(word: str) -> bool:
    """Whether a word is part of a document's number."""
    return word in (
        "nq",
        "kh",
        "qđ",
        "ct",
        "ctr",
        "ttg",
        "cp",
        "tw",
        "tu",
        "ubnd",
        "hđnd",
        "nđ",
        "tt",
        "kl",
        "đa",
        "qh",
        "bc",
        "tb",
    )


def _date(passage: Passage, piece: Piece) -> str | None:
    return "date" if _DATE.fullmatch("".join(passage.between(piece.start, piece.end).split())) else None


def _is_age(words: Sequence[str], pieces: Sequence[Piece], place: int) -> bool:
    """Whether a number of years or months is how old somebody is: "trẻ em dưới 5 tuổi", "từ 3 đến 5 tuổi"."""
    end = place
    while end + 1 < len(pieces) and pieces[end + 1].word in (Word.TO, Word.NUMBER):
        end += 1
    behind = pieces[end].end
    if behind >= len(words) or words[behind] not in ("tuổi", "tháng"):
        return False
    if words[behind] == "tháng":
        return True
    lived = any(word in ("thọ", "sống") for word in words[max(0, pieces[place].start - _FAR) : pieces[place].start])
    before = words[pieces[place].start - 1] if pieces[place].start else ""
    return not lived and (before in _AGED or before.isalpha() or not before)


def is_share(unit: Unit | None) -> bool:
    """Whether a unit is a per cent sign, also a yearly one."""
    return unit is not None and unit.dimension in (SHARE, SHARE_A_YEAR)
