"""The command as its users run it: what it says and its exit code."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click import Context
from command import run, run_process
from conftest import HEAD, ROOT, entry

from nq42check.cli import cli, terminal
from nq42check.model.document import Evidence
from nq42check.reading.nodes import MOST_PROBLEMS
from nq42check.reports.registry import FORMATS
from nq42check.run.knowledge import load_knowledge
from nq42check.texts.vi import TEXTS

HA_GIANG = str(ROOT / "provinces/ha_giang.yaml")
GOOD = HEAD + entry("insurance.social", "60%")


def findings(*args: str, **options: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(*args, "--format", "json", **options).stdout)["findings"]  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    "args",
    [
        ["provinces/ha_giang.yaml"],
        ["provinces", "none.yaml", "--format", "json", "--as-of", "2026-11-21"],
        ["-", "--lang", "en", "--color", "always"],
        ["baselines", "--evidence"],
        ["explian", "NQ101"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_a_process_of_its_own_says_the_same(args: list[str]) -> None:
    one, other = (each(*args, stdin=GOOD.encode()) for each in (run, run_process))
    assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)
    assert one.stdout or one.stderr


def test_the_main_job() -> None:
    done = run("provinces/ha_giang.yaml")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "Hà Giang: 18/37 đạt · 8 yếu hơn chuẩn · 11 chưa có chỉ tiêu\nprovinces/ha_giang.yaml "
    )
    assert re.search(r"▼  110 Tỷ lệ trẻ em.* dưới 25%\S* → dưới 15%\S* \(2030\)\n.*lệch 10 điểm phần trăm", done.stdout)
    assert done.stderr == ""


def test_the_whole_table_is_readable_at_80_columns_without_colour() -> None:
    for detail in ((), ("--full",)):
        done = run("provinces", "--all", *detail)
        assert "\x1b" not in done.stdout and "…" not in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("language, word", [("vi", "yếu hơn"), ("en", "weaker")])
def test_languages(language: str, word: str) -> None:
    assert word in run(HA_GIANG, "--lang", language).stdout
    assert word in run(HA_GIANG, env={"LC_ALL": f"{language}_XX.UTF-8"}).stdout


def test_no_path_shows_help_and_exits_2() -> None:
    done = run()
    assert done.returncode == 2
    assert "--against" in done.stdout and "explain" in done.stdout


@pytest.mark.parametrize("args", [("--help",), ("explain", "--help"), ("--version",)])
def test_help_exits_0(args: tuple[str, ...]) -> None:
    assert run(*args).returncode == 0


@pytest.mark.parametrize(
    "args", [["--help", "--lang", "{}"], ["--lang={}", "--help"], ["explain", "--help", "--lang={}"]], ids=" ".join
)
@pytest.mark.parametrize("language, usage", [("vi", "Cách dùng:"), ("en", "Usage:")])
def test_help_is_in_the_language_asked_for_wherever_it_is_asked(args: list[str], language: str, usage: str) -> None:
    done = run(*(arg.format(language) for arg in args), env={"LC_ALL": {"vi": "en_US.UTF-8", "en": "vi_VN"}[language]})
    assert done.returncode == 0 and done.stdout.startswith(usage)


@pytest.mark.parametrize("command", ["", *cli.list_commands(Context(cli))])
def test_nothing_in_help_is_in_another_language_than_the_texts(command: str) -> None:
    """Beyond the language's texts there are only metavars, choices, the names of options, commands and formats."""
    own = " ".join(text for id, text in TEXTS.items() if id.startswith(("help.", "usage.")))
    help = run(*command.split(), "--help", "--lang", "vi").stdout
    help = re.sub(r"[\[{].*?[\]}]|--[\w-]+|\b[A-Z=]+\b", "", help, flags=re.DOTALL)
    words = set(re.findall(r"[^\W\d_]+", help)) - set(re.findall(r"[^\W\d_]+", own))
    assert words <= {"nq", "check", *cli.list_commands(Context(cli)), *FORMATS}


@pytest.mark.parametrize("command", [[], ["compare"], ["waivers"]])
def test_every_command_tells_that_it_names_the_first_problems_only(command: list[str], tmp_path: Path) -> None:
    wrong = "".join(entry(f"no.such{number}", "1%") for number in range(MOST_PROBLEMS + 5))
    (tmp_path / "plan.yaml").write_text(HEAD + wrong, encoding="utf-8")
    told = run(*command, "plan.yaml", "--lang", "en", cwd=tmp_path).stderr.splitlines()
    assert len([line for line in told if "NQ906" in line]) == MOST_PROBLEMS
    assert told.count("At most 20 problems of a file are named; mend those of plan.yaml and run again.") == 1


def test_a_superfluous_argument_is_told_in_the_readers_language() -> None:
    done = run("explain", "NQ101", "NQ102", "--lang", "vi")
    assert done.returncode == 2 and "Thừa đối số NQ102." in done.stderr


@pytest.mark.parametrize("rule", ["NQ101", "NQ108", "NQ201", "NQ302"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_rule_is_explained_with_what_to_do(rule: str, language: str) -> None:
    _, message, advice = run("explain", rule, "--lang", language, env={"COLUMNS": "200"}).stdout.rsplit("\n", 3)[:3]
    assert "….…" not in message and "….." not in message and not message.endswith("….")
    assert len(advice.split()) > 4 and "…" not in advice


def test_a_mistyped_subcommand_is_not_taken_for_a_path() -> None:
    done = run("explian", "NQ101")
    assert done.returncode == 2
    assert "explain" in done.stderr


@pytest.mark.parametrize(
    "args, code",
    [
        (["provinces/hung_yen.yaml", "--select", "NQ107"], 0),
        (["provinces/hung_yen.yaml", "--select", "undecided", "--fail-on", "warning"], 1),
        (["provinces/hung_yen.yaml", "--ignore", "NQ2"], 0),
        (["provinces/hung_yen.yaml", "--ignore", "NQ2,NQ107", "--fail-on", "note"], 1),
        (["provinces/hung_yen.yaml", "--fail-on", "never"], 0),
        (["provinces/hung_yen.yaml", "--select", "NQ999"], 2),
        (["provinces/hung_yen.yaml", "--select", "NQ901"], 2),
        (["provinces/hung_yen.yaml", "--against", "99-NQ/TW"], 2),
        (["provinces/hung_yen.yaml", "--as-of", "hôm nay"], 2),
        (["provinces/hung_yen.yaml", "--frmat", "json"], 2),
        (["--lang", "en", "indicators", "stunting"], 0),
        (["provinces/hung_yen.yaml", "--rules", "none"], 2),
        (["provinces/hung_yen.yaml", "--against", "README.md"], 4),
        (["baselines"], 0),
        (["./baselines"], 4),
        (["none.yaml"], 4),
        (["provinces", "none.yaml"], 4),
    ],
)
def test_exit_codes(args: list[str], code: int) -> None:
    assert run(*args).returncode == code


def test_select_reports_only_what_is_selected() -> None:
    assert {each["rule"] for each in findings(HA_GIANG, "--select", "NQ101,other-count")} == {"NQ101", "NQ106"}


def test_against_takes_the_place_of_what_a_plan_implements() -> None:
    found = findings("provinces/tay_ninh.yaml", "--against", "72-nq-tw")
    assert {each["norm"]["document"] for each in found if each["norm"]} == {"72-NQ/TW"}
    assert {each["indicator"] for each in found if each["rule"] == "NQ101"} == {
        "health.life_expectancy",
        "insurance.health",
    }


def test_any_document_can_be_the_norm_of_another() -> None:
    found = findings("provinces/tay_ninh.yaml", "--against", "provinces/hung_yen.yaml")
    assert ("labour.certified", "35 - 40%") in {
        (each["indicator"], str(each["value"]).removeprefix("đạt ")) for each in found if each["rule"] == "NQ101"
    }


def test_standard_input() -> None:
    done = run("-", stdin=GOOD.encode())
    assert "\n- · " in done.stdout and done.returncode == 1


def test_a_folder_names_what_is_not_checked_and_refuses_what_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "kế hoạch.yml").write_text(GOOD, encoding="utf-8")
    (tmp_path / ".hidden.yaml").write_text("x: [", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.yaml").write_text("x: [", encoding="utf-8")
    (tmp_path / "rules.yaml").write_text("rules: []", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x: [", encoding="utf-8")
    done = run(".", cwd=tmp_path)
    assert done.returncode == 4 and "kế hoạch.yml" in done.stdout
    assert "rules.yaml, dòng 1, cột 1: NQ904" in done.stderr and "tệp quy tắc, không phải kế hoạch" in done.stderr
    assert "Không kiểm tra 2" in done.stderr and ": .hidden.yaml, notes.txt." in done.stderr
    assert ".git" not in done.stderr


def test_a_misspelt_plan_is_never_skipped(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(GOOD.replace("province:", "provnce:"), encoding="utf-8")
    done = run(".", cwd=tmp_path)
    assert done.returncode == 4
    assert "plan.yaml, dòng 1, cột 1: NQ904" in done.stderr and "“province”" in done.stderr


def test_a_plan_without_norms_does_not_pass(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(GOOD.replace("  implements: [42-NQ/TW]\n", ""), encoding="utf-8")
    done = run("plan.yaml", cwd=tmp_path)
    assert done.returncode == 3 and "document.implements" in done.stdout


def test_text_from_files_is_never_markup(tmp_path: Path) -> None:
    hostile = "[bold]x[/nothing] [link=http://a]b[/link] :smile:"
    (tmp_path / "[red].yaml").write_text(
        GOOD.replace("Ví dụ", json.dumps(hostile))
        .replace("60%", "50%")
        .replace("where: I", f"where: {json.dumps(hostile)}"),
        encoding="utf-8",
    )
    done = run("[red].yaml", "--all", cwd=tmp_path)
    assert done.returncode == 1
    assert hostile in done.stdout and "[red].yaml" in done.stdout


def test_redirected_output_is_utf_8_under_any_code_page() -> None:
    done = run_process(HA_GIANG, env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    assert "Tỷ lệ trẻ em dưới 5 tuổi" in done.stdout


@pytest.mark.parametrize(
    "args, env, colored",
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(args: list[str], env: dict[str, str], colored: bool) -> None:
    assert ("\x1b[" in run(HA_GIANG, *args, env=env).stdout) == colored


def test_a_closed_pipe_ends_quietly() -> None:
    command = f'"{sys.executable}" -m nq42check provinces --all | head -1'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, timeout=60)
    assert done.stderr == b""


def test_the_same_input_gives_the_same_bytes_in_any_order_hash_seed_and_locale() -> None:
    plans = ["provinces/ha_giang.yaml", "provinces/tay_ninh.yaml"]
    outputs = {
        run_process(*order, "--format", "json", "--lang", "vi", "--as-of", "2026-11-21", env=env).stdout
        for order in (plans, plans[::-1])
        for env in (
            {"PYTHONHASHSEED": "1", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8"},
            {"PYTHONHASHSEED": "3", "LC_ALL": "en_US.UTF-8", "TZ": "Pacific/Kiritimati"},
        )
    }
    assert len(outputs) == 1


WAIVED = """\
waivers:
  - rule: weaker
    indicator: insurance.social
    value: 46%
    reason: Xuất phát điểm của tỉnh
    authority: Văn bản thử
    until: 2027-12-31
"""


@pytest.mark.parametrize(
    "value, as_of, rules",
    [
        ("46%", "2026-11-21", set()),
        ("50%", "2026-11-21", set()),
        ("45%", "2026-11-21", {"NQ101", "NQ502"}),
        ("46%", "2028-01-01", {"NQ101", "NQ501"}),
        ("60%", "2026-11-21", {"NQ502"}),
    ],
)
def test_waivers(value: str, as_of: str, rules: set[str], tmp_path: Path) -> None:
    text = HEAD + entry("insurance.social", value) + WAIVED
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    found = findings("plan.yaml", "--as-of", as_of, cwd=tmp_path)
    live = {each["rule"] for each in found if not each["waived"] and each["indicator"] == "insurance.social"}
    assert live == rules


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "command", [["rules"], ["indicators"], ["baselines"], ["baselines", "--evidence"], ["explain", "NQ101"]]
)
def test_reference_commands(command: list[str], language: str) -> None:
    done = run(*command, "--lang", language)
    assert done.returncode == 0
    assert {"rules": "NQ201", "indicators": "health.stunting", "baselines": "42-NQ/TW", "explain": "weaker"}[
        command[0]
    ] in done.stdout
    # An address is never broken, so that it can be copied.
    assert max(len(line) for line in done.stdout.splitlines() if not line.lstrip().startswith("https://")) <= 80


def test_what_still_needs_checking_leaves_out_what_is_verified() -> None:
    done = run("baselines", "--evidence")
    assert "health.stunting" in done.stdout and "labour.unemployment_urban" not in done.stdout


def test_every_verified_norm_has_an_address() -> None:
    norms = [norm for baseline in load_knowledge().baselines for norm in baseline.norms]
    verified = [norm for norm in norms if norm.evidence is Evidence.VERIFIED]
    assert [norm.target.indicator.id for norm in verified if "https://" not in (norm.basis or "")] == []


def test_what_still_needs_checking_lists_the_addresses_whole() -> None:
    lines = [line.strip() for line in run("baselines", "--evidence").stdout.splitlines()]
    assert "https://vss.gov.vn/english/news/Pages/vietnam-social-security.aspx?CateID=198&ItemID=11528" in lines


class Screen(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    "errors, output, seconds, shown",
    [
        (True, False, 1.1, "\r25/400\r\x1b[K"),
        (True, False, 0.9, ""),
        (False, False, 1.1, ""),
        (True, True, 1.1, ""),
    ],
)
def test_progress_is_shown_after_a_second_and_only_on_a_terminal(
    errors: bool, output: bool, seconds: float, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.0, seconds])
    screen = Screen(errors)
    monkeypatch.setattr(terminal, "time", SimpleNamespace(monotonic=lambda: next(times)))
    monkeypatch.setattr(terminal, "sys", SimpleNamespace(stderr=screen, stdout=Screen(output)))
    progress = terminal.Progress(400)
    progress.advance(25)
    progress.clear()
    assert screen.getvalue() == shown
