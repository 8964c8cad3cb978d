"""XML as watches and their programs write it."""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

_UTF_8_MARK = b"\xef\xbb\xbf"
_BLANKS = b" \t\r\n"


def root_of(data: bytes) -> Element:
    """The root of the document, read in the encoding that it declares.

    What stands before its beginning by mistake, blanks and byte order marks, is left out. Raises
    ParseError where it is no XML, DefusedXmlException where it declares entities (a "bomb" of a few
    lines can fill the memory), LookupError where nobody knows its encoding.
    """
    # Imported here: few commands read XML.
    from defusedxml.ElementTree import fromstring

    start = data.lstrip(_BLANKS).removeprefix(_UTF_8_MARK).lstrip(_BLANKS)
    try:
        root: Element = fromstring(start, forbid_dtd=True)
    except ParseError:
        # Some programs declare UTF-16 and write UTF-8.
        plain = re.sub(rb'(<\?xml[^>]*?)\sencoding=["\'][^"\']*["\']', rb"\1", start[:200])
        root = fromstring(plain + start[200:], forbid_dtd=True)
    return root


def name_of(element: Element) -> str:
    """Its name without the namespace, of which there are many for the same."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def below(element: Element, *path: str) -> Iterator[Element]:
    """All elements that these names lead to."""
    for child in element:
        if name_of(child) == path[0]:
            yield from below(child, *path[1:]) if path[1:] else (child,)


def text_of(element: Element, *path: str) -> str:
    """The text of the first of them; empty where there is none."""
    return next((each.text or "" for each in below(element, *path)), "").strip()


def time_of(text: str) -> datetime | None:
    """A time as XML has it; None where there is none. Raises ValueError for another text."""
    return datetime.fromisoformat(text) if text else None
