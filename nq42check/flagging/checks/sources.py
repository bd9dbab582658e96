"""Checks on the sources a plan file gives for its targets."""

from collections.abc import Iterator

from nq42check.flagging.rulebook import Check
from nq42check.flagging.scene import Flag, Sayable, Scene
from nq42check.model.values import NotUnderstood


def _quote(scene: Scene) -> Iterator[Flag]:
    """Quotes in which no phrase states the declared value."""
    for target in scene.plan.targets:
        if target.quoted and not target.quoted.proves and not isinstance(target.stated, NotUnderstood):
            arguments: dict[str, Sayable] = {"indicator": target.indicator, "value": target, "quote": target.quote}
            yield Flag((*target.route, "quote"), target.indicator, arguments, target)


def _near(scene: Scene) -> Iterator[Flag]:
    """Quotes that name an indicator near to their own, and not their own."""
    for target in scene.plan.targets:
        if target.quoted and target.quoted.near:
            near = target.quoted.near
            arguments: dict[str, Sayable] = {"indicator": target.indicator, "value": target, "quote": target.quote}
            arguments |= {"near": near, "id": near.id}
            yield Flag((*target.route, "quote"), target.indicator, arguments, target)


def _place(scene: Scene) -> Iterator[Flag]:
    """Targets without a place in the document."""
    for target in scene.plan.targets:
        if target.where is None:
            yield Flag(target.route, target.indicator, {"indicator": target.indicator, "value": target}, target)


QUOTE = Check({}, frozenset({"indicator", "value", "quote"}), _quote)
NEAR = Check({}, frozenset({"indicator", "value", "quote", "near", "id"}), _near)
PLACE = Check({}, frozenset({"indicator", "value"}), _place)
