"""What of a comparison a command line asks for: indicators, areas and statuses, by ids or names, in lists or not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

import click

from nq42check.judging.assess import Status
from nq42check.language.lookup import MOST_NEAR, find, near
from nq42check.model.called import called, spelt
from nq42check.model.catalogue import Catalogue, Choices, Indicator, Names
from nq42check.reports.together import Filter
from nq42check.reports.wording import Wording
from nq42check.text import fold, nearest, visible, without_marks
from nq42check.texts import LANGUAGES

STATUSES = tuple(status for status in Status if status is not Status.CONTEXT)
"""The statuses that a cell may have."""

T = TypeVar("T")


def chosen(
    indicators: Iterable[str], areas: Iterable[str], statuses: Iterable[str], catalogue: Catalogue, wording: Wording
) -> Filter:
    """The filter that these lists stand for. Raises UsageError for a name that stands for nothing."""
    known, words = _areas(catalogue), _words()
    return Filter(
        {
            each.id: each.names
            for each in _all(indicators, partial(_indicators, catalogue), partial(_no_indicator, catalogue, wording))
        },
        dict(_all(areas, partial(_named, known), partial(_not_among, "area", known, wording))),
        tuple(
            Status(id)
            for id, _ in _all(statuses, partial(_named, words), partial(_not_among, "status", words, wording))
        ),
    )


def _all(
    lists: Iterable[str], meant: Callable[[str], Sequence[T]], unknown: Callable[[str], click.UsageError]
) -> Iterator[T]:
    """What the names in comma-separated `lists` stand for, each once; a name may have commas of its own.

    Raises what `unknown` makes of a name that stands for nothing.
    """
    for names in lists:
        parts = [part for part in names.split(",") if part.strip()] or [""]
        while parts:
            ends = (end for end in range(len(parts), 0, -1) if meant(",".join(parts[:end]).strip()))
            end = next(ends, 0)
            if not end:
                spoken = " " in parts[0].strip() and all(part.startswith(" ") for part in parts[1:])
                raise unknown((",".join(parts) if spoken else parts[0]).strip())
            yield from meant(",".join(parts[:end]).strip())
            parts = parts[end:]


def _indicators(catalogue: Catalogue, name: str) -> list[Indicator]:
    """The indicator of this id, or with this whole name."""
    found = catalogue.indicators.get(name) or called(name, catalogue) or spelt(name, catalogue)
    return [found] if found else []


def _no_indicator(catalogue: Catalogue, wording: Wording, name: str) -> click.UsageError:
    """The complaint about an indicator that is not known, with those that have its words or come near."""
    like = [each.indicator for each in find(catalogue, name) or near(catalogue, name)] if name else []
    if not like:
        return click.UsageError(wording.text("usage.indicator", name=name))
    choices = Choices(tuple((each.id, each.names) for each in like[:MOST_NEAR]), max(0, len(like) - MOST_NEAR))
    return click.UsageError(wording.text("usage.indicator-near", name=name, near=choices))


Named = Mapping[str, tuple[Names, Names]]
"""What may be chosen, by ids: the names of each, and those of what it belongs to."""


def _areas(catalogue: Catalogue) -> Named:
    areas = {each.id.partition(".")[0]: each.area for each in catalogue.indicators.values()}
    return {id: (area.names, area.heading) for id, area in areas.items()}


def _words() -> Named:
    both = [Wording(language) for language in LANGUAGES]
    words = {status.value: Names(*(wording.status(status) for wording in both)) for status in STATUSES}
    return {id: (names, names) for id, names in words.items()}


def _named(known: Named, name: str) -> list[tuple[str, Names]]:
    """What has this id or name; else all that belongs to what has this name."""
    wanted = _letters(name)
    own = [(id, names) for id, (names, _) in known.items() if wanted in map(_letters, (id, *names))]
    return own or [(id, names) for id, (names, above) in known.items() if wanted in map(_letters, above)]


def _not_among(kind: str, known: Named, wording: Wording, name: str) -> click.UsageError:
    """The complaint about a name that stands for nothing: with the nearest, and all there are."""
    every = Choices(tuple((id, names) for id, (names, _) in known.items()))
    spellings = {each: id for id, (names, above) in known.items() for each in (id, *names, *above)}
    if like := nearest(name, spellings):
        choice = Choices(((spellings[like], known[spellings[like]][0]),))
        return click.UsageError(wording.text(f"usage.{kind}-near", name=name, near=choice))
    return click.UsageError(wording.text(f"usage.{kind}", name=name, known=every))


def _letters(text: str) -> str:
    """The letters of a name as it is compared here: without marks and the signs between words."""
    return "".join(sign for sign in without_marks(fold(visible(text))) if sign.isalnum())
