"""Documents as issued, whatever their format."""

from functools import lru_cache

from nq42check.drafting.formats import is_pdf
from nq42check.drafting.formats import issued as issued_in
from nq42check.drafting.issued import Issued


@lru_cache(maxsize=1)
def issued(data: bytes) -> Issued:
    """The document of these bytes, a PDF read in a process of its own. Raises Unread.

    The last one is kept: a document that is drafted in memory is then asked where the quotes of its plan stand.
    """
    if is_pdf(data):
        from nq42check.run import pdf

        return pdf.issued(data)
    return issued_in(data)
