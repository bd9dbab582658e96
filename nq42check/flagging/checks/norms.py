"""Checks on how a plan answers the norms."""

from collections.abc import Iterator
from decimal import Decimal

from nq42check.flagging.rulebook import Check
from nq42check.flagging.scene import Asked, Clause, Flag, Quantity, Sayable, Scene, Several, Share
from nq42check.judging.assess import Assessment
from nq42check.judging.compare import Outcome
from nq42check.judging.word import Judgement
from nq42check.language.figures import example
from nq42check.model.catalogue import Better
from nq42check.model.document import Norm, Target
from nq42check.model.values import Figure, NotALevel
from nq42check.reading.shape import choice

_NORM_FIELDS = frozenset({"indicator", "norm", "wording", "asked", "document"})

_SUGGESTS = {
    Outcome.WEAKER,
    Outcome.LOOSENED,
    Outcome.CONTRADICTS,
    Outcome.OPPOSITE,
    Outcome.UNIT_MISMATCH,
    Outcome.NOT_MEASURABLE,
    Outcome.NOT_A_LEVEL,
    Outcome.UNKNOWN_STEP,
}


def _flag(assessment: Assessment, judgement: Judgement, suggestion: str | None = None, **more: Sayable) -> Flag:
    norm, source = assessment.norm, (judgement.implied_by or (judgement.target,))[0]
    arguments = {**_value_arguments(judgement.target), **_norm_arguments(norm), **more}
    return Flag(
        (*source.route, "value"),
        norm.target.indicator,
        arguments,
        judgement.target,
        assessment.standing,
        judgement,
        suggestion,
        unfilled=assessment.unfilled,
    )


def _norm_arguments(norm: Norm) -> dict[str, Sayable]:
    target = norm.target
    return {"norm": target, "wording": target.text, "asked": Asked(target), "document": norm.document.name}


def _value_arguments(target: Target) -> dict[str, Sayable]:
    """What is said of a target with or without a norm."""
    indicator = target.indicator
    return {
        **dict.fromkeys(("norm", "wording", "asked", "document"), "–"),
        "indicator": indicator,
        "value": target,
        "own_unit": indicator.unit,
        "direction": indicator.better,
        **dict.fromkeys(("example", "fix", "depends")),
        "why": Clause(f"lack.{target.stated.lack.value}", {}) if isinstance(target.stated, NotALevel) else None,
        "steps": Several(tuple(step.names for step in indicator.scale)),
        "like": example(indicator),
    }


def _example(judgement: Judgement) -> Clause | None:
    """The sentence that names a witness, where there is one."""
    outcome, target = judgement.comparison.witness, judgement.target
    own = isinstance(target.stated, Figure) and outcome in (target.stated.low, target.stated.high)
    if outcome is None or target.indicator.unit is None or own:  # the plan's own figure would say nothing
        return None
    return Clause("witness", {"outcome": Quantity(outcome, target.indicator)})


def _is_early(judgement: Judgement, assessment: Assessment) -> bool:
    """Whether what answers is an earlier milestone, which must not be advised to become the final value."""
    return judgement.target.by < assessment.norm.target.by


def _fix(assessment: Assessment, judgement: Judgement) -> Clause:
    """What would settle that a value falls short: another value, or one more milestone."""
    norm, target = assessment.norm.target, judgement.target
    if _is_early(judgement, assessment):
        return Clause("fix.add", {"by": target.by, "due": norm.by, "asked": Asked(norm)})
    if judgement.joined:
        return Clause("fix.parts", {"asked": Asked(norm)})
    undecided = judgement.comparison.outcome is Outcome.UNDECIDED
    return Clause("fix.words" if undecided else _verb(norm), {"asked": Asked(norm)})


def _verb(norm: Target) -> str:
    """What a value must do to reach a norm: rise, fall, or be another step."""
    if not isinstance(norm.stated, Figure) or norm.indicator.better is None:
        return "fix.write"
    return "fix.raise" if norm.indicator.better is Better.HIGHER else "fix.lower"


def _depends(judgement: Judgement) -> Clause | None:
    """From which share of its strongest part on a whole meets the norm, where that decides."""
    if judgement.joined is None or judgement.joined.share is None:
        return None
    strongest = judgement.implied_by[-1].indicator
    percent = (judgement.joined.share * 1000).__ceil__()
    share = Share(Decimal(percent) / 10)
    return Clause("depends.beyond" if judgement.joined.beyond else "depends", {"part": strongest, "share": share})


def _value(scene: Scene, outcome: Outcome) -> Iterator[Flag]:
    """Targets whose comparison with a norm has `outcome`; also those that have it whatever the norm."""
    for assessment, judgement in scene.decided:
        if judgement.comparison.outcome is outcome:
            suggests = outcome in _SUGGESTS and not judgement.joined and not _is_early(judgement, assessment)
            suggestion = assessment.norm.target.text if suggests else None
            more = {"fix": _fix(assessment, judgement), "depends": _depends(judgement)}
            yield _flag(assessment, judgement, suggestion, example=_example(judgement), **more)
    for target, flaw in scene.flawed:
        if flaw is outcome:
            yield Flag((*target.route, "value"), target.indicator, _value_arguments(target), target)


def _deadline(scene: Scene) -> Iterator[Flag]:
    for assessment, judgement in scene.decided:
        if judgement.later:
            by, due = judgement.target.by, assessment.norm.target.by
            yield _flag(assessment, judgement, by=by, due=due)


def _scope(scene: Scene) -> Iterator[Flag]:
    """Norms of which the plan leaves out groups, by what it declares or by the words of a value or quote."""
    for assessment, judgement in scene.decided:
        left_out = tuple(group for group in assessment.left_out if not _left_out_by_words(assessment, group))
        if left_out and judgement is _first(assessment):
            names = Several(tuple(scene.catalogue.groups[group] for group in left_out))
            absent = set(left_out) <= set(assessment.norm.target.indicator.absentable)
            unless = Clause("unless-absent", {}) if absent else None
            yield _flag(assessment, judgement, left_out=names, unless=unless)._replace(left_out=left_out)


def _first(assessment: Assessment) -> Judgement:
    """The answer for the first of the norm's groups that has one, wherever it stands in the file."""
    groups = assessment.norm.target.groups
    return min(assessment.judgements, key=lambda judgement: groups.index(judgement.groups[0]))


def _left_out_by_words(assessment: Assessment, group: str) -> bool:
    """Whether a target declares a group that its own words then leave out."""
    return any(group in judgement.target.groups for judgement in assessment.judgements)


def _words(scene: Scene) -> Iterator[Flag]:
    """Targets that words narrow, in value, quote or `only`: to some groups, or otherwise."""
    for assessment, judgement in scene.decided:
        target = judgement.target
        left_out = tuple(group for group in assessment.left_out if group in target.groups)
        if left_out or target.only:
            names = Several(tuple(scene.catalogue.groups[group] for group in left_out))
            scope = Clause("narrowed.only", {"only": target.only}) if target.only else None
            groups = Clause("narrowed.groups", {"groups": names}) if left_out else None
            yield _flag(assessment, judgement, scope=scope, groups=groups)._replace(left_out=left_out)


def _contradicted(scene: Scene) -> Iterator[Flag]:
    """Targets whose `groups` or `counts` say something else than their value does."""
    for target in scene.plan.targets:
        for key in target.contradicted:
            arguments: dict[str, Sayable] = {"indicator": target.indicator, "value": target, "key": key}
            yield Flag((*target.route, key), target.indicator, arguments, target)


def _count(scene: Scene) -> Iterator[Flag]:
    for assessment, judgement in scene.decided:
        counted, asked = judgement.target.counts, assessment.norm.target.counts
        if counted != asked and counted and asked:
            names = scene.catalogue.counts
            yield _flag(assessment, judgement, counts=names[counted], norm_counts=names[asked])


def _instead(assessment: Assessment) -> Clause | None:
    """What the plan has in place of a target: a row left empty, a task, or targets that look alike."""
    instead = Clause("near", {"targets": Several(assessment.near)}) if assessment.near else None
    if assessment.tasks:
        task = assessment.tasks[0]
        instead = Clause("task", {"value": task.text, "line": task.line})
    row = assessment.unfilled
    return Clause("unfilled", {"line": row.line, "instead": instead}) if row else instead


def _silence(scene: Scene) -> Iterator[Flag]:
    for assessment in scene.assessments:
        norm = assessment.norm
        if assessment.decisive and not assessment.judgements:
            arguments: dict[str, Sayable] = {
                "indicator": norm.target.indicator,
                **_norm_arguments(norm),
                "near": _instead(assessment),
                "unless": Clause("unless-absent", {}) if norm.target.indicator.may_be_absent else None,
            }
            row = assessment.unfilled
            yield Flag(
                (*row.route, "value") if row else ("targets",),
                norm.target.indicator,
                arguments,
                standing=assessment.standing,
                suggestion=norm.target.text,
                unfilled=row,
            )


_VALUE_FIELDS = frozenset({"value", "own_unit", "direction", "example", "why", "steps", "like", "fix", "depends"})

VALUE = Check(
    {"outcome": lambda node, catalogue: choice(node, Outcome)},
    _NORM_FIELDS | _VALUE_FIELDS,
    _value,
)
DEADLINE = Check({}, _NORM_FIELDS | {"value", "by", "due"}, _deadline)
SCOPE = Check({}, _NORM_FIELDS | {"value", "left_out", "unless"}, _scope)
WORDS = Check({}, _NORM_FIELDS | {"value", "scope", "groups"}, _words)
CONTRADICTED = Check({}, frozenset({"indicator", "value", "key"}), _contradicted)
COUNT = Check({}, _NORM_FIELDS | {"value", "counts", "norm_counts"}, _count)
SILENCE = Check({}, _NORM_FIELDS | {"near", "unless"}, _silence)
