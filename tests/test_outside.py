"""What plans set targets for and no indicator measures: it is known by its names and takes nothing from indicators."""

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import USUAL, environment, run

from nq42check.drafting.speech import Match, Said, Speech
from nq42check.model.cues import Outside
from nq42check.run.knowledge import cues, load_knowledge

CLEARLY = 0.05
"""How much better what lies outside must be understood than an indicator that comes near."""

CATALOGUE, CUES = load_knowledge().catalogue, cues()
SPEECH = Speech(CATALOGUE, CUES)


def matches(words: str) -> list[Match]:
    return SPEECH.matches(Said((SPEECH.spoken(words),)))


def names(outside: Outside) -> tuple[str, ...]:
    return outside.names.vi, *outside.also


ALL = [(id, outside, name) for id, outside in CUES.outside.items() for name in names(outside)]


def test_each_name_of_what_lies_outside_finds_it_and_no_indicator() -> None:
    assert [found for _, outside, name in ALL for found in _wrong(outside, name)] == []


def _wrong(outside: Outside, name: str) -> Iterator[tuple[str, str, float]]:
    """What `name` finds and must not: another as the first, or an indicator nearly as well as itself."""
    found = matches(name)
    own = next((match for match in found if match.subject.outside == outside.names), None)
    if own is None or found[0] is not own:
        yield name, "is not the first", found[0].likeness if found else 0
        return
    for match in found:
        indicator = match.subject.indicator
        near = match.likeness >= 0.5 and match.likeness > own.likeness - CLEARLY
        if indicator and near and not match.named < own.named:
            yield name, indicator.id, match.likeness


def test_no_name_of_an_indicator_finds_what_lies_outside() -> None:
    wrong = []
    for indicator in CATALOGUE.indicators.values():
        cue = CUES.indicators.get(indicator.id)
        for name in (indicator.names.vi, *(cue.also if cue else ())):
            found = matches(name)
            own = next((match.likeness for match in found if match.subject.indicator is indicator), 0)
            wrong += [
                (name, match.subject.outside.vi) for match in found if match.subject.outside and match.likeness >= own
            ]
    assert wrong == []


def test_no_two_names_of_what_lies_outside_are_alike() -> None:
    said: dict[tuple[str, ...], str] = {}
    alike = []
    for _, _, name in ALL:
        words = SPEECH.spoken(name)
        if words in said:
            alike.append((said[words], name))
        said[words] = name
    assert alike == []


def test_each_name_of_what_lies_outside_says_more_than_one_word() -> None:
    assert [name for _, _, name in ALL if len(SPEECH.spoken(name)) < 2] == []


def test_what_lies_outside_has_a_name_in_both_languages() -> None:
    for id, outside in CUES.outside.items():
        vi, en = outside.names
        assert any(map(unicodedata.combining, unicodedata.normalize("NFD", vi))) or "đ" in vi, id
        assert en.isascii(), id
        assert vi != en, id


NEIGHBOURS = {
    "tỷ lệ hộ cận nghèo dưới 3%": "near_poor_households",
    "98% trẻ em dưới 1 tuổi được tiêm chủng đầy đủ các loại vắc xin": "fully_immunised",
    "tỷ lệ lao động nữ qua đào tạo đạt 60%": "women_trained",
    "5% lực lượng lao động tham gia BHXH tự nguyện": "voluntary_insurance",
    "tỷ lệ người cao tuổi có thẻ BHYT đạt 100%": "older_insurance",
    "tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể nhẹ cân dưới 9%": "underweight",
    "95% hộ gia đình có nhà tiêu hợp vệ sinh": "latrines",
    "tỷ lệ trường học đạt chuẩn quốc gia đạt 75%": "standard_schools",
    "80% phòng học kiên cố": "solid_classrooms",
    "90% trạm y tế có bác sĩ làm việc": "stations_with_doctors",
    "98% dân số được phủ sóng 5G": "fast_mobile",
    "100% xã, phường có đài truyền thanh cơ sở": "commune_radio",
    "30% hộ gia đình phân loại chất thải rắn tại nguồn": "sorted_waste",
    "tỷ lệ nhà ở bán kiên cố còn 10%": "semi_solid_houses",
    "tỷ lệ hộ nghèo dân tộc thiểu số còn 5%": "ethnic_poverty",
}


@pytest.mark.parametrize(("words", "id"), NEIGHBOURS.items(), ids=NEIGHBOURS.values())
def test_a_neighbour_of_an_indicator_is_named_and_is_no_target(tmp_path: Path, words: str, id: str) -> None:
    document = tmp_path / "a.txt"
    document.write_text(f"KẾ HOẠCH\nI. CHỈ TIÊU ĐẾN NĂM 2030\n- Tỷ lệ thất nghiệp chung dưới 3%.\n- {words}.\n")
    said = run("draft", document).stdout
    assert said.count("- indicator:") == 1
    assert f"outside: {CUES.outside[id].names.vi}" in said.replace('"', "")


def test_of_two_that_are_named_alike_the_one_that_says_more_is_meant_in_every_run(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text(
        "I. CHỈ TIÊU ĐẾN NĂM 2030\n- Trẻ em dưới 1 tuổi được tiêm chủng đầy đủ các loại vắc xin: 98%.\n"
    )
    command = [sys.executable, "-m", "nq42check", "draft", str(document)]
    for seed in range(4):
        by = environment(USUAL | {"PYTHONHASHSEED": str(seed)})
        done = subprocess.run(command, env=by, capture_output=True, text=True, check=False)
        assert "\n  - indicator:" not in done.stdout
        assert f"outside: {CUES.outside['fully_immunised'].names.vi}" in done.stdout
