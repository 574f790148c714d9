"""What waits past its deadline, and who is to know."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from checkpoints.delegations import supervisors_of
from checkpoints.models import Administration, Checkpoint, User
from screening.models import Escalation, Review, Shipment
from screening.selectors.reviews import waiting

_Cause = Escalation.Cause


def unconfirmed(moment: datetime) -> QuerySet[Review]:
    """Proposals that waited longer than their administration allows and went to nobody else yet, the oldest first."""
    known = Escalation.objects.filter(review=OuterRef("pk"))
    return waiting().filter(_too_old(moment), ~Exists(known)).order_by("created_at", "id")


def _too_old(moment: datetime) -> Q:
    too_old = Q(pk__in=[])
    for administration, minutes in Administration.objects.values_list("pk", "confirm_within_minutes"):
        proposed_by = moment - timedelta(minutes=minutes)
        too_old |= Q(shipment__administration=administration, created_at__lte=proposed_by)
    return too_old


def undecided(moment: datetime) -> QuerySet[Shipment]:
    """Flagged shipments whose goods arrived while nobody decided, not escalated yet, the longest overdue first."""
    known = Escalation.objects.filter(shipment=OuterRef("pk"), cause=_Cause.UNDECIDED, deadline=OuterRef("arrival_at"))
    flagged = Shipment.objects.filter(state=Shipment.State.FLAGGED, arrival_at__lte=moment)
    return flagged.filter(~Exists(known)).order_by("arrival_at", "id")


def standing() -> QuerySet[Escalation]:
    """Escalations of what still waits: the proposal for its second person, the shipment for a decision."""
    proposal = Q(cause=_Cause.UNCONFIRMED, review__in=waiting())
    arrived = Q(cause=_Cause.UNDECIDED, shipment__state=Shipment.State.FLAGGED, deadline=F("shipment__arrival_at"))
    return Escalation.objects.filter(proposal | arrived)


def told_of(escalation: Escalation) -> QuerySet[User]:
    """Who is to know: every supervisor of the administration but the proposer; of arrived goods, those of its
    checkpoints."""
    places = Checkpoint.objects.filter(administration=escalation.shipment.administration_id)
    if escalation.review is None:
        return supervisors_of(places.filter(shipmentoffice__shipment=escalation.shipment_id))
    return supervisors_of(places).exclude(pk=escalation.review.proposer_id)
