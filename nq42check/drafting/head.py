"""The head of a document: whose it is, its number, date and title, what it implements and by when."""

import datetime
import re
from collections import Counter
from collections.abc import Sequence

from nq42check.drafting.drafts import Head
from nq42check.drafting.issued import Block
from nq42check.drafting.outline import CAPITALS, Kind, Spot, label_of, year_of
from nq42check.text import fold, name_key

_FIRST = 40
"""How many blocks the head of a document has at most."""

_TYPES = tuple(map(fold, ("chương trình", "kế hoạch", "nghị quyết", "quyết định", "đề án", "chỉ thị", "dự thảo")))
_ISSUERS = (
    (r"hội đồng nhân dân|hđnd", "Hội đồng nhân dân {tier} {place}"),
    (r"ủy ban nhân dân|uỷ ban nhân dân|ubnd", "Ủy ban nhân dân {tier} {place}"),
    (r"ban thường vụ (tỉnh|thành) (ủy|uỷ)", "Ban Thường vụ {party} {place}"),
    (r"ban chấp hành đảng bộ", "Ban Chấp hành Đảng bộ {tier} {place}"),
    (r"(tỉnh|thành) (ủy|uỷ)", "{party} {place}"),
)
_WORD = rf"\b[{CAPITALS}](?![{CAPITALS}])\w*"
_NAME = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"
_OTHERS = (*_TYPES, *map(fold, ("thông tư", "tờ trình", "luật", "nghị định", "công văn", "kèm theo")))
_SHORT = 160
"""How many characters a line of the letterhead has at most."""
_NUMBER = re.compile(r"(?i:số)\s*:?\s*(\d+\s*(?:/\d{4})?\s*[-/]\s*[A-ZĐ][\w-]*(?:[-/][\w-]+)*)")
_DATE = re.compile(rf"(?:({_NAME}),\s*)?ngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+năm\s+(\d{{4}})")
_IMPLEMENTS = re.compile(r"\d+(?:/\d{4})?\s*[-/]\s*(?:NQ|QĐ|CT|KL|CTr|QH)\w*(?:\s*[-/]\s*[A-ZĐ]\w*)*")
_PLACE = re.compile(rf"\b(?:tỉnh|thành phố|Tỉnh ủy|Thành ủy)\s+({_NAME})")
_CAPITALS = re.compile(
    rf"(?:TỈNH(?: ỦY| UỶ)?|THÀNH PHỐ|THÀNH ỦY)\s+([{CAPITALS}]+(?:[ -][{CAPITALS}]+){{0,3}}?)"
    r"(?=\s+(?:CỘNG HÒA|ĐẢNG|Độc|\*)|\s*$|\s*\|)"
)
_BODY = re.compile(r"(?:Thực hiện|Căn cứ|Triển khai|Nhằm|Để|Trên cơ sở|Theo)\s")
"""What the first sentence of the body begins with."""


def head_of(blocks: Sequence[Block], spots: Sequence[Spot], places: Sequence[str]) -> Head:
    """The head of a document; `places` are the names of provinces and cities that are known."""
    first = next((at for at, spot in enumerate(spots) if spot.is_heading and spot.headings[-1].label), _FIRST)
    lines = [cell for block in blocks[: min(first, _FIRST)] for cell in block.cells or (block.text,) if cell]
    number = next((found[1] for line in lines if (found := _NUMBER.search(line)) and _is_own(line, found)), None)
    dated = next((found for line in lines if len(line) <= _SHORT and (found := _DATE.search(line))), None)
    title = _title([block.text for block in blocks[: min(first, _FIRST)] if not block.cells])
    place = _place(lines, blocks, dated[1] if dated else None, places)
    return Head(
        place=place,
        number=_spaceless(number) if number else None,
        date=_date(dated) if dated else None,
        title=_short(title) if title else None,
        issuer=_issuer(lines, place) if place else None,
        implements=tuple(each for each in _implements(title or "") if number is None or each != _spaceless(number)),
        by=_by(spots, title or ""),
    )


def _spaceless(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_own(line: str, found: re.Match[str]) -> bool:
    """Whether a number is the document's own: not that of one which a long line speaks of."""
    before = fold(line[: found.start()]).strip()
    return (len(line) <= _SHORT and not any(before.endswith(each) for each in _OTHERS)) or before in _TYPES


def _date(found: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(found[4]), int(found[3]), int(found[2]))
    except ValueError:
        return None


def _title(lines: Sequence[str]) -> str | None:
    """The kind of document and the lines that say what it is about."""
    for at, line in enumerate(lines):
        kind = next((each for each in _TYPES if fold(line).startswith(each)), None)
        if kind is None:
            continue
        said = [line]
        for more in lines[at + 1 : at + 8]:
            ended = (
                _NUMBER.match(more)
                or label_of(more)
                or more.endswith((".", ":", ";"))
                or not any(map(str.isalpha, more))
            )
            if ended or (_BODY.match(more) and len(said) > 1):
                break
            said.append(more)
        return " ".join(
            (*map(_spoken, said[:1]), *(_spoken(each)[:1].lower() + _spoken(each)[1:] for each in said[1:]))
        )
    return None


def _spoken(line: str) -> str:
    """A line in the case of a sentence, where it is all in capitals."""
    if not line.isupper():
        return line
    return " ".join(word if "/" in word or any(map(str.isdigit, word)) else word.lower() for word in line.split())


def _short(title: str) -> str:
    """A title in the case of a sentence, up to the number of the last document that it carries out."""
    found = [*_IMPLEMENTS.finditer(title)]
    whole = title[: found[len(_implements(title)) - 1].end()] if found else title[:200]
    return whole[:1].upper() + whole[1:]


def _implements(title: str) -> tuple[str, ...]:
    """The documents that a title says are carried out: the first that it names, and those named with it."""
    numbers: list[str] = []
    end = 0
    for found in _IMPLEMENTS.finditer(title):
        between = fold(title[end : found.start()])
        if (numbers and not (" và " in between or between.startswith(","))) or (numbers and "thực hiện" in between):
            break
        numbers.append(re.sub(r"\s+", "", found[0]))
        end = found.end()
    return tuple(dict.fromkeys(numbers))


def _place(lines: Sequence[str], blocks: Sequence[Block], dated: str | None, places: Sequence[str]) -> str | None:
    """The province or city whose document it is: by the place of its date, its letterhead, or the words of its text."""
    known = {name_key(each): each for each in places}
    capitals = (found[1].title() for line in lines if (found := _CAPITALS.search(line)))
    spoken = Counter(
        found for block in blocks for found in _PLACE.findall(block.text) if not found.startswith(("Ủy", "Đảng"))
    )
    named = [*([dated] if dated else []), *capitals, *(each for each, _ in spoken.most_common())]
    for each in named:
        for many in range(len(each.split()), 0, -1):
            if place := known.get(name_key(" ".join(each.split()[:many]))):
                return place
    return named[0] if named else None


def _issuer(lines: Sequence[str], place: str) -> str | None:
    text = fold(" ".join(lines[:20]))
    is_city = "thành phố " + fold(place) in text or "thành ủy" in text
    for pattern, wording in _ISSUERS:
        if re.search(pattern, text):
            return wording.format(
                tier="thành phố" if is_city else "tỉnh", party="Thành ủy" if is_city else "Tỉnh ủy", place=place
            )
    return None


def _by(spots: Sequence[Spot], title: str) -> int | None:
    """The year by which targets are due: the last that a heading of a list names, or else the title."""
    years = [each.year for spot in spots for each in spot.headings if each.year and each.kind is Kind.LIST]
    years = years or [spot.year for spot in spots if spot.year and spot.kind is Kind.LIST]
    return max(years) if years else year_of(title)
