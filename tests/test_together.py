"""`nq42check compare` as its users run it: what it shows of few and of many plans, of all and of what is chosen."""

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command import ENGLISH, USUAL, WORTH_SEVERAL, Done, environment, run, run_process
from conftest import HEAD, ROOT, entry
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from rich.cells import cell_len
from test_completion import offered
from test_losses import baseline

from nq42check.judging.assess import Status
from nq42check.reading.schemas import schema
from nq42check.reports.together import MOST, SIGNS
from nq42check.texts import LANGUAGES

NORMS = baseline(
    "N",
    ("insurance.social", "60%", 2030, ""),
    ("health.doctors", "19", 2030, ""),
    ("health.stunting", "dưới 15%", 2030, ""),
).replace("evidence: reported, basis: b", "evidence: verified, basis: 'https://example.com'", 1)
GRANTED = "{rule: NQ101, indicator: insurance.social, value: 50%, reason: r, authority: UBND, until: 2999-12-31}"
WAIVED = f"waivers:\n  - {GRANTED}\n"
PLANS = {
    "Cao Bằng": entry("insurance.social", "60%") + entry("health.doctors", "20 bác sĩ"),
    "Bắc Kạn": entry("insurance.social", "50%")
    + entry("health.doctors", "12 bác sĩ/10.000 dân")
    + entry("health.stunting", "dưới 25%")
    + WAIVED,
    "Lào Cai": entry("insurance.social", "70%")
    + entry("health.doctors", "19 bác sĩ/10.000 dân")
    + entry("health.stunting", "dưới 14%"),
}
FORMATS = ("table", "json", "csv", "markdown")
PROVINCES = sorted((ROOT / "provinces").glob("*.yaml"))
VIETNAMESE = {"LC_ALL": "vi_VN"}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Three plans and the norms to hold them against."""
    (tmp_path / "plans").mkdir()
    for number, (place, targets) in enumerate(PLANS.items()):
        text = HEAD.replace("Ví dụ", place) + targets
        (tmp_path / f"plans/{number}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "norms.yaml").write_text(NORMS, encoding="utf-8")
    return tmp_path


def compare(folder: Path, *args: str, **env: str) -> Done:
    """The three plans compared, in Vietnamese unless asked otherwise."""
    return run("compare", "plans", "--against", "norms.yaml", *args, cwd=folder, env=VIETNAMESE | env)


def data(folder: Path, *args: str) -> dict[str, Any]:
    """The same for programs, held to its schema."""
    return parsed(compare(folder, *args, "--format", "json"))


def parsed(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    Draft202012Validator(schema("compare")).validate(found)
    return found


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """34 provinces, made of the four by other names."""
    return copies(tmp_path_factory.mktemp("many"), 34)


def copies(folder: Path, count: int) -> Path:
    for number in range(count):
        text = PROVINCES[number % 4].read_text(encoding="utf-8")
        text = re.sub(r"(?m)^province: .*", f"province: Thành phố Số {number}", text, count=1)
        (folder / f"{number:04}.yaml").write_text(text, encoding="utf-8")
    return folder


# What is shown


def in_columns(said: str) -> list[list[str]]:
    """The words of each line; older releases of rich make the last column wider by a cell."""
    return [line.split() for line in said.splitlines()]


def test_signs_stand_in_a_line_for_each_plan_and_norms_below(three: Path) -> None:
    assert in_columns(compare(three, "--show", "symbols").stdout) == in_columns(
        "3 kế hoạch: 5/9 đạt · 3 yếu hơn chuẩn · 1 chưa có chỉ tiêu\n"
        "\n"
        "  Kế hoạch lỗi Đạt 123\n"
        "1 Bắc Kạn    2 0/3 §▼▼\n"
        "2 Cao Bằng   1 2/3 ✓*○\n"
        "3 Lào Cai    0 3/3 ✓✓✓\n"
        "\n"
        "  Chuẩn (năm 2030)                                                 Đạt ▼ ○ §\n"
        "1 Lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội: 60%   2/3 – – 1\n"
        "2 ◌ Số bác sĩ trên 10.000 dân: 19 bác sĩ/10.000 dân                2/3 1 – –\n"
        "3 ◌ Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi: dưới 15% 1/3 1 1 –\n"
        "\n"
        "✓ đạt · * đạt theo cách hiểu đơn vị, theo lưu ý khi nhập hoặc tính từ các phần ·\n"
        "▼ yếu hơn chuẩn · ○ chưa có chỉ tiêu · § chưa đạt, có ngoại lệ đã chấp thuận\n"
        "hoặc là phát hiện đã biết · ◌ chuẩn chưa có nguyên văn\n"
    )


def test_counts_have_the_norm_first_that_most_fall_short_of(three: Path) -> None:
    said = compare(three, "--show", "counts").stdout
    shown = [line for line in said.splitlines() if re.search(r" \d/3\b", line)]
    assert [re.sub(r" {2,}", " ", line) for line in shown] == [
        "◌ Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi: dưới 15% 1/3 1 1 –",
        "Lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội: 60% 2/3 – – 1",
        "◌ Số bác sĩ trên 10.000 dân: 19 bác sĩ/10.000 dân 2/3 1 – –",
        "1 Bắc Kạn 2 0/3 2 – 1",
        "2 Cao Bằng 1 2/3 – 1 –",
        "3 Lào Cai 0 3/3 – – –",
    ]


def test_few_plans_stand_side_by_side_with_their_values_and_totals(three: Path) -> None:
    said = compare(three).stdout
    assert said.startswith("Chuẩn (năm 2030)") and said.splitlines()[0].split()[-7:] == [
        *("Bắc", "Kạn", "Cao", "Bằng", "Lào", "Cai", "Đạt")
    ]
    assert "▼§ 50%" in said and "✓ 20 bác sĩ*" in said and "○ " in said
    assert re.search(r"Đạt, trên mọi chuẩn +0/3 +2/3 +3/3\n", said)


def test_norms_of_several_years_say_theirs(three: Path) -> None:
    (three / "norms.yaml").write_text(
        NORMS.replace(
            "15%, binds: each, evidence: reported, basis: b, by: 2030",
            "15%, binds: each, evidence: reported, basis: b, by: 2028",
        ),
        encoding="utf-8",
    )
    said = compare(three, "--show", "symbols", COLUMNS="200").stdout
    assert "dưới 15% (2028)" in said and "60% (2030)" in said and "(năm" not in said and "Chuẩn  " in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 120, 400])
@pytest.mark.parametrize("show", ["values", "symbols", "counts"])
def test_no_line_is_wider_than_the_screen_and_no_word_is_cut(show: str, width: int, language: str) -> None:
    args = ("compare", "provinces", "--show", show, "--lang", language)
    said, wide = (run(*args, env={"COLUMNS": str(each)}).stdout for each in (width, 400))
    assert said == "".join(f"{line.rstrip()}\n" for line in said.splitlines())
    assert max(map(cell_len, said.splitlines())) <= width
    signs = re.compile(rf"[\d·{re.escape(''.join(SIGNS))}§]+")
    words = {word for word in said.split() if not signs.fullmatch(word)}
    assert words <= {*wide.split()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_34_provinces_are_told_in_less_than_120_lines_of_80_columns(language: str, many: Path) -> None:
    done = run("compare", many, "--lang", language)
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) < 120 and max(map(cell_len, lines)) <= 80
    assert all(f" Thành phố Số {number} " in done.stdout for number in range(34))
    found = parsed(run("compare", many, "--format", "json"))
    ranked = re.findall(r"(?m)^ *(\d+) (Thành phố Số \d+) +(\d+) +(\d+)/(\d+) (.*)$", done.stdout)
    assert [(int(rank), name, int(errors), int(met), int(of)) for rank, name, errors, met, of, _ in ranked] == [
        (plan["plan"], plan["name"], plan["errors"], plan["met"], plan["compared"]) for plan in found["plans"]
    ]
    shown = Counter("".join(signs for *_, signs in ranked))
    for each, status in SIGNS.items():
        alike = [
            cell for cell in found["cells"] if cell["status"] == status.value and cell["on_a_reading"] == (each == "*")
        ]
        assert shown[each] == len(alike)
    totals = re.findall(r"(?m) (\d+)/(\d+)(?: +(?:\d+|–))+$", done.stdout)
    assert totals == [(str(norm["met"]), str(norm["compared"])) for norm in found["norms"]]


EVERY_STATUS = (
    entry("insurance.health", "95%")
    + entry("insurance.social", "tiếp tục nâng cao")
    + entry("insurance.unemployment", "45%", "by: 2035")
    + entry("health.stunting", "trên 20%")
    + entry("health.fertility", "đạt 2,16 con")
    + entry("water.clean_rural", "30%")
    + entry("merit.living_standard", "100%", "groups: [people_with_merit]")
    + entry("health.doctors", "20 bác sĩ")
    + entry("labour.certified", "50%")
    + "not_applicable:\n  - {indicator: wastewater.rural_collection, reason: không có}\n"
    + "waivers:\n  - {rule: missing, indicator: health.nurses, reason: r, authority: UBND, until: 2999-12-31}\n"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_are_34_that_have_every_status(language: str, tmp_path: Path) -> None:
    for number in range(34):
        text = HEAD.replace("Ví dụ", f"Thành phố Hải Phò{number:02}") + EVERY_STATUS
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    lines = run("compare", tmp_path, "--lang", language).stdout.splitlines()
    assert len(lines) < 120 and max(map(cell_len, lines)) <= 80
    assert all(re.search(rf" Thành phố Hải Phò{number:02} ", "\n".join(lines)) for number in range(34))
    signs = {*"".join(line.partition("/")[2] for line in lines if "Thành phố" in line)}
    assert {*SIGNS, "§"} - {"i"} <= signs


def test_each_sign_stands_under_the_number_of_its_norm(many: Path) -> None:
    lines = run("compare", many).stdout.splitlines()
    (first,) = [place for place, line in enumerate(lines) if line.startswith(" 1 ")][:1]
    tens, units, signs = lines[first - 2], lines[first - 1], lines[first]
    begin = units.index("12345")
    numbers = [int((tens.ljust(80)[at] + units[at]).strip()) for at in range(begin, len(units)) if units[at] != " "]
    found = parsed(run("compare", many, "--format", "json"))
    worst = {cell["norm"]: cell for cell in found["cells"] if cell["plan"] == 1}
    assert numbers == [*range(1, found["totals"]["norms"] + 1)]
    for number, each in zip(numbers, signs[begin:].replace(" ", ""), strict=True):
        if number in worst:
            assert SIGNS[each].value == worst[number]["status"]
        else:
            assert each == "·"


def test_of_very_many_plans_the_first_hundred_are_told_and_the_others_counted(tmp_path: Path) -> None:
    copies(tmp_path, MOST + 5)
    said = run("compare", ".", cwd=tmp_path, env=VIETNAMESE).stdout
    assert len(re.findall(r"(?m)^ *\d+ Thành phố", said)) == MOST and "và 5 kế hoạch nữa" in said
    assert len(re.findall("Thành phố", run("compare", ".", "--show", "symbols", cwd=tmp_path).stdout)) == MOST + 5
    assert "\n\n\n" not in said and max(map(len, said.splitlines())) <= 80


def test_several_processes_say_the_same(tmp_path: Path) -> None:
    copies(tmp_path, WORTH_SEVERAL + 3)
    (tmp_path / "0005.yaml").write_text("province: [", encoding="utf-8")
    one, two = (run_process("compare", ".", "--format", "json", "--jobs", jobs, cwd=tmp_path) for jobs in "12")
    assert one.returncode == 4 and (one.stdout, one.stderr) == (two.stdout, two.stderr)
    assert len(parsed(one)["plans"]) == WORTH_SEVERAL + 2


# Truth


@pytest.mark.parametrize("against", [(), ("--against", "72-NQ/TW"), ("--against", "42-NQ/TW", "--against", "68/NQ-CP")])
def test_each_cell_is_what_a_check_says(against: tuple[str, ...]) -> None:
    found = parsed(run("compare", "provinces", "--format", "json", *against))
    coverage = json.loads(run("provinces", "--format", "json", *against).stdout)["coverage"]
    norms = {norm["norm"]: norm for norm in found["norms"]}
    plans = {plan["plan"]: plan for plan in found["plans"]}

    def named(path: str, norm: dict[str, Any]) -> tuple[object, ...]:
        return path, norm["indicator"], norm["document"], norm["by"]

    shown = Counter(
        (*named(plans[cell["plan"]]["path"], norms[cell["norm"]]), cell["status"]) for cell in found["cells"]
    )
    assert shown == Counter(
        (*named(row["path"], {**row["norm"], "indicator": row["indicator"]}), row["status"])
        for row in coverage
        if row["behind"] is None and row["status"] != "context"
    )


def test_totals_are_the_numbers_of_cells() -> None:
    found = parsed(run("compare", "provinces", "--format", "json"))
    for kind, each in (("norm", norm) for norm in found["norms"]):
        hold_totals(each, [cell for cell in found["cells"] if cell[kind] == each[kind]])
    for plan in found["plans"]:
        hold_totals(plan, [cell for cell in found["cells"] if cell["plan"] == plan["plan"]])


def hold_totals(each: dict[str, Any], cells: list[dict[str, Any]]) -> None:
    counts = Counter(cell["status"] for cell in cells if cell["status"] != "not_applicable")
    assert each["statuses"] == counts and each["met"] == counts["met"] and each["compared"] == counts.total()


@pytest.mark.parametrize(
    "args",
    [
        ("--status", "weaker"),
        ("--status", "weaker,missing", "--area", "health"),
        ("--indicator", "health.stunting", "--indicator", "labour.certified"),
        ("--area", "health,housing"),
        ("--indicator", "health.stunting", "--area", "merit"),
    ],
)
def test_a_filter_leaves_out_and_changes_nothing(args: tuple[str, ...]) -> None:
    every = parsed(run("compare", "provinces", "--format", "json"))
    found = parsed(run("compare", "provinces", "--format", "json", *args))
    chosen, norms = found["filter"], {norm["norm"]: norm for norm in every["norms"]}
    kept = [
        cell
        for cell in every["cells"]
        if (not chosen["statuses"] or cell["status"] in chosen["statuses"])
        and (
            not (chosen["indicators"] or chosen["areas"])
            or norms[cell["norm"]]["indicator"] in chosen["indicators"]
            or norms[cell["norm"]]["area"] in chosen["areas"]
        )
    ]
    assert found["cells"] == kept and 0 < len(kept) < len(every["cells"])
    for kind in ("norm", "plan"):
        having = {cell[kind] for cell in kept}
        assert found[f"{kind}s"] == [each for each in every[f"{kind}s"] if each[kind] in having]
    assert found["totals"] == every["totals"]


def test_what_a_filter_leaves_out_is_said_and_totals_are_those_of_all(three: Path) -> None:
    done = compare(three, "--status", "yếu hơn chuẩn", "--show", "symbols")
    assert done.returncode == 0 and in_columns(done.stdout) == in_columns(
        "Đang lọc: kết quả yếu hơn chuẩn. Không hiện 0 chuẩn và 2 kế hoạch. Số đạt và số\n"
        "lỗi vẫn tính trên mọi chuẩn, mọi kế hoạch.\n"
        "\n"
        "3 kế hoạch: 5/9 đạt · 3 yếu hơn chuẩn · 1 chưa có chỉ tiêu\n"
        "\n"
        "  Kế hoạch lỗi Đạt 123\n"
        "1 Bắc Kạn    2 0/3 §▼▼\n"
        "\n"
        "  Chuẩn (năm 2030)                                                 Đạt ▼ §\n"
        "1 Lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội: 60%   2/3 – 1\n"
        "2 ◌ Số bác sĩ trên 10.000 dân: 19 bác sĩ/10.000 dân                2/3 1 –\n"
        "3 ◌ Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi: dưới 15% 1/3 1 –\n"
        "\n"
        "▼ yếu hơn chuẩn · § chưa đạt, có ngoại lệ đã chấp thuận hoặc là phát hiện đã\n"
        "biết · ◌ chuẩn chưa có nguyên văn\n"
    )


def test_ranks_and_numbers_are_those_of_all_whatever_is_left_out(three: Path) -> None:
    said = compare(three, "--status", "missing", "--show", "symbols").stdout
    assert "\n2 Cao Bằng   1 2/3 ○\n" in said and "\n3 ◌ Tỷ lệ trẻ em" in said and said.count(" 3\n") == 1


def test_what_a_waiver_or_a_known_finding_settles_is_not_met_and_says_so(three: Path) -> None:
    settled = {(cell["norm"], cell["plan"]): cell["settled"] for cell in data(three)["cells"] if cell["settled"]}
    assert settled == {(1, 1): "waived"}
    (three / ".nq42check.yaml").write_text("known: known.yaml\n", encoding="utf-8")
    assert compare(three).returncode == 0, "the file may still be to come"
    assert run("plans", "--against", "norms.yaml", "--write-known", "known.yaml", cwd=three).returncode == 0
    known = data(three)
    assert {cell["settled"] for cell in known["cells"] if cell["status"] not in ("met",)} == {"waived", "known"}
    assert all(plan["errors"] == 0 for plan in known["plans"])
    assert [norm["met"] for norm in known["norms"]] == [2, 2, 1]


def test_a_waiver_that_the_settings_do_not_allow_settles_nothing(three: Path) -> None:
    (three / ".nq42check.yaml").write_text("require: {longest_waiver: 30}\n", encoding="utf-8")
    assert not any(cell["settled"] for cell in data(three)["cells"])


def test_what_each_place_is_asked_for_by_itself_stands_beside_its_value(three: Path) -> None:
    allotted = ("health.doctors", "19", 2030, ", places: {Cao Bằng: 25 bác sĩ/10.000 dân}")
    (three / "norms.yaml").write_text(baseline("N", allotted), encoding="utf-8")
    found = data(three)
    asked = {cell["plan"]: cell["asked"] for cell in found["cells"] if cell["asked"]}
    (place,) = (plan["plan"] for plan in found["plans"] if plan["name"] == "Cao Bằng")
    assert asked == dict.fromkeys((1, 2, 3), "19 bác sĩ/10.000 dân") | {place: "25 bác sĩ/10.000 dân"}
    assert "▼ 20 bác sĩ → 25 bác" in compare(three, COLUMNS="200").stdout


# What is chosen


@pytest.mark.parametrize(
    "args, ids",
    [
        (("--indicator", "health.stunting"), [3]),
        (("--indicator", "tỉ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi"), [3]),
        (("--indicator", "health.stunting, insurance.social"), [1, 3]),
        (("--indicator", "health.stunting,"), [3]),
        (("--area", "Y TE"), [2, 3]),
        (("--area", "insurance,Health"), [1, 2, 3]),
        (("--area", "insurance", "--indicator", "health.doctors"), [1, 2]),
        (("--status", "Chưa có chỉ tiêu"), [3]),
        (("--status", "not met", "--status", "x"), None),
        (("--status", "MISSING,  weaker"), [1, 2, 3]),
    ],
    ids=str,
)
def test_names_are_understood_as_they_are_typed(args: tuple[str, ...], ids: list[int] | None, three: Path) -> None:
    if ids is None:
        assert compare(three, *args).returncode == 2
    else:
        assert [norm["norm"] for norm in data(three, *args)["norms"]] == ids


def test_a_name_may_have_commas_and_a_heading_stands_for_all_below_it() -> None:
    name = "Chấm dứt các dịch bệnh AIDS, lao"
    found = parsed(run("compare", "provinces", "--format", "json", "--indicator", f"{name},health.malaria"))
    assert found["filter"]["indicators"] == ["health.aids_tuberculosis", "health.malaria"]
    found = parsed(run("compare", "provinces", "--format", "json", "--area", "Nước sạch, vệ sinh, môi trường"))
    assert {"water", "sanitation", "wastewater"} <= {*found["filter"]["areas"]}


@pytest.mark.parametrize(
    "args, said",
    [
        (("--indicator", "health.stuntng"), "health.stunting"),
        (("--indicator", "suy dinh dưỡng"), "health.stunting"),
        (("--indicator", ""), "“”"),
        (("--area", "helth"), "health (Y tế)"),
        (("--area", "xyz"), "labour (Lao động, việc làm)"),
        (("--status", "weker"), "weaker (yếu hơn chuẩn)"),
        (("--status", "context"), "not_applicable (không áp dụng)"),
        (("--show", "all"), "values, symbols, counts"),
        (("--format", "html"), "table, json, csv, markdown"),
    ],
    ids=str,
)
def test_an_unknown_name_is_answered_with_what_there_is(args: tuple[str, ...], said: str, three: Path) -> None:
    done = compare(three, *args)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr and "compare --help" in done.stderr


@pytest.mark.parametrize("format", FORMATS)
def test_where_nothing_passes_the_filter_it_is_said_and_is_no_pass(format: str, three: Path) -> None:
    done = compare(three, "--status", "conflict", "--format", format)
    assert done.returncode == 3
    assert (
        done.stderr
        == "Không có gì khớp với bộ lọc (kết quả trái với chuẩn) trong 3 kế hoạch đã đối chiếu với 3 chuẩn.\n"
    )
    if format == "json":
        found = parsed(done)
        assert found["cells"] == found["norms"] == found["plans"] == [] and found["totals"] == {"norms": 3, "plans": 3}
    else:
        assert done.stdout == ""


def test_a_plan_without_norms_is_named_and_is_no_pass(three: Path) -> None:
    text = HEAD.replace("  implements: [42-NQ/TW]\n", "") + PLANS["Lào Cai"]
    (three / "plans/3.yaml").write_text(text, encoding="utf-8")
    done = run("compare", "plans", cwd=three, env=ENGLISH)
    assert done.returncode == 3 and "plans/3.yaml: " in done.stderr and "Ví dụ" not in done.stdout


@pytest.mark.parametrize(
    "words, offers",
    [
        (["compare", "--sta"], ["--status"]),
        (["compare", "--status", "weaker,mi"], ["weaker,missing"]),
        (["compare", "--area", "w"], ["water", "wastewater", "waste"]),
        (["compare", "--indicator", "health.malaria,health.st"], ["health.malaria,health.stunting"]),
        (["compare", "--show", "s"], ["symbols"]),
        (["compare", "--format", "m"], ["markdown"]),
    ],
    ids=" ".join,
)
def test_offers(words: list[str], offers: list[str]) -> None:
    assert offered(*words) == offers


# Formats


def test_the_table_for_spreadsheets_has_a_row_a_norm_and_plan(three: Path) -> None:
    text = compare(three, "--format", "csv", "--lang", "en").stdout
    assert text.startswith("\ufeff") and text.count("\r\n") == text.count("\n") == 10
    rows = [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]
    columns = ("Plan", "Id", "Value in the plan", "Guaranteed by the plan (number)", "Status", "Remarks")
    assert [tuple(row[name] for name in columns) for row in rows][:6] == [
        ("Bắc Kạn", "insurance.social", "50%", "50", "weaker", "waived"),
        ("Bắc Kạn", "health.doctors", "12 per 10,000 people", "12", "weaker", ""),
        ("Bắc Kạn", "health.stunting", "< 25%", "25", "weaker", ""),
        ("Cao Bằng", "insurance.social", "60%", "60", "met", ""),
        ("Cao Bằng", "health.doctors", "20 per 10,000 people", "20", "met", "met on a reading"),
        ("Cao Bằng", "health.stunting", "", "", "missing", ""),
    ]
    filtered = compare(three, "--format", "csv", "--lang", "en", "--status", "missing").stdout.splitlines()
    assert len(filtered) == 3 and "Filter: status missing." in filtered[-1]


@pytest.mark.parametrize("show, rows", [("values", 4), ("symbols", 6), ("counts", 6), (None, 4)])
def test_markdown_is_tables_that_a_server_shows(show: str | None, rows: int, three: Path) -> None:
    evil = HEAD.replace("Ví dụ", '"<b> | @x `y` *z*"') + PLANS["Lào Cai"]
    (three / "plans/2.yaml").write_text(evil, encoding="utf-8")
    text = compare(three, "--format", "markdown", *(("--show", show) if show else ())).stdout
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert page.count("<tr>") - page.count("<thead>") == rows
    assert "<b>" not in page and "<em>" not in page and "<code>" not in page and "&lt;b&gt; |" in page
    assert "§" in page and page.count("2/3") >= 2


def test_markdown_stays_within_what_a_server_takes(tmp_path: Path) -> None:
    copies(tmp_path, 130)
    for show in ("values", "symbols", "counts"):
        text = run("compare", ".", "--format", "markdown", "--show", show, cwd=tmp_path).stdout
        assert len(text) < 65_536
        assert ("dòng nữa" in text) == (show == "values")


@pytest.mark.parametrize("format", ["json", "csv", "markdown"])
def test_what_is_handed_on_loads_no_rich(format: str, three: Path) -> None:
    code = "import sys; from nq42check.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", code, "compare", "plans", "--format", format]
    done = subprocess.run(command, cwd=three, capture_output=True, encoding="utf-8", env=environment(USUAL))
    assert done.stdout and not {"rich", "nq42check.reports.screen"} & {*done.stderr.split()}


def test_signs_have_their_colours_and_say_the_same_without(three: Path) -> None:
    for show in ("values", "symbols", "counts"):
        painted = compare(three, "--show", show, "--color", "always").stdout
        assert re.sub(r"\x1b\[[\d;]*m", "", painted).split() == compare(three, "--show", show).stdout.split()
    painted = compare(three, "--show", "symbols", "--color", "always").stdout
    assert "\x1b[1;31m▼\x1b[0m" in painted and "\x1b[32m✓\x1b[0m" in painted and "\x1b[2m§\x1b[0m" in painted


@pytest.mark.parametrize("show", [None, "counts"])
def test_who_listens_hears_what_is_chosen(show: str | None, three: Path) -> None:
    asked = ("--status", "weaker", *(("--show", show) if show else ()))
    said = compare(three, *asked, ACCESSIBLE="1").stdout
    assert not {*"✓⊂▼○?◌*§≥≤<>·"} & {*said} and not re.search(r"\S {2,}\S", said)
    assert (
        "Đang lọc: kết quả yếu hơn chuẩn." in said
        and "2/3 đạt" in said
        and "chưa có chỉ tiêu" not in said.split("\n\n")[1]
    )
    if show is None:
        assert "  Bắc Kạn: yếu hơn chuẩn, ngoại lệ đã chấp thuận, 50%\n" in said and "Lào Cai" not in said


def test_every_status_has_a_sign() -> None:
    assert {*SIGNS.values()} == {*Status}
