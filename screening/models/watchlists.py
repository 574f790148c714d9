"""Watchlists: list → edition → listed party → listed names."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from checkpoints.models import Administration
from ledger.models import Record


class Watchlist(Record):
    """A list of parties. Without an administration it is shared by all."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    administration = models.ForeignKey(Administration, models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return self.slug


class WatchlistEdition(Record):
    """One published state of a watchlist."""

    class State(models.TextChoices):
        DRAFT = "draft"
        ACTIVE = "active"
        RETIRED = "retired"

    watchlist = models.ForeignKey(Watchlist, models.PROTECT, related_name="editions")
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.TextField()
    checksum = models.CharField(max_length=64)
    published_on = models.DateField()
    review_by = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watchlist", "checksum"], name="watchlist_edition_once"),
            models.UniqueConstraint(
                fields=["watchlist"], condition=Q(state="active"), name="watchlist_edition_one_active"
            ),
        ]


class ListedParty(Record):
    """A person, organisation, ship or address on a watchlist."""

    edition = models.ForeignKey(WatchlistEdition, models.CASCADE, related_name="parties")
    reference = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    programme = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "reference"], name="listed_party_reference")]


class ListedName(Record):
    """One name or alias of a listed party, as published."""

    party = models.ForeignKey(ListedParty, models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    strength = models.CharField(max_length=8, default="full", help_text="full, alias, weak")
