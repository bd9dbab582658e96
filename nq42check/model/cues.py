"""Cues: the words by which documents as issued speak of the indicators, and of what no indicator measures.

They are data (`baselines/cues.yaml`), beside the catalogue, and read only where a document is.
"""

from collections.abc import Mapping
from typing import NamedTuple

from nq42check.model.catalogue import Names


class Cue(NamedTuple):
    """How documents speak of one indicator, beside its name.

    `also` are other names, each of which finds it and no other. Of each list in `needs` at least one phrase must be
    said, and none of `not_` may be.
    """

    also: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    not_: tuple[str, ...] = ()


class Outside(NamedTuple):
    """What plans set targets for and no indicator measures: its name, and the other names that documents give it."""

    names: Names
    also: tuple[str, ...] = ()


class Cues(NamedTuple):
    """The cues by the id of their indicator; what lies outside, by ids of its own; what abbreviations mean.

    `silent` are words that tell nothing of what is meant. A figure beside one of `now` is how things are; beside one
    of `past` it may be, beside one of `others` it may be what somebody else sets; `compounds` are words in which these
    have another meaning. A word of `narrowing` that is no part of a name narrows what it is about.
    """

    indicators: Mapping[str, Cue]
    outside: Mapping[str, Outside]
    abbreviations: Mapping[str, str]
    silent: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    narrowing: tuple[str, ...] = ()
