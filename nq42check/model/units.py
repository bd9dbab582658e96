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
    return Unit(id, dimension, Decimal(factor), tuple(fold(word) for word in words.split("|") if word), vi, en, example)


def _rate(many: Decimal) -> Unit:
    """The unit "per so `many` people". It has no words: denominators are read as numbers, however they are spelled."""
    english = f"{many:,f}"
    return Unit(
        id=f"per_{many:f}",
        dimension="per people",
        factor=Decimal(10_000) / many,
        words=(),
        vi=f" trên {english.replace(',', '.')} dân",
        en=f" per {english} people",
        example=f"{many / 500:f}",
    )


def per_people(many: Decimal) -> Unit:
    """The unit of a rate with the denominator `many`."""
    return UNITS.get(f"per_{many:f}") or _rate(many)


_FLOOR_AREA = "|".join(
    f"{metre}{floor}{person}"
    for metre in ("m²", "m2", "m^2", "m<sup>2</sup>", "mét vuông")
    for floor in (" sàn", "")
    for person in ("", *(f"{joint}{who}" for joint in ("/", " trên ") for who in ("người", "đầu người", "một người")))
)

_CHILDREN = "con|" + "|".join(
    f"con{joint}{who}{age}"
    for joint in ("/", " trên ", " trên mỗi ")
    for who in ("phụ nữ", "một phụ nữ", "1 phụ nữ", "bà mẹ")
    for age in ("", " trong độ tuổi sinh đẻ")
)

_POINTS = ("điểm phần trăm", "điểm %")
_YEARLY = "|".join(
    f"{share}{joint}năm"
    for share in ("%", "phần trăm", *_POINTS)
    for joint in ("/", "/1 ", "/một ", " mỗi ", " một ", " hằng ", " hàng ")
)

UNITS: dict[str, Unit] = {
    unit.id: unit
    for unit in (
        _unit("percent", "share", "1", "%|phần trăm|phần trăm (%)", vi="%", en="%", example="50"),
        _unit("percent_a_year", "share a year", "1", _YEARLY, vi="%/năm", en="% a year", example="1,5"),
        _unit("points", "points", "1", "|".join(_POINTS), vi=" điểm phần trăm", en=" points", example="5"),
        *(_rate(Decimal(many)) for many in (1_000, 10_000, 100_000)),
        _unit("years", "time", "1", "tuổi|năm", vi=" năm", en=" years", example="75"),
        _unit("years_of_age", "time", "1", "", vi=" tuổi", en=" years", example="75"),
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
            "lít/người/ngày|lít/người/ngày đêm|lít nước/người/ngày|lít/người/ngày.đêm",
            vi=" lít/người/ngày",
            en=" litres per person a day",
            example="60",
        ),
        _unit("index", "index", "1", "điểm", vi="", en="", example="0,7"),
    )
}


def convert(number: Decimal, unit: Unit, into: Unit) -> Decimal:
    """`number` of `unit` as a number of `into`; both must be of one dimension."""
    return number if unit is into else number * unit.factor / into.factor
