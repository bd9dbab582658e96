"""The report as SARIF 2.1.0, which code scanning and editors read."""

import os
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from nq42check.flagging.rulebook import Rule
from nq42check.judging.norms import PLACE
from nq42check.model.document import Norm
from nq42check.reports import Brief, Piece, Reporter, joined, numbered
from nq42check.reports.data import encoded
from nq42check.reports.markdown import escaped
from nq42check.run.results import Located, Objected, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally
from nq42check.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PACKAGE = "NQ42CHECK"
"""The base of the norms that ship: they lie in the installed package, which a viewer finds where it may."""
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


class Sarif(Reporter[str]):
    """One run with a result per finding, waived ones suppressed, and per reason why a file was refused."""

    separator = ",\n"

    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)
        self.places = {rule.id: place for place, rule in enumerate(brief.rules)}

    def opening(self) -> str:
        """The head, the tool and its rules, up to the results."""
        driver = {"name": "nq42check", "version": __version__, "rules": [self._rule(rule) for rule in self.brief.rules]}
        run = {
            "tool": {"driver": driver},
            "language": self.wording.language,
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_PACKAGE: {"description": {"text": "nq42check"}}},
            "properties": {"asOf": self.brief.as_of.isoformat()},
        }
        return f'{{\n"$schema": "{_SCHEMA}",\n"version": "2.1.0",\n"runs": [\n{encoded(run)[:-1]},\n"results": [\n'

    def piece(self, result: Result) -> Piece[str]:
        """The results of one file; to be held is why it could not be checked."""
        result = result._replace(path=self.brief.named(result.path))
        results: list[dict[str, Any]] = []
        notices: list[dict[str, Any]] = []
        if isinstance(result, RefusedFile | PlanReport):
            results = [self._refusal(each, self.wording.reason(each), result.path) for each in result.refusals]
            notices = [self._notice(each, result.path) for each in result.refusals]
        if isinstance(result, Objected):
            results = [self._refusal(each, self.wording.objection(each), result.path) for each in result.refusals]
        if isinstance(result, PlanReport):
            results += [self._result(located, name, result.path) for located, name in numbered(result)]
            if belongs := self.wording.belongs(result):
                locations = [_location(result.path, *result.places[PLACE])]
                notices.append({"level": "note", "message": _message(belongs), "locations": locations})
            if not result.compared:
                location = _location(result.path, result.begins_at, None)
                message = _message(self.wording.uncompared(result))
                notices += [{"level": "warning", "message": message, "locations": [location]}]
        return Piece(self.separator.join(map(encoded, results)), self.separator.join(map(encoded, notices)) or None)

    def closing(self, tally: Tally, held: Sequence[str]) -> Iterator[str]:
        """Whether all files could be checked, and why not; the totals where they count less than there is."""
        totals = {"level": "note", "message": _message(self.wording.total(tally))}
        success = encoded({"executionSuccessful": not (tally.refused or tally.unread)})[:-1]
        yield f'\n],\n"invocations": [\n{success}, "toolExecutionNotifications": [\n'
        yield from joined([*held, *([encoded(totals)] if tally.narrowed else [])], self.separator)
        yield "\n]}\n]\n}\n]\n}\n"

    def _rule(self, rule: Rule) -> dict[str, Any]:
        explanation = self.wording.show(rule.explanation)
        return {
            "id": rule.id,
            "name": rule.name,
            "shortDescription": {"text": self.wording.gist(rule)},
            "fullDescription": {"text": explanation},
            "help": {"text": explanation, "markdown": escaped(explanation)},
            "defaultConfiguration": {"level": rule.severity[-1].severity.name.lower()},
        }

    def _result(self, located: Located, name: str, path: str) -> dict[str, Any]:
        finding, line, column = located
        norm = finding.flag.norm
        justification = self.wording.settled(finding)
        return {
            "ruleId": finding.rule.id,
            "ruleIndex": self.places[finding.rule.id],
            "level": finding.severity.name.lower(),
            "message": _message(self.wording.told(finding)),
            "locations": [_location(path, line, column)],
            "relatedLocations": [self._cited(norm)] if norm and norm.document.file else [],
            # GitHub knows a result again by its second name only, and merges those of one line without it.
            "partialFingerprints": {"nq42check/v1": finding.fingerprint, "primaryLocationLineHash": name},
            "suppressions": [{"kind": "external", "status": "accepted", "justification": justification}]
            if finding.settled
            else [],
        }

    def _cited(self, norm: Norm) -> dict[str, Any]:
        """The norm in its own file."""
        assert norm.document.file
        file, ships = norm.document.file, norm.document.ships
        location = _location(file if ships else self.brief.named(file), norm.target.line, None)
        if ships:
            location["physicalLocation"]["artifactLocation"]["uriBaseId"] = _PACKAGE
        return {**location, "message": _message(self.wording.cited(norm))}

    def _refusal(self, refusal: Refusal, said: str, path: str) -> dict[str, Any]:
        rule, problem = refusal
        return {
            "ruleId": rule.id,
            "ruleIndex": self.places[rule.id],
            "level": "error",
            "message": _message(said),
            "locations": [_location(path, problem.line, problem.column)],
            "suppressions": [],
        }

    def _notice(self, refusal: Refusal, path: str) -> dict[str, Any]:
        rule, problem = refusal
        return {
            "level": "error",
            "message": _message(self.wording.refusal(path, refusal)),
            "locations": [_location(path, problem.line, problem.column)],
            "associatedRule": {"id": rule.id, "index": self.places[rule.id]},
        }


def _location(path: str, line: int | None, column: int | None) -> dict[str, Any]:
    region = {name: value for name, value in (("startLine", line), ("startColumn", column)) if value}
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(os.fsencode(path))}}
    return {"physicalLocation": place | ({"region": region} if region else {})}


def _message(text: str) -> dict[str, str]:
    """`text` as a message without links or placeholders, which SARIF would see in [x](y) and {0}."""
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", text.replace("](", r"\]("))}
