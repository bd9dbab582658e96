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
    Operator.AT_LEAST: "tối thiểu|ít nhất|không dưới|không thấp hơn|không ít hơn|không nhỏ hơn|không kém"
    "|cao hơn hoặc bằng|lớn hơn hoặc bằng|≥|>=|=>",
    Operator.BELOW: "dưới|thấp hơn|nhỏ hơn|ít hơn|<",
    Operator.AT_MOST: "tối đa|nhiều nhất|không quá|không vượt quá|không vượt|không cao hơn|không hơn|không trên"
    "|không lớn hơn|thấp hơn hoặc bằng|nhỏ hơn hoặc bằng|≤|<=|=<",
    Operator.ABOUT: "khoảng|xấp xỉ|vào khoảng|~|≈",
    Operator.EXACT: "=",
}
_TRAILING = {
    Operator.AT_LEAST: "trở lên|hoặc cao hơn|hoặc hơn",
    Operator.AT_MOST: "trở xuống|hoặc thấp hơn",
}
_EFFORT = "phấn đấu|phấn đấu đến|cố gắng|nỗ lực|quyết tâm|đặt mục tiêu"
_VERBS = (
    "đạt|đạt tỷ lệ|tỷ lệ|bằng|duy trì|bảo đảm|đảm bảo|giữ|giữ vững|giữ ổn định|ở mức|mức|có|là|còn"
    "|đạt mức|đạt được|xây dựng được"
    "|giảm còn|giảm xuống|giảm xuống còn|tăng lên|nâng lên|bình quân|trung bình"
)
_YEARLY = "mỗi năm|hằng năm|hàng năm"
_FROM = "từ"
_TO = "-|–|—|đến|tới"
_MULTIPLIERS = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9}
_MOST_DIGITS = 15

_YEAR = re.compile(r"năm 20\d\d", re.ASCII)
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?", re.ASCII)
_SPACE = re.compile(r"\s*")  # it always matches


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
    return nouns_pattern([indicator])


def nouns_pattern(indicators: Iterable[Indicator]) -> re.Pattern[str]:
    """A pattern for the nouns of any of `indicators`, in folded text."""
    return _phrases(*(indicator.nouns for indicator in indicators))


@cache
def _wordings(indicator: Indicator) -> re.Pattern[str]:
    return _phrases(indicator.wordings)


@cache
def _figure_start(indicator: Indicator) -> re.Pattern[str]:
    """A pattern for the words before a figure, up to its number. It does not try again, so it cannot run away."""
    tables = ("operator", "filler", "yearly", "from")
    words = "|".join(pattern.pattern for pattern in (*map(_vocabulary().get, tables), _nouns(indicator)) if pattern)
    return re.compile(rf"(?<!\w)(?>(?:{words})\s*){{0,9}}+(?=\d)")


class _Scanner:
    """A place in a phrase that moves forward over what is understood."""

    def __init__(self, phrase: str, indicator: Indicator, offset: int = 0) -> None:
        self.phrase, self.text, self.indicator, self.offset = phrase, fold(phrase), indicator, offset

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """What `pattern` matches next, after white space; None and no move where it does not."""
        start = _SPACE.match(self.text, self.offset).end()  # type: ignore[union-attr]
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
        return not self.text[self.offset :].strip(" .;")

    def lost(self, offset: int | None = None) -> Unreadable:
        """The exception for a phrase that is not understood from `offset` on, by default from here."""
        start = _SPACE.match(self.text, self.offset if offset is None else offset).end()  # type: ignore[union-attr]
        rest = self.phrase[start:]
        return Unreadable(_reason(rest), start, rest=rest, example=example(self.indicator))

    def number(self) -> Decimal:
        """The number that comes next, with its multiplier. Raises Unreadable."""
        token = self.take(_NUMBER)
        if token is None:
            raise self.lost()
        start = self.offset - len(token)
        whole = self.indicator.kind is Kind.COUNT
        number = _number(token, whole=whole, offset=start)
        multiplier = self.word("multiplier")
        if multiplier is not None:
            number *= _MULTIPLIER_OF[multiplier]
        if whole and number != number.to_integral_value():
            raise Unreadable("value.not-whole", start, number=token)
        return number


def _reason(rest: str) -> str:
    """The message for a phrase of which `rest` is not understood."""
    if not rest:
        return "value.unfinished"
    if rest[0] in "“”":
        return "value.quotes"
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


def read(text: str, indicator: Indicator) -> Stated:
    """The value that `text` states for `indicator`.

    Raises Unreadable where the text has digits and is not understood to its end, or states a figure outside what is
    possible for the indicator.
    """
    return _read(nfc(text), indicator)


@lru_cache(maxsize=16384)
def _read(text: str, indicator: Indicator) -> Stated:
    step = _step(text, indicator)
    if step is not None:
        return step
    if not any(char.isdigit() for char in text):
        return Words(text)
    if indicator.unit is None:
        raise Unreadable("value.no-step", 0, steps="; ".join(step.names.vi for step in indicator.scale))
    scanner = _Scanner(text, indicator)
    figure = _figure(scanner)
    if not scanner.at_end():
        raise scanner.lost()
    _check_domain(figure, indicator, text)
    return figure


def _step(text: str, indicator: Indicator) -> Step | None:
    """The step that the whole of `text` states: verbs, effort words and nouns may stand around its wording."""
    if not indicator.scale:
        return None
    scanner = _Scanner(text, indicator)
    while True:
        start = scanner.offset
        if wording := scanner.take(_wordings(indicator)):
            while scanner.noun():
                pass
            if scanner.at_end():
                return Step(*indicator.wordings[wording])
            scanner.offset = start
        if not (scanner.word("filler") or scanner.noun()):
            return None


_NEUTRAL = (None, Operator.EXACT)


def _figure(scanner: _Scanner) -> Figure:
    """The figure that comes next, as far as the phrase goes. Raises Unreadable."""
    operator, yearly = _lead(scanner)
    from_low = scanner.word("from") is not None
    low = scanner.number()
    unit = _unit(scanner)
    high = _upper_end(scanner, low, operator)
    if high is not None:
        unit = _unit(scanner) or unit
    while True:
        start = scanner.offset
        if word := scanner.word("trailing"):
            if operator not in _NEUTRAL or high is not None:
                raise scanner.lost(start)
            operator = _OPERATOR_OF[word]
        elif scanner.word("yearly"):
            yearly = True
        elif not (scanner.noun() or (unit is None and (unit := _unit(scanner)))):
            break
    if from_low and high is None and operator in _NEUTRAL:  # "từ 35" without "đến" or "trở lên"
        raise scanner.lost()
    unit = unit or scanner.indicator.unit
    assert unit is not None, "figures are read for indicators that have a unit"
    if yearly and unit is UNITS["percent"]:
        unit = UNITS["percent_a_year"]
    return Figure(operator or Operator.EXACT, low, low if high is None else high, unit)


def _lead(scanner: _Scanner) -> tuple[Operator | None, bool]:
    """The words before a number: the operator, if any, and whether "a year" is said."""
    operator: Operator | None = None
    yearly = False
    while True:
        start = scanner.offset
        if word := scanner.word("operator"):
            if operator not in _NEUTRAL:
                raise scanner.lost(start)
            operator = _OPERATOR_OF[word]
        elif scanner.word("yearly"):
            yearly = True
        elif not (scanner.word("filler") or scanner.noun()):
            return operator, yearly


def _upper_end(scanner: _Scanner, low: Decimal, operator: Operator | None) -> Decimal | None:
    """The second number of a range, None where no range is stated."""
    start = scanner.offset
    if not scanner.word("to"):
        return None
    high = scanner.number()
    if high <= low or operator not in (*_NEUTRAL, Operator.ABOUT):
        raise Unreadable("value.range", scanner.lost(start).offset)
    return high


def _unit(scanner: _Scanner) -> Unit | None:
    word = scanner.word("unit")
    return _units_by_word()[word] if word else None


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
            tenth = stated / 10
            slipped = indicator.kind is Kind.SHARE and domain.holds(tenth)
            hint = f"{comma(tenth)}{unit.vi}" if slipped else example(indicator)
            raise Unreadable("value.impossible", offset, number=comma(stated), example=hint)
    number = convert(figure.low, figure.unit, unit)
    if (figure.operator is Operator.ABOVE and number == domain.high) or (
        figure.operator is Operator.BELOW and number == domain.low
    ):
        raise Unreadable("value.impossible", offset, number=text, example=f"{comma(number)}{unit.vi}")


def found_in(quote: str, indicator: Indicator, others: re.Pattern[str]) -> Iterator[Stated]:
    """Every value that a phrase of `quote` states for `indicator`, each phrase taken as long as it goes.

    A figure of something else is passed over: one followed, before the next figure, by a noun that `others` matches
    and by none of the indicator's own ("4 dược sĩ" states nothing for doctors).
    """
    quote = nfc(quote)
    words = fold(quote)
    if indicator.scale:
        for match in re.finditer(rf"(?<!\w)(?:{_wordings(indicator).pattern})", words):
            yield Step(*indicator.wordings[" ".join(match[0].split())])
    offset = 0
    while indicator.unit is not None and (start := _figure_start(indicator).search(words, offset)):
        scanner = _Scanner(quote, indicator, start.start())
        number = _NUMBER.match(words, start.end())
        offset = number.end() if number else start.end()
        try:
            figure = _figure(scanner)
        except Unreadable:
            continue
        following = _NUMBER.search(words, scanner.offset)
        span = words[offset : following.start() if following else len(words)]
        if _nouns(indicator).search(span) or not others.search(span):
            yield figure
        offset = scanner.offset


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
