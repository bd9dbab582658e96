"""Fields in a wrong encoding inside a file in Unicode are refused by its name; foreign names and notes are read."""

from pathlib import Path
from unicodedata import normalize

import pytest
from conftest import AS_OF, HEAD, entry

from nq42check.api import check

GARBLED = {
    "TØnh Hµ Giang": "tcvn3",
    "Hµ Giang": "tcvn3",
    "KÕ ho¹ch thùc hiÖn NghÞ quyÕt": "tcvn3",
    "tØnh B¾c K¹n": "tcvn3",
    "Tû lÖ hé nghÌo": "tcvn3",
    "b¶o hiÓm y tÕ toµn d©n": "tcvn3",
    "Uû ban nh©n d©n x·": "tcvn3",
    "®Õn n¨m 2030": "tcvn3",
    "ch\xad¬ng tr×nh hµnh ®éng": "tcvn3",
    "Hµ Giang (Müller & Søn®)": "tcvn3",
    "Haø Giang": "vni",
    "HAØ GIANG": "vni",
    "Keá hoaïch thöïc hieän Nghò quyeát": "vni",
    "Tyû leä hoä ngheøo": "vni",
    "Uûy ban nhaân daân": "vni",
    "ñeán naêm 2030": "vni",
    "Tænh Baéc Kaïn": "vni",
    "Vaên hoùa": "vni",
    "chöông trình haønh ñoäng": "vni",
    "Kêì hoaòch thýòc hiêòn": "cp1258",
    "TiÒnh Haì Giang": "cp1258",
    "ðêìn nãm 2030": "cp1258",
    "KÊì HOAòCH": "cp1258",
    "tá»‰ lá»‡": "twice",
    "tá»\x89 lá»\x87": "twice",
    "HÃ\xa0 Giang": "twice",
    "HÃ  Giang": "twice",
    "HĂ\xa0 Giang": "twice",
    "LÃ\xa0o Cai": "twice",
    "Äáº¿n nÄƒm 2030": "twice",
    "Ä\x90áº£ng": "twice",
    "á»¦y ban nhÃ¢n dÃ¢n": "twice",
    "â€œxÃ£ háº¡nhâ€\x9d": "twice",
    "tÃ¡Â»â€° lÃ¡Â»â€¡": "twice",
    "HÃƒÂ\xa0 Giang": "twice",
    "MÃ¼ller": "twice",
    "giáº£m ngheÌ€o": "twice",
}
FOREIGN = [
    "Björn Zoë naïve façade ©",
    "Müller & Søn®",
    "5 µm, 30 °C, 20 m², 0,5‰",
    "São Paulo",
    "Thaïlande, Haïti, Citroën, Saint-Loïc",
    "Où va Loïc ? Le maïs et le Thaï laïc, c’est à Noël.",
    "Le goût coûte août, dû au vieux château «Étoile»",
    "le goût laïc et le coût du Thaï",
    "«khá»… và «là»\xa0",
    "Straße, Öl, Ärzte über GmbH§5, „Ä‘ und Ö“",
    "¿Dónde está el niño? El baúl aún, Mª Carmen, 1ª",
    "Informação não é união, leão, João",
    "Seán O’Brien, Ærø, Øresund, SØREN, KØBENHAVN",
    "ingen poäng, två år, ö",
    "più, ciò, può, però, così",
    "hyvää yötä, pää, työ, leveä",
    "col·legi, N·m, kW·h, a×b, m×n, 3÷4",
    "Þingvellir, Ísland, það",
    "Nghị quyết¹ số 15² của xã³",
    "ỦY BAN NHÂN DÂN XÃ MINH TÂN",
    "ỦY BAN NHÂN DÂN XÃ\xa0MINH TÂN, “XÃ”, XÃ – THỊ TRẤN",
    "NHÃ NHẶN, BÃ MÍA, MÃ SỐ, CHÂN THÀNH",
    "xã hội hoá, khoá, toà án, hoà giải, loã xoã",
    "quê hương, thuê, quân, giò, qui định",
    "vi\xadên chức, bảo\xad hiểm",
    "QÐ-TTg, Ðảng uỷ",
    "kẾ HOẠCH cÔng nghệ tÔi",
    "µ, ®, ©, §, ¶, ·",
]


def problems(text: str, path: Path, head: str = HEAD) -> list[tuple[str, int | None, int | None]]:
    quoted = text.replace("'", "''")
    path.write_text(head + entry("insurance.social", "60%", f"note: '{quoted}'"), encoding="utf-8")
    report = check(str(path), as_of=AS_OF)
    return [each.problem[:3] for file in report.refused for each in file.refusals]


@pytest.mark.parametrize("text", GARBLED)
def test_a_field_in_a_wrong_encoding_is_refused_by_its_name(text: str, tmp_path: Path) -> None:
    ((name, line, column),) = problems(text, tmp_path / "plan.yaml")
    assert (name, line) == (f"encoding.{GARBLED[text]}", 10)
    assert column is not None and column >= len("    note: '") + 1


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_names_and_notes_are_read(text: str, tmp_path: Path) -> None:
    assert problems(text, tmp_path / "plan.yaml") == []


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_whole_file_decoded_twice_or_three_times(encoding: str, times: int, tmp_path: Path) -> None:
    text = HEAD + entry("insurance.social", "60%")
    for _ in range(times):
        text = "".join(as_one(byte, encoding) for byte in text.encode())
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    (file,) = check(str(path), as_of=AS_OF).refused
    assert [(each.problem.reason, each.problem.line) for each in file.refusals] == [("encoding.twice", 1)]


def as_one(byte: int, encoding: str) -> str:
    """A byte as a letter; Windows-1252 leaves five to be control characters."""
    return chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode(encoding)


def test_one_byte_that_is_no_utf_8_makes_decomposed_text_no_old_encoding(tmp_path: Path) -> None:
    text = normalize("NFD", HEAD + entry("insurance.social", "60%", "note: bảo hiểm hộ nghèo, văn hóa xã"))
    path = tmp_path / "plan.yaml"
    path.write_bytes(text.encode().replace(b"60%", b"\xff60%"))
    (file,) = check(str(path), as_of=AS_OF).refused
    assert [each.problem.reason for each in file.refusals] == ["encoding.not-utf-8"]


def test_the_place_is_that_of_the_first_such_letter(tmp_path: Path) -> None:
    assert problems("Xã Hµ", tmp_path / "plan.yaml") == [("encoding.tcvn3", 10, 15)]
    assert problems("Xã Hà tá»‰", tmp_path / "plan.yaml") == [("encoding.twice", 10, 19)]
    assert problems("a", tmp_path / "plan.yaml", HEAD.replace("Ví dụ", "Ví dụ # Hµ Giang")) == [
        ("encoding.tcvn3", 1, 19)
    ]
