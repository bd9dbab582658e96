"""What all commands share: texts in the reader's language, the repository's settings, options and complaints."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatch
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from nq42check.cli import outputs
from nq42check.flagging.rulebook import Rule
from nq42check.reading.nodes import Mapping as Entries
from nq42check.reading.nodes import Refused, refused
from nq42check.reports.wording import LANGUAGES, Wording
from nq42check.run.checking import Checker, OtherFile, PlanReport, Refusal, Result
from nq42check.run.files import load_or_empty, relative
from nq42check.run.inputs import Inputs, absolute, inputs, is_among
from nq42check.run.knowledge import Additions, BadKnowledge, Knowledge, document_for, load_knowledge
from nq42check.run.settings import FILE, OTHER_NAME, Settings, load_settings
from nq42check.run.tally import Exit
from nq42check.text import nearest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def default_language() -> str:
    """The reader's language by the environment: English where the locale says so, else Vietnamese."""
    name = language_variable()
    return "en" if name and os.environ[name].lower().startswith("en") else "vi"


def language_variable() -> str | None:
    """The environment variable that decides the language."""
    return next((name for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)


class Place(NamedTuple):
    """Where a command runs: the settings that hold there, the file that declares them (None without one), the lines."""

    settings: Settings
    file: str | None
    lines: Mapping[str, int]

    def path(self, declared: str) -> str:
        """A path of the settings as seen from the working folder."""
        return relative(os.path.join(os.path.dirname(self.file or ""), declared))

    @property
    def additions(self) -> Additions:
        """What the settings add to what ships."""
        return Additions(
            tuple(map(self.path, self.settings.rules)),
            tuple(map(self.path, self.settings.baselines)),
            self.settings.severity,
            self.settings.not_waivable,
        )

    def document(self, name: str) -> str:
        """A document of the settings: a number, or a file as seen from the working folder."""
        return self.path(name) if os.path.exists(self.path(name)) else name

    @property
    def known(self) -> str | None:
        """The file of known findings, where the settings name one."""
        return self.settings.known and self.path(self.settings.known)

    @property
    def named(self) -> list[str]:
        """The files and folders that the settings name, and their own file: none of them is a plan."""
        against = filter(os.path.exists, map(self.path, self.settings.against))
        found = (self.file, self.known, *self.additions.rules, *self.additions.baselines, *against)
        return [path for path in found if path]

    def inputs(self, paths: Sequence[str]) -> Inputs:
        """What `paths` stand for by these settings."""
        return inputs(paths, self.named, self.excluded_by)

    def start_of(self, pattern: str) -> str:
        """The place below which lies all that a pattern of `exclude` can match."""
        fixed = takewhile(lambda part: not set(part) & set("*?["), pattern.split("/"))
        return absolute(os.path.join(os.path.dirname(self.file or ""), *fixed))

    def excluded_by(self, path: str) -> str | None:
        """The pattern of the settings that leaves out the file at `path`, or a folder that holds it."""
        if not self.settings.exclude:
            return None
        inside = relative(path, os.path.dirname(os.path.abspath(self.file or ""))).replace(os.sep, "/")
        start = os.path.normcase(inside)
        for pattern in self.settings.exclude:
            bare = pattern.rstrip("/")
            fixed = os.path.normcase(_WILD.split(bare, maxsplit=1)[0])  # fnmatch takes its time with what is new to it
            if start.startswith(fixed) and (fnmatch(inside, bare) or fnmatch(inside, f"{bare}/*")):
                return pattern
        return None


_WILD = re.compile(r"[*?[]")


def find_place() -> Place:
    """The settings of the working folder or of the nearest above it, not beyond its repository. Raises Unusable."""
    try:
        folder = os.getcwd()
    except OSError:  # it is gone
        return Place(Settings(), None, {})
    while True:
        _refuse_other_name(folder)
        path = os.path.join(folder, FILE)
        if os.path.lexists(path):
            return _place(path)
        above = os.path.dirname(folder)
        if above == folder or _is_top(folder):
            return Place(Settings(), None, {})
        folder = above


def _is_top(folder: str) -> bool:
    return os.path.lexists(os.path.join(folder, ".git"))


def _refuse_other_name(folder: str) -> None:
    """Refuse settings under another ending, which would not hold. Raises UsageError."""
    other = os.path.join(folder, OTHER_NAME)
    if os.path.lexists(other):
        wording = Wording(default_language())
        raise click.UsageError(wording.text("usage.settings-name", file=relative(other), name=FILE))


def _place(path: str) -> Place:
    folder, file = os.path.dirname(path), os.path.relpath(path)
    top = folder
    while not _is_top(top) and top != os.path.dirname(top):
        top = os.path.dirname(top)
    repository = os.path.realpath(top if _is_top(top) else folder)

    def rules_in(folders: tuple[str, ...]) -> tuple[Rule, ...]:
        own = tuple(os.path.relpath(os.path.join(folder, each)) for each in folders)
        return load_knowledge(Additions(rules=own)).rules

    def within(declared: str) -> bool:
        return is_among(os.path.realpath(os.path.join(folder, declared)), (repository,))

    try:
        if not is_among(os.path.realpath(path), (repository,)):
            raise refused("unreadable.outside", path=os.path.realpath(path))
        node = load_or_empty(path)
        settings = load_settings(node, rules_in, within)
    except Refused as refusal:
        error = BadKnowledge(file, refusal)
    except BadKnowledge as own_rules:
        error = own_rules
    else:
        assert isinstance(node, Entries)
        return Place(settings, file, {key: node.key_place(key)[0] for key in node.entries})
    raise unusable_file(error, load_knowledge(), Wording(default_language()), Exit.USAGE)


class Shared:
    """What one invocation of a command has found out, kept at the root of click's contexts."""

    def __init__(self, ctx: click.Context) -> None:
        self.place = find_place()
        self.wording = Wording(ctx.params.get("lang") or self.place.settings.language or default_language())


def shared(ctx: click.Context) -> Shared:
    """The settings and the texts that `ctx` works with. Raises Unusable."""
    root = ctx.find_root()
    if root.obj is None:
        root.obj = Shared(ctx)
    found: Shared = root.obj
    return found


def help_wording(ctx: click.Context) -> Wording:
    """The texts for help and for complaints about arguments, which must not fail."""
    return Wording(ctx.meta.get(_LANGUAGE) or default_language())


_LANGUAGE = f"{__name__}.language"


def _note_language(ctx: click.Context, args: Sequence[str]) -> None:
    """Keep the language that `args` ask for, wherever they do, for help is shown before options are read."""
    for option, value in zip(args, [*args[1:], ""], strict=False):
        name, equals, joined = option.partition("=")
        if name == "--lang" and (joined if equals else value) in LANGUAGES:
            ctx.meta[_LANGUAGE] = joined if equals else value


class Option(click.Option):
    """An option whose help is a text in both languages."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its text."""
        record = super().get_help_record(ctx)
        return record and (record[0], help_wording(ctx).text(f"help.{self.help}"))


def completing(kind: str) -> Callable[..., list["CompletionItem"]]:
    """What completes a value: the function `kind` of `completion`, which is loaded when a shell asks."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list["CompletionItem"]:
        found: list[CompletionItem] = getattr(import_module("nq42check.cli.completion"), kind)(ctx, incomplete)
        return found

    return complete


class Command(click.Command):
    """A command whose help is texts in both languages."""

    allow_extra_args = True  # refused below, in the reader's language

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
        """The paragraphs that `help` names."""
        for name in (self.help or "").split():
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
        """Its options that begin with `incomplete`; an option's and an argument's value is completed by itself."""
        from nq42check.cli.completion import options

        return options(self.get_params(ctx), ctx, incomplete)

    def summary(self, wording: Wording) -> str:
        """What it does, in a line."""
        return wording.text(f"help.{(self.help or '').split()[0]}")

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


class Group(Command, click.Group):
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

    def _command(self, name: str) -> Command:
        command: Command = getattr(import_module(f"nq42check.cli.{self._modules[name]}"), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the subcommand put first."""
        _note_language(ctx, args)
        place = self._first_argument(args)
        if place is not None and args[place] in self._modules:
            args = [args[place], *args[:place], *args[place + 1 :]]
        elif asked := {"--help", "--version"}.intersection(args):
            args = [min(asked)]
        elif place is not None and not ctx.resilient_parsing and (near := self._mistyped(args[place])):
            raise click.UsageError(help_wording(ctx).text("usage.command", name=args[place], near=near), ctx)
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
        """The place of the first of `args` that is no option and no option's value; after `--` all are paths."""
        valued = {name for option in self._options_of_checking() if not option.is_flag for name in option.opts}
        place = 0
        while place < len(args) and args[place] != "--":
            if args[place] == "-" or not args[place].startswith("-"):
                return place
            place += 2 if args[place] in valued else 1
        return None

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How to check paths, and how to call the subcommands."""
        prefix = help_wording(ctx).text("usage.prefix")
        formatter.write_usage(ctx.command_path, "[OPTIONS] PATH...", prefix)
        formatter.write_usage(ctx.command_path, "COMMAND ...", " " * len(prefix))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of checking, which are the ones a reader looks for, and the subcommands."""
        self._write_options([*self._options_of_checking(), *self.get_params(ctx)], ctx, formatter)
        wording = help_wording(ctx)
        with formatter.section(wording.text("usage.commands")):
            formatter.write_dl([(name, command.summary(wording)) for name, command in self._visible(ctx)])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list["CompletionItem"]:
        """What may come first: an option of checking or of the group, a subcommand, a path."""
        from nq42check.cli.completion import commands, paths

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [*paths(ctx, incomplete), *commands(self._visible(ctx), ctx, incomplete)]

    def _visible(self, ctx: click.Context) -> list[tuple[str, Command]]:
        """The subcommands that help names."""
        found = [(name, self._command(name)) for name in self.list_commands(ctx)]
        return [(name, command) for name, command in found if not command.hidden]


lang_option = click.option("--lang", type=click.Choice(LANGUAGES), cls=Option, help="lang")
rules_option = click.option(
    "--rules",
    "rule_folders",
    multiple=True,
    metavar="FOLDER",
    cls=Option,
    help="rules-folder",
    shell_complete=completing("paths"),
)
color_option = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", cls=Option, help="color"
)


class Unusable(click.ClickException):
    """A file that a command needs and cannot use: baselines and rules (exit code 4), settings (2)."""

    def __init__(self, message: str, code: Exit) -> None:
        super().__init__(message)
        self.code = code


def unusable_file(
    error: BadKnowledge, knowledge: Knowledge, wording: Wording, code: Exit = Exit.UNREADABLE
) -> Unusable:
    """The complaint about the file that `error` names."""
    problems = [Refusal(knowledge.rule_of_problem(each), each) for each in error.refusal.problems]
    return Unusable("\n".join(wording.refusal(error.path, each) for each in problems), code)


def checked(paths: Sequence[str], checker: Checker, use: Shared) -> list[Result]:
    """The files that `paths` stand for, checked; what lies beside them unchecked is told."""
    found = use.place.inputs(paths)
    tell_of_inputs(found, paths, use.place, use.wording)
    results = [checker.check_input(file) for file in found.files]
    return [*results, *checker.clashes(result.identity for result in results if isinstance(result, PlanReport))]


def tell_of_inputs(found: Inputs, paths: Sequence[str], place: Place, wording: Wording) -> None:
    """Say on standard error what in the folders given is not checked, and which patterns of `exclude` match nothing."""
    if found.unchecked:
        click.echo(wording.unchecked(found.unchecked), err=True)
    folders = [absolute(path) for path in paths if os.path.isdir(path)]
    for pattern in place.settings.exclude if folders else ():
        start = place.start_of(pattern)
        if pattern not in found.excluded and (is_among(start, folders) or not os.path.lexists(start)):
            click.echo(wording.text("report.exclude-unused", file=place.file, pattern=pattern), err=True)


def complain(results: Iterable[Result], wording: Wording) -> bool:
    """Say on standard error why files among `results`, or values in them, cannot be used; whether there are any."""
    refused = [result for result in results if not isinstance(result, OtherFile) and result.refusals]
    for result in refused:
        for refusal in result.refusals:
            click.echo(wording.refusal(result.path, refusal), err=True)
    return bool(refused)


def knowledge_of(additions: Additions, wording: Wording) -> Knowledge:
    """What ships and `additions`. Raises Unusable."""
    try:
        return load_knowledge(additions)
    except BadKnowledge as error:
        # What is wrong with rules that settings name has been told before.
        in_settings = error.path in additions.baselines and os.path.isdir(error.path)
        code = Exit.UNREADABLE if os.path.exists(error.path) and not in_settings else Exit.USAGE
        raise unusable_file(error, load_knowledge(), wording, code) from None


def refuse_unknown_documents(names: Sequence[str], knowledge: Knowledge, wording: Wording) -> None:
    """Refuse a document to hold plans against that is neither known nor a file. Raises UsageError and Unusable."""
    for name in names:
        try:
            document_for(name, knowledge)
        except BadKnowledge as error:
            raise unusable_file(error, knowledge, wording) from None
        except LookupError:
            known = ", ".join(baseline.document.name for baseline in knowledge.baselines)
            raise click.UsageError(wording.text("usage.against", name=name, known=known)) from None


def unknown_rule(name: str, knowledge: Knowledge, wording: Wording) -> click.UsageError:
    """The complaint about a rule that does not exist."""
    near = nearest(name, [key for rule in knowledge.rules for key in (rule.id, rule.name)])
    return click.UsageError(wording.text("usage.rule-near" if near else "usage.rule", name=name, near=near))


def explained(error: click.ClickException) -> str:
    """What is wrong with a command line, in the reader's language, with the way to its help."""
    ctx: click.Context | None = getattr(error, "ctx", None)
    wording = help_wording(ctx) if ctx else Wording(default_language())
    command = ctx.command_path.removesuffix(" check") if ctx else "nq42check"
    return f"{_reason(error, wording)}\n{wording.text('usage.help', command=command)}"


def _reason(error: click.ClickException, wording: Wording) -> str:
    match error:
        case click.NoSuchOption():
            near = ", ".join(error.possibilities or ())
            return wording.text("usage.option-near" if near else "usage.option", name=error.option_name, near=near)
        case click.MissingParameter() if error.param is not None:
            return wording.text("usage.missing", name=error.param.human_readable_name.upper())
        case click.BadParameter() if error.param is not None:
            return wording.text("usage.value", name=error.param.opts[0], expected=_expected(error.param, wording))
        case click.BadOptionUsage():
            return wording.text("usage.no-value", name=error.option_name)
    return error.format_message()


def _expected(param: click.Parameter, wording: Wording) -> str:
    """What a value of `param` may be."""
    if isinstance(param.type, click.Choice):
        return ", ".join(map(str, param.type.choices))
    if isinstance(param.type, click.IntRange):
        return wording.text("usage.whole-number", least=str(param.type.min))
    return getattr(param.type, "expected", None) or str(param.metavar)
