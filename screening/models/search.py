"""What a shipment is found by."""

from __future__ import annotations

from django.db import models

from ledger.models import Record
from screening.models.shipments import Shipment


class SearchKey(Record):
    """One word or number of a declaration, folded so that any script finds it (engine/text.py).

    Names of parties are among them: personal data, which retention can empty.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", "declaration number"
        MEANS = "means", "plate, wagon, flight or vessel"
        CONTAINER = "container"
        PARTY = "party"
        HS = "hs", "HS code"
        WORD = "word", "word of a goods line"

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="search_keys")
    kind = models.CharField(max_length=9, choices=Kind)
    key = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["key", "kind", "shipment"], name="search_key")]
        constraints = [models.UniqueConstraint(fields=["shipment", "kind", "key"], name="search_key_once")]
