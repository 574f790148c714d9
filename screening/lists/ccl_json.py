"""The Commerce Control List as JSON: ``entries`` with ``eccn``, ``heading`` and, for some, ``topLevelParagraphs``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from screening.engine.catalogue import Edition
from screening.lists.ecfr import ccl
from screening.lists.faults import refused
from screening.lists.publications import HEADING, Printed, edition_of, group_of

_RESERVED: Final = "[Reserved]"


def read_ccl_json(content: bytes) -> Edition:
    """Raises ListRefused where the file is no such JSON."""
    try:
        found = json.loads(content)
        issued, entries = str(found["ecfrIssueDate"]), list(found["entries"])
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise refused("ccl-json-unreadable", str(error)) from error
    return edition_of(ccl(issued), _printed(entries))


def _printed(entries: list[Any]) -> Iterator[Printed]:
    for place, each in enumerate(entries, 1):
        code = str(each.get("eccn", "")) if isinstance(each, Mapping) else ""
        if not HEADING.fullmatch(code):
            raise refused("eccn-missing", code, known=place)
        yield group_of(code)
        yield Printed(code, code[:2], str(each.get("heading") or ""))
        for mark, text in dict(each.get("topLevelParagraphs") or {}).items():
            if _RESERVED not in text:
                yield Printed(f"{code}.{mark}", code, str(text))
