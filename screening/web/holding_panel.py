"""Who works on a shipment, and what the reader can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checkpoints.actors import Actor
from checkpoints.models import User
from checkpoints.roles import Ability
from screening.models import Holding
from screening.selectors.holdings import colleagues
from screening.selectors.shipments import Detail
from screening.services.holdings import AT_WORK
from screening.web.timeline import name_of


@dataclass(frozen=True)
class HoldingPanel:
    """``colleagues`` are pairs of key and name. ``note`` is what came with the shipment, ``giver`` from whom."""

    holder: str
    mine: bool
    since: datetime | None
    giver: str
    note: str
    may_take: bool
    may_give_back: bool
    may_take_away: bool
    colleagues: list[tuple[str, str]]


def holding_panel(found: Detail, actor: Actor) -> HoldingPanel | None:
    """None where there is nothing to work on and nobody does. One statement where the shipment can be given away."""
    present, here = found.holding, found.office_ids
    open_to_work = found.shipment.state in AT_WORK
    if not open_to_work and present is None:
        return None
    mine = present is not None and str(present.holder_id) == actor.id
    may_reassign = open_to_work and actor.may(Ability.REASSIGN, at=here)
    return HoldingPanel(
        holder=name_of(present.holder) if present else "",
        mine=mine,
        since=present.created_at if present else None,
        giver=name_of(present.given_by) if present and present.given_by else "",
        note=present.note if present else "",
        may_take=open_to_work and present is None and actor.may(Ability.DECIDE, at=here),
        may_give_back=mine,
        may_take_away=may_reassign and present is not None and not mine,
        colleagues=_others(found, present, actor) if may_reassign or (mine and open_to_work) else [],
    )


def _others(found: Detail, present: Holding | None, actor: Actor) -> list[tuple[str, str]]:
    left_out = {str(present.holder_id)} if present else {actor.id}
    return [(str(user.pk), _called(user)) for user in colleagues(found.shipment) if str(user.pk) not in left_out]


def _called(user: User) -> str:
    """By family name first, as the list is sorted."""
    return f"{user.last_name}, {user.first_name}" if user.last_name and user.first_name else name_of(user)
