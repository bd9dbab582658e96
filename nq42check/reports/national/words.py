"""The nation in words: what those who promise come to, what follows, and what each plan adds, in one language."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from nq42check.flagging.scene import Quantity
from nq42check.judging.compare import Outcome
from nq42check.judging.join import Turning, Verdict
from nq42check.judging.nation import Outlook, Prospect
from nq42check.model.catalogue import Better
from nq42check.model.values import promise_of
from nq42check.reports.national import Given, Line, Nation
from nq42check.reports.shares import named, percent, turned
from nq42check.reports.wording import Wording

PROMISED_SIGNS = {
    Verdict.MET: "✓",
    Verdict.LOOSENED: "≈",
    Verdict.SHORT: "✗",
    Verdict.DEPENDS: "?",
    Verdict.SILENT: "–",
}
OUTLOOK_SIGNS = {Outlook.CERTAIN: "✓", Outlook.OUT_OF_REACH: "✗", Outlook.DEPENDS: "?", Outlook.UNKNOWN: "–"}

VERDICTS = {
    Verdict.MET: "certain",
    Verdict.LOOSENED: "loosened",
    Verdict.SHORT: "short",
    Verdict.DEPENDS: "depends",
    Verdict.SILENT: "none",
}
OUTLOOKS = {
    Outlook.CERTAIN: "certain",
    Outlook.DEPENDS: "depends",
    Outlook.OUT_OF_REACH: "out-of-reach",
    Outlook.UNKNOWN: "no-word",
}
"""What both are called in data, the best first."""

QUOTED_FROM = Decimal(70)
"""The percentage of a denominator from which on Eurostat quotes a total of its members at all."""


class Words:
    """All that is said of the nation in one language, whatever the format."""

    def __init__(self, wording: Wording) -> None:
        self.wording, self.say, self.show = wording, wording.text, wording.show

    def counted(self, nation: Nation) -> str:
        """How many norms come to what, for those who promise and for the nation."""
        found = [line.prospect for line in nation.lines if line.prospect]
        promised = Counter(VERDICTS[prospect.promised] for prospect in found)
        outlook = Counter(OUTLOOKS[prospect.outlook] for prospect in found)
        both = (
            ", ".join(f"{self.say(f'national.{kind}-word.{id}')} {counts[id]}" for id in ids.values() if counts[id])
            for kind, ids, counts in (("promised", VERDICTS, promised), ("outlook", OUTLOOKS, outlook))
        )
        return self.say("national.counted", count=len(nation.lines), promised=next(both), outlook=next(both))

    def norm(self, line: Line) -> str:
        """What a norm is about, what it asks for, by when and where."""
        norm = line.norm
        return f"{self.show(norm.target.indicator)}: {self.wording.value(norm.target)} ({self.facts(line)})"

    def facts(self, line: Line) -> str:
        """By when a norm falls due, where it stands, and how well it is known."""
        norm = line.norm
        return ", ".join(
            filter(
                None,
                (
                    str(norm.target.by),
                    norm.document.name,
                    "" if norm.is_certain else self.wording.evidence(norm.evidence),
                ),
            )
        )

    def promised(self, line: Line) -> str:
        """What those who promise come to."""
        found, count = line.prospect, len({(given.name, given.of) for given in line.given})
        if found is None:
            return self.say("national.no-join")
        if not line.given:
            return self.say("national.promised.none")
        if line.join == "sum":
            return self._added(line, found, count)
        if found.turning:
            return self.turning(line, found.turning)
        if found.reached:
            key = "mean-met" if found.promised is Verdict.MET else "mean-short"
            return self.say(f"national.promised.{key}", reached=self.amount(line, Fraction(found.reached.number)))
        if found.promised is Verdict.DEPENDS and line.join == "least":
            open_ = [given.name for given in line.given if given.said.outcome is not Outcome.MET]
            return self.say("national.promised.parts-depend", names=self.names(open_))
        if found.promised in (Verdict.MET, Verdict.DEPENDS):
            one = found.promised is Verdict.MET and count == 1
            return self.say(
                "national.promised.one" if one else f"national.promised.{found.promised.value}", count=count
            )
        if not line.weak:
            return self.say("national.promised.about")
        if any(
            given.said.over and given.said.over > 0 for given in line.given
        ):  # there are some only where weights are known
            return self.say("national.promised.parts-short")
        weak = self.names([given.name for given in line.weak])
        looser = all(given.said.over == 0 for given in line.weak)
        kind = "looser" if looser else "each" if line.join == "least" or len(line.weak) == len(line.given) else "alone"
        return self.say(f"national.promised.{kind}", weak=weak)

    def turning(self, line: Line, turning: Turning) -> str:
        """From which share on those below the norm keep it from being met, and where it still depends."""
        names = self.sides(line, turning)
        weak, strong = ([names[place] for place in places] for places in (turning.weak, turning.strong))
        return turned(turning, weak, strong, self.denominator(line), self.wording)

    def sides(self, line: Line, turning: Turning) -> list[str]:
        """Whose each promise is; with what is promised where those of a place lie on several sides of the norm."""
        promises = [promise for member in line.members for promise in member.promises]
        found: dict[str, set[tuple[bool, bool]]] = {}
        for at, name in enumerate(line.names):
            found.setdefault(name, set()).add((at in turning.weak, at in turning.strong))
        return [
            self.say("national.side", name=name, value=self.amount(line, Fraction(promise.number)))
            if len(found[name]) > 1
            else name
            for name, promise in zip(line.names, promises, strict=True)
        ]

    def outlook(self, line: Line) -> str:
        """What follows for the nation; or what the others must average, and nothing more."""
        found = line.prospect
        if found is None:
            return ""
        if line.join == "sum":
            return self._owed_in_all(line, found)
        if found.outlook is Outlook.CERTAIN:
            return self.say("national.outlook.certain")
        if found.outlook is Outlook.OUT_OF_REACH:
            key = "each" if line.join == "least" else "complete" if not line.silent else "mean"
            return self.say(f"national.outlook.out-of-reach.{key}", best=self.best(line))
        if line.join == "least" and line.silent:
            return self.say("national.outlook.each", count=len(line.silent), asked=self.asked(line))
        if not line.silent and found.outlook is Outlook.DEPENDS:
            return self.say("national.outlook.weights", of=self.denominator(line))
        if found.owed is not None:
            return self._must_average(line, found)
        asked = promise_of(line.norm.target.stated)
        number = self.amount(line, Fraction(asked.number)) if asked else self.asked(line)
        return self.say(f"national.rest.{found.promised.value}", asked=self.asked(line), number=number)

    def _must_average(self, line: Line, found: Prospect) -> str:
        key = "depends" if found.outlook is Outlook.DEPENDS else "unknown"
        assert found.owed is not None
        way = "up" if line.norm.target.indicator.better is Better.HIGHER else "down"
        least = self.say(f"national.{way}{'-beyond' * found.beyond}", amount=self.amount(line, found.owed))
        return self.say(f"national.owed.{key}", least=least)

    def _added(self, line: Line, found: Prospect, count: int) -> str:
        norm, reached = promise_of(line.norm.target.stated), found.reached
        assert norm and reached
        share = self.percent(Fraction(reached.number) / Fraction(norm.number)) if norm.number else ""
        return self.say(
            "national.promised.sum",
            reached=self.amount(line, Fraction(reached.number)),
            asked=self.wording.value(line.norm.target),
            share=share,
            count=count,
        )

    def _owed_in_all(self, line: Line, found: Prospect) -> str:
        if found.outlook is Outlook.CERTAIN:
            return self.say("national.outlook.certain")
        key = "national.owed.sum" if found.outlook is Outlook.DEPENDS else "national.owed.sum-short"
        return self.say(key, owed=self.amount(line, found.owed or Fraction()), count=len(line.silent))

    def beside(self, line: Line) -> str:
        """What an owed mean is to be seen beside: the best that can be, and the best promise so far."""
        if line.join != "mean" or line.best is None or not line.silent:
            return ""
        kind = "both" if line.norm.target.indicator.is_share else "most"  # the other limits are hardly possible
        return self.say(f"national.beside.{kind}", most=line.best.said.value, best=self.best(line))

    def best(self, line: Line) -> str:
        """The best that can be."""
        best = line.norm.target.indicator.best
        return "" if best is None else self.amount(line, Fraction(best))

    def reached(self, line: Line) -> str:
        """What the nation has by now, of which year and how well that is known; empty where it is not."""
        if line.reached is None:
            return ""
        (year, text, figure), grade = line.reached.latest, self.wording.evidence(line.reached.evidence)
        value = line.norm.target.stating(text, figure)
        return self.say("national.reached", value=value, facts=", ".join(filter(None, (str(year), grade))))

    def share(self, line: Line) -> str:
        """How much of the denominator those who promise hold, beside the share from which on totals are quoted."""
        if line.join not in ("mean", "steps") or not line.given:
            return ""
        held = line.prospect.share if line.prospect else None
        if held is None:
            return self.waits_for(line)
        return self.say("national.share.known", share=self.percent(held), of=self.denominator(line), from_=QUOTED_FROM)

    def waits_for(self, line: Line) -> str:
        """Whose part of the denominator is still to be known: of whom, where that of some who promise is."""
        if line.denominator is None:
            return self.say("national.share.nothing")
        of = self.denominator(line)
        if len(line.unweighed) == len(line.given):
            return self.say("national.share.unknown", of=of)
        names = [self.say("place.former", name=name) if name == within else name for name, within in line.unweighed]
        if not names:
            return self.say("national.share.no-total", of=of)
        key = "national.share.lacking" if line.weighing and line.weighing.total else "national.share.lacking-both"
        return self.say(key, of=of, places=self.names(names))

    def denominator(self, line: Line) -> str:
        """What a mean is weighed by."""
        names = line.denominator
        return self.show(names) if names else self.say("national.denominator-unknown")

    def asked(self, line: Line) -> str:
        """What a norm asks for."""
        return self.wording.value(line.norm.target)

    def given(self, line: Line, given: Given) -> str:
        """What a plan says, and how far that is from the norm."""
        beside = "; ".join(filter(None, (self.distance(line, given), *self.remarks(given))))
        return f"{given.name}: {given.said.value}" + (f" ({beside})" if beside else "")

    def remarks(self, given: Given) -> list[str]:
        """What stands beside a promise: what its place is allotted, what regional documents ask, that it was read."""
        facts = [self.say("national.allotted", value=given.said.allotted)] if given.said.allotted else []
        facts += [self.say("national.region", document=name, value=value) for name, value in given.said.beside]
        return facts + ([self.say(f"html.{given.said.rests_on}")] if given.said.rests_on else [])

    def at_worst(self, line: Line) -> str:
        """What a norm asks for, and the worst promise."""
        name, worst = self.show(line.norm.target.indicator), line.given[0]
        return self.say(
            "national.at-worst", norm=name, asked=self.asked(line), place=worst.name, value=worst.said.value
        )

    def distance(self, line: Line, given: Given) -> str:
        """How much better or worse a promise is than the norm; empty for neither, for no figure, and in a sum."""
        if not given.said.over or line.join == "sum":
            return ""
        apart = self.wording.apart(abs(given.said.over), line.norm.target.indicator)
        return self.say("national.worse" if given.said.over < 0 else "national.better", gap=apart)

    def called(self, given: Given) -> str:
        """The place, and what it is a part of."""
        return self.say("national.former", name=given.name, place=given.of) if given.of else given.name

    def silence(self, given: Given) -> str:
        """Why a plan adds nothing."""
        return self.say(f"silence.{reason(given)}")

    def silences(self, line: Line) -> str:
        """Which plans add nothing, by the reasons; empty where each does."""
        reasons: dict[str, list[str]] = {}
        for given in line.without:
            reasons.setdefault(self.silence(given), []).append(given.name)
        said = "; ".join(f"{self.names(names)}: {reason}" for reason, names in reasons.items())
        return self.say("national.without", reasons=said) if said else ""

    def names(self, names: Sequence[str]) -> str:
        """The first few names, and how many more there are."""
        return named(names, self.wording)

    def amount(self, line: Line, number: Fraction) -> str:
        """A number of what the indicator measures, exact where two decimals suffice."""
        exact = number * 100
        rounded = Decimal(round(exact)) / 100
        said = self.show(Quantity(rounded, line.norm.target.indicator))
        return said if exact.denominator == 1 else f"≈ {said}"

    def percent(self, share: Fraction) -> str:
        """A share, in percent."""
        return percent(share, self.wording)


def reason(given: Given) -> str:
    """Why a plan adds nothing, by its id; empty where it adds something."""
    return "absent" if given.said.absent else given.said.silence.value if given.said.silence else ""
