"""Administrations, their checkpoints, the people assigned, and the customs systems that call."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from oauth2_provider.models import AbstractApplication

from checkpoints.roles import AT_CHECKPOINT, Role
from ledger.keys import new_key
from ledger.models import Record

_AT_CHECKPOINT = sorted(role.value for role in AT_CHECKPOINT)
"""In one order: a constraint that follows a set's order would ask for a new migration at every start."""


class Administration(Record):
    """A customs service of one country; owns shipments, profiles and national lists."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    confirm_from_level = models.PositiveSmallIntegerField(
        default=2, help_text="Release of a shipment at this level (1 low, 2 medium, 3 high) needs a second person."
    )

    confirm_within_minutes = models.PositiveIntegerField(
        default=60, help_text="A proposal that waits longer goes to every supervisor of the administration."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(confirm_from_level__range=(1, 3)), name="administration_confirm_level")
        ]

    def __str__(self) -> str:
        return self.name


class Checkpoint(Record):
    """A place where an administration controls goods."""

    class Kind(models.TextChoices):
        ROAD = "road"
        RAIL = "rail"
        AIR = "air"
        RIVER = "river"
        INLAND = "inland"

    administration = models.ForeignKey(Administration, models.PROTECT, related_name="checkpoints")
    code = models.CharField(max_length=17, help_text="The office code that declarations name.")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    latitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True, help_text="Degrees north")
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True, help_text="Degrees east")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="checkpoint_code")]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person. What they may do stands in assignments, never in Django's permissions."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    administration = models.ForeignKey(Administration, models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=7, default="en")
    previous_login = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The sign-in before the last: what came since is new."
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Assignment(Record):
    """A role that a person holds: at a checkpoint, or for the whole administration."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "checkpoint"], name="assignment_once"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(checkpoint__isnull=True), name="assignment_once_without_checkpoint"
            ),
            models.CheckConstraint(
                condition=Q(role__in=_AT_CHECKPOINT, checkpoint__isnull=False)
                | (~Q(role__in=_AT_CHECKPOINT) & Q(checkpoint__isnull=True)),
                name="assignment_checkpoint_where_the_role_has_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Delegation(Record):
    """A supervisor's work at a checkpoint, given to a deputy for a time of absence. Append-only."""

    principal = models.ForeignKey(User, models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="delegations_held")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="delegation_to_another"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegation_ends_after_it_starts"),
        ]


class DelegationEnd(Record):
    """A delegation taken back before its time."""

    delegation = models.OneToOneField(Delegation, models.PROTECT, related_name="ended")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class ApiClient(AbstractApplication):
    """A customs system that signs in with client credentials and sees only what it sent."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    administration = models.ForeignKey(Administration, models.PROTECT)
    disabled = models.BooleanField(default=False, help_text="Gets no token, and tokens that it holds open nothing.")

    class Meta(AbstractApplication.Meta):
        swappable = "OAUTH2_PROVIDER_APPLICATION_MODEL"

    def is_usable(self, request: object) -> bool:
        """Asked by the token endpoint, and for each call that carries a token."""
        return not self.disabled
