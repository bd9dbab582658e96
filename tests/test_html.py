"""The report as a page: it shows what the JSON report says, whatever stands in a plan, and works in a browser."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from command import WORTH_SEVERAL, run, run_process
from conftest import HEAD, entry
from pages import AS_OF, Element, Reader, browser, page, report, tab  # noqa: F401  # fixtures among them

from nq42check.judging.assess import Status
from nq42check.reports.html.bullet import bullet
from nq42check.reports.html.marks import SIGNS
from nq42check.reports.html.markup import tied
from nq42check.reports.wording import Wording


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_of_the_json_report_is_told_once(language: str) -> None:
    told = json.loads(run("provinces", "--format", "json", "--lang", language, *AS_OF).stdout)["findings"]
    found = page("provinces", "--lang", language)
    shown = [each.text for each in found.all("div") if "finding" in each.classes]
    assert len(shown) == len(told)
    for each in told:
        parts = [each["rule"], each["message"], each["advice"], f"{each['path']}, ", *each["caveats"]]
        parts = [" ".join(tied(part).split()) for part in parts]
        assert any(all(part in text for part in parts) for text in shown), parts
    (root,) = found.all("html")
    assert root.attributes["lang"] == language


def test_links_lead_to_anchors_that_are_unique_and_nothing_is_loaded() -> None:
    found = page("provinces", "baselines")
    anchors = Counter(each.attributes["id"] for each in found.all() if "id" in each.attributes)
    assert set(anchors.values()) == {1}
    for each in found.all():
        assert not {"src", "srcset", "data", "action", "style"} & each.attributes.keys()
        assert not [name for name in each.attributes if name.startswith("on")]
        if "href" in each.attributes:
            assert each.attributes["href"].removeprefix("#") in anchors, each.attributes["href"]
        for name in ("aria-labelledby", "for"):
            assert set(each.attributes.get(name, "").split()) <= anchors.keys()
    assert not {each.tag for each in found.all()} & {"link", "img", "iframe", "object", "base"}
    (style,) = found.all("style")
    assert not re.search(r"url\((?!#)|@import|https?:", style.text)


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(each.tag[1]) for each in page("provinces").all() if re.fullmatch(r"h\d", each.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


HOSTILE = """</script><script>alert(1)</script> " onload="alert(1) ' {{ 7 * 7 }} {% if %} <b>&lt; & <!-- ]]>"""


def test_text_of_a_plan_stays_text(tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE)
    target = entry("insurance.social", "50%", f"quote: {quoted}", f"note: {quoted}").replace(
        "where: I", f"where: {quoted}"
    )
    text = HEAD.replace("Ví dụ", quoted).replace("title: Kế", f"issuer: {quoted}\n  title: Kế") + target
    (tmp_path / "<i>.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "<u>.yaml").write_text("<script>: {{ x }}", encoding="utf-8")
    found = page(".", cwd=tmp_path)
    assert len(list(found.all("script"))) == 1
    assert not [each for each in found.all() if each.tag in ("i", "u") or "onload" in each.attributes]
    told = " ".join(HOSTILE.split())
    assert next(found.all("h2", id=next(found.all("section", class_="plan")).attributes["id"] + "-name")).text == told
    assert found.text.count(told) >= 6
    assert "<i>.yaml" in found.text and "<u>.yaml" in found.text


def test_what_cannot_be_checked_and_what_is_no_plan_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("x: [", encoding="utf-8")
    (tmp_path / "rules.yaml").write_text("rules: []", encoding="utf-8")
    found = page("bad.yaml", "rules.yaml", cwd=tmp_path)
    (refused,) = found.all("section", class_="alarm")
    assert "bad.yaml" in refused.text and "NQ903" in refused.text
    assert "rules.yaml: tệp quy tắc" in found.text
    assert not list(found.all("table")) and "Không đối chiếu được tệp nào" in found.text
    assert "Không có kế hoạch nào để kiểm tra" in page("rules.yaml", cwd=tmp_path).text


def test_a_plan_without_norms_says_so(tmp_path: Path) -> None:
    text = HEAD.replace("  implements: [42-NQ/TW]\n", "") + entry("insurance.social", "60%")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert "không được đối chiếu với chuẩn nào" in page("plan.yaml", cwd=tmp_path).text


def test_what_is_waived_stays_weaker_and_is_marked(tmp_path: Path) -> None:
    waiver = """\
waivers:
  - {rule: weaker, indicator: insurance.social, value: 46%, reason: Lý do, authority: Văn bản thử, until: 2027-12-31}
"""
    (tmp_path / "plan.yaml").write_text(HEAD + entry("insurance.social", "46%") + waiver, encoding="utf-8")
    found = page("plan.yaml", cwd=tmp_path)
    (cell,) = [each for each in found.all("td") if "waived" in each.classes]
    assert "weaker" in cell.classes and "46%" in cell.text and "ngoại lệ" in cell.text
    (told,) = (each for each in found.all("article") if "waived" in each.attributes["data-marks"])
    assert "Văn bản thử" in told.text


def test_only_chosen_rules_is_stated() -> None:
    assert "quy tắc đã chọn" in page("provinces/ha_giang.yaml", "--select", "NQ106").text


def test_the_same_page_by_any_number_of_processes(tmp_path: Path) -> None:
    for number in range(WORTH_SEVERAL):
        text = (HEAD + entry("insurance.health", f"{number}%")).replace("Ví dụ", f"Tỉnh {number % 50}")
        text = text.replace("implements: [42-NQ/TW]", "implements: [72-NQ/TW]")  # it has few norms, so few rows
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    args = (".", "--format", "html", *AS_OF, "--jobs")
    pages = {run(*args, 1, cwd=tmp_path).stdout, run_process(*args, 2, cwd=tmp_path).stdout}
    assert len(pages) == 1
    assert "0.yaml" in next(Reader(pages.pop()).open[0].all("thead")).text  # of two plans of one name, which is which


def test_every_status_has_a_sign_and_a_meaning() -> None:
    assert {status.value for status in Status} <= SIGNS.keys() and len(set(SIGNS.values())) == len(SIGNS)
    for language in ("vi", "en"):
        assert all(Wording(language).text(f"html.means-{status}") for status in SIGNS)


@pytest.mark.parametrize(
    "indicator, value, drawn",
    [
        ("health.stunting", "dưới 25%", ("26.00%", "strict", "2.00%", "24.00%", "16.40%", "0%", "100%", "21.20%")),
        ("insurance.social", "46%", ("46.16%", "closed", "46.16%", "51.84%", "59.60%", "0%", "100%", "46.16%")),
        ("health.doctors", "12", ("40.40%", "closed", "40.40%", "57.60%", "62.80%", "0", "30", "40.40%")),
        ("labour.certified", "khoảng 30%", ("30.80%", "about", "30.80%", "67.20%", "35.60%", "0%", "100%", None)),
        ("health.malaria", "loại trừ", None),
        ("health.fertility", "2,1 con", None),
    ],
)
def test_bars(indicator: str, value: str, drawn: tuple[str | None, ...] | None, plan: Any) -> None:
    found = next(each for each in plan((indicator, value)).assessments if each.norm.target.indicator.id == indicator)
    bar = bullet(found.judgements[0], found.norm, Wording("vi"))
    if drawn is None:
        assert bar is None
        return
    assert bar is not None
    low, high = (end.partition(" ")[0] for end in (bar.low, bar.high))
    assert (*bar.plan[:4], bar.norm.end, low, high, bar.witness) == drawn
    assert found.judgements[0].target.text in bar.label.replace("\u00a0", " ")


def test_no_line_breaks_between_a_figure_and_its_sign() -> None:
    assert tied("10 điểm %, khoảng 75 tuổi, 35 - 40%, ≥ 68 năm") == (
        "10\u00a0điểm\u00a0%, khoảng 75\u00a0tuổi, 35\u00a0-\u00a040%, ≥\u00a068\u00a0năm"
    )


@pytest.mark.parametrize("width", [320, 768, 1400])
def test_nothing_runs_out_of_the_page(width: int, tab: Any) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_without_script_all_is_there_and_no_control_is_dead(browser: Any, report: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(report)
    assert not opened.locator(".filter").is_visible()
    assert opened.locator(".entry").count() == opened.locator(".entry:visible").count() > 100
    context.close()
