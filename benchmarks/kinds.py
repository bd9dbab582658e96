"""Files that hold much of one kind of text or list, for `growth.py`: all texts in a file differ.

A kind makes, for a size in bytes and a chance, the files of a run and the arguments of the command that checks them.
"""

import random
from collections.abc import Callable, Iterator
from itertools import count
from json import dumps
from typing import NamedTuple
from unicodedata import normalize

from nq42check.run.knowledge import load_knowledge

CATALOGUE = load_knowledge().catalogue
SHARES = [
    id for id, each in CATALOGUE.indicators.items() if each.unit and each.unit.id == "percent" and not each.groups
]
SCALES = [id for id, each in CATALOGUE.indicators.items() if each.scale and not each.unit]
ONE, SCALE, GROUPED = "insurance.social", "health.malaria", "culture.remote_people"
LONGEST = 18_000
"""The characters of a long text; 20,000 are the limit."""


class Case(NamedTuple):
    """Files by their names, the command's arguments, and the file that has the size asked for."""

    files: dict[str, bytes]
    args: tuple[str, ...] = ("plan.yaml",)
    grown: str = "plan.yaml"


Kind = Callable[[int, random.Random], Case]
Numbered = Callable[[int], str]
KINDS: dict[str, Kind] = {}

HEAD = """\
province: Ví dụ
document:
  title: Kế hoạch thực hiện Nghị quyết số 42-NQ/TW
  implements: [42-NQ/TW]
  by: 2030
"""
SYLLABLES = (
    "phấn",
    "đấu",
    "xã",
    "dân",
    "cư",
    "lao",
    "động",
    "học",
    "sinh",
    "nước",
    "sạch",
    "nhà",
    "người",
    "già",
    "vùng",
)
SOME = f"targets:\n  - {{indicator: {ONE}, value: trên 60%, where: I}}\n"


def word(chance: random.Random) -> str:
    """A word like those of Vietnamese that stands nowhere else."""
    return chance.choice(SYLLABLES) + "".join(chance.choices("bcdghklmnprstv", k=4))


def filled(size: int, head: str, line: Numbered, foot: str = "") -> str:
    """`head`, as many numbered lines as there is room for, at least one, and `foot`."""
    parts, room = [head], size - len((head + foot).encode(errors="surrogateescape"))
    for number in count():
        parts.append(line(number))
        room -= len(parts[-1].encode(errors="surrogateescape"))
        if room <= 0:
            return "".join([*parts, foot])
    raise AssertionError


def long_texts(size: int, piece: Numbered) -> Iterator[str]:
    """Texts of numbered pieces, each as long as a text may be, together of `size` bytes."""
    numbers = count()
    while size > 0:
        parts, length = [], 0
        while size > 0 and length < LONGEST:
            parts.append(piece(next(numbers)))
            length += len(parts[-1])
            size -= len(parts[-1].encode())
        yield "".join(parts)


def target(indicator: str, value: str, **more: object) -> str:
    """One target, on a line."""
    entry = {"indicator": indicator, "value": value, **({"where": "I"} | more)}
    return f"  - {dumps({key: each for key, each in entry.items() if each is not None}, ensure_ascii=False)}\n"


# Long texts


def text_kind(name: str, ids: list[str], piece: Callable[[int, random.Random], str], write: Callable[..., str]) -> None:
    """A kind of long texts, in targets of `ids` in turn; `write` makes a target of an indicator and a text."""

    def make(size: int, chance: random.Random) -> Case:
        texts = long_texts(size, lambda number: piece(number, chance))
        lines = [write(ids[number % len(ids)], text) for number, text in enumerate(texts)]
        return Case({"plan.yaml": f"{HEAD}targets:\n{''.join(lines)}".encode()})

    KINDS[name] = make


def figure(number: int, chance: random.Random) -> str:
    """A share that no other text has."""
    return f"{50 + number % 50},{chance.randrange(10**9):09}%"


def scope(number: int, chance: random.Random) -> str:
    """A figure, and behind it words of scope."""
    return f"trên {figure(number, chance)}" if number == 0 else f" ở {word(chance)}"


VALUES: dict[str, tuple[list[str], Callable[[int, random.Random], str]]] = {
    "figures": (SHARES, lambda n, chance: f"đến năm 2030 phấn đấu trên {figure(n, chance)} dân số tham gia, "),
    "on a scale": (SCALES, lambda n, chance: f"từng bước loại trừ sốt rét {word(chance)}, cơ bản hoàn thành, "),
    "not understood": (SHARES, lambda n, chance: f"trên đạt {chance.randrange(10**6)} {word(chance)} "),
    "not a level": (SHARES, lambda n, chance: f"giảm {figure(n, chance)} so với năm 2020, mỗi năm thêm "),
    "words": (SHARES, lambda n, chance: f"tiếp tục nâng cao {word(chance)} "),
    "scope": (SHARES, scope),
    "one word": (SHARES, lambda n, chance: word(chance)),
    "digits": (SHARES, lambda n, chance: str(chance.randrange(10**9))),
    "thousands": (SHARES, lambda n, chance: f"{chance.randrange(100, 999)}."),
    "denominators": (["health.doctors"], lambda n, chance: f"trên {chance.randrange(10**6)} nghìn dân "),
    "signs": (SHARES, lambda n, chance: chance.choice(("- ", "( ", "% ", "/", ", ", "; ", "5 ", "… "))),
    "spaces": (SHARES, lambda n, chance: (" " * 40 + word(chance)) if n else "95%"),
    "groups": ([GROUPED], lambda n, chance: f"100% vùng sâu, vùng xa, biên giới, hải đảo {word(chance)} "),
    "decomposed": (SHARES, lambda n, chance: normalize("NFD", f"nâng cao hiệu quả {word(chance)} ")),
    "invisible signs": (SHARES, lambda n, chance: f"{word(chance)}\xad\u200b "),
}
QUOTES: dict[str, tuple[list[str], str, Callable[[int, random.Random], str]]] = {
    "figures": (SHARES, "trên 95%", lambda n, chance: f"phấn đấu trên {figure(n, chance)} dân số tham gia, "),
    "on a scale": (SCALES, "hoàn thành", lambda n, chance: f"cơ bản loại trừ sốt rét {word(chance)}, hoàn thành, "),
    "near indicators": (
        ["labour.certified"],
        "trên 40%",
        lambda n, chance: f"lao động qua đào tạo {word(chance)} đạt trên {figure(n, chance)}; ",
    ),
    "sentences": (SHARES, "trên 95%", lambda n, chance: f"{word(chance)} trên {figure(n, chance)}. "),
    "commas": (SHARES, "trên 95%", lambda n, chance: f"{word(chance)}, "),
    "table rows": (SHARES, "trên 95%", lambda n, chance: f"| {word(chance)} | % | {figure(n, chance)} "),
    "of words": (SHARES, "nâng cao", lambda n, chance: f"nâng {word(chance)} "),
    "denominators": (["health.doctors"], "12 bác sĩ", lambda n, chance: f"12 bác sĩ, {n} dược sĩ trên 10.000 dân, "),
}
for name, (ids, piece) in VALUES.items():
    text_kind(f"value, {name}", ids, piece, target)
for name, (ids, value, piece) in QUOTES.items():
    text_kind(f"quote, {name}", ids, piece, lambda indicator, text, value=value: target(indicator, value, quote=text))
for name in ("note", "where", "owner", "only"):
    text_kind(
        f"text, {name}",
        SHARES,
        lambda n, chance: f"{word(chance)} ",
        lambda indicator, text, name=name: target(indicator, "trên 50%", **{name: text}),
    )
for name, sign in (("block", "|"), ("folded", ">")):
    text_kind(
        f"text, {name}",
        SHARES,
        lambda n, chance: f"      {word(chance)}\n",
        lambda indicator, text, sign=sign: (
            f"  - indicator: {indicator}\n    value: trên 50%\n    where: I\n    note: {sign}\n{text.rstrip()}\n"
        ),
    )
text_kind(
    "text, escapes",
    SHARES,
    lambda n, chance: f"{word(chance)} ",
    lambda indicator, text: "  - " + dumps({"indicator": indicator, "value": "50%", "note": text}) + "\n",
)


def head_kind(name: str, head: str) -> None:
    """A kind with one long text where `head` has a mark."""

    def make(size: int, chance: random.Random) -> Case:
        text = filled(size, "", lambda n: f"{word(chance)} ")
        return Case({"plan.yaml": (head.replace("@", text) + SOME).encode()})

    KINDS[f"name, {name}"] = make


head_kind("province", HEAD.replace("Ví dụ", "@"))
head_kind("title", HEAD.replace("Kế hoạch", "@"))
head_kind("number", HEAD + "  id: @\n")
head_kind("issuer", HEAD + "  issuer: @\n")
head_kind("implements", HEAD.replace("[42-NQ/TW]", "[@]"))


# Keys, comments, broken lines


def line_kind(name: str, line: Callable[[int, random.Random], str], head: str = HEAD + SOME, foot: str = "") -> None:
    """A kind with numbered lines after `head` and `foot` after them."""
    KINDS[name] = lambda size, chance: Case(
        {"plan.yaml": filled(size, head, lambda n: line(n, chance), foot).encode(errors="surrogateescape")}
    )


GOOD, ROW = HEAD + "targets:\n", f"  - indicator: {ONE}\n"
line_kind("keys, unknown at the top", lambda n, chance: f"{word(chance)}{n}: x\n")
line_kind("keys, near known ones", lambda n, chance: f"targets{n}: x\n")
line_kind("keys, unknown in a target", lambda n, chance: f"    {word(chance)}{n}: x\n", GOOD + ROW)
line_kind("keys, unknown in each target", lambda n, chance: f"  - {{indicator: {ONE}, {word(chance)}{n}: x}}\n", GOOD)
line_kind("keys, long", lambda n, chance: f"{''.join(word(chance) for _ in range(100))}: x\n")
line_kind("keys, one long", lambda n, chance: word(chance), HEAD + SOME, ": x\n")
line_kind("keys, twice", lambda n, chance: f"{word(chance)}{n}: x\n", foot="targets: x\n")
line_kind("keys, in each target a text", lambda n, chance: f"  - {word(chance)}{n}\n", GOOD)
line_kind("keys, in each target a wrong type", lambda n, chance: f"  - {{indicator: [{n}], value: {{a: b}}}}\n", GOOD)
line_kind("keys, unknown indicators", lambda n, chance: target(word(chance), "50%"), GOOD)
line_kind("keys, empty values", lambda n, chance: f"  - {{indicator: {ONE}, value: , where: '{n}'}}\n", GOOD)
line_kind("comments", lambda n, chance: f"# {word(chance)}\n")
line_kind("comments, one long", lambda n, chance: f" {word(chance)}", HEAD + SOME + "#")
line_kind(
    "comments, behind values", lambda n, chance: f"{target(SHARES[n % len(SHARES)], f'{n}%').rstrip()} # {n}\n", GOOD
)
line_kind("comments, empty lines", lambda n, chance: " " * (n % 9) + "\n")
line_kind("comments, one line of spaces", lambda n, chance: "          ")


def row(number: int, chance: random.Random) -> str:
    """A target on lines of its own, as officers write it."""
    return f"{ROW}    value: trên {figure(number, chance)}\n    where: I\n"


line_kind("broken, no space behind a dash", row, GOOD, "  -indicator: x\n")
line_kind("broken, no space behind dashes", lambda n, chance: f"  -{word(chance)}: {n}\n", GOOD)
line_kind("broken, no space behind a colon", row, GOOD, "  - indicator:x\n    value: 5\n")
line_kind("broken, no space behind colons", lambda n, chance: f"value:{word(chance)}\n", GOOD)
line_kind("broken, a dash and a long word", lambda n, chance: word(chance), GOOD + "-", "\n'x\n")
line_kind("broken, a dash and dots", lambda n, chance: f"{word(chance)}.", GOOD + "-", "\n'x\n")
line_kind("broken, a dash and spaces", lambda n, chance: "          ", GOOD + "-a", "x\n'x\n")
line_kind("broken, spaces", lambda n, chance: "     ", GOOD, "a\n'x\n")
line_kind("broken, letters", lambda n, chance: "indicator", GOOD, "\n'x\n")
line_kind("broken, one long line", lambda n, chance: word(chance), HEAD + "targets: x\n", "\n")
line_kind("broken, long lines", lambda n, chance: "".join(word(chance) for _ in range(1000)) + "\n", GOOD + "  - x\n")
line_kind("broken, lines without a colon", lambda n, chance: f"{word(chance)}\n")
line_kind("broken, two colons", row, GOOD, "  - indicator: a: b\n")
line_kind("broken, an open quote at the end", row, GOOD, '  - indicator: "a\n')
line_kind("broken, an open quote at the start", row, GOOD + '  - indicator: "a\n')
line_kind("broken, open quotes", lambda n, chance: f"  - '{word(chance)}\n", GOOD)
line_kind("broken, an open bracket at the start", lambda n, chance: f"  {word(chance)}{n},\n", GOOD + "  - [a,\n")
line_kind("broken, a bracket and rows", row, GOOD + "  - [a\n")
line_kind("broken, a tab at the end", row, GOOD, "\t- indicator: a\n")
line_kind("broken, tabs", lambda n, chance: f"\tindicator: {word(chance)}\n", GOOD)
line_kind("broken, a wrong indent at the end", row, GOOD, "   - indicator: a\n")
line_kind("broken, wrong indents", lambda n, chance: f"{' ' * (n % 7 + 1)}{word(chance)}: x\n", GOOD)
line_kind("broken, an operator without quotes", row, GOOD, f"  - indicator: {ONE}\n    value: >= 50%\n")
line_kind("broken, conflict markers", row, GOOD, "<<<<<<< HEAD\na: b\n=======\n")
line_kind("broken, a control character", row, GOOD, "\x07\n")
line_kind("broken, a control character behind an escape", row, GOOD, '  - "\\x07"\n')
line_kind("broken, not UTF-8 at the end", row, GOOD, "\udcff\n")
line_kind("broken, not UTF-8 in a long line", lambda n, chance: word(chance), "#", "\udcff\n")
line_kind("broken, TCVN3", lambda n, chance: "# Ch\udcad\udcac\n", HEAD.encode("ascii", "replace").decode())
line_kind("broken, nearly TCVN3", lambda n, chance: "# aµ zz ¬ zz\n" if n < 2 else f"# {n} zz\n", "a: b\n")
line_kind("broken, two documents", row, GOOD, "---\na: b\n")
line_kind("broken, an alias", row, GOOD, "  - &a b\n")
line_kind("broken, nested lists", lambda n, chance: "[", GOOD + "  - ")
line_kind("broken, nested mappings", lambda n, chance: "{a: ", GOOD + "  - ")
line_kind("broken, nested dashes", lambda n, chance: "- ", GOOD + "  ")
line_kind("broken, question marks", lambda n, chance: f"? {word(chance)}\n", HEAD)
line_kind("broken, brackets and commas", lambda n, chance: "{},", GOOD + "  - [")
line_kind("broken, decomposed", lambda n, chance: normalize("NFD", row(n, chance)), GOOD, "\t- x\n")
