"""Checks on how the targets of one plan fit together. They compare figures as written, not promises."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from nq42check.flagging.rulebook import Check
from nq42check.flagging.scene import Flag, Sayable, Scene, Several
from nq42check.judging.compare import Outcome, compare, ends, inherent_flaw
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.document import Target
from nq42check.model.units import convert, converts
from nq42check.model.values import Figure
from nq42check.reading.naming import indicator_at
from nq42check.reading.nodes import Node, refused
from nq42check.reading.shape import each, fields, items, numeral
from nq42check.text import fold


class Pair(NamedTuple):
    """An indicator that measures a part of what the other measures, and can never be more."""

    part: Indicator
    whole: Indicator


class _Extent(NamedTuple):
    """A target's figure in its indicator's unit: the lowest and the highest number written."""

    target: Target
    low: Decimal
    high: Decimal


def _extents(scene: Scene, indicator: Indicator) -> Iterator[_Extent]:
    """The figures stated for the whole of `indicator`, not for some of its groups."""
    for target in scene.stated.get(indicator, ()):
        stated, unit = target.stated, indicator.unit
        if target.covers != indicator.groups or target.only or not isinstance(stated, Figure):
            continue
        if converts(unit, stated.unit):
            yield _Extent(target, convert(stated.low, stated.unit, unit), convert(stated.high, stated.unit, unit))


def _due(scene: Scene, indicator: Indicator) -> dict[int, _Extent]:
    """The figures for `indicator` by the year in which they fall due; where one is stated twice, the highest."""
    due: dict[int, _Extent] = {}
    for extent in _extents(scene, indicator):
        known = due.setdefault(extent.target.by, extent)
        if (extent.high, extent.low) > (known.high, known.low):
            due[extent.target.by] = extent
    return due


def _flag(target: Target, others: tuple[Target, ...], **more: Sayable) -> Flag:
    arguments = {"indicator": target.indicator, "value": target, "others": Several(others), **more}
    return Flag((*target.route, "value"), target.indicator, arguments, target)


def _part(scene: Scene, pairs: tuple[Pair, ...]) -> Iterator[Flag]:
    for pair in pairs:
        wholes = _due(scene, pair.whole)
        for part in _extents(scene, pair.part):
            whole = wholes.get(part.target.by)
            if whole and part.low > whole.high and part.target.counts == whole.target.counts:
                yield _flag(part.target, (whole.target,))


def _whole(scene: Scene, wholes: tuple[Indicator, ...]) -> Iterator[Flag]:
    """A whole that lies outside its parts, or promises the best for all while a part falls short of it."""
    for indicator in wholes:
        parts = [_due(scene, scene.catalogue.indicators[id]) for id in indicator.parts]
        for whole in _extents(scene, indicator):
            stated = [due[whole.target.by] for due in parts if whole.target.by in due]
            if whole.low == whole.high == indicator.best:
                outside = any(part.low != indicator.best for part in stated)
            else:
                outside = len(stated) == len(parts) and (
                    whole.low > max(part.high for part in stated) or whole.high < min(part.low for part in stated)
                )
            if outside:
                yield _flag(whole.target, tuple(part.target for part in stated))


def _sum(scene: Scene, sums: tuple[tuple[Indicator, ...], ...], limit: Decimal) -> Iterator[Flag]:
    for first, *rest in sums:
        others = [_due(scene, indicator) for indicator in rest]
        for start in _extents(scene, first):
            stated = [due[start.target.by] for due in others if start.target.by in due]
            total = start.low + sum(extent.low for extent in stated)
            if len(stated) == len(rest) and total > limit:
                yield _flag(start.target, tuple(extent.target for extent in stated), total=total, limit=limit)


def _milestone(scene: Scene) -> Iterator[Flag]:
    """Targets that certainly promise less than an earlier one of the same scope; the strongest such is named."""
    for targets in _alike(scene):
        earlier: list[Target] = []
        for due in _by_year(targets):
            for later in due if earlier else ():
                stronger = [each for each in earlier if _weaker(later, each)]
                if stronger:
                    top = (one for one in stronger if not any(_weaker(one, other) for other in stronger))
                    yield _flag(later, (next(top, stronger[0]),))
            due.sort(key=lambda target: fold(target.text))
            earlier = _ends([*earlier, *due])


def _twice(scene: Scene) -> Iterator[Flag]:
    """Targets of one scope and deadline that certainly differ; one flag for them all."""
    for targets in _alike(scene):
        for due in _by_year(targets):
            rivals = _ends(due)
            differing = [one for one in due if any(_weaker(one, other) or _weaker(other, one) for other in rivals)]
            if differing:
                yield _flag(differing[1], (differing[0], *differing[2:]))


def _by_year(targets: Iterable[Target]) -> list[list[Target]]:
    """The targets that fall due together, the soonest first."""
    by_year: dict[int, list[Target]] = {}
    for target in targets:
        by_year.setdefault(target.by, []).append(target)
    return [by_year[by] for by in sorted(by_year)]


def _ends(targets: Sequence[Target]) -> list[Target]:
    """Those of targets on one indicator that stand for all where one is held against each."""
    return ends(targets, attrgetter("stated"), targets[0].indicator)


def _weaker(one: Target, other: Target) -> bool:
    """Whether `one` certainly promises less than `other`; what cannot be decided is not certain."""
    return compare(one.stated, other.stated, one.indicator).outcome in (
        Outcome.WEAKER,
        Outcome.LOOSENED,
        Outcome.CONTRADICTS,
    )


def _alike(scene: Scene) -> Iterator[list[Target]]:
    """The sound targets of one indicator that cover and count the same."""
    for stated in scene.stated.values():
        alike: dict[tuple[object, ...], list[Target]] = {}
        for target in stated if len(stated) > 1 else ():
            if inherent_flaw(target.stated, target.indicator) is None:
                scope = (tuple(sorted(target.covers)), target.counts, target.only and fold(target.only))
                alike.setdefault(scope, []).append(target)
        yield from (targets for targets in alike.values() if len(targets) > 1)


def _indicators(node: Node, catalogue: Catalogue) -> tuple[Indicator, ...]:
    return each(items(node), lambda entry: indicator_at(entry, catalogue))


def _pairs(node: Node, catalogue: Catalogue) -> tuple[Pair, ...]:
    def pair(entry: Node) -> Pair:
        pair = fields(entry, ("part", "whole"))
        return Pair(indicator_at(pair["part"], catalogue), indicator_at(pair["whole"], catalogue))

    return each(items(node), pair)


def _wholes(node: Node, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """Indicators that have parts to lie between."""

    def whole(entry: Node) -> Indicator:
        whole = indicator_at(entry, catalogue)
        if not whole.parts:
            raise refused("shape.no-parts", entry.line, entry.column, id=whole.id)
        return whole

    return each(items(node), whole)


def _sums(node: Node, catalogue: Catalogue) -> tuple[tuple[Indicator, ...], ...]:
    return each(items(node), lambda entry: _indicators(entry, catalogue))


_FIELDS = frozenset({"indicator", "value", "others"})

PART = Check({"pairs": _pairs}, _FIELDS, _part)
WHOLE = Check({"wholes": _wholes}, _FIELDS, _whole)
SUM = Check({"sums": _sums, "limit": lambda node, catalogue: numeral(node)}, _FIELDS | {"total", "limit"}, _sum)
MILESTONE = Check({}, _FIELDS, _milestone)
TWICE = Check({}, _FIELDS, _twice)
