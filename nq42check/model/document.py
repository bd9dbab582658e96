"""Documents: plans, which state targets, and baselines, whose norms they are held against."""

import datetime
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from nq42check.model.catalogue import Indicator, Names
from nq42check.model.values import Scope, Stated

if TYPE_CHECKING:
    from nq42check.model.origin import Source, Traced, Unplaced
    from nq42check.model.places import Belonging

Route = tuple[str | int, ...]
"""The way from the top of a file to a place in it: ("targets", 3, "value")."""


class Quoted(NamedTuple):
    """What a quote says of a declared value.

    `proves` says whether it states the value; `scope` is that of the phrase which does, and `measured` whether it
    gives the figure a unit. `near` is an indicator that the quote names in place of its own.
    """

    proves: bool
    scope: Scope
    measured: bool
    near: Indicator | None


class Binds(Enum):
    """Whom a norm binds: every province, the country's average, or the nation's total."""

    EACH = "each"
    AVERAGE = "average"
    NATION = "nation"


class Evidence(Enum):
    """How well the text of a norm is known."""

    VERIFIED = "verified"
    REPORTED = "reported"
    CORROBORATED = "corroborated"


class Start(NamedTuple):
    """Where a place itself stood before a target: the value as worded, what it states, and for whom.

    `year` is that of the value, `where` the place in the document.
    """

    text: str
    stated: Stated
    scope: Scope
    year: int
    where: str | None


class Target(NamedTuple):
    """One target as a document states it.

    `text` is the value as worded and `stated` what it says, `assumed` where its figure has a unit by its reading only.
    `by` is the year in which it falls due. `groups` are the people or places that it declares and `covers` those of
    them that the words of value and quote leave; `only` are words that narrow it otherwise. `counts` is what it counts.
    `contradicted` are the keys that the value itself contradicts. `quoted` is what its quote says of it.

    A `task` is a commitment of the document's body and answers no norm; `owner` is the unit in charge. `start` is where
    the place stood before, and changes no verdict. A `draft` is one that nobody has confirmed yet: it answers norms as
    any other. `route` leads to it in its file, `line` is that of its value.
    """

    indicator: Indicator
    text: str
    stated: Stated
    by: int
    groups: tuple[str, ...]
    covers: tuple[str, ...]
    only: str | None
    counts: str | None
    contradicted: tuple[str, ...]
    assumed: bool
    where: str | None
    quote: str | None
    quoted: Quoted | None
    note: str | None
    route: Route
    line: int
    task: bool = False
    owner: str | None = None
    start: Start | None = None
    draft: bool = False

    def stating(self, text: str, stated: Stated) -> "Target":
        """The same with another value, as worded and as what it states."""
        return self._replace(text=text, stated=stated)


class Other(NamedTuple):
    """A target on what no indicator of the catalogue measures: it is listed as worded, and answers no norm.

    `text` is its value, which is not read. `by` is the year in which it falls due, `owner` the unit in charge; `route`
    leads to it in its file, `line` is that of its value.
    """

    name: str
    text: str
    by: int
    where: str | None
    quote: str | None
    note: str | None
    owner: str | None
    route: Route
    line: int


class Unfilled(NamedTuple):
    """A row of a plan whose value is left empty: it is no target, and states nothing of what its other keys are about.

    `by` and `groups` are those that the row has, or has by its document and indicator; a `draft` is one that nobody has
    confirmed yet. `route` leads to it in its file, `line` is that of its empty value.
    """

    indicator: Indicator
    by: int
    groups: tuple[str, ...]
    task: bool
    route: Route
    line: int
    draft: bool = False


class NotApplicable(NamedTuple):
    """A norm, or some groups of it, that cannot apply to the province, and why."""

    indicator: Indicator
    groups: tuple[str, ...]
    group_names: tuple[Names, ...]
    reason: str
    route: Route


class Waiver(NamedTuple):
    """A shortfall that an authority has accepted.

    `rule` is the rule's id or name. `value` is the target that was accepted: a weaker one is not covered.
    """

    rule: str
    indicator: Indicator
    value: Stated | None
    text: str | None
    reason: str
    authority: str | None
    until: datetime.date
    route: Route


class Known(NamedTuple):
    """A finding that a repository has accepted for now, as its file of known findings records it.

    `rule` is the rule's id and `plan` the name of the plan. `value` and `by` are those of the target when it was
    recorded, None where the plan had none, and `left_out` the groups that it left out: a worse one is not covered.
    `version` is that of the checker which wrote the record, None for one that did not say; `document` is the number or
    title of the plan where its place had several.
    """

    fingerprint: str
    rule: str
    plan: str
    indicator: Indicator
    value: Stated | None
    text: str | None
    by: int | None
    left_out: tuple[str, ...]
    version: str | None = None
    document: str | None = None


class Document(NamedTuple):
    """What a document says of itself.

    `place` is the province whose plan it is, None for one that sets norms; `within` is the place that it lies within,
    where that is said, and `replaces` are former places whose plans this one replaces. `number` is None where it is not
    known. `date` is that of the document, where it is given; `places` are those that a regional document is for, all
    where there are none. `file` is the path, as reports show it, of a file that serves as norms; where it `ships`, it
    lies in the installed package and not in the user's repository. Of a `draft` nobody has confirmed yet what it says;
    `source` is the file of the document as issued.
    """

    place: str | None
    number: str | None
    title: str
    issuer: str | None
    implements: tuple[str, ...]
    by: int
    version: str | None
    date: datetime.date | None = None
    places: tuple[str, ...] = ()
    file: str | None = None
    ships: bool = False
    within: str | None = None
    replaces: tuple[str, ...] = ()
    draft: bool = False
    source: "Source | None" = None

    @property
    def name(self) -> str:
        """What reports call the document: its place where it is a plan, else its number or title."""
        return self.place or self.own_name

    @property
    def own_name(self) -> str:
        """What tells it from other documents of its place: its number, or its title where that is not known."""
        return self.number or self.title

    @property
    def stem(self) -> str:
        """The name of its file without folder and ending, empty where it has none."""
        return (self.file or "").replace("\\", "/").rpartition("/")[2].partition(".")[0]

    @property
    def key(self) -> "DocumentKey":
        """What tells it from all other documents."""
        return self.place, self.own_name, self.file


class Plan(NamedTuple):
    """What a province plans. `unfilled` are rows that state nothing yet: they answer for nothing.

    `belongs` is what its place is, as far as that is known. `unplaced` are words of its document that found no place,
    and `traced` is what the document says of its quotes, where it was read.
    """

    document: Document
    targets: tuple[Target, ...]
    not_applicable: tuple[NotApplicable, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    others: tuple[Other, ...] = ()
    unfilled: tuple[Unfilled, ...] = ()
    belongs: "Belonging | None" = None
    unplaced: "tuple[Unplaced, ...]" = ()
    traced: "Traced | None" = None

    @property
    def rows(self) -> int:
        """How many targets its file has room for, filled in or not."""
        return len(self.targets) + len(self.unfilled)

    @property
    def is_blank(self) -> bool:
        """Whether it is a form in which no value is filled in yet."""
        return bool(self.unfilled) and not self.targets

    @property
    def drafted(self) -> "tuple[Target | Unfilled, ...]":
        """Its rows that nobody has confirmed yet, in the order of the file."""
        rows: list[Target | Unfilled] = [target for target in self.targets if target.draft]
        rows += [row for row in self.unfilled if row.draft]
        return tuple(sorted(rows, key=lambda row: row.line))


class Allotted(NamedTuple):
    """What a norm allots to one place, in place of the average; `line` is that of the value."""

    place: str
    text: str
    stated: Stated
    line: int


class Achieved(NamedTuple):
    """That what a norm asks for has been reached: since when, and who says so."""

    on: datetime.date
    source: str


DocumentKey = tuple[str | None, str, str | None]
"""The place, the number or title, and the file of a document."""

NormKey = tuple[DocumentKey, Route]
"""The same for the same norm in every plan and run: the key of its document, and the way to it in that one's file."""


class Norm(NamedTuple):
    """What a document asks of plans: `target`, for the year in which it falls due.

    `basis` says where its text is found and `evidence` how well it is known, None where a plan serves as norms;
    `context` is why it is not compared. `allotted` is what it sets for places by name.
    """

    document: Document
    target: Target
    binds: Binds
    evidence: Evidence | None = None
    basis: str | None = None
    context: str | None = None
    achieved: Achieved | None = None
    allotted: tuple[Allotted, ...] = ()

    @property
    def key(self) -> NormKey:
        """What tells it from all other norms."""
        return self.document.key, self.target.route

    @property
    def is_certain(self) -> bool:
        """Whether its text has been read word for word, as that of a plan has."""
        return self.evidence in (None, Evidence.VERIFIED)


class Baseline(NamedTuple):
    """A document of norms."""

    document: Document
    norms: tuple[Norm, ...]
