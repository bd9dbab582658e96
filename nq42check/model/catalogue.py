"""The catalogue: what the indicators measure, and the words in which documents state them."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from nq42check.model.promise import Domain
from nq42check.model.units import PER_PEOPLE, SHARE, Unit
from nq42check.model.values import Step
from nq42check.model.vocabulary import Grammar, Item, Said, Word
from nq42check.text import Phrases, fold, words


class Kind(Enum):
    """What sort of value an indicator is stated in."""

    SHARE = "share"
    RATE = "rate"
    COUNT = "count"
    MEASURE = "measure"
    LEVEL = "level"
    COMMITMENT = "commitment"


class Better(Enum):
    """The direction in which outcomes improve."""

    HIGHER = "higher"
    LOWER = "lower"


class Names(NamedTuple):
    """A name in both languages."""

    vi: str
    en: str


class Choices(NamedTuple):
    """Ids of which one is to be written, the likeliest first, with what each stands for; how many `more` there are."""

    named: tuple[tuple[str, Names], ...]
    more: int = 0


class Area(NamedTuple):
    """What the first part of an indicator's id stands for: its name, and the heading it stands under on a page."""

    names: Names
    heading: Names


JOINS = ("mean", "sum", "least", "none")
"""How parts make their whole, and places the nation."""

_JOINS = {Kind.COUNT: "sum", Kind.LEVEL: "least", Kind.COMMITMENT: "least"}
"""How an indicator joins that does not say it, where that is not by a mean."""


class Group(NamedTuple):
    """People or places that an indicator covers: their name, the words for all of them, and those for a part each.

    A province may have none of those that `may_be_absent`.
    """

    names: Names
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    may_be_absent: bool = False


class ScaleStep(NamedTuple):
    """One step of a scale of levels or commitments.

    `wordings` are the ways in which documents word it; a wording listed under several steps leaves open which of
    them is meant. `equals` is a figure in the indicator's unit that amounts to the step, where there is one.
    """

    names: Names
    wordings: tuple[str, ...]
    equals: Decimal | None


class Indicator:
    """One thing that plans and norms set targets for. Instances are compared by identity.

    `unit` is None for an indicator that has levels only; `scale` is weakest first, and empty for one stated in
    figures only. `better` is None where neither direction is. `domain` are the outcomes that can occur, `plausible`
    those that a plan can mean, in the indicator's unit. `change` is the direction of one that is itself a change.
    `groups` are all the people or places it covers, with the words for them in `group_words`.
    `parts` are indicators that measure the same thing for the parts of a whole; `near` are indicators that measure
    something close which must not be taken for this one. `nouns` are names for it; `lists` are the lists in its name,
    each item in its spellings; `remarks` are standing remarks that change nothing. `example` is a value to show.
    `grammar` has the words that all indicators share. `join` is how parts make the whole and places the nation, one of
    JOINS, by default what its kind says; `of` is the id of the denominator by which places weigh in a mean, None where
    that is not known. A province may have nothing to which one that `may_be_absent` applies.
    """

    def __init__(
        self,
        id: str,
        area: Area,
        names: Names,
        kind: Kind,
        grammar: Grammar,
        *,
        unit: Unit | None = None,
        better: Better | None = None,
        domain: Domain = Domain(Decimal(0), None),  # noqa: B008 (immutable)
        plausible: Domain = Domain(Decimal(0), None),  # noqa: B008 (immutable)
        change: str | None = None,
        counts: str | None = None,
        groups: Mapping[str, Group] | None = None,
        parts: tuple[str, ...] = (),
        near: tuple[str, ...] = (),
        scale: tuple[ScaleStep, ...] = (),
        nouns: tuple[str, ...] = (),
        lists: tuple[tuple[tuple[str, ...], ...], ...] = (),
        remarks: tuple[str, ...] = (),
        example: str | None = None,
        join: str | None = None,
        of: str | None = None,
        may_be_absent: bool = False,
    ) -> None:
        self.id, self.area, self.names, self.kind, self.grammar = id, area, names, kind, grammar
        self.unit, self.better, self.domain, self.plausible, self.change = unit, better, domain, plausible, change
        self.counts, self.parts, self.near = counts, parts, near
        self.scale, self.nouns, self.lists, self.remarks, self.example = scale, nouns, lists, remarks, example
        self.group_words = groups or {}
        self.groups = tuple(self.group_words)
        self.join, self.of, self.may_be_absent = join or _JOINS.get(kind, "mean"), of, may_be_absent
        self.absentable = tuple(id for id, group in self.group_words.items() if group.may_be_absent)
        self.is_share = unit is not None and unit.dimension == SHARE
        self.is_rate = unit is not None and unit.dimension == PER_PEOPLE
        # Life expectancy, healthy years and fertility of parts come to those of the whole only nearly.
        self.joins_about = unit is not None and unit.dimension in ("time", "children per woman")

    def __repr__(self) -> str:
        return f"<Indicator {self.id}>"

    @cached_property
    def phrases(self) -> Phrases[Said]:
        """What documents say of the indicator, with what each phrase says, beside the words that all share."""
        known: list[tuple[str, Said]] = [(remark, (Word.REMARK, None)) for remark in self.remarks]
        steps: dict[str, Step] = {}  # that a wording may mean
        for place, step in enumerate(self.scale):
            for wording in map(fold, step.wordings):
                steps[wording] = Step(steps[wording].lowest if wording in steps else place, place)
        known += [(wording, (Word.STEP, meant)) for wording, meant in steps.items()]
        for id, group in self.group_words.items():
            known += [(word, (Word.GROUP, id)) for word in (group.names.vi, *group.words)]
            known += [(part, (Word.LISTED, Item(id, at, len(group.parts)))) for at, part in enumerate(group.parts)]
        for number, listed in enumerate(self.lists):
            for at, item in enumerate(listed):
                known += [(word, (Word.LISTED, Item(str(number), at, len(listed)))) for word in item]
        # The name of what is stated in steps may have a step in it, as in "Chấm dứt các dịch bệnh AIDS, lao".
        names = (*self.nouns, self.names.vi) if self.unit else self.nouns
        known += [(noun, self._noun(noun)) for noun in names]
        return Phrases(known, self.grammar.phrases)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The single words of the indicator's names."""
        spoken = {word for noun in (*self.nouns, self.names.vi) for word in words(fold(noun))}
        return frozenset(word for word in spoken if word.isalpha())

    def _noun(self, noun: str) -> Said:
        """What a noun says: what the indicator counts, where it has a word for that; whether it is the full name."""
        spoken = words(fold(noun))
        shared = (self.grammar.phrases.at(spoken, place) for place in range(len(spoken)))
        if any(said == (Word.COUNT, self.counts) for said, _ in filter(None, shared)):
            return Word.COUNT, self.counts
        return Word.NOUN, noun == self.names.vi

    @property
    def measure(self) -> Names:
        """What stands behind a number of the indicator: its unit, and the noun of a rate."""
        if self.unit is None:
            return Names("", "")
        if self.is_rate and self.nouns:
            return Names(f" {self.nouns[0]}/{self.unit.vi.removeprefix(' trên ')}", self.unit.en)
        return Names(self.unit.vi, self.unit.en)

    @property
    def best(self) -> Decimal | None:
        """The best outcome that can occur (100 for a share that should rise), where there is one."""
        if self.better is Better.HIGHER:
            return self.domain.high
        return self.domain.low if self.better is Better.LOWER else None


class Catalogue(NamedTuple):
    """All indicators by id; the whole of each that is a part; all nouns.

    `groups`, `counts` and `denominators` have the names of groups, of what is counted, and of what places weigh by.
    """

    version: str
    indicators: Mapping[str, Indicator]
    wholes: Mapping[str, Indicator]
    groups: Mapping[str, Names]
    counts: Mapping[str, Names]
    denominators: Mapping[str, Names]
    nouns: Phrases[None]
