"""Known products, and what competent officers determined about them: the precedent library."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from checkpoints.models import Administration
from ledger.models import Record


class Good(Record):
    """A product that can be recognised: maker and model or part number."""

    administration = models.ForeignKey(Administration, models.PROTECT)
    maker = models.CharField(max_length=120)
    model = models.CharField(max_length=120)
    part_number = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=250)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "maker", "model", "part_number"], name="good_once_an_administration"
            )
        ]

    def __str__(self) -> str:
        return f"{self.maker} {self.model}"


class Determination(Record):
    """Whether an entry controls a good, and who said so. Append-only: a later one overrules."""

    good = models.ForeignKey(Good, models.PROTECT, related_name="determinations")
    list_slug = models.CharField(max_length=40)
    entry_code = models.CharField(max_length=40)
    controlled = models.BooleanField()
    reason = models.TextField()
    determined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
