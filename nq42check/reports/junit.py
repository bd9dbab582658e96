"""The report as JUnit XML: every plan is a suite of tests, every norm a test that it passes or fails.

All take no time: readers ask for one, and what was measured would make other bytes of the same input.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_line, in_xml
from nq42check.judging.assess import Assessment, Status
from nq42check.reports import Piece, Reporter, by_norm
from nq42check.run.results import Located, Objected, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally

# A path may have characters that no XML document may have, not even escaped.
_FOREIGN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Case(NamedTuple):
    """One test: its name and line, what came of it ("failure", "error", "skipped" or "" where it passed) and why.

    `aside` is what else there is to say, which decides nothing.
    """

    name: str
    line: int | None
    outcome: str = ""
    rule: str = ""
    message: str = ""
    details: str = ""
    aside: str = ""


class Junit(Reporter[None]):
    """A suite per plan with a test per norm and per finding that is on no norm; a file that is refused is in error,
    and what stands against one fails.

    Only errors fail a test, and only a norm that is met passes. All else is skipped: a norm that is not compared, whose
    findings are waived or were not asked for, or on which there are but warnings and notes; these are the output.
    """

    def opening(self) -> str:
        """The head of the document."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nq42check" time="0">\n'

    def piece(self, result: Result) -> Piece[None]:
        """The suite of one file."""
        result = result._replace(path=self.brief.named(result.path))
        if isinstance(result, RefusedFile):
            cases = [self._refused(each, self.wording.reason(each)) for each in result.refusals]
            return Piece(_suite(result.path, result.path, result.path, cases))
        if isinstance(result, Objected):
            cases = [self._refused(each, self.wording.objection(each), "failure") for each in result.refusals]
            name = f"{self.wording.text('gate.section')} · {result.called}"
            return Piece(_suite(name, self.wording.text("gate.section"), result.path, cases))
        if not isinstance(result, PlanReport):
            return Piece()
        province = result.document.name
        cases = [self._refused(each, self.wording.reason(each)) for each in result.refusals]
        cases += [self._case(assessment, located, result) for assessment, located in by_norm(result)]
        if not result.compared:
            name, why = self.wording.text("report.against-none"), self.wording.uncompared(result)
            cases.append(_Case(name, result.begins_at, "error", message=why))
        belongs = self.wording.belongs(result)
        return Piece(_suite(f"{province} · {result.path}", province, result.path, cases, belongs))

    def closing(self, tally: Tally, held: Sequence[None]) -> Iterator[str]:
        """What settings and options leave out, as a test that is skipped, and the end of the document."""
        if narrowed := self.wording.narrowed(tally):
            case = _Case(self.wording.text("narrowed.name"), None, "skipped", message=narrowed)
            yield _suite("nq42check", "nq42check", self.brief.named(os.curdir), [case])
        yield "</testsuites>\n"

    def _refused(self, refusal: Refusal, said: str, outcome: str = "error") -> _Case:
        rule, problem = refusal
        name = f"{self.wording.called(rule)}{self.wording.place(problem.line, problem.column)}"
        return _Case(name, problem.line, outcome, rule.id, said)

    def _case(self, assessment: Assessment | None, located: Sequence[Located], plan: PlanReport) -> _Case:
        """The test of a norm, or of a finding on none, with all that was found on it."""
        failures: list[Located] = []
        others: list[Located] = []
        for each in located:
            fails = each.finding.severity is Severity.ERROR and not each.finding.settled
            (failures if fails else others).append(each)
        case = _Case(self._name(assessment, located), _line(assessment, located), aside=self._lines(others, plan.path))
        if failures:
            message = self.wording.message(failures[0].finding)
            rules = " ".join(dict.fromkeys(each.finding.rule.id for each in failures))
            return case._replace(
                outcome="failure", rule=rules, message=message, details=self._lines(failures, plan.path)
            )
        if assessment and assessment.status is Status.MET and not assessment.standing.behind:
            return case._replace(aside="\n".join(filter(None, (case.aside, self.wording.proviso(assessment)))))
        said = (self.wording.settled(finding) or self.wording.message(finding) for finding, _, _ in located)
        why = " ".join(dict.fromkeys(said)) or (self.wording.aside(assessment, plan.plan) if assessment else "")
        return case._replace(outcome="skipped", message=why)

    def _name(self, assessment: Assessment | None, located: Sequence[Located]) -> str:
        """What the norm asks for and where it stands; or the rule, what it is about and its place."""
        if assessment:
            norm = assessment.norm
            return f"{self.wording.show(norm.target.indicator)}: {self.wording.cited(norm)}"
        finding, line, column = located[0]
        about = f"{self.wording.called(finding.rule)}: {self.wording.show(finding.flag.subject)}"
        return about + self.wording.place(line, column)

    def _lines(self, located: Sequence[Located], path: str) -> str:
        """Findings in full, a line each, with the place that editors make a link of."""
        path = in_line(path)
        return "\n".join(
            f"{path}:{line}:{column}: {self.wording.severity(finding.severity)} {self.wording.called(finding.rule)}. "
            + self.wording.told(finding)
            for finding, line, column in located
        )


def _line(assessment: Assessment | None, located: Sequence[Located]) -> int | None:
    """Where the plan has what is tested."""
    if located:
        return located[0].line
    return assessment.judgements[0].target.line if assessment and assessment.judgements else None


def _suite(name: str, classname: str, path: str, cases: Sequence[_Case], aside: str = "") -> str:
    """The tests of one file, and what else there is to say of it, which decides nothing."""
    outcomes = Counter(case.outcome for case in cases)
    tests = "".join(_test(case, classname, path) for case in cases)
    tests += _element("system-out", _clean(aside)) if aside else ""
    return _element(
        "testsuite",
        f"\n{tests}",
        name=name,
        file=path,
        tests=len(cases),
        failures=outcomes["failure"],
        errors=outcomes["error"],
        skipped=outcomes["skipped"],
        time=0,
    )


def _test(case: _Case, classname: str, path: str) -> str:
    about = {"type": case.rule} if case.rule else {}
    outcome = _element(case.outcome, _clean(case.details), message=case.message, **about) if case.outcome else ""
    aside = _element("system-out", _clean(case.aside)) if case.aside else ""
    place = {"line": case.line} if case.line else {}
    inside = f"\n{outcome}{aside}" if outcome or aside else ""
    return _element("testcase", inside, classname=classname, name=case.name, file=path, time=0, **place)


def _clean(text: str) -> str:
    return in_xml(escape(_writable(text)))


def _element(tag: str, content: str, **attributes: object) -> str:
    said = "".join(f" {name}={in_xml(quoteattr(_writable(in_line(str(value)))))}" for name, value in attributes.items())
    return f"<{tag}{said}>{content}</{tag}>\n" if content else f"<{tag}{said}/>\n"


def _writable(text: str) -> str:
    """`text` with the characters that XML does not have as escapes."""
    return _FOREIGN.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)
