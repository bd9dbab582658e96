"""What a repository has accepted: waivers, and known findings. Which findings they settle, and what becomes of them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Generic, TypeVar

from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Rule
from nq42check.flagging.scene import WaiverState
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


def waive(findings: list[Finding], waivers: Sequence[Waiver], as_of: date) -> list[tuple[Waiver, WaiverState]]:
    """What has become of each waiver; the findings that those in force cover are marked, by the last of several."""
    about: dict[tuple[str, Indicator], list[int]] = {}
    for place, finding in enumerate(findings):
        for name in (finding.rule.id, finding.rule.name):
            about.setdefault((name, finding.flag.indicator), []).append(place)
    alike: dict[tuple[str, Indicator], list[Waiver]] = {}
    for waiver in waivers:
        alike.setdefault((waiver.rule, waiver.indicator), []).append(waiver)
    states: dict[Route, WaiverState] = {}
    for key, named in alike.items():
        on_it = [findings[place] for place in about.get(key, ())]
        stated = _Values(on_it, _stated, key[1])
        for waiver in named:
            covered = stated.no_weaker_than(waiver.value)
            states[waiver.route] = _state(waiver, covered.rule if covered else None, as_of)
        holding = [each for each in reversed(named) if states[each.route] in (WaiverState.USED, WaiverState.ENDING)]
        accepted = _Values(holding, attrgetter("value"), key[1])
        for place in about.get(key, ()) if holding else ():
            waived = accepted.no_stronger_than(_stated(findings[place]))
            if waived is not None:  # waivers may name one rule by its id and by its name
                findings[place] = findings[place]._replace(waived=waived)
    return [(waiver, states[waiver.route]) for waiver in waivers]


def _state(waiver: Waiver, covered: Rule | None, as_of: date) -> WaiverState:
    """What has become of a waiver that covers findings of the rule `covered`, None where it covers none."""
    if waiver.until < as_of:
        return WaiverState.EXPIRED
    if covered is not None and covered.always_counts:
        return WaiverState.NOT_ALLOWED
    if waiver.authority is None:
        return WaiverState.WITHOUT_AUTHORITY
    if covered is None:
        return WaiverState.UNUSED
    return WaiverState.ENDING if waiver.until - as_of <= _ANNOUNCED else WaiverState.USED


def _stated(finding: Finding) -> Stated | None:
    return finding.flag.target.stated if finding.flag.target else None


_MOST_SPELLINGS = 16
"""In how many ways a plan's name may be spelt; records under further ones hold for nothing."""


def recall(findings: list[Finding], known: Sequence[Known]) -> tuple[list[Known], list[Known]]:
    """Mark the findings that have a record; the records that have gone, and those outdated by a new version."""
    records: dict[str, list[Known]] = {}
    for record in known:
        records.setdefault(record.fingerprint, []).append(record)
    spellings = list(dict.fromkeys(record.plan for record in known))[:_MOST_SPELLINGS]
    kept = {fingerprint: _alike(same) for fingerprint, same in records.items()}
    answered: set[str] = set()
    rules: dict[Indicator, set[str]] = {}
    for place, finding in enumerate(findings):
        rules.setdefault(finding.flag.indicator, set()).add(finding.rule.id)
        own = [print for print in map(finding.fingerprint_under, spellings) if print in kept]
        if own:
            answered.update(own)
            fitting = (values.no_stronger_than(_stated(finding)) for print in own for values in kept[print])
            settling = next((record for record in fitting if record and _no_worse_than(record, finding)), None)
            worsened = None if settling else records[own[0]][0]
            findings[place] = finding._replace(known=settling, worsened=worsened)
    gone: list[Known] = []
    outdated: list[Known] = []
    for record in known:
        if record.fingerprint not in answered:
            others = rules.get(record.indicator, set()) - {record.rule}
            (outdated if others and record.version != __version__ else gone).append(record)
    return gone, outdated


def _alike(records: Iterable[Known]) -> list[_Values[Known]]:
    """Records of one fingerprint, those together that differ in the value at most."""
    alike: dict[object, list[Known]] = {}
    for record in records:
        left_out = frozenset(record.left_out) & set(record.indicator.groups)
        alike.setdefault((left_out, record.by, record.indicator), []).append(record)
    return [_Values(same, attrgetter("value"), same[0].indicator) for same in alike.values()]


def _no_worse_than(known: Known, finding: Finding) -> bool:
    target = finding.flag.target
    if not set(finding.flag.left_out) <= set(known.left_out):
        return False
    if target is not None and known.by is not None and target.by > known.by:
        return False
    return _as_accepted(_stated(finding), known.value, known.indicator)
