"""The four provinces against what a person read in their documents."""

from collections import defaultdict
from typing import Any

import pytest
import yaml
from conftest import AS_OF, ROOT, rendered

from nq42check.api import check

GOLDEN = yaml.safe_load((ROOT / "tests/golden/provinces.yaml").read_text(encoding="utf-8"))


def checked(province: str) -> dict[str, Any]:
    report = check(str(ROOT / f"provinces/{province}.yaml"), as_of=AS_OF)
    return rendered(report) | {"targets": len(report.plans[0].plan.targets)}


@pytest.mark.parametrize("province", GOLDEN)
def test_every_norm_has_the_status_a_person_found(province: str) -> None:
    golden, report = GOLDEN[province], checked(province)
    found = defaultdict(set)
    for row in report["coverage"]:
        if row["behind"] is None:
            found[row["status"]].add(row["indicator"])
    statuses = [key for key in golden if key not in ("targets", "tasks", "findings", "implied", "behind")]
    assert {status: set(golden[status].split()) for status in statuses} == found
    assert report["targets"] == golden["targets"]


@pytest.mark.parametrize("province", GOLDEN)
def test_every_finding_is_the_one_a_person_found(province: str) -> None:
    found = [
        (
            f"{each['rule']} {each['severity']} {each['indicator']}",
            [each["value"], each["norm"] and each["norm"]["value"], each["witness"], each["gap"]],
        )
        for each in checked(province)["findings"]
    ]
    # Lists and not mappings, so that a finding which is told twice is seen.
    assert sorted(found, key=str) == sorted(GOLDEN[province]["findings"].items(), key=str)


@pytest.mark.parametrize("province", GOLDEN)
def test_what_is_implied_and_what_stands_behind(province: str) -> None:
    rows = checked(province)["coverage"]
    implied = {row["indicator"]: row["implied_by"][0] for row in rows if row["implied_by"]}
    behind = {row["indicator"]: row["norm"]["document"] for row in rows if row["behind"]}
    assert (implied, behind) == (GOLDEN[province].get("implied", {}), GOLDEN[province].get("behind", {}))


@pytest.mark.parametrize("province", GOLDEN)
def test_what_the_body_promises_beside_the_list_is_a_task(province: str) -> None:
    plan = check(str(ROOT / f"provinces/{province}.yaml"), as_of=AS_OF).plans[0]
    tasks = {target.indicator.id: target.text for target in plan.plan.targets if target.task}
    assert tasks == GOLDEN[province].get("tasks", {})


@pytest.mark.parametrize("province", GOLDEN)
def test_every_target_has_its_place_and_its_quote(province: str) -> None:
    plan = check(str(ROOT / f"provinces/{province}.yaml"), as_of=AS_OF).plans[0]
    assert [target.indicator.id for target in plan.plan.targets if not (target.where and target.quote)] == []


def test_the_stunting_target_stands_where_the_report_says() -> None:
    lines = (ROOT / "provinces/ha_giang.yaml").read_text(encoding="utf-8").splitlines()
    found = next(each for each in checked("ha_giang")["findings"] if each["indicator"] == "health.stunting")
    assert lines[found["line"] - 1][found["column"] - 1 :] == "dưới 25%"
