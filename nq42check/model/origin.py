"""Where a plan file comes from: what of it nobody has confirmed yet, and the document that it was written from."""

from typing import NamedTuple

from nq42check.model.catalogue import Indicator


class Unplaced(NamedTuple):
    """Words of a document that look like a target and found no indicator.

    `where` is the place in the document, `resembles` an indicator that comes near, `outside` the name of what the words
    are about. `route` leads to the entry in its file, `line` is that of its words.
    """

    words: str
    where: str | None
    resembles: Indicator | None
    outside: str | None
    route: tuple[str | int, ...]
    line: int
