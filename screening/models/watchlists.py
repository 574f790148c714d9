"""Watchlists: list → edition → listed party → listed names.

A party is stored once for each content that it had; editions name the parties that they hold. So a new edition writes
what changed and one short row for each party, and two editions are compared by the keys of their parties.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from checkpoints.models import Administration
from ledger.models import Record


class Watchlist(Record):
    """A list of parties. Without an administration it is shared by all."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    administration = models.ForeignKey(Administration, models.PROTECT, null=True, blank=True)
    review_days = models.PositiveSmallIntegerField(
        default=14, help_text="Days after its publication on which an edition shows as stale."
    )

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
    checksum = models.CharField(max_length=64, help_text="SHA-256 of its parties in their canonical form.")
    published_on = models.DateField()
    review_by = models.DateField(
        help_text="After this day the edition shows as stale; later when read again unchanged."
    )
    party_count = models.PositiveIntegerField(default=0)
    name_count = models.PositiveIntegerField(default=0)
    bootstrap = models.BooleanField(default=False, help_text="Activated alone as the first of its list.")
    activated_at = models.DateTimeField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    parties: models.ManyToManyField[ListedParty, EditionParty] = models.ManyToManyField(
        "ListedParty", through="EditionParty", related_name="editions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watchlist", "checksum"], name="watchlist_edition_once"),
            models.UniqueConstraint(
                fields=["watchlist"], condition=Q(state="active"), name="watchlist_edition_one_active"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.watchlist.slug} {self.name}"

    @property
    def administration_id(self) -> UUID | None:
        """Whose list it is, so that audit events about it are that administration's alone; None where all share it."""
        return self.watchlist.administration_id


class ListedParty(Record):
    """A person, organisation, ship or address on a watchlist, with one content; never changed."""

    watchlist = models.ForeignKey(Watchlist, models.CASCADE, related_name="parties")
    reference = models.CharField(max_length=80, help_text="The party's own on the list, the same in every edition.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the party in its canonical form.")
    kind = models.CharField(max_length=16, blank=True)
    programme = models.CharField(max_length=200, blank=True)
    details = models.JSONField(
        default=dict, help_text="countries, born, sex, identifiers, addresses, listed_on; what is empty is left out."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watchlist", "digest"], name="listed_party_content_once")]
        indexes = [models.Index(fields=["watchlist", "reference"], name="listed_party_reference")]


class EditionParty(Record):
    """An edition holds a party."""

    edition = models.ForeignKey(WatchlistEdition, models.CASCADE, related_name="+")
    party = models.ForeignKey(ListedParty, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "party"], name="edition_party_once")]


class ListedName(Record):
    """One name or alias of a listed party, as published, the leading one first."""

    party = models.ForeignKey(ListedParty, models.CASCADE, related_name="names")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=500)
    strength = models.CharField(max_length=8, default="full", help_text="full, alias, weak")


class WatchlistReading(Record):
    """What came of reading a publication once: taken as an edition, the same as before, or refused and why."""

    class Result(models.TextChoices):
        TAKEN = "taken"
        UNCHANGED = "unchanged"
        REFUSED = "refused"

    watchlist = models.ForeignKey(Watchlist, models.PROTECT, related_name="readings")
    edition = models.ForeignKey(WatchlistEdition, models.PROTECT, null=True, blank=True, related_name="readings")
    result = models.CharField(max_length=10, choices=Result)
    source = models.TextField(blank=True)
    left_out = models.PositiveIntegerField(default=0, help_text="Records that are not in the edition.")
    fault_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, help_text="The first of them: line, column, value, message, known.")

    class Meta:
        indexes = [models.Index(fields=["watchlist", "created_at"], name="watchlist_reading_latest")]


class WatchlistActivation(Record):
    """A proposal to put an edition in force; at once in an emergency, which a second person confirms afterwards."""

    edition = models.ForeignKey(WatchlistEdition, models.PROTECT, related_name="activations")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checksum = models.CharField(max_length=64, help_text="Of the edition as it was proposed.")
    emergency = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="Why it cannot wait.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(emergency=False) | ~Q(reason=""), name="watchlist_activation_emergency_reason"
            )
        ]


class WatchlistActivationConfirmation(Record):
    """A second person's word on a proposal; repeats who proposed what."""

    activation = models.OneToOneField(WatchlistActivation, models.PROTECT, related_name="confirmation")
    confirmer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposer_id_repeated = models.UUIDField()
    checksum_repeated = models.CharField(max_length=64)
