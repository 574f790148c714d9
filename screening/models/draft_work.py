"""Draft editions that a worker writes, since it takes longer than a page may: from a file, or from accepted terms."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from checkpoints.models import Administration
from ledger.models import Record
from screening.models.control_lists import ControlList, Edition


class DraftWork(Record):
    """Work on one draft: it belongs to the worker whose ``claim`` stands here until ``due_at``, then to the next.

    Whoever goes on begins anew: the draft and the end of the work are stored in one transaction.
    """

    class State(models.TextChoices):
        RUNNING = "running", "waits for a worker, or is worked on"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"

    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Workers that began; too many died of it.")
    claim = models.UUIDField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        abstract = True


class ListImport(DraftWork):
    """A file that should become a draft of a list of an administration, and what was wrong with it."""

    class Stage(models.TextChoices):
        READING = "reading"
        STORING = "storing"

    administration = models.ForeignKey(Administration, models.PROTECT)
    filename = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    may_shrink = models.BooleanField(default=False, help_text="A person said that the list is meant to be so short.")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.READING)
    rows = models.PositiveIntegerField(default=0, help_text="Read so far.")
    repeated = models.BooleanField(default=False, help_text="The edition was stored already.")
    faults = models.JSONField(default=list, help_text="Of the file: line, column, value, message, known.")
    taken = models.CharField(max_length=40, blank=True, help_text="The short name, where another owner has it.")
    before = models.PositiveIntegerField(null=True, blank=True, help_text="Entries in force, of a list that shrank.")
    after = models.PositiveIntegerField(null=True, blank=True, help_text="Entries in the file, of a list that shrank.")

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="running"), name="list_import_due"),
            models.Index(fields=["administration", "-created_at", "-id"], name="list_import_latest"),
        ]


class ListImportContent(Record):
    """The bytes of a file, kept while they may be read again."""

    list_import = models.OneToOneField(ListImport, models.CASCADE, related_name="original")
    content = models.BinaryField()


class TermDrafting(DraftWork):
    """Accepted terms of a list on their way into its draft; one at a time, which takes all that wait."""

    control_list = models.ForeignKey(ControlList, models.PROTECT, related_name="term_draftings")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["control_list"], condition=Q(state="running"), name="term_drafting_one_open_a_list"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="running"), name="term_drafting_due"),
            models.Index(fields=["control_list", "-created_at", "-id"], name="term_drafting_latest"),
        ]

    @property
    def administration_id(self) -> UUID | None:
        """Whose list it is, for the audit chain; None where all share it."""
        return self.control_list.administration_id
