"""Places of today on the page, as plain data: their columns in place of those of their parts, and their sections."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from nq42check.reports.grid import Column
from nq42check.reports.html.marks import anchor
from nq42check.reports.wording import Wording

if TYPE_CHECKING:
    from nq42check.reports.merged import Place, Told
    from nq42check.run.successors import PlacesOfToday

Listed = tuple[str, str, Column]
"""The id of a plan, where it is told, and its column."""


class Joined(NamedTuple):
    """A merged place on the page: its anchor, its parts, each with the links, documents and paths of its plans, and its
    norms by the headings of their areas, each with its anchor.
    """

    id: str
    place: "Place"
    parts: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    areas: "Mapping[str, Sequence[tuple[str, Told]]]"

    @property
    def statuses(self) -> Counter[str]:
        """How many norms have which status."""
        return Counter(told.status.value for told in self.place.told)


class Shown(NamedTuple):
    """What the overview has: a column for each plan, or for what stands in its place, and the `places` that do.

    `instead` has the ids of these by those of plans that have no column, and `said` what is to be told besides.
    """

    columns: Sequence[Listed]
    places: Sequence[Joined] = ()
    instead: Mapping[str, str] = MappingProxyType({})
    said: Sequence[str] = ()

    @property
    def parts(self) -> dict[str, str]:
        """Of what each place is joined, by its name."""
        return {each.place.name: each.place.made_of for each in self.places}


def of_today(today: "PlacesOfToday", columns: Sequence[Listed], wording: Wording) -> Shown:
    """What the overview has where places of today are asked for, of plans with these columns."""
    from nq42check.reports.merged import succeeded, told

    at = {column.totals.path: (id, href) for id, href, column in columns}
    places = [_joined(place, {path: href for path, (_, href) in at.items()}) for place in told(today, wording)]
    instead = {at[path][0]: each.id for each in places for path in each.place.paths}
    for succession in today.successions:
        own = at[succession.own[0].path][0]
        instead |= {at[voice.path][0]: own for voice in succession.former}
    kept = [each for each in columns if each[0] not in instead]
    added = [(each.id, f"#{each.id}", each.place.column) for each in places]
    return Shown(
        [*kept, *added], places, instead, [line for each in today.successions for line in succeeded(each, wording)]
    )


def _joined(place: "Place", hrefs: Mapping[str, str]) -> Joined:
    """The section of `place`; `hrefs` are where plans are told, by their paths, empty for what is told nowhere."""
    id = f"t{sha256(place.name.encode()).hexdigest()[:10]}"
    areas: dict[str, list[tuple[str, Told]]] = {}
    for told in place.told:
        areas.setdefault(told.row.heading, []).append((f"{id}-{anchor(told.row.key)}", told))
    parts = tuple(
        (part.called, tuple((hrefs.get(path, ""), document, path) for path, document in part.plans))
        for part in place.parts
    )
    return Joined(id, place, parts, areas)
