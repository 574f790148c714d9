"""Editions of a list as their managers see them: what was proposed and confirmed, and what passes found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet

from checkpoints.actors import Actor
from screening.models import Activation, Edition, GoodsItem, ListPass, PassFinding
from screening.selectors.entries import applying_to

MOST: Final = 50
"""Findings, activations and editions that a page shows at most."""


def managed_editions(actor: Actor) -> QuerySet[Edition]:
    """Those of the lists that all share, and of the actor's own administration."""
    return Edition.objects.filter(applying_to(actor.administration_id)).select_related("control_list")


def in_force_beside(edition: Edition) -> Edition | None:
    """The edition of the same list that an edition is compared with: the one in force, or for it the one before."""
    same = Edition.objects.filter(control_list=edition.control_list_id).exclude(pk=edition.pk)
    if edition.state == Edition.State.ACTIVE:
        return same.exclude(activated_at=None).order_by("-activated_at").first()
    return same.filter(state=Edition.State.ACTIVE).first()


def history(edition: Edition) -> list[Edition]:
    """The editions of the same list, the latest first."""
    same = Edition.objects.filter(control_list=edition.control_list_id)
    return list(same.order_by(F("activated_at").desc(nulls_first=True), "-created_at")[:MOST])


def activations(edition: Edition) -> list[Activation]:
    """Who proposed it and who confirmed, the latest first."""
    rows = Activation.objects.filter(edition=edition).select_related("proposer", "confirmation__confirmer")
    return list(rows.order_by("-created_at", "-id")[:MOST])


def waiting_activation(edition: Edition) -> Activation | None:
    """The latest proposal that nobody has confirmed yet."""
    return next((each for each in activations(edition) if not hasattr(each, "confirmation")), None)


def latest_pass(edition: Edition, purpose: str) -> ListPass | None:
    rows = ListPass.objects.filter(edition=edition, purpose=purpose).exclude(state=ListPass.State.REPLACED)
    return rows.order_by("-created_at", "-id").first()


def findings(walk: ListPass, actor: Actor) -> list[PassFinding]:
    """The first lines of the actor's own administration that a preview found."""
    own = walk.findings.filter(shipment__administration=actor.administration_id)
    return list(own.select_related("shipment").order_by("-is_new", "pk")[:MOST])


def descriptions(found: Iterable[PassFinding]) -> dict[tuple[UUID, int], str]:
    """What the goods of findings are declared as, by shipment and line. One statement."""
    wanted = {(each.shipment_id, each.item_number) for each in found}
    rows = GoodsItem.objects.filter(
        shipment__in={key for key, _ in wanted}, number__in={number for _, number in wanted}
    )
    said = rows.values_list("shipment", "number", "description")
    return {(key, number): text for key, number, text in said if (key, number) in wanted}
