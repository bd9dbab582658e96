"""`nq42check diff --format html` as its readers have it: what it says of many plans, and how it works in a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run
from conftest import entry
from gates import clean, committed, git
from pages import Element, Reader, browser, faults, luminance, opened, visible  # noqa: F401  # a fixture among them
from test_diff import ABSENT, SOCIAL, diff, plan, provinces

from nq42check.reports.html.changes import MOST_DETAILED
from nq42check.texts import LANGUAGES

STUNTING, DOCTORS = "health.stunting", "health.doctors"
OLD = {
    "a": plan(entry(SOCIAL, "60%") + entry(STUNTING, "10%"), place="An"),
    "b": plan(entry(SOCIAL, "60%") + entry(STUNTING, "10%"), place="Bình"),
    "c": plan(entry(SOCIAL, "50%"), place="Cát"),
    "d": plan(entry(SOCIAL, "60%"), place="Đông"),
    "e": plan(entry(SOCIAL, "60%"), place="Gò"),
    "f": plan(entry(SOCIAL, "60%"), place="Hải"),
}
NEW = {
    "a": plan(entry(SOCIAL, "50%") + entry(STUNTING, "9%"), place="An"),  # weaker here, better there
    "b": plan(entry(SOCIAL, "50%"), place="Bình"),  # weaker, and one dropped
    "c": plan(entry(SOCIAL, "70%"), place="Cát"),  # better
    "e": plan(entry(SOCIAL, "60%"), place="Gò"),  # the same
    "f": plan(entry(SOCIAL, "60%") + entry(STUNTING, "cải thiện"), place="Hải", more=ABSENT),
    "g": plan(entry(SOCIAL, "60%"), place="Kim"),  # new; and Đông is gone
}
ORDER = ["Đông", "Bình", "An", "Hải", "Cát", "Kim"]


def page(folder: Path, old: dict[str, str] = OLD, new: dict[str, str] = NEW, lang: str = "vi") -> Element:
    return Reader(diff(folder, old, new, "--format", "html", lang=lang).stdout).open[0]


def rows(table: Element) -> list[list[str]]:
    return [[cell.text for cell in row.children if isinstance(cell, Element)] for row in table.all("tr")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_plans_that_changed_are_in_one_table_the_worst_first(lang: str, tmp_path: Path) -> None:
    found = page(tmp_path, lang=lang)
    (table,) = found.all("table", id="plans")
    assert [row[0] for row in rows(table)[1:]] == ORDER
    keys = [head.attributes["data-kind"] for head in table.all("th", scope="col")]
    counts = {row[0]: dict(zip(keys[1:-1], map(int, row[1:-1]), strict=True)) for row in rows(table)[1:]}
    assert counts["Bình"] == dict.fromkeys(counts["Bình"], 0) | {"weakened": 1, "dropped": 1, "lapsed": 2}
    assert counts["Hải"]["losses"] == 1 and counts["Cát"]["reached"] == 1
    courses = [row.attributes["data-course"] for row in table.all("tr") if "data-course" in row.attributes]
    assert courses == ["gone", "back", "both", "both", "ahead", "new"]
    (totals,) = found.all("dl", class_="totals courses")
    assert [int(number.text) for number in totals.all("dd")] == [1, 2, 1, 0, 1, 1, 1]
    (same,) = found.all("details")
    assert same.text.endswith("Gò") and same.attributes["open"] == ""


def test_heads_of_rows_lead_to_the_details_and_tables_have_captions_and_scopes(tmp_path: Path) -> None:
    found = page(tmp_path)
    ids = {element.attributes["id"]: element.text for element in found.all() if "id" in element.attributes}
    links = [link for link in found.all("a") if link.text in ORDER]
    assert len(links) == 2 * len(ORDER) - 1 and all(ids[link.attributes["href"][1:]] == link.text for link in links)
    for table in found.all("table"):
        assert len(list(table.all("caption"))) == 1
        assert {head.attributes["scope"] for head in table.all("th")} == {"col", "row"}
        assert len({len(row) for row in rows(table)}) == 1
    for box in found.all("div", role="region"):
        assert box.attributes["tabindex"] == "0" and box.attributes["aria-labelledby"] in ids
    for sign in (element for element in found.all("span") if "sign" in element.classes):
        assert sign.attributes["aria-hidden"] == "true"


def test_the_indicator_that_was_lowered_most_often_comes_first_with_what_each_plan_did(tmp_path: Path) -> None:
    (table,) = page(tmp_path).all("table", id="indicators")
    head, social, stunting = rows(table)
    there = ORDER[1:]  # what is gone with a whole plan says nothing of an indicator
    assert (
        head[-len(there) - 1 :] == ["↑ nay được tính là đạt chuẩn", *there]
        and social[0].startswith("Lực lượng lao động")
        and "thấp còi" in stunting[0]
    )
    assert social[1:3] == ["2", "0"] and stunting[1:3] == ["0", "1"]  # weakened, dropped
    assert [cell.partition(" ")[0][:1] for cell in social[-len(there) :]] == ["▼", "▼", "", "▲", "+"]
    assert "yếu đi" in social[-5] and "không còn được tính là đạt chuẩn" in social[-5]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_that_is_gone_does_not_count_among_the_indicators_and_a_sentence_says_so(
    lang: str, tmp_path: Path
) -> None:
    """It had all its targets, so that one which another plan weakens would come after them."""
    kept = {"a": plan(entry(SOCIAL, "60%") + entry(STUNTING, "10%"), place="An")}
    full = {"g": plan(entry(DOCTORS, "19 bác sĩ/10.000 dân") + entry(SOCIAL, "60%"), place="Gò")}
    weaker = {"a": plan(entry(SOCIAL, "60%") + entry(STUNTING, "20%"), place="An")}
    found = page(tmp_path, kept | full, weaker, lang)
    (table,) = found.all("table", id="indicators")
    head, *told = rows(table)
    assert len(told) == 1 and "Gò" not in head and "An" in head
    (caption,) = table.all("caption")
    assert "(1): Gò;" in caption.text
    (table,) = found.all("table", id="plans")
    assert rows(table)[1][0] == "Gò" and rows(table)[1][3] == "2"  # it is first, and its losses are told
    (file,) = (line.text for line in found.all("p", class_="file") if "o/g.yaml" in line.text)
    assert file == {"vi": "o/g.yaml → (không còn)", "en": "o/g.yaml → (gone)"}[lang]
    assert "(1)" not in next(page(tmp_path, kept, weaker | full, lang).all("caption")).text


def test_a_row_says_what_the_plan_was_and_is_to_the_norm(tmp_path: Path) -> None:
    found = page(tmp_path)
    said = {row[0][:9]: row for table in found.all("table") for row in rows(table) if len(row) == 7 and row[2] == "60%"}
    assert said["Lực lượng"][5] == "✓ đạt → Nay: ▼ yếu hơn chuẩn 60% (42-NQ/TW, 2030)"


def test_both_versions_are_named_with_the_day_of_a_revision(tmp_path: Path) -> None:
    diff(tmp_path, OLD, NEW)
    committed(tmp_path)
    late = {"GIT_COMMITTER_DATE": "2026-10-31T20:00:00+0000"}  # in Việt Nam it is the first of November
    done = git("commit", "-q", "--amend", "-m", "x", cwd=tmp_path, env={**clean(), **late})
    assert done.returncode == 0, done.stderr
    for lang, said in (("vi", "HEAD:o (ngày 01/11/2026)"), ("en", "HEAD:o (of 2026-11-01)")):
        text = run("diff", "HEAD:o", "n", "--format", "html", "--lang", lang, cwd=tmp_path).stdout
        (versions,) = Reader(text).open[0].all("dl", class_="versions")
        assert [name.text for name in versions.all("dd")] == [said, "n"]
    text = run("diff", ":o", "HEAD^{tree}:n", "--format", "html", cwd=tmp_path).stdout
    (versions,) = Reader(text).open[0].all("dl", class_="versions")
    assert [name.text for name in versions.all("dd")] == [":o", "HEAD^{tree}:n"]  # neither has a day


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_very_many_plans_the_worst_are_told_in_detail_and_the_others_in_a_row(lang: str, tmp_path: Path) -> None:
    old, new = provinces(MOST_DETAILED + 2)
    text = diff(tmp_path, old, new, "--format", "html", lang=lang).stdout
    found = Reader(text).open[0]
    tables = [table for table in found.all("table") if "counts" in table.classes and "id" not in table.attributes]
    (detailed,), (rest,) = found.all("table", id="plans"), tables
    assert len(rows(detailed)) == MOST_DETAILED + 1 and len(rows(rest)) == 3 and not list(rest.all("a"))
    assert len(list(found.all("section", class_="plan"))) == MOST_DETAILED
    (note,) = (note.text for note in found.all("p") if "--format json" in note.text)
    assert str(MOST_DETAILED) in note
    (hits,) = found.all("table", id="indicators")
    assert not list(hits.all("td", class_="hit")) and rows(hits)[1][1] == str(len(old))


def test_texts_and_names_of_plans_stay_texts(tmp_path: Path) -> None:
    hostile = '"<script>alert(1)</script>"'
    old = {"a": plan(place=hostile), "b": plan(place="B")}
    new = {"a": plan(entry(SOCIAL, "50%"), place=hostile), "b": plan(entry(SOCIAL, "50%"), place="B")}
    found = page(tmp_path, old, new)
    assert len(list(found.all("script"))) == 1 and hostile.strip('"') in [link.text for link in found.all("a")]


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("changes")
    path = folder / "changes.html"
    path.write_text(diff(folder, OLD, NEW, "--format", "html", lang="vi").stdout, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def tab(browser: Any, changes: str) -> Iterator[Any]:
    """The page in a new tab."""
    with opened(browser, changes) as found:
        yield found


def shown(tab: Any) -> list[str]:
    """The plans in the table, as they stand there."""
    return list(tab.locator("#plans tbody tr:visible th").all_inner_texts())


def test_filter_by_plan_kind_and_words(tab: Any) -> None:
    everything = visible(tab, "section.plan [data-kind]")
    count = tab.locator(".filter output")
    assert count.inner_text() == f"Đang hiện 6/6 kế hoạch có thay đổi, {everything} mục chi tiết."
    assert tab.get_by_label("Kế hoạch", exact=True).locator("option").all_inner_texts()[1:] == sorted(
        ORDER, key=["An", "Bình", "Cát", "Đông", "Hải", "Kim"].index
    )
    tab.get_by_label("Loại thay đổi").select_option("weakened")
    assert shown(tab) == ["Bình", "An"] and visible(tab, "section.plan") == visible(tab, "section.plan tbody tr") == 2
    assert visible(tab, "#indicators .place") == 2 and visible(tab, "#indicators tbody tr") == 1
    tab.get_by_label("Loại thay đổi").select_option("both")
    assert shown(tab) == ["An", "Hải"]
    tab.get_by_label("Tìm chữ").fill("THẤP coi")
    assert shown(tab) == ["An", "Hải"] and visible(tab, "section.plan tbody tr") == 2
    tab.get_by_label("Kế hoạch", exact=True).select_option("An")
    assert shown(tab) == ["An"] and count.inner_text() == "Đang hiện 1/6 kế hoạch có thay đổi, 1 mục chi tiết."
    tab.get_by_role("button", name="Bỏ lọc").click()
    assert shown(tab) == ORDER and visible(tab, "section.plan [data-kind]") == everything


def test_a_sort_by_the_head_of_a_column_can_be_heard_and_turned(tab: Any) -> None:
    head = tab.locator("#plans th[data-kind=lapsed]")
    head.get_by_role("button").click()
    assert shown(tab) == ["Bình", "An", "Đông", "Hải", "Cát", "Kim"]  # of equals the worse first, as before
    assert head.get_attribute("aria-sort") == "descending"
    tab.locator("#plans th[data-kind=plan]").get_by_role("button").press("Enter")
    assert shown(tab) == ["An", "Bình", "Cát", "Đông", "Hải", "Kim"] and head.get_attribute("aria-sort") is None
    tab.locator("#plans th[data-kind=plan]").get_by_role("button").press("Enter")
    assert shown(tab)[0] == "Kim"
    tab.get_by_role("button", name="Bỏ lọc").click()
    assert shown(tab) == ORDER


def test_the_choice_stands_in_the_address_and_comes_back_with_it(tab: Any, browser: Any, changes: str) -> None:
    tab.get_by_label("Loại thay đổi").select_option("weakened")
    tab.get_by_label("Tìm chữ").fill("An & co = 1")
    tab.get_by_label("Tìm chữ").fill("lao động")
    tab.locator("#plans th[data-kind=plan]").get_by_role("button").click()
    tab.wait_for_url(lambda url: "sort" in url)
    other = browser.new_page()
    other.goto(tab.url)
    assert shown(other) == ["An", "Bình"] and other.get_by_label("Tìm chữ").input_value() == "lao động"
    other.goto(f"{changes}#plan=Nowhere&kind=x&sort=a.b.c")
    assert shown(other) == ORDER
    other.close()


def test_a_link_leads_to_the_details_even_when_they_are_filtered_out(tab: Any) -> None:
    tab.get_by_label("Tìm chữ").fill("thấp còi")
    tab.get_by_label("Loại thay đổi").select_option("dropped")
    assert shown(tab) == ["Bình"]
    tab.evaluate("document.querySelector('#plans a[href=\"#p4\"]').click()")
    assert shown(tab) == ORDER and tab.locator("#p4").is_visible()


def test_plans_without_details_are_one_click_away_and_filtered_and_sorted_with_the_others(
    browser: Any,
    tmp_path: Path,
) -> None:
    old, new = provinces(MOST_DETAILED + 2)
    path = tmp_path / "many.html"
    path.write_text(diff(tmp_path, old, new, "--format", "html", lang="vi").stdout, encoding="utf-8")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    assert visible(tab, "tbody tr[data-course]") == MOST_DETAILED
    tab.locator("#rest summary").click()
    assert visible(tab, "tbody tr[data-course]") == MOST_DETAILED + 2
    last = tab.locator("#rest tbody th").last.inner_text()
    tab.get_by_label("Tìm chữ").fill(last)
    assert shown(tab) == [last]
    tab.get_by_role("button", name="Bỏ lọc").click()
    tab.locator("#plans th[data-kind=plan]").get_by_role("button").click()
    assert shown(tab) == [f"P{number:03}" for number in range(MOST_DETAILED + 2)]
    tab.close()


@pytest.mark.parametrize("width", [320, 768, 1400])
def test_nothing_runs_out_of_the_page(width: int, tab: Any) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("media", ["screen", "print"])
def test_heads_that_are_turned_read_upwards_and_are_not_cut(
    media: str, lang: str, browser: Any, tmp_path: Path
) -> None:
    old, new = provinces(9)
    path = tmp_path / "turned.html"
    path.write_text(diff(tmp_path, old, new, "--format", "html", lang=lang).stdout, encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1000, "height": 700})
    tab.goto(path.as_uri())
    tab.emulate_media(media=media)
    turned = tab.evaluate(
        """() => [...document.querySelectorAll('.matrix .label')].map(label => {
            const [inner, outer] = [label, label.closest('th')].map(each => each.getBoundingClientRect());
            const style = getComputedStyle(label);
            const inside = inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top;
            return [style.writingMode, style.transform, inside, label.scrollHeight <= label.clientHeight + 1];
        })"""
    )
    assert len(turned) > 9 and all(each == ["vertical-rl", "matrix(-1, 0, 0, -1, 0, 0)", True, True] for each in turned)
    tab.close()


def test_the_head_of_the_plans_is_low_on_a_narrow_screen(tab: Any) -> None:
    tab.set_viewport_size({"width": 360, "height": 700})
    lines = "getComputedStyle(document.querySelector('#plans th')).lineHeight"
    assert tab.locator("#plans thead").bounding_box()["height"] < 5 * float(tab.evaluate(lines).removesuffix("px"))


def test_no_page_of_a_print_ends_where_the_details_begin(tab: Any) -> None:
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.querySelector('section.plan')).page") == "auto"


def test_a_print_shows_all_and_no_controls(tab: Any) -> None:
    tab.emulate_media(media="print")
    assert visible(tab, ".filter") == visible(tab, ".back") == 0
    assert visible(tab, "section.plan") == visible(tab, "#plans tbody tr") == len(ORDER)
    assert visible(tab, "#indicators") and visible(tab, "caption") == tab.locator("caption").count()
    assert tab.evaluate("getComputedStyle(document.querySelector('.tall')).overflow") == "visible"


def test_without_script_all_is_there_and_no_control_is_dead(browser: Any, changes: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(changes)
    assert not opened.locator(".filter").is_visible() and opened.locator("button:visible").count() == 0
    assert opened.locator("#plans tbody tr:visible").count() == len(ORDER)
    assert opened.locator("section.plan:visible").count() == len(ORDER)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_count_can_be_read_on_its_colour(scheme: str, tab: Any) -> None:
    tab.emulate_media(color_scheme=scheme)
    pairs = tab.evaluate(
        """() => [...document.querySelectorAll('.status, .counts td, .hit > span')].map(each => {
            const style = getComputedStyle(each);
            return [style.color, style.backgroundColor];
        })"""
    )
    painted = {tuple(pair) for pair in pairs if "rgba" not in pair[1]}
    assert len(painted) >= 4
    for ink, paper in painted:
        lighter, darker = sorted((float(luminance(ink)), float(luminance(paper))), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (ink, paper)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("choice", ["", "#kind=weakened"])
def test_axe_finds_nothing(scheme: str, choice: str, browser: Any, changes: str) -> None:
    assert faults(browser, changes + choice, color_scheme=scheme) == []
