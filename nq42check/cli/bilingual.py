"""click's options, commands and groups, with their texts in the reader's language."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from nq42check.cli import outputs
from nq42check.reports.wording import Wording
from nq42check.text import nearest
from nq42check.texts import LANGUAGES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def usual_language() -> tuple[str, str | None]:
    """The reader's language by the environment, Vietnamese unless a locale is English; the variable that decides."""
    variable = next((name for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    return "en" if variable and os.environ[variable].lower().startswith("en") else "vi", variable


def help_wording(ctx: click.Context | None = None) -> Wording:
    """The texts for help and for complaints about arguments, which must not fail: no settings are read for them."""
    return Wording((ctx and ctx.meta.get(_LANGUAGE)) or usual_language()[0])


_LANGUAGE = f"{__name__}.language"


def _note_language(ctx: click.Context, args: Sequence[str]) -> None:
    """Keep the language that `args` ask for, wherever they do, for help is shown before options are read."""
    for option, value in zip(args, [*args[1:], ""], strict=False):
        name, equals, joined = option.partition("=")
        if name == "--lang" and (joined if equals else value) in LANGUAGES:
            ctx.meta[_LANGUAGE] = joined if equals else value


def offered(incomplete: str, names: Iterable[tuple[str, str | None]]) -> list["CompletionItem"]:
    """What a shell is offered: those of `names` that begin with `incomplete`, each with what it means."""
    from click.shell_completion import CompletionItem

    start = incomplete.casefold()
    return [CompletionItem(name, help=help) for name, help in names if name.casefold().startswith(start)]


def a_file(incomplete: str) -> "CompletionItem":
    """A file or folder, which the shell finds by itself."""
    from click.shell_completion import CompletionItem

    return CompletionItem(incomplete, type="file")


class Option(click.Option):
    """An option that is explained by the text `help.TEXT`, by default that of its first name."""

    def __init__(self, *args: Any, text: str | None = None, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self._text = text or self.opts[0].lstrip("-")

    def summary(self, wording: Wording) -> str:
        """What it does."""
        return wording.text(f"help.{self._text}")

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its text."""
        record = super().get_help_record(ctx)
        return record and (record[0], self.summary(help_wording(ctx)))


def option(*names: str, cls: type[Option] = Option, text: str | None = None, **attributes: Any) -> Callable[[Any], Any]:
    """As `click.option`, with the text of its help."""
    return click.option(*names, cls=cls, text=text, **attributes)


class _Command(click.Command):
    """A command that is explained by the texts `help.NAME`, one for each of `texts`, by default for its own name."""

    allow_extra_args = True  # refused below, in the reader's language

    def __init__(self, *args: Any, texts: Sequence[str] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self._texts = texts or (self.name,)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, none of them superfluous."""
        _note_language(ctx, args)
        rest = super().parse_args(ctx, args)
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            raise click.UsageError(help_wording(ctx).text("usage.extra", arguments=" ".join(rest)), ctx)
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How to call it."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, help_wording(ctx).text("usage.prefix"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The paragraphs of its texts."""
        for name in self._texts:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(help_wording(ctx).text(f"help.{name}"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the options do."""
        self._write_options(self.get_params(ctx), ctx, formatter)

    def _write_options(
        self, options: Iterable[click.Parameter], ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        records = [option.get_help_record(ctx) for option in options if isinstance(option, click.Option)]
        with formatter.section(help_wording(ctx).text("usage.options")):
            formatter.write_dl([record for record in dict.fromkeys(records) if record])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list["CompletionItem"]:
        """Its options that may still be given; an option's and an argument's value is completed by itself."""
        names: dict[str, str | None] = {}
        for option in self.get_params(ctx):
            given = ctx.get_parameter_source(option.name or "") is click.core.ParameterSource.COMMANDLINE
            if isinstance(option, click.Option) and not option.hidden and (option.multiple or not given):
                help = option.summary(help_wording(ctx)) if isinstance(option, Option) else option.help
                names.update(dict.fromkeys((*option.opts, *option.secondary_opts), help))
        return offered(incomplete, names.items())

    def summary(self, wording: Wording) -> str:
        """What it does, in a line."""
        return wording.text(f"help.{self._texts[0]}")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option `--help`, explained in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = help_wording(ctx).text("help.help")
            option.callback = _show_help
        return option


def _show_help(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        outputs.write(f"{ctx.get_help()}\n")
        ctx.exit()


def command(name: str, *, texts: Sequence[str] = (), **attributes: Any) -> Callable[[Callable[..., Any]], _Command]:
    """As `click.command`, with the texts of its help."""
    return click.command(name, cls=_Command, texts=texts, **attributes)


class Group(_Command, click.Group):
    """A group that checks the paths it is given where no subcommand is named.

    `modules` says in which module of `nq42check.cli` each subcommand is; it is loaded when it is needed.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the subcommands."""
        return sorted(self._modules)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The subcommand `name`; None where there is none."""
        return self._command(name) if name in self._modules else None

    def _command(self, name: str) -> _Command:
        command: _Command = getattr(import_module(f"nq42check.cli.{self._modules[name]}"), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the subcommand put first."""
        _note_language(ctx, args)
        first = self._first_argument(args)
        if first is not None and args[first] in self._modules:
            args = [args[first], *args[:first], *args[first + 1 :]]
        elif asked := {"--help", "--version"}.intersection(args):
            args = [min(asked)]
        elif first is not None and not ctx.resilient_parsing and (near := self._mistyped(args[first])):
            raise click.UsageError(help_wording(ctx).text("usage.command", name=args[first], near=near), ctx)
        elif args:
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own options; with those of checking where a shell asks what may come first."""
        own = super().get_params(ctx)
        return [*self._options_of_checking(), *own] if ctx.resilient_parsing else own

    def _options_of_checking(self) -> list[click.Option]:
        return [option for option in self._command("check").params if isinstance(option, click.Option)]

    def _mistyped(self, name: str) -> str | None:
        """The subcommand that `name`, which is no path, was meant to be."""
        return nearest(name, self._modules) if name.isidentifier() and not os.path.lexists(name) else None

    def _first_argument(self, args: list[str]) -> int | None:
        """Where the first of `args` is that is no option and no option's value; after `--` all are paths."""
        valued = {name for option in self._options_of_checking() if not option.is_flag for name in option.opts}
        index = 0
        while index < len(args) and args[index] != "--":
            if args[index] == "-" or not args[index].startswith("-"):
                return index
            index += 2 if args[index] in valued else 1
        return None

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How to check paths, and how to call the subcommands."""
        prefix = help_wording(ctx).text("usage.prefix")
        formatter.write_usage(ctx.command_path, "[OPTIONS] PATH...", prefix)
        formatter.write_usage(ctx.command_path, "COMMAND ...", " " * len(prefix))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of checking, which are the ones a reader looks for, and the subcommands."""
        self._write_options([*self._options_of_checking(), *self.get_params(ctx)], ctx, formatter)
        with formatter.section(help_wording(ctx).text("usage.commands")):
            formatter.write_dl(self._summaries(ctx))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list["CompletionItem"]:
        """What may come first: an option of checking or of the group, a subcommand, a path."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [a_file(incomplete), *offered(incomplete, self._summaries(ctx))]

    def _summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """The subcommands that are not hidden, each with what it does."""
        commands = [(name, self._command(name)) for name in self.list_commands(ctx)]
        return [(name, command.summary(help_wording(ctx))) for name, command in commands if not command.hidden]
