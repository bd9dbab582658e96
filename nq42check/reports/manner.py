"""How much is said of a finding to a person: every sentence at its finding, or each thing once."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Rule
from nq42check.flagging.scene import Sayable
from nq42check.reports.caveats import Caveat, caveats_of
from nq42check.reports.wording import Wording

ADVICE = "→"
"""What begins a remark that says what to do."""


class Note(NamedTuple):
    """What must be known besides: `alone` where it is about one target or norm, else on all of a kind."""

    number: int
    text: str
    alone: bool


class Manner(ABC):
    """How much is said of each finding, and what is said of several at once; a section has at `most` so many rows."""

    def __init__(self, wording: Wording, most: int | None = None) -> None:
        self.wording, self.most = wording, most
        self.notes: tuple[Note, ...] = ()

    @abstractmethod
    def advice(self, rule: Rule) -> str:
        """What to do about all findings of a rule, to stand at their heading; empty where each says it for itself."""

    def about(self, rule: Rule) -> str:
        """What is wrong wherever a rule flags, where that is said once; empty where each finding says it for itself."""
        return ""

    def lists(self, rule: Rule) -> bool:
        """Whether all that a rule flags is told in one line."""
        return False

    @abstractmethod
    def remarks(self, finding: Finding) -> Iterator[str]:
        """What is said of a finding below its figures."""

    @abstractmethod
    def noted(self, caveats: Iterable[Caveat]) -> tuple[int, ...]:
        """The numbers of the notes that say what else must be known."""

    def beside(self, finding: Finding) -> str:
        """A finding on what already has a row, in one paragraph; one that its row says nothing of is called by name."""
        severity, said = self.wording.severity(finding.severity).lower(), " ".join(filter(None, self.remarks(finding)))
        if not said:
            said = f"{self.wording.show(finding.rule.title)} {ADVICE} {self.advice(finding.rule)}"
        return f"+ {finding.rule.id} ({severity}): {said}"


class Full(Manner):
    """Every sentence at its finding."""

    def advice(self, rule: Rule) -> str:
        """Nothing: each finding says it for itself."""
        return ""

    def remarks(self, finding: Finding) -> Iterator[str]:
        """What is wrong, what must be known besides, and what to do."""
        yield self.wording.message(finding)
        yield " ".join(self.wording.caveats(finding))
        yield f"{ADVICE} {self.wording.advice(finding)}"

    def noted(self, caveats: Iterable[Caveat]) -> tuple[int, ...]:
        """None: they stand at the finding."""
        return ()


class _ShortWords(Wording):
    """The same texts, in few words where there are such."""

    def text(self, id: str, /, **fields: Sayable) -> str:
        """The text `short.ID`, where there is one."""
        return super().text(f"short.{id}" if f"short.{id}" in self._texts else id, **fields)


class Short(Manner):
    """Each thing once: advice at the heading, what must be known besides in numbered notes, and of a finding only what
    its figures do not say. Notes on all of a kind come before those on one target or norm.
    """

    def __init__(self, wording: Wording, findings: Iterable[Finding], most: int | None = None) -> None:
        super().__init__(wording, most)
        self.few = _ShortWords(wording.language)
        caveats = {each.key: each for finding in findings for each in caveats_of(finding)}
        ordered = sorted(caveats.values(), key=lambda caveat: bool(caveat.fields))
        self.notes = tuple(
            Note(number, self.few.caveat(caveat), alone=bool(caveat.fields)) for number, caveat in enumerate(ordered, 1)
        )
        self._numbers = {caveat.key: number for number, caveat in enumerate(ordered, 1)}

    def advice(self, rule: Rule) -> str:
        """The rule's remedy; its advice, where that is the same for all."""
        return self.wording.show(rule.remedy) if rule.remedy else _without_fields(self.wording.show(rule.advice))

    def about(self, rule: Rule) -> str:
        """What the rule says beside the figures, where that is the same for all."""
        return _without_fields(self.few.show(rule.row or rule.message))

    def lists(self, rule: Rule) -> bool:
        """Where the rule's check says so."""
        return rule.check.lists

    def remarks(self, finding: Finding) -> Iterator[str]:
        """What the rule says beside the figures, its message where it says nothing of that; then its own advice."""
        rule = finding.rule
        said = self.few.filled(self.few.show(rule.row or rule.message), finding.flag.arguments)
        yield from map(str.strip, said.splitlines())
        if not self.advice(rule):
            yield f"{ADVICE} {self.few.advice(finding)}"

    def noted(self, caveats: Iterable[Caveat]) -> tuple[int, ...]:
        """The number of the note on each."""
        return tuple(sorted(self._numbers[caveat.key] for caveat in caveats))


def _without_fields(text: str) -> str:
    return "" if "{" in text else text
