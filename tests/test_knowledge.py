"""Which document a name means, what a plan asks for where it serves as norms, and what a repository adds."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from command import ENGLISH
from command import run as run_here
from conftest import HEAD, WEAK, as_nobody, entry

from nq42check.model.document import Baseline
from nq42check.run.knowledge import (
    Additions,
    BadKnowledge,
    Knowledge,
    document_for,
    load_knowledge,
    named_baseline,
    norms_for,
)

PLAN = HEAD.replace("Ví dụ", "Khánh Hòa").replace("  by:", "  id: 123/KH-UBND\n  by:")

run = partial(run_here, env=ENGLISH)


@pytest.fixture
def with_plan(tmp_path: Path) -> Iterator[Knowledge]:
    """What ships, and the plan of a province that a repository adds as norms."""
    targets = entry("insurance.social", "50%", "by: 2027") + entry("insurance.social", "60%")
    (tmp_path / "ke-hoach-tinh.yaml").write_text(PLAN + targets, encoding="utf-8")
    yield load_knowledge(Additions(baselines=(str(tmp_path),)))
    load_knowledge.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        *("123/KH-UBND", "123/kh-ubnd", " 123/KH-UBND ", "ke-hoach-tinh", "KE-HOACH-TINH"),
        *("Khánh Hòa", "Khánh Hoà", "khánh  hoà", "Kha\u0301nh Ho\u0300a", "Khánh\u200b Hòa"),
    ],
)
def test_a_plan_is_found_by_number_file_name_and_place(name: str, with_plan: Knowledge) -> None:
    found = named_baseline(name, with_plan)
    assert found is not None and (found.document.place, found.document.number) == ("Khánh Hòa", "123/KH-UBND")


@pytest.mark.parametrize("name", ["Khánh", "Kế hoạch thực hiện Nghị quyết số 42-NQ/TW", "123", ""])
def test_a_part_of_a_name_or_the_title_of_what_has_a_number_finds_nothing(name: str, with_plan: Knowledge) -> None:
    assert named_baseline(name, with_plan) is None


@pytest.mark.parametrize(
    "name, id", [("42-nq/tw", "42-NQ/TW"), ("68-NQ-CP", "68/NQ-CP"), ("42-NQ/TW\u00a0", "42-NQ/TW")]
)
def test_what_ships_is_found_in_any_letters_and_spacing(name: str, id: str) -> None:
    found = named_baseline(name, load_knowledge())
    assert found is not None and found.document.number == id


def test_the_norms_of_a_plan_bind_each_for_its_own_years(with_plan: Knowledge) -> None:
    norms = norms_for(("Khánh Hoà",), with_plan)
    own = [(each.norm, each.aside) for each in norms if each.norm.document.place]
    assert [(norm.target.by, norm.binds.value, aside) for norm, aside in own] == [
        (2027, "each", None),
        (2030, "each", None),
    ]
    assert {each.norm.document.name for each in norms} == {"42-NQ/TW", "Khánh Hòa"}


def test_a_file_is_taken_where_no_document_has_the_name(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(PLAN + entry("insurance.social", "60%"), encoding="utf-8")
    found = document_for(str(path), load_knowledge())
    assert found.document.place == "Khánh Hòa"
    with pytest.raises(LookupError):
        document_for("Khánh Hòa", load_knowledge())


# Documents and rules of one's own


def norm_file(id: str, *implements: str) -> str:
    named = f", implements: [{', '.join(implements)}]" if implements else ""
    head = f"document: {{title: t, id: {id}, by: 2030, version: 1{named}}}\ntargets:\n"
    return head + "- {indicator: health.stunting, value: dưới 20%, binds: each, evidence: reported, basis: x}\n"


PLAN_OF = (
    "province: A\ndocument: {{title: t, implements: [{}], by: 2030}}\n"
    "targets:\n- {{indicator: health.stunting, value: dưới 25%, where: x}}\n"
)


def own(folder: Path, kind: str, files: dict[str, str], plan: str = WEAK) -> Path:
    """A repository with files of its own for the setting `kind`."""
    (folder / "own").mkdir()
    (folder / ".nq42check.yaml").write_text(f"{kind}: [own]\n", encoding="utf-8")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    for name, text in files.items():
        (folder / "own" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("circle", [["AA"], ["AA", "BB"], ["AA", "BB", "CC"]], ids=len)
def test_documents_that_implement_one_another_in_a_circle(circle: list[str], tmp_path: Path) -> None:
    texts = {f"{one}.yaml": norm_file(one, other) for one, other in zip(circle, circle[1:] + circle[:1], strict=True)}
    own(tmp_path, "baselines", texts, PLAN_OF.format("AA"))
    done = run("plan.yaml", "--format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 1 and [each["name"] for each in report["findings"]] == ["weaker"]
    assert run("new", "A", "--against", "AA", "--output", "-", cwd=tmp_path).returncode == 0


def test_the_highest_document_comes_first_however_long_the_way_to_it(tmp_path: Path) -> None:
    shape = {"A": "BC", "B": "D", "C": "DE", "D": "", "E": ""}
    texts = {f"{id}.yaml": norm_file(f"{id}{id}", *(each * 2 for each in below)) for id, below in shape.items()}
    own(tmp_path, "baselines", texts)
    known = load_knowledge(Additions(baselines=(str(tmp_path / "own"),)))
    assert [each.norm.document.name for each in norms_for(("AA",), known)] == ["DD", "BB", "EE", "CC", "AA"]
    (template,) = [each.document for each in known.baselines if each.document.number == "EE"]
    chain = [
        Baseline(
            template._replace(number=f"C{place}", file=None, implements=(f"C{place + 1}",) * (place < 4_999)), norms=()
        )
        for place in range(5_000)
    ]
    long = known._replace(baselines=(*chain, *known.baselines))
    assert norms_for(("C0", "EE"), long)[0].norm.document.name == "EE"


def test_a_document_that_implements_one_that_is_not_known(tmp_path: Path) -> None:
    own(tmp_path, "baselines", {"a.yaml": norm_file("AA", "42-NQ/TW", "ZZ")}, PLAN_OF.format("AA"))
    for command in (("plan.yaml",), ("new", "B", "--against", "AA"), ("compare", "plan.yaml")):
        done = run(*command, "--lang", "en", cwd=tmp_path)
        assert done.returncode in (2, 4) and "“ZZ”" in done.stderr, command


WHOLE = (
    "rules:\n- {id: X1, name: n1, check: whole, with: {wholes: [WHICH]}, severity: error, message: {vi: m, en: x}, "
    "advice: {vi: a, en: a}, explanation: {vi: a, en: a}}\n"
)


def test_a_rule_on_a_whole_without_parts_is_refused(tmp_path: Path) -> None:
    own(tmp_path, "rules", {"r.yaml": WHOLE.replace("WHICH", "health.stunting")})
    by_settings = run("plan.yaml", "--lang", "en", cwd=tmp_path)
    (tmp_path / ".nq42check.yaml").unlink()
    by_option = run("plan.yaml", "--rules", "own", "--lang", "en", cwd=tmp_path)
    assert (by_settings.returncode, by_option.returncode) == (2, 4)
    for done in (by_settings, by_option):
        assert done.stderr.startswith("own/r.yaml, line 2, column ") and "health.stunting has no parts" in done.stderr
    (tmp_path / "own/r.yaml").write_text(WHOLE.replace("WHICH", "housing.floor_area"), encoding="utf-8")
    assert run("plan.yaml", "--rules", "own", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("kind", ["rules", "baselines"])
def test_folders_of_rules_and_norms_with_nothing_in_them_are_refused(kind: str, tmp_path: Path) -> None:
    own(tmp_path, kind, {"read.me": "x"})
    for command in (("plan.yaml",), ("rules",), ("compare", "plan.yaml"), ("new", "A")):
        done = run(*command, "--lang", "en", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "") and "own: NQ901" in done.stderr and ".yml" in done.stderr
    (tmp_path / ".nq42check.yaml").unlink()
    if kind == "rules":
        assert run("plan.yaml", "--rules", "own", cwd=tmp_path).returncode == 4
    with pytest.raises(BadKnowledge, match="own"):
        load_knowledge(Additions(**{kind: (str(tmp_path / "own"),)}))


@pytest.mark.parametrize("kind", ["rules", "baselines"])
def test_folders_of_rules_and_norms_that_may_not_be_read_are_refused(kind: str, tmp_path: Path) -> None:
    own(tmp_path, kind, {})
    run("plan.yaml", "--lang", "en", cwd=tmp_path)
    with as_nobody(tmp_path / "own", 0o311):
        done = run("plan.yaml", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "cannot be listed: Permission denied" in done.stderr


def test_a_document_named_twice_counts_once_and_another_file_of_its_name_for_itself(tmp_path: Path) -> None:
    for name, value in (("a", "20%"), ("b", "18%")):
        text = norm_file("AA").replace("dưới 20%", f"dưới {value}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN_OF.format("42-NQ/TW"), encoding="utf-8")

    def asked(*files: str) -> list[str]:
        against = [part for file in files for part in ("--against", file)]
        report = json.loads(run("plan.yaml", *against, "--format", "json", cwd=tmp_path).stdout)
        return [row["norm"]["value"] for row in report["coverage"]]

    assert asked("a.yaml", "a.yaml") == asked("a.yaml") == ["dưới 20%"]
    assert asked("a.yaml", "b.yaml") == ["dưới 20%", "dưới 18%"]
