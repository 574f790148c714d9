"""The Commerce Control List in the XML of the eCFR: title 15, part 774, supplement 1.

Headings stand in bold (``<FP-2><B>1A001 …``); paragraphs are ``<P>`` that begin with their whole place within the
heading ("a.1. …"), behind "List of Items Controlled".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from screening.engine.catalogue import Edition
from screening.lists.faults import refused
from screening.lists.publications import HEADING, Printed, Publication, edition_of, group_of

_SUPPLEMENT: Final = re.compile(r"supplement no\. 1 to part 774", re.IGNORECASE)
_HEADING: Final = re.compile(rf"({HEADING.pattern})\s+(\S.*)")
_PLACE: Final = re.compile(r"((?:[a-z]{1,2}|[0-9]{1,3})(?:\.(?:[a-z]{1,2}|[0-9]{1,3}))*)\.\s+(\S.*)")
_ITEMS: Final = "list of items controlled"
_BOLD: Final = ("B", "E", "STRONG")
_LEAVES: Final = ("P", "FP", "FP-1", "FP-2", "HD1", "HD2", "HD3", "HED")
_ASIDE: Final = ("NOTE", "FTNT", "TABLE")
_ISSUED: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def ccl(issued: str) -> Publication:
    """The list as it was issued on a day (ISO). Raises ListRefused for what is no day."""
    if not _ISSUED.fullmatch(issued):
        raise refused("date-unreadable", issued)
    return Publication(
        slug="us-ccl",
        name=issued,
        title="United States Commerce Control List",
        source="15 CFR part 774, supplement 1, headings and paragraphs as issued; without terms and HS codes",
        effective_from=issued,
    )


def read_ccl_xml(content: bytes) -> Edition:
    """Raises ListRefused where the file is no XML, or holds no day of issue (``AMDDATE`` or an attribute ``DATE``)."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise refused("xml-unreadable", str(error)) from error
    return edition_of(ccl(_issued(root)), _printed(_supplement(root)))


def _issued(root: Element) -> str:
    dated = (value for element in root.iter() for name, value in element.items() if name.upper().endswith("DATE"))
    days = [*(text for element in root.iter("AMDDATE") for text in element.itertext()), *dated]
    found = [match[0] for day in days if (match := _ISSUED.search(day))]
    return max(found, default="")


def _supplement(root: Element) -> Element:
    """The supplement itself where the file holds the whole title."""
    for element in root.iter():
        if element.tag.startswith("DIV") and _SUPPLEMENT.search(element.get("N", "") or element.findtext("HEAD", "")):
            return element
    return root


def _printed(root: Element) -> Iterator[Printed]:
    heading, listed = "", False
    for leaf in _leaves(root):
        said = " ".join("".join(leaf.itertext()).split())
        if (match := _HEADING.match(said)) and _is_bold(leaf):
            heading, listed = match[1], False
            yield group_of(heading)
            yield Printed(heading, heading[:2], match[2])
        elif leaf.tag.startswith("HD"):
            listed = said.casefold() == _ITEMS
        elif heading and listed and (match := _PLACE.match(said.removeprefix("Items: "))):
            place, _, last = match[1].rpartition(".")
            yield Printed(
                ".".join(filter(None, (heading, place, last))), ".".join(filter(None, (heading, place))), match[2]
            )


def _leaves(element: Element) -> Iterator[Element]:
    """Paragraphs and headings in printed order, without notes, footnotes and tables."""
    for child in element:
        if child.tag in _LEAVES:
            yield child
        elif child.tag not in _ASIDE:
            yield from _leaves(child)


def _is_bold(leaf: Element) -> bool:
    return leaf.tag.startswith("H") or any(child.tag in _BOLD for child in leaf)
