"""Files checked for a command that has a report of its own: all of them first, in this process."""

from collections.abc import Iterable, Sequence

import click

from nq42check.api import Report
from nq42check.cli.place import Shared
from nq42check.reports import complaints
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker, Result


def checked(paths: Sequence[str], checker: Checker, shared: Shared) -> Report:
    """The files that `paths` stand for, checked; what lies beside them unchecked is told."""
    chosen = shared.place.inputs(paths)
    shared.tell_of(chosen, paths)
    report = Report(checker.as_of, tuple(map(checker.check_input, chosen.files)))
    clashes = checker.clashes(plan.identity for plan in report.plans)
    return report._replace(results=(*report.results, *clashes))


def complain(results: Iterable[Result], wording: Wording) -> bool:
    """Say on standard error why files among `results`, or values in them, cannot be used; whether there are any."""
    told = [complaint for result in results for complaint in complaints(result, wording)]
    for complaint in told:
        click.echo(complaint, err=True)
    return bool(told)
