"""How much of a document as issued is understood: `python benchmarks/drafting.py [FILE GOLD]…`.

Each FILE is drafted and its rows are counted against what a person found in it: a table of tabs with the columns
`indicator`, `value` and, where they are known, `by`, `groups` (with commas between) and `where`; or a plan file, of
which the targets without `task` count. A row is right where indicator and year agree and the value reads the same; each
target of the gold counts once. Without arguments: the documents in `tests/drafting/`, and the four sources of the plans
in `provinces/`, whose folder `--sources` or the environment's DRAFTING_SOURCES names, for they are not in the
repository. `--show` lists what was missed, what is wrong, and what stands among the unplaced.

`--shapes` writes the targets of those plans in every shape of `tests/shapes*.py` and counts each shape over all plans,
and two lists in other words over all shapes; with `--sources` the sources, too, each typed in other ways. `--only TEXT`
chooses shapes by their names.
"""

import argparse
import csv
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from nq42check.drafting.drafts import Draft, Row
from nq42check.drafting.formats import issued
from nq42check.language.phrase import statement
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.model.values import NotUnderstood, UnknownStep, Words
from nq42check.run.drafting import drafted
from nq42check.run.knowledge import load_knowledge
from nq42check.text import name_key

ROOT = Path(__file__).parent.parent
HEAD = ("document", "gold", "recall", "precision", "sure", "right and sure", "sure and wrong", "place", "groups")


# What a person found


class Gold(NamedTuple):
    """One target that a person found. `by`, `groups` and `where` are None where it is not told; no groups are all."""

    indicator: Indicator
    value: str
    by: int | None = None
    groups: frozenset[str] | None = None
    where: str | None = None


def read_gold(path: Path, catalogue: Catalogue) -> list[Gold]:
    """The targets in a plan file or a table of tabs."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".tsv":
        lines = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_of_line(line, catalogue) for line in lines]
    plan = yaml.load(text, yaml.BaseLoader)
    targets = [target for target in plan["targets"] if "indicator" in target and "task" not in target]
    return [_of_target(target, int(plan["document"]["by"]), catalogue) for target in targets]


def _of_line(line: dict[str, str | None], catalogue: Catalogue) -> Gold:
    by, groups, where = (line.get(key) or None for key in ("by", "groups", "where"))
    indicator = catalogue.indicators[line["indicator"] or ""]
    told = None if line.get("groups") is None else frozenset(filter(None, (groups or "").split(",")))
    return Gold(indicator, line["value"] or "", int(by) if by else None, told, where)


def _of_target(target: dict[str, str], deadline: int, catalogue: Catalogue) -> Gold:
    indicator = catalogue.indicators[target["indicator"]]
    by, groups = int(target.get("by", deadline)), frozenset(target.get("groups", ()))
    return Gold(indicator, target["value"], by, groups, target.get("where"))


# Counting


class Counts(NamedTuple):
    """Targets of the gold, rows, and of the rows those that are right, sure, both; places and groups told and right."""

    gold: int = 0
    rows: int = 0
    right: int = 0
    sure: int = 0
    right_and_sure: int = 0
    places: int = 0
    right_places: int = 0
    groups: int = 0
    right_groups: int = 0

    @classmethod
    def pooled(cls, counts: Iterable["Counts"]) -> "Counts":
        """All of them together."""
        return cls(*(sum(column) for column in zip(*counts, strict=True)))

    @property
    def recall(self) -> float:
        """The part of the gold that was found."""
        return part(self.right, self.gold)

    @property
    def precision(self) -> float:
        """The part of the rows that is right."""
        return part(self.right, self.rows)

    @property
    def wrong_and_sure(self) -> int:
        """Rows that are called sure and are wrong."""
        return self.sure - self.right_and_sure

    def cells(self) -> list[str]:
        """What stands in the table, behind the name."""
        return [
            f"{self.gold}",
            f"{self.recall:.3f}",
            f"{self.precision:.3f}",
            f"{part(self.sure, self.rows):.2f}",
            f"{part(self.right_and_sure, self.right):.2f}",
            f"{self.wrong_and_sure}",
            f"{self.right_places}/{self.places}",
            f"{self.right_groups}/{self.groups}",
        ]


class Counted(NamedTuple):
    """The counts of a draft, the targets that it misses, and its rows that are wrong."""

    counts: Counts
    missed: tuple[Gold, ...]
    wrong: tuple[Row, ...]


def part(some: int, whole: int) -> float:
    """`some` as a part of `whole`, 1 of nothing."""
    return some / whole if whole else 1.0


def count(draft: Draft, gold: Sequence[Gold]) -> Counted:
    """How the rows of a draft compare with what a person found."""
    left = list(gold)
    pairs: list[tuple[Row, Gold]] = []
    wrong: list[Row] = []
    for row in draft.rows:
        same = [each for each in left if agrees(row, each, draft.head.by)]
        if same:
            found = max(same, key=lambda each: (_groups_agree(row, each), _places_agree(row, each)))
            left.remove(found)
            pairs.append((row, found))
        else:
            wrong.append(row)
    placed = [(row, each) for row, each in pairs if each.where is not None]
    grouped = [(row, each) for row, each in pairs if each.groups is not None and each.indicator.groups]
    counts = Counts(
        gold=len(gold),
        rows=len(draft.rows),
        right=len(pairs),
        sure=sum(row.sure for row in draft.rows),
        right_and_sure=sum(row.sure for row, _ in pairs),
        places=len(placed),
        right_places=sum(_places_agree(*pair) for pair in placed),
        groups=len(grouped),
        right_groups=sum(_groups_agree(*pair) for pair in grouped),
    )
    return Counted(counts, tuple(left), tuple(wrong))


def agrees(row: Row, gold: Gold, deadline: int | None) -> bool:
    """Whether a row states what a person found; `deadline` is the document's, as far as it was understood."""
    by = row.by or deadline
    years = by is None or gold.by is None or by == gold.by
    return years and row.indicator.id == gold.indicator.id and alike(row.value, gold.value, gold.indicator)


def alike(one: str, other: str, indicator: Indicator) -> bool:
    """Whether two values read the same."""
    mine, its = statement(one, indicator).stated, statement(other, indicator).stated
    if isinstance(its, Words | UnknownStep | NotUnderstood):
        return name_key(one) == name_key(other)
    return mine == its


def _groups_agree(row: Row, gold: Gold) -> bool:
    everyone = frozenset(gold.indicator.groups)
    return gold.groups is None or (frozenset(row.groups) or everyone) == (gold.groups or everyone)


def _places_agree(row: Row, gold: Gold) -> bool:
    return gold.where is None or name_key(row.where) == name_key(gold.where)


# Drafting


KNOWN = load_knowledge()
CATALOGUE = KNOWN.catalogue


def draft_of(data: bytes) -> Draft:
    """The draft of a document of any format."""
    return drafted(data, KNOWN).draft


# The table


def line(name: str, counts: Counts) -> str:
    """A row of the table."""
    return f"| {' | '.join([name, *counts.cells()])} |"


def details(draft: Draft, counted: Counted) -> list[str]:
    """What was missed, what is wrong, and what is unplaced, a line each."""
    missed = [
        f"  missed   {each.indicator.id} | {each.value} | {each.by or '-'} | {each.where or ''}"
        for each in counted.missed
    ]
    wrong = [
        f"  {'WRONG AND SURE' if row.sure else 'wrong'}   {row.indicator.id} | {row.value} | {row.by or draft.head.by} "
        f"| {row.where} | {row.quote} | {', '.join(reason.id for reason in row.reasons)}"
        for row in counted.wrong
    ]
    unplaced = [
        f"  unplaced {each.words} | {each.where} | resembles "
        f"{each.resembles.id if each.resembles else (each.outside.vi if each.outside else '-')}"
        for each in draft.unplaced
    ]
    return [*missed, *wrong, *unplaced]


def pairs_at(sources: str | None) -> list[tuple[Path, Path]]:
    """The documents of the repository's tests, and those in the folder `sources`, each with its gold."""
    folder = ROOT / "tests" / "drafting"
    own = [(path, path.with_suffix(".tsv")) for path in sorted(folder.rglob("*.txt"))]
    plans = sorted((ROOT / "provinces").glob("*.yaml"))
    issued = [(Path(sources) / f"{plan.stem}.txt", plan) for plan in plans] if sources else []
    return [*issued, *own]


OTHER_WORDS = "any shape, in other words"
Documents = list[tuple[str, bytes, list[Gold]]]
"""Documents that are counted together: the name of each, its bytes, and what a person found in it."""


def shapes(sources: str | None) -> dict[str, Documents]:
    """The documents of each shape."""
    sys.path.insert(0, str(ROOT / "tests"))
    from shapes_spelt import TYPED
    from shapes_written import WRITERS, body_of, documents, docx, html, pdf
    from targets import lists

    made: dict[str, Documents] = {}
    for name, wanted in lists().items():
        for shape, (data, targets) in documents(wanted).items():
            own = name.startswith("wording")
            kept = made.setdefault(OTHER_WORDS if own else shape, [])
            kept.append((f"{name}, {shape}" if own else name, data, [Gold(*each) for each in targets]))
    for path, gold in pairs_at(sources) if sources else []:
        targets, text = read_gold(gold, CATALOGUE), path.read_text(encoding="utf-8")
        for typed, change in TYPED.items():
            made.setdefault(f"sources: {typed}", []).append((path.stem, change(text).encode(), targets))
        body = body_of(issued(text.encode()).blocks)
        written = {"HTML": html(body).encode(), "Word": docx(body)} | ({"PDF": pdf(body)} if WRITERS["PDF"] else {})
        for form, data in written.items():
            made.setdefault(f"sources: as {form}", []).append((path.stem, data, targets))
    return made


def counted_shapes(made: dict[str, Documents], show: bool) -> Iterator[tuple[str, Counts]]:
    """The counts of each shape over its documents; with `show` what is missed, wrong and unplaced is printed."""
    for shape, documents in made.items():
        counts = []
        for name, data, targets in documents:
            draft = draft_of(data)
            counted = count(draft, targets)
            counts.append(counted.counts)
            if show:
                print("\n".join([f"{shape}, {name}: {line('', counted.counts)}", *details(draft, counted)]))
        yield shape, Counts.pooled(counts)


def counted_pairs(pairs: Iterable[tuple[Path, Path]], show: bool) -> Iterator[tuple[str, Counts]]:
    """The counts of each document; with `show` what is missed, wrong and unplaced is printed."""
    for path, gold in pairs:
        draft = draft_of(path.read_bytes())
        counted = count(draft, read_gold(gold, CATALOGUE))
        if show:
            print("\n".join([f"{path.stem}:", *details(draft, counted)]))
        yield path.stem, counted.counts


def main() -> None:
    """Draft what the command line asks for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="*", metavar="FILE GOLD", help="documents, each with its gold")
    parser.add_argument("--sources", default=os.environ.get("DRAFTING_SOURCES"), metavar="FOLDER")
    parser.add_argument("--show", action="store_true", help="what is missed, wrong and unplaced")
    parser.add_argument("--shapes", action="store_true", help="lists of targets in every shape")
    parser.add_argument("--only", default="", metavar="TEXT", help="the shapes whose names contain it")
    options = parser.parse_args()
    if len(options.pairs) % 2:
        parser.error("every FILE needs its GOLD")
    given = [Path(each) for each in options.pairs]
    pairs = list(zip(given[::2], given[1::2], strict=True)) or pairs_at(options.sources)
    if options.shapes:
        made = {name: each for name, each in shapes(options.sources).items() if options.only in name}
        rows = dict(counted_shapes(made, options.show))
    else:
        rows = dict(counted_pairs(pairs, options.show))
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for name, counts in (rows | {"all": Counts.pooled(rows.values())}).items():
        print(line(name, counts))


if __name__ == "__main__":
    main()
