"""Drafting: from the file of a document as issued to what is understood of it."""

from hashlib import sha256
from typing import BinaryIO, NamedTuple

from nq42check.drafting.draft import draft
from nq42check.drafting.drafts import Draft
from nq42check.drafting.formats import is_pdf
from nq42check.drafting.formats import issued as issued_in
from nq42check.drafting.issued import Issued
from nq42check.run.files import contents
from nq42check.run.knowledge import Knowledge, cues, named_baseline
from nq42check.run.lists import places

MAX_BYTES = 64 << 20
"""The largest document that is read: with pictures one is far larger than a plan file."""


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
    document = _issued(data)
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
    return contents(path, stream, MAX_BYTES)


def _issued(data: bytes) -> Issued:
    """The document of these bytes; a PDF is read in a process of its own. Raises Unread."""
    if is_pdf(data):
        from nq42check.run.pdf import issued

        return issued(data)
    return issued_in(data)
