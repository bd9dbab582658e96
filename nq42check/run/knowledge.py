"""What the checker knows: the catalogue, the baselines and the rules."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nq42check.flagging.checks import CHECKS
from nq42check.flagging.rulebook import Rule, Severity, always, load_rules
from nq42check.judging.norms import Standing, as_norms, standings
from nq42check.model.catalogue import Catalogue
from nq42check.model.document import Baseline, DocumentKey, Known, Plan
from nq42check.reading.catalogue import load_catalogue, load_lexicon
from nq42check.reading.documents import load_baseline, load_plan
from nq42check.reading.naming import RuleName
from nq42check.reading.nodes import Node, Problem, Refused, refused
from nq42check.run.files import DISK, Files, load, shipped, shown
from nq42check.run.kinds import other_kind
from nq42check.run.lists import PLACES, list_text, places_named, shipped_baselines
from nq42check.run.lists import places as places
from nq42check.text import name_key

if TYPE_CHECKING:
    from nq42check.model.cues import Cues
    from nq42check.model.nation import Reached
    from nq42check.model.weights import Weights

_CATALOGUE, _WORDS = "indicators.yaml", "words.yaml"
_NATION, _WEIGHTS, _CUES = "nation.yaml", "weights.yaml", "cues.yaml"


class BadKnowledge(Exception):
    """A baseline or rule file that the user named cannot be used. `path` is that file."""

    def __init__(self, path: str, refusal: Refused) -> None:
        super().__init__(path, refusal)
        self.path, self.refusal = path, refusal


class Knowledge(NamedTuple):
    """The catalogue, the baselines, and the rules in force."""

    catalogue: Catalogue
    baselines: tuple[Baseline, ...]
    rules: tuple[Rule, ...]

    def named(self, name: str) -> Rule | None:
        """The rule with this id (in any case) or name."""
        return next((rule for rule in self.rules if name.casefold() in (rule.id.casefold(), rule.name)), None)

    @property
    def regional(self) -> list[Baseline]:
        """The documents that are for some places only."""
        return [baseline for baseline in self.baselines if baseline.document.places]

    @property
    def ids(self) -> dict[str, str]:
        """The id of each rule by its id and by its name."""
        return {key: rule.id for rule in self.rules for key in (rule.id, rule.name)}

    @property
    def rule_names(self) -> dict[str, RuleName]:
        """What each rule is called, by its id and by its name."""
        named = [RuleName(rule.id, rule.name, rule.title, rule.check.waivable) for rule in self.rules]
        return {key: rule for rule in named for key in (rule.id, rule.name)}

    def rule_of_problem(self, problem: Problem) -> Rule:
        """The rule under which an input's problem is reported."""
        name = problem.reason.partition(".")[0]
        return next(rule for rule in self.rules if rule.name == name)


class Additions(NamedTuple):
    """What a repository adds to what ships.

    `rules` and `baselines` are folders or files. `severity` sets the severity of rules by their ids. No waiver holds
    for the rules with the ids `not_waivable`. All files are read among `files`.
    """

    rules: tuple[str, ...] = ()
    baselines: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    not_waivable: tuple[str, ...] = ()
    files: Files = DISK


@lru_cache(maxsize=4)
def load_knowledge(additions: Additions = Additions()) -> Knowledge:  # noqa: B008 (immutable)
    """The shipped knowledge and `additions`, read once for each. Raises BadKnowledge."""
    catalogue, baselines, ours = shipped_knowledge()
    rules = [*ours]
    for path in _own_files(additions.rules, additions.files):
        rules += _own_rules(path, catalogue, rules, additions.files)
    severity = dict(additions.severity)
    rules = [
        rule._replace(
            severity=(always(severity[rule.id]),) if rule.id in severity else rule.severity,
            always_counts=rule.id in additions.not_waivable,
        )
        for rule in rules
    ]
    knowledge = Knowledge(catalogue, baselines, tuple(sorted(rules, key=lambda rule: rule.id)))
    named = _own_files(additions.baselines, additions.files)
    own = [_norms_in(path, knowledge, additions.files) for path in named]
    return knowledge._replace(baselines=(*baselines, *own))


@lru_cache(maxsize=1)
def shipped_knowledge() -> Knowledge:
    """What ships, read once whatever is added to it; all that is shares its indicators."""
    files = shipped_baselines()
    for name in (PLACES, _NATION, _WEIGHTS, _CUES):  # of which a check needs nothing
        del files[name]
    lexicon = load_lexicon(load(files.pop(_WORDS)))
    catalogue = load_catalogue(load(files.pop(_CATALOGUE)), lexicon)
    baselines = (load_baseline(load(path), catalogue, f"baselines/{name}", ships=True) for name, path in files.items())
    rules = (rule for path in shipped("rules") for rule in load_rules(load(path), CHECKS, catalogue))
    return Knowledge(catalogue, tuple(baselines), tuple(rules))


@lru_cache(maxsize=1)
def cues() -> "Cues":
    """The words by which documents as issued speak of the indicators, read when they are first asked for."""
    from nq42check.reading.cues import load_cues

    return load_cues(load(shipped_baselines()[_CUES]), shipped_knowledge().catalogue)


@lru_cache(maxsize=1)
def nation() -> "dict[str, Reached]":
    """What the nation has reached, by the ids of indicators, read when it is first asked for."""
    from nq42check.reading.nation import load_nation

    return load_nation(load(shipped_baselines()[_NATION]), shipped_knowledge().catalogue)


@lru_cache(maxsize=1024)
def nation_in(id: str) -> "Reached | None":
    """The latest that the nation has reached in the indicator `id`, None where it is not known; only that is read."""
    from nq42check.reading.nation import latest_in

    return latest_in(list_text(_NATION), id, shipped_knowledge().catalogue)


@lru_cache(maxsize=1)
def weights() -> "Weights":
    """By how much places weigh, as far as it ships, read when it is first asked for."""
    return _weights_at(shipped_baselines()[_WEIGHTS])


def weights_with(path: str, files: Files = DISK) -> "Weights":
    """The weights of the file at `path`, and the shipped ones by denominators that it does not have.

    Raises BadKnowledge.
    """
    try:
        return _weights_at(path, files).before(weights())
    except Refused as refusal:
        raise BadKnowledge(path, refusal) from None


def _weights_at(path: str, files: Files = DISK) -> "Weights":
    """The weights in the file at `path`. Raises Refused."""
    from nq42check.reading.weights import load_weights

    return load_weights(load(path, files), shipped_knowledge().catalogue, places())


def _own_files(paths: Iterable[str], files: Files) -> list[str]:
    """The YAML files that `paths` name, of a folder those in it. Raises BadKnowledge."""
    named: list[str] = []
    for path in paths:
        try:
            named += files.yaml_at(path)
        except Refused as refusal:
            raise BadKnowledge(path, refusal) from None
    return named


def _own_rules(path: str, catalogue: Catalogue, known: Sequence[Rule], files: Files) -> tuple[Rule, ...]:
    """The rules of a user's file; their ids and names must be new. Raises BadKnowledge."""
    taken = {name.casefold() for rule in known for name in (rule.id, rule.name)}
    try:
        own = load_rules(load(path, files), CHECKS, catalogue)
        for name in (name for rule in own for name in (rule.id, rule.name)):
            if name.casefold() in taken:
                raise refused("duplicate-key.rule", key=name)
            taken.add(name.casefold())
    except Refused as refusal:
        raise BadKnowledge(path, refusal) from None
    return own


def completed(knowledge: Knowledge, other: Knowledge) -> Knowledge:
    """`knowledge` with the documents and rules of `other` that it does not have.

    Where a file of either has the same name, that stands for the document of `knowledge`.
    """
    names, ids = _by_name(knowledge), knowledge.ids
    rules = [rule for rule in other.rules if rule.id not in ids and rule.name not in ids]
    baselines = [one for one in other.baselines if name_key(names_of(one)[0]) not in names]
    return knowledge._replace(
        baselines=(*knowledge.baselines, *baselines),
        rules=tuple(sorted((*knowledge.rules, *rules), key=lambda rule: rule.id)),
    )


def norms_for(implements: Sequence[str], knowledge: Knowledge) -> tuple[Standing, ...]:
    """The norms of the documents named and of those that they implement, the highest first.

    Raises UnknownDocument for one that is not known.
    """
    known = _by_name(knowledge)
    highest_first: list[Baseline] = []
    met: set[DocumentKey] = set()
    path: list[Baseline] = []
    ahead = [enumerate(implements)]  # what the documents of the path still have to name, for they may be thousands
    while ahead:
        for index, name in ahead[-1]:
            baseline = known.get(name_key(name))
            if baseline is None:
                raise UnknownDocument(name, index)
            if baseline.document.key not in met:  # some implement one another in a circle
                met.add(baseline.document.key)
                path.append(baseline)
                ahead.append(enumerate(baseline.document.implements))
                break
        else:
            ahead.pop()
            if path:
                highest_first.append(path.pop())
    return standings(highest_first)


class UnknownDocument(Exception):
    """A document that no baseline describes; `index` is its place among those named."""

    def __init__(self, name: str, index: int) -> None:
        super().__init__(name, index)
        self.name, self.index = name, index


def named_baseline(name: str, knowledge: Knowledge) -> Baseline | None:
    """The document with this number, place or file name, or the title of one without a number."""
    return _by_name(knowledge).get(name_key(name))


def _by_name(knowledge: Knowledge) -> dict[str, Baseline]:
    """The documents of all baselines by the keys of their names; of several with one name the first."""
    known: dict[str, Baseline] = {}
    for baseline in knowledge.baselines:
        for name in names_of(baseline):
            known.setdefault(name_key(name), baseline)
    return known


def names_of(baseline: Baseline) -> list[str]:
    """What a document may be called: by its number, place or file, or the title where it has no number."""
    document = baseline.document
    names = (document.number, document.place, document.stem, None if document.number else document.title)
    return [name for name in names if name]


def document_for(name: str, knowledge: Knowledge, files: Files = DISK) -> Baseline:
    """The baseline called `name`, or the document in the file at `name`, to serve as norms.

    Raises LookupError where there is neither, BadKnowledge where the file cannot be used.
    """
    baseline = named_baseline(name, knowledge)
    if baseline is not None:
        return baseline
    if not files.exists(name):
        raise LookupError(name)
    return _norms_in(name, knowledge, files)


def plan_from(node: Node, knowledge: Knowledge, file: str | None = None) -> Plan:
    """The plan in a file, with what its place is. Raises Refused. `file` is its path where it is to serve as norms.

    Of the places only what tells of this one is read, unless the plan names others.
    """
    plan = load_plan(node, knowledge.catalogue, knowledge.rule_names, file)
    if plan.document.within or plan.document.replaces:
        from nq42check.reading.belonging import belonging

        return plan._replace(belongs=belonging(node, plan.document, places()))
    named = places_named(plan.document.place or "")
    return plan._replace(belongs=named.meaning(plan.document) if named else None)


def _norms_in(path: str, knowledge: Knowledge, files: Files) -> Baseline:
    """The baseline or plan in the file at `path`, to serve as norms. Raises BadKnowledge."""
    try:
        node = load(path, files)
        if other_kind(node) == "baseline":
            return load_baseline(node, knowledge.catalogue, shown(path))
        return as_norms(plan_from(node, knowledge, shown(path)))
    except Refused as refusal:
        raise BadKnowledge(path, refusal) from None


def known_in(path: str, knowledge: Knowledge, files: Files = DISK) -> tuple[Known, ...]:
    """The records in the file of known findings at `path`. Raises BadKnowledge."""
    from nq42check.reading.known import load_known

    try:
        return load_known(load(path, files), knowledge.catalogue)
    except Refused as refusal:
        raise BadKnowledge(path, refusal) from None
