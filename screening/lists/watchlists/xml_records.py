"""Records of a published XML one after another; never the whole tree at once, no entity resolved, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from screening.lists.faults import refused


def records_in(path: Path, *names: str) -> Iterator[etree._Element]:
    """Elements by local name, each with what is in it, cleared when the next is asked for.

    Raises ListRefused where the file is no XML, is cut, or holds a document type.
    """
    try:
        with path.open("rb") as file:
            for _, element in etree.iterparse(
                file, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
            ):
                _refuse_document_type(element)
                if local(element) in names:
                    yield element
                    element.clear()
                    _forget_what_is_before(element)
    except etree.XMLSyntaxError as error:
        raise refused("xml-unreadable", str(error.msg), line=error.lineno or 0) from error


def local(element: etree._Element) -> str:
    """The name without its namespace; empty for comments."""
    name: Any = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """What stands directly below, by local name."""
    return (child for child in element if local(child) == name)


def below(element: etree._Element, *path: str) -> Iterator[etree._Element]:
    """What stands at the end of a path of local names."""
    if not path:
        yield element
        return
    for child in children(element, path[0]):
        yield from below(child, *path[1:])


def said(element: etree._Element, *path: str) -> str:
    """The text at the end of a path; empty where there is none."""
    found = next(below(element, *path), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def line_of(element: etree._Element) -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _refuse_document_type(element: etree._Element) -> None:
    document_type: Any = element.getroottree().docinfo.internalDTD
    if document_type is not None:
        raise refused("xml-unreadable", "DOCTYPE")


def _forget_what_is_before(element: etree._Element) -> None:
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
