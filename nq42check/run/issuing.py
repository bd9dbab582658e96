"""The document in the bytes of a file, whatever its format."""

from nq42check.drafting.formats import is_pdf
from nq42check.drafting.formats import issued as issued_here
from nq42check.drafting.issued import Issued


def issued(data: bytes) -> Issued:
    """The document of these bytes; a PDF is read in a process of its own. Raises Unread."""
    if is_pdf(data):
        from nq42check.run.pdf import issued as issued_apart

        return issued_apart(data)
    return issued_here(data)
