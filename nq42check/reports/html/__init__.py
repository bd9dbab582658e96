"""The report as one HTML page, for a reader who has never seen the tool: it needs no network and no other file."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_line
from nq42check.reports import Piece
from nq42check.reports.html.view import BEHIND, LEVELS, SIGNS, Cell, Column, Row, laid_out, level_name, status_name
from nq42check.reports.wording import Wording
from nq42check.run.checking import PlanReport, RefusedFile, Result
from nq42check.run.tally import Tally
from nq42check.version import __version__

_HERE = Path(__file__).parent


class Html:
    """The page. The heat map at its top needs every plan, so all of it is held until the end.

    `some_rules_only` says that findings of other rules were left out, which the page then states; `unchecked` is what
    in the folders given looks like a plan and is not checked.
    """

    separator = ""

    def __init__(
        self, wording: Wording, as_of: date, *, some_rules_only: bool = False, unchecked: Sequence[str] = ()
    ) -> None:
        self.wording, self.as_of, self.some_rules_only, self.unchecked = wording, as_of, some_rules_only, unchecked
        self.templates = _environment(wording)

    def opening(self) -> str:
        """Nothing is written before all is known."""
        return ""

    def piece(self, result: Result) -> Piece:
        """What kind of file it is, its column of the heat map or why there is none, and its section of the page."""
        if isinstance(result, PlanReport):
            column, view = laid_out(result, self.wording)
            template = self.templates.get_template("plan.jinja")
            section = template.render(plan=view, some_rules_only=self.some_rules_only)
            return "", "plan", json.dumps(column), section
        if isinstance(result, RefusedFile):
            reasons = [self.wording.refusal(result.path, refusal) for refusal in result.refusals]
            return "", "refused", json.dumps(reasons), ""
        kind = self.wording.text(f"kind.{result.kind}")
        return "", "passed", json.dumps([self.wording.text("report.passed", path=result.path, kind=kind)]), ""

    def closing(self, tally: Tally, held: list[Piece]) -> Iterator[str]:
        """The whole page."""
        columns = [_column(text) for kind, text, _ in held if kind == "plan"]
        style, script = (_HERE.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
        stream = self.templates.get_template("page.jinja").stream(
            as_of=self.wording.show(self.as_of),
            version=__version__,
            some_rules_only=self.some_rules_only,
            totals=self._totals(tally),
            documents=sorted(tally.baselines.items()),
            columns=columns,
            areas=heat_map(columns),
            sections=[Markup(section) for kind, _, section in held if kind == "plan"],
            refused=[reason for kind, text, _ in held if kind == "refused" for reason in json.loads(text)],
            passed=[line for kind, text, _ in held if kind == "passed" for line in json.loads(text)]
            + ([self.wording.unchecked(self.unchecked)] if self.unchecked else []),
            occurring={mark for column in columns for mark in column.marks},
            style=Markup(style),
            script=Markup(script),
            policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'",
        )
        stream.enable_buffering(64)
        yield from stream

    def _totals(self, tally: Tally) -> list[tuple[str, int, str]]:
        """What the run came to: a name, a number, and the level or status that it counts."""
        say, severities = self.wording.text, tally.severities
        return [
            (say("html.total-plans"), tally.plans, "plans"),
            (say("html.total-errors"), severities[Severity.ERROR], "error"),
            (say("html.total-warnings"), severities[Severity.WARNING], "warning"),
            (say("html.total-notes"), severities[Severity.NOTE], "note"),
            (level_name("waived", self.wording), tally.waived, "waived"),
            *([(level_name("known", self.wording), tally.known, "known")] if tally.known else []),
            (status_name("undecided", self.wording).capitalize(), tally.undecided, "undecided"),
            (say("html.total-unverified"), len(tally.unverified), "unread"),
        ]


class HeatRow(NamedTuple):
    """A norm, and what each plan makes of it; None where a plan is not held against it."""

    norm: Row
    cells: list[Cell | None]


def heat_map(columns: list[Column]) -> list[tuple[str, list[HeatRow]]]:
    """The rows by area, in the order in which the norms come; a norm that stands behind another everywhere is left out.

    Each row has as many cells as there are columns.
    """
    rows: dict[str, HeatRow] = {}
    for place, column in enumerate(columns):
        for norm, cell in column.cells:
            row = rows.setdefault(norm.key, HeatRow(norm, [None] * len(columns)))
            row.cells[place] = cell
    areas: dict[str, list[HeatRow]] = {}
    for row in rows.values():
        if any(cell and cell.status != BEHIND for cell in row.cells):
            areas.setdefault(row.norm.area, []).append(row)
    return list(areas.items())


def _column(text: str) -> Column:
    plan, name, path, marks, cells = json.loads(text)
    return Column(plan, name, path, marks, [(Row(*row), Cell(*cell)) for row, cell in cells])


def _environment(wording: Wording) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
    )
    made.globals.update(
        say=wording.text,
        language=wording.language,
        signs=SIGNS,
        levels=LEVELS,
        status_name=lambda status: status_name(status, wording),
        level_name=lambda level: level_name(level, wording),
    )
    made.filters["tied"] = tied
    return made


def _inert(value: object) -> object:
    """What a template shows: a text from a file in one line, what is markup already as it is."""
    return in_line(value) if type(value) is str else value


# The spaces that must not break: between a figure and the sign or short unit after it, and around a range's dash.
_LOOSE = re.compile(
    r"(?<=\d) (?=%|điểm\b|pp\b|năm\b|tuổi\b|m²|[-–] \d)|(?<=điểm) (?=%)|(?<=\d [-–]) (?=\d)|(?<=[<>≤≥≈]) (?=\d)"
)


def tied(text: str) -> str:
    """`text` with spaces that do not break between a figure and what belongs to it."""
    return _LOOSE.sub("\u00a0", text)


def _hash(text: str) -> str:
    """The source by which a content security policy allows an inline element with `text`, and no other."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
