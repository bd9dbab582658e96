"""What each plan of a run says for the norms of the nation, as plain data that one process can send to another."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from nq42check.judging.assess import Assessment, Status, assess
from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Silence, contribution
from nq42check.judging.norms import Standing, for_plan
from nq42check.judging.seats import Speaker
from nq42check.model.document import Baseline, DocumentKey, Norm, NormKey, Target
from nq42check.model.promise import Promise
from nq42check.model.values import promise_of
from nq42check.reports import Brief, Piece, Reporter
from nq42check.reports.progress import rests_on
from nq42check.run.checking import Checker
from nq42check.run.knowledge import places
from nq42check.run.results import PlanReport, Result
from nq42check.run.tally import Tally
from nq42check.text import name_key


class Said(NamedTuple):
    """What a plan says for a norm: `value` in words, on a line of its file, 0 where it says nothing.

    `silence`, `outcome`, `promises` and `absent` are those of its contribution. `number` is what it promises at least,
    in the indicator's unit, the weakest of several, None where it states no figure; `over` is how much better that is
    than the norm, less than nothing where it is worse. It `rests_on` more than its figure where a person reads more
    into the value, or nobody has confirmed it. `allotted` is what the norm sets for its place, `beside` what regional
    documents do, each with the name of the document.
    """

    silence: Silence | None
    outcome: Outcome
    promises: tuple[Promise, ...]
    absent: bool
    number: Decimal | None
    over: Decimal | None
    value: str
    line: int
    rests_on: str
    allotted: str
    beside: tuple[tuple[str, str], ...]


_NOTHING = Said(Silence.MISSING, Outcome.MET, (), False, None, None, "", 0, "", "", ())


class Voice(NamedTuple):
    """A plan: whose it is, its document and file, the documents it was held against, and what it says for each norm."""

    speaker: Speaker
    document: str
    path: str
    norms: tuple[DocumentKey, ...]
    said: dict[NormKey, Said]


def asked(baselines: Iterable[Baseline]) -> dict[object, list[Norm]]:
    """Every norm of `baselines` that a plan can say something for, with those that ask for the very same together."""
    alike: dict[object, list[Norm]] = {}
    for norm in (norm for baseline in baselines for norm in baseline.norms):
        target = norm.target
        same = target.indicator, target.by, target.groups, target.counts, target.only, target.stated, norm.allotted
        if not (norm.context or norm.achieved):
            alike.setdefault(same, []).append(norm)
    return alike


class Voices(Reporter[Voice]):
    """Makes of each plan what it says for every norm there is, whichever it was held against. It writes nothing."""

    def __init__(self, brief: Brief, checker: Checker) -> None:
        super().__init__(brief)
        self._checker = checker
        nationwide = [each for each in checker.knowledge.baselines if not each.document.places]
        alike = asked({each.document.key: each for each in (*nationwide, *checker.against)}.values())
        self._questions = tuple(Standing(norm) for norm, *_ in alike.values())
        self._alike = [[norm.key for norm in norms] for norms in alike.values()]
        named = (place for each in checker.knowledge.regional for place in each.document.places)
        allotted = (allotted.place for each in self._questions for allotted in each.norm.allotted)
        self._concerned = {name_key(place) for place in (*named, *allotted)}
        self._same: dict[Said, Said] = {}

    def piece(self, result: Result) -> Piece[Voice]:
        """What a plan says."""
        return Piece(held=self._voice(result)) if isinstance(result, PlanReport) else Piece()

    def keep(self, held: list[Voice], new: Voice) -> None:
        """Add a plan, with all that it has in common with others as one."""
        same = {id(each): each for each in new.said.values()}  # norms that ask for the very same share what is said
        same = {at: self._same.setdefault(each, each) for at, each in same.items()}
        held.append(new._replace(said={key: same[id(each)] for key, each in new.said.items()}))

    def closing(self, tally: Tally, held: Sequence[Voice]) -> Iterator[str]:
        """Nothing."""
        return iter(())

    def _voice(self, report: PlanReport) -> Voice:
        plan, document = report.plan, report.document
        known = {each.norm.key: each for each in report.assessments if _is_as_asked(each)}
        found = [next((known[key] for key in keys if key in known), None) for keys in self._alike]
        left = [question for question, there in zip(self._questions, found, strict=True) if there is None]
        assessed = iter(assess(plan, left, self._checker.knowledge.catalogue))
        own = self._questions
        if document.place is not None and name_key(document.place) in self._concerned:
            own = for_plan(own, plan, self._checker.knowledge.regional)
        said: dict[NormKey, Said] = {}
        for keys, there, question, standing in zip(self._alike, found, self._questions, own, strict=True):
            allotted = None if standing.norm is question.norm else standing.norm.target
            said.update(dict.fromkeys(keys, self._said(there or next(assessed), allotted, standing.beside)))
        documents = tuple(document.key for document in report.norms)
        within = places().belonging(document.within) if document.within else None
        speaker = Speaker(document.name, plan.belongs, within and within.place)
        return Voice(speaker, document.own_name, report.path, documents, said)

    def _said(self, assessment: Assessment, allotted: Target | None, beside: Sequence[Norm]) -> Said:
        if assessment.status is Status.MISSING and not (assessment.tasks or allotted or beside):
            return _NOTHING
        given, norm, value = contribution(assessment), assessment.norm, self.wording.value
        asked, numbers = promise_of(norm.target.stated), [promise.number for promise in given.promises]
        number = over = None
        if asked and numbers:
            number = min(numbers) if asked.upward else max(numbers)
            over = number - asked.number if asked.upward else asked.number - number
        return Said(
            given.silence,
            given.outcome,
            given.promises,
            given.absent,
            number,
            over,
            "; ".join(self.wording.due(each, norm.target.by) for each in given.targets),
            given.targets[0].line if given.targets else 0,
            rests_on(assessment),
            value(allotted) if allotted else "",
            tuple((other.document.name, value(other.target)) for other in beside),
        )


def _is_as_asked(assessment: Assessment) -> bool:
    """Whether a plan was held against a norm as it stands for the nation: neither set aside nor allotted to a place."""
    return assessment.standing.aside is None and not assessment.norm.allotted
