"""What the declaration says of the shipment as a whole, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from screening.intake.fields import container_fault
from screening.models import Document, Party, Shipment
from screening.web.countries import country
from screening.web.goods_lines import decimal_text
from screening.web.words import FIELDS, MODES, PARTIES, word


@dataclass(frozen=True)
class PartyCard:
    role: str
    name: str
    identifier: str
    address: str
    country: str
    contact: str


@dataclass(frozen=True)
class ContainerFact:
    number: str
    doubtful: bool


@dataclass(frozen=True)
class DocumentFact:
    code: str
    reference: str
    dated: date | None
    line: int | None


def facts_of(shipment: Shipment, language: str) -> list[tuple[str, str]]:
    """Route, transport and money: those that were declared."""
    route = getattr(shipment, "route", None)
    total = " ".join(filter(None, [decimal_text(shipment.invoice_total), shipment.currency]))
    found: list[tuple[str, str]] = [("declaration_type", shipment.declaration_type)]
    if route:
        found += [
            ("dispatch", country(route.dispatch, language)),
            ("transit", ", ".join(country(code, language) for code in route.transit)),
            ("destination", country(route.destination, language)),
            ("mode", _mode(route.mode)),
            ("means", " ".join(filter(None, [route.means, country(route.means_country, language)]))),
        ]
    found += [
        ("incoterm", " ".join(filter(None, [shipment.incoterm, shipment.delivery_place]))),
        ("invoice_total", total),
        ("gross_kg", decimal_text(shipment.gross_kg)),
    ]
    return [(word(FIELDS, name), value) for name, value in found if value]


def _mode(code: str) -> str:
    """Codes have one digit, or two of which the first counts (30: road)."""
    first = code.lstrip("0")[:1]
    return word(MODES, first) if first in MODES else code


def party_card(party: Party, language: str) -> PartyCard:
    return PartyCard(
        role=word(PARTIES, party.role),
        name=party.name,
        identifier=party.identifier,
        address=party.address,
        country=country(party.country, language),
        contact=", ".join(filter(None, [party.phone, party.email])),
    )


def document_fact(document: Document) -> DocumentFact:
    return DocumentFact(document.code, document.reference, document.dated, document.item)


def container_fact(number: str) -> ContainerFact:
    return ContainerFact(number, bool(container_fault(number)))
