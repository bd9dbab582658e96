"""Shapes of one list: how its letters and signs are typed, and how its lines stand on pages."""

import re
from collections.abc import Callable, Sequence
from textwrap import wrap
from unicodedata import normalize

from shapes import SHAPES, Body, Shaped, expected, framed, listed, named, shape
from targets import Wanted

# Signs


def spelt(name: str, change: Callable[[str], str], whole: bool = True) -> None:
    """A shape whose text is `change`d, all of it or that of the list only."""

    def shape(wanted: Sequence[Wanted]) -> Shaped:
        lines = [f"- {named(each)}." for each in wanted]
        body = [change(line) for line in framed([*lines]) if isinstance(line, str)] if whole else None
        return Shaped([*body] if body else framed([change(line) for line in lines]), expected(wanted))

    SHAPES[name] = shape


_OLD = ("óa", "òa", "ỏa", "õa", "ọa", "óe", "ỏe", "úy", "ủy")
_NEW = ("oá", "oà", "oả", "oã", "oạ", "oé", "oẻ", "uý", "uỷ")


def _new_marks(text: str) -> str:
    for old, new in zip(_OLD, _NEW, strict=True):
        text = re.sub(rf"{old}\b", new, text)
    return text.replace("Tỷ lệ", "Tỉ lệ")


_WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789%:;(),<>"}

TYPED: dict[str, Callable[[str], str]] = {
    "decomposed letters": lambda text: normalize("NFD", text),
    "new tone marks": _new_marks,
    "no-break spaces and soft hyphens": lambda text: text.replace(" ", "\xa0").replace("nh", "n\xadh"),
    "lines of 80": lambda text: broken(text, 80),
    "lines of 60": lambda text: broken(text, 60),
    "pages with numbers": lambda text: paged(broken(text, 90)),
    "other line ends": lambda text: text.replace("\n", "\r\n"),
    "no empty lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "spaces before lines": lambda text: re.sub(r"(?m)^", "    ", text),
    "two spaces": lambda text: text.replace(", ", ",  ").replace(". ", ".  "),
}
"""Ways to type the same text, of any document."""


def broken(text: str, width: int) -> str:
    """The same lines, none of them longer than `width`; rows of tables stay as they are."""
    lines = [[line] if "|" in line else wrap(line, width) or [""] for line in text.split("\n")]
    return "\n".join(each for some in lines for each in some)


def paged(text: str) -> str:
    """The same with the number of the page after every forty lines; not among cells that have lines of their own."""
    if "\n|\n" in text:
        return text
    lines = text.split("\n")
    return "\n".join(f"{line}\n{n // 40 + 1}" if n % 40 == 39 else line for n, line in enumerate(lines))


for which in ("decomposed letters", "new tone marks", "no-break spaces and soft hyphens", "two spaces"):
    spelt(which, TYPED[which])
spelt("full-width signs", lambda text: text.translate(_WIDE), whole=False)
spelt("dots as decimal commas", lambda text: re.sub(r"(\d),(\d)", r"\1.\2", text), whole=False)
spelt("footnote marks", lambda text: re.sub(r"\.$", "[1].", text), whole=False)
spelt("superscript footnote marks", lambda text: re.sub(r"\.$", "¹.", text), whole=False)


def compared(name: str, write: Callable[[Wanted], str]) -> None:
    """A shape that writes comparisons in its own way."""
    listed(name, lambda number: "- ", lambda each: each.sentence or f"{each.words} {write(each)}")


def signed(target: Wanted, signs: dict[str, str]) -> str:
    """A value with the sign of its comparison."""
    return f"{signs.get(target.sign, target.sign)} {target._replace(sign='').value}".strip()


def from_upwards(target: Wanted) -> str:
    """`từ Y trở lên` of what is a level to reach at least, else in words as usual."""
    bare = target._replace(sign="").value
    return {"≥": f"từ {bare} trở lên", "≤": f"từ {bare} trở xuống"}.get(target.sign, f"đạt {target.value}")


def at_least(wanted: Sequence[Wanted]) -> list[Wanted]:
    """The same with every bound one that is kept by reaching it, so that there are many of them."""
    signs = {">": "≥", "<": "≤"}
    return [each._replace(sign=signs.get(each.sign, each.sign)) for each in wanted]


def bounded(name: str, write: Callable[[Wanted], str]) -> None:
    """A shape of bounds that are kept by reaching them."""

    def shape(wanted: Sequence[Wanted]) -> Shaped:
        wanted = at_least(wanted)
        lines = [f"- {each.sentence or f'{each.words} {write(each)}'}." for each in wanted]
        return Shaped(framed([*lines]), expected(wanted))

    SHAPES[name] = shape


bounded("signs ≥ and ≤", lambda each: signed(each, {}))
bounded("signs >= and <=", lambda each: signed(each, {"≥": ">=", "≤": "<="}))
bounded("from … upwards", from_upwards)
compared("signs > and <", lambda each: f"đạt {signed(each, {})}")


# Pages


def wrapped(name: str, width: int, between: Callable[[int], list[str]] = lambda page: []) -> None:
    """A shape of lines broken at `width`; after every thirty come the lines `between` pages."""

    def shape(wanted: Sequence[Wanted]) -> Shaped:
        paragraphs = framed([f"- {named(each)}." for each in wanted])
        lines = [line for part in paragraphs if isinstance(part, str) for line in wrap(part, width)]
        body: Body = []
        for page, start in enumerate(range(0, len(lines), 30), 1):
            body += [*(between(page - 1) if start else []), *lines[start : start + 30]]
        return Shaped(body, expected(wanted))

    SHAPES[name] = shape


wrapped("lines of 60", 60)
wrapped("lines of 80", 80)
wrapped("page numbers", 90, lambda page: [f"{page + 1}"])
wrapped("page numbers between dashes", 90, lambda page: [f"- {page + 1} -"])
wrapped("running heads", 90, lambda page: ["Kế hoạch thực hiện Nghị quyết số 42-NQ/TW", f"Trang {page + 1}/9"])


@shape("footnotes")
def _footnotes(wanted: Sequence[Wanted]) -> Shaped:
    body: Body = []
    for number, each in enumerate(wanted, 1):
        body.append(f"- {each.sentence or f'{each.words} đạt {each.value}'} [{number}].")
    notes = [f"[{number}] Theo Quyết định số {100 + number}/QĐ-TTg ngày 15/6/2022." for number in range(1, len(wanted))]
    return Shaped([*framed(body), *notes], expected(wanted))
