"""Whose exercises and groups an actor may see: the one place that training's pages ask."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from training.models import Attempt, Group, Membership


def own_attempts(actor: Actor) -> QuerySet[Attempt]:
    """The actor's own, finished or not."""
    if actor.kind != "person" or not actor.may(Ability.LEARN):
        return Attempt.objects.none()
    return Attempt.objects.filter(trainee=UUID(actor.id))


def visible_results(actor: Actor) -> QuerySet[Attempt]:
    """Finished attempts: one's own; for a trainer those of people in the administration's groups too."""
    finished = Attempt.objects.filter(completion__isnull=False)
    seen = Q(pk__in=own_attempts(actor).values("pk"))
    if actor.may(Ability.TEACH) and actor.administration_id is not None:
        learner = Membership.objects.filter(user=OuterRef("trainee"), group__administration=actor.administration_id)
        seen |= Q(Exists(learner), administration=actor.administration_id)
    return finished.filter(seen)


def visible_groups(actor: Actor) -> QuerySet[Group]:
    """A trainer's: all of the administration."""
    if actor.administration_id is None or not actor.may(Ability.TEACH):
        return Group.objects.none()
    return Group.objects.filter(administration=actor.administration_id)
