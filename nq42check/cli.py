"""The command line: the edge that touches arguments, clock, terminal and exit codes."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import click

from nq42check import terminal
from nq42check.checking import Refusal
from nq42check.files import MAX_BYTES, plan_paths
from nq42check.knowledge import BadKnowledge, Knowledge, document_for, load_knowledge
from nq42check.reports.wording import LANGUAGES, Wording
from nq42check.rulebook import Severity
from nq42check.running import Setup, prepare, run
from nq42check.tally import Tally
from nq42check.text import nearest
from nq42check.version import __version__

USAGE, INVALID, FAULT = 2, 4, 70


def _language() -> str:
    """The reader's language by the environment: English where the locale says so, else Vietnamese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


def _wording(ctx: click.Context) -> Wording:
    """The texts in the language asked for, or else in the environment's."""
    shared = ctx.find_root()
    language = ctx.params.get("lang") or _language()
    if shared.obj is None or shared.obj.language != language:
        shared.obj = Wording(language)
    found: Wording = shared.obj
    return found


class _Option(click.Option):
    """An option whose help is a text in both languages."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return record and (record[0], _wording(ctx).text(f"help.{self.help}") + record[1].removeprefix(str(self.help)))


class _Command(click.Command):
    """A command whose help is a text in both languages."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for name in (self.help or "").split():
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_wording(ctx).text(f"help.{name}"))

    def get_short_help_str(self, limit: int = 80) -> str:
        return _wording(click.get_current_context()).text(f"help.{self.help}")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _wording(ctx).text("help.help")
        return option


class _Group(_Command, click.Group):
    """A group that checks the paths it is given where no subcommand is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        place = self._first_argument(args)
        if place is not None and args[place] in self.commands:
            args = [args[place], *args[:place], *args[place + 1 :]]
        elif args and not set(args) & {"--help", "--version"}:
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def _first_argument(self, args: list[str]) -> int | None:
        """The place of the first of `args` that is neither an option nor an option's value."""
        options = [option for option in self.commands["check"].params if isinstance(option, click.Option)]
        valued = {name for option in options if not option.is_flag for name in option.opts}
        place = 0
        while place < len(args):
            if args[place] == "-" or not args[place].startswith("-"):
                return place
            place += 2 if args[place] in valued else 1
        return None

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] PATH...")
        formatter.write_usage(
            ctx.command_path,
            f"{'|'.join(name for name, command in sorted(self.commands.items()) if not command.hidden)} ...",
            prefix="       ",
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of checking, which are the ones a reader looks for, and the subcommands."""
        options = [*self.commands["check"].params, *self.get_params(ctx)]
        records = [option.get_help_record(ctx) for option in options if isinstance(option, click.Option)]
        with formatter.section("Options"):
            formatter.write_dl([record for record in dict.fromkeys(records) if record])
        self.format_commands(ctx, formatter)


_lang = click.option("--lang", type=click.Choice(LANGUAGES), cls=_Option, help="lang")
_rules = click.option("--rules", "rule_folders", multiple=True, metavar="FOLDER", cls=_Option, help="rules-folder")
_color = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", cls=_Option, help="color"
)


@click.group(cls=_Group, invoke_without_command=True, help="main paths codes")
@click.option("--version", is_flag=True, cls=_Option, help="version")
@click.pass_context
def cli(ctx: click.Context, version: bool) -> int:
    """The command itself; without a path it shows its help."""
    if version:
        click.echo(f"nq42check {__version__}")
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        return USAGE
    return 0


_FAIL_ON: dict[str, Severity | None] = {level.name.lower(): level for level in reversed(Severity)} | {"never": None}


@cli.command("check", cls=_Command, hidden=True, help="main paths codes")
@click.argument("paths", nargs=-1, required=True)
@click.option("--against", multiple=True, metavar="DOCUMENT", cls=_Option, help="against")
@click.option(
    "--format", "format_", type=click.Choice(["table", "json", "html"]), default="table", cls=_Option, help="format"
)
@click.option("--fail-on", type=click.Choice(list(_FAIL_ON)), default="error", cls=_Option, help="fail-on")
@click.option("--select", multiple=True, metavar="RULES", cls=_Option, help="select")
@click.option("--ignore", multiple=True, metavar="RULES", cls=_Option, help="ignore")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", cls=_Option, help="as-of")
@click.option("--all/--short", "show_all", default=None, cls=_Option, help="all")
@click.option(
    "--max-size", type=click.IntRange(min=1), default=MAX_BYTES // 1024, metavar="KIB", cls=_Option, help="max-size"
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", cls=_Option, help="jobs")
@_rules
@_lang
@_color
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    against: tuple[str, ...],
    format_: str,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_of: datetime | None,
    show_all: bool | None,
    max_size: int,
    jobs: int | None,
    rule_folders: tuple[str, ...],
    lang: str | None,
    color: str,
) -> int:
    """Check plans: the main job."""
    wording = _wording(ctx)
    _refuse_mistyped_command(paths[0], wording)
    knowledge = _knowledge(rule_folders, wording)
    setup = Setup(
        as_of=as_of.date() if as_of else date.today(),
        format=format_,
        language=wording.language,
        rule_folders=rule_folders,
        against=against,
        rules=_chosen(knowledge, select, ignore, wording) if select or ignore else None,
        max_bytes=max_size * 1024,
        show_all=show_all,
        width=terminal.width(),
        color=terminal.colored(color),
    )
    _refuse_unknown_documents(against, knowledge, wording)
    return _run_and_write(plan_paths(paths), setup, jobs or terminal.processors()).exit_code(_FAIL_ON[fail_on])


def _run_and_write(paths: Sequence[str], setup: Setup, jobs: int) -> Tally:
    """Check `paths` and write the report as it goes; complaints and progress go to standard error."""
    _, reporter = prepare(setup)
    tally, held = Tally(), []
    progress = terminal.Progress(len(paths))
    output = terminal.Output()
    output.write(reporter.opening())
    between = ""
    for outcome in run(paths, setup, jobs):
        tally.merge(outcome.tally)
        held += [piece[1:] for piece in outcome.pieces]
        for text in (piece[0] for piece in outcome.pieces if piece[0]):
            output.write(between + text)
            between = reporter.separator
        output.flush()
        progress.clear()
        for complaint in outcome.complaints:
            click.echo(complaint, err=True)
        progress.advance(len(outcome.pieces))
    progress.clear()
    for text in reporter.closing(tally, held):
        output.write(text)
    output.flush()
    return tally


class _Unusable(click.ClickException):
    """A baseline or rule file named on the command line that cannot be used."""

    exit_code = INVALID

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


def _knowledge(rule_folders: Sequence[str], wording: Wording) -> Knowledge:
    try:
        return load_knowledge(rule_folders)
    except BadKnowledge as error:
        raise _unusable(error, load_knowledge(), wording) from None


def _unusable(error: BadKnowledge, knowledge: Knowledge, wording: Wording) -> _Unusable:
    problems = [Refusal(knowledge.rule_of_problem(each), each) for each in error.refusal.problems]
    return _Unusable("\n".join(wording.refusal(error.path, each) for each in problems))


def _refuse_mistyped_command(path: str, wording: Wording) -> None:
    """Tell a mistyped subcommand apart from a path that does not exist."""
    if path.isidentifier() and not os.path.lexists(path) and (near := nearest(path, cli.commands)):
        raise click.UsageError(wording.text("usage.command", name=path, near=near))


def _refuse_unknown_documents(names: Sequence[str], knowledge: Knowledge, wording: Wording) -> None:
    for name in names:
        try:
            document_for(name, knowledge)
        except BadKnowledge as error:
            raise _unusable(error, knowledge, wording) from None
        except LookupError:
            known = ", ".join(baseline.document.name for baseline in knowledge.baselines)
            raise click.UsageError(wording.text("usage.against", name=name, known=known)) from None


def _chosen(knowledge: Knowledge, select: Sequence[str], ignore: Sequence[str], wording: Wording) -> frozenset[str]:
    """The ids of the rules selected and not ignored."""
    wanted = _matching(knowledge, select, wording) if select else {rule.id for rule in knowledge.rules}
    unwanted = _matching(knowledge, ignore, wording)
    return frozenset(wanted - unwanted)


def _matching(knowledge: Knowledge, patterns: Sequence[str], wording: Wording) -> set[str]:
    """The ids of the rules that comma-separated ids, starts of ids or names stand for."""
    found: set[str] = set()
    for pattern in (each.strip() for patterns_ in patterns for each in patterns_.split(",")):
        ids = {
            rule.id
            for rule in knowledge.rules
            if rule.check.selectable
            and pattern
            and (rule.name == pattern or rule.id.casefold().startswith(pattern.casefold()))
        }
        if not ids:
            raise _unknown_rule(pattern, knowledge, wording)
        found |= ids
    return found


def _unknown_rule(name: str, knowledge: Knowledge, wording: Wording) -> click.UsageError:
    near = nearest(name, [key for rule in knowledge.rules for key in (rule.id, rule.name)])
    return click.UsageError(wording.text("usage.rule-near" if near else "usage.rule", name=name, near=near))


@cli.command("explain", cls=_Command, help="explain")
@click.argument("rule")
@_rules
@_lang
@click.pass_context
def explain(ctx: click.Context, rule: str, rule_folders: tuple[str, ...], lang: str | None) -> None:
    """Explain one rule."""
    wording = _wording(ctx)
    knowledge = _knowledge(rule_folders, wording)
    found = knowledge.named(rule)
    if found is None:
        raise _unknown_rule(rule, knowledge, wording)
    from nq42check.reports import reference

    terminal.write(reference.rule(found, wording, terminal.width()))


@cli.command("rules", cls=_Command, help="rules")
@click.option("--markdown", is_flag=True, cls=_Option, help="markdown")
@_rules
@_lang
@click.pass_context
def rules(ctx: click.Context, markdown: bool, rule_folders: tuple[str, ...], lang: str | None) -> None:
    """List the rules, or write their reference."""
    from nq42check.reports import reference

    wording = _wording(ctx)
    known = _knowledge(rule_folders, wording).rules
    terminal.write(reference.rules_page(known) if markdown else reference.rules(known, wording, terminal.width()))


@cli.command("indicators", cls=_Command, help="indicators")
@click.argument("words", nargs=-1)
@_lang
@click.pass_context
def indicators(ctx: click.Context, words: tuple[str, ...], lang: str | None) -> None:
    """List the indicators, or those that have a word."""
    from nq42check.reports import reference

    terminal.write(reference.indicators(load_knowledge().catalogue, " ".join(words), _wording(ctx), terminal.width()))


@cli.command("baselines", cls=_Command, help="baselines")
@click.option("--evidence", is_flag=True, cls=_Option, help="evidence")
@_lang
@click.pass_context
def baselines(ctx: click.Context, evidence: bool, lang: str | None) -> None:
    """List the norms and how well they are known."""
    from nq42check.reports import reference

    documents = [baseline.document for baseline in load_knowledge().baselines]
    terminal.write(reference.baselines(documents, _wording(ctx), terminal.width(), unverified_only=evidence))


def main(args: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    gc.disable()  # a run builds no cycles worth collecting, and looking for them takes a tenth of its time
    terminal.make_utf_8(sys.stdout)
    terminal.make_utf_8(sys.stderr)
    sys.exit(_run(lambda: cli.main(args, prog_name="nq42check", standalone_mode=False)))


def _run(command: Callable[[], Any]) -> int:
    """The exit code of `command`; its failures are told in a line, never as a traceback."""
    try:
        return int(command() or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code if isinstance(error, _Unusable) else USAGE
    except (KeyboardInterrupt, click.Abort):
        return 130
    except Exception as error:
        if os.environ.get("NQ42CHECK_DEBUG"):
            raise
        click.echo(Wording(_language()).text("usage.fault", error=repr(error)), err=True)
        return FAULT
