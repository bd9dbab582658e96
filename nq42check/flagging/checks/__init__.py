"""The checks that rules may name, each a pure function from a scene to flags."""

from collections.abc import Iterator

from nq42check.flagging.checks import norms, relations, sources, waivers
from nq42check.flagging.rulebook import Check
from nq42check.flagging.scene import Flag, Scene


def _nothing(scene: Scene) -> Iterator[Flag]:
    """An input's problems are found while it is read, before there is a scene."""
    return iter(())


CHECKS: dict[str, Check] = {
    "value": norms.VALUE,
    "deadline": norms.DEADLINE,
    "scope": norms.SCOPE,
    "count": norms.COUNT,
    "words": norms.WORDS,
    "contradicted": norms.CONTRADICTED,
    "silence": norms.SILENCE,
    "part": relations.PART,
    "whole": relations.WHOLE,
    "sum": relations.SUM,
    "milestone": relations.MILESTONE,
    "twice": relations.TWICE,
    "quote": sources.QUOTE,
    "near": sources.NEAR,
    "place": sources.PLACE,
    "draft": sources.DRAFT,
    "changed": sources.CHANGED,
    "untraced": sources.UNTRACED,
    "elsewhere": sources.ELSEWHERE,
    "waiver": waivers.WAIVER,
    "gone": waivers.GONE,
    "outdated": waivers.OUTDATED,
    "improved": waivers.IMPROVED,
    "excuse": waivers.EXCUSE,
    "input": Check({}, frozenset(), _nothing, waivable=False, selectable=False),
}
