"""A declaration of an exercise for the templates of the shipment's page."""

from __future__ import annotations

from dataclasses import dataclass

from screening.intake.declaration import Doubt
from screening.models import Shipment
from screening.web.declared import (
    ContainerFact,
    DocumentFact,
    PartyCard,
    container_fact,
    document_fact,
    facts_of,
    party_card,
)
from screening.web.doubts import doubt_text
from screening.web.goods_lines import Lines, decimal_text, lines_of
from screening.web.words import OFFICES, word
from training.declared import Declared


@dataclass(frozen=True)
class MayNothing:
    """Nothing is answered, decided or confirmed here as on a shipment."""

    answer: bool = False


@dataclass(frozen=True)
class DeclaredPage:
    """As web/_declared.html and web/_lines.html read it."""

    shipment: Shipment
    facts: list[tuple[str, str]]
    parties: list[PartyCard]
    containers: list[ContainerFact]
    documents: list[DocumentFact]
    offices: list[tuple[str, str]]
    doubts: list[str]
    lines: Lines
    may: MayNothing = MayNothing()


def declared_page(found: Declared, language: str) -> DeclaredPage:
    """Two statements where verdicts are shown, none else."""
    shipment = found.shipment
    return DeclaredPage(
        shipment=shipment,
        facts=facts_of(shipment, language),
        parties=[party_card(party, language) for party in found.parties],
        containers=[container_fact(each.number) for each in found.containers],
        documents=[document_fact(each) for each in found.documents],
        offices=[(word(OFFICES, role), code) for role, code in found.offices],
        doubts=[doubt_text(Doubt(**each), language) for each in shipment.doubts if not each["line"]],
        lines=lines_of(found, language, page="1", table="1", facts=decimal_text, wrong=None),
    )
