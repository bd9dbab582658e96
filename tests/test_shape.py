"""The loader and the JSON Schemas accept the same shapes; the shipped files fit their schemas."""

from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, ROOT, rendered
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from yaml import Mark, ScalarEvent

from nq42check.api import check
from nq42check.reading.documents import load_baseline, load_plan
from nq42check.reading.encoding import decode
from nq42check.reading.nodes import Mapping, Node, Refused, Scalar, Sequence
from nq42check.reading.parsing import parse
from nq42check.reading.schemas import NAMES, _data, explain, schema
from nq42check.run.knowledge import load_knowledge
from nq42check.run.settings import Settings, load_settings
from nq42check.texts import LANGUAGES

KNOWN = load_knowledge()

PLAIN = st.sampled_from(
    ["", "~", "null", "true", "False", "0", "-1", "2030", "02030", "2030.0", "1999", "x", "2027-02-30", "2027-12-31"]
)
START = Mark("", 0, 0, 0, None, None)


def scalar(text: str, style: str = "") -> Scalar:
    return Scalar(ScalarEvent(None, None, (True, False), text, START, START, style), "")


SCALARS = st.builds(scalar, PLAIN, st.sampled_from(["", "'", '"']))
KEYS = st.sampled_from(
    [
        *("indicator", "value", "by", "groups", "where", "reason", "until", "rule", "title", "implements", "name"),
        *("from", "year", "place", "province", "x"),
    ]
)


def mapping(entries: dict[str, Node]) -> Mapping:
    return Mapping(entries, {key: scalar(key).event for key in entries}, 1, 1)


NODES = st.recursive(
    SCALARS,
    lambda inner: (
        st.builds(lambda found: Sequence(found, 1, 1), st.lists(inner, max_size=2))
        | st.dictionaries(KEYS, inner, max_size=3).map(mapping)
    ),
    max_leaves=6,
)

PLAN = """\
province: Ví dụ
document: {title: Kế hoạch, issuer: Tỉnh ủy, date: 2024-01-31, implements: [42-NQ/TW], by: 2030}
targets:
  - {indicator: culture.remote_people, value: 90%, by: 2030, groups: [remote], counts: people, only: xã nghèo, where: I,
     quote: q, note: n, from: {value: 80%, year: 2024, where: I.1}}
not_applicable:
  - {indicator: culture.remote_people, groups: [islands], reason: không có}
waivers:
  - {rule: weaker, indicator: insurance.social, value: 46%, reason: r, authority: a, until: 2027-12-31}
other:
  - {name: Tỷ lệ che phủ rừng, value: trên 55%, by: 2028, where: I, quote: q, note: n, owner: o}
"""
COMMUNE = """\
place: Xã Ví dụ
within: Ví dụ
replaces: [Nơi trước]
document: {title: Kế hoạch, by: 2030}
targets:
  - {indicator: insurance.social, value: 60%}
"""
BASELINE = """\
document: {id: X, title: Văn bản, by: 2030, version: "1"}
targets:
  - {indicator: insurance.social, value: 60%, binds: each, evidence: verified, basis: b, context: c}
"""
SETTINGS = """\
baselines: [chuan]
against: [42-NQ/TW]
rules: [quy-tac]
select: [NQ1, weaker]
ignore: [NQ2]
severity: {NQ101: warning, missing: note}
not_waivable: [weaker]
fail_on: warning
language: en
exclude: [nhap/*]
known: da-biet.yaml
require: {places: [Ví dụ], plans: 34, implements: [42-NQ/TW], longest_waiver: 730, authorities: ["*NQ-HĐND*"]}
"""
OTHERS = ("indicators", "words", "places", "nation", "weights", "cues")
SAMPLES = [("plan", PLAN), ("plan", COMMUNE), ("baseline", BASELINE), ("settings", SETTINGS)]


def load(name: str, node: Node) -> object:
    """What the loader of the format `name` makes of `node`. Raises Refused."""
    if name == "plan":
        return load_plan(node, KNOWN.catalogue, KNOWN.rule_names)
    return (
        load_baseline(node, KNOWN.catalogue)
        if name == "baseline"
        else load_settings(node, lambda *_: KNOWN, lambda _: True)
    )


def changed(node: Node, choose: Any, depth: int = 0) -> Node:
    """`node` with one part replaced, dropped or added."""
    if type(node) is Scalar or choose(st.integers(0, 3)) == 0:
        return choose(NODES)
    if type(node) is Sequence:
        if not node.items or choose(st.integers(0, 4)) == 0:
            return Sequence([], 1, 1)
        place = choose(st.integers(0, len(node.items) - 1))
        return Sequence([changed(item, choose) if at == place else item for at, item in enumerate(node.items)], 1, 1)
    assert type(node) is Mapping
    entries = dict(node.entries)
    action, key = choose(st.integers(0, 5)), choose(st.sampled_from(sorted(entries) or ["x"]))
    if action == 0:
        entries.pop(key, None)
    elif action == 1:
        entries[choose(KEYS)] = choose(NODES)
    elif key in entries:
        entries[key] = changed(entries[key], choose)
    return mapping(entries)


@pytest.mark.parametrize("name, text", SAMPLES)
@given(chance=st.data())
def test_loader_and_schema_accept_the_same_shapes(name: str, text: str, chance: Any) -> None:
    node = changed(parse(text), chance.draw)
    try:
        load(name, node)
        problems = []
    except Refused as refusal:
        problems = [problem.reason for problem in refusal.problems]
    by_schema = explain(node, name)
    assert any(text.startswith("shape.") for text in problems) == bool(by_schema), (problems, by_schema)


@pytest.mark.parametrize("name, text", SAMPLES)
def test_the_samples_are_accepted(name: str, text: str) -> None:
    assert explain(parse(text), name) == []
    load(name, parse(text))


def test_the_schema_of_settings_has_all_keys() -> None:
    assert tuple(schema("settings")["properties"]) == Settings._fields


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_valid(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    "name, path",
    [
        *(("plan", path) for path in sorted(ROOT.glob("provinces/*.yaml"))),
        *(("rules", path) for path in sorted(ROOT.glob("rules/*.yaml"))),
        *(("baseline", path) for path in sorted(ROOT.glob("baselines/*.yaml")) if path.stem not in OTHERS),
        ("catalogue", ROOT / "baselines/indicators.yaml"),
        ("words", ROOT / "baselines/words.yaml"),
        ("cues", ROOT / "baselines/cues.yaml"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_shipped_files_fit_their_schemas(name: str, path: Path) -> None:
    assert explain(parse(decode(path.read_bytes())), name) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_report_fits_its_schema(language: str, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("x: [", encoding="utf-8")
    (tmp_path / "rules.yaml").write_text("rules: []", encoding="utf-8")
    report = check(str(ROOT / "provinces"), str(tmp_path), str(tmp_path / "rules.yaml"), as_of=AS_OF)
    found = rendered(report, language)
    Draft202012Validator(schema("report")).validate(found)
    assert len(found["errors"]) == 1 and len(found["findings"]) == 47


def test_the_json_report_is_valid_when_there_is_nothing(tmp_path: Path) -> None:
    found = rendered(check(str(tmp_path), as_of=AS_OF))
    Draft202012Validator(schema("report")).validate(found)


def test_plain_data_is_what_a_validator_sees() -> None:
    assert _data(parse("{a: 1, b: '1', c: 1.50, d: ~, e: true, f: [x]}")) == {
        "a": 1,
        "b": "1",
        "c": "1.50",
        "d": None,
        "e": True,
        "f": ["x"],
    }
