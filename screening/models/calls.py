"""What customs systems called, so that a call repeated is answered as the first time."""

from __future__ import annotations

from django.db import models

from ledger.models import Record


class IdempotentCall(Record):
    """A call that named an Idempotency-Key, and what it was answered."""

    sender = models.CharField(max_length=80, help_text="client:<key>")
    key = models.CharField(max_length=80)
    request_sha256 = models.CharField(max_length=64, help_text="Of method, path and body.")
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty while the first call runs.")
    headers = models.JSONField(default=dict)
    body = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "key"], name="idempotent_call_once")]
