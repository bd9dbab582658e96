"""Merged places: what they come to by the plans of their parts, and a new plan held against these."""

import json
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from command import WORTH_SEVERAL, Done, run
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from pages import browser, faults, opened  # noqa: F401

from nq42check.judging.assess import Status
from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Contribution, Silence
from nq42check.judging.merged import Asked, Comes, comes_to, weakness
from nq42check.model.promise import Nudge, Promise

NORM = Promise(upward=True, number=Decimal(35), nudge=Nudge.CLOSED)
MEAN, SUM = Asked("mean", NORM), Asked("sum", NORM)
LEAST, STEPS, NONE = Asked("least", NORM), Asked("steps", None), Asked("none", NORM)

MISSING = Contribution(Silence.MISSING)
ABSENT = Contribution(None, absent=True)


def says(number: int | str, nudge: Nudge = Nudge.CLOSED) -> Contribution:
    """A part that promises at least so much."""
    promise = Promise(upward=True, number=Decimal(number), nudge=nudge)
    loose = promise.number == NORM.number and not promise.guarantees(NORM)
    outcome = Outcome.LOOSENED if loose else Outcome.MET if promise.guarantees(NORM) else Outcome.WEAKER
    return Contribution(None, outcome, (promise,))


def in_words(outcome: Outcome) -> Contribution:
    """A part that promises a step."""
    return Contribution(None, outcome)


# By hand: what parts come to


@pytest.mark.parametrize(
    ("asked", "parts", "status"),
    [
        (MEAN, [says(35), says(40)], Status.MET),
        (MEAN, [says(30), says(35)], Status.WEAKER),
        (MEAN, [says(30), says(40)], Status.UNDECIDED),
        (MEAN, [says(35, Nudge.ABOUT), says(35)], Status.LOOSENED),
        (MEAN, [says(40), None], Status.NARROWER),
        (MEAN, [says(20), None], Status.NARROWER),
        (MEAN, [says(20), MISSING], Status.NARROWER),
        (MEAN, [None, None], Status.MISSING),
        (MEAN, [MISSING, Contribution(Silence.TASK)], Status.MISSING),
        (MEAN, [says(40), ABSENT], Status.MET),
        (MEAN, [ABSENT, ABSENT], Status.NOT_APPLICABLE),
        (MEAN, [ABSENT, None], Status.MISSING),
        (MEAN, [says(40), Contribution(Silence.LATER)], Status.LATER),
        (MEAN, [says(40), Contribution(Silence.AWAY)], Status.CONFLICT),
        (MEAN, [says(40), Contribution(Silence.UNREAD)], Status.UNDECIDED),
        (MEAN, [Contribution(Silence.LATER), None], Status.NARROWER),
        (LEAST, [says(40), says(30)], Status.WEAKER),
        (LEAST, [says(30), None], Status.WEAKER),
        (LEAST, [says(30), Contribution(Silence.UNREAD)], Status.WEAKER),
        (LEAST, [says(40), None], Status.NARROWER),
        (LEAST, [says(40), says(35)], Status.MET),
        (LEAST, [says(40), says(35, Nudge.ABOUT)], Status.LOOSENED),
        (SUM, [says(20), says(15)], Status.MET),
        (SUM, [says(20), says(14)], Status.WEAKER),
        (SUM, [says(20), None], Status.NARROWER),
        (SUM, [says(36), None], Status.MET),
        (SUM, [says(20, Nudge.ABOUT), says(15)], Status.LOOSENED),
        (STEPS, [in_words(Outcome.MET), in_words(Outcome.MET)], Status.MET),
        (STEPS, [in_words(Outcome.MET), in_words(Outcome.WEAKER)], Status.UNDECIDED),
        (STEPS, [in_words(Outcome.WEAKER), in_words(Outcome.WEAKER)], Status.WEAKER),
        (NONE, [says(40), says(40)], Status.UNDECIDED),
    ],
)
def test_what_parts_come_to(asked: Asked, parts: list[Contribution | None], status: Status) -> None:
    assert comes_to(asked, parts).status is status
    assert comes_to(asked, parts[::-1]).status is status


def test_where_weights_decide_the_share_is_worked_out() -> None:
    comes = comes_to(MEAN, [says(30), says(40)])
    assert comes.turning is not None
    assert (comes.turning.met, comes.turning.missed) == (Decimal("0.5"), Decimal("0.5"))
    assert [comes.turned[at] for at in comes.turning.weak] == [0]


# Laws

PROMISING = st.builds(says, st.integers(0, 70), st.sampled_from(Nudge))
SILENT = st.sampled_from([None, MISSING, *(Contribution(each) for each in Silence if each is not Silence.OTHER_PLAN)])
PARTS = st.lists(st.one_of(PROMISING, SILENT, st.just(ABSENT)), min_size=1, max_size=4)
ASKED = st.sampled_from([MEAN, LEAST, SUM])

BETTER = [Status.MISSING, Status.WEAKER, Status.NARROWER, Status.UNDECIDED, Status.LOOSENED, Status.MET]
"""What parts that promise can come to, the worst first; silent ones stay what they are."""


@given(ASKED, st.lists(st.one_of(PROMISING, st.none()), min_size=2, max_size=4), st.data())
def test_a_better_promise_of_a_part_never_makes_a_place_worse(
    asked: Asked, parts: list[Contribution | None], data: st.DataObject
) -> None:
    spoken = [at for at, part in enumerate(parts) if part]
    if not spoken:
        return
    at = data.draw(st.sampled_from(spoken))
    before = parts[at]
    assert before
    (promise,) = before.promises
    better = says(str(promise.number + data.draw(st.integers(0, 20))), promise.nudge)
    now = comes_to(asked, [*parts[:at], better, *parts[at + 1 :]])
    assert BETTER.index(now.status) >= BETTER.index(comes_to(asked, parts).status)


@given(ASKED, PARTS)
def test_the_order_of_parts_never_matters(asked: Asked, parts: list[Contribution | None]) -> None:
    assert len({comes_to(asked, each).status for each in permutations(parts)}) == 1


@given(PARTS)
def test_what_is_met_by_the_mean_or_the_least_has_no_silent_part(parts: list[Contribution | None]) -> None:
    there = [part for part in parts if part is None or not part.absent]
    silent = any(part is None or part.silence for part in there)
    if comes_to(LEAST, parts).status is Status.MET:
        assert not silent
        assert all(part and part.outcome is Outcome.MET for part in there)
    if comes_to(MEAN, parts).status is Status.MET:
        assert not silent
        assert any(part and part.outcome is Outcome.MET for part in there)


@given(ASKED, st.lists(PROMISING, min_size=1, max_size=3))
def test_where_each_part_meets_a_norm_the_place_does_and_where_none_does_it_does_not(
    asked: Asked, parts: list[Contribution]
) -> None:
    status = comes_to(asked, [*parts]).status
    if all(part.outcome is Outcome.MET for part in parts) and len({part.promises[0].nudge for part in parts}) == 1:
        assert status is Status.MET
    if asked is not SUM and not any(part.outcome is Outcome.MET for part in parts):
        assert status is not Status.MET


@given(ASKED, PARTS, st.lists(PROMISING, min_size=1, max_size=4))
def test_of_several_plans_of_a_part_the_least_counts(
    asked: Asked, parts: list[Contribution | None], plans: list[Contribution]
) -> None:
    statuses = [comes_to(asked, [*parts, each]) for each in plans]
    counts = comes_to(asked, [*parts, min(plans, key=weakness)])
    known = [Status.WEAKER, Status.UNDECIDED, Status.LOOSENED, Status.MET]
    if all(each.status in known for each in statuses):
        assert counts.status is min((each.status for each in statuses), key=known.index)


def test_a_doubtful_plan_of_a_part_counts_before_a_promise() -> None:
    away, promise = Contribution(Silence.AWAY), says(40)
    assert min([promise, away], key=weakness) is away
    assert min([MISSING, promise], key=weakness) is promise
    assert isinstance(comes_to(MEAN, [away, promise]), Comes)


# What users see

HEAD = """\
place: {place}
document:
  title: {title}
  implements: [42-NQ/TW]
  by: 2030
{more}
targets:
"""


def plan(folder: Path, name: str, place: str, more: str = "", **values: str) -> None:
    """A plan with a value for each indicator, which is named with one underline for the dot and its own."""
    rows = [
        f'  - {{indicator: {key.replace("_", ".", 1)}, value: "{value}", where: I}}\n' for key, value in values.items()
    ]
    head = HEAD.format(place=place, title=f"Kế hoạch {name}", more=more)
    (folder / f"{name}.yaml").write_text(head + "".join(rows), encoding="utf-8")


def before(folder: Path) -> None:
    """The plans of the provinces that Tuyên Quang was made of."""
    plan(folder, "ha_giang", "Hà Giang", health_stunting="dưới 25%", health_hospital_beds="46", health_doctors="20")
    plan(
        folder,
        "tuyen_quang",
        "Tuyên Quang",
        "  date: 2024-05-01",
        health_stunting="dưới 18%",
        health_hospital_beds="34",
    )


def checked(folder: Path, *args: object) -> Done:
    return run("check", ".", "--places", "today", "--lang", "en", *args, cwd=folder)


def in_json(folder: Path, *args: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(checked(folder, "--format", "json", *args).stdout)
    return found


def test_a_merged_place_has_what_its_parts_promise_joined(tmp_path: Path) -> None:
    before(tmp_path)
    (place,) = in_json(tmp_path)["places"]["joined"]  # type: ignore[index]
    assert place["name"] == "Tuyên Quang" and place["silent"] == []
    norms = {norm["indicator"]: norm for norm in place["norms"]}
    assert norms["health.stunting"]["status"] == "weaker", "25 and 18 against 15, whatever the weights"
    assert norms["health.hospital_beds"]["status"] == "undecided", "46 and 34 against 35"
    assert "11/12" in norms["health.hospital_beds"]["depends"], "46 spares 11, 34 lacks 1"
    assert norms["health.doctors"]["status"] == "narrower", "20 against 19, and the other part is silent"
    assert [part["silence"] for part in norms["health.doctors"]["parts"]] == [None, "missing"]
    assert norms["health.pharmacists"]["status"] == "missing"


def test_a_part_without_a_plan_is_named_in_every_report(tmp_path: Path) -> None:
    plan(tmp_path, "tay_ninh", "Tây Ninh", "  date: 2024-05-01", health_stunting="dưới 12%")
    for told in (checked(tmp_path), run("check", ".", "--places", "today", cwd=tmp_path)):
        assert "Long An" in told.stdout
    vi = run("check", ".", "--places", "today", "--lang", "vi", cwd=tmp_path).stdout
    assert "Long An cũ: chưa có kế hoạch trong kho." in " ".join(vi.split())
    (place,) = in_json(tmp_path)["places"]["joined"]  # type: ignore[index]
    assert place["silent"] == ["Long An"]
    (norm,) = (norm for norm in place["norms"] if norm["indicator"] == "health.stunting")
    assert norm["status"] == "narrower", "12 is better than 15, and is for a part of the place only"
    assert "Long An" in checked(tmp_path, "--format", "csv").stdout
    page = tmp_path / "page.html"
    checked(tmp_path, "--format", f"html={page}")
    assert "former Long An: no plan in the repository yet." in page.read_text("utf-8")


@pytest.mark.parametrize(("flats", "status"), [("600", "met"), ("599", "weaker"), ("", "narrower")])
def test_what_is_allotted_to_parts_is_asked_of_them_together(tmp_path: Path, flats: str, status: str) -> None:
    (tmp_path / "norm.yaml").write_text(
        "document: {id: 1/QĐ, title: Giao, issuer: A, by: 2030, version: '1'}\n"
        "targets:\n  - {indicator: housing.social_flats, value: '1000000', binds: nation, evidence: verified, where: I,"
        " basis: x, places: {Hà Giang: '500', Tuyên Quang: '300'}}\n",
        encoding="utf-8",
    )
    if flats:
        plan(tmp_path, "ha_giang", "Hà Giang", housing_social_flats=flats)
    plan(tmp_path, "tuyen_quang", "Tuyên Quang", "  date: 2024-05-01", housing_social_flats="200")
    (place,) = in_json(tmp_path, "--against", "norm.yaml")["places"]["joined"]  # type: ignore[index]
    assert [norm["status"] for norm in place["norms"]] == [status], "800 of both: 500 and 300"


def test_what_signs_mean_stands_before_the_norms_that_have_them(tmp_path: Path) -> None:
    before(tmp_path)
    english = ("check", ".", "--places", "today", "--lang", "en")
    lines = run(*english, cwd=tmp_path).stdout.splitlines()
    legend = lines[lines.index("PLACES OF TODAY") + 1 :]
    (told,) = (line for line in legend[: legend.index("")] if " · " in line)
    meaning = dict(each.split(" ", 1) for each in told.split(" · "))
    signs = {line[0] for line in legend if line[1:2] == " " and not line[0].isalnum()} - set(meaning)
    assert meaning["▼"] == "weaker" and meaning["?"] == "undecided" and not signs & set("▼⊂○?✓✗≈")
    assert told not in run(*english, "--brief", cwd=tmp_path).stdout


def test_how_plans_are_joined_is_told_where_some_are(tmp_path: Path) -> None:
    plan(tmp_path, "ha_giang", "Hà Giang", health_stunting="dưới 25%")
    assert "are joined" in checked(tmp_path).stdout
    plan(tmp_path, "tuyen_quang", "Tuyên Quang", "replaces: [Hà Giang]", health_stunting="dưới 12%")
    said = checked(tmp_path).stdout
    assert "PLACES OF TODAY" in said and "are joined:" not in said


def test_a_name_that_was_kept_is_a_part_where_it_cannot_be_told(tmp_path: Path) -> None:
    plan(tmp_path, "hung_yen", "Hưng Yên", health_stunting="dưới 12%")
    (place,) = in_json(tmp_path)["places"]["joined"]  # type: ignore[index]
    assert [part["name"] for part in place["parts"]] == ["Hưng Yên", "Thái Bình"]
    assert [len(part["plans"]) for part in place["parts"]] == [1, 0]


def test_side_by_side_former_places_give_way_to_that_of_today(tmp_path: Path) -> None:
    before(tmp_path)
    plan(tmp_path, "ca_mau", "Cà Mau", "replaces: [Bạc Liêu, Cà Mau]", health_stunting="dưới 12%")
    args = ("compare", ".", "--indicator", "health.stunting", "--format", "json", "--lang", "en")
    apart = json.loads(run(*args, cwd=tmp_path).stdout)
    joined = json.loads(run(*args, "--places", "today", cwd=tmp_path).stdout)
    assert {each["name"] for each in apart["plans"]} == {"Hà Giang", "Tuyên Quang", "Cà Mau"}
    assert {each["name"] for each in joined["plans"]} == {"Tuyên Quang", "Cà Mau"}
    values = {each["value"]: each["status"] for each in joined["cells"]}
    assert values == {"Hà Giang: < 25%; former Tuyên Quang: < 18%": "weaker", "< 12%": "met"}


def test_order_and_processes_change_nothing(tmp_path: Path) -> None:
    before(tmp_path)
    for number in range(WORTH_SEVERAL):
        plan(tmp_path, f"x{number}", f"Xã {number}", health_stunting="dưới 12%")
    one, several = (checked(tmp_path, "--format", "json", "--jobs", jobs).stdout for jobs in (1, 2))
    assert one == several
    names = ["ha_giang.yaml", "tuyen_quang.yaml"]
    told = [
        run("check", *files, "--places", "today", "--format", "json", cwd=tmp_path).stdout
        for files in (names, names[::-1])
    ]
    first, second = (json.loads(each)["places"] for each in told)
    assert first == second


def test_of_several_plans_of_a_part_the_least_is_joined(tmp_path: Path) -> None:
    before(tmp_path)
    plan(tmp_path, "ha_giang_2", "Hà Giang", health_stunting="dưới 10%")
    plan(tmp_path, "tuyen_quang_2", "Tuyên Quang", "  date: 2024-06-01", health_stunting="dưới 10%")
    (place,) = in_json(tmp_path)["places"]["joined"]  # type: ignore[index]
    (norm,) = (norm for norm in place["norms"] if norm["indicator"] == "health.stunting")
    assert [part["path"] for part in norm["parts"]] == ["ha_giang.yaml", "tuyen_quang.yaml"]


def test_without_the_option_nothing_is_said_of_places_of_today(tmp_path: Path) -> None:
    before(tmp_path)
    told = json.loads(run("check", ".", "--format", "json", cwd=tmp_path).stdout)
    assert "places" not in told
    assert "PLACES OF TODAY" not in run("check", ".", "--lang", "en", cwd=tmp_path).stdout


# The page


@pytest.mark.slow
def test_on_the_page_a_column_leads_to_what_each_part_says(tmp_path: Path, browser: Any) -> None:
    before(tmp_path)
    plan(tmp_path, "ca_mau", "Cà Mau", "replaces: [Bạc Liêu, Cà Mau]", health_stunting="dưới 12%")
    page = tmp_path / "page.html"
    checked(tmp_path, "--format", f"html={page}")
    with opened(browser, page.as_uri()) as found:
        heads = found.locator("#map thead th.plan a")
        assert sorted(heads.all_inner_texts()) == ["Cà Mau", "Tuyên Quang"]
        heads.get_by_text("Tuyên Quang").click()
        section = found.locator("section.plan:target")
        assert section.locator("h2").inner_text() == "Tuyên Quang (place of today)"
        section.get_by_role("link", name="Kế hoạch ha_giang").click()
        assert found.locator("section.plan:target h2").inner_text() == "Hà Giang"
        assert found.locator(".tiles svg.joined title").first.text_content().startswith("Tuyên Quang (joined from")
    with opened(browser, page.as_uri() + "?mark=undecided") as found:
        entries = found.locator("section.plan:not([hidden]) .entry:not([hidden]) h4").all_text_contents()
        assert set(entries) == {"Hospital beds per 10,000 people"}, "a filter goes by what the place comes to"
    assert faults(browser, page.as_uri()) == []


# A new plan


def new(folder: Path, **values: str) -> None:
    before(folder)
    plan(folder, "new", "Tuyên Quang", "replaces: [Hà Giang, Tuyên Quang]", **values)


def succeeded(folder: Path) -> tuple[list[str], list[str], int]:
    """On which indicators a new plan is certainly less, and on which it may be; and the exit code without findings."""
    told = in_json(folder)
    (found,) = told["places"]["succeeded"]  # type: ignore[index]
    less = [each["message"].partition(" (")[0] for each in told["objections"] if each["rule"] == "NQ611"]  # type: ignore[attr-defined]
    code = checked(folder, "--select", "NQ401", "--fail-on", "error").returncode
    return less, [each["indicator"] for each in found["depends"]], code


def test_a_new_plan_that_keeps_what_was_promised_is_not_held_against(tmp_path: Path) -> None:
    new(tmp_path, health_stunting="dưới 18%", health_hospital_beds="46", health_doctors="20")
    assert succeeded(tmp_path) == ([], [], 0)


def test_what_lies_between_what_parts_promised_depends_and_does_not_count(tmp_path: Path) -> None:
    new(tmp_path, health_stunting="dưới 20%", health_hospital_beds="40", health_doctors="19")
    assert succeeded(tmp_path) == ([], ["health.stunting", "health.hospital_beds", "health.doctors"], 0)


def test_what_is_less_than_all_parts_promised_or_gone_counts(tmp_path: Path) -> None:
    new(tmp_path, health_stunting="dưới 26%", health_hospital_beds="46")
    assert succeeded(tmp_path) == (["Stunting among children under 5", "Doctors per 10,000 people"], [], 1)
    for args in ([], ["--format", "lines"], ["--format", "junit"], ["--format", "sarif"], ["--format", "markdown"]):
        assert "NQ611" in checked(tmp_path, *args).stdout
    assert run("compare", ".", "--places", "today", cwd=tmp_path).returncode == 0, "it judges nothing"


def test_a_plan_that_cannot_be_read_again_is_not_said_to_be_held(tmp_path: Path) -> None:
    new(tmp_path, health_stunting="dưới 26%")
    own = (tmp_path / "new.yaml").read_bytes()
    args = ("ha_giang.yaml", "tuyen_quang.yaml", "-", "--places", "today", "--format", "json")
    told = json.loads(run("check", *args, cwd=tmp_path, stdin=own).stdout)
    assert told["places"]["succeeded"][0]["weakened"] is None
    assert not told["objections"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("80 lít/người/ngày", ([], [])),
        ("60 lít/người/ngày", ([], [])),
        ("59 lít/người/ngày", (["Amount of standard water for rural people"], [])),
    ],
)
def test_where_the_least_counts_a_new_plan_must_keep_the_least(
    tmp_path: Path, value: str, expected: tuple[list[str], list[str]]
) -> None:
    plan(tmp_path, "ha_giang", "Hà Giang", water_rural_quantity="60 lít/người/ngày")
    plan(tmp_path, "tuyen_quang", "Tuyên Quang", "  date: 2024-05-01", water_rural_quantity="80 lít/người/ngày")
    plan(tmp_path, "new", "Tuyên Quang", "replaces: [Hà Giang, Tuyên Quang]", water_rural_quantity=value)
    assert succeeded(tmp_path)[:2] == expected


def test_a_plan_for_another_document_is_not_held_against_those_before_it(tmp_path: Path) -> None:
    new(tmp_path, health_stunting="dưới 26%")
    file = tmp_path / "new.yaml"
    file.write_text(file.read_text("utf-8").replace("[42-NQ/TW]", "[72-NQ/TW]"), encoding="utf-8")
    told = in_json(tmp_path)
    assert told["places"]["succeeded"][0]["weakened"] is None  # type: ignore[index]
    assert not told["objections"]


def test_of_several_new_plans_the_best_counts(tmp_path: Path) -> None:
    new(tmp_path, health_stunting="dưới 26%")
    plan(tmp_path, "new_2", "Tuyên Quang", "replaces: [Hà Giang, Tuyên Quang]", health_stunting="dưới 12%")
    less, depends, _ = succeeded(tmp_path)
    assert less == ["Hospital beds per 10,000 people", "Doctors per 10,000 people"] and depends == []


def test_a_form_that_is_not_filled_in_yet_replaces_no_plan(tmp_path: Path) -> None:
    before(tmp_path)
    plan(tmp_path, "new", "Tuyên Quang", "replaces: [Hà Giang, Tuyên Quang]", health_stunting="")
    text = (tmp_path / "new.yaml").read_text("utf-8")
    (tmp_path / "new.yaml").write_text(text.replace('value: ""', "value: "), encoding="utf-8")
    told = in_json(tmp_path)["places"]
    assert [place["name"] for place in told["joined"]] == ["Tuyên Quang"]  # type: ignore[index]
    assert told["succeeded"] == []  # type: ignore[index]


def test_counts_of_parts_add_up_to_what_a_new_plan_must_keep(tmp_path: Path) -> None:
    plan(tmp_path, "ha_giang", "Hà Giang", housing_social_flats="1000")
    plan(tmp_path, "tuyen_quang", "Tuyên Quang", "  date: 2024-05-01", housing_social_flats="500")
    plan(tmp_path, "new", "Tuyên Quang", "replaces: [Hà Giang, Tuyên Quang]", housing_social_flats="1200")
    assert succeeded(tmp_path)[0] != []
    plan(tmp_path, "new", "Tuyên Quang", "replaces: [Hà Giang, Tuyên Quang]", housing_social_flats="1500")
    assert succeeded(tmp_path)[0] == []


def test_plans_of_former_places_whose_place_has_its_own_are_told_and_not_joined(tmp_path: Path) -> None:
    new(tmp_path, health_stunting="dưới 12%")
    done = run("compare", ".", "--places", "today", "--lang", "en", "--format", "json", cwd=tmp_path)
    assert [each["path"] for each in json.loads(done.stdout)["plans"]] == ["new.yaml"]
    assert "Hà Giang, Tuyên Quang" in done.stderr
    assert in_json(tmp_path)["places"]["joined"] == []  # type: ignore[index]


def test_the_repository_has_four_places_of_today_of_which_a_part_is_silent_each() -> None:
    told = json.loads(run("check", "provinces", "--places", "today", "--format", "json", cwd=ROOT).stdout)
    silent = {place["name"]: place["silent"] for place in told["places"]["joined"]}
    assert silent == {
        "Tuyên Quang": ["Tuyên Quang"],
        "An Giang": ["An Giang"],
        "Tây Ninh": ["Long An"],
        "Hưng Yên": ["Thái Bình"],
    }
    met = [norm for place in told["places"]["joined"] for norm in place["norms"] if norm["status"] == "met"]
    assert met == [], "of a place of which a part is silent nothing is met"
