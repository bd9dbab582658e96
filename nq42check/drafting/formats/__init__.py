"""Readers of documents as issued, a module for each format."""

from nq42check.drafting.formats.kinds import is_docx, is_html, is_pdf
from nq42check.drafting.issued import Issued

__all__ = ["is_pdf", "issued"]


def issued(data: bytes) -> Issued:
    """The document in `data`, whatever its format but PDF, which is read in a process of its own. Raises Unread."""
    if is_docx(data):
        from nq42check.drafting.formats import docx

        return docx.issued(data)
    if is_html(data):
        from nq42check.drafting.formats import html

        return html.issued(data)
    from nq42check.drafting.formats import text

    return text.issued(data)
