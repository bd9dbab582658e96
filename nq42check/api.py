"""The Python interface: what a program may call."""

import warnings
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from nq42check.flagging.rulebook import Severity
from nq42check.run.checking import Checker, today
from nq42check.run.inputs import Input, inputs
from nq42check.run.knowledge import Additions, document_for, load_knowledge
from nq42check.run.required import Declared, lacking
from nq42check.run.results import Objected, OtherFile, PlanReport, RefusedFile, Result
from nq42check.run.tally import Tally


class Report(NamedTuple):
    """The result of one run: each file's, in the order of their paths."""

    as_of: date
    results: tuple[Result, ...]

    @classmethod
    def of(cls, checker: Checker, files: Iterable[Input], required: Declared | None = None) -> Self:
        """What `checker` finds in `files`; those last that cannot be told from another plan of their place, and what is
        `required` of all together and not there.
        """
        results = [checker.check(file) for file in files]
        plans = [result.identity for result in results if isinstance(result, PlanReport)]
        absent = lacking(required, plans, checker.knowledge) if required else []
        return cls(checker.as_of, (*results, *checker.clashes(plans), *absent))

    @property
    def plans(self) -> tuple[PlanReport, ...]:
        """The plans that were checked, each with its `findings` and `assessments`."""
        return tuple(result for result in self.results if isinstance(result, PlanReport))

    @property
    def refused(self) -> tuple[RefusedFile, ...]:
        """The files that cannot be used, each with its `refusals`."""
        return tuple(result for result in self.results if isinstance(result, RefusedFile))

    @property
    def objected(self) -> tuple[Objected, ...]:
        """What stands against files that can be read, each with its `refusals`."""
        return tuple(result for result in self.results if isinstance(result, Objected))

    @property
    def others(self) -> tuple[OtherFile, ...]:
        """The files that are no plans, each with its `kind`."""
        return tuple(result for result in self.results if isinstance(result, OtherFile))

    @property
    def passed(self) -> tuple[OtherFile, ...]:
        """The former name of `others`. Deprecated."""
        warnings.warn("Report.passed is now Report.others", DeprecationWarning, stacklevel=2)
        return self.others

    def exit_code(self, fail_on: Severity | None = Severity.ERROR) -> int:
        """What the command would exit with."""
        tally = Tally()
        for result in self.results:
            tally.add(result)
        return int(tally.exit_code(fail_on))


def check(
    *paths: str,
    against: Iterable[str] = (),
    as_of: date | None = None,
    additions: Additions = Additions(),  # noqa: B008 (immutable)
) -> Report:
    """Check the plans that `paths` name, files or folders, as `nq42check PATH…` does.

    `against` names documents to hold plans against (numbers or files) in place of those that each plan implements.
    `as_of` is the date at which waivers are judged, by default today. `additions` are
    rules, baselines and severities beside those shipped; no `.nq42check.yaml` is looked for.

    Returns a report; files that cannot be used stand in `Report.refused` and raise nothing, those last that cannot be
    told from another plan of their place. Raises
    `nq42check.run.knowledge.BadKnowledge` where a file of `against` or `additions` cannot be used, and LookupError
    where a name in `against` is not known.
    """
    knowledge = load_knowledge(additions)
    documents = [document_for(name, knowledge) for name in against]
    checker = Checker(knowledge, against=documents, as_of=as_of or today())
    return Report.of(checker, inputs(paths).files)
