"""The files of `baselines/` as they ship, and of those that are lists what is asked for."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from nq42check.reading.parsing import parse
from nq42check.run.files import DISK, load, shipped

if TYPE_CHECKING:
    from nq42check.model.places import Places

PLACES = "places.yaml"


def shipped_baselines() -> dict[str, str]:
    """The paths of the files of `baselines/` as they ship, by their names."""
    return {os.path.basename(path): path for path in shipped("baselines")}


@lru_cache(maxsize=4)
def list_text(name: str) -> str:
    """The text of a file that ships, without what is done elsewhere to find out how a text is written."""
    return DISK.read(shipped_baselines()[name]).decode().replace("\r\n", "\n")


@lru_cache(maxsize=1)
def places() -> "Places":
    """The provinces and cities of today, read when they are first asked for."""
    from nq42check.reading.places import load_places

    return load_places(load(shipped_baselines()[PLACES]))


@lru_cache(maxsize=4096)
def places_named(name: str) -> "Places | None":
    """The same as far as they tell of what has this name, and nothing else is read; None where none does."""
    from nq42check.model.places import place_key
    from nq42check.reading.excerpt import excerpt

    if (part := excerpt(list_text(PLACES), [place_key(name)])) is None:
        return None
    from nq42check.reading.places import load_places

    return load_places(parse(part))
