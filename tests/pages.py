"""Pages as tests read them: as a tree of elements, and in a browser."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from command import run

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


def visible(tab: Any, selector: str) -> int:
    shown = "selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).length"
    return int(tab.evaluate(shown, selector))


def luminance(colour: str) -> Decimal:
    """The relative luminance by which contrast is measured (WCAG 2)."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return Decimal(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: str, other: str) -> Decimal:
    """How far two colours are apart (WCAG 2): 1 for equals, 21 for black and white."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + Decimal("0.05")) / (darker + Decimal("0.05"))


def faults(browser: Any, address: str, **look: Any) -> list[tuple[str, str]]:
    """What axe finds wrong with a page: the rule, and the first element that breaks it."""
    axe = Path(pytest.importorskip("axe_playwright_python").__file__).with_name("axe.min.js")
    context = browser.new_context(bypass_csp=True, **look)
    tab = context.new_page()
    tab.goto(address)
    tab.evaluate(axe.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    context.close()
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def page(*args: str, **options: Any) -> Element:
    """The report as a page, of paths and further options."""
    return Reader(run("--format", "html", *AS_OF, *args, **options).stdout).open[0]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(run("provinces", "--format", "html", *AS_OF).stdout, encoding="utf-8")
    return path.as_uri()


@contextmanager
def opened(browser: Any, address: str) -> Iterator[Any]:
    """A page in a new tab; whatever the browser complains of fails the test."""
    tab = browser.new_page(viewport={"width": 1200, "height": 900})
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on(
        "request", lambda request: complaints.append(request.url) if request.url != address.partition("#")[0] else None
    )
    tab.goto(address)
    yield tab
    assert complaints == []
    tab.close()


@pytest.fixture
def tab(browser: Any, report: str) -> Iterator[Any]:
    """The report of the four provinces in a new tab."""
    with opened(browser, report) as found:
        yield found
