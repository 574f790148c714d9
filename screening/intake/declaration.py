"""A declaration in plain form, whatever it came as, and what was wrong with it.

A declaration is taken whole or refused whole. A ``Doubt`` is shown to the officer and screened all the
same; a ``Refusal`` keeps the declaration out and tells the sender line, field, value and remedy.
Messages are ids with arguments, rendered in the reader's language (screening/intake/messages.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something taken as declared although it cannot be right. ``line`` counts from 1, 0 for the whole."""

    line: int
    field: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a declaration was not taken: where, what stood there, and what to do (by message id)."""

    declaration_number: str
    line: int
    field: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class DeclaredParty:
    """``role`` as in models.Party.Role."""

    role: str
    name: str
    identifier: str = ""
    address: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredDocument:
    """``item`` is None where the document covers the whole shipment."""

    code: str
    reference: str = ""
    dated: date | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class DeclaredItem:
    """One goods line. Masses in kilograms, value in the declaration's currency."""

    number: int
    description: str
    hs_code: str = ""
    origin: str = ""
    gross_kg: Decimal | None = None
    net_kg: Decimal | None = None
    packages: Decimal | None = None
    package_kind: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    value: Decimal | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """``offices`` maps a role (lodgement, entry, inspection, exit) to the office code declared."""

    number: str
    items: tuple[DeclaredItem, ...]
    declaration_type: str = ""
    arrival_at: datetime | None = None
    offices: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[DeclaredParty, ...] = ()
    dispatch: str = ""
    destination: str = ""
    transit: tuple[str, ...] = ()
    mode: str = ""
    means: str = ""
    means_country: str = ""
    containers: tuple[str, ...] = ()
    documents: tuple[DeclaredDocument, ...] = ()
    invoice_total: Decimal | None = None
    currency: str = ""
    gross_kg: Decimal | None = None
    incoterm: str = ""
    delivery_place: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of what was declared: equal for the same declaration in whatever file it comes."""
        said: dict[str, Any] = asdict(self)
        del said["doubts"]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file or message held: declarations to take, and refusals to send back."""

    declarations: tuple[Declaration, ...]
    refusals: tuple[Refusal, ...] = ()
