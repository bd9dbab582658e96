"""A draft as the text of a plan file, in the shape in which a person writes one. Pure: knows no files."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from nq42check.drafting.drafts import Draft, Head, Reason, Row, Unplaced
from nq42check.reading.quoting import item, quoted, scalar, written
from nq42check.reports.form import comment
from nq42check.reports.wording import Wording
from nq42check.version import __version__

_WIDE = 64


class Origin(NamedTuple):
    """What a draft was made from: the `name` of the document's file, and its bytes' SHA-256.

    `source` is what the plan calls that file, None where it has none. Of the documents that it implements `unknown` are
    those that no baseline describes. `dropped` is how many tracked deletions were not read.
    """

    name: str
    sha256: str
    source: str | None = None
    unknown: tuple[str, ...] = ()
    dropped: int = 0


def counts(draft: Draft, wording: Wording) -> str:
    """How many rows and unplaced words a draft has, and how many of the rows are sure."""
    rows, sure, unplaced = len(draft.rows), sum(row.sure for row in draft.rows), len(draft.unplaced)
    said = _many("rows", rows, wording)
    if rows:
        said = wording.text("draft.rows-sure", rows=said, sure=sure, review=rows - sure)
    return wording.text("draft.counts", rows=said, unplaced=_many("unplaced", unplaced, wording))


def lacking(head: Head) -> list[str]:
    """The keys without which a plan is not held against anything, and which were not found in the document."""
    found = {"province": head.place, "title": head.title, "implements": head.implements, "by": head.by}
    return [key for key, value in found.items() if not value]


def deletions(dropped: int, wording: Wording) -> str:
    """That so many tracked deletions were left out."""
    return _many("dropped", dropped, wording)


def _many(kind: str, count: int, wording: Wording) -> str:
    """So many of a kind of thing, in words that fit the number."""
    return wording.text(f"draft.{kind}-one" if count == 1 else f"draft.{kind}", count=count)


def plan_file(draft: Draft, origin: Origin, wording: Wording, *, is_draft: bool) -> str:
    """The text of the plan file that says what `draft` does; `is_draft` is what it says of itself.

    What a plan must have and was not found has its key and no value, so that a check asks for it.
    """
    lines = [
        *_opening(draft, origin, wording),
        *_place(draft.head, wording),
        *_document(draft.head, origin, wording, is_draft=is_draft),
        "",
        "targets:",
        *_rows(draft, wording),
    ]
    if draft.unplaced:
        lines += ["", *comment(wording.text("draft.how-unplaced")), "unplaced:"]
        for each in draft.unplaced:
            lines += _unplaced(each, wording)
    return "\n".join(lines).rstrip() + "\n"


def _opening(draft: Draft, origin: Origin, wording: Wording) -> Iterator[str]:
    """What a reader must know first: from what it was drafted, how far it can be trusted, and what to do."""
    said = wording.text("draft.opening", file=origin.name, version=__version__, counts=counts(draft, wording))
    yield from comment(said)
    if origin.dropped:
        yield from comment(deletions(origin.dropped, wording))
    if not draft.listed:
        yield from comment(wording.text("draft.unlisted"))
    if not draft.is_sure:
        yield from comment(wording.text("draft.how-review"))


def _place(head: Head, wording: Wording) -> Iterator[str]:
    if head.place:
        yield f"province: {scalar(head.place)}"
    else:
        yield from comment(wording.text("draft.no-place"))
        yield "province:"


def _document(head: Head, origin: Origin, wording: Wording, *, is_draft: bool) -> Iterator[str]:
    """What the document says of itself; of what was not found a comment says what to write."""

    def lines(key: str, value: str, *, required: bool = False) -> Iterator[str]:
        if not value:
            yield from comment(wording.text(f"draft.no-{key}"), "  ")
        if value or required:
            yield f"  {key}: {value}".rstrip()

    yield "document:"
    yield from lines("id", scalar(head.number) if head.number else "")
    yield from lines("title", scalar(head.title) if head.title else "", required=True)
    yield from lines("issuer", scalar(head.issuer) if head.issuer else "")
    yield from lines("date", head.date.isoformat() if head.date else "")
    yield from lines("implements", f"[{', '.join(map(item, head.implements))}]" if head.implements else "")
    if origin.unknown:
        yield from comment(wording.text("draft.unknown", documents=", ".join(origin.unknown)), "  ")
    yield from lines("by", str(head.by) if head.by else "", required=True)
    if origin.source:
        yield f"  source: {scalar(origin.source)}"
        yield f"  sha256: {origin.sha256}"
    if is_draft:
        yield "  status: draft"


def _rows(draft: Draft, wording: Wording) -> Iterator[str]:
    """The targets in the order of the document, those of one place together."""
    if not draft.rows:
        yield from comment(wording.text("draft.no-rows"), "  ")
    for number, (where, rows) in enumerate(groupby(draft.rows, key=lambda row: written(row.where))):
        if number:
            yield ""
        if where:
            yield from comment(f"─── {where} {'─' * max(3, _WIDE - len(where))}", "  ")
        for row in rows:
            yield from _row(row, wording)


def _row(row: Row, wording: Wording) -> Iterator[str]:
    """The lines of one target; what is as usual for its indicator is not stated."""
    indicator = row.indicator
    yield from comment(wording.show(indicator), "  ")
    if said := "; ".join(reason(each, wording) for each in row.reasons):
        yield from comment(wording.text("draft.understood" if row.sure else "draft.review", reasons=said), "  ")
    elif not row.sure:
        yield from comment(wording.text("draft.review-all"), "  ")
    yield f"  - indicator: {indicator.id}"
    yield f"    value: {scalar(row.value)}"
    if row.by:
        yield f"    by: {row.by}"
    if row.groups and set(row.groups) != set(indicator.groups):
        yield f"    groups: [{', '.join(row.groups)}]"
    if row.counts and row.counts != indicator.counts:
        yield f"    counts: {row.counts}"
    for key, text in (("only", row.only), ("owner", row.owner)):
        if text and written(text):
            yield f"    {key}: {scalar(text)}"
    yield f"    where: {scalar(row.where) if written(row.where) else ''}".rstrip()
    yield f"    quote: {quoted(written(row.quote)) if written(row.quote) else ''}".rstrip()
    if not row.sure:
        yield "    status: draft"


def reason(each: Reason, wording: Wording) -> str:
    """Why a row is not sure, or what was understood for it, in words that stand in a list."""
    return wording.text(f"drafted.{each.id}", **dict(each.fields))


def _unplaced(each: Unplaced, wording: Wording) -> Iterator[str]:
    """What found no indicator, under what it resembles."""
    yield from comment(_likeness(each, wording), "  ")
    yield f"  - words: {quoted(written(each.words))}"
    if where := written(each.where):
        yield f"    where: {scalar(where)}"
    if each.resembles:
        yield f"    resembles: {each.resembles.id}"
    if each.outside:
        yield f"    outside: {scalar(each.outside.vi)}"


def _likeness(each: Unplaced, wording: Wording) -> str:
    said = []
    if each.outside:
        said.append(wording.text("draft.outside", name=each.outside))
    if each.resembles:
        said.append(wording.text("draft.resembles", indicator=each.resembles, id=each.resembles.id))
    return " ".join(said) or wording.text("draft.unlike")
