"""What is told of files that cannot be used, of names that are not known, and of a command line that is wrong."""

import errno
import os
from collections.abc import Iterable

import click

from nq42check.cli.bilingual import help_wording
from nq42check.cli.outputs import OutputFailed
from nq42check.reports import complaints
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import BadKnowledge, Knowledge
from nq42check.run.results import Refusal, Result
from nq42check.run.tally import Exit

# What the system says where it has nothing left to give: open files, processes, memory.
_SHORT = (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM)


class Unusable(click.ClickException):
    """A file that a command needs and cannot use: baselines and rules (exit code 4), settings (2)."""

    def __init__(self, message: str, code: Exit) -> None:
        super().__init__(message)
        self.code = code


def unusable_file(
    error: BadKnowledge, knowledge: Knowledge, wording: Wording, code: Exit = Exit.UNREADABLE
) -> Unusable:
    """The complaint about the file that `error` names."""
    refusals = [Refusal(knowledge.rule_of_problem(problem), problem) for problem in error.refusal.problems]
    return Unusable("\n".join(wording.refusal(error.path, refusal) for refusal in refusals), code)


def complain(results: Iterable[Result], wording: Wording) -> bool:
    """Say on standard error why files among `results`, or values in them, cannot be used; whether there are any."""
    told = [complaint for result in results for complaint in complaints(result, wording)]
    for complaint in told:
        click.echo(complaint, err=True)
    return bool(told)


def unknown_rule(name: str, knowledge: Knowledge, wording: Wording) -> click.UsageError:
    """The complaint about a rule that does not exist."""
    from nq42check.reading.naming import unknown_rule

    return click.UsageError(wording.problem(unknown_rule(name, knowledge.rule_names.values())))


def unknown_norms(name: str, knowledge: Knowledge, wording: Wording, *, or_file: bool = False) -> click.UsageError:
    """The complaint about a document that is not known: with the one that is like it, or all there are."""
    from nq42check.run.likely import unknown_document

    problem = unknown_document(name, knowledge)
    if or_file and problem.reason == "unknown-name.document":
        return click.UsageError(wording.text("usage.against", **problem.fields))
    return click.UsageError(wording.problem(problem))


def told(error: Exception, *, quiet: bool = False) -> Exit:
    """Say in a line why a command has failed, never as a traceback; its exit code. A fault of ours is not told if
    `quiet`.
    """
    wording, code = help_wording(), Exit.USAGE
    match error:
        case Unusable():
            said, code = error.message, error.code
        case click.ClickException():
            said = explained(error)
        case OutputFailed():
            said = wording.unwritten(error.file, error.error)
        case MemoryError():
            said = _short(OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), wording)
        case _ if os.environ.get("NQ42CHECK_DEBUG"):
            raise error
        case OSError() if error.errno in _SHORT:
            said = _short(error, wording)
        case _ if quiet:
            return Exit.USAGE
        case _:
            said, code = wording.text("usage.fault", error=repr(error)), Exit.FAULT
    click.echo(said, err=True)
    return code


def _short(error: OSError, wording: Wording) -> str:
    """What the system has nothing left of."""
    return wording.text("usage.short", reason=wording.system(error))


def explained(error: click.ClickException) -> str:
    """What is wrong with a command line, in the reader's language, with the way to its help."""
    ctx: click.Context | None = getattr(error, "ctx", None)
    wording = help_wording(ctx)
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
