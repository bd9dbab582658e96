"""Settings of a repository: what its `.nq42check.yaml` declares."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nq42check.flagging.rulebook import LEVELS, Rule, Severity, matching
from nq42check.reading.nodes import Mapping, Node, refused
from nq42check.reading.shape import each, entries, fields, items, maybe, named, one_of, plain, text, unknown
from nq42check.texts import LANGUAGES

FILE, OTHER_NAME = ".nq42check.yaml", ".nq42check.yml"
FAIL_ON: dict[str, Severity | None] = {**LEVELS, "never": None}


class Settings(NamedTuple):
    """What holds for every run in a repository, where the command line says nothing else.

    Paths are as the file has them, relative to its folder. `severity` sets a rule's severity by the rule's id.
    `exclude` are patterns of paths that are not checked. No waiver may silence the rules with the ids `not_waivable`.
    `known` is the file of known findings.
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


def load_settings(
    node: Node, rules_in: Callable[[tuple[str, ...]], Sequence[Rule]], within: Callable[[str], bool]
) -> Settings:
    """The settings that `node` declares; `rules_in` gives the rules there are with those of the folders it is given.

    Raises Refused, also where a rule is named that does not exist, or a path that is not `within` the repository.
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
    rules = rules_in(folders)
    ids = {key: rule.id for rule in rules for key in (rule.id, rule.name)}

    def pattern(value: Node) -> str:
        wanted = plain(value)
        if not matching(rules, wanted):
            raise unknown(wanted, ids, "rule", value.line, value.column)
        return wanted

    return Settings(
        baselines=listed("baselines", path),
        against=listed("against", path),
        rules=folders,
        select=listed("select", pattern),
        ignore=listed("ignore", pattern),
        severity=maybe(declared, "severity", lambda value: _severities(value, ids)) or (),
        not_waivable=listed("not_waivable", lambda value: named(value, ids, "rule")),
        fail_on=maybe(declared, "fail_on", lambda value: one_of(value, FAIL_ON)) or "error",
        language=maybe(declared, "language", lambda value: one_of(value, LANGUAGES)),
        exclude=listed("exclude", text),
        known=maybe(declared, "known", path),
    )


def _severities(node: Node, ids: dict[str, str]) -> tuple[tuple[str, Severity], ...]:
    """Severities by the ids of the rules whose ids or names are the keys of `node`."""

    def severity(entry: tuple[str, Node]) -> tuple[str, Severity]:
        name, value = entry
        level = named(value, LEVELS, "severity")
        if name not in ids:
            assert isinstance(node, Mapping)
            raise unknown(name, ids, "rule", *node.key_place(name))
        return ids[name], level

    return each(entries(node), severity)


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
