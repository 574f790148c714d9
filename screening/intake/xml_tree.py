"""XML into elements without document types, entities or network, and never more than memory holds."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from screening.intake.fields import NotReadable

LARGEST_XML: Final = 64 * 2**20
MOST_ELEMENTS: Final = 1_000_000
"""A hundred for each of the lines that a declaration may have."""
MOST_LEVELS: Final = 64
# The parser compares every attribute of a tag with all the others.
_LONG_TAG: Final = re.compile(rb"<[^<>]{65536}")


class BadXml(NotReadable):
    """``value`` tells where and what."""

    def __init__(self, message: str, value: object = "") -> None:
        super().__init__(message)
        self.value = value


def tree_of(content: bytes) -> Element:
    """The root element, the tags below it in one spelling (``key``).

    Raises ``BadXml``: xml-unreadable, xml-unsafe, xml-too-large, file-too-large.
    """
    if len(content) > LARGEST_XML:
        raise BadXml("file-too-large", len(content))
    if _LONG_TAG.search(content):
        raise BadXml("xml-unreadable", "a tag of more than 64 KiB")
    try:
        return _read(content.lstrip())
    except DefusedXmlException as error:
        raise BadXml("xml-unsafe") from error
    except (ParseError, LookupError, ValueError) as error:
        if isinstance(error, BadXml):
            raise
        raise BadXml("xml-unreadable", error) from error


def _read(content: bytes) -> Element:
    count = level = 0
    root: Element | None = None
    for event, element in iterparse(BytesIO(content), ("start", "end"), forbid_dtd=True):
        if root is None:
            root = element
        elif event == "start":
            element.tag = key(element.tag)  # once here, since each path looks at all children of an element
        count, level = (count + 1, level + 1) if event == "start" else (count, level - 1)
        if count > MOST_ELEMENTS or level > MOST_LEVELS:
            raise BadXml("xml-too-large", MOST_ELEMENTS)
    if root is None:
        raise BadXml("xml-unreadable", "no element")
    return root


@lru_cache(maxsize=4096)
def key(tag: object) -> str:
    """One spelling for a tag: real files vary case, dots, underscores and doubled letters (Suppplementary)."""
    bare = re.sub(r"^\{.*\}|[^0-9A-Za-z]", "", str(tag)).casefold()
    return re.sub(r"(.)\1+", r"\1", bare)


def at(element: Element, path: str) -> Element | None:
    """The first descendant along ``path`` (tags by slashes, in any spelling)."""
    found: Element | None = element
    for tag in path.split("/"):
        found = next(iter(children(found, tag)), None) if found is not None else None
    return found


def children(element: Element, tag: str) -> list[Element]:
    """The children of that tag, in any spelling."""
    wanted = key(tag)
    return [child for child in element if child.tag == wanted]


def value(element: Element, *paths: str) -> str:
    """The text at the first path where one stands; ``<null/>`` is none."""
    for path in paths:
        found = at(element, path)
        if found is not None and (written := (found.text or "").strip()):
            return written
    return ""
