"""From words to stated values: how a target's value is read.

A value is read as a document words it ("phấn đấu đạt trên 98,5%") or in symbols ("> 98,5"). The whole phrase must
be understood; a phrase with digits that is not is refused with the place and an example, never guessed.
"""

import re
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

from nq42check.catalogue import Better, Indicator, Kind
from nq42check.extent import Domain, Nudge, Promise
from nq42check.text import Phrases, fold, nfc, tokens
from nq42check.units import UNITS, Unit, convert

T = TypeVar("T")


class Operator(Enum):
    """What a phrase says about its figure; the value is the symbol a report prints."""

    EXACT = ""
    ABOUT = "≈ "
    ABOVE = "> "
    AT_LEAST = "≥ "
    BELOW = "< "
    AT_MOST = "≤ "


class Figure(NamedTuple):
    """A figure as stated, in `unit`. `low` and `high` are equal unless a range was stated.

    `promise` is the set of outcomes that it promises, in the indicator's unit; None where the unit does not convert or
    where neither direction is better for the indicator.
    """

    operator: Operator
    low: Decimal
    high: Decimal
    unit: Unit
    promise: Promise | None


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


def _promise(operator: Operator, low: Decimal, high: Decimal, unit: Unit, indicator: Indicator) -> Promise | None:
    """What a figure promises.

    Without an operator, as a range or with "about" it is the end that is guaranteed, in the direction that is better.
    """
    if indicator.unit is None or unit.dimension != indicator.unit.dimension:
        return None
    low, high = convert(low, unit, indicator.unit), convert(high, unit, indicator.unit)
    if operator in _UPWARD:
        return Promise(True, low, _UPWARD[operator])
    if operator in _DOWNWARD:
        return Promise(False, high, _DOWNWARD[operator])
    if indicator.better is None:
        return None
    upward = indicator.better is Better.HIGHER
    return Promise(upward, low if upward else high, Nudge.ABOUT if operator is Operator.ABOUT else Nudge.CLOSED)


_OPERATORS = {
    Operator.ABOVE: "trên|hơn|cao hơn|lớn hơn|nhiều hơn|vượt|vượt trên|>",
    Operator.AT_LEAST: "tối thiểu|ít nhất|không dưới|không thấp hơn|không ít hơn|không nhỏ hơn|không kém"
    "|cao hơn hoặc bằng|lớn hơn hoặc bằng|≥|>=|=>",
    Operator.BELOW: "dưới|thấp hơn|nhỏ hơn|ít hơn|<",
    Operator.AT_MOST: "tối đa|nhiều nhất|không quá|không vượt quá|không vượt|không cao hơn|không hơn|không trên"
    "|không lớn hơn|thấp hơn hoặc bằng|nhỏ hơn hoặc bằng|≤|<=|=<",
    Operator.ABOUT: "khoảng|xấp xỉ|vào khoảng|~|≈",
    Operator.EXACT: "=",
}
_TRAILING_OPERATORS = {
    Operator.AT_LEAST: "trở lên|hoặc cao hơn|hoặc hơn",
    Operator.AT_MOST: "trở xuống|hoặc thấp hơn",
}
_EFFORT = "phấn đấu|phấn đấu đến|cố gắng|nỗ lực|quyết tâm|đặt mục tiêu"
_VERBS = (
    "đạt|đạt tỷ lệ|tỷ lệ|bằng|duy trì|bảo đảm|đảm bảo|giữ|giữ vững|giữ ổn định|ở mức|mức|có|là|còn|kiểm soát|khống chế"
    "|đạt mức|đạt được|xây dựng được"
    "|giảm còn|giảm xuống|giảm xuống còn|tăng lên|nâng lên|bình quân|trung bình"
)
_YEARLY = "mỗi năm|hằng năm|hàng năm"
_FROM = "từ"
_TO = "-|–|—|đến|tới"
_MULTIPLIERS = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9}
_MOST_DIGITS = 15
_YEARS = Domain(Decimal(2000), Decimal(2099))

_YEAR = re.compile(r"năm 20\d\d", re.ASCII)
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?", re.ASCII)


class _Word(Enum):
    """A word around a figure that is no operator."""

    FILLER = "says nothing of the outcome"
    YEARLY = "a year"
    FROM = "opens a range"
    TO = "closes a range"


def _split(words: str, meaning: T) -> dict[str, T]:
    return dict.fromkeys(words.split("|"), meaning)


def _operators(table: dict[Operator, str]) -> dict[str, Operator | _Word]:
    return {word: operator for operator, words in table.items() for word in words.split("|")}


_LEADING: Phrases[Operator | _Word] = Phrases(
    _operators(_OPERATORS)
    | _split(f"{_EFFORT}|{_VERBS}", _Word.FILLER)
    | _split(_YEARLY, _Word.YEARLY)
    | _split(_FROM, _Word.FROM)
)
_FOLLOWING: Phrases[Operator | _Word] = Phrases(_operators(_TRAILING_OPERATORS) | _split(_YEARLY, _Word.YEARLY))
_RANGE: Phrases[_Word] = Phrases(_split(_TO, _Word.TO))
_FACTORS: Phrases[Decimal] = Phrases({word: Decimal(factor) for word, factor in _MULTIPLIERS.items()})
_UNITS: Phrases[Unit] = Phrases({word: unit for unit in UNITS.values() for word in unit.words})


@cache
def _nouns(indicator: Indicator) -> Phrases[Indicator]:
    return nouns_of((indicator,))


@cache
def nouns_of(indicators: tuple[Indicator, ...]) -> Phrases[Indicator]:
    """The nouns of `indicators`, each with one that has it."""
    return Phrases({noun: indicator for indicator in indicators for noun in indicator.nouns})


@cache
def _wordings(indicator: Indicator) -> Phrases[Step]:
    return Phrases({wording: Step(*steps) for wording, steps in indicator.wordings.items()})


class _Scanner:
    """A place in a phrase that moves forward over what is understood."""

    def __init__(self, phrase: str, indicator: Indicator, offset: int = 0) -> None:
        self.phrase, self.text, self.indicator, self.offset = phrase, fold(phrase), indicator, offset

    def _skip_space(self) -> int:
        offset = self.offset
        while self.text.startswith(" ", offset):
            offset += 1
        return offset

    def take(self, phrases: Phrases[T]) -> T | None:
        """What the phrase that comes next means; None and no move where none is known."""
        found = phrases.at(self.text, self._skip_space())
        if found is None:
            return None
        meaning, self.offset = found
        return meaning

    def noun(self) -> bool:
        return self.take(_nouns(self.indicator)) is not None

    def at_end(self) -> bool:
        return not self.text[self.offset :].strip(" .;")

    def lost(self, offset: int | None = None) -> Unreadable:
        """The exception for a phrase that is not understood from `offset` on, by default from here."""
        self.offset = self.offset if offset is None else offset
        return Unreadable("value.phrase", self._skip_space())

    def number(self) -> Decimal:
        """The number that comes next, with its multiplier. Raises Unreadable."""
        start = self._skip_space()
        token = _NUMBER.match(self.text, start)
        if token is None:
            raise self.lost()
        self.offset = token.end()
        whole = self.indicator.kind is Kind.COUNT
        number = _number(token[0], whole=whole, offset=start) * (self.take(_FACTORS) or 1)
        if whole and number != number.to_integral_value():
            raise Unreadable("value.not-whole", start, number=token[0])
        return number


def _reason(rest: str) -> str:
    """The message for a phrase of which `rest` is not understood."""
    if not rest:
        return "value.unfinished"
    return "value.year" if _YEAR.search(fold(rest)) else "value.phrase"


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


@lru_cache(maxsize=16384)
def read(text: str, indicator: Indicator) -> Stated:
    """The value that `text` states for `indicator`.

    Raises Unreadable where the text has digits and is not understood to its end, or states a figure outside what is
    possible for the indicator.
    """
    text = " ".join(nfc(text).split())
    step = _step(text, indicator)
    if step is not None:
        return step
    if text.startswith(("“", "”", "‘", "’")):
        raise Unreadable("value.quotes", 0)
    if not any(char.isdigit() for char in text):
        return Words(text)
    if indicator.unit is None:
        raise Unreadable("value.no-step", 0, steps="; ".join(step.names.vi for step in indicator.scale))
    scanner = _Scanner(text, indicator)
    try:
        figure = _figure(scanner)
        if not scanner.at_end():
            raise scanner.lost()
    except Unreadable as error:
        if error.reason == "value.phrase":
            rest = text[error.offset :]
            raise Unreadable(_reason(rest), error.offset, rest=rest, example=example(indicator)) from None
        raise
    _check_domain(figure, indicator, text)
    return figure


def _step(text: str, indicator: Indicator) -> Step | None:
    """The step that the whole of `text` states: verbs, effort words and nouns may stand around its wording."""
    if not indicator.scale:
        return None
    for start, _ in tokens(fold(text)):
        scanner = _Scanner(text, indicator, start)
        step = scanner.take(_wordings(indicator))
        if step and _says_nothing(text[:start], indicator) and _says_nothing(text[scanner.offset :], indicator):
            return step
    return None


def _says_nothing(text: str, indicator: Indicator) -> bool:
    """Whether `text` has only verbs, effort words and the indicator's nouns."""
    scanner = _Scanner(text, indicator)
    while not scanner.at_end():
        start = scanner.offset
        if not scanner.noun() and scanner.take(_LEADING) is not _Word.FILLER:
            scanner.offset = start
            return False
    return True


_NEUTRAL = (None, Operator.EXACT)


def _figure(scanner: _Scanner) -> Figure:
    """The figure that comes next, as far as the phrase goes. Raises Unreadable."""
    operator, yearly, from_low = _lead(scanner)
    low = scanner.number()
    unit = scanner.take(_UNITS)
    high = _upper_end(scanner, low, operator)
    if high is not None:
        unit = scanner.take(_UNITS) or unit
    while True:
        start = scanner.offset
        word = scanner.take(_FOLLOWING)
        if isinstance(word, Operator):
            if operator not in _NEUTRAL or high is not None:
                raise scanner.lost(start)
            operator = word
        elif word is _Word.YEARLY:
            yearly = True
        elif not (scanner.noun() or (unit is None and (unit := scanner.take(_UNITS)))):
            break
    if from_low and high is None and operator in _NEUTRAL:  # "từ 35" without "đến" or "trở lên"
        raise scanner.lost()
    unit = unit or scanner.indicator.unit
    assert unit is not None, "figures are read for indicators that have a unit"
    if yearly and unit is UNITS["percent"] and scanner.indicator.unit is UNITS["percent_a_year"]:
        unit = scanner.indicator.unit
    operator, high = operator or Operator.EXACT, low if high is None else high
    return Figure(operator, low, high, unit, _promise(operator, low, high, unit, scanner.indicator))


def _lead(scanner: _Scanner) -> tuple[Operator | None, bool, bool]:
    """The words before a number: the operator, if any, whether "a year" is said, and whether "from"."""
    operator: Operator | None = None
    yearly = False
    while True:
        start = scanner.offset
        word = scanner.take(_LEADING)
        if isinstance(word, Operator):
            if operator not in _NEUTRAL:
                raise scanner.lost(start)
            operator = word
        elif word is _Word.YEARLY:
            yearly = True
        elif word is _Word.FROM:
            return operator, yearly, True
        elif word is None and not scanner.noun():
            return operator, yearly, False


def _upper_end(scanner: _Scanner, low: Decimal, operator: Operator | None) -> Decimal | None:
    """The second number of a range, None where no range is stated."""
    start = scanner.offset
    if scanner.take(_RANGE) is None:
        return None
    high = scanner.number()
    if high <= low or operator not in (*_NEUTRAL, Operator.ABOUT):
        raise Unreadable("value.range", scanner.lost(start).offset)
    return high


def _check_domain(figure: Figure, indicator: Indicator, text: str) -> None:
    """Refuse a figure that cannot occur, such as 985% or "more than 100%"."""
    unit = indicator.unit
    if unit is None or figure.unit.dimension != unit.dimension:
        return
    domain = indicator.domain
    first = _NUMBER.search(text)
    offset = first.start() if first else 0
    for stated in (figure.low, figure.high):
        if not domain.holds(convert(stated, figure.unit, unit)):
            if indicator.kind is Kind.SHARE and _YEARS.holds(stated):
                raise Unreadable("value.year", offset)
            if indicator.kind is Kind.SHARE and domain.holds(stated / 10):
                meant = f"{comma(stated / 10)}{unit.vi}"
                raise Unreadable("value.slipped", offset, number=comma(stated), example=meant)
            raise Unreadable("value.impossible", offset, number=comma(stated), example=example(indicator))
    number = convert(figure.low, figure.unit, unit)
    if (figure.operator is Operator.ABOVE and number == domain.high) or (
        figure.operator is Operator.BELOW and number == domain.low
    ):
        raise Unreadable("value.impossible", offset, number=text, example=f"{comma(number)}{unit.vi}")


@lru_cache(maxsize=16384)
def found_in(quote: str, indicator: Indicator, others: Phrases[Indicator]) -> tuple[Stated, ...]:
    """Every value that a phrase of `quote` states for `indicator`, each phrase taken as long as it goes.

    A figure of something else is passed over: one followed, before the next figure, by a noun of `others` and by none
    of the indicator's own ("4 dược sĩ" states nothing for doctors).
    """
    quote = nfc(quote)
    words = fold(quote)
    found: list[Stated] = list(_wordings(indicator).search(words))
    end = 0
    for start, token in tokens(words) if indicator.unit else ():
        if start < end or not (token[0].isdigit() or _LEADING.at(words, start)):
            continue
        scanner = _Scanner(quote, indicator, start)
        try:
            figure = _figure(scanner)
        except Unreadable:
            continue
        number = _NUMBER.search(words, start)
        following = _NUMBER.search(words, scanner.offset)
        span = words[number.end() if number else start : following.start() if following else len(words)]
        if any(_nouns(indicator).search(span)) or not any(others.search(span)):
            found.append(figure)
        end = scanner.offset
    return tuple(found)


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
