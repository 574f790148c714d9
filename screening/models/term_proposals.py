"""What officers propose to call the goods of an entry, or to call them no more, and a list manager's word on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from checkpoints.models import Administration
from ledger.models import Record
from screening.models.control_lists import LANGUAGES, ControlList, Edition


class TermChange(models.TextChoices):
    ADD = "add"
    REMOVE = "remove", "take away"


class TermProposal(Record):
    """A term to be added to an entry, or taken away from it. Append-only; nothing changes by it alone.

    The entry is named as determinations name it, since each edition has rows of its own.
    """

    administration = models.ForeignKey(Administration, models.PROTECT)
    control_list = models.ForeignKey(ControlList, models.PROTECT, related_name="term_proposals")
    entry_code = models.CharField(max_length=40)
    change = models.CharField(max_length=10, choices=TermChange)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    text = models.CharField(max_length=250)
    weight = models.CharField(max_length=10)
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["administration", "-created_at", "-id"], name="term_proposal_latest")]

    def __str__(self) -> str:
        return f"{self.control_list.slug} {self.entry_code}: {self.text}"


class TermDecision(Record):
    """Another person's word: repeats proposer and proposal. Append-only but for ``edition``, the draft in which an
    accepted term stands: a worker writes the draft after the word was given, and names it here once.
    """

    proposal = models.OneToOneField(TermProposal, models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_by_repeated = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    change_repeated = models.CharField(max_length=10, choices=TermChange)
    text_repeated = models.CharField(max_length=250)
    accepted = models.BooleanField()
    note = models.TextField(blank=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="term_decisions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=True) | (Q(accepted=False, edition=None) & ~Q(note="")),
                name="term_accepted_or_refused_with_a_note",
            )
        ]
        indexes = [models.Index(fields=["proposal"], condition=Q(accepted=True, edition=None), name="term_unplaced")]
