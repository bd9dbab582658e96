"""Where a plan file comes from: what in it says that nobody has confirmed it yet, and what found no place in it.

Loaded only for a plan that says any of this.
"""

import re

from nq42check.model.catalogue import Catalogue
from nq42check.model.document import Document, Plan, Route
from nq42check.model.origin import Source, Unplaced
from nq42check.reading.naming import indicator_at
from nq42check.reading.nodes import Node, Problem, place_at, refused
from nq42check.reading.shape import Fields, fields, filled, maybe, one_of, plain, text

_DRAFT = "draft"
_SHA256 = re.compile("[0-9a-f]{64}")


def with_origin(document: Document, about: Fields) -> Document:
    """`document` with what the fields under that key say of where it comes from. Raises Refused."""
    if "sha256" in about and "source" not in about:
        node = about["sha256"]
        raise refused("shape.missing-key", node.line, node.column, key="source")
    source = Source(text(about["source"]), maybe(about, "sha256", _sha256)) if "source" in about else None
    return document._replace(draft="status" in about and is_draft(about["status"]), source=source)


def _sha256(node: Node) -> str:
    digits = plain(node).lower()
    if not _SHA256.fullmatch(digits):
        raise refused("shape.sha256", node.line, node.column, found=digits)
    return digits


def is_draft(node: Node) -> bool:
    """That a row, or a document, is a draft: what is confirmed says nothing. Raises Refused for any other word."""
    return one_of(node, (_DRAFT,)) == _DRAFT


def unplaced_at(node: Node, catalogue: Catalogue, route: Route) -> Unplaced:
    """Words that found no indicator, as an entry of `unplaced` has them. Raises Refused."""
    entry = filled(fields(node, ("words",), ("where", "resembles", "outside")), "where")
    return Unplaced(
        words=text(entry["words"]),
        where=maybe(entry, "where", text),
        resembles=maybe(entry, "resembles", lambda name: indicator_at(name, catalogue)),
        outside=maybe(entry, "outside", text),
        route=route,
        line=entry["words"].line,
    )


def unconfirmed(plan: Plan, root: Node) -> Problem | None:
    """Why a plan cannot serve as norms, at the first thing in its file that nobody has confirmed; None where it can."""
    places: list[Route] = [("document", "status")] if plan.document.draft else []
    places += [(*row.route, "status") for row in plan.drafted] + [entry.route for entry in plan.unplaced]
    return Problem("shape.draft-norms", *place_at(root, places[0]), {"count": len(places)}) if places else None
