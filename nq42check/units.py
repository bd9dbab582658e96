"""The units that targets are stated in, with exact factors between those that convert."""

from decimal import Decimal
from typing import NamedTuple

from nq42check.text import fold


class Unit(NamedTuple):
    """One unit of measurement.

    `factor` turns a number in this unit into the dimension's base unit. `words` are the ways in which documents
    write it after a figure, folded. `vi` and `en` are what a report prints after a number,
    and `example` is such a number.
    """

    id: str
    dimension: str
    factor: Decimal
    words: tuple[str, ...]
    vi: str
    en: str
    example: str


def _unit(id: str, dimension: str, factor: str, words: str, *, vi: str, en: str, example: str) -> Unit:
    return Unit(id, dimension, Decimal(factor), tuple(fold(word) for word in words.split("|")), vi, en, example)


def _per_people(number: str) -> str:
    """The ways to write "per so many people"."""
    joints = ("/", "/ ", "trên ", "cho ")
    people = ("dân", "người dân", "người")
    return "|".join(f"{joint}{number} {who}" for joint in joints for who in people)


_VAN = "|".join(_per_people(number) for number in ("10.000", "vạn", "1 vạn", "một vạn"))

_FLOOR_AREA = "|".join(
    f"{metre}{floor}{joint}{who}"
    for metre in ("m²", "m2", "m^2", "m<sup>2</sup>", "mét vuông")
    for floor in (" sàn", "")
    for joint in ("/", " / ", "/ ")
    for who in ("người", "đầu người")
)

_CHILDREN = "con|" + "|".join(
    f"con{joint}{who}{age}"
    for joint in ("/", " trên ")
    for who in ("phụ nữ", "một phụ nữ", "1 phụ nữ")
    for age in ("", " trong độ tuổi sinh đẻ")
)

_YEARLY = "%/năm|% /năm|%/ năm|% / năm|% mỗi năm|% một năm|% hằng năm|% hàng năm"

UNITS: dict[str, Unit] = {
    unit.id: unit
    for unit in (
        _unit("percent", "share", "1", "%|phần trăm", vi="%", en="%", example="50"),
        _unit("percent_a_year", "share a year", "1", _YEARLY, vi="%/năm", en="% a year", example="1,5"),
        _unit(
            "per_1000",
            "per people",
            "10",
            _per_people("1.000"),
            vi=" trên 1.000 dân",
            en=" per 1,000 people",
            example="1,2",
        ),
        _unit(
            "per_100000",
            "per people",
            "0.1",
            _per_people("100.000"),
            vi=" trên 100.000 dân",
            en=" per 100,000 people",
            example="120",
        ),
        _unit("per_10000", "per people", "1", _VAN, vi=" trên 10.000 dân", en=" per 10,000 people", example="12"),
        _unit("years", "time", "1", "tuổi|năm", vi=" năm", en=" years", example="75"),
        _unit(
            "square_metres_a_person",
            "area per person",
            "1",
            _FLOOR_AREA,
            vi=" m² sàn/người",
            en=" m² of floor per person",
            example="30",
        ),
        _unit("flats", "flats", "1", "căn hộ|căn", vi=" căn hộ", en=" flats", example="1.500"),
        _unit(
            "children_a_woman",
            "children per woman",
            "1",
            _CHILDREN,
            vi=" con/phụ nữ",
            en=" children per woman",
            example="2,1",
        ),
        _unit(
            "litres_a_person_a_day",
            "water per person",
            "1",
            "lít/người/ngày|lít/người/ngày đêm",
            vi=" lít/người/ngày",
            en=" litres per person a day",
            example="60",
        ),
        _unit("index", "index", "1", "điểm", vi="", en="", example="0,7"),
    )
}


def convert(number: Decimal, unit: Unit, into: Unit) -> Decimal:
    """`number` of `unit` as a number of `into`; both must be of one dimension."""
    return number * unit.factor / into.factor
