"""Who works on a shipment, and who could."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from checkpoints.actors import Actor
from checkpoints.models import User
from checkpoints.roles import MAY, Ability
from screening.models import Holding, Shipment

_MOST_COLLEAGUES: Final = 200


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works on a shipment, and since when."""

    id: UUID
    name: str
    since: datetime


def holders_of(shipments: Iterable[UUID]) -> dict[UUID, Holder]:
    """Who works on these shipments, by shipment. One statement."""
    rows = Holding.objects.filter(shipment__in=list(shipments), ended_at=None).select_related("holder")
    return {row.shipment_id: holder(row) for row in rows}


def holder(holding: Holding) -> Holder:
    person = holding.holder
    return Holder(person.pk, person.get_full_name() or person.username, holding.created_at)


def held_by(actor: Actor) -> Q:
    """The condition on shipments that the actor works on."""
    own = Holding.objects.filter(shipment=OuterRef("pk"), ended_at=None, holder=UUID(actor.id))
    return Q(Exists(own))


def holding_of(shipment: Shipment) -> Holding | None:
    """The holding that has not ended, with its people."""
    return Holding.objects.filter(shipment=shipment, ended_at=None).select_related("holder", "given_by").first()


def colleagues(shipment: Shipment) -> QuerySet[User]:
    """People who may decide at one of the shipment's checkpoints, by name; 200 at most."""
    able = User.objects.filter(
        is_active=True,
        administration=shipment.administration_id,
        assignments__role__in=MAY[Ability.DECIDE],
        assignments__checkpoint__in=shipment.offices.values("checkpoint"),
    )
    return able.distinct().order_by("last_name", "first_name", "username")[:_MOST_COLLEAGUES]
