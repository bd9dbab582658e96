"""What a reader of a finding must know besides, without words: how its norm binds, how well it is known, what else."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nq42check.flagging.findings import Finding
from nq42check.flagging.scene import Clause, Sayable, Several
from nq42check.judging.norms import Standing
from nq42check.judging.reached import is_at_start, is_worse_than_start
from nq42check.model.document import Binds, Route


class Caveat(NamedTuple):
    """Something that a reader of a finding must know besides, without words: the text `id` with its `fields`.

    It is `on_plan` or on the norm. Caveats of one `key` are one and the same: of a kind, where the text names nothing,
    else on one target or norm.
    """

    id: str
    fields: Mapping[str, Sayable]
    on_plan: bool
    key: tuple[object, ...]


def caveats_of(finding: Finding) -> Iterator[Caveat]:
    """What a reader must know besides: how the norm binds, how well it is known, where place and nation stand already,
    what was judged on the way.
    """
    target, standing, judgement = finding.flag.target, finding.flag.standing, finding.flag.judgement
    if judgement and judgement.implied_by:
        yield _caveat("caveat.implied", judgement.target.route, targets=Several(judgement.implied_by))
    if standing:
        yield from _on_norm(standing)
    yield from where_it_stands(finding)
    if target and target.assumed:
        yield _caveat("caveat.assumed", target.route, value=target.text, unit=target.indicator.unit)
    if target and target.note:
        yield _caveat("caveat.note", target.route, note=target.note)
    if target and target.draft and standing:
        yield Caveat("caveat.draft", {}, True, ("caveat.draft",))
    if target and finding.flag.unfilled:
        yield _caveat("caveat.unfilled", target.route, line=finding.flag.unfilled.line)
    if target and finding.worsened and not finding.settled:
        before = finding.worsened
        yield _caveat("caveat.known-worse", target.route, value=before.text, by=before.by)


def where_it_stands(finding: Finding) -> Iterator[Caveat]:
    """That what a target promises is worse than what the nation has by now, or no better than what its place had."""
    target, reached = finding.answering, finding.nation
    if target is None:
        return
    if reached:
        year, text, figure = reached.latest
        grade = Clause(f"reached.{reached.evidence.value}", {})
        yield _caveat("caveat.nation", target.route, year=year, value=target.stating(text, figure), grade=grade)
    if start := target.start:
        how = "worse" if is_worse_than_start(target) else "same" if is_at_start(target) else ""
        value = target.stating(start.text, start.stated)
        if how:
            yield _caveat(f"caveat.start-{how}", target.route, year=start.year, value=value)


def _on_norm(standing: Standing) -> Iterator[Caveat]:
    norm = standing.norm
    if norm.binds is Binds.AVERAGE:
        yield _caveat("caveat.average")
    if not norm.is_certain and norm.evidence:
        yield _caveat(f"uncertain.{norm.evidence.value}")
    for other in standing.beside:
        about: dict[str, Sayable] = {"document": other.document.name, "norm": other.target, "by": other.target.by}
        yield Caveat("caveat.beside", about, False, ("caveat.beside", norm.key, other.key))
    if standing.hides:
        documents = ", ".join(sorted({hidden.document.name for hidden in standing.hides}))
        yield Caveat("caveat.hides", {"documents": documents}, False, ("caveat.hides", norm.key))


def _caveat(id: str, target: Route | None = None, **fields: Sayable) -> Caveat:
    """The caveat on a target of the plan, or that on all norms of a kind."""
    return Caveat(id, fields, target is not None, (id, target))
