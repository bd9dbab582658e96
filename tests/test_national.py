"""The nation: what promises come to is exact, silent places are silent, and what is not known is not said."""

import json
import pickle
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from command import run
from conftest import AS_OF, KNOWN, ROOT, brief, table
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Silence
from nq42check.judging.join import Verdict, end, turning
from nq42check.judging.nation import (
    Member,
    Outlook,
    Prospect,
    Whole,
    prospect_of_each,
    prospect_of_mean,
    prospect_of_steps,
    prospect_of_sum,
)
from nq42check.model.promise import Nudge, Promise
from nq42check.model.weights import Weights
from nq42check.reading.schemas import schema
from nq42check.reports.national import Facts, Line, Nation, prospects
from nq42check.reports.national.voices import Voice, Voices
from nq42check.run.checking import Checker
from nq42check.run.inputs import Input
from nq42check.run.knowledge import places
from nq42check.run.results import PlanReport

ALL, SOME = Whole(complete=True), Whole(complete=False)


def up(number: object, nudge: Nudge = Nudge.CLOSED) -> Promise:
    return Promise(True, Decimal(str(number)), nudge)


def down(number: object, nudge: Nudge = Nudge.STRICT) -> Promise:
    return Promise(False, Decimal(str(number)), nudge)


def members(*promises: Promise, weights: Sequence[object] = ()) -> list[Member]:
    """Places with these promises, each of a weight where `weights` are given."""
    held = [Decimal(str(weight)) for weight in weights] or [None] * len(promises)
    return [Member(Outcome.MET, (promise,), weight) for promise, weight in zip(promises, held, strict=True)]


# By hand


def test_25_and_18_fall_short_of_15() -> None:
    """Both lie above: whatever they weigh, their mean is at least 18."""
    assert prospect_of_mean(members(down(25), down(18)), down(15), SOME) == Prospect(Verdict.SHORT, Outlook.UNKNOWN)
    assert prospect_of_mean(members(down(25), down(18)), down(15), ALL).outlook is Outlook.OUT_OF_REACH


def test_25_and_12_meet_15_up_to_three_thirteenths() -> None:
    """25q + 12(1 − q) = 15, so 13q = 3."""
    found = prospect_of_mean(members(down(25), down(12)), down(15), SOME)
    assert found.promised is Verdict.DEPENDS and found.turning
    assert (found.turning.met, found.turning.missed, found.turning.below) == (Fraction(3, 13), Fraction(3, 13), False)
    closed = prospect_of_mean(members(down(25, Nudge.CLOSED), down(12)), down(15), SOME)
    assert closed.turning and not closed.turning.below, "one strict end makes the mean strict"
    both = prospect_of_mean(members(down(25, Nudge.CLOSED), down(12, Nudge.CLOSED)), down(15), SOME)
    assert both.turning and both.turning.below, "a mean of just 15 is not below 15"


def test_20_45_55_and_35_turn_between_two_fifths_and_four_sevenths() -> None:
    """One lacks 15, the others spare 10 and 20, and one turns nothing.

    If all that spare are the one with 10: 15q = 10(1 − q), q = 2/5; if they are the one with 20: 15q = 20(1 − q), 4/7.
    """
    found = prospect_of_mean(members(up(20), up(45), up(55), up(35)), up(35), SOME)
    assert found.promised is Verdict.DEPENDS and found.turning
    assert (found.turning.weak, found.turning.strong) == ((0,), (1, 2))
    assert (found.turning.met, found.turning.missed) == (Fraction(2, 5), Fraction(4, 7))


def test_11_900_and_1_500_flats_leave_986_600_of_a_million() -> None:
    found = prospect_of_sum(members(up(11_900), up(1_500)), up(1_000_000), SOME)
    assert (found.promised, found.outlook) == (Verdict.SILENT, Outlook.DEPENDS)
    assert found.reached == up(13_400) and found.owed == 986_600
    assert prospect_of_sum(members(up(11_900), up(1_500)), up(1_000_000), ALL).outlook is Outlook.OUT_OF_REACH
    assert prospect_of_sum(members(up(600_000), up(400_000)), up(1_000_000), SOME).outlook is Outlook.CERTAIN
    assert prospect_of_sum([], up(1_000_000), SOME).owed == 1_000_000


@pytest.mark.parametrize("whole", [ALL, SOME])
def test_a_sum_with_more_than_a_number_in_it_is_more(whole: Whole) -> None:
    """More than 600,000 and 400,000 are more than a million; 600,000 and 400,000 are not, and about 600,000 least."""
    more, nudges = up(1_000_000, Nudge.STRICT), (Nudge.STRICT, Nudge.CLOSED, Nudge.ABOUT)
    found = [prospect_of_sum(members(up(600_000, nudge), up(400_000)), more, whole).promised for nudge in nudges]
    assert found == [Verdict.MET, *[Verdict.SHORT if whole is ALL else Verdict.SILENT] * 2]


def test_known_weights_add_up() -> None:
    """Of ten million, three at 90% and two at 80% are 27 + 16 = 43 of 85 points; five million owe 42, 84% each."""
    nation = Whole(complete=False, total=Decimal(10), best=Decimal(100), worst=Decimal(0))
    found = prospect_of_mean(members(up(90), up(80), weights=(3, 2)), up(85), nation)
    assert found == Prospect(Verdict.MET, Outlook.DEPENDS, up(86), share=Fraction(1, 2), owed=Fraction(84))


@pytest.mark.parametrize(
    "weight, norm, outlook",
    [
        (4, 85, Outlook.UNKNOWN),  # less than half is known
        (5, 85, Outlook.DEPENDS),
        (9, 85, Outlook.OUT_OF_REACH),  # 9 at 80 are 72; one million would owe 13 of 10 points
        (9, 71, Outlook.CERTAIN),  # 72 even if nobody in the last million does anything
        (8, 84, Outlook.DEPENDS),  # two million owe 20 of 20 points: just possible
    ],
)
def test_a_word_on_the_nation_wants_half_of_the_denominator(weight: int, norm: int, outlook: Outlook) -> None:
    nation = Whole(complete=False, total=Decimal(10), best=Decimal(100), worst=Decimal(0))
    assert prospect_of_mean(members(up(80), weights=[weight]), up(norm), nation).outlook is outlook


def test_the_others_must_do_better_than_what_a_strict_norm_leaves_them() -> None:
    """Eight of ten million at 80% leave 20 of 84 points to two, who can have 20; above 84 they would need more."""
    nation = Whole(complete=False, total=Decimal(10), best=Decimal(100), worst=Decimal(0))
    found = prospect_of_mean(members(up(80), weights=[8]), up(84, Nudge.STRICT), nation)
    assert (found.owed, found.beyond, found.outlook) == (Fraction(100), True, Outlook.OUT_OF_REACH)


def test_without_the_total_of_a_denominator_only_those_who_promise_have_a_verdict() -> None:
    found = prospect_of_mean(members(up(90), up(80), weights=(3, 2)), up(87), SOME)
    assert (found.promised, found.outlook, found.reached) == (Verdict.SHORT, Outlook.UNKNOWN, up(86))
    assert found.share is found.owed is None


def test_a_place_in_parts_of_unknown_weight_lies_between_them() -> None:
    """28,9 and 34 make between 28,9 and 34; with a million at 32 beside a million of it: between 30,45 and 33."""
    parts = Member(Outcome.MET, (up(34), up("28.9")), Decimal(1))
    other = Member(Outcome.MET, (up(32),), Decimal(1))
    verdicts = {norm: prospect_of_mean([parts, other], up(norm), SOME).promised for norm in (30, "30.45", 31, 33, 34)}
    assert [*verdicts.values()] == [Verdict.MET, Verdict.MET, Verdict.DEPENDS, Verdict.DEPENDS, Verdict.SHORT]


def test_where_a_norm_binds_each_one_place_decides() -> None:
    def outcomes(*found: Outcome) -> list[Member]:
        return [Member(outcome) for outcome in found]

    met, weaker = Outcome.MET, Outcome.WEAKER
    assert prospect_of_each(outcomes(met, met), ALL) == Prospect(Verdict.MET, Outlook.CERTAIN)
    assert prospect_of_each(outcomes(met, met), SOME) == Prospect(Verdict.MET, Outlook.DEPENDS)
    assert prospect_of_each(outcomes(met, weaker), SOME) == Prospect(Verdict.SHORT, Outlook.OUT_OF_REACH)
    assert prospect_of_each([], SOME) == Prospect(Verdict.SILENT, Outlook.DEPENDS)
    looser, open_ = Outcome.LOOSENED, Outcome.UNDECIDED
    assert prospect_of_each(outcomes(met, looser), SOME) == Prospect(Verdict.LOOSENED, Outlook.OUT_OF_REACH)
    assert prospect_of_each(outcomes(open_), ALL) == Prospect(Verdict.DEPENDS, Outlook.DEPENDS)
    assert prospect_of_each(outcomes(met, open_), ALL) == Prospect(Verdict.DEPENDS, Outlook.DEPENDS)
    assert prospect_of_each(outcomes(open_, weaker), SOME) == Prospect(Verdict.SHORT, Outlook.OUT_OF_REACH)


def test_steps_have_a_mean_only_where_all_agree() -> None:
    mixed = [Member(Outcome.MET), Member(Outcome.WEAKER)]
    assert prospect_of_steps(mixed, ALL) == Prospect(Verdict.DEPENDS, Outlook.DEPENDS)
    assert prospect_of_steps(mixed[:1], ALL) == Prospect(Verdict.MET, Outlook.CERTAIN)
    assert prospect_of_steps(mixed[1:], ALL) == Prospect(Verdict.SHORT, Outlook.OUT_OF_REACH)
    assert prospect_of_steps(mixed[:1], SOME) == Prospect(Verdict.MET, Outlook.UNKNOWN)


# From plans

FACTS = Facts(KNOWN.catalogue, places(), Weights({}), {})


class Says(NamedTuple):
    """What a plan is of, and what it states."""

    place: str
    targets: str
    head: str = ""
    more: str = ""


def stating(indicator: str, *values: str) -> str:
    return "".join(f"  - {{indicator: {indicator}, value: {value}}}\n" for value in values)


def nation_of(*plans: Says) -> Nation:
    """What follows from plans that implement 42-NQ/TW."""
    files = []
    for number, plan in enumerate(plans):
        about = f"{{title: Kế hoạch {number}, by: 2030, implements: [42-NQ/TW]{plan.head}}}"
        text = f"place: {plan.place}\n{plan.more}document: {about}\ntargets:\n{plan.targets}"
        files.append(Input(f"{number}.yaml", BytesIO(text.encode())))
    return prospects(voices_of(files), KNOWN.baselines, FACTS)


def voices_of(files: Iterable[Input]) -> list[Voice]:
    """What the plans in files say; each was read in another process, as far as can be told."""
    checker = Checker(KNOWN, as_of=AS_OF)
    voices = Voices(brief(), checker)
    held: list[Voice] = []
    for file in files:
        result = checker.check(file)
        assert isinstance(result, PlanReport)
        voices.keep(held, pickle.loads(pickle.dumps(voices.piece(result).held)))
    return held


def line(indicator: str, *plans: Says) -> Line:
    """The one norm of 42-NQ/TW on an indicator."""
    (found,) = (each for each in nation_of(*plans).lines if each.norm.target.indicator.id == indicator)
    return found


def stunting(*values: str) -> Line:
    names = ("Cao Bằng", "Lai Châu", "Sơn La", "Huế")
    plans = (Says(name, stating("health.stunting", value)) for name, value in zip(names, values, strict=False))
    return line("health.stunting", *plans)


def test_the_silent_are_named_and_never_assumed_to_promise() -> None:
    found = stunting("dưới 12%", "dưới 10%")
    assert found.prospect == Prospect(Verdict.MET, Outlook.UNKNOWN)
    assert len(found.silent) == 32 and {"Cao Bằng", "Lai Châu"}.isdisjoint(found.silent)
    without = line("health.stunting", Says("Huế", stating("health.malaria", "loại trừ")))
    assert "Huế" in without.silent and [given.said.silence for given in without.without] == [Silence.MISSING]


def test_bounds_are_no_points() -> None:
    """ "Dưới 15%" does not promise 15, nor does "khoảng 15%" promise what lies below it."""
    assert stunting("dưới 15%", "dưới 15%").prospect == Prospect(Verdict.MET, Outlook.UNKNOWN)
    assert stunting("15%", "15%").prospect == Prospect(Verdict.LOOSENED, Outlook.UNKNOWN)
    assert stunting("khoảng 15%", "dưới 15%").prospect == Prospect(Verdict.LOOSENED, Outlook.UNKNOWN)
    depends = stunting("15%", "dưới 12%").prospect
    assert depends and depends.promised is Verdict.MET, "12 at most pulls the mean below 15 however little it weighs"


@pytest.mark.parametrize("values", [("dưới 25%", "dưới 12%"), ("dưới 12%", "dưới 25%")])
def test_of_several_targets_the_plans_word_counts_wherever_it_stands(values: tuple[str, str]) -> None:
    """Of two for one year the stronger; of two years the last one up to that of the norm."""
    once = line("health.stunting", Says("Huế", stating("health.stunting", *values)))
    assert [given.said.number for given in once.given] == [12]
    rows = [
        f"  - {{indicator: health.stunting, value: {value}, by: {by}}}\n"
        for value, by in zip(values, (2025, 2030), strict=True)
    ]
    for order in (rows, rows[::-1]):
        found = line("health.stunting", Says("Huế", "".join(order)))
        assert [given.said.value for given in found.given] == [{"dưới 25%": "< 25%", "dưới 12%": "< 12%"}[values[1]]]


def test_of_two_plans_of_one_place_the_lesser_promise_counts() -> None:
    both = [Says("Huế", stating("health.stunting", value)) for value in ("dưới 12%", "dưới 25%")]
    for plans in (both, both[::-1]):
        found = line("health.stunting", *plans)
        assert [given.said.value for given in found.given] == ["< 25%"]
        assert [given.said.silence for given in found.without] == [Silence.OTHER_PLAN]
    with_one_silent = line("health.stunting", both[0], Says("Huế", stating("health.malaria", "loại trừ")))
    assert [given.said.value for given in with_one_silent.given] == ["< 12%"]
    assert "Huế" not in with_one_silent.silent


@pytest.mark.parametrize("less, more", [("khoảng 12%", "12%"), ("12%", "dưới 12%"), ("từ 10 đến 12%", "dưới 12%")])
def test_of_two_plans_with_one_number_the_less_firm_counts_in_any_order(less: str, more: str) -> None:
    both = [Says("Huế", stating("health.stunting", value)) for value in (less, more)]
    other = Says("Sơn La", stating("health.stunting", "dưới 20%"))
    found = [line("health.stunting", *plans, other) for plans in (both, both[::-1])]
    assert found[0].members == found[1].members == line("health.stunting", both[0], other).members
    assert found[0].prospect == found[1].prospect


def test_where_the_steps_of_two_parts_differ_their_place_has_no_mean() -> None:
    """As it is with two places: the one promises what is asked, the other less."""
    firm, weak = (
        stating("health.fertility", value)
        for value in ("bảo đảm vững chắc mức sinh thay thế", "từng bước đạt mức sinh thay thế")
    )
    for names in (("Hà Giang", "Tuyên Quang"), ("Sơn La", "Huế")):
        found = line("health.fertility", *map(Says, names, (firm, weak))).prospect
        assert found and found.promised is Verdict.DEPENDS


@pytest.mark.parametrize(
    "targets, silence",
    [
        (stating("health.stunting", "giảm 10%"), Silence.NO_LEVEL),
        (stating("health.stunting", "trên 15%"), Silence.AWAY),
        (stating("health.stunting", "tiếp tục cải thiện"), Silence.WORDS),
        ("  - {indicator: health.stunting, value: dưới 12%, by: 2035}\n", Silence.LATER),
        ("  - {indicator: health.stunting, value: dưới 12%, only: ở thành thị}\n", Silence.NARROWER),
        ("  - {indicator: health.stunting, value: dưới 12%, task: true}\n", Silence.TASK),
        ("  - {indicator: health.stunting, value: dưới 12%, counts: communes}\n", Silence.OTHER_COUNT),
    ],
)
def test_what_is_no_part_of_what_is_asked_gives_nothing(targets: str, silence: Silence) -> None:
    found = line("health.stunting", Says("Huế", targets))
    assert not found.given and [given.said.silence for given in found.without] == [silence]
    assert found.prospect == Prospect(Verdict.SILENT, Outlook.UNKNOWN) and "Huế" in found.silent


def test_a_promise_that_is_better_only_later_counts_as_what_falls_due_in_time() -> None:
    row = "  - {{indicator: health.stunting, value: dưới {}%, by: {}}}\n"
    rows = row.format(20, 2030) + row.format(12, 2035)
    found = line("health.stunting", Says("Huế", rows))
    assert (
        [given.said.number for given in found.given] == [20]
        and found.prospect
        and found.prospect.promised is Verdict.SHORT
    )


def test_a_part_of_a_place_is_not_the_place() -> None:
    hg, tq = (
        Says(place, stating("health.stunting", value))
        for place, value in (("Hà Giang", "dưới 12%"), ("Tuyên Quang", "dưới 14%"))
    )
    alone = line("health.stunting", hg)
    assert "Tuyên Quang" in alone.silent and [given.of for given in alone.given] == ["Tuyên Quang"]
    assert len(alone.silent) == 34
    assert len(line("health.stunting", hg, tq).silent) == 33


def test_the_nation_is_complete_only_with_every_place() -> None:
    everyone = [Says(place.name, stating("health.stunting", "dưới 12%")) for place in places().all]
    former = [
        Says(each.name, stating("health.stunting", "dưới 12%")) for place in places().all for each in place.predecessors
    ]
    alone = [plan for plan, place in zip(everyone, places().all, strict=True) if not place.predecessors]
    whole = line("health.stunting", *alone, *former)
    assert whole.prospect == Prospect(Verdict.MET, Outlook.CERTAIN, share=Fraction(1)) and not whole.silent
    less = line("health.stunting", *alone, *former[:-1])
    assert less.prospect == Prospect(Verdict.MET, Outlook.UNKNOWN) and len(less.silent) == 1
    worse = [*alone, *former[:-1], former[-1]._replace(targets=stating("health.stunting", "dưới 60%"))]
    depends = line("health.stunting", *worse).prospect
    assert depends and (depends.promised, depends.outlook) == (Verdict.DEPENDS, Outlook.DEPENDS)


LESS, MORE = stating("health.stunting", "dưới 25%"), stating("health.stunting", "dưới 12%")


@pytest.mark.parametrize(
    "plan", [Says("Tuyên Quang", MORE, ", date: 2026-01-01"), Says("Tuyên Quang", MORE, more="replaces: [Hà Giang]\n")]
)
def test_a_plan_of_the_place_of_today_stands_for_those_before_it(plan: Says) -> None:
    found = nation_of(Says("Hà Giang", LESS), plan)
    (stunting,) = (each for each in found.lines if each.norm.target.indicator.id == "health.stunting")
    assert [(given.name, given.of, given.said.number) for given in stunting.given] == [("Tuyên Quang", "", 12)]
    assert found.seating.replaced == (0,) and "Tuyên Quang" not in stunting.silent


def test_a_kept_name_is_the_former_place_unless_something_says_otherwise() -> None:
    for plan, silent in (
        (Says("Hưng Yên", MORE), True),
        (Says("Hưng Yên", MORE, ", date: 2024-05-05"), True),
        (Says("Hưng Yên", MORE, ", date: 2025-07-01"), False),
    ):
        assert ("Thái Bình" in line("health.stunting", plan).silent) is silent


def test_a_commune_counts_where_nothing_speaks_for_its_province() -> None:
    commune = Says("Xã Đồng Văn", LESS, more="within: Tuyên Quang\n")
    alone = line("health.stunting", commune)
    assert [given.name for given in alone.given] == ["Xã Đồng Văn"] and "Tuyên Quang" in alone.silent
    found = nation_of(commune, Says("Hà Giang", MORE))
    (stunting,) = (each for each in found.lines if each.norm.target.indicator.id == "health.stunting")
    assert [given.name for given in stunting.given] == ["Hà Giang"] and found.seating.beneath == (0,)


# The four provinces

SHORT = {"Hà Giang": "HG", "Hưng Yên": "HY", "Kiên Giang": "KG", "Tây Ninh": "TN"}


def test_the_four_provinces_come_to_what_was_settled_by_hand() -> None:
    files = [Input(path.name, BytesIO(path.read_bytes())) for path in sorted((ROOT / "provinces").glob("*.yaml"))]
    lines = prospects(voices_of(files), KNOWN.baselines, FACTS).lines
    assert {each.norm.target.indicator.id: _settled(each) for each in lines} == {
        indicator: settled for indicator, *settled in table("national_by_hand.tsv")
    }


def _settled(line: Line) -> list[str]:
    """A norm as in the table by hand."""
    found, turning = line.prospect, line.prospect.turning if line.prospect else None
    assert found
    those = {Verdict.MET: "certain", Verdict.SHORT: "short", Verdict.DEPENDS: "depends", Verdict.LOOSENED: "about"}
    named = "sum" if line.join == "sum" else those.get(found.promised, "nobody")
    return [
        " ".join(sorted(SHORT[given.name] for given in line.given)) or "-",
        named,
        f"{turning.met} {turning.missed}" if turning else "-",
        found.outlook.value,
    ]


# As users run it

WEIGHED_BY = "weights:\n  - {denominator: labour_force, series: Điều tra, year: 2030, unit: người, total: %s,\n" + (
    "     sources: [https://example.vn/1], evidence: reported, places: {%s}}\n"
)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Plans of three places with 20, 45 and 55% certified."""
    (tmp_path / "plans").mkdir()
    for place, value in (("Cao Bằng", 20), ("Sơn La", 45), ("Huế", 55)):
        head = "document: {title: Kế hoạch, by: 2030, implements: [42-NQ/TW]}\ntargets:\n"
        text = f"province: {place}\n{head}{stating('labour.certified', f'{value}%')}"
        (tmp_path / f"plans/{value}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def certified(folder: Path, *args: object) -> str:
    """What is said of certified workers, in one line."""
    done = run("nation", folder / "plans", *args, "--lang", "en", env={"COLUMNS": "1000"})
    assert done.returncode == 0, done.stderr
    begin = done.stdout.rindex("Trained workers with a degree")
    return " ".join(done.stdout[begin : done.stdout.index("\n\n", begin)].split())


def test_without_weights_the_break_even_is_told_and_no_word_on_the_nation(three: Path) -> None:
    said = certified(three)
    assert "met if the share of Cao Bằng in the labour force of Cao Bằng, Sơn La and Huế is at most 40%." in said
    assert "Missed if it is more than 4/7 (≈ 57.1%)" in said
    assert "no word on it; the others must average 35–40%" in said
    assert "Waits for the labour force, by place and in all." in said


@pytest.mark.parametrize(
    "total, said",
    [
        # 20·2 + 45·1 + 55·1 = 140 of 35·4 = 140: 35 on average, and exactly the norm is left to the others.
        (10, ["certain: a mean of 35%", "no word on it; the others must average at least 35%", "hold 40% of"]),
        (5, ["depends on the others: they must average at least 35%", "hold 80% of", "from 70% on"]),
    ],
)
def test_with_weights_the_mean_is_told_and_what_the_others_must_average(
    three: Path, total: int, said: list[str]
) -> None:
    weights = three / "weights.yaml"
    weights.write_text(WEIGHED_BY % (total, "Cao Bằng: 2, Sơn La: 1, Huế: 1"), encoding="utf-8")
    found = certified(three, "--weights", weights)
    assert [each for each in said if each not in found] == []


def test_a_commune_that_is_called_as_a_province_does_not_weigh_as_much(tmp_path: Path) -> None:
    """Of the labour force of Sóc Trăng, a province until 2025, nothing is a commune's of Vĩnh Long."""
    (tmp_path / "plans").mkdir()
    head = (
        "place: Sóc Trăng\nwithin: Vĩnh Long\ndocument: {title: Kế hoạch, by: 2030, implements: [42-NQ/TW]}\ntargets:\n"
    )
    (tmp_path / "plans/plan.yaml").write_text(head + stating("labour.certified", "60%"), encoding="utf-8")
    (tmp_path / "weights.yaml").write_text(WEIGHED_BY % (9, "Sóc Trăng: 8"), encoding="utf-8")
    said = certified(tmp_path, "--weights", tmp_path / "weights.yaml")
    assert "certain: the only promise is within the norm" in said and "no word on it" in said


@pytest.mark.parametrize(
    "total, places, line",
    [
        (3, "Cao Bằng: 2, Huế: 2", 2),
        (9, "Cao Bằng: -2", 3),
        (9, "Atlantis: 2", 3),
        (9, "Hà Giang: 1, Tuyên Quang: 2", 3),
    ],
)
def test_weights_that_cannot_be_are_refused_with_their_line(three: Path, total: int, places: str, line: int) -> None:
    weights = three / "weights.yaml"
    weights.write_text(WEIGHED_BY % (total, places), encoding="utf-8")
    done = run("nation", three / "plans", "--weights", weights)
    assert done.returncode == 4 and not done.stdout
    assert f"weights.yaml, dòng {line}, " in done.stderr


@pytest.mark.parametrize("rural, said", [(25, "it depends"), (27, "it depends"), (28, "certain")])
def test_a_place_whose_parts_decide_is_not_said_to_fall_short(tmp_path: Path, rural: int, said: str) -> None:
    """28 m² are asked of each: urban 34 and rural 25 come to that where enough people live in towns."""
    head = "place: {}\ndocument: {{title: Kế hoạch, by: 2030}}\ntargets:\n"
    asked = stating("housing.floor_area", "28 m² sàn/người")
    given = stating("housing.floor_area_urban", "34 m² sàn/người")
    given += stating("housing.floor_area_rural", f"{rural} m² sàn/người")
    (tmp_path / "norm.yaml").write_text(head.format("Đà Nẵng") + asked)
    (tmp_path / "plan.yaml").write_text(head.format("Huế") + given)
    for language, open_ in (("en", "whether Huế reach"), ("vi", "Huế đạt chuẩn hay không")):
        options = ("--against", tmp_path / "norm.yaml", "--format", "json", "--lang", language)
        (norm,) = json.loads(run("nation", tmp_path / "plan.yaml", *options).stdout)["norms"]
        certain = said == "certain"
        assert norm["promised"]["verdict"] == ("certain" if certain else "depends")
        assert norm["nation"]["outlook"] == "depends"
        assert (open_ in norm["promised"]["told"]) is not certain


@pytest.mark.parametrize(
    "language, rural, towns",
    [
        ("en", "the part of Huế that promises 25 m² of floor per person", "the part of Huế that promises 34 m²"),
        ("vi", "phần của Huế cam kết 25 m² sàn/người", "phần của Huế cam kết 34 m²"),
    ],
)
def test_a_part_that_falls_short_is_not_told_as_all_of_its_place(
    tmp_path: Path, language: str, rural: str, towns: str
) -> None:
    """25 lacks 5 of 30, 34 spares 4: met up to 4/9, of what the rural part has, not of what all of Huế has."""
    targets = stating("housing.floor_area_urban", "34 m² sàn/người")
    targets += stating("housing.floor_area_rural", "25 m² sàn/người")
    head = "place: Huế\ndocument: {title: Kế hoạch, by: 2030, implements: [42-NQ/TW]}\ntargets:\n"
    (tmp_path / "plan.yaml").write_text(head + targets, encoding="utf-8")
    args = ("nation", tmp_path, "--lang", language)
    told = json.loads(run(*args, "--indicator", "housing.floor_area", "--format", "json").stdout)
    Draft202012Validator(schema("prospects")).validate(told)
    (norm,) = told["norms"]
    assert [place["outcome"] for place in norm["places"]] == ["undecided"]
    turns = norm["promised"]["break_even"]
    assert turns["met"]["exact"] == "4/9" and turns["weak"] == [rural]
    assert rural in norm["promised"]["told"] and towns in norm["promised"]["told"]
    steps = " ".join(run(*args, "--explain", "housing.floor_area").stdout.split())
    assert steps.count(rural) >= 2 and towns in steps


def test_a_plan_that_is_held_against_a_total_only_still_adds_to_it(tmp_path: Path) -> None:
    norm = "  - {indicator: housing.social_flats, value: 1 triệu căn, binds: nation, evidence: verified, basis: b}\n"
    about = "document: {id: X, title: Chuẩn, by: 2030, version: '1'}\ntargets:\n"
    (tmp_path / "norm.yaml").write_text(about + norm, encoding="utf-8")
    done = run("nation", "provinces", "--against", tmp_path / "norm.yaml", "--lang", "en")
    assert done.returncode == 0 and "13,400 flats" in " ".join(done.stdout.split())


def test_a_folder_without_plans_has_nothing_to_add_up(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    assert run("nation", tmp_path / "plans").returncode == 3


def test_the_four_provinces_promise_13_400_flats_of_a_million() -> None:
    done = run("nation", "provinces", "--lang", "vi", env={"COLUMNS": "1000"})
    assert done.returncode == 0
    assert "đã cam kết 13.400 căn hộ trên 1 triệu căn (≈ 1,3%), do 2 địa phương" in done.stdout
    assert "36 địa phương còn lại phải thêm 986.600 căn hộ" in done.stdout
    assert "An Giang (có Kiên Giang cũ; chưa có kế hoạch trong kho: An Giang cũ)" in done.stdout


def test_what_the_nation_has_by_now_stands_beside_the_norm_with_its_year_and_grade() -> None:
    done = run("nation", "provinces", "--lang", "vi", env={"COLUMNS": "1000"})
    assert "Hiện nay: 17,8% (2025, theo báo chí hoặc bản dịch)." in done.stdout
    assert "Hiện nay: 74,8 tuổi (2025, có nguyên văn)." in done.stdout


# Laws

NUMBERS = st.decimals(0, 100, places=1)
PROMISES = st.builds(Promise, st.just(True), NUMBERS, st.sampled_from(list(Nudge)))
WEIGHTS = st.decimals("0.1", 50, places=1)
WEIGHED = st.lists(st.tuples(PROMISES, WEIGHTS), min_size=1, max_size=5)
GOOD_TO_BAD = [Verdict.MET, Verdict.LOOSENED, Verdict.DEPENDS, Verdict.SHORT]


@given(WEIGHED, PROMISES)
def test_the_turning_share_holds_for_all_weights(parts: list[tuple[Promise, Decimal]], norm: Promise) -> None:
    promises = [promise for promise, _ in parts]
    found = prospect_of_mean(members(*promises), norm, SOME).turning
    assume(found is not None)
    assert found == turning(promises, norm)
    weak, both = (
        sum((Fraction(parts[place][1]) for place in which), Fraction())
        for which in (found.weak, (*found.weak, *found.strong))
    )
    share, met = weak / both, end(parts).guarantees(norm)
    if share < found.met or (share == found.met and not found.below):
        assert met
    if share > found.missed:
        assert not met


@given(WEIGHED, st.lists(st.tuples(NUMBERS, WEIGHTS), min_size=1, max_size=3), PROMISES)
def test_what_is_certain_or_out_of_reach_is_so_whatever_the_silent_do(
    parts: list[tuple[Promise, Decimal]], silent: list[tuple[Decimal, Decimal]], norm: Promise
) -> None:
    total = sum((weight for _, weight in (*parts, *silent)), Decimal())
    nation = Whole(complete=False, total=total, best=Decimal(100), worst=Decimal(0))
    promises, weights = zip(*parts, strict=True)
    found = prospect_of_mean(members(*promises, weights=weights), norm, nation)
    whole = end([*parts, *((Promise(True, number, Nudge.CLOSED), weight) for number, weight in silent)])
    if found.outlook is Outlook.CERTAIN:
        assert whole.guarantees(norm)
    if found.outlook is Outlook.OUT_OF_REACH:
        assert not whole.guarantees(norm)
    assert found.share == sum(map(Fraction, weights), Fraction()) / Fraction(total)
    assert found.owed is not None
    added = [(Promise(True, found.owed, Nudge.CLOSED), weight) for _, weight in silent]  # type: ignore[arg-type]
    assert end([*parts, *added]).number == Fraction(norm.number)


@given(WEIGHED, PROMISES, PROMISES, st.booleans(), st.booleans())
def test_a_place_that_promises_more_never_worsens_a_verdict(
    parts: list[tuple[Promise, Decimal]], more: Promise, norm: Promise, weighed: bool, complete: bool
) -> None:
    promises, weights = zip(*parts, strict=True)
    weaker, stronger = sorted((promises[0], more), key=lambda promise: promise.position)
    before, after = (
        prospect_of_mean(
            members(first, *promises[1:], weights=weights if weighed else ()), norm, Whole(complete=complete)
        ).promised
        for first in (weaker, stronger)
    )
    assert GOOD_TO_BAD.index(after) <= GOOD_TO_BAD.index(before)


@given(st.lists(PROMISES, min_size=1, max_size=4), PROMISES, st.randoms())
def test_the_order_of_places_never_matters(promises: list[Promise], norm: Promise, random: object) -> None:
    shuffled = [*promises]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for prospect in (prospect_of_mean, prospect_of_sum):
        first, second = (prospect(members(*each), norm, SOME) for each in (promises, shuffled))
        assert first._replace(turning=None) == second._replace(turning=None)
