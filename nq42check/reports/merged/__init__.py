"""Places of today in words and as columns: what those without a plan of their own come to, by what their parts say."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from nq42check.judging.assess import Status
from nq42check.judging.compare import Outcome
from nq42check.judging.contribution import Silence
from nq42check.judging.merged import Line, Merged, Word
from nq42check.model.catalogue import Names
from nq42check.model.document import Norm
from nq42check.model.values import promise_of
from nq42check.reports.grid import BEHIND, Cell, Column, Row, Totals, row_of
from nq42check.reports.shares import named, turned
from nq42check.reports.wording import Wording
from nq42check.reports.words import STATUS_SIGNS
from nq42check.run.successors import PlacesOfToday, Succession


class Answer(NamedTuple):
    """What one part says for a norm: what the part is called, its value and why that adds nothing, in words; where.

    `value` is empty where there is none, `silence` where the part promises something; it `meets` the norm if that does.
    What is only a task is no `promised` value. `kind` is the same as `silence` for programs. `path` is empty where the
    part has no plan.
    """

    part: str
    value: str
    promised: str
    silence: str
    kind: str
    path: str
    line: int
    meets: bool = False


class Told(NamedTuple):
    """A norm as it is told of a merged place: `depends` says in words on what it depends, empty where it does not."""

    norm: Norm
    row: Row
    status: Status
    answers: tuple[Answer, ...]
    depends: str
    cell: Cell

    @property
    def waits(self) -> bool:
        """Whether nothing is wrong but that some parts have no plan."""
        return self.status is Status.NARROWER and all(answer.meets for answer in self.answers if answer.path)


class Part(NamedTuple):
    """A part of a place: its name, what it is called here, and the path and document of each of its plans."""

    name: str
    called: str
    plans: tuple[tuple[str, str], ...]


class Place(NamedTuple):
    """A merged place: its name, its parts, that some of them are silent (in words, empty where none is), and its norms.

    `column` is what it comes to beside plans.
    """

    name: str
    parts: tuple[Part, ...]
    silent: str
    told: tuple[Told, ...]
    column: Column

    @property
    def document(self) -> str:
        """What its plans are called together."""
        return "; ".join(dict.fromkeys(document for part in self.parts for _, document in part.plans))

    @property
    def made_of(self) -> str:
        """What its parts are called."""
        return ", ".join(part.called for part in self.parts)

    @property
    def paths(self) -> tuple[str, ...]:
        """The plans for which it stands."""
        return tuple(path for part in self.parts for path, _ in part.plans)

    @property
    def unmet(self) -> tuple[Told, ...]:
        """The norms that are not met and wait not only for the plan of a part; but for those that do not apply."""
        passed = Status.MET, Status.NOT_APPLICABLE
        return tuple(each for each in self.told if each.status not in passed and not each.waits)

    @property
    def waiting(self) -> int:
        """How many norms wait only for the plan of a part."""
        return sum(each.waits for each in self.told)


def told(today: PlacesOfToday, wording: Wording) -> tuple[Place, ...]:
    """The merged places of a run, without those whose plans were held against nothing."""
    words = _Words(today.denominators, wording)
    return tuple(words.place(merged) for merged in today.merged if merged.lines)


def replaced(today: PlacesOfToday, wording: Wording) -> str:
    """Which plans of former places are not joined, since a plan has taken their place; empty where none is."""
    return " ".join(succeeded(each, wording)[0] for each in today.successions)


def succeeded(succession: Succession, wording: Wording) -> list[str]:
    """How a plan of a place stands to those before it: which these are, how much is less, and what depends."""
    names = ", ".join(voice.speaker.name for voice in succession.former)
    counts = {"count": succession.weakened, "depends": len(succession.depends)}
    held = "merged.not-held" if succession.weakened is None else "merged.held"
    return [
        wording.text("merged.replaced", place=succession.name, names=names),
        wording.text(held, place=succession.name, **counts),
        *(f"{STATUS_SIGNS[Status.UNDECIDED]} {wording.problem(problem)}" for problem in succession.depends),
    ]


class _Words:
    """What is said of merged places, in one language."""

    def __init__(self, denominators: Mapping[str, Names], wording: Wording) -> None:
        self._denominators, self._wording = denominators, wording

    def place(self, merged: Merged) -> Place:
        """A place with all that is said of it."""
        parts = tuple(
            Part(name, self._called(name, merged), tuple((voice.path, voice.document) for voice in voices))
            for name, voices in merged.parts
        )
        silent = [self._wording.text("place.former", name=name) for name in merged.silent]
        said = self._wording.text("merged.silent", names=named(silent, self._wording)) if silent else ""
        lines = [(line, self._told(line, merged)) for line in merged.lines]
        found = tuple(told for line, told in lines if not line.behind)
        return Place(merged.name, parts, said, found, _column(merged, [told for _, told in lines]))

    def _called(self, part: str, merged: Merged) -> str:
        """A part by its name; where the place has kept that, with the word that it is the former one."""
        return self._wording.text("place.former", name=part) if part == merged.name else part

    def _told(self, line: Line, merged: Merged) -> Told:
        answers = tuple(self._answer(word, merged) for word in line.words)
        depends = self._depends(line, [answer.part for answer in answers])
        value = "; ".join(f"{answer.part}: {answer.promised or '–'}" for answer in answers)
        own = "; ".join(
            f"{answer.part}: {word.stated.own}"
            for answer, word in zip(answers, line.words, strict=True)
            if word.stated and word.stated.own
        )
        status = BEHIND if line.behind else line.comes.status.value
        cell = Cell(status, value, "", "", "", _guaranteed(line), own, gap=depends)
        return Told(line.norm, row_of(line.norm, self._wording), line.comes.status, answers, depends, cell)

    def _answer(self, word: Word, merged: Merged) -> Answer:
        called, text = self._called(word.part, merged), self._wording.text
        if word.voice is None or word.stated is None:
            return Answer(called, "", "", text("merged.no-plan"), "no-plan", "", 0)
        given = word.stated.contribution
        kind = "absent" if given.absent else given.silence.value if given.silence else ""
        silence = text(f"silence.{kind}") if kind else ""
        value = word.stated.value
        promised = "" if given.silence is Silence.TASK else value
        meets = given.silence is None and (given.absent or given.outcome is Outcome.MET)
        return Answer(called, value, promised, silence, kind, word.voice.path, word.stated.line, meets)

    def _depends(self, line: Line, names: list[str]) -> str:
        """From which share on the parts below the norm keep it from being met; empty where that does not decide."""
        found = line.comes.turning
        if found is None:
            return ""
        weak, strong = ([names[line.comes.turned[at]] for at in ends] for ends in (found.weak, found.strong))
        if set(weak) & set(strong):  # a part of several that are weighed by themselves
            return self._wording.text("merged.depends")
        denominator = self._denominators.get(line.norm.target.indicator.of or "")
        of = self._wording.show(denominator) if denominator else self._wording.text("national.denominator-unknown")
        return turned(found, weak, strong, of, self._wording)


def _column(merged: Merged, told: list[Told]) -> Column:
    """What a place comes to: norms by their statuses; what is found in the plans of its parts."""
    statuses = Counter(each.status for each in told if each.cell.status != BEHIND)
    paths = "; ".join(voice.path for voice in merged.voices)
    errors, found = (sum(getattr(voice, name) for voice in merged.voices) for name in ("errors", "found"))
    totals = Totals(merged.name, paths, errors, found, statuses)
    return Column(totals, tuple(each.row for each in told), tuple(each.cell for each in told))


def _guaranteed(line: Line) -> Decimal | None:
    """What all parts guarantee together, as far as that is a figure: the least of them; None where one is silent."""
    given = [word.stated.contribution if word.stated else None for word in line.words]
    speaking = [each for each in given if each and not each.absent and each.silence is None]
    norm = promise_of(line.norm.target.stated)
    silent = any(each is None or each.silence for each in given)
    if silent or norm is None or line.norm.target.indicator.join not in ("mean", "least"):
        return None
    numbers = [promise.number for each in speaking for promise in each.promises]
    return (min if norm.upward else max)(numbers, default=None)
