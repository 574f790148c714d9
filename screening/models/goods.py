"""Known products, and what competent officers determined about them: the precedent library of an administration."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from checkpoints.models import Administration, Delegation
from ledger.models import Record
from screening.models.shipments import GoodsItem


def default_end() -> date:
    """How long a determination counts unless its officer says otherwise: products and lists change."""
    return timezone.localdate() + timedelta(days=365 * settings.PRECEDENT_YEARS)


class Ruling(models.TextChoices):
    CONTROLLED = "controlled"
    FREE = "free", "not controlled"
    WITHDRAWN = "withdrawn"


class Good(Record):
    """A product that can be recognised: maker and model or part number. Its identity never changes."""

    administration = models.ForeignKey(Administration, models.PROTECT)
    maker = models.CharField(max_length=120)
    model = models.CharField(max_length=120, blank=True)
    part_number = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "maker", "model", "part_number"], name="good_once_an_administration"
            )
        ]
        indexes = [models.Index(fields=["administration", "-created_at", "-id"], name="good_latest")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.maker, self.model, self.part_number]))


class GoodKey(models.Model):
    """What a good is recognised by in a text (engine/precedents.py): an index that can be made anew."""

    good = models.ForeignKey(Good, models.CASCADE, related_name="keys")
    administration = models.ForeignKey(Administration, models.CASCADE, db_index=False)  # the constraint begins with it
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "key", "good"], name="good_key_once")]

    def __str__(self) -> str:
        return self.key


class Determination(Record):
    """Whether an entry controls a good, and who said so. Append-only.

    It counts once a second person confirmed it, until its last day; a later one on the same entry overrules it,
    a withdrawal among them.
    """

    good = models.ForeignKey(Good, models.PROTECT, related_name="determinations")
    list_slug = models.CharField(max_length=40)
    entry_code = models.CharField(max_length=40)
    ruling = models.CharField(max_length=10, choices=Ruling)
    reason = models.TextField()
    source = models.CharField(max_length=200, blank=True, help_text="Act, expert opinion or file that it rests on.")
    valid_until = models.DateField(default=default_end, help_text="The last day on which it counts.")
    item = models.ForeignKey(
        GoodsItem, models.PROTECT, null=True, blank=True, related_name="+", help_text="The line that it came from."
    )
    determined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["good", "list_slug", "entry_code", "created_at"], name="determination_latest")]


class DeterminationConfirmation(Record):
    """A second person's word: repeats officer and ruling; ``confirmed`` false refuses it."""

    determination = models.OneToOneField(Determination, models.PROTECT, related_name="confirmation")
    confirmer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    determined_by_repeated = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ruling_repeated = models.CharField(max_length=10, choices=Ruling)
    confirmed = models.BooleanField()
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", help_text="In whose stead."
    )
    note = models.TextField(blank=True)
