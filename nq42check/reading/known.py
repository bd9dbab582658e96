"""From nodes to known findings: what a file must hold to be a record of them."""

from nq42check.model.catalogue import Catalogue
from nq42check.model.document import Known
from nq42check.reading.documents import accepted
from nq42check.reading.naming import indicator_at
from nq42check.reading.nodes import Node, Sequence
from nq42check.reading.shape import each, fields, head, items, maybe, one_line, plain, text, year


def load_known(node: Node, catalogue: Catalogue) -> tuple[Known, ...]:
    """The findings that a file of known findings records; it may have none. Raises Refused."""
    parts = head(node, ("known",), ("version",))
    recorded, version = parts["known"], maybe(parts, "version", text)
    if isinstance(recorded, Sequence) and not recorded.items:
        return ()
    return each(items(recorded), lambda entry: _known(entry, catalogue, version))


def _known(node: Node, catalogue: Catalogue, version: str | None) -> Known:
    entry = fields(node, ("fingerprint", "rule", "plan", "indicator"), ("value", "by", "left_out", "document"))
    indicator = indicator_at(entry["indicator"], catalogue)
    value = maybe(entry, "value", one_line)
    return Known(
        fingerprint=plain(entry["fingerprint"]),
        rule=plain(entry["rule"]),
        plan=text(entry["plan"]),
        indicator=indicator,
        value=accepted(entry["value"], value, indicator) if value else None,
        text=value,
        by=maybe(entry, "by", year),
        left_out=each(items(entry["left_out"]), plain) if "left_out" in entry else (),
        version=version,
        document=maybe(entry, "document", text),
    )
