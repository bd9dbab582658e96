"""The head of a document: whose it is, its number, date and title, what it implements and by when."""

import datetime
import re
from collections import Counter
from collections.abc import Sequence

from nq42check.drafting.drafts import Head
from nq42check.drafting.issued import Block
from nq42check.drafting.outline import Kind, Spot, label_of, year_of
from nq42check.text import fold, name_key

_FIRST = 40
"""How many blocks the head of a document has at most."""

_TYPES = (
    *("CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH", "KẾ HOẠCH HÀNH ĐỘNG", "KẾ HOẠCH", "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "ĐỀ ÁN"),
    *("CHỈ THỊ", "BÁO CÁO", "DỰ THẢO KẾ HOẠCH", "DỰ THẢO NGHỊ QUYẾT", "DỰ THẢO CHƯƠNG TRÌNH"),
)
_NUMBER = re.compile(r"Số\s*:?\s*(\d+\s*(?:/\d{4})?\s*[-/]\s*[A-ZĐ][\w-]*(?:[-/][\w-]+)*)", re.IGNORECASE)
_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_IMPLEMENTS = re.compile(r"(\d+(?:/\d{4})?\s*[-/]\s*(?:NQ|QĐ|CT|KL|CTr|NĐ|QH)\w*\s*(?:[-/]\s*[A-ZĐ]\w*)*)", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:tỉnh|thành phố|tp\.?)\s+((?:[A-ZĐÀ-Ỹ][\w-]*\s?){1,5})")
_BODY = re.compile(r"(?:Thực hiện|Căn cứ|Triển khai thực hiện|Nhằm|Để |Trên cơ sở|Theo )")
"""What the first sentence of the body begins with."""


def head_of(blocks: Sequence[Block], spots: Sequence[Spot], places: Sequence[str]) -> Head:
    """The head of a document; `places` are the names of provinces and cities that are known."""
    many = next((at for at, spot in enumerate(spots) if spot.is_heading and spot.headings and spot.headings[-1].label), _FIRST)
    top = [cell for block in blocks[: min(many, _FIRST)] for cell in (block.cells or (block.text,)) if cell]
    lines = [line for text in top for line in (text,)]
    number = next((found[1] for line in lines if (found := _NUMBER.match(line.strip()))), None)
    title = _title(lines)
    place, issuer = _place(lines, [block.text for block in blocks], places)
    return Head(
        place=place,
        number=re.sub(r"\s+", "", number) if number else None,
        date=_date(lines),
        title=_short(title) if title else None,
        issuer=issuer,
        implements=_implements(title or " ".join(lines[:12])),
        by=_by(spots, title or ""),
    )


def _title(lines: Sequence[str]) -> str | None:
    """The kind of document and the lines that say what it is about."""
    for at, line in enumerate(lines):
        kind = next((each for each in _TYPES if line.upper().startswith(each)), None)
        if kind is None or _NUMBER.match(line):
            continue
        said = [line]
        for more in lines[at + 1 : at + 8]:
            if _NUMBER.match(more) or (_BODY.match(more) and len(" ".join(said)) > len(kind) + 20) or label_of(more):
                break
            if more.endswith(".") or more.endswith(":") or re.fullmatch(r"\W+", more):
                break
            said.append(more)
        return " ".join(said)
    return None


def _short(title: str) -> str:
    """A title in the case of a sentence, without what follows the number of the first document that it names."""
    found = _IMPLEMENTS.search(title)
    cut = title[: found.end()] if found else title[:200]
    spoken = cut.split()
    plain = " ".join(word if not word.isupper() or any(map(str.isdigit, word)) or "/" in word else word.lower() for word in spoken)
    return plain[:1].upper() + plain[1:] if plain else plain


def _date(lines: Sequence[str]) -> datetime.date | None:
    for line in lines:
        if (found := _DATE.search(line)) and (re.match(r"[^,]{0,40},?\s*ngày", line, re.IGNORECASE)):
            try:
                return datetime.date(int(found[3]), int(found[2]), int(found[1]))
            except ValueError:
                return None
    return None


def _implements(text: str) -> tuple[str, ...]:
    """The documents that a title says it carries out: the first that it names, and those named with it by "và"."""
    found = [*_IMPLEMENTS.finditer(text)]
    numbers = []
    for at, each in enumerate(found):
        between = text[found[at - 1].end() : each.start()] if at else ""
        if at and not re.search(r"\bvà\b|,", between.split("thực hiện")[0][-40:] if "thực hiện" not in between.lower() else ""):
            break
        numbers.append(re.sub(r"\s+", "", each[1]).upper().replace("CTR", "CTr"))
    return tuple(dict.fromkeys(numbers))


def _place(lines: Sequence[str], texts: Sequence[str], places: Sequence[str]) -> tuple[str | None, str | None]:
    """The province or city whose document it is, and who issued it."""
    known = {name_key(place): place for place in places}
    letterhead = " ".join(lines[:15])
    issuer = next((line for line in lines[:15] if _is_issuer(line)), None)
    named = Counter[str]()
    folded = [fold(text) for text in texts]
    for key, place in known.items():
        for lead in ("tỉnh ", "tỉnh ủy ", "thành phố ", "thành ủy ", "tp. ", "tp "):
            said = fold(lead) + key
            named[place] += sum(text.count(said) for text in folded) + 5 * fold(letterhead).count(said)
    best = max(named, key=lambda each: (named[each], len(each)), default=None)
    if best is not None and named[best]:
        return best, _cased(issuer) if issuer else None
    for text in (*lines[:15], *texts):
        raw = " ".join(word.capitalize() if word.isupper() else word for word in text.split())
        if found := _PLACE.search(raw.replace("Tỉnh ", "tỉnh ").replace("Thành Phố ", "thành phố ")):
            return found[1].strip(), _cased(issuer) if issuer else None
    return None, _cased(issuer) if issuer else None


def _is_issuer(line: str) -> bool:
    folded = fold(line)
    return len(line) < 100 and any(each in folded for each in map(fold, ("ủy ban nhân dân", "ubnd", "tỉnh ủy", "thành ủy", "hội đồng nhân dân", "ban chấp hành", "đảng bộ tỉnh")))


def _cased(issuer: str) -> str:
    spoken = issuer.strip(" *-–|")
    return spoken if not spoken.isupper() else spoken[:1] + spoken[1:].lower()


def _by(spots: Sequence[Spot], title: str) -> int | None:
    """The year by which the document's targets are due: the one that most headings of its lists name, the later of two."""
    years = Counter(heading.year for spot in spots if spot.is_heading and spot.headings and (heading := spot.headings[-1]).year and heading.kind is Kind.LIST)
    if years:
        return max(years, key=lambda each: (each or 0, years[each]))
    every = Counter(spot.year for spot in spots if spot.year and spot.kind is Kind.LIST)
    return max(every, key=lambda each: every[each], default=None) or year_of(title)
