"""Documents as issued: what a reader of files hands on, whatever the file's format."""

from typing import NamedTuple


class Block(NamedTuple):
    """A paragraph, a heading or a row of a table, in the order of the document.

    `text` is composed (NFC), with single spaces, without signs that nobody sees; an automatic number or bullet stands
    before it as the document shows it ("II. ", "a) ", "- "). A row has its `cells`, one for each column of the table's
    grid, empty ones too: one that spans several columns or rows stands in each of them; its `text` are the cells joined
    by " | ". `table` is the number of its table in the document from 1 on, 0 for what is no row. `page` is that of the
    printed document, where it is known. `heading` says whether the document itself marks it as one.
    """

    text: str
    cells: tuple[str, ...] = ()
    table: int = 0
    page: int | None = None
    heading: bool = False


class Issued(NamedTuple):
    """A document as issued: its blocks, the format it was read from, and how many tracked deletions were dropped."""

    blocks: tuple[Block, ...]
    format: str
    dropped: int = 0


class Unread(Exception):
    """A file that cannot be read as a document; `reason` names the message and `fields` fill it."""

    def __init__(self, reason: str, **fields: str) -> None:
        super().__init__(reason, fields)
        self.reason, self.fields = reason, fields
