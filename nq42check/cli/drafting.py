"""`nq42check draft FILE`: a plan file from a document as issued; and documents that are checked as they are."""

import errno
import os
import sys
from collections.abc import Sequence
from io import BytesIO

import click

from nq42check.cli import outputs, terminal
from nq42check.cli.bilingual import command, option
from nq42check.cli.options import completing, in_place
from nq42check.cli.outputs import WholeFile
from nq42check.cli.place import Shared
from nq42check.drafting.drafts import Draft
from nq42check.drafting.issued import Unread
from nq42check.model.catalogue import Names
from nq42check.reading.nodes import Problem, Refused
from nq42check.reports.drafted import Origin, counts, deletions, lacking, plan_file
from nq42check.reports.form import file_name
from nq42check.reports.wording import Wording
from nq42check.run.drafting import Drafted, document_at, drafted
from nq42check.run.files import STDIN, is_yaml, relative, shown
from nq42check.run.inputs import Input
from nq42check.run.kinds import is_document, is_plan
from nq42check.run.knowledge import Knowledge
from nq42check.run.results import Refusal
from nq42check.run.sourcing import is_within
from nq42check.run.tally import Exit
from nq42check.texts import LANGUAGES


@command("draft", texts=("draft", "draft-what", "draft-codes"))
@click.argument("file", shell_complete=completing("paths"))
@option("--output", "-o", text="draft-output", metavar="PLAN", shell_complete=completing("paths"))
@in_place
def draft(shared: Shared, file: str, output: str | None) -> Exit:
    """Write the plan file that a document as issued states."""
    wording, knowledge = shared.wording, shared.knowledge()
    plan = None if output is None or outputs.is_standard_output(output) else output
    _refuse_what_cannot_be(file, plan, wording)
    try:
        data = document_at(file, sys.stdin.buffer if file == STDIN else None)
        if is_plan(data):
            raise _wrong_use("usage.draft-plan", wording, file=_typed(file))
        read = _read(file, data, knowledge, wording)
    except (Refused, Unread) as error:
        for problem in _problems(error):
            refusal = Refusal(knowledge.rule_of_problem(problem), problem)
            click.echo(wording.refusal(shown(file), refusal), err=True)
        return Exit.UNREADABLE
    if not read.draft.rows and not read.draft.unplaced:
        click.echo(wording.text("draft.nothing", file=shown(file)), err=True)
        return Exit.NOTHING
    _write(plan, plan_file(read.draft, _origin(file, plan or os.curdir, read), wording, is_draft=_has_open(read.draft)))
    said = [counts(read.draft, wording), *_known(read, wording), _next(file, plan, read.draft, wording)]
    click.echo("\n".join(said), err=True)
    if not read.draft.listed:
        return Exit.NOTHING
    return Exit.FINDINGS if _has_open(read.draft) else Exit.CLEAN


def _refuse_what_cannot_be(file: str, plan: str | None, wording: Wording) -> None:
    """Raise UsageError for a folder, and for a plan file where anything is, or that no folder of plans would have."""
    for path in filter(None, (file, plan)):
        if os.path.isdir(path):
            raise _wrong_use("usage.draft-folder", wording, folder=shown(path))
    if plan and not is_yaml(plan):
        stem = os.path.splitext(plan)[0] if is_document(plan) else plan
        raise _wrong_use("usage.draft-ending", wording, file=shown(stem))
    if plan and os.path.lexists(plan):
        raise _wrong_use("usage.exists", wording, file=shown(plan))


def _wrong_use(text: str, wording: Wording, **fields: str) -> click.UsageError:
    """A complaint that leads to the help of this command."""
    return click.UsageError(wording.text(text, **fields), click.get_current_context())


def _read(file: str, data: bytes, knowledge: Knowledge, wording: Wording) -> Drafted:
    """What is understood of the document at `file`, which may take a while. Raises Unread."""
    with terminal.Waiting(wording.text("draft.reading", file=shown(file))):
        return drafted(data, knowledge)


def _problems(error: Refused | Unread) -> Sequence[Problem]:
    """Why a document cannot be read; what its reader says is told in full."""
    if isinstance(error, Refused):
        return error.problems
    said = (Wording(language).text(f"unread.{error.reason}", **error.fields) for language in LANGUAGES)
    return [Problem("unreadable.document", fields={"why": Names(*said)})]


def _has_open(draft: Draft) -> bool:
    """Whether a draft leaves anything to a person."""
    return not draft.is_sure or bool(lacking(draft.head))


def _origin(file: str, plan: str, read: Drafted) -> Origin:
    """From what the plan file at `plan` was drafted; it calls the document by the way from its own folder, where one
    leads there that does not leave its repository.
    """
    source = None
    if file != STDIN and is_within(file, plan):
        way = relative(file, os.path.dirname(plan) or os.curdir)
        source = None if os.path.isabs(way) else way.replace(os.sep, "/")
    return Origin(os.path.basename(file), read.sha256, source, read.unknown, read.dropped)


class _NewFile(WholeFile):
    """A file that is written whole or not at all, and never over another, even if that came meanwhile."""

    def _put(self) -> None:
        """Give what is written its name, which a system with links does only where nobody has it. Raises OSError."""
        try:
            os.link(self._unfinished, self._path)
        except FileExistsError:
            raise
        except OSError:  # this disk has no links
            if os.path.lexists(self._path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            super()._put()


def _write(plan: str | None, text: str) -> None:
    """Write the plan file, to standard output where it has no name. Raises OutputFailed."""
    if plan is None:
        outputs.write(text)
        return
    with _NewFile(plan) as output:
        output.write(text)


def _known(read: Drafted, wording: Wording) -> list[str]:
    """What a person must know of a draft."""
    said = [deletions(read.dropped, wording)] if read.dropped else []
    said += [] if read.draft.listed else [wording.text("draft.unlisted")]
    keys = lacking(read.draft.head)
    return [*said, wording.text("draft.lacking", keys=", ".join(keys))] if keys else said


def _next(file: str, plan: str | None, draft: Draft, wording: Wording) -> str:
    """What a person does next."""
    if plan is None:
        return wording.text("draft.save", command=_command(file, draft))
    return wording.text("draft.next" if _has_open(draft) else "draft.next-sure", plan=_typed(plan))


def _command(file: str, draft: Draft) -> str:
    """The command that writes the draft to a file, which is named after its place."""
    return f"nq42check draft {_typed(file)} -o {file_name(draft.head.place or '')}"


def _typed(path: str) -> str:
    """`path` as it is typed at a command line."""
    return f'"{shown(path)}"' if " " in shown(path) else shown(path)


def drafted_in_memory(files: Sequence[Input], shared: Shared, knowledge: Knowledge) -> list[Input]:
    """`files`, those that are documents as the plan files that would be drafted from them; that is told of each."""
    return [_in_memory(file, shared.wording, knowledge) if file.may_be_document else file for file in files]


def _in_memory(file: Input, wording: Wording, knowledge: Knowledge) -> Input:
    """A document as the plan file that would be drafted from it, not confirmed; a plan file as it is."""
    try:
        data = document_at(file.path)
        if is_plan(data):
            return file
        read = _read(file.path, data, knowledge, wording)
    except (Refused, Unread) as error:
        return file._replace(problem=_problems(error)[0])
    if not read.draft.rows:
        return file._replace(problem=Problem("unreadable.no-targets", fields={"file": _typed(file.path)}))
    plan = plan_file(read.draft, _origin(file.path, file.path, read), wording, is_draft=True)
    said = wording.text("draft.in-memory", file=shown(file.path), counts=counts(read.draft, wording))
    save = wording.text("draft.save", command=_command(file.path, read.draft))
    click.echo("\n".join([said, *_known(read, wording), save]), err=True)
    return file._replace(stream=BytesIO(plan.encode()), sha256=read.sha256)
