"""Lists of targets to write documents from: those of the plans in `provinces/`, and some in other words.

A list in other words is a table of tabs (`tests/drafting/*.lst`): indicator, words, unit, value; a line without an
indicator looks like a target, and none of the catalogue is meant.
"""

from pathlib import Path
from typing import NamedTuple

import yaml

from nq42check.language.phrase import statement
from nq42check.model.catalogue import Catalogue, Indicator, Kind
from nq42check.model.values import Figure
from nq42check.run.knowledge import shipped_knowledge

ROOT = Path(__file__).parent.parent
CATALOGUE: Catalogue = shipped_knowledge().catalogue
WORDS = {"": "", ">": "trên ", "<": "dưới ", "≥": "tối thiểu ", "≤": "không quá ", "≈": "khoảng "}
UNITS = {
    "percent": "%",
    "percent_a_year": "%/năm",
    "square_metres_a_person": "m2 sàn/người",
    "litres_a_person_a_day": "lít/người/ngày",
    "years_of_age": "tuổi",
    "years": "năm",
    "flats": "căn hộ",
    "children_a_woman": "con/phụ nữ",
    "health.hospital_beds": "giường",
    "health.doctors": "bác sĩ",
    "health.pharmacists": "dược sĩ",
    "health.nurses": "điều dưỡng viên",
}
STEPS = {
    "assistance.minimum_living": ("Bảo đảm", "Bảo đảm mức sống tối thiểu cho người có hoàn cảnh khó khăn"),
    "assistance.poor_households": ("Trợ cấp xã hội", "Trợ cấp xã hội cho hộ nghèo không có khả năng thoát nghèo"),
    "education.preschool_universal": ("Hoàn thành", "Hoàn thành phổ cập giáo dục mầm non cho trẻ từ 3 đến 5 tuổi"),
    "health.aids_tuberculosis": ("Cơ bản chấm dứt", "Cơ bản chấm dứt các dịch bệnh AIDS, lao"),
    "health.malaria": ("Loại trừ", "Loại trừ sốt rét"),
    "housing.temporary_houses": ("Xóa bỏ hoàn toàn", "Xóa bỏ hoàn toàn nhà tạm, nhà dột nát"),
}
"""A step of each commitment, in a cell and in a sentence, whichever of its steps the plans state."""
AREAS = {
    "merit": "Ưu đãi người có công",
    "labour": "Lao động, việc làm",
    "insurance": "Bảo hiểm",
    "poverty": "Giảm nghèo",
    "assistance": "Trợ giúp xã hội",
    "education": "Giáo dục",
    "development": "Phát triển con người",
    "health": "Y tế",
    "housing": "Nhà ở",
    "water": "Nước sạch",
    "sanitation": "Vệ sinh",
    "wastewater": "Nước thải",
    "waste": "Chất thải",
    "environment": "Môi trường",
    "culture": "Văn hóa",
    "information": "Thông tin",
}


class Wanted(NamedTuple):
    """A target to be written: its name, the sign of its comparison, its figure and unit.

    `sentence` states a step, in place of all of them, and `figure` is then what stands in a cell. `indicator` is None
    where none is meant; `area` is that of the targets around it.
    """

    indicator: Indicator | None
    words: str
    sign: str
    figure: str
    unit: str
    area: str
    sentence: str = ""

    @property
    def value(self) -> str:
        """The value in words, with its unit."""
        if self.unit == "Mức độ":
            return f"mức độ {self.figure}"
        return f"{WORDS[self.sign]}{self.figure}{self.unit if self.unit.startswith('%') else f' {self.unit}'}".strip()

    @property
    def cell(self) -> str:
        """The value as it stands in a table beside its unit."""
        return f"{self.sign} {self.figure}".strip()


def lists() -> dict[str, list[Wanted]]:
    """All lists by their names."""
    plans = {path.stem: _of_plan(path) for path in sorted((ROOT / "provinces").glob("*.yaml"))}
    return plans | {path.stem: _of_table(path) for path in sorted((ROOT / "tests" / "drafting").glob("*.lst"))}


def _of_plan(path: Path) -> list[Wanted]:
    """What a plan states for all, in the catalogue's names; targets of some groups alone are left out."""
    plan = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    wanted = []
    for target in plan["targets"]:
        if not {"task", "groups", "counts", "only"} & set(target):
            wanted += _worded(CATALOGUE.indicators[target["indicator"]], target["value"])
    return wanted


def _worded(indicator: Indicator, value: str) -> list[Wanted]:
    """The target in words that every shape can take; none where it states neither figure nor a step that has some."""
    stated = statement(value, indicator).stated
    area = indicator.id.partition(".")[0]
    if not isinstance(stated, Figure):
        if indicator.kind is Kind.LEVEL:
            return [Wanted(indicator, indicator.names.vi, "", value.removeprefix("mức độ "), "Mức độ", area)]
        step = STEPS.get(indicator.id)
        return [Wanted(indicator, indicator.names.vi, "", step[0], "", area, step[1])] if step else []
    figure = " - ".join(_vietnamese(f"{each:f}") for each in dict.fromkeys((stated.low, stated.high)))
    unit = UNITS.get(indicator.id) or UNITS[stated.unit.id]
    made = Wanted(indicator, indicator.names.vi, stated.operator.value.strip(), figure, unit, area)
    assert statement(made.value, indicator).stated == stated, (made.value, stated)
    return [made]


def _vietnamese(number: str) -> str:
    whole, _, rest = number.partition(".")
    return f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest.strip("0") else "")


def _of_table(path: Path) -> list[Wanted]:
    wanted: list[Wanted] = []
    area = ""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        id, words, unit, value = line.split("\t")
        area = id.partition(".")[0] or area
        sign, _, figure = value.rpartition(" ") if value[0] in "<>≥≤" else ("", "", value)
        indicator = CATALOGUE.indicators[id] if id else None
        step = STEPS.get(id)
        unit = "Mức độ" if unit == "Mức độ" else unit[:1].lower() + unit[1:]
        if step:
            wanted.append(Wanted(indicator, words, "", step[0], "", area, step[1]))
        else:
            wanted.append(Wanted(indicator, words, sign, figure, unit, area))
    return wanted
