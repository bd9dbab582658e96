"""How the words on a norm of the nation come about: the sum, step by step, for a reader to redo by hand."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from nq42check.judging.compare import Outcome
from nq42check.judging.join import Turning, Verdict
from nq42check.judging.nation import HALF, Prospect
from nq42check.model.catalogue import Better
from nq42check.model.promise import Nudge, Promise
from nq42check.model.values import promise_of
from nq42check.reports.layout import aloud
from nq42check.reports.national import Given, Line, Nation
from nq42check.reports.national.figures import Figures, Weighed, weighed
from nq42check.reports.national.head import head
from nq42check.reports.national.words import QUOTED_FROM, Words
from nq42check.reports.screen import STRONG, Screen
from nq42check.reports.wording import Wording

_READ_AS = {" × ": "times", " − ": "minus", " + ": "plus", " ÷ ": "over", " = ": "equals", " > ": "more", " < ": "less"}


def in_steps(nation: Nation, wording: Wording, screen: Screen, *, spoken: bool) -> str:
    """The sum for each norm, after whose plans there are; where it is `spoken`, in words without signs."""
    told = [(said, 0, "") for said in head(nation, wording)]
    for line in nation.lines:
        told += [("", 0, ""), *_Sum(line, nation, Words(wording)).told()]
    if spoken:
        told = [(_aloud(said, wording), indent, style) for said, indent, style in told]
    return "".join(screen.text(said, style, indent) if said else "\n" for said, indent, style in told)


def _aloud(said: str, wording: Wording) -> str:
    for sign, name in _READ_AS.items():
        said = said.replace(sign, f" {wording.text(f'aloud.{name}')} ")
    return aloud(said, wording)


_Said = tuple[str, int, str]
"""A paragraph, its indent and its style."""


class _Sum:
    """All that is said of one norm."""

    def __init__(self, line: Line, nation: Nation, words: Words) -> None:
        self.line, self.nation, self.words, self.say = line, nation, words, words.say
        self.figures = Figures(words)
        self.norm = promise_of(line.norm.target.stated)

    def told(self) -> Iterator[_Said]:
        """The norm, each promise, what they come to, and what follows for the nation."""
        yield self.words.norm(self.line), 0, STRONG
        yield from self._indented(self._asked())
        for number, name, said in ((1, "each", self._each()), (2, "sum", self._come_to()), (3, "rest", self._rest())):
            yield f"{number}. {self.say(f'steps.{name}')}", 0, ""
            yield from self._indented(said)

    def _indented(self, said: Iterator[str]) -> Iterator[_Said]:
        yield from ((each, 3, "") for each in said if each)

    def _asked(self) -> Iterator[str]:
        line, indicator = self.line, self.line.norm.target.indicator
        if self.norm:
            number = self.figures.number(self.norm.number)
            better = "lower" if indicator.better is Better.LOWER else "higher"
            yield self.say(
                "steps.number",
                number=number,
                unit=self.words.show(indicator.measure).strip(),
                better=self.say(f"steps.{better}"),
                firm=self.say(f"steps.firm.{self.norm.nudge.name.lower()}", number=number),
            )
        yield self.say(f"steps.join.{line.join}", of=self.words.denominator(line))

    # Each promise

    def _each(self) -> Iterator[str]:
        line = self.line
        if not line.given:
            yield self.say("national.promised.none")
        for given in line.given:
            yield from self._given(given)
        yield self.words.silences(line)
        yield self.say("steps.no-plan", count=len(self.nation.seating.unplanned))

    def _given(self, given: Given) -> Iterator[str]:
        """What a place promises, each number with its distance from the norm."""
        beside = "; ".join(self.words.remarks(given))
        promises = given.said.promises
        if not promises or self.norm is None:
            inside = "inside" if given.said.outcome is Outcome.MET else "outside"
            said = [self.say(f"steps.{inside}")]
        else:
            said = [self._distance(promise, self.norm) for promise in promises]
        parts = [""] if len(said) == 1 else [self.say("steps.part", number=each + 1) for each in range(len(said))]
        for part, each in zip(parts, said, strict=True):
            yield f"- {given.name}{part}: {given.said.value}{each}" + (f" ({beside})" if beside else "")

    def _distance(self, promise: Promise, norm: Promise) -> str:
        number, asked = self.figures.number(promise.number), self.figures.number(norm.number)
        said = self.say("steps.that-is", number=number)
        if self.line.join == "sum":
            return said
        over = promise.number - norm.number if norm.upward else norm.number - promise.number
        if over == 0:
            return said + self.say("steps.even" if promise.guarantees(norm) else "steps.looser")
        high, low = (number, asked) if promise.number > norm.number else (asked, number)
        key = "steps.over" if over > 0 else "steps.under"
        return said + self.say(key, difference=f"{high} − {low} = {self.figures.number(abs(over))}")

    # What those who promise come to

    def _come_to(self) -> Iterator[str]:
        line, found = self.line, self.line.prospect
        if found and self.norm and line.given:
            if line.join == "sum":
                yield from self._added(self.norm)
            elif line.join == "mean":
                yield from self._mean(found, self.norm)
        yield self.say("steps.so", said=self.words.promised(line))

    def _added(self, norm: Promise) -> Iterator[str]:
        number = self.figures.number
        numbers = [promise.number for member in self.line.members for promise in member.promises]
        total = sum(numbers, Decimal())
        if len(numbers) > 1:
            yield f"{' + '.join(map(number, numbers))} = {number(total)}"
        if norm.number:
            part = Fraction(total) / Fraction(norm.number)
            yield f"{number(total)} ÷ {number(norm.number)} {self.figures.percent(part)}"

    def _mean(self, found: Prospect, norm: Promise) -> Iterator[str]:
        sums = weighed(self.line)
        if sums:
            known = self.line.weighing
            assert known
            yield self.say("steps.weights", of=self.words.denominator(self.line), series=known.series, year=known.year)
            for end, each in self._ends(sums):
                yield end
                yield from self._weighed_out(each)
            return
        numbers = sorted({promise.number for member in self.line.members for promise in member.promises})
        of = self.words.denominator(self.line)
        if len(numbers) == 1:
            yield self.say("steps.same", number=self.figures.number(numbers[0]))
        else:
            low, high = self.figures.number(numbers[0]), self.figures.number(numbers[-1])
            yield self.say("steps.between", of=of, low=low, high=high)
        if found.turning:
            yield from self._turning(found.turning, norm)
        elif len(numbers) > 1:
            best, worst = (numbers[-1], numbers[0]) if norm.upward else (numbers[0], numbers[-1])
            key = "all-inside" if found.promised in (Verdict.MET, Verdict.LOOSENED) else "none-better"
            yield self.say(
                f"steps.{key}",
                best=self.figures.number(best),
                worst=self.figures.number(worst),
                number=self.figures.number(norm.number),
            )
        if self.line.norm.target.indicator.joins_about:
            yield self.say("steps.about")

    def _turning(self, turning: Turning, norm: Promise) -> Iterator[str]:
        """The share from which on those who lack keep the mean from the norm, with where it comes from."""
        numbers = [promise.number for member in self.line.members for promise in member.promises]
        lacks = {place: abs(Fraction(numbers[place] - norm.number)) for place in turning.weak}
        spares = {place: abs(Fraction(numbers[place] - norm.number)) for place in turning.strong}
        names = self.words.sides(self.line, turning)
        even = [place for place in range(len(numbers)) if place not in lacks and place not in spares]
        yield self.say("steps.lacking", places=self._listed(lacks))
        yield self.say("steps.sparing", places=self._listed(spares))
        if even:
            yield self.say("steps.even-aside", places=self._named([names[place] for place in even]))
        weak, strong = (self._named([names[place] for place in places]) for places in (lacks, spares))
        yield self.say("steps.q", weak=weak, strong=strong, of=self.words.denominator(self.line))
        most, least = (max(lacks.values()), min(spares.values())), (min(lacks.values()), max(spares.values()))
        met, missed = ("<", "≥") if turning.below else ("≤", ">")
        if turning.met == turning.missed:
            yield self.say("steps.balance", sum=self.figures.solved(*most, met))
        else:
            yield self.say("steps.met", sum=self.figures.solved(*most, met), **self._pair(*most))
            yield self.say("steps.missed", sum=self.figures.solved(*least, missed), **self._pair(*least))
            yield self.say("steps.in-between")
        if turning.below or norm.nudge is Nudge.STRICT:
            key = "steps.equal-misses" if turning.below else "steps.equal-meets"
            yield self.say(key, number=self.figures.number(norm.number))

    def _pair(self, lack: Fraction, spare: Fraction) -> dict[str, str]:
        return {"lack": self.figures.number(lack), "spare": self.figures.number(spare)}

    def _ends(self, sums: Sequence[Weighed]) -> Iterator[tuple[str, Weighed]]:
        """Each sum with what it takes the places for, where that is not the same for all of them."""
        said = [self.say("steps.weakest"), self.say("steps.strongest")] if len(sums) > 1 else [""]
        yield from zip(said, sums, strict=True)

    def _weighed_out(self, weighed: Weighed) -> Iterator[str]:
        number = self.figures.number
        for name, each, weight in weighed.terms:
            yield f"- {name}: {number(each)} × {number(weight)} = {number(each * weight)}"
        total, held = number(weighed.total), number(weighed.weight)
        if len(weighed.terms) > 1:
            yield f"{' + '.join(number(each * weight) for _, each, weight in weighed.terms)} = {total}"
            yield f"{' + '.join(number(weight) for _, _, weight in weighed.terms)} = {held}"
        yield self.say("steps.mean", sum=f"{total} ÷ {held} {self.figures.equals(weighed.total / weighed.weight)}")

    # What follows for the nation

    def _rest(self) -> Iterator[str]:
        line, found, norm, number = self.line, self.line.prospect, self.norm, self.figures.number
        yield self.say("steps.rest.complete") if not line.silent and line.given else ""
        if line.join == "sum" and norm and found and found.owed is not None:
            reached = Fraction(found.reached.number) if found.reached else Fraction()
            yield f"{number(norm.number)} − {number(reached)} = {number(found.owed)}"
        if line.join in ("mean", "steps"):
            yield self._share()
        if line.join == "mean" and norm and found and line.silent and line.given:
            yield from self._owed(found, norm)
        if found:
            yield self.say("steps.so", said=self.words.outlook(line))
        yield self.words.beside(line)
        yield self.words.reached(line)

    def _share(self) -> str:
        """How much of the denominator those who promise hold, as far as it is known."""
        known, sums, of = self.line.weighing, weighed(self.line), self.words.denominator(self.line)
        if not self.line.silent and self.line.given:
            return ""
        if not sums or known is None or known.total is None:
            return self.say("steps.waits", waits=self.words.waits_for(self.line), from_=QUOTED_FROM)
        held, total = sums[0].weight, Fraction(known.total)
        sum_ = f"{self.figures.number(held)} ÷ {self.figures.number(total)} {self.figures.percent(held / total)}"
        return self.say("steps.share", sum=sum_, of=of, from_=QUOTED_FROM)

    def _owed(self, found: Prospect, norm: Promise) -> Iterator[str]:
        known, sums, number = self.line.weighing, weighed(self.line), self.figures.number
        asked = number(norm.number)
        if found.owed is not None and known and known.total is not None:
            total, held = Fraction(known.total), sums[0].weight
            rest = self.figures.number(total - held)
            yield self.say(
                "steps.rest.weight", sum=f"{self.figures.number(total)} − {self.figures.number(held)} = {rest}"
            )
            for end, each in self._ends(sums):
                yield end
                owed = (Fraction(norm.number) * total - each.total) / (total - held)
                over = f"({asked} × {number(total)} − {number(each.total)})"
                yield self.say("steps.rest.owed", sum=f"{over} ÷ {rest} {self.figures.equals(owed)}")
            yield self.say("steps.rest.beyond") if found.beyond else ""
            yield self.say("steps.rest.under-half") if held < HALF * total else ""
            return
        yield self.say("steps.rest.formula", number=asked)
        if found.promised is Verdict.SHORT:
            yield from self._example(norm)

    def _example(self, norm: Promise) -> Iterator[str]:
        """What the others would have to average if those who promise had a half of the denominator."""
        numbers = {promise.number for member in self.line.members for promise in member.promises}
        asked, said = self.figures.number(norm.number), []
        for number in dict.fromkeys((min(numbers), max(numbers))):
            owed = 2 * Fraction(norm.number) - Fraction(number)
            sum_ = f"({asked} − 1/2 × {self.figures.number(number)}) ÷ (1/2) {self.figures.equals(owed)}"
            said.append(
                self.say("steps.example.one", mean=self.figures.number(number), sum=sum_) + self._impossible(owed, norm)
            )
        yield self.say("steps.example", said="; ".join(said))
        if len(said) > 1:
            yield self.say("steps.example.between")

    def _impossible(self, owed: Fraction, norm: Promise) -> str:
        best = self.line.norm.target.indicator.best
        if best is None or owed == best or (owed < best) == norm.upward:
            return ""
        return self.say("steps.example.impossible", best=self.figures.number(best))

    def _listed(self, numbers: dict[int, Fraction]) -> str:
        return "; ".join(
            f"{self.line.names[place]}: {self.figures.number(number)}" for place, number in numbers.items()
        )

    def _named(self, names: Sequence[str]) -> str:
        """All names, each once."""
        return ", ".join(dict.fromkeys(names))
