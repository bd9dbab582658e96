"""The check on the waivers themselves; it runs when it is known which of them waive something."""

from collections.abc import Iterator

from nq42check.rulebook import Check, Flag, Scene, WaiverState
from nq42check.shape import choice


def _waiver(scene: Scene, state: WaiverState) -> Iterator[Flag]:
    for waiver, found in scene.waivers:
        if found is state:
            arguments = {"indicator": waiver.indicator, "rule": waiver.rule, "until": waiver.until}
            yield Flag(waiver.route, waiver.indicator, arguments)


WAIVER = Check(
    {"state": lambda node, catalogue: choice(node, WaiverState)},
    frozenset({"indicator", "rule", "until"}),
    _waiver,
    waivable=False,
)
