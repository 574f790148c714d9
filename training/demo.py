"""A demo group at the first exercise, through the ordinary doors: some have finished, one is under way, some begin."""

from __future__ import annotations

from random import Random
from typing import Final

from checkpoints.models import User
from checkpoints.roles import Role
from screening.models.reviews import Decision
from training.exercise import Case
from training.models import Attempt, Group
from training.selectors.attempts import content_of
from training.services import attempts, groups
from training.services.attempts import Said

EXERCISE: Final = "first"
GROUP: Final = "First course (demo)"
SHARE_RIGHT: Final[dict[str, float]] = {
    "officer2.dushanbe": 0.95,
    "officer3.dushanbe": 0.8,
    "deputy.dushanbe": 0.9,
    "officer.pyanj": 0.7,
    "officer2.pyanj": 0.85,
    "officer2.khujand": 0.6,
}
"""Who has finished, and how often they answer rightly."""
UNDER_WAY: Final = {"officer.khujand": 7}
"""Who has begun, and how far they are."""
NOT_BEGUN: Final = ("officer.dushanbe", "officer.khorog")


def load_demo_group() -> Group | None:
    """Makes the group where it is not there yet; None where nobody of the demo teaches."""
    trainer = User.objects.filter(username="trainer.tj", assignments__role=Role.TRAINER).first()
    if trainer is None:
        return None
    known = Group.objects.filter(administration=trainer.administration, name=GROUP).first()
    return known or _made(trainer)


def _made(trainer: User) -> Group:
    group = groups.create(trainer=trainer, name=GROUP)
    groups.add_members(trainer=trainer, group=group, usernames=[*SHARE_RIGHT, *UNDER_WAY, *NOT_BEGUN])
    groups.assign(trainer=trainer, group=group, slug=EXERCISE)
    members = User.objects.filter(pk__in=group.memberships.values("user")).order_by("username")
    for trainee in members:
        if trainee.username in SHARE_RIGHT:
            attempts.finish(attempt=_answered(trainee, SHARE_RIGHT[trainee.username]))
        elif trainee.username in UNDER_WAY:
            _answered(trainee, 1.0, UNDER_WAY[trainee.username])
    return group


def _answered(trainee: User, share_right: float, most: int | None = None) -> Attempt:
    attempt = attempts.start(trainee=trainee, slug=EXERCISE)
    chance = Random(trainee.username)  # noqa: S311  (the same demo answers everywhere)
    for position, case in enumerate(content_of(attempt).cases[:most], 1):
        attempts.respond(attempt=attempt, position=position, said=_said(case, share_right, chance))
    return attempt


def _said(case: Case, share_right: float, chance: Random) -> Said:
    right = chance.random() < share_right
    check = Decision.INSPECT if case.decides.line else Decision.DOCUMENTS
    decision = check if case.target is right else Decision.RELEASE
    confidence = chance.randint(3, 5) if right else chance.randint(1, 4)
    return Said(decision, case.reasons if right else (), "", confidence)
