"""`nq42check completion`, and what a shell is offered when it asks what may come next."""

from collections.abc import Iterable, Sequence

import click
from click.shell_completion import CompletionItem, get_completion_class

from nq42check.cli import outputs
from nq42check.cli.options import Command, Option, help_wording, lang_option, shared
from nq42check.cli.running import FORMATS
from nq42check.flagging.rulebook import Rule
from nq42check.run.knowledge import BadKnowledge, Knowledge, load_knowledge


@click.command("completion", cls=Command, help="completion completion-use")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@lang_option
@click.pass_context
def completion(ctx: click.Context, shell: str, lang: str | None) -> None:
    """Print the script that a shell needs to complete command lines."""
    shell_class = get_completion_class(shell)
    assert shell_class is not None
    completer = shell_class(ctx.find_root().command, {}, "nq42check", "_NQ42CHECK_COMPLETE")
    # click's own source() runs bash to see its version, which may be absent here.
    outputs.write(completer.source_template % completer.source_vars())


def options(params: Iterable[click.Parameter], ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The options that begin with `incomplete` and may still be given."""
    found: dict[str, str | None] = {}
    for option in params:
        given = ctx.get_parameter_source(option.name or "") is click.core.ParameterSource.COMMANDLINE
        if isinstance(option, click.Option) and not option.hidden and (option.multiple or not given):
            help = help_wording(ctx).text(f"help.{option.help}") if isinstance(option, Option) else option.help
            found.update(dict.fromkeys((*option.opts, *option.secondary_opts), help))
    return _starting(incomplete, found.items())


def commands(known: Iterable[tuple[str, Command]], ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The subcommands that begin with `incomplete`."""
    return _starting(incomplete, ((name, command.summary(help_wording(ctx))) for name, command in known))


def paths(_: click.Context, incomplete: str) -> list[CompletionItem]:
    """Files and folders, which the shell finds by itself."""
    return [CompletionItem(incomplete, type="file")]


def formats(_: click.Context, incomplete: str) -> list[CompletionItem]:
    """The formats that begin with `incomplete`."""
    return _starting(incomplete, ((name, None) for name in FORMATS))


def rules(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The rules whose id or name begins with `incomplete`."""
    return _rules(_knowledge(ctx).rules, ctx, incomplete)


def patterns(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The rules that may be selected and begin with what follows the last comma of `incomplete`."""
    before, comma, last = incomplete.rpartition(",")
    found = _rules([rule for rule in _knowledge(ctx).rules if rule.check.selectable], ctx, last)
    return [CompletionItem(before + comma + item.value, help=item.help) for item in found]


def indicators(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The indicators whose id begins with `incomplete`."""
    known = _knowledge(ctx).catalogue.indicators.values()
    return _starting(incomplete, ((each.id, help_wording(ctx).show(each)) for each in known))


def documents(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The baselines whose number or file name begins with `incomplete`, without those names that have spaces; files."""
    known = _knowledge(ctx).baselines
    found = [(name, each.document.title) for each in known for name in (each.document.name, each.document.stem)]
    return [*paths(ctx, incomplete), *_starting(incomplete, (each for each in found if " " not in each[0]))]


def _rules(known: Sequence[Rule], ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """By their ids; by their names where a name is begun."""
    wording = help_wording(ctx)
    ids = _starting(incomplete, ((rule.id, wording.gist(rule)) for rule in known))
    return ids or _starting(incomplete, ((rule.name, wording.gist(rule)) for rule in known))


def _starting(incomplete: str, known: Iterable[tuple[str, str | None]]) -> list[CompletionItem]:
    start = incomplete.casefold()
    return [CompletionItem(name, help=help) for name, help in known if name.casefold().startswith(start)]


def _knowledge(ctx: click.Context) -> Knowledge:
    """What holds where the command is typed; what ships where that cannot be used, for a shell wants no complaints."""
    try:
        additions = shared(ctx).place.additions
        return load_knowledge(additions._replace(rules=(*additions.rules, *(ctx.params.get("rule_folders") or ()))))
    except (click.ClickException, BadKnowledge):
        return load_knowledge()
