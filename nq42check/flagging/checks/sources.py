"""Checks on the sources a plan file gives for its targets."""

from collections.abc import Iterator

from nq42check.flagging.rulebook import Check
from nq42check.flagging.scene import Accepted, Clause, Flag, Sayable, Scene, Several
from nq42check.model.document import Other, Target
from nq42check.model.values import NotUnderstood

_DIGITS = 12
"""So many digits of a SHA-256 tell two files apart for a reader."""


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


def _draft(accepted: Accepted) -> Iterator[Flag]:
    """What nobody has confirmed yet: what is said of the document, rows, and words that found no place."""
    plan = accepted.plan
    if plan.document.draft:
        about = _about(Clause("draft.document", {}), "of-document", Clause("draft.check-document", {}))
        yield Flag(("document", "status"), None, about)
    for row in plan.drafted:
        target = row if isinstance(row, Target) else None
        todo = Clause("draft.check-at", {"where": target.where}) if target and target.where else None
        about = _about(row.indicator, "of-row", todo or Clause("draft.check-row", {}))
        yield Flag((*row.route, "status"), row.indicator, about, target)
    for entry in plan.unplaced:
        at = Clause("draft.at", {"where": entry.where}) if entry.where else None
        like = (
            Clause("draft.resembles", {"near": entry.resembles, "id": entry.resembles.id}) if entry.resembles else None
        )
        outside = Clause("draft.outside", {"name": entry.outside}) if entry.outside else None
        said: dict[str, Sayable] = {"words": entry.words, "at": at, "like": like, "outside": outside}
        about = _about(Clause("draft.words", {}), "of-words", Clause("draft.place-words", {}), **said)
        yield Flag((*entry.route, "words"), None, about, words=entry.words)


def _changed(accepted: Accepted) -> Iterator[Flag]:
    """That the document is another than that from which the plan was written."""
    source, traced = accepted.plan.document.source, accepted.plan.traced
    if source and source.sha256 and traced and traced.sha256 != source.sha256:
        short: dict[str, Sayable] = {"before": source.sha256[:_DIGITS], "now": traced.sha256[:_DIGITS]}
        about: dict[str, Sayable] = {"indicator": Clause("draft.document", {}), "source": source.path}
        yield Flag(("document", "sha256"), None, about | short | {"sha256": traced.sha256})


def _untraced(accepted: Accepted) -> Iterator[Flag]:
    """Quotes that do not stand in the document, with the passage that comes nearest."""
    plan = accepted.plan
    source, traced = plan.document.source, plan.traced
    rows: list[Target | Other] = [*plan.targets, *plan.others]
    for row in rows if source and traced else ():
        sighting = traced.sightings.get(row.route) if traced else None
        if source and sighting and sighting.is_missing:
            target, subject = (row, row.indicator) if isinstance(row, Target) else (None, row.name)
            at = Clause("draft.at", {"where": sighting.at}) if sighting.at else None
            nearest = Clause("source.nearest", {"passage": sighting.nearest, "at": at}) if sighting.nearest else None
            about: dict[str, Sayable] = {"indicator": subject}
            about |= {"quote": row.quote, "source": source.path, "nearest": nearest}
            yield Flag((*row.route, "quote"), target and target.indicator, about, target, words=row.quote or "")


def _elsewhere(scene: Scene) -> Iterator[Flag]:
    """Targets whose quote stands in the document, but nowhere at the place that is given."""
    for target in scene.plan.targets if scene.plan.traced else ():
        sighting = scene.plan.traced.sightings.get(target.route) if scene.plan.traced else None
        if target.where and sighting and any(sighting.places):
            from nq42check.judging.whereabouts import can_be_at

            if not can_be_at(target.where, sighting.places):
                about: dict[str, Sayable] = {"indicator": target.indicator, "value": target, "where": target.where}
                about |= {"there": Several(sighting.places), "place": sighting.places[0]}
                yield Flag((*target.route, "where"), target.indicator, about, target)


def _about(subject: Sayable, what: str, todo: Clause, **said: Sayable) -> dict[str, Sayable]:
    """What is said of something that is not confirmed, and what to do about it."""
    return {"indicator": subject, "what": Clause(f"draft.{what}", said), "todo": todo}


QUOTE = Check({}, frozenset({"indicator", "value", "quote"}), _quote)
NEAR = Check({}, frozenset({"indicator", "value", "quote", "near", "id"}), _near)
PLACE = Check({}, frozenset({"indicator", "value"}), _place)
DRAFT = Check({}, frozenset({"indicator", "what", "todo"}), _draft, waivable=False, lists=True)
CHANGED = Check({}, frozenset({"indicator", "source", "before", "now", "sha256"}), _changed, waivable=False)
UNTRACED = Check({}, frozenset({"indicator", "quote", "source", "nearest"}), _untraced, waivable=False)
ELSEWHERE = Check({}, frozenset({"indicator", "value", "where", "there", "place"}), _elsewhere)
