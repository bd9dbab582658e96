"""The report as one HTML page, for a reader who has never seen the tool: it needs no network and no other file."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nq42check.flagging.rulebook import Severity
from nq42check.inert import in_json
from nq42check.reports import OVERVIEW, Brief, Page, Piece, Reporter
from nq42check.reports.grid import Column, Sharing, columns_in
from nq42check.reports.html.chart import charts
from nq42check.reports.html.entry import Entries
from nq42check.reports.html.joined import Shown, of_today
from nq42check.reports.html.marks import LEVELS, NOT_HELD, SIGNS, level_name, status_name
from nq42check.reports.html.markup import shown, tied
from nq42check.reports.html.overview import MOST_TOLD, Overview, Plan, marks_of, overview, ranked, said
from nq42check.reports.html.section import Section
from nq42check.reports.html.tiles import tile_map
from nq42check.reports.wording import Wording
from nq42check.run.knowledge import nation, places, shipped_knowledge
from nq42check.run.results import Objected, PlanReport, RefusedFile, Result
from nq42check.run.tally import Tally
from nq42check.version import __version__

if TYPE_CHECKING:
    from nq42check.model.places import Belonging
    from nq42check.reports.html.prospects import National
    from nq42check.reports.national.voices import Voice, Voices

_HERE = Path(__file__).parent


class _Held(NamedTuple):
    """What the page has of a file: the id, the column and the section of a plan, or why it is not among them; and what
    stands against it.

    `href` leads to the section, or to the page that the plan has instead. `marks` are all that the section shows, which
    a legend must explain. `place` is the name of a plan's place, and what that is; `voice` is what it says for the
    norms of the nation, where there may be several plans.
    """

    id: str = ""
    href: str = ""
    column: Column | None = None
    section: str = ""
    marks: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    place: "tuple[str, Belonging] | None" = None
    voice: "Voice | None" = None


class Html(Reporter[_Held]):
    """The page. The overview at its top needs every plan, so all of it is held until the end."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)
        self.templates = environment(brief.wording)
        self.column, self.sharing = columns_in(brief.wording), Sharing()
        self.voices = _voices(brief)

    def piece(self, result: Result) -> Piece[_Held]:
        """Nothing at once, for nothing is written before all is known."""
        if isinstance(result, PlanReport):
            section = Section(result)
            belongs = result.plan.belongs
            place = (result.document.name, belongs) if belongs else None
            voice = self.voices.piece(result).held if self.voices else None
            held = _Held(section.id, column=self.column(result), place=place, voice=voice)
            if self.brief.apart:
                return Piece(held=held._replace(href=section.page), page=Page(section.page, self._page(section)))
            if self.brief.files > MOST_TOLD:
                return Piece(held=held)
            told = self._section(section)
            return Piece(held=held._replace(href=f"#{section.id}", section=told, marks=section.marks))
        if isinstance(result, RefusedFile):
            reasons = (self.wording.refusal(result.path, refusal) for refusal in result.refusals)
            return Piece(held=_Held(refused=tuple(reasons)))
        if isinstance(result, Objected):
            objections = (self.wording.objected(result, refusal) for refusal in result.refusals)
            return Piece(held=_Held(objections=tuple(objections)))
        kind = self.wording.text(f"kind.{result.kind}")
        return Piece(held=_Held(passed=(self.wording.text("report.passed", path=result.path, kind=kind),)))

    def keep(self, held: list[_Held], new: _Held) -> None:
        """Add what is to be held of one more file, with what it has in common with others once."""
        if new.column:
            new = new._replace(column=self.sharing.column(new.column))
        if self.voices and new.voice:
            voices: list[Voice] = []
            self.voices.keep(voices, new.voice)
            new = new._replace(voice=voices[0])
        held.append(new)

    def _section(self, section: Section, overview: str = "#map") -> str:
        """What is said of a plan; `overview` is where all of them are seen."""
        return self.templates.get_template("plan.jinja").render(
            section=section,
            areas=section.areas(self.wording),
            some_rules_only=self.brief.some_rules_only,
            overview=overview,
        )

    def _page(self, section: Section) -> str:
        """A plan's page of its own."""
        css = style("page.css")
        return self.templates.get_template("plan_page.jinja").render(
            name=section.report.document.name,
            section=Markup(self._section(section, f"../{OVERVIEW}")),
            as_of=self.wording.show(self.brief.as_of),
            version=__version__,
            some_rules_only=self.brief.some_rules_only,
            style=Markup(css),
            policy=policy(css),
        )

    def closing(self, tally: Tally, held: Sequence[_Held]) -> Iterator[str]:
        """The whole page."""
        columns = [(file.id, file.href, file.column) for file in held if file.column]
        shown = of_today(tally.today, columns, self.wording) if tally.today else Shown(columns)
        plans = ranked(shown.columns)
        overall = overview(plans)
        pictures = self._pictures(plans, overall, shown) if len(plans) > 1 else {"charts": {}, "tiles": None}
        sections = self._sections(held, shown)
        first = [plan.id for plan in plans if plan.id in sections]
        nation = self._nation(held, columns, overall)
        more = {"places.css": shown.places, "nation.css": nation}
        sheets = ["page.css", "pictures.css", *(name for name, there in more.items() if there)]
        css, script = style(*sheets), _HERE.joinpath("page.js").read_text(encoding="utf-8")
        stream = self.templates.get_template("page.jinja").stream(
            as_of=self.wording.show(self.brief.as_of),
            version=__version__,
            some_rules_only=self.brief.some_rules_only,
            totals=self._totals(tally),
            narrowed=self.wording.narrowed(tally),
            belong=self.wording.belong([file.place for file in held if file.place]) if len(plans) > 1 else [],
            documents=sorted(tally.baselines.items()),
            overview=overall,
            nation=nation,
            **pictures,
            sections=[sections[id] for id in dict.fromkeys([*first, *sections])],
            told=any(file.href for file in held),
            today=shown.said,
            refused=[reason for file in held for reason in file.refused],
            objections=[reason for file in held for reason in file.objections],
            since=self.wording.since(tally),
            passed=[line for file in held for line in file.passed]
            + ([self.wording.unchecked(self.brief.unchecked)] if self.brief.unchecked else []),
            occurring=overall.marks.union(*(file.marks for file in held)),
            style=Markup(css),
            script=Markup(script),
            policy=policy(css, script),
        )
        stream.enable_buffering(64)
        yield from stream

    def _sections(self, held: Sequence[_Held], shown: Shown) -> dict[str, Markup]:
        """What is told of plans and merged places, by their ids; a filter goes by the columns that stand for them."""
        sections = {file.id: file.section for file in held if file.section}
        for id in sections.keys() & shown.instead.keys():
            sections[id] = sections[id].replace(f'data-plan="{id}"', f'data-plan="{shown.instead[id]}"', 1)
        for each in shown.places:
            sections[each.id] = self.templates.get_template("place.jinja").render(joined=each)
        return {id: Markup(section) for id, section in sections.items()}

    def _pictures(self, plans: Sequence[Plan], overall: Overview, shown: Shown) -> dict[str, Any]:
        """The chart of each norm that has one, and the map of provinces."""
        rows = {line.row: line.all for lines in overall.areas.values() for line in lines}
        names = [f"{plan.name} · {plan.file}" if plan.file else plan.name for plan in plans]
        totals, links = [plan.column.totals for plan in plans], [plan.href for plan in plans]
        return {
            "charts": charts(rows, names, shipped_knowledge().catalogue, nation(), self.wording),
            "tiles": tile_map(totals, links, places(), self.wording, shown.parts),
        }

    def _nation(
        self, held: Sequence[_Held], columns: Sequence[tuple[str, str, Column]], overall: Overview
    ) -> "National | None":
        """What follows for the nation, where there are plans of two places or more; `columns` are those of plans."""
        voices = [file.voice for file in held if file.voice]
        if self.brief.checker is None or len(voices) < 2:
            return None
        from nq42check.reports.html.prospects import national

        return national(voices, self.brief.checker, ranked(columns), overall, self.wording)

    def _totals(self, tally: Tally) -> list[tuple[str, int, str]]:
        """What the run came to: a name, a number, and the level or status that it counts."""
        say, severities = self.wording.text, tally.severities
        beside = (
            (level_name("known", self.wording), tally.known, "known"),
            (status_name("not_applicable", self.wording).capitalize(), tally.not_applicable, "not_applicable"),
            (say("html.total-unfilled"), tally.rows - tally.filled, "unfilled"),
            (say("html.total-left-out"), tally.left_out.total(), "left-out"),
            (say("html.total-lowered"), tally.lowered, "lowered"),
            (say("html.total-excluded"), tally.excluded.total(), "excluded"),
        )
        return [
            (say("html.total-plans"), tally.plans, "plans"),
            (say("html.total-errors"), severities[Severity.ERROR], "error"),
            (say("html.total-warnings"), severities[Severity.WARNING], "warning"),
            (say("html.total-notes"), severities[Severity.NOTE], "note"),
            (level_name("waived", self.wording), tally.waived, "waived"),
            (status_name("undecided", self.wording).capitalize(), tally.undecided, "undecided"),
            (say("html.total-unverified"), len(tally.unverified), "unread"),
            *((name, count, kind) for name, count, kind in beside if count),
        ]


def _voices(brief: Brief) -> "Voices | None":
    """What listens to plans for the nation, where there may be more than one."""
    if brief.checker is None or brief.files < 2:
        return None
    from nq42check.reports.national.voices import Voices

    return Voices(brief, brief.checker)


# Templates ask for words by filters: they cost less than calls, and those of a text that never differs nothing at all.
_SAID = ("show", "exempt", "documents", "refusal", "other", "uncompared", "belongs", "filled_in")


def environment(wording: Wording) -> Environment:
    """What makes pages of templates: every text that they show is escaped and in one line."""
    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
    )
    made.globals.update(language=wording.language, signs=SIGNS, levels=LEVELS, not_held=NOT_HELD, most=MOST_TOLD)
    made.filters.update({name: getattr(wording, name) for name in _SAID})
    made.filters.update(
        say=wording.text,
        tied=tied,
        marks=marks_of,
        said=said,
        embedded=_embedded,
        level_name=lambda level: level_name(level, wording),
        status_name=lambda status: status_name(status, wording),
        entry=Entries(wording).entry,
    )
    return made


def _inert(value: object) -> object:
    """What a template shows: a text from a file in one line, what is markup already as it is."""
    return shown(value) if type(value) is str else value


def _embedded(value: object) -> Markup:
    """`value` as JSON that can stand in an element of a page: nothing in it ends the element."""
    return Markup(in_json(dumps(value, ensure_ascii=False, separators=(",", ":"))).replace("<", "\\u003c"))


@cache
def style(*names: str) -> str:
    """How pages look, by the style sheets of these names."""
    return "".join(_HERE.joinpath(name).read_text(encoding="utf-8") for name in names)


@cache
def policy(style: str, script: str | None = None) -> str:
    """The content security policy of a page that loads nothing: it has this style and this script, if any."""
    scripts = "" if script is None else f"script-src {_hash(script)}; "
    return f"default-src 'none'; style-src {_hash(style)}; {scripts}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    """The source by which a content security policy allows an inline element with `text`, and no other."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
