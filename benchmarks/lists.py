"""Lists for `growth.py`: targets, norms, excuses, waivers, known findings, rules; all texts in a file differ."""

import random
from collections.abc import Callable
from json import dumps

from kinds import CATALOGUE, HEAD, KINDS, ONE, SCALE, SHARES, SOME, Case, figure, filled, target, word

from nq42check.flagging.checks import CHECKS

Line = Callable[[int, random.Random], str]
GROUPED, ABSENT = "culture.remote_people", "wastewater.rural_collection"
GROUPS = tuple(CATALOGUE.indicators[GROUPED].groups)
STEPS = [step.wordings[0] for step in CATALOGUE.indicators[SCALE].scale]
SUMMANDS = ("education.grade_10_entry", "education.vocational_entry")
PARTS = ("housing.solid", "housing.solid_urban", "housing.solid_rural")
IDS = list(CATALOGUE.indicators)
PLAN = f"{HEAD}targets:\n"
NORMS = "document: {id: X, title: Chuẩn, by: 2030, version: '1'}\ntargets:\n"


def entry(**fields: object) -> str:
    """One entry of a list, on a line; fields without a value are left out."""
    given = {name: value for name, value in fields.items() if value is not None}
    return f"  - {dumps(given, ensure_ascii=False)}\n"


def in_plan(name: str, line: Line, head: str = PLAN, foot: str = "") -> None:
    """A kind with numbered lines in a plan."""
    KINDS[name] = lambda size, chance: Case(
        {"plan.yaml": filled(size, head, lambda number: line(number, chance), foot).encode()}
    )


def beside_plan(name: str, line: Line, head: str, option: str, plan: str = HEAD + SOME) -> None:
    """A kind with numbered lines in a file beside a plan, which the command is given with `option`."""
    KINDS[name] = lambda size, chance: Case(
        {"plan.yaml": plan.encode(), "other.yaml": filled(size, head, lambda number: line(number, chance)).encode()},
        ("plan.yaml", option, "other.yaml"),
        "other.yaml",
    )


def halves(name: str, line: Line, head: str, other: Line, between: str = "") -> None:
    """A kind of plan that is half of numbered lines and half of `other` ones."""

    def make(size: int, chance: random.Random) -> Case:
        first = filled(size // 2, head, lambda number: line(number, chance))
        text = filled(size, first + between, lambda number: other(number, chance))
        return Case({"plan.yaml": text.encode()})

    KINDS[name] = make


def due(number: int) -> int:
    """One of the years that a target may name."""
    return 2001 + number % 98


# Targets

ONE_INDICATOR: dict[str, Line] = {
    "values of one year": lambda n, chance: target(ONE, f"trên {figure(n, chance)}"),
    "rising values": lambda n, chance: target(ONE, f"trên {n // 1000 + 1},{n % 1000:03}%"),
    "one value": lambda n, chance: target(ONE, "trên 60%", note=f"{n}"),
    "years": lambda n, chance: target(ONE, f"trên {n % 98 + 1},{n:06}%", by=due(n)),
    "falling over years": lambda n, chance: target(ONE, f"{99 - n % 98},{n:06}%", by=due(n)),
    "later than the norm": lambda n, chance: target(ONE, figure(n, chance), by=2031 + n % 68),
    "years, then one year": lambda n, chance: target(ONE, figure(n, chance), by=due(n) if n % 2 else 2030),
    "left empty over years": lambda n, chance: target(ONE, "" if n else "60%", by=due(n), note=f"{n}"),
    "steps": lambda n, chance: target(SCALE, f"{STEPS[n % len(STEPS)]}{' ' * (n % 50)}", note=f"{n}"),
    "steps over years": lambda n, chance: target(SCALE, STEPS[n % len(STEPS)], note=f"{n}", by=due(n)),
    "words": lambda n, chance: target(ONE, f"tiếp tục nâng cao {word(chance)}"),
    "not understood": lambda n, chance: target(ONE, f"trên đạt {n} {word(chance)}"),
    "no levels": lambda n, chance: target(ONE, f"giảm {figure(n, chance)} so với năm 2020"),
    "ranges": lambda n, chance: target(ONE, f"từ {n % 40},{n:06} đến {50 + n % 40},{n:06}%"),
    "ranges over years": lambda n, chance: target(ONE, f"từ {n % 40},{n:06} đến {50 + n % 40},{n:06}%", by=due(n)),
    "about": lambda n, chance: target(ONE, f"khoảng {figure(n, chance)}"),
    "opposite direction": lambda n, chance: target(ONE, f"dưới {figure(n, chance)}"),
    "both directions": lambda n, chance: target(ONE, f"{('trên', 'dưới')[n % 2]} {figure(n, chance)}"),
    "without a better": lambda n, chance: target("health.fertility", f"{2 + n / 10**6:.6f}".replace(".", ",") + " con"),
    "only": lambda n, chance: target(ONE, f"trên {figure(n, chance)}", only=word(chance)),
    "one only": lambda n, chance: target(ONE, f"trên {figure(n, chance)}", only=f"xã{' ' * (n % 99 + 1)}nghèo"),
    "groups": lambda n, chance: target(GROUPED, figure(n, chance), groups=[GROUPS[n % 3]]),
    "groups over years": lambda n, chance: target(
        GROUPED, figure(n, chance), groups=[GROUPS[n % 3], GROUPS[(n + 1) % 3]], by=due(n)
    ),
    "parts": lambda n, chance: target(PARTS[n % 3], figure(n, chance)),
    "parts over years": lambda n, chance: target(PARTS[n % 3], figure(n, chance), by=due(n // 3)),
    "parts without the whole": lambda n, chance: target(PARTS[1 + n % 2], figure(n, chance)),
    "best wholes": lambda n, chance: target("water.clean", "100%", note=f"{n}"),
    "pairs": lambda n, chance: target((ONE, "insurance.unemployment")[n % 2], figure(n, chance)),
    "sums": lambda n, chance: target(
        ("education.grade_10_entry", "education.vocational_entry")[n % 2], figure(n, chance)
    ),
    "tasks": lambda n, chance: target(ONE, f"trên {figure(n, chance)}", task=True),
    "near ones": lambda n, chance: target("labour.trained", figure(n, chance)),
    "counts": lambda n, chance: target("water.clean", figure(n, chance), counts=("people", "households")[n % 2]),
    "without a place": lambda n, chance: target(ONE, f"trên {figure(n, chance)}", where=None),
    "short": lambda n, chance: f"  - {{indicator: {ONE}, value: {n % 99 + 2}}}\n",
    "with quotes": lambda n, chance: target(ONE, "trên 60%", quote=f"{word(chance)} {figure(n, chance)}"),
}
for name, line in ONE_INDICATOR.items():
    in_plan(f"targets of one, {name}", line)
in_plan("targets of all", lambda n, chance: target(SHARES[n % len(SHARES)], f"trên {figure(n, chance)}"))
in_plan("targets of all, years", lambda n, chance: target(SHARES[n % len(SHARES)], figure(n, chance), by=due(n // 50)))
in_plan("targets of all, that do not fit", lambda n, chance: target(IDS[n % len(IDS)], f"trên {figure(n, chance)}"))
in_plan(
    "targets of all, all texts",
    lambda n, chance: target(
        SHARES[n % len(SHARES)],
        f"trên {figure(n, chance)}",
        **{key: f"{word(chance)} {n}" for key in ("where", "quote", "note", "owner", "only")},
    ),
)

# Other lists of a plan

FOR_GROUPS = f"{PLAN}  - indicator: {GROUPED}\n    value: 50%\n    groups:\n"
FOR_DOCUMENTS = HEAD.replace("  implements: [42-NQ/TW]\n", "") + "  implements:\n"
in_plan("groups", lambda n, chance: f"    - {GROUPS[n % 3]}\n", FOR_GROUPS)
in_plan("groups, unknown", lambda n, chance: f"    - {word(chance)}\n", FOR_GROUPS)
in_plan("implements", lambda n, chance: f"    - 42-NQ{' ' * (n % 99)}/TW\n", FOR_DOCUMENTS, SOME)
in_plan("implements, many spellings", lambda n, chance: f"    - 42-nq-tw{' ' * (n % 99)}\n", FOR_DOCUMENTS, SOME)
in_plan("implements, unknown", lambda n, chance: f"    - {word(chance)}\n", FOR_DOCUMENTS, SOME)
in_plan("implements, unknown at the end", lambda n, chance: "    - 42-NQ/TW\n", FOR_DOCUMENTS, "    - x\n" + SOME)

EXCUSES = "not_applicable:\n"
for name, excuse in {
    "of one": lambda n, chance: entry(indicator=ABSENT, reason=word(chance)),
    "that cannot hold": lambda n, chance: entry(indicator=ONE, reason=word(chance)),
    "of groups": lambda n, chance: entry(indicator=GROUPED, groups=[GROUPS[n % 3]], reason=word(chance)),
    "of all": lambda n, chance: entry(indicator=IDS[n % len(IDS)], reason=word(chance)),
}.items():
    in_plan(f"not_applicable, {name}", excuse, HEAD + SOME + EXCUSES)
in_plan(
    "other",
    lambda n, chance: entry(name=f"{word(chance)} {n}", value=figure(n, chance), where=word(chance)),
    HEAD + SOME + "other:\n",
)
halves(
    "not_applicable, beside their targets",
    lambda n, chance: target(ABSENT, figure(n, chance)),
    PLAN,
    lambda n, chance: entry(indicator=ABSENT, reason=word(chance)),
    EXCUSES,
)
halves(
    "not_applicable, beside others' targets",
    lambda n, chance: target(ONE, figure(n, chance), by=due(n)),
    PLAN,
    lambda n, chance: entry(indicator=ABSENT, reason=word(chance)),
    EXCUSES,
)

WAIVERS = "waivers:\n"


def waiver(number: int, chance: random.Random, **fields: object) -> str:
    """A waiver that holds for a shortfall, unless `fields` say otherwise."""
    usual = {"rule": "NQ101", "indicator": ONE, "value": figure(number, chance), "reason": word(chance)}
    return entry(**(usual | {"authority": f"số {number}", "until": "2099-12-31"} | fields))


for name, one_waiver in {
    "of one": waiver,
    "of one value": lambda n, chance: waiver(n, chance, value="trên 50%"),
    "of steps": lambda n, chance: waiver(n, chance, indicator=SCALE, value=STEPS[n % len(STEPS)]),
    "of all": lambda n, chance: waiver(n, chance, indicator=SHARES[n % len(SHARES)]),
    "of what is missing": lambda n, chance: waiver(n, chance, rule="NQ201", indicator=IDS[n % len(IDS)], value=None),
    "that ended": lambda n, chance: waiver(n, chance, until="2020-01-01"),
    "without authority": lambda n, chance: waiver(n, chance, authority=None),
    "of rules that are not known": lambda n, chance: waiver(n, chance, rule=word(chance)),
}.items():
    in_plan(f"waivers, {name}", one_waiver, HEAD + SOME + WAIVERS)
for name, value in {
    "that they cover": lambda n: "1%",
    "that they do not cover": lambda n: "trên 99,9999%",
    "that they cover in part": lambda n: f"{n % 100},{n:06}%",
    "of a missing value": lambda n: None,
}.items():
    halves(
        f"waivers, beside targets {name}",
        lambda n, chance: target(ONE, figure(n, chance), where=None, by=due(n)),
        PLAN,
        lambda n, chance, value=value: waiver(n, chance, rule="NQ403", value=value(n)),
        WAIVERS,
    )
halves(
    "waivers, beside as many findings without a level",
    lambda n, chance: target(ONE, f"giảm {figure(n, chance)} so với năm {due(n)}", by=due(n)),
    PLAN,
    lambda n, chance: waiver(n, chance, rule="NQ108", value=f"giảm {figure(n, chance)} so với năm {due(n)}"),
    WAIVERS,
)

# Known findings


def known(chance: random.Random, **fields: object) -> str:
    """A record of a finding that has gone, unless `fields` say otherwise."""
    usual = {"fingerprint": f"{chance.getrandbits(128):032x}", "rule": "NQ101", "plan": "Ví dụ", "indicator": ONE}
    return entry(
        **(usual | {"value": f"{chance.randrange(10, 60)},{chance.randrange(10**6):06}%", "by": 2030} | fields)
    )


KNOWN = 'version: "0.1.0"\nknown:\n'
MANY = filled(
    1 << 16, PLAN, lambda n: f"  - {{indicator: {SHARES[n % len(SHARES)]}, value: giảm {n}%, by: {due(n)}}}\n"
)
for name, record in {
    "of the plan": lambda n, chance: known(chance),
    "of other plans": lambda n, chance: known(chance, plan=f"Xã {n}"),
    "of one fingerprint": lambda n, chance: known(chance, fingerprint="0" * 32),
    "of all indicators": lambda n, chance: known(chance, indicator=SHARES[n % len(SHARES)]),
    "of another version": lambda n, chance: known(chance, rule="NQ102"),
    "under many spellings": lambda n, chance: known(chance, plan=f"Ví{' ' * (n % 500 + 1)}dụ{' ' * (n // 500)}"),
}.items():
    beside_plan(f"known, {name}", record, KNOWN.replace("0.1.0", "0.0.9") if "version" in name else KNOWN, "--known")
    beside_plan(f"known, {name}, many findings", record, KNOWN, "--known", MANY)


def found_once(size: int, chance: random.Random) -> Case:
    """A plan with a finding for each target, and a record for each of them under one fingerprint."""
    from hashlib import sha256

    plan = filled(size, PLAN, lambda n: target(ONE, figure(n, chance), where=None))
    print = sha256("\n".join(("NQ403", "Ví dụ", ONE, "", "", "2030")).encode()).hexdigest()[:32]
    records = filled(size, KNOWN, lambda n: known(chance, fingerprint=print, rule="NQ403"))
    files = {"plan.yaml": plan.encode(), "other.yaml": records.encode()}
    return Case(files, ("plan.yaml", "--known", "other.yaml"), "plan.yaml")


KINDS["known, of one fingerprint that findings have"] = found_once

# Rules of one's own

PARAMETERS: dict[str, dict[str, object]] = {
    "value": {"outcome": "weaker"},
    "part": {"pairs": [{"part": "insurance.unemployment", "whole": ONE}]},
    "whole": {"wholes": ["water.clean"]},
    "sum": {"sums": [SUMMANDS], "limit": 100},
    "waiver": {"state": "unused"},
    "excuse": {"fault": "stated"},
}


def rule(number: int, chance: random.Random, check: str, text: str = "x", **fields: object) -> str:
    """A rule that names `check`."""
    both = {"vi": f"{text} {number}", "en": f"{text} {number}"}
    usual = {"id": f"XX{number}", "name": f"x-{number}", "check": check, "with": PARAMETERS.get(check)}
    texts = {"message": both, "advice": both, "explanation": both}
    return entry(**(usual | {"severity": "note"} | texts | fields))


for check in CHECKS:
    beside_plan(f"rules, {check}", lambda n, chance, check=check: rule(n, chance, check), "rules:\n", "--rules")
for name, own_rule in {
    "long messages": lambda n, chance: rule(n, chance, "place", word(chance) * 500),
    "fields in messages": lambda n, chance: rule(n, chance, "place", "{indicator} {value} " * 200),
    "braces in messages": lambda n, chance: rule(n, chance, "place", "{{}}" * 1000),
    "unknown fields": lambda n, chance: rule(n, chance, "place", f"{{{word(chance)}}}"),
    "severity cases": lambda n, chance: rule(
        n,
        chance,
        "silence",
        severity=[{"is": "note", "binds": ["each"], "evidence": ["verified"]}] * 40 + [{"is": "note"}],
    ),
    "pairs": lambda n, chance: rule(n, chance, "part", **{"with": {"pairs": PARAMETERS["part"]["pairs"] * 40}}),
    "wholes": lambda n, chance: rule(n, chance, "whole", **{"with": {"wholes": ["water.clean"] * 100}}),
    "sums": lambda n, chance: rule(
        n, chance, "sum", **{"with": {"sums": PARAMETERS["sum"]["sums"] * 40, "limit": 100}}
    ),
    "unknown checks": lambda n, chance: rule(n, chance, word(chance)),
    "one id": lambda n, chance: rule(0, chance, "place"),
}.items():
    beside_plan(f"rules, {name}", own_rule, "rules:\n", "--rules")

# Norms


def norm(indicator: str, value: str, **fields: object) -> str:
    """A norm that binds each, unless `fields` say otherwise."""
    return entry(
        **({"indicator": indicator, "value": value, "binds": "each", "evidence": "verified", "basis": "b"} | fields)
    )


for name, one_norm in {
    "values of one year": lambda n, chance: norm(ONE, f"trên {figure(n, chance)}"),
    "rising values": lambda n, chance: norm(ONE, f"trên {n // 1000 + 1},{n % 1000:03}%"),
    "one value": lambda n, chance: norm(ONE, "trên 60%", note=f"{n}"),
    "years": lambda n, chance: norm(ONE, f"trên {figure(n, chance)}", by=due(n)),
    "averages": lambda n, chance: norm(ONE, f"trên {figure(n, chance)}", binds=("each", "average")[n % 2]),
    "of the nation": lambda n, chance: norm(ONE, f"trên {figure(n, chance)}", binds="nation"),
    "grades": lambda n, chance: norm(
        ONE, f"trên {figure(n, chance)}", evidence=("verified", "reported", "corroborated")[n % 3]
    ),
    "groups": lambda n, chance: norm(GROUPED, figure(n, chance), groups=[GROUPS[n % 3]]),
    "steps": lambda n, chance: norm(SCALE, STEPS[n % len(STEPS)], note=f"{n}"),
    "steps and figures": lambda n, chance: norm("insurance.health", ("toàn dân", figure(n, chance))[n % 2]),
    "ranges": lambda n, chance: norm(ONE, f"từ {n % 40},{n:06} đến {50 + n % 40},{n:06}%"),
    "about": lambda n, chance: norm(ONE, f"khoảng {figure(n, chance)}"),
    "both directions": lambda n, chance: norm(ONE, f"{('trên', 'dưới')[n % 2]} {figure(n, chance)}"),
    "words": lambda n, chance: norm(ONE, f"tiếp tục nâng cao {word(chance)}"),
    "no levels": lambda n, chance: norm(ONE, f"giảm {figure(n, chance)} so với năm 2020"),
    "not understood": lambda n, chance: norm(ONE, f"trên đạt {n} {word(chance)}"),
    "parts": lambda n, chance: norm(PARTS[n % 3], figure(n, chance)),
    "counts": lambda n, chance: norm("water.clean", figure(n, chance), counts=("people", "households")[n % 2]),
    "of all": lambda n, chance: norm(SHARES[n % len(SHARES)], f"trên {figure(n, chance)}"),
    "of all, years": lambda n, chance: norm(SHARES[n % len(SHARES)], figure(n, chance), by=due(n // 50)),
    "of all, all texts": lambda n, chance: norm(
        SHARES[n % len(SHARES)],
        f"trên {figure(n, chance)}",
        **{key: f"{word(chance)} {n}" for key in ("where", "quote", "note", "basis")},
    ),
    "achieved": lambda n, chance: norm(ONE, figure(n, chance), achieved={"on": "2020-01-01", "source": word(chance)}),
    "context": lambda n, chance: norm(ONE, figure(n, chance), context=word(chance)),
    "places": lambda n, chance: norm(
        ONE, figure(n, chance), places={f"{word(chance)} {each}": figure(each, chance) for each in range(40)}
    ),
    "one place": lambda n, chance: norm(ONE, figure(n, chance), places={"Ví dụ": figure(n, chance)}),
}.items():
    beside_plan(f"norms, {name}", one_norm, NORMS, "--against")
beside_plan(
    "norms, places of one",
    lambda n, chance: f"      {word(chance)} {n}: {figure(n, chance)}\n",
    f"{NORMS}  - indicator: {ONE}\n    value: 50%\n    binds: each\n    evidence: reported\n    basis: x\n"
    "    places:\n",
    "--against",
)
beside_plan(
    "norms, places of the document",
    lambda n, chance: f"    - {word(chance)} {n}\n",
    "targets:\n" + norm(ONE, "60%") + "document:\n  id: X\n  title: Chuẩn\n  by: 2030\n  version: '1'\n  places:\n",
    "--against",
)


def both(name: str, line: Line, args: tuple[str, ...]) -> None:
    """A kind with two plans of the same size."""

    def make(size: int, chance: random.Random) -> Case:
        old, new = (filled(size, PLAN, lambda number: line(number, chance)) for _ in range(2))
        return Case({"plan.yaml": new.encode(), "other.yaml": old.replace("Ví dụ", "Cũ").encode()}, args, "plan.yaml")

    KINDS[name] = make


AGAINST, DIFF = ("plan.yaml", "--against", "other.yaml"), ("diff", "other.yaml", "plan.yaml")
for name, line in {
    "values of one": ONE_INDICATOR["values of one year"],
    "years of one": ONE_INDICATOR["years"],
    "words of one": ONE_INDICATOR["words"],
    "only of one": ONE_INDICATOR["only"],
    "steps of one": ONE_INDICATOR["steps over years"],
    "groups of one": ONE_INDICATOR["groups over years"],
    "parts": ONE_INDICATOR["parts over years"],
    "parts without the whole": ONE_INDICATOR["parts without the whole"],
    "near ones": lambda n, chance: target(("labour.trained", "labour.certified")[n % 2], figure(n, chance), by=due(n)),
    "all": lambda n, chance: target(SHARES[n % len(SHARES)], figure(n, chance), by=due(n // 50)),
}.items():
    both(f"plan against plan, {name}", line, AGAINST)
    both(f"diff, {name}", line, DIFF)


def against_missing(size: int, chance: random.Random) -> Case:
    """Norms on one indicator, and a plan with as many targets on one that is near."""
    plan = filled(size, PLAN, lambda n: target("labour.trained", figure(n, chance), by=due(n)))
    norms = filled(size, NORMS, lambda n: norm("labour.certified", figure(n, chance), by=due(n)))
    return Case({"plan.yaml": plan.encode(), "other.yaml": norms.encode()}, AGAINST)


KINDS["plan against norms, near ones for what is missing"] = against_missing


def settings(name: str, line: Line, head: str, *args: str) -> None:
    """Settings of so many lines behind `head`, for a run on `args`."""

    def make(size: int, chance: random.Random) -> Case:
        declared = filled(size, head, lambda n: line(n, chance))
        waived = HEAD + SOME + WAIVERS + waiver(0, chance)
        return Case(
            {"plan.yaml": waived.encode(), ".nq42check.yaml": declared.encode()},
            args or ("plan.yaml",),
            ".nq42check.yaml",
        )

    KINDS[f"settings, {name}"] = make


settings("exclude", lambda n, chance: f"  - {word(chance)}*{n}\n", "exclude:\n")
settings("unknown keys", lambda n, chance: f"{word(chance)}{n}: x\n", "")
settings("required places", lambda n, chance: f"    - {word(chance)} {n}\n", "require:\n  places:\n", ".")
settings("required documents", lambda n, chance: f"    - 42-NQ{' ' * (n % 99)}/TW\n", "require:\n  implements:\n", ".")
settings("authorities", lambda n, chance: f"    - '*{word(chance)}{n}*'\n", "require:\n  authorities:\n")
