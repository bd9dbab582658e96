"""What a new version of a plan takes back beside its targets: norms it was held against, and what it excuses itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import filterfalse
from operator import attrgetter
from typing import NamedTuple

from nq42check.judging.assess import Assessment
from nq42check.judging.compare import at_least_as_strong, ends
from nq42check.judging.excuses import faults
from nq42check.judging.norms import BY, DATE, IMPLEMENTS, PLACE, SOURCE, Aside
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Document, DocumentKey, Norm, NormKey, NotApplicable, Plan, Route, Waiver
from nq42check.model.values import Stated


class Lost(Enum):
    """What else a plan takes back: norms, by its documents, dates or place; what it accepts; what it rests on."""

    PLAN = "plan"
    IMPLEMENTS = "implements"
    DATE = "date"
    BY = "by"
    PLACE = "place"
    WAIVER = "waiver"
    EXCUSE = "excuse"
    SOURCE = "source"


class Loss(NamedTuple):
    """One thing that a plan takes back. `route` leads to what does it in the new plan's file, empty where that is gone.

    `norms` are those that are not compared any more, of one document unless the plan itself is gone. `waiver` is new,
    or accepts more or for longer than `before`, the last to end of those of the old plan on the same, None where it had
    none that held. `excuse` is what does not apply any more, with the groups that did.
    """

    lost: Lost
    route: Route
    norms: tuple[Norm, ...] = ()
    waiver: Waiver | None = None
    before: Waiver | None = None
    excuse: NotApplicable | None = None

    @property
    def document(self) -> Document | None:
        """The document whose norms are lost, where it is one."""
        return None if self.lost is Lost.PLAN or not self.norms else self.norms[0].document

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """What it is about, each once."""
        excused = [each.indicator for each in (self.waiver, self.excuse) if each]
        return tuple(dict.fromkeys([*excused, *(norm.target.indicator for norm in self.norms)]))


def compared(assessments: Iterable[Assessment]) -> dict[NormKey, Norm]:
    """The norms that a plan is compared with, by their keys; those among them that stand behind others."""
    return {each.norm.key: each.norm for each in assessments if each.compared}


def is_signed(waiver: Waiver) -> bool:
    """Whether a waiver names an authority, without which it holds for nothing."""
    return waiver.authority is not None


def losses(
    old: Plan,
    old_assessments: Sequence[Assessment],
    new: Plan,
    new_assessments: Sequence[Assessment],
    rules: Mapping[str, str],
    may_hold: Callable[[Waiver], bool] = is_signed,
) -> tuple[Loss, ...]:
    """What `new` takes back of `old` beside its targets, each with the assessments of one checker.

    `rules` has the id of each rule by its id and by its name, for waivers may name it by either. A waiver that
    `may_hold` is new where the old ones on the same may not. A plan in which no value is left takes back its targets,
    and no norm besides.
    """
    norms = () if new.is_blank else _norms(old_assessments, new_assessments)
    return (*norms, *_waivers(old, new, rules, may_hold), *_excuses(old, new), *_source(old, new))


def vanished(assessments: Iterable[Assessment]) -> Loss:
    """The loss of a plan that is gone, with the norms that it was compared with."""
    return Loss(Lost.PLAN, (), tuple(compared(assessments).values()))


# Norms

_ROUTES: dict[Lost, Route] = {Lost.IMPLEMENTS: IMPLEMENTS, Lost.DATE: DATE, Lost.BY: BY, Lost.PLACE: PLACE}


def _norms(old: Iterable[Assessment], new: Sequence[Assessment]) -> Iterator[Loss]:
    """The norms of the old plan that the new one is not compared with, by cause and document."""
    now = {each.norm.key: each for each in new}
    lost: dict[tuple[Lost, DocumentKey], list[Norm]] = {}
    for key, norm in compared(old).items():
        cause = _cause(norm, now.get(key))
        if cause:
            lost.setdefault((cause, norm.document.key), []).append(norm)
    order = [*_ROUTES]
    for (cause, _), norms in sorted(lost.items(), key=lambda item: order.index(item[0][0])):
        yield Loss(cause, _ROUTES[cause], tuple(norms))


def _cause(norm: Norm, now: Assessment | None) -> Lost | None:
    """By what a norm is lost, given what the new plan makes of it; None where it is not, or by an excuse."""
    if now is None:
        return Lost.IMPLEMENTS
    match now.standing.aside:
        case Aside.PAST:
            return Lost.DATE
        case Aside.BEYOND:
            return Lost.BY
        case None if now.norm == norm:  # else it is what another place is allotted
            return None
        case _:
            return Lost.PLACE


# Waivers


class AcceptedValues:
    """Values that are accepted on one indicator, None for no target at all.

    Not each is tried: what is not the same value is represented by the weakest and the strongest.
    """

    def __init__(self, indicator: Indicator) -> None:
        self._indicator = indicator
        self._same: set[Stated | None] = set()
        self._ends: list[Stated] = []

    def add(self, accepted: Stated | None) -> None:
        """Accept one more value."""
        self._same.add(accepted)
        if accepted is not None:
            self._ends = ends([*self._ends, accepted], lambda value: value, self._indicator)

    def cover(self, stated: Stated | None) -> bool:
        """Whether what is stated is no weaker than one of them."""
        if stated in self._same:
            return True
        return stated is not None and any(at_least_as_strong(stated, end, self._indicator) for end in self._ends)


def _waivers(old: Plan, new: Plan, rules: Mapping[str, str], may_hold: Callable[[Waiver], bool]) -> Iterator[Loss]:
    """The waivers of `new` that accept what no waiver of `old` does, or for longer, in the order of the file.

    One that may hold is held to those that might before.
    """
    before, after = _alike(old.waivers, rules), _alike(new.waivers, rules)
    lost: dict[Route, Loss] = {}
    for about, waivers in after.items():
        theirs = before.get(about, [])
        for told, granted in (
            ([*filter(may_hold, waivers)], [*filter(may_hold, theirs)]),
            ([*filterfalse(may_hold, waivers)], theirs),
        ):
            last = max(granted, key=attrgetter("until"), default=None)
            for waiver in _further(told, granted):
                lost[waiver.route] = Loss(Lost.WAIVER, waiver.route, waiver=waiver, before=last)
    yield from (lost[waiver.route] for waiver in new.waivers if waiver.route in lost)


def _alike(waivers: Iterable[Waiver], rules: Mapping[str, str]) -> dict[tuple[str, Indicator], list[Waiver]]:
    """`waivers` by the rule and the indicator that they are about."""
    alike: dict[tuple[str, Indicator], list[Waiver]] = {}
    for waiver in waivers:
        alike.setdefault((rules.get(waiver.rule, waiver.rule), waiver.indicator), []).append(waiver)
    return alike


def _further(waivers: Sequence[Waiver], granted: Sequence[Waiver]) -> list[Waiver]:
    """Those of `waivers` that none of the `granted` ones covers to their last day, all on one rule and indicator."""
    further = []
    ahead = sorted(granted, key=attrgetter("until"))
    accepted = AcceptedValues(waivers[0].indicator) if waivers else None
    for waiver in sorted(waivers, key=attrgetter("until"), reverse=True):
        assert accepted
        while ahead and ahead[-1].until >= waiver.until:
            accepted.add(ahead.pop().value)
        if not accepted.cover(waiver.value):
            further.append(waiver)
    return further


# Excuses


def _excuses(old: Plan, new: Plan) -> Iterator[Loss]:
    """What `new` says does not apply and `old` did not; what `old` said and did not hold counts where it holds now."""
    said: dict[Indicator, set[str]] = {}
    held: dict[Indicator, set[str]] = {}
    for entry, fault in faults(old):
        for told in (said, held) if fault is None else (said,):
            told.setdefault(entry.indicator, set()).update(_scope(entry))
    for entry, fault in faults(new):
        before = (held if fault is None else said).get(entry.indicator, set())
        added = tuple(group for group in _scope(entry) if group not in before)
        if added:
            yield Loss(Lost.EXCUSE, entry.route, excuse=_limited(entry, added) if before else entry)


_ALL = ""
"""What an excuse without groups is for, where its indicator has none."""


def _scope(entry: NotApplicable) -> tuple[str, ...]:
    return entry.groups or entry.indicator.groups or (_ALL,)


def _limited(entry: NotApplicable, groups: tuple[str, ...]) -> NotApplicable:
    """`entry` for some of its groups only."""
    return entry._replace(groups=groups, group_names=tuple(entry.indicator.group_words[id].names for id in groups))


# What it rests on


def _source(old: Plan, new: Plan) -> Iterator[Loss]:
    """That `new` does not name the document as issued any more, or not by a SHA-256, and `old` did.

    A document that was issued anew has another SHA-256, and takes nothing back.
    """
    before, now = old.document.source, new.document.source
    if before and (now is None or (before.sha256 and not now.sha256)):
        yield Loss(Lost.SOURCE, SOURCE)
