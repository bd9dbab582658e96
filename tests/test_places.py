"""The places of today: all 63 before belong to one of the 34, and a name says no more than it can."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from nq42check.model.places import Places
from nq42check.reading.encoding import decode
from nq42check.reading.nodes import Refused
from nq42check.reading.parsing import parse
from nq42check.reading.places import load_places
from nq42check.reading.schemas import explain
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import load_knowledge, places
from nq42check.texts import LANGUAGES

TEXT = (ROOT / "baselines/places.yaml").read_text(encoding="utf-8")

# Written down a second time, from the list of the merger: what each place of today was made of.
MERGED = {
    "Tuyên Quang": "Hà Giang, Tuyên Quang",
    "Lào Cai": "Yên Bái, Lào Cai",
    "Thái Nguyên": "Bắc Kạn, Thái Nguyên",
    "Phú Thọ": "Vĩnh Phúc, Hòa Bình, Phú Thọ",
    "Bắc Ninh": "Bắc Giang, Bắc Ninh",
    "Hưng Yên": "Thái Bình, Hưng Yên",
    "Hải Phòng": "Hải Dương, Hải Phòng",
    "Ninh Bình": "Hà Nam, Nam Định, Ninh Bình",
    "Quảng Trị": "Quảng Bình, Quảng Trị",
    "Đà Nẵng": "Quảng Nam, Đà Nẵng",
    "Quảng Ngãi": "Kon Tum, Quảng Ngãi",
    "Gia Lai": "Bình Định, Gia Lai",
    "Khánh Hòa": "Ninh Thuận, Khánh Hòa",
    "Lâm Đồng": "Đắk Nông, Bình Thuận, Lâm Đồng",
    "Đắk Lắk": "Phú Yên, Đắk Lắk",
    "Hồ Chí Minh": "Bà Rịa - Vũng Tàu, Bình Dương, Hồ Chí Minh",
    "Đồng Nai": "Bình Phước, Đồng Nai",
    "Tây Ninh": "Long An, Tây Ninh",
    "Cần Thơ": "Sóc Trăng, Hậu Giang, Cần Thơ",
    "Vĩnh Long": "Bến Tre, Trà Vinh, Vĩnh Long",
    "Đồng Tháp": "Tiền Giang, Đồng Tháp",
    "Cà Mau": "Bạc Liêu, Cà Mau",
    "An Giang": "Kiên Giang, An Giang",
}
AS_IT_WAS = "Hà Nội, Cao Bằng, Điện Biên, Lai Châu, Sơn La, Lạng Sơn, Quảng Ninh, Thanh Hóa, Nghệ An, Hà Tĩnh, Huế"
CITIES = {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}


@pytest.fixture(scope="module")
def today() -> Places:
    return places()


def test_sixty_three_places_became_thirty_four(today: Places) -> None:
    made = {place.name: {former.name for former in place.predecessors} for place in today.all}
    expected = {name: set(before.split(", ")) for name, before in MERGED.items()}
    assert made == expected | {name: set() for name in AS_IT_WAS.split(", ")}
    assert len(made) == 34 and sum(len(before) or 1 for before in made.values()) == 63
    assert today.since.isoformat() == "2025-07-01"
    assert {place.name for place in today.all if place.kind.value == "city"} == CITIES


def test_seven_codes_stand_for_another_place_than_before(today: Places) -> None:
    before = {former.code: former.name for place in today.all for former in place.predecessors}
    changed = {place.code for place in today.all if before.get(place.code, place.name) != place.name}
    assert changed == {"15", "24", "44", "52", "80", "82", "91"}
    assert len({place.code for place in today.all}) == 34


def test_every_place_has_a_tile_and_a_short_name_of_its_own(today: Places) -> None:
    tiles = {place.tile: place for place in today.all}
    assert len(tiles) == len({place.short for place in today.all}) == 34
    assert max(map(len, (place.short for place in today.all))) <= 8
    assert {column for column, _ in tiles} == set(range(7)) and max(row for _, row in tiles) == 13
    alone = [
        place.name
        for (x, y), place in tiles.items()
        if not {(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)} & tiles.keys()
    ]
    assert alone == []
    named = {place.name: tile for tile, place in tiles.items()}
    assert named["Lai Châu"][1] < named["Hà Nội"][1] < named["Huế"][1] < named["Hồ Chí Minh"][1] < named["Cà Mau"][1]
    assert named["Điện Biên"][0] < named["Hà Nội"][0] < named["Quảng Ninh"][0] < named["Khánh Hòa"][0]


@pytest.mark.parametrize(
    "name, place, former",
    [
        ("Hà Giang", "Tuyên Quang", "Hà Giang"),
        ("Tỉnh Hà Giang", "Tuyên Quang", "Hà Giang"),
        ("tỉnh  hà giang", "Tuyên Quang", "Hà Giang"),
        ("Kiên Giang", "An Giang", "Kiên Giang"),
        ("Hoà Bình", "Phú Thọ", "Hòa Bình"),
        ("Bà Rịa – Vũng Tàu", "Hồ Chí Minh", "Bà Rịa - Vũng Tàu"),
        ("Bà Rịa-Vũng Tàu", "Hồ Chí Minh", "Bà Rịa - Vũng Tàu"),
        ("Đăk Nông", "Lâm Đồng", "Đắk Nông"),
        ("Tỉnh Bình Dương", "Hồ Chí Minh", "Bình Dương"),
        ("Hà Nội", "Hà Nội", None),
        ("Thành phố Hà Nội", "Hà Nội", None),
        ("Huế", "Huế", None),
        ("Thừa Thiên - Huế", "Huế", None),
    ],
)
def test_a_name_is_a_place_of_today_or_belongs_to_one(name: str, place: str, former: str | None, today: Places) -> None:
    found = today.belonging(name)
    assert found and found.certain
    assert (found.place.name, found.former.name if found.former else None) == (place, former)
    assert found.is_former is (former is not None)


@pytest.mark.parametrize(
    "name, place",
    [
        ("Hưng Yên", "Hưng Yên"),
        ("Tây Ninh", "Tây Ninh"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("Đăk Lăk", "Đắk Lắk"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("TP Đà Nẵng", "Đà Nẵng"),
    ],
)
def test_a_name_that_was_kept_does_not_say_which_of_the_two_is_meant(name: str, place: str, today: Places) -> None:
    found = today.belonging(name)
    assert found and found.place.name == place and found.former and found.former.name == place
    assert not found.certain and not found.is_former


@pytest.mark.parametrize(
    "name", ["Ví dụ", "Xã Hà Giang", "Thành phố Hà Giang", "TP. Tây Ninh", "Ha Giang", "Phù Yên", "", "tỉnh", "TP."]
)
def test_what_is_no_province_belongs_to_none(name: str, today: Places) -> None:
    assert today.belonging(name) is None


def test_every_name_of_every_place_is_its_own(today: Places) -> None:
    for place in today.all:
        for named in (place, *place.predecessors):
            for name in (named.name, *named.also):
                found = today.belonging(name)
                assert found and found.place is place and (found.former or place).name == named.name


Change = Callable[[str], str]


def edit(old: str, new: str) -> Change:
    assert TEXT.count(old) == 1, old
    return lambda text: text.replace(old, new)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "change, reason, written",
    [
        (edit('code: "04"', "code: 4"), "shape.code", "“4”"),
        (edit("tile: [3, 0]", "tile: [3]"), "shape.tile", "[2, 0]"),
        (edit("tile: [3, 0]", "tile: [3, bắc]"), "shape.tile", "[2, 0]"),
        (edit("tile: [3, 0]", "tile: [2, 2]"), "duplicate-key.place", ""),
        (edit("name: Cao Bằng", "name: Hà Nội"), "duplicate-key.place", ""),
        (edit("name: Kiên Giang", "name: Hoà Bình"), "duplicate-key.place", ""),
        (edit("name: Cao Bằng, kind: province", "name: Cao Bằng, kind: tỉnh"), "shape.choice", "“tỉnh”"),
        (edit("since: 2025-07-01", "since: 7/2025"), "shape.date", "“7/2025”"),
        # One former place in two of today, by any of its names, or beside one that is as it was.
        (edit("name: Kiên Giang", "name: Hà Giang"), "duplicate-key.place", ""),
        (edit("name: Kiên Giang", "name: Đăk Nông"), "duplicate-key.place", ""),
        (edit("name: Kiên Giang", "name: Nghệ An"), "duplicate-key.place", ""),
        (edit("name: Kiên Giang", "name: Tuyên Quang"), "duplicate-key.place", ""),
        (
            edit('      - {code: "02", name: Hà Giang, short: H.Giang, has: [border]}\n', ""),
            "shape.own-predecessor",
            "Tuyên",
        ),
        (edit('has: [border, islands]}\n  - code: "92"', 'has: [rừng]}\n  - code: "92"'), "shape.no-source", "“rừng”"),
        (edit("name: Cao Bằng, ", ""), "shape.missing-key", "name"),
    ],
)
def test_a_mistake_in_the_file_is_refused_with_its_place(
    change: Change, reason: str, written: str, language: str
) -> None:
    with pytest.raises(Refused) as caught:
        load_places(parse(change(TEXT)))
    problem = caught.value.problems[0]
    assert problem.reason == reason and problem.line and written in Wording(language).problem(problem)
    if not reason.startswith(("duplicate", "shape.own-predecessor", "shape.no-source")):  # which a schema cannot say
        assert explain(parse(change(TEXT)), "places")


def test_the_file_fits_its_schema() -> None:
    assert explain(parse(decode((ROOT / "baselines/places.yaml").read_bytes())), "places") == []


@pytest.mark.parametrize("place, read", [("Hà Giang", "[['Tuyên Quang']]"), ("Xã Hà Đông", "[]")])
def test_a_check_reads_nothing_of_weights_and_of_the_places_its_own_only(place: str, read: str, tmp_path: Path) -> None:
    plan = (ROOT / "provinces/ha_giang.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(plan.replace("Hà Giang", place, 1), encoding="utf-8")
    script = """\
import io, sys
sys.stdout.reconfigure(encoding='utf-8')
from contextlib import redirect_stdout
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from nq42check.cli import main
from nq42check.model.places import Places
made, begin = [], Places.__init__
def counted(self, since, places):
    made.append([place.name for place in places])
    begin(self, since, places)
Places.__init__ = counted
with redirect_stdout(io.StringIO()):
    try:
        main([sys.argv[1]])
    except SystemExit:
        pass
print(made)
print([name for name in sys.modules if name.endswith(".weights")])
print([path for path in opened if path.endswith("weights.yaml")])
print(any(path.endswith("42-nq-tw.yaml") for path in opened))
"""
    command = [sys.executable, "-c", script, str(tmp_path / "plan.yaml")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == [read, "[]", "[]", "True"], done.stderr


def test_the_places_the_nation_and_weights_are_no_baselines() -> None:
    names = [baseline.document.file for baseline in load_knowledge().baselines]
    others = {"baselines/places.yaml", "baselines/nation.yaml", "baselines/weights.yaml", "baselines/cues.yaml"}
    assert not others & set(names) and "baselines/42-nq-tw.yaml" in names
