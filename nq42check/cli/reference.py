"""Commands that show what the checker knows: rules, indicators and baselines."""

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.options import (
    Command,
    Option,
    completing,
    knowledge_of,
    lang_option,
    rules_option,
    shared,
    unknown_rule,
)
from nq42check.reports import reference
from nq42check.run.knowledge import Knowledge


def _knowledge(ctx: click.Context, rule_folders: tuple[str, ...] = ()) -> Knowledge:
    """What ships, what the repository adds, and the rules of `rule_folders`."""
    additions = shared(ctx).place.additions
    return knowledge_of(additions._replace(rules=(*additions.rules, *rule_folders)), shared(ctx).wording)


@click.command("explain", cls=Command, help="explain")
@click.argument("rule", shell_complete=completing("rules"))
@rules_option
@lang_option
@click.pass_context
def explain(ctx: click.Context, rule: str, rule_folders: tuple[str, ...], lang: str | None) -> None:
    """Explain one rule."""
    wording, knowledge = shared(ctx).wording, _knowledge(ctx, rule_folders)
    found = knowledge.named(rule)
    if found is None:
        raise unknown_rule(rule, knowledge, wording)
    outputs.write(reference.rule(found, wording, terminal.width()))


@click.command("rules", cls=Command, help="rules")
@click.option("--markdown", is_flag=True, cls=Option, help="markdown")
@rules_option
@lang_option
@click.pass_context
def rules(ctx: click.Context, markdown: bool, rule_folders: tuple[str, ...], lang: str | None) -> None:
    """List the rules, or write their reference."""
    known = _knowledge(ctx, rule_folders).rules
    page = reference.rules_page(known) if markdown else reference.rules(known, shared(ctx).wording, terminal.width())
    outputs.write(page)


@click.command("indicators", cls=Command, help="indicators")
@click.argument("words", nargs=-1, shell_complete=completing("indicators"))
@lang_option
@click.pass_context
def indicators(ctx: click.Context, words: tuple[str, ...], lang: str | None) -> None:
    """List the indicators, or those that have a word."""
    catalogue = _knowledge(ctx).catalogue
    outputs.write(reference.indicators(catalogue, " ".join(words), shared(ctx).wording, terminal.width()))


@click.command("baselines", cls=Command, help="baselines")
@click.option("--evidence", is_flag=True, cls=Option, help="evidence")
@lang_option
@click.pass_context
def baselines(ctx: click.Context, evidence: bool, lang: str | None) -> None:
    """List the norms and how well they are known."""
    documents = _knowledge(ctx).baselines
    outputs.write(reference.baselines(documents, shared(ctx).wording, terminal.width(), unverified_only=evidence))
