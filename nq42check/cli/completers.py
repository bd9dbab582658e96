"""What a shell is offered when it asks what a value may be: a function for each kind of value."""

from collections.abc import Sequence

import click
from click.shell_completion import CompletionItem

from nq42check.cli.bilingual import a_file, help_wording, offered
from nq42check.cli.place import find_place
from nq42check.flagging.rulebook import Rule
from nq42check.reports.registry import FORMATS
from nq42check.run.knowledge import BadKnowledge, Knowledge, load_knowledge


def paths(_: click.Context, incomplete: str) -> list[CompletionItem]:
    """Files and folders."""
    return [a_file(incomplete)]


def formats(_: click.Context, incomplete: str) -> list[CompletionItem]:
    """The formats that begin with `incomplete`."""
    return offered(incomplete, ((name, None) for name in FORMATS))


def rules(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The rules whose id or name begins with `incomplete`."""
    return _rules(_knowledge(ctx).rules, ctx, incomplete)


def patterns(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The rules that may be selected and begin with what follows the last comma of `incomplete`."""
    before, comma, last = incomplete.rpartition(",")
    items = _rules([rule for rule in _knowledge(ctx).rules if rule.check.selectable], ctx, last)
    return [CompletionItem(before + comma + item.value, help=item.help) for item in items]


def indicators(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The indicators whose id begins with `incomplete`."""
    wording, indicators = help_wording(ctx), _knowledge(ctx).catalogue.indicators.values()
    return offered(incomplete, ((indicator.id, wording.show(indicator)) for indicator in indicators))


def documents(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The baselines whose number or file name begins with `incomplete`, without those names that have spaces; files."""
    known = [baseline.document for baseline in _knowledge(ctx).baselines]
    names = [(name, document.title) for document in known for name in (document.name, document.stem)]
    return [a_file(incomplete), *offered(incomplete, ((name, title) for name, title in names if " " not in name))]


def _rules(rules: Sequence[Rule], ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """By their ids; by their names where a name is begun."""
    wording = help_wording(ctx)
    by_id = offered(incomplete, ((rule.id, wording.gist(rule)) for rule in rules))
    return by_id or offered(incomplete, ((rule.name, wording.gist(rule)) for rule in rules))


def _knowledge(ctx: click.Context) -> Knowledge:
    """What holds where the command is typed; what ships where that cannot be used, for a shell wants no complaints."""
    try:
        return load_knowledge(find_place().additions(ctx.params.get("rule_folders") or ()))
    except (click.ClickException, BadKnowledge):
        return load_knowledge()
