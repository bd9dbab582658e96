"""A file in, what was found in it out."""

from pathlib import Path

import pytest
from conftest import HEAD, entry, found_in

from nq42check.api import check
from nq42check.run.files import shown

UNSOURCED = "  - {indicator: insurance.social, value: 46%}\n"


def test_findings_stand_in_the_order_of_the_file_whatever_the_rule() -> None:
    """NQ403 and NQ314 come after NQ101 among the rules, but before it in the file."""
    found = found_in(
        HEAD.replace(
            "targets:\n",
            "waivers:\n  - {rule: weaker, indicator: health.doctors, value: '10', reason: r,\n"
            "     authority: a, until: 2020-12-31}\ntargets:\n",
        )
        + UNSOURCED
        + entry("health.stunting", "dưới 25%", "quote: dưới 15%")
        + entry("health.doctors", "12")
    )
    places = [(each.line, each.column) for each in found.findings]
    assert places == sorted(places)
    rules = [each.finding.rule.id for each in found.findings if each.finding.rule.id != "NQ201"]
    assert rules == ["NQ501", "NQ403", "NQ101", "NQ101", "NQ401", "NQ101"]


def test_what_is_found_at_one_place_stands_in_the_order_of_the_rules() -> None:
    found = found_in(HEAD + entry("water.clean_rural", "30%", "counts: people", "by: 2031"))
    at_value = [each.finding.rule.id for each in found.findings if each.finding.flag.target]
    assert at_value == ["NQ101", "NQ103", "NQ106"]


def test_a_file_that_is_no_plan_is_among_the_others_and_under_their_former_name(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("rules: []", encoding="utf-8")
    report = check(str(tmp_path / "rules.yaml"))
    assert [(other.path, other.kind) for other in report.others] == [(shown(str(tmp_path / "rules.yaml")), "rules")]
    with pytest.warns(DeprecationWarning, match=r"Report\.others"):
        assert report.passed == report.others
