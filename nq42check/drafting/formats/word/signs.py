"""Signs of Word files that are no Unicode: those of symbol fonts, raised digits, and fonts with codes of their own."""

import re

# Signs of the font Symbol that say something beside a figure; its digits and most of its other signs are as in ASCII.
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xAE: "→", 0xDE: "⇒",
    0xB7: "•", 0xB0: "°", 0xBE: "—", 0xA2: "′", 0xB2: "″", 0xA8: "♦", 0xA7: "♣",
}  # fmt: skip
_ASCII = {code: chr(code) for code in range(0x20, 0x40) if chr(code) not in "\"$'*"}
_ARROWS = {0xE0: "→", 0xE8: "→", 0xF0: "→", 0xE1: "↑", 0xE2: "↓"}
_DRAWN = ("wingdings", "webdings")
_BULLET, _UNKNOWN = "•", "\ufffd"

_PRIVATE = re.compile("[\uf020-\uf0ff]")

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHIFTED = {"superscript": _RAISED, "subscript": _LOWERED}

# What stands in text in these codes and in no Vietnamese text in Unicode, read as the latter.
_OLD = {
    ".vn": ("tcvn3", re.compile("[¨©ª¬\xad®¶¸¹¼¾ÆÇËÎÏÐÑÖØÜÞßäåæçëîïñöøûüþÿ\uf0a1-\uf0ff]")),
    "vni": ("vni", re.compile("[ÄÅÆËÎÏÑÖØÛÜäåæëîïñöøûü\uf0a1-\uf0ff]|[aeo][âêùõ]", re.IGNORECASE)),
}


def symbol(code: str, font: str) -> str:
    """The sign that `font`, one of symbols, has at a code, which is written in hexadecimal digits."""
    try:
        return _sign(int(code, 16), font)
    except ValueError:
        return _UNKNOWN


def known_signs(text: str, font: str) -> str:
    """`text` with the signs of symbol fonts as those of Unicode."""
    if font.casefold() == "symbol":
        text = text.translate(_SYMBOL)
    return _PRIVATE.sub(lambda sign: _sign(ord(sign[0]), font), text)


def _sign(code: int, font: str) -> str:
    code = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    if font.casefold().startswith(_DRAWN):
        return _ARROWS.get(code, _BULLET)
    return _SYMBOL.get(code) or _ASCII.get(code, _UNKNOWN)


def shifted(text: str, how: str, before: str) -> str:
    """Raised or lowered `text` after `before`: digits are plain behind a letter (m2, CO2), else they keep their shape.

    So neither an exponent nor the mark of a note becomes part of a figure.
    """
    return text if before.isalpha() or how not in _SHIFTED else text.translate(_SHIFTED[how])


def old_code(text: str, font: str) -> str | None:
    """The code, tcvn3 or vni, in which `text` is, if `font` is made for it and the text shows it."""
    for beginning, (code, signs) in _OLD.items():
        if font.casefold().startswith(beginning):
            return code if signs.search(text) else None
    return None
