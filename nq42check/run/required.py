"""What a repository requires of its plans together: what of it is not there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nq42check.reading.nodes import Field, Problem
from nq42check.run.knowledge import Knowledge, named_baseline
from nq42check.run.results import Identity, Objected, Refusal
from nq42check.run.settings import Required
from nq42check.text import name_key


class Declared(NamedTuple):
    """What is required, and where: the file, and in it the line and column of each key (`require.places`)."""

    required: Required
    file: str
    keys: Mapping[str, tuple[int, int]]

    def problem(self, reason: str, key: str, **fields: Field) -> Problem:
        """What is not there, at the key that requires it."""
        line, column = self.keys.get(f"require.{key}", (None, None))
        return Problem(reason, line, column, fields)


def lacking(declared: Declared, plans: Sequence[Identity], knowledge: Knowledge) -> list[Objected]:
    """What `declared` requires and `plans` have not: places and their number in its file, documents in that of a plan.

    `plans` are all of a run, and `knowledge` is what they were checked with.
    """
    named = [(name, named_baseline(name, knowledge)) for name in declared.required.implements]
    documents = [(found.document.name, found.document.key) if found else (name, None) for name, found in named]
    objected = [_objected(declared.file, [*_places(declared, plans), *_number(declared, plans)], knowledge)]
    for plan in plans:
        unheld = (name for name, key in documents if key not in plan.norms)
        problems = [Problem("required.document", *plan.named_at, {"name": name}) for name in unheld]
        objected.append(_objected(plan.path, problems, knowledge)._replace(place=plan.place))
    return [each for each in objected if each.refusals]


def _places(declared: Declared, plans: Iterable[Identity]) -> Iterator[Problem]:
    there = {name_key(plan.place) for plan in plans}
    for place in declared.required.places:
        if name_key(place) not in there:
            yield declared.problem("required.place", "places", place=place)


def _number(declared: Declared, plans: Sequence[Identity]) -> Iterator[Problem]:
    least = declared.required.plans
    if least is not None and len(plans) < least:
        yield declared.problem("required.plans", "plans", count=len(plans), least=least)


def _objected(path: str, problems: Iterable[Problem], knowledge: Knowledge) -> Objected:
    refusals = (Refusal(knowledge.rule_of_problem(problem), problem) for problem in problems)
    return Objected(path, tuple(refusals), lacking=True)
