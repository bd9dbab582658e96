"""`nation` for programs, spreadsheets and servers, read aloud, and explained so that every number follows."""

import csv
import io
import json
import re
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from command import ENGLISH, Done, run
from conftest import HEAD, ROOT, entry
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from test_completion import offered
from test_losses import baseline

from nq42check.model.document import Evidence
from nq42check.model.weights import Weighing, Weights
from nq42check.reading.schemas import schema
from nq42check.reports.national import Facts, Nation, prospects
from nq42check.reports.national.markdown import _MOST
from nq42check.texts import LANGUAGES

STUNTING = ("health.stunting", "dưới 15%", "average")
CERTIFIED = ("labour.certified", "35 - 40%", "average")
FLATS = ("housing.social_flats", "1 triệu căn", "nation")
FLOOR = ("housing.floor_area", "khoảng 30 m²", "average")
DOCTORS = ("health.doctors", "19", "average")
MALARIA = ("health.malaria", "loại trừ", "each")
FORMATS = ("table", "json", "csv", "markdown")


@pytest.fixture
def nation(tmp_path: Path) -> Any:
    return partial(nation_in, tmp_path)


def nation_in(
    folder: Path, norm: tuple[str, str, str], promises: dict[str, str], *args: str, lang: str = "en", **env: str
) -> Done:
    """What is said of a norm to which places promise values; one without promises nothing."""
    (folder / "plans").mkdir(exist_ok=True)
    for place, value in promises.items():
        targets = entry(norm[0], value) if value else entry("health.nurses", "33")
        text = HEAD.replace("Ví dụ", place).replace("[42-NQ/TW]", "[N]") + targets
        (folder / f"plans/{place}.yaml").write_text(text, encoding="utf-8")
    norms = baseline("N", (*norm[:2], 2030, ""), ("health.nurses", "33", 2030, ""))
    norms = norms.replace("binds: each", f"binds: {norm[2]}", 1)
    (folder / "norms.yaml").write_text(norms, encoding="utf-8")
    chosen = () if "--explain" in args else ("--indicator", norm[0])
    asked = ("nation", "plans", "--against", "norms.yaml", "--lang", lang, *chosen, *args)
    done = run(*asked, cwd=folder, env={"COLUMNS": "400", **env})
    assert done.returncode == 0, done.stderr
    return done


def told(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    Draft202012Validator(schema("prospects")).validate(found)
    return found


def only(done: Done) -> dict[str, Any]:
    """The one norm of a report."""
    (norm,) = told(done)["norms"]
    found: dict[str, Any] = norm
    return found


# By hand, as docs/format.md has them

WORKED = {
    "short": (STUNTING, {"Hà Giang": "dưới 25%", "Hưng Yên": "dưới 18%"}),
    "depends": (STUNTING, {"Hà Giang": "dưới 25%", "Hưng Yên": "dưới 12%"}),
    "certified": (CERTIFIED, {"Hà Giang": "trên 20%", "Hưng Yên": "trên 45%", "Kiên Giang": "55%", "Tây Ninh": "35%"}),
    "floor": (FLOOR, {"Kiên Giang": "30 m²", "Hưng Yên": "31,7 m²", "Tây Ninh": "khoảng 33 m²"}),
    "flats": (FLATS, {"Kiên Giang": "1.500 căn hộ", "Tây Ninh": "11.900 căn hộ"}),
}


def test_stunting_of_25_and_18_is_short(nation: Any) -> None:
    norm = only(nation(*WORKED["short"], "--format", "json"))
    assert norm["promised"]["verdict"] == "short" and norm["promised"]["break_even"] is None
    assert norm["nation"]["outlook"] == "no-word", "of the others nothing is known"
    assert norm["denominator"]["id"] == "children_under_five" and norm["denominator"]["total"] is None
    assert [(each["place"], each["distance"]) for each in norm["places"]] == [("Hà Giang", -10), ("Hưng Yên", -3)]


@pytest.mark.parametrize("value, below", [("dưới 12%", False), ("12%", True)])
def test_stunting_of_25_and_12_depends_on_three_thirteenths(value: str, below: bool, nation: Any) -> None:
    norm = only(nation(STUNTING, {"Hà Giang": "25%", "Hưng Yên": value}, "--format", "json"))
    share = {"exact": "3/13", "decimal": 0.230769}
    assert norm["promised"]["verdict"] == "depends"
    assert norm["promised"]["break_even"] == {
        "weak": ["Hà Giang"],
        "strong": ["Hưng Yên"],
        "met": share,
        "missed": share,
        "below": below,
    }


def test_certified_depends_between_two_fifths_and_four_sevenths(nation: Any) -> None:
    norm = only(nation(*WORKED["certified"], "--format", "json"))
    turning = norm["promised"]["break_even"]
    assert (turning["met"]["exact"], turning["missed"]["exact"]) == ("2/5", "4/7") and not turning["below"]
    assert turning["weak"] == ["Hà Giang"] and set(turning["strong"]) == {"Hưng Yên", "Kiên Giang"}
    assert norm["nation"]["best_promise"] == {"place": "Kiên Giang", "number": 55, "value": "55%"}
    assert norm["nation"]["best_possible"] == 100


def test_floor_area_is_certain_of_those_who_promise_and_of_nobody_else(nation: Any) -> None:
    norm = only(nation(*WORKED["floor"], "--format", "json"))
    assert norm["promised"]["verdict"] == "certain" and norm["nation"]["outlook"] == "no-word"
    numbers = [(each["number"], each["distance"]) for each in norm["places"]]
    assert numbers == [(30, 0), (31.7, 1.7), (33, 3)], "without the remains of binary fractions"


def test_of_a_million_flats_the_others_owe_986600(nation: Any) -> None:
    norm = only(nation(*WORKED["flats"], "--format", "json"))
    assert norm["promised"]["verdict"] == "none", "others still add to a total"
    assert norm["promised"]["reached"] == {"exact": "13400", "decimal": 13400}
    assert norm["nation"]["outlook"] == "depends"
    assert norm["nation"]["owed"] == {"exact": "986600", "decimal": 986600}
    assert norm["denominator"] is None and {each["distance"] for each in norm["places"]} == {None}


# Data


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_norms_of_the_four_provinces_fit_the_schema(language: str) -> None:
    found = told(run("nation", "provinces", "--format", "json", "--lang", language))
    assert found["plans"] == 4 and found["places"]["today"] == 34 and len(found["places"]["none"]) == 30
    assert {"place": "An Giang", "there": ["Kiên Giang"], "lacking": ["An Giang"]} in found["places"]["parts"]
    for norm in found["norms"]:
        assert "status" not in norm, "the two answers are never merged"
        files = [each["file"] for each in (*norm["places"], *norm["silent"]) if each["file"]]
        assert len(files) == len(set(files)) == 4, "each plan is told once"
        silent = {(each["place"], each["part_of"]) for each in norm["silent"] if each["reason"] == "no-plan"}
        assert len(silent) == 34 and {("Long An", "Tây Ninh"), ("Huế", None)} <= silent
        distances = [each["distance"] for each in norm["places"] if each["distance"] is not None]
        assert distances == sorted(distances), "the worst first"


def test_what_the_nation_has_by_now_is_told_with_year_and_grade(nation: Any) -> None:
    now = only(nation(*WORKED["short"], "--format", "json"))["by_now"]
    assert (now["value"], now["number"], now["year"], now["evidence"]) == ("17,8%", 17.8, 2025, "reported")
    for args in (("--format", "csv"), ("--format", "markdown"), ("--explain", "health.stunting")):
        assert f"({now['year']}, " in nation(*WORKED["short"], *args).stdout
    assert f"({now['year']}, " in nation(*WORKED["short"], ACCESSIBLE="1").stdout


def test_why_a_plan_adds_nothing_is_told(nation: Any) -> None:
    norm = only(nation(DOCTORS, {"Huế": "19 bác sĩ", "Sơn La": "", "Cà Mau": "tiếp tục nâng cao"}, "--format", "json"))
    reasons = {each["place"]: each["reason"] for each in norm["silent"] if each["reason"] != "no-plan"}
    assert reasons == {"Sơn La": "missing", "Cà Mau": "words"}
    assert [each["place"] for each in norm["places"]] == ["Huế"] and norm["places"][0]["part_of"] is None


WEIGHTS = {"Huế": Decimal(200), "Sơn La": Decimal(600)}


def weighed(monkeypatch: pytest.MonkeyPatch, total: int | None = 1000, **more: int) -> None:
    places = WEIGHTS | {name.replace("_", " "): Decimal(number) for name, number in more.items()}
    whole = total and Decimal(total)
    known = Weighing("d", "a census", 2024, "people", places, ("s",), Evidence.REPORTED, whole)
    weights = Weights(dict.fromkeys(("population", "women_of_childbearing_age"), known))

    def with_weights(voices: Any, documents: Any, facts: Facts) -> Nation:
        return prospects(voices, documents, facts._replace(weights=weights))

    monkeypatch.setattr("nq42check.cli.national.prospects", with_weights)


PROMISED = {"Huế": "25 bác sĩ", "Sơn La": "16 bác sĩ"}


def test_with_weights_the_mean_the_share_and_what_is_owed_are_exact(
    nation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(25 × 200 + 16 × 600) ÷ 800 = 18,25; the others owe (19 × 1000 − 14600) ÷ 200 = 22."""
    weighed(monkeypatch)
    norm = only(nation(DOCTORS, PROMISED, "--format", "json"))
    assert norm["promised"]["verdict"] == "short"
    assert norm["promised"]["reached"] == {"exact": "73/4", "decimal": 18.25}
    assert norm["nation"]["share"] == {"exact": "4/5", "decimal": 0.8}
    assert norm["nation"]["owed"] == {"exact": "22", "decimal": 22}
    assert norm["nation"]["outlook"] == "depends" and not norm["nation"]["beyond"]
    assert norm["denominator"]["series"] == "a census" and norm["denominator"]["total"] == 1000
    assert [each["weight"] for each in norm["places"]] == [600, 200]


def rows(done: Done) -> list[dict[str, str]]:
    assert done.stdout.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline="")))


def test_a_spreadsheet_has_a_row_for_each_norm_promise_and_silent_place(nation: Any) -> None:
    found = rows(nation(*WORKED["certified"], "--format", "csv"))
    kinds = [row["Kind of row"] for row in found]
    assert kinds[:5] == ["norm", *["promise"] * 4] and kinds[-1] == "extent" and kinds.count("norm") == 1
    norm, first = found[:2]
    assert norm["Those who promise"] == "it depends" and norm["The nation"] == "no word on it"
    assert "40%" in norm["Those who promise, in words"] and norm["Place"] == ""
    assert (first["Place"], first["Part of"], first["Gap to the norm (minus: not met)"]) == (
        "Hà Giang",
        "Tuyên Quang",
        "-15",
    )
    silent = {row["Place"]: row["Remarks"] for row in found if row["Kind of row"] == "not counted"}
    assert silent["Long An"] == silent["Huế"] == "no plan in this run"


def test_numbers_of_a_spreadsheet_are_as_the_reader_writes_them(nation: Any) -> None:
    found = nation(*WORKED["floor"], "--format", "csv", "--csv-separator", "semicolon", lang="vi").stdout
    assert ";31,7;1,7;" in found
    assert run("nation", "provinces", "--csv-separator", "semicolon").returncode == 2


def test_a_spreadsheet_makes_no_formula_of_a_name(tmp_path: Path) -> None:
    (tmp_path / "=1+2.yaml").write_text(HEAD.replace("Ví dụ", "=Xã") + entry(*DOCTORS[:2]), encoding="utf-8")
    found = rows(run("nation", ".", "--format", "csv", cwd=tmp_path, env=ENGLISH))
    assert {row["Place"] for row in found if row["Kind of row"] == "promise"} == {"'=Xã"}


def test_markdown_has_a_table_for_each_area_and_folds_the_places(nation: Any) -> None:
    said = run("nation", "provinces", "--format", "markdown", env=ENGLISH).stdout
    page = MarkdownIt("commonmark").enable("table").render(said)
    assert page.count("<table>") == 2 * page.count("<h3>") == 2 * said.count("<details>")
    assert page.count("<th>Those who promise</th>") == page.count("<th>The nation</th>") == page.count("<h3>")
    before, folded = said[: said.index("<details>")], said[said.index("<details>") :]
    assert "986,600" in before and "no target" not in before and "no target" in folded
    assert len(said) < 65_536


def test_markdown_says_what_it_has_no_room_for_and_closes_what_it_opens(tmp_path: Path) -> None:
    text = (ROOT / "provinces/tay_ninh.yaml").read_text(encoding="utf-8")
    for number in range(60):
        named = re.sub(r"(?m)^province: .*", f"province: Xã {number}", text, count=1)
        (tmp_path / f"{number}.yaml").write_text(named, encoding="utf-8")
    said = run("nation", ".", "--format", "markdown", cwd=tmp_path, env=ENGLISH).stdout
    assert _MOST < len(said) < 65_536 and said.count("<details>") == said.count("</details>") > 0
    assert re.search(r"and \d+ rows more", said)


def test_names_are_inert_in_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD.replace("Ví dụ", "<b>|@x") + entry(*DOCTORS[:2]), encoding="utf-8")
    said = run("nation", ".", "--format", "markdown", cwd=tmp_path, env=ENGLISH).stdout
    assert r"\<b\>\|@" + "\u200b" in said and "<b>" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("args", [(), ("--explain", "health.stunting,housing.social_flats,labour.certified")])
def test_read_aloud_there_are_no_signs_and_columns(args: tuple[str, ...], language: str) -> None:
    said = run("nation", "provinces", *args, "--lang", language, env={"ACCESSIBLE": "1"}).stdout
    assert not re.search("[✓✗?≈·≤≥<>×−÷=]", said.replace("PROMISE?", "").replace("promise?", ""))
    assert "  " not in re.sub("(?m)^ +", "", said)
    assert re.search("986[.,]600", said)


# What is said before the norms


@pytest.mark.parametrize("form", ["table", "aloud", "markdown"])
def test_norms_that_are_not_certain_are_named_before_all_others_each_with_the_worst_promise(form: str) -> None:
    format = "markdown" if form == "markdown" else "table"
    env = {"COLUMNS": "400", **({"ACCESSIBLE": "1"} if form == "aloud" else {})}
    said = run("nation", "provinces", "--format", format, "--lang", "en", env=env).stdout.replace("\\", "")
    first, _, rest = said.partition("People with merit")
    kinds = re.findall(r"(?m)^([^-\n]+) \((\d+)\):$", first)
    assert [int(count) for _, count in kinds] == [6, 1, 3] and rest
    listed = [line.strip(" -.") for line in first[first.index(kinds[0][0]) :].splitlines() if "worst: " in line]
    assert len(listed) == 10
    assert "Nurses per 10,000 people: 33 per 10,000 people; worst: Tây Ninh (25 per 10,000 people)" in listed


def test_what_the_nation_does_not_reach_is_named_first(tmp_path: Path) -> None:
    text = HEAD.replace("Ví dụ", "Hưng Yên") + entry("merit.living_standard", "91%") + entry("health.nurses", "20")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    said = run("nation", ".", "--lang", "en", cwd=tmp_path, env={"COLUMNS": "400"}).stdout
    assert re.search(r"Not reached by the nation \(1\):\n- .*; worst: Hưng Yên \(91%\)\n\nShort.* \(1\):", said)


def test_few_norms_are_not_listed_twice() -> None:
    assert "worst: " not in run("nation", "provinces", "--area", "housing", env=ENGLISH).stdout


def test_how_many_places_the_nation_is_made_of_is_said_where_it_is_not_that_of_today(nation: Any) -> None:
    """34 places of today, four of them in two parts."""
    said = " ".join(run("nation", "provinces", env=ENGLISH | {"ACCESSIBLE": "1"}).stdout.split())
    assert "is counted by 38 places" in said and "depends on 35 who do not promise" in said
    assert "is counted by" not in nation(STUNTING, {"Cao Bằng": "dưới 12%"}).stdout


def test_plans_of_which_it_cannot_be_told_whose_they_are_are_named(tmp_path: Path) -> None:
    kept, told = HEAD.replace("Ví dụ", "Hưng Yên"), HEAD.replace("Ví dụ", "Tây Ninh")
    (tmp_path / "a.yaml").write_text(kept + entry(*DOCTORS[:2]), encoding="utf-8")
    dated = told.replace("  by:", "  date: 2026-01-05\n  by:", 1)
    (tmp_path / "b.yaml").write_text(dated + entry(*DOCTORS[:2]), encoding="utf-8")
    said = " ".join(run("nation", ".", cwd=tmp_path, env=ENGLISH).stdout.split())
    assert "give the day of issue (date) in these plans: Hưng Yên. " in said


@pytest.mark.parametrize("args", [(), ("--explain", "health.stunting")])
@pytest.mark.parametrize(
    "places, total, waits",
    [
        ("Hà Giang: 2, Sơn La: 1", 9, "Waits for children under 5, of former Hưng Yên."),
        ("Hà Giang: 2", 9, "Waits for children under 5, of former Hưng Yên and Sơn La."),
        (
            "Hà Giang: 2, Hưng Yên: 3",
            None,
            "Waits for children under 5, of former Hưng Yên and Sơn La, and of the nation.",
        ),
        ("Cao Bằng: 2", 9, "Waits for children under 5, by place and in all."),
    ],
)
def test_whose_numbers_are_waited_for_is_said_where_some_are_known(
    args: tuple[str, ...], places: str, total: int | None, waits: str, nation: Any, tmp_path: Path
) -> None:
    """The weight of a name that was kept is that of the place of today, of which an undated plan is a part."""
    about = "denominator: children_under_five, series: S, year: 2025, unit: người, sources: [s], evidence: verified"
    whole = "" if total is None else f", total: {total}"
    (tmp_path / "w.yaml").write_text(f"weights:\n  - {{{about}{whole}, places: {{{places}}}}}\n", encoding="utf-8")
    promises = {"Hà Giang": "dưới 12%", "Hưng Yên": "dưới 13%", "Sơn La": "dưới 14%"}
    said = nation(STUNTING, promises, "--weights", "w.yaml", *args).stdout
    assert waits in " ".join(said.split())


def test_of_a_norm_without_a_denominator_nobody_waits_for_one() -> None:
    said = run(
        "nation", "provinces", "--indicator", "health.primary_care_insured", "--lang", "en", env={"COLUMNS": "400"}
    )
    assert "What it is weighed by is not known" in said.stdout and "Waits for" not in said.stdout


# What is asked for


def test_norms_are_chosen_by_indicator_and_area_and_the_rest_is_counted() -> None:
    every = told(run("nation", "provinces", "--format", "json"))
    found = told(run("nation", "provinces", "--format", "json", "--indicator", "health.stunting", "--area", "housing"))
    kept = [norm for norm in every["norms"] if norm["area"] == "housing" or norm["indicator"] == "health.stunting"]
    assert found["norms"] == kept and found["filter"]["left_out"] == len(every["norms"]) - len(kept)
    assert found["filter"]["areas"] == ["housing"] and found["places"] == every["places"]
    said = run("nation", "provinces", "--area", "housing", env=ENGLISH).stdout
    assert f"Norms not shown: {len(every['norms']) - 3}" in " ".join(said.split())


@pytest.mark.parametrize("option", ["--indicator", "--explain"])
def test_where_nothing_is_chosen_it_is_said_and_is_no_pass(option: str) -> None:
    done = run("nation", "provinces", option, "labour.trained", env=ENGLISH)
    assert done.returncode == 3 and done.stdout == "" and "Nothing passes the filter" in done.stderr
    empty = run("nation", "provinces", "--indicator", "labour.trained", "--format", "json")
    assert empty.returncode == 3 and told(empty)["norms"] == []
    unknown = run("nation", "provinces", option, "health.stuntin", env=ENGLISH)
    assert unknown.returncode == 2 and "health.stunting" in unknown.stderr


@pytest.mark.parametrize("more", [("--format", "json"), ("--area", "housing"), ("--indicator", "health.doctors")])
def test_a_sum_is_explained_alone(more: tuple[str, ...]) -> None:
    done = run("nation", "provinces", "--explain", "health.stunting", *more, env=ENGLISH)
    assert done.returncode == 2 and "--explain does not go with" in done.stderr


def test_options_are_completed() -> None:
    assert offered("nation", "provinces", "--format", "")[:2] == ["table", "json"]
    assert offered("nation", "--explain", "health.doctors,health.stun") == ["health.doctors,health.stunting"]
    assert offered("nation", "--indicator", "health.stun") == ["health.stunting"]
    assert "housing" in offered("nation", "--area", "hou")
    assert offered("nation", "--csv-sep") == ["--csv-separator"]
    assert "prospects" in offered("schema", "pro")


# Step by step

_NUMBER = r"−?\d[\d.,]*(?:/\d+)?%?"
_ATOM = rf"(?:\({_NUMBER}(?: [×+−] {_NUMBER})*\)|{_NUMBER})"
_CHAIN = re.compile(rf"{_ATOM}(?: [×+−÷] {_ATOM})*(?: [=≈] {_ATOM}(?: [×+−÷] {_ATOM})*)+")
_SHARE = re.compile(
    rf"({_NUMBER}) × q (≤|<|>|≥) ({_NUMBER}) × \(1 − q\)[^×]*\(({_NUMBER}) \+ ({_NUMBER})\) × q \2 ({_NUMBER})"
)
_LAST = re.compile(rf"q (?:≤|<|>|≥) ({_ATOM}(?: ÷ {_ATOM})?)((?: [=≈] {_NUMBER})+)")


def value(text: str, lang: str) -> Fraction:
    """What an expression comes to, with the usual order of signs."""
    text = text.rstrip(".,;")
    for thousands, point in ((".", ","), (",", "."))[lang == "en" :][:1]:
        text = text.replace(thousands, "").replace(point, ".")
    text = re.sub(r"(\d[\d.]*(?:/\d+)?)%", r"(\1/100)", text)
    text = re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", text)
    found: Fraction = eval(text.replace("×", "*").replace("÷", "/").replace("−", "-"), {"Fraction": Fraction})
    return found


def links(chain: str) -> list[tuple[str, str, str]]:
    parts = re.split(" ([=≈]) ", chain)
    return [(parts[at], parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 2, 2)]


def follows(said: str, lang: str) -> int:
    """How many equations there are; each of them holds: exactly, or to the last decimal that is shown."""
    count = 0
    for chain in _CHAIN.finditer(said):
        for left, sign, right in links(chain[0]):
            right = right.rstrip(".,;")
            apart = abs(value(left, lang) - value(right, lang))
            point = "," if lang == "vi" else "."
            decimals = len(right.rstrip("%").partition(point)[2]) + 2 * right.endswith("%")
            assert apart == 0 if sign == "=" else 0 < apart <= Fraction(1, 2 * 10**decimals), chain[0]
            count += 1
    return count


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name, equations", [("short", 4), ("depends", 3), ("certified", 7), ("floor", 2), ("flats", 3)]
)
def test_every_number_of_a_sum_follows(name: str, equations: int, language: str, nation: Any) -> None:
    norm, promises = WORKED[name]
    said = nation(norm, promises, "--explain", norm[0], lang=language).stdout
    assert follows(said, language) >= equations, said
    for found in _SHARE.finditer(said):
        lack, spare, again, more, right = (value(found[group], language) for group in (1, 3, 4, 5, 6))
        assert (lack, spare, spare) == (again, more, right)
        last = _LAST.search(said, found.end())
        assert last and value(last[1], language) == spare / (lack + spare)
    assert len(_SHARE.findall(said)) == {"depends": 1, "certified": 2}.get(name, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_for_the_four_provinces_follows(language: str) -> None:
    every = told(run("nation", "provinces", "--format", "json"))
    ids = ",".join(dict.fromkeys(norm["indicator"] for norm in every["norms"]))
    said = run("nation", "provinces", "--explain", ids, "--lang", language, env={"COLUMNS": "400"}).stdout
    assert follows(said, language) > 50


def test_the_break_even_is_derived_in_lines(nation: Any) -> None:
    said = nation(*WORKED["depends"], "--explain", "health.stunting", lang="vi").stdout
    for line in (
        "Hà Giang: dưới 25%, tức 25; kém chuẩn 25 − 15 = 10",
        "Hưng Yên: dưới 12%, tức 12; hơn chuẩn 15 − 12 = 3",
        "gọi q là tỷ trọng của Hà Giang",
        "10 × q ≤ 3 × (1 − q), tức (10 + 3) × q ≤ 3, nên q ≤ 3/13 ≈ 23,1%",
        "vừa đúng 15 thì vẫn đạt",
    ):
        assert line.casefold() in said.casefold(), line
    closed = nation(STUNTING, {"Hà Giang": "25%", "Hưng Yên": "12%"}, "--explain", "health.stunting", lang="vi").stdout
    assert "q < 3/13 ≈ 23,1%" in closed and "không có dấu bằng" in closed


def test_of_more_than_two_both_bounds_are_derived(nation: Any) -> None:
    said = nation(*WORKED["certified"], "--explain", "labour.certified").stdout
    assert "q ≤ 10 ÷ 25 = 2/5 = 40%" in said and "q > 20 ÷ 35 = 4/7 ≈ 57.1%" in said
    assert "left aside: Tây Ninh" in said


def test_what_others_would_owe_is_called_an_example_and_only_where_all_is_short(nation: Any) -> None:
    said = nation(*WORKED["short"], "--explain", "health.stunting").stdout
    assert "As an example" in said
    assert "m = 18, r = (15 − 1/2 × 18) ÷ (1/2) = 12" in said and "m = 25, r = (15 − 1/2 × 25) ÷ (1/2) = 5" in said
    assert "example" not in nation(*WORKED["depends"], "--explain", "health.stunting").stdout
    beyond = nation(STUNTING, {"Hà Giang": "dưới 40%", "Hưng Yên": "dưới 40%"}, "--explain", "health.stunting").stdout
    assert "(15 − 1/2 × 40) ÷ (1/2) = −10, while the best possible is 0" in beyond


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_weights_the_products_and_their_sum_are_written_out(
    language: str, nation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed(monkeypatch)
    said = nation(DOCTORS, PROMISED, "--explain", "health.doctors", lang=language).stdout
    for line in ("25 × 200 = 5000", "16 × 600 = 9600", "200 + 600 = 800", "800 ÷ 1000 = 80%"):
        assert line in said.replace(".", "").replace(",", ""), line
    assert "(19 × 1000 − 14600) ÷ 200 = 22" in said.replace(".", "").replace(",", "") and "70%" in said
    assert follows(said, language) >= 9


def test_parts_that_weigh_nobody_knows_what_are_added_from_both_ends(
    nation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An Giang of today lies between 13 and 20: (13 × 500 + 15 × 200) ÷ 700, or (20 × 500 + 15 × 200) ÷ 700."""
    weighed(monkeypatch, An_Giang=500)
    promises = {"An Giang": "13 bác sĩ", "Huế": "15 bác sĩ", "Kiên Giang": "20 bác sĩ"}
    said = nation(DOCTORS, promises, "--explain", "health.doctors").stdout
    assert said.index("as its worst part") < said.index("9,500 ÷ 700 ≈ 13.57") < said.index("as its best part")
    assert "13,000 ÷ 700 ≈ 18.57" in said and follows(said, "en") >= 14
    assert "nobody more to make up" not in said, "Kiên Giang promises more than the norm"
    norm = only(nation(DOCTORS, promises, "--format", "json"))
    assert norm["promised"]["verdict"] == "short" and norm["promised"]["reached"] is None


def test_under_a_half_no_word_is_said_on_the_nation(nation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    weighed(monkeypatch, total=2000)
    said = nation(DOCTORS, PROMISED, "--explain", "health.doctors").stdout
    assert "hold less than a half" in said and "So: no word on it" in said
    assert follows(said, "en") >= 9


def test_without_a_total_the_sum_waits_for_it(nation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    weighed(monkeypatch, total=None)
    said = nation(DOCTORS, PROMISED, "--explain", "health.doctors").stdout
    assert "14,600 ÷ 800 = 18.25" in said and "Waits for the population, of the nation." in said
    assert "÷ (1 − w)" in said


def test_an_average_in_words_has_no_sum_even_where_weights_are_known(
    nation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed(monkeypatch)
    promises = {"Huế": "mức sinh thay thế", "Sơn La": "bảo đảm vững chắc mức sinh thay thế"}
    said = nation(
        ("health.fertility", "mức sinh thay thế", "average"), promises, "--explain", "health.fertility"
    ).stdout
    assert "stated in words and not as a number" in said and "So: certain" in said and "×" not in said


def test_a_norm_that_binds_each_is_compared_place_by_place(nation: Any) -> None:
    said = nation(MALARIA, {"Huế": "loại trừ", "Sơn La": "loại trừ"}, "--explain", "health.malaria").stdout
    assert "Huế: eliminated: within the norm" in said and "the norm binds each place" in said
