"""Shell completion: what click's classes offer, and what a real bash makes of the script."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from command import run
from conftest import ROOT

from nq42check.cli import cli

FILE = "(a file)"


def offered(*words: str) -> list[str]:
    """What is offered for the last of `words`, typed after the command's name."""
    completer = BashComplete(cli, {}, "nq42check", "_NQ42CHECK_COMPLETE")
    found = completer.get_completions(list(words[:-1]), words[-1])
    return [FILE if item.type == "file" else item.value for item in found]


@pytest.mark.parametrize(
    "words, offers",
    [
        (["--fo"], ["--format"]),
        (["x.yaml", "--fail"], ["--fail-on"]),
        (["--sh"], ["--short"]),
        (["--vers"], ["--version"]),
        (["exp"], [FILE, "explain"]),
        (["provinces/ha"], [FILE]),
        (["--format", "json", "provinces/ha"], [FILE]),
        (["a.yaml", ""], [FILE]),
        (["explain", "NQ10"], [f"NQ10{last}" for last in range(1, 10)]),
        (["explain", "nq201"], ["NQ201"]),
        (["explain", "later"], ["later-deadline"]),
        (["explain", "NQ904"], ["NQ904"]),
        (["--select", "NQ904"], []),
        (["a.yaml", "--select", "NQ101,NQ2"], ["NQ101,NQ201"]),
        (["--ignore", "NQ20"], ["NQ201"]),
        (["--format", "j"], ["json", "junit"]),
        (["--format=j"], ["json", "junit"]),
        (["--fail-on", ""], ["error", "warning", "note", "never"]),
        (["--lang", "e"], ["en"]),
        (["--color", "al"], ["always"]),
        (["--against", "68"], [FILE, "68/NQ-CP", "68-nq-cp"]),
        (["--rules", "x"], [FILE]),
        (["--config", "n"], [FILE, "none"]),
        (["config", "--con"], ["--config"]),
        (["indicators", "health.st"], ["health.stunting"]),
        (["new", "Cao Bằng", "--against", "72/"], [FILE]),
        (["new", "Cao Bằng", "--out"], ["--output"]),
        (["schema", "pl"], ["plan", "places"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["explain", "--"], ["--rules", "--lang", "--color", "--help"]),
        (["explan", ""], [FILE]),
    ],
    ids=" ".join,
)
def test_offers(words: list[str], offers: list[str]) -> None:
    assert offered(*words) == offers


def test_all_visible_commands_are_offered() -> None:
    assert {"baselines", "completion", "explain", "indicators", "new", "rules", "schema"} <= set(offered(""))
    assert "check" not in offered("")


def test_rules_of_ones_own_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "rules/sources.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(    name: )", r"\1tinh-", text.replace("NQ4", "TINH"))
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    assert offered("explain", "--rules", str(tmp_path), "TINH01") == ["TINH01"]
    (tmp_path / ".nq42check.yaml").write_text("rules: [own.yaml]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert offered("explain", "TINH03") == ["TINH03"]
    assert offered("--config", "none", "--select", "TINH03") == []
    (tmp_path / ".nq42check.yaml").write_text("rules: [", encoding="utf-8")
    assert offered("explain", "NQ201") == ["NQ201"]
    (tmp_path / "trusted.yaml").write_text("rules: [own.yaml]\n", encoding="utf-8")
    assert offered("--config", "trusted.yaml", "--select", "TINH03") == ["TINH03"]


@pytest.mark.parametrize("language, word", [("vi", "Giải thích"), ("en", "Explain")])
def test_what_is_offered_is_explained_in_the_readers_language(
    language: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}_XX.UTF-8")
    completer = BashComplete(cli, {}, "nq42check", "_NQ42CHECK_COMPLETE")
    (command,) = (item for item in completer.get_completions([], "expl") if item.type == "plain")
    assert word in command.help
    (option,) = completer.get_completions([], "--jobs")
    assert "help" not in option.help and " " in option.help


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_this_command(shell: str) -> None:
    done = run("completion", shell, env={"PATH": ""})
    assert done.returncode == 0 and f"_NQ42CHECK_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    "words, offers",
    [
        (["--fo"], ["--format"]),
        (["exp"], ["explain"]),
        (["provinces/ha"], []),  # left to bash, which completes files
        (["explain", "NQ5"], [f"NQ5{number:02}" for number in range(1, 14)]),
        (["explan", ""], []),
    ],
    ids=" ".join,
)
def test_a_real_bash_completes(words: list[str], offers: list[str], tmp_path: Path) -> None:
    (tmp_path / "nq42check").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nq42check "$@"\n')
    (tmp_path / "nq42check").chmod(0o755)
    script = f"""
        eval "$(nq42check completion bash)"
        compopt() {{ echo compopt "$@" >&2; }}
        COMP_WORDS=({json.dumps("nq42check")} {" ".join(map(json.dumps, words))}) COMP_CWORD={len(words)} COMPREPLY=()
        _nq42check_completion nq42check
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PATH": path},
    )
    assert done.stdout.split() == offers
    assert done.stderr.strip() in ("", "compopt -o default")
