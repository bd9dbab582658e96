"""What the checker knows, as a person reads it: nothing is cut at any width, and plain without a terminal."""

import re
import subprocess
import sys

import pytest
from command import USUAL, Done, environment, run
from conftest import KNOWN, ROOT
from rich.cells import cell_len

WIDTHS = pytest.mark.parametrize("width", [60, 80, 120])
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
PLANS = "examples/plan-repository/provinces"
COMMANDS = pytest.mark.parametrize(
    "command",
    [
        ["indicators"],
        ["indicators", "nuoc", "sach"],
        ["indicators", "stuntng"],
        ["rules"],
        ["explain", "NQ101"],
        ["baselines"],
        ["baselines", "--evidence"],
        ["config"],
        ["waivers", PLANS],
        ["compare", "provinces", "--show", "values"],
        ["diff", "provinces/ha_giang.yaml", "provinces/tay_ninh.yaml"],
    ],
    ids=" ".join,
)
ADDRESS = re.compile(r"^ *https?://\S+$")


def at(width: int, *args: str) -> Done:
    """What a command says on a terminal of this width."""
    return run(*args, env={"COLUMNS": str(width)})


@COMMANDS
@LANGUAGES
@WIDTHS
def test_no_line_is_wider_and_no_word_is_cut(width: int, language: str, command: list[str]) -> None:
    said, wide = (at(each, *command, "--lang", language).stdout for each in (width, 400))
    assert said == "".join(f"{line.rstrip()}\n" for line in said.splitlines())
    assert not [line for line in said.splitlines() if cell_len(line) > width and not ADDRESS.match(line)]
    assert {*said.split()} <= {*wide.split()}


@pytest.mark.parametrize("width", [40, 60, 80])
def test_each_id_begins_a_line_whole(width: int) -> None:
    lines = [line.split(" ")[0] for line in at(width, "indicators").stdout.splitlines() if re.match(r"[a-z_]+\.", line)]
    assert lines == list(KNOWN.catalogue.indicators)
    assert "people_with_merit" in at(width, "indicators", "merit.care").stdout.split()


@LANGUAGES
def test_indicators_stand_under_their_areas(language: str) -> None:
    lines = run("indicators", "--lang", language).stdout.splitlines()
    heads = [line for place, line in enumerate(lines) if place == 0 or not lines[place - 1]]
    headings = (indicator.area.heading for indicator in KNOWN.catalogue.indicators.values())
    assert heads == list(dict.fromkeys(heading.vi if language == "vi" else heading.en for heading in headings))


def test_a_rule_is_called_as_files_and_as_reports_call_it() -> None:
    assert run("explain", "NQ101", "--lang", "vi").stdout.startswith("NQ101 weaker · yếu hơn chuẩn\n")
    assert run("explain", "NQ101", "--lang", "en").stdout.startswith("NQ101 weaker\n")
    assert "NQ201 missing · chưa có chỉ tiêu · LỖI\n" in run("rules", "--lang", "vi").stdout
    assert "……" not in "".join(run("explain", rule.id).stdout for rule in KNOWN.rules)


def test_units_levels_groups_and_other_names_are_told() -> None:
    assert run("indicators", "unemployment").stdout.startswith("labour.unemployment · %\n")
    assert "Documents also say: BHYT" in run("indicators", "bhyt", "--lang", "en").stdout
    told = run("indicators", "phổ cập mầm non").stdout
    assert "Các mức: từng bước < cơ bản hoàn thành < hoàn thành" in told
    assert "islands (hải đảo)" in " ".join(run("indicators", "hai dao").stdout.split())


@LANGUAGES
def test_where_nothing_is_found_the_nearest_are_named(language: str) -> None:
    done = run("indicators", "stuntng", "--lang", language)
    assert "“stuntng”" in done.stdout and "\nhealth.stunting · %\n" in done.stdout
    assert "nq42check indicators" in run("indicators", "xyzzy", "--lang", language).stdout


@COMMANDS
def test_colours_are_for_a_terminal_and_change_no_word(command: list[str]) -> None:
    plain, painted = run(*command), run(*command, "--color", "always")
    assert "\x1b" not in plain.stdout + plain.stderr
    assert "\x1b[" in painted.stdout
    bare = re.sub(r"\x1b\[[\d;]*m", "", painted.stdout)
    assert [line.rstrip() for line in bare.splitlines()] == plain.stdout.splitlines()
    assert run(*command, env={"FORCE_COLOR": "1"}).stdout == painted.stdout
    assert run(*command, "--color", "auto", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout == plain.stdout


@LANGUAGES
def test_plans_are_compared_in_sentences_for_who_listens(language: str) -> None:
    plans = ("provinces/ha_giang.yaml", "provinces/kien_giang.yaml")
    said = run("compare", *plans, "--lang", language, env={"ACCESSIBLE": "1"}).stdout
    assert not {*"✓⊂▼○?◌*≥≤<>·"} & {*said}
    assert not re.search(r"\S {2,}\S", said), "there is no column"
    weak = {"vi": "  Hà Giang: yếu hơn chuẩn, 46%\n", "en": "  Hà Giang: weaker, 46%\n"}
    assert min(said.count(f"\n  {name}: ") for name in ("Hà Giang", "Kiên Giang")) > 30 and weak[language] in said


@pytest.mark.parametrize("format", ["json", "markdown", "html"])
def test_what_programs_read_of_changes_loads_no_rich(format: str) -> None:
    code = "import sys; from nq42check.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    plans = (ROOT / "provinces/ha_giang.yaml", ROOT / "provinces/tay_ninh.yaml")
    command = [sys.executable, "-c", code, "diff", *map(str, plans), "--format", format]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(USUAL))
    assert done.stdout and not {"rich", "nq42check.reports.screen"} & {*done.stderr.split()}
