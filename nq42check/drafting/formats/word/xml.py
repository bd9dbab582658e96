"""The elements of Word's XML: their namespace, how attributes are read, what stands within what."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

DELETED = (W + "del", W + "moveFrom")
ELSEWHERE = (W + "altChunk", W + "subDoc")
"""What stands for the text of another file."""

# What has neither text nor blocks in it; a ruby text repeats what it stands above.
SILENT = frozenset(
    W + tag for tag in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rt")
)

_OFF = frozenset(("0", "false", "off"))
_MOST = 1 << 31


def attribute(element: Element | None, child: str) -> str | None:
    """The value of a child of `element`, None where there is no such thing."""
    found = None if element is None else element.find(W + child)
    return None if found is None else found.get(W + "val")


def number(text: str | None) -> int | None:
    """The whole number that `text` is, None where it is none or one that nobody means."""
    try:
        found = int(text or "")
    except ValueError:
        return None
    return found if abs(found) < _MOST else None


def has(properties: Element | None, *children: str) -> bool:
    """Whether one of `children`, each by its whole name, is among the properties."""
    return properties is not None and any(properties.find(child) is not None for child in children)


def switched(properties: Element | None, child: str) -> bool | None:
    """Whether a property is on; None where nothing is said of it."""
    found = None if properties is None else properties.find(W + child)
    return None if found is None else found.get(W + "val", "1") not in _OFF


def within(parent: Element, *wanted: str) -> Iterator[Element]:
    """What is `wanted` in `parent`, also in controls and other wrappers, and what is elsewhere; not what is deleted."""
    above = [iter(parent)]
    while above:
        for child in above[-1]:
            if child.tag in wanted:
                yield child
            elif child.tag == MC + "AlternateContent":
                above.append(iter(chosen(child)))
                break
            elif len(child) and child.tag not in SILENT and child.tag not in DELETED:
                above.append(iter(child))
                break
        else:
            above.pop()


def chosen(alternates: Element) -> Element:
    """The one of several forms of the same content that is read, since only one of them is ever shown."""
    return next((form for form in alternates if len(form)), alternates)
