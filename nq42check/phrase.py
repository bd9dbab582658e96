"""From words to stated values: how a target's value is read.

A value is read as a document words it ("phấn đấu đạt trên 98,5%") or in symbols ("> 98,5"). The whole phrase must
be understood; a phrase with digits that is not is refused with the place and an example, never guessed.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from nq42check.catalogue import Better, Indicator, Kind
from nq42check.extent import Nudge, Promise
from nq42check.text import fold, nfc
from nq42check.units import UNITS, Unit, convert


class Operator(Enum):
    """What a phrase says about its figure; the value is the symbol a report prints."""

    EXACT = ""
    ABOUT = "≈ "
    ABOVE = "> "
    AT_LEAST = "≥ "
    BELOW = "< "
    AT_MOST = "≤ "


class Figure(NamedTuple):
    """A figure as stated, in `unit`. `low` and `high` are equal unless a range was stated."""

    operator: Operator
    low: Decimal
    high: Decimal
    unit: Unit


class Step(NamedTuple):
    """A level or commitment: its place on the indicator's scale, or the places it may mean."""

    lowest: int
    highest: int


class Words(NamedTuple):
    """Words that state neither a figure nor a step: nothing to hold anybody to."""

    text: str


Stated = Figure | Step | Words


class Unreadable(Exception):
    """A value that cannot be read. `reason` names the message, `offset` is the place in the text."""

    def __init__(self, reason: str, offset: int, **fields: str) -> None:
        super().__init__(reason, offset, fields)
        self.reason, self.offset, self.fields = reason, offset, fields


_UPWARD = {Operator.ABOVE: Nudge.STRICT, Operator.AT_LEAST: Nudge.CLOSED}
_DOWNWARD = {Operator.BELOW: Nudge.STRICT, Operator.AT_MOST: Nudge.CLOSED}


def promise(figure: Figure, indicator: Indicator) -> Promise | None:
    """The set of outcomes that `figure` promises, in the indicator's unit.

    A figure without an operator, a range or an "about" promises the end that is guaranteed, in the direction that is
    better for the indicator. None where the unit does not convert or neither direction is better.
    """
    if indicator.unit is None or figure.unit.dimension != indicator.unit.dimension:
        return None
    low, high = (convert(number, figure.unit, indicator.unit) for number in (figure.low, figure.high))
    if figure.operator in _UPWARD:
        return Promise(True, low, _UPWARD[figure.operator])
    if figure.operator in _DOWNWARD:
        return Promise(False, high, _DOWNWARD[figure.operator])
    if indicator.better is None:
        return None
    upward = indicator.better is Better.HIGHER
    nudge = Nudge.ABOUT if figure.operator is Operator.ABOUT else Nudge.CLOSED
    return Promise(upward, low if upward else high, nudge)


_OPERATORS = {
    Operator.ABOVE: "trên|hơn|cao hơn|lớn hơn|nhiều hơn|vượt|vượt trên|>",
    Operator.AT_LEAST: "tối thiểu|ít nhất|không dưới|không thấp hơn|không ít hơn|không kém|≥|>=|=>",
    Operator.BELOW: "dưới|thấp hơn|nhỏ hơn|ít hơn|<",
    Operator.AT_MOST: "tối đa|nhiều nhất|không quá|không vượt quá|không vượt|không cao hơn|không hơn|không trên"
    "|≤|<=|=<",
    Operator.ABOUT: "khoảng|xấp xỉ|vào khoảng|~|≈",
    Operator.EXACT: "=",
}
_TRAILING = {
    Operator.AT_LEAST: "trở lên|hoặc cao hơn|hoặc hơn",
    Operator.AT_MOST: "trở xuống|hoặc thấp hơn",
}
_EFFORT = "phấn đấu|phấn đấu đến|cố gắng|nỗ lực|quyết tâm|đặt mục tiêu"
_VERBS = (
    "đạt|bằng|duy trì|bảo đảm|đảm bảo|giữ|giữ vững|giữ ổn định|ở mức|mức|có|là|còn|đạt mức|đạt được|xây dựng được"
    "|giảm còn|giảm xuống|giảm xuống còn|tăng lên|nâng lên|bình quân|trung bình"
)
_YEARLY = "mỗi năm|hằng năm|hàng năm"
_FROM = "từ"
_TO = "-|–|—|đến|tới"
_MULTIPLIERS = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9}
_MOST_DIGITS = 15

_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?", re.ASCII)
_SPACE = re.compile(r"\s*")
_TOKEN = re.compile(r"\s*(?:\d[\d.,]*\w*|\w+|\S)|\s+")


def _phrases(*tables: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the phrases, the longest first, ending where a word ends."""
    words = sorted({fold(word) for table in tables for word in table}, key=len, reverse=True)
    ended = (re.escape(word).replace(r"\ ", r"\s+") + (r"(?!\w)" if word[-1].isalnum() else "") for word in words)
    return re.compile("|".join(ended)) if words else re.compile(r"(?!)")


def _operators(table: dict[Operator, str]) -> dict[str, Operator]:
    return {fold(word): operator for operator, words in table.items() for word in words.split("|")}


@cache
def _vocabulary() -> dict[str, re.Pattern[str]]:
    """The patterns of the grammar that are the same for every indicator."""
    return {
        "operator": _phrases(_operators(_OPERATORS)),
        "trailing": _phrases(_operators(_TRAILING)),
        "effort": _phrases(_EFFORT.split("|")),
        "filler": _phrases(_EFFORT.split("|"), _VERBS.split("|")),
        "yearly": _phrases(_YEARLY.split("|")),
        "from": _phrases([_FROM]),
        "to": _phrases(_TO.split("|")),
        "multiplier": _phrases(_MULTIPLIERS),
        "unit": _phrases(*(unit.words for unit in UNITS.values())),
    }


@cache
def _units_by_word() -> dict[str, Unit]:
    return {word: unit for unit in UNITS.values() for word in unit.words}


_OPERATOR_OF = _operators(_OPERATORS) | _operators(_TRAILING)
_MULTIPLIER_OF = {fold(word): factor for word, factor in _MULTIPLIERS.items()}


@cache
def _nouns(indicator: Indicator) -> re.Pattern[str]:
    return _phrases(indicator.nouns)


@cache
def _wordings(indicator: Indicator) -> re.Pattern[str]:
    return _phrases(indicator.wordings)


class _Scanner:
    """A place in a folded phrase that moves forward over what is understood."""

    def __init__(self, text: str, indicator: Indicator, offset: int = 0) -> None:
        self.text, self.indicator, self.offset = text, indicator, offset

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """What `pattern` matches next, after white space; None and no move where it does not."""
        start = _SPACE.match(self.text, self.offset).end()  # type: ignore[union-attr]  # it always matches
        match = pattern.match(self.text, start)
        if match is None:
            return None
        self.offset = match.end()
        return " ".join(match[0].split())

    def word(self, table: str) -> str | None:
        return self.take(_vocabulary()[table])

    def noun(self) -> str | None:
        return self.take(_nouns(self.indicator))

    def at_end(self) -> bool:
        return not self.text[self.offset :].strip()

    def number(self) -> Decimal | None:
        """The number that comes next, with its multiplier."""
        token = self.take(_NUMBER)
        if token is None:
            return None
        start = self.offset - len(token)
        whole = self.indicator.kind is Kind.COUNT
        number = _number(token, whole=whole, offset=start)
        multiplier = self.word("multiplier")
        if multiplier is not None:
            number *= _MULTIPLIER_OF[multiplier]
        if whole and number != number.to_integral_value():
            raise Unreadable("value.not-whole", start, number=token)
        return number


def _number(token: str, *, whole: bool, offset: int) -> Decimal:
    """The number written as `token`, by the rules for Vietnamese documents.

    The comma is decimal. A dot and one or two digits, or "0." and digits, is decimal; several groups of three are
    thousands; one group of three is thousands where `whole` things are counted, and ambiguous elsewhere. Raises
    Unreadable.
    """
    if sum(char.isdigit() for char in token) > _MOST_DIGITS:
        raise Unreadable("value.too-long", offset, number=token)
    if re.fullmatch(r"\d+(,\d+)?", token):
        if whole and re.search(r",\d{3}$", token):
            raise Unreadable("value.ambiguous", offset, number=token, **_readings(token, ","))
        return Decimal(token.replace(",", "."))
    if re.fullmatch(r"0\.\d+|\d+\.\d{1,2}", token):
        return Decimal(token)
    if re.fullmatch(r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}\.\d{3},\d+", token):
        return Decimal(token.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}\.\d{3}", token):
        if whole:
            return Decimal(token.replace(".", ""))
        raise Unreadable("value.ambiguous", offset, number=token, **_readings(token, "."))
    raise Unreadable("value.number", offset, number=token)


def _readings(token: str, separator: str) -> dict[str, str]:
    """The two ways to read a separator before three digits, each written without ambiguity."""
    return {"thousands": token.replace(separator, ""), "decimal": token.replace(separator, ",").rstrip("0").rstrip(",")}


def read(text: str, indicator: Indicator) -> Stated:
    """The value that `text` states for `indicator`.

    Raises Unreadable where the text has digits and is not understood to its end, or states a figure outside what is
    possible for the indicator.
    """
    return _read(nfc(text), indicator)


@lru_cache(maxsize=16384)
def _read(text: str, indicator: Indicator) -> Stated:
    words = fold(text)
    step = _step(words, indicator)
    if step is not None:
        return step
    if not any(char.isdigit() for char in words):
        return Words(text)
    if indicator.unit is None:
        raise Unreadable("value.no-figure", 0, example=example(indicator))
    scanner = _Scanner(words, indicator)
    figure = _figure(scanner)
    if figure is None or not scanner.at_end():
        offset = _SPACE.match(words, scanner.offset).end()  # type: ignore[union-attr]  # it always matches
        raise Unreadable("value.phrase", offset, rest=text[offset:], example=example(indicator))
    _check_domain(figure, indicator, words)
    return figure


def _step(words: str, indicator: Indicator) -> Step | None:
    """The step that the whole of `words` states: effort words, a wording, nouns."""
    if not indicator.scale:
        return None
    scanner = _Scanner(words, indicator)
    while scanner.word("effort"):
        pass
    wording = scanner.take(_wordings(indicator))
    while wording and scanner.noun():
        pass
    return Step(*indicator.wordings[wording]) if wording and scanner.at_end() else None


def _figure(scanner: _Scanner) -> Figure | None:
    """The figure that comes next; None, with the scanner where it stopped understanding."""
    operator: Operator | None = None
    yearly = False
    while True:
        if word := scanner.word("operator"):
            if operator not in (None, Operator.EXACT):
                return None
            operator = _OPERATOR_OF[word]
        elif scanner.word("yearly"):
            yearly = True
        elif not (scanner.word("filler") or scanner.noun()):
            break
    ranged = scanner.word("from") is not None
    low = scanner.number()
    if low is None:
        return None
    unit = _unit(scanner)
    high = low
    before = scanner.offset
    if scanner.word("to"):
        upper = scanner.number()
        if upper is None or upper <= low or operator not in (None, Operator.EXACT, Operator.ABOUT):
            scanner.offset = before
            return None
        high, ranged = upper, False
        unit = _unit(scanner) or unit
    while True:
        before = scanner.offset
        if word := scanner.word("trailing"):
            if operator not in (None, Operator.EXACT) or high != low:
                scanner.offset = before
                return None
            operator, ranged = _OPERATOR_OF[word], False
        elif scanner.word("yearly"):
            yearly = True
        elif unit is None and (unit := _unit(scanner)):
            pass
        elif not scanner.noun():
            break
    if ranged:  # "từ 35" without "đến" or "trở lên"
        return None
    unit = unit or scanner.indicator.unit
    if yearly and unit is UNITS["percent"]:
        unit = UNITS["percent_a_year"]
    return Figure(operator or Operator.EXACT, low, high, unit) if unit else None


def _unit(scanner: _Scanner) -> Unit | None:
    word = scanner.word("unit")
    return _units_by_word()[word] if word else None


def _check_domain(figure: Figure, indicator: Indicator, words: str) -> None:
    """Refuse a figure that cannot occur, such as 985% or "more than 100%"."""
    unit = indicator.unit
    if unit is None or figure.unit.dimension != unit.dimension:
        return
    domain = indicator.domain
    first = _NUMBER.search(words)
    offset = first.start() if first else 0
    for stated in (figure.low, figure.high):
        if not domain.holds(convert(stated, figure.unit, unit)):
            tenth = stated / 10
            hint = f"{comma(tenth)}{unit.vi}" if domain.holds(tenth) else example(indicator)
            raise Unreadable("value.impossible", offset, number=comma(stated), example=hint)
    number = convert(figure.low, figure.unit, unit)
    if (figure.operator is Operator.ABOVE and number == domain.high) or (
        figure.operator is Operator.BELOW and number == domain.low
    ):
        raise Unreadable("value.impossible", offset, number=words, example=f"{comma(number)}{unit.vi}")


def found_in(quote: str, indicator: Indicator) -> Iterator[Stated]:
    """Every value that a phrase of `quote` states for `indicator`, each phrase taken as long as it goes."""
    words = fold(nfc(quote))
    if indicator.scale:
        for match in re.finditer(rf"(?<!\w)(?:{_wordings(indicator).pattern})", words):
            yield Step(*indicator.wordings[" ".join(match[0].split())])
    offset = 0
    while indicator.unit is not None and offset < len(words):
        scanner = _Scanner(words, indicator, offset)
        try:
            figure = _figure(scanner)
        except Unreadable:
            figure = None
        if figure is not None:
            yield figure
        following = _TOKEN.match(words, offset)
        offset = max(scanner.offset if figure else 0, following.end() if following else len(words))


def comma(number: Decimal) -> str:
    """`number` as Vietnamese writes it, thousands apart from four digits on: "11.900", "98,5"."""
    return f"{number.normalize():,f}".translate(str.maketrans(",.", ".,"))


def example(indicator: Indicator) -> str:
    """A value that can be read for `indicator`, to show what is expected."""
    if indicator.unit is None:
        return indicator.scale[-1].wordings[0]
    lead = "dưới" if indicator.better is Better.LOWER else "đạt"
    noun = f" {indicator.nouns[0]}" if indicator.kind is Kind.RATE and indicator.nouns else ""
    return f"{lead} {indicator.unit.example}{noun}{indicator.unit.vi}"
