"""The map of tiles: the provinces and cities of today, each with what its plan comes to, as plain data to be drawn."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from nq42check.judging.assess import Status
from nq42check.model.places import Belonging, Place, Places
from nq42check.reports.grid import Totals
from nq42check.reports.wording import Wording
from nq42check.reports.words import MOST_NAMED

WIDTH, HEIGHT = 100, 76
"""How large a tile is, in units of the drawing."""

_GAP, _BAR, _TITLE, _BAND = 4, 84, 25, 15
MOST_BANDS = 3
"""How many plans a tile shows by themselves; where there are more, the last band says how many."""

SHARES = ("all", "most", "half", "few", "unjudged")
"""How many of the norms compared are met, as classes, the best first."""

REST = "rest"
"""The class of a band that stands for several plans."""


class Band(NamedTuple):
    """One plan in a tile: its place there, the class of its result, and the lines that are written in it.

    `part` is how much of the tile's width stands for the norms that are met. `words` says all in a sentence; `href`
    leads to the plan, empty where nothing does.
    """

    y: int
    height: int
    share: str
    part: int
    lines: tuple[str, ...]
    words: str
    href: str


class Tile(NamedTuple):
    """A place of today: its corner, its short name, and its plans.

    `kind` is "whole" for one plan of the place as it is today, "joined" where it is what its parts come to, "either"
    where it is not known whether it is that or a former one, "several" for more of these, "parts" where one is of a
    former place, "none" without a plan. `words` says all in sentences.
    """

    x: int
    y: int
    short: str
    name: str
    kind: str
    bands: tuple[Band, ...]
    words: str


class TileMap(NamedTuple):
    """The map. `label` says what it shows; `keys` are the classes and kinds that occur, for its legend.

    `said` are all results in words, the rest is said in `below`.
    """

    label: str
    width: int
    height: int
    tiles: tuple[Tile, ...]
    keys: tuple[str, ...]
    said: tuple[str, ...]
    below: tuple[str, ...]


class _Result(NamedTuple):
    """A plan with what its name stands for; or what a place comes to that has none, and of what it is `joined`."""

    totals: Totals
    href: str
    belonging: Belonging
    joined: str = ""


def tile_map(
    totals: Sequence[Totals],
    hrefs: Sequence[str],
    places: Places,
    wording: Wording,
    joined: Mapping[str, str] = MappingProxyType({}),
) -> TileMap | None:
    """The map of the plans with these totals, each with its link; None where no plan is one of a province or city.

    Those `joined` are no plans: they are what places come to by their parts, which are named.
    """
    results: dict[Place, list[_Result]] = {place: [] for place in places.all}
    outside: list[str] = []
    for each, href in zip(totals, hrefs, strict=True):
        belonging = places.belonging(each.name)
        if belonging:
            if parts := joined.get(each.name, ""):
                belonging = belonging._replace(former=None, certain=True)
            results[belonging.place].append(_Result(each, href, belonging, parts))
        else:
            outside.append(each.name)
    if not any(results.values()):
        return None
    words = _Words(places, wording)
    tiles = tuple(_tile(place, sorted(found, key=_rank), words) for place, found in results.items())
    kinds = [tile.kind for tile in tiles]
    occurring = {band.share for tile in tiles for band in tile.bands} | set(kinds)
    return TileMap(
        label=words.label(kinds),
        width=WIDTH * (1 + max(place.tile[0] for place in places.all)),
        height=HEIGHT * (1 + max(place.tile[1] for place in places.all)),
        tiles=tiles,
        keys=tuple(key for key in (*SHARES, "joined", "several", "parts", "either", "none") if key in occurring),
        said=tuple(tile.words for tile in tiles if tile.bands),
        below=words.below([tile.name for tile in tiles if not tile.bands], outside),
    )


def _rank(result: _Result) -> tuple[int, str]:
    """The worst first: the smallest part of its norms met, what is compared with none before all."""
    totals = result.totals
    return 1000 * totals.statuses[Status.MET] // totals.compared if totals.compared else -1, totals.path


def _tile(place: Place, results: Sequence[_Result], words: "_Words") -> Tile:
    kind, (column, row) = _kind(results), place.tile
    bands = _bands(results, words, whole=kind in ("whole", "joined", "either"))
    return Tile(column * WIDTH, row * HEIGHT, place.short, place.name, kind, bands, words.tile(place, results))


def _kind(found: Sequence[_Result]) -> str:
    if not found:
        return "none"
    if any(each.belonging.is_former for each in found):
        return "parts"
    if len(found) > 1:
        return "several"
    return "joined" if found[0].joined else "whole" if found[0].belonging.certain else "either"


def _bands(results: Sequence[_Result], words: "_Words", *, whole: bool) -> tuple[Band, ...]:
    """The plans of a tile: one fills it, others are bands in it, the worst first."""
    if whole:
        return (_band(results[0], 0, HEIGHT - _GAP, (_figure(results[0].totals),), words),)
    if len(results) == 1:
        lines = (words.old(results[0]), _figure(results[0].totals))
        return (_band(results[0], _TITLE, _BAND * MOST_BANDS, lines, words),)
    shown = results if len(results) <= MOST_BANDS else results[: MOST_BANDS - 1]
    places = [_TITLE + _BAND * place for place in range(MOST_BANDS)]
    bands = [_band(one, y, _BAND - 1, (words.short(one),), words) for one, y in zip(shown, places, strict=False)]
    if rest := results[len(shown) :]:
        said = "; ".join(words.result(result) for result in rest[:MOST_NAMED])
        bands.append(Band(places[-1], _BAND - 1, REST, 0, (f"+ {len(rest)}",), said, ""))
    return tuple(bands)


def _band(result: _Result, y: int, height: int, lines: tuple[str, ...], words: "_Words") -> Band:
    totals = result.totals
    part = _BAR * totals.statuses[Status.MET] // totals.compared if totals.compared else 0
    return Band(y, height, share_of(totals), part, lines, words.result(result), result.href)


def _figure(totals: Totals) -> str:
    return f"{totals.statuses[Status.MET]}/{totals.compared}" if totals.compared else "–"


def share_of(totals: Totals) -> str:
    """How many of the norms that a plan is compared with it meets, as one of SHARES."""
    met, compared = totals.statuses[Status.MET], totals.compared
    if not compared:
        return "unjudged"
    if met == compared:
        return "all"
    return "most" if 4 * met >= 3 * compared else "half" if 2 * met >= compared else "few"


class _Words:
    """All that the map says, in one language."""

    def __init__(self, places: Places, wording: Wording) -> None:
        self.places, self.text = places, wording.text

    def label(self, kinds: Sequence[str]) -> str:
        """What the map shows."""
        parts, none = kinds.count("parts"), kinds.count("none")
        return self.text("tiles.label", whole=len(kinds) - parts - none, parts=parts, none=none)

    def short(self, result: _Result) -> str:
        """A plan in few letters: whose it is, and what it comes to."""
        return f"{self._short_name(result.belonging)} {_figure(result.totals)}"

    def old(self, result: _Result) -> str:
        """That a plan is of a former place, in few letters."""
        return self.text("tiles.old", name=self._short_name(result.belonging))

    def _short_name(self, belonging: Belonging) -> str:
        return belonging.former.short if belonging.former and belonging.certain else belonging.place.short

    def result(self, result: _Result) -> str:
        """A plan, whose it is, and what it comes to."""
        name, belonging, statuses = result.totals.name, result.belonging, result.totals.statuses
        if belonging.is_former:
            name = self.text("tiles.former", name=name, place=belonging.place.name)
        elif not belonging.certain:
            name = self.text("tiles.kept", name=name, since=self.places.since)
        elif result.joined:
            name = self.text("tiles.made-of", name=name, parts=result.joined)
        if not result.totals.compared:
            return self.text("tiles.uncompared", name=name)
        return self.text("tiles.result", name=name, met=statuses[Status.MET], compared=result.totals.compared)

    def tile(self, place: Place, results: Sequence[_Result]) -> str:
        """What there is of a place: each plan, and of which former place there is none."""
        if not results:
            return f"{self._silent([place.name])}."
        said = [self.result(result) for result in results]
        former = [result.belonging.former for result in results if result.belonging.former]
        if len(former) == len(results) and any(result.belonging.is_former for result in results):
            absent = [one.name for one in place.predecessors if one not in former]
            said += [self._silent(self.text("tiles.old", name=name) for name in absent)] if absent else []
        return f"{'; '.join(said)}."

    def _silent(self, names: Iterable[str]) -> str:
        return self.text("tiles.silent", names=", ".join(names))

    def below(self, silent: Sequence[str], outside: Sequence[str]) -> tuple[str, ...]:
        """Which places have no plan, and which plans are of no place."""
        said = [self.text("tiles.without", names=", ".join(silent))] if silent else []
        if outside:
            more = len(outside) - MOST_NAMED
            named = ", ".join(outside[:MOST_NAMED]) + (f", {self.text('clause.more', count=more)}" if more > 0 else "")
            said.append(self.text("tiles.outside", names=named))
        return tuple(said)
