"""What waited past its deadline goes to more people. Beat asks every minute; twice at once changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from checkpoints.actors import SYSTEM
from ledger import audit
from ledger.clock import now
from screening.models import Escalation, Review, Shipment
from screening.selectors.escalations import unconfirmed, undecided

BATCH: Final = 100
"""Of each kind at a time; what is left comes with the next minute."""

Tell = Callable[[UUID], object]


def escalate(tell: Tell) -> int:
    """Writes down what is overdue, and has ``tell`` called with each escalation once it is committed.

    Returns how many were new.
    """
    moment = now()
    proposals = unconfirmed(moment).values_list("pk", "shipment_id")[:BATCH]
    arrived = undecided(moment).values_list("pk", flat=True)[:BATCH]
    new = [_unconfirmed(review, shipment, moment, tell) for review, shipment in list(proposals)]
    new += [_undecided(shipment, moment, tell) for shipment in list(arrived)]
    return sum(new)


def _unconfirmed(review_id: UUID, shipment_id: UUID, moment: datetime, tell: Tell) -> bool:
    with transaction.atomic():
        shipment = _locked(shipment_id)
        review = unconfirmed(moment).filter(pk=review_id).first()
        if review is None:
            return False
        within = timedelta(minutes=shipment.administration.confirm_within_minutes)
        _record(shipment, tell, cause=Escalation.Cause.UNCONFIRMED, review=review, deadline=review.created_at + within)
    return True


def _undecided(shipment_id: UUID, moment: datetime, tell: Tell) -> bool:
    with transaction.atomic():
        shipment = _locked(shipment_id)
        if not undecided(moment).filter(pk=shipment_id).exists():
            return False
        _record(shipment, tell, cause=Escalation.Cause.UNDECIDED, deadline=shipment.arrival_at)
    return True


def _locked(shipment_id: UUID) -> Shipment:
    """Decisions on it and a second beat wait; what was read before the lock is asked again."""
    return Shipment.objects.select_for_update(of=("self",)).select_related("administration").get(pk=shipment_id)


def _record(shipment: Shipment, tell: Tell, *, review: Review | None = None, **fields: Any) -> None:
    escalation = Escalation.objects.create(shipment=shipment, review=review, **fields)
    transaction.on_commit(lambda: tell(escalation.pk), robust=True)
    detail = {"escalation": escalation.pk, "cause": escalation.cause}
    audit.record(actor=SYSTEM.name, action="shipment.escalated", subject=shipment, detail=detail)
