"""The columns of the table of a list, and which of them each part of a list uses."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from screening.engine import catalogue as c
from screening.engine.measurements import QUANTITIES

COLUMNS: Final = (
    *("part", "code", "language", "class", "value", "under", "hazards"),
    *("group", "role", "quantity", "comparison", "limit", "unit", "reason", "origin", "review"),
)
LIST_FIELDS: Final = ("slug", "edition", "title", "source", "effective_from", "review_by", "hs_edition", "origin")
"""What a row of part ``list`` says, by its class."""
OPTIONAL_FIELDS: Final = ("origin",)
SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Part:
    """``needed`` columns are filled in every row of the part, ``optional`` ones may be; all others stay empty.

    ``classes`` are what its column ``class`` may hold.
    """

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    classes: Collection[str] = ()


_TEXT: Final = ("code", "language", "value")
PARTS: Final[Mapping[str, Part]] = {
    "list": Part(("class", "value"), ("language",), LIST_FIELDS),
    "entry": Part(("code", "class", "hazards"), ("under",), c.KINDS),
    "title": Part(_TEXT, ("review",)),
    "looks_like": Part(_TEXT),
    "excluded": Part(_TEXT),
    "term": Part((*_TEXT, "class"), ("origin", "review"), c.WEIGHTS),
    "identifier": Part(("code", "class", "value"), (), c.IDENTIFIER_KINDS),
    "hs": Part(("code", "class", "value"), ("reason",), c.CONFIDENCES),
    "figure": Part(("code", "quantity", "comparison", "limit", "unit"), ("group", "role")),
}
CHOICES: Final[Mapping[str, Collection[str]]] = {
    "language": c.LANGUAGES,
    "role": c.ROLES,
    "quantity": sorted(QUANTITIES),
    "comparison": c.COMPARISONS,
    "review": c.REVIEW_STATES,
}
"""Columns that hold one of a few words, whatever the part."""

_LONGEST_TEXT: Final = 4_000
_LONGEST: Final[Mapping[str, int]] = {
    "part": 20, "code": 40, "class": 20, "under": 40, "hazards": 80, "group": 20, "limit": 40, "unit": 20,
    "origin": 120, "reason": 2_000,
}  # fmt: skip
_LONGEST_VALUE: Final[Mapping[str, int]] = {"title": 250, "term": 250, "identifier": 80}
_LONGEST_FIELD: Final[Mapping[str, int]] = {"slug": 40, "edition": 60, "title": 250, "origin": 120}


def longest(part: str, class_: str, column: str) -> int:
    """How many characters a cell may hold: what the database keeps of it."""
    if column != "value":
        return _LONGEST.get(column, 40)
    if part == "list":
        return _LONGEST_FIELD.get(class_, _LONGEST_TEXT)
    return _LONGEST_VALUE.get(part, _LONGEST_TEXT)
