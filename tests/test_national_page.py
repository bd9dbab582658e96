"""The nation on the page: two columns that stay two, what each place promises, and the page of one plan as it was."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run
from conftest import HEAD, entry
from pages import AS_OF, Element, Reader, browser, faults, opened, page, report, visible  # noqa: F401

from nq42check.reports.html.overview import MOST_TOLD

Write = Callable[..., None]

SOCIAL = "Lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(place: str, *targets: str, name: str = "", more: str = "") -> None:
        text = HEAD.replace("Ví dụ", place) + "".join(targets) + more
        (tmp_path / f"{name or place}.yaml").write_text(text, encoding="utf-8")

    return written


def social(value: str) -> str:
    return entry("insurance.social", value)


def part(found: Element) -> Element:
    """The part of the page that is about the nation."""
    (only,) = found.all("section", class_="nation")
    return only


def row(found: Element, indicator: str) -> tuple[Element, Element]:
    """The row of a norm, and the one below it with what each place says."""
    rows = [each for each in part(found).all("tr") if each.classes != ["area"]]
    for place, each in enumerate(rows):
        heads = list(each.all("th", scope="row"))
        if heads and heads[0].text.startswith(f"{indicator} "):
            return each, rows[place + 1]
    raise AssertionError(indicator)


def columns(found: Element, indicator: str) -> dict[str, str]:
    """What the two columns say of a norm."""
    return {each.attributes["data-name"]: each.text for each in row(found, indicator)[0].all("td")}


def groups(found: Element, indicator: str) -> dict[str, list[str]]:
    """The places below a norm, by what stands before them."""
    told = {}
    for group in row(found, indicator)[1].all("div"):
        (about,), (what,) = group.all("dt"), group.all("dd")
        items = [each.text for each in what.all("li")]
        told[about.text] = items or [what.text]
    return told


def test_what_those_who_promise_come_to_and_the_nation_are_two_columns(tmp_path: Path, write: Write) -> None:
    write("Cao Bằng", social("55%"))
    write("Lạng Sơn", social("70%"))
    write("Sơn La", entry("insurance.health", "99%"))
    found = page(".", cwd=tmp_path)
    heads = [each.text for each in next(part(found).all("thead")).all("th")]
    assert heads == ["Chuẩn", "Các địa phương đã cam kết", "Cả nước"]
    said = columns(found, SOCIAL)
    # 60% is reached while Cao Bằng, 5 short, has at most two thirds: Lạng Sơn, 10 above, makes up for it.
    assert said["Các địa phương đã cam kết"].startswith("? còn tùy:") and "2/3" in said["Các địa phương đã cam kết"]
    assert said["Cả nước"].startswith("– chưa nói được") and "cam kết tốt nhất đến nay: 70%" in said["Cả nước"]
    assert "Chờ số liệu: lực lượng lao động trong độ tuổi" in said["Cả nước"]
    assert groups(found, SOCIAL) == {
        "▼ yếu hơn chuẩn: 1": ["Cao Bằng: 55% (kém 5 điểm phần trăm)"],
        "✓ đạt: 1": ["Lạng Sơn: 70% (hơn 10 điểm phần trăm)"],
        "không tính: không có chỉ tiêu: 1": ["Sơn La"],
    }


def test_links_lead_to_the_norm_and_to_what_each_plan_says(tmp_path: Path, write: Write) -> None:
    write("Cao Bằng", social("55%"))
    write("Lạng Sơn", social("70%"))
    found = page(".", cwd=tmp_path)
    by_id = {each.attributes["id"]: each for each in found.all() if "id" in each.attributes}
    norm, below = row(found, SOCIAL)
    (link,) = norm.all("a")
    assert list(by_id[link.attributes["href"][1:]].all("figure", class_="chart"))  # where its chart is
    entries = [by_id[each.attributes["href"][1:]] for each in below.all("a")]
    assert [re.search("55%|70%", each.text)[0] for each in entries] == ["55%", "70%"]  # type: ignore[index]
    run(".", "--format", "html=out/", *AS_OF, cwd=tmp_path)
    index = Reader((tmp_path / "out/index.html").read_text(encoding="utf-8")).open[0]
    for each in row(index, SOCIAL)[1].all("a"):
        file, _, anchor = each.attributes["href"].partition("#")
        assert f'id="{anchor}"' in (tmp_path / "out" / file).read_text(encoding="utf-8")


def test_beside_places_of_today_links_lead_to_the_plans_all_the_same(tmp_path: Path, write: Write) -> None:
    write("Hà Giang", social("55%"))
    write("Lạng Sơn", social("70%"))
    found = page(".", "--places", "today", cwd=tmp_path)
    ids = {each.attributes["id"] for each in found.all() if "id" in each.attributes}
    links = [each.attributes["href"][1:] for each in row(found, SOCIAL)[1].all("a")]
    assert len(links) == 2 and set(links) <= ids


def test_whose_plans_there_are_is_said_of_the_places_of_today(tmp_path: Path, write: Write) -> None:
    write("Cao Bằng", social("60%"))
    write("Hà Giang", social("60%"))
    write("Xã Nào Đó", social("60%"))
    text = part(page(".", cwd=tmp_path)).text
    assert "3 kế hoạch. Trong 34 tỉnh, thành phố hiện nay: 1 địa phương có kế hoạch cho cả địa bàn, 1 chỉ có" in text
    assert "Có kế hoạch cho cả địa bànCao Bằng" in text
    assert "Tuyên Quang (có Hà Giang cũ; chưa có kế hoạch trong kho: Tuyên Quang cũ)" in text
    assert "1 địa phương không phải tỉnh, thành phố hiện nay hay trước đây (Xã Nào Đó)" in text


def test_a_short_promise_for_what_binds_each_is_not_reached_and_says_so_in_words(tmp_path: Path, write: Write) -> None:
    living = "merit.living_standard"
    write("Cao Bằng", entry(living, "99%"))
    write("Lạng Sơn", entry(living, "100%"))
    write("Sơn La", entry(living, "có"), more="not_applicable: []\n")
    found = page(".", cwd=tmp_path)
    said = columns(found, "Người có công và gia đình có mức sống từ trung bình khá trở lên")
    assert said["Cả nước"] == "✗ không đạt: chuẩn áp dụng cho từng địa phương" and said[
        "Các địa phương đã cam kết"
    ].startswith("✗ hụt")


@pytest.mark.parametrize("places", [["Cao Bằng"], ["Cao Bằng", "Cao Bằng"]])
def test_plans_of_one_place_are_no_nation(places: list[str], tmp_path: Path, write: Write) -> None:
    for number, place in enumerate(places):
        write(place, social("60%"), name=str(number))
    (tmp_path / "note.yaml").write_text("x: 1", encoding="utf-8")
    found = page(".", cwd=tmp_path)
    assert not list(found.all("section", class_="nation")) and not list(found.all("input", name="print-nation"))
    assert ".nation table" not in next(found.all("style")).text


def test_of_many_plans_some_are_named_and_the_others_counted(tmp_path: Path, write: Write) -> None:
    many = MOST_TOLD + 1
    for number in range(many):
        write(f"Xã {number:02}", social("50%"))
    (told,) = groups(page(".", cwd=tmp_path), SOCIAL).values()
    assert len(told) == 21 and told[-1] == f"và {many - 20} kế hoạch khác"


def test_several_processes_write_the_same_page(tmp_path: Path) -> None:
    from command import WORTH_SEVERAL, run_process

    for number in range(WORTH_SEVERAL):
        text = HEAD.replace("Ví dụ", f"Xã {number:02}") + social(f"{40 + number % 30}%")
        (tmp_path / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    pages = [run_process(".", "--format", "html", "--jobs", jobs, *AS_OF, cwd=tmp_path).stdout for jobs in ("1", "2")]
    assert pages[0] == pages[1] and 'class="nation"' in pages[0]


# In a browser


@pytest.fixture
def tab(browser: Any, report: str) -> Iterator[Any]:
    with opened(browser, report) as found:
        yield found


def shown(tab: Any, selector: str) -> list[str]:
    """The norms of the rows that are seen."""
    seen = "[...document.querySelectorAll(selector)].filter(each => each.checkVisibility())"
    norms: list[str] = tab.evaluate(f"selector => {seen}.map(each => each.dataset.norm || each.id)", selector)
    return sorted(set(norms))


def test_a_filter_leaves_the_norms_that_match(tab: Any) -> None:
    told, rows = ".nation tr:not(.area)", "#map tbody tr:not(.area)"
    everything = shown(tab, told)
    assert set(everything) <= {"", *shown(tab, rows)} and len(everything) > 30
    tab.get_by_label("Lĩnh vực").select_option("insurance")
    left = shown(tab, told)
    assert left == [norm for norm in shown(tab, rows) if norm in everything] and 1 < len(left) < len(everything)
    assert visible(tab, ".nation th[scope=row]") == len(left) and visible(tab, ".nation tr.area") == 1
    tab.get_by_role("button", name="Bỏ lọc").click()
    assert shown(tab, told) == everything


@pytest.mark.parametrize("width", [360, 768, 1200])
def test_nothing_of_it_makes_the_page_wider_than_the_window(width: int, tab: Any) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.evaluate("document.querySelectorAll('.nation details').forEach(each => { each.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.evaluate("""() => [...document.querySelectorAll('.nation td, .nation th, .nation li')].every(
        each => each.getBoundingClientRect().right <= innerWidth)""")
    named = tab.locator(".nation [data-name]").first
    content = named.evaluate("each => getComputedStyle(each, '::before').content")
    assert ("Các địa phương đã cam kết" in content) is (
        width == 360
    )  # where a row has no heads, each part says its own


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_is_unfolded(scheme: str, browser: Any, tmp_path: Path) -> None:
    unfolded = run("provinces", "--format", "html", *AS_OF).stdout.replace(
        "<details data-norm", "<details open data-norm"
    )
    (tmp_path / "page.html").write_text(unfolded, encoding="utf-8")
    assert faults(browser, (tmp_path / "page.html").as_uri(), color_scheme=scheme) == []
    assert faults(browser, (tmp_path / "page.html").as_uri(), viewport={"width": 360, "height": 800}) == []


def test_a_print_has_the_nation_where_that_is_chosen(tab: Any) -> None:
    def printed() -> int:
        return len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True)))

    usual = printed()
    tab.emulate_media(media="print")
    assert visible(tab, ".nation table") == 0
    tab.locator("#print-nation").evaluate("tick => tick.click()")
    assert visible(tab, ".nation table") == 1 and usual < printed() <= usual + 6
    assert "print-nation=true" in tab.url
