"""The file of known findings, as `--write-known` writes it and `--known` reads it."""

from collections.abc import Iterator, Sequence
from json import dumps

from nq42check.checking import PlanReport, Result
from nq42check.document import Known
from nq42check.findings import Finding
from nq42check.reports import Piece
from nq42check.tally import Tally
from nq42check.text import name_key
from nq42check.version import __version__

_HEAD = """\
# Các phát hiện đã biết: mỗi phát hiện ghi dưới đây không tính, chừng nào chỉ tiêu không kém đi.
# Tệp này do lệnh nq42check --write-known ghi. Đừng sửa giá trị bằng tay; kế hoạch đã bỏ hẳn thì xóa các dòng của nó.
"""


class KnownFindings:
    """A record of every finding that a waiver could silence and none does.

    Records of plans that are not checked are taken over from `previous`, what the file had before.
    """

    separator = ""

    def __init__(self, previous: Sequence[Known]) -> None:
        self.previous = previous

    def opening(self) -> str:
        """What the file is for."""
        return _HEAD

    def piece(self, result: Result) -> Piece:
        """The name of the plan and its records, held until all plans are known."""
        if not isinstance(result, PlanReport):
            return ("",)
        found = [finding for finding, _, _ in result.findings if finding.rule.check.waivable and not finding.waived]
        return "", result.document.name, "".join(_line(_record(finding)) for finding in found)

    def closing(self, tally: Tally, held: list[Piece]) -> Iterator[str]:
        """All records, by the names of the plans."""
        plans = [(name, lines) for name, lines in filter(None, held)]
        checked = {name_key(name) for name, _ in plans}
        plans += [(record.plan, _line(record)) for record in self.previous if name_key(record.plan) not in checked]
        records = "".join(lines for _, lines in sorted(plans, key=lambda plan: plan[0]))
        yield f'version: "{__version__}"\n'
        yield f"known:\n{records}" if records else "known: []\n"


def _record(finding: Finding) -> Known:
    target = finding.flag.target
    return Known(
        finding.fingerprint,
        finding.rule.id,
        finding.plan,
        finding.flag.indicator,
        target and target.stated,
        target and target.text,
        target and target.by,
        finding.flag.left_out,
    )


def _line(record: Known) -> str:
    entry = {
        "fingerprint": record.fingerprint,
        "rule": record.rule,
        "plan": record.plan,
        "indicator": record.indicator.id,
        "value": record.text,
        "by": record.by,
        "left_out": record.left_out,
    }
    given = {name: value for name, value in entry.items() if value not in (None, ())}
    return f"  - {dumps(given, ensure_ascii=False)}\n"
