"""The texts of one language, and how single values are written in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import assert_never

from nq42check.flagging.rulebook import Rule, Severity
from nq42check.flagging.scene import Asked, Clause, Flag, Quantity, Sayable, Several, Share
from nq42check.inert import in_line
from nq42check.judging.assess import Status
from nq42check.language.numbers import comma
from nq42check.model.catalogue import Better, Choices, Indicator, Names
from nq42check.model.document import Binds, Evidence, Target
from nq42check.model.units import Unit
from nq42check.model.values import Figure, NotALevel, NotUnderstood, Operator, Step, UnknownStep, Words

_LONGEST, _LONGEST_TEXT = 120, 1_000

MOST_NAMED = 20
"""How many of several things are named; the others are counted."""

STATUS_SIGNS = {
    Status.MET: "✓",
    Status.LOOSENED: "≈",
    Status.LATER: "»",
    Status.NARROWER: "⊂",
    Status.WEAKER: "▼",
    Status.MISSING: "○",
    Status.NOT_MEASURABLE: "~",
    Status.CONFLICT: "✕",
    Status.UNDECIDED: "?",
    Status.NOT_APPLICABLE: "–",
    Status.CONTEXT: "i",
}
"""The sign of each status, best first; what is not judged comes last."""


class Texts:
    """All texts of one language, and how what they name is written in it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts: Mapping[str, str] = import_module(f"nq42check.texts.{language}").TEXTS
        self._vietnamese = language == "vi"

    def text(self, id: str, /, **fields: Sayable) -> str:
        """The text `id` with its fields filled in."""
        return self._texts[id].format_map(_Shown(fields, self))

    def filled(self, text: str, fields: Mapping[str, Sayable]) -> str:
        """`text` with `fields` in place of their names in braces; those that it does not name are not written."""
        return text.format_map(_Shown(fields, self))

    def show(self, value: Sayable) -> str:
        """What a text may name, as it is written in this language."""
        match value:
            case str():
                return in_line(value) if len(value) <= _LONGEST_TEXT else f"{in_line(value[:_LONGEST_TEXT])}…"
            case None:
                return ""
            case Names():
                return value.vi if self._vietnamese else value.en
            case Choices():
                return self._chosen_from(value)
            case Indicator():
                return value.names.vi if self._vietnamese else value.names.en
            case Target():
                return self.value(value)
            case Decimal():
                return comma(value) if self._vietnamese else f"{value.normalize():,f}"
            case int():
                return str(value)
            case Asked():
                return self._asked_for(value.norm)
            case Quantity():
                return self.show(value.number) + self.show(value.indicator.measure)
            case Share():
                return f"{self.show(value.percent)}%"
            case Clause():
                return self.text(f"clause.{value.name}", **value.fields)
            case Unit():
                return (value.vi if self._vietnamese else value.en).strip() or self.text("unit.none")
            case Better():
                return self.text(f"direction.{value.value}")
            case date():
                return value.strftime("%d/%m/%Y") if self._vietnamese else value.isoformat()
            case Several():
                return self._listed(value.things)
        assert_never(value)

    def _listed(self, things: Sequence[Sayable]) -> str:
        """The first of `things`, targets among them with their indicators and lines, and how many more there are."""
        shown = [
            self.text("clause.stated", value=thing, indicator=thing.indicator, line=thing.line)
            if isinstance(thing, Target)
            else self.show(thing)
            for thing in things[:MOST_NAMED]
        ]
        if len(things) > MOST_NAMED:
            shown.append(self.text("clause.more", count=len(things) - MOST_NAMED))
        return "; ".join(shown)

    def _chosen_from(self, choices: Choices) -> str:
        """Ids with what they stand for, where that says more, and how many more there are."""
        named = [(id, self.show(names)) for id, names in choices.named]
        shown = [id if id == name else f"{id} ({name})" for id, name in named]
        return ", ".join([*shown, *([self.text("clause.more", count=choices.more)] if choices.more else [])])

    def value(self, target: Target) -> str:
        """A target's value: as worded in Vietnamese, with the % that a table's column holds; in symbols in English."""
        stated, indicator = target.stated, target.indicator
        if self._vietnamese:
            bare = isinstance(stated, Figure) and stated.unit is indicator.unit and _ends_in_number(target.text)
            return f"{target.text}{indicator.measure.vi}" if bare else target.text
        match stated:
            case Figure():
                low, high = self.show(stated.low), self.show(stated.high)
                figures = low if low == high else f"{low}–{high}"
                return f"{stated.operator.value}{figures}{stated.unit.en}"
            case Step():
                first, last = (indicator.scale[step].names.en for step in stated)
                return first if first == last else f"{first} / {last}"
            case NotALevel() | UnknownStep() | Words() | NotUnderstood():
                return target.text
        assert_never(stated)

    def dated(self, target: Target | None) -> str:
        """A value with its year, for the cell of a table; empty where there is none."""
        return f"{self.value(target)} ({target.by})" if target else ""

    def instead(self, flag: Flag) -> str:
        """What stands in place of a value: that its row is not filled in; nothing where there is no row."""
        return self.text("report.not-filled-in") if flag.unfilled else ""

    def _asked_for(self, norm: Target) -> str:
        """What a norm asks for, in words that can be typed as a value, and whether more would do as well.

        Of a range the guaranteed end is asked for; nothing is asked beyond the best there is.
        """
        match norm.stated:
            case Step() as step:
                return self._step_asked_for(norm, step)
            case Figure(promise=promise) as figure if promise is not None:
                kind = "up" if promise.upward else "down"
                if figure.operator not in (Operator.EXACT, Operator.ABOUT) or promise.number == norm.indicator.best:
                    kind = "exactly"
                if figure.low == figure.high:
                    return self.text(f"asked.{kind}", value=norm)
                end = figure.low if promise.upward else figure.high
                return self.text(f"asked.{kind}", value=Quantity(end, norm.indicator))
            case Figure() | NotALevel() | UnknownStep() | Words() | NotUnderstood():
                return self.text("asked.exactly", value=norm)
        assert_never(norm.stated)

    def _step_asked_for(self, norm: Target, step: Step) -> str:
        own = self.text("asked.exactly", value=norm)
        if not self._vietnamese:
            own = self.text("asked.step", value=norm, words=norm.text)
        return own if step.highest == len(norm.indicator.scale) - 1 else self.text("asked.or-above", step=own)

    def status(self, status: Status) -> str:
        """What a plan makes of a norm, in a word."""
        return self.text(f"status.{status.value}")

    def severity(self, severity: Severity) -> str:
        """How grave a finding is."""
        return self.text(f"severity.{severity.name.lower()}")

    def binds(self, binds: Binds) -> str:
        """Whom a norm binds."""
        return self.text(f"binds.{binds.value}")

    def evidence(self, grade: Evidence | None) -> str:
        """How well the text of a norm is known; empty for that of a plan."""
        return self.text(f"evidence.{grade.value}") if grade else ""

    def called(self, rule: Rule) -> str:
        """A rule's id, and what it is called in this language."""
        return f"{rule.id} {self.show(rule.title)}"

    def gist(self, rule: Rule) -> str:
        """What a rule flags, in one sentence."""
        return self.show(rule.explanation).split(". ")[0].rstrip(".") + "."

    def versioned(self, document: str, version: str | None) -> str:
        """A document's name or title, with its version where it has one."""
        return self.text("report.version", document=document, version=version) if version else document

    def place(self, line: int | None, column: int | None) -> str:
        """A place in a file, to stand after what it is the place of; empty where there is none."""
        return self.text("report.place", line=line, column=column) if line else ""


class _Shown(dict[str, str]):
    """The fields of a text as they are written, each worked out when the text first names it."""

    def __init__(self, fields: Mapping[str, Sayable], texts: Texts) -> None:
        super().__init__()
        self._fields, self._texts = fields, texts

    def __missing__(self, name: str) -> str:
        written = self[name] = self._texts.show(self._fields[name])
        return written


def _ends_in_number(text: str) -> bool:
    """Whether the last word of `text` is a number, and no unit that ends in a digit ("32 m2")."""
    last = text.rpartition(" ")[2]
    return last[-1:].isdecimal() and not any(map(str.isalpha, last))


def shorten(text: str) -> str:
    """`text`, or its beginning where it is longer than a message can hold."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
