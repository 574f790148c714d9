"""The control lists as the engine sees them: plain values, no database, no framework.

A catalogue is what one screening uses: the editions in force, each a tree of entries. Everything is
frozen and has one canonical JSON form, so that a content hash names exactly what a run relied on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

LANGUAGES: Final = ("en", "ru", "tg", "uz")
WEIGHTS: Final = ("exact", "strong", "weak", "context", "against")
REVIEW_STATES: Final = ("drafted", "read", "confirmed")
IDENTIFIER_KINDS: Final = ("cas", "ec", "un", "formula", "nuclide", "grade", "part")
CONFIDENCES: Final = ("high", "medium", "low")
COMPARISONS: Final = ("above", "at_least", "below", "at_most", "equal")
ROLES: Final = ("control", "exclusion")
HAZARDS: Final = (
    "chemical",
    "biological",
    "radiological",
    "nuclear",
    "explosive",
    "precursor",
    "military",
    "dual-use",
)
INTANGIBLE: Final = "intangible"  # software and technology: told to readers, not sought in a goods text
KINDS: Final = ("group", "heading", "substance", "agent", "equipment", "material", "weapon", "hs-code", INTANGIBLE)

Texts = Mapping[str, str]  # language -> text


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that trade uses for an entry.

    ``weight`` is one of WEIGHTS: ``exact`` names this entry and nothing else; ``strong`` nearly so;
    ``weak`` only with support; ``context`` supports other evidence; ``against`` speaks against.
    """

    language: str
    text: str
    weight: str
    origin: str
    review: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or formula that names the goods; ``kind`` is one of IDENTIFIER_KINDS."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class HsCorrelation:
    """An HS code (4 or 6 digits, no dots) under which the entry's goods are declared."""

    code: str
    confidence: str
    reason: str
    hs_edition: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure on which control hangs.

    Parameters of one ``group`` must all hold; one group that holds is enough. ``limit`` is a decimal
    number as text, in ``unit``. With role ``exclusion`` the entry does not control what meets it.
    """

    group: str
    role: str
    quantity: str
    comparison: str
    limit: str
    unit: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading or paragraph of a list; ``parent`` is the code above it, empty at the top."""

    code: str
    parent: str
    kind: str
    hazards: tuple[str, ...]
    title: Texts
    looks_like: Texts
    excluded: Texts
    text_review: Texts
    terms: tuple[Term, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    hs: tuple[HsCorrelation, ...] = ()
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One published state of one list. ``effective_from`` and ``review_by`` are ISO dates."""

    list_slug: str
    name: str
    title: Texts
    source: str
    effective_from: str
    review_by: str
    hs_edition: str
    entries: tuple[Entry, ...] = field(default=())

    @property
    def label(self) -> str:
        """How answers name it: ``eu-dual-use 2021/821``."""
        return f"{self.list_slug} {self.name}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The editions that one screening uses, ordered by list."""

    editions: tuple[Edition, ...]

    def entries(self) -> Iterator[tuple[Edition, Entry]]:
        for edition in self.editions:
            for entry in edition.entries:
                yield edition, entry

    def to_json(self) -> str:
        """The canonical form: the same catalogue gives the same text on every machine."""
        return json.dumps(self, default=_fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Catalogue:
        return cls(tuple(_edition(row) for row in json.loads(text)["editions"]))


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def edition_digest(edition: Edition) -> str:
    """SHA-256 of one edition's canonical form, in hexadecimal."""
    return Catalogue((edition,)).digest


def _edition(row: dict[str, Any]) -> Edition:
    return Edition(**{**row, "entries": tuple(_entry(entry) for entry in row["entries"])})


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        **{
            **row,
            "hazards": tuple(row["hazards"]),
            "terms": tuple(Term(**term) for term in row["terms"]),
            "identifiers": tuple(Identifier(**item) for item in row["identifiers"]),
            "hs": tuple(HsCorrelation(**item) for item in row["hs"]),
            "parameters": tuple(Parameter(**item) for item in row["parameters"]),
        }
    )
