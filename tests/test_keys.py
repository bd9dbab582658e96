"""Keys that are not known: each is answered with the key to write, once, and what is not certain is asked."""

import unicodedata
from pathlib import Path

import pytest
from command import run

from nq42check.reading.keys import NAMES, OUTERMOST, UNDER, likely, meanings, meant
from nq42check.reading.schemas import schema
from nq42check.run.settings import Required, Settings
from nq42check.text import without_marks

PLAN = schema("plan")
TARGET = frozenset(PLAN["properties"]["targets"]["items"]["properties"])
ABSENT = frozenset(PLAN["properties"]["not_applicable"]["items"]["properties"])
WAIVER = frozenset(PLAN["properties"]["waivers"]["items"]["properties"])
OTHER = frozenset(PLAN["properties"]["other"]["items"]["properties"])
UNPLACED = frozenset(PLAN["properties"]["unplaced"]["items"]["properties"])
DOCUMENT = frozenset(PLAN["properties"]["document"]["properties"])
TOP = frozenset(PLAN["properties"])
PLACES = {
    "plan": TOP,
    "document": DOCUMENT,
    "target": TARGET,
    "not_applicable": ABSENT,
    "waiver": WAIVER,
    "other": OTHER,
    "unplaced": UNPLACED,
    "settings": frozenset(Settings._fields),
    "require": frozenset(Required._fields),
    "known": frozenset(("fingerprint", "rule", "plan", "indicator", "value", "by", "left_out", "document")),
}
SURE = {
    "plan": {
        "tỉnh": "province",
        "Tên tỉnh": "province",
        "văn bản": "document",
        "các chỉ tiêu": "targets",
        "chỉ tiêu": "targets",
        "không áp dụng": "not_applicable",
        "ngoại lệ": "waivers",
    },
    "document": {
        "tên văn bản": "title",
        "số hiệu": "id",
        "ngày ban hành": "date",
        "cơ quan ban hành": "issuer",
        "thực hiện": "implements",
        "năm": "by",
        "hạn": "by",
    },
    "target": {
        "chỉ tiêu": "indicator",
        "giá trị": "value",
        "mức": "value",
        "năm": "by",
        "hạn": "by",
        "nhóm": "groups",
        "đối tượng": "groups",
        "vị trí": "where",
        "mục": "where",
        "trích dẫn": "quote",
        "ghi chú": "note",
        "tính theo": "counts",
        "đơn vị chủ trì": "owner",
        "Indicator": "indicator",
        "VALUE": "value",
        "By": "by",
    },
    "not_applicable": {"lý do": "reason", "lí do": "reason", "chỉ tiêu": "indicator", "nhóm": "groups"},
    "waiver": {"quy tắc": "rule", "hạn": "until", "đến ngày": "until", "thẩm quyền": "authority", "lý do": "reason"},
    "settings": {"loại trừ": "exclude", "Fail On": "fail_on", "fail-on": "fail_on", "ngôn ngữ": "language"},
    "require": {"các địa phương": "places", "kế hoạch": "plans", "longestWaiver": "longest_waiver"},
}


def spellings(name: str) -> set[str]:
    """A name as different people type it; without marks only where it then stays one name."""
    words = [name, name.upper(), name.title()]
    words += [word.replace(" ", sign) for word in words for sign in ("_", "-", "", "  ", "\xa0")]
    return {*words, *(unicodedata.normalize("NFD", word) for word in words), f"{name[:1]}\u200b{name[1:]}"}


@pytest.mark.parametrize("place, name", [(place, name) for place, names in SURE.items() for name in names])
def test_a_name_of_a_key_however_it_is_typed_is_that_key(place: str, name: str) -> None:
    known, key = PLACES[place], SURE[place][name]
    assert {spelt: meant(spelt, known) for spelt in spellings(name)} == dict.fromkeys(spellings(name), key)
    bare = without_marks(name)
    assert key in meanings(bare, known)


def test_marks_tell_two_names_apart_and_without_them_nothing_is_guessed() -> None:
    assert (meant("mức", TARGET), meant("mục", TARGET), meant("muc", TARGET)) == ("value", "where", None)
    assert meanings("muc", TARGET) == ("value", "where")
    assert meanings("phạm vi", TARGET) == ("groups", "only")


@pytest.mark.parametrize("place", PLACES)
def test_no_key_is_taken_for_another(place: str) -> None:
    assert {key: meant(key, PLACES[place]) for key in PLACES[place]} == {key: key for key in PLACES[place]}


@pytest.mark.parametrize(
    "key, near",
    [
        ("qoute", "quote"),
        ("vlaue", "value"),
        ("giá trịi", "value"),
        ("trichs dẫn", "quote"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_what_only_looks_like_a_key_is_asked(key: str, near: str | None) -> None:
    assert (meant(key, TARGET), likely(key, TARGET)) == (None, near)


def test_what_stands_under_a_key_is_what_the_schema_says() -> None:
    under = {key: UNDER[key] for key in TOP & UNDER.keys()}
    assert {key: {*keys} for key, keys in under.items()} == {
        "document": DOCUMENT,
        "targets": TARGET,
        "not_applicable": ABSENT,
        "waivers": WAIVER,
        "other": OTHER,
        "unplaced": UNPLACED,
    }
    assert TOP == OUTERMOST and frozenset(UNDER["require"]) == frozenset(Required._fields)


def test_all_keys_of_plans_and_settings_have_names() -> None:
    keys = frozenset().union(*PLACES.values()) - {"fingerprint", "plan", "left_out"}
    assert keys <= NAMES.keys()


HEAD = "province: Ví dụ\ndocument: {title: Kế hoạch, implements: [42-NQ/TW], by: 2030}\n"
TARGET_HEAD = f"{HEAD}targets:\n  - "
TOLD = {
    "Vietnamese keys": (
        f"{TARGET_HEAD}chỉ tiêu: health.stunting\n    giá trị: 12%\n    vị trí: I\n",
        [
            "Không có khóa “chỉ tiêu”. Ghi: indicator",
            "Không có khóa “giá trị”. Ghi: value",
            "Không có khóa “vị trí”. Ghi: where",
        ],
        [
            "There is no key “chỉ tiêu”. Write: indicator",
            "There is no key “giá trị”. Write: value",
            "There is no key “vị trí”. Write: where",
        ],
    ),
    "keys that could be either": (
        f"{TARGET_HEAD}indicator: health.stunting\n    muc: 12%\n    pham_vi: x\n",
        [
            "Không có khóa “muc”. Ghi một trong các khóa: value, where.",
            "Không có khóa “pham_vi”. Ghi một trong các khóa: groups, only.",
        ],
        [
            "There is no key “muc”. Write one of these: value, where.",
            "There is no key “pham_vi”. Write one of these: groups, only.",
        ],
    ),
    "a key that is there besides": (
        f"{TARGET_HEAD}indicator: health.stunting\n    value: 12%\n    Mức: 13%\n",
        ["Không có khóa “Mức”: đó là value, mà value đã ghi ở đây rồi. Hãy giữ một, xóa một."],
        ["There is no key “Mức”: it stands for value, which is here already. Keep one and delete the other."],
    ),
    "all keys": (
        "Tỉnh: Ví dụ\nvan_ban: {title: x, by: 2030}\nchỉ tiêu:\n  - {indicator: health.stunting, value: 12%}\n",
        [
            "Không có khóa “Tỉnh”. Ghi: province",
            "Không có khóa “van_ban”. Ghi: document",
            "Không có khóa “chỉ tiêu”. Ghi: targets",
        ],
        [
            "There is no key “Tỉnh”. Write: province",
            "There is no key “van_ban”. Write: document",
            "There is no key “chỉ tiêu”. Write: targets",
        ],
    ),
    "keys below a wrong one, and in the wrong place": (
        "province: x\ntên văn bản: y\nnăm: 2030\nvăn bản:\n  Tiêu đề: y\n  by: 2030\n  other: z\n"
        "targets:\n  - {indicator: health.stunting, value: 12%, đơn vị: a, qoute: b}\n",
        [
            "Không có khóa “tên văn bản” ở đây. Khóa title ghi dưới document, thụt vào.",
            "Không có khóa “năm” ở đây. Khóa by ghi dưới document, targets, other, thụt vào.",
            "Không có khóa “văn bản”. Ghi: document",
            "Không có khóa “Tiêu đề”. Ghi: title",
            "Không có khóa “other” ở đây. Khóa other ghi sát lề trái, không thụt vào.",
            "Không có khóa “đơn vị” ở đây. "
            "Các khóa còn ghi được: by, counts, from, groups, note, only, owner, quote, status, task, where.",
            "Không có khóa “qoute” ở đây. Có phải là “quote”?",
        ],
        [
            "There is no key “tên văn bản” here. title stands under document, indented.",
            "There is no key “năm” here. by stands under document, targets, other, indented.",
            "There is no key “văn bản”. Write: document",
            "There is no key “Tiêu đề”. Write: title",
            "There is no key “other” here. other stands at the left margin, not indented.",
            "There is no key “đơn vị” here. "
            "Keys that may stand here: by, counts, from, groups, note, only, owner, quote, status, task, where.",
            "There is no key “qoute” here. Did you mean “quote”?",
        ],
    ),
    "a misspelt key": (
        f"{TARGET_HEAD}{{indicator: health.stunting, value: 12%}}\n".replace("province", "provnce"),
        ["Không có khóa “provnce” ở đây. Có phải là “province”?"],
        ["There is no key “provnce” here. Did you mean “province”?"],
    ),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("what", TOLD)
def test_a_wrong_key_is_told_once_with_the_key_to_write(what: str, language: str, tmp_path: Path) -> None:
    text, vietnamese, english = TOLD[what]
    said = vietnamese if language == "vi" else english
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    done = run("plan.yaml", "--lang", language, cwd=tmp_path)
    lines = [line for line in done.stderr.splitlines() if "NQ904" in line]
    assert done.returncode == 4 and len(lines) == len(said)
    assert all(line.endswith(message) for line, message in zip(lines, said, strict=True))


def test_keys_of_settings_are_answered_as_well(tmp_path: Path) -> None:
    (tmp_path / ".nq42check.yaml").write_text("loại trừ: [nhap]\nrequire: {Plans: 3}\n", encoding="utf-8")
    (tmp_path / "plan.yaml").write_text("", encoding="utf-8")
    done = run("plan.yaml", "--lang", "vi", cwd=tmp_path)
    assert done.returncode == 2 and "dòng 1, cột 1" in done.stderr and "Ghi: exclude" in done.stderr


def test_of_a_file_of_others_nothing_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("mật khẩu: abc\nservices: [x]\n", encoding="utf-8")
    done = run("plan.yaml", "--lang", "vi", cwd=tmp_path)
    assert done.returncode == 4 and "mật khẩu" not in done.stderr and "targets" in done.stderr
