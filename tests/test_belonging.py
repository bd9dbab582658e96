"""What a plan's place is today, what it may say of it, and that every report tells what has become of it."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import run

from nq42check.model.document import Document
from nq42check.run.knowledge import places
from nq42check.texts import LANGUAGES

AS_OF = ("--as-of", "2026-11-21")
REST = """\
document:
  title: Kế hoạch thực hiện Nghị quyết số 42-NQ/TW
  implements: [42-NQ/TW]
  by: 2030
targets:
  - {indicator: insurance.social, value: 60%, where: II}
"""


def written(folder: Path, head: str, rest: str = REST, name: str = "plan.yaml") -> Path:
    (folder / name).write_text(head + rest, encoding="utf-8")
    return folder / name


def refusals(folder: Path, head: str) -> list[tuple[int, str]]:
    """The line and the message of each reason why a plan is refused."""
    done = run(written(folder, head), "--format", "json", "--lang", "en", *AS_OF)
    errors = json.loads(done.stdout)["errors"]
    assert done.returncode == (4 if errors else 1)
    return [(each["line"], each["message"]) for each in errors]


# What a name means


def meaning(place: str, **told: object) -> tuple[str, str | None, bool] | None:
    document = Document(place, None, "Kế hoạch", None, (), 2030, None)._replace(**told)  # type: ignore[arg-type]
    found = places().meaning(document)
    return found and (found.place.name, found.former and found.former.name, found.certain)


BEFORE, FROM = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    "place, told, expected",
    [
        ("Hà Giang", {}, ("Tuyên Quang", "Hà Giang", True)),
        # Whenever it was written: of today there is none of this name.
        ("Hà Giang", {"date": date(2026, 1, 1)}, ("Tuyên Quang", "Hà Giang", True)),
        ("Hưng Yên", {}, ("Hưng Yên", "Hưng Yên", False)),
        ("Hưng Yên", {"date": BEFORE}, ("Hưng Yên", "Hưng Yên", True)),
        ("Hưng Yên", {"date": FROM}, ("Hưng Yên", None, True)),
        ("tỉnh  hưng yên", {"date": FROM}, ("Hưng Yên", None, True)),
        ("Hưng Yên", {"by": 2025}, ("Hưng Yên", "Hưng Yên", True)),
        ("Hưng Yên", {"by": 2026}, ("Hưng Yên", "Hưng Yên", False)),
        # A date says more than a term: a plan of today may be for the rest of the year.
        ("Hưng Yên", {"by": 2025, "date": FROM}, ("Hưng Yên", None, True)),
        ("Hưng Yên", {"by": 2025, "replaces": ("Thái Bình",)}, ("Hưng Yên", None, True)),
        ("Hưng Yên", {"replaces": ("Thái Bình",)}, ("Hưng Yên", None, True)),
        ("Hưng Yên", {"replaces": ("Thái Bình",), "date": BEFORE}, ("Hưng Yên", "Hưng Yên", True)),
        ("Nghệ An", {}, ("Nghệ An", None, True)),
        ("Xã Đông Hưng", {"within": "Hưng Yên"}, None),
        ("Hưng Yên", {"within": "Phú Thọ"}, None),
        ("Xã Đông Hưng", {}, None),
    ],
)
def test_what_the_place_of_a_plan_is(
    place: str, told: dict[str, object], expected: tuple[str, str | None, bool] | None
) -> None:
    assert meaning(place, **told) == expected


# What a plan says of its place


def test_place_and_province_are_one_key(tmp_path: Path) -> None:
    found = []
    for key in ("place", "province"):
        done = run(written(tmp_path, f"{key}: Hà Giang\n"), "--format", "json", *AS_OF)
        report = json.loads(done.stdout)
        found.append({**report, "inputs": [{**each, "sha256": ""} for each in report["inputs"]]})
    assert found[0] == found[1] and found[0]["findings"][0]["plan"] == "Hà Giang"


@pytest.mark.parametrize(
    "head, line, said",
    [
        ("place: Hà Giang\nprovince: Hà Giang\n", 2, "“province” says the same as “place”"),
        ("province: Hà Giang\nplace: Hà Giang\n", 2, "“place” says the same as “province”"),
        ("", 1, "The key “place” is missing"),
        ("place: Xã Đồng Văn\nwithin: Hà Tây\n", 2, "No province or city is called “Hà Tây”"),
        ("place: Xã Đồng Văn\nwithin: Hà Gian\n", 2, "Did you mean “Hà Giang”?"),
        ("place: Tuyên Quang\nwithin: Tuyên Quang\n", 2, "within itself"),
        ("place: Tỉnh Hoà Bình\nwithin: Hòa  Bình\n", 2, "within itself"),
        ("place: Thừa Thiên Huế\nwithin: thành phố Huế\n", 2, "within itself"),
        ("place: Hà Giang\nwithin: Tuyên Quang\n", 2, "for example: xã Hà Giang"),
        ("place: Hoà Bình\nwithin: tỉnh Phú Thọ\n", 2, "belongs to Phú Thọ: delete within"),
        ("place: Tuyên Quang\nwithin: Hà Giang\n", 2, "belongs to Tuyên Quang: delete within"),
        ("place: Tuyên Quang\nreplaces: [Hà Giang, Long An]\n", 2, "“Long An” is no part of Tuyên Quang"),
        ("place: Tuyên Quang\nreplaces:\n- Hà Giang\n- Hà Gian\n", 4, "Did you mean “Hà Giang”?"),
        ("place: Tuyên Quang\nreplaces:\n- Hà Giang\n- tỉnh hà giang\n", 4, "stands above already"),
        # A former place replaces nothing, one that is as it was neither, and neither does a commune replace a province.
        ("place: Hà Giang\nreplaces: [Hà Giang]\n", 2, "Hà Giang as it was before 1 July 2025"),
        ("place: Nghệ An\nreplaces: [Nghệ An]\n", 2, "no part"),
        ("place: Xã A\nwithin: Tuyên Quang\nreplaces: [Hà Giang]\n", 3, "no part"),
    ],
)
def test_what_cannot_be_is_refused_at_its_line(head: str, line: int, said: str, tmp_path: Path) -> None:
    (told,) = refusals(tmp_path, head)
    assert told[0] == line and said in told[1]


def test_a_plan_from_before_the_merger_is_not_told_that_its_parts_are_none(tmp_path: Path) -> None:
    dated = REST.replace("  by:", "  date: 2024-05-01\n  by:", 1)
    done = run(written(tmp_path, "place: Hưng Yên\nreplaces: [Thái Bình]\n", dated), "--lang", "en", *AS_OF)
    assert "line 2" in done.stderr and "Check date and by, or delete replaces." in done.stderr
    assert "no part" not in done.stderr


@pytest.mark.parametrize(
    "head",
    [
        "place: Tuyên Quang\nreplaces: [Hà Giang, Tuyên Quang]\n",
        "place: Xã Đồng Văn\nwithin: Tuyên Quang\n",
        "place: Xã Đồng Văn\nwithin: Hà Giang\n",
        # Provinces had cities of their own name.
        "place: Thành phố Hưng Yên\nwithin: Hưng Yên\n",
        "place: Phường Hòa Bình\nwithin: Phú Thọ\n",
        "place: Thành phố Cà Mau\nwithin: Tỉnh Cà Mau\n",
    ],
)
def test_what_can_be_is_not_refused(head: str, tmp_path: Path) -> None:
    assert refusals(tmp_path, head) == []


def test_a_plan_dated_before_the_merger_replaces_nothing(tmp_path: Path) -> None:
    rest = REST.replace("  by: 2030", "  by: 2030\n  date: 2025-06-30")
    done = run(written(tmp_path, "place: Hưng Yên\nreplaces: [Thái Bình]\n", rest), *AS_OF)
    assert done.returncode == 4 and "dòng 2" in done.stderr


def test_the_gate_finds_a_place_by_either_key(tmp_path: Path) -> None:
    (tmp_path / "base/provinces").mkdir(parents=True)
    (tmp_path / "provinces").mkdir()
    written(tmp_path / "base/provinces", "place: Hà Giang\n", name="a.yaml")
    written(tmp_path / "provinces", "# mới\nplace: Cao Bằng\n", name="a.yaml")
    done = run("gate", "base", "provinces", cwd=tmp_path)
    assert done.returncode == 1 and "Hà Giang" in done.stdout
    written(tmp_path / "provinces", "province: Hà Giang\n", name="a.yaml")
    assert "CHƯA CHẤP NHẬN" not in run("gate", "base", "provinces", cwd=tmp_path).stdout


# What is said of it

FORMER = {
    "vi": "Hà Giang: từ ngày 01/07/2025 thuộc tỉnh Tuyên Quang (hợp nhất Hà Giang, Tuyên Quang).",
    "en": "Hà Giang: since 2025-07-01 part of Tuyên Quang province (a merger of Hà Giang, Tuyên Quang).",
}
KEPT = {
    "vi": "Hưng Yên: không rõ là tỉnh Hưng Yên trước hay từ ngày 01/07/2025 (từ ngày đó gồm cả Thái Bình); "
    "ghi ngày ban hành (date) để rõ.",
    "en": "Hưng Yên: there is no telling whether this is Hưng Yên province before 2025-07-01 or since then "
    "(with Thái Bình); give the day of issue (date).",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", ["table", "sarif", "junit", "csv", "markdown", "html"])
@pytest.mark.parametrize("head, said", [("Hà Giang", FORMER), ("Hưng Yên", KEPT), ("Nghệ An", None), ("Xã A", None)])
def test_each_report_says_what_a_place_belongs_to_now(
    head: str, said: dict[str, str] | None, format: str, language: str, tmp_path: Path
) -> None:
    path = written(tmp_path, f"place: {head}\n")
    done = run(path, "--format", format, "--lang", language, *AS_OF)
    text = " ".join(done.stdout.replace("\\(", "(").replace("\\)", ")").split())
    assert done.returncode == 1
    if said:
        assert said[language] in text
    else:
        assert "2025-07-01" not in text and "01/07/2025" not in text and "Thái Bình" not in text


@pytest.mark.parametrize("manner", ["--full", "--brief", "aloud"])
def test_a_person_is_told_in_every_manner(manner: str, tmp_path: Path) -> None:
    path = written(tmp_path, "place: Hà Giang\n")
    spoken = manner == "aloud"
    done = run(path, *AS_OF, *([] if spoken else [manner]), env={"ACCESSIBLE": "1"} if spoken else {})
    assert FORMER["vi"] in " ".join(done.stdout.split())


def test_it_is_no_finding(tmp_path: Path) -> None:
    """A plan in which nothing is found passes as before, and what lists findings is empty."""
    for place, belongs in (("Ví dụ", False), ("Hà Giang", True), ("Hưng Yên", True)):
        asked = (written(tmp_path, f"place: {place}\n"), "--select", "NQ104", *AS_OF)
        report = json.loads(run(*asked, "--format", "json").stdout)
        assert (report["inputs"][0]["belongs"] is not None) is belongs and report["findings"] == []
        for format in ("table", "lines", "gitlab", "github", "junit"):
            done = run(*asked, "--format", format)
            assert done.returncode == 0, (place, format)
            if format in ("lines", "gitlab"):
                assert "Tuyên Quang" not in done.stdout and "Thái Bình" not in done.stdout


def test_json_has_what_it_belongs_to(tmp_path: Path) -> None:
    found = {}
    for name in ("Hà Giang", "Hưng Yên", "Nghệ An", "Xã A"):
        report = json.loads(run(written(tmp_path, f"place: {name}\n"), "--format", "json", *AS_OF).stdout)
        found[name] = report["inputs"][0]["belongs"]
    since = {"since": "2025-07-01"}
    assert found == {
        "Hà Giang": {"place": "Tuyên Quang", "code": "08", "certain": True, "predecessors": ["Hà Giang", "Tuyên Quang"]}
        | since,
        "Hưng Yên": {"place": "Hưng Yên", "code": "33", "certain": False, "predecessors": ["Hưng Yên", "Thái Bình"]}
        | since,
        "Nghệ An": None,
        "Xã A": None,
    }


def test_csv_and_junit_have_a_place_of_their_own_for_it(tmp_path: Path) -> None:
    path = written(tmp_path, "place: Hà Giang\n")
    table = run(path, "--format", "csv", *AS_OF).stdout.removeprefix("\ufeff")
    (row,) = [row for row in csv.DictReader(io.StringIO(table)) if FORMER["vi"] in row.values()]
    assert row["Loại dòng"] == "địa phương hiện nay" and row["Kết quả"] == ""
    (suite,) = ElementTree.fromstring(run(path, "--format", "junit", *AS_OF).stdout)
    assert [out.text for out in suite.findall("system-out")] == [FORMER["vi"]]


@pytest.mark.parametrize("format", ["table", "github", "html"])
def test_of_many_plans_it_is_said_once_and_twenty_are_named(format: str, tmp_path: Path) -> None:
    names = [former.name for place in places().all for former in place.predecessors if former.name != place.name][:25]
    for number, name in enumerate([*names, "Hưng Yên", "Nghệ An"]):
        written(tmp_path, f"place: {name}\n", name=f"{number:02}.yaml")
    text = " ".join(run(tmp_path, "--format", format, *AS_OF).stdout.split())
    assert "Đã hợp nhất từ ngày 01/07/2025, 25 kế hoạch: " in text
    told = text.partition("25 kế hoạch: ")[2].partition(" và 5 mục nữa.")[0]
    assert told.count("(nay thuộc ") == 20 and "Nghệ An" not in told
    assert "1 kế hoạch, ghi ngày ban hành (date) để rõ: Hưng Yên." in text


# Excuses

EXCUSE = "not_applicable:\n  - {indicator: culture.remote_people, groups: [%s], reason: Không có}\n"


def excused(folder: Path, place: str, groups: str, more: str = "") -> tuple[list[str], list[str]]:
    """The rules that flag the excuse, and the groups that the report calls not applicable."""
    path = written(folder, f"place: {place}\n{more}", REST + EXCUSE % groups)
    report = json.loads(run(path, "--format", "json", "--lang", "en", *AS_OF).stdout)
    found = [each for each in report["findings"] if each["indicator"] == "culture.remote_people"]
    (row,) = [each for each in report["coverage"] if each["indicator"] == "culture.remote_people"]
    return [each["rule"] for each in found if each["rule"] != "NQ201"], row["not_applicable"]


@pytest.mark.parametrize(
    "place, groups, refused",
    [
        ("Hà Giang", "border", True),
        ("Tỉnh Hà Giang", "border", True),
        ("Hà Giang", "islands", False),
        ("Hà Giang", "'border', islands", True),
        ("Thái Bình", "border", False),
        ("Kiên Giang", "islands", True),
        ("Nghệ An", "border", True),
        ("Nghệ An", "islands", False),
        # A name that was kept has what it had before, whichever is meant.
        ("Quảng Ngãi", "islands", True),
        ("Tuyên Quang", "border", False),
        ("Đà Nẵng", "border", False),
        ("Xã A", "border", False),
    ],
)
def test_what_a_place_has_is_not_excused(place: str, groups: str, refused: bool, tmp_path: Path) -> None:
    rules, without = excused(tmp_path, place, groups)
    assert (rules, without) == ((["NQ513"], []) if refused else ([], groups.split(", ")))


def test_a_merged_place_has_what_its_predecessors_have(tmp_path: Path) -> None:
    assert excused(tmp_path, "Tuyên Quang", "border", "replaces: [Hà Giang]\n") == (["NQ513"], [])
    assert excused(tmp_path, "Đà Nẵng", "border", "replaces: [Quảng Nam]\n") == (["NQ513"], [])


def test_what_a_province_has_a_commune_may_have_none_of(tmp_path: Path) -> None:
    assert excused(tmp_path, "Xã Bắc Quang", "border", "within: Hà Giang\n") == ([], ["border"])


def test_the_finding_names_what_is_there(tmp_path: Path) -> None:
    path = written(tmp_path, "place: Hà Giang\n", REST + EXCUSE % "border, islands")
    report = json.loads(run(path, "--format", "json", *AS_OF).stdout)
    (found,) = [each for each in report["findings"] if each["rule"] == "NQ513"]
    assert (found["severity"], found["line"]) == ("error", 9)
    assert "Hà Giang có biên giới" in found["message"] and "hải đảo" not in found["message"]


def test_what_a_place_has_names_groups_that_may_be_absent_elsewhere() -> None:
    from nq42check.run.knowledge import shipped_knowledge

    groups = {id for indicator in shipped_knowledge().catalogue.indicators.values() for id in indicator.absentable}
    assert {group for place in places().all for named in place.named for group in named.has} == {"border", "islands"}
    assert {"border", "islands"} <= groups


# Written down a second time, from the sources that the file names.
BORDER = (
    "Quảng Ninh, Lạng Sơn, Cao Bằng, Hà Giang, Lào Cai, Lai Châu, Điện Biên, Sơn La, Thanh Hóa, Nghệ An, Hà Tĩnh, "
    "Quảng Bình, Quảng Trị, Huế, Quảng Nam, Kon Tum, Gia Lai, Đắk Lắk, Đắk Nông, Bình Phước, Tây Ninh, Long An, "
    "Đồng Tháp, An Giang, Kiên Giang"
)
ISLANDS = (
    "Quảng Ninh, Hải Phòng, Quảng Trị, Quảng Nam, Quảng Ngãi, Khánh Hòa, Bình Thuận, Bà Rịa - Vũng Tàu, Kiên Giang"
)


@pytest.mark.parametrize("group, expected", [("border", BORDER), ("islands", ISLANDS)])
def test_borders_and_islands_are_those_of_the_sources(group: str, expected: str) -> None:
    units = [unit for place in places().all for unit in place.predecessors or (place,)]
    assert {unit.name for unit in units if group in unit.has} == set(expected.split(", "))
