"""The chart of a norm: every promise at its place, what is not met in another shape, silence in words."""

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest
from conftest import KNOWN

from nq42check.model.promise import Domain
from nq42check.reports.grid import Cell, Row
from nq42check.reports.html import environment
from nq42check.reports.html.chart import Chart, charts
from nq42check.reports.html.scale import scale_for
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import nation
from nq42check.texts import LANGUAGES


def row(id: str, asked: str, number: str | None, certain: bool = True) -> Row:
    name = KNOWN.catalogue.indicators[id].names.vi
    key = ((None, "42-NQ/TW", None), (id,))
    return Row(key, id, id.partition(".")[0], "", name, asked, number and Decimal(number), "42-NQ/TW", 2030, certain)


def cell(status: str, number: str | None = None, sign: str = "", settled: str = "", reading: bool = False) -> Cell:
    return Cell(status, "", "", settled, reading, number and Decimal(number), "", sign)


def drawn(row: Row, cells: Sequence[Cell | None], language: str = "vi", names: Sequence[str] = ()) -> Chart | None:
    names = names or [chr(ord("A") + place) for place in range(len(cells))]
    return charts({row: cells}, names, KNOWN.catalogue, nation(), Wording(language)).get(row)


def rendered(chart: Chart, language: str = "vi") -> str:
    template = '{% from "chart.jinja" import chart_of with context %}{{ chart_of(chart) }}'
    return environment(Wording(language)).from_string(template).render(chart=chart)


STUNTING = row("health.stunting", "dưới 15%", "15")
CELLS = [
    cell("weaker", "25", "< "),
    cell("met", "15", "< "),
    cell("met", "12", "≈ ", reading=True),
    cell("missing"),
    cell("undecided", "14"),
    cell("behind", "20"),
    cell("weaker", "25", settled="waived"),
    cell("not_measurable"),
    None,
]


def test_every_promise_stands_at_its_place_from_the_worst_to_the_best() -> None:
    chart = drawn(STUNTING, CELLS)
    assert chart and chart.named and (chart.low, chart.high) == ("10%", "25%")
    assert [(point.name, point.x, point.y, point.shape, point.about) for point in chart.points] == [
        ("A", "75.0%", 29, "short", False),
        ("G §", "75.0%", 44, "short", False),
        ("B", "52.3%", 59, "met", False),
        ("E", "50.1%", 74, "open", False),
        ("C", "45.5%", 89, "met", True),
    ]
    assert [(point.value, point.sign) for point in chart.points] == [
        ("< 25%", "▼"),
        ("25%", "▼"),
        ("< 15%", "✓"),
        ("14%", "?"),
        ("≈ 12%*", "✓"),
    ]
    assert (chart.norm.at, chart.norm.text, chart.good, chart.reach) == ("52.3%", "chuẩn dưới 15%", "41.0%", "11.3%")
    assert chart.nation and (chart.nation.at, chart.nation.text) == ("58.7%", "cả nước 2025: 17,8% ◌")
    assert (chart.bottom, chart.height) == (97, 137)


def test_what_is_silent_is_counted_in_words_and_never_drawn() -> None:
    chart = drawn(STUNTING, CELLS)
    assert chart and len(chart.points) == 5
    assert chart.caption == "Chuẩn: dưới 15% (42-NQ/TW, 2030). 2/7 kế hoạch đạt."
    assert chart.below == (
        "Không vẽ: 1 kế hoạch chưa có chỉ tiêu; 1 kế hoạch không nêu con số; 2 kế hoạch không xét theo chuẩn này.",
        "Cả nước 2025: 17,8% (theo báo chí hoặc bản dịch).",
    )


@pytest.mark.parametrize(
    "language, said",
    [
        (
            "vi",
            "Chuẩn: dưới 15% (42-NQ/TW, 2030). 2/7 kế hoạch đạt. 5 kế hoạch nêu con số, xếp từ kém nhất đến tốt nhất"
            " (càng thấp càng tốt). Kém nhất: A, G (25%). Tốt nhất: C (12%).",
        ),
        (
            "en",
            "2 of 7 plans meet it. "
            "Plans with a figure: 5, from the worst to the best (lower is better). "
            "Worst: A, G (25%). Best: C (12%). Not drawn: 1 without a target; 1 without a figure; 2 not compared with "
            "this norm. Nation 2025: 17.8% (from the press or a translation).",
        ),
    ],
)
def test_the_label_says_all_that_is_drawn(language: str, said: str) -> None:
    chart = drawn(STUNTING, CELLS, language)
    assert chart and said in chart.label
    assert all(chart.label.count(line) == 1 for line in (chart.caption, *chart.below))
    assert said in " ".join(rendered(chart, language).replace("\u00a0", " ").split())


def test_higher_is_better_where_the_indicator_says_so_and_a_certain_source_has_no_mark() -> None:
    certified = row("labour.certified", "35 - 40%", "35")
    chart = drawn(certified, [cell("met", "55"), cell("weaker", "20", "> "), cell("conflict", "30", "< ")])
    assert chart and [point.name for point in chart.points] == ["B", "C", "A"]
    assert [point.value for point in chart.points] == ["> 20%", "< 30%", "55%"]
    assert [point.shape for point in chart.points] == ["short", "short", "met"]
    assert (chart.low, chart.high, chart.good, chart.reach) == ("20%", "60%", "53.8%", "21.2%")
    assert chart.nation and chart.nation.text == "cả nước 2025: ≈ 29%"
    assert chart.below == ("Cả nước 2025: ≈ 29% (có nguyên văn).",) and len(chart.sources) == 1


@pytest.mark.parametrize(
    "norm, cells",
    [
        (row("health.malaria", "loại trừ", None), [cell("met"), cell("undecided")]),
        (row("health.stunting", "mức giao cho từng địa phương", None), [cell("met", "12")]),
        (STUNTING, [cell("missing"), cell("behind", "12"), None]),
    ],
)
def test_a_norm_without_a_number_or_without_a_promise_has_no_chart(norm: Row, cells: list[Cell | None]) -> None:
    assert drawn(norm, cells) is None


def test_forty_plans_have_names_and_more_are_a_curve() -> None:
    numbers = [cell("met" if place < 150 else "weaker", str(place)) for place in range(201)]
    norm = row("health.hospital_beds", "35 giường bệnh viện/10.000 dân", "150")
    for many, named, points in ((40, True, 40), (41, False, 41), (200, False, 200), (201, False, 120)):
        chart = drawn(norm, numbers[:many], names=[f"Nơi {place}" for place in range(many)])
        assert chart and chart.named is named and len(chart.points) == points
        assert not [point for point in chart.points if bool(point.name) is not named]


def test_of_very_many_plans_points_are_drawn_evenly_by_rank_with_the_worst_and_the_best() -> None:
    cells = [cell("met" if place >= 2000 else "weaker", str(Decimal(place) / 100)) for place in range(3321)]
    norm = row("health.hospital_beds", "35 giường bệnh viện/10.000 dân", "20")
    chart = drawn(norm, cells, names=[f"Xã {place}" for place in range(3321)])
    assert chart and len(chart.points) == 120 and (chart.low, chart.high) == ("0", "40")
    first, last = chart.points[0], chart.points[-1]
    assert (first.x, first.y, first.shape) == ("2.0%", 142, "short")
    assert (last.x, last.y, last.shape) == ("98.0%", 42, "met")
    assert [int(point.x.partition(".")[0]) for point in chart.points[::40]] == [2, 34, 66]
    assert chart.norm == ("82", "chuẩn 20", "start") and (chart.good, chart.reach) == ("22", "60")
    assert "Kém nhất: Xã 0 (0). Tốt nhất: Xã 3320 (33,2)." in chart.label
    assert len(rendered(chart).encode()) < 400_000 / 38


def test_long_names_are_cut_where_they_are_drawn_and_whole_in_the_label() -> None:
    name = "Thành phố có tên rất dài (ke-hoach-2.yaml)"
    chart = drawn(STUNTING, [cell("met", "12")], names=[name])
    assert chart and chart.points[0].name == "Thành phố có tên rất …" and name in chart.label


@pytest.mark.parametrize("language", LANGUAGES)
def test_shapes_are_told_by_classes_and_no_style_stands_in_the_markup(language: str) -> None:
    chart = drawn(STUNTING, CELLS, language)
    assert chart
    page = rendered(chart, language)
    assert "style" not in page and page.count('role="img"') == 1
    looks = dict(re.findall(r'<g class="(met|short|open|met about)">(.*?)</g>', page, re.DOTALL))
    assert {look: len(re.findall("<circle(?! class)", body)) for look, body in looks.items()} == {
        "met": 1,
        "met about": 1,
        "open": 0,
        "short": 2,
    }
    assert looks["met about"].count("ring") == 1 and looks["open"].count("<path") == 1
    assert page.count('class="stem"') == 2


@pytest.mark.parametrize(
    "numbers, domain, low, high",
    [
        (["100", "100"], Domain(Decimal(0), Decimal(100)), "97.5", "100"),
        (["0"], Domain(Decimal(0), Decimal(100)), "0", "0.25"),
        (["95", "98.5", "95.16"], Domain(Decimal(0), Decimal(100)), "95", "99"),
        (["12", "25"], Domain(Decimal(0), Decimal(100)), "10", "25"),
        (["0.766", "0.8"], Domain(Decimal(0), Decimal(1)), "0.76", "0.8"),
        (["1000000", "13400"], Domain(Decimal(0), None), "0", "1000000"),
    ],
)
def test_a_scale_is_round_and_holds_all(numbers: list[str], domain: Domain, low: str, high: str) -> None:
    scale = scale_for(map(Decimal, numbers), domain)
    assert scale == (Decimal(low), Decimal(high))
    assert all(0 <= scale.share(Decimal(number)) <= 1 for number in numbers)
