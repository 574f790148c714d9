"""A declaration as text, in fields of the plain form: what each format reader hands to assemble.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ROLES: Final = ("consignor", "consignee", "declarant", "carrier", "notify", "end_user")
OFFICES: Final = ("lodgement", "entry", "inspection", "exit")


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Code, reference and date as written."""

    code: str
    reference: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A goods line. ``place`` is where the sender finds it: the item's position, or the line of the file."""

    place: int
    values: Mapping[str, str]
    containers: tuple[str, ...] = ()
    documents: tuple[RawDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class RawDeclaration:
    """``comma``: a comma within numbers is decimal for sure. Absent fields are absent or empty."""

    values: Mapping[str, str]
    lines: tuple[RawLine, ...]
    place: int = 0
    transit: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    documents: tuple[RawDocument, ...] = ()
    comma: bool = False
