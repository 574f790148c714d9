"""What humans decided: proposal, confirmation by a second person where required, outcome."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from checkpoints.models import Delegation
from ledger.models import Record
from screening.models.runs import ScreeningRun
from screening.models.shipments import Shipment


class Decision(models.TextChoices):
    RELEASE = "release"
    DOCUMENTS = "documents", "documents check"
    INSPECT = "inspect"
    REFER = "refer"


class Review(Record):
    """A decision on a shipment as one run showed it."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="reviews")
    run = models.ForeignKey(ScreeningRun, models.PROTECT, related_name="reviews")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision)
    note = models.TextField(blank=True)
    needs_confirmation = models.BooleanField()
    corrects = models.ForeignKey(
        "Outcome", models.PROTECT, null=True, blank=True, related_name="corrections", help_text="What it puts right."
    )


class ReviewConfirmation(Record):
    """A second person's word: repeats proposer and decision; ``confirmed`` false sends it back."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="confirmation")
    confirmer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposer_repeated = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision_repeated = models.CharField(max_length=10, choices=Decision)
    confirmed = models.BooleanField()
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", help_text="In whose stead."
    )
    note = models.TextField(blank=True)


class Outcome(Record):
    """The decision that took effect."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="outcomes")
    review = models.OneToOneField(Review, models.PROTECT, related_name="outcome")
    decision = models.CharField(max_length=10, choices=Decision)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="outcome_taken")]
