"""What a repository has accepted: waivers, and known findings. Which findings they settle, and what becomes of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Rule
from nq42check.flagging.scene import Limits, WaiverState
from nq42check.judging.compare import at_least_as_strong, ends
from nq42check.model.catalogue import Indicator
from nq42check.model.document import Known, Route, Waiver
from nq42check.model.values import Stated
from nq42check.version import __version__

T = TypeVar("T")


class _Values(Generic[T]):
    """What states values on one indicator, to be held against another value; of several that fit the first counts.

    Not each is tried: what is not the same value is represented by the weakest and the strongest.
    """

    def __init__(self, stating: Sequence[T], value: Callable[[T], Stated | None], indicator: Indicator) -> None:
        self._stating, self._values, self._indicator = stating, [value(each) for each in stating], indicator
        self._same: dict[Stated | None, int] = {}
        for place, stated in enumerate(self._values):
            self._same.setdefault(stated, place)
        self._ends = ends(range(len(stating)), self._values.__getitem__, indicator)

    def no_stronger_than(self, stated: Stated | None) -> T | None:
        """One whose value keeping `stated` certainly keeps; None for a value stands for no target."""
        return self._first(stated, lambda place: _as_accepted(stated, self._values[place], self._indicator))

    def no_weaker_than(self, accepted: Stated | None) -> T | None:
        """One the keeping of whose value certainly keeps `accepted`; None for a value stands for no target."""
        return self._first(accepted, lambda place: _as_accepted(self._values[place], accepted, self._indicator))

    def _first(self, same: Stated | None, fits: Callable[[int], bool]) -> T | None:
        places = [*filter(fits, self._ends), *([self._same[same]] if same in self._same else [])]
        return self._stating[min(places)] if places else None


def _as_accepted(stated: Stated | None, accepted: Stated | None, indicator: Indicator) -> bool:
    """Whether what is stated is no weaker than what was accepted; where nothing is stated nothing was."""
    if stated is None or accepted is None:
        return stated is None and accepted is None
    return stated == accepted or at_least_as_strong(stated, accepted, indicator)


_ANNOUNCED = timedelta(days=60)
"""How long before its end a waiver is announced to end."""


class Waived(NamedTuple):
    """What has become of each waiver of a plan, and which findings those in force cover, by their places."""

    states: list[tuple[Waiver, WaiverState]]
    covered: dict[int, Waiver]


def waive(findings: Sequence[Finding], waivers: Sequence[Waiver], as_of: date, limits: Limits) -> Waived:
    """Which of `findings` the waivers cover that are within the `limits` and in force at `as_of`.

    Of several waivers the last holds.
    """
    about: dict[tuple[str, Indicator | None], list[int]] = {}
    for place, finding in enumerate(findings):
        for name in (finding.rule.id, finding.rule.name):  # waivers may name one rule by either
            about.setdefault((name, finding.flag.indicator), []).append(place)
    alike: dict[tuple[str, Indicator], list[Waiver]] = {}
    for waiver in waivers:
        alike.setdefault((waiver.rule, waiver.indicator), []).append(waiver)
    states: dict[Route, WaiverState] = {}
    covered: dict[int, Waiver] = {}
    for (rule, indicator), named in alike.items():
        places = about.get((rule, indicator), [])
        stated = _Values([findings[place] for place in places], _stated, indicator)
        for waiver in named:
            best = stated.no_weaker_than(waiver.value)
            states[waiver.route] = _state(waiver, best.rule if best else None, as_of, limits)
        holding = [each for each in reversed(named) if states[each.route] in (WaiverState.USED, WaiverState.ENDING)]
        accepted = _Values(holding, attrgetter("value"), indicator)
        for place in places if holding else ():
            waived = accepted.no_stronger_than(_stated(findings[place]))
            if waived is not None:
                covered[place] = waived
    return Waived([(waiver, states[waiver.route]) for waiver in waivers], covered)


def _state(waiver: Waiver, covered: Rule | None, as_of: date, limits: Limits) -> WaiverState:
    """What has become of a waiver that covers findings of the rule `covered`, None where it covers none."""
    if waiver.until < as_of:
        return WaiverState.EXPIRED
    if covered is not None and covered.always_counts:
        return WaiverState.NOT_ALLOWED
    if waiver.authority is None:
        return WaiverState.WITHOUT_AUTHORITY
    if not limits.accept(waiver.authority):
        return WaiverState.WRONG_AUTHORITY
    last = limits.last_day(as_of)
    if last is not None and waiver.until > last:
        return WaiverState.TOO_LONG
    if covered is None:
        return WaiverState.UNUSED
    return WaiverState.ENDING if waiver.until - as_of <= _ANNOUNCED else WaiverState.USED


def _stated(finding: Finding) -> Stated | None:
    return finding.flag.target.stated if finding.flag.target else None


_MOST_SPELLINGS = 16
"""In how many ways a plan's name may be spelt; records under further ones hold for nothing."""


class Recalled(NamedTuple):
    """What has become of known findings: the records that settle findings and those that are worse now, by the places
    of these; the records of which nothing is left, those outdated by a new version, and those of which all that is left
    is better than recorded, each with such a finding.
    """

    settled: dict[int, Known]
    worsened: dict[int, Known]
    gone: list[Known]
    outdated: list[Known]
    improved: list[tuple[Known, Finding]]


def recall(findings: Sequence[Finding], known: Sequence[Known]) -> Recalled:
    """Which of `findings` have a record among the `known`, and what has become of the records."""
    records: dict[str, list[Known]] = {}
    for record in known:
        records.setdefault(record.fingerprint, []).append(record)
    spellings = list(dict.fromkeys(record.plan for record in known))[:_MOST_SPELLINGS]
    kept = {fingerprint: _alike(same) for fingerprint, same in records.items()}
    answered: dict[str, list[Finding]] = {}
    rules: dict[Indicator | None, set[str]] = {}
    recalled = Recalled({}, {}, [], [], [])
    for place, finding in enumerate(findings):
        rules.setdefault(finding.flag.indicator, set()).add(finding.rule.id)
        own = [print for print in map(finding.fingerprint_under, spellings) if print in kept]
        for print in own:
            answered.setdefault(print, []).append(finding)
        if own:
            fitting = (values.no_stronger_than(_stated(finding)) for print in own for values in kept[print])
            settling = next((record for record in fitting if record and _no_worse_than(record, finding)), None)
            (recalled.settled if settling else recalled.worsened)[place] = settling or records[own[0]][0]
    for record in known:
        if record.fingerprint not in answered:
            others = rules.get(record.indicator, set()) - {record.rule}
            (recalled.outdated if others and record.version != __version__ else recalled.gone).append(record)
    for fingerprint, same in records.items():
        recalled.improved.extend(_improved(same, answered.get(fingerprint, ())))
    return recalled


def _improved(records: Iterable[Known], findings: Sequence[Finding]) -> Iterator[tuple[Known, Finding]]:
    """Those of the `records` of one fingerprint as bad as which no finding is now, each with one that is better."""
    alike: dict[tuple[frozenset[str], int | None], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((frozenset(finding.flag.left_out), _due(finding)), []).append(finding)
    values = {
        scope: _Values(same, _stated, indicator)
        for scope, same in alike.items()
        if (indicator := same[0].flag.indicator)
    }
    unchanged = {(*scope, _stated(finding)) for scope, same in alike.items() for finding in same}
    for record in records:
        groups = frozenset(record.left_out) & set(record.indicator.groups)
        if (groups, record.by, record.value) in unchanged:
            continue
        better: Finding | None = None
        as_bad: Finding | None = None
        for (left_out, by), stating in values.items():
            if left_out <= groups and _no_later(by, record.by):
                better = better or stating.no_weaker_than(record.value)
            if left_out >= groups and _no_later(record.by, by):
                as_bad = as_bad or stating.no_stronger_than(record.value)
        if better and not as_bad:
            yield record, better


def _due(finding: Finding) -> int | None:
    return finding.flag.target.by if finding.flag.target else None


def _no_later(year: int | None, other: int | None) -> bool:
    """Whether a year is no later than another; one that is not known is."""
    return year is None or other is None or year <= other


def _alike(records: Iterable[Known]) -> list[_Values[Known]]:
    """Records of one fingerprint, those together that differ in the value at most."""
    alike: dict[object, list[Known]] = {}
    for record in records:
        left_out = frozenset(record.left_out) & set(record.indicator.groups)
        alike.setdefault((left_out, record.by, record.indicator), []).append(record)
    return [_Values(same, attrgetter("value"), same[0].indicator) for same in alike.values()]


def no_wider(record: Known, other: Known) -> bool:
    """Whether a record of a known finding settles nothing that `other` would not."""
    same = record.fingerprint == other.fingerprint and other.document in (None, record.document)
    no_later = other.by is None or (record.by is not None and record.by <= other.by)
    no_narrower = set(record.left_out) <= set(other.left_out)
    return same and no_later and no_narrower and _as_accepted(record.value, other.value, record.indicator)


def _no_worse_than(known: Known, finding: Finding) -> bool:
    if not set(finding.flag.left_out) <= set(known.left_out) or not _no_later(_due(finding), known.by):
        return False
    return _as_accepted(_stated(finding), known.value, known.indicator)
