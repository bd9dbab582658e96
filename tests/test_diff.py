"""`nq42check diff` as its users run it: what it tells in each format, how it ends, and which plans are a pair."""

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from command import Done, run
from conftest import HEAD, entry
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from pages import Reader

from nq42check.reading.schemas import schema
from nq42check.texts import LANGUAGES

FORMATS = ("table", "json", "markdown", "html")
OLD = entry("insurance.social", "60%")
GRANTED = "waivers:\n  - {rule: NQ101, indicator: insurance.social, value: 50%, reason: r, authority: UBND, until: "
ABSENT = "not_applicable:\n  - {indicator: wastewater.rural_collection, reason: không có}\n"


def plan(targets: str = OLD, more: str = "", place: str = "Huế", implements: str = "42-NQ/TW", title: str = "t") -> str:
    head = HEAD.replace("Ví dụ", place).replace("[42-NQ/TW]", f"[{implements}]")
    return head.replace("Kế hoạch thực hiện Nghị quyết số 42-NQ/TW", title) + targets + more


def diff(folder: Path, old: dict[str, str], new: dict[str, str], *args: str, lang: str = "en") -> Done:
    """What is said of two folders of plans, each a text by its file's name."""
    for side, files in (("o", old), ("n", new)):
        (folder / side).mkdir(exist_ok=True)
        for before in (folder / side).iterdir():
            before.unlink()
        for name, text in files.items():
            (folder / side / f"{name}.yaml").write_text(text, encoding="utf-8")
    return run("diff", "o", "n", "--lang", lang, *args, cwd=folder)


def data(folder: Path, old: dict[str, str], new: dict[str, str]) -> dict[str, Any]:
    """The same for machines, held to its schema."""
    found: dict[str, Any] = json.loads(diff(folder, old, new, "--format", "json").stdout)
    Draft202012Validator(schema("diff")).validate(found)
    return found


@pytest.mark.parametrize(
    "old, new, kind, line, words",
    [
        (plan(), plan(implements="72-NQ/TW"), "implements", 4, "42-NQ/TW"),
        (plan(), plan(more=GRANTED + "2028-12-31}\n"), "waiver", 11, "2028-12-31"),
        (plan(more=GRANTED + "2028-12-31}\n"), plan(more=GRANTED + "2029-12-31}\n"), "waiver", 11, "2028-12-31"),
        (plan(), plan(more=ABSENT), "excuse", 11, "không có"),
    ],
)
def test_what_a_plan_takes_back_is_told_and_fails(
    old: str, new: str, kind: str, line: int, words: str, tmp_path: Path
) -> None:
    for format in FORMATS:
        done = diff(tmp_path, {"a": old}, {"a": new}, "--format", format)
        assert done.returncode == 1 and words in done.stdout.replace("\\", ""), format
    found = data(tmp_path, {"a": old}, {"a": new})
    assert [(each["kind"], each["line"]) for each in found["losses"]] == [(kind, line)]
    assert [each["change"] for each in found["changes"]] == ["same"]
    assert diff(tmp_path, {"a": new}, {"a": old}).returncode == (kind == "implements")
    assert diff(tmp_path, {"a": new}, {"a": new}).returncode == 0


@pytest.mark.parametrize(
    "value, until, words",
    [
        ("50%", "2029-12-31", "the waiver for “50%” lasts until 2029-12-31, before until 2028-12-31; authority: UBND"),
        ("40%", "2028-12-31", "now accepts “40%”, before “50%”; until 2028-12-31; authority: UBND"),
        ("40%", "2029-12-31", "“50%” until 2028-12-31 is now one for “40%” until 2029-12-31; authority: UBND"),
    ],
)
def test_what_a_wider_waiver_accepts_and_accepted(value: str, until: str, words: str, tmp_path: Path) -> None:
    new = plan(more=GRANTED.replace("50%", value) + until + "}\n")
    (loss,) = data(tmp_path, {"a": plan(more=GRANTED + "2028-12-31}\n")}, {"a": new})["losses"]
    assert words in loss["message"]


def test_a_line_is_that_of_the_file_and_comes_before_what_it_says(tmp_path: Path) -> None:
    new = plan(implements="72-NQ/TW")
    assert new.splitlines()[3].startswith("  implements:")
    told = diff(tmp_path, {"a": plan()}, {"a": new}, lang="vi").stdout
    assert "NỚI RÀNG BUỘC (1)\n  Dòng 4: 42-NQ/TW: " in told


def test_a_plan_that_is_gone_is_told_before_its_targets(tmp_path: Path) -> None:
    both, one = {"a": plan(), "b": plan(place="Vinh")}, {"a": plan()}
    done = diff(tmp_path, both, one)
    gone = done.stdout[done.stdout.index("Vinh · o/b.yaml → (gone)") :]
    assert done.returncode == 1 and gone.index("This plan is gone") < gone.index("DROPPED (1)")
    assert data(tmp_path, both, one)["losses"][0]["line"] is None


def test_a_plan_without_targets_that_is_gone_fails(tmp_path: Path) -> None:
    task = entry("insurance.social", "60%", "task: true")
    done = diff(tmp_path, {"a": plan(), "b": plan(task, place="Vinh")}, {"a": plan()})
    assert done.returncode == 1 and "This plan is gone" in done.stdout and "DROPPED" not in done.stdout


def test_a_plan_that_was_added_takes_nothing_back(tmp_path: Path) -> None:
    new = {"a": plan(), "b": plan(place="Vinh", more=GRANTED + "2028-12-31}\n")}
    assert diff(tmp_path, {"a": plan()}, new).returncode == 0
    found = data(tmp_path, {"a": plan()}, new)
    assert (found["totals"]["added"], found["losses"]) == (1, [])


def test_an_unchanged_target_that_is_newly_waived_is_called_unchanged_and_excused(tmp_path: Path) -> None:
    old, new = {"a": plan(OLD + entry("health.stunting", "20%"))}, {}
    new["a"] = old["a"] + GRANTED + "2028-12-31}\n"
    said = diff(tmp_path, old, new).stdout
    assert "SAME (1)" in said and "60% → 60% (line 8) · newly waived" in " ".join(said.split())
    assert [each["excused"] for each in data(tmp_path, old, new)["changes"]] == [True, False]


@pytest.mark.parametrize(
    "old, new, expected",
    [
        # However the place is spelt, and whatever the file is called.
        ({"a": plan(place="Hòa Bình"), "b": plan()}, {"x": plan(place="Hoà  bình"), "y": plan()}, (0, 2)),
        # Plans of one place by their documents.
        (
            {"a": plan(title="một"), "b": plan(title="hai")},
            {"a": plan(title="hai"), "b": plan(title="Một")},
            (0, 2),
        ),
        ({"a": plan(title="một"), "b": plan(title="hai")}, {"a": plan(title="một"), "b": plan(title="ba")}, (0, 2)),
        ({"a": plan(title="một"), "b": plan(title="hai")}, {"a": plan(title="một")}, (1, 2)),
        # One plan on each side, whatever its name.
        ({"a": plan(place="Huế")}, {"b": plan(place="Vinh")}, (0, 1)),
        ({"a": plan(place="Huế"), "b": plan(place="Vinh")}, {"a": plan(place="Huế"), "b": plan(place="Lào")}, (1, 3)),
    ],
)
def test_plans_are_paired_by_place_and_document(
    old: dict[str, str], new: dict[str, str], expected: tuple[int, int], tmp_path: Path
) -> None:
    done = diff(tmp_path, old, new)
    assert (done.returncode, data(tmp_path, old, new)["totals"]["plans"]) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_totals_of_all_plans_add_up(lang: str, tmp_path: Path) -> None:
    more = entry("health.stunting", "20%")
    old = {"a": plan(OLD + more), "b": plan(place="Vinh"), "c": plan(place="Lào")}
    new = {"a": plan(entry("insurance.social", "50%")), "b": plan(more + OLD.replace("60", "70"), place="Vinh")}
    found = data(tmp_path, old, new)
    totals = dict(plans=3, weakened=1, dropped=2, undecided=0, raised=1, added=1, same=0, losses=1, lapsed=1, reached=0)
    assert found["totals"] == totals
    assert [each["place"] for each in (*found["changes"], *found["losses"])] == [
        "Huế",
        "Huế",
        "Lào",
        "Vinh",
        "Vinh",
        "Lào",
    ]
    last = " ".join(diff(tmp_path, old, new, lang=lang).stdout.rpartition("\n\n")[2].split())
    assert [int(part.rpartition(": ")[2]) for part in last.split(" · ")] == [*totals.values()]
    alone = diff(tmp_path, {"a": old["a"]}, {"a": new["a"]}, lang=lang).stdout
    assert not any(name in alone for name in ("plans compared", "kế hoạch được so"))
    page = Reader(diff(tmp_path, old, new, "--format", "html", lang=lang).stdout).open[0]
    (numbers,) = page.all("dl", class_="totals targets")
    assert [int(number.text) for number in numbers.all("dd")] == [*totals.values()]


def test_markdown_has_a_table_for_each_plan_that_changed_the_worst_first(tmp_path: Path) -> None:
    raised, weakened = entry("insurance.social", "70%"), entry("insurance.social", "50%") + OLD.replace("60%", "9%")
    old = {"a": plan(place="An"), "b": plan(place="Bình"), "c": plan(place="Cát")}
    new = {"a": plan(raised, place="An"), "b": plan(weakened, place="Bình"), "c": plan(place="Cát")}
    text = diff(tmp_path, old, new, "--format", "markdown").stdout
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    heads = [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]
    assert heads == ["What has changed in the plans", "Bình", "An"]
    assert sum(token.type == "table_open" for token in tokens) == 2
    assert text.endswith("Unchanged (1): Cát.\n")
    assert "| weakened |" in text[: text.index("| added |")] and "| raised |" in text[text.index("### An") :]


def test_the_table_tells_the_worst_first_and_unchanged_plans_in_one_line(tmp_path: Path) -> None:
    raised, weakened = entry("insurance.social", "70%"), entry("insurance.social", "50%")
    old = {"a": plan(place="An"), "b": plan(place="Bình"), "c": plan(place="Đà"), "e": plan(place="Yên")}
    new = {
        "a": plan(raised, place="An"),
        "b": plan(weakened, place="Bình"),
        "c": plan(place="Đà"),
        "e": plan(place="Yên"),
    }
    text = diff(tmp_path, old, new).stdout
    assert text.startswith("Bình · ") and "\nAn · " in text
    assert "\nUnchanged (2): Đà, Yên.\n" in text  # in the order of the alphabet


def test_the_norms_that_are_lost_are_named_in_the_sentence_that_says_why(tmp_path: Path) -> None:
    text = diff(tmp_path, {"a": plan()}, {"a": plan(implements="72-NQ/TW")}, "--format", "markdown").stdout
    assert "does not lead there any more: " in text and ".:" not in text


HOSTILE = '"<b>[x](http://y.vn) | @ai *z* {{1+1}}</b>"'


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_texts_of_a_plan_stay_texts(format: str, tmp_path: Path) -> None:
    waiver = GRANTED.replace("UBND", HOSTILE) + "2028-12-31}\n"
    place = HOSTILE.replace("http://y.vn", "y")
    done = diff(tmp_path, {"a": plan(place=place)}, {"a": plan(place=place, more=waiver)}, "--format", format)
    assert done.returncode == 1
    text = done.stdout
    page = MarkdownIt("commonmark").enable("table").render(text) if format == "markdown" else text
    assert not any(sign in page for sign in ("<b>", "<i>", "<a href", "<em>"))
    shown = unescape(page).replace("\u200b", "")
    assert shown.count(HOSTILE.strip('"')) == 1 and shown.count(place.strip('"')) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_loads_nothing_and_its_tables_can_be_heard(lang: str, tmp_path: Path) -> None:
    text = diff(tmp_path, {"a": plan()}, {"a": plan(entry("insurance.social", "50%"))}, "--format", "html", lang=lang)
    page = Reader(text.stdout).open[0]
    assert (
        not list(page.all("script")) and not list(page.all("img")) and "http" not in text.stdout.replace("http-eq", "")
    )
    (policy,) = (meta.attributes["content"] for meta in page.all("meta") if "http-equiv" in meta.attributes)
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "script-src" not in policy
    (table,) = page.all("table")
    assert len(list(table.all("caption"))) == 1
    assert [each.attributes["scope"] for each in table.all("th")] == ["col"] * 7 + ["row"]
    assert next(page.all("html")).attributes["lang"] == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_of_the_table_fit_the_terminal(lang: str, tmp_path: Path) -> None:
    new = plan(implements="72-NQ/TW", more=ABSENT + GRANTED + "2028-12-31}\n")
    assert max(map(len, diff(tmp_path, {"a": plan()}, {"a": new}, lang=lang).stdout.splitlines())) <= 80


SOCIAL = "insurance.social"


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("60%", "50%", [("met", "weaker")]),
        ("50%", "60%", [("weaker", "met")]),
        ("60%", None, [("met", "missing")]),
        (None, "60%", [("missing", "met")]),
        ("60%", "mỗi năm tăng 1%", [("met", "undecided")]),
        ("70%", "60%", []),  # weakened, and still met
        ("50%", "40%", []),
        ("60%", "60%", []),
    ],
)
def test_a_verdict_that_a_change_turns_is_told_with_it(
    old: str | None, new: str | None, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    beside = entry("health.doctors", "19 bác sĩ/10.000 dân")
    before, after = ({"a": plan(beside + (entry(SOCIAL, value) if value else ""))} for value in (old, new))
    found = data(tmp_path, before, after)
    assert [(each["before"], each["now"]) for each in found["verdicts"]] == expected
    assert all((each["indicator"], each["document"]) == (SOCIAL, "42-NQ/TW") for each in found["verdicts"])
    turned = ["met" in pair and pair.index("met") for pair in expected]
    assert (found["totals"]["lapsed"], found["totals"]["reached"]) == (turned.count(0), turned.count(1))
    words = {"met": "met", "weaker": "weaker", "missing": "missing", "undecided": "undecided"}
    for format in ("table", "markdown"):
        text = " ".join(diff(tmp_path, before, after, "--format", format).stdout.split())
        assert all(f": {words[was]} → {words[now]}" in text for was, now in expected)
        assert bool(expected) == ("42-NQ/TW, 2030" in text)


WASTE, CULTURE = "waste.industrial_hazardous", "culture.remote_people"
HAZARDOUS = "quote: 100% chất thải nguy hại được thu gom và xử lý"


@pytest.mark.parametrize(
    "old, new, remarks",
    [
        ((HAZARDOUS,), (), ["no longer limited to “chất thải nguy hại”", "no quote shows that it promises more"]),
        ((), (HAZARDOUS,), ["limited to “chất thải nguy hại” now"]),
        (("only: ở đô thị",), (), ["no longer limited to “ở đô thị”"]),
        ((), ("only: ở đô thị",), ["limited to “ở đô thị” now"]),
        (("only: ở đô thị",), ("only: ở xã",), ["limited to “ở xã” instead of “ở đô thị”"]),
        ((), ("counts: communes",), ["counts something else now (counts: waste → communes)"]),
        ((), (), []),
    ],
)
def test_of_values_alike_a_remark_says_what_differs(
    old: tuple[str, ...], new: tuple[str, ...], remarks: list[str], tmp_path: Path
) -> None:
    before, after = ({"a": plan(entry(WASTE, "100%", *lines))} for lines in (old, new))
    (found,) = data(tmp_path, before, after)["changes"]
    assert len(found["remarks"]) == len(remarks) and bool(remarks) == (found["change"] != "same")
    assert all(words in said for words, said in zip(remarks, found["remarks"], strict=True))
    for format in ("table", "markdown", "html"):
        text = diff(tmp_path, before, after, "--format", format).stdout
        text = " ".join(unescape(text).split())
        assert all(words in text for words in remarks), format


def test_groups_that_are_covered_besides_are_named(tmp_path: Path) -> None:
    before, after = ({"a": plan(entry(CULTURE, "90%", *lines))} for lines in (("groups: [remote, border]",), ()))
    (found,) = data(tmp_path, before, after)["changes"]
    assert (found["change"], found["remarks"]) == ("raised", ["covers besides: islands"])


def test_a_norm_that_is_met_since_a_quote_is_gone_is_not_counted_as_reached(tmp_path: Path) -> None:
    limited = "quote: 60% lực lượng lao động ở đô thị tham gia bảo hiểm xã hội"
    before, after = ({"a": plan(entry(SOCIAL, "60%", *lines))} for lines in ((limited,), ()))
    found = data(tmp_path, before, after)
    turned = [(each["before"], each["now"], each["unproven"]) for each in found["verdicts"]]
    assert turned == [("narrower", "met", True)]
    assert (found["totals"]["reached"], found["totals"]["raised"], found["totals"]["undecided"]) == (0, 0, 1)
    found = data(tmp_path, after, before)
    assert [(each["before"], each["now"], each["unproven"]) for each in found["verdicts"]] == [
        ("met", "narrower", False)
    ]
    assert (found["totals"]["lapsed"], found["totals"]["weakened"]) == (1, 1)
    declared = {"a": plan(entry(SOCIAL, "60%", "only: ở đô thị"))}
    assert data(tmp_path, declared, after)["totals"]["reached"] == 1


def test_a_norm_that_is_not_compared_any_more_has_no_other_verdict(tmp_path: Path) -> None:
    """It is told as taken back: whether the plan still keeps it nobody has asked."""
    weaker = plan(entry(SOCIAL, "50%"), implements="72-NQ/TW")
    assert data(tmp_path, {"a": plan()}, {"a": weaker})["verdicts"] == []
    assert data(tmp_path, {"a": plan()}, {"a": plan(more=ABSENT)})["verdicts"] == []
    assert data(tmp_path, {"a": plan(), "b": plan(place="Vinh")}, {"a": plan()})["verdicts"] == []


@pytest.mark.parametrize("format", ["table", "markdown", "html"])
def test_a_norm_that_follows_from_another_target_is_told_beside(format: str, tmp_path: Path) -> None:
    old, new = ({"a": plan(entry("water.clean", value))} for value in ("100%", "90%"))
    (turned,) = (each for each in data(tmp_path, old, new)["verdicts"] if each["indicator"] == "water.clean_rural")
    assert (turned["before"], turned["now"]) == ("met", "missing")
    text = diff(tmp_path, old, new, "--format", format).stdout
    assert "another result" in text.lower() and "80%" in text[text.lower().index("another result") :]


def test_of_several_norms_the_gravest_is_told_and_the_others_counted(tmp_path: Path) -> None:
    def stated(value: str) -> dict[str, str]:
        text = plan(
            entry("health.stunting", value, "by: 2030"), implements="262/2025/QH15"
        )  # < 15% (2030), < 13% (2035)
        return {"a": text.replace("  by: 2030", "  by: 2035", 1)}

    turned = [
        (each["by"], each["before"], each["now"]) for each in data(tmp_path, stated("10%"), stated("14%"))["verdicts"]
    ]
    assert turned == [(2035, "met", "weaker")]
    assert "another result" not in diff(tmp_path, stated("10%"), stated("14%")).stdout
    turned = [
        (each["by"], each["before"], each["now"]) for each in data(tmp_path, stated("10%"), stated("20%"))["verdicts"]
    ]
    assert sorted(turned) == [(2030, "met", "weaker"), (2035, "met", "weaker")]
    assert "and another result on 1 more" in " ".join(diff(tmp_path, stated("10%"), stated("20%")).stdout.split())


def provinces(count: int, old: str = "60%", new: str = "50%") -> tuple[dict[str, str], dict[str, str]]:
    """So many plans of which each is weakened, the later the more targets of it."""
    ids = ("insurance.social", "health.stunting", "health.doctors", "water.clean_rural")
    of = [ids[: 1 + number % len(ids)] for number in range(count)]
    values = {"health.stunting": ("10%", "20%"), "health.doctors": ("19 bác sĩ/10.000 dân", "15 bác sĩ/10.000 dân")}
    sides = (
        {
            f"{number:03}": plan(
                "".join(entry(id, values.get(id, (old, new))[side]) for id in of[number]), "", f"P{number:03}"
            )
            for number in range(count)
        }
        for side in (0, 1)
    )
    before, after = sides
    return before, after


@pytest.mark.parametrize("lang", LANGUAGES)
def test_many_plans_are_first_in_a_table_the_worst_first(lang: str, tmp_path: Path) -> None:
    old, new = provinces(6)
    text = diff(tmp_path, old, new, lang=lang).stdout
    table = text.partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in table[1:7]] == ["P003", "P002", "P001", "P005", "P000", "P004"]
    assert table[0].split()[-2:] == ["▼", "↓"] and table[1].split()[1] == "4" and max(map(len, table)) <= 80
    heads = [line.split()[0] for line in text.splitlines() if line.startswith("P") and " · o/" in line]
    assert heads == ["P003", "P002", "P001", "P005", "P000", "P004"]
    few = diff(tmp_path, *provinces(3), lang=lang).stdout
    assert few.startswith("P002 · ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_read_aloud_has_no_signs(lang: str, tmp_path: Path) -> None:
    old, new = provinces(5)
    old |= {"gone": plan(place="Vinh"), "kept": plan(place="Yên")}
    new |= {"kept": plan(place="Yên", more=GRANTED + "2028-12-31}\n")}
    for before, after in ((old, new), ({"a": plan()}, {"a": plan(entry(SOCIAL, "≥ 50%"))})):
        for side, files in (("o", before), ("n", after)):
            (tmp_path / side).mkdir(exist_ok=True)
            for path in (tmp_path / side).iterdir():
                path.unlink()
            for name, text in files.items():
                (tmp_path / side / f"{name}.yaml").write_text(text, encoding="utf-8")
        done = run("diff", "o", "n", "--lang", lang, cwd=tmp_path, env={"ACCESSIBLE": "1"})
        assert done.returncode == 1 and not set(done.stdout) & set("→·∅▼▲✕↓≥")
    assert {"vi": "trước là 60%, nay là ít nhất 50%", "en": "before 60%, now at least 50%"}[lang] in done.stdout
