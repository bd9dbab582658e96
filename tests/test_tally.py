"""The totals of a run, and what it exits with."""

from collections import Counter
from io import BytesIO

import pytest
from conftest import AS_OF, HEAD, ROOT, entry, found_in

from nq42check.flagging.rulebook import Severity
from nq42check.model.document import Known
from nq42check.reading.nodes import Problem
from nq42check.run.checking import Checker
from nq42check.run.inputs import Input
from nq42check.run.knowledge import Additions, load_knowledge
from nq42check.run.results import Objected, PlanReport, Refusal, RefusedFile, Result
from nq42check.run.tally import Tally

WAIVER = """\
waivers:
  - {rule: weaker, indicator: insurance.social, value: 46%, reason: r, authority: a, until: 2027-12-31}
not_applicable:
  - {indicator: culture.ethnic_communes, reason: Không có}
"""
UNREAD = HEAD + entry("health.stunting", "giảm dưới 15%") + entry("insurance.social", "60%")
WEAK = HEAD + entry("insurance.social", "46%")


def known_plan() -> Result:
    """A plan with a finding that is known."""
    (found,) = (each.finding for each in found_in(WEAK).findings if each.finding.rule.name == "weaker")
    target = found.flag.target
    assert target
    record = Known(
        found.fingerprint, found.rule.id, found.plan, target.indicator, target.stated, target.text, target.by, ()
    )
    return found_in(WEAK, known=[record])


def objected(reason: str, *, lacking: bool) -> Objected:
    """A file against which one reason stands."""
    problem = Problem(reason)
    return Objected("x.yaml", (Refusal(load_knowledge().rule_of_problem(problem), problem),), lacking)


GONE, LACKING = objected("plan-gone.x", lacking=False), objected("required.x", lacking=True)


def narrowed() -> Result:
    """A plan whose findings are notes by settings, of which those of one rule are asked for."""
    knowledge = load_knowledge(Additions(severity=(("NQ101", Severity.NOTE), ("NQ201", Severity.NOTE))))
    checker = Checker(knowledge, as_of=AS_OF, rules=["NQ101"])
    return checker.check(Input("plan.yaml", BytesIO(WEAK.encode())))


def results() -> list[Result]:
    """Files of every kind, so that every total has something to add."""
    checker = Checker(load_knowledge(), as_of=AS_OF)
    shipped = [checker.check(Input(str(ROOT / f"provinces/{name}.yaml"))) for name in ("hung_yen", "kien_giang")]
    without_norms = found_in(WEAK.replace("  implements: [42-NQ/TW]\n", ""))
    return [
        shipped[0],
        RefusedFile("x.yaml", None, ()),
        GONE,
        known_plan(),
        without_norms,
        shipped[1],
        found_in(WEAK + WAIVER),
        LACKING,
        found_in(UNREAD),
        narrowed(),
    ]


def tallied(files: list[Result]) -> Tally:
    tally = Tally([("drafts/*", 2)])
    for result in files:
        tally.add(result)
    return tally


def test_totals_of_parts_add_up_to_those_of_the_whole() -> None:
    files = results()
    whole = vars(tallied(files))
    added = (total for name, total in whole.items() if name not in ("since", "today"))
    assert all(added), "every total has something to add"
    whole["excluded"] = Counter({"drafts/*": 4})
    for cut in range(len(files) + 1):
        first, second = tallied(files[:cut]), tallied(files[cut:])
        first.merge(second)
        assert vars(first) == whole


def test_each_total_counts_what_it_says() -> None:
    tally = tallied(results())
    assert (tally.plans, tally.refused, tally.unread) == (7, 1, 1)
    assert (tally.uncompared, tally.waived, tally.known) == (1, 1, 1)
    assert (tally.not_applicable, tally.objections, tally.lacking) == (1, 1, 1)
    assert tally.comparisons == sum(plan.comparisons for plan in results() if isinstance(plan, PlanReport)) > 100
    plain = tallied([found_in(WEAK)])
    assert tally.lowered == 1, "what is left out is not counted again"
    assert tally.left_out == plain.severities - Counter({Severity.ERROR: 1}), "as grave as they usually are"
    assert tally.excluded == {"drafts/*": 2}


WEAKER = found_in(WEAK)
UNCOMPARED = found_in(HEAD.replace("  implements: [42-NQ/TW]\n", "") + entry("insurance.social", "60%"))
REFUSED = RefusedFile("x.yaml", None, ())
MET = found_in(HEAD + entry("insurance.social", "60%"))
NOT_UNDERSTOOD = found_in(UNREAD)


@pytest.mark.parametrize(
    "files, fail_on, code",
    [
        ([], Severity.ERROR, 3),
        ([WEAKER], Severity.ERROR, 1),
        ([WEAKER], None, 0),
        ([NOT_UNDERSTOOD], Severity.ERROR, 4),
        ([NOT_UNDERSTOOD, WEAKER], None, 4),
        ([UNCOMPARED], Severity.ERROR, 3),
        ([WEAKER, UNCOMPARED], Severity.ERROR, 1),
        ([WEAKER, UNCOMPARED], None, 3),
        ([WEAKER, UNCOMPARED, REFUSED], None, 4),
        ([MET, GONE], Severity.ERROR, 1),
        ([MET, GONE], None, 1),
        ([MET, LACKING], None, 3),
        ([MET, LACKING, GONE], None, 1),
        ([GONE, REFUSED], None, 4),
    ],
)
def test_the_gravest_exit_code_wins(files: list[Result], fail_on: Severity | None, code: int) -> None:
    assert tallied(files).exit_code(fail_on) == code
