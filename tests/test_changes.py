"""An old plan beside a new one, and plans side by side."""

import json
from pathlib import Path

import pytest
from conftest import HEAD, ROOT, entry
from test_adoption import run

from nq42check.judging.changes import Change, Changed, changes
from nq42check.model.document import Plan
from nq42check.reading.documents import load_plan
from nq42check.reading.parsing import parse
from nq42check.run.knowledge import load_knowledge

CATALOGUE = load_knowledge().catalogue
OLD = ("insurance.social", "60%")
POOR = ("health.stunting", "20%")
PACE = ("housing.social_flats", "mỗi năm 500 căn hộ")


def write(path: Path, *targets: tuple[str, ...], more: str = "", province: str = "Ví dụ") -> None:
    path.parent.mkdir(exist_ok=True)
    text = HEAD.replace("Ví dụ", province) + "".join(entry(*target) for target in targets) + more
    path.write_text(text, encoding="utf-8")


def loaded(targets: list[tuple[str, ...]], more: str = "") -> Plan:
    return load_plan(parse(HEAD + "".join(entry(*target) for target in targets) + more), CATALOGUE, {})


def changed(old: list[tuple[str, ...]], new: list[tuple[str, ...]], more: str = "") -> tuple[Changed, ...]:
    """What has become of each target; `more` are further lines of the new plan."""
    return changes(loaded(old), loaded(new, more), CATALOGUE)


def told(found: tuple[Changed, ...]) -> tuple[int, list[str]]:
    """The exit code that follows, and what is said of each target."""
    return int(any(each.change.weakens for each in found)), [each.change.value for each in found]


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ([OLD], [OLD], (0, ["same"])),
        ([OLD], [("insurance.social", "phấn đấu đạt 60%")], (0, ["same"])),
        ([OLD], [("insurance.social", "65%")], (0, ["raised"])),
        ([OLD], [("insurance.social", "trên 60%")], (0, ["raised"])),
        ([OLD], [("insurance.social", "60%", "by: 2029")], (0, ["raised"])),
        ([OLD], [("insurance.social", "59,9%")], (1, ["weakened"])),
        ([OLD], [("insurance.social", "60%", "counts: businesses")], (0, ["undecided"])),
        ([OLD], [("insurance.social", "khoảng 60%")], (1, ["weakened"])),
        ([OLD], [("insurance.social", "70%", "by: 2031")], (1, ["weakened"])),
        ([OLD], [("insurance.social", "dưới 60%")], (1, ["weakened"])),
        ([OLD], [("insurance.social", "cơ bản đầy đủ")], (1, ["weakened"])),
        ([("insurance.social", "đầy đủ")], [("insurance.social", "cơ bản đầy đủ")], (0, ["undecided"])),
        ([("insurance.social", "đầy đủ")], [("insurance.social", "đầy đủ")], (0, ["same"])),
        ([("insurance.social", "đầy đủ")], [OLD], (0, ["undecided"])),
        ([OLD, ("health.stunting", "20%")], [OLD], (1, ["same", "dropped"])),
        ([OLD], [OLD, ("health.stunting", "20%")], (0, ["same", "added"])),
        ([("health.stunting", "dưới 15%")], [("health.stunting", "15%")], (1, ["weakened"])),
        ([("health.stunting", "dưới 15%")], [("health.stunting", "14%")], (0, ["raised"])),
        (
            [("insurance.social", "40%", "by: 2027"), OLD],
            [("insurance.social", "45%", "by: 2027"), OLD],
            (0, ["raised", "same"]),
        ),
        # Nothing is due by 2027 any more.
        ([("insurance.social", "40%", "by: 2027"), OLD], [OLD], (1, ["weakened", "same"])),
        # The plan's word for a year is the latest, and only what is a level keeps one.
        ([OLD], [("insurance.social", "70%", "by: 2027"), ("insurance.social", "55%")], (1, ["weakened", "added"])),
        ([OLD], [("insurance.social", "70%", "by: 2027")], (0, ["raised"])),
        ([OLD], [("insurance.social", "tăng thêm 5%")], (1, ["weakened"])),
        ([POOR], [("health.stunting", "mỗi năm giảm 1,5%")], (1, ["weakened"])),
        ([PACE], [PACE], (0, ["same"])),
        ([PACE], [("housing.social_flats", "500 căn hộ")], (0, ["undecided"])),
        ([PACE], [("housing.social_flats", "mỗi năm 400 căn hộ")], (0, ["undecided"])),
        ([("housing.social_flats", "500 căn hộ")], [PACE], (1, ["weakened"])),
        ([("health.malaria", "loại trừ")], [("health.malaria", "cơ bản loại trừ")], (1, ["weakened"])),
        # A task is no target.
        ([OLD], [(*OLD, "task: true")], (1, ["dropped"])),
        ([(*OLD, "task: true")], [OLD], (0, ["added"])),
        ([(*OLD, "task: true")], [("insurance.social", "10%", "task: true")], (0, [])),
        ([OLD], [OLD, ("insurance.social", "10%", "task: true")], (0, ["same"])),
        # Words that limit a target.
        ([OLD], [(*OLD, "only: hộ đăng ký")], (1, ["weakened"])),
        ([(*OLD, "only: hộ đăng ký")], [OLD], (0, ["raised"])),
        ([(*OLD, "only: hộ đăng ký")], [(*OLD, "only: Hộ  đăng ký")], (0, ["same"])),
        ([(*OLD, "only: hộ đăng ký")], [(*OLD, "only: hộ nghèo")], (1, ["weakened"])),
        (
            [("merit.living_standard", "100% người có công")],
            [("merit.living_standard", "100% người có công")],
            (0, ["same"]),
        ),
        ([("merit.living_standard", "100% người có công")], [("merit.living_standard", "100%")], (0, ["raised"])),
        ([("merit.living_standard", "100%")], [("merit.living_standard", "100% người có công")], (1, ["weakened"])),
    ],
)
def test_what_has_changed(
    old: list[tuple[str, ...]], new: list[tuple[str, ...]], expected: tuple[int, list[str]]
) -> None:
    assert told(changed(old, new)) == expected


WASTE = "waste.industrial_hazardous"
HAZARDOUS = "quote: 100% chất thải nguy hại được thu gom và xử lý"  # and nothing of common industrial waste
ALL = "quote: Thu gom, xử lý 100% chất thải rắn công nghiệp thông thường và chất thải nguy hại"
BORDER = "quote: 90% người dân vùng biên giới được hưởng thụ văn hóa"


@pytest.mark.parametrize(
    "old, new, expected, unproven",
    [
        # A quote that is gone, or from which words are, says nothing of what it limited.
        ((WASTE, "100%", HAZARDOUS), (WASTE, "100%"), (0, ["undecided"]), True),
        ((WASTE, "100%", HAZARDOUS), (WASTE, "100"), (0, ["undecided"]), True),
        ((WASTE, "100%", HAZARDOUS), (WASTE, "100%", "quote: 100% chất thải được thu gom"), (0, ["undecided"]), True),
        ((WASTE, "100%", HAZARDOUS), (WASTE, "100%", "quote: Chất thải được thu gom"), (0, ["undecided"]), True),
        ((WASTE, "90%", HAZARDOUS.replace("100", "90")), (WASTE, "95%"), (0, ["raised"]), True),
        ((WASTE, "100%", HAZARDOUS), (WASTE, "100%", "by: 2029"), (0, ["raised"]), True),
        ((WASTE, "100%", HAZARDOUS), (WASTE, "90%"), (1, ["weakened"]), True),
        (("culture.remote_people", "90%", BORDER), ("culture.remote_people", "90%"), (0, ["undecided"]), True),
        # A quote that says more does.
        ((WASTE, "100%", HAZARDOUS), (WASTE, "100%", ALL), (0, ["raised"]), False),
        # One that limits nothing may go, and one that limits comes as a limit.
        ((WASTE, "100%", ALL), (WASTE, "100%"), (0, ["same"]), False),
        ((WASTE, "100%"), (WASTE, "100%", ALL), (0, ["same"]), False),
        ((WASTE, "100%"), (WASTE, "100%", HAZARDOUS), (1, ["weakened"]), False),
        ((WASTE, "100%", ALL), (WASTE, "100%", HAZARDOUS), (1, ["weakened"]), False),
        (("culture.remote_people", "90%"), ("culture.remote_people", "90%", BORDER), (1, ["weakened"]), False),
        # What the plan itself declares is its word.
        ((WASTE, "100%", "only: ở đô thị"), (WASTE, "100%"), (0, ["raised"]), False),
        ((WASTE, "100%"), (WASTE, "100%", "only: ở đô thị"), (1, ["weakened"]), False),
        ((WASTE, "100%", "only: ở đô thị", ALL), (WASTE, "100%"), (0, ["raised"]), False),
    ],
)
def test_a_quote_that_is_gone_makes_no_target_stronger(
    old: tuple[str, ...], new: tuple[str, ...], expected: tuple[int, list[str]], unproven: bool
) -> None:
    found = changed([old], [new])
    assert told(found) == expected
    assert bool(found[0].unproven) == unproven


@pytest.mark.parametrize("weaker, code", [("50%", 1), ("60%", 0)])
def test_the_command_says_so_and_ends_with_it(weaker: str, code: int, tmp_path: Path) -> None:
    write(tmp_path / "old.yaml", OLD)
    write(tmp_path / "new.yaml", ("insurance.social", weaker))
    done = run(tmp_path, "diff", "old.yaml", "new.yaml", "--format", "json")
    assert (done.returncode, done.stderr) == (code, "")
    assert [each["change"] for each in json.loads(done.stdout)["changes"]] == [["same", "weakened"][code]]


def test_a_target_declared_not_applicable_is_dropped() -> None:
    more = "not_applicable:\n  - {indicator: culture.ethnic_communes, reason: thử}\n"
    found = changed([("culture.ethnic_communes", "100%")], [("health.stunting", "20%")], more)
    assert told(found) == (1, ["dropped", "added"])


REMOTE = ("culture.remote_people", "90%")


def test_groups_that_are_left_out_weaken_a_target() -> None:
    some = (*REMOTE, "groups: [remote, border]")
    (found,) = changed([REMOTE], [some])
    assert (found.change, found.left_out) == (Change.WEAKENED, ("islands",))
    assert told(changed([some], [REMOTE])) == (0, ["raised"])


def test_groups_that_are_declared_away_weaken_a_target() -> None:
    more = "not_applicable:\n  - {indicator: culture.remote_people, groups: [islands], reason: thử}\n"
    (found,) = changed([REMOTE], [(*REMOTE, "groups: [remote, border]")], more)
    assert (found.change, found.left_out) == (Change.WEAKENED, ("islands",))


def test_a_target_whose_words_contradict_its_groups_is_the_same_as_itself() -> None:
    """It answers for no group, which is a finding of its own; nobody has dropped it."""
    astray = ("culture.remote_people", "100% vùng biên giới", "groups: [islands]")
    more = "not_applicable:\n  - {indicator: culture.remote_people, groups: [islands], reason: thử}\n"
    assert told(changed([astray], [astray])) == told(changed([astray], [astray], more)) == (0, ["same"])
    for other in ("groups: [remote]", "groups: [border]"):
        assert told(changed([astray], [(*astray[:2], other)]))[0] == 1
    assert told(changed([("culture.remote_people", "100%", "groups: [islands]")], [astray]))[0] == 1


def test_what_answers_for_a_part_is_not_added() -> None:
    """All households imply those in the country: the old target is kept by another one."""
    found = changed([("water.clean_rural", "100%")], [("water.clean", "100%")])
    assert [each.change for each in found] == [Change.SAME]
    assert [target.indicator.id for target in found[0].new] == ["water.clean_rural"]


def test_two_plans_of_a_province_cannot_be_told_apart(tmp_path: Path) -> None:
    for side, value in (("o", "60%"), ("n", "50%")):
        write(tmp_path / side / "a.yaml", ("insurance.social", value))
        write(tmp_path / side / "b.yaml", OLD)
    done = run(tmp_path, "diff", "o", "n")
    assert (done.returncode, done.stdout) == (4, "")
    assert all(f"{side}/b.yaml: NQ909" in done.stderr and f" {side}/a.yaml " in done.stderr for side in "on")


def test_a_file_that_cannot_be_used_stops_the_gate(tmp_path: Path) -> None:
    write(tmp_path / "old.yaml", OLD)
    (tmp_path / "new.yaml").write_text("province: [", encoding="utf-8")
    done = run(tmp_path, "diff", "old.yaml", "new.yaml")
    assert (done.returncode, done.stdout) == (4, "") and "new.yaml, line" in done.stderr


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_provinces_side_by_side(lang: str) -> None:
    done = run(ROOT, "compare", "provinces", "--lang", lang)
    assert done.returncode == 0 and max(map(len, done.stdout.splitlines())) <= 80
    head = done.stdout.splitlines()[0]
    assert all(name in head for name in ("Hà Giang", "Hưng Yên", "Kiên Giang", "Tây Ninh"))
    report = json.loads(run(ROOT, "provinces", "--format", "json").stdout)
    weaker = [row for row in report["coverage"] if row["status"] == "weaker" and not row["behind"]]
    legend = done.stdout.rpartition("\n\n")[2]
    assert done.stdout.removesuffix(legend).count("▼") == len(weaker)


def test_many_plans_make_several_tables(tmp_path: Path) -> None:
    for number in range(7):
        write(tmp_path / f"{number}.yaml", OLD, province=f"Xã{number}")
    done = run(tmp_path, "compare", ".", "--show", "values")
    assert sum(line.count("Xã") for line in done.stdout.splitlines()) == 7
    assert run(tmp_path, "compare", "nowhere").returncode == 4
