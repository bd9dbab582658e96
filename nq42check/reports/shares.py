"""Shares by which parts decide, in words; and few names of many."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from nq42check.flagging.scene import Share
from nq42check.judging.join import Turning
from nq42check.reports.words import Texts

_FEW = 3
_SHORT_FRACTION = 1000


def turned(turning: Turning, weak: Sequence[str], strong: Sequence[str], of: str, texts: Texts) -> str:
    """From which share of the denominator `of` on those below a norm keep it from being met; where it still depends."""
    fields = {
        "weak": named(weak, texts),
        "strong": named(strong, texts),
        "all": named([*weak, *strong], texts),
        "of": of,
        "met": fraction(turning.met, texts, down=True),
        "missed": fraction(turning.missed, texts, down=False),
    }
    said = texts.text(f"national.turning.{'below' if turning.below else 'most'}", **fields)
    return said if turning.met == turning.missed else f"{said} {texts.text('national.turning.between', **fields)}"


def named(names: Sequence[str], texts: Texts) -> str:
    """The first few names, and how many more there are."""
    names = list(dict.fromkeys(names))
    if len(names) > _FEW + 1:
        return texts.text("national.and-more", names=", ".join(names[:_FEW]), count=len(names) - _FEW)
    return texts.text("national.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def percent(share: Fraction, texts: Texts) -> str:
    """A share, in percent."""
    exact = share * 1000
    said = texts.show(Share(Decimal(round(exact)) / 10))
    return said if exact.denominator == 1 else f"≈ {said}"


def fraction(share: Fraction, texts: Texts, *, down: bool) -> str:
    """A share that decides: exact, with its percentage; a long one as a percentage on the safe side."""
    exact = share * 1000
    if exact.denominator == 1:
        return percent(share, texts)
    if share.denominator <= _SHORT_FRACTION:
        return f"{share} ({percent(share, texts)})"
    safe = exact.__floor__() if down else exact.__ceil__()
    return texts.show(Share(Decimal(safe) / 10))
