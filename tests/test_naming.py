"""A name that is no id is answered with what to type, in both languages."""

from pathlib import Path

import pytest
from command import run

HEAD = "province: Ví dụ\ndocument: {title: Kế hoạch, implements: [42-NQ/TW], by: 2030}\ntargets:\n"
REMOTE = "  - {indicator: culture.remote_people, value: 100%, groups: [NAME]}\n"
RURAL = "  - {indicator: water.clean_rural, value: 85%, counts: NAME}\n"
STUNTING = "  - {indicator: health.stunting, value: 12%}\n"
WAIVER = f"{STUNTING}waivers:\n  - {{rule: NAME, indicator: health.stunting, reason: r, until: 2027-12-31}}\n"
INDICATOR = "  - {indicator: NAME, value: 12%}\n"
GROUPS_VI = "remote (vùng sâu, vùng xa), border (biên giới), islands (hải đảo)"
ANSWERS = [
    (REMOTE, '"Vùng sâu, vùng xa"', "Ghi: remote", "Write: remote"),
    (REMOTE, "vung sau vung xa", "Ghi: remote", "Write: remote"),
    (REMOTE, "REMOTE", "Ghi: remote", "Write: remote"),
    (REMOTE, "xã đảo", "Ghi: islands", "Write: islands"),
    (REMOTE, "border areas", "Ghi: border", "Write: border"),
    (
        REMOTE,
        "vùng xa",
        "Các nhóm của chỉ tiêu này: remote (vùng sâu, vùng xa), ",
        "This indicator has: remote (remote",
    ),
    (REMOTE, "biên giơi hải", "Các nhóm của chỉ tiêu này: border (biên giới), ", "This indicator has: border (border "),
    (REMOTE, "người cao tuổi", f"Các nhóm của chỉ tiêu này: {GROUPS_VI}.", "This indicator has: remote"),
    (STUNTING.replace("12%", "12%, groups: [NAME]"), "remote", "hãy bỏ khóa groups.", "leave out the key groups."),
    (RURAL, "Người dân", "Ghi: people", "Write: people"),
    (RURAL, "hộ dân", "Ghi: households", "Write: households"),
    (RURAL, "ho gia dinh", "Ghi: households", "Write: households"),
    (RURAL, "peple", "Ghi một trong: people (người), ", "Write one of these: people, "),
    (WAIVER, "yếu hơn chuẩn", "Ghi: weaker", "Write: weaker"),
    (WAIVER, "Weaker", "Ghi: weaker", "Write: weaker"),
    (WAIVER, "nq101", "Ghi: NQ101", "Write: NQ101"),
    (WAIVER, "weakr", "Có phải là weaker (yếu hơn chuẩn)?", "Did you mean weaker?"),
    (WAIVER, "xyzzy", "Xem bằng lệnh nq42check rules.", "See nq42check rules."),
    (
        INDICATOR,
        "Tỷ lệ thất nghiệp",
        "Gần nhất là labour.unemployment (Tỷ lệ thất nghiệp chung), labour.unemployment_urban (Tỷ lệ thất nghiệp khu",
        "Nearest: labour.unemployment (Unemployment), labour.unemployment_urban (Urban unemployment), ",
    ),
    (INDICATOR, "nước sạch", ", và 2 mục khác: hãy ghi mã", ", and 2 more. Write the id"),
    (INDICATOR, "health.stuntng", "Có phải là health.stunting (Tỷ lệ trẻ em", "Did you mean health.stunting (Stunting"),
    (INDICATOR, "Độ che phủ rừng", "ngoài danh mục thì ghi dưới other.", "goes under other."),
]


@pytest.mark.parametrize("text, name, vietnamese, english", ANSWERS)
def test_a_wrong_name_is_answered_with_what_to_write(
    text: str, name: str, vietnamese: str, english: str, tmp_path: Path
) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + text.replace("NAME", name), encoding="utf-8")
    for language, said in (("vi", vietnamese), ("en", english)):
        done = run("plan.yaml", "--lang", language, cwd=tmp_path)
        assert done.returncode == 4 and "NQ906" in done.stderr
        assert said in done.stderr


def test_all_wrong_groups_of_a_target_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + REMOTE.replace("NAME", "vùng sâu, vùng xa, hải đảo"), encoding="utf-8")
    done = run("plan.yaml", "--lang", "vi", cwd=tmp_path)
    assert done.stderr.count("NQ906") == 3


@pytest.mark.parametrize("command", [("explain", "yếu hơn chuẩn"), ("plan.yaml", "--select", "Yếu hơn chuẩn")])
def test_the_command_line_answers_a_rules_name_as_well(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + STUNTING, encoding="utf-8")
    done = run(*command, "--lang", "vi", cwd=tmp_path)
    assert done.returncode == 2 and "Ghi: weaker" in done.stderr


def test_settings_answer_a_rules_name_as_well(tmp_path: Path) -> None:
    for text in ("select: [yếu hơn chuẩn]", "severity: {yếu hơn chuẩn: note}", "not_waivable: [yếu hơn chuẩn]"):
        (tmp_path / ".nq42check.yaml").write_text(text, encoding="utf-8")
        done = run("rules", "--lang", "vi", cwd=tmp_path)
        assert done.returncode == 2 and "Ghi: weaker" in done.stderr, text
