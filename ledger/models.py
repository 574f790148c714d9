"""The base of every record, and the chain of audit events."""

from __future__ import annotations

from django.db import models

from ledger.clock import now
from ledger.keys import new_key, this_node


class Record(models.Model):
    """Has a key that travels, the node it was made on, and the time of making."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    node = models.CharField(max_length=32, default=this_node, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True


class AuditEvent(Record):
    """What someone did. Each event carries the hash of the one before, one chain a node.

    ``actor`` is ``person:<key>``, ``client:<key>`` or ``system:<name>``; ``subject`` is
    ``<model>:<key>``; ``detail`` is canonical JSON that holds keys and digests, no personal data.
    ``administration`` is the key of the one whom the event concerns; empty for lists that all share and for the
    portal itself.
    """

    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    administration = models.UUIDField(null=True, blank=True)
    detail = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "sequence"], name="audit_one_chain_a_node")]
        indexes = [
            models.Index(fields=["subject", "sequence"], name="audit_by_subject"),
            models.Index(fields=["administration", "sequence"], name="audit_by_administration"),
            models.Index(fields=["actor", "sequence"], name="audit_by_actor"),
            models.Index(fields=["action", "sequence"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.node}/{self.sequence} {self.action}"
