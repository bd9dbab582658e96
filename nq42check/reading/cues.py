"""From nodes to cues, as `baselines/cues.yaml` declares them."""

from nq42check.model.catalogue import Catalogue, Names
from nq42check.model.cues import Cue, Cues, Outside
from nq42check.reading.nodes import Mapping, Node
from nq42check.reading.shape import each, entries, fields, items, maybe, text, texts, unknown

_LISTS = ("silent", "now", "past", "others", "compounds", "narrowing")


def load_cues(node: Node, catalogue: Catalogue) -> Cues:
    """The cues of the indicators of `catalogue`, and what lies outside it. Raises Refused."""
    given = fields(node, ("cues", "outside", "abbreviations", *_LISTS))
    for id, _ in entries(given["cues"]):
        if id not in catalogue.indicators:
            assert type(given["cues"]) is Mapping
            raise unknown(id, catalogue.indicators, "indicator", *given["cues"].key_place(id))
    return Cues(
        {id: _cue(value) for id, value in entries(given["cues"])},
        {id: _outside(value) for id, value in entries(given["outside"])},
        {short: text(value) for short, value in entries(given["abbreviations"])},
        *(texts(given[name]) for name in _LISTS),
    )


def _cue(node: Node) -> Cue:
    given = fields(node, (), ("also", "needs", "not"))
    return Cue(
        also=maybe(given, "also", texts) or (),
        needs=maybe(given, "needs", lambda value: each(items(value), texts)) or (),
        not_=maybe(given, "not", texts) or (),
    )


def _outside(node: Node) -> Outside:
    given = fields(node, ("vi", "en"), ("also",))
    return Outside(Names(text(given["vi"]), text(given["en"])), maybe(given, "also", texts) or ())
