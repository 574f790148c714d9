"""Forgets what customs systems called, once nobody repeats it any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from ledger.clock import now
from screening.models import IdempotentCall

KEPT: Final = timedelta(hours=48)
BATCH: Final = 1000


def forget_old(*, batch: int = BATCH) -> int:
    """Deletes calls older than KEPT in batches, oldest first; returns how many.

    Keys are ordered by time, so each batch is found by the primary key alone.
    """
    gone = 0
    while True:
        oldest = IdempotentCall.objects.order_by("pk").values_list("pk", "created_at")[:batch]
        old = [key for key, made in oldest if made < now() - KEPT]
        gone += IdempotentCall.objects.filter(pk__in=old).delete()[0]
        if len(old) < batch:
            return gone
