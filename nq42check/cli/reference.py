"""Commands that show what the checker knows: rules, indicators and baselines."""

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.complaints import unknown_rule
from nq42check.cli.options import color_option, completing, in_place, rules_option
from nq42check.cli.place import Shared
from nq42check.reports import reference


@command("explain")
@click.argument("rule", shell_complete=completing("rules"))
@rules_option
@in_place
@color_option
def explain(shared: Shared, rule: str, color: str, rule_folders: tuple[str, ...]) -> None:
    """Explain one rule."""
    knowledge = shared.knowledge(rule_folders)
    named = knowledge.named(rule)
    if named is None:
        raise unknown_rule(rule, knowledge, shared.wording)
    outputs.write(reference.rule(named, shared.wording, terminal.screen(color)))


@command("rules")
@option("--markdown", is_flag=True)
@rules_option
@in_place
@color_option
def rules(shared: Shared, markdown: bool, color: str, rule_folders: tuple[str, ...]) -> None:
    """List the rules, or write their reference."""
    known = shared.knowledge(rule_folders).rules
    page = reference.rules_page(known) if markdown else reference.rules(known, shared.wording, terminal.screen(color))
    outputs.write(page)


@command("indicators")
@click.argument("words", nargs=-1, shell_complete=completing("indicators"))
@in_place
@color_option
def indicators(shared: Shared, words: tuple[str, ...], color: str) -> None:
    """List the indicators, or those that have a word."""
    catalogue = shared.knowledge().catalogue
    outputs.write(reference.indicators(catalogue, " ".join(words), shared.wording, terminal.screen(color)))


@command("baselines")
@option("--evidence", is_flag=True)
@in_place
@color_option
def baselines(shared: Shared, evidence: bool, color: str) -> None:
    """List the norms and how well they are known."""
    known = shared.knowledge().baselines
    outputs.write(reference.baselines(known, shared.wording, terminal.screen(color), unverified_only=evidence))
