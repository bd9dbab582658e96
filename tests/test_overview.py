"""The overview of many plans as a reviewer has it: what its cells say, totals, filters, address, keyboard, print."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from command import ROOT, run
from conftest import HEAD, entry
from pages import AS_OF, Element, browser, contrast, faults, opened, page, report, tab, visible  # noqa: F401

from nq42check.reports.html.marks import SIGNS
from nq42check.reports.html.overview import MOST, MOST_TOLD
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import Knowledge, places

ASIDE = ("context", "not_applicable")


def table(found: Element) -> Element:
    (box,) = found.all("div", id="map")
    (only,) = box.all("table")
    return only


def status_of(cell: Element) -> str:
    return next(name for name in cell.classes if name in SIGNS)


def cells(found: Element) -> Iterator[tuple[str, str, str, str]]:
    """Plan, indicator, status and value of each cell of the map."""
    names = [next(head.all("a")).text for head in table(found).all("th", class_="plan")]
    for row in table(found).all("tr"):
        for name, cell in zip(names, [each for each in row.all("td") if "cell" in each.classes], strict=False):
            if "not_held" not in cell.classes:
                (told,) = (each for each in cell.all("span") if "told" in each.classes)
                hidden = next(told.all("span")).text
                assert hidden.startswith(f"{name}:")
                word = Wording("vi").text(f"status.{status_of(cell)}") if status_of(cell) != "behind" else ""
                value = told.text.removeprefix(hidden).strip()
                yield name, next(next(row.all("th")).all("a")).text, status_of(cell), "" if value == word else value


def coverage(*paths: str, **options: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run(*paths, "--format", "json", *AS_OF, **options).stdout)["coverage"]
    return [row for row in rows if row["status"] != "context"]


def test_the_map_agrees_with_the_coverage_of_the_json_report(knowledge: Knowledge) -> None:
    names = {id: " ".join(found.names.vi.split()) for id, found in knowledge.catalogue.indicators.items()}

    def bare(value: str) -> str:
        """A value without what a cell adds: the unit of a bare figure, another year, the mark of a reading, the gap."""
        said = " ".join(value.partition(" · lệch ")[0].split()).replace("%", "").removesuffix("*")
        return re.sub(r"^([0-9,.]+)( m² sàn/người| [^0-9]+/10.000 dân| tuổi| năm)?$", r"\1", said)

    asked = Counter(
        (row["plan"], names[row["indicator"]], row["status"], bare("; ".join(row["values"])))
        for row in coverage("provinces")
        if not row["behind"]
    )
    shown = Counter((*cell[:3], bare(cell[3])) for cell in cells(page("provinces")) if cell[2] != "behind")
    assert shown == asked and asked


def test_totals_of_norms_and_plans_count_what_is_compared(knowledge: Knowledge) -> None:
    found, rows = page("provinces"), [row for row in coverage("provinces") if not row["behind"]]
    by_plan = Counter((row["plan"], row["status"] == "met") for row in rows if row["status"] not in ASIDE)
    for head in table(found).all("th", class_="plan"):
        name = next(head.all("a")).text
        met = by_plan[name, True]
        assert f"{met}/{met + by_plan[name, False]}" in head.text
    by_norm: dict[tuple[str, str], Counter[bool]] = {}
    for row in rows:
        if row["status"] not in ASIDE:
            key = knowledge.catalogue.indicators[row["indicator"]].names.vi, row["norm"]["document"]
            by_norm.setdefault(key, Counter())[row["status"] == "met"] += 1
    shown = {}
    for line in table(found).all("tr"):
        if sums := list(line.all("td", class_="sum")):
            head = next(line.all("th"))
            shown[next(head.all("a")).text, next(head.all("span", class_="number")).text] = sums[0].text
    assert shown == {key: f"{met[True]}/{met.total()}" for key, met in by_norm.items()}


def test_a_real_table_with_links_in_heads_and_in_what_is_folded() -> None:
    found = page("provinces")
    for each in found.all("table"):
        assert len(list(each.all("caption"))) == 1
        assert {head.attributes["scope"] for head in each.all("th")} <= {"col", "row", "rowgroup"}
        folded = [link for cell in each.all("td") for fold in cell.all("details") for link in fold.all("a")]
        assert [link for cell in each.all("td") for link in cell.all("a")] == folded
    for box in found.all("div", role="region"):
        assert box.attributes["tabindex"] == "0" and box.attributes["aria-labelledby"]
    ids = {each.attributes["id"] for each in found.all() if "id" in each.attributes}
    assert {link.attributes["href"][1:] for head in table(found).all("th") for link in head.all("a")} <= ids


def test_a_norm_behind_another_says_so(tmp_path: Path) -> None:
    for number, value in (("1", "60%"), ("2", "50%")):
        text = f"document: {{id: {number}/A, title: t, by: 2030, version: '1'}}\ntargets:\n"
        text += f"  - {{indicator: insurance.social, value: {value}, binds: each, evidence: verified, basis: b}}\n"
        (tmp_path / f"norms-{number}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / ".nq42check.yaml").write_text("baselines: [norms-1.yaml, norms-2.yaml]", encoding="utf-8")
    for name, implements in (("both", "1/A, 2/A"), ("second", "2/A")):
        text = HEAD.replace("Ví dụ", name).replace("42-NQ/TW]", f"{implements}]") + entry("insurance.social", "55%")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = page(".", cwd=tmp_path)
    assert [(cell[0], cell[2]) for cell in cells(found)] == [("both", "weaker"), ("both", "behind"), ("second", "met")]
    # It is not counted: of the weaker norm only the plan that is held against it alone.
    assert [each.text for each in table(found).all("td", class_="sum")] == ["0/1", "1/1"]


def test_norms_allotted_to_places_show_what_is_asked_of_each(tmp_path: Path) -> None:
    text = "document: {id: 1/A, title: t, by: 2030, version: '1'}\ntargets:\n"
    text += "  - indicator: housing.social_flats\n    value: 1.000.000 căn\n    binds: nation\n    evidence: verified\n"
    text += "    basis: b\n    places: {An: 3.000 căn, Bình: 5.000 căn}\n"
    (tmp_path / "norms.yaml").write_text(text, encoding="utf-8")
    (tmp_path / ".nq42check.yaml").write_text("baselines: [norms.yaml]", encoding="utf-8")
    for place in ("An", "Bình"):
        plan = HEAD.replace("Ví dụ", place).replace("42-NQ/TW", "1/A") + entry("housing.social_flats", "4.000 căn")
        (tmp_path / f"{place}.yaml").write_text(plan, encoding="utf-8")
    found = page(".", cwd=tmp_path)
    assert {cell[0]: cell[2:] for cell in cells(found)} == {
        "An": ("met", "4.000 căn → 3.000 căn"),
        "Bình": ("weaker", "4.000 căn → 5.000 căn · lệch 1.000 căn hộ"),
    }
    assert "theo phân bổ" in next(table(found).all("th", scope="row")).text


def test_plans_are_ranked_the_worst_first_and_equals_share_a_rank(tmp_path: Path) -> None:
    for name, value in (("An", "60%"), ("Bình", "50%"), ("Cát", "40%"), ("Dinh", "cải thiện")):
        text = HEAD.replace("Ví dụ", name) + entry("insurance.social", value) + entry("insurance.health", "99%")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = page(".", cwd=tmp_path)
    (ranking,) = found.all("table", class_="totals-by-plan")
    rows = [[each.text for each in row.children if isinstance(each, Element)][:2] for row in ranking.all("tr")][1:]
    assert rows[-1] == ["4", "An"] and {tuple(row) for row in rows[:2]} <= {("1", "Bình"), ("1", "Cát"), ("1", "Dinh")}
    assert [next(head.all("a")).text for head in table(found).all("th", class_="plan")] == [row[1] for row in rows]


# In a browser


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of 34 plans: those of the four provinces under the names of all."""
    folder = tmp_path_factory.mktemp("country")
    plans = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "provinces").glob("*.yaml"))]
    for number, place in enumerate(places().all):
        text = re.sub(r"(?m)^province: .*$", f"province: {place.name}", plans[number % 4])
        (folder / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    (folder / "page.html").write_text(run(".", "--format", "html", *AS_OF, cwd=folder).stdout, encoding="utf-8")
    return (folder / "page.html").as_uri()


@pytest.fixture
def map_tab(browser: Any, country: str) -> Iterator[Any]:
    with opened(browser, country) as found:
        yield found


def count(tab: Any) -> tuple[int, ...]:
    """How many norms and plans are shown, of how many, and how many results, as the page says."""
    return tuple(map(int, re.findall(r"\d+", tab.locator(".filter output").inner_text())))


def shown_cells(tab: Any, selector: str = "") -> int:
    return visible(tab, f"#map td.cell:not(.not_held):not(.out){selector}")


def test_34_plans_fit_in_a_window_of_1200_pixels_and_heads_stay(map_tab: Any) -> None:
    box = map_tab.locator("#map")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert visible(map_tab, "#map th.plan") == 34
    box.evaluate("box => { box.scrollTop = 900 }")
    tops = map_tab.evaluate("""() => ['#map', '#map thead th'].map(
        each => document.querySelector(each).getBoundingClientRect().top)""")
    assert abs(tops[0] - tops[1]) < 3
    map_tab.set_viewport_size({"width": 360, "height": 800})
    box.evaluate("box => { box.scrollLeft = 300 }")
    lefts = map_tab.evaluate("""() => ['#map', '#map tbody tr:not(.area) th'].map(
        each => document.querySelector(each).getBoundingClientRect().left)""")
    assert abs(lefts[0] - lefts[1]) < 3
    grounds = map_tab.evaluate("""() => ['#map thead th', '#map tbody tr:not(.area) th'].map(
        each => getComputedStyle(document.querySelector(each)).backgroundColor)""")
    assert all(not ground.startswith("rgba") for ground in grounds)  # nothing shines through


def test_filters_show_what_fits_and_stand_in_the_address(browser: Any, country: str) -> None:
    with opened(browser, country) as found:
        everything = count(found)
        assert everything[:4:2] == everything[1:4:2] and everything[2] == 34 and shown_cells(found) == everything[4]
        found.get_by_label("Kết quả", exact=True).select_option("weaker")
        weaker = count(found)
        assert shown_cells(found) == shown_cells(found, ".weaker") == weaker[4] > 0
        found.get_by_label("Lĩnh vực").select_option("health")
        assert 0 < shown_cells(found) == count(found)[4] < weaker[4]
        assert visible(found, ".map tbody tr.area") == 1 == visible(found, ".norms h3")
        found.get_by_label("Tìm chữ").fill("ha noi")
        found.locator(".filter output", has_text=re.compile(r"\b1/34")).wait_for()
        assert visible(found, "#map th.plan") == 1 == visible(found, "section.plan")
        address, said = found.url, count(found)
    with opened(browser, address) as again:
        assert count(again) == said
        assert again.get_by_label("Tìm chữ").input_value() == "ha noi"
        again.get_by_role("button", name="Bỏ lọc").click()
        assert count(again) == everything and again.url == country


def test_a_plan_a_norm_and_what_is_not_known_word_for_word_can_be_chosen(map_tab: Any) -> None:
    map_tab.get_by_label("Kế hoạch", exact=True).select_option(label="Cao Bằng")
    assert visible(map_tab, "#map th.plan") == visible(map_tab, "section.plan") == 1
    map_tab.get_by_label("Chuẩn", exact=True).select_option(index=3)
    assert visible(map_tab, "#map tbody tr:not(.area)") == 1 == count(map_tab)[0]
    map_tab.get_by_role("button", name="Bỏ lọc").click()
    map_tab.get_by_label("Chứng cứ").select_option("unsure")
    unsure = visible(map_tab, "#map tbody tr:not(.area)")
    map_tab.get_by_label("Chứng cứ").select_option("sure")
    assert unsure + visible(map_tab, "#map tbody tr:not(.area)") == count(map_tab)[1]
    assert visible(map_tab, "#map tr.unsure") == 0


def test_plans_and_norms_can_be_sorted(map_tab: Any) -> None:
    map_tab.get_by_label("Thứ tự kế hoạch").select_option("name")
    names = map_tab.locator("#map th.plan a").all_inner_texts()
    assert names == map_tab.evaluate("names => [...names].sort((a, b) => a.localeCompare(b, 'vi'))", names)
    assert names == map_tab.locator(".totals-by-plan th a").all_inner_texts() and len(names) == 34
    first = map_tab.evaluate("document.querySelector('#map tbody tr:not(.area)').cells[2].textContent")
    assert first.lstrip("".join(SIGNS.values())).startswith(f"{names[0]}:")  # cells go with their heads
    map_tab.get_by_label("Thứ tự chuẩn").select_option("least")
    shares = [Fraction(text) for text in map_tab.locator("#map td.sum").all_inner_texts()]
    assert shares == sorted(shares)
    map_tab.get_by_label("Thứ tự chuẩn").select_option("")
    assert visible(map_tab, "#map tr.area") == map_tab.locator("#map tr.area").count()


def test_a_cell_says_its_words_when_asked_and_leads_to_its_entry(map_tab: Any) -> None:
    cell = map_tab.locator("#map td.weaker").first
    told = cell.locator(".told")
    assert told.evaluate("each => getComputedStyle(each).position") == "absolute"  # for a screen reader alone
    assert re.match(r".+: yếu hơn chuẩn: .*\d", told.text_content())
    cell.hover()
    assert cell.get_attribute("title") == told.text_content()
    map_tab.get_by_label("Hiện chữ trong ô").check()
    assert told.evaluate("each => getComputedStyle(each).position") == "static" and "words=true" in map_tab.url
    map_tab.get_by_label("Lĩnh vực").select_option("water")
    map_tab.get_by_label("Lĩnh vực").select_option("")
    map_tab.locator("#map td.weaker").first.click()
    assert map_tab.locator(".entry:target").is_visible()
    assert "NQ101" in map_tab.locator(".entry:target").inner_text()


def test_a_norms_name_leads_to_what_every_plan_states(map_tab: Any) -> None:
    map_tab.locator("#map tbody th a", has_text="thấp còi").first.click()
    details = map_tab.locator("details[open]", has=map_tab.locator(":target"))
    assert details.is_visible() and "đạt" in details.inner_text() and details.locator("svg[role=img]").is_visible()
    details.locator("dd a").first.click()
    assert "thấp còi" in map_tab.locator(".entry:target").inner_text()


def test_by_keyboard_alone(map_tab: Any) -> None:
    focused = "document.activeElement.id || document.activeElement.tagName.toLowerCase()"
    map_tab.locator("#by-text").focus()
    seen = []
    while not seen or seen[-1] != "map":
        map_tab.keyboard.press("Tab")
        seen.append(str(map_tab.evaluate(focused)))
        assert len(seen) < 20
    assert seen[:4] == ["by-plan", "by-area", "by-norm", "by-mark"] and seen[-2] == "button"
    map_tab.set_viewport_size({"width": 800, "height": 600})
    map_tab.keyboard.press("ArrowDown")
    map_tab.keyboard.press("ArrowRight")
    map_tab.wait_for_timeout(500)
    assert map_tab.evaluate("document.querySelector('#map').scrollTop") > 0
    assert map_tab.evaluate("document.querySelector('#map').scrollLeft") > 0
    stops = map_tab.evaluate("document.querySelectorAll('#map a').length")
    assert stops == 34 + count(map_tab)[1]  # a stop for each head, none for a cell


def test_what_a_link_leads_to_is_shown_and_the_filter_stays(map_tab: Any, browser: Any, country: str) -> None:
    map_tab.get_by_label("Kế hoạch", exact=True).select_option(label="Cao Bằng")
    said = count(map_tab)
    other = map_tab.locator(".totals-by-plan th a", has_text="Hà Nội")
    other.evaluate("link => link.closest('tr').hidden = false")
    other.focus()
    map_tab.keyboard.press("Enter")
    map_tab.wait_for_timeout(300)
    assert map_tab.locator(":target h2").inner_text() == "Hà Nội"
    assert 0 <= map_tab.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 300
    assert map_tab.locator(":target .entry").first.is_visible() and count(map_tab) == said
    with opened(browser, f"{country}?mark=met#{map_tab.url.partition('#')[2]}") as again:
        assert 0 <= again.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 300


def test_what_is_near_a_norm_can_be_asked_for(tmp_path: Path, browser: Any) -> None:
    for name, value in (("An", "54%"), ("Bình", "53,9%"), ("Cát", "60%"), ("Dinh", "khoảng 60%")):
        text = HEAD.replace("Ví dụ", name) + entry("insurance.social", value)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "page.html").write_text(run(".", "--format", "html", *AS_OF, cwd=tmp_path).stdout, encoding="utf-8")
    with opened(browser, (tmp_path / "page.html").as_uri() + "?mark=near") as found:
        # A tenth of 60% is 6: 54% is within it, 53,9% is not; 60% is met; "about 60%" is short by words alone.
        assert found.locator("#map th.plan:visible a").all_inner_texts() == ["An", "Dinh"]
        assert visible(found, ".entry") == 2 and "lệch 6\xa0điểm phần trăm" in found.locator("#map").inner_text()
        assert "gần đạt" in found.locator(".filter output").inner_text()
        found.get_by_label("Tìm chữ").fill("Àn")
        found.locator(".filter output", has_text="Không có kết quả nào").wait_for()
        found.get_by_label("Tìm chữ").fill("an")
        found.locator(".filter output", has_text=re.compile(r"\b[12]/4")).wait_for()


def test_the_worst_are_named_with_their_equals(tmp_path: Path) -> None:
    for number, value in enumerate(("60%", "60%", "50%", "50%", "50%", "50%")):
        text = HEAD.replace("Ví dụ", f"Xã {number}") + entry("insurance.social", value)
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    told = next(each for each in page(".", cwd=tmp_path).all("p") if each.text.startswith("Kém nhất"))
    assert [link.text for link in told.all("a")][:4] == ["Xã 2", "Xã 3", "Xã 4", "Xã 5"]
    assert "Xã 0" not in told.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tones_are_apart_from_each_other_and_the_ground(scheme: str, tab: Any) -> None:
    tab.emulate_media(color_scheme=scheme)
    colours = tab.evaluate("""() => {
        const style = each => getComputedStyle(document.querySelector(each));
        return {met: style('#map td.met').backgroundColor, metInk: style('#map td.met').color,
            short: style('#map td.weaker').backgroundColor, shortInk: style('#map td.weaker').color,
            ground: style('#map').backgroundColor, missing: style('#map td.missing').backgroundImage};
    }""")
    met, short, ground = colours["met"], colours["short"], colours["ground"]
    assert min(contrast(met, short), contrast(met, ground), contrast(short, ground)) >= 3
    assert min(contrast(met, colours["metInk"]), contrast(short, colours["shortInk"])) >= 4.5
    assert "repeating-linear-gradient" in colours["missing"] and short in colours["missing"]
    pairs = tab.evaluate("""() => [...document.querySelectorAll('.status, .level')].map(
        each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor])""")
    assert min(contrast(*pair) for pair in {tuple(pair) for pair in pairs}) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?mark=weaker&words=true"])
def test_axe_finds_nothing(scheme: str, query: str, browser: Any, report: str) -> None:
    assert faults(browser, report + query, color_scheme=scheme) == []


def test_a_print_has_the_overview_on_two_pages_and_the_plans_that_are_chosen(map_tab: Any) -> None:
    def printed() -> int:
        return len(re.findall(rb"/Type\s*/Page\b", map_tab.pdf(prefer_css_page_size=True)))

    assert printed() == 2
    map_tab.emulate_media(media="print")
    assert not visible(map_tab, ".filter *") and not visible(map_tab, ".entry")
    map_tab.get_by_label("Kế hoạch", exact=True).select_option(label="Cao Bằng", force=True)
    left_out = visible(map_tab, ".entry")
    assert left_out > 0 == visible(map_tab, ".entry.met") and 2 < printed() < 20
    map_tab.locator("#print-met").evaluate("tick => tick.click()")
    assert visible(map_tab, ".entry.met") > 0
    assert map_tab.locator(".filter output").is_visible()  # a print says how much of the report it shows


def test_one_plan_beside_many_refused_files_has_the_overview_and_no_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(HEAD + entry("insurance.social", "50%"), encoding="utf-8")
    for number in range(MOST_TOLD):
        (tmp_path / f"{number}.yaml").write_text("province: a: b", encoding="utf-8")
    found = page(".", cwd=tmp_path)
    assert f"trên {MOST_TOLD} tệp" in next(found.all("main")).text
    ids = {each.attributes["id"] for each in found.all() if "id" in each.attributes}
    links = [each.attributes["href"] for each in table(found).all("a")]
    assert links and {link.removeprefix("#") for link in links} <= ids


def test_a_column_that_is_shown_on_demand_is_as_one_that_is_there_at_once(tmp_path: Path, browser: Any) -> None:
    norms = "document: {id: 1/A, title: t, by: 2030, version: '1'}\ntargets:\n"
    norms += "  - {indicator: insurance.social, value: 70%, binds: each, evidence: verified, basis: b}\n"
    (tmp_path / ".nq42check.yaml").write_text("baselines: [norms.yaml]", encoding="utf-8")
    (tmp_path / "norms.yaml").write_text(norms, encoding="utf-8")
    waiver = "waivers:\n  - {rule: NQ101, indicator: insurance.social, value: 50%, reason: r, authority: a,"
    waiver += " until: 2027-01-01}\n"
    best = HEAD.replace("42-NQ/TW]", "1/A]") + entry("insurance.social", "50%") + waiver
    for number in range(MOST + 1):
        text = HEAD.replace("Ví dụ", f"Xã {number}") + entry("insurance.social", "9%")
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    for number in range(2):  # two of one place, so that their files are named
        text = best.replace("Ví dụ", "Cuối").replace("  title: ", f"  title: {number} ")
        (tmp_path / f"cuoi-{number}.yaml").write_text(text, encoding="utf-8")
    columns = []
    for name, paths in (("all", ["."]), ("few", ["0.yaml", "cuoi-0.yaml", "cuoi-1.yaml"])):
        page = tmp_path / f"{name}.html"
        page.write_text(run(*paths, "--format", "html", *AS_OF, cwd=tmp_path).stdout, encoding="utf-8")
        with opened(browser, page.as_uri() + "?text=cuoi-1.yaml") as found:
            assert visible(found, "#map th.plan") == 1
            columns.append(
                found.evaluate("""() => {
                    const head = [...document.querySelectorAll("#map th.plan")].find(each => !each.hidden);
                    const cells = [...document.querySelectorAll("#map td.cell")].filter(each => !each.hidden);
                    const text = each => each.textContent.replaceAll("\u00a0", " ");
                    return [["", text(head)], ...cells.map(each => [each.className, text(each)])];
                }""")
            )
    on_demand, at_once = map(sorted, columns)  # norms stand in the order in which plans name them
    assert on_demand == at_once
    said = "▼§Cuối: yếu hơn chuẩn: 50% · lệch 20 điểm phần trăm (ngoại lệ đã chấp thuận)"
    assert ["cell weaker waived", said] in at_once


def test_thousands_of_plans_are_shown_on_demand(tmp_path: Path, browser: Any) -> None:
    for number in range(MOST + 61):
        text = HEAD.replace("Ví dụ", f"Xã {number}") + entry("insurance.health", f"{number % 99}%")
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    text = run(".", "--format", "html", *AS_OF, cwd=tmp_path).stdout
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    everything = MOST + 61
    with opened(browser, (tmp_path / "page.html").as_uri()) as found:
        assert count(found)[2:4] == (everything, everything) and visible(found, "#map th.plan") == 40
        assert "--format html=thư-mục/" in found.locator("main").inner_text()
        found.get_by_role("button", name="Hiện thêm 40 kế hoạch").click()
        found.get_by_role("button", name="Hiện thêm 100 kế hoạch").click()
        assert visible(found, "#map th.plan") == 80 and visible(found, ".totals-by-plan tbody tr") == 200
        found.get_by_label("Tìm chữ").fill("xã 197")
        found.locator(".filter output", has_text=re.compile(r"\b1/261")).wait_for()
        cell = found.locator("#map td.cell.met:visible", has_text="98%")
        assert cell.locator(".told").text_content().startswith("Xã 197: đạt: 98%")
        assert found.locator(".totals-by-plan tbody tr:visible th").inner_text() == "Xã 197"
        found.get_by_label("Tìm chữ").fill("")
        found.get_by_label("Kết quả", exact=True).select_option("met")
        assert count(found)[2] == sum(number % 99 > 95 for number in range(everything))
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto((tmp_path / "page.html").as_uri())
    assert "40 trong 261 kế hoạch" in still.locator("main").inner_text()
    assert not still.get_by_role("button").filter(visible=True).count()
    context.close()
