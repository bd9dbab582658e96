"""What each plan of a run says for the norms of the nation, as plain data that one process can send to another."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nq42check.judging.assess import Assessment, assess
from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Silence, contribution
from nq42check.judging.norms import Standing, for_plan
from nq42check.judging.seats import Speaker
from nq42check.model.document import Baseline, DocumentKey, NormKey
from nq42check.model.promise import Promise
from nq42check.reports import Brief, Piece, Reporter
from nq42check.run.checking import Checker
from nq42check.run.knowledge import places
from nq42check.run.results import PlanReport, Result
from nq42check.run.tally import Tally


class Said(NamedTuple):
    """What a plan says for a norm: `value` in words, on a line of its file, 0 where it says nothing.

    `silence`, `outcome`, `promises` and `absent` are those of its contribution; it `rests_on_a_reading` where a person
    reads more into the value than its figure. `allotted` is what the norm sets for its place, `beside` what regional
    documents do, each with the name of the document.
    """

    silence: Silence | None
    outcome: Outcome
    promises: tuple[Promise, ...]
    absent: bool
    value: str
    line: int
    rests_on_a_reading: bool
    allotted: str
    beside: tuple[tuple[str, str], ...]


class Voice(NamedTuple):
    """A plan: whose it is, its document and file, the documents it was held against, and what it says for each norm."""

    speaker: Speaker
    document: str
    path: str
    norms: tuple[DocumentKey, ...]
    said: dict[NormKey, Said]


def asked(baselines: Iterable[Baseline]) -> tuple[Standing, ...]:
    """Every norm of `baselines` that a plan can say something for, as a question by itself."""
    norms = (norm for baseline in baselines for norm in baseline.norms)
    return tuple(Standing(norm) for norm in norms if not (norm.context or norm.achieved))


class Voices(Reporter[Voice]):
    """Makes of each plan what it says for every norm there is, whichever it was held against. It writes nothing."""

    def __init__(self, brief: Brief, checker: Checker) -> None:
        super().__init__(brief)
        self._checker = checker
        nationwide = [each for each in checker.knowledge.baselines if not each.document.places]
        self._questions = asked({each.document.key: each for each in (*nationwide, *checker.against)}.values())
        self._same: dict[object, object] = {}

    def piece(self, result: Result) -> Piece[Voice]:
        """What a plan says."""
        return Piece(held=self._voice(result)) if isinstance(result, PlanReport) else Piece()

    def keep(self, held: list[Voice], new: Voice) -> None:
        """Add a plan, with all that it has in common with others as one."""
        said = {key: self._same.setdefault(each, each) for key, each in new.said.items()}
        held.append(new._replace(said=said))  # type: ignore[arg-type]  # each is what it equals

    def closing(self, tally: Tally, held: Sequence[Voice]) -> Iterator[str]:
        """Nothing."""
        return iter(())

    def _voice(self, report: PlanReport) -> Voice:
        plan, knowledge = report.plan, self._checker.knowledge
        own = for_plan(self._questions, plan, knowledge.regional)
        judged = zip(assess(plan, self._questions, knowledge.catalogue), own, strict=True)
        documents = tuple(document.key for document in report.norms)
        speaker = Speaker(plan.document.name, places().belonging(plan.document.name))
        said = {each.norm.key: self._said(each, standing) for each, standing in judged}
        return Voice(speaker, plan.document.own_name, report.path, documents, said)

    def _said(self, assessment: Assessment, own: Standing) -> Said:
        given, norm, value = contribution(assessment), assessment.norm, self.wording.value
        return Said(
            given.silence,
            given.outcome,
            given.promises,
            given.absent,
            "; ".join(self.wording.due(each, norm.target.by) for each in given.targets),
            given.targets[0].line if given.targets else 0,
            assessment.met_on_a_reading,
            "" if own.norm is norm else value(own.norm.target),
            tuple((other.document.name, value(other.target)) for other in own.beside),
        )
