"""Shells: the script by which one asks what may come next, and a function for each kind of value that it is offered."""

from collections.abc import Iterable, Sequence

import click
from click.shell_completion import CompletionItem, get_completion_class

from nq42check.cli import outputs
from nq42check.cli.bilingual import a_file, command, help_wording, offered
from nq42check.cli.choosing import STATUSES
from nq42check.cli.options import lang_option
from nq42check.cli.place import NO_SETTINGS, named_place
from nq42check.flagging.rulebook import Rule
from nq42check.reports.registry import FORMATS
from nq42check.run.knowledge import BadKnowledge, Knowledge, load_knowledge


@command("completion", texts=("completion", "completion-use"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@lang_option
@click.pass_context
def completion(ctx: click.Context, shell: str, lang: str | None) -> None:
    """Print the script that a shell needs to complete command lines; no settings are read for it."""
    shell_class = get_completion_class(shell)
    assert shell_class is not None
    completer = shell_class(ctx.find_root().command, {}, "nq42check", "_NQ42CHECK_COMPLETE")
    # click's own source() runs bash to see its version, which may be absent here.
    outputs.write(completer.source_template % completer.source_vars())


def paths(_: click.Context, incomplete: str) -> list[CompletionItem]:
    """Files and folders."""
    return [a_file(incomplete)]


def settings(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Files, and what stands for no settings."""
    none = help_wording(ctx).text("setting.of-none")
    return [a_file(incomplete), *offered(incomplete, [(NO_SETTINGS, none)])]


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


def chosen_indicators(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The indicators whose id begins with what follows the last comma of `incomplete`."""
    wording, indicators = help_wording(ctx), _knowledge(ctx).catalogue.indicators.values()
    return _listed(incomplete, ((indicator.id, wording.show(indicator)) for indicator in indicators))


def areas(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The areas likewise."""
    wording, indicators = help_wording(ctx), _knowledge(ctx).catalogue.indicators.values()
    areas = {each.id.partition(".")[0]: each.area.names for each in indicators}
    return _listed(incomplete, ((id, wording.show(names)) for id, names in areas.items()))


def statuses(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The statuses likewise."""
    return _listed(incomplete, ((each.value, help_wording(ctx).status(each)) for each in STATUSES))


def _listed(incomplete: str, names: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    """Those of `names` that begin with what follows the last comma of `incomplete`, behind what stands before it."""
    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(before + comma + item.value, help=item.help) for item in offered(last, names)]


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
        return load_knowledge(named_place(ctx.params.get("config")).additions(ctx.params.get("rule_folders") or ()))
    except (click.ClickException, BadKnowledge):
        return load_knowledge()
