"""By how much places weigh: numbers that have a source, of one count each, and nothing else."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from command import run
from conftest import KNOWN, ROOT

from nq42check.judging.join import end
from nq42check.model.document import Evidence
from nq42check.model.promise import Nudge, Promise
from nq42check.model.weights import Weighing, Weights
from nq42check.reading.nodes import Problem, Refused
from nq42check.reading.parsing import parse
from nq42check.reading.schemas import explain
from nq42check.reading.weights import load_weights
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import BadKnowledge, places, weights, weights_with
from nq42check.texts import LANGUAGES

# Written down a second time, from the list of the sources and without a look at the file: the number of each place of
# today that others were merged into.
REGISTERED = """\
An Giang 4.952.238 | Bắc Ninh 3.619.433 | Cà Mau 2.606.672 | Cần Thơ 4.199.824 | Đà Nẵng 3.065.628 | Đắk Lắk 3.346.853
Đồng Nai 4.491.408 | Đồng Tháp 4.370.046 | Gia Lai 3.583.693 | Hải Phòng 4.664.124 | Hồ Chí Minh 14.002.598
Hưng Yên 3.567.943 | Khánh Hòa 2.243.554 | Lào Cai 1.778.785 | Lâm Đồng 3.872.999 | Ninh Bình 4.412.264
Phú Thọ 4.022.638 | Quảng Ngãi 2.161.755 | Quảng Trị 1.870.845 | Tây Ninh 3.254.170 | Thái Nguyên 1.799.489
Tuyên Quang 1.865.270 | Vĩnh Long 4.257.581
"""

# What a user may write: numbers in both spellings, a former place, names in other spellings.
OWN = """\
weights:
  - denominator: labour_force
    series: điều tra lao động việc làm
    year: 2024
    unit: nghìn người
    sources: [Niên giám thống kê 2024]
    evidence: verified
    places: {Tỉnh Hà Giang: 500, Tây Ninh: 1.700}
  - denominator: households
    series: tổng điều tra
    year: 2019
    total: 30.001
    unit: hộ
    sources: [Niên giám]
    evidence: reported
    note: thử
    places:
      Thành phố Hà Nội: 12.000
      Hoà Bình: 3000
      TP.HCM: 15.000
"""


def load(text: str) -> Weights:
    return load_weights(parse(text), KNOWN.catalogue, places())


def weighing(denominator: str, text: str = OWN) -> Weighing:
    found = load(text).of(denominator)
    assert found
    return found


def refusal(text: str) -> Problem:
    """The first problem of a file that must be refused, at its line."""
    with pytest.raises(Refused) as caught:
        load(text)
    return caught.value.problems[0]


def test_the_numbers_are_those_that_have_a_source() -> None:
    population = weights().of("population")
    assert population and weights().known.keys() == {"population"}
    listed = (row.rsplit(" ", 1) for line in REGISTERED.splitlines() for row in line.split(" | "))
    assert population.places == {name: Decimal(number.replace(".", "")) for name, number in listed}
    merged = {place.name for place in places().all if place.predecessors}
    assert population.places.keys() == merged and len(merged) == 23
    assert sum(population.places.values()) == 88009810


def test_what_ships_says_what_it_is_and_has_no_total_that_nobody_stated() -> None:
    population = weights().of("population")
    assert population and population.total is None and population.evidence is Evidence.REPORTED
    assert (population.unit, population.series, population.year) == ("người", "Nghị quyết 202/2025/QH15", 2025)
    assert population.sources and all("." in source and " " not in source for source in population.sources)
    assert population.weight("Tuyên Quang") == 1865270
    assert population.weight("Hà Nội") is None and population.weight("Hà Giang") is None


def test_places_are_found_however_they_are_spelt_and_former_ones_by_their_names() -> None:
    force, households = weighing("labour_force"), weighing("households")
    assert force.places == {"Hà Giang": 500, "Tây Ninh": 1700}
    assert households.places == {"Hà Nội": 12000, "Hòa Bình": 3000, "Hồ Chí Minh": 15000}
    assert (households.total, households.year, households.note) == (30001, 2019, "thử")
    assert households.weight("Hòa Bình") == 3000 and households.weight("Phú Thọ") is None
    assert load(OWN).of("population") is None and load(OWN).of(None) is None


def test_a_file_of_ones_own_stands_before_what_ships_a_whole_denominator_at_a_time(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN.replace("denominator: households", "denominator: population"), encoding="utf-8")
    both = weights_with(str(file))
    population = both.of("population")
    assert population and population.series == "tổng điều tra" and population.weight("Tuyên Quang") is None
    assert both.of("labour_force") == load(OWN).of("labour_force")
    file.write_text(OWN, encoding="utf-8")
    assert weights_with(str(file)).of("population") == weights().of("population")
    file.write_text(OWN.replace("Hoà Bình: 3000", "Hoà Bình: 0"), encoding="utf-8")
    with pytest.raises(BadKnowledge) as caught:
        weights_with(str(file))
    assert caught.value.path == str(file) and caught.value.refusal.problems[0].line == 19


Change = Callable[[str], str]


def edit(old: str, new: str) -> Change:
    assert OWN.count(old) == 1, old
    return lambda text: text.replace(old, new)


FORCE = "places: {Tỉnh Hà Giang: 500, Tây Ninh: 1.700}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "change, line, reason, written",
    [
        (edit("total: 30.001", "total: 29.999"), 12, "shape.weights-above", "30"),
        (edit("Hoà Bình: 3000", "Hoà Bình: -3000"), 19, "shape.weight", "“-3000”"),
        (edit("Hoà Bình: 3000", "Hoà Bình: 0"), 19, "shape.weight", "“0”"),
        (edit("Hoà Bình: 3000", "Hoà Bình: 3000,5"), 19, "shape.weight", "“3000,5”"),
        (edit("Hoà Bình: 3000", "Hoà Bình: 3000.5"), 19, "shape.weight", "“3000.5”"),
        (edit("Hoà Bình: 3000", "Hoà Bình: 3,000"), 19, "shape.weight", "“3,000”"),
        (edit("Hoà Bình: 3000", "Hoà Bình: 3 triệu"), 19, "shape.weight", "“3 triệu”"),
        (edit("total: 30.001", "total: 0"), 12, "shape.weight", "“0”"),
        (edit("Hoà Bình:", "Hòa Bìn:"), 19, "unknown-name.place-near", "“Hòa Bình”"),
        (edit("Hoà Bình:", "nước ngoài:"), 19, "unknown-name.place", "“nước ngoài”"),
        (edit("Hoà Bình:", "Xã Thượng Lâm:"), 19, "unknown-name.place", "“Xã Thượng Lâm”"),
        (edit("Hoà Bình:", "Hà Nội:"), 19, "duplicate-key.weighed", "Hà Nội"),
        (edit("Hoà Bình:", "Thành phố Hà Nội:"), 19, "duplicate-key.key", "18"),
        (edit("Hoà Bình:", "Bình Dương:"), 19, "duplicate-key.overlap", "Hồ Chí Minh"),
        (edit("Hà Giang: 500, Tây Ninh", "Long An: 500, Tây Ninh"), 8, "duplicate-key.overlap", "Long An"),
        (
            edit("denominator: households", "denominator: labour_force"),
            9,
            "duplicate-key.weights",
            "tổng điều tra, 2019",
        ),
        (edit("denominator: households", "denominator: house"), 9, "unknown-name.denominator-near", "“houses”"),
        (edit("denominator: households", "denominator: dân số"), 9, "unknown-name.denominator", "“dân số”"),
        (edit("    sources: [Niên giám]\n", ""), 9, "shape.missing-key", "sources"),
        (edit("sources: [Niên giám]", "sources: []"), 14, "shape.empty-list", ""),
        (edit("evidence: reported", "evidence: chắc"), 15, "shape.choice", "“chắc”"),
        (edit("year: 2019", "year: 2018-2019"), 11, "shape.year", "“2018-2019”"),
        (edit(FORCE, "places: {}"), 8, "shape.empty-list", ""),
        (edit(FORCE, "places: [Hà Giang]"), 8, "shape.mapping", ""),
        (lambda _: "province: Hà Giang\n", 1, "shape.not-ours", "weights"),
    ],
)
def test_what_cannot_be_a_weight_is_refused_at_its_line(
    change: Change, line: int, reason: str, written: str, language: str
) -> None:
    problem = refusal(change(OWN))
    assert (problem.reason, problem.line) == (reason, line)
    assert written in Wording(language).problem(problem)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_places_of_today_make_the_total(language: str) -> None:
    listed = "".join(f"      {place.name}: 1000\n" for place in places().all)
    text = OWN.split("      Thành phố")[0] + listed
    assert weighing("households", text.replace("total: 30.001", "total: 34.000")).total == 34000
    problem = refusal(text.replace("total: 30.001", "total: 34001"))
    assert (problem.reason, problem.line) == ("shape.weights-below", 12)
    said = Wording(language).problem(problem)
    assert ("34.000" in said and "34.001" in said) if language == "vi" else ("34,000" in said and "34,001" in said)
    assert refusal(text.replace("total: 30.001", "total: 33.999")).reason == "shape.weights-above"
    problem = refusal(OWN.replace("total: 30.001", "total: 30.000"))
    assert (problem.reason, problem.line) == ("shape.weights-all", 12)
    assert "32" in Wording(language).problem(problem)
    one_less = text.replace("      Cà Mau: 1000\n", "").replace("total: 30.001", "total: 34.001")
    assert len(weighing("households", one_less).places) == 33


def test_several_mistakes_are_told_at_once() -> None:
    text = OWN.replace("Hoà Bình: 3000", "Hoà Bìn: 3000").replace("TP.HCM: 15.000", "TP.HCM: nhiều")
    with pytest.raises(Refused) as caught:
        load(text)
    assert [(problem.reason, problem.line) for problem in caught.value.problems] == [
        ("unknown-name.place-near", 19),
        ("shape.weight", 20),
    ]


def test_the_file_and_one_of_ones_own_fit_the_schema() -> None:
    shipped = (ROOT / "baselines/weights.yaml").read_text(encoding="utf-8")
    for text in (shipped, OWN):
        assert explain(parse(text), "weights") == []
    for old, new in (
        ("Hoà Bình: 3000", "Hoà Bình: -1"),
        ("Hoà Bình: 3000", "Hoà Bình: 2.5"),
        ("year: 2019", "year: x"),
    ):
        assert explain(parse(OWN.replace(old, new)), "weights")


def test_the_example_of_the_docs_can_be_worked_out_again() -> None:
    docs = (ROOT / "docs/format.md").read_text(encoding="utf-8")
    force = weighing("labour_force", docs.split("## What places weigh")[1].split("```yaml\n")[1].split("```")[0])
    weighed = [force.weight(name) or Decimal() for name in ("Tuyên Quang", "Long An")]
    promised = [Promise(False, Decimal(percent), Nudge.CLOSED) for percent in (2, 4)]
    assert round(float(end(list(zip(promised, weighed, strict=True))).number), 2) == 3.02 and "3.02%" in docs
    assert force.total and round(sum(weighed) / force.total * 100, 1) == Decimal("3.6")


@pytest.mark.parametrize("language, said", [("vi", "không phải kế hoạch"), ("en", "it is no plan")])
def test_among_plans_a_file_of_weights_is_told_by_what_it_is(tmp_path: Path, language: str, said: str) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text(OWN, encoding="utf-8")
    done = run(tmp_path, "--brief", "--lang", language)
    assert done.returncode == 4 and "weights.yaml" in done.stdout + done.stderr and said in done.stdout + done.stderr
    by_name = {"vi": "số liệu để tính bình quân các địa phương", "en": "the weights of places"}[language]
    assert by_name in run(file, "--lang", language).stdout
