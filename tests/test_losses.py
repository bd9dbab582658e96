"""What a new version of a plan takes back beside its targets, and which plan is a version of which."""

from io import BytesIO
from typing import NamedTuple

import pytest
from conftest import AS_OF, KNOWN, entry

from nq42check.judging.changes import Change, changes, held_alike
from nq42check.judging.losses import Loss, compared, losses, vanished
from nq42check.judging.versions import paired
from nq42check.model.document import Document
from nq42check.reading.documents import load_baseline
from nq42check.reading.parsing import parse
from nq42check.run.checking import Checker
from nq42check.run.inputs import Input
from nq42check.run.results import PlanReport

NORM = "  - {{indicator: {0}, value: {1}, binds: each, evidence: reported, basis: b, by: {2}{3}}}\n"


def baseline(id: str, *norms: tuple[str, str, int, str], more: str = "") -> str:
    """A document of norms: the indicator, value and year of each, and what is further said of it."""
    about = f"document: {{id: {id}, title: t, by: 2030, version: v{more}}}\n"
    return about + "targets:\n" + "".join(NORM.format(*norm) for norm in norms)


BASELINES = [
    baseline(
        "A",
        ("insurance.social", "60%", 2030, ""),
        ("culture.remote_people", "100%", 2030, ""),
        ("health.malaria", "loại trừ", 2030, ""),
        ("insurance.social", "45%", 2026, ""),
    ),
    baseline("B", ("health.stunting", "dưới 15%", 2030, ""), ("health.stunting", "dưới 13%", 2035, "")),
    baseline("C", ("insurance.social", "70%", 2030, ""), more=", implements: [B]"),
    baseline("D", ("insurance.health", "95%", 2030, ", places: {Ví dụ: 97%}")),
    baseline("E", ("insurance.health", "96%", 2030, ""), more=", places: [Ví dụ]"),
]
KNOWING = KNOWN._replace(
    baselines=tuple(load_baseline(parse(text), KNOWN.catalogue, f"{text[15]}.yaml") for text in BASELINES)
)
CHECKER = Checker(KNOWING, as_of=AS_OF)
OLD = ("insurance.social", "60%")


def version(
    more: str = "",
    *,
    implements: str = "A",
    by: int = 2030,
    date: str = "",
    targets: tuple[tuple[str, ...], ...] = (OLD,),
    place: str = "Ví dụ",
) -> PlanReport:
    """One version of a plan; `more` are its waivers and excuses."""
    dated = f", date: {date}" if date else ""
    head = f"province: {place}\ndocument: {{title: t, by: {by}, implements: [{implements}]{dated}}}\ntargets:\n"
    found = CHECKER.check(Input("p.yaml", BytesIO((head + "".join(entry(*each) for each in targets) + more).encode())))
    assert isinstance(found, PlanReport), found
    return found


def lost(old: PlanReport, new: PlanReport) -> tuple[Loss, ...]:
    return losses(old.plan, old.assessments, new.plan, new.assessments, KNOWING.ids)


class Told(NamedTuple):
    """A loss in short: its kind, the way to what does it, and how many norms of which document are lost."""

    kind: str
    route: str
    norms: int = 0
    document: str | None = None


def told(found: tuple[Loss, ...]) -> list[Told]:
    return [
        Told(each.lost.value, ".".join(map(str, each.route)), len(each.norms), each.document and each.document.name)
        for each in found
    ]


IMPLEMENTS, DATE, BY, PLACE = "document.implements", "document.date", "document.by", "place"


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ({}, {}, []),
        ({}, dict(implements="B"), [Told("implements", IMPLEMENTS, 4, "A")]),
        (dict(implements="A, B"), dict(implements="A"), [Told("implements", IMPLEMENTS, 1, "B")]),
        # What a document implements comes and goes with it.
        (
            dict(implements="A, C"),
            dict(implements="A"),
            [Told("implements", IMPLEMENTS, 1, "B"), Told("implements", IMPLEMENTS, 1, "C")],
        ),
        # Norms that stand behind a stronger document are compared still.
        ({}, dict(implements="A, C"), []),
        (dict(date="2026-01-01"), dict(date="2026-06-01"), []),
        (dict(date="2025-01-01"), dict(date="2026-01-01"), []),
        (dict(date="2026-01-01"), {}, []),
        # Norms for a year that lies beyond plan and document.
        (dict(implements="B", by=2035), dict(implements="B", by=2030), [Told("by", BY, 1, "B")]),
        (dict(implements="B", by=2035), dict(implements="B", by=2036), []),
        (dict(implements="B", by=2030), dict(implements="B", by=2029), []),
        # A target for so late brings them in, and its end takes them out.
        (
            dict(implements="B", targets=(("health.stunting", "10%", "by: 2035"),)),
            dict(implements="B", targets=(("health.stunting", "10%"),)),
            [Told("by", BY, 1, "B")],
        ),
        # What a norm allots to the place, and what is for the place alone.
        (dict(implements="D"), dict(implements="D", place="Nơi khác"), [Told("place", PLACE, 1, "D")]),
        (dict(implements="E"), dict(implements="E", place="Nơi khác"), [Told("place", PLACE, 1, "E")]),
        (dict(implements="D, E"), dict(implements="D, E", place="ví  dụ"), []),
    ],
)
def test_norms_that_a_plan_is_not_held_against_any_more(
    old: dict[str, object], new: dict[str, object], expected: list[Told]
) -> None:
    before, after = version(**old), version(**new)  # type: ignore[arg-type]
    assert told(lost(before, after)) == expected
    assert not (expected and held_alike(before.plan, after.plan))


def test_a_later_date_drops_the_norms_of_years_gone_by() -> None:
    """The plan of 2026 was held against the norm for 2026; a date of 2027 needs a run in 2027."""
    later = Checker(KNOWING, as_of=AS_OF.replace(year=2028))
    text = "province: p\ndocument: {{title: t, by: 2030, implements: [A]{0}}}\ntargets:\n" + entry(*OLD)
    for before, expected in (("", 1), (", date: 2026-12-31", 1), (", date: 2027-01-01", 0)):
        old, new = (
            later.check(Input("p.yaml", BytesIO(text.format(date).encode()))) for date in (before, ", date: 2027-05-01")
        )
        assert isinstance(old, PlanReport) and isinstance(new, PlanReport)
        assert told(lost(old, new)) == [Told("date", DATE, 1, "A")] * expected
        assert len(compared(old.assessments)) - len(compared(new.assessments)) == expected


def waivers(*written: str) -> str:
    return "waivers:\n" + "".join(f"  - {{{each}, indicator: insurance.social, reason: r}}\n" for each in written)


GRANTED = "authority: UBND, until: 2028-12-31"
FIFTY = f"rule: weaker, value: 50%, {GRANTED}"


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ([FIFTY], [FIFTY], []),
        ([FIFTY], [], []),
        ([], [FIFTY], [0]),
        # One rule by its id and by its name.
        ([FIFTY], [f"rule: NQ101, value: 50%, {GRANTED}"], []),
        ([FIFTY], [f"rule: later-deadline, value: 50%, {GRANTED}"], [0]),
        # Longer, and less.
        ([FIFTY], [FIFTY.replace("2028-12-31", "2029-01-01")], [0]),
        ([FIFTY], [FIFTY.replace("2028-12-31", "2028-12-30")], []),
        ([FIFTY], [FIFTY.replace("50%", "49%")], [0]),
        ([FIFTY], [FIFTY.replace("50%", "khoảng 50%")], [0]),
        ([FIFTY], [FIFTY.replace("50%", "trên 50%")], []),
        ([FIFTY], [FIFTY.replace("50%", "tăng 5%")], [0]),
        ([FIFTY.replace("50%", "tăng 5%")], [FIFTY.replace("50%", "tăng 5%")], []),
        # No target at all is another thing than a low one.
        ([FIFTY], [f"rule: weaker, {GRANTED}"], [0]),
        ([f"rule: weaker, {GRANTED}"], [FIFTY], [0]),
        ([f"rule: missing, {GRANTED}"], [f"rule: missing, {GRANTED}"], []),
        # One old waiver must accept as little until as late, not one as little and another as late.
        ([FIFTY, FIFTY.replace("50%", "55%").replace("2028", "2029")], [FIFTY.replace("2028", "2029")], [0]),
        ([FIFTY.replace("50%", "40%").replace("2028", "2029"), FIFTY], [FIFTY.replace("2028", "2029"), FIFTY], []),
        # A waiver that nobody signed holds for nothing until somebody does.
        (["rule: weaker, value: 50%, until: 2028-12-31"], [FIFTY], [0]),
        (["rule: weaker, value: 50%, until: 2028-12-31"], ["rule: weaker, value: 50%, until: 2028-12-31"], []),
        ([FIFTY], ["rule: weaker, value: 50%, until: 2028-12-31"], []),
        # In the order of the file.
        ([], [FIFTY, FIFTY.replace("weaker", "later-deadline"), FIFTY.replace("2028", "2029")], [0, 1, 2]),
    ],
)
def test_waivers_that_are_new_or_accept_more(old: list[str], new: list[str], expected: list[int]) -> None:
    before, after = (version(waivers(*each) if each else "") for each in (old, new))
    assert told(lost(before, after)) == [Told("waiver", f"waivers.{place}") for place in expected]


def test_a_prolonged_waiver_names_the_old_end() -> None:
    (loss,) = lost(version(waivers(FIFTY)), version(waivers(FIFTY.replace("2028", "2030"))))
    assert loss.before and loss.before.until.year == 2028
    (loss,) = lost(version(), version(waivers(FIFTY)))
    assert loss.before is None


def excuses(*written: str) -> str:
    return "not_applicable:\n" + "".join(f"  - {{{each}, reason: r}}\n" for each in written)


RURAL = "indicator: wastewater.rural_collection"
REMOTE = "indicator: culture.remote_people"


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("", excuses(RURAL), [("not_applicable.0", ())]),
        (excuses(RURAL), excuses(RURAL), []),
        (excuses(RURAL), "", []),
        (excuses(RURAL), excuses(REMOTE + ", groups: [islands]", RURAL), [("not_applicable.0", ("islands",))]),
        # Only the groups that are new.
        (
            excuses(REMOTE + ", groups: [islands]"),
            excuses(REMOTE + ", groups: [islands, border]"),
            [("not_applicable.0", ("border",))],
        ),
        (
            excuses(REMOTE + ", groups: [islands, border]"),
            excuses(REMOTE + ", groups: [border]", REMOTE + ", groups: [islands]"),
            [],
        ),
        # One that does not hold, for such places are everywhere, is told all the same.
        ("", excuses("indicator: insurance.social"), [("not_applicable.0", ())]),
        ("", excuses(REMOTE), [("not_applicable.0", ())]),
    ],
)
def test_excuses_that_are_new(old: str, new: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    found = lost(version(old), version(new))
    assert {each.lost.value for each in found} <= {"excuse"}
    assert [(".".join(map(str, each.route)), each.excuse and each.excuse.groups) for each in found] == expected


def test_an_excuse_that_could_not_hold_is_new_when_it_does() -> None:
    """Beside a target it was none; without the target it is."""
    stated = ("wastewater.rural_collection", "100%")
    old, new = version(excuses(RURAL), targets=(OLD, stated)), version(excuses(RURAL))
    assert told(lost(old, new)) == [Told("excuse", "not_applicable.0")]
    assert lost(old, old) == lost(new, new) == ()


def test_a_norm_that_is_excused_is_the_excuses_loss_alone() -> None:
    more = excuses(REMOTE + ", groups: [border, islands]")
    old, new = version(), version(more)
    assert len(compared(old.assessments)) == len(compared(new.assessments)) == 4
    assert told(lost(old, new)) == [Told("excuse", "not_applicable.0")]


def test_a_plan_that_is_gone_takes_all_its_norms_with_it() -> None:
    loss = vanished(version(implements="A, B").assessments)
    assert told((loss,)) == [Told("plan", "", 5)]


@pytest.mark.parametrize(
    "new, more, expected",
    [
        (OLD, waivers(FIFTY), ("same", True)),
        (OLD, waivers(FIFTY.replace("50%", "65%")), ("same", False)),
        (OLD, waivers(f"rule: missing, {GRANTED}"), ("same", False)),
        (("insurance.social", "55%"), waivers(FIFTY), ("weakened", True)),
        (("insurance.social", "45%"), waivers(FIFTY), ("weakened", False)),
        (("insurance.social", "70%"), waivers(FIFTY), ("raised", True)),
        (OLD, excuses("indicator: insurance.social"), ("same", True)),
        (OLD, excuses(RURAL), ("same", False)),
        (("health.stunting", "20%"), waivers(f"rule: missing, {GRANTED}"), ("dropped", True)),
    ],
)
def test_a_target_that_is_newly_waived_or_excused_is_called_so(
    new: tuple[str, ...], more: str, expected: tuple[str, bool]
) -> None:
    old, after = version(), version(more, targets=(new,))
    first, *_ = changes(old.plan, after.plan, KNOWN.catalogue, lost(old, after))
    assert (first.change.value, first.excused) == expected
    assert not any(each.excused for each in changes(old.plan, after.plan, KNOWN.catalogue))
    assert not any(each.excused for each in changes(after.plan, after.plan, KNOWN.catalogue, lost(after, after)))


def test_a_target_of_groups_is_excused_by_an_excuse_for_one_of_them() -> None:
    target = ("culture.remote_people", "90%", "groups: [remote, border]")
    for group, excused in (("border", True), ("islands", False)):
        old = version(targets=(target,))
        new = version(excuses(f"{REMOTE}, groups: [{group}]"), targets=(target,))
        (found,) = changes(old.plan, new.plan, KNOWN.catalogue, lost(old, new))
        assert (found.change, found.excused) == (Change.SAME, excused)


class File(NamedTuple):
    """A plan's file, of which the place and the number or title are known."""

    path: str
    document: Document


def files(names: str) -> list[File]:
    """Plans by their places and documents: "Huế/1 Huế/2"."""
    split = [(name, *name.split("/")) for name in names.split()]
    return [File(name, Document(place, None, title, None, (), 2030, None)) for name, place, title in split]


@pytest.mark.parametrize(
    "before, after, expected",
    [
        ("", "", ""),
        ("Huế/1", "Huế/1", "Huế/1=Huế/1"),
        ("Huế/1", "Vinh/2", "Huế/1=Vinh/2"),
        ("Huế/1 Vinh/1", "Huế/1", "Huế/1=Huế/1 Vinh/1=∅"),
        ("Huế/1", "Huế/1 Vinh/1", "Huế/1=Huế/1 ∅=Vinh/1"),
        ("Huế/1 Vinh/1", "Vinh/2 HUẾ/3", "Huế/1=HUẾ/3 Vinh/1=Vinh/2"),
        ("Hòa/1 Vinh/1", "Hoà/1 Vinh/1", "Hòa/1=Hoà/1 Vinh/1=Vinh/1"),
        # Of one place by their documents.
        ("Huế/1 Huế/2", "Huế/2 Huế/1", "Huế/1=Huế/1 Huế/2=Huế/2"),
        ("Huế/1 Huế/2", "Huế/2 Huế/3", "Huế/2=Huế/2 Huế/1=Huế/3"),
        ("Huế/1 Huế/2", "Huế/2", "Huế/2=Huế/2 Huế/1=∅"),
        ("Huế/1 Huế/2", "Huế/3", "Huế/1=∅ Huế/2=∅ ∅=Huế/3"),
        ("Huế/a", "Huế/A Huế/b", "Huế/a=Huế/A ∅=Huế/b"),
        ("", "Huế/1", "∅=Huế/1"),
    ],
)
def test_which_plan_is_a_version_of_which(before: str, after: str, expected: str) -> None:
    pairs = paired(files(before), files(after))
    assert " ".join(f"{then.path if then else '∅'}={now.path if now else '∅'}" for then, now in pairs) == expected
