"""The command that mends plan files: it shows what it would change, and writes it where that is asked for."""

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import click

from nq42check.cli import outputs
from nq42check.cli.bilingual import command, option
from nq42check.cli.options import completing, in_place
from nq42check.cli.outputs import OutputFailed
from nq42check.cli.place import Shared
from nq42check.reading.encoding import decode
from nq42check.reading.fixing import Change, Fixed, fixed
from nq42check.reading.nodes import Problem, Refused
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, today
from nq42check.run.files import DISK, refuse_documents, shown
from nq42check.run.results import Refusal
from nq42check.run.tally import Exit

_BOM = "\ufeff"
_LINES = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_UNSEEN = re.compile(r"[^\S ]")


@command("fix", texts=("fix", "fix-what", "fix-codes"))
@click.argument("files", nargs=-1, required=True, shell_complete=completing("paths"))
@option("--write", is_flag=True, text="fix-write")
@in_place
def fix(shared: Shared, files: tuple[str, ...], write: bool) -> Exit:
    """Show what can be mended in plan files, or write it."""
    for path in files:
        _refuse_what_is_no_file(path, shared.wording)
    checker = Checker(shared.knowledge(), as_of=today())
    codes = [_fix(path, checker, shared.wording, write=write) for path in dict.fromkeys(files)]
    return next((code for code in (Exit.UNREADABLE, Exit.FINDINGS) if code in codes), Exit.CLEAN)


def _refuse_what_is_no_file(path: str, wording: Wording) -> None:
    """Raise UsageError for a folder, a link, and standard input: none of them can be written whole."""
    with suppress(OSError):  # what is not there is told when it is read
        mode = os.lstat(path).st_mode
        for kind, name in ((stat.S_ISDIR, "folder"), (stat.S_ISLNK, "link")):
            if kind(mode):
                message = wording.text(f"usage.fix-{name}", file=shown(path))
                raise click.UsageError(message, click.get_current_context())


def _fix(path: str, checker: Checker, wording: Wording, *, write: bool) -> Exit:
    """Show what can be mended in the file at `path`, or write it; and what is left to a person."""
    try:
        data = DISK.read(path)
        refuse_documents(path, data)
        decode(data)
    except Refused as refusal:
        if any(not problem.reason.startswith("syntax.") for problem in refusal.problems):
            _tell(path, refusal.problems, checker, wording)
            return Exit.UNREADABLE
    text = data.decode()
    pairs = _LINES.findall(text.removeprefix(_BOM))[: None if text.endswith(("\r", "\n")) else -1] or [("", "")]
    lines, ends = [line for line, _ in pairs], [end for _, end in pairs]
    done = fixed("\n".join(lines), checker.problems_in)
    if write and done.changes:
        kept = _write(path, data, _BOM * text.startswith(_BOM) + done.applied(lines, ends))
        outputs.write(wording.text("fix.written", file=shown(path), count=len(done.changes), kept=shown(kept)) + "\n")
    else:
        outputs.write("".join(_shown(shown(path), done, wording)))
    _tell(path, done.left, checker, wording)
    return Exit.FINDINGS if done.changes and not write else Exit.CLEAN


def _shown(path: str, done: Fixed, wording: Wording) -> Iterator[str]:
    """What would be changed, line by line, and how to have it done."""
    if not done.changes:
        yield wording.text("fix.nothing", file=path) + "\n"
        return
    yield wording.text("fix.count", file=path, count=len(done.changes)) + "\n"
    for change in done.changes:
        yield "".join(f"{line}\n" for line in _change(change, wording))
    yield wording.text("fix.next", file=f'"{path}"' if " " in path else path) + "\n"


def _change(change: Change, wording: Wording) -> Iterator[str]:
    """One line before and after, and why; spaces of other kinds can be seen."""
    yield wording.text("fix.line", line=change.line, why=" ".join(_reasons(change, wording)))
    yield wording.text("fix.before", text=_UNSEEN.sub(_visible, change.old))
    for row in change.new.split("\n"):
        yield wording.text("fix.after", text=row)


def _reasons(change: Change, wording: Wording) -> list[str]:
    told = (wording.text(f"mend.{reason}", **fields) for reason, fields in change.reasons)
    return list(dict.fromkeys(told))


def _visible(space: re.Match[str]) -> str:
    return "⇥" if space[0] == "\t" else "⍽"


def _tell(path: str, problems: tuple[Problem, ...], checker: Checker, wording: Wording) -> None:
    """Say on standard error what a person must mend."""
    for problem in problems:
        refusal = Refusal(checker.knowledge.rule_of_problem(problem), problem)
        click.echo(wording.refusal(shown(path), refusal), err=True)


def _write(path: str, old: bytes, new: str) -> str:
    """Write `new` to the file at `path`, whole or not at all, with the `old` bytes beside it; the path of these.

    Raises OutputFailed, also where the file has changed meanwhile.
    """
    if not os.access(path, os.W_OK):
        raise OutputFailed(shown(path), OSError(errno.EACCES, os.strerror(errno.EACCES)))
    with ExitStack() as undone:
        kept = _keep(path, old)
        undone.callback(os.unlink, kept)
        with outputs.WholeFile(path) as file:
            file.write(new)
            if DISK.read(path) != old:
                raise OutputFailed(shown(path), OSError(errno.ESTALE, os.strerror(errno.ESTALE)))
        undone.pop_all()
    return kept


def _keep(path: str, data: bytes) -> str:
    """Write `data` to a new file beside that at `path`, with its mode; the path of it. Raises OutputFailed."""
    for number in range(1, 1000):
        kept = f"{path}.bak{number if number > 1 else ''}"
        try:
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with open(descriptor, "wb") as file:
                file.write(data)
            os.chmod(kept, stat.S_IMODE(os.lstat(path).st_mode))
            return kept
        except FileExistsError:
            continue
        except OSError as error:
            raise OutputFailed(shown(kept), error) from None
    raise OutputFailed(shown(path), OSError(errno.EEXIST, os.strerror(errno.EEXIST)))
