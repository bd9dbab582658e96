"""The entries of a plan's section, as markup.

They are written here and not by a template, which takes some four times as long: a page has forty of them, and a
country thousands of pages. Whatever is put between tags has gone through `shown` or `shown_tied`, which escape it.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

from markupsafe import Markup

from nq42check.judging.assess import Status
from nq42check.judging.word import Judgement
from nq42check.model.document import Norm, NormKey, Target
from nq42check.reports.html.bullet import Bullet, Ray, bullet
from nq42check.reports.html.marks import SIGNS, level, level_name, status_name
from nq42check.reports.html.markup import shown, shown_tied
from nq42check.reports.html.section import Entry
from nq42check.reports.wording import Wording
from nq42check.run.results import Located, PlanReport

_MOST_LINES = 4096

Answers = Sequence[tuple[Target, Judgement | None]]


class Entries:
    """Writes entries in the language of `wording`. What is said of a norm is the same in all plans: it is made once."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._foreign = "" if wording.language == "vi" else ' lang="vi"'
        self._verdict = cache(self._make_verdict)
        self._grade = cache(lambda grade: shown(level_name(grade, wording)))
        self._said = cache(lambda name: shown(wording.text(name)))
        self._line = lru_cache(_MOST_LINES)(lambda line: shown(wording.text("html.line", line=line)))
        self._asked, self._source = _once(self._make_asked), _once(self._make_source)

    def entry(self, entry: Entry, report: PlanReport) -> Markup:
        """The entry in the section of a plan."""
        name = shown(self._wording.show(entry.indicator)) if entry.indicator else self._said("html.of-document")
        said = [
            f'<article class="entry {entry.status}" id="{entry.id}" tabindex="-1" aria-labelledby="{entry.id}-name" '
            f'data-marks="{" ".join(entry.marks)}">\n'
            f'<h4 id="{entry.id}-name">{name}</h4>\n{self._verdict(entry.status)}'
        ]
        if entry.assessment:
            said += self._measure(entry)
        said += [self._finding(located, entry, report.path) for located in entry.findings]
        if entry.assessment:
            said += self._sources(entry, report)
        said.append("</article>")
        return Markup("".join(said))

    def _make_verdict(self, status: str) -> str:
        sign = f'<span class="sign" aria-hidden="true">{SIGNS[status]}</span> ' if status in SIGNS else ""
        return f'<p class="verdict status {status}">{sign}{shown(status_name(status, self._wording))}</p>\n'

    # What the plan states beside what the norm asks for

    def _measure(self, entry: Entry) -> Iterator[str]:
        """Both in words, and drawn where there is more to see than that the norm is met."""
        assert entry.assessment
        norm, said = entry.assessment.norm, self._said
        stated = "".join(self._answer(*answer) for answer in entry.answers) or f"<dd>{said('html.not-stated')}</dd>"
        sides = f'<dl class="sides">\n<div class="plan"><dt>{said("column.plan")}</dt>{stated}</div>\n'
        sides += f"{self._asked(norm)}</dl>\n"
        if entry.assessment.status is Status.MET and not entry.findings:
            yield sides
            return
        yield f'<div class="measure">\n{sides}'
        for judgement in entry.assessment.judgements:
            if bar := bullet(judgement, norm, self._wording):
                yield self._bar(bar)
        yield "</div>\n"

    def _answer(self, target: Target, judgement: Judgement | None) -> str:
        besides = (self._wording.started(target), *(self._wording.provisos(judgement) if judgement else ()))
        said = "; ".join(filter(None, besides))
        aside = f' <span class="aside">({shown_tied(said)})</span>' if said else ""
        return f"<dd><b>{shown_tied(self._wording.value(target))}</b> · {target.by}{aside}</dd>"

    def _make_asked(self, norm: Norm) -> str:
        value = shown_tied(self._wording.value(norm.target))
        return (
            f'<div class="norm"><dt>{self._said("column.norm")}</dt><dd><b>{value}</b> · {norm.target.by}</dd></div>\n'
        )

    def _bar(self, bar: Bullet) -> str:
        """The norm as a band, the plan as a narrower bar on it, their ends as marks."""
        direction = f"{self._said('direction.higher')} →" if bar.upward else f"← {self._said('direction.lower')}"
        witness = '<path class="witness" d="M0-7 7 0 0 7-7 0Z"/>'
        return (
            f'<div class="bar">\n<svg role="img" aria-label="{shown_tied(bar.label)}" width="100%" height="36">\n'
            f'<rect class="norm" x="{bar.norm.start}" y="5" width="{bar.norm.width}" height="26"/>\n'
            f"{_range('norm', bar.norm, 5, 31)}{_end_line(bar.norm)}"
            f'<rect class="plan" x="{bar.plan.start}" y="14" width="{bar.plan.width}" height="8"/>\n'
            f"{_range('plan', bar.plan, 10, 26)}{_mark('norm', bar.norm, 5)}{_mark('plan', bar.plan, 18)}"
            + (f'<svg x="{bar.witness}" y="18" overflow="visible">{witness}</svg>\n' if bar.witness else "")
            + f'</svg>\n<p class="ends" aria-hidden="true">{shown_tied(bar.low)}<span>{direction}</span>'
            f"{shown_tied(bar.high)}</p>\n</div>\n"
        )

    # What was found

    def _finding(self, located: Located, entry: Entry, path: str) -> str:
        wording, finding, flag, grade = self._wording, located.finding, located.finding.flag, level(located)
        settled = f" · {self._grade(grade)}" if finding.settled else ""
        message, stated = wording.message(finding), ""
        if flag.target and not entry.assessment:
            stated = f"<b>{shown_tied(wording.value(flag.target))}</b>. "
        caveats = "".join(f"<li>{shown(caveat)}</li>\n" for caveat in wording.caveats(finding))
        return (
            f'<div class="finding {grade}">\n<p class="head"><span class="level {grade}">'
            f"{self._grade(finding.severity.name.lower())}{settled}</span> {shown(wording.called(finding.rule))}</p>\n"
            f'<p>{stated}{shown_tied(message)}</p>\n<p class="advice">→ {shown_tied(wording.advice(finding))}</p>\n'
            + (f'<ul class="caveats">\n{caveats}</ul>\n' if caveats else "")
            + f'<dl class="facts">\n{"".join(self._facts(located, entry.answers, path, message))}</dl>\n</div>\n'
        )

    def _facts(self, located: Located, answers: Answers, path: str, message: str) -> Iterator[str]:
        """What of a finding its sentences do not say."""
        wording, finding, flag = self._wording, located.finding, located.finding.flag
        if gap := wording.gap(finding):
            yield self._fact("column.gap", shown_tied(gap))
        if (witness := wording.witness(finding)) and witness not in message:
            yield self._fact("html.witness", shown_tied(witness))
        if flag.suggestion:
            # It has its unit in Vietnamese only, the language in which it is typed.
            own = wording.value(flag.norm.target) if flag.norm and not self._foreign else flag.suggestion
            yield self._fact("html.suggestion", self._as_written(shown_tied(own)))
        yield self._fact("html.fix", shown(wording.text("html.place", path=path, line=located.line)))
        if flag.target and flag.target.quote and all(flag.target.quote != target.quote for target, _ in answers):
            if flag.target.where:
                yield self._fact("column.where", shown(flag.target.where))
            yield self._fact("html.quote", self._quoted(flag.target.quote))

    # Where both stand

    def _sources(self, entry: Entry, report: PlanReport) -> Iterator[str]:
        assert entry.assessment
        norm = entry.assessment.norm
        if norm.context:
            yield f"<p>{self._as_written(shown(norm.context))}</p>\n"
        for exempt in report.plan.not_applicable:
            if exempt.indicator is entry.indicator:
                yield f"<p>{shown(self._wording.exempt(exempt))}</p>\n"
        yield '<dl class="facts sources">\n'
        for target, _ in entry.answers:
            facts: list[str] = [self._line(target.line)]
            facts += [shown(target.where)] if target.where else []
            facts += [self._quoted(target.quote)] if target.quote else []
            yield self._fact("html.in-plan", " · ".join(facts))
        yield self._source(norm)
        if regional := self._wording.regional(entry.assessment.standing):
            yield self._fact("html.region", shown_tied(regional))
        yield "</dl>\n"

    def _make_source(self, norm: Norm) -> str:
        wording, where, evidence = self._wording, norm.target.where, shown(self._wording.evidence(norm.evidence))
        named = f'<span class="number">{shown(norm.document.name)}</span>'
        facts = [f"{named}, {self._as_written(shown(where))}" if where else named, shown(wording.binds(norm.binds))]
        if evidence:
            facts.append(evidence if norm.is_certain else f'<span class="unverified">◌ {evidence}</span>')
        if norm.document.file:
            facts.append(shown(wording.text("html.place", path=norm.document.file, line=norm.target.line)))
        if norm.basis:
            facts.append(f"{self._said('column.basis')}: {self._as_written(shown(norm.basis))}")
        return self._fact("column.norm", " · ".join(facts))

    def _fact(self, name: str, value: str) -> str:
        return f"<div><dt>{self._said(name)}</dt><dd>{value}</dd></div>\n"

    def _as_written(self, text: str) -> str:
        """A text of a document, which is Vietnamese."""
        return f"<span{self._foreign}>{text}</span>" if self._foreign else text

    def _quoted(self, text: str) -> str:
        return f"<q{self._foreign}>{shown(text)}</q>"


def _mark(side: str, ray: Ray, y: int) -> str:
    return f'<circle class="{side} {ray.nudge}" cx="{ray.end}" cy="{y}" r="4.5"/>\n'


def _end_line(ray: Ray) -> str:
    return f'<line class="norm" x1="{ray.end}" x2="{ray.end}" y1="5" y2="31"/>\n'


def _range(side: str, ray: Ray, top: int, bottom: int) -> str:
    """The other end of a stated range, where there is one."""
    if ray.other is None:
        return ""
    return f'<line class="{side} other" x1="{ray.other}" x2="{ray.other}" y1="{top}" y2="{bottom}"/>\n'


def _once(say: Callable[[Norm], str]) -> Callable[[Norm], str]:
    """`say`, asked once for each norm, also where thousands of plans are held against it.

    Norms of one key may differ: each place is allotted its own, and a gate has two sides.
    """
    known: dict[tuple[NormKey, int], tuple[Norm, str]] = {}

    def remembered(norm: Norm) -> str:
        key = norm.key, norm.target.line
        found = known.get(key)
        if found is None or (found[0] is not norm and found[0] != norm):
            found = known[key] = norm, say(norm)
        return found[1]

    return remembered
