"""What is said before the norms: whose plans there are, how many norms come to what, and which to look at first."""

from collections import Counter

from nq42check.judging.nation import Outlook
from nq42check.judging.seats import Seat, Speaker
from nq42check.reports.national import Nation
from nq42check.reports.national.words import OUTLOOKS, VERDICTS, Words
from nq42check.reports.progress import UNCONFIRMED
from nq42check.reports.together import described
from nq42check.reports.wording import Wording

_FEW_PARTS = 5
_FEW_NORMS = 8
_WANTING = ("out-of-reach", "short", "loosened", "depends")


def head(nation: Nation, wording: Wording) -> list[str]:
    """Whose plans there are, for which of the places of today, what a filter leaves out, and how many come to what."""
    parts = [part_told(seat, wording) for seat in nation.seating.in_part]
    more = [wording.text("clause.more", count=len(parts) - _FEW_PARTS)] if len(parts) > _FEW_PARTS else []
    told = [wording.text("national.parts", parts="; ".join([*parts[:_FEW_PARTS], *more]))] if parts else []
    return [extent(nation, wording), *told, *remarks(nation, wording), Words(wording).counted(nation)]


def extent(nation: Nation, wording: Wording) -> str:
    """How many plans there are, and how many of the places of today have one."""
    seating = nation.seating
    counts = {
        "plans": len(nation.voices),
        "all": len(nation.places.all),
        "whole": len(seating.whole),
        "parts": len(seating.in_part),
        "none": len(seating.silent),
    }
    return wording.text("national.places", **counts)


def part_told(seat: Seat, wording: Wording) -> str:
    """Which parts of a place have a plan, and which have none."""
    return wording.text("national.part", place=seat.name, there=", ".join(seat.there), lacking=", ".join(seat.lacking))


def remarks(nation: Nation, wording: Wording) -> list[str]:
    """How places were counted where that is not plain, who meets norms on rows that nobody has confirmed, and what a
    filter leaves out.
    """
    words, seating, said = Words(wording), nation.seating, []
    if seating.counted != len(nation.places.all):
        said.append(wording.text("national.units", count=seating.counted))
    if unsure := [voice.speaker.name for voice in nation.voices if _is_unsure(voice.speaker)]:
        said.append(wording.text("national.kept", names=words.names(unsure)))
    if unlisted := [seat.name for seat in seating.unlisted]:
        said.append(wording.text("national.unlisted", count=len(unlisted), names=words.names(unlisted)))
    for key, numbers in (("replaced", seating.replaced), ("beneath", seating.beneath)):
        names = words.names([nation.voices[number].speaker.name for number in numbers])
        said += [wording.text(f"national.{key}", count=len(numbers), names=names)] if numbers else []
    given = [each for line in nation.lines for each in line.given if each.said.rests_on == UNCONFIRMED]
    if given:
        names = words.names([f"{name} ({count})" for name, count in Counter(each.name for each in given).most_common()])
        said.append(wording.text("national.unconfirmed", count=len(given), names=names))
    if filter := described(nation.filter, wording):
        said.append(wording.text("national.filter", filter=filter, norms=nation.left_out))
    return said


def wanting(nation: Nation, wording: Wording) -> list[tuple[str, list[str]]]:
    """The norms that are not certain for those who promise, the gravest first: each kind with its norms.

    Each norm stands with the promise that is worst for it. Empty where there are too few norms to lose sight of.
    """
    if len(nation.lines) <= _FEW_NORMS:
        return []
    words = Words(wording)
    kinds: dict[str, list[str]] = {kind: [] for kind in _WANTING}
    for line in nation.lines:
        if (found := line.prospect) and line.given:
            out_of_reach = found.outlook is Outlook.OUT_OF_REACH
            kind = OUTLOOKS[found.outlook] if out_of_reach else VERDICTS[found.promised]
            kinds.get(kind, []).append(words.at_worst(line))
    return [
        (wording.text(f"national.wanting.{kind}", count=len(norms)), norms) for kind, norms in kinds.items() if norms
    ]


def _is_unsure(speaker: Speaker) -> bool:
    """Whether nobody can tell if a plan is that of a place of today or of the former one of the same name."""
    return bool(speaker.belonging and not speaker.belonging.certain and not speaker.within)


def unfound(nation: Nation, wording: Wording) -> str:
    """That there is nothing to tell: no plan says anything on a norm, or no norm passes the filter."""
    if not nation.left_out:
        return wording.text("report.nothing")
    return wording.text("national.none", filter=described(nation.filter, wording), norms=nation.left_out)
