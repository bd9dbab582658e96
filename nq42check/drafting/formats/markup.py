"""Signs of Markdown and tags of HTML within text: what is marked with them stays, the marks go."""

import re
from html import unescape

from nq42check.drafting.formats.word.signs import shifted

# By name only: a "<" of a figure is none of them, however far the next ">" is.
_TAG = re.compile(
    r"</?(?:sup|sub|b|i|u|s|em|strong|span|font|small|big|mark|ins|a|code|kbd|img|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SUP = re.compile(r"<sup>([^<>]{0,20})</sup>", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:br|hr|p|div|center|h[1-6]|ul|ol|li|table|thead|tbody|tfoot|tr|td|th|caption)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_DELETED = re.compile(r"<del(?:\s[^<>]*)?>[^<]{0,2000}</del>|~~(?=\S)[^~\n]{1,2000}~~", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_EMPHASIS = (
    re.compile(r"\*\*+|(?<!\w)__+(?=\S)|(?<=\S)__+(?!\w)"),
    re.compile(r"(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"),
    re.compile(r"(?<!\w)_(?=[^\W_])|(?<=\w)_(?!\w)"),
    re.compile(r"`"),
)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:\s\"[^\"\n]*\")?\)|\[\^\w+\](?!:)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
# Signs that no text has, for those that are escaped until all others have done their work.
_HELD = {sign: chr(0xFDD0 + place) for place, sign in enumerate("\\`*_{}[]()#+-.!|<>~")}
_FREED = str.maketrans({held: sign for sign, held in _HELD.items()})


def unmarked(text: str) -> tuple[str, int]:
    """`text` without marks, and how many deletions were dropped; escaped signs are held until they are `freed`."""
    text = _ESCAPED.sub(lambda sign: _HELD[sign[1]], without_comments(text))
    text, dropped = _DELETED.subn("", text)
    text = _SUP.sub(lambda sup: shifted(sup[1], "superscript", text[sup.start() - 1 : sup.start()]), text)
    text = _BREAK.sub(" ", _TAG.sub("", text))
    text = _LINK.sub(lambda link: link[1] or "", text)
    for signs in _EMPHASIS:
        text = signs.sub("", text)
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text), dropped


def without_comments(text: str) -> str:
    """`text` without comments of HTML; one that has no end is none."""
    parts: list[str] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (stop := text.find("-->", start + 4)) >= 0:
        parts.append(text[end:start])
        end = stop + 3
    return "".join(parts) + text[end:]


def freed(text: str) -> str:
    """`text` with the signs that were escaped."""
    return text.translate(_FREED)
