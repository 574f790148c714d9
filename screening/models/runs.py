"""Requests to screen, and the runs that answered them."""

from __future__ import annotations

from django.db import models

from ledger.models import Record
from screening.models.shipments import Shipment


class ScreeningRequest(Record):
    """A ticket of work: this shipment is to be screened. Workers claim it by compare-and-set.

    A request that waits too long, or whose claim has run out, is queued again (tasks.take_over).
    """

    class Cause(models.TextChoices):
        ARRIVAL = "arrival"
        ANSWER = "answer"
        LISTS = "lists"

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        DONE = "done"
        FAILED = "failed"

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="requests")
    cause = models.CharField(max_length=10, choices=Cause)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(help_text="Waiting: queue again after this. Claimed: the claim runs out then.")
    claim = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="request_due")]


class ScreeningRun(Record):
    """One execution on one shipment, immutable. ``evidence`` is one canonical JSON document."""

    request = models.OneToOneField(ScreeningRequest, models.PROTECT, related_name="run")
    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    flagged = models.BooleanField()
    lane = models.CharField(max_length=8)
    evidence = models.TextField()
    evidence_sha256 = models.CharField(max_length=64)
    editions = models.JSONField()
    index_digest = models.CharField(max_length=64)
    policy_version = models.CharField(max_length=40)
    engine_version = models.CharField(max_length=20)
    code_revision = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shipment", "number"], name="run_number")]
        # For figures alone, which ask for what was flagged: most runs flag nothing and cost nothing here.
        indexes = [models.Index(fields=["created_at"], condition=models.Q(flagged=True), name="run_flagged")]


class Flag(Record):
    """What a run asks a human to look at: one entry on one line."""

    run = models.ForeignKey(ScreeningRun, models.PROTECT, related_name="flags")
    item_number = models.PositiveIntegerField()
    list_slug = models.CharField(max_length=40)
    entry_code = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    score_permille = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "item_number", "list_slug", "entry_code"], name="flag_once_a_run")
        ]


class Question(Record):
    """What is missing to decide. ``key`` stays the same from run to run."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="questions")
    first_run = models.ForeignKey(ScreeningRun, models.PROTECT, related_name="+")
    item_number = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    arguments = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "item_number", "key"], name="question_once_a_shipment")
        ]


class Answer(Record):
    """What an officer found out. The latest answer to a question counts."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.CharField(max_length=500)
    answered_by = models.CharField(max_length=80, help_text="person:<key> or client:<key>")
