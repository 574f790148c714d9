"""What a shipment is found by."""

from __future__ import annotations

from django.db import models

from screening.models.shipments import Shipment


class SearchKey(models.Model):
    """One word or number of a declaration, folded so that any script finds it (selectors/folding.py).

    No record that travels, but an index that can be made anew from the shipment. Names of parties are
    among the keys: personal data, which retention can empty.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", "declaration number"
        MEANS = "means", "plate, wagon, flight or vessel"
        CONTAINER = "container"
        PARTY = "party"
        HS = "hs", "HS code"
        WORD = "word", "word of a goods line"

    # The constraint below begins with the shipment: a second index on it would cost each declaration time.
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="search_keys", db_index=False)
    kind = models.CharField(max_length=9, choices=Kind)
    key = models.CharField(max_length=60)

    class Meta:
        # The operator classes count on PostgreSQL alone: without them an index serves prefixes only under
        # the C collation (selectors/search.py).
        indexes = [
            models.Index(
                fields=["key", "kind", "shipment"],
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops", "uuid_ops"],
                name="search_key",
            )
        ]
        constraints = [models.UniqueConstraint(fields=["shipment", "kind", "key"], name="search_key_once")]

    def __str__(self) -> str:
        return self.key
