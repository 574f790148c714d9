"""The checkpoints at which a person may send declarations in."""

from __future__ import annotations

from django.db.models import QuerySet

from checkpoints.actors import Actor
from checkpoints.models import Checkpoint
from checkpoints.roles import MAY, Ability


def own_checkpoints(actor: Actor) -> QuerySet[Checkpoint]:
    keys = {at for role, at in actor.holds if at and role in MAY[Ability.SUBMIT]}
    return Checkpoint.objects.filter(pk__in=keys, administration=actor.administration_id).order_by("name")
