"""The formats of reports: a row for each, of which help, completion and the command line make their lists."""

from importlib import import_module
from typing import Any, NamedTuple

from nq42check.reports import Brief, Reporter


class Format(NamedTuple):
    """A kind of report: its name, and the class in a module of `reports` that makes it.

    `commands` says that it gives orders to a CI's runner, so that nothing in it may be kept from being one; `pages`
    that it may go to a folder, in which each plan has a page of its own.
    """

    name: str
    module: str
    class_name: str
    commands: bool = False
    pages: bool = False

    def reporter(self, brief: Brief) -> Reporter[Any]:
        """What makes such a report; no other format's module is loaded."""
        made: Reporter[Any] = getattr(import_module(f"nq42check.reports.{self.module}"), self.class_name)(brief)
        return made


_PEOPLE = (Format("table", "table", "TableReport"),)
_EDITORS = (Format("lines", "lines", "Lines"),)
_HANDED_ON = (
    Format("html", "html", "Html", pages=True),
    Format("csv", "sheet", "Csv"),
    Format("markdown", "markdown", "Markdown"),
)
_MACHINES = (
    Format("json", "data", "Json"),
    Format("sarif", "sarif", "Sarif"),
    Format("junit", "junit", "Junit"),
    Format("github", "github", "Github", commands=True),
    Format("gitlab", "gitlab", "Gitlab"),
)

AUDIENCES = {"people": _PEOPLE, "editors": _EDITORS, "handed_on": _HANDED_ON, "machines": _MACHINES}
"""The formats by whom they are for, under the names by which help and the README speak of them."""

# Complaints and shells list those to hand on last, and from the plainest to the richest.
FORMATS = {format.name: format for format in (*_PEOPLE, *_EDITORS, *_MACHINES, *reversed(_HANDED_ON))}
"""Every format by its name."""
