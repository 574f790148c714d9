"""Passes over stored shipments: what an edition would change before it is in force, and whom it touches after."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.models import Record
from screening.models.control_lists import Edition
from screening.models.shipments import Shipment


class ListPass(Record):
    """One walk over the shipments from ``since`` on, by key, in steps that commit their progress.

    A step belongs to the worker whose ``claim`` stands here until ``due_at``; then another may go on from
    ``position``, the last shipment that is done.
    """

    class Purpose(models.TextChoices):
        PREVIEW = "preview", "what would be flagged and lost"
        RESCREEN = "rescreen", "screen again what changes"

    class State(models.TextChoices):
        RUNNING = "running"
        STOPPED = "stopped"
        DONE = "done"
        FAILED = "failed"
        REPLACED = "replaced"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="passes")
    purpose = models.CharField(max_length=10, choices=Purpose)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    since = models.DateTimeField(help_text="Shipments received from then on.")
    position = models.UUIDField(null=True, blank=True)
    shipments = models.PositiveIntegerField(help_text="To be looked at, as counted at the start.")
    seen = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0, help_text="Lines newly flagged.")
    lost = models.PositiveIntegerField(default=0, help_text="Lines flagged no more.")
    asked = models.PositiveIntegerField(default=0, help_text="Shipments screened again.")
    claim = models.UUIDField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "purpose"],
                condition=Q(state__in=["running", "stopped"]),
                name="list_pass_one_open_a_purpose",
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="running"), name="list_pass_due")]


class PassFinding(models.Model):
    """A line that an edition would newly flag, or flag no more; the first thousand of a pass are kept."""

    list_pass = models.ForeignKey(ListPass, models.CASCADE, related_name="findings")
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="+")
    item_number = models.PositiveIntegerField()
    is_new = models.BooleanField()
    codes = models.CharField(max_length=400, help_text="Of the entries, separated by semicolons.")
