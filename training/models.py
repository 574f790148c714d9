"""What training keeps, apart from operations. Answers, results and certificates are append-only (training/rules.py)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from checkpoints.models import Administration
from ledger.models import Record
from screening.models.reviews import Decision

NEEDS_A_CHECK = frozenset({Decision.DOCUMENTS, Decision.INSPECT})
"""The decisions that count as a signal; a release is none."""


class Group(Record):
    """People who learn together under the trainers of their administration."""

    administration = models.ForeignKey(Administration, models.PROTECT)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "name"], name="group_name")]

    def __str__(self) -> str:
        return self.name


class Membership(Record):
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="membership_once")]


class GroupExercise(Record):
    """An exercise that a group is to do."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="exercises")
    exercise = models.SlugField(max_length=40)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "exercise"], name="group_exercise_once")]


class Attempt(Record):
    """One trainee's exercise: what was drawn, and what the engine said of it at that moment.

    ``content`` and ``evidence`` are canonical JSON; both stand here, so that the debrief shows the exercise and the
    engine as they were, whatever file and lists say since.
    """

    administration = models.ForeignKey(Administration, models.PROTECT)
    trainee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    exercise = models.SlugField(max_length=40)
    exercise_sha256 = models.CharField(max_length=64, help_text="Of the exercise's file.")
    seed = models.PositiveIntegerField()
    size = models.PositiveSmallIntegerField(help_text="How many declarations.")
    content = models.TextField(help_text="Title, pass mark, and the declarations drawn, in order, with the truth.")
    evidence = models.TextField(help_text="The engine's verdicts, one list a declaration.")
    evidence_sha256 = models.CharField(max_length=64)
    editions = models.JSONField()
    index_digest = models.CharField(max_length=64)
    policy_version = models.CharField(max_length=20)
    engine_version = models.CharField(max_length=20)
    code_revision = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["trainee", "exercise", "id"], name="attempt_of_a_trainee")]


class Response(Record):
    """An answer to one declaration; a later one, by number, takes its place until the attempt is finished."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(help_text="Of the declaration in the attempt, from 1.")
    decision = models.CharField(max_length=10, choices=Decision)
    reasons = models.JSONField(default=list, help_text="Names of training/reasons.py.")
    words = models.CharField(max_length=500, blank=True)
    confidence = models.PositiveSmallIntegerField(help_text="1 a guess, 5 sure")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="response_number"),
            models.CheckConstraint(condition=Q(confidence__range=(1, 5)), name="response_confidence"),
        ]


class Completion(Record):
    """The end of an attempt. ``marks``: key, target, signal, confidence and the engine's signal, in order."""

    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="completion")
    marks = models.JSONField()
    passed = models.BooleanField()


class Certificate(Record):
    """Says who completed what; ``code`` stands in the QR and cannot be guessed."""

    completion = models.OneToOneField(Completion, models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=300, help_text="The holder's name on that day.")
    title = models.JSONField(help_text="Of the exercise, by language.")
