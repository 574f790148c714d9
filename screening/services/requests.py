"""Tickets of screening work: made with the shipment, claimed by compare-and-set, taken over when lost.

The broker only wakes a worker up. What has to be done stands in the database, so a message lost or
delivered twice changes nothing.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from screening.models import ScreeningRequest, Shipment

_log = logging.getLogger(__name__)

PATIENCE: Final = timedelta(seconds=15)
"""A request still waiting after this is queued again: its message may be lost."""

CLAIM: Final = timedelta(seconds=15)
"""A claim runs out after this: its worker may be dead. Beat looks every five seconds, so that a lost
request is taken over within 30."""

MOST_ATTEMPTS: Final = 5
_BATCH: Final = 200

Enqueue = Callable[[UUID], object]


def ask_for(shipments: Iterable[Shipment], cause: ScreeningRequest.Cause, enqueue: Enqueue) -> None:
    """Writes a request for each shipment and wakes the workers once the transaction is committed."""
    due = timezone.now() + PATIENCE
    requests = [ScreeningRequest(shipment=shipment, cause=cause, due_at=due) for shipment in shipments]
    ScreeningRequest.objects.bulk_create(requests, batch_size=500)
    transaction.on_commit(lambda: wake(enqueue, [request.pk for request in requests]), robust=True)


def wake(enqueue: Enqueue, requests: Iterable[UUID]) -> None:
    """Sends a message for each request. A broker that does not answer delays the work, no more."""
    for request in requests:
        try:
            enqueue(request)
        except OperationalError as error:
            _log.warning("The broker does not answer, requests wait to be taken over: %s", error)
            return


def claim(request: UUID) -> UUID | None:
    """Claims a request for this worker; None where another has it or it is done."""
    now, mine = timezone.now(), uuid.uuid4()
    open_ones = ScreeningRequest.objects.filter(pk=request, attempts__lt=MOST_ATTEMPTS)
    waiting = open_ones.filter(state=ScreeningRequest.State.WAITING)
    abandoned = open_ones.filter(state=ScreeningRequest.State.CLAIMED, due_at__lt=now)
    for rows in (waiting, abandoned):
        claimed = rows.update(
            state=ScreeningRequest.State.CLAIMED, claim=mine, due_at=now + CLAIM, attempts=F("attempts") + 1
        )
        if claimed:
            return mine
    return None


def finish(request: UUID, claim: UUID) -> bool:
    """Marks a claimed request as done; False where the claim was lost to another worker."""
    mine = ScreeningRequest.objects.filter(pk=request, claim=claim, state=ScreeningRequest.State.CLAIMED)
    return bool(mine.update(state=ScreeningRequest.State.DONE))


def fail(request: UUID, claim: UUID, fault: str) -> None:
    """Gives a request back after a fault; after the last attempt it stands as failed, for a human to see."""
    mine = ScreeningRequest.objects.filter(pk=request, claim=claim, state=ScreeningRequest.State.CLAIMED)
    last = mine.filter(attempts__gte=MOST_ATTEMPTS)
    if not last.update(state=ScreeningRequest.State.FAILED, fault=fault):
        mine.update(state=ScreeningRequest.State.WAITING, fault=fault, due_at=timezone.now() + PATIENCE)


def take_over(enqueue: Enqueue) -> int:
    """Queues again what waited too long or whose worker is gone; returns how many.

    Requests out of attempts, whose workers died each time, are marked as failed.
    """
    now = timezone.now()
    overdue = ScreeningRequest.objects.filter(
        state__in=[ScreeningRequest.State.WAITING, ScreeningRequest.State.CLAIMED], due_at__lt=now
    )
    overdue.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=ScreeningRequest.State.FAILED, fault="the worker died each time"
    )
    lost = list(overdue.order_by("due_at").values_list("pk", "state")[:_BATCH])
    waiting = [pk for pk, state in lost if state == ScreeningRequest.State.WAITING]
    ScreeningRequest.objects.filter(pk__in=waiting, state=ScreeningRequest.State.WAITING).update(due_at=now + PATIENCE)
    wake(enqueue, [pk for pk, _ in lost])
    return len(lost)
