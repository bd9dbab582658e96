"""Files checked for a command that has a report of its own: all of them first, in this process."""

from collections.abc import Iterable, Sequence

import click

from nq42check.api import Report
from nq42check.cli.place import Shared
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, OtherFile, Result


def checked(paths: Sequence[str], checker: Checker, shared: Shared) -> Report:
    """The files that `paths` stand for, checked; what lies beside them unchecked is told."""
    chosen = shared.place.inputs(paths)
    shared.tell_of(chosen, paths)
    report = Report(checker.as_of, tuple(map(checker.check_input, chosen.files)))
    clashes = checker.clashes(plan.identity for plan in report.plans)
    return report._replace(results=(*report.results, *clashes))


def complain(results: Iterable[Result], wording: Wording) -> bool:
    """Say on standard error why files among `results`, or values in them, cannot be used; whether there are any."""
    refused = [result for result in results if not isinstance(result, OtherFile) and result.refusals]
    for result in refused:
        for refusal in result.refusals:
            click.echo(wording.refusal(result.path, refusal), err=True)
    return bool(refused)
