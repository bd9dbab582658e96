"""The catalogue as data: a row more is an area or a unit more; what is not declared is refused at its line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import run
from conftest import HEAD, KNOWN, ROOT, entry

from nq42check.model.catalogue import Kind
from nq42check.reading.catalogue import load_catalogue, load_lexicon
from nq42check.reading.nodes import Refused
from nq42check.reading.parsing import parse
from nq42check.reports.wording import Wording
from nq42check.run import knowledge, lists
from nq42check.run.files import yaml_files
from nq42check.texts import LANGUAGES

BASELINES = ROOT / "baselines"
LEXICON = load_lexicon(parse((BASELINES / "words.yaml").read_text(encoding="utf-8")))
CATALOGUE = (BASELINES / "indicators.yaml").read_text(encoding="utf-8")
INDICATORS = KNOWN.catalogue.indicators

AREA = "  seafaring: {vi: Hàng hải, en: Seafaring}\n"
INDICATOR = "  seafaring.paved: {vi: Tỷ lệ đường xã được cứng hóa, en: Paved roads, kind: share, better: higher}\n"
NORM = "  - {indicator: seafaring.paved, value: 100%, where: I, binds: each, evidence: reported, basis: x}\n"

UNITS = """\
  metres: {vi: m, en: m, dimension: length, words: [m, mét], example: "3"}
  centimetres:
    {vi: cm, en: cm, dimension: length, factor: 0.01, words: [cm, [[xăng, xen], [ti, ""], mét]], example: "300"}
"""
WIDTH = "  seafaring.width: {vi: Bề rộng đường xã, en: Width of roads, kind: measure, unit: metres, better: higher}\n"

Shipped = Callable[[dict[str, str]], None]


def with_row(section: str, row: str, text: str = CATALOGUE) -> str:
    """The catalogue with one more row at the head of a section."""
    head = f"\n{section}:\n"
    assert text.count(head) == 1
    return text.replace(head, head + row)


@pytest.fixture
def ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shipped]:
    """Lets the checker ship other baselines: these texts by the names of their files, and the others as they are."""
    folder = tmp_path / "baselines"
    as_it_ships = lists.shipped

    def shipped(kind: str) -> list[str]:
        return yaml_files(str(folder)) if kind == "baselines" else as_it_ships(kind)

    def other(texts: dict[str, str]) -> None:
        folder.mkdir()
        for path in BASELINES.glob("*.yaml"):
            (folder / path.name).write_text(texts.get(path.name, path.read_text(encoding="utf-8")), encoding="utf-8")
        monkeypatch.setattr(lists, "shipped", shipped)
        forget()

    def forget() -> None:
        for read in (knowledge.shipped_knowledge, knowledge.load_knowledge, knowledge.nation, knowledge.nation_in):
            read.cache_clear()
        for read in (knowledge.weights, lists.list_text, lists.places, lists.places_named):
            read.cache_clear()

    yield other
    monkeypatch.undo()
    forget()


def test_an_indicator_of_a_new_area_is_a_row_to_fill_in_and_has_its_heading_on_the_page(
    ships: Shipped, tmp_path: Path
) -> None:
    resolution = (BASELINES / "42-nq-tw.yaml").read_text(encoding="utf-8")
    ships(
        {
            "indicators.yaml": with_row("indicators", INDICATOR, with_row("areas", AREA)),
            "42-nq-tw.yaml": resolution.replace("\ntargets:\n", f"\ntargets:\n{NORM}"),
        }
    )
    form = run("new", "Cao Bằng", "--output", "-")
    assert form.returncode == 0
    assert "  # ─── Hàng hải ─" in form.stdout and "  - indicator: seafaring.paved\n" in form.stdout
    (tmp_path / "plan.yaml").write_text(HEAD + entry("seafaring.paved", "90%"), encoding="utf-8")
    for language, heading in (("vi", "Hàng hải"), ("en", "Seafaring")):
        page = run("plan.yaml", "--format", "html", "--lang", language, cwd=tmp_path)
        assert page.returncode == 1
        assert page.stdout.count(f"<h3>{heading}</h3>") == 1 and f"<span>{heading}</span>" in page.stdout


def test_a_value_in_a_new_unit_is_read_compared_and_reported(ships: Shipped, tmp_path: Path) -> None:
    resolution = (BASELINES / "42-nq-tw.yaml").read_text(encoding="utf-8")
    norm = NORM.replace("seafaring.paved, value: 100%", "seafaring.width, value: từ 3 m trở lên")
    ships(
        {
            "indicators.yaml": with_row("units", UNITS, with_row("indicators", WIDTH, with_row("areas", AREA))),
            "42-nq-tw.yaml": resolution.replace("\ntargets:\n", f"\ntargets:\n{norm}"),
        }
    )
    for value, status, message, gap in (
        ("350 cm", "met", "", ""),
        ("300", "met", "", ""),
        ("250 cm", "weaker", "“250 cm” falls short of “≥ 3 m” in 42-NQ/TW. An outcome of 2.5 m would keep", "0,5 m"),
        ("250 xen mét", "weaker", "“250 cm” falls short of “≥ 3 m”", "0,5 m"),
        ("2,5 mét", "weaker", "“2.5 m” falls short of “≥ 3 m”", "0,5 m"),
        ("3 căn", "undecided", "The unit of “3 flats” does not convert to the indicator's (m).", "3 căn → từ 3 m"),
        ("0,3 km", "undecided", "“km” in “0,3 km” is not understood. Write it as the document does", "đạt 3 m"),
    ):
        (tmp_path / "plan.yaml").write_text(HEAD + entry("seafaring.width", value), encoding="utf-8")
        report = json.loads(run("plan.yaml", "--format", "json", "--all", "--lang", "en", cwd=tmp_path).stdout)
        (row,) = [row for row in report["coverage"] if row["indicator"] == "seafaring.width"]
        said = [each["message"] for each in report["findings"] if each["indicator"] == "seafaring.width"]
        said += [each["message"] for each in report["errors"]]
        assert row["status"] == status and [message in text for text in said] == [True] * bool(message), said
        assert gap in run("plan.yaml", cwd=tmp_path).stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text, name, near",
    [
        (with_row("indicators", INDICATOR), "seafaring", None),
        (with_row("indicators", INDICATOR.replace("seafaring.", "healht.")), "healht", "health"),
        (with_row("areas", "  seafaring: {vi: Hàng hải, en: Seafaring, within: roads}\n"), "roads", None),
    ],
)
def test_an_area_that_is_not_declared_is_refused_at_its_line(
    text: str, name: str, near: str | None, language: str
) -> None:
    with pytest.raises(Refused) as caught:
        load_catalogue(parse(text), LEXICON)
    (problem,) = caught.value.problems
    assert name in text.splitlines()[(problem.line or 0) - 1]
    said = Wording(language).problem(problem)
    assert f"“{name}”" in said and (near is None or f"“{near}”" in said)


@pytest.mark.parametrize(
    "old, new, reason",
    [
        ("parts: [housing.solid_urban", "parts: [housing.solid_urbn", "unknown-name.indicator-near"),
        ("counts: workers", "counts: worker", "unknown-name.counts-near"),
        ("within: poverty_and_assistance", "within: poverty_and_assistence", "unknown-name.area-near"),
        ("of: labour_force", "of: labour_forse", "unknown-name.denominator-near"),
        ("of: labour_force", "of: sheep", "unknown-name.denominator"),
        ("join: none", "join: median", "shape.choice"),
    ],
)
def test_the_catalogue_names_only_what_it_has(old: str, new: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        load_catalogue(parse(CATALOGUE.replace(old, new, 1)), LEXICON)
    assert [problem.reason for problem in caught.value.problems] == [reason]


def test_an_indicator_joins_as_its_kind_does_unless_it_says_otherwise() -> None:
    joins = dict.fromkeys(Kind, "mean") | {Kind.COUNT: "sum", Kind.LEVEL: "least", Kind.COMMITMENT: "least"}
    others = {id: each.join for id, each in INDICATORS.items() if each.join != joins[each.kind]}
    assert others == {"development.hdi": "none", "health.fertility": "mean", "water.rural_quantity": "least"}
    assert INDICATORS["housing.social_flats"].join == "sum" and INDICATORS["health.malaria"].join == "least"


def test_places_weigh_by_a_denominator_only_in_a_mean() -> None:
    weighed = {id: each.of for id, each in INDICATORS.items() if each.of}
    assert {INDICATORS[id].join for id in weighed} == {"mean"}
    assert set(weighed.values()) == set(KNOWN.catalogue.denominators)
    # Where nobody can say beforehand what is counted, or the words leave it open.
    assert {id for id, each in INDICATORS.items() if each.join == "mean" and not each.of} == {
        *("assistance.emergency", "health.primary_care_insured", "health.essential_vaccination"),
        *("health.older_people_treatment", "wastewater.to_standard"),
        *("information.legal_aid", "information.sign_language", "information.universal_telecom"),
    }


@pytest.mark.parametrize(
    "id, of",
    [
        ("labour.unemployment", "lực lượng lao động"),
        ("labour.unemployment_urban", "lực lượng lao động thành thị"),
        ("insurance.social", "lực lượng lao động trong độ tuổi"),
        ("insurance.pension_age", "người sau độ tuổi nghỉ hưu"),
        ("health.doctors", "dân số"),
        ("health.stunting", "trẻ em dưới 5 tuổi"),
        ("health.immunisation", "trẻ em dưới 1 tuổi"),
        ("housing.floor_area_urban", "dân số thành thị"),
        ("water.clean_rural", "hộ gia đình ở nông thôn"),
    ],
)
def test_what_places_weigh_by_is_called_as_statistics_call_it(id: str, of: str) -> None:
    assert KNOWN.catalogue.denominators[INDICATORS[id].of or ""].vi == of
