"""Settings of a repository: what its `.nq42check.yaml` declares."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Entries
from typing import NamedTuple

from nq42check.flagging.rulebook import LEVELS, Severity, matching
from nq42check.flagging.scene import Limits
from nq42check.reading.naming import RuleName, rule_at, unknown_rule
from nq42check.reading.nodes import Mapping, Node, Refused, refused
from nq42check.reading.shape import (
    count,
    each,
    entries,
    fields,
    items,
    maybe,
    named,
    one_of,
    plain,
    text,
    texts,
)
from nq42check.run.knowledge import Knowledge, named_baseline
from nq42check.texts import LANGUAGES

FILE, OTHER_NAME = ".nq42check.yaml", ".nq42check.yml"
FAIL_ON: dict[str, Severity | None] = {**LEVELS, "never": None}


class Required(NamedTuple):
    """What a repository asks of all its plans.

    Each of `places` has a plan, `plans` is how many there are at least, and each is held against the documents
    `implements`. A waiver ends within `longest_waiver` days and has an authority that fits one of `authorities`.
    """

    places: tuple[str, ...] = ()
    plans: int | None = None
    implements: tuple[str, ...] = ()
    longest_waiver: int | None = None
    authorities: tuple[str, ...] = ()

    @property
    def limits(self) -> Limits:
        """What is asked of waivers."""
        return Limits(self.longest_waiver, self.authorities)


class Settings(NamedTuple):
    """What holds for every run in a repository, where the command line says nothing else.

    Paths are as the file has them, relative to its folder. `severity` sets a rule's severity by the rule's id.
    `exclude` are patterns of paths that are not checked. No waiver may silence the rules with the ids `not_waivable`.
    `known` is the file of known findings, `require` what is asked of all plans.
    """

    baselines: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    not_waivable: tuple[str, ...] = ()
    fail_on: str = "error"
    language: str | None = None
    exclude: tuple[str, ...] = ()
    known: str | None = None
    require: Required = Required()


def load_settings(
    node: Node,
    knowledge_in: Callable[[tuple[str, ...], tuple[str, ...]], Knowledge],
    within: Callable[[str], bool],
) -> Settings:
    """The settings that `node` declares; `knowledge_in` gives all that is known with the rules and the baselines of
    the folders or files it is given.

    Raises Refused, also where a rule or a required document is named that does not exist, or a path that is not
    `within` the repository.
    """
    declared = fields(node, (), Settings._fields)

    def listed(name: str, load: Callable[[Node], str]) -> tuple[str, ...]:
        return maybe(declared, name, lambda value: each(items(value), load)) or ()

    def path(value: Node) -> str:
        location = text(value)
        if not within(location):
            raise refused("unreadable.outside", value.line, value.column, path=location)
        return location

    folders = listed("rules", path)
    baselines = listed("baselines", path)
    knowledge = knowledge_in(folders, ())
    rules = knowledge.rule_names

    def pattern(value: Node) -> str:
        wanted = plain(value)
        if not matching(knowledge.rules, wanted):
            raise Refused(unknown_rule(wanted, rules.values(), value.line, value.column))
        return wanted

    return Settings(
        baselines=baselines,
        against=listed("against", path),
        rules=folders,
        select=listed("select", pattern),
        ignore=listed("ignore", pattern),
        severity=maybe(declared, "severity", lambda value: _severities(value, rules)) or (),
        not_waivable=listed("not_waivable", lambda value: rule_at(value, rules).id),
        fail_on=maybe(declared, "fail_on", lambda value: one_of(value, FAIL_ON)) or "error",
        language=maybe(declared, "language", lambda value: one_of(value, LANGUAGES)),
        exclude=listed("exclude", text),
        known=maybe(declared, "known", path),
        require=maybe(declared, "require", lambda value: _required(value, lambda: knowledge_in(folders, baselines)))
        or Required(),
    )


def _required(node: Node, knowledge: Callable[[], Knowledge]) -> Required:
    """What is asked of all plans; the documents are among those of `knowledge`."""
    declared = fields(node, (), Required._fields)

    def document(value: Node) -> str:
        name = text(value)
        if named_baseline(name, knowledge()) is None:
            from nq42check.run.likely import unknown_document

            raise Refused(unknown_document(name, knowledge(), value.line, value.column))
        return name

    return Required(
        places=maybe(declared, "places", texts) or (),
        plans=maybe(declared, "plans", count),
        implements=maybe(declared, "implements", lambda value: each(items(value), document)) or (),
        longest_waiver=maybe(declared, "longest_waiver", count),
        authorities=maybe(declared, "authorities", texts) or (),
    )


def _severities(node: Node, rules: Entries[str, RuleName]) -> tuple[tuple[str, Severity], ...]:
    """Severities by the ids of the `rules` whose ids or names are the keys of `node`."""

    def severity(entry: tuple[str, Node]) -> tuple[str, Severity]:
        name, value = entry
        level = named(value, LEVELS, "severity")
        if name not in rules:
            assert isinstance(node, Mapping)
            raise Refused(unknown_rule(name, rules.values(), *node.key_place(name)))
        return rules[name].id, level

    return each(entries(node), severity)


def each_setting(settings: Settings) -> Iterator[tuple[str, object]]:
    """Each setting under its name; those within another as `require.places`."""
    for name, value in settings._asdict().items():
        if isinstance(value, Required):
            yield from ((f"{name}.{key}", each) for key, each in value._asdict().items())
        else:
            yield name, value


def written(value: object) -> str:
    """The value of a setting as its file would have it; empty for none."""
    match value:
        case Severity():
            return value.name.lower()
        case (str() as name, Severity() as level):
            return f"{name}: {written(level)}"
        case tuple():
            return ", ".join(map(written, value))
    return str(value or "")
