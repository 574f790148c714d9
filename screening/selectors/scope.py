"""Which shipments and submissions an actor may see: the one place that pages and API ask."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from checkpoints.actors import Actor
from checkpoints.roles import Ability, Role
from screening.models import Shipment, ShipmentOffice, Submission

Row = TypeVar("Row", Shipment, Submission)
_WHOLE_ADMINISTRATION = frozenset({Role.ANALYST, Role.AUDITOR})


def visible_shipments(actor: Actor) -> QuerySet[Shipment]:
    """Shipments within the actor's scope.

    Analysts and auditors see their administration's; officers and supervisors those whose offices
    include a checkpoint where they are assigned; a customs system only what it sent; others none.
    """
    offices = ShipmentOffice.objects.filter(shipment=OuterRef("pk"), checkpoint__in=actor.checkpoint_ids)
    return _visible(actor, Shipment.objects.all(), at_checkpoint=Q(Exists(offices)))


def visible_submissions(actor: Actor) -> QuerySet[Submission]:
    """Files and forms within the actor's scope: by sender, since a refused one has no shipments."""
    senders = [f"checkpoint:{key}" for key in actor.checkpoint_ids]
    return _visible(actor, Submission.objects.all(), at_checkpoint=Q(sender__in=senders))


def _visible(actor: Actor, rows: QuerySet[Row], *, at_checkpoint: Q) -> QuerySet[Row]:
    own = rows.filter(administration=actor.administration_id)
    if not actor.administration_id or not actor.may(Ability.VIEW):
        return own.none()
    if Role.CUSTOMS_SYSTEM in actor.roles:
        return own.filter(sender=actor.name)
    if actor.roles & _WHOLE_ADMINISTRATION:
        return own
    return own.filter(at_checkpoint)


def require(actor: Actor, ability: Ability, shipment: Shipment) -> None:
    """Raises PermissionDenied unless the actor may do this at one of the shipment's checkpoints."""
    offices = set(shipment.offices.values_list("checkpoint_id", flat=True))
    if actor.administration_id != shipment.administration_id or not actor.may(ability, at=offices):
        raise PermissionDenied(_("Your assignment does not allow this at the shipment's checkpoints."))
