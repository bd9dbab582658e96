"""Rules as data: both languages, declared fields, deleting and adding."""

import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import AS_OF, HEAD, ROOT, entry
from test_cases import OF_REPOSITORIES

from nq42check.api import check
from nq42check.flagging.checks import CHECKS
from nq42check.flagging.rulebook import Rule, load_rules
from nq42check.model.values import Figure
from nq42check.reading.nodes import Refused
from nq42check.reading.parsing import parse
from nq42check.reports.wording import Wording
from nq42check.run.checking import Checker
from nq42check.run.inputs import inputs
from nq42check.run.knowledge import Additions, BadKnowledge, Knowledge, load_knowledge
from nq42check.run.results import PlanReport
from nq42check.texts import LANGUAGES, en, vi

RULES = load_knowledge().rules
FIELD = re.compile(r"\{(\w+)\}")

OWN = """\
rules:
  - id: XX1
    name: own-relation
    check: part
    with: {pairs: [{part: education.university_entry, whole: education.grade_10_entry}]}
    severity: warning
    message: {vi: "“{value}” lớn hơn {others}", en: "“{value}” exceeds {others}"}
    advice: {vi: Xem lại., en: Check it.}
    explanation: {vi: Thử., en: A try.}
"""


def found_by(knowledge: Knowledge) -> Counter[tuple[str, str, str]]:
    """How often each rule flags each indicator of each shipped plan."""
    checker = Checker(knowledge, as_of=AS_OF)
    results = [checker.check(file) for file in inputs([str(ROOT / "provinces")]).files]
    return Counter(
        (each.finding.rule.id, each.finding.flag.indicator.id, each.finding.plan)
        for plan in results
        if isinstance(plan, PlanReport)
        for each in plan.findings
    )


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.check.selectable], ids=lambda rule: rule.id)
def test_deleting_a_rule_removes_its_findings_and_nothing_else(rule: Rule, knowledge: Knowledge) -> None:
    without = knowledge._replace(rules=tuple(each for each in knowledge.rules if each.id != rule.id))
    everything = found_by(knowledge)
    assert found_by(without) == {found: times for found, times in everything.items() if found[0] != rule.id}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_reports_have_words_for_each_rule_that_ships(rule: Rule) -> None:
    assert rule.title.vi not in (rule.name, rule.title.en) and rule.title.en


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_both_languages_name_the_same_fields_and_only_declared_ones(rule: Rule) -> None:
    for names in (rule.message, rule.advice, rule.explanation):
        assert set(FIELD.findall(names.vi)) == set(FIELD.findall(names.en)) <= rule.check.fields


def test_both_languages_have_the_same_texts_with_the_same_fields() -> None:
    fields = [{id: set(FIELD.findall(text)) for id, text in texts.TEXTS.items()} for texts in (vi, en)]
    assert fields[0] == fields[1]


def test_ids_and_names_are_unique_and_follow_the_scheme() -> None:
    assert len({rule.id for rule in RULES} | {rule.name for rule in RULES}) == 2 * len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"NQ\d{3}", rule.id) and re.fullmatch(r"[a-z0-9-]+", rule.name)


def test_no_rule_id_appears_in_python() -> None:
    sources = (ROOT / "nq42check").rglob("*.py")
    assert [path.name for path in sources if re.search(r"NQ\d{3}", path.read_text(encoding="utf-8"))] == []


def test_every_check_is_used_by_a_rule() -> None:
    assert {id(rule.check) for rule in RULES} == {id(check) for check in CHECKS.values()}


def test_every_message_can_be_written_in_both_languages() -> None:
    report = check(str(ROOT / "tests/cases"), as_of=AS_OF)
    written = set()
    for language in LANGUAGES:
        wording = Wording(language)
        for plan in report.plans:
            for located in plan.findings:
                for text in (wording.message(located.finding), wording.advice(located.finding)):
                    assert text and "{" not in text and "None" not in text
                written.add(located.finding.rule.id)
    assert written == {rule.id for rule in RULES if rule.check.selectable} - OF_REPOSITORIES


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_sentences_with_units_and_in_one_language(language: str) -> None:
    """Every message of every rule, as the plans of `cases/` bring it about."""
    wording = Wording(language)
    for plan in check(str(ROOT / "tests/cases"), as_of=AS_OF).plans:
        for finding, _, _ in plan.findings:
            said = [wording.message(finding), wording.advice(finding), *wording.caveats(finding)]
            about = (finding.rule.id, said)
            assert all(text.endswith((".", "!", "?", "…")) or text.startswith(_NOTES) for text in said), about
            target = finding.flag.target
            indicator = finding.flag.indicator
            if indicator and indicator.measure.vi and (target is None or isinstance(target.stated, Figure)):
                assert not any(map(_BARE.search, said)), about
            assert language == "en" or not any(map(_ENGLISH.search, said)), about
            assert wording.called(finding.rule) == f"{finding.rule.id} {wording.show(finding.rule.title)}"


# A rule's name, which is English, but in what is typed: “rule: weaker”, “status: draft”, “nq42check draft”.
_SELECTABLE = "|".join(rule.name for rule in RULES if rule.check.selectable)
_ENGLISH = re.compile(rf"(?<!rule: )(?<!status: )(?<!nq42check )(?<![\w-])({_SELECTABLE})(?![\w-])")
_BARE = re.compile(r"“[^”“]*(?<![\w.,])\d[\d.,]*”")
_NOTES = ("Ghi chú khi nhập:", "Transcriber's note:", "Ngoại lệ đến ngày", "Waived until")


def test_a_relation_is_added_without_code(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    plan = tmp_path / "plan" / "plan.yaml"
    plan.parent.mkdir()
    targets = entry("education.university_entry", "80%") + entry("education.grade_10_entry", "70%")
    plan.write_text(HEAD + targets, encoding="utf-8")
    report = check(str(plan), as_of=AS_OF, additions=Additions(rules=(str(tmp_path),)))
    found = [each for each in report.plans[0].findings if each.finding.rule.id == "XX1"]
    assert [Wording("en").message(each.finding) for each in found] == [
        "“80%” exceeds “70%” (Lower-secondary leavers who enter grade 10, line 11)"
    ]


@pytest.mark.parametrize(
    "old, new, text",
    [
        ("{others}", "{witness}", "shape.field"),
        ("{others}", "{others.text}", "shape.braces"),
        ("{others}", "{others", "shape.braces"),
        ("{others}", "{}", "shape.braces"),
        ("{others}", "{others:d}", "shape.braces"),
        ("{others}", "{others!r}", "shape.braces"),
        ("check: part", "check: parts", "unknown-name.check-near"),
        ("severity: warning", "severity: grave", "unknown-name.severity"),
        ("education.university_entry", "education.univers_entry", "unknown-name.indicator-near"),
        ("name: own-relation", "name: weaker", "duplicate-key.rule"),
        ("with:", "whit:", "shape.unknown-key-near"),
    ],
)
def test_a_bad_rule_is_refused(old: str, new: str, text: str, tmp_path: Path) -> None:
    assert old in OWN
    (tmp_path / "own.yaml").write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(BadKnowledge) as caught:
        load_knowledge(Additions(rules=(str(tmp_path),)))
    assert text in [problem.reason for problem in caught.value.refusal.problems]


def test_severity_cases_must_end_in_one_for_every_norm(knowledge: Knowledge) -> None:
    text = OWN.replace("severity: warning", "severity: [{is: error, binds: [each]}]")
    with pytest.raises(Refused) as caught:
        load_rules(parse(text), CHECKS, knowledge.catalogue)
    assert caught.value.problems[0].reason == "shape.last-case"
