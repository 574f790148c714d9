"""Files that should become lists, as the list managers of an administration see them."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.models import ListImport

MOST: Final = 10


def list_imports(actor: Actor) -> QuerySet[ListImport]:
    """Those of the actor's administration, the latest first; none for who manages no lists."""
    rows = ListImport.objects.select_related("started_by", "edition__control_list")
    if not actor.administration_id or not actor.may(Ability.MANAGE_LISTS):
        return rows.none()
    return rows.filter(administration=actor.administration_id).order_by("-created_at", "-id")


def latest(actor: Actor) -> list[ListImport]:
    """The last ten. One statement."""
    return list(list_imports(actor)[:MOST])
