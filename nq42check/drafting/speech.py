"""What words are about: how well the words of a clause cover the names of indicators, and of what lies outside."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import fsum, log
from typing import NamedTuple

from nq42check.model.catalogue import Catalogue, Indicator, Names
from nq42check.model.cues import Cue, Cues
from nq42check.model.vocabulary import Word
from nq42check.text import Phrases, fold, words

CONTEXT, HEADING = 0.6, 0.3
"""How much a word counts that is inherited: from a clause or row before, from a heading above."""

_PAIR = 0.5
"""How much two words side by side count, beside the words themselves: "xã hội" is not "xã"."""

UNEXPLAINED = 0.4
"""How much of its likeness a name may lose by words that it does not explain."""

_OUTSIDE = 0.75
"""What part of a name outside the catalogue must be said for it to be meant."""


class Said(NamedTuple):
    """Words as they are compared: those of a clause itself, in runs that stand side by side, and those it inherits.

    `aside` are words in brackets, which may name something and never speak against it; `raw` are all the words of it.
    """

    own: tuple[tuple[str, ...], ...]
    aside: tuple[tuple[str, ...], ...] = ()
    context: tuple[tuple[str, ...], ...] = ()
    headings: tuple[tuple[str, ...], ...] = ()
    raw: str = ""


class Subject(NamedTuple):
    """What words may be about: an indicator, or something outside of this name; with what gates it has."""

    indicator: Indicator | None
    outside: Names | None
    needs: tuple[tuple[str, ...], ...] = ()
    not_: tuple[str, ...] = ()


class Match(NamedTuple):
    """How well words are about a subject; `barred` says that words of the clause tell that something else is meant.

    `covered` is the part of its name that they say, of 1; `unexplained` those that it does not explain; `likeness`
    is what both come to, and `named` the words of the clause itself that its name has.
    """

    subject: Subject
    likeness: float
    covered: float
    unexplained: frozenset[str]
    named: frozenset[str]
    barred: bool = False


class _Name(NamedTuple):
    """A name of the subject at a place, with what part of it each of its words and pairs is. One syllable is none."""

    place: int
    parts: dict[str, float]


class Speech:
    """The names of all subjects, ready to be compared with words."""

    def __init__(self, catalogue: Catalogue, cues: Cues) -> None:
        some = next(iter(catalogue.indicators.values()))
        self._plain = some.grammar.phrases
        self._silent = Phrases((word, None) for word in cues.silent)
        self._short = {fold(short): words(fold(full)) for short, full in cues.abbreviations.items()}
        self.subjects: list[Subject] = []
        self._names: list[_Name] = []
        self._index: dict[str, list[tuple[int, float]]] = {}
        self._texts: list[tuple[str, ...]] = []
        self._vocabulary: dict[int, frozenset[str]] = {}
        for indicator in catalogue.indicators.values():
            cue = cues.indicators.get(indicator.id, Cue())
            needs = tuple(tuple(map(self._phrase, each)) for each in cue.needs)
            called = (indicator.names.vi, *cue.also)
            against = tuple(self._against(each, called) for each in cue.not_)
            subject = Subject(indicator, None, needs, against)
            groups = (word for group in indicator.group_words.values() for word in (group.names.vi, *group.words))
            steps = (word for step in indicator.scale for word in step.wordings)
            more = (
                *indicator.nouns,
                *groups,
                *steps,
                *(item for each in indicator.lists for way in each for item in way),
            )
            self._add(subject, called, more)
        for outside in cues.outside.values():
            self._add(Subject(None, outside.names), (outside.names.vi, *outside.also), ())
        self._weigh()

    def spoken(self, text: str) -> tuple[str, ...]:
        """The words of `text` as they are compared: folded, abbreviations in full, without those that say nothing."""
        return self.content(words(fold(text)))

    def content(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """Those of folded words that say what is meant, abbreviations in full."""
        full = [word for token in tokens for word in self._short.get(token, (token,))]
        kept: list[str] = []
        place = 0
        while place < len(full):
            known, silent = self._plain.at(full, place), self._silent.at(full, place)
            if silent and (not known or silent[1] >= known[1]):
                place = silent[1]
                continue
            if known and known[0][0] in _NEUTRAL:
                inner = self._plain.at(full, known[1] - 1)
                place = known[1] - (inner is not None and inner[1] > known[1])  # "duy trì mức sinh thay thế"
                continue
            if full[place][0].isalpha() or (full[place].isdecimal() and len(full[place]) < 3):  # lớp 1, 6 tuổi
                kept.append(full[place])
            place += 1
        return tuple(kept)

    def matches(self, said: Said) -> list[Match]:
        """The subjects that the words may be about, the likeliest first."""
        return [match for match in self.every(said) if not match.barred]

    def every(self, said: Said) -> list[Match]:
        """The same, with those barred by words that may be about another subject beside it."""
        features = self._features(said)
        own_features = {each for each, weight in features.items() if weight == 1}
        best: dict[int, tuple[float, int, int]] = {}
        told: dict[int, float] = {}  # by the words that tell most of each name, to think of few
        for feature in features:
            for name, part in self._index.get(feature, ()):
                told[name] = told.get(name, 0.0) + part
        for name in sorted(name for name, part in told.items() if part >= _TELLING):
            place, parts = self._names[name]
            if self.subjects[place].indicator:
                covered = sum(parts[each] * features[each] for each in parts.keys() & features.keys())
            else:  # what lies outside must be said by the clause itself
                covered = sum(parts[each] for each in parts.keys() & own_features)
            best[place] = max(best.get(place, (0.0, 0, 0)), (round(covered, _DIGITS), len(parts), name))
        own = frozenset(word for run in said.own for word in run)
        found = [self._match(place, name, part, own) for place, (part, _, name) in best.items() if part >= _LEAST]
        text = _text(said.own + said.aside) + said.raw
        inherited = _text((*said.own, *said.aside, *said.context, *said.headings)) + said.raw
        passed = [
            match._replace(barred=any(each in text for each in match.subject.not_))
            for match in found
            if _passes(match, inherited)
        ]
        passed = [
            match
            for match in passed
            if match.subject.indicator or not any(_says_more(each, match) for each in passed if not each.barred)
        ]
        return sorted(passed, key=lambda match: (-match.likeness, -len(match.named)))

    def weight(self, words: Iterable[str]) -> float:
        """How much words tell together."""
        return fsum(map(self._weight, words))

    def _match(self, place: int, name: int, part: float, own: frozenset[str]) -> Match:
        subject, words = self.subjects[place], own.intersection(self._names[name].parts)
        unexplained = own - words - self._explained(place)
        lost = self.weight(unexplained) / whole if (whole := self.weight(own)) else 0.0
        return Match(subject, round(part * (1 - UNEXPLAINED * lost), _DIGITS), part, unexplained, words)

    def _explained(self, place: int) -> frozenset[str]:
        """All words by which documents speak of a subject, beside those of the name that was said."""
        if place not in self._vocabulary:
            self._vocabulary[place] = frozenset(word for text in self._texts[place] for word in self.spoken(text))
        return self._vocabulary[place]

    def _add(self, subject: Subject, names: Sequence[str], more: Iterable[str]) -> None:
        """Take in a subject with its names, and what else is said of it."""
        place = len(self.subjects)
        self.subjects.append(subject)
        self._texts.append((*names, *more))
        spoken = (self.spoken(name) for name in names)
        self._names += [_Name(place, dict.fromkeys(sorted(_parts(each)), 0.0)) for each in spoken if len(each) > 1]

    def _weigh(self) -> None:
        """Weigh each word and pair by how few subjects have it, and list the names that each tells most of."""
        having: dict[str, set[int]] = {}
        for name in self._names:
            for feature in name.parts:
                having.setdefault(feature, set()).add(name.place)
        many = len(self.subjects) + 1
        weights = {each: log(many / len(places)) * (_PAIR if " " in each else 1) for each, places in having.items()}
        self._weights, self._unknown = weights, log(many)
        for number, name in enumerate(self._names):
            whole = fsum(weights[each] for each in name.parts) or 1.0
            for feature in name.parts:
                part = name.parts[feature] = weights[feature] / whole
                if part * len(name.parts) >= 1:
                    self._index.setdefault(feature, []).append((number, part))

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._unknown)

    def _features(self, said: Said) -> dict[str, float]:
        found: dict[str, float] = {}
        for weight, runs in ((1.0, said.own), (1.0, said.aside), (CONTEXT, said.context), (HEADING, said.headings)):
            for run in runs:
                for feature in sorted(_parts(run)):  # sums and ties come out alike in every run
                    found.setdefault(feature, weight)
        return found

    def _phrase(self, text: str) -> str:
        """A phrase as it is looked for among the words that say what is meant."""
        return f" {' '.join(self.spoken(text))} "

    def _against(self, text: str, names: Iterable[str]) -> str:
        """The same, but as it is written where what says something of it is in `names`, too: "nhà ở tối thiểu"."""
        full, phrase = words(fold(text)), self._phrase(text)
        if len(phrase.split()) < len(full) and any(phrase in self._phrase(name) for name in names):
            return f" {' '.join(full)} "
        return phrase


_LEAST, _TELLING = 0.3, 0.2
"""Names of which less is said are not thought of, nor those of whose telling words less is."""

_DIGITS = 9
"""To how many digits likeness is told: sums must not depend on the order in which words are added."""

_NEUTRAL = (
    *(Word.SKIPPED, Word.REACHED, Word.HELD, Word.SIGN, Word.OPERATOR, Word.TRAILING, Word.FROM, Word.WITHIN, Word.TO),
    *(Word.YEAR, Word.PACE, Word.OPENS, Word.OPENS_IN_VALUE, Word.BECOMES, Word.DENIAL),
)
"""Words that say nothing of what a value is about."""


def _parts(run: Sequence[str]) -> frozenset[str]:
    """The words of a run, and those side by side in pairs."""
    return frozenset((*run, *(f"{one} {other}" for one, other in pairwise(run))))


def _text(runs: Iterable[Sequence[str]]) -> str:
    return " " + " | ".join(" ".join(run) for run in runs) + " "


def _says_more(match: Match, outside: Match) -> bool:
    """Whether an indicator is about all that something outside is about, and more."""
    return match.subject.indicator is not None and match.named > outside.named and match.covered >= _OUTSIDE


def _passes(match: Match, inherited: str) -> bool:
    """Whether all is said that a subject needs."""
    if match.subject.indicator is None:
        return match.covered >= _OUTSIDE
    return all(any(each in inherited for each in phrases) for phrases in match.subject.needs)
