"""Hand-made plans, one folder per rule: a first comment says what each shows, `# expect:` lines what is found.

A line `# only:` names the indicators that count, where the plan need not answer the norms on others. What is found on
no indicator is on the `document`.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from nq42check.api import check
from nq42check.run.knowledge import load_knowledge

ROOT = Path(__file__).parent / "cases"
CASES = sorted(ROOT.rglob("*.*"))
# These need a repository's settings or its file of known findings: tests/test_adoption.py.
OF_REPOSITORIES = {"NQ505", "NQ506", "NQ509", "NQ510", "NQ511", "NQ512"}
FOLDERS = [
    f"{rule.id}-{rule.name}"
    for rule in load_knowledge().rules
    if rule.check.selectable and rule.id not in OF_REPOSITORIES
]
ONLY = re.compile(r"^# only: (.+)$", re.MULTILINE)
EXPECT = re.compile(r"^# expect: (\S+) line (\d+)(?: (error|warning|note))?$", re.MULTILINE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_case(path: Path) -> None:
    assert re.fullmatch(r"(flagged|clean)-[\w-]+\.yaml", path.name)
    text = path.read_text(encoding="utf-8")
    expected = [(indicator, int(line), severity) for indicator, line, severity in EXPECT.findall(text)]
    assert len(expected) == text.count("expect:"), "every expectation must be well formed"
    assert bool(expected) == path.name.startswith("flagged-")

    report = check(str(path), as_of=date(2026, 11, 21))
    assert not report.refused
    only = ONLY.search(text)
    asked = {assessment.norm.target.indicator.id for assessment in report.plans[0].assessments}
    assert only is None or set(only[1].split()) <= asked, "what counts must be asked for, else nothing could be found"
    graded = any(severity for *_, severity in expected)
    located = [
        (finding.flag.indicator.id if finding.flag.indicator else "document", line, finding.severity.name.lower())
        for finding, line, _ in report.plans[0].findings
        if f"{finding.rule.id}-{finding.rule.name}" == path.parent.name and not finding.waived
    ]
    counting = [each for each in located if only is None or each[0] in only[1].split()]
    found = [(subject, line, severity if graded else "") for subject, line, severity in counting]
    assert sorted(found) == sorted(expected)


def test_folders_are_the_selectable_rules() -> None:
    assert sorted(path.name for path in ROOT.iterdir()) == sorted(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("outcome", ["flagged", "clean"])
def test_rule_has_cases(folder: str, outcome: str) -> None:
    assert list((ROOT / folder).glob(f"{outcome}-*.yaml"))
