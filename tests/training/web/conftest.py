"""Signed-in people at the pages of training."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from checkpoints.models import User
from tests.training.conftest import posted
from tests.web.conftest import signed_in
from training.models import Attempt, Group
from training.selectors.attempts import content_of
from training.services import groups

__all__ = ["signed_in"]
SignedIn = Callable[[User], Client]


def address(name: str, attempt: Attempt, *more: int) -> str:
    return reverse(name, args=[attempt.pk, *more])


def answer_all(client: Client, attempt: Attempt) -> None:
    """As a trainee who sees through everything does it, page by page."""
    for position, case in enumerate(content_of(attempt).cases, 1):
        answer = posted("inspect" if case.target else "release", 5, reasons=list(case.reasons))
        client.post(address("exercise-declaration", attempt, position), answer)


@pytest.fixture
def group(trainer: User) -> Group:
    """With the officers of Dushanbe-2 and Khorog, at the first exercise."""
    made = groups.create(trainer=trainer, name="First course")
    groups.add_members(trainer=trainer, group=made, usernames=["officer.dushanbe2", "officer.khorog"])
    groups.assign(trainer=trainer, group=made, slug="first")
    return made
