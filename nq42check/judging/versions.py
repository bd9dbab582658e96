"""Two versions of a folder of plans: which plan of the one is which of the other."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from nq42check.model.document import Document
from nq42check.text import name_key, without_marks


class Versioned(Protocol):
    """What is known of a plan's document, whatever else."""

    @property
    def document(self) -> Document:
        """What the plan says of itself."""


V = TypeVar("V", bound=Versioned)


def paired(before: Sequence[V], after: Sequence[V]) -> list[tuple[V | None, V | None]]:
    """As `paired_by_place`; but a single plan on each side is a pair whatever its name."""
    return [(before[0], after[0])] if len(before) == len(after) == 1 else paired_by_place(before, after)


def paired_by_place(before: Sequence[V], after: Sequence[V]) -> list[tuple[V | None, V | None]]:
    """Each plan then and now, by the names of their places; None where it is missing on one side.

    Plans of one place are told apart by their documents; if one is left over on each side they are a pair. On one side
    no two plans are of one place and document.
    """
    then, now = _by_place(before), _by_place(after)
    places = sorted({*then, *now}, key=lambda place: (without_marks(place), place))  # Đà Nẵng is not the last
    return [pair for place in places for pair in _of_place(then.get(place, {}), now.get(place, {}))]


def _by_place(plans: Sequence[V]) -> dict[str, dict[str, V]]:
    """Plans by the keys of their places and documents."""
    places: dict[str, dict[str, V]] = {}
    for plan in plans:
        places.setdefault(name_key(plan.document.name), {})[name_key(plan.document.own_name)] = plan
    return places


def _of_place(then: dict[str, V], now: dict[str, V]) -> list[tuple[V | None, V | None]]:
    """The plans of one place then and now, each by its document."""
    gone, new = [*(then.keys() - now.keys())], [*(now.keys() - then.keys())]
    if len(gone) == len(new) == 1:
        left: list[tuple[V | None, V | None]] = [(then[gone[0]], now[new[0]])]
    else:
        left = [*((then[key], None) for key in sorted(gone)), *((None, now[key]) for key in sorted(new))]
    return [*((plan, now[key]) for key, plan in then.items() if key in now), *left]
