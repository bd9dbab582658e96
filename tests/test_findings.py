"""When a finding is the same again, and when it does not count."""

from collections.abc import Iterable

import pytest
from conftest import HEAD, KNOWN, entry, found_in
from test_assess import documents

from nq42check.flagging.findings import Finding
from nq42check.language.phrase import read
from nq42check.model.document import Known

INDICATORS = KNOWN.catalogue.indicators


def flagged(name: str, text: str, **options: object) -> Finding:
    """The one finding of the rule `name` in a plan."""
    (found,) = (each.finding for each in found_in(text, **options).findings if each.finding.rule.name == name)
    return found


# Fingerprints. A repository keeps them, so the formula must not change: the first 32 digits of the SHA-256 of rule,
# plan, indicator, norm's document, groups of the target in alphabetic order with commas between, and the norm's year
# (the target's, where there is no norm), each on a line. By hand, with nothing of ours:
# printf 'NQ101\nVí dụ\nhealth.stunting\n42-NQ/TW\n\n2030' | sha256sum | cut -c1-32


@pytest.mark.parametrize(
    "name, targets, expected",
    [
        # NQ101|Ví dụ|health.stunting|42-NQ/TW||2030
        ("weaker", [("health.stunting", "dưới 25%")], "772d30e63de8a3c631cd11ed1da288ab"),
        # NQ104|Ví dụ|culture.remote_people|42-NQ/TW|border,remote|2030
        (
            "narrower-scope",
            [("culture.remote_people", "90%", "groups: [remote, border]")],
            "c32a760bd563008c7f30b9733cc02dfc",
        ),
        # NQ304|Ví dụ|insurance.social|||2027
        (
            "stated-twice",
            [("insurance.social", "40%", "by: 2027"), ("insurance.social", "45%", "by: 2027")],
            "b583eecbee7cbbea729d0f0a6bab15d9",
        ),
    ],
)
def test_a_fingerprint_is_the_one_worked_out_by_hand(
    name: str, targets: Iterable[tuple[str, ...]], expected: str
) -> None:
    assert flagged(name, HEAD + "".join(entry(*target) for target in targets)).fingerprint == expected


def test_a_missing_norm_has_the_fingerprint_worked_out_by_hand() -> None:
    # NQ201|Ví dụ|health.doctors|42-NQ/TW||2030
    findings = found_in(HEAD + entry("insurance.social", "60%")).findings
    (found,) = (each.finding for each in findings if each.finding.flag.indicator.id == "health.doctors")
    assert found.fingerprint == "d72610109e94dd44dacc382b7ba2c8e0"


NORM = {"indicator": "culture.remote_people", "value": "90%", "binds": "each", "evidence": "verified", "basis": "b"}
REMOTE = ("culture.remote_people", "80%", "groups: [remote, border]")
PLAN = HEAD + entry(*REMOTE)


def fingerprint(text: str = PLAN, name: str = "weaker", path: str = "plan.yaml", **norm: str) -> str:
    """The fingerprint of what the rule `name` flags in a plan that is held against one norm."""
    return flagged(name, text, path=path, against=documents([{"document": "A", **NORM, **norm}])).fingerprint


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(dict(name="narrower-scope"), id="rule"),
        pytest.param(dict(text=PLAN.replace("Ví dụ", "Ví dụ khác")), id="plan"),
        pytest.param(
            dict(
                text=PLAN.replace("culture.remote_people", "information.broadcast_remote"),
                indicator="information.broadcast_remote",
            ),
            id="indicator",
        ),
        pytest.param(dict(document="B"), id="the norm's document"),
        pytest.param(dict(text=PLAN.replace("[remote, border]", "[remote]")), id="groups"),
        pytest.param(dict(by="2029"), id="the norm's year"),
    ],
)
def test_another_shortfall_has_another_fingerprint(other: dict[str, str]) -> None:
    assert fingerprint(**other) != fingerprint()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(dict(text=PLAN.replace("80%", "70%")), id="value"),
        pytest.param(dict(text=PLAN.replace("80%", "phấn đấu đạt 80%")), id="wording"),
        pytest.param(dict(value="95%", evidence="reported", basis="x"), id="the norm's value and evidence"),
        pytest.param(dict(path="plans/2026/other.yaml"), id="path"),
        pytest.param(dict(text="# một dòng\n\n" + PLAN), id="line"),
        pytest.param(dict(text=HEAD + entry("insurance.social", "60%") + entry(*REMOTE)), id="a target before it"),
        pytest.param(dict(text=PLAN.replace("[remote, border]", "[border, remote]")), id="order of groups"),
        pytest.param(dict(text=PLAN.replace("where: I", "where: II\n    note: đã sửa")), id="place and note"),
        pytest.param(dict(text=PLAN + "    by: 2029\n"), id="the target's year"),
        pytest.param(dict(text=PLAN.replace("Kế hoạch thực hiện", "Chương trình")), id="the plan's title"),
    ],
)
def test_the_same_shortfall_keeps_its_fingerprint(other: dict[str, str]) -> None:
    assert fingerprint(**other) == fingerprint()


def test_groups_left_out_have_one_fingerprint_in_any_order_of_targets() -> None:
    remote, border = (entry("culture.remote_people", "95%", f"groups: [{group}]") for group in ("remote", "border"))
    assert fingerprint(HEAD + remote + border, "narrower-scope") == fingerprint(
        HEAD + border + remote, "narrower-scope"
    )


# What does not count

WAIVER = """\
waivers:
  - {{rule: {rule}, indicator: {indicator}, value: {value}, reason: r, authority: a, until: {until}}}
"""
WORDS = ("insurance.social", "tiếp tục nâng cao")
OPEN = ("health.malaria", "giải quyết cơ bản")


@pytest.mark.parametrize(
    "rule, target, accepted, waived",
    [
        ("weaker", ("insurance.social", "46%"), "46%", True),
        ("weaker", ("insurance.social", "50%"), "46%", True),
        ("weaker", ("insurance.social", "45%"), "46%", False),
        ("not-measurable", WORDS, WORDS[1], True),
        ("not-measurable", WORDS, "từng bước mở rộng", False),
        ("undecided", OPEN, OPEN[1], True),
    ],
)
def test_a_waiver_covers_the_value_that_was_accepted_and_stronger_ones(
    rule: str, target: tuple[str, str], accepted: str, waived: bool
) -> None:
    waiver = WAIVER.format(rule=rule, indicator=target[0], value=accepted, until="2027-12-31")
    found = flagged(rule, HEAD + entry(*target) + waiver)
    assert (found.settled, found.waived is not None) == (waived, waived)


@pytest.mark.parametrize("until, waived", [("2026-11-20", False), ("2026-11-21", True)])
def test_a_waiver_holds_to_its_last_day(until: str, waived: bool) -> None:
    waiver = WAIVER.format(rule="NQ101", indicator="insurance.social", value="46%", until=until)
    assert flagged("weaker", HEAD + entry("insurance.social", "46%") + waiver).settled is waived


@pytest.mark.parametrize("until, announced", [("2027-01-20", True), ("2027-01-21", False)])
def test_a_waiver_is_announced_sixty_days_before_its_end(until: str, announced: bool) -> None:
    waiver = WAIVER.format(rule="NQ101", indicator="insurance.social", value="46%", until=until)
    findings = found_in(HEAD + entry("insurance.social", "46%") + waiver).findings
    assert ("waiver-ending" in {each.finding.rule.name for each in findings}) is announced


@pytest.mark.parametrize(
    "rule, target, recorded, settled",
    [
        ("weaker", ("insurance.social", "46%"), dict(), True),
        ("weaker", ("insurance.social", "50%"), dict(value="46%"), True),
        ("weaker", ("insurance.social", "45%"), dict(value="46%"), False),
        ("weaker", ("insurance.social", "46%", "by: 2031"), dict(by=2031), True),
        ("weaker", ("insurance.social", "46%", "by: 2031"), dict(by=2030), False),
        ("not-measurable", WORDS, dict(), True),
        ("undecided", OPEN, dict(), True),
        ("narrower-scope", ("culture.remote_people", "90%", "groups: [remote]"), dict(), True),
        ("narrower-scope", ("culture.remote_people", "90%", "groups: [remote]"), dict(left_out=("border",)), False),
    ],
)
def test_a_known_finding_does_not_count_while_it_is_no_worse(
    rule: str, target: tuple[str, ...], recorded: dict[str, object], settled: bool
) -> None:
    text = HEAD + entry(*target)
    new = flagged(rule, text)
    stated = new.flag.target
    assert stated and not new.settled
    value = recorded.pop("value", stated.text)
    record = Known(
        new.fingerprint,
        new.rule.id,
        new.plan,
        new.flag.indicator,
        read(str(value), new.flag.indicator),
        str(value),
        stated.by,
        new.flag.left_out,
    )._replace(**recorded)
    assert flagged(rule, text, known=[record]).settled is settled


@pytest.mark.parametrize("value, improved", [("giảm xuống còn 25%", False), ("tối đa 25%", False), ("24,9%", True)])
def test_a_known_value_in_other_words_is_not_better(value: str, improved: bool) -> None:
    recorded = flagged("weaker", HEAD + entry("health.stunting", "25%"))
    stated = recorded.flag.target
    assert stated
    record = Known(
        recorded.fingerprint, "NQ101", recorded.plan, stated.indicator, stated.stated, stated.text, stated.by, ()
    )
    found = found_in(HEAD + entry("health.stunting", value), known=[record]).findings
    assert ("known-improved" in {each.finding.rule.name for each in found}) is improved


def test_waivers_that_name_a_rule_by_id_and_by_name_hold_beside_each_other() -> None:
    targets = entry("health.stunting", "dưới 25%", "by: 2030") + entry("health.stunting", "giảm 10%", "by: 2035")
    named = "  - {rule: %s, indicator: health.stunting, value: '%s', reason: r, authority: a, until: 2027-01-01}\n"
    waivers = "waivers:\n" + named % ("NQ101", "dưới 25%") + named % ("weaker", "dưới 26%")
    by_name_first = "waivers:\n" + named % ("weaker", "dưới 25%") + named % ("NQ101", "dưới 20%")
    assert flagged("weaker", HEAD + targets + waivers).waived
    assert flagged("weaker", HEAD + targets + by_name_first).waived
    other = named % ("NQ403", "dưới 20%") + named % ("no-source", "giảm 10%")
    unplaced = (HEAD + targets + "waivers:\n" + other.replace("dưới 20%", "dưới 25%")).replace("    where: I\n", "")
    found = [each.finding for each in found_in(unplaced).findings if each.finding.rule.name == "no-source"]
    assert [bool(each.waived) for each in found] == [True, True]
