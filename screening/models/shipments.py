"""Shipments as declared. What was declared is never changed: an amended declaration is a new version.

Personal data (parties) and originals stand in tables of their own, which retention can empty.
"""

from __future__ import annotations

from django.db import models

from checkpoints.models import Administration, Checkpoint
from ledger.fields import FixedDecimalField
from ledger.models import Record


class Submission(Record):
    """One file, form or message as it was received, with what became of it."""

    class Channel(models.TextChoices):
        FORM = "form"
        CSV = "csv"
        XLSX = "xlsx"
        API = "api"
        ASYCUDA = "asycuda"

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        PARTLY = "partly", "accepted in part"
        REFUSED = "refused"

    administration = models.ForeignKey(Administration, models.PROTECT)
    sender = models.CharField(max_length=80, help_text="checkpoint:<key> or client:<key>")
    submitted_by = models.CharField(max_length=80, help_text="person:<key> or client:<key>")
    channel = models.CharField(max_length=10, choices=Channel)
    filename = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State)
    refusals = models.JSONField(default=list, help_text="What was refused: line, field, value, message, remedy.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "sender", "sha256"], name="submission_once")]

    def __str__(self) -> str:
        return self.filename or f"{self.channel} {self.pk}"


class SubmissionContent(Record):
    """The original, byte for byte."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="original")
    content = models.BinaryField()


class Shipment(Record):
    """One declaration or manifest consignment under screening.

    The fields below the line in ``Meta``'s order (state, level, lane, latest run) are a projection of
    runs and outcomes, kept for the queue; the history itself is append-only.
    """

    class State(models.TextChoices):
        SCREENING = "screening"
        CLEAR = "clear", "no indication found"
        FLAGGED = "flagged"
        CONFIRMING = "confirming", "waits for a second person"
        DECIDED = "decided"
        SUPERSEDED = "superseded", "superseded by an amended version"

    class Lane(models.TextChoices):
        GREEN = "green"
        YELLOW = "yellow"
        RED = "red"
        BLUE = "blue"

    administration = models.ForeignKey(Administration, models.PROTECT, related_name="shipments")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="shipments")
    sender = models.CharField(max_length=80)
    declaration_number = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    content_sha256 = models.CharField(max_length=64, help_text="Of what was declared, in canonical form.")
    declaration_type = models.CharField(max_length=10, blank=True, help_text="SAD box 1")
    arrival_at = models.DateTimeField(help_text="When the goods arrive: the deadline for an answer.")
    invoice_total = FixedDecimalField(places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    gross_kg = FixedDecimalField(places=6, null=True, blank=True)
    incoterm = models.CharField(max_length=10, blank=True)
    delivery_place = models.CharField(max_length=80, blank=True)
    doubts = models.JSONField(default=list, help_text="Taken, but doubtful: line, field, value, message id.")

    state = models.CharField(max_length=12, choices=State, default=State.SCREENING)
    level = models.PositiveSmallIntegerField(default=0, help_text="0 none, 1 low, 2 medium, 3 high")
    lane = models.CharField(max_length=8, choices=Lane, blank=True)
    latest_run = models.ForeignKey("ScreeningRun", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["administration", "declaration_number", "version"], name="shipment_version")
        ]
        indexes = [
            models.Index(fields=["state", "arrival_at", "-level", "id"], name="shipment_queue"),
            models.Index(fields=["sender", "id"], name="shipment_sent"),
        ]

    def __str__(self) -> str:
        return self.declaration_number


class ShipmentOffice(Record):
    """An office that the shipment passes, by role; officers assigned there see the shipment."""

    class Role(models.TextChoices):
        LODGEMENT = "lodgement"
        ENTRY = "entry"
        INSPECTION = "inspection"
        EXIT = "exit"

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="offices")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, db_index=False)  # the index below begins with it
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        indexes = [models.Index(fields=["checkpoint", "created_at"], name="office_received")]
        constraints = [models.UniqueConstraint(fields=["shipment", "role"], name="shipment_office_role")]


class GoodsItem(Record):
    """One line of goods (SAD boxes 31 to 46)."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField(help_text="SAD box 32")
    description = models.TextField(help_text="SAD box 31")
    hs_code = models.CharField(max_length=12, blank=True, help_text="SAD box 33, digits")
    origin = models.CharField(max_length=2, blank=True, help_text="SAD box 34")
    gross_kg = FixedDecimalField(places=6, null=True, blank=True, help_text="SAD box 35")
    net_kg = FixedDecimalField(places=6, null=True, blank=True, help_text="SAD box 38")
    packages = FixedDecimalField(places=3, null=True, blank=True, help_text="May be a fraction: 0.06")
    package_kind = models.CharField(max_length=20, blank=True)
    quantity = FixedDecimalField(places=6, null=True, blank=True, help_text="SAD box 41")
    unit = models.CharField(max_length=20, blank=True)
    value = FixedDecimalField(places=4, null=True, blank=True, help_text="SAD box 42")
    licence = models.CharField(max_length=60, blank=True, help_text="SAD box 44")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shipment", "number"], name="goods_item_number")]
        ordering = ["number"]


class Party(Record):
    """Someone named on the declaration. Personal data."""

    class Role(models.TextChoices):
        CONSIGNOR = "consignor"
        CONSIGNEE = "consignee"
        DECLARANT = "declarant"
        CARRIER = "carrier"
        NOTIFY = "notify"
        END_USER = "end_user"

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=12, choices=Role)
    name = models.CharField(max_length=300)
    identifier = models.CharField(max_length=60, blank=True, help_text="Tax or registration number.")
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=120, blank=True)


class Route(Record):
    """Where the goods come from and go, and by what."""

    shipment = models.OneToOneField(Shipment, models.CASCADE, related_name="route")
    dispatch = models.CharField(max_length=2, blank=True, help_text="SAD box 15")
    destination = models.CharField(max_length=2, blank=True, help_text="SAD box 17")
    transit = models.JSONField(default=list, help_text="Country codes in order.")
    mode = models.CharField(max_length=2, blank=True, help_text="SAD box 25")
    means = models.CharField(max_length=60, blank=True, help_text="SAD box 18 or 21: plate, wagon, flight, vessel")
    means_country = models.CharField(max_length=2, blank=True)


class Container(Record):
    """A container named on the declaration (SAD box 31)."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="containers")
    number = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shipment", "number"], name="container_once")]


class Document(Record):
    """An invoice, licence or certificate cited (SAD box 44); ``item`` is empty for the whole shipment."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="documents")
    item = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=12)
    reference = models.CharField(max_length=120, blank=True)
    dated = models.DateField(null=True, blank=True)
