"""Where a command runs: the settings that hold there, and what a command works with by them."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

import click

from nq42check.cli.bilingual import help_wording
from nq42check.cli.complaints import unknown_norms, unusable_file
from nq42check.reading.nodes import Mapping as Entries
from nq42check.reading.nodes import Node, Refused, refused
from nq42check.reports.wording import Wording
from nq42check.run.files import DISK, Files, load, real, relative, shown
from nq42check.run.inputs import Input, Inputs, absolute, inputs, is_among
from nq42check.run.kinds import is_document
from nq42check.run.knowledge import Additions, BadKnowledge, Knowledge, document_for, load_knowledge
from nq42check.run.settings import FILE, OTHER_NAME, Settings, load_settings
from nq42check.run.tally import Exit

if TYPE_CHECKING:
    from nq42check.run.required import Declared


class Place(NamedTuple):
    """Where a command runs: the settings that hold there, the file that declares them (None without one), and the line
    and column of each of its `keys`, of those within another as `require.places`.

    What they name lies among `files`. Patterns of `exclude` are meant from the folder `base`.
    """

    settings: Settings
    file: str | None
    keys: Mapping[str, tuple[int, int]]
    files: Files = DISK
    base: str = os.curdir

    def path(self, declared: str) -> str:
        """A path of the settings as seen from the working folder."""
        return relative(os.path.join(os.path.dirname(self.file or ""), declared))

    def additions(self, rule_folders: Sequence[str] = ()) -> Additions:
        """What the settings add to what ships, and the rules in `rule_folders`."""
        return Additions(
            (*map(self.path, self.settings.rules), *rule_folders),
            tuple(map(self.path, self.settings.baselines)),
            self.settings.severity,
            self.settings.not_waivable,
            self.files,
        )

    def document(self, name: str) -> str:
        """A document of the settings: a number, or a file as seen from the working folder."""
        return self.path(name) if self.files.exists(self.path(name)) else name

    def required_of(self, paths: Sequence[str]) -> "tuple[Declared, ...]":
        """What is required of the plans that `paths` stand for: nothing without a folder, for then they are not all."""
        if self.file is None or not any(map(self.files.is_folder, paths)):
            return ()
        from nq42check.run.required import Declared

        return (Declared(self.settings.require, shown(self.file), self.keys),)

    @property
    def known(self) -> str | None:
        """The file of known findings, where the settings name one."""
        return self.settings.known and self.path(self.settings.known)

    @property
    def named(self) -> list[str]:
        """The files and folders that the settings name, and their own file: none of them is a plan."""
        declared = (*self.settings.rules, *self.settings.baselines)
        against = filter(self.files.exists, map(self.path, self.settings.against))
        paths = (self.file, self.known, *map(self.path, declared), *against)
        return [path for path in paths if path]

    def inputs(self, paths: Sequence[str]) -> Inputs:
        """What `paths` stand for by these settings; their own file is among them only where it is given itself."""
        chosen = inputs(paths, self.named, self.excluded_by, self.files)
        own = {absolute(self.file)}.difference(map(absolute, paths)) if self.file else ()
        return chosen._replace(files=[file for file in chosen.files if absolute(file.path) not in own])

    def excluded_by(self, path: str) -> str | None:
        """The pattern of the settings that leaves out the file at `path`, or a folder that holds it."""
        if not self.settings.exclude:
            return None
        inside = relative(path, self.base).replace(os.sep, "/")
        start = os.path.normcase(inside)
        for pattern in self.settings.exclude:
            bare = pattern.rstrip("/")
            fixed = os.path.normcase(_WILD.split(bare, maxsplit=1)[0])  # fnmatch takes its time with what is new to it
            if start.startswith(fixed) and (fnmatch(inside, bare) or fnmatch(inside, f"{bare}/*")):
                return pattern
        return None


_WILD = re.compile(r"[*?[]")


NO_SETTINGS = "none"
"""What names no settings at all, where a file of settings may be named; a file of this name is ./none."""


def named_place(name: str | None) -> Place:
    """The settings in the file `name`, none for NO_SETTINGS; where nothing is named, those that are found.

    Raises as `find_place` does, for those only that hold.
    """
    if name is None:
        return find_place()
    return Place(Settings(), None, {}) if name == NO_SETTINGS else _declared_in(real(name), DISK)


def may_declare(name: str | None) -> list[str]:
    """The files, there or not, whose change may change which settings hold; `name` is as for `named_place`."""
    if name is None:
        folders = _upwards(absolute(os.curdir))
        return [relative(os.path.join(folder, file)) for folder in folders for file in (FILE, OTHER_NAME)]
    return [] if name == NO_SETTINGS else [name]


def find_place(files: Files = DISK) -> Place:
    """The settings of the working folder or of the nearest above it, not beyond its repository, among `files`.

    Raises Unusable, and UsageError for settings under another ending, which would not hold.
    """
    for folder in _upwards(absolute(os.curdir)):
        path, other = os.path.join(folder, FILE), os.path.join(folder, OTHER_NAME)
        if files.exists(other):
            raise click.UsageError(help_wording().text("usage.settings-name", file=relative(other), name=FILE))
        if files.exists(path):
            return _declared_in(path, files)
    return Place(Settings(), None, {}, files)


def _upwards(folder: str) -> Iterator[str]:
    """`folder` and those above it, up to the one that has `.git`."""
    yield folder
    while not _is_top(folder) and (above := os.path.dirname(folder)) != folder:
        folder = above
        yield folder


def _is_top(folder: str) -> bool:
    return os.path.lexists(os.path.join(folder, ".git"))


def _declared_in(path: str, files: Files) -> Place:
    """The settings that the file at `path` among `files` declares. Raises Unusable."""
    folder = os.path.dirname(path)
    base = folder if folder in _upwards(absolute(os.curdir)) else os.curdir
    *_, top = _upwards(folder)
    repository = os.path.realpath(top if _is_top(top) else folder)

    def own(declared: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(relative(os.path.join(folder, path)) for path in declared)

    def knowledge_in(rules: tuple[str, ...], baselines: tuple[str, ...]) -> Knowledge:
        return load_knowledge(Additions(own(rules), own(baselines), files=files))

    def within(declared: str) -> bool:
        # A snapshot has no links to follow, and what lies elsewhere is not in it.
        return files is not DISK or is_among(os.path.realpath(os.path.join(folder, declared)), (repository,))

    try:
        if not within(path):
            raise refused("unreadable.outside", path=os.path.realpath(path))
        node = load(path, files)
        settings = load_settings(node, knowledge_in, within)
    except (Refused, BadKnowledge) as error:  # of the settings, or of the rules and baselines that they add
        if isinstance(error, Refused) and error.problems[0].reason == "shape.empty":  # all in it are comments
            return Place(Settings(), relative(path), {}, files, base)
        bad = error if isinstance(error, BadKnowledge) else BadKnowledge(relative(path), error)
        raise unusable_file(bad, load_knowledge(), help_wording(), Exit.USAGE) from None
    return Place(settings, relative(path), dict(_keys(node)), files, base)


def _keys(node: Node, within: str = "") -> Iterator[tuple[str, tuple[int, int]]]:
    """All keys of a file of settings and of the mappings in it, each with its line and column."""
    if isinstance(node, Entries):
        for key, value in node.entries.items():
            yield within + key, node.key_place(key)
            yield from _keys(value, f"{within}{key}.")


class Shared(NamedTuple):
    """What a command works with: where it runs, and the texts in its reader's language."""

    place: Place
    wording: Wording

    def knowledge(self, rule_folders: Sequence[str] = ()) -> Knowledge:
        """What ships, what the settings add, and the rules in `rule_folders`. Raises Unusable."""
        additions = self.place.additions(rule_folders)
        try:
            return load_knowledge(additions)
        except BadKnowledge as error:
            # What is wrong with rules that settings name has been told before.
            in_settings = error.path in additions.baselines and os.path.isdir(error.path)
            code = Exit.UNREADABLE if os.path.exists(error.path) and not in_settings else Exit.USAGE
            raise unusable_file(error, load_knowledge(), self.wording, code) from None

    def held_against(self, asked: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
        """The documents to hold plans against: those `asked` for, or else those of the settings.

        Raises UsageError where one is neither known nor a file, and Unusable.
        """
        names = tuple(asked) or tuple(map(self.place.document, self.place.settings.against))
        for name in names:
            try:
                document_for(name, knowledge, self.place.files)
            except BadKnowledge as error:
                raise unusable_file(error, knowledge, self.wording) from None
            except LookupError:
                raise unknown_norms(name, knowledge, self.wording, or_file=True) from None
        return names

    def files(self, paths: Sequence[str]) -> list[Input]:
        """The files that `paths` stand for; what lies beside them unchecked is told."""
        chosen = self.place.inputs(paths)
        self.tell_of(chosen, paths)
        return chosen.files

    def tell_of(self, chosen: Inputs, paths: Sequence[str]) -> None:
        """Say on standard error what in the folders given is unchecked, and which patterns of `exclude` are unused."""
        if chosen.unchecked:
            click.echo(self.wording.unchecked(chosen.unchecked), err=True)
        documents = (path for path in chosen.unchecked if is_document(path) and not path.endswith(".txt"))  # notes
        if document := next(documents, None):
            click.echo(self.wording.text("report.unchecked-document", file=document), err=True)
        folders = [absolute(path) for path in paths if os.path.isdir(path)]
        for pattern in self.place.settings.exclude if folders else ():
            fixed = takewhile(lambda part: not _WILD.search(part), pattern.split("/"))
            start = absolute(os.path.join(self.place.base, *fixed))  # all that the pattern can match lies below
            if pattern not in chosen.excluded and (is_among(start, folders) or not os.path.lexists(start)):
                click.echo(self.wording.text("report.exclude-unused", file=self.place.file, pattern=pattern), err=True)
