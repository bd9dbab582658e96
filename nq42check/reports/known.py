"""The file of known findings, as `--write-known` writes it and `--known` reads it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from json import dumps
from typing import NamedTuple

from nq42check.flagging.findings import Finding
from nq42check.model.document import Known
from nq42check.reports import Piece, Reporter
from nq42check.run.results import PlanReport, Result
from nq42check.run.tally import Tally
from nq42check.text import name_key
from nq42check.version import __version__

_HEAD = """\
# Các phát hiện đã biết: mỗi phát hiện ghi dưới đây không tính, chừng nào chỉ tiêu không kém đi.
# Tệp này do lệnh nq42check --write-known ghi. Đừng sửa giá trị bằng tay; kế hoạch đã bỏ hẳn thì xóa các dòng của nó.
"""


class _Held(NamedTuple):
    """What is held of a plan: its name, that of its document, and its entries in the file."""

    plan: str
    document: str
    entries: tuple[dict[str, object], ...]


class KnownFindings(Reporter[_Held]):
    """A record of every finding that a waiver could silence and none does.

    Taken over from `previous`, what the file had before, are records of plans that are not checked, and of rules that
    are not among `rules`, the ids of those that are, where not all are; where only `some_norms` were held against
    plans, also those that were not found again. Records name their plan's document where plans of one place are checked
    together, so that none holds for another.
    """

    def __init__(
        self, previous: Sequence[Known], rules: Collection[str] | None = None, *, some_norms: bool = False
    ) -> None:
        self.previous, self.rules, self.some_norms = previous, rules, some_norms

    def opening(self) -> str:
        """What the file is for."""
        return _HEAD

    def piece(self, result: Result) -> Piece[_Held]:
        """Nothing at once, for the records stand by the names of the plans."""
        if not isinstance(result, PlanReport) or result.plan.is_blank:  # nothing is found in what says nothing
            return Piece()
        recorded = (finding for finding, _, _ in result.findings if finding.rule.check.waivable and not finding.waived)
        entries = tuple(_entry(record) for record in map(_record, recorded) if record)
        return Piece(held=_Held(result.document.name, result.document.own_name, entries))

    def closing(self, tally: Tally, held: Sequence[_Held]) -> Iterator[str]:
        """All records, by the names of the plans."""
        together = Counter(name_key(file.plan) for file in held)
        entries: list[dict[str, object]] = []
        for plan, document, own in held:
            alone = together[name_key(plan)] == 1
            entries += own if alone else [entry | {"document": document} for entry in own]
        again = {entry["fingerprint"] for entry in entries}
        entries += [_entry(record) for record in self.previous if self._is_kept(record, together, again)]
        entries.sort(key=lambda entry: str(entry["plan"]))
        yield f'version: "{__version__}"\n'
        yield "known:\n" if entries else "known: []\n"
        yield from (f"  - {dumps(entry, ensure_ascii=False)}\n" for entry in entries)

    def _is_kept(self, record: Known, checked: Collection[str], again: Collection[object]) -> bool:
        not_run = self.rules is not None and record.rule not in self.rules
        return name_key(record.plan) not in checked or not_run or (self.some_norms and record.fingerprint not in again)


def _record(finding: Finding) -> Known | None:
    """What is recorded of a finding; None of one that is about no indicator, and would hold for any like it."""
    target, indicator = finding.flag.target, finding.flag.indicator
    if indicator is None:
        return None
    return Known(
        finding.fingerprint,
        finding.rule.id,
        finding.plan,
        indicator,
        target and target.stated,
        target and target.text,
        target and target.by,
        finding.flag.left_out,
    )


def _entry(record: Known) -> dict[str, object]:
    entry = {
        "fingerprint": record.fingerprint,
        "rule": record.rule,
        "plan": record.plan,
        "document": record.document,
        "indicator": record.indicator.id,
        "value": record.text,
        "by": record.by,
        "left_out": record.left_out,
    }
    return {name: value for name, value in entry.items() if value not in (None, ())}
