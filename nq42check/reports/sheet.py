"""The report as CSV for a spreadsheet: a row for every norm of every plan, and for all that is on no norm."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from nq42check.flagging.findings import Finding
from nq42check.flagging.rulebook import Severity
from nq42check.flagging.scene import Quantity
from nq42check.judging.assess import Assessment, Status
from nq42check.model.document import Other
from nq42check.reports import Piece, Reporter, by_norm
from nq42check.reports.caveats import where_it_stands
from nq42check.reports.cells import BYTE_ORDER_MARK, Cell, lines
from nq42check.reports.grid import guaranteed, promised
from nq42check.run.results import Located, Objected, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally

_COLUMNS = (
    *("plan", "file", "line", "kind", "id", "indicator"),
    *("value", "plan_number", "plan_by", "norm", "norm_number", "by", "gap_to_norm", "unit"),
    *("document", "where", "evidence", "binds", "behind"),
    *("status", "severity", "rule", "message", "advice", "waiver"),
)

_Row = dict[str, Cell]


class Csv(Reporter[None]):
    """A row for each norm of a plan, met ones too, with all that is found on it; then rows for all that is on no norm.

    It is made for spreadsheets: UTF-8 with a byte order mark, numbers as the reader's language writes them, and words
    of which no formula, number or date is made. What kind of row each is stands in a column of its own.
    """

    def opening(self) -> str:
        """The byte order mark and the names of the columns."""
        return BYTE_ORDER_MARK + self._lines([{name: self.wording.text(f"column.{name}") for name in _COLUMNS}])

    def piece(self, result: Result) -> Piece[None]:
        """The rows of one file."""
        return Piece(self._lines(self._rows(result)))

    def closing(self, tally: Tally, held: Sequence[None]) -> Iterator[str]:
        """The rows of places of today, where these are asked for; a row for what settings and options leave out, if
        anything; other totals would be a row like any other.
        """
        if tally.today:
            from nq42check.reports.merged.data import rows

            yield self._lines(rows(tally.today, self.wording))
        narrowed = self.wording.narrowed(tally)
        yield self._lines([self._kind("narrowed") | {"message": narrowed}] if narrowed else [])

    def _lines(self, rows: Iterable[_Row]) -> str:
        cells = ([row.get(name) for name in _COLUMNS] for row in rows)
        return lines(cells, self.brief.csv_separator, self.wording.language)

    def _kind(self, kind: str) -> _Row:
        return {"kind": self.wording.text(f"row.{kind}")}

    def _rows(self, result: Result) -> Iterator[_Row]:
        file: _Row = {"file": result.path}
        match result:
            case PlanReport():
                file["plan"] = result.document.name
                yield from (file | self._refusal(each, "value") for each in result.refusals)
                yield from (file | row for row in self._of_plan(result))
            case RefusedFile():
                yield from (file | self._refusal(each, "file") for each in result.refusals)
            case Objected():
                file["plan"] = result.place
                yield from (file | self._refusal(each, "objection") for each in result.refusals)

    def _of_plan(self, plan: PlanReport) -> Iterator[_Row]:
        """What is made of all norms, what is found besides, and the targets outside the catalogue."""
        if belongs := self.wording.belongs(plan):
            yield self._kind("place") | {"message": belongs}
        if not plan.compared:
            yield self._kind("uncompared") | {"line": plan.begins_at, "message": self.wording.uncompared(plan)}
        for assessment, located in by_norm(plan):
            if assessment is None:
                yield from map(self._beside, located)
            else:
                row = self._norm(assessment) | self._answer(assessment)
                row["message"] = self.wording.aside(assessment, plan.plan)
                yield row | self._found(located) if located else row
        yield from map(self._other, plan.plan.others)

    def _norm(self, assessment: Assessment) -> _Row:
        """The cells of a norm as it stands for the plan."""
        norm, target, behind = assessment.norm, assessment.norm.target, assessment.standing.behind
        return self._kind("norm") | {
            "id": target.indicator.id,
            "indicator": self.wording.show(target.indicator),
            "norm": self.wording.value(target),
            "norm_number": guaranteed(target),
            "by": target.by,
            "unit": self.wording.show(target.indicator.measure).strip(),
            "document": norm.document.name,
            "where": target.where,
            "evidence": self.wording.evidence(norm.evidence),
            "binds": self.wording.binds(norm.binds),
            "behind": behind and behind.document.name,
            "status": self.wording.status(assessment.status),
        }

    def _answer(self, assessment: Assessment) -> _Row:
        """What the plan has for a norm: its words, and what they come to as numbers.

        Of several figures the weakest is given, as the words say, and the year in which the last answer falls due.
        """
        judgements, indicator = assessment.judgements, assessment.norm.target.indicator
        number = None if assessment.status is Status.UNDECIDED else promised(assessment)
        value = self.wording.answer(assessment)
        if number is not None and len({guaranteed(judgement.target) for judgement in judgements}) > 1:
            value += f" {self.wording.text('csv.weakest', value=Quantity(number, indicator))}"
        if assessment.unfilled and not judgements:
            value = self.wording.text("report.not-filled-in")
        return {
            "line": judgements[0].target.line if judgements else None,
            "value": value,
            "plan_number": number,
            "plan_by": max((judgement.target.by for judgement in judgements), default=None),
            "gap_to_norm": _gap(assessment, number),
        }

    def _found(self, located: Sequence[Located]) -> _Row:
        """All that is found on one norm: what counts before what does not, and then the gravest first."""
        ordered = sorted(located, key=lambda each: (each.finding.settled, -each.finding.severity))
        first, *others = ordered

        def each(said: Callable[[Finding], str], about: Callable[[Located], str] = lambda _: "") -> str:
            """What is said of the only one; of several with the number that it has in all cells."""
            if not others:
                return said(first.finding)
            told = ((number, one, said(one.finding)) for number, one in enumerate(ordered, 1))
            return " ".join(f"({number}) {about(one)}{text}" for number, one, text in told if text)

        return {
            "line": first.line,
            "severity": self.wording.severity(first.finding.severity),
            "rule": "; ".join(dict.fromkeys(one.finding.rule.id for one in ordered)),
            "message": each(self._message, self._about),
            "advice": each(self.wording.advice),
            "waiver": each(self.wording.settled),
        }

    def _message(self, finding: Finding) -> str:
        """What is wrong, and where place and nation stand already; other cells say how the norm binds and is known."""
        return " ".join([self.wording.message(finding), *map(self.wording.caveat, where_it_stands(finding))])

    def _about(self, located: Located) -> str:
        """What a row that has several findings says of one before its message."""
        finding = located.finding
        severity = self.wording.severity(finding.severity)
        return self.wording.text("csv.about", severity=severity, rule=finding.rule.id, line=located.line)

    def _beside(self, located: Located) -> _Row:
        """The cells of a finding on no norm."""
        flag = located.finding.flag
        indicator = flag.indicator
        return self._kind("finding") | {
            "id": indicator.id if indicator else None,
            "indicator": self.wording.show(flag.subject),
            "value": self.wording.show(flag.target) if flag.target else self.wording.instead(flag),
            "plan_number": guaranteed(flag.target) if flag.target else None,
            "plan_by": flag.target.by if flag.target else None,
            "unit": self.wording.show(indicator.measure).strip() if indicator else None,
            **self._found([located]),
        }

    def _other(self, other: Other) -> _Row:
        """The cells of a target outside the catalogue."""
        return self._kind("other") | {
            "line": other.line,
            "indicator": other.name,
            "value": other.text,
            "where": other.where,
            "plan_by": other.by,
            "message": self.wording.text("csv.other"),
        }

    def _refusal(self, refusal: Refusal, kind: str) -> _Row:
        return self._kind(kind) | {
            "line": refusal.problem.line,
            "severity": self.wording.severity(Severity.ERROR),
            "rule": refusal.rule.id,
            "message": self.wording.reason(refusal),
            "advice": self.wording.show(refusal.rule.advice),
        }


def _gap(assessment: Assessment, number: Decimal | None) -> Decimal | None:
    """How far what a plan guarantees, `number`, lies beyond the norm; below nothing, how far it falls short.

    It is in the indicator's unit; None where no figures are compared, or where it is not they that fall short.
    """
    asked = guaranteed(assessment.norm.target)
    if number is None:
        return None
    if assessment.status is Status.MET:
        return None if asked is None else abs(number - asked)
    gaps = [each.comparison.gap for each in assessment.judgements if each.comparison.gap is not None]
    return -max(gaps) if gaps else None
