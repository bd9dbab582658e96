"""What follows for a norm from a plan's targets on other indicators: from a whole, and from parts."""

from collections.abc import Callable, Sequence

from nq42check.judging.compare import Comparison, Outcome, is_best
from nq42check.judging.join import Part, Verdict, mean
from nq42check.judging.word import Judgement, judged
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Norm, Target
from nq42check.model.values import promise_of

WordFor = Callable[[Indicator], Target | None]
"""The plan's word for all that an indicator covers, for the year of the norm that is judged."""


def implied(norm: Norm, groups: tuple[str, ...], word: WordFor, catalogue: Catalogue) -> Judgement | None:
    """What follows for a norm from targets on other indicators.

    A whole at its best (100%) implies each part at its best. A whole that is not stated lies between its parts.
    """
    indicator = norm.target.indicator
    if whole := catalogue.wholes.get(indicator.id):
        all_of_it = word(whole)
        if all_of_it is not None and is_best(all_of_it.stated, whole):
            answer = _moved(all_of_it, indicator, all_of_it.by)
            return judged(norm, answer)._replace(groups=groups, implied_by=(all_of_it,))
    if not indicator.parts or indicator.join != "mean":
        return None
    words = [word(catalogue.indicators[id]) for id in indicator.parts]
    parts = [part for part in words if part is not None and part.by <= norm.target.by]
    return _joined(norm, groups, parts) if len(parts) == len(words) else None


def _moved(target: Target, indicator: Indicator, by: int) -> Target:
    """`target` as it answers for `indicator`, which it implies, in the year `by`."""
    return target._replace(indicator=indicator, groups=indicator.groups, covers=indicator.groups, by=by, start=None)


_OUTCOMES = {
    Verdict.MET: Outcome.MET,
    Verdict.LOOSENED: Outcome.LOOSENED,
    Verdict.SHORT: Outcome.WEAKER,
    Verdict.DEPENDS: Outcome.UNDECIDED,
}


def _joined(norm: Norm, groups: tuple[str, ...], parts: Sequence[Target]) -> Judgement | None:
    """What the parts of a whole come to for a norm; None where they are not figures in one direction."""
    asked, promises = (
        promise_of(norm.target.stated),
        [promise for part in parts if (promise := promise_of(part.stated))],
    )
    if asked is None or len(promises) < len(parts) or any(promise.upward != asked.upward for promise in promises):
        return None
    indicator = norm.target.indicator
    joined = mean([Part(promise) for promise in promises], asked, about=indicator.joins_about)
    order = sorted(range(len(parts)), key=lambda place: promises[place].position, reverse=not asked.upward)
    weakest = tuple(parts[place] for place in order)
    answer = _moved(weakest[0], indicator, max(part.by for part in parts))
    otherwise = [part.counts for part in weakest if part.counts != part.indicator.counts]
    answer = answer._replace(counts=otherwise[0]) if otherwise else answer
    comparison = Comparison(_OUTCOMES[joined.verdict])
    if joined.verdict in (Verdict.SHORT, Verdict.LOOSENED):
        gap = min(abs(promise.number - asked.number) for promise in promises)
        # Where the strongest part has the norm's number and another falls short, no gap holds for all weights.
        comparison = comparison._replace(
            witness=joined.nearest, gap=gap if gap or joined.verdict is Verdict.LOOSENED else None
        )
    return Judgement(answer, groups, comparison, False, weakest, joined)
