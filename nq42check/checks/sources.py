"""Checks on the sources a plan file gives for its targets."""

from collections.abc import Iterator

from nq42check.catalogue import Indicator
from nq42check.document import Target
from nq42check.phrase import Words, found_in, nouns_of
from nq42check.rulebook import Check, Flag, Scene
from nq42check.text import Phrases, fold


def _quote(scene: Scene) -> Iterator[Flag]:
    """Quotes in which no phrase states the declared value."""
    nouns = nouns_of(tuple(scene.catalogue.indicators.values()))
    for target in scene.plan.targets:
        if target.quote is not None and not _states(target, target.quote, nouns):
            arguments = {"indicator": target.indicator, "value": target, "quote": target.quote}
            yield Flag((*target.route, "quote"), target.indicator, arguments, target)


def _states(target: Target, quote: str, nouns: Phrases[Indicator]) -> bool:
    if isinstance(target.stated, Words):
        return fold(target.text) in fold(quote)
    return target.stated in found_in(quote, target.indicator, nouns)


def _place(scene: Scene) -> Iterator[Flag]:
    """Targets without a place in the document."""
    for target in scene.plan.targets:
        if target.where is None:
            yield Flag(target.route, target.indicator, {"indicator": target.indicator, "value": target}, target)


QUOTE = Check({}, frozenset({"indicator", "value", "quote"}), _quote)
PLACE = Check({}, frozenset({"indicator", "value"}), _place)
