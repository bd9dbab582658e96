"""Drafting: from the file of a document as issued to what is understood of it."""

from hashlib import sha256
from typing import BinaryIO, NamedTuple

from nq42check.drafting.draft import draft
from nq42check.drafting.drafts import Draft
from nq42check.run.files import MAX_DOCUMENT, contents
from nq42check.run.issuing import issued
from nq42check.run.knowledge import Knowledge, cues, named_baseline
from nq42check.run.lists import places


class Drafted(NamedTuple):
    """A draft, and what is told of its document: the SHA-256 of its bytes, how many tracked deletions were dropped.

    Of the documents that it implements those without norms are not in the draft's head, but `unknown`.
    """

    draft: Draft
    sha256: str
    dropped: int
    unknown: tuple[str, ...]


def drafted(data: bytes, knowledge: Knowledge) -> Drafted:
    """What is understood of the document of these bytes. Raises Unread."""
    document = issued(data)
    named_places = [name for place in places().all for each in place.named for name in (each.name, *each.also)]
    made = draft(document, knowledge.catalogue, cues(), named_places)
    implements = made.head.implements
    known = tuple(name for name in implements if named_baseline(name, knowledge))
    return Drafted(
        made._replace(head=made.head._replace(implements=known)),
        sha256(data).hexdigest(),
        document.dropped,
        tuple(name for name in implements if name not in known),
    )


def document_at(path: str, stream: BinaryIO | None = None) -> bytes:
    """The bytes of the document at `path`, or those of `stream`. Raises Refused."""
    return contents(path, stream, MAX_DOCUMENT)
