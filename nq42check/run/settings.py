"""Settings of a repository: what its `.nq42check.yaml` declares."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nq42check.flagging.rulebook import LEVELS, Rule, Severity, matching
from nq42check.reading.nodes import Mapping, Node, refused
from nq42check.reading.shape import each, entries, fields, items, maybe, named, one_of, plain, text, texts, unknown
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
    found = fields(node, (), Settings._fields)

    def path(each_node: Node) -> str:
        declared = text(each_node)
        if not within(declared):
            raise refused("unreadable.outside", each_node.line, each_node.column, path=declared)
        return declared

    def paths(each_node: Node) -> tuple[str, ...]:
        return each(items(each_node), path)

    folders = maybe(found, "rules", paths) or ()
    rules = rules_in(folders)
    ids = {key: rule.id for rule in rules for key in (rule.id, rule.name)}

    def pattern(each_node: Node) -> str:
        wanted = plain(each_node)
        if not matching(rules, wanted):
            raise unknown(wanted, ids, "rule", each_node.line, each_node.column)
        return wanted

    def patterns(each_node: Node) -> tuple[str, ...]:
        return each(items(each_node), pattern)

    return Settings(
        baselines=maybe(found, "baselines", paths) or (),
        against=maybe(found, "against", paths) or (),
        rules=folders,
        select=maybe(found, "select", patterns) or (),
        ignore=maybe(found, "ignore", patterns) or (),
        severity=_severities(found["severity"], ids) if "severity" in found else (),
        not_waivable=maybe(found, "not_waivable", lambda value: _rules(value, ids)) or (),
        fail_on=maybe(found, "fail_on", lambda value: one_of(value, FAIL_ON)) or "error",
        language=maybe(found, "language", lambda value: one_of(value, LANGUAGES)),
        exclude=maybe(found, "exclude", texts) or (),
        known=maybe(found, "known", path),
    )


def _rules(node: Node, ids: dict[str, str]) -> tuple[str, ...]:
    return each(items(node), lambda value: named(value, ids, "rule"))


def _severities(node: Node, ids: dict[str, str]) -> tuple[tuple[str, Severity], ...]:
    """Severities by the ids of the rules whose ids or names are the keys of `node`."""

    def severity(name: str, value: Node) -> tuple[str, Severity]:
        level = named(value, LEVELS, "severity")
        if name not in ids:
            assert isinstance(node, Mapping)
            raise unknown(name, ids, "rule", *node.key_place(name))
        return ids[name], level

    return each(entries(node), lambda entry: severity(*entry))
