"""The map of tiles: a former place is never told as the whole one of today, and silence is hatched and said."""

import re
from collections import Counter

import pytest

from nq42check.judging.assess import Status
from nq42check.reports.grid import Totals
from nq42check.reports.html import environment
from nq42check.reports.html.tiles import TileMap, share_of, tile_map
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import places
from nq42check.texts import LANGUAGES


def plan(name: str, met: int, compared: int = 37, path: str = "") -> Totals:
    statuses = Counter({Status.MET: met, Status.WEAKER: compared - met, Status.CONTEXT: 3})
    return Totals(name, path or f"{name}.yaml", 0, 0, statuses)


def drawn(*plans: Totals, language: str = "vi", link: str = "") -> TileMap:
    found = tile_map(plans, [link and f"#{each.path}" for each in plans], places(), Wording(language))
    assert found
    return found


def rendered(found: TileMap, language: str = "vi") -> str:
    template = '{% from "tiles.jinja" import tiles_of with context %}{{ tiles_of(map) }}'
    return environment(Wording(language)).from_string(template).render(map=found)


FOUR = (plan("Hà Giang", 18), plan("Hưng Yên", 30), plan("Kiên Giang", 27, 38), plan("Tây Ninh", 29))


def test_a_plan_of_a_former_place_is_told_as_that_and_the_silent_rest_is_named() -> None:
    tiles = {tile.name: tile for tile in drawn(*FOUR).tiles}
    assert len(tiles) == 34
    kinds = Counter(tile.kind for tile in tiles.values())
    assert kinds == {"parts": 2, "either": 2, "none": 30}
    quang = tiles["Tuyên Quang"]
    assert (quang.x, quang.y, quang.short, quang.kind) == (200, 0, "T.Quang", "parts")
    (band,) = quang.bands
    assert (band.lines, band.share, band.y, band.height) == (("H.Giang cũ", "18/37"), "few", 25, 45)
    assert quang.words == (
        "Hà Giang (cũ, nay thuộc Tuyên Quang): đạt 18/37 chuẩn; "
        "Tuyên Quang cũ: không có kế hoạch trong lần đối chiếu này."
    )
    assert tiles["An Giang"].bands[0].lines == ("K.Giang cũ", "27/38") and tiles["An Giang"].bands[0].share == "half"


def test_a_name_that_was_kept_is_one_tile_and_not_said_to_be_either() -> None:
    (tile,) = [tile for tile in drawn(*FOUR).tiles if tile.name == "Tây Ninh"]
    (band,) = tile.bands
    assert (tile.kind, tile.x, tile.y) == ("either", 300, 760)
    assert (band.lines, band.share, band.part, band.y, band.height) == (("29/37",), "most", 65, 0, 72)
    assert tile.words == (
        "Tây Ninh (tên không đổi qua ngày 01/07/2025; chưa rõ là nơi cũ hay nơi hiện nay): đạt 29/37 chuẩn."
    )


def test_a_place_that_is_as_it_was_has_its_whole_tile() -> None:
    (tile,) = [tile for tile in drawn(plan("Thành phố Hà Nội", 37)).tiles if tile.bands]
    assert (tile.name, tile.kind, tile.bands[0].share, tile.bands[0].part) == ("Hà Nội", "whole", "all", 84)
    assert tile.words == "Thành phố Hà Nội: đạt 37/37 chuẩn."


def test_several_plans_of_one_tile_are_bands_the_worst_first_and_none_is_lost() -> None:
    former = drawn(plan("Bình Dương", 20), plan("Bà Rịa – Vũng Tàu", 10), plan("TP. Hồ Chí Minh", 30))
    (tile,) = [tile for tile in former.tiles if tile.bands]
    assert [band.lines for band in tile.bands] == [("BR-VT 10/37",), ("B.Dương 20/37",), ("TP.HCM 30/37",)]
    assert [band.y for band in tile.bands] == [25, 40, 55] and tile.kind == "parts"
    many = [plan("Hà Nội", 10 + place, path=f"{place}.yaml") for place in range(5)]
    (tile,) = [tile for tile in drawn(*many).tiles if tile.bands]
    assert [band.lines for band in tile.bands] == [("Hà Nội 10/37",), ("Hà Nội 11/37",), ("+ 3",)]
    assert (tile.kind, drawn(*many).keys) == ("several", ("few", "several", "none"))
    assert tile.bands[-1].words.count("Hà Nội") == 3 and tile.words.count("Hà Nội") == 5


def test_what_is_on_no_tile_is_named_and_without_a_province_there_is_no_map() -> None:
    assert tile_map([plan("Xã Một", 3)], [""], places(), Wording("vi")) is None
    found = drawn(plan("Hà Nội", 3), *(plan(f"Xã {place}", 3) for place in range(25)))
    assert found.below[0].startswith("Không có kế hoạch: Cao Bằng, Tuyên Quang, ")
    assert found.below[1].startswith("Không có trên bản đồ vì không phải tên của tỉnh, thành phố nào: Xã 0, Xã 1, ")
    assert found.below[1].endswith("Xã 19, và 5 mục khác.")


@pytest.mark.parametrize(
    "met, compared, share",
    [
        (37, 37, "all"),
        (36, 37, "most"),
        (3, 4, "most"),
        (27, 37, "half"),
        (1, 2, "half"),
        (18, 37, "few"),
        (0, 0, "unjudged"),
    ],
)
def test_the_class_of_a_result_is_the_share_of_norms_met(met: int, compared: int, share: str) -> None:
    assert share_of(plan("Hà Nội", met, compared)) == share


def test_a_plan_that_is_compared_with_nothing_has_no_figure() -> None:
    (tile,) = [tile for tile in drawn(plan("Hà Nội", 0, 0)).tiles if tile.bands]
    assert tile.bands[0].lines == ("–",) and tile.words == "Hà Nội: chưa đối chiếu với chuẩn nào."


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_plan_has_its_words_and_leads_to_its_part_of_the_page(language: str) -> None:
    linked = rendered(drawn(*FOUR, language=language, link="#"), language)
    assert "style" not in linked
    assert re.findall('<a href="#([^"]+)">', linked) == [
        "Hà Giang.yaml",
        "Hưng Yên.yaml",
        "Tây Ninh.yaml",
        "Kiên Giang.yaml",
    ]
    plain = rendered(drawn(*FOUR, language=language), language)
    assert "<a " not in plain and plain.count('<g role="img">') == 34
    for page in (linked, plain):
        assert page.count("<title>") == 36 and page.count('role="group"') == 1  # of a tile with bands its own, too
        assert page.count("<li>") == 4
        assert page.count("url(#hatching)") == 34 and page.count('id="hatching"') == 1  # 32 tiles and two keys
        keys = re.findall(r'<dt><svg class="(\w+)"', page)
        assert keys == ["most", "half", "few", "parts", "either", "none"]
