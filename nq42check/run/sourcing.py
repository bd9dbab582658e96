"""The document as issued that a plan names: read, and asked where the plan's quotes stand in it."""

import os
from hashlib import sha256

from nq42check.drafting.issued import Unread
from nq42check.drafting.locating import located
from nq42check.drafting.outline import places
from nq42check.model.catalogue import Names
from nq42check.model.document import Other, Plan, Route, Target
from nq42check.model.origin import Source, Traced
from nq42check.reading.nodes import Problem, Refused
from nq42check.run.files import DISK, Files, real
from nq42check.run.issuing import issued
from nq42check.texts import en, vi


def traced(plan: Plan, source: Source, path: str, files: Files = DISK) -> Traced | Problem:
    """What the document says that the plan in the file at `path` names as its `source`; or why it cannot be read."""
    way = os.path.join(os.path.dirname(path), source.path)
    if os.path.isabs(source.path) or not is_within(way, path):
        return Problem("unreadable.source-outside", fields={"source": source.path})
    try:
        data = files.document(way)
        quotes = quotes_of(plan)
        sightings = located([*quotes.values()], issued(data).blocks, places)
    except Refused as refusal:
        (problem, *_) = refusal.problems
        return _unread(source, problem.reason, **{name: str(field) for name, field in problem.fields.items()})
    except Unread as error:
        return _unread(source, f"unread.{error.reason}", **error.fields)
    return Traced(sha256(data).hexdigest(), dict(zip(quotes, sightings, strict=True)))


def quotes_of(plan: Plan) -> dict[Route, str]:
    """The quotes of a plan's targets, of those outside the catalogue too, by the ways to their rows."""
    rows: list[Target | Other] = [*plan.targets, *plan.others]
    return {row.route: row.quote for row in rows if row.quote}


def is_within(way: str, path: str) -> bool:
    """Whether `way` leads to nothing beyond the repository in which the plan at `path` lies, where it lies in one."""
    top = folder = real(os.path.dirname(os.path.abspath(path)))
    while not os.path.lexists(os.path.join(top, ".git")):
        above = os.path.dirname(top)
        if above == top:
            return True
        top = above
    return real(os.path.join(folder, os.path.relpath(way, os.path.dirname(path) or os.curdir))).startswith(
        os.path.join(top, "")
    )


def _unread(source: Source, reason: str, **fields: str) -> Problem:
    """That a document cannot be read, with why in both languages."""
    why = Names(*(texts.TEXTS.get(reason, reason).format(**fields) for texts in (vi, en)))
    return Problem("unreadable.source", fields={"source": source.path, "why": why})
