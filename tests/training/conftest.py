"""Trainees at the first exercise, on the shipped lists that it was written for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings

from checkpoints.models import User
from checkpoints.roles import Role
from screening.models.reviews import Decision
from tests import cast as c
from tests.cast import Cast
from training.exercise import Case
from training.models import Attempt
from training.selectors.attempts import content_of
from training.services import attempts
from training.services.attempts import Said

SHIPPED: Final = Path(settings.BASE_DIR) / "screening" / "catalogue"
CHECK, RELEASE = Decision.INSPECT, Decision.RELEASE
Answer = Callable[[Case], Said]


def rightly(case: Case) -> Said:
    return Said(CHECK if case.target else RELEASE, case.reasons, "", 5)


def never_a_check(case: Case) -> Said:
    return Said(RELEASE, (), "", 3)


def answered(attempt: Attempt, answer: Answer = rightly) -> Attempt:
    """The attempt with an answer to every declaration."""
    for position, case in enumerate(content_of(attempt).cases, 1):
        attempts.respond(attempt=attempt, position=position, said=answer(case))
    return attempt


def finished(trainee: User, answer: Answer = rightly) -> Attempt:
    attempt = answered(attempts.start(trainee=trainee, slug="first"), answer)
    attempts.finish(attempt=attempt)
    return Attempt.objects.select_related("trainee", "completion__certificate").get(pk=attempt.pk)


def posted(decision: str = CHECK, confidence: int | str = 4, **fields: Any) -> Mapping[str, Any]:
    """What the answer form sends."""
    return {"decision": decision, "confidence": str(confidence), "words": "", **fields}


SEED: Final = 2
"""Its draw has the solvent, the machine, and the declaration on which the engine of the shipped lists is wrong."""


@pytest.fixture(autouse=True)
def same_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance would draw other declarations in every run of the tests."""
    monkeypatch.setattr("secrets.randbelow", lambda _: SEED)


@pytest.fixture
def trainer(cast: Cast) -> User:
    return c.person("trainer.tj", cast.tajikistan, Role.TRAINER)


@pytest.fixture
def attempt(cast: Cast, lists: None) -> Attempt:
    """One that the officer at Dushanbe-2 has begun; the small list of the tests judges."""
    return attempts.start(trainee=cast.officer, slug="first")
