"""Control lists: list → edition → entry tree, with words, identifiers, HS codes and limits.

An edition's content can change only while it is a draft; it becomes active with a second person's
confirmation, or as the first edition of its list at the first start (bootstrap).
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from checkpoints.models import Administration
from ledger.models import Record

LANGUAGES = [("en", "English"), ("ru", "Russian"), ("tg", "Tajik"), ("uz", "Uzbek")]


class ReviewState(models.TextChoices):
    DRAFTED = "drafted"
    READ = "read", "read by a native speaker"
    CONFIRMED = "confirmed", "confirmed by customs"


class ControlList(Record):
    """A list of controlled goods. Without an administration it is shared by all."""

    slug = models.SlugField(max_length=40, unique=True)
    administration = models.ForeignKey(Administration, models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return self.slug


class Edition(Record):
    """One published state of a list."""

    class State(models.TextChoices):
        DRAFT = "draft"
        ACTIVE = "active"
        RETIRED = "retired"

    control_list = models.ForeignKey(ControlList, models.PROTECT, related_name="editions")
    name = models.CharField(max_length=60)
    title = models.JSONField(help_text="By language.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.TextField()
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the edition's canonical form.")
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    review_by = models.DateField(help_text="After this day the edition shows as stale.")
    hs_edition = models.CharField(max_length=4)
    bootstrap = models.BooleanField(default=False, help_text="Activated alone at the first start.")
    activated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["control_list", "checksum"], name="edition_once"),
            models.UniqueConstraint(
                fields=["control_list"], condition=Q(state="active"), name="edition_one_active_a_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.control_list.slug} {self.name}"

    @property
    def administration_id(self) -> UUID | None:
        """Whose list it is, so that audit events about it are that administration's alone; None where all share it."""
        return self.control_list.administration_id


class Entry(Record):
    """A heading or paragraph; ``path`` orders the tree as printed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entries")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    hazards = models.CharField(max_length=80, help_text="Separated by semicolons.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="entry_code"),
            models.UniqueConstraint(fields=["edition", "position"], name="entry_position"),
        ]

    def __str__(self) -> str:
        return self.code


class EntryText(Record):
    """What an entry is called and looks like, in one language."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    title = models.CharField(max_length=250)
    looks_like = models.TextField()
    excluded = models.TextField(blank=True)
    review_state = models.CharField(max_length=10, choices=ReviewState)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="entry_text_a_language")]


class Term(Record):
    """A word or phrase that trade uses for an entry (or that speaks against it)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="terms")
    position = models.PositiveIntegerField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    text = models.CharField(max_length=250)
    weight = models.CharField(max_length=10)
    origin = models.CharField(max_length=120)
    review_state = models.CharField(max_length=10, choices=ReviewState)


class Identifier(Record):
    """CAS, EC, UN number, formula, nuclide, grade or part number."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="identifiers")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="identifier_value")]


class HsCorrelation(Record):
    """An HS code under which an entry's goods are declared."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="hs_correlations")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=6)
    hs_edition = models.CharField(max_length=4)
    confidence = models.CharField(max_length=6)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["code"], name="hs_correlation_code")]


class Parameter(Record):
    """A figure on which control hangs. ``limit`` is a decimal number as text, read by the engine only."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="parameters")
    position = models.PositiveIntegerField()
    group = models.CharField(max_length=20)
    role = models.CharField(max_length=10)
    quantity = models.CharField(max_length=40)
    comparison = models.CharField(max_length=10)
    limit = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)


class Activation(Record):
    """A proposal to put an edition in force; at once in an emergency, which a second person confirms afterwards."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="activations")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checksum = models.CharField(max_length=64, help_text="Of the edition as it was proposed.")
    emergency = models.BooleanField(default=False)
    reason = models.TextField(blank=True, help_text="Why it cannot wait.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(emergency=False) | ~Q(reason=""), name="activation_emergency_reason")
        ]


class ActivationConfirmation(Record):
    """A second person's word on a proposal; repeats who proposed what."""

    activation = models.OneToOneField(Activation, models.PROTECT, related_name="confirmation")
    confirmer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposer_id_repeated = models.UUIDField()
    checksum_repeated = models.CharField(max_length=64)


class IndexArtifact(Record):
    """A catalogue in its canonical form, by content hash: what workers on any host load and runs name."""

    digest = models.CharField(max_length=64, unique=True)
    content = models.BinaryField(help_text="Canonical JSON, zlib-compressed.")
    prepared = models.BinaryField(default=b"", help_text="What makes the engine quicker to build; empty: built anew.")
    editions = models.JSONField(help_text="Labels of the editions in it.")


class IndexInForce(Record):
    """From its time on, new runs use this artifact; the latest row counts."""

    artifact = models.ForeignKey(IndexArtifact, models.PROTECT, related_name="+")
