"""A trainee's way through an exercise: begin, answer, change one's mind, finish."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from training.exercise import Case, exercise_named
from training.models import NEEDS_A_CHECK, Attempt, Completion, Response
from training.scoring import Mark, score
from training.selectors.attempts import Content, content_of, evidence_of, latest_responses, open_attempt
from training.services import certificates, live_engine


class Finished(Exception):
    """The attempt has ended: it takes no more answers."""


class Unanswered(Exception):
    """The attempt cannot end yet; ``positions`` are the declarations without an answer."""

    def __init__(self, positions: Sequence[int]) -> None:
        self.positions = list(positions)
        super().__init__(", ".join(map(str, positions)))


@dataclass(frozen=True)
class Said:
    """An answer: decision, reasons by name, free words, confidence from 1 to 5."""

    decision: str
    reasons: tuple[str, ...]
    words: str
    confidence: int


def start(*, trainee: User, slug: str) -> Attempt:
    """A new attempt with a draw of its own, or the one that the trainee has not finished.

    Raises UnknownExercise, and NoCatalogue where no control list is in force.
    """
    exercise = exercise_named(slug)
    actor = person(trainee)
    if trainee.administration_id is None or not actor.may(Ability.LEARN):
        raise PermissionDenied(_("Your role does not allow this."))
    begun = open_attempt(trainee, slug)
    if begun is not None:
        return begun
    seed = secrets.randbelow(2**31)
    cases = exercise.drawn(seed)
    content = Content(dict(exercise.title), exercise.pass_from, tuple(cases))
    screened = live_engine.screen(
        cases, trainee.administration_id
    )  # before the lock: the first time it builds the engine
    with transaction.atomic():
        _one_at_a_time(trainee)
        begun = open_attempt(trainee, slug)
        if begun is not None:
            return begun
        attempt = Attempt.objects.create(
            administration_id=trainee.administration_id,
            trainee=trainee,
            exercise=exercise.slug,
            exercise_sha256=exercise.sha256,
            seed=seed,
            size=len(cases),
            content=content.as_text(),
            code_revision=settings.CODE_REVISION,
            **asdict(screened),
        )
        detail = {"exercise": slug, "file": exercise.sha256, "seed": seed, "evidence": attempt.evidence_sha256}
        audit.record(actor=actor.name, action="exercise.started", subject=attempt, detail=detail)
    return attempt


def respond(*, attempt: Attempt, position: int, said: Said) -> Response:
    """Keeps an answer; the latest to a declaration counts. Raises Finished once the attempt has ended."""
    with transaction.atomic():
        _one_at_a_time(attempt.trainee)
        if Completion.objects.filter(attempt=attempt).exists():
            raise Finished
        last = Response.objects.filter(attempt=attempt).aggregate(last=Max("number"))["last"] or 0
        response = Response.objects.create(
            attempt=attempt,
            number=last + 1,
            position=position,
            decision=said.decision,
            reasons=list(said.reasons),
            words=said.words,
            confidence=said.confidence,
        )
        _record(attempt, "exercise.answered", {"position": position, "number": response.number})
    return response


def finish(*, attempt: Attempt) -> Completion:
    """Ends the attempt and issues the certificate; once, however often it is asked for.

    Raises Unanswered while a declaration has no answer: a gap is no decision, and would spoil the measures.
    """
    with transaction.atomic():
        _one_at_a_time(attempt.trainee)
        ended = Completion.objects.filter(attempt=attempt).first()
        if ended is not None:
            return ended
        content, responses = content_of(attempt), latest_responses(attempt)
        gaps = [position for position in range(1, attempt.size + 1) if position not in responses]
        if gaps:
            raise Unanswered(gaps)
        marks = _marks(content.cases, responses, evidence_of(attempt))
        reached = score(Mark(each["target"], each["signal"], each["confidence"]) for each in marks).d_prime
        completion = Completion.objects.create(attempt=attempt, marks=marks, passed=reached >= content.pass_from)
        certificates.issue(completion=completion, title=content.title)
        _record(attempt, "exercise.finished", {"passed": completion.passed})
    return completion


def _marks(
    cases: Sequence[Case], responses: dict[int, Response], evidence: list[list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    return [
        {
            "key": case.key,
            "target": case.target,
            "signal": responses[position].decision in NEEDS_A_CHECK,
            "confidence": responses[position].confidence,
            "engine": any(verdict["flagged"] for verdict in evidence[position - 1]),
        }
        for position, case in enumerate(cases, 1)
    ]


def _one_at_a_time(trainee: User) -> None:
    """What one trainee asks for at the same moment, in two windows, is done one after the other."""
    User.objects.select_for_update().get(pk=trainee.pk)


def _record(attempt: Attempt, action: str, detail: dict[str, Any]) -> None:
    audit.record(actor=f"person:{attempt.trainee_id}", action=action, subject=attempt, detail=detail)
