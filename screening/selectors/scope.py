"""Which shipments and submissions an actor may see: the one place that pages and API ask."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from checkpoints.actors import Actor
from checkpoints.models import Checkpoint
from checkpoints.roles import Ability, Role
from screening.models import Escalation, Review, Shipment, ShipmentOffice, Submission
from screening.selectors.reviews import waiting

Row = TypeVar("Row", Shipment, Submission)
_WHOLE_ADMINISTRATION = frozenset({Role.ANALYST, Role.AUDITOR})


def visible_shipments(actor: Actor) -> QuerySet[Shipment]:
    """Shipments within the actor's scope.

    Analysts and auditors see their administration's; officers and supervisors those whose offices
    include a checkpoint where they are assigned, and supervisors those of which a proposal was escalated
    to them; a customs system only what it sent; others none.
    """
    offices = ShipmentOffice.objects.filter(shipment=OuterRef("pk"), checkpoint__in=actor.checkpoint_ids)
    within = Q(Exists(offices))
    if actor.may(Ability.CONFIRM):
        within |= Q(Exists(_escalated_proposals().filter(shipment=OuterRef("pk"))))
    return _visible(actor, Shipment.objects.all(), at_checkpoint=within)


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


def confirmable(actor: Actor) -> QuerySet[Review]:
    """Proposals of others that the actor may confirm: at their checkpoints, and escalated ones anywhere."""
    places = actor.places(Ability.CONFIRM)
    if not places:
        return Review.objects.none()
    here = ShipmentOffice.objects.filter(shipment=OuterRef("shipment"), checkpoint__in=places)
    escalated = _escalated_proposals().filter(review=OuterRef("pk"))
    others = waiting().filter(shipment__administration=actor.administration_id).exclude(proposer=UUID(actor.id))
    return others.filter(Exists(here) | Exists(escalated))


def overseen(actor: Actor) -> QuerySet[Checkpoint]:
    """Checkpoints whose work the actor may look at: a supervisor's own, or the whole administration's."""
    own = Checkpoint.objects.filter(administration=actor.administration_id).order_by("name", "id")
    if not actor.administration_id or not actor.may(Ability.OVERSEE):
        return own.none()
    return own if actor.roles & _WHOLE_ADMINISTRATION else own.filter(pk__in=actor.places(Ability.OVERSEE))


def supervised(actor: Actor) -> QuerySet[Checkpoint]:
    """Checkpoints whose people the actor supervises: the figures of officers are for these alone."""
    own = Checkpoint.objects.filter(administration=actor.administration_id, pk__in=actor.places(Ability.REASSIGN))
    return own.order_by("name", "id")


def sent(actor: Actor, shipment: Shipment) -> bool:
    """Whether the shipment is the actor's own declaration, not another sender's."""
    return shipment.sender == actor.name


def may_here(actor: Actor, ability: Ability, shipment: Shipment) -> bool:
    """Whether the actor may do this at one of the shipment's checkpoints; confirm also what was escalated.

    A customs system may with what it sent alone.
    """
    if actor.administration_id != shipment.administration_id or not actor.may(ability):
        return False
    if Role.CUSTOMS_SYSTEM in actor.roles:
        return sent(actor, shipment)
    offices = set(shipment.offices.values_list("checkpoint_id", flat=True))
    if actor.may(ability, at=offices):
        return True
    return (
        ability == Ability.CONFIRM and _escalated_proposals().filter(review__in=waiting(), shipment=shipment).exists()
    )


def _escalated_proposals() -> QuerySet[Escalation]:
    return Escalation.objects.filter(cause=Escalation.Cause.UNCONFIRMED)


def require(actor: Actor, ability: Ability, shipment: Shipment) -> None:
    """Raises PermissionDenied unless the actor may do this at one of the shipment's checkpoints."""
    if not may_here(actor, ability, shipment):
        raise PermissionDenied(_("Your assignment does not allow this at the shipment's checkpoints."))
