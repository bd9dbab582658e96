"""A plan file to fill in: a row for every norm, with what the norm asks for in comments. Pure: knows no files."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from nq42check.judging.norms import Standing
from nq42check.model.catalogue import Catalogue, Indicator
from nq42check.reports.wording import Wording
from nq42check.text import without_marks

_KINDS_OF_PROVINCE = re.compile(r"^(tinh|thanh pho|tp)\b\.? *(?=\w)")
_PLAIN_TEXT = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)+")
_WIDE = 110


# Names that Windows keeps for devices, whatever their ending.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_LONGEST_NAME = 100


def file_name(province: str) -> str:
    """The name of a plan's file for `province`: "Tỉnh Cao Bằng" becomes cao_bang.yaml."""
    ascii_only = without_marks(province.lower()).strip()
    name = "_".join(re.findall("[a-z0-9]+", _KINDS_OF_PROVINCE.sub("", ascii_only)))[:_LONGEST_NAME] or "plan"
    return f"plan_{name}.yaml" if _RESERVED.fullmatch(name) else f"{name}.yaml"


def plan_to_fill_in(
    province: str, norms: Sequence[Standing], names: Sequence[str], catalogue: Catalogue, wording: Wording, schema: str
) -> str:
    """The plan file of `province`, in which each of `norms` that is compared has a row without a value.

    `names` are the documents that the plan implements, `norms` what they ask for. Norms on the same people and year
    share a row, and a norm behind a stronger one is told in that one's; those that are only shown stand in comments at
    the end. `schema` is the path of the JSON Schema for editors, as seen from the file.
    """
    documents = {standing.norm.document.name: standing.norm.document for standing in norms}
    by = max(document.by for document in documents.values())
    titles = ", ".join(documents[name].title for name in names)
    lines = [
        f"# yaml-language-server: $schema={schema}",
        *comment(wording.text("form.opening", documents=", ".join(names))),
        f"province: {_scalar(province)}",
        "document:",
        f"  title: {_scalar(wording.text('form.title', documents=titles))}  # {wording.text('form.title-hint')}",
        *comment(wording.text("form.document"), "  "),
        "  id:",
        "  issuer:",
        "  date:",
        f"  implements: [{', '.join(map(_scalar, names))}]",
        f"  by: {by}  # {wording.text('form.by')}",
        "targets:",
    ]
    for area, rows in groupby(_rows(norms, catalogue), key=lambda alike: alike[0].norm.target.indicator.area):
        heading = wording.show(area.names)
        lines += [f"  # {'─' * 3} {heading} {'─' * (60 - len(heading))}", ""]
        for alike in rows:
            lines += [*_row(alike, by, catalogue, wording), ""]
    if shown := [standing.norm for standing in norms if standing.aside is not None]:
        lines += comment(wording.text("form.context"))
        for norm in shown:
            lines += comment(f"- {wording.show(norm.target.indicator)}. {wording.asked(norm)}")
    return "\n".join(lines).rstrip() + "\n"


def _rows(norms: Iterable[Standing], catalogue: Catalogue) -> list[list[Standing]]:
    """The norms that are compared and stand behind none, in the order of the catalogue; together those of one row."""
    rows: dict[tuple[Indicator, int, tuple[str, ...], str | None], list[Standing]] = {}
    for standing in norms:
        target = standing.norm.target
        if standing.aside is None and standing.behind is None:
            rows.setdefault((target.indicator, target.by, target.groups, target.counts), []).append(standing)
    order = {id: place for place, id in enumerate(catalogue.indicators)}
    targets = (alike[0].norm.target for alike in rows.values())
    places = ((order[target.indicator.id], target.by) for target in targets)
    return [alike for _, alike in sorted(zip(places, rows.values(), strict=True), key=itemgetter(0))]


def _row(alike: Sequence[Standing], by: int, catalogue: Catalogue, wording: Wording) -> Iterator[str]:
    """The lines of the target that answers for norms that are `alike`; what differs from what is usual is stated."""
    target = alike[0].norm.target
    indicator = target.indicator
    yield from comment(wording.show(indicator), "  ")
    for standing in alike:
        for norm in (standing.norm, *standing.hides):
            yield from comment(wording.asked(norm), "  ")
    every = catalogue.indicators.values()
    near = (other for other in every if other.id in indicator.near or indicator.id in other.near)
    if others := "; ".join(f"{other.id} ({wording.show(other)})" for other in near):
        yield from comment(wording.text("form.near", others=others), "  ")
    if indicator.groups:
        groups = ", ".join(f"{id} ({wording.show(catalogue.groups[id])})" for id in indicator.groups)
        yield from comment(wording.text("form.groups", groups=groups), "  ")
    yield f"  - indicator: {indicator.id}"
    yield "    value:"
    if target.by != by:
        yield f"    by: {target.by}"
    if target.groups != indicator.groups:
        yield f"    groups: [{', '.join(target.groups)}]"
    if target.counts and target.counts != indicator.counts:
        yield f"    counts: {target.counts}  # {wording.show(catalogue.counts[target.counts])}"
    yield "    where:"
    yield "    quote:"


def comment(text: str, indent: str = "") -> Iterable[str]:
    """`text` as lines of comment."""
    for line in text.splitlines():
        yield from textwrap.wrap(
            line,
            _WIDE,
            initial_indent=f"{indent}# ",
            subsequent_indent=f"{indent}#   ",
            break_on_hyphens=False,
        )


def _scalar(text: str) -> str:
    """`text` as a YAML scalar, in quotes where it could be read as anything else."""
    plain = _PLAIN_TEXT.fullmatch(text) or re.fullmatch(r"\d+[-/][A-Z]+[-/][A-Z]+", text)
    return text if plain else json.dumps(text, ensure_ascii=False)
