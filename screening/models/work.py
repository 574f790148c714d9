"""Who works on a shipment, and what people add to it: notes, attachments, what a check found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.models import Record
from screening.models.reviews import Outcome, Review
from screening.models.shipments import Shipment


class Holding(Record):
    """One person's work on a shipment, from taking it until it ends. The database allows one at a time."""

    class End(models.TextChoices):
        GIVEN_BACK = "given_back"
        HANDED_OVER = "handed_over"
        TAKEN_AWAY = "taken_away", "taken away by a supervisor"
        DECIDED = "decided"
        AMENDED = "amended", "an amended declaration took its place"

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="holdings")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="holdings")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True, help_text="What the next person should know.")
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=12, choices=End, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment"], condition=Q(ended_at__isnull=True), name="holding_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="holding_ends_for_a_reason",
            ),
        ]


class Note(Record):
    """What someone wrote down about a shipment."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()


class Attachment(Record):
    """A photograph or paper that someone added to a shipment. The bytes stand apart."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="attachments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shipment", "sha256"], name="attachment_once_a_shipment")]


class AttachmentContent(Record):
    """The bytes of an attachment; retention may empty this table."""

    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="original")
    content = models.BinaryField()
    small = models.BinaryField(default=b"", help_text="A picture small enough for a list, WebP; empty for papers.")


class InspectionResult(Record):
    """What an inspection or a check of documents found. The latest of an outcome counts."""

    class Found(models.TextChoices):
        AS_FLAGGED = "as_flagged", "controlled goods, as the flag said"
        OTHER = "other", "something else that is not in order"
        NOTHING = "nothing", "goods as declared and free of control"

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="results")
    found = models.CharField(max_length=12, choices=Found)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class Escalation(Record):
    """Something that waited past its deadline and went to more people."""

    class Cause(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "a proposal waits for its second person"
        UNDECIDED = "undecided", "the goods arrived and nobody decided"

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="escalations")
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="escalations")
    cause = models.CharField(max_length=12, choices=Cause)
    deadline = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shipment", "cause", "deadline"], name="escalation_once")]
