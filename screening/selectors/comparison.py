"""Two versions of one declaration with everything that they declare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from checkpoints.actors import Actor
from screening.models import Container, Document, GoodsItem, Party, Shipment
from screening.selectors.shipments import with_relations


@dataclass(frozen=True)
class Declared:
    """One version, with lines by number and parties by role."""

    shipment: Shipment
    items: dict[int, GoodsItem]
    parties: dict[str, Party]
    containers: list[Container]
    documents: list[Document]


@dataclass(frozen=True)
class Pair:
    former: Declared
    present: Declared


def pair(actor: Actor, one: UUID, other: UUID) -> Pair | None:
    """Five statements; None unless both are in the actor's scope, and versions of one sender's declaration."""
    found = list(with_relations(actor).filter(pk__in=[one, other]).order_by("version"))
    if len(found) != 2 or len({_declaration(shipment) for shipment in found}) != 1:
        return None
    former, present = _declared(found)
    return Pair(former, present)


def _declaration(shipment: Shipment) -> tuple[UUID, str, str]:
    return shipment.administration_id, shipment.declaration_number, shipment.sender


def _declared(shipments: list[Shipment]) -> list[Declared]:
    items = _by_shipment(GoodsItem.objects.filter(shipment__in=shipments).order_by("number"))
    parties = _by_shipment(Party.objects.filter(shipment__in=shipments).order_by("id"))
    containers = _by_shipment(Container.objects.filter(shipment__in=shipments).order_by("number"))
    documents = _by_shipment(Document.objects.filter(shipment__in=shipments).order_by("code", "reference", "id"))
    return [
        Declared(
            shipment=shipment,
            items={item.number: item for item in items.get(shipment.pk, ())},
            parties={party.role: party for party in parties.get(shipment.pk, ())},
            containers=containers.get(shipment.pk, []),
            documents=documents.get(shipment.pk, []),
        )
        for shipment in shipments
    ]


Part = TypeVar("Part", GoodsItem, Party, Container, Document)


def _by_shipment(rows: QuerySet[Part]) -> dict[UUID, list[Part]]:
    found: dict[UUID, list[Part]] = {}
    for row in rows:
        found.setdefault(row.shipment_id, []).append(row)
    return found
