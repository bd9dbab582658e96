"""The report as a page: it shows what the JSON report says, whatever stands in a plan, and works in a browser."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from command import WORTH_SEVERAL, run, run_process
from conftest import HEAD, KNOWN, entry

from nq42check.judging.assess import Status
from nq42check.reports.html.bullet import bullet
from nq42check.reports.html.marks import SIGNS
from nq42check.reports.html.markup import tied
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import Knowledge

AS_OF = ("--as-of", "2026-11-21")
VOID = {"meta", "input", "br"}


class Element:
    """An element of a page, with what stands in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element | str] = []

    def all(self, tag: str = "", **attributes: str) -> "Iterator[Element]":
        for child in self.children:
            if isinstance(child, Element):
                wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
                if tag in ("", child.tag) and wanted.items() <= child.attributes.items():
                    yield child
                yield from child.all(tag, **attributes)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        inner = "".join(child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(inner.split())


class Reader(HTMLParser):
    """Builds the tree of a page and refuses one whose tags do not pair."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.feed(page)
        self.close()
        assert [each.tag for each in self.open] == [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page(*args: str, **options: Any) -> Element:
    return Reader(run("--format", "html", *AS_OF, *args, **options).stdout).open[0]


def cells(found: Element) -> Iterator[tuple[str, str, str, str]]:
    """Plan, indicator, status and value of each cell of the heat map."""
    (table,) = found.all("table")
    names = {head.attributes["data-plan"]: head.text for head in table.all("th") if "data-plan" in head.attributes}
    for row in table.all("tr"):
        heads = list(row.all("th", scope="row"))
        for cell in row.all("td"):
            if status := cell.attributes.get("data-status"):
                value = "".join(each.text for each in cell.all("span", class_="value"))
                yield names[cell.attributes["data-plan"]], heads[0].text, status, value


def test_the_heat_map_agrees_with_the_coverage_of_the_json_report(knowledge: Knowledge) -> None:
    coverage = json.loads(run("provinces", "--format", "json", *AS_OF).stdout)["coverage"]
    names = {id: " ".join(found.names.vi.split()) for id, found in knowledge.catalogue.indicators.items()}

    def bare(value: str) -> str:
        """A value without what a cell adds: the unit of a bare figure, another year, the mark of a reading."""
        said = " ".join(value.split()).replace("%", "").removesuffix("*")
        return re.sub(r"^([0-9,.]+)( m² sàn/người| [^0-9]+/10.000 dân| tuổi| năm)?$", r"\1", said)

    asked = Counter(
        (row["plan"], names[row["indicator"]], row["status"], bare("; ".join(row["values"])))
        for row in coverage
        if row["status"] != "context" and not row["behind"]
    )
    shown = Counter((*cell[:3], bare(cell[3])) for cell in cells(page("provinces")) if cell[2] != "behind")
    assert shown == asked and asked


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
    assert not re.search(r"url\(|@import|https?:", style.text)


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
    assert cell.attributes["data-status"] == "weaker" and "46%" in cell.text and "ngoại lệ" in cell.text
    entries = {each.attributes["id"]: each for each in found.all("article")}
    assert "Văn bản thử" in entries[next(cell.all("a")).attributes["href"][1:]].text


def test_a_cell_of_a_norm_behind_another_leads_to_the_entry_of_the_norm_before_it(tmp_path: Path) -> None:
    asked = {
        "1/A": {"insurance.social": "60%", "insurance.health": "90%", "labour.certified": "30%"},
        "2/B": {"insurance.social": "50%", "insurance.health": "95%", "labour.certified": "30%"},
    }
    for number, norms in asked.items():
        lines = [f"document: {{id: {number}, title: {number}, by: 2030, version: '1'}}", "targets:"]
        more = "binds: each, evidence: verified, basis: b"
        lines += [f"  - {{indicator: {id}, value: {value}, {more}}}" for id, value in norms.items()]
        (tmp_path / f"norms-{number[0]}.yaml").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / ".nq42check.yaml").write_text("baselines: [norms-1.yaml, norms-2.yaml]", encoding="utf-8")
    for name, implements in (("both", "1/A, 2/B"), ("first", "1/A"), ("second", "2/B")):
        text = HEAD.replace("Ví dụ", name).replace("42-NQ/TW]", f"{implements}]") + entry("insurance.social", "55%")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = page(".", cwd=tmp_path)
    entries = {each.attributes["id"]: each for each in found.all("article")}
    leads = {}
    for row in next(found.all("table")).all("tr"):
        for cell in row.all("td", data_status="behind"):
            behind = next(next(row.all("td", class_="norm")).all("span", class_="number")).text
            before = entries[next(cell.all("a")).attributes["href"][1:]]
            names = next(row.all("th", scope="row")).text, next(before.all("h4")).text
            leads[names[0], behind] = names[1], next(before.all("span", class_="number")).text
    names = {id: " ".join(KNOWN.catalogue.indicators[id].names.vi.split()) for id in asked["1/A"]}
    social, health, certified = (names[id] for id in ("insurance.social", "insurance.health", "labour.certified"))
    assert leads == {
        (social, "2/B"): (social, "1/A"),
        (health, "1/A"): (health, "2/B"),
        (certified, "2/B"): (certified, "1/A"),  # of two equals the first stands before
    }


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a screen; what it needs besides the package playwright is the system's own browser."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(run("provinces", "--format", "html", *AS_OF).stdout, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def tab(browser: Any, report: str) -> Iterator[Any]:
    """The report in a new tab; whatever the browser complains of fails the test."""
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: complaints.append(request.url) if request.url != report else None)
    opened.goto(report)
    yield opened
    assert complaints == []
    opened.close()


def visible(tab: Any, selector: str) -> int:
    shown = "selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).length"
    return int(tab.evaluate(shown, selector))


def test_filter_by_province_status_and_words(tab: Any) -> None:
    everything, count = visible(tab, ".entry"), tab.locator(".filter output")
    assert count.inner_text() == f"Đang hiện {everything}/{everything} mục, {visible(tab, '.finding')} phát hiện."
    tab.get_by_label("Tỉnh").select_option(label="Hà Giang")
    assert visible(tab, "section.plan") == 1 and visible(tab, "thead th") == 3
    tab.get_by_label("Mức độ").select_option("weaker")
    assert visible(tab, ".entry") == visible(tab, ".entry.weaker") == 8 == visible(tab, ".map tbody td.cell")
    tab.get_by_label("Tìm chữ").fill("suy dinh DUONG thấp")
    assert visible(tab, ".entry") == 1 and "thấp còi" in tab.locator(".entry:visible").inner_text()
    assert count.inner_text() == f"Đang hiện 1/{everything} mục, 1 phát hiện."
    tab.get_by_role("button").click()
    assert visible(tab, ".entry") == everything and visible(tab, "thead th") == 6


def test_a_cell_leads_to_its_entry_even_when_that_is_filtered_out(tab: Any) -> None:
    cell = tab.locator("td.cell.weaker").first
    assert "đạt trên 20%" in cell.inner_text() and cell.locator(".hidden").text_content() == "yếu hơn chuẩn"
    tab.get_by_label("Tìm chữ").fill("chứng chỉ")
    tab.get_by_label("Mức độ").select_option("met")
    cell.locator("a").click()
    assert tab.locator(".entry:target").is_visible()
    assert "NQ101" in tab.locator(".entry:target").inner_text()


def test_by_keyboard_alone(tab: Any) -> None:
    def focused() -> str:
        return str(tab.evaluate("document.activeElement.id || document.activeElement.className"))

    seen = []
    for _ in range(6):
        tab.keyboard.press("Tab")
        seen.append(focused())
    assert seen == ["skip", "by-plan", "by-mark", "by-text", "", "map"]
    tab.locator("#by-plan").focus()
    tab.keyboard.press("ArrowDown")
    assert visible(tab, "section.plan") == 1
    tab.locator("#by-text").focus()
    tab.keyboard.type("bac si")
    assert 0 < visible(tab, ".entry") < 5
    tab.locator("button").focus()
    tab.keyboard.press("Enter")
    assert visible(tab, "section.plan") == 4


@pytest.mark.parametrize("width", [320, 768, 1400])
def test_nothing_runs_out_of_the_page(width: int, tab: Any) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_a_print_shows_all_and_no_controls(tab: Any) -> None:
    tab.emulate_media(media="print")
    assert not tab.locator(".filter").is_visible()
    assert tab.evaluate("getComputedStyle(document.querySelector('.map')).overflow") == "visible"
    assert visible(tab, ".entry") == tab.locator(".entry").count()


def test_without_script_all_is_there_and_no_control_is_dead(browser: Any, report: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(report)
    assert not opened.locator(".filter").is_visible()
    assert opened.locator(".entry").count() == opened.locator(".entry:visible").count() > 100
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_status_can_be_read_on_its_colour(scheme: str, tab: Any) -> None:
    tab.emulate_media(color_scheme=scheme)
    pairs = tab.evaluate(
        """() => [...document.querySelectorAll('.status, .level')].map(each => {
            const style = getComputedStyle(each);
            return [style.color, style.backgroundColor];
        })"""
    )
    for ink, paper in {tuple(pair) for pair in pairs}:
        lighter, darker = sorted((luminance(ink), luminance(paper)), reverse=True)
        assert (lighter + Decimal("0.05")) / (darker + Decimal("0.05")) >= Decimal("4.5"), (ink, paper)


def luminance(colour: str) -> Decimal:
    """The relative luminance by which contrast is measured (WCAG 2)."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return Decimal(0.2126 * red + 0.7152 * green + 0.0722 * blue)
